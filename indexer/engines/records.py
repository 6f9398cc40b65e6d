"""Passages and facts as JSON and back: what engines store. Owns the form; no pickle anywhere."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from indexer.document import Facts, Passage, Span
from indexer.engines.base import IndexEntry


def entry_record(entry: IndexEntry) -> dict[str, Any]:
    """An entry without its facts, which are stored once a document."""
    passage = asdict(entry.passage)
    passage["span"] = (entry.passage.span.start, entry.passage.span.end)
    passage["note_marks"] = [(mark.start, mark.end) for mark in entry.passage.note_marks]
    return {"document": entry.document_id, "address": entry.address, "key": entry.key, "passage": passage}


def passage_of(record: dict[str, Any]) -> Passage:
    """The passage of a record."""
    row = dict(record["passage"])
    row["span"] = Span(*row["span"])
    row["path"] = tuple(row["path"])
    row["note_marks"] = tuple(Span(*mark) for mark in row["note_marks"])
    return Passage(**row)


def facts_of(record: dict[str, Any]) -> Facts:
    """The facts of a document from their JSON form."""
    return Facts(**{**record, "authors": tuple(record["authors"])})


def dumps(value: object) -> str:
    """JSON in one line, Chinese as it is."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
