"""What the figures were made on, and what the work took in memory."""

from __future__ import annotations

import datetime
import os
import platform
import sqlite3
import subprocess
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

PACKAGES = ("numpy", "jieba", "rjieba", "whoosh3", "tantivy", "waitress", "flask")
_EVERY = 0.05  # seconds between two looks at the memory


@dataclass(frozen=True, slots=True)
class Took:
    """What a command took: seconds, peak of resident memory of itself and of it with its children (MB), what it printed."""

    seconds: float
    own: float
    family: float
    output: str


def facts() -> str:
    """Date, cores, processor, memory, load, versions: one line each."""
    about = Path("/proc/cpuinfo")
    names = [line.partition(":")[2].strip() for line in _lines(about) if line.startswith("model name")]
    total = next((line.split()[1] for line in _lines(Path("/proc/meminfo")) if line.startswith("MemTotal")), "0")
    load = " ".join(f"{one:.2f}" for one in os.getloadavg())
    kept = [f"{name} {found}" for name in PACKAGES if (found := _version(name))]
    return "\n".join(
        [
            f"- {datetime.datetime.now(datetime.UTC):%Y-%m-%d %H:%M} UTC, load before {load}",
            f"- {os.cpu_count()} cores, {names[0] if names else platform.processor()}, {int(total) / 1e6:.0f} GB, {platform.system()} {platform.release()}",
            f"- Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, {', '.join(kept)}",
        ]
    )


def watched(command: Sequence[str], cwd: Path, timeout: float = 3_600) -> Took:
    """Run a command to its end and look at the memory of it and its children; raises CalledProcessError, with its errors."""
    started = time.perf_counter()
    process = subprocess.Popen(command, cwd=cwd, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    peaks = [0.0, 0.0]
    watcher = threading.Thread(target=_watch, args=(process, peaks), daemon=True)
    watcher.start()
    try:
        output, errors = process.communicate(timeout=timeout)
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()
        raise
    seconds = time.perf_counter() - started
    watcher.join()
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command, output, errors[-2_000:])
    return Took(seconds, peaks[0], peaks[1], output)


def resident(pid: int) -> tuple[float, float]:
    """Resident memory of a process and of it with all its children, in MB; pages that they share count for each."""
    import psutil

    try:
        process = psutil.Process(pid)
        own: int = process.memory_info().rss
        inner = 0
        for child in process.children(recursive=True):
            try:
                inner += child.memory_info().rss
            except psutil.Error:
                continue
    except psutil.Error:
        return 0.0, 0.0
    return own / 1e6, (own + inner) / 1e6


def anonymous(pid: int) -> float:
    """Memory of a process that is no page of a file, in MB: what it cannot give back."""
    lines = _lines(Path(f"/proc/{pid}/status"))
    return next((int(line.split()[1]) / 1e3 for line in lines if line.startswith("RssAnon")), 0.0)


def _watch(process: subprocess.Popen[str], peaks: list[float]) -> None:
    while process.poll() is None:
        for place, size in enumerate(resident(process.pid)):
            peaks[place] = max(peaks[place], size)
        time.sleep(_EVERY)


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text(encoding="utf-8").splitlines()
    except OSError:
        return []


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""
