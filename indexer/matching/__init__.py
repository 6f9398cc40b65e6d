"""Whether a passage satisfies a query, and where: the specification of every operator, for engines and marks alike.

Owns the meaning of the nodes of a query and of filters. Works on the key of a passage (signs.py), or on its text where a
search is strict; the text is asked for only where sentences matter. Knows no engine, no ranking and no page.
"""

from __future__ import annotations

from collections.abc import Callable

from indexer.document import Span
from indexer.matching.conditions import accepts
from indexer.matching.ground import Ground, Place
from indexer.matching.operators import find_places, is_possible
from indexer.matching.subject import PassageSubject, Subject, sentence_edges
from indexer.query.nodes import AllOf, AnyOf, Filter, Literal, Node, Not, children
from indexer.signs import sign_text

__all__ = ["PassageSubject", "Place", "Subject", "accepts", "counter", "holds", "places", "sentence_edges", "spans"]


def holds(node: Node, subject: Subject, strict: bool = False) -> bool:
    """Whether the passage satisfies the node: the specification of the exact layer."""
    if isinstance(node, Literal):
        return node.plain in subject.text if strict else node.key in subject.key
    if isinstance(node, AllOf):
        return all(holds(part, subject, strict) for part in node.of)
    if isinstance(node, AnyOf):
        return any(holds(part, subject, strict) for part in node.of)
    if isinstance(node, Not):
        return not holds(node.of, subject, strict)
    if isinstance(node, Filter):
        return accepts((node,), subject)
    return places(node, subject, strict) is not None


def places(node: Node, subject: Subject, strict: bool = False) -> tuple[Place, ...] | None:
    """The occurrences of a query in a passage, left to right and without overlap: only of what satisfied the node.

    None if the passage does not satisfy it; none where nothing but conditions and exclusions is asked for. Literals, terms
    and words that are near stand for themselves, a gap for the whole stretch. Where two begin at one place the longer is
    taken, and what overlaps a place already taken is left out, as with the search of an editor.
    """
    ground = Ground(subject, strict)
    found = find_places(node, ground) if is_possible(node, ground) else None
    if found is None:
        return None
    kept: list[Place] = []
    for start, end in sorted(set(found), key=lambda place: (place[0], -place[1])):
        if not kept or start >= kept[-1][1]:
            kept.append((start, end))
    return tuple(kept)


def counter(node: Node, strict: bool = False) -> Callable[[Subject], int | None]:
    """A function that counts the :func:`places` of a passage; None where it does not satisfy the node. Made once a query."""
    if isinstance(node, Literal):
        needle = node.plain if strict else node.key
        return lambda subject: (subject.text if strict else subject.key).count(needle) or None
    plain = _is_plain(node)

    def count(subject: Subject) -> int | None:
        if plain and not holds(node, subject, strict):
            return None
        found = places(node, subject, strict)
        return None if found is None else len(found)

    return count


def spans(node: Node, subject: PassageSubject, strict: bool = False) -> tuple[Span, ...]:
    """:func:`places` as offsets into the text of the passage; none if it does not satisfy the node."""
    found = places(node, subject, strict)
    if strict or not found:
        return tuple(Span(*place) for place in found or ())
    signs = sign_text(subject.passage.words)
    return tuple(Span(signs.starts[start], signs.ends[end - 1]) for start, end in found)


def _is_plain(node: Node) -> bool:
    """Whether :func:`holds` is much cheaper than :func:`places`: no distance, no sentence and no name is to be looked at."""
    return isinstance(node, Literal | AllOf | AnyOf | Not | Filter) and all(map(_is_plain, children(node)))
