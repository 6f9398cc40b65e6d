"""The numbers: one table of terms by groups, or of groups by groups, with totals that agree over rows and columns.

Owns what is counted and what is a gap. Nothing is sampled; a number never travels without its policy.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product

from indexer.census import Census, census_of
from indexer.counting.groups import DIMENSIONS, group_of, ordered
from indexer.counting.places import query_of, spans_in, term_hits
from indexer.counting.terms import Term
from indexer.counting.words import MAX_PLACES, Dictionary, Difference, WordCount, cutter_of, differences_in
from indexer.document import BODY_PARTS, Facts
from indexer.engines.base import Hit
from indexer.engines.budget import Budget
from indexer.engines.evaluate import Candidate, area
from indexer.errors import QueryError
from indexer.library import Library
from indexer.matching import accepts
from indexer.query import Filter

TOTAL = "*"
MAX_CELLS = 40_000


@dataclass(frozen=True, slots=True)
class Policy:
    """How is counted. ``strict``: the canonical text, character for character, instead of signs (DESIGN 3).

    ``whole``: title blocks and appendices too, not the body alone; ``dictionary``: count words as well, with these words.
    """

    strict: bool = False
    whole: bool = False
    dictionary: Dictionary | None = None


@dataclass(frozen=True, slots=True)
class Tally:
    """What was counted: places of the string, and the passages and documents that have one."""

    occurrences: int = 0
    passages: int = 0
    documents: int = 0


@dataclass(frozen=True, slots=True)
class Base:
    """What was looked through: documents, and characters as :func:`indexer.census.count_characters` has them."""

    documents: int = 0
    characters: int = 0


@dataclass(frozen=True, slots=True)
class Table:
    """Counts of ``terms``. Keys of ``cells`` and ``bases`` are (row, column); TOTAL stands for all rows or all columns.

    Rows are the groups of ``by[0]`` (only TOTAL if ``by`` is empty). Columns are the terms, or the groups of ``by[1]``,
    where a cell counts all terms together. A key that is missing from ``bases`` is a gap: the corpus has no document
    there, so there is no number, not even zero. ``outside`` are places that the policy leaves out, by area; ``inside``
    are (term, longer term, places) where one term stands inside another.
    """

    terms: tuple[Term, ...]
    by: tuple[str, ...]
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: Mapping[tuple[str, str], Tally]
    bases: Mapping[tuple[str, str], Base]
    policy: Policy
    filters: tuple[Filter, ...]
    snapshot: Mapping[str, object]
    outside: Mapping[str, int]
    inside: tuple[tuple[str, str, int], ...] = ()
    words: tuple[WordCount, ...] = field(default=())

    def cell(self, row: str, column: str) -> Tally | None:
        """The tally of a cell; None for a gap."""
        return self.cells.get((row, column), Tally()) if self.base(row, column) else None

    def base(self, row: str, column: str = TOTAL) -> Base | None:
        """What the cell is a share of; None for a gap. All terms have the same base."""
        return self.bases.get((row, column if len(self.by) == 2 else TOTAL))

    def rate(self, row: str, column: str = TOTAL) -> float | None:
        """Places per 10,000 characters; None for a gap and where there are no characters."""
        tally, base = self.cell(row, column), self.base(row, column)
        return tally.occurrences * 10_000 / base.characters if tally and base and base.characters else None


class _Cell:
    """A cell while it is counted."""

    __slots__ = ("documents", "occurrences", "passages")

    def __init__(self) -> None:
        self.occurrences = 0
        self.passages: set[tuple[str, int]] = set()
        self.documents: set[str] = set()

    def add(self, hit: Hit) -> None:
        """Count the places of a passage."""
        self.occurrences += hit.occurrences
        self.passages.add((hit.document_id, hit.passage.number))
        self.documents.add(hit.document_id)

    def tally(self) -> Tally:
        """The cell as a value."""
        return Tally(self.occurrences, len(self.passages), len(self.documents))


def count(
    library: Library,
    terms: Sequence[Term],
    by: Sequence[str] = (),
    filters: Iterable[Filter] = (),
    policy: Policy | None = None,
    budget: Budget | None = None,
) -> Table:
    """Count the terms in the passages that ``filters`` accept. A filter on parts takes the place of the policy's.

    Raises OverBudget (without a budget there is no limit), QueryError for an unknown or third dimension, for no terms at all,
    and for a table of more than MAX_CELLS cells.
    """
    policy, filters, by = policy or Policy(), tuple(filters), tuple(dict.fromkeys(by))
    if not terms:
        raise QueryError("没有要数的词")
    if len(by) > 2 or set(by) - set(DIMENSIONS):
        raise QueryError(f"只能按一两项分组，可用：{'、'.join(DIMENSIONS)}")
    whole = policy.whole or "part" in by or any(one.field == "part" for one in filters)
    policy = Policy(policy.strict, whole, policy.dictionary)
    bases = _bases(census_of(library), library.documents, by, filters, whole)
    rows, columns = _axes(library.documents, by, filters, bases, terms)
    cells, outside, words = _cells(library, terms, by, filters, policy, budget)
    snapshot = {key: library.generation.manifest.get(key) for key in ("content", "date")}
    return Table(
        tuple(terms), by, rows, columns, cells, bases, policy, filters,
        {**snapshot, "documents": len(library.documents), "generation": library.generation.number},
        outside, _inside(terms, cells) if len(by) < 2 else (), words,
    )  # fmt: skip


def _axes(
    documents: Mapping[str, Facts],
    by: tuple[str, ...],
    filters: tuple[Filter, ...],
    bases: Mapping[tuple[str, str], Base],
    terms: Sequence[Term],
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    found = ({key[axis] for key in bases} - {TOTAL} for axis in range(2))
    axes = [
        tuple(ordered(dimension, values, documents.values(), filters))
        for dimension, values in zip(by, found, strict=False)
    ]
    rows = axes[0] if by else ()
    columns = axes[1] if len(by) == 2 else tuple(term.text for term in terms)
    if len(rows) * len(columns) > MAX_CELLS:
        raise QueryError(f"表有 {len(rows):,} 行 {len(columns):,} 列，超过上限 {MAX_CELLS:,} 格；请缩小范围")
    return rows, columns


def _keys(by: tuple[str, ...], facts: Facts, part: str, columns: Iterable[str]) -> Iterator[tuple[str, str]]:
    """The cells that a passage counts for: its own, and the totals of its row, its column and all."""
    groups = [group_of(dimension, facts, part) for dimension in by]
    rows = dict.fromkeys((*groups[:1], TOTAL))
    yield from product(rows, dict.fromkeys((*groups[1:], *columns, TOTAL)))


def _bases(
    census: Census, documents: Mapping[str, Facts], by: tuple[str, ...], filters: tuple[Filter, ...], whole: bool
) -> dict[tuple[str, str], Base]:
    names: dict[tuple[str, str], set[str]] = {}
    characters: dict[tuple[str, str], int] = {}
    for document_id, extents in census.extents.items():
        facts = documents[document_id]
        for extent in extents:
            passage = Candidate(0, document_id, facts, 0, extent.kind, extent.part, "")
            if (whole or extent.part in BODY_PARTS) and accepts(filters, passage):
                for key in _keys(by, facts, extent.part, ()):
                    names.setdefault(key, set()).add(document_id)
                    characters[key] = characters.get(key, 0) + extent.characters
    return {key: Base(len(ids), characters[key]) for key, ids in names.items()}


def _cells(
    library: Library,
    terms: Sequence[Term],
    by: tuple[str, ...],
    filters: tuple[Filter, ...],
    policy: Policy,
    budget: Budget | None,
) -> tuple[dict[tuple[str, str], Tally], dict[str, int], tuple[WordCount, ...]]:
    cells: dict[tuple[str, str], _Cell] = {}
    outside = {"appendix": 0, "title": 0}
    words = []
    for term in terms:
        columns = (term.text,) if len(by) < 2 else ()
        query = query_of(term, filters, policy.strict)
        places, differences = 0, list[Difference]()
        for hit in term_hits(library, query, budget):
            part = hit.passage.part
            if not policy.whole and part not in BODY_PARTS:
                outside[area(part)] += hit.occurrences
                continue
            for key in _keys(by, hit.facts, part, columns):
                cells.setdefault(key, _Cell()).add(hit)
            places += hit.occurrences
            if policy.dictionary and places <= MAX_PLACES:
                cutter = cutter_of(library.glossary, policy.dictionary)
                differences.extend(differences_in(cutter, hit, spans_in(query, hit)))
        if policy.dictionary:
            words.append(_word_count(term, places, differences))
    return {key: cell.tally() for key, cell in cells.items()}, outside, tuple(words)


def _word_count(term: Term, places: int, differences: list[Difference]) -> WordCount:
    if places > MAX_PLACES:
        return WordCount(term.text, places, None, ())
    return WordCount(term.text, places, places - len(differences), tuple(differences))


def _inside(terms: Sequence[Term], cells: Mapping[tuple[str, str], Tally]) -> tuple[tuple[str, str, int], ...]:
    """Where the terms stand inside each other: 小微企业 in each 中小微企业."""
    pairs = ((one, other) for one in terms for other in terms if one is not other and one.key in other.key)
    numbers = ((a, b, cells.get((TOTAL, b.text), Tally()).occurrences * b.key.count(a.key)) for a, b in pairs)
    return tuple((one.text, other.text, number) for one, other, number in numbers if number)
