"""What the engines share: the passage under judgement, facets, ranking and ties.

Owns the score. What a query holds for is in indexer/matching; an engine that finds candidates faster still ends there or
must agree with it (contract test). The formula is explained in docs/ranking.md.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

import numpy as np

from indexer.document import APPENDIX_PARTS, BODY_PARTS, Facts
from indexer.engines.base import FACETS

# Robertson and Zaragoza, The Probabilistic Relevance Framework (2009): the usual k1 and b of BM25.
K1, B = 1.2, 0.75
#: What a matched word adds, against a matched literal. Whole words inside the literal lift it above chance cuts.
WORD_WEIGHT = 0.5
#: Weights (of a literal or word in a hit) that are worked out for one answer; beyond it hits come by date.
MAX_WEIGHED = 2_000_000
TOO_MANY = "结果太多，未按相关程度排序，改按日期排列；数目不受影响"
#: A heading or definition that holds the literal is what a reader looks for first.
BOOST = {"heading": 1.5, "title": 1.2, "note": 1.3}


class Stored(Protocol):
    """What an engine reads of a row when it is asked for."""

    def text(self, row: int) -> str:
        """The text of the passage."""
        ...

    def edges(self, row: int, strict: bool) -> Sequence[int]:
        """Where its sentences begin: see indexer.matching.Subject."""
        ...


@dataclass(frozen=True, slots=True)
class Candidate:
    """A passage under judgement: all that filters, counts, ranking and ties need of it.

    ``row`` is the engine's number; ``stored`` has what only queries about sentences and strict ones need.
    """

    row: int
    document_id: str
    facts: Facts
    number: int
    kind: str
    part: str
    key: str
    stored: Stored | None = field(default=None, repr=False, compare=False)

    @property
    def text(self) -> str:
        """The text of the passage, read by its row; empty if the engine gave no way to read it."""
        return self.stored.text(self.row) if self.stored else ""

    def edges(self, strict: bool) -> Sequence[int]:
        """Where the sentences begin: see Subject. Without a way to read them the passage is one sentence."""
        return self.stored.edges(self.row, strict) if self.stored else (0, len(self.key))


def idf(documents: int, with_term: int) -> float:
    """Inverse document frequency, never negative (Lucene's form: log(1 + (N - n + 0.5) / (n + 0.5)))."""
    return math.log(1 + (documents - with_term + 0.5) / (with_term + 0.5))


def saturated(frequency: float, length: float, average: float) -> float:
    """The BM25 weight of a frequency in a passage of this length."""
    return frequency * (K1 + 1) / (frequency + K1 * (1 - B + B * length / (average or 1)))


def order(hits: Iterable[tuple[Candidate, float]], sort: str) -> list[tuple[Candidate, float]]:
    """Hits in the order of ``sort``; ties by date (newest first), document and passage, so that a page is the same twice."""
    ordered = sorted(hits, key=lambda hit: (hit[0].document_id, hit[0].number))
    if sort != "place":
        ordered.sort(key=lambda hit: _date(hit[0].facts), reverse=sort != "date")
    if sort == "relevance":
        ordered.sort(key=lambda hit: -float(grade(hit[1])))
    return ordered


def grade(score: Any) -> Any:
    """A score, or an array of them, as it is compared: to nine places, so that no difference in the last bit decides."""
    return np.rint(score * 1e9)


def _date(facts: Facts) -> str:
    return facts.date or str(facts.year or "")


def facets(candidates: Iterable[Candidate]) -> dict[str, tuple[tuple[str, int], ...]]:
    """How many passages have each value of each facet, most first, ties by value."""
    counts: dict[str, Counter[str]] = {name: Counter() for name in FACETS}
    for candidate in candidates:
        facts = candidate.facts
        row = (facts.level, facts.region, facts.year, candidate.part, facts.kind)
        for name, value in zip(FACETS, row, strict=True):
            if value is not None:
                counts[name][str(value)] += 1
    return {
        name: tuple(sorted(counter.items(), key=lambda pair: (-pair[1], pair[0]))) for name, counter in counts.items()
    }


#: What counts are told apart by.
AREAS = ("body", "appendix", "title")


def area(part: str) -> str:
    """``body``, ``appendix`` or ``title``: what a count is told apart by."""
    return "body" if part in BODY_PARTS else "appendix" if part in APPENDIX_PARTS else "title"
