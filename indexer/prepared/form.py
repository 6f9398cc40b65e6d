"""Documents as JSON and back, exactly: what the cache of prepared documents holds.

Owns the form. The text stands in it once: passages and headings are spans of it. Knows no file.
"""

from __future__ import annotations

import json
from dataclasses import asdict, fields
from typing import Any

from indexer.document import Definition, Document, Dropped, Facts, Passage, Section, Span

#: Raised when the form changes.
FORM = "1"


def document_data(document: Document, keys: tuple[str, ...]) -> bytes:
    """A document, without its id, and the sign keys of its passages; lone surrogates survive."""
    return dump(
        {
            "facts": asdict(document.facts),
            "text": document.text,
            "passages": [_passage_row(passage) for passage in document.passages],
            "sections": [_section_row(section) for section in document.sections],
            "definitions": [[d.term, d.label, d.definition, d.passage] for d in document.definitions],
            "dropped": [[piece.reason, piece.text] for piece in document.dropped],
            "doubts": document.doubts,
            "sha256": document.sha256,
            "keys": keys,
        }
    )


def document_of(document_id: str, data: bytes) -> tuple[Document, tuple[str, ...]]:
    """What :func:`document_data` was made of, under an id; raises ValueError, TypeError, KeyError or IndexError for else."""
    found = parse(data)
    text = found["text"]
    given = found["facts"]
    facts = Facts(
        **{one.name: given[one.name] for one in fields(Facts) if one.name != "authors"}, authors=tuple(given["authors"])
    )
    document = Document(
        id=document_id,
        facts=facts,
        text=text,
        passages=tuple(_passage(number, row, text) for number, row in enumerate(found["passages"], 1)),
        sections=tuple(_section(row, text) for row in found["sections"]),
        definitions=tuple(Definition(*row) for row in found["definitions"]),
        dropped=tuple(Dropped(*row) for row in found["dropped"]),
        doubts=tuple(found["doubts"]),
        sha256=found["sha256"],
    )
    keys = tuple(found["keys"])
    if len(keys) != len(document.passages):
        raise ValueError("keys")
    return document, keys


def dump(value: object) -> bytes:
    """JSON as bytes."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")


def parse(data: bytes) -> Any:
    """What :func:`dump` was given, tuples as lists."""
    return json.loads(data.decode("utf-8", "surrogatepass"))


def _passage_row(p: Passage) -> list[object]:
    marks = [[mark.start, mark.end] for mark in p.note_marks]
    return [p.kind, p.part, p.span.start, p.span.end, p.path, p.page, p.page_label, marks]


def _passage(number: int, row: list[Any], text: str) -> Passage:
    kind, part, start, end, path, page, label, marks = row
    span = Span(start, end)
    return Passage(number, kind, part, span, span.of(text), tuple(path), page, label, tuple(Span(*m) for m in marks))


def _section_row(s: Section) -> list[object]:
    return [s.level, s.part, s.span.start, s.span.end, s.first, s.last, [_section_row(inner) for inner in s.sections]]


def _section(row: list[Any], text: str) -> Section:
    level, part, start, end, first, last, inner = row
    span = Span(start, end)
    return Section(span.of(text), level, part, span, first, last, tuple(_section(one, text) for one in inner))
