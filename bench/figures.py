"""Times and tables: medians and 95th percentiles of calls in milliseconds, as Markdown that goes into docs/speed.md.

Owns the way of measuring: warm up with other queries, then each query once, with nothing collected meanwhile. A call that
another process interrupted is measured again.
"""

from __future__ import annotations

import gc
import math
import resource
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

Query = TypeVar("Query")
#: Queries that go ahead of those that count, to have files and caches warm.
WARM = 20
_TRIES = 3
#: Milliseconds from which an interruption does not tell.
_LONG = 5
NOT_THERE = "–"


@dataclass(frozen=True, slots=True)
class Figures:
    """The times of ``count`` calls, in milliseconds."""

    p50: float
    p95: float
    count: int

    def __str__(self) -> str:
        return f"{short(self.p50)} / {short(self.p95)}"


@dataclass(frozen=True, slots=True)
class Line:
    """One class on one corpus: a cell for each column, and whether the bar is met (empty where there is none)."""

    label: str
    cells: Mapping[str, Figures | str]
    bar: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """The lines of a class of the benchmark, corpus by corpus."""

    title: str
    columns: tuple[str, ...]
    notes: tuple[str, ...] = ()
    lines: dict[str, list[Line]] = field(default_factory=dict)


def measured(call: Callable[[Query], object], warm: Sequence[Query], queries: Sequence[Query]) -> Figures:
    """The times of ``call`` for each of the queries, after the first WARM of ``warm``."""
    for query in warm[:WARM]:
        call(query)
    gc.collect()
    gc.disable()
    try:
        return figures(_milliseconds(call, query) for query in queries)
    finally:
        gc.enable()


def figures(times: Iterable[float]) -> Figures:
    """The median and the 95th percentile (nearest rank) of times in milliseconds."""
    ordered = sorted(times)
    return Figures(_rank(ordered, 50), _rank(ordered, 95), len(ordered))


def ratio(ours: Figures, theirs: Figures) -> str:
    """How ours relate to theirs: ``0.31 × p50, 0.80 × p95``."""
    return f"{short(ours.p50 / theirs.p50)} × p50, {short(ours.p95 / theirs.p95)} × p95"


def verdict(is_met: bool, reason: str) -> str:
    """A cell of the bar."""
    return f"met: {reason}" if is_met else f"**missed**: {reason}"


def short(number: float) -> str:
    """Three digits of a number."""
    return f"{number:.0f}" if number >= 100 else f"{number:.1f}" if number >= 10 else f"{number:.2f}"


def printed(table: Table) -> str:
    """A table in Markdown: each class with its corpora one below the other, and the growth between the first and the last."""
    corpora = [corpus for corpus, lines in table.lines.items() if lines]
    rows = [f"### {table.title}", "", *[f"{note}\n" for note in table.notes]]
    rows += [_row(["class", "corpus", *table.columns, "bar"]), _row(["---"] * (len(table.columns) + 3))]
    by_label: dict[str, dict[str, Line]] = {}
    for corpus in corpora:
        for line in table.lines[corpus]:
            by_label.setdefault(line.label, {})[corpus] = line
    for label, lines in by_label.items():
        for corpus, line in lines.items():
            cells = [str(line.cells.get(column, NOT_THERE)) for column in table.columns]
            rows.append(_row([label, corpus, *cells, line.bar]))
        if len(lines) > 1:
            rows += _growth(label, table.columns, list(lines.values()))
    return "\n".join([*rows, ""])


def _growth(label: str, columns: Iterable[str], lines: list[Line]) -> list[str]:
    pairs = [(lines[0].cells.get(column), lines[-1].cells.get(column)) for column in columns]
    cells = [
        f"{short(b.p50 / a.p50)} × / {short(b.p95 / a.p95)} ×"
        if isinstance(a, Figures) and isinstance(b, Figures)
        else ""
        for a, b in pairs
    ]
    return [_row([label, "growth", *cells, ""])] if any(cells) else []


def _row(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def _rank(ordered: Sequence[float], percent: int) -> float:
    return ordered[min(len(ordered) - 1, max(0, -(-len(ordered) * percent // 100) - 1))]


def _milliseconds(call: Callable[[Query], object], query: Query) -> float:
    """Wall time; where the scheduler gave the processor to another process meanwhile, once more, up to _TRIES times."""
    least = math.inf
    for _ in range(_TRIES):
        taken = resource.getrusage(resource.RUSAGE_THREAD).ru_nivcsw
        started = time.perf_counter_ns()
        call(query)
        least = min(least, (time.perf_counter_ns() - started) / 1e6)
        if least > _LONG or resource.getrusage(resource.RUSAGE_THREAD).ru_nivcsw == taken:
            break
    return least
