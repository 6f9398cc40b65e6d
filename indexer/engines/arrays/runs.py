"""Sorting more pairs of numbers than memory should hold: sorted runs on disk, merged range by range.

Owns the runs and their files, which are gone when the pairs have been taken. Knows nothing of what the numbers mean.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from indexer.engines.arrays.files import Array, Numbers, read_array

Pairs = npt.NDArray[np.uint64]
#: Pairs in memory at a time: 8 bytes each, three times while they are sorted.
RUN = 2_000_000
_SHIFT, _LOW = np.uint64(32), np.uint64(0xFFFF_FFFF)


class Runs:
    """Takes (key, number) pairs, each below 2**32, in any order; gives them back sorted by key, then number."""

    def __init__(self, folder: Path, name: str, run: int = RUN) -> None:
        self._folder, self._name, self._run = folder, name, run
        self._waiting: list[Pairs] = []
        self._count = 0
        self._paths: list[Path] = []

    def add(self, keys: Array, numbers: Array) -> None:
        """Take pairs: two arrays of the same length."""
        pairs = (keys.astype(np.uint64) << _SHIFT) | numbers.astype(np.uint64)
        for start in range(0, len(pairs), self._run):
            piece = pairs[start : start + self._run]
            if self._count + len(piece) > self._run:
                self._flush()
            self._waiting.append(piece)
            self._count += len(piece)

    def taken(self) -> Iterator[tuple[Numbers, Numbers]]:
        """All pairs as (keys, numbers), in portions; no key is in two portions. To be taken once."""
        if not self._paths:
            yield _apart(self._sorted())
            return
        self._flush()
        runs = [np.memmap(path, dtype="<u8", mode="r") for path in self._paths]
        places = [0] * len(runs)
        for bound in self._bounds(runs):
            ends = [len(run) if bound is None else int(np.searchsorted(run, bound)) for run in runs]
            slices = zip(self._paths, places, ends, strict=True)
            portion = np.concatenate([read_array(path, "<u8", at, end - at) for path, at, end in slices])
            places = ends
            portion.sort()
            yield _apart(portion)
        del runs
        for path in self._paths:
            path.unlink()

    def _sorted(self) -> Pairs:
        pairs = np.concatenate(self._waiting) if self._waiting else np.empty(0, np.uint64)
        pairs.sort()
        self._waiting, self._count = [], 0
        return pairs

    def _flush(self) -> None:
        if self._count:
            path = self._folder / f"{self._name}.run{len(self._paths)}"
            self._sorted().astype("<u8").tofile(path)
            self._paths.append(path)

    def _bounds(self, runs: Sequence[Pairs]) -> list[np.uint64 | None]:
        """Where portions of about one run end: first pairs of a key, taken from evenly spaced samples of the runs."""
        step = max(1, self._run // 64)
        samples = np.sort(np.concatenate([run[::step] for run in runs]))
        wanted = samples[64::64] if len(samples) > 64 else samples[:0]
        starts = np.unique((wanted >> _SHIFT) << _SHIFT)
        return [*starts[starts > 0], None]


def _apart(pairs: Pairs) -> tuple[Numbers, Numbers]:
    return (pairs >> _SHIFT).astype(np.uint32), (pairs & _LOW).astype(np.uint32)
