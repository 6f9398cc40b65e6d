"""Tables of a page: which hold data and which only lay the page out, and the rows of the former.

Owns that choice and how cells become rows. Sees pieces with their places in the table, no markup.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from indexer.readers.html_page import Piece
from indexer.readers.rows import row_text

# Hanzi: a page laid out with a table has a cell of thousands in one of few rows; a table of one row has short cells.
_LAYOUT_CELL, _LAYOUT_ROWS, _SMALL_CELL = 1200, 5, 200


@dataclass(slots=True)
class OpenTable:
    """A table that is open: where its pieces and regions begin, the cell that is being filled."""

    start: int
    regions: int
    nested: bool = False
    row: int = 0
    column: int = 0

    def enter(self, name: str) -> None:
        """An element of this table begins."""
        if name == "tr":
            self.row, self.column = self.row + 1, 0
        elif name in ("td", "th"):
            self.column += 1

    @property
    def place(self) -> tuple[int, int] | None:
        """Row and column of the cell that is being filled; None outside of cells."""
        return (self.row, self.column) if self.column else None


def table_rows(pieces: Sequence[Piece]) -> list[Piece]:
    """One piece a row; what stands in no cell (a caption) and what is hidden stays as it is."""
    rows: list[Piece] = []
    for number, group in groupby(
        pieces, key=lambda piece: piece.cell[0] if piece.cell and not piece.hidden_by else None
    ):
        row = list(group)
        if number is None:
            rows += [replace(piece, cell=None) for piece in row]
            continue
        cells = ["\n".join(piece.text for piece in cell) for _, cell in groupby(row, key=lambda piece: piece.cell)]
        hanzi, linked = sum(piece.hanzi for piece in row), sum(piece.linked for piece in row)
        rows.append(Piece(row_text(cells), "row", hanzi=hanzi, linked=linked))
    return rows


def is_data(pieces: Sequence[Piece]) -> bool:
    """Whether cells stand side by side in most rows; a page laid out with a table has few rows and one huge cell."""
    cells: Counter[tuple[int, int]] = Counter()
    for piece in pieces:
        if piece.cell and not piece.hidden_by:
            cells[piece.cell] += piece.hanzi
    columns = Counter(row for row, _ in cells)
    wide = sum(count >= 2 for count in columns.values())
    largest = max(cells.values(), default=0)
    if largest > _LAYOUT_CELL and len(columns) <= _LAYOUT_ROWS:
        return False
    return wide >= 2 or (wide == 1 and largest <= _SMALL_CELL)
