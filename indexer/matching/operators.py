"""The operators of the query language over one ground: the specification of each.

Owns what makes a node hold and the places of it.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right

from indexer.matching.conditions import accepts
from indexer.matching.ground import Ground, Place
from indexer.query.nodes import AllOf, AnyOf, Gap, Literal, Near, Node, Not, SameSentence, Term, children


def find_places(node: Node, ground: Ground) -> list[Place] | None:
    """The places that make the node hold, in any order; None if it does not hold, none where it excludes."""
    match node:
        case Literal():
            return ground.all_places(node) or None
        case AllOf(of):
            return _all_places(of, ground)
        case AnyOf(of):
            found = [part for part in (find_places(part, ground) for part in of) if part is not None]
            return [place for part in found for place in part] if found else None
        case Not(of):
            return None if find_places(of, ground) is not None else []
        case Near():
            return _chain(node, ground)
        case SameSentence(of):
            sentences = ground.sentences() if is_possible(of, ground) else ()
            held = [found for found in (find_places(of, one) for one in sentences) if found is not None]
            return [place for found in held for place in found] if held else None
        case Gap(parts):
            sentences = ground.sentences() if is_possible(node, ground) else ()
            return [place for one in sentences for place in _stretches(parts, one)] or None
        case Term():
            return _uses(node, ground) or None
    return [] if accepts((node,), ground.subject) else None


def _all_places(of: tuple[Node, ...], ground: Ground) -> list[Place] | None:
    found: list[Place] = []
    for part in of:
        places = find_places(part, ground)
        if places is None:
            return None
        found += places
    return found


def is_possible(node: Node, ground: Ground) -> bool:
    """Whether the ground has the literals that the node cannot do without; cheap, and no more than that."""
    if isinstance(node, Literal):
        return ground.has(node)
    if isinstance(node, AnyOf | Term):
        return any(is_possible(part, ground) for part in children(node))
    return isinstance(node, Not) or all(is_possible(part, ground) for part in children(node))


def _chain(node: Near, ground: Ground) -> list[Place] | None:
    """The places of words each of which is near one of the word before: those that take part in a whole chain."""
    words, distances = links(node)
    alive: list[list[Place]] = []
    for number, word in enumerate(words):
        found = find_places(word, ground) or []
        if alive:
            found = _beside(found, alive[-1], distances[number - 1], ground)
        if not found:
            return None
        alive.append(found)
    for number in range(len(words) - 2, -1, -1):
        alive[number] = _beside(alive[number], alive[number + 1], distances[number], ground)
    return [place for found in alive for place in found]


def links(node: Node) -> tuple[list[Node], list[int]]:
    """The words of a chain and the distances between them."""
    if not isinstance(node, Near):
        return [node], []
    (left, before), (right, after) = links(node.left), links(node.right)
    return [*left, *right], [*before, node.within, *after]


def _beside(found: list[Place], others: list[Place], within: int, ground: Ground) -> list[Place]:
    """The places that have one of the others before or behind them with at most ``within`` signs between."""
    starts, ends = sorted(start for start, _ in others), sorted(end for _, end in others)
    near = []
    for start, end in found:
        after, before = bisect_left(starts, end), bisect_right(ends, start) - 1
        follows = after < len(starts) and ground.are_near(end, starts[after], within)
        if follows or (before >= 0 and ground.are_near(ends[before], start, within)):
            near.append((start, end))
    return near


def _stretches(parts: tuple[Literal, ...], ground: Ground) -> list[Place]:
    """The shortest stretches from the first part to the last, left to right and without overlap."""
    needles = [part.plain if ground.strict else part.key for part in parts]
    found: list[Place] = []
    at = ground.low
    while True:
        end = at
        for needle in needles:
            start = ground.string.find(needle, end, ground.high)
            if start < 0:
                return found
            end = start + len(needle)
        start = end
        for needle in reversed(needles):
            start = ground.string.rfind(needle, at, start)
        found.append((start, end))
        at = end


def _uses(term: Term, ground: Ground) -> list[Place]:
    """Where the term is named: not where a longer name stands around it."""
    found = [place for form in term.forms for place in ground.all_places(form)]
    around = [place for longer in term.longer for place in ground.all_places(longer)] if found else []
    return [(s, e) for s, e in found if not any(a <= s and e <= b and b - a > e - s for a, b in around)]
