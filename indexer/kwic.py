"""Concordance: every place of a query on a line of its own, with what stands left and right of it.

Owns the lines, their order and their pages. Context is counted in characters; lines are sorted by signs (signs.py), so that
quotes and blanks do not tear like contexts apart. Nothing is sampled: a line for each place, always.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from operator import itemgetter

from indexer.counting.groups import group_of
from indexer.document import Facts, Span
from indexer.engines.base import Hit, Sort
from indexer.engines.budget import Budget
from indexer.errors import QueryError
from indexer.highlight import query_marks
from indexer.library import Library
from indexer.matching import PassageSubject, places
from indexer.query import Filter, Query
from indexer.signs import sign_list, sign_text
from indexer.views import ask_all, every_hit

WIDTHS = range(1, 101)
#: Orders that an engine gives, line by line, however many there are.
_STREAMED: dict[str, Sort] = {
    "place": "place", "year": "date", "-year": "-date", "region": "place", "relevance": "relevance",
}  # fmt: skip
SORTS = (*_STREAMED, *(f"{side}{n}" for side in ("left", "right") for n in range(1, 6)))
#: Lines that are sorted by what stands beside them, and passages that are sorted by region.
MAX_SORTED = 100_000
#: Longest Latin run or figure that is told apart by its end, in characters.
_LONGEST_RUN = 60


@dataclass(frozen=True, slots=True)
class Question:
    """What lines are wanted: of a query ``text``, as a search has it. ``strict`` compares the text character for character.

    ``within`` are (dimension, value) pairs of indexer.counting.groups that a line must belong to exactly.
    """

    text: str
    width: int = 20
    sort: str = "place"
    filters: tuple[Filter, ...] = ()
    widen: bool = True
    strict: bool = False
    within: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """One place: ``hit`` as it stands in the text, and its contexts, which end at the edge of the passage."""

    document_id: str
    facts: Facts
    address: str
    number: int
    part: str
    left: str
    hit: str
    right: str


@dataclass(frozen=True, slots=True)
class Concordance:
    """A page of lines. ``total`` counts the lines of all pages; ``reading`` says how the question was understood."""

    reading: str
    total: int
    page: int
    size: int
    lines: tuple[Line, ...]
    notes: tuple[str, ...] = ()

    @property
    def pages(self) -> int:
        """How many pages there are; none without lines."""
        return -(-self.total // self.size)


@dataclass(frozen=True, slots=True)
class _Asked:
    """A question as it was understood: its query, and the passages that have a place, in order."""

    reading: str
    notes: tuple[str, ...]
    query: Query
    hits: Iterator[Hit]

    def spans(self, hit: Hit) -> tuple[Span, ...]:
        """The places of a passage, in order: as many as ``hit.occurrences``."""
        return query_marks(self.query, hit.passage, hit.facts)


def kwic(
    library: Library,
    question: Question,
    *,
    page: int = 1,
    size: int = 50,
    most: int = MAX_SORTED,
    budget: Budget | None = None,
) -> Concordance:
    """One page of the lines of a question.

    ``most`` bounds the lines that are sorted by context. Raises QueryError for a width, order, page or size that cannot be,
    for more lines than ``most``, and for what search refuses; OverBudget, but not without a budget.
    """
    if page < 1 or not 1 <= size <= 500:
        raise QueryError("页码从 1 起，每页 1 至 500 行")
    asked = _ask(library, question, budget)
    first, last = (page - 1) * size, page * size
    if question.sort in _STREAMED:
        total, lines = 0, list[Line]()
        for hit in asked.hits:
            if total < last and total + hit.occurrences > first:
                own = tuple(_lines(hit, asked.spans(hit), question.width))
                lines.extend(own[max(0, first - total) : last - total])
            total += hit.occurrences
        return Concordance(asked.reading, total, page, size, tuple(lines), asked.notes)
    placed = _placed(asked, question.sort, most)
    shown = tuple(_sorted_lines(asked, placed[first:last], question.width))
    return Concordance(asked.reading, len(placed), page, size, shown, asked.notes)


def every_line(library: Library, question: Question, budget: Budget | None = None) -> Iterator[Line]:
    """All lines of a question in its order; memory is bounded as in :func:`kwic`, which has the errors too."""
    asked = _ask(library, question, budget)
    if question.sort in _STREAMED:
        return (line for hit in asked.hits for line in _lines(hit, asked.spans(hit), question.width))
    return _sorted_lines(asked, _placed(asked, question.sort, MAX_SORTED), question.width)


def _sorted_lines(asked: _Asked, placed: Iterable[tuple[Hit, int]], width: int) -> Iterator[Line]:
    """The lines of some places; the spans of a passage are looked for once, though its places lie apart."""
    known: dict[tuple[str, int], tuple[Span, ...]] = {}
    for hit, number in placed:
        key = (hit.document_id, hit.passage.number)
        if key not in known:
            known[key] = asked.spans(hit)
        yield from _lines(hit, known[key][number : number + 1], width)


def _ask(library: Library, question: Question, budget: Budget | None) -> _Asked:
    if question.width not in WIDTHS:
        raise QueryError(f"上下文宽度必须在 {WIDTHS[0]} 与 {WIDTHS[-1]} 字之间，现为 {question.width}")
    if question.sort not in SORTS:
        raise QueryError(f"没有这种排序：{question.sort[:20]}；可用：{'、'.join(SORTS)}")
    answer = ask_all(
        library,
        question.text,
        filters=question.filters,
        widen=question.widen,
        strict=question.strict,
        budget=budget,
    )
    query, order = answer.query, _STREAMED.get(question.sort, "place")
    hits = _arranged(_inside(question, every_hit(library.engine, query, order, budget)), question.sort)
    return _Asked(answer.reading, answer.notes, query, hits)


def _arranged(hits: Iterator[Hit], sort: str) -> Iterator[Hit]:
    """The passages by code of their region and year, if that is the order; as they come, if it is another."""
    if sort != "region":
        return hits
    rows = list(islice(hits, MAX_SORTED + 1))
    if len(rows) > MAX_SORTED:
        raise _too_many(MAX_SORTED)

    def place(hit: Hit) -> tuple[str, str, int]:
        facts = hit.facts
        return facts.region_code or "999999", facts.region or "", facts.year or 9999

    return iter(sorted(rows, key=place))


def _inside(question: Question, hits: Iterable[Hit]) -> Iterator[Hit]:
    """The passages that belong to every group asked for and have a place to show."""
    for hit in hits:
        in_groups = (group_of(name, hit.facts, hit.passage.part) == value for name, value in question.within)
        if hit.occurrences and all(in_groups):
            yield hit


def _placed(asked: _Asked, sort: str, most: int) -> list[tuple[Hit, int]]:
    """All places as (passage, number of the place in it), sorted by what stands beside them; ties in the order of place."""
    side, wanted = sort[:-1], int(sort[-1])
    rows: list[tuple[list[str], Hit, int]] = []
    for hit in asked.hits:
        key, found = _places(asked, hit)
        for number, (start, end) in enumerate(found):
            rows.append((_beside(key, start, end, side, wanted), hit, number))
        if len(rows) > most:
            raise _too_many(most)
    rows.sort(key=itemgetter(0))
    return [(hit, number) for _, hit, number in rows]


def _too_many(most: int) -> QueryError:
    return QueryError(f"行数超过 {most:,}，不能这样排序；请缩小范围，或按篇内次序（place）、年份（year）排列")


def _places(asked: _Asked, hit: Hit) -> tuple[str, Iterable[tuple[int, int]]]:
    """The key of a passage and the places in it, as offsets into the key."""
    query = asked.query
    if query.strict:
        signs = sign_text(hit.passage.words)
        edges = [(bisect_left(signs.starts, s.start), bisect_left(signs.starts, s.end)) for s in asked.spans(hit)]
        return signs.key, edges
    subject = PassageSubject(hit.passage, hit.facts)
    return subject.key, (places(query.node, subject) or ()) if query.node else ()


def _beside(key: str, start: int, end: int, side: str, wanted: int) -> list[str]:
    """The signs beside a place, the nearest first; fewer than ``wanted`` at the edge of a passage."""
    reach = wanted * _LONGEST_RUN
    if side == "right":
        return sign_list(key[end : end + reach])[:wanted]
    return sign_list(key[max(0, start - reach) : start])[: -wanted - 1 : -1]


def _lines(hit: Hit, spans: Iterable[Span], width: int) -> Iterator[Line]:
    text = hit.passage.text.replace("\n", " ")
    for span in spans:
        left, right = text[max(0, span.start - width) : span.start], text[span.end : span.end + width]
        yield Line(
            hit.document_id, hit.facts, hit.address, hit.passage.number, hit.passage.part, left, span.of(text), right
        )
