"""Which rows have a word, and how often: the postings that rank.

Owns the term dictionary, the postings and their files. Knows no score and no literal.

words.terms    UTF-8: the words, sorted by their bytes, without anything between
words.ends     uint32: where each word ends in words.terms
words.steps, words.starts, words.counts   the rows of each word (lists.py)
words.often    uint8: how often the word stands in each of its rows, list after list; 255 for 255 and more, which are in
words.many     uint64, two each: place in words.often, ascending, and how often
words.lengths  uint32: how many words each row has
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from indexer.engines.arrays.files import Array, ArrayFile, Numbers, map_array, read_array
from indexer.engines.arrays.lists import Lists, ListsWriter
from indexer.engines.arrays.piece import Piece, json_array, json_of
from indexer.engines.arrays.runs import RUN, Runs

#: Small numbers: their type is wide enough for the largest of the list.
Frequencies = npt.NDArray[Any]
_MOST = 255
#: Words whose number is remembered, or that they are not there.
_REMEMBERED = 20_000


def encode_words(rows: Sequence[Sequence[str]]) -> dict[str, Array]:
    """The arrays of a piece that hold the words of these rows."""
    numbers: dict[str, int] = {}
    tokens = [numbers.setdefault(word, len(numbers)) for words in rows for word in words]
    return {
        "words.vocabulary": json_array(list(numbers)),
        "words.tokens": np.array(tokens, "<u4"),
        "words.lengths": np.array([len(words) for words in rows], "<u4"),
    }


class WordsWriter:
    """Takes pieces in order and writes their words."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._numbers: dict[str, int] = {}
        self._tokens, self._lengths = (
            ArrayFile(folder, "words.tokens", "<u4"),
            ArrayFile(folder, "words.lengths", "<u4"),
        )

    def add(self, piece: Piece) -> None:
        """The next rows."""
        known = self._numbers
        own = np.array([known.setdefault(w, len(known)) for w in json_of(piece["words.vocabulary"])], np.uint32)
        self._tokens.append(own[piece["words.tokens"]])
        self._lengths.append(piece["words.lengths"])

    def finish(self, run: int = RUN) -> None:
        """Write the files; memory is bounded by the dictionary and some runs."""
        self._tokens.close()
        self._lengths.close()
        runs, ranks = Runs(self._folder, "words", run), self._write_terms()
        ends = np.cumsum(map_array(self._folder, "words.lengths", "<u4"), dtype=np.int64)
        for start in range(0, self._tokens.length, run):
            piece = read_array(self._folder / "words.tokens", "<u4", start, run)
            runs.add(ranks[piece], _rows_of(ends, start, start + len(piece)))
        self._write_postings(runs)
        (self._folder / "words.tokens").unlink()

    def _write_postings(self, runs: Runs) -> None:
        lists, often = ListsWriter(self._folder, "words"), ArrayFile(self._folder, "words.often", "u1")
        many = ArrayFile(self._folder, "words.many", "<u8")
        for keys, rows in runs.taken():
            starts = np.flatnonzero((np.diff(keys, prepend=~keys[:1]) != 0) | (np.diff(rows, prepend=~rows[:1]) != 0))
            frequencies = np.diff(starts, append=len(keys))
            most = np.flatnonzero(frequencies >= _MOST)
            many.append(np.column_stack((most + often.length, frequencies[most])).ravel())
            often.append(np.minimum(frequencies, _MOST))
            lists.append(rows[starts], np.flatnonzero(np.diff(keys[starts], prepend=~keys[:1])))
        lists.finish()
        often.close()
        many.close()

    def _write_terms(self) -> Numbers:
        """The sorted dictionary as files; returns the place of each word by its number."""
        terms = {word.encode("utf-8", "surrogatepass"): number for word, number in self._numbers.items()}
        ordered = sorted(terms)
        (self._folder / "words.terms").write_bytes(b"".join(ordered))
        ends = ArrayFile(self._folder, "words.ends", "<u4")
        ends.append(np.cumsum([len(term) for term in ordered], dtype=np.uint64))
        ends.close()
        ranks = np.empty(len(ordered), np.uint32)
        ranks[[terms[term] for term in ordered]] = np.arange(len(ordered), dtype=np.uint32)
        return ranks


def _rows_of(ends: npt.NDArray[np.int64], start: int, stop: int) -> npt.NDArray[np.int64]:
    """The rows of the words from ``start`` to ``stop``, where the words of row n end at ``ends[n]``."""
    first, last = np.searchsorted(ends, [start, stop - 1], side="right").tolist()
    bounds = np.minimum(ends[first : last + 1], stop)
    return np.repeat(np.arange(first, last + 1), np.diff(bounds, prepend=start))


class Words:
    """Reads what the writer wrote. One object serves many threads: it is never changed."""

    def __init__(self, folder: Path) -> None:
        self._terms = map_array(folder, "words.terms", "u1")
        self._ends = map_array(folder, "words.ends", "<u4")
        self._lists = Lists(folder, "words")
        self._often = map_array(folder, "words.often", "u1")
        self._many = map_array(folder, "words.many", "<u8").reshape(-1, 2)
        self.lengths = map_array(folder, "words.lengths", "<u4")
        self._known = lru_cache(maxsize=_REMEMBERED)(self._find)

    def __len__(self) -> int:
        """How many words there are."""
        return len(self._ends)

    def term(self, number: int) -> bytes:
        """A word in UTF-8; ``number`` counts from 0 in the order of their bytes."""
        start = int(self._ends[number - 1]) if number else 0
        return self._terms[start : int(self._ends[number])].tobytes()

    def place(self, term: bytes) -> int:
        """How many words come before this one in the order of their bytes."""
        low, high = 0, len(self._ends)
        while low < high:
            middle = (low + high) // 2
            if self.term(middle) < term:
                low = middle + 1
            else:
                high = middle
        return low

    def find(self, word: str) -> int | None:
        """The number of a word, or None."""
        return self._known(word)

    def _find(self, word: str) -> int | None:
        term = word.encode("utf-8", "surrogatepass")
        number = self.place(term)
        return number if number < len(self) and self.term(number) == term else None

    def spread(self, number: int) -> int:
        """In how many rows the word stands."""
        return int(self._lists.counts[number])

    def spreads(self) -> Iterator[tuple[str, int]]:
        """All words with the number of their rows: the commonest first, ties in the order of their bytes."""
        counts = self._lists.counts
        for number in np.argsort(-counts.astype(np.int64), kind="stable").tolist():
            yield self.term(number).decode("utf-8", "surrogatepass"), int(counts[number])

    def postings(self, number: int) -> tuple[Numbers, Frequencies]:
        """The rows that have the word, ascending, and how often each has it."""
        rows, start = self._lists.numbers(number), int(self._firsts[number])
        often = self._often[start : start + len(rows)]
        low, high = np.searchsorted(self._many[:, 0], [start, start + len(rows)]).tolist()
        if low < high:
            often = often.astype(np.uint32)
            often[(self._many[low:high, 0] - start).astype(np.intp)] = self._many[low:high, 1]
        return rows, often

    @cached_property
    def _firsts(self) -> npt.NDArray[np.int64]:
        """Where the frequencies of each word begin."""
        return np.cumsum(self._lists.counts, dtype=np.int64) - self._lists.counts
