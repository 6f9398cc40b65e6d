"""SQLite FTS5: trigrams over the keys, and unicode61 over the words joined by blanks.

Files are mapped and optimised to one segment; the cache is as large as the file. A literal of fewer than three characters
has no trigram: it is looked for with LIKE, as SQLite's own documentation says.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from pathlib import Path

from bench.peers import Facets, token_text
from bench.rows import Rows

_FILE = "index.sqlite"
#: Every character but a blank is part of a token, so that 3.5% and a·b survive.
_WORDS = "tokenize=\"unicode61 remove_diacritics 0 categories 'L* M* N* P* S* C*'\""
_SIGNS = "tokenize='trigram case_sensitive 1'"


def write_signs(folder: Path, rows: Rows) -> None:
    """Trigrams with the keys as content."""
    _write(folder, f"k, {_SIGNS}", rows.keys)


def write_signs_alone(folder: Path, rows: Rows) -> None:
    """Trigrams without content, to see how large they are: nothing can be shown from it, nor LIKE be asked."""
    _write(folder, f"k, content='', {_SIGNS}", rows.keys)


def write_words(folder: Path, rows: Rows) -> None:
    """Words without content, and level and year in a table beside them."""
    database = _write(folder, f"k, content='', {_WORDS}", map(token_text, rows.words))
    database.execute("create table facts (rowid integer primary key, level text, year text)")
    facts = enumerate(zip(rows.levels, rows.years, strict=True), 1)
    database.executemany("insert into facts values (?, ?, ?)", ((row, *pair) for row, pair in facts))
    database.commit()
    database.close()


class SqliteSigns:
    """An ExactPeer over trigrams."""

    def __init__(self, folder: Path) -> None:
        self._run = _open(folder).execute

    def count(self, key: str) -> int:
        """See ExactPeer."""
        found: int = self._run(f"select count(*) from t where {_where(key)}", (_asked(key),)).fetchone()[0]
        return found

    def first(self, key: str) -> tuple[int, list[int]]:
        """See ExactPeer; the text of the ten is read as well."""
        found = self._run(f"select rowid, k from t where {_where(key)} limit 10", (_asked(key),)).fetchall()
        return self.count(key), [row - 1 for row, _ in found]

    def rows(self, key: str) -> list[int]:
        """All rows of a literal."""
        return [row - 1 for (row,) in self._run(f"select rowid from t where {_where(key)}", (_asked(key),))]


class SqliteWords:
    """A WordsPeer and a FacetPeer over unicode61, ranked by its bm25()."""

    def __init__(self, folder: Path) -> None:
        self._run = _open(folder).execute

    def ranked(self, words: tuple[str, ...], mode: str) -> tuple[int, list[tuple[int, float]]]:
        """See WordsPeer."""
        asked = _words(words, mode)
        total: int = self._run("select count(*) from t where t match ?", (asked,)).fetchone()[0]
        best = self._run("select rowid, rank from t where t match ? order by rank limit 10", (asked,)).fetchall()
        return total, [(row - 1, -rank) for row, rank in best]

    def faceted(self, words: tuple[str, ...]) -> Facets:
        """See FacetPeer."""
        asked = _words(words, "all")
        return {name: self._counts(name, asked) for name in ("level", "year")}

    def _counts(self, name: str, asked: str) -> dict[str, int]:
        sql = f"select {name}, count(*) from t join facts on facts.rowid = t.rowid where t match ? group by {name}"
        return {value: count for value, count in self._run(sql, (asked,)) if value}


def _write(folder: Path, columns: str, texts: Iterable[str]) -> sqlite3.Connection:
    database = sqlite3.connect(folder / _FILE)
    database.execute("pragma journal_mode = off")
    database.execute("pragma synchronous = off")
    database.execute(f"create virtual table t using fts5({columns})")
    database.executemany("insert into t (rowid, k) values (?, ?)", enumerate(texts, 1))
    database.execute("insert into t (t) values ('optimize')")
    database.commit()
    database.execute("vacuum")
    return database


def _open(folder: Path) -> sqlite3.Connection:
    database = sqlite3.connect(f"file:{folder / _FILE}?mode=ro&immutable=1", uri=True)
    database.execute("pragma mmap_size = 4000000000")
    database.execute("pragma cache_size = -1000000")
    return database


def _where(key: str) -> str:
    return "t match ?" if len(key) >= 3 else "k like ? escape '\\'"


def _asked(key: str) -> str:
    if len(key) >= 3:
        return '"' + key.replace('"', '""') + '"'
    return "%" + "".join(f"\\{c}" if c in "\\%_" else c for c in key) + "%"


def _words(words: tuple[str, ...], mode: str) -> str:
    quoted = ('"' + token_text((word,)).replace('"', '""') + '"' for word in words)
    return (" AND " if mode == "all" else " OR ").join(quoted)
