"""What a query means: a tree of conditions on one passage. Engines, marks and the reading-back see this and no syntax.

Owns the shapes. What each holds for is in indexer/matching.py, which alone evaluates them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from indexer.document import Span

#: Quotes that take a clause literally, opening -> closing; ”…“ is a slip of input methods.
QUOTE_PAIRS = {"“": "”", "‘": "’", "「": "」", "『": "』", '"': '"', "＂": "＂", "”": "“"}


@dataclass(frozen=True, slots=True)
class Literal:
    """A run of signs; ``text`` is as typed, ``key`` what is looked for (see signs.py), never empty."""

    text: str
    key: str

    @property
    def plain(self) -> str:
        """The text without the quotes that took it literally: what a strict search compares."""
        text = self.text.strip()
        return text[1:-1] if is_quoted(text) else text


@dataclass(frozen=True, slots=True)
class AllOf:
    """Holds where each of its parts holds; with no parts it holds everywhere."""

    of: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """Holds where one of its parts holds."""

    of: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """Holds where its part does not."""

    of: Node


@dataclass(frozen=True, slots=True)
class Near:
    """Holds where both stand with at most ``within`` signs between them, in either order and without overlap.

    Both are words (see :func:`is_word`) or a Near, which makes a chain: each word near the one before it.
    """

    left: Node
    right: Node
    within: int


@dataclass(frozen=True, slots=True)
class SameSentence:
    """Holds where its part holds within one sentence of the passage."""

    of: Node


@dataclass(frozen=True, slots=True)
class Gap:
    """Holds where its parts, two or more, stand in this order and without overlap within one sentence (三…新)."""

    parts: tuple[Literal, ...]


@dataclass(frozen=True, slots=True)
class Term:
    """Holds where a glossary entry is named: one of its ``forms``, not inside one of the ``longer`` names."""

    name: str
    forms: tuple[Literal, ...]
    longer: tuple[Literal, ...] = ()


@dataclass(frozen=True, slots=True)
class Filter:
    """A condition on facts: ``field`` is year, region, part, level, kind or title; one of ``values`` must hold.

    A year value is ``2021`` or ``2016..2020``. A region value is a code, the beginning of one, a part of the name or the
    short name of a place above; with ``=`` before it, this region alone. A title value is a literal of the document's title.
    """

    field: str
    values: tuple[str, ...]


Node = Literal | AllOf | AnyOf | Not | Near | SameSentence | Gap | Term | Filter


@dataclass(frozen=True, slots=True)
class Query:
    """A query as read: what must hold (``node``; None if nothing was asked for), filters, and how it was read.

    ``widened`` are (clause, forms) pairs that the glossary added; ``as_words`` means that the text was too long to be
    taken literally and is searched as words only; ``notes`` say in plain words what was not understood, and ``slips`` are
    the places of it in ``text``; ``words`` rank the hits and find related passages, they never decide what is a hit.
    ``strict`` compares the canonical text character for character, for all literals of the query.
    """

    text: str
    node: AllOf | None
    filters: tuple[Filter, ...] = ()
    widened: tuple[tuple[str, tuple[str, ...]], ...] = ()
    as_words: bool = False
    notes: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    slips: tuple[Span, ...] = ()
    strict: bool = False

    @property
    def needles(self) -> tuple[str, ...]:
        """The keys of all literals that are asked for (not the excluded ones): what can be marked and counted."""
        return tuple(dict.fromkeys(literal.key for literal in positive_literals(self.node)))


def children(node: Node) -> tuple[Node, ...]:
    """The parts of a node, in order; none for a leaf."""
    if isinstance(node, AllOf | AnyOf):
        return node.of
    if isinstance(node, Not | SameSentence):
        return (node.of,)
    if isinstance(node, Near):
        return (node.left, node.right)
    return node.parts if isinstance(node, Gap) else node.forms if isinstance(node, Term) else ()


def positive_literals(node: Node | None) -> Iterator[Literal]:
    """The literals of a query that are asked for, in order; those under a Not are left out."""
    if isinstance(node, Literal):
        yield node
    elif node is not None and not isinstance(node, Not):
        for part in children(node):
            yield from positive_literals(part)


def is_word(node: Node) -> bool:
    """Whether a node stands at places of its own, so that another can be near it: a literal, gap or term, or any of such."""
    return isinstance(node, Literal | Gap | Term) or (isinstance(node, AnyOf) and all(map(is_word, node.of)))


def is_quoted(text: str) -> bool:
    """Whether ``text`` is one quotation from end to end."""
    return len(text) > 1 and QUOTE_PAIRS.get(text[0]) == text[-1] and text[-1] not in text[1:-1]
