"""The rows of a folder of arrays as fields with terms: the words, and one value a row of document, level, region …

Owns what Whoosh's interface reads (codec.py, per_document.py); knows nothing of Whoosh. Columns are kept once, as the value
of each row; the rows of each value are worked out from them when a query first asks.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from functools import cached_property
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from indexer.engines.arrays.columns import Columns
from indexer.engines.arrays.contents import Contents, read_contents
from indexer.engines.arrays.files import Array
from indexer.engines.arrays.rows import Rows
from indexer.engines.arrays.words import Words

#: The field of the words; all other fields with terms have one value a row at most.
WORDS = "words"


class Terms(Protocol):
    """The terms of a field, numbered from 0 in the order of their bytes."""

    def __len__(self) -> int:
        """How many there are."""
        ...

    def term(self, number: int) -> bytes:
        """A term in UTF-8."""
        ...

    def place(self, term: bytes) -> int:
        """How many terms come before this one."""
        ...

    def spread(self, number: int) -> int:
        """In how many rows the term stands."""
        ...

    def postings(self, number: int) -> tuple[Array, Array]:
        """The rows that have the term, ascending, and how often each has it."""
        ...


class Column:
    """A field with one value a row at most: the value of a row, and the rows of a value."""

    def __init__(self, own: Sequence[str | None], owners: Array) -> None:
        """``own`` are the values of owners (documents or parts), ``owners`` is the owner of each row."""
        encoded = [None if value is None else value.encode("utf-8", "surrogatepass") for value in own]
        self._terms = sorted({value for value in encoded if value is not None})
        self._encoded, self._owners = encoded, owners

    @cached_property
    def values(self) -> tuple[bytes, ...]:
        """The terms, and behind them what a row without a value has: nothing."""
        return (*self._terms, b"")

    @cached_property
    def codes(self) -> Array:
        """For each row the place of its value in ``values``."""
        places = {term: place for place, term in enumerate(self._terms)}
        codes = [len(places) if value is None else places[value] for value in self._encoded]
        return np.array(codes, np.uint32)[self._owners]

    def __len__(self) -> int:
        """See Terms."""
        return len(self._terms)

    def term(self, number: int) -> bytes:
        """See Terms."""
        return self._terms[number]

    def place(self, term: bytes) -> int:
        """See Terms."""
        return bisect_left(self._terms, term)

    def spread(self, number: int) -> int:
        """See Terms."""
        return int(self._starts[number + 1] - self._starts[number])

    def postings(self, number: int) -> tuple[Array, Array]:
        """See Terms."""
        rows = self._rows[self._starts[number] : self._starts[number + 1]]
        return rows, np.ones(len(rows), np.uint8)

    @cached_property
    def _rows(self) -> Array:
        return self.codes.argsort(kind="stable").astype(np.uint32)

    @cached_property
    def _starts(self) -> Array:
        return np.concatenate(([0], np.bincount(self.codes, minlength=len(self.values)).cumsum()))


class Fields:
    """An open folder of arrays as fields. One object serves many threads: nothing in it changes."""

    def __init__(self, folder: Path) -> None:
        """Raises what :func:`read_contents` raises."""
        self.contents: Contents = read_contents(folder)
        self.folder = folder
        self.words, self._columns = Words(folder), Columns(folder)
        self._rows = Rows(folder, self._columns)

    def __len__(self) -> int:
        """How many rows there are."""
        return len(self._columns)

    @cached_property
    def terms(self) -> Mapping[str, Terms]:
        """The terms of each field that has some, in the order of the fields' names."""
        fields: dict[str, Terms] = {**self.columns, WORDS: self.words}
        return {name: fields[name] for name in sorted(fields) if len(fields[name])}

    @cached_property
    def columns(self) -> Mapping[str, Column]:
        """The columns by name; those without any value are here too."""
        columns = self._columns
        made = {"document": Column(columns.ids, columns.document), "part": Column(columns.parts, columns.part)}
        for name in ("level", "region", "year", "kind"):
            own = [getattr(facts, name) for facts in columns.facts]
            made[name] = Column([None if value is None else str(value) for value in own], columns.document)
        return made

    def record(self, row: int) -> dict[str, Any]:
        """What is stored of a row, by the names of fields; what is not known is not there."""
        columns = self._columns
        passage, address = self._rows.passage(row)
        document = int(columns.document[row])
        facts = {name: value for name, value in asdict(columns.facts[document]).items() if value not in (None, ())}
        about: dict[str, Any] = {
            **{name: str(facts[name]) for name in ("level", "region", "year", "kind") if name in facts},
            "document": columns.ids[document],
            "part": passage.part,
            "address": address,
            "number": passage.number,
            "form": passage.kind,
            "text": passage.text,
            "span": (passage.span.start, passage.span.end),
            "path": passage.path,
            "page": passage.page,
            "page_label": passage.page_label,
            "note_marks": tuple((mark.start, mark.end) for mark in passage.note_marks),
            "facts": facts,
        }
        return {name: value for name, value in about.items() if value is not None}
