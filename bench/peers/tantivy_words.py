"""Tantivy over the words: its whitespace tokenizer, frequencies and no positions, one segment, no stemming, nothing stored.

Level and year are fast fields beside the words, for its own aggregations.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from bench.peers import Facets, token_text
from bench.rows import Rows

_MEMORY = 1_000_000_000
_AGGREGATION = {name: {"terms": {"field": name, "size": 1_000}} for name in ("level", "year")}


def schema() -> Any:
    """The fields."""
    import tantivy

    builder = tantivy.SchemaBuilder()
    builder.add_text_field("words", tokenizer_name="whitespace", index_option="freq")
    for name in ("level", "year"):
        builder.add_text_field(name, fast=True, tokenizer_name="raw", index_option="basic")
    return builder.build()


def write(folder: Path, rows: Rows) -> None:
    """All rows by one thread, which leaves one segment: the best that its searches can have."""
    fill(folder, zip(map(token_text, rows.words), rows.levels, rows.years, strict=True), threads=1)


def fill(folder: Path, documents: Iterable[tuple[str, str, str]], threads: int) -> None:
    """Index words joined by blanks, each with level and year; ``threads`` is 0 for as many as Tantivy thinks best."""
    import tantivy

    index = tantivy.Index(schema(), path=str(folder))
    writer = index.writer(heap_size=_MEMORY, num_threads=threads)
    for words, level, year in documents:
        writer.add_document(tantivy.Document(words=words, level=level, year=year))
    writer.commit()
    writer.wait_merging_threads()


class TantivyWords:
    """A WordsPeer and a FacetPeer."""

    def __init__(self, folder: Path) -> None:
        import tantivy

        self._tantivy, self._schema = tantivy, schema()
        self._searcher = tantivy.Index.open(str(folder)).searcher()

    @property
    def segments(self) -> int:
        """How many segments were left."""
        found: int = self._searcher.num_segments
        return found

    def ranked(self, words: tuple[str, ...], mode: str) -> tuple[int, list[tuple[int, float]]]:
        """See WordsPeer; the rows are Tantivy's own numbers, good for one segment only."""
        found = self._searcher.search(self._query(words, mode), 10)
        return found.count, [(address.doc, score) for score, address in found.hits]

    def faceted(self, words: tuple[str, ...]) -> Facets:
        """See FacetPeer."""
        answer = self._searcher.aggregate(self._query(words, "all"), _AGGREGATION)
        return {
            name: {bucket["key"]: bucket["doc_count"] for bucket in found["buckets"] if bucket["key"]}
            for name, found in answer.items()
        }

    def _query(self, words: tuple[str, ...], mode: str) -> Any:
        query, occur = self._tantivy.Query, self._tantivy.Occur
        terms = [query.term_query(self._schema, "words", token_text((word,)), "freq") for word in words]
        if len(terms) == 1:
            return terms[0]
        how = occur.Must if mode == "all" else occur.Should
        return query.boolean_query([(how, term) for term in terms])
