"""Ten times the size: all documents ten times with changed ids, 240 million characters. Takes about half an hour at first.

As each passage is there ten times, every total must be ten times that of the 3,249 documents, which plain search and BM25 by
the book are asked for. Building and serving are programs of their own, whose memory is looked at.
"""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path
from typing import Any

from bench import corpora, machine, oracle, results
from bench.classes import SEED, Stage, ranked, staged
from bench.figures import Figures, Line, Table, printed, verdict
from bench.questions import COUNT, LENGTHS, literals

TITLE = "Ten times the size"
NOTES = (
    "3,249 documents, each ten times with changed ids, built from nothing by `build_index` and then asked in another process: the ten "
    "best of a literal with all counts and facets, and ranked words. Every total is compared with ten times that of plain search and "
    "BM25 by the book. Memory is resident memory at its peak: while serving most of it is pages of mapped files.",
)
TIMES, SECONDS, OWN, FAMILY = "p50 / p95 in ms", "seconds", "MB, first process", "MB, all processes"
_MEMORY = 4_000


def run() -> None:
    """Print the table."""
    print(machine.facts())
    stage = staged(corpora.ALL)
    settings = corpora.home(corpora.TENFOLD)
    shutil.rmtree(settings.index_path, ignore_errors=True)
    results.keep("tenfold", corpora.TENFOLD, [_built(settings.home), *_asked(stage, settings.home)])
    show()


def show() -> None:
    """Print what was measured, if it ever was."""
    table = Table(TITLE, (TIMES, SECONDS, OWN, FAMILY), NOTES)
    results.fill("tenfold", table)
    if table.lines:
        print(f"\n{printed(table)}\n{results.moments('tenfold')}\n")


def _built(home: Path) -> Line:
    took = machine.watched([sys.executable, "-m", "bench.work", "build", str(home)], corpora.ROOT, timeout=7_200)
    cells = {SECONDS: f"{took.seconds:.0f}", OWN: f"{took.own:.0f}", FAMILY: f"{took.family:.0f}"}
    return Line("build", cells, verdict(took.family <= _MEMORY, f"{took.family:.0f} MB of 4,000"))


def _asked(stage: Stage, home: Path) -> list[Line]:
    questions, warm = _questions(stage, SEED), _questions(stage, SEED + 1)
    path = corpora.store() / "tenfold.json"
    path.write_text(json.dumps([questions, warm], ensure_ascii=False), encoding="utf-8")
    command = [sys.executable, "-m", "bench.work", "serving", str(home), str(path)]
    took = machine.watched(command, corpora.ROOT, timeout=7_200)
    found = json.loads(took.output)
    _check(stage, questions, found["totals"])
    memory = {OWN: f"{found['peak']:.0f}"}
    said = verdict(found["peak"] <= _MEMORY, f"{found['peak']:.0f} MB of 4,000; {found['own']:.0f} not of files")
    lines = [Line("serving", memory, said)]
    for kind, bound in (("literals", 50), ("words", 150)):
        for label in questions[kind]:
            times = Figures(**found["times"][label])
            lines.append(Line(label, {TIMES: times}, verdict(times.p95 <= bound, f"p95 ≤ {bound}")))
    return lines


def _questions(stage: Stage, seed: int) -> dict[str, dict[str, list[Any]]]:
    keys = {f"{length} signs": literals(stage.rows, length, COUNT, seed) for length in LENGTHS}
    return {"literals": keys, "words": {k: v for k, v in ranked.questions(stage, seed).items() if v}}


def _check(stage: Stage, questions: dict[str, dict[str, list[Any]]], totals: dict[str, list[int]]) -> None:
    for label, keys in questions["literals"].items():
        for key, total in zip(keys, totals[label], strict=True):
            _same(key, total, len(oracle.plain(stage.rows, key)))
    words = {word for queries in questions["words"].values() for query, _ in queries for word in query}
    truth = oracle.ranked(stage.rows, words)
    for label, queries in questions["words"].items():
        for (query, mode), total in zip(queries, totals[label], strict=True):
            _same(query, total, len(truth.scores(query, mode)))


def _same(asked: object, total: int, once: int) -> None:
    if total != corpora.TIMES * once:
        raise oracle.Wrong(f"{asked!r}: {total} passages for {corpora.TIMES} × {once}")
