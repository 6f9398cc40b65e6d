"""A page laid flat: the values that the parts of the HTML reader hand to one another.

Owns Piece, Region and Page; knows no markup and decides nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from indexer.document import Span


@dataclass(frozen=True, slots=True)
class Piece:
    """A paragraph or table row of a page.

    ``hidden_by`` is why a reader does not see it or why its element says it is no text (``hidden``, ``navigation`` …);
    ``hanzi`` and ``linked`` count its hanzi and those in links; ``marks`` are note reference marks; ``cell`` is the row
    and column in the innermost table.
    """

    text: str
    kind: str = "paragraph"
    indented: bool = False
    hidden_by: str | None = None
    hanzi: int = 0
    linked: int = 0
    marks: tuple[Span, ...] = ()
    cell: tuple[int, int] | None = None


@dataclass(slots=True)
class Region:
    """An element: its name, its id and classes, the pieces from ``start`` up to ``end`` in it, the region around it."""

    name: str
    names: frozenset[str]
    start: int
    parent: int
    end: int = -1


@dataclass(slots=True)
class Page:
    """A page laid flat; ``unseen`` are its scripts, styles and comments: the kinds with the number of hanzi in them."""

    pieces: list[Piece] = field(default_factory=list)
    regions: list[Region] = field(default_factory=list)
    unseen: dict[str, int] = field(default_factory=dict)
