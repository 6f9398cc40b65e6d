"""The passages that all of them hold: ours and the peers are given the same keys and the same words, in the same order.

They are read from the built home: passages and their order from the engine, words from what was prepared for it.
"""

from __future__ import annotations

import sys
from collections import Counter
from dataclasses import dataclass
from functools import cached_property

from indexer.corpus import walk
from indexer.library import Library, segmenter
from indexer.prepared import Preparer, cache_folder


@dataclass(frozen=True)
class Rows:
    """Passages by number: key of signs, words, text, level and year; ``places`` are their document and number."""

    keys: tuple[str, ...]
    words: tuple[tuple[str, ...], ...]
    texts: tuple[str, ...]
    levels: tuple[str, ...]
    years: tuple[str, ...]
    places: tuple[tuple[str, int], ...]

    def __len__(self) -> int:
        """How many there are."""
        return len(self.keys)

    @cached_property
    def numbers(self) -> dict[tuple[str, int], int]:
        """Document and number of a passage -> its row."""
        return {place: row for row, place in enumerate(self.places)}

    @cached_property
    def spreads(self) -> Counter[str]:
        """In how many rows each word stands."""
        found: Counter[str] = Counter()
        for words in self.words:
            found.update(set(words))
        return found

    @property
    def characters(self) -> int:
        """Code points of all texts."""
        return sum(map(len, self.texts))


def read_rows(library: Library) -> Rows:
    """All passages of a library, in the order of documents; raises AssertionError if what was prepared has others."""
    preparer = Preparer(cache_folder(library.settings), segmenter(library.glossary))
    keys: list[str] = []
    words: list[tuple[str, ...]] = []
    texts: list[str] = []
    facts: list[tuple[str, str]] = []
    places: list[tuple[str, int]] = []
    for folder in walk(library.settings.corpus_path)[0]:
        passages = library.engine.passages(folder.document_id)
        if not passages:
            continue
        prepared = preparer.prepare(folder)
        assert [p.text for p, _ in passages] == [p.text for p in prepared.document.passages]
        about = library.documents[folder.document_id]
        facts += [(about.level or "", str(about.year or ""))] * len(passages)
        places += [(folder.document_id, passage.number) for passage, _ in passages]
        texts += [passage.text for passage, _ in passages]
        keys += prepared.keys
        words += [tuple(map(sys.intern, row)) for row in prepared.words]
    levels, years = zip(*facts, strict=True)
    return Rows(tuple(keys), tuple(words), tuple(texts), levels, years, tuple(places))
