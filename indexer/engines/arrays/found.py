"""What a node of a query finds on a ground, as arrays: the stretches that satisfy it, and the places that make it hold.

Owns the algebra of such findings. Knows no node.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from indexer.engines.arrays.files import Array
from indexer.engines.arrays.ground import Positions

_NONE = np.empty(0, np.int64)
#: Where one number in so many is asked for, a table of all numbers is faster than looking each up.
_DENSE = 50


@dataclass(frozen=True, slots=True)
class Places:
    """Places in the units, from ``starts`` up to ``ends``, each in the stretch ``of`` a ground; in any order."""

    of: Positions
    starts: Positions
    ends: Positions

    def __len__(self) -> int:
        """How many there are."""
        return len(self.of)

    def kept(self, chosen: Array) -> Places:
        """Those that are chosen, by a mask or by their numbers."""
        return Places(self.of[chosen], self.starts[chosen], self.ends[chosen])

    def sorted(self) -> Places:
        """In the order of their starts; of those that start together the longest first, none twice."""
        if (self.starts[1:] > self.starts[:-1]).all():
            return self
        ordered = self.kept(np.lexsort((-self.ends, self.starts)))
        is_new = np.ones(len(ordered), bool)
        is_new[1:] = (ordered.starts[1:] != ordered.starts[:-1]) | (ordered.ends[1:] != ordered.ends[:-1])
        return ordered.kept(is_new)


NOWHERE = Places(_NONE, _NONE, _NONE)


@dataclass(frozen=True, slots=True)
class Found:
    """``stretches``, ascending, satisfy a node, by ``places``, which stand in these stretches only."""

    stretches: Positions
    places: Places = NOWHERE


def standing(places: Places) -> Found:
    """The stretches that have one of the places. The places must be in order."""
    return Found(members(places.of), places)


def members(ascending: Array) -> Array:
    """Each number of an ascending array once."""
    if len(ascending) < 2:
        return ascending
    is_new = np.empty(len(ascending), bool)
    is_new[0] = True
    np.not_equal(ascending[1:], ascending[:-1], out=is_new[1:])
    return ascending[is_new]


def has(ascending: Array, numbers: Array) -> Array:
    """For each number, whether it is in the ascending array."""
    if not len(ascending):
        return np.zeros(len(numbers), bool)
    width = max(int(ascending[-1]), int(numbers.max(initial=0))) + 1
    if width < _DENSE * len(numbers):
        table = np.zeros(width, bool)
        table[ascending] = True
        found: Array = table[numbers]
        return found
    places = ascending.searchsorted(numbers)
    places[places == len(ascending)] = 0
    mask: Array = ascending[places] == numbers
    return mask


def common(few: Array, many: Array) -> Array:
    """The numbers that both of two ascending arrays have, ascending."""
    if len(many) < len(few):
        few, many = many, few
    return few[has(many, few)]


def joined(parts: Sequence[Places]) -> Places:
    """All places of all parts."""
    parts = [part for part in parts if len(part)]
    if len(parts) < 2:
        return parts[0] if parts else NOWHERE
    return Places(
        np.concatenate([p.of for p in parts]),
        np.concatenate([p.starts for p in parts]),
        np.concatenate([p.ends for p in parts]),
    )


def within(places: Places, stretches: Positions) -> Places:
    """The places that stand in these stretches."""
    chosen = has(stretches, places.of)
    return places if chosen.all() else places.kept(chosen)


def apart(places: Places) -> Places:
    """The places, in order, that are left when each that overlaps one already taken is left out, from the left."""
    if len(places) < 2:
        return places
    reach = np.maximum.accumulate(places.ends)
    meets = places.starts[1:] < reach[:-1]
    if not meets.any():
        return places
    keep = np.ones(len(places), bool)
    at = np.flatnonzero(meets) + 1
    clusters = np.split(at, np.flatnonzero(np.diff(at) > 1) + 1)
    for cluster in clusters:
        low, high = int(cluster[0]) - 1, int(cluster[-1]) + 1
        keep[low:high] = _taken(places.starts[low:high].tolist(), places.ends[low:high].tolist())
    return places.kept(keep)


def _taken(starts: list[int], ends: list[int]) -> list[bool]:
    taken, reach = [], -1
    for start, end in zip(starts, ends, strict=True):
        taken.append(start >= reach)
        if start >= reach:
            reach = end
    return taken
