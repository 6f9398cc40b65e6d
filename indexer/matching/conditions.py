"""Which passages a filter accepts. Owns the meaning of each field's values; knows no literal."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache

from indexer.matching.subject import Subject
from indexer.query.nodes import Filter
from indexer.signs import query_key, sign_key


def accepts(filters: Iterable[Filter], subject: Subject) -> bool:
    """Whether every filter accepts the passage; of the values of a filter one is enough."""
    return all(any(_ACCEPT[f.field](value, subject) for value in f.values) for f in filters)


def _year(value: str, subject: Subject) -> bool:
    low, dots, high = value.partition("..")
    year = subject.facts.year
    return year is not None and int(low or 0) <= year <= int((high or 9999) if dots else low)


def _region(value: str, subject: Subject) -> bool:
    name, code = subject.facts.region or "", subject.facts.region_code or ""
    if value.startswith("="):
        return value[1:] == name
    if value.isdigit():
        return code.startswith(_significant(value))
    return value in name or bool(code and _code(value) and code.startswith(_code(value)))


@lru_cache(maxsize=1_000)
def _code(name: str) -> str:
    """The digits that the codes of a place and of all places in it begin with, for its short name (湖南).

    None for a full name (湖南省), which is looked for in the names of regions as it stands, and if no one place is called so.
    """
    from indexer.regions import find_region

    region = find_region(name)
    return _significant(region.code) if region and name == region.short else ""


def _significant(code: str) -> str:
    """The beginning of a code without the pairs of zeros that stand for "all of it"."""
    while len(code) > 2 and len(code) % 2 == 0 and code.endswith("00"):
        code = code[:-2]
    return code


def _title(value: str, subject: Subject) -> bool:
    return _sought_key(value) in _title_key(subject.facts.title or "")


# A document has many passages and one title.
_title_key = lru_cache(maxsize=10_000)(sign_key)
_sought_key = lru_cache(maxsize=100)(query_key)

_ACCEPT: Mapping[str, Callable[[str, Subject], bool]] = {
    "year": _year,
    "region": _region,
    "part": lambda value, subject: value in (subject.part, subject.kind),
    "level": lambda value, subject: subject.facts.level == value,
    "kind": lambda value, subject: subject.facts.kind == value,
    "title": _title,
}
