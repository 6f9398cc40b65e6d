"""All hits as a file: CSV, JSON lines, BibTeX, RIS, Markdown; and all lines of a concordance. Never one page of them.

Owns the forms of the files and what each record carries: metadata, lasting address, reference. A file is a stream of text
made while it is sent, so its size does not matter.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from indexer.citation import cite
from indexer.citation.record import csl_record, locator_line
from indexer.engines.base import Sort
from indexer.engines.budget import Budget
from indexer.export import CSV_COLUMNS, csv_row, dumps, facts_json, hit_json
from indexer.highlight import query_marks, snippet
from indexer.kwic import Concordance, Line, Question, every_line
from indexer.library import Library
from indexer.search import PART_NAMES, Answer, Found
from indexer.views import every_hit

#: Form -> suffix and media type of its file (ecosystem 10.1).
FORMS: Mapping[str, tuple[str, str]] = {
    "csv": ("csv", "text/csv; charset=utf-8"),
    "jsonl": ("jsonl", "application/x-ndjson"),
    "bibtex": ("bib", "application/x-bibtex; charset=utf-8"),
    "ris": ("ris", "application/x-research-info-systems; charset=utf-8"),
    "markdown": ("md", "text/markdown; charset=utf-8"),
}
HIT_COLUMNS = (*CSV_COLUMNS, "number", "kind", "permalink", "reference")
LINE_COLUMNS = ("left", "hit", "right", "document", "address", "title", "region", "region_code", "level", "year", "date",
                "part", "number")  # fmt: skip
_MARKDOWN = re.compile(r"[\\`*_{}\[\]()<>#+!|~&$-]")
_STYLE = "gbt7714-2025"
#: Stands for the URL while a style lays out the references of a document: all its passages share one layout.
_URL = "https://url.invalid/"


@dataclass(frozen=True, slots=True)
class Exporter:
    """What an export needs beside the hits: ``accessed`` (an ISO date) and ``base_url`` go into every reference.

    ``budget`` bounds the search for the hits, not the writing of the file.
    """

    library: Library
    accessed: str
    base_url: str
    budget: Budget | None = None

    def records(self, answer: Answer, sort: Sort) -> Iterator[tuple[Found, dict[str, object]]]:
        """Every hit of the answer's query in the order of ``sort``, each with its CSL-JSON record."""
        for hit in every_hit(self.library.engine, answer.query, sort, self.budget):
            spans = query_marks(answer.query, hit.passage, hit.facts)
            address = f"{hit.document_id}/{hit.address}"
            record = csl_record(
                hit.facts, hit.document_id, passage=hit.passage, address=address, accessed=self.accessed,
                base_url=self.base_url,
            )  # fmt: skip
            yield Found(hit, spans, snippet(hit.passage.text, spans)), record


def export_hits(exporter: Exporter, answer: Answer, form: str, sort: Sort = "relevance") -> Iterator[str]:
    """All hits of an answer (of :func:`indexer.views.ask_all`) as the text of a file of one of FORMS, in pieces.

    CSV opens in Excel: byte order mark, CRLF, no formulas. Raises KeyError for another form.
    """
    return _WRITERS[form](exporter, answer, sort)


def _csv(exporter: Exporter, answer: Answer, sort: Sort) -> Iterator[str]:
    yield "\ufeff" + csv_row(HIT_COLUMNS)
    reference = _references()
    for found, record in exporter.records(answer, sort):
        hit, facts = found.hit, found.hit.facts
        yield csv_row((
            hit.document_id, hit.address, facts.title, facts.region, facts.region_code, facts.level, facts.year,
            facts.date, PART_NAMES[hit.passage.part], " / ".join(hit.passage.path), hit.occurrences, hit.passage.text,
            hit.passage.number, hit.passage.kind, _permalink(record), reference(record),
        ))  # fmt: skip


def _jsonl(exporter: Exporter, answer: Answer, sort: Sort) -> Iterator[str]:
    reference = _references()
    for found, record in exporter.records(answer, sort):
        cited = {"permalink": _permalink(record), "reference": reference(record)}
        yield dumps({**hit_json(found), **{key: value for key, value in cited.items() if value}}) + "\n"


def _bibtex(exporter: Exporter, answer: Answer, sort: Sort) -> Iterator[str]:
    return (cite([record], "bibtex") for _, record in exporter.records(answer, sort))


def _ris(exporter: Exporter, answer: Answer, sort: Sort) -> Iterator[str]:
    return (cite([record], "ris") for _, record in exporter.records(answer, sort))


def _markdown(exporter: Exporter, answer: Answer, sort: Sort) -> Iterator[str]:
    manifest = exporter.library.generation.manifest
    yield f"# {_escape(answer.query.text) or '检索'}\n\n"
    yield f"{_escape(answer.reading)}。共 {answer.total} 段，{answer.documents} 篇。\n"
    yield f"语料快照 {str(manifest.get('content', ''))[:12]}（{manifest.get('date', '')}），{exporter.accessed} 导出。\n"
    for number, (found, record) in enumerate(exporter.records(answer, sort), 1):
        hit, facts = found.hit, found.hit.facts
        place = " ".join(str(part) for part in (facts.region, facts.year and f"{facts.year}年") if part)
        path = " › ".join(hit.passage.path)
        quote = _escape(hit.passage.text).replace("\n", "\n> ")
        yield f"\n## {number}. {_escape(place or hit.document_id)}，{locator_line(hit.passage).removeprefix('定位：')}\n"
        yield f"\n{_escape(path)}\n" if path else ""
        yield f"\n> {quote}\n\n{cite([record], 'markdown')}\n"
        yield f"`{hit.document_id}/{hit.address}`\n"


_WRITERS: Mapping[str, Callable[[Exporter, Answer, Sort], Iterator[str]]] = {
    "csv": _csv, "jsonl": _jsonl, "bibtex": _bibtex, "ris": _ris, "markdown": _markdown,
}  # fmt: skip


def _permalink(record: Mapping[str, object]) -> str:
    custom = record.get("custom")
    return str(custom.get("permalink", "")) if isinstance(custom, dict) else ""


def _references() -> Callable[[Mapping[str, object]], str]:
    """A function from a record to its reference, which lays out each document once: a layout takes some 3 ms."""
    known: dict[tuple[object, object], str] = {}

    def reference(record: Mapping[str, object]) -> str:
        url = str(record.get("URL", ""))
        key = (str(record["id"]).partition("/")[0], record.get("page"))
        if key not in known:
            known[key] = cite([{**record, "URL": _URL} if url else record], _STYLE)
        return known[key].replace(_URL, url)

    return reference


def _escape(text: str) -> str:
    return _MARKDOWN.sub(r"\\\g<0>", text)


def line_json(line: Line) -> dict[str, Any]:
    """One line of a concordance: its place and its contexts."""
    return {
        "schema": "baogao.line/1",
        "document": line.document_id,
        "address": f"{line.document_id}/{line.address}",
        "number": line.number,
        "part": line.part,
        "left": line.left,
        "hit": line.hit,
        "right": line.right,
        "facts": facts_json(line.facts),
    }


def concordance_json(found: Concordance) -> dict[str, Any]:
    """A page of a concordance; ``total`` counts the lines of all pages."""
    return {
        "schema": "baogao.kwic/1",
        "reading": found.reading,
        "total": found.total,
        "page": found.page,
        "pages": found.pages,
        "size": found.size,
        "lines": list(map(line_json, found.lines)),
        "notes": list(found.notes),
    }


def line_row(line: Line) -> tuple[object, ...]:
    """One line of a concordance as the values of LINE_COLUMNS."""
    facts = line.facts
    return (line.left, line.hit, line.right, line.document_id, line.address, facts.title, facts.region,
            facts.region_code, facts.level, facts.year, facts.date, PART_NAMES[line.part], line.number)  # fmt: skip


def export_lines(library: Library, question: Question, form: str, budget: Budget | None = None) -> Iterator[str]:
    """All lines of a question as the text of a CSV or JSON lines file, in pieces. Raises what every_line raises, at once."""
    lines: Iterable[Line] = every_line(library, question, budget)
    if form == "jsonl":
        return (dumps(line_json(line)) + "\n" for line in lines)
    return _line_csv(lines)


def _line_csv(lines: Iterable[Line]) -> Iterator[str]:
    yield "\ufeff" + csv_row(LINE_COLUMNS)
    yield from (csv_row(line_row(line)) for line in lines)
