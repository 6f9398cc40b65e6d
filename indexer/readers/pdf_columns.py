"""Pages of two columns: where the gutter is, and the order in which the rows are read.

Owns the finding of the gutter; knows nothing of words. A page whose rows run over its full width has none.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from indexer.readers.pdf_lines import Row, split_row

_WORD_GAP = 0.8  # of the font size: a wider gap parts words or columns
_GUTTER = 0.8  # of the font size: no gutter is narrower
_MIN_ROWS = 5
_STEPS = 1_000  # places that are looked at over the width of a page, at the most
_CROSSING = 0.08  # share of rows that may cross the gutter: titles over both columns
_BOTH = 0.4  # share of rows with text on both sides
_FULL = 0.5  # share of rows that reach the gutter on the left and begin at it on the right


@dataclass(frozen=True, slots=True)
class Placed:
    """A row in reading order with its column: 0 over the full width, 1 left, 2 right."""

    row: Row
    column: int


def find_gutter(rows: Sequence[Row]) -> float | None:
    """The middle of the blank strip between two columns of running text; None if there is no such strip."""
    if len(rows) < _MIN_ROWS:
        return None
    spans = [_words(row) for row in rows]
    left, right = min(span[0][0] for span in spans), max(span[-1][1] for span in spans)
    size = sorted(row.size for row in rows)[len(rows) // 2]
    step = max(1.0, (right - left) / _STEPS)
    strip: list[float] = []
    best: list[float] = []
    for at in range(int(0.3 * (right - left) / step), int(0.7 * (right - left) / step) + 1):
        x = left + at * step
        crossing = sum(any(start < x + step and x < end for start, end in words) for words in spans)
        strip = [*strip, x] if crossing <= max(1, _CROSSING * len(rows)) else []
        best = strip if len(strip) > len(best) else best
    if len(best) * step < _GUTTER * size:
        return None
    middle = (best[0] + best[-1] + step) / 2
    return middle if _is_prose(spans, best[0], best[-1] + step, middle, size) else None


def reading_order(rows: Sequence[Row], gutter: float | None) -> tuple[Placed, ...]:
    """The rows in reading order: between rows that cross the gutter, first all of the left column, then the right."""
    if gutter is None:
        return tuple(Placed(row, 0) for row in rows)
    placed: list[Placed] = []
    left: list[Placed] = []
    right: list[Placed] = []
    for row in rows:
        if crosses(row, gutter):
            placed += [*left, *right, Placed(row, 0)]
            left, right = [], []
            continue
        for half, side, column in zip(split_row(row, gutter), (left, right), (1, 2), strict=True):
            side.extend([Placed(half, column)] if half is not None else [])
    return (*placed, *left, *right)


def crosses(row: Row, gutter: float) -> bool:
    """Whether words of a row run over the gutter."""
    return any(start < gutter < end for start, end in _words(row))


def _words(row: Row) -> list[tuple[float, float]]:
    """The stretches of a row that are printed without a wide gap."""
    found: list[tuple[float, float]] = []
    for glyph in row.glyphs:
        if glyph.text.isspace():
            continue
        if found and glyph.x0 - found[-1][1] < _WORD_GAP * row.size:
            found[-1] = (found[-1][0], max(found[-1][1], glyph.x1))
        else:
            found.append((glyph.x0, glyph.x1))
    return found


def _is_prose(
    spans: Sequence[list[tuple[float, float]]], left: float, right: float, middle: float, size: float
) -> bool:
    """Whether running text stands on both sides, not the cells of a table without rules."""
    before = [[word for word in words if word[1] <= middle] for words in spans]
    after = [[word for word in words if word[0] >= middle] for words in spans]
    both = sum(bool(a and b) for a, b in zip(before, after, strict=True))
    if both < max(_MIN_ROWS - 1, _BOTH * len(spans)):
        return False
    reaching = sum(words[-1][1] >= left - 2.5 * size for words in before if words)
    beginning = sum(words[0][0] <= right + 0.5 * size for words in after if words)
    return reaching >= _FULL * sum(map(bool, before)) and beginning >= _FULL * sum(map(bool, after))
