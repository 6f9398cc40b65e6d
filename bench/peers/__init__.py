"""What ours is compared with: each a folder of files made of the same rows, opened for reading; the SQLite that Python has.

A peer is built once and kept; ``build.json`` beside it says how long that took and how large it is.
"""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Callable
from pathlib import Path
from typing import Protocol, TypeVar

from bench.rows import Rows

Peer = TypeVar("Peer")
Facets = dict[str, dict[str, int]]


class ExactPeer(Protocol):
    """Finds literals, which are keys of signs."""

    def count(self, key: str) -> int:
        """In how many rows the literal stands."""
        ...

    def first(self, key: str) -> tuple[int, list[int]]:
        """The same, and the first ten rows."""
        ...


class WordsPeer(Protocol):
    """Ranks rows by words."""

    def ranked(self, words: tuple[str, ...], mode: str) -> tuple[int, list[tuple[int, float]]]:
        """How many rows have all of the words, or any of them, and the best ten with their scores, best first."""
        ...


class FacetPeer(Protocol):
    """Counts rows by level and year."""

    def faceted(self, words: tuple[str, ...]) -> Facets:
        """``level`` and ``year``: value -> rows that have all of the words."""
        ...


def kept(folder: Path, write: Callable[[Path, Rows], None], rows: Rows) -> Path:
    """The folder of a peer over these rows, written now or before."""
    if not (folder / "build.json").is_file():
        shutil.rmtree(folder, ignore_errors=True)
        (folder / "files").mkdir(parents=True)
        started = time.perf_counter()
        write(folder / "files", rows)
        about = {"seconds": time.perf_counter() - started, "bytes": size_of(folder / "files")}
        (folder / "build.json").write_text(json.dumps(about), encoding="ascii")
    return folder / "files"


def built(files: Path) -> dict[str, float]:
    """Seconds and bytes of a peer that :func:`kept` gave."""
    about: dict[str, float] = json.loads((files.parent / "build.json").read_text(encoding="ascii"))
    return about


def size_of(folder: Path) -> int:
    """Bytes of all files in a folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def token_text(words: tuple[str, ...]) -> str:
    """Words joined by blanks; a blank or a line break inside a word becomes an underscore."""
    return " ".join("_".join(word.split()) or "_" for word in words)
