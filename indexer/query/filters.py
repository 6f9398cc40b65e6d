"""Conditions on facts: their names and values as users write them, and what these mean.

Owns the names of fields and of their values in both directions (年 -> year, county -> 县区). Decides nothing about passages.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from indexer.fold import fold
from indexer.query.nodes import Filter, is_quoted
from indexer.signs import query_key

FIELDS = {
    "年": "year", "年份": "year", "year": "year",
    "地区": "region", "region": "region",
    "部分": "part", "part": "part",
    "级别": "level", "level": "level",
    "文种": "kind", "kind": "kind",
    "标题": "title", "title": "title",
}  # fmt: skip
PARTS = {
    "正文": ("body", "review", "plan"), "body": ("body", "review", "plan"),
    "附录": ("appendix", "note"), "appendix": ("appendix", "note"),
    "标题": ("title", "heading"), "title": ("title", "heading"),
    "回顾": ("review",), "review": ("review",),
    "部署": ("plan",), "plan": ("plan",),
    "注释": ("note",), "名词解释": ("note",), "note": ("note",), "heading": ("heading",),
}  # fmt: skip
LEVELS = {"全国": "national", "国家": "national", "中央": "national", "省": "province", "省级": "province", "市": "city",
          "市级": "city", "县": "county", "县级": "county", "区县": "county", "县区": "county"}  # fmt: skip
KINDS = {"政府工作报告": "gwr", "工作报告": "gwr"}
# -- the way back, for reading-back, tables and pages
FIELD_NAMES = {"year": "年份", "region": "地区", "part": "部分", "level": "级别", "kind": "文种", "title": "标题"}
PART_NAMES = {
    "body": "正文", "review": "回顾", "plan": "部署", "appendix": "附录", "note": "注释", "title": "标题", "heading": "标题",
}  # fmt: skip
LEVEL_NAMES = {"national": "国家", "province": "省", "city": "市", "county": "县区"}
KIND_NAMES = {"gwr": "政府工作报告"}

_YEARS = re.compile(r"([0-9]{4})?(?:(\.\.|-|—|~|～|至)([0-9]{4})?)?")
_BETWEEN = re.compile(r"[|｜,，、;；\s]+")
_JOINTS = frozenset({"或", "or", "OR"})


def read_values(field: str, text: str) -> tuple[str, ...]:
    """The values of a field as a clause writes them: ``2021``, ``2019|2020``, ``(正文 附录)``; empty if one cannot be read."""
    if is_quoted(text):
        return filter_values(field, text[1:-1].strip())
    if text[0] in "(（" and text[-1] in ")）":
        text = text[1:-1]
    values = [value for value in _BETWEEN.split(text) if value and value not in _JOINTS]
    read = [filter_values(field, value[1:-1] if is_quoted(value) else value) for value in values]
    return tuple(one for values in read for one in values) if all(read) else ()


def filter_values(field: str, value: str) -> tuple[str, ...]:
    """The values of a filter that ``value``, as a user writes it, stands for; empty if it cannot be read."""
    if field == "year":
        return _years(fold(value).removesuffix("年"))
    if field == "part":
        return PARTS.get(value.lower(), ())
    if field == "level":
        return (LEVELS.get(value, value.lower()),) if LEVELS.get(value, value.lower()) in LEVELS.values() else ()
    if field == "title":
        return (value,) if query_key(value) else ()
    return (KINDS.get(value, value),) if field == "kind" else (value,)


def _years(value: str) -> tuple[str, ...]:
    match = _YEARS.fullmatch(value)
    if not match or not (match[1] or match[3]):
        return ()
    return (f"{match[1] or ''}..{match[3] or ''}",) if match[2] else (match[1],)


def merge_filters(filters: Iterable[Filter]) -> tuple[Filter, ...]:
    """One filter a field: 年:2020 年:2021 asks for either year."""
    values: dict[str, tuple[str, ...]] = {}
    for condition in filters:
        values[condition.field] = tuple(dict.fromkeys((*values.get(condition.field, ()), *condition.values)))
    return tuple(Filter(field, value) for field, value in values.items())
