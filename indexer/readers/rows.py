"""The text of a table row, alike for every reader.

Owns the mark between cells. It is a punctuation mark, not a blank, because blanks are no signs: with a blank between
them, the end of one cell and the beginning of the next would be found as one word (case ING-03).
"""

from __future__ import annotations

from collections.abc import Iterable

CELL_MARK = "｜"


def row_text(cells: Iterable[str]) -> str:
    """The cells of a row that are not empty, with CELL_MARK between; paragraphs inside a cell keep their line breaks."""
    return CELL_MARK.join(stripped for cell in cells if (stripped := cell.strip()))
