"""The whole of an answer, never one page of it: every hit in order, and the documents that hold them.

Owns how hits are walked without keeping them all. What a query means is search.py's; pages and files are made elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from indexer.document import APPENDIX_PARTS, BODY_PARTS, Facts
from indexer.engines.base import Hit, SearchEngine, Sort, Window
from indexer.engines.budget import Budget
from indexer.library import Library
from indexer.query import Filter, Query
from indexer.query.explain import explain
from indexer.search import Answer, understand

#: Hits that are in memory at a time while all are walked: about 25 MB. Each further step costs one more evaluation.
STEP = 20_000


def every_hit(engine: SearchEngine, query: Query, sort: Sort = "place", budget: Budget | None = None) -> Iterator[Hit]:
    """Every hit of a query in the order of ``sort``, each once; memory is bounded by STEP however many there are.

    Raises OverBudget; without a budget there is no limit.
    """
    if query.node is None:
        return
    offset = 0
    while True:
        hits = engine.search(query, Window(offset, STEP, sort), budget).hits
        yield from hits
        if len(hits) < STEP:
            return
        offset += STEP


def ask_all(
    library: Library,
    text: str,
    *,
    filters: Iterable[Filter] = (),
    widen: bool = True,
    strict: bool = False,
    budget: Budget | None = None,
) -> Answer:
    """The answer of :func:`indexer.search.search` without hits: how the query was read, and the counts.

    Raises QueryError as search does, and OverBudget; without a budget there is no limit.
    """
    query = understand(library, text, filters=filters, widen=widen, strict=strict)
    results = library.engine.search(query, Window(limit=0), budget)
    return Answer(
        query=query,
        reading=explain(query),
        page=1,
        size=1,
        total=results.total,
        documents=results.documents,
        occurrences=results.occurrences,
        passages=results.passages,
        hits=(),
        related=(),
        facets=results.facets,
        notes=(*library.notes, *query.notes),
    )


@dataclass(frozen=True, slots=True)
class DocumentHits:
    """What a query finds in one document: passages, and places by part. ``first`` is the address of its best passage.

    ``score`` is that of the best passage; scores compare within one answer only.
    """

    document_id: str
    facts: Facts
    passages: int
    body: int
    appendix: int
    title: int
    score: float
    first: str

    @property
    def occurrences(self) -> int:
        """All places: body, appendix and title block."""
        return self.body + self.appendix + self.title


def documents_view(
    library: Library, query: Query, sort: Sort = "relevance", budget: Budget | None = None
) -> tuple[DocumentHits, ...]:
    """The documents that hold hits of a query, with the number of hits in each.

    ``relevance``: by the best passage, then by passages; ``date`` and ``-date``: old or new first; ``place``: by region
    code and year. Ties by date (newest first) and id, so that a page is the same twice.
    """
    found: dict[str, DocumentHits] = {}
    for hit in every_hit(library.engine, query, "relevance", budget):
        so_far = found.get(hit.document_id)
        row = so_far or DocumentHits(hit.document_id, hit.facts, 0, 0, 0, 0, hit.score, hit.address)
        found[hit.document_id] = _added(row, hit)
    rows = sorted(found.values(), key=lambda row: row.document_id)
    rows.sort(key=lambda row: _date(row.facts), reverse=sort != "date")
    if sort == "relevance":
        rows.sort(key=lambda row: (-round(row.score, 9), -row.passages))
    if sort == "place":
        rows.sort(key=lambda row: (row.facts.region_code or "999999", row.facts.region or "", row.facts.year or 9999))
    return tuple(rows)


def _added(row: DocumentHits, hit: Hit) -> DocumentHits:
    part = hit.passage.part
    area = "body" if part in BODY_PARTS else "appendix" if part in APPENDIX_PARTS else "title"
    places = {area: getattr(row, area) + hit.occurrences}
    return replace(row, passages=row.passages + 1, **places)


def _date(facts: Facts) -> str:
    return facts.date or str(facts.year or "")
