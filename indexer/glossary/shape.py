"""A quick look whether glossary.yaml has the right shape, without pydantic, whose import alone takes 0.2 s.

Owns the patterns of fields. Answers only yes or "not sure"; then layout.py, whose models are the layout, says what is
wrong. A test holds the two together: what is let through here, the models accept.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from indexer.glossary.pinyin import ID_PATTERN, MAX_ID

MAX_COMPONENTS = 12
LOCAL_PATTERN = "^p[1-9][0-9]{0,5}(-[0-9a-z]{6}(-[1-9][0-9]{0,3})?)?$"
YEAR_PATTERN = "^[12][0-9]{3}$"
DATE_PATTERN = "^[12][0-9]{3}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?$"
LANGUAGE_PATTERN = "^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$"
PINYIN_PATTERN = "^[^\u3400-\u9fff]*[^\\s\u3400-\u9fff][^\u3400-\u9fff]*$"

Check = Callable[[object], bool]


def _is_text(value: object) -> bool:
    return isinstance(value, str) and re.search(r"\S", value) is not None


def _is_id(value: object) -> bool:
    return _is_like(ID_PATTERN, value) and len(str(value)) <= MAX_ID


def _is_like(pattern: str, value: object) -> bool:
    return isinstance(value, str) and re.fullmatch(pattern, value) is not None


def _is_list(check: Check, value: object) -> bool:
    return isinstance(value, list) and all(map(check, value))


def _has_fields(checks: Mapping[str, Check], required: frozenset[str], value: object) -> bool:
    return (
        isinstance(value, dict)
        and required <= value.keys()
        and all(key in checks and checks[key](item) for key, item in value.items())
    )


def _is_passage(value: object) -> bool:
    return _is_like("[1-9][0-9]{0,5}", value) or _is_like(LOCAL_PATTERN, value)


def _is_source(value: object) -> bool:
    return _has_fields({"doc": _is_id, "passage": _is_passage}, frozenset({"doc"}), value)


def _is_status(value: object) -> bool:
    return value in ("preferred", "admitted", "deprecated")


def _is_translations(value: object) -> bool:
    return isinstance(value, dict) and all(_is_like(LANGUAGE_PATTERN, k) and _is_text(v) for k, v in value.items())


def _is_year(value: object) -> bool:
    return _is_like(YEAR_PATTERN, value)


_SENSE: dict[str, Check] = {
    "text": _is_text,
    "source": _is_source,
    "place": _is_text,
    "year": _is_year,
    "status": _is_status,
}
_TERM: dict[str, Check] = {
    "id": _is_id,
    "term": _is_text,
    "aliases": lambda value: _is_list(_is_text, value),
    "traditional": _is_text,
    "pinyin": lambda value: _is_like(PINYIN_PATTERN, value) and _is_text(value),
    "definition": _is_text,
    "source": _is_source,
    "place": _is_text,
    "year": _is_year,
    "definitions": lambda value: _is_list(lambda sense: _has_fields(_SENSE, frozenset({"text"}), sense), value),
    "composed_of": lambda value: _is_list(_is_id, value) and len(value) <= MAX_COMPONENTS,  # type: ignore[arg-type]
    "parts": lambda value: _is_list(_is_text, value),
    "related": lambda value: _is_list(_is_id, value),
    "broader": lambda value: _is_list(_is_id, value),
    "first_seen": lambda value: _is_like(DATE_PATTERN, value),
    "status": _is_status,
    "translations": _is_translations,
    "notes": _is_text,
}


def has_shape(value: object) -> bool:
    """Whether the content of a glossary.yaml, all scalars text, surely fits the models of layout.py."""
    checks: dict[str, Check] = {"version": lambda version: version == "1", "terms": _are_terms}
    return _has_fields(checks, frozenset(checks), value)


def _are_terms(value: object) -> bool:
    return _is_list(lambda term: _has_fields(_TERM, frozenset({"id", "term"}), term), value)
