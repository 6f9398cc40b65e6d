"""By what is counted: year, region, province, level, part, kind. Owns the groups, their names, their order, their gaps.

A group is named by a value as the filters of a search have it; the empty value is "not known".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from indexer.document import Facts
from indexer.facts import KINDS
from indexer.query import Filter
from indexer.search import LEVEL_NAMES

DIMENSIONS = {"year": "年份", "region": "地区", "province": "省份", "level": "级别", "part": "部分", "kind": "文种"}
UNKNOWN = ""
PART_LABELS = {
    "review": "正文·回顾",
    "plan": "正文·部署",
    "body": "正文·其余",
    "title": "题名",
    "appendix": "附录",
    "note": "附录·注释",
}
#: Parts that a search can ask for one by one.
_SINGLE_PARTS = ("review", "plan")
_NATION = "00"
_YEARS = re.compile(r"(\d{4})(?:\.\.(\d{4}))?")
_LONGEST_SPAN = 200


def group_of(dimension: str, facts: Facts, part: str) -> str:
    """The group that a passage of this part, of a document with these facts, belongs to."""
    if dimension == "part":
        return part
    if dimension == "province":
        return _NATION if facts.level == "national" else (facts.region_code or UNKNOWN)[:2]
    value = getattr(facts, dimension)
    return UNKNOWN if value is None else str(value)


def label_of(dimension: str, value: str) -> str:
    """What a group is called."""
    if value == UNKNOWN:
        return f"{DIMENSIONS[dimension]}未详"
    if dimension == "year":
        return f"{value}年"
    if dimension == "province":
        from indexer.regions import region_by_code

        region = None if value == _NATION else region_by_code(f"{value}0000")
        return region.name if region else "全国" if value == _NATION else value
    names: Mapping[str, Mapping[str, str]] = {"level": LEVEL_NAMES, "part": PART_LABELS, "kind": KINDS}
    return names.get(dimension, {}).get(value, value)


def ordered(dimension: str, values: Iterable[str], facts: Iterable[Facts], filters: Iterable[Filter]) -> list[str]:
    """The groups in their order: years ascending and without a hole, regions by code; what is not known comes last.

    A year between the first and the last, or asked for by a filter, is a group even if the corpus has nothing of it: the
    gap must be seen.
    """
    values = set(values)
    known, unknown = values - {UNKNOWN}, sorted(values & {UNKNOWN})
    if dimension == "year":
        return [*_all_years(known, filters), *unknown]
    if dimension == "region":
        codes = {one.region: one.region_code or "999999" for one in facts if one.region}
        return [*sorted(known, key=lambda name: (codes.get(name, "999999"), name)), *unknown]
    ranks: Sequence[str] = {"level": tuple(LEVEL_NAMES), "part": tuple(PART_LABELS)}.get(dimension, ())
    rank = {value: number for number, value in enumerate(ranks)}
    return [*sorted(known, key=lambda value: (rank.get(value, len(rank)), value)), *unknown]


def _all_years(known: set[str], filters: Iterable[Filter]) -> list[str]:
    asked = [year for one in filters if one.field == "year" for year in _closed_years(one.values)]
    years = [int(year) for year in known] + asked
    if not years or max(years) - min(years) > _LONGEST_SPAN:
        return sorted(known)
    return [str(year) for year in range(min(years), max(years) + 1)]


def _closed_years(values: Iterable[str]) -> list[int]:
    matches = (_YEARS.fullmatch(value) for value in values)
    return [int(year) for match in matches if match for year in match.groups() if year]


def parameters_for(dimension: str, value: str) -> dict[str, str] | None:
    """Parameters of a search that mean exactly this group; None if no search can ask for it.

    What is not known cannot be asked for, nor parts that a search joins with others: ``body`` means all of the body.
    """
    if value == UNKNOWN or (dimension == "part" and value not in _SINGLE_PARTS):
        return None
    if dimension == "province":
        return {"level": "national"} if value == _NATION else {"region": value}
    return {dimension: f"={value}" if dimension == "region" else value}
