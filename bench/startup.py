"""How long a user waits at first: a cold ``baogao search 三高四新``, and the first page of a server that was just started.

Cold means a new process; the files are in the page cache. Compared with a bare Python and with Python that imports click.
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path
from urllib.parse import quote

ROOT = Path(__file__).resolve().parents[1]
RUNS = 15


def run() -> None:
    """Build a home of its own and print the table."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        shutil.copytree(ROOT / "corpus", home / "corpus")
        shutil.copy(ROOT / "glossary.yaml", home)
        command = [sys.executable, "-m", "indexer", "--home", folder]
        subprocess.run([*command, "build"], check=True, capture_output=True, cwd=ROOT)
        _row("python -c pass", [sys.executable, "-c", "pass"])
        _row("python -c 'import click'", [sys.executable, "-c", "import click"])
        _row("baogao --help", [*command, "--help"])
        _row("baogao search 三高四新", [*command, "search", "三高四新"])
        _first_page([*command, "serve", "--port", "8791"])


def _row(name: str, command: list[str]) -> None:
    _print(name, [_seconds(command) for _ in range(RUNS)])


def _print(name: str, seconds: list[float]) -> None:
    print(
        f"{name:32} median {statistics.median(seconds):.3f} s  min {min(seconds):.3f}  max {max(seconds):.3f}  ({len(seconds)} runs)"
    )


def _seconds(command: list[str]) -> float:
    started = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True, cwd=ROOT, env={**os.environ, "PYTHONWARNINGS": "ignore"})
    return time.perf_counter() - started


def _first_page(command: list[str]) -> None:
    address = "http://127.0.0.1:8791"
    ready, first, second = [], [], []
    for _ in range(RUNS // 3):
        started = time.perf_counter()
        server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=ROOT)
        try:
            ready.append(_until_open(f"{address}/healthz", started))
            first.append(_get(f"{address}/search?q={quote('三高四新')}"))
            second.append(_get(f"{address}/search?q={quote('三高四新')}"))
        finally:
            server.terminate()
            server.wait()
    _print("serve: until it answers", ready)
    _print("first page of results", first)
    _print("second page of results", second)


def _until_open(address: str, started: float) -> float:
    while time.perf_counter() - started < 30:
        try:
            _get(address)
        except OSError:
            time.sleep(0.01)
        else:
            return time.perf_counter() - started
    raise TimeoutError(address)


def _get(address: str) -> float:
    started = time.perf_counter()
    with urllib.request.urlopen(address) as answer:
        answer.read()
    return time.perf_counter() - started
