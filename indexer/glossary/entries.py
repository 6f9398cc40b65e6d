"""Glossary entries as values, the order in which they stand in an index, and their forms.

Owns the shapes; reads no file and finds nothing in any text.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from indexer.glossary.pinyin import without_tones
from indexer.signs import query_key

Status = Literal["preferred", "admitted", "deprecated"]
_NUMBER = re.compile(r"p([0-9]+)")


@dataclass(frozen=True, slots=True)
class Sense:
    """One definition, in the words of its source.

    ``doc`` is the id of the document and ``passage`` the local address in it (``p53`` or ``p53-k3f9q2``); both are None
    for a definition that an editor wrote. ``place`` and ``year`` say where and when it holds.
    """

    text: str
    doc: str | None = None
    passage: str | None = None
    place: str | None = None
    year: int | None = None
    status: Status = "preferred"

    @property
    def number(self) -> int | None:
        """The number of the source passage."""
        match = _NUMBER.match(self.passage or "")
        return int(match[1]) if match else None

    @property
    def address(self) -> str | None:
        """The address of the source passage as indexer.address reads it: ``430202-hetang-2021-gwr/p53``."""
        return f"{self.doc}/{self.passage}" if self.doc and self.passage else None


@dataclass(frozen=True, slots=True)
class Entry:
    """One concept of the glossary.

    ``composed_of`` are ids of the entries that the term joins (六稳六保: 六稳 and 六保), ``parts`` the texts that it
    counts up (稳就业 …); ``related`` and ``broader`` are ids; ``pinyin`` has tones, a blank between syllables, and may
    be unknown; ``translations`` go from a language tag to text.
    """

    id: str
    term: str
    aliases: tuple[str, ...] = ()
    traditional: str | None = None
    pinyin: str | None = None
    definitions: tuple[Sense, ...] = ()
    composed_of: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    broader: tuple[str, ...] = ()
    first_seen: str | None = None
    status: Status = "preferred"
    translations: Mapping[str, str] = field(default_factory=dict, hash=False)
    notes: str | None = None


def forms(entry: Entry) -> tuple[str, ...]:
    """What the entry is called: term, aliases, traditional form; forms that are the same in signs are given once."""
    names = (entry.term, *entry.aliases, *([entry.traditional] if entry.traditional else []))
    different: dict[str, str] = {}
    for name in names:
        different.setdefault(query_key(name), name)
    return tuple(different.values())


def sort_key(entry: Entry) -> tuple[str, str]:
    """Orders entries as an index by pinyin does; digits and signs come first."""
    return without_tones(entry.pinyin) if entry.pinyin else entry.id, entry.id


def index_letter(entry: Entry) -> str:
    """The heading of the index under which the entry stands: A to Z, or # for digits and signs."""
    first = sort_key(entry)[0][:1].upper()
    return first if "A" <= first <= "Z" else "#"
