"""Runs a query over arrays: one pass that serves hits, counts and facets.

Owns the order of the steps. Strict queries and conditions on related passages are judged passage by passage, as
indexer/matching has it, on the candidates that arrays name.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from functools import lru_cache
from itertools import islice
from pathlib import Path

import numpy as np

from indexer.engines.arrays.columns import Columns
from indexer.engines.arrays.evaluation import Evaluation, counted
from indexer.engines.arrays.facets import Facets
from indexer.engines.arrays.files import Array
from indexer.engines.arrays.found import apart
from indexer.engines.arrays.ground import Grounds, Positions
from indexer.engines.arrays.ranking import Ranking
from indexer.engines.arrays.rows import Rows
from indexer.engines.arrays.signs import Signs
from indexer.engines.arrays.words import Words
from indexer.engines.base import Hit, Results, Window
from indexer.engines.budget import Budget, OverBudget
from indexer.engines.evaluate import AREAS, MAX_WEIGHED, TOO_MANY, Candidate, area
from indexer.engines.narrowing import narrow
from indexer.matching import Subject, accepts, counter
from indexer.query import Filter, Literal, Query


class Searcher:
    """An open index of arrays. One object serves many threads: nothing in it changes."""

    def __init__(self, folder: Path) -> None:
        self.signs, self.words, self.columns = Signs(folder), Words(folder), Columns(folder)
        self.rows, self.ranking = Rows(folder, self.columns), Ranking(self.columns, self.words)
        self._facets = Facets(self.columns)
        self._grounds = Grounds(self.signs, self.columns)
        self._areas = np.array([AREAS.index(area(part)) for part in self.columns.parts], np.intp)
        self._accepting = lru_cache(maxsize=200)(self._documents_accepting)

    def search(self, query: Query, window: Window, budget: Budget) -> Results:
        """The answer to a query: see SearchEngine.search."""
        if query.node is None:
            return Results()
        evaluation = Evaluation(self.signs, self._grounds, self._accepted, budget)
        find = self._strictly if query.strict else self._satisfying
        rows, times = find(query, evaluation, budget)
        budget.spend(places=int(times.sum()))
        scores, notes = self._scored(query, evaluation, rows, window)
        first = self.ranking.best(rows, scores, window.sort, window.offset + window.limit)[window.offset :]
        areas = self._areas[self.columns.part[rows]]
        return Results(
            total=len(rows),
            documents=int(np.count_nonzero(np.bincount(self.columns.document[rows]))),
            occurrences=dict(zip(AREAS, np.bincount(areas, times, len(AREAS)).astype(int).tolist(), strict=True)),
            passages=dict(zip(AREAS, np.bincount(areas, minlength=len(AREAS)).tolist(), strict=True)),
            hits=tuple(
                self.hit(int(rows[at]), 0.0 if scores is None else float(scores[at]), int(times[at])) for at in first
            ),
            facets=self._facets.of(rows),
            notes=notes,
        )

    def hit(self, row: int, score: float, occurrences: int) -> Hit:
        """A row as a hit."""
        passage, address = self.rows.passage(row)
        document = int(self.columns.document[row])
        return Hit(self.columns.ids[document], self.columns.facts[document], passage, address, occurrences, score)

    def related(
        self,
        words: Iterable[str],
        filters: tuple[Filter, ...],
        limit: int,
        budget: Budget,
        wanted: Callable[[Subject], bool] | None,
    ) -> tuple[Hit, ...]:
        """The passages nearest to the words: see SearchEngine.related."""
        known = self._affordable(Counter(words), budget)
        rows, scores = self.ranking.of_words(known)
        if filters:
            fitting = self._fitting(filters)[rows]
            rows, scores = rows[fitting], scores[fitting]
        scores = scores * self.ranking.shares(rows, known)
        found: list[Hit] = []
        count = 4 * limit
        while len(found) < limit:
            best = self.ranking.best(rows, scores, "relevance", count)
            chosen = (at for at in best if wanted is None or wanted(self.candidate(int(rows[at]))))
            found = [self.hit(int(rows[at]), float(scores[at]), 0) for at in islice(chosen, limit)]
            if count >= len(rows):
                break
            count *= 8
        return tuple(found)

    def candidate(self, row: int) -> Candidate:
        """A row as what filters and operators judge."""
        columns = self.columns
        document = int(columns.document[row])
        kind, part = columns.kinds[columns.kind[row]], columns.parts[columns.part[row]]
        key, number = self.signs.key(row), int(columns.number[row])
        return Candidate(row, columns.ids[document], columns.facts[document], number, kind, part, key, self)

    def text(self, row: int) -> str:
        """See evaluate.Stored."""
        return self.rows.text(row)

    def edges(self, row: int, strict: bool) -> list[int]:
        """See evaluate.Stored."""
        edges, units = self.columns.edges(row, strict), self.signs.rows[row : row + 2].tolist()
        if strict or units[1] - units[0] - 1 == self.columns.length[row]:
            return edges
        packed = self.signs.key(row).encode("utf-16-le", "surrogatepass")
        return [len(packed[: 2 * edge].decode("utf-16-le", "surrogatepass")) for edge in edges]

    def _satisfying(self, query: Query, evaluation: Evaluation, budget: Budget) -> tuple[Positions, Positions]:
        """The rows that satisfy a query, ascending, and how many occurrences each has."""
        assert query.node is not None
        only = query.node.of[0] if len(query.node.of) == 1 else query.node
        if isinstance(only, Literal):
            rows, times = evaluation.times(only.key)
        else:
            found = evaluation.rows(only)
            rows, times = found.stretches, np.zeros(len(found.stretches), np.int64)
            if len(found.places):
                standing, own = counted(apart(found.places.sorted()))
                times[rows.searchsorted(standing)] = own
        budget.spend(candidates=len(rows))
        if query.filters:
            fitting = self._fitting(query.filters)[rows]
            rows, times = rows[fitting], times[fitting]
        return rows, times

    def _strictly(self, query: Query, evaluation: Evaluation, budget: Budget) -> tuple[Positions, Positions]:
        """As :meth:`_satisfying`, for a query that compares the canonical text."""
        assert query.node is not None
        rows = narrow(query.node, evaluation)
        candidates = np.arange(len(self.columns)) if rows is None else rows
        if query.filters:
            candidates = candidates[self._fitting(query.filters)[candidates]]
        count, found, times = counter(query.node, strict=True), [], []
        for row in budget.candidates(candidates.tolist()):
            occurrences = count(self.candidate(row))
            if occurrences is not None:
                found.append(row)
                times.append(occurrences)
        return np.array(found, np.int64), np.array(times, np.int64)

    def _scored(
        self, query: Query, evaluation: Evaluation, rows: Positions, window: Window
    ) -> tuple[Array | None, tuple[str, ...]]:
        """The score of each row if one is asked for, and a note if there are too many to weigh: the order is by date then."""
        if len(rows) * (len(query.needles) + len(query.words)) > MAX_WEIGHED:
            return None, (TOO_MANY,) if window.sort == "relevance" else ()
        if not window.limit:
            return None, ()
        return self.ranking.scores(rows, map(evaluation.times, query.needles), dict.fromkeys(query.words)), ()

    def ranked(
        self, words: Iterable[str], limit: int, every: bool = False
    ) -> tuple[int, tuple[tuple[int, float], ...]]:
        """How many rows have one of the words, or ``every`` one, and the first ``limit`` of them by BM25, with scores."""
        known = [self.words.find(word) for word in words]
        if every and None in known:
            return 0, ()
        numbers = Counter(number for number in known if number is not None)
        total, rows, scores = self.ranking.best_of_words(numbers, limit, every)
        return total, tuple(zip(rows.tolist(), scores.tolist(), strict=True))

    def _affordable(self, words: Counter[str], budget: Budget) -> dict[int, int]:
        """The words by number, with how often each is asked for: the rarest first, as many as the budget is good for."""
        known = {word: number for word in words if (number := self.words.find(word)) is not None}
        found: dict[int, int] = {}
        for word in sorted(known, key=lambda w: (self.words.spread(known[w]), w)):
            try:
                budget.spend(postings=self.words.spread(known[word]))
            except OverBudget:
                break
            found[known[word]] = words[word]
        return found

    def _fitting(self, filters: tuple[Filter, ...]) -> Array:
        """The mask of the rows that all filters accept."""
        mask = np.ones(len(self.columns), bool)
        for one in filters:
            mask &= self._accepted(one)
        return mask

    def _accepted(self, one: Filter) -> Array:
        if one.field == "part":
            columns = self.columns
            kinds, parts = (
                np.array([n in one.values for n in names], bool) for names in (columns.kinds, columns.parts)
            )
            mask: Array = kinds[columns.kind] | parts[columns.part]
            return mask
        accepting: Array = self._accepting(one)[self.columns.document]
        return accepting

    def _documents_accepting(self, one: Filter) -> Array:
        """The mask of the documents that a filter accepts; it asks for their facts only."""
        columns = self.columns
        candidates = (
            Candidate(0, i, facts, 0, "", "", "") for i, facts in zip(columns.ids, columns.facts, strict=True)
        )
        return np.fromiter((accepts((one,), c) for c in candidates), bool, len(columns.ids))
