"""Passages as they are stored and given back: text and record of each row.

Owns the record: what is shown of a passage beside its text, as a JSON list. Knows no query.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from indexer.document import Passage, Span
from indexer.engines.arrays.columns import Columns
from indexer.engines.arrays.files import Array
from indexer.engines.arrays.piece import Piece
from indexer.engines.arrays.texts import Texts, TextsWriter, encode_texts
from indexer.engines.base import IndexEntry
from indexer.engines.records import dumps


def encode_rows(entries: Sequence[IndexEntry]) -> dict[str, Array]:
    """The arrays of a piece that hold what is shown of these entries."""
    records = encode_texts("records", [_record(entry) for entry in entries])
    return {**encode_texts("texts", [entry.passage.text for entry in entries]), **records}


def _record(entry: IndexEntry) -> str:
    passage = entry.passage
    marks = [[mark.start, mark.end] for mark in passage.note_marks]
    place = [passage.span.start, passage.span.end, passage.page, passage.page_label]
    return dumps([entry.address, *place, marks, passage.path])


class RowsWriter:
    """Takes pieces in order; writes texts.* and records.* (texts.py)."""

    def __init__(self, folder: Path) -> None:
        self._texts, self._records = TextsWriter(folder, "texts"), TextsWriter(folder, "records")

    def add(self, piece: Piece) -> None:
        """The next rows."""
        self._texts.add(piece)
        self._records.add(piece)

    def finish(self) -> None:
        """Close the files."""
        self._texts.finish()
        self._records.finish()


class Rows:
    """Reads what the writer wrote. One object serves many threads."""

    def __init__(self, folder: Path, columns: Columns) -> None:
        self._columns = columns
        self._texts, self._records = Texts(folder, "texts"), Texts(folder, "records")

    def text(self, row: int) -> str:
        """The text of a row."""
        return self._texts.text(row)

    def passage(self, row: int) -> tuple[Passage, str]:
        """The passage of a row and its address."""
        columns = self._columns
        address, start, end, page, label, marks, path = json.loads(self._records.text(row))
        passage = Passage(
            int(columns.number[row]),
            columns.kinds[columns.kind[row]],
            columns.parts[columns.part[row]],
            Span(start, end),
            self._texts.text(row),
            tuple(path),
            page,
            label,
            tuple(Span(*mark) for mark in marks),
        )
        return passage, address
