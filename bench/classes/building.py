"""From texts to a published generation, against the same segmentation and Tantivy; memory of all processes while it lasts.

Each is a program of its own (bench/work.py) that is started anew, so that nothing is warm but the files.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

from bench import corpora, machine
from bench.classes import Stage
from bench.figures import Line, Table, short, verdict

TITLE = "Build: seconds, and peak of resident memory in MB"
NOTES = (
    "*ours*: `build_index` on a home without index and cache: reading, structure, signs, words, index, check, publication. "
    "*ours, again*: the same with all documents in the cache, as after a change of nothing. *segmentation + Tantivy*: the texts "
    "of the passages cut by the same segmenter in as many processes as there are cores, given to Tantivy; it reads no "
    "structure and keeps no text. Memory: the first process, and all together (shared pages count for each).",
)
SECONDS, RATE, OWN, FAMILY = "seconds", "million characters / s", "MB, first process", "MB, all processes"


def table() -> Table:
    """The empty table."""
    return Table(TITLE, (SECONDS, RATE, OWN, FAMILY), NOTES)


def measure(stage: Stage) -> list[Line]:
    """A line for each way to build."""
    settings, rows = stage.library.settings, stage.rows
    work = corpora.store() / "building"
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    try:
        texts, home = work / "texts.jsonl", work / "home"
        with texts.open("w", encoding="utf-8", errors="surrogatepass") as file:
            for facts in zip(rows.texts, rows.levels, rows.years, strict=True):
                file.write(json.dumps(facts) + "\n")
        home.mkdir()
        (home / "corpus").symlink_to(settings.corpus_path)
        shutil.copy(settings.glossary_path, home)
        jobs = str(os.cpu_count() or 1)
        ours, again = _run("build", str(home)), _run("build", str(home))
        peer = _run("tantivy", str(texts), str(settings.glossary_path), str(work / "tantivy"), jobs)
    finally:
        shutil.rmtree(work, ignore_errors=True)
    line = _liner(rows.characters)
    near = ours.seconds / peer.seconds
    return [
        line("ours", ours, verdict(near <= 1.5, f"{short(near)} × segmentation + Tantivy")),
        line("ours, again", again, f"{short(again.seconds / ours.seconds)} × the first"),
        line("segmentation + Tantivy", peer, peer.output.strip()),
    ]


def _run(*arguments: str) -> machine.Took:
    return machine.watched([sys.executable, "-m", "bench.work", *arguments], Path(corpora.ROOT))


def _liner(characters: int) -> Callable[[str, machine.Took, str], Line]:
    def line(label: str, took: machine.Took, bar: str) -> Line:
        cells = {
            SECONDS: f"{took.seconds:.1f}",
            RATE: f"{characters / took.seconds / 1e6:.2f}",
            OWN: f"{took.own:.0f}",
            FAMILY: f"{took.family:.0f}",
        }
        return Line(label, cells, bar)

    return line
