"""Tables of a .docx: their rows and cells, and whether a table holds data or only lays out the page.

Owns what is a row of its own, a merged cell, a deleted or hidden row. Knows nothing of the text in the cells.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from indexer.document import PassageKind
from indexer.readers.docx_xml import W, is_on
from indexer.readers.rows import row_text

if TYPE_CHECKING:
    from lxml import etree

# A cell with so many paragraphs and characters is a page laid out with a table, not a value.
_LAYOUT_PARAGRAPHS, _LAYOUT_LENGTH = 5, 1200


@dataclass(frozen=True, slots=True)
class Piece:
    """A paragraph, table row or note before it is a block; ``text`` still holds the signs around note marks.

    ``numbered`` says that it has an automatic number, ``indented`` that it began with a blank, ``apart`` that an empty
    paragraph stood before it.
    """

    text: str
    kind: PassageKind = "paragraph"
    numbered: bool = False
    indented: bool = False
    apart: bool = False


def iterate_rows(table: etree._Element) -> Iterator[tuple[etree._Element, str | None]]:
    """The rows of a table, those in content controls too, each with the reason for which it is left out, if any."""
    for row in _descend(table, W + "tr"):
        properties = row.find(W + "trPr")
        deleted = properties is not None and properties.find(W + "del") is not None
        yield row, "deleted" if deleted else "hidden" if is_on(properties, "hidden") else None


def iterate_cells(row: etree._Element) -> Iterator[tuple[etree._Element, str | None]]:
    """The cells of a row, each with the reason for which it is left out: the lower or right part of a merged cell."""
    for cell in _descend(row, W + "tc"):
        properties = cell.find(W + "tcPr")
        reason = None
        if properties is not None:
            merges = [properties.find(W + name) for name in ("vMerge", "hMerge")]
            if any(merge is not None and merge.get(W + "val") != "restart" for merge in merges):
                reason = "merged cell"
            elif properties.find(W + "cellDel") is not None:
                reason = "deleted"
        yield cell, reason


def _descend(node: etree._Element, tag: str) -> Iterator[etree._Element]:
    """Children of that name, also inside what may stand around them (content controls, custom XML, tracked moves)."""
    for child in node:
        if child.tag == tag:
            yield child
        elif (
            isinstance(child.tag, str)
            and not child.tag.endswith("Pr")
            and child.tag not in (W + "tr", W + "tc", W + "p")
        ):
            yield from _descend(child, tag)


def lay_rows(rows: Sequence[Sequence[Sequence[Piece]]]) -> tuple[Piece, ...]:
    """The pieces of a table whose rows are cells and whose cells are pieces.

    A table of data gives one piece a row, and the rows of tables inside its cells follow their row. A table with one
    cell in each row, or with a cell as long as a page, only lays out: its paragraphs stay paragraphs.
    """
    filled = [[cell for cell in row if cell] for row in rows]
    if all(len(row) <= 1 for row in filled) or any(_is_page(cell) for row in filled for cell in row):
        return tuple(piece for row in filled for cell in row for piece in cell)
    pieces: list[Piece] = []
    for row in filled:
        own = [[piece for piece in cell if piece.kind != "row"] for cell in row]
        text = row_text("\n".join(piece.text for piece in cell) for cell in own)
        pieces += [Piece(text, "row")] if text else []
        pieces += [piece for cell in row for piece in cell if piece.kind == "row"]
    return tuple(pieces)


def _is_page(cell: Sequence[Piece]) -> bool:
    return len(cell) > _LAYOUT_PARAGRAPHS and sum(len(piece.text) for piece in cell) > _LAYOUT_LENGTH
