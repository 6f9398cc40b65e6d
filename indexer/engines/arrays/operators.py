"""The operators that look at distances, on arrays: near, gaps and names, as indexer/matching has them for one passage.

Owns how each is worked out over all passages at once; what they mean is specified there, and tests compare the two.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from indexer.engines.arrays.files import Array
from indexer.engines.arrays.found import NOWHERE, Places, apart, joined
from indexer.engines.arrays.ground import Ground, Grounds, Positions


def chain(words: Sequence[Places], distances: Sequence[int], ground: Ground, grounds: Grounds) -> Places:
    """The places of words each of which is near one of the word before: those that take part in a whole chain."""
    alive: list[Places] = []
    for number, word in enumerate(words):
        alive.append(_beside(word, alive[-1], distances[number - 1], ground, grounds) if alive else word)
        if not len(alive[-1]):
            return NOWHERE
    for number in range(len(words) - 2, -1, -1):
        alive[number] = _beside(alive[number], alive[number + 1], distances[number], ground, grounds)
    return joined(alive)


def _beside(found: Places, others: Places, most: int, ground: Ground, grounds: Grounds) -> Places:
    """The places that have one of the others before or behind them with at most ``most`` signs between."""
    starts, ends = np.sort(others.starts), np.sort(others.ends)
    after, before = starts.searchsorted(found.ends), ends.searchsorted(found.starts, side="right") - 1
    follows, precedes = after < len(starts), before >= 0
    behind, ahead = starts[np.where(follows, after, 0)], ends[np.where(precedes, before, 0)]
    follows &= behind < ground.ends[found.of]
    precedes &= ahead > ground.starts[found.of]
    follows[follows] = grounds.signs_between(found.ends[follows], behind[follows]) <= most
    precedes[precedes] = grounds.signs_between(ahead[precedes], found.starts[precedes]) <= most
    return found.kept(follows | precedes)


def stretches(parts: Sequence[Places]) -> Places:
    """The shortest stretches from a place of the first part to one of the last, left to right and without overlap.

    The places of each part must be in order, those of one part of one length, and stand in sentences.
    """
    first = parts[0]
    alive, ends = np.ones(len(first), bool), first.ends
    for part in parts[1:]:
        if not len(part):
            return NOWHERE
        after = part.starts.searchsorted(ends)
        alive &= after < len(part)
        after[~alive] = 0
        alive &= part.of[after] == first.of
        ends = part.ends[after]
    of, ends = first.of[alive], ends[alive]
    is_new = np.ones(len(ends), bool)
    is_new[1:] = ends[1:] != ends[:-1]
    of, ends = of[is_new], ends[is_new]
    starts = ends
    for part in reversed(parts):
        starts = part.starts[part.ends.searchsorted(starts, side="right") - 1]
    return apart(Places(of, starts, ends))


def uses(forms: Places, longer: Sequence[Places]) -> Places:
    """The places of the forms that do not stand inside a place of a longer name. Each of ``longer`` is in order."""
    alive = np.ones(len(forms), bool)
    for names in longer:
        if len(names):
            alive &= ~_inside(forms, names.starts, int(names.ends[0] - names.starts[0]))
    return forms.kept(alive)


def _inside(forms: Places, starts: Positions, length: int) -> Array:
    before = starts.searchsorted(forms.starts, side="right") - 1
    is_inside: Array = (before >= 0) & (starts[before] + length >= forms.ends) & (forms.ends - forms.starts < length)
    return is_inside
