"""The glossary as a whole: entries by id and by any of their forms, on signs.

Owns look-up and what the rest of the program asks of a glossary; reads no file.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from functools import cached_property

from indexer.errors import NotFound
from indexer.glossary.entries import Entry, forms
from indexer.glossary.widening import Widening, widen
from indexer.signs import query_key


@dataclass(frozen=True, eq=False)
class Glossary:
    """All entries by id, in the order of the file. ``doubts`` tell an editor of places that other programs misread.

    Compared by identity; :func:`glossary_digest` compares contents.
    """

    entries: Mapping[str, Entry] = field(default_factory=dict)
    doubts: tuple[str, ...] = ()

    def entry(self, entry_id: str) -> Entry:
        """The entry with this id; raises NotFound."""
        try:
            return self.entries[entry_id]
        except KeyError:
            raise NotFound(f"术语表里没有编号为 {entry_id[:80]} 的词条") from None

    def lookup(self, text: str) -> tuple[Entry, ...]:
        """The entries of which ``text`` is a form, as signs go; two concepts may share a name."""
        return self._by_key.get(query_key(text), ())

    def expand(self, text: str) -> Widening | None:
        """What a search clause is widened to: see widening.py. None if it names no entry or nothing is added."""
        return widen(text, self.entries, self._by_key)

    @cached_property
    def _by_key(self) -> dict[str, tuple[Entry, ...]]:
        found: dict[str, tuple[Entry, ...]] = {}
        for entry in self.entries.values():
            for form in forms(entry):
                key = query_key(form)
                found[key] = (*found.get(key, ()), entry)
        return found


def glossary_digest(glossary: Glossary) -> str:
    """A digest of all that the entries say; comments, layout and quotes of the file do not change it."""
    content = [asdict(glossary.entries[entry_id]) for entry_id in sorted(glossary.entries)]
    return hashlib.sha256(json.dumps(content, ensure_ascii=False, sort_keys=True).encode()).hexdigest()[:16]


def dictionary_words(glossary: Glossary) -> tuple[str, ...]:
    """Every form of every entry, for the dictionary that cuts text into words."""
    return tuple(dict.fromkeys(form for entry in glossary.entries.values() for form in forms(entry)))
