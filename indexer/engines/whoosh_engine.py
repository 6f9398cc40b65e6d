"""The embedded engine: a Whoosh segment whose postings, columns and stored fields are arrays (arrays/).

Owns writing and opening. Our own searcher runs the queries; Whoosh's query classes run over the same files through
:meth:`WhooshEngine.whoosh` (arrays/codec.py). Whoosh itself is not imported before somebody asks for that.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from indexer.document import Facts, Passage
from indexer.engines.arrays.columns import ColumnsWriter, encode_columns
from indexer.engines.arrays.contents import read_contents, write_contents
from indexer.engines.arrays.piece import pack, unpack
from indexer.engines.arrays.rows import RowsWriter, encode_rows
from indexer.engines.arrays.searcher import Searcher
from indexer.engines.arrays.signs import SignsWriter, encode_signs
from indexer.engines.arrays.words import WordsWriter, encode_words
from indexer.engines.base import Hit, IndexEntry, Results, Window
from indexer.engines.budget import Budget
from indexer.matching import Subject
from indexer.query import Filter, Query

if TYPE_CHECKING:
    from indexer.engines.arrays.whoosh_index import ArrayIndex

VERSION = "arrays/1"


def encode(entries: Sequence[IndexEntry]) -> bytes:
    """Entries, of one document or several, as a piece (arrays/piece.py)."""
    return pack(
        {
            **encode_signs([entry.key for entry in entries]),
            **encode_words([entry.words for entry in entries]),
            **encode_columns(entries),
            **encode_rows(entries),
        }
    )


def assemble(folder: Path, pieces: Iterable[bytes]) -> None:
    """The files of one segment, in an empty folder. Memory is bounded by some runs (arrays/runs.py) and the dictionary."""
    signs, words, columns, rows = SignsWriter(folder), WordsWriter(folder), ColumnsWriter(folder), RowsWriter(folder)
    for data in pieces:
        piece = unpack(data)
        for writer in (signs, words, columns, rows):
            writer.add(piece)
    columns.finish()
    rows.finish()
    with ThreadPoolExecutor(1) as aside:  # NumPy sorts without holding up the other thread
        done = aside.submit(words.finish)
        signs.finish()
        done.result()
    write_contents(folder)


def write(folder: Path, entries: Iterable[IndexEntry]) -> None:
    """:func:`assemble` of entries that fit into memory."""
    assemble(folder, [encode(tuple(entries))])


def open_engine(folder: Path) -> WhooshEngine:
    """The engine over what :func:`assemble` made; raises IndexOutdated or IndexDamaged for what is not of this format or whole."""
    read_contents(folder)
    return WhooshEngine(folder)


class WhooshEngine:
    """A SearchEngine over files that are never written again."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._searcher = folder, Searcher(folder)

    def search(self, query: Query, window: Window, budget: Budget | None = None) -> Results:
        """See SearchEngine."""
        return self._searcher.search(query, window, budget or Budget())

    def related(
        self,
        words: Iterable[str],
        filters: Iterable[Filter],
        limit: int,
        budget: Budget | None = None,
        wanted: Callable[[Subject], bool] | None = None,
    ) -> tuple[Hit, ...]:
        """See SearchEngine."""
        return self._searcher.related(words, tuple(filters), limit, budget or Budget(), wanted)

    def ranked(
        self, words: Iterable[str], limit: int, every: bool = False
    ) -> tuple[int, tuple[tuple[int, float], ...]]:
        """The number of passages that have one of the words, or ``every`` one, and the best ``limit`` as (row, score) by BM25."""
        return self._searcher.ranked(words, limit, every)

    def knows(self, word: str) -> bool:
        """See SearchEngine."""
        return self._searcher.words.find(word) is not None

    def spreads(self) -> Iterable[tuple[str, int]]:
        """See SearchEngine."""
        return self._searcher.words.spreads()

    def passages(self, document_id: str) -> tuple[tuple[Passage, str], ...]:
        """See SearchEngine."""
        columns = self._searcher.columns
        if document_id not in columns.documents:
            return ()
        rows = np.flatnonzero(columns.document == columns.ids.index(document_id))
        found = (self._searcher.rows.passage(int(row)) for row in rows)
        return tuple(sorted(found, key=lambda pair: pair[0].number))

    def documents(self) -> Mapping[str, Facts]:
        """See SearchEngine."""
        return self._searcher.columns.documents

    def whoosh(self) -> ArrayIndex:
        """The same files as a Whoosh index, for Whoosh's searcher and query classes."""
        from indexer.engines.arrays.whoosh_index import ArrayIndex  # here: importing Whoosh takes as long as a search

        return ArrayIndex(self._folder)

    def close(self) -> None:
        """See SearchEngine. The files are unmapped when the last request that reads them is done."""
