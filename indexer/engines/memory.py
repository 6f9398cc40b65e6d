"""The plain engine: every passage in memory, every query checked on every passage. The specification of the others."""

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
from indexer.query import Filter, Query

VERSION = "memory-1"
_ENTRIES, _FACTS = "entries.jsonl", "facts.json"


def write(folder: Path, entries: Iterable[IndexEntry]) -> None:
    """One line an entry, and the facts of all documents."""
    facts: dict[str, object] = {}
    with (folder / _ENTRIES).open("w", encoding="utf-8") as file:
        for entry in entries:
            facts.setdefault(entry.document_id, asdict(entry.facts))
            file.write(dumps({**entry_record(entry), "words": entry.words}) + "\n")
    (folder / _FACTS).write_text(dumps(facts), encoding="utf-8")


def open_engine(folder: Path) -> MemoryEngine:
    """The engine over what :func:`write` made, all of it read."""
    facts = {i: facts_of(row) for i, row in json.loads((folder / _FACTS).read_text(encoding="utf-8")).items()}
    with (folder / _ENTRIES).open(encoding="utf-8") as file:
        records = [json.loads(line) for line in file]
    return MemoryEngine(
        tuple(
            IndexEntry(r["document"], facts[r["document"]], passage_of(r), r["address"], r["key"], tuple(r["words"]))
            for r in records
        )
    )


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
        """See Rows: all rows."""
        return self._rows

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
    def _postings(self) -> Mapping[str, Mapping[int, int]]:
        postings: dict[str, dict[int, int]] = defaultdict(dict)
        for number, entry in enumerate(self._entries):
            for word, frequency in Counter(entry.words).items():
                postings[word][number] = frequency
        return dict(postings)
