"""Sign unigrams and bigrams as sorted arrays: which passages may hold a literal (engines.md 3 and 4).

Owns the arrays and their files; decides nothing: a passage named here is checked on its key. Files are raw little-endian
numbers, mapped into memory and shared between processes; nothing in them is code.

signs.pairs   uint64, sorted: two sign numbers, the first in the upper half; the lower half is ALONE for a single sign
signs.starts  uint64: where the rows of each pair begin in signs.rows, and one more for the end
signs.rows    uint32: row numbers, ascending within a pair
signs.runs    JSON: the Latin runs and figures; the n-th has the sign number FIRST_RUN + n, other signs are code points
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from indexer.signs import OPEN, sign_list

ALONE = 0xFFFF_FFFF
FIRST_RUN = 0x11_0000
_SHIFT = np.uint64(32)

Rows = npt.NDArray[np.uint32]


class SignIndexWriter:
    """Takes the keys of all passages in row order, then writes the files."""

    def __init__(self) -> None:
        self._runs: dict[str, int] = {}
        self._pairs: list[npt.NDArray[np.uint64]] = []
        self._counts: list[int] = []

    def add(self, key: str) -> None:
        """File the next row under the signs of its key."""
        if OPEN in key:
            numbers = [ord(s) if len(s) == 1 else self._run(s) for s in sign_list(key)]
            signs = np.array(numbers, dtype=np.uint64)
        else:
            signs = np.frombuffer(key.encode("utf-32-le", "surrogatepass"), dtype="<u4").astype(np.uint64)
        pairs = (signs[:-1] << _SHIFT) | signs[1:]
        alone = (signs << _SHIFT) | np.uint64(ALONE)
        terms = np.unique(np.concatenate((pairs, alone)))
        self._pairs.append(terms)
        self._counts.append(len(terms))

    def _run(self, sign: str) -> int:
        return FIRST_RUN + self._runs.setdefault(sign, len(self._runs))

    def finish(self, folder: Path) -> None:
        """Write the four files."""
        pairs = np.concatenate(self._pairs) if self._pairs else np.empty(0, np.uint64)
        rows = np.repeat(np.arange(len(self._counts), dtype=np.uint32), self._counts)
        order = np.argsort(pairs, kind="stable")
        pairs, rows = pairs[order], rows[order]
        firsts = (
            np.flatnonzero(np.concatenate(([True], pairs[1:] != pairs[:-1]))) if len(pairs) else np.empty(0, np.int64)
        )
        pairs[firsts].astype("<u8").tofile(folder / "signs.pairs")
        np.append(firsts, len(rows)).astype("<u8").tofile(folder / "signs.starts")
        rows.astype("<u4").tofile(folder / "signs.rows")
        runs = json.dumps([run[1:-1] for run in self._runs], ensure_ascii=False)
        (folder / "signs.runs").write_text(runs, encoding="utf-8")


class SignIndex:
    """Reads what the writer wrote. One object serves many threads: it is never changed."""

    def __init__(self, folder: Path) -> None:
        self._pairs = _mapped(folder / "signs.pairs", "<u8")
        self._starts = _mapped(folder / "signs.starts", "<u8")
        self._rows = _mapped(folder / "signs.rows", "<u4")
        runs = json.loads((folder / "signs.runs").read_text(encoding="utf-8"))
        self._runs = {run: FIRST_RUN + number for number, run in enumerate(runs)}

    def candidates(self, key: str) -> Rows:
        """The rows, ascending, that have every pair of neighbouring signs of the key: all that hold it, and few more."""
        terms = self._terms(key)
        if terms is None or not len(terms):
            return np.empty(0, np.uint32)
        places = np.searchsorted(self._pairs, terms)
        if (places >= len(self._pairs)).any() or (self._pairs[places] != terms).any():
            return np.empty(0, np.uint32)
        starts, ends = self._starts[places], self._starts[places + 1]
        shortest = np.argsort(ends - starts, kind="stable")
        found: Rows = np.asarray(self._rows[int(starts[shortest[0]]) : int(ends[shortest[0]])])
        for place in shortest[1:]:
            if not len(found):
                break
            found = _common(found, self._rows[int(starts[place]) : int(ends[place])])
        return found

    def _terms(self, key: str) -> npt.NDArray[np.uint64] | None:
        """The pairs of a key (or its one sign alone); None if it has a run that no passage has."""
        numbers = [ord(sign) if len(sign) == 1 else self._runs.get(sign[1:-1]) for sign in sign_list(key)]
        if None in numbers:
            return None
        signs = np.array(numbers, dtype=np.uint64)
        if len(signs) == 1:
            return (signs << _SHIFT) | np.uint64(ALONE)
        return np.unique((signs[:-1] << _SHIFT) | signs[1:])


def _common(few: Rows, many: Rows) -> Rows:
    """The members of a sorted array that a longer sorted array has too."""
    places = np.searchsorted(many, few)
    places[places == len(many)] = 0
    common: Rows = few[many[places] == few]
    return common


def union(parts: Iterable[Rows]) -> Rows:
    """All rows of several sorted arrays, sorted, each once."""
    parts = list(parts)
    return np.unique(np.concatenate(parts)) if parts else np.empty(0, np.uint32)


def intersection(parts: Iterable[Rows]) -> Rows:
    """The rows that all of several sorted arrays have, sorted."""
    ordered = sorted(parts, key=len)
    found = ordered[0]
    for part in ordered[1:]:
        found = _common(found, part) if len(part) else found[:0]
    return found


def _mapped(path: Path, kind: str) -> npt.NDArray[Any]:
    """A file as an array that is read as it is needed; an empty file cannot be mapped."""
    if not path.stat().st_size:
        return np.empty(0, kind)
    return np.memmap(path, dtype=kind, mode="r")
