"""What every engine promises: the interface, the values that go in and come out, and what they all share.

Engines store, find and rank; they understand no Chinese (architecture 2.5). They get keys of signs and words that are cut
already, and a Query whose literals are keys. One contract test runs over all of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, Protocol

from indexer.document import Facts, Passage
from indexer.engines.budget import Budget
from indexer.matching import Subject
from indexer.query import Filter, Query

Sort = Literal["relevance", "date", "-date", "place"]
#: Before the key of a term, a word of an entry: the passage defines the term. No word of a text begins so.
DEFINES = "\x06"
#: The facets of a result: field of a Filter -> its values.
FACETS = ("level", "region", "year", "part", "kind")


@dataclass(frozen=True, slots=True)
class IndexEntry:
    """A passage as it goes into an engine: ``key`` are its signs, ``words`` its words in order, folded.

    Behind them stand the keys of the terms that it defines, each with DEFINES before it.
    """

    document_id: str
    facts: Facts
    passage: Passage
    address: str
    key: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that satisfies a query; ``occurrences`` counts the places of its literals. Scores compare within one answer only."""

    document_id: str
    facts: Facts
    passage: Passage
    address: str
    occurrences: int
    score: float


@dataclass(frozen=True, slots=True)
class Window:
    """Which hits are wanted: ``limit`` of them from ``offset`` (counted from 0) in the order of ``sort``."""

    offset: int = 0
    limit: int = 20
    sort: Sort = "relevance"


@dataclass(frozen=True, slots=True)
class Results:
    """The answer to a query. Counts and facets are of the whole hit set, ``hits`` is the window.

    ``occurrences`` maps ``body`` and ``appendix`` (and ``title``) to places of the literals; ``facets`` maps a field to
    (value, passages) pairs, most first; ``notes`` say what was left out for want of time.
    """

    total: int = 0
    documents: int = 0
    occurrences: Mapping[str, int] = field(default_factory=dict)
    passages: Mapping[str, int] = field(default_factory=dict)
    hits: tuple[Hit, ...] = ()
    facets: Mapping[str, tuple[tuple[str, int], ...]] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


class SearchEngine(Protocol):
    """An open, read-only engine over one generation. One object may serve many threads."""

    def search(self, query: Query, window: Window, budget: Budget | None = None) -> Results:
        """Exactly the passages that satisfy the query, in the window, with counts of all.

        Raises OverBudget; without a budget there is no limit.
        """
        ...

    def related(
        self,
        words: Iterable[str],
        filters: Iterable[Filter],
        limit: int,
        budget: Budget | None = None,
        wanted: Callable[[Subject], bool] | None = None,
    ) -> tuple[Hit, ...]:
        """The passages nearest to the words (BM25) of those that are ``wanted``, best first; never part of a count.

        Where the budget ends, the commonest words are left out.
        """
        ...

    def knows(self, word: str) -> bool:
        """Whether some passage has this word."""
        ...

    def spreads(self) -> Iterable[tuple[str, int]]:
        """All words, each with the number of passages that have it: the commonest first, ties by the word."""
        ...

    def passages(self, document_id: str) -> tuple[tuple[Passage, str], ...]:
        """The passages of a document in reading order, each with its address; empty if the document is not here."""
        ...

    def documents(self) -> Mapping[str, Facts]:
        """The facts of all documents, by id."""
        ...

    def close(self) -> None:
        """Give back files and memory; the object is not used again."""
        ...


class EngineModule(Protocol):
    """What a module of this package offers beside its class."""

    VERSION: str

    def encode(self, entries: Sequence[IndexEntry]) -> bytes:
        """Entries as a piece of an index, made in any process; equal entries and code give equal bytes."""
        ...

    def assemble(self, folder: Path, pieces: Iterable[bytes]) -> None:
        """Make the files of an engine in an empty folder, of pieces that are taken one after the other."""
        ...

    def write(self, folder: Path, entries: Iterable[IndexEntry]) -> None:
        """:meth:`assemble` of entries that fit into memory."""
        ...

    def open_engine(self, folder: Path) -> SearchEngine:
        """Open what :meth:`assemble` made."""
        ...
