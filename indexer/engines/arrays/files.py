"""Arrays as files: raw little-endian numbers, written in pieces, mapped when read.

Owns the byte order and the names of files; knows nothing of what the numbers mean.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]
Numbers = npt.NDArray[np.uint32]


class ArrayFile:
    """A file that grows by arrays; ``length`` counts the numbers in it so far."""

    def __init__(self, folder: Path, name: str, kind: str) -> None:
        self._file, self._kind = (folder / name).open("wb"), np.dtype(kind)
        self.length = 0

    def append(self, numbers: Array | list[int]) -> None:
        """Write these numbers behind the others."""
        array = np.ascontiguousarray(numbers, dtype=self._kind)
        self._file.write(array.data)
        self.length += len(array)

    def append_bytes(self, data: bytes) -> None:
        """Write numbers that are bytes in the order of the file already."""
        self._file.write(data)
        self.length += len(data) // self._kind.itemsize

    def close(self) -> None:
        """Finish the file."""
        self._file.close()


def write_array(folder: Path, name: str, kind: str, numbers: Array | list[int]) -> None:
    """A whole file of numbers."""
    np.ascontiguousarray(numbers, dtype=kind).tofile(folder / name)


def map_array(folder: Path, name: str, kind: str) -> Array:
    """A file as an array that is read as it is needed and cannot be changed; an empty file cannot be mapped."""
    if not (folder / name).stat().st_size:
        return np.empty(0, kind)
    return np.memmap(folder / name, dtype=kind, mode="r").view(np.ndarray)


def read_array(path: Path, kind: str, start: int, count: int) -> Array:
    """So many numbers of a file from ``start`` on, fewer at its end, in memory of their own.

    A file that is read once from end to end is not mapped: its pages would count as memory of the process.
    """
    return np.fromfile(path, kind, count, offset=start * np.dtype(kind).itemsize)


def write_json(folder: Path, name: str, value: object) -> None:
    """A JSON file; lone surrogates survive."""
    data = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    (folder / name).write_bytes(data.encode("utf-8", "surrogatepass"))


def read_json(folder: Path, name: str) -> Any:
    """What :func:`write_json` was given, tuples as lists."""
    return json.loads((folder / name).read_bytes().decode("utf-8", "surrogatepass"))
