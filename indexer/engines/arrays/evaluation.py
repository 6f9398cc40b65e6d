"""A query over all passages at once: every node as operations on sorted arrays.

Owns what each node finds. One object serves one search: it remembers the places of literals, which are asked for again by
counts and ranking. What the nodes mean is specified in indexer/matching.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from indexer.engines.arrays.files import Array
from indexer.engines.arrays.found import NOWHERE, Found, Places, apart, common, joined, members, standing, within
from indexer.engines.arrays.ground import Ground, Grounds, Positions
from indexer.engines.arrays.operators import chain, stretches, uses
from indexer.engines.arrays.signs import Signs, units_of
from indexer.engines.budget import Budget
from indexer.matching.operators import links
from indexer.query import AllOf, AnyOf, Filter, Gap, Literal, Near, Node, Not, SameSentence, Term, children


class Evaluation:
    """The work of one search. ``accepted`` gives the mask of the rows that a filter accepts."""

    def __init__(self, signs: Signs, grounds: Grounds, accepted: Callable[[Filter], Array], budget: Budget) -> None:
        self._signs, self._grounds, self._accepted, self._budget = signs, grounds, accepted, budget
        self._places: dict[str, Places] = {}
        self._times: dict[str, tuple[Positions, Positions]] = {}

    def rows(self, node: Node) -> Found:
        """The rows that satisfy a node, with places; see :func:`indexer.matching.places`, but overlaps are not removed."""
        return self._find(node, self._grounds.rows)

    def places(self, key: str) -> Places:
        """Where a key stands, in order, places that overlap each other too; ``of`` are rows."""
        if key not in self._places:
            starts = self._signs.places(key).astype(np.int64)
            self._budget.spend(postings=len(starts))
            self._places[key] = Places(self._grounds.rows.numbers(starts), starts, starts + len(units_of(key)))
        return self._places[key]

    def times(self, key: str) -> tuple[Positions, Positions]:
        """The rows in which a key stands, ascending, and how often in each, without overlap."""
        if key not in self._times:
            self._times[key] = counted(apart(self.places(key)))
        return self._times[key]

    def _find(self, node: Node, ground: Ground) -> Found:
        self._budget.spend()
        match node:
            case Literal(key=key):
                return standing(self._on(self.places(key), ground))
            case AllOf(of):
                return self._all(of, ground)
            case AnyOf(of):
                return _any([self._find(part, ground) for part in of])
            case Not(of):
                return Found(self._without(self._find(of, ground).stretches, ground))
            case Near():
                words, distances = links(node)
                found = [self._find(word, ground).places for word in words]
                return standing(chain(found, distances, ground, self._grounds).sorted())
            case SameSentence(of):
                return self._in_sentences(of, ground)
            case Gap(parts):
                return self._gap(parts, ground)
            case Term(forms=forms, longer=longer):
                uses_of = joined([self._on(self.places(form.key), ground) for form in forms]).sorted()
                return standing(uses(uses_of, [self._on(self.places(name.key), ground) for name in longer]))
        return Found(np.flatnonzero(self._accepted(node)[ground.rows(np.arange(ground.size))]))

    def _on(self, places: Places, ground: Ground) -> Places:
        """Places of rows as places of a ground: those that stand in one of its stretches from end to end."""
        if ground.is_rows or not len(places):
            return places
        of = ground.numbers(places.starts)
        return Places(of, places.starts, places.ends).kept(places.ends <= ground.ends[of])

    def _all(self, of: tuple[Node, ...], ground: Ground) -> Found:
        parts: list[Found] = []
        held: Positions | None = None
        for part in sorted(of, key=self._weight):
            found = self._find(part, ground)
            held = found.stretches if held is None else common(held, found.stretches)
            parts.append(found)
            if not len(held):
                return Found(held)
        if held is None:
            return Found(np.arange(ground.size))
        return Found(held, joined([within(part.places, held) for part in parts]))

    def _weight(self, node: Node) -> int:
        """Cheap parts first: where one finds nothing the others are not looked for."""
        if isinstance(node, Literal):
            return self._signs.cost(node.key)
        return max(map(self._weight, children(node)), default=0) + 1_000_000

    def _without(self, numbers: Positions, ground: Ground) -> Positions:
        others = np.ones(ground.size, bool)
        others[numbers] = False
        return np.flatnonzero(others)

    def _in_sentences(self, node: Node, ground: Ground) -> Found:
        sentences = self._grounds.sentences
        found = self._find(node, sentences)
        return self._back(found, sentences) if ground.is_rows else found

    def _gap(self, parts: tuple[Literal, ...], ground: Ground) -> Found:
        sentences = self._grounds.sentences
        found = standing(stretches([self._on(self.places(part.key), sentences) for part in parts]))
        return self._back(found, sentences) if ground.is_rows else found

    @staticmethod
    def _back(found: Found, sentences: Ground) -> Found:
        """What was found in sentences, as found in their rows."""
        places = found.places
        rows = Places(sentences.rows(places.of), places.starts, places.ends) if len(places) else NOWHERE
        return Found(members(sentences.rows(found.stretches)), rows)


def _any(parts: list[Found]) -> Found:
    held = members(np.sort(np.concatenate([part.stretches for part in parts])))
    return Found(held, joined([part.places for part in parts]))


def counted(places: Places) -> tuple[Positions, Positions]:
    """The stretches of places that are in order, and how many places each has."""
    is_new = np.ones(len(places), bool)
    np.not_equal(places.of[1:], places.of[:-1], out=is_new[1:])
    firsts = np.flatnonzero(is_new)
    counts = np.full(len(firsts), len(places), np.int64)
    counts[:-1] = firsts[1:]
    counts -= firsts
    return places.of[firsts], counts
