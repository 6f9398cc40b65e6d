"""One way to run a query, for every engine that can name candidates and count words.

Owns the order of the steps: candidates, filters, the exact check, counts, ranking, window. An engine supplies rows.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice
from typing import Protocol

from indexer.document import Passage
from indexer.engines.base import Hit, Results, Window
from indexer.engines.budget import Budget, OverBudget
from indexer.engines.evaluate import (
    AREAS,
    BOOST,
    MAX_WEIGHED,
    TOO_MANY,
    WORD_WEIGHT,
    Candidate,
    area,
    facets,
    idf,
    order,
    saturated,
)
from indexer.matching import Subject, accepts, counter
from indexer.query import Filter, Node, Query


class Rows(Protocol):
    """The passages of an engine as numbered rows."""

    size: int
    average: float

    def candidates(self, query: Query, budget: Budget) -> Iterable[Candidate]:
        """At least all rows whose signs satisfy the query; ones too many are sorted out here."""
        ...

    def row(self, number: int) -> Candidate:
        """The row of this number."""
        ...

    def payload(self, number: int) -> tuple[Passage, str]:
        """The passage of a row and its address."""
        ...

    def spread(self, word: str) -> int:
        """In how many rows the word stands."""
        ...

    def frequencies(self, word: str) -> Mapping[int, int]:
        """Row -> how often the word stands there; empty if nowhere."""
        ...


def search(rows: Rows, query: Query, window: Window, budget: Budget | None = None) -> Results:
    """The answer of an engine: see SearchEngine.search."""
    if query.node is None:
        return Results()
    budget = budget or Budget()
    counts: dict[int, int] = {}
    found: list[Candidate] = []
    node = query.node.of[0] if len(query.node.of) == 1 else query.node
    for candidate, occurrences in _satisfying(node, query, budget.candidates(rows.candidates(query, budget))):
        counts[candidate.row] = occurrences
        found.append(candidate)
    budget.spend(places=sum(counts.values()))
    scores, notes = _ranked(rows, query, found)
    ordered = order(((c, scores[c.row]) for c in found), window.sort)
    areas, passages = dict.fromkeys(AREAS, 0), dict.fromkeys(AREAS, 0)
    for candidate in found:
        areas[area(candidate.part)] += counts[candidate.row]
        passages[area(candidate.part)] += 1
    return Results(
        total=len(found),
        documents=len({c.document_id for c in found}),
        occurrences=areas,
        passages=passages,
        hits=tuple(_hit(rows, c, s, counts[c.row]) for c, s in ordered[window.offset : window.offset + window.limit]),
        facets=facets(found),
        notes=notes if window.sort == "relevance" else (),
    )


def _satisfying(node: Node, query: Query, candidates: Iterable[Candidate]) -> Iterator[tuple[Candidate, int]]:
    """The candidates that satisfy the query, each with the number of its occurrences."""
    filters, count = query.filters, counter(node, query.strict)
    for candidate in candidates:
        if not filters or accepts(filters, candidate):
            found = count(candidate)
            if found is not None:
                yield candidate, found


def related(
    rows: Rows,
    words: Iterable[str],
    filters: Iterable[Filter],
    limit: int,
    budget: Budget | None = None,
    wanted: Callable[[Subject], bool] | None = None,
) -> tuple[Hit, ...]:
    """The passages nearest to the words by BM25: see SearchEngine.related."""
    filters = tuple(filters)
    scores = _nearness(rows, Counter(words), budget or Budget())
    best = order(((rows.row(number), score) for number, score in scores.items()), "relevance")
    fitting = ((c, s) for c, s in best if accepts(filters, c) and (wanted is None or wanted(c)))
    return tuple(_hit(rows, candidate, score, 0) for candidate, score in islice(fitting, limit))


def _nearness(rows: Rows, words: Counter[str], budget: Budget) -> dict[int, float]:
    """The scores of all rows that have one of the words: the rarest words first, as many as the budget is good for."""
    scores: dict[int, float] = defaultdict(float)
    shares: dict[int, float] = defaultdict(float)
    whole = 0.0
    for word in sorted(words, key=lambda word: (rows.spread(word), word)):
        postings = rows.frequencies(word)
        try:
            budget.spend(postings=len(postings))
        except OverBudget:
            break
        rarity = idf(rows.size, len(postings)) * words[word]
        for number, frequency in postings.items():
            scores[number] += rarity * saturated(frequency, len(rows.row(number).key), rows.average)
            shares[number] += rarity
        whole += rarity if postings else 0.0
    return {number: score * (shares[number] / whole) for number, score in scores.items()}


def _ranked(rows: Rows, query: Query, found: list[Candidate]) -> tuple[dict[int, float], tuple[str, ...]]:
    """The score of each hit, and a note if there are too many to weigh: then the order is by date.

    The bound is on the work, not on the clock, so that all pages of an answer have one order.
    """
    if len(found) * (len(query.needles) + len(query.words)) <= MAX_WEIGHED:
        return _scores(rows, query, found), ()
    return dict.fromkeys((c.row for c in found), 0.0), (TOO_MANY,)


def _scores(rows: Rows, query: Query, found: list[Candidate]) -> dict[int, float]:
    scores = dict.fromkeys((c.row for c in found), 0.0)
    for needle in query.needles:
        frequencies = {c.row: c.key.count(needle) for c in found}
        rarity = idf(rows.size, sum(map(bool, frequencies.values())))
        for candidate in found:
            scores[candidate.row] += rarity * saturated(frequencies[candidate.row], len(candidate.key), rows.average)
    for word in dict.fromkeys(query.words):
        postings = rows.frequencies(word)
        rarity = idf(rows.size, len(postings)) * WORD_WEIGHT
        for candidate in found:
            if candidate.row in postings:
                weight = saturated(postings[candidate.row], len(candidate.key), rows.average)
                scores[candidate.row] += rarity * weight
    return {c.row: scores[c.row] * BOOST.get(c.kind, 1.0) for c in found}


def _hit(rows: Rows, candidate: Candidate, score: float, occurrences: int) -> Hit:
    passage, address = rows.payload(candidate.row)
    return Hit(candidate.document_id, candidate.facts, passage, address, occurrences, score)
