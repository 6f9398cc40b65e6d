"""The embedded engine: Whoosh keeps signs, words and passages. All of our Whoosh is here and nowhere else.

Signs lie beside it as sorted arrays (sign_index.py): stock Whoosh takes 690 MB for the bigrams of a million random characters. They
name the candidates of a literal; the key in the columns of the rows (row_columns.py) decides. The schema holds no analyzer of
ours: words go in cut already.
"""

from __future__ import annotations

import json
import threading
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict
from functools import lru_cache
from pathlib import Path
from typing import Any

from whoosh import fields, index

from indexer.document import Facts, Passage
from indexer.engines import execute
from indexer.engines.base import Hit, IndexEntry, Results, Window
from indexer.engines.budget import Budget
from indexer.engines.evaluate import Candidate
from indexer.engines.narrowing import literal_rows, narrow, strict_rows
from indexer.engines.records import dumps, entry_record, facts_of, passage_of
from indexer.engines.row_columns import RowColumns, RowColumnsWriter
from indexer.engines.sign_index import SignIndex, SignIndexWriter
from indexer.matching import Subject
from indexer.query import Filter, Query

VERSION = "whoosh3-3.54.0/3"
_ABOUT = "about.json"
#: Writer memory in MB before a run is flushed: larger runs are merged less often.
_MEMORY = 256


def write(folder: Path, entries: Iterable[IndexEntry]) -> None:
    """One Whoosh segment, and the facts of all documents beside it."""
    schema = fields.Schema(words=fields.KEYWORD, document=fields.ID, record=fields.STORED)
    writer = index.create_in(str(folder), schema).writer(limitmb=_MEMORY)
    signs, columns = SignIndexWriter(), RowColumnsWriter(folder)
    facts: dict[str, object] = {}
    size = length = 0
    for entry in entries:
        facts.setdefault(entry.document_id, asdict(entry.facts))
        size, length = size + 1, length + len(entry.key)
        signs.add(entry.key)
        columns.add(entry)
        record = entry_record(entry)
        del record["key"], record["passage"]["text"]  # they stand in the columns
        writer.add_document(words=" ".join(entry.words), document=entry.document_id, record=dumps(record))
    writer.commit(optimize=True)
    signs.finish(folder)
    columns.finish()
    about = {"facts": facts, "size": size, "average": length / (size or 1)}
    (folder / _ABOUT).write_text(dumps(about), encoding="utf-8")
    for lock in folder.glob("*LOCK"):
        lock.unlink()


def open_engine(folder: Path) -> WhooshEngine:
    """The engine over what :func:`write` made."""
    return WhooshEngine(folder)


class WhooshEngine:
    """A SearchEngine over one Whoosh index that is never written again."""

    def __init__(self, folder: Path) -> None:
        about = json.loads((folder / _ABOUT).read_text(encoding="utf-8"))
        self.size: int = about["size"]
        self.average: float = about["average"]
        self._facts = {i: facts_of(row) for i, row in about["facts"].items()}
        self._index = index.open_dir(str(folder), readonly=True)
        self._signs, self._columns = SignIndex(folder), RowColumns(folder)
        self._local = threading.local()
        self._record = lru_cache(maxsize=20_000)(self._read_record)
        self.row = lru_cache(maxsize=100_000)(self._read_row)

    def search(self, query: Query, window: Window, budget: Budget | None = None) -> Results:
        """See SearchEngine."""
        return execute.search(self, query, window, budget)

    def related(
        self,
        words: Iterable[str],
        filters: Iterable[Filter],
        limit: int,
        budget: Budget | None = None,
        wanted: Callable[[Subject], bool] | None = None,
    ) -> tuple[Hit, ...]:
        """See SearchEngine."""
        return execute.related(self, words, filters, limit, budget, wanted)

    def knows(self, word: str) -> bool:
        """See SearchEngine."""
        return ("words", word) in self._reader

    def passages(self, document_id: str) -> tuple[tuple[Passage, str], ...]:
        """See SearchEngine."""
        return tuple(sorted(map(self.payload, self._rows_of("document", document_id)), key=lambda pair: pair[0].number))

    def documents(self) -> Mapping[str, Facts]:
        """See SearchEngine."""
        return self._facts

    def close(self) -> None:
        """See SearchEngine."""
        self._index.close()
        self._columns.close()

    def candidates(self, query: Query, budget: Budget) -> Iterable[Candidate]:
        """See Rows."""
        find = strict_rows if query.strict else literal_rows
        rows = None if query.node is None else narrow(query.node, lambda literal: find(self._signs, literal, budget))
        return map(self.row, range(self.size) if rows is None else rows.tolist())

    def payload(self, number: int) -> tuple[Passage, str]:
        """See Rows."""
        record = self._record(number)
        passage = passage_of({"passage": {**record["passage"], "text": self._columns.text(number)}})
        return passage, record["address"]

    def spread(self, word: str) -> int:
        """See Rows."""
        return int(self._reader.doc_frequency("words", word))

    def frequencies(self, word: str) -> Mapping[int, int]:
        """See Rows."""
        if not self.knows(word):
            return {}
        matcher = self._reader.postings("words", word)
        found: Counter[int] = Counter()
        while matcher.is_active():
            found[matcher.id()] = int(matcher.weight())
            matcher.next()
        return found

    def _rows_of(self, field: str, term: str) -> Iterable[int]:
        if (field, term) not in self._reader:
            return ()
        ids: Iterable[int] = self._reader.postings(field, term).all_ids()
        return ids

    def _read_record(self, number: int) -> dict[str, Any]:
        record: dict[str, Any] = json.loads(self._reader.stored_fields(number)["record"])
        return record

    def _read_row(self, number: int) -> Candidate:
        document, passage, kind, part = self._columns.row(number)
        key, facts = self._columns.key(number), self._facts[document]
        return Candidate(number, document, facts, passage, kind, part, key, self._columns)

    @property
    def _reader(self) -> Any:
        """A reader of this thread's own: Whoosh's readers serve one thread (reliability 3.2)."""
        if not hasattr(self._local, "reader"):
            self._local.reader = self._index.reader()
        return self._local.reader
