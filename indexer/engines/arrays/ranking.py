"""Scores and orders over arrays: BM25 as evaluate.py has it, facets by counting, the best by partition.

Owns how they are worked out for many rows at once. The formula is evaluate.py's: the same numbers in the same order of steps,
so that engines agree to the last bit.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property, reduce

import numpy as np
import numpy.typing as npt

from indexer.engines.arrays.columns import Columns
from indexer.engines.arrays.files import Array
from indexer.engines.arrays.found import common
from indexer.engines.arrays.words import Words
from indexer.engines.base import FACETS
from indexer.engines.evaluate import BOOST, K1, WORD_WEIGHT, B, grade, idf

Scores = npt.NDArray[np.float64]
#: From so many numbers on, a table of all rows is faster than looking each up.
_MANY = 10_000
#: With fewer postings than one for so many rows, sorting them is faster than such a table.
_SPARSE = 32


class Ranking:
    """Ranks the rows of an index. One object serves many threads."""

    def __init__(self, columns: Columns, words: Words) -> None:
        self._columns, self._words = columns, words
        self._boost = np.array([BOOST.get(kind, 1.0) for kind in columns.kinds])

    def scores(self, rows: Array, counted: Iterable[tuple[Array, Array]], words: Iterable[str]) -> Scores:
        """The score of each of the rows, ascending; ``counted`` has the rows and frequencies of each literal."""
        scores = np.zeros(len(rows))
        norms = self._norms[rows]
        for standing, times in counted:
            if standing is rows:
                scores += idf(len(self._columns), len(rows)) * _saturated(times, norms)
                continue
            places, own = _shared(rows, standing)
            weight = idf(len(self._columns), len(places))
            scores[places] += weight * _saturated(times[own], norms[places])
        for word in words:
            number = self._words.find(word)
            if number is not None:
                standing, often = self._words.postings(number)
                places, own = _shared(rows, standing)
                weight = idf(len(self._columns), len(standing)) * WORD_WEIGHT
                scores[places] += weight * _saturated(often[own], norms[places])
        boosted: Scores = scores * self._boost[self._columns.kind[rows]]
        return boosted

    def of_words(self, words: Mapping[int, int], every: bool = False) -> tuple[Array, Scores]:
        """The rows that have one of the words, or ``every`` one, ascending, and their scores; by number, with a weight each."""
        found = [(self._words.postings(number), weight) for number, weight in words.items()]
        if not found:
            return np.empty(0, np.int64), np.empty(0)
        if len(found) == 1 or every:
            return self._of_all(found)
        worth = [self._worth(rows, often, weight, len(rows)) for (rows, often), weight in found]
        if sum(map(len, worth)) < len(self._columns) // _SPARSE:
            rows, places = np.unique(np.concatenate([rows for (rows, _), _ in found]), return_inverse=True)
            sums: Scores = np.bincount(places, np.concatenate(worth), len(rows)).astype(np.float64, copy=False)
            return rows, sums
        scores = np.zeros(len(self._columns))
        for ((rows, _), _), more in zip(found, worth, strict=True):
            scores[rows] += more
        rows = np.flatnonzero(scores)
        return rows, scores[rows]

    def shares(self, rows: Array, words: Mapping[int, int]) -> Scores:
        """For each of the rows, ascending, the share that the words it has are of the weight (idf) of all the words."""
        shares, whole = np.zeros(len(rows)), 0.0
        for number, weight in words.items():
            standing, _ = self._words.postings(number)
            rarity = weight * idf(len(self._columns), len(standing))
            shares[_shared(rows, standing)[0]] += rarity
            whole += rarity
        return shares / whole if whole else shares

    def _of_all(self, found: list[tuple[tuple[Array, Array], int]]) -> tuple[Array, Scores]:
        found = sorted(found, key=lambda one: len(one[0][0]))
        rows = reduce(common, (rows for (rows, _), _ in found))
        scores = np.zeros(len(rows))
        for (standing, often), weight in found:
            own = often if len(rows) == len(standing) else often[standing.searchsorted(rows)]
            scores += self._worth(rows, own, weight, len(standing))
        return rows, scores

    def _worth(self, rows: Array, often: Array, weight: int, spread: int) -> Scores:
        worth: Scores = weight * idf(len(self._columns), spread) * _saturated(often, self._norms[rows])
        return worth

    def best(self, rows: Array, scores: Scores | None, sort: str, count: int) -> Array:
        """The places in ``rows`` of the first ``count`` in an order: see evaluate.order."""
        ties = self._columns.ranks(sort)[rows]
        if scores is None or sort != "relevance":
            return _smallest(ties, count)
        grades = -grade(scores)
        if count >= len(rows):
            return np.lexsort((ties, grades))
        bound = np.partition(grades, count)[count]
        sure, open_ = np.flatnonzero(grades < bound), np.flatnonzero(grades == bound)
        filled = open_[_smallest(ties[open_], count - len(sure))]
        return np.concatenate((sure[np.lexsort((ties[sure], grades[sure]))], filled))

    def facets(self, rows: Array) -> dict[str, tuple[tuple[str, int], ...]]:
        """How many of the rows have each value of each facet, most first, ties by value."""
        columns = self._columns
        of_documents = np.bincount(columns.document[rows], minlength=len(columns.ids))
        found = {"part": zip(columns.parts, np.bincount(columns.part[rows]).tolist(), strict=False)}
        for name, (values, codes) in self._values.items():
            found[name] = zip(
                values, np.bincount(codes, of_documents, len(values) + 1).astype(int).tolist(), strict=False
            )
        return {name: tuple(sorted((p for p in found[name] if p[1]), key=lambda p: (-p[1], p[0]))) for name in FACETS}

    @cached_property
    def _values(self) -> Mapping[str, tuple[list[str], npt.NDArray[np.int64]]]:
        """The values of each facet of documents, and for each document the place of its own; behind the last: none."""
        values = {}
        for name in ("level", "region", "year", "kind"):
            own = [None if (v := getattr(facts, name)) is None else str(v) for facts in self._columns.facts]
            places = {value: place for place, value in enumerate(dict.fromkeys(v for v in own if v is not None))}
            codes = np.array([len(places) if v is None else places[v] for v in own], np.int64)
            values[name] = (list(places), codes)
        return values

    @cached_property
    def _norms(self) -> Scores:
        """For each row, what its length adds to the frequency in the denominator of BM25."""
        norms: Scores = K1 * (1 - B + B * self._columns.length / (self._columns.average or 1))
        return norms


def _saturated(times: Array, norms: Scores) -> Scores:
    weights: Scores = times * (K1 + 1) / (times + norms)
    return weights


def _shared(rows: Array, others: Array) -> tuple[Array, Array]:
    """Where the numbers that two ascending arrays share stand in each."""
    if not len(rows) or not len(others):
        none = np.empty(0, np.int64)
        return none, none
    if min(len(rows), len(others)) > _MANY:
        width = max(int(rows[-1]), int(others[-1])) + 1
        where = np.full(width, -1, np.int32)
        where[others] = np.arange(len(others), dtype=np.int32)
        found = where[rows]
        places = np.flatnonzero(found >= 0)
        return places, found[places]
    few, many = (rows, others) if len(rows) <= len(others) else (others, rows)
    places = many.searchsorted(few)
    places[places == len(many)] = 0
    own = np.flatnonzero(many[places] == few)
    return (own, places[own]) if few is rows else (places[own], own)


def _smallest(numbers: Array, count: int) -> Array:
    """The places of the smallest numbers, which are all different, in their order."""
    if count >= len(numbers):
        return numbers.argsort(kind="stable")
    if count <= 0:
        return np.empty(0, np.int64)
    chosen = np.argpartition(numbers, count - 1)[:count]
    return chosen[numbers[chosen].argsort(kind="stable")]
