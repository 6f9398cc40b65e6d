"""A whole page of results over HTTP: ``baogao serve`` (waitress) on loopback, alone and with 8 and 50 readers at once.

The readers are threads of a process of their own (bench/readers.py), each with one connection that is kept open. Every answer
must be 200 and hold what its query asks for.
"""

from __future__ import annotations

import json
import os
import random
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

from bench import corpora
from bench.classes import SEED, Stage
from bench.figures import Line, Table, figures, short, verdict
from bench.questions import combinations, kind_of, literals
from indexer.signs import OPEN

TITLE = "A page of results over HTTP"
NOTES = (
    "`baogao serve` as it comes, `http.client` with kept connections from another process on the same cores. Kinds, in equal "
    "parts and each query different: a literal of 2, 4 or 10 signs, common words, two words, either of two, with a filter, second page, by "
    "date, a sentence that is found nowhere (related passages). 400 pages, those that count after 50 others.",
)
TIMES, RATE, BYTES = "p50 / p95 in ms", "pages / s", "kB a page"
#: How many read at once.
READERS = (1, 8, 50)
#: Pages that count, for each number of readers.
PAGES = 400
_WARM = 50


def table() -> Table:
    """The empty table."""
    return Table(TITLE, (TIMES, RATE, BYTES), NOTES)


def measure(stage: Stage) -> list[Line]:
    """Lines for one reader, 8 and 50."""
    paths = questions(stage, PAGES + _WARM, SEED)
    asked = corpora.store() / "pages.json"
    asked.write_text(json.dumps(paths), encoding="ascii")
    lines = []
    for readers in READERS:
        port = free_port()
        with serving(stage.library.settings.home, port):
            found = read(port, asked, readers)
        times = figures(found["times"])
        is_met = times.p50 <= 15 and times.p95 <= 40
        bar = verdict(is_met, "p50 ≤ 15, p95 ≤ 40") if readers == 1 and stage.corpus == corpora.REPORTS else ""
        cells = {TIMES: times, RATE: f"{found['rate']:.0f}", BYTES: short(found["bytes"] / len(found["times"]) / 1e3)}
        lines.append(Line(f"{readers} reader{'s' * (readers > 1)}", cells, bar))
    return lines


def questions(stage: Stage, count: int, seed: int) -> list[str]:
    """Addresses of pages of results, mixed."""
    rows, chance = stage.rows, random.Random(seed)
    kinds = kind_of(rows)
    each = -(-count // 10)
    common = [" ".join(w) for w in combinations(rows, kinds["common"], 1, each, seed)]
    pairs = combinations(rows, kinds["common"] | kinds["middle"], 2, 4 * each, seed)
    years = sorted(set(rows.years) - {""}) or ["2021"]
    found = [{"q": f"“{key}”"} for length in (2, 4, 10) for key in _plain(stage, length, each, seed)]
    found += [{"q": word} for word in common]
    found += [{"q": " ".join(pair)} for pair in pairs[:each]]
    found += [{"q": " 或 ".join(pair)} for pair in pairs[each : 2 * each]]
    found += [{"q": " ".join(pair), "year": chance.choice(years)} for pair in pairs[2 * each : 3 * each]]
    found += [{"q": pair[0], "page": "2"} for pair in pairs[3 * each : 4 * each]]
    found += [{"q": word, "sort": "-date"} for word in reversed(common)]
    found += [{"q": key + "和" + key[::-1]} for key in _plain(stage, 6, each, seed + 1)]
    chance.shuffle(found)
    return [f"/search?{urlencode(one)}" for one in found[:count]]


def _plain(stage: Stage, length: int, count: int, seed: int) -> list[str]:
    """Literals that a person could type: no mark, figure or Latin run in them."""
    many = literals(stage.rows, length, 20 * count, seed)
    return [key for key in many if key.isprintable() and OPEN not in key and key.isalpha()][:count]


def free_port() -> int:
    """A port of this machine that nobody has at the moment."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port: int = server.getsockname()[1]
        return port


@contextmanager
def serving(home: Path, port: int) -> Iterator[int]:
    """``baogao serve`` on a home, until it is left; gives the id of its process."""
    environment = {**os.environ, "PYTHONWARNINGS": "ignore"}
    command = [sys.executable, "-m", "indexer", "--quiet", "--home", str(home), "serve", "--port", str(port)]
    process = subprocess.Popen(
        command, cwd=corpora.ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        _until_open(f"http://127.0.0.1:{port}/healthz", process)
        yield process.pid
    finally:
        process.terminate()
        process.wait()


def read(port: int, asked: Path, readers: int) -> dict[str, object]:
    """What so many readers saw: times in ms, pages a second, bytes."""
    command = [sys.executable, "-m", "bench.readers", str(port), str(asked), str(readers), str(_WARM)]
    done = subprocess.run(command, cwd=corpora.ROOT, check=True, stdout=subprocess.PIPE, text=True, timeout=600)
    found: dict[str, object] = json.loads(done.stdout)
    return found


def _until_open(address: str, process: subprocess.Popen[bytes]) -> None:
    for _ in range(1_500):
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except OSError:
            if process.poll() is not None:
                break
            time.sleep(0.02)
    raise TimeoutError(address)
