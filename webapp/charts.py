"""Numbers as shapes: where the lines, bars and labels of a chart lie. A template draws them; nothing is drawn here.

Owns the geometry, in units of the view box. A gap of the table is a gap of the line, never a zero.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from indexer.counting import Table
from indexer.counting.sheet import column_label, row_label
from indexer.counting.table import TOTAL

WIDTH, HEIGHT = 720, 280
LEFT, RIGHT, TOP, BOTTOM = 52, 20, 14, 34
#: Lines that can be told apart, bars that fit a page.
MAX_LINES, MAX_BARS = 5, 30
_BAR, _STEP, _LABEL, _VALUE = 14, 22, 160, 70


@dataclass(frozen=True, slots=True)
class Dot:
    """A value of a line at a place."""

    x: float
    y: float
    label: str
    value: float


@dataclass(frozen=True, slots=True)
class Series:
    """A line: ``runs`` are its dots, parted at the gaps."""

    name: str
    runs: tuple[tuple[Dot, ...], ...]


@dataclass(frozen=True, slots=True)
class Tick:
    """A mark of an axis."""

    at: float
    label: str


@dataclass(frozen=True, slots=True)
class LineChart:
    """Lines over years."""

    series: tuple[Series, ...]
    across: tuple[Tick, ...]
    up: tuple[Tick, ...]
    hidden: int
    width: int = WIDTH
    height: int = HEIGHT


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar: ``y`` is its top, ``length`` is 0 for zero."""

    y: float
    length: float
    label: str
    value: float


@dataclass(frozen=True, slots=True)
class BarChart:
    """Bars, the longest of MAX_BARS first; ``hidden`` is the number of shorter ones that are left out."""

    bars: tuple[Bar, ...]
    hidden: int
    height: float
    width: int = WIDTH
    start: int = _LABEL
    thickness: int = _BAR


def _value(table: Table, row: str, column: str, rate: bool) -> float | None:
    """What a chart shows of a cell: places, or places per 10,000 characters."""
    if rate:
        return table.rate(row, column)
    tally = table.cell(row, column)
    return None if tally is None else float(tally.occurrences)


def line_chart(table: Table, rate: bool) -> LineChart | None:
    """The columns of a table over its years; None if its rows are no years or there is but one."""
    if table.by[:1] != ("year",) or len(table.rows) < 2:
        return None
    columns = table.columns if len(table.columns) <= MAX_LINES else (TOTAL,)
    years = [row for row in table.rows if row]
    values = {column: [_value(table, row, column, rate) for row in years] for column in columns}
    top = _nice(max((value for line in values.values() for value in line if value is not None), default=0))
    step = (WIDTH - LEFT - RIGHT) / max(1, len(years) - 1)
    series = tuple(Series(column_label(table, column), _runs(years, values[column], step, top)) for column in columns)
    every = math.ceil(len(years) / 12)
    across = tuple(Tick(round(LEFT + i * step, 1), year) for i, year in enumerate(years) if i % every == 0)
    up = tuple(Tick(_height(top * i / 4, top), f"{top * i / 4:g}") for i in range(5))
    return LineChart(series, across, up, 0 if columns == table.columns else len(table.columns))


def _runs(years: Sequence[str], values: Sequence[float | None], step: float, top: float) -> tuple[tuple[Dot, ...], ...]:
    runs: list[list[Dot]] = [[]]
    for i, (year, value) in enumerate(zip(years, values, strict=True)):
        if value is None:
            runs.append([])
        else:
            runs[-1].append(Dot(round(LEFT + i * step, 1), _height(value, top), f"{year}年", value))
    return tuple(tuple(run) for run in runs if run)


def _height(value: float, top: float) -> float:
    return round(HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * value / top, 1)


def _nice(value: float) -> float:
    """A round number that is not below the value and has whole quarters where it can."""
    if value <= 0:
        return 4.0
    scale = 10.0 ** math.floor(math.log10(value))
    fit = next(factor for factor in (1, 2, 4, 8, 10) if factor * scale >= value)
    return max(fit * scale, 0.0001)


def bar_chart(table: Table, rate: bool) -> BarChart | None:
    """The rows of a table as bars of their totals; None for a table without groups."""
    if not table.rows:
        return None
    found = [
        (row_label(table, row), value) for row in table.rows if (value := _value(table, row, TOTAL, rate)) is not None
    ]
    if len(found) > MAX_BARS:
        found.sort(key=lambda pair: (-pair[1], pair[0]))
    shown = found[:MAX_BARS]
    longest = max((value for _, value in shown), default=0) or 1
    room = WIDTH - _LABEL - _VALUE
    bars = tuple(
        Bar(float(i * _STEP), round(room * value / longest, 1), label, value) for i, (label, value) in enumerate(shown)
    )
    return BarChart(bars, len(found) - len(shown), float(len(bars) * _STEP))
