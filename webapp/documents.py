"""``/documents/``: the list of documents and the reading page, with what templates say of any document.

Owns how a report is laid out for reading: contents, links to the glossary, marks and the way from hit to hit.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from flask import Blueprint, Response, render_template, request, url_for

from indexer.document import Facts, Passage, Span
from indexer.errors import QueryError
from indexer.glossary import Glossary
from indexer.glossary.entries import Entry
from indexer.highlight import marks, query_marks
from indexer.library import Library
from indexer.lookup import Reading, contents, find_document
from indexer.matching import PassageSubject, accepts
from indexer.occurrences import Use, find_uses, matcher_of
from indexer.query import Query
from indexer.regions import region_by_code
from indexer.search import understand
from webapp.context import base_url, library

blueprint = Blueprint("documents", __name__)
#: Longest query that the reading page marks, in characters; a longer one is words, and words are not marked.
_LONGEST_QUERY = 1_000
#: Files that describe a document or passage: suffix -> media type (ecosystem 10.1).
FILES = {
    "bib": "application/x-bibtex",
    "ris": "application/x-research-info-systems",
    "csl.json": "application/vnd.citationstyles.csl+json",
}


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a passage, ``spans`` marked in it; ``entry`` is the glossary entry that it names, if any."""

    text: str
    spans: tuple[Span, ...]
    entry: Entry | None


@dataclass(frozen=True, slots=True)
class Row:
    """A passage as it is shown; ``before`` and ``after`` are the numbers of the next hits if it is a hit itself."""

    passage: Passage
    address: str
    pieces: tuple[Piece, ...]
    is_hit: bool
    marks: int
    before: int | None = None
    after: int | None = None

    @property
    def entries(self) -> tuple[Entry, ...]:
        """The glossary entries that the passage names, each once."""
        return tuple({piece.entry.id: piece.entry for piece in self.pieces if piece.entry}.values())


@blueprint.get("/documents/")
def listing() -> str:
    """All documents, by province, place and year, the newest of a place first."""
    groups: dict[tuple[str, str], list[tuple[str, Facts]]] = {}
    documents = library().documents
    for document_id, facts in documents.items():
        groups.setdefault(_province(facts), []).append((document_id, facts))
    for rows in groups.values():
        rows.sort(key=lambda row: (row[1].region_code or "9", row[1].region or "", -(row[1].year or 0), row[0]))
    return render_template("documents.html", groups=sorted(groups.items()), count=len(documents))


def _province(facts: Facts) -> tuple[str, str]:
    """The province of a document: the first digits of its code, and the name; the nation comes first, unknown places last."""
    code = facts.region_code or ""
    if facts.level == "national":
        return "00", "全国"
    region = region_by_code(f"{code[:2]}0000", facts.year) if code else None
    return (code[:2], region.name) if region else ("99", "地区未详")


@blueprint.get("/documents/<document:document_id>")
def reading(document_id: str) -> str:
    """A whole document with its contents, glossary links, and the marks of a query (``?q=``, ``widen=0``)."""
    shelf = library()
    document = find_document(shelf, document_id)
    query, note = _query(shelf)
    rows = with_neighbours(_row(shelf.glossary, document, query, *pair) for pair in document.passages)
    return render_template(
        "document.html",
        document=document,
        contents=contents(shelf, document_id),
        rows=rows,
        hits=[row for row in rows if row.is_hit],
        entries={entry.id: entry for row in rows for entry in row.entries},
        q=query.text,
        note=note,
    )


def _query(shelf: Library) -> tuple[Query, str]:
    """The query whose hits are marked, read as the search read it, and a word about what could not be read."""
    text = request.args.get("q", "").strip()
    if len(text) > _LONGEST_QUERY:
        return Query("", None), ""
    try:
        return understand(shelf, text, widen=request.args.get("widen") != "0"), ""
    except QueryError as error:
        return Query("", None), str(error)


def _row(glossary: Glossary, document: Reading, query: Query, passage: Passage, address: str) -> Row:
    """A passage with its marks: a hit is what the search would count, filters and all; elsewhere each word is marked."""
    fits = accepts(query.filters, PassageSubject(passage, document.facts))
    found = query_marks(query, passage, document.facts) if fits else ()
    spans = found or marks(passage.words, query.needles)
    return Row(passage, address, tuple(_pieces(glossary, passage, spans)), bool(found), len(spans))


def _pieces(glossary: Glossary, passage: Passage, spans: tuple[Span, ...]) -> Iterator[Piece]:
    """The text cut at the glossary's terms; a mark that crosses an edge is cut there too."""
    text, uses = passage.text, linked(glossary, passage.words)
    edges = sorted({0, len(text), *(edge for use in uses for edge in (use.span.start, use.span.end))})
    named = {use.span.start: glossary.entries[use.entry_id] for use in uses}
    for start, end in pairwise(edges):
        inside = (Span(max(s.start, start), min(s.end, end)) for s in spans if s.start < end and start < s.end)
        shifted = tuple(Span(s.start - start, s.end - start) for s in inside)
        yield Piece(text[start:end], shifted, named.get(start))


def with_neighbours(rows: Iterable[Row]) -> tuple[Row, ...]:
    """The rows, each hit knowing the numbers of the hit before and the hit after it."""
    listed = tuple(rows)
    numbers = [row.passage.number for row in listed if row.is_hit]
    after = dict(pairwise(numbers))
    before = {number: earlier for earlier, number in after.items()}
    return tuple(
        replace(row, before=before.get(row.passage.number), after=after.get(row.passage.number)) if row.is_hit else row
        for row in listed
    )


def linked(glossary: Glossary, text: str) -> tuple[Use, ...]:
    """The glossary entries that a text names, each at its place."""
    return find_uses(matcher_of(glossary), text)


def entries_of(glossary: Glossary, uses: tuple[Use, ...]) -> dict[str, Entry]:
    """The entries that some uses name, by id."""
    return {use.entry_id: glossary.entries[use.entry_id] for use in uses}


@blueprint.after_app_request
def signpost(response: Response) -> Response:
    """``Link`` headers on the page of a document or passage: cite-as, describedby, collection (FAIR Signposting)."""
    names = dict(request.view_args or {})
    if response.status_code != 200 or request.endpoint not in ("documents.reading", "citations.passage"):
        return response
    document_id, local = str(names["document_id"]), str(names.get("local", ""))
    page = url_for(request.endpoint, **names)
    above = url_for("documents.reading", document_id=document_id) if local else url_for("documents.listing")
    links = [f'<{base_url()}{page}>; rel="cite-as"', f'<{base_url()}{above}>; rel="collection"']
    links += [f'<{base_url()}{page}.{suffix}>; rel="describedby"; type="{media}"' for suffix, media in FILES.items()]
    response.headers["Link"] = ", ".join(links)
    return response


@blueprint.app_template_filter()
def short_title(facts: Facts) -> str:
    """The title without the year and the place that stand before it anyway: 2024年金华市政府工作报告 -> 政府工作报告."""
    title = " ".join((facts.title or "").split())
    rest = title.removeprefix(str(facts.year or "")).removeprefix("年")
    region = facts.region or ""
    for start in range(len(region) - 1):  # 株洲市荷塘区, then 荷塘区; a single 区 is a piece of something else
        rest = rest.removeprefix(region[start:])
    rest = rest.removeprefix(str(facts.year or "")).removeprefix("年")
    return (
        rest if rest.startswith(("政府工作报告", "国务院政府工作报告", "中华人民共和国国务院政府工作报告")) else title
    )


@blueprint.app_template_filter()
def han_date(date: str) -> str:
    """An ISO date as it is written in Chinese: 2021-02-03 -> 2021年2月3日; anything else as it stands."""
    parts = date.split("-")
    if not all(part.isdigit() for part in parts):
        return date
    return "".join(f"{int(part)}{unit}" for part, unit in zip(parts, "年月日", strict=False))


@blueprint.app_template_global()
def glossary_entry(term_id: str) -> Entry | None:
    """The entry with this id, for the names of parts and kin."""
    return library().glossary.entries.get(term_id)


@blueprint.app_template_global()
def facts_of(document_id: str) -> Facts | None:
    """The facts of a document, for the source of a definition."""
    return library().documents.get(document_id)
