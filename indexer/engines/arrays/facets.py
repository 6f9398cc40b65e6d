"""How many hits have each value of each facet, by counting numbers. Owns the codes of values; knows no query."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property

import numpy as np
import numpy.typing as npt

from indexer.engines.arrays.columns import Columns
from indexer.engines.arrays.files import Array
from indexer.engines.base import FACETS

#: (value, passages) pairs, most first, ties by value.
Values = tuple[tuple[str, int], ...]


class Facets:
    """Counts the facets of rows. One object serves many threads."""

    def __init__(self, columns: Columns) -> None:
        self._columns = columns

    def of(self, rows: Array) -> Mapping[str, Values]:
        """The facets of these rows; worked out when one is first looked at."""
        return _Counted(self, rows)

    def count(self, rows: Array) -> dict[str, Values]:
        """The facets of these rows."""
        columns = self._columns
        of_documents = np.bincount(columns.document[rows], minlength=len(columns.ids))
        found = {"part": zip(columns.parts, np.bincount(columns.part[rows]).tolist(), strict=False)}
        for name, (values, codes) in self._values.items():
            numbers = np.bincount(codes, of_documents, len(values) + 1).astype(int).tolist()
            found[name] = zip(values, numbers, strict=False)
        return {name: tuple(sorted((p for p in found[name] if p[1]), key=lambda p: (-p[1], p[0]))) for name in FACETS}

    @cached_property
    def _values(self) -> Mapping[str, tuple[list[str], npt.NDArray[np.int64]]]:
        """The values of each facet of documents, and for each document the place of its own; behind the last: none."""
        values = {}
        for name in ("level", "region", "year", "kind"):
            own = [None if (v := getattr(facts, name)) is None else str(v) for facts in self._columns.facts]
            places = {value: place for place, value in enumerate(dict.fromkeys(v for v in own if v is not None))}
            codes = np.array([len(places) if v is None else places[v] for v in own], np.int64)
            values[name] = (list(places), codes)
        return values


class _Counted(Mapping[str, Values]):
    """The facets of some rows: a third of a small search, which many callers never look at."""

    def __init__(self, facets: Facets, rows: Array) -> None:
        self._facets, self._rows = facets, rows

    @cached_property
    def _found(self) -> dict[str, Values]:
        return self._facets.count(self._rows)

    def __getitem__(self, name: str) -> Values:
        return self._found[name]

    def __iter__(self) -> Iterator[str]:
        return iter(FACETS)

    def __len__(self) -> int:
        return len(FACETS)
