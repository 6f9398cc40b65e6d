"""What is asked: literals and words chosen at random, the same ones each time for the same texts.

Literals are runs of signs of the texts, cut anywhere; words are grouped by how many passages have them and, where several
are asked for, taken from one passage, so that all of them together do occur.
"""

from __future__ import annotations

import random

from bench.rows import Rows
from indexer.signs import MARK, sign_list

LENGTHS = (1, 2, 3, 4, 6, 10, 20)
#: Kinds of words, and how many of them are asked for together: how often, how many, how joined.
KINDS = ("common", "middle", "rare")
SHAPES = ((1, "all"), (2, "any"), (2, "all"), (4, "all"))
COUNT = 200
_TRIES = 400


def literals(rows: Rows, length: int, count: int, seed: int) -> list[str]:
    """Keys of so many signs that stand in some passage; neither end is a mark, as a literal has none there."""
    chance = random.Random(f"{seed} {length}")
    weights = [len(key) for key in rows.keys]
    found: list[str] = []
    for _ in range(_TRIES):
        for row in chance.choices(range(len(rows)), weights, k=count):
            signs = sign_list(rows.keys[row])
            start = chance.randrange(max(1, len(signs) - length + 1))
            cut = signs[start : start + length]
            if len(cut) == length and MARK not in (cut[0], cut[-1]):
                found.append("".join(cut))
            if len(found) == count:
                return found
    raise ValueError(f"too few literals of {length} signs")


def kind_of(rows: Rows) -> dict[str, set[str]]:
    """The words of each kind: the 50 commonest; those in 0.1 to 1 percent of the passages; those in 2 to 10 passages."""
    most = rows.spreads.most_common()
    low, high = max(11, len(rows) // 1_000), max(30, len(rows) // 100)
    return {
        "common": {word for word, _ in most[:50]},
        "middle": {word for word, spread in most[50:] if low <= spread <= high},
        "rare": {word for word, spread in most if 2 <= spread <= 10},
    }


def combinations(rows: Rows, kind: set[str], size: int, count: int, seed: int) -> list[tuple[str, ...]]:
    """So many different words of a kind at a time, all of one passage; fewer than ``count``, even none, if there are too few."""
    chance = random.Random(f"{seed} {size}")
    if size == 1:
        words = sorted(kind)
        chance.shuffle(words)
        return [(words[number % len(words)],) for number in range(count if words else 0)]
    able = [row for row, words in enumerate(rows.words) if len(kind.intersection(words)) >= size]
    return [
        tuple(chance.sample(sorted(kind.intersection(rows.words[row])), size))
        for row in chance.choices(able, k=count if able else 0)
    ]
