"""Many lists of ascending numbers in one file: the postings of signs and words.

Owns the coding. A list of numbers that lie close is a list of 16-bit steps, any other is its numbers in 32 bits, whichever
is shorter. A step of FILL adds FILL and ends at no number.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from indexer.engines.arrays.files import Array, ArrayFile, Numbers, map_array

FILL = 65_535


class ListsWriter:
    """Takes lists one behind the other and writes NAME.steps, NAME.starts and NAME.counts."""

    def __init__(self, folder: Path, name: str) -> None:
        self._steps = ArrayFile(folder, f"{name}.steps", "<u2")
        self._starts, self._counts = (
            ArrayFile(folder, f"{name}.starts", "<u8"),
            ArrayFile(folder, f"{name}.counts", "<u4"),
        )

    def append(self, numbers: Numbers, firsts: Array) -> None:
        """Lists in a row: ``firsts`` are the places in ``numbers`` where each begins, the first 0; none is empty."""
        if not len(numbers):
            return
        counts = np.diff(firsts, append=len(numbers))
        steps: Array = np.diff(numbers.astype(np.int64), prepend=0)
        steps[firsts] = numbers[firsts]
        fills = steps // FILL
        short = counts + np.add.reduceat(fills, firsts)
        is_short = short < 2 * counts
        lengths = np.where(is_short, short, 2 * counts)
        starts = np.cumsum(lengths) - lengths
        self._starts.append(starts + self._steps.length)
        self._counts.append(counts)
        out = np.full(int(lengths.sum()), FILL, dtype="<u2")
        member = np.repeat(is_short, counts)
        within = np.cumsum(np.where(member, fills + 1, 2))
        ends = np.repeat(starts - np.concatenate(([0], within[firsts[1:] - 1])), counts) + within
        out[ends[member] - 1] = (steps % FILL)[member]
        wide = numbers[~member]
        out[ends[~member] - 2] = wide & 0xFFFF
        out[ends[~member] - 1] = wide >> 16
        self._steps.append(out)

    def finish(self) -> None:
        """Close the files."""
        self._starts.append([self._steps.length])
        for file in (self._steps, self._starts, self._counts):
            file.close()


class Lists:
    """Reads what the writer wrote."""

    def __init__(self, folder: Path, name: str) -> None:
        self._steps = map_array(folder, f"{name}.steps", "<u2")
        self._starts = map_array(folder, f"{name}.starts", "<u8")
        self.counts = map_array(folder, f"{name}.counts", "<u4")

    def numbers(self, at: int) -> Numbers:
        """The list at a place, ascending."""
        start, end = int(self._starts[at]), int(self._starts[at + 1])
        steps, count = self._steps[start:end], int(self.counts[at])
        if len(steps) == 2 * count:
            return steps.view("<u4")
        numbers: Numbers = np.cumsum(steps, dtype=np.uint32)
        return numbers if len(steps) == count else numbers[steps != FILL]
