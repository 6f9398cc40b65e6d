"""What pydantic finds wrong in a glossary.yaml, in plain Chinese, each with its place.

Owns the wording; importing this module imports pydantic.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from typing import Any

from pydantic import ValidationError

from indexer.glossary.checks import Fault
from indexer.glossary.layout import DefinitionLayout, GlossaryLayout, SourceLayout, TermLayout

_MODELS = (TermLayout, DefinitionLayout, SourceLayout, GlossaryLayout)
_FIELDS = tuple(dict.fromkeys(name for model in _MODELS for name in model.model_fields))
_ID_HINT = "只能用小写字母、数字和连字符，至多 80 个，如 liuwen"
_HINTS = {
    "id": _ID_HINT,
    "doc": _ID_HINT,
    "composed_of": _ID_HINT,
    "related": _ID_HINT,
    "broader": _ID_HINT,
    "passage": "应当是段号，如 53，或地址里斜杠之后的部分，如 p53-k3f9q2",
    "year": '应当是四位年份，加引号，如 "2021"',
    "first_seen": '应当是年、年月或年月日，加引号，如 "2018-07-31"',
    "pinyin": "应当是带声调的拼音，如 liù wěn",
    "translations": "应当是语言代码与译文，如 en: six priorities",
    "version": "应当是 1",
    "status": "只能是 preferred、admitted 或 deprecated",
}
_KINDS = {
    "list_type": "应当是列表：每项一行、以“- ”开头，或写成 [甲, 乙]",
    "string_type": "应当是一段文字",
    "model_type": "应当是若干“字段: 值”",
    "dict_type": "应当是若干“字段: 值”",
    "too_long": "项数太多",
    "string_pattern_mismatch": "不能只有空白",
}


def layout_faults(tree: Any) -> tuple[Fault, ...]:
    """Every place where ``tree`` does not fit the models of the layout, with the reason; empty if it fits."""
    try:
        GlossaryLayout.model_validate(tree)
    except ValidationError as error:
        return tuple(_faults(error))
    return ()


def _faults(error: ValidationError) -> Iterator[Fault]:
    for fault in error.errors(include_url=False):
        yield fault["loc"], _reason(fault)


def _reason(fault: Mapping[str, Any]) -> str:
    place, kind = fault["loc"], fault["type"]
    name = str(place[-1])[:60] if place else ""
    if kind == "extra_forbidden":
        near = get_close_matches(name, _FIELDS, 1)
        return f"不认识的字段 {name}；" + (f"是不是 {near[0]}？" if near else f"可用：{'、'.join(_FIELDS)}")
    if kind == "missing":
        return f"缺少字段 {name}"
    field = next((part for part in reversed(place) if part in _FIELDS), name)
    structural = kind in _KINDS and kind != "string_pattern_mismatch"
    hint = _KINDS[kind] if structural else _HINTS.get(field, _KINDS.get(kind, "不合要求"))
    return f"{field} {hint}"
