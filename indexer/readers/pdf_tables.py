"""Ruled tables: the text of their cells, and rows that go on over the end of a page.

Owns what is one row. Knows nothing of what stands around a table.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from indexer.readers.pdf_lines import find_rows, make_line
from indexer.readers.pdf_pages import Box, Glyph, Page, Table
from indexer.readers.rows import row_text
from indexer.readers.wraps import glue

_SAME_EDGE = 3.0  # points
_MAX_HEADS = 3  # rows of a heading


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: its text, its left edge, and whether its sentence plainly goes on (its last line is full)."""

    text: str
    left: float
    runs_on: bool = False


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row of a table on ``page``, from ``top`` on; ``last_page`` is where it ends, ``edges`` those of its table."""

    cells: tuple[Cell, ...]
    edges: tuple[float, ...]
    page: int
    top: float
    last_page: int

    @property
    def text(self) -> str:
        """The row as it is shown."""
        return row_text(cell.text for cell in self.cells)


def take_tables(page: Page) -> tuple[tuple[TableRow, ...], Page]:
    """The rows of the tables of a page, from top to bottom, and the page without what stands in them."""
    rows: list[TableRow] = []
    glyphs = page.glyphs
    for table in sorted(page.tables, key=lambda one: one.box[1]):
        inside = [glyph for glyph in glyphs if _within(glyph, table.box)]
        rows.extend(row for row in _table_rows(table, inside, page.number) if row.text)
        taken = {id(glyph) for cell in _cells(table) for glyph in inside if _within(glyph, cell)}
        glyphs = tuple(glyph for glyph in glyphs if id(glyph) not in taken)
    return tuple(rows), replace(page, glyphs=glyphs)


def join_rows(rows: Sequence[TableRow]) -> tuple[list[TableRow], list[str]]:
    """Rows that stand one after another, those in one that go on over a page; and the headings that come again."""
    joined: list[TableRow] = []
    heads: list[str] = []
    leading: list[TableRow] = []  # the rows of the table so far, as far as the next page may begin with them again
    again = 0
    for row in rows:
        before = joined[-1] if joined else None
        if before is None or not _is_same_table(before, row):
            leading = []
        turned = bool(leading) and before is not None and row.page == before.last_page + 1
        if turned and again < len(leading) and row.text == leading[again].text:
            heads.append(row.text)
            again += 1
            continue
        again = 0
        if turned and before is not None and _is_rest(before, row):
            joined[-1] = _continued(before, row)
        else:
            leading = [*leading, row] if len(leading) < _MAX_HEADS else leading
            joined.append(row)
    return joined, heads


def _is_rest(before: TableRow, row: TableRow) -> bool:
    """Whether a row is the rest of the one before: nothing in its first column, and a cell that was plainly cut."""
    old = {round(cell.left): cell for cell in before.cells}
    filled = [cell for cell in row.cells if cell.text]
    if any(round(cell.left) not in old for cell in filled) or round(filled[0].left) == round(before.cells[0].left):
        return False
    return any(old[round(cell.left)].runs_on for cell in filled)


def _continued(before: TableRow, row: TableRow) -> TableRow:
    more = {round(cell.left): cell for cell in row.cells if cell.text}
    cells = []
    for cell in before.cells:
        rest = more.get(round(cell.left))
        cells.append(replace(rest, text=glue(cell.text, rest.text) if cell.text else rest.text) if rest else cell)
    return replace(before, cells=tuple(cells), last_page=row.page)


def _is_same_table(one: TableRow, other: TableRow) -> bool:
    """Whether two rows have their cells at the same places."""
    return len(one.edges) == len(other.edges) and all(
        abs(a - b) <= _SAME_EDGE for a, b in zip(one.edges, other.edges, strict=True)
    )


def _cells(table: Table) -> list[Box]:
    return [cell for row in table.rows for cell in row]


def _table_rows(table: Table, glyphs: Sequence[Glyph], page: int) -> list[TableRow]:
    edges = tuple(sorted({round(cell[0], 1) for cell in _cells(table)}))
    rows = []
    for boxes in table.rows:
        cells = tuple(_cell([glyph for glyph in glyphs if _within(glyph, box)], box) for box in boxes)
        rows.append(TableRow(cells, edges, page, min(box[1] for box in boxes), page))
    return rows


def _cell(glyphs: Sequence[Glyph], box: Box) -> Cell:
    """A cell: its lines in one text, for they are cut at the width of the cell."""
    text, runs_on = "", False
    for row in find_rows(glyphs):
        line = make_line(row, 0)
        text = glue(text, line.text) if text else line.text
        runs_on = line.x1 > box[2] - 2.5 * line.size and not text.endswith(("。", "！", "？"))
    return Cell(text, box[0], runs_on)


def _within(glyph: Glyph, box: Box) -> bool:
    x0, top, x1, bottom = box
    return x0 <= glyph.middle < x1 and top <= glyph.base - glyph.size / 3 < bottom
