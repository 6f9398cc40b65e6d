"""Where literals stand: the keys of all passages in one array, and its places sorted by the two units that stand there.

Owns the two and their files. A literal is looked up by its rarest pair of units; the other units are compared in the array,
so what is found is what plain search finds in the keys, in passages and in places.

signs.units   uint16: the keys (signs.py of the indexer) in UTF-16, row after row, a 0 behind each
signs.rows    uint32: where each row begins in signs.units, and one more for the end
signs.pairs   uint32, ascending: two neighbouring units, the first in the upper half
signs.steps, signs.starts, signs.counts   the places of each pair (lists.py)
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from indexer.engines.arrays.files import Array, ArrayFile, Numbers, map_array, read_array
from indexer.engines.arrays.lists import Lists, ListsWriter
from indexer.engines.arrays.piece import Piece
from indexer.engines.arrays.runs import RUN, Runs
from indexer.errors import IndexDamaged

#: Places are 32-bit numbers.
MAX_UNITS = 2**32 - 1
_END = b"\0\0"
#: So many units are looked at in the time that it takes to read a list; and at once, which a processor has room for.
_UNITS_A_LIST, _SPAN = 12_000, 1 << 18
#: So many places left: the rest of the literal is compared at once.
_FEW = 256


def units_of(key: str) -> npt.NDArray[np.uint16]:
    """A key in the units of the index."""
    return np.frombuffer(key.encode("utf-16-le", "surrogatepass"), dtype="<u2")


def encode_signs(keys: Sequence[str]) -> dict[str, Array]:
    """The arrays of a piece that hold these keys."""
    packed = [key.encode("utf-16-le", "surrogatepass") + _END for key in keys]
    return {
        "signs.units": np.frombuffer(b"".join(packed), "<u2"),
        "signs.ends": np.cumsum([len(key) // 2 for key in packed], dtype="<u4"),
    }


class SignsWriter:
    """Takes pieces in order and writes their signs."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._units, self._rows = ArrayFile(folder, "signs.units", "<u2"), ArrayFile(folder, "signs.rows", "<u4")
        self._rows.append([0])

    def add(self, piece: Piece) -> None:
        """The next rows. Raises IndexDamaged if there is too much for one index."""
        if self._units.length + len(piece["signs.units"]) > MAX_UNITS:
            raise IndexDamaged("文库超过 43 亿字，一个索引放不下；请分成几个文库")
        self._rows.append(self._units.length + piece["signs.ends"].astype(np.int64))
        self._units.append(piece["signs.units"])

    def finish(self, run: int = RUN) -> None:
        """Write the files; memory is bounded by some runs."""
        self._units.close()
        self._rows.close()
        runs, lists = Runs(self._folder, "signs", run), ListsWriter(self._folder, "signs")
        for start in range(0, self._units.length, run):
            piece = read_array(self._folder / "signs.units", "<u2", start, run + 1).astype(np.uint32)
            places = np.flatnonzero(piece[:-1]) + start
            here = places - start
            runs.add((piece[here] << 16) | piece[here + 1], places)
        pairs = ArrayFile(self._folder, "signs.pairs", "<u4")
        for keys, sorted_places in runs.taken():
            firsts = np.flatnonzero(np.diff(keys, prepend=~keys[:1]))
            pairs.append(keys[firsts])
            lists.append(sorted_places, firsts)
        pairs.close()
        lists.finish()


class Signs:
    """Reads what the writer wrote. One object serves many threads: it is never changed."""

    def __init__(self, folder: Path) -> None:
        self.units = map_array(folder, "signs.units", "<u2")
        self.rows = map_array(folder, "signs.rows", "<u4")
        self._pairs = map_array(folder, "signs.pairs", "<u4")
        self._lists = Lists(folder, "signs")

    def key(self, row: int) -> str:
        """The key of a row."""
        return (
            self.units[int(self.rows[row]) : int(self.rows[row + 1]) - 1].tobytes().decode("utf-16-le", "surrogatepass")
        )

    def cost(self, key: str) -> int:
        """About how many places must be looked at to find a key."""
        sought = units_of(key)
        if len(sought) < 2:
            return len(self.units) // 32 if len(sought) else 0
        lists = self._find_pairs(sought)
        return 0 if lists is None else int(self._lists.counts[lists].min())

    def places(self, key: str) -> Numbers:
        """Where a key, not empty, stands in ``units``: all places, ascending, those that overlap each other too.

        A lone surrogate is not found inside a whole character; two of them side by side are taken for one.
        """
        sought = units_of(key)
        found = self._places(sought) if len(sought) > 1 else self._places_alone(sought[0])
        return _whole(found, sought, self.units)

    def _places_alone(self, unit: np.uint16) -> Numbers:
        """Where a unit stands: the places of all its pairs or, where these are many, by a look at every unit."""
        first = np.uint32(unit) << np.uint32(16)
        low, high = self._pairs.searchsorted(first), self._pairs.searchsorted(first | np.uint32(0xFFFF), side="right")
        if high - low <= len(self.units) // _UNITS_A_LIST:
            lists = [self._lists.numbers(at) for at in range(int(low), int(high))]
            return np.sort(np.concatenate(lists)) if lists else np.empty(0, np.uint32)
        starts = range(0, len(self.units), _SPAN)
        return np.concatenate([np.flatnonzero(self.units[at : at + _SPAN] == unit) + at for at in starts]).astype(
            np.uint32
        )

    def _find_pairs(self, sought: npt.NDArray[np.uint16]) -> npt.NDArray[np.intp] | None:
        pairs = (sought[:-1].astype(np.uint32) << np.uint32(16)) | sought[1:]
        places = self._pairs.searchsorted(pairs)
        if not len(self._pairs) or places[-1] == len(self._pairs) or places.max() == len(self._pairs):
            return None
        return places if (self._pairs[places] == pairs).all() else None

    def _places(self, sought: npt.NDArray[np.uint16]) -> Numbers:
        lists = self._find_pairs(sought)
        if lists is None:
            return np.empty(0, np.uint32)
        counts = self._lists.counts[lists]
        order = counts.argsort(kind="stable").tolist()
        rarest = order[0]
        found = self._lists.numbers(int(lists[rarest]))
        if len(sought) == 2:
            return found
        if found[0] < rarest or found[-1] - rarest + len(sought) > len(self.units):
            found = found[(found >= rarest) & (found <= len(self.units) - len(sought) + rarest)]
        found = found - np.uint32(rarest)
        known = {rarest, rarest + 1}
        for pair in order[1:]:
            if len(found) <= _FEW:
                break
            for at in {pair, pair + 1} - known:
                found = found[self.units[found + np.uint32(at)] == sought[at]]
                known.add(at)
        if len(known) < len(sought) and len(found):
            near = self.units[found[:, None] + np.arange(len(sought), dtype=np.uint32)]
            found = found[(near == sought).all(axis=1)]
        return found


def _whole(found: Numbers, sought: npt.NDArray[np.uint16], units: npt.NDArray[np.uint16]) -> Numbers:
    """The places at which no half of a character is taken for a lone surrogate."""
    if 0xDC00 <= sought[0] <= 0xDFFF:
        found = found[(found == 0) | (units[np.maximum(found, 1) - 1] & 0xFC00 != 0xD800)]
    if 0xD800 <= sought[-1] <= 0xDBFF:
        found = found[units[found + np.uint32(len(sought))] & 0xFC00 != 0xDC00]
    return found
