"""Scores and orders over arrays: BM25 as evaluate.py has it, the best by partition.

Owns how they are worked out for many rows at once. The formula is evaluate.py's: the same numbers in the same order of steps,
so that engines agree to the last bit.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property, lru_cache, reduce

import numpy as np
import numpy.typing as npt

from indexer.engines.arrays.columns import Columns
from indexer.engines.arrays.files import Array
from indexer.engines.arrays.found import common
from indexer.engines.arrays.words import Words
from indexer.engines.evaluate import BOOST, K1, WORD_WEIGHT, B, grade, idf

Scores = npt.NDArray[np.float64]
#: From so many numbers on, a table of all rows is faster than looking each up.
_MANY = 10_000
#: Words with more rows than this are kept as they were weighed, so many of them: 16 bytes a row.
_LONG, _WORDS_KEPT = 2_000, 64
#: Of so many rows to one that is asked for, a table of all is faster.
_DENSE = 50
#: Scores whose largest is looked at first, to see which of them can be among the best.
_BLOCK = 64
#: With fewer postings than one for so many rows, sorting them is faster than such a table.
_SPARSE = 8


class Ranking:
    """Ranks the rows of an index. One object serves many threads."""

    def __init__(self, columns: Columns, words: Words) -> None:
        self._columns, self._words = columns, words
        self._kept = lru_cache(maxsize=_WORDS_KEPT)(self._weighed)
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
                self._add(scores, rows, *self._worth(number), WORD_WEIGHT)
        boosted: Scores = scores * self._boost[self._columns.kind[rows]]
        return boosted

    def of_words(self, words: Mapping[int, int], every: bool = False) -> tuple[Array, Scores]:
        """The rows that have one of the words, or ``every`` one, ascending, and their scores; by number, with a weight each."""
        found = [(*self._worth(number), weight) for number, weight in words.items()]
        if not found:
            return np.empty(0, np.int64), np.empty(0)
        if len(found) == 1:
            rows, worth, weight = found[0]
            return rows, worth if weight == 1 else weight * worth
        if every:
            rows = reduce(common, sorted((rows for rows, _, _ in found), key=len))
            scores = np.zeros(len(rows))
            for standing, worth, weight in found:
                self._add(scores, rows, standing, worth, weight)
            return rows, scores
        if sum(len(rows) for rows, _, _ in found) < len(self._columns) // _SPARSE:
            rows, places = np.unique(np.concatenate([rows for rows, _, _ in found]), return_inverse=True)
            sums = np.bincount(places, np.concatenate([weight * worth for _, worth, weight in found]), len(rows))
            return rows, sums.astype(np.float64, copy=False)
        scores = self._sums(found)
        rows = np.flatnonzero(scores)
        return rows, scores[rows]

    def best_of_words(self, words: Mapping[int, int], count: int, every: bool = False) -> tuple[int, Array, Scores]:
        """How many rows :meth:`of_words` has, and the first ``count`` of them in order, with their scores."""
        if not every and len(words) > 1 and sum(map(self._words.spread, words)) >= len(self._columns) // _SPARSE:
            scores = self._sums([(*self._worth(number), weight) for number, weight in words.items()])
            if (near := _leaders(scores, count)) is not None:
                order = self.best(near, scores[near], "relevance", count)
                return int(np.count_nonzero(scores)), near[order], scores[near][order]
        rows, scores = self.of_words(words, every)
        order = self.best(rows, scores, "relevance", count)
        return len(rows), rows[order], scores[order]

    def _sums(self, found: Sequence[tuple[Array, Scores, int]]) -> Scores:
        """The sum of what words are worth, for all rows of the index."""
        scores = np.zeros(len(self._columns))
        for rows, worth, weight in found:
            scores[rows] += worth if weight == 1 else weight * worth
        return scores

    def _add(self, scores: Scores, rows: Array, standing: Array, worth: Scores, weight: float) -> None:
        """Add to the scores of rows what a word is worth in those of them in which it stands."""
        if len(self._columns) < _DENSE * len(rows):
            table = np.zeros(len(self._columns))
            table[standing] = worth
            scores += weight * table[rows]
            return
        places, own = _shared(rows, standing)
        scores[places] += weight * worth[own]

    def _worth(self, number: int) -> tuple[Array, Scores]:
        """The rows of a word, and what it is worth in each by BM25; kept for the words that take longest."""
        return self._kept(number) if self._words.spread(number) > _LONG else self._weighed(number)

    def _weighed(self, number: int) -> tuple[Array, Scores]:
        rows, often = self._words.postings(number)
        rows = rows.astype(np.intp)  # as NumPy looks them up
        worth: Scores = idf(len(self._columns), len(rows)) * _saturated(often, self._norms[rows])
        return rows, worth

    def shares(self, rows: Array, words: Mapping[int, int]) -> Scores:
        """For each of the rows, ascending, the share that the words it has are of the weight (idf) of all the words."""
        shares, whole = np.zeros(len(rows)), 0.0
        for number, weight in words.items():
            standing, _ = self._words.postings(number)
            rarity = weight * idf(len(self._columns), len(standing))
            shares[_shared(rows, standing)[0]] += rarity
            whole += rarity
        return shares / whole if whole else shares

    def best(self, rows: Array, scores: Scores | None, sort: str, count: int) -> Array:
        """The places in ``rows`` of the first ``count`` in an order: see evaluate.order."""
        if scores is None or sort != "relevance":
            return _smallest(self._columns.ranks(sort)[rows], count)
        if (near := _leaders(scores, count)) is not None:
            return near[self.best(rows[near], scores[near], sort, count)]
        ties = self._columns.ranks(sort)[rows]
        grades = -grade(scores)
        if count >= len(rows):
            return np.lexsort((ties, grades))
        bound = np.partition(grades, count)[count]
        sure, open_ = np.flatnonzero(grades < bound), np.flatnonzero(grades == bound)
        filled = open_[_smallest(ties[open_], count - len(sure))]
        return np.concatenate((sure[np.lexsort((ties[sure], grades[sure]))], filled))

    @cached_property
    def _norms(self) -> Scores:
        """For each row, what its length adds to the frequency in the denominator of BM25."""
        norms: Scores = K1 * (1 - B + B * self._columns.length / (self._columns.average or 1))
        return norms


def _leaders(scores: Scores, count: int) -> Array | None:
    """Where the first ``count`` scores are, and others as good as the last of these; None if that takes most of them.

    As many blocks have a score of at least the ``count``-th largest of their largest ones, so no smaller one is needed.
    """
    blocks = scores[: len(scores) // _BLOCK * _BLOCK].reshape(-1, _BLOCK).max(axis=1)
    if not 0 < count < len(blocks) // 2:
        return None
    bound = np.partition(blocks, len(blocks) - count)[len(blocks) - count]
    found = np.flatnonzero(scores >= bound - 2e-9)  # what is equal to nine places is equal: see grade
    return found if len(found) < len(scores) // 2 else None


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
