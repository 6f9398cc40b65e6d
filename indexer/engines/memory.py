"""The plain engine: every passage in memory, checked one by one. The specification of the others.

Of one literal only the passages are checked that have its rarest character; every other query is checked on all.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict
from functools import cached_property
from pathlib import Path

from indexer.document import Facts, Passage
from indexer.engines import execute
from indexer.engines.base import Hit, IndexEntry, Results, Window
from indexer.engines.budget import Budget
from indexer.engines.evaluate import Candidate
from indexer.engines.records import dumps, entry_record, facts_of, passage_of
from indexer.matching import Subject, sentence_edges
from indexer.query import Filter, Literal, Query

VERSION = "memory-2"
_ENTRIES = "entries.jsonl"


def encode(entries: Sequence[IndexEntry]) -> bytes:
    """One line an entry, and one for the facts of their documents."""
    facts = {entry.document_id: asdict(entry.facts) for entry in entries}
    rows = [{**entry_record(entry), "words": entry.words} for entry in entries]
    return "".join(dumps(row) + "\n" for row in ({"facts": facts}, *rows)).encode("utf-8", "surrogatepass")


def assemble(folder: Path, pieces: Iterable[bytes]) -> None:
    """The pieces, one behind the other."""
    with (folder / _ENTRIES).open("wb") as file:
        file.writelines(pieces)


def write(folder: Path, entries: Iterable[IndexEntry]) -> None:
    """:func:`assemble` of entries that fit into memory."""
    assemble(folder, [encode(tuple(entries))])


def open_engine(folder: Path) -> MemoryEngine:
    """The engine over what :func:`write` made, all of it read."""
    facts: dict[str, Facts] = {}
    entries = []
    with (folder / _ENTRIES).open(encoding="utf-8", errors="surrogatepass") as file:
        for r in map(json.loads, file):
            if "facts" in r:
                facts |= {i: facts_of(row) for i, row in r["facts"].items()}
            else:
                i, words = r["document"], tuple(r["words"])
                entries.append(IndexEntry(i, facts[i], passage_of(r), r["address"], r["key"], words))
    return MemoryEngine(tuple(entries))


class MemoryEngine:
    """A SearchEngine over a tuple of entries."""

    def __init__(self, entries: tuple[IndexEntry, ...]) -> None:
        self._entries = entries
        self._rows = tuple(
            Candidate(i, e.document_id, e.facts, e.passage.number, e.passage.kind, e.passage.part, e.key, self)
            for i, e in enumerate(entries)
        )
        self.size = len(entries)
        self.average = sum(len(e.key) for e in entries) / (len(entries) or 1)

    def search(self, query: Query, window: Window, budget: Budget | None = None) -> Results:
        """See SearchEngine."""
        return execute.search(self, query, window, budget)

    def related(
        self,
        words: Iterable[str],
        filters: Iterable[Filter],
        limit: int,
        budget: Budget | None = None,
        wanted: Callable[[Subject], bool] | None = None,
    ) -> tuple[Hit, ...]:
        """See SearchEngine."""
        return execute.related(self, words, filters, limit, budget, wanted)

    def knows(self, word: str) -> bool:
        """See SearchEngine."""
        return word in self._postings

    def spreads(self) -> Iterable[tuple[str, int]]:
        """See SearchEngine."""
        return sorted(((word, len(rows)) for word, rows in self._postings.items()), key=lambda p: (-p[1], p[0]))

    def passages(self, document_id: str) -> tuple[tuple[Passage, str], ...]:
        """See SearchEngine."""
        own = (e for e in self._entries if e.document_id == document_id)
        return tuple((e.passage, e.address) for e in sorted(own, key=lambda e: e.passage.number))

    def documents(self) -> Mapping[str, Facts]:
        """See SearchEngine."""
        return {e.document_id: e.facts for e in self._entries}

    def close(self) -> None:
        """See SearchEngine."""

    def candidates(self, query: Query, budget: Budget) -> Iterable[Candidate]:
        """See Rows: all rows; for one literal those that have the rarest of its characters."""
        parts = query.node.of if query.node else ()
        if query.strict or len(parts) != 1 or not isinstance(parts[0], Literal):
            return self._rows
        return min((self._having.get(char, ()) for char in parts[0].key), key=len)

    def row(self, number: int) -> Candidate:
        """See Rows."""
        return self._rows[number]

    def payload(self, number: int) -> tuple[Passage, str]:
        """See Rows."""
        return self._entries[number].passage, self._entries[number].address

    def spread(self, word: str) -> int:
        """See Rows."""
        return len(self.frequencies(word))

    def frequencies(self, word: str) -> Mapping[int, int]:
        """See Rows."""
        return self._postings.get(word, {})

    def text(self, row: int) -> str:
        """See Stored."""
        return self._entries[row].passage.text

    def edges(self, row: int, strict: bool) -> Sequence[int]:
        """See Stored."""
        return sentence_edges(self._entries[row].passage.words)[strict]

    @cached_property
    def _having(self) -> Mapping[str, Sequence[Candidate]]:
        """Each character of the keys with the rows that have it."""
        having: dict[str, list[Candidate]] = defaultdict(list)
        for row in self._rows:
            for char in set(row.key):
                having[char].append(row)
        return having

    @cached_property
    def _postings(self) -> Mapping[str, Mapping[int, int]]:
        postings: dict[str, dict[int, int]] = defaultdict(dict)
        for number, entry in enumerate(self._entries):
            for word, frequency in Counter(entry.words).items():
                postings[word][number] = frequency
        return dict(postings)
