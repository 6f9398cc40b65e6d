"""Stock Whoosh (whoosh3) over the words: a KEYWORD field with lengths, its default codec, scored by its BM25F; no positions."""

from __future__ import annotations

import warnings
from pathlib import Path

from bench.peers import token_text
from bench.rows import Rows


def write(folder: Path, rows: Rows) -> None:
    """One segment."""
    fields, index, _ = _whoosh()
    schema = fields.Schema(words=fields.KEYWORD(scorable=True))
    writer = index.create_in(str(folder), schema).writer(limitmb=256)
    for words in rows.words:
        writer.add_document(words=token_text(words))
    writer.commit(optimize=True)


class WhooshWords:
    """A WordsPeer."""

    def __init__(self, folder: Path) -> None:
        _, index, self._query = _whoosh()
        self._searcher = index.open_dir(str(folder), readonly=True).searcher()

    def ranked(self, words: tuple[str, ...], mode: str) -> tuple[int, list[tuple[int, float]]]:
        """See WordsPeer."""
        terms = [self._query.Term("words", token_text((word,))) for word in words]
        joined = self._query.And(terms) if mode == "all" else self._query.Or(terms)
        results = self._searcher.search(terms[0] if len(terms) == 1 else joined, limit=10)
        return len(results), [(hit.docnum, hit.score) for hit in results]


def _whoosh():  # type: ignore[no-untyped-def]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from whoosh import fields, index, query
    return fields, index, query
