"""Texts of rows in compressed blocks: what is shown, read only where it is shown.

Owns the blocks. A block is BLOCK rows or, at the end of a document, fewer: their texts one behind the other in UTF-8, deflated.

NAME.blocks  the blocks, one behind the other
NAME.starts  uint64: where each block begins in NAME.blocks, and one more for the end
NAME.firsts  uint32: the first row of each block
NAME.ends    uint32: where each row ends in its block, in code points
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from functools import lru_cache
from itertools import accumulate
from pathlib import Path

import numpy as np

from indexer.engines.arrays.files import ArrayFile, map_array
from indexer.engines.arrays.piece import Piece

BLOCK = 32
#: Blocks that stay unpacked: about 10 kB each.
_KEPT = 1_000


def encode_texts(name: str, texts: Sequence[str]) -> dict[str, np.ndarray]:
    """The arrays of a piece that hold these texts."""
    blocks = [texts[at : at + BLOCK] for at in range(0, len(texts), BLOCK)]
    packed = [zlib.compress("".join(block).encode("utf-8", "surrogatepass"), 6) for block in blocks]
    return {
        f"{name}.blocks": np.frombuffer(b"".join(packed), "u1"),
        f"{name}.sizes": np.array([len(block) for block in packed], "<u4"),
        f"{name}.ends": np.array([end for block in blocks for end in accumulate(map(len, block))], "<u4"),
    }


class TextsWriter:
    """Takes pieces in order and writes their texts."""

    def __init__(self, folder: Path, name: str) -> None:
        self._name = name
        self._blocks, self._starts = (
            ArrayFile(folder, f"{name}.blocks", "u1"),
            ArrayFile(folder, f"{name}.starts", "<u8"),
        )
        self._firsts, self._ends = ArrayFile(folder, f"{name}.firsts", "<u4"), ArrayFile(folder, f"{name}.ends", "<u4")
        self._starts.append([0])

    def add(self, piece: Piece) -> None:
        """The next rows."""
        sizes = piece[f"{self._name}.sizes"]
        self._starts.append(self._blocks.length + np.cumsum(sizes, dtype=np.uint64))
        self._firsts.append(self._ends.length + BLOCK * np.arange(len(sizes)))
        self._blocks.append(piece[f"{self._name}.blocks"])
        self._ends.append(piece[f"{self._name}.ends"])

    def finish(self) -> None:
        """Close the files."""
        for file in (self._blocks, self._starts, self._firsts, self._ends):
            file.close()


class Texts:
    """Reads what the writer wrote. One object serves many threads."""

    def __init__(self, folder: Path, name: str) -> None:
        self._blocks, self._starts = (
            map_array(folder, f"{name}.blocks", "u1"),
            map_array(folder, f"{name}.starts", "<u8"),
        )
        self._firsts, self._ends = map_array(folder, f"{name}.firsts", "<u4"), map_array(folder, f"{name}.ends", "<u4")
        self._block = lru_cache(maxsize=_KEPT)(self._read_block)

    def text(self, row: int) -> str:
        """The text of a row."""
        block = int(self._firsts.searchsorted(row, side="right")) - 1
        start = 0 if row == self._firsts[block] else int(self._ends[row - 1])
        return self._block(block)[start : int(self._ends[row])]

    def _read_block(self, number: int) -> str:
        packed = self._blocks[int(self._starts[number]) : int(self._starts[number + 1])]
        return zlib.decompress(packed.data).decode("utf-8", "surrogatepass")
