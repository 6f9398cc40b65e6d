"""The rows of an index as columns: which passage each is, its signs and its text, read without parsing a record.

Owns the files, mapped into memory and shared between processes; nothing in them is code.

rows.names    JSON: document ids, kinds and parts; the columns hold places in these lists
rows.columns  int32, four a row: document, number of the passage, kind, part
keys.text, texts.text      UTF-8, row after row
keys.starts, texts.starts  uint64: where each row begins, and one more for the end
rows.edges    uint32, two an edge: where a sentence begins in the key and in the text, and the ends of both
edges.starts  uint64: where each row begins in rows.edges, in edges, and one more for the end
"""

from __future__ import annotations

import json
import mmap
from pathlib import Path

import numpy as np
import numpy.typing as npt

from indexer.engines.base import IndexEntry
from indexer.matching import sentence_edges

_NAMES, _COLUMNS, _EDGES, _EDGE_STARTS = "rows.names", "rows.columns", "rows.edges", "edges.starts"


class RowColumnsWriter:
    """Takes the entries in row order and writes the files."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lists: tuple[dict[str, int], dict[str, int], dict[str, int]] = ({}, {}, {})
        self._rows: list[tuple[int, int, int, int]] = []
        self._keys, self._texts = _TextsWriter(folder, "keys"), _TextsWriter(folder, "texts")
        self._edges: list[npt.NDArray[np.uint32]] = []

    def add(self, entry: IndexEntry) -> None:
        """The next row."""
        names = (entry.document_id, entry.passage.kind, entry.passage.part)
        document, kind, part = (places.setdefault(n, len(places)) for places, n in zip(self._lists, names, strict=True))
        self._rows.append((document, entry.passage.number, kind, part))
        self._keys.add(entry.key)
        self._texts.add(entry.passage.text)
        self._edges.append(np.array(sentence_edges(entry.passage.words), dtype="<u4").T)

    def finish(self) -> None:
        """Close the files."""
        self._keys.finish()
        self._texts.finish()
        np.array(self._rows, dtype="<i4").tofile(self._folder / _COLUMNS)
        edges = np.concatenate(self._edges) if self._edges else np.empty((0, 2), "<u4")
        edges.tofile(self._folder / _EDGES)
        np.cumsum([0, *map(len, self._edges)], dtype="<u8").tofile(self._folder / _EDGE_STARTS)
        lists = [list(places) for places in self._lists]
        (self._folder / _NAMES).write_text(json.dumps(lists, ensure_ascii=False), encoding="utf-8")


class RowColumns:
    """Reads what the writer wrote. One object serves many threads: it is never changed."""

    def __init__(self, folder: Path) -> None:
        self._documents, self._kinds, self._parts = json.loads((folder / _NAMES).read_text(encoding="utf-8"))
        self._rows: npt.NDArray[np.int32] = np.fromfile(folder / _COLUMNS, dtype="<i4").reshape(-1, 4)
        self._keys, self._texts = _Texts(folder, "keys"), _Texts(folder, "texts")
        self._edges: npt.NDArray[np.uint32] = np.fromfile(folder / _EDGES, dtype="<u4").reshape(-1, 2)
        self._edge_starts: list[int] = np.fromfile(folder / _EDGE_STARTS, dtype="<u8").tolist()

    def row(self, number: int) -> tuple[str, int, str, str]:
        """Document id, number of the passage, kind and part."""
        document, passage, kind, part = self._rows[number].tolist()
        return self._documents[document], passage, self._kinds[kind], self._parts[part]

    def key(self, number: int) -> str:
        """The signs of a row."""
        return self._keys.read(number)

    def text(self, row: int) -> str:
        """See Stored."""
        return self._texts.read(row)

    def edges(self, row: int, strict: bool) -> list[int]:
        """See Stored."""
        edges: list[int] = self._edges[self._edge_starts[row] : self._edge_starts[row + 1], int(strict)].tolist()
        return edges

    def close(self) -> None:
        """Unmap the files."""
        self._keys.close()
        self._texts.close()


class _TextsWriter:
    def __init__(self, folder: Path, name: str) -> None:
        self._starts, self._place = [0], folder / f"{name}.starts"
        self._file = (folder / f"{name}.text").open("wb")

    def add(self, text: str) -> None:
        self._starts.append(self._starts[-1] + self._file.write(text.encode("utf-8", "surrogatepass")))

    def finish(self) -> None:
        self._file.close()
        np.array(self._starts, dtype="<u8").tofile(self._place)


class _Texts:
    def __init__(self, folder: Path, name: str) -> None:
        self._starts: list[int] = np.fromfile(folder / f"{name}.starts", dtype="<u8").tolist()
        with (folder / f"{name}.text").open("rb") as file:
            self._bytes: mmap.mmap | bytes = (
                mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) if self._starts[-1] else b""
            )

    def read(self, number: int) -> str:
        return self._bytes[self._starts[number] : self._starts[number + 1]].decode("utf-8", "surrogatepass")

    def close(self) -> None:
        if isinstance(self._bytes, mmap.mmap):
            self._bytes.close()
