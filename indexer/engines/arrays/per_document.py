"""What Whoosh asks of a row by its number: lengths, columns, stored fields.

Owns the lengths as Whoosh counts them: its own codec keeps the length of a field in one of 256 steps, so that scores of this
one are the same only if the lengths are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cached_property
from typing import Any

import numpy as np
from whoosh.codec import base
from whoosh.columns import Column as ColumnType
from whoosh.columns import ColumnReader
from whoosh.util.numeric import byte_to_length

from indexer.engines.arrays.fields import WORDS, Column, Fields
from indexer.engines.arrays.files import Array


class Lengths:
    """How many words each row has, in Whoosh's steps; made once, read by many threads."""

    def __init__(self, fields: Fields) -> None:
        self._fields = fields

    def of(self, fieldname: str) -> Array | None:
        """The lengths of all rows, or None for a field whose length does not count."""
        return self._stepped if fieldname == WORDS else None

    @cached_property
    def total(self) -> int:
        """All words of all rows; this is exact."""
        return int(self._fields.words.lengths.sum(dtype=np.int64))

    @cached_property
    def _stepped(self) -> Array:
        steps = np.array([byte_to_length(byte) for byte in range(256)], np.int32)
        stepped: Array = steps[np.minimum(steps.searchsorted(self._fields.words.lengths), len(steps) - 1)]
        return stepped


class ArrayPerDocumentReader(base.PerDocumentReader):
    """The rows of a folder; none is ever deleted."""

    def __init__(self, fields: Fields, lengths: Lengths) -> None:
        self._fields, self._lengths = fields, lengths

    def doc_count(self) -> int:
        """How many rows there are."""
        return len(self._fields)

    def doc_count_all(self) -> int:
        """How many rows there are."""
        return len(self._fields)

    def has_deletions(self) -> bool:
        """Never."""
        return False

    def is_deleted(self, docnum: int) -> bool:
        """Never."""
        return False

    def deleted_docs(self) -> tuple[int, ...]:
        """None."""
        return ()

    def all_doc_ids(self) -> Iterator[int]:
        """The numbers of all rows."""
        return iter(range(len(self._fields)))

    def supports_columns(self) -> bool:
        """Yes."""
        return True

    def has_column(self, fieldname: str) -> bool:
        """Whether some row has a value of this field."""
        return len(self._fields.columns.get(fieldname, ())) > 0

    def list_columns(self) -> tuple[str, ...]:
        """The fields that have a column."""
        return tuple(name for name in self._fields.columns if self.has_column(name))

    def column_reader(self, fieldname: str, column: ColumnType) -> ArrayColumnReader:
        """The values of a field, row by row."""
        return ArrayColumnReader(self._fields.columns[fieldname])

    def doc_field_length(self, docnum: int, fieldname: str, default: int = 0) -> int:
        """How many words a row has, in Whoosh's steps; for other fields the default."""
        known = self._lengths.of(fieldname)
        return default if known is None else int(known[docnum])

    def doc_field_length_reader(self, fieldname: str, default: int = 0) -> Callable[[int], int]:
        """As :meth:`doc_field_length`, for one field."""
        known = self._lengths.of(fieldname)
        return (lambda _: default) if known is None else (lambda docnum: int(known[docnum]))

    def field_length(self, fieldname: str) -> int:
        """How many words all rows have together; 0 for other fields."""
        return self._lengths.total if fieldname == WORDS else 0

    def min_field_length(self, fieldname: str) -> int:
        """How many words the shortest row has; 0 for other fields."""
        known = self._lengths.of(fieldname)
        return 0 if known is None else int(known.min())

    def max_field_length(self, fieldname: str) -> int:
        """How many words the longest row has; 0 for other fields."""
        known = self._lengths.of(fieldname)
        return 0 if known is None else int(known.max())

    def stored_fields(self, docnum: int) -> dict[str, Any]:
        """What is stored of a row: see Fields.record."""
        return self._fields.record(docnum)


class ArrayColumnReader(ColumnReader):
    """The values of a column as bytes; a row without a value has the empty one. It cannot be reversed."""

    def __init__(self, column: Column) -> None:
        self._values, self._codes = column.values, column.codes

    def __len__(self) -> int:
        """How many rows there are."""
        return len(self._codes)

    def __getitem__(self, docnum: int) -> bytes:
        """The value of a row."""
        return self._values[int(self._codes[docnum])]

    def __iter__(self) -> Iterator[bytes]:
        """The values of all rows."""
        return map(self._values.__getitem__, self._codes.tolist())

    def load(self) -> list[bytes]:
        """The values of all rows."""
        return list(self)
