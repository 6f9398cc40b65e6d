"""What is right: plain search in the keys, and BM25 by the book. Owns no index of ours and shares no code with one."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from bench.rows import Rows

Array = npt.NDArray[Any]

K1, B = 1.2, 0.75
#: Scores that differ by less, relatively, are the same: an engine may keep them in 32 bits.
TOLERANCE = 1e-5


class Wrong(AssertionError):
    """An answer is not what it must be: no figure of it counts."""


def plain(rows: Rows, needle: str) -> list[int]:
    """The rows whose key holds the needle."""
    return [row for row, key in enumerate(rows.keys) if needle in key]


@dataclass(frozen=True)
class Scored:
    """Rows, ascending, and the score of each."""

    rows: Array
    scores: Array

    def __len__(self) -> int:
        """How many there are."""
        return len(self.rows)

    def of(self, row: int) -> float:
        """The score of a row; not a number if it is not there."""
        place = int(np.searchsorted(self.rows, row))
        return float(self.scores[place]) if place < len(self) and self.rows[place] == row else math.nan


@dataclass(frozen=True)
class Ranked:
    """BM25 over the rows for some words: ``postings`` has for each the rows and how often it stands there.

    ``lengths`` are those that rank: code points of the key, as docs/ranking.md has it.
    """

    postings: Mapping[str, tuple[Array, Array]]
    lengths: Array

    def scores(self, words: Iterable[str], mode: str) -> Scored:
        """The score of each row that has one of the words, or with ``all`` every one of them."""
        lists = [self.postings[word] for word in words]
        scores, having = np.zeros(len(self.lengths)), np.zeros(len(self.lengths), int)
        lengths = B * self.lengths / self.lengths.mean()
        for rows, often in lists:
            rarity = math.log(1 + (len(self.lengths) - len(rows) + 0.5) / (len(rows) + 0.5))
            scores[rows] += rarity * often * (K1 + 1) / (often + K1 * (1 - B + lengths[rows]))
            having[rows] += 1
        found = np.flatnonzero(having == len(lists) if mode == "all" else having)
        return Scored(found, scores[found])


def ranked(rows: Rows, words: Iterable[str]) -> Ranked:
    """The oracle for these words; one pass over all passages."""
    wanted = set(words)
    postings: dict[str, tuple[list[int], list[int]]] = {word: ([], []) for word in wanted}
    for row, own in enumerate(rows.words):
        for word, often in Counter(word for word in own if word in wanted).items():
            postings[word][0].append(row)
            postings[word][1].append(often)
    arrays = {word: (np.array(found, int), np.array(often, float)) for word, (found, often) in postings.items()}
    return Ranked(arrays, np.array([len(key) for key in rows.keys], float))


def check_best(right: Scored, total: int, best: Sequence[tuple[int, float]], asked: object) -> None:
    """The best ten are the oracle's but for ties, with its scores up to a constant factor; raises Wrong."""
    if total != len(right) or len({row for row, _ in best}) != min(10, len(right)):
        raise Wrong(f"{asked}: {total} passages, {len(best)} shown; there are {len(right)}")
    wanted = sorted(np.partition(right.scores, max(0, len(right) - 10))[-10:].tolist(), reverse=True)
    factor = best[0][1] / wanted[0] if best else 1.0
    for (row, score), due in zip(best, wanted, strict=True):
        if not all(math.isclose(one, due * factor, rel_tol=TOLERANCE) for one in (score, right.of(row) * factor)):
            raise Wrong(f"{asked}: row {row} has {score}, the oracle {right.of(row)}, and {due} for this place")
