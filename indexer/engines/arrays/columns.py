"""What each row is: document, number, kind and part, where its sentences begin, and the facts of the documents.

Owns the columns and their files, and what can be told from facts alone: values of facets, order of documents.

rows.document, rows.number  uint32; rows.kind, rows.part  uint8: places in the lists of ``documents.json`` and the number of the passage
rows.length     uint32: code points of the key, which is the length that ranks
edges.units     uint32: where sentences begin in signs.units, row after row, and the end of the last
edges.text      uint32: the same in the text of the row, in code points
edges.starts    uint64: where each row begins in the two, and one more for the end
documents.json  JSON: ids, facts, kinds and parts
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from functools import cached_property
from pathlib import Path

import numpy as np
import numpy.typing as npt

from indexer.document import Facts
from indexer.engines.arrays.files import Array, ArrayFile, map_array, read_json, write_json
from indexer.engines.arrays.piece import Piece, json_array, json_of
from indexer.engines.base import IndexEntry
from indexer.engines.records import facts_of
from indexer.matching.subject import keys_and_edges

_FILE = "documents.json"
_ROWS = {"document": "<u4", "number": "<u4", "kind": "u1", "part": "u1", "length": "<u4"}


def encode_columns(entries: Sequence[IndexEntry]) -> dict[str, Array]:
    """The arrays of a piece that hold what these entries are."""
    lists: tuple[dict[str, int], dict[str, int], dict[str, int]] = ({}, {}, {})
    facts = {i: asdict(one) for i, one in {entry.document_id: entry.facts for entry in entries}.items()}
    rows, in_units, in_text, counts = [], list[int](), list[int](), []
    at = 0
    cuts = keys_and_edges([entry.passage.words for entry in entries])
    for entry, (_, in_key, edges) in zip(entries, cuts, strict=True):
        passage = entry.passage
        names = (entry.document_id, passage.kind, passage.part)
        document, kind, part = (places.setdefault(n, len(places)) for places, n in zip(lists, names, strict=True))
        rows.append((document, passage.number, kind, part, len(entry.key)))
        wide = _wide(entry.key)
        in_units += [at + edge + wide[min(edge, len(wide) - 1)] for edge in in_key]
        in_text += edges
        counts.append(len(edges))
        at += len(entry.key) + wide[-1] + 1
    columns = np.array(rows, np.uint32).reshape(-1, len(_ROWS)).T
    ids, kinds, parts = map(list, lists)
    arrays = {f"rows.{name}": column.astype(kind) for (name, kind), column in zip(_ROWS.items(), columns, strict=True)}
    return {
        "documents": json_array([ids, [facts[i] for i in ids], kinds, parts]),
        **arrays,
        "edges.units": np.array(in_units, "<u4"),
        "edges.text": np.array(in_text, "<u4"),
        "edges.counts": np.array(counts, "<u4"),
    }


class ColumnsWriter:
    """Takes pieces in order and writes their columns."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lists: tuple[dict[str, int], dict[str, int], dict[str, int]] = ({}, {}, {})
        self._facts: list[object] = []
        self._rows = {name: ArrayFile(folder, f"rows.{name}", kind) for name, kind in _ROWS.items()}
        self._units, self._text = ArrayFile(folder, "edges.units", "<u4"), ArrayFile(folder, "edges.text", "<u4")
        self._starts = ArrayFile(folder, "edges.starts", "<u8")
        self._starts.append([0])
        self._at = 0

    def add(self, piece: Piece) -> None:
        """The next rows."""
        ids, facts, kinds, parts = json_of(piece["documents"])
        self._facts += [fact for i, fact in zip(ids, facts, strict=True) if i not in self._lists[0]]
        for name, places, names in zip(("document", "kind", "part"), self._lists, (ids, kinds, parts), strict=True):
            own = np.array([places.setdefault(n, len(places)) for n in names], np.uint32)
            self._rows[name].append(own[piece[f"rows.{name}"]])
        for name in ("number", "length"):
            self._rows[name].append(piece[f"rows.{name}"])
        self._starts.append(self._units.length + np.cumsum(piece["edges.counts"], dtype=np.uint64))
        self._units.append(piece["edges.units"].astype(np.int64) + self._at)
        self._text.append(piece["edges.text"])
        self._at += len(piece["signs.units"])

    def finish(self) -> None:
        """Write the files."""
        for file in (self._units, self._text, self._starts, *self._rows.values()):
            file.close()
        ids, kinds, parts = map(list, self._lists)
        write_json(self._folder, _FILE, {"ids": ids, "facts": self._facts, "kinds": kinds, "parts": parts})


def _wide(key: str) -> list[int]:
    """For each offset of a key, how many units more than code points stand before it; the last for all offsets behind."""
    if key.isascii() or max(key) <= "\uffff":
        return [0]
    more = [0]
    for sign in key:
        more.append(more[-1] + (sign > "\uffff"))
    return more


class Columns:
    """Reads what the writer wrote. One object serves many threads: it is never changed."""

    def __init__(self, folder: Path) -> None:
        about = read_json(folder, _FILE)
        self.ids: tuple[str, ...] = tuple(about["ids"])
        self.facts: tuple[Facts, ...] = tuple(map(facts_of, about["facts"]))
        self.kinds: tuple[str, ...] = tuple(about["kinds"])
        self.parts: tuple[str, ...] = tuple(about["parts"])
        self.document, self.number, self.kind, self.part, self.length = (
            map_array(folder, f"rows.{name}", kind) for name, kind in _ROWS.items()
        )
        self.edge_units, self.edge_text = (
            map_array(folder, "edges.units", "<u4"),
            map_array(folder, "edges.text", "<u4"),
        )
        self.edge_starts = map_array(folder, "edges.starts", "<u8")

    def __len__(self) -> int:
        """How many rows there are."""
        return len(self.document)

    @cached_property
    def documents(self) -> Mapping[str, Facts]:
        """The facts of all documents, by id."""
        return dict(zip(self.ids, self.facts, strict=True))

    @cached_property
    def average(self) -> float:
        """The mean length of a row."""
        return float(self.length.sum(dtype=np.int64) / (len(self) or 1))

    def edges(self, row: int, strict: bool) -> list[int]:
        """Where the sentences of a row begin, and the end: offsets into its key or, if ``strict``, into its text."""
        start, end = int(self.edge_starts[row]), int(self.edge_starts[row + 1])
        borders = self.edge_text[start:end] if strict else self.edge_units[start:end] - self.edge_units[start]
        edges: list[int] = borders.tolist()
        return edges

    def ranks(self, sort: str) -> npt.NDArray[np.int64]:
        """The place of each row in an order without scores: ``date`` (oldest first), ``place``, or else newest first."""
        return self._ranks[sort if sort in self._ranks else "-date"]

    @cached_property
    def _ranks(self) -> Mapping[str, npt.NDArray[np.int64]]:
        by_id = sorted(range(len(self.ids)), key=lambda i: self.ids[i])
        dates = [facts.date or str(facts.year or "") for facts in self.facts]
        orders = {
            "place": by_id,
            "date": sorted(by_id, key=lambda i: dates[i]),
            "-date": sorted(by_id, key=lambda i: dates[i], reverse=True),
        }
        return {sort: self._rows_in(order) for sort, order in orders.items()}

    def _rows_in(self, order: list[int]) -> npt.NDArray[np.int64]:
        places = np.empty(len(order), np.int64)
        places[order] = np.arange(len(order))
        return (places[self.document] << 32) | self.number
