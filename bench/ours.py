"""Our engine as the benchmark asks it: the one place to change when the engine gets another interface."""

from __future__ import annotations

from bench.peers import Facets
from bench.rows import Rows
from indexer.engines.base import Results, Window
from indexer.library import Library
from indexer.query import AllOf, Literal, Query

#: Files of a generation by what they are for; what begins with none of these is ``other``.
PARTS = {
    "exact": ("signs.",),
    "words": ("words.",),
    "texts": ("texts.", "records."),
    "columns": ("rows.", "edges.", "documents.json"),
}


class Ours:
    """An ExactPeer, a WordsPeer and a FacetPeer."""

    def __init__(self, library: Library, rows: Rows) -> None:
        self._engine, self._rows = library.engine, rows

    def count(self, key: str) -> int:
        """See ExactPeer; counts of body, appendix and titles, of places and documents come with it."""
        return self._found(key, Window(limit=0)).total

    def first(self, key: str) -> tuple[int, list[int]]:
        """See ExactPeer; the first ten in the order of the corpus, as passages with their texts."""
        found = self._found(key, Window(limit=10, sort="place"))
        return found.total, self._numbers(found)

    def best(self, key: str) -> int:
        """As first, but the ten that rank highest."""
        return self._found(key, Window(limit=10)).total

    def rows(self, key: str) -> list[int]:
        """All rows of a literal."""
        return self._numbers(self._found(key, Window(limit=10**9, sort="place")))

    def places(self, key: str) -> int:
        """How often the literal stands in all passages."""
        return sum(self._found(key, Window(limit=0)).occurrences.values())

    @property
    def ranks_words(self) -> bool:
        """Whether the engine can be asked for words alone."""
        return hasattr(self._engine, "ranked")

    def ranked(self, words: tuple[str, ...], mode: str) -> tuple[int, list[tuple[int, float]]]:
        """See WordsPeer."""
        total, best = self._engine.ranked(words, 10, every=mode == "all")  # type: ignore[attr-defined]
        return total, [(int(row), float(score)) for row, score in best]

    def facets(self, key: str) -> Facets:
        """The ten best of a literal, and the facets of all its rows: level and year."""
        found = self._found(key, Window(limit=10)).facets
        return {name: dict(found[name]) for name in ("level", "year")}

    def _found(self, key: str, window: Window) -> Results:
        return self._engine.search(Query(key, AllOf((Literal(key, key),))), window)

    def _numbers(self, found: Results) -> list[int]:
        return [self._rows.numbers[hit.document_id, hit.passage.number] for hit in found.hits]
