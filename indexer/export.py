"""Answers as data: JSON, JSON lines and CSV. One form for command line and API, so that both say the same.

Owns the names and the order of the keys; keeps Chinese as it is. CSV opens in Excel (BOM, CRLF, no formulas).
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from typing import Any

from indexer.document import Facts, Passage, Span
from indexer.entries import EntryUses, PassageUse
from indexer.glossary.entries import Entry
from indexer.search import PART_NAMES, Answer, Found

CSV_COLUMNS = ("document", "address", "title", "region", "region_code", "level", "year", "date", "part", "section",
               "occurrences", "text")  # fmt: skip
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def facts_json(facts: Facts) -> dict[str, Any]:
    """The facts that are known; unknown ones are left out."""
    return {name: value for name, value in asdict(facts).items() if value not in (None, ())}


def hit_json(found: Found) -> dict[str, Any]:
    """One hit: address, facts, passage and the places of the marks (code points in ``text``)."""
    hit = found.hit
    return {
        "schema": "baogao.hit/1",
        "document": hit.document_id,
        "address": f"{hit.document_id}/{hit.address}",
        "number": hit.passage.number,
        "part": hit.passage.part,
        "kind": hit.passage.kind,
        "section": list(hit.passage.path),
        "text": hit.passage.text,
        "spans": spans_json(found.spans),
        "occurrences": hit.occurrences,
        "score": round(hit.score, 6),
        "facts": facts_json(hit.facts),
    }


def spans_json(spans: Iterable[Span]) -> list[list[int]]:
    """Spans as pairs of offsets."""
    return [[span.start, span.end] for span in spans]


def answer_json(answer: Answer) -> dict[str, Any]:
    """A whole answer; counts are of the whole hit set, ``hits`` is the page."""
    return {
        "schema": "baogao.search/1",
        "query": answer.query.text,
        "reading": answer.reading,
        "strict": answer.query.strict,
        "slips": spans_json(answer.query.slips),
        "widened": [{"clause": clause, "to": list(forms)} for clause, forms in answer.query.widened],
        "total": answer.total,
        "documents": answer.documents,
        "passages": dict(answer.passages),
        "occurrences": dict(answer.occurrences),
        "page": answer.page,
        "pages": answer.pages,
        "size": answer.size,
        "hits": [hit_json(found) for found in answer.hits],
        "related": [hit_json(found) for found in answer.related],
        "facets": {name: [list(pair) for pair in pairs] for name, pairs in answer.facets.items()},
        "notes": list(answer.notes),
    }


def entry_json(entry: Entry, uses: EntryUses) -> dict[str, Any]:
    """A glossary entry with where it is used."""
    counts = {"body": uses.body, "appendix": uses.appendix}
    return {"schema": "baogao.entry/1", **asdict(entry), "counts": counts, "uses": list(map(use_json, uses.passages))}


def passage_json(document_id: str, row: tuple[Passage, str]) -> dict[str, Any]:
    """A passage with its address, as documents are given out."""
    passage, address = row
    return {
        "address": f"{document_id}/{address}",
        "number": passage.number,
        "kind": passage.kind,
        "part": passage.part,
        "section": list(passage.path),
        "text": passage.text,
    }


def use_json(use: PassageUse) -> dict[str, Any]:
    """A passage that uses a glossary entry."""
    return {
        "address": f"{use.hit.document_id}/{use.hit.address}",
        "part": use.passage.part,
        "defining": use.defining,
        "spans": spans_json(use.spans),
        "text": use.passage.text,
    }


def table(rows: Iterable[Mapping[str, object]]) -> str:
    """Rows of one shape as CSV with a heading line and a byte order mark."""
    rows = list(rows)
    lines: list[Iterable[object]] = [rows[0].keys(), *(row.values() for row in rows)] if rows else []
    return "\ufeff" + "".join(map(csv_row, lines))


def dumps(value: object, indent: int | None = None) -> str:
    """JSON text with Chinese as it is."""
    return json.dumps(value, ensure_ascii=False, indent=indent)


def json_lines(rows: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """One object a line."""
    return (dumps(row) + "\n" for row in rows)


def csv_lines(found: Iterable[Found]) -> Iterator[str]:
    """The hits as CSV for Excel: a byte order mark, CRLF, and a ``'`` before what a spreadsheet takes for a formula."""
    yield "\ufeff" + csv_row(CSV_COLUMNS)
    for one in found:
        hit, facts = one.hit, one.hit.facts
        values = (hit.document_id, hit.address, facts.title, facts.region, facts.region_code, facts.level, facts.year,
                  facts.date, PART_NAMES[hit.passage.part], " / ".join(hit.passage.path), hit.occurrences,
                  hit.passage.text)  # fmt: skip
        yield csv_row(values)


def csv_row(values: Iterable[object]) -> str:
    """One line of CSV."""
    line = io.StringIO()
    csv.writer(line, lineterminator="\r\n").writerow([_safe(value) for value in values])
    return line.getvalue()


def _safe(value: object) -> object:
    if value is None:
        return ""
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value
