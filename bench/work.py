"""Programs that are measured as a whole process: ``python -m bench.work build HOME``, ``tantivy …``, ``serving HOME``."""

from __future__ import annotations

import functools
import json
import os
import resource
import sys
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict
from itertools import islice
from pathlib import Path

from bench.peers import token_text
from indexer.glossary.reading import load_glossary
from indexer.library import segmenter
from indexer.segment import Segmenter
from indexer.settings import load

_SHARE = 500


def build(home: str) -> None:
    """Index a home and publish."""
    from indexer.build import build_index

    report = build_index(load({}, home=Path(home)), today="2026-01-01")
    assert not report.failed, report.failed[:3]


def tantivy(texts: str, glossary: str, folder: str, jobs: str) -> None:
    """Cut passages into words by the segmenter of the library, in ``jobs`` processes, and index the words with Tantivy."""
    from bench.peers.tantivy_words import fill

    Path(folder).mkdir()
    started = time.perf_counter()
    waited = [0.0]
    with ProcessPoolExecutor(int(jobs), initializer=_prepare, initargs=(glossary,)) as pool:
        fill(Path(folder), _timed(_cut(pool, Path(texts), 2 * int(jobs)), waited), threads=0)
    print(f"of it {waited[0]:.1f} s waiting for words, {time.perf_counter() - started - waited[0]:.1f} s Tantivy")


def serving(home: str, asked: str) -> None:
    """Answer the questions of a JSON file (bench/tenfold.py) from a library of its own; print totals, times, memory as JSON."""
    from bench.figures import measured
    from bench.machine import anonymous
    from bench.ours import Ours
    from indexer.library import open_library

    questions, warm = json.loads(Path(asked).read_text(encoding="utf-8"))
    ours = Ours(open_library(load({}, home=Path(home))), None)  # type: ignore[arg-type]
    found: dict[str, dict[str, object]] = {"times": {}, "totals": {}}
    for label, keys in questions["literals"].items():
        found["totals"][label] = [ours.count(key) for key in keys]
        found["times"][label] = asdict(measured(ours.best, warm["literals"][label], keys))
    for label, queries in questions["words"].items():
        found["totals"][label] = [ours.ranked(tuple(words), mode)[0] for words, mode in queries]
        found["times"][label] = asdict(measured(lambda query: ours.ranked(*query), warm["words"][label], queries))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3
    print(json.dumps({**found, "peak": peak, "own": anonymous(os.getpid())}))


@functools.cache
def _segmenter(glossary: str) -> Segmenter:
    return segmenter(load_glossary(Path(glossary)))


def _prepare(glossary: str) -> None:
    os.environ["BENCH_GLOSSARY"] = glossary


def _words(texts: list[str]) -> list[str]:
    cut = _segmenter(os.environ["BENCH_GLOSSARY"])
    return [token_text(cut.words(text)) for text in texts]


def _cut(pool: ProcessPoolExecutor, texts: Path, ahead: int) -> Iterator[tuple[str, str, str]]:
    """Words, level and year of each passage in order; some portions are cut ahead."""
    with texts.open(encoding="utf-8") as lines:
        rows = map(json.loads, lines)
        waiting = []
        while True:
            while len(waiting) <= ahead and (portion := list(islice(rows, _SHARE))):
                waiting.append((portion, pool.submit(_words, [text for text, _, _ in portion])))
            if not waiting:
                return
            portion, future = waiting.pop(0)
            for words, (_, level, year) in zip(future.result(), portion, strict=True):
                yield words, level, year


def _timed(items: Iterable[tuple[str, str, str]], waited: list[float]) -> Iterator[tuple[str, str, str]]:
    iterator = iter(items)
    while True:
        started = time.perf_counter()
        item = next(iterator, None)
        waited[0] += time.perf_counter() - started
        if item is None:
            return
        yield item


if __name__ == "__main__":
    {"build": build, "tantivy": tantivy, "serving": serving}[sys.argv[1]](*sys.argv[2:])
