"""What it takes to add all documents of ../shared: seconds, documents, peak memory of the parent and of all processes.

Memory is resident size as /proc tells it, looked at ten times a second; the peak of the parent is the kernel's own.
"""

from __future__ import annotations

import collections
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
DATA = ROOT.parent / "shared" / "data"
#: What is added, one home after the other: a name, the paths, the number of processes.
RUNS = (
    ("3,249 documents, 1 process", ("reports", "alternates", "policies", "laws"), 1),
    ("3,249 documents, 2 processes", ("reports", "alternates", "policies", "laws"), 2),
    ("59 files, 2 processes", ("files",), 2),
)


def run() -> None:
    """Print a line for each run, and what was refused."""
    for name, parts, jobs in RUNS:
        paths = [
            str(DATA / "files") if part == "files" else str(DATA / "reports" / f"{part}.jsonl.gz") for part in parts
        ]
        with tempfile.TemporaryDirectory() as home:
            _measure(name, Path(home), paths, jobs)


def _measure(name: str, home: Path, paths: list[str], jobs: int) -> None:
    out = home / "out.jsonl"
    command = [
        sys.executable,
        "-m",
        "indexer",
        "--quiet",
        "--home",
        str(home),
        "add",
        "--jobs",
        str(jobs),
        "--format",
        "jsonl",
    ]
    started = time.perf_counter()
    with out.open("wb") as file, subprocess.Popen([*command, *paths], stdout=file, cwd=ROOT) as process:
        own = most = 0
        while process.poll() is None:
            sizes = [_resident(pid) for pid in _family(process.pid)]
            own, most = max(own, _peak(process.pid)), max(most, sum(sizes))
            time.sleep(0.1)
    seconds = time.perf_counter() - started
    rows = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    states = collections.Counter(row["state"] for row in rows)
    characters = sum(row["characters"] for row in rows)
    print(
        f"{name:30} {seconds:6.1f} s  {characters / seconds:9,.0f} characters/s  parent {own:4.0f} MB  all processes {most:4.0f} MB  {dict(states)}"
    )
    for row in rows:
        if row["state"] == "refused":
            print(f"    {row['error']}")


def _family(pid: int) -> list[int]:
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
    except OSError:
        return []
    return [pid, *(one for child in children for one in _family(int(child)))]


def _resident(pid: int) -> float:
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1])
    except (OSError, IndexError):
        return 0.0
    return pages * os.sysconf("SC_PAGESIZE") / 1e6


def _peak(pid: int) -> float:
    try:
        status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1e3 for line in status.splitlines() if line.startswith("VmHWM:")), 0.0)
