"""Lines that were measured, kept as JSON, so that a table can be printed whole although its corpora ran one by one."""

from __future__ import annotations

import datetime
import json
import os
from dataclasses import asdict

from bench import corpora
from bench.figures import Figures, Line, Table

_ABOUT = "about"


def keep(name: str, corpus: str, lines: list[Line]) -> None:
    """Keep the lines of a class on a corpus in place of those of an earlier run, and when and under what load it ended."""
    found = _all()
    load = os.getloadavg()[1]
    about = f"{datetime.datetime.now(datetime.UTC):%Y-%m-%d %H:%M} UTC, load {load:.1f}"
    found.setdefault(name, {})[corpus] = [asdict(line) for line in lines]
    found.setdefault(_ABOUT, {})[f"{corpus}, {name}"] = [{"when": about}]
    path = corpora.store() / "results.json"
    path.write_text(json.dumps(found, ensure_ascii=False, indent=0), encoding="utf-8")


def moments(name: str) -> str:
    """When the lines of a class were measured, in one sentence."""
    kept = {about: rows[0]["when"] for about, rows in _all().get(_ABOUT, {}).items()}
    said = [f"{about.rpartition(', ')[0]}: {when}" for about, when in kept.items() if about.endswith(f", {name}")]
    return f"Measured: {'; '.join(said)}." if said else ""


def fill(name: str, table: Table) -> None:
    """Put all lines of a class that were kept into its table, the smaller corpus first."""
    kept = _all().get(name, {})
    order = (corpora.TINY, corpora.REPORTS, corpora.ALL, corpora.TENFOLD)
    for corpus in sorted(kept, key=lambda one: order.index(one) if one in order else len(order)):
        table.lines[corpus] = [_line(line) for line in kept[corpus]]


def _all() -> dict[str, dict[str, list[dict[str, object]]]]:
    path = corpora.store() / "results.json"
    found: dict[str, dict[str, list[dict[str, object]]]] = {}
    return json.loads(path.read_text(encoding="utf-8")) if path.is_file() else found


def _line(kept: dict[str, object]) -> Line:
    cells = {
        column: Figures(**cell) if isinstance(cell, dict) else cell
        for column, cell in kept["cells"].items()  # type: ignore[attr-defined]
    }
    return Line(str(kept["label"]), cells, str(kept["bar"]))
