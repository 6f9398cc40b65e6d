"""The stretches that a query is judged on: all rows, or all sentences of all rows, as borders in one array of units.

Owns positions, distances and the way from a position to its row or sentence. Knows no operator.
"""

from __future__ import annotations

from functools import cached_property

import numpy as np
import numpy.typing as npt

from indexer.engines.arrays.columns import Columns
from indexer.engines.arrays.files import Array
from indexer.engines.arrays.signs import Signs
from indexer.signs import CLOSE, OPEN

Positions = npt.NDArray[np.int64]
#: Stretches are looked up from marks that stand 2**6 units apart, unless few are asked for.
_MARK, _FEW = 6, 2_000


class Ground:
    """Stretches of the units, numbered from 0 in their order: from ``starts`` up to ``ends``; ``rows`` has the row of each."""

    def __init__(self, starts: Positions, ends: Positions, rows: Array | None = None) -> None:
        self.starts, self.ends, self._rows = starts, ends, rows
        self.size = len(starts)

    def numbers(self, positions: Array) -> Positions:
        """The stretches that hold these positions, each of which is a unit of a stretch."""
        if len(positions) < _FEW:
            few: Positions = self.starts.searchsorted(positions, side="right") - 1
            return few
        found: Positions
        found, later = self._marks[positions >> _MARK], self._later
        behind = np.flatnonzero(later[found] <= positions)
        while len(behind):
            found[behind] += 1
            behind = behind[later[found[behind]] <= positions[behind]]
        return found

    @cached_property
    def _marks(self) -> Positions:
        """The stretch that holds every 64th unit, or begins last before it."""
        every = np.arange(0, (int(self.ends[-1]) if self.size else 0) + 1, 1 << _MARK)
        return np.maximum(self.starts.searchsorted(every, side="right") - 1, 0)

    @cached_property
    def _later(self) -> Positions:
        """Where the next stretch begins; behind the last: nowhere."""
        return np.append(self.starts[1:], np.iinfo(np.int64).max)

    def rows(self, numbers: Positions) -> Positions:
        """The rows of stretches."""
        return numbers if self._rows is None else self._rows[numbers]

    @property
    def is_rows(self) -> bool:
        """Whether the stretches are the rows themselves."""
        return self._rows is None


class Grounds:
    """The two grounds of an index, and how many signs stand between positions. Made once, read by many threads."""

    def __init__(self, signs: Signs, columns: Columns) -> None:
        self._signs, self._columns = signs, columns

    @cached_property
    def rows(self) -> Ground:
        """All rows."""
        borders = self._signs.rows.astype(np.int64)
        return Ground(borders[:-1], borders[1:] - 1)

    @cached_property
    def sentences(self) -> Ground:
        """All sentences of all rows."""
        edges, starts = self._columns.edge_units.astype(np.int64), self._columns.edge_starts.astype(np.int64)
        first = np.ones(len(edges), bool)
        first[starts[1:] - 1] = False
        last = np.roll(first, 1)
        last[starts[:-1]] = False
        rows = np.repeat(np.arange(len(starts) - 1), np.diff(starts) - 1)
        return Ground(edges[first], edges[last], rows)

    def signs_between(self, ends: Positions, starts: Positions) -> Positions:
        """How many signs stand from each end up to the start behind it; a Latin run or a figure is one sign."""
        places, spare = self._long_signs
        before = np.concatenate(([0], np.cumsum(spare)))
        inside = before[places.searchsorted(starts)] - before[places.searchsorted(ends)]
        distances: Positions = starts - ends - inside
        return distances

    @cached_property
    def _long_signs(self) -> tuple[Positions, Positions]:
        """Where signs of more than one unit begin, and how many units more than one each has."""
        units = self._signs.units
        opens, closes = np.flatnonzero(units == ord(OPEN)), np.flatnonzero(units == ord(CLOSE))
        pairs = np.flatnonzero(units & 0xFC00 == 0xD800)
        places = np.concatenate((opens, pairs))
        order = places.argsort(kind="stable")
        spare = np.concatenate((closes - opens, np.ones(len(pairs), np.int64)))
        return places[order], spare[order]
