"""Homes to measure on: the documents of ../shared as folders of a corpus, indexed the public way, and kept for the next run.

Everything is under BAOGAO_BENCH (default: a folder in the system's temporary one). An index that was built by other code is
built again; what was prepared for it is in its cache, so that is quick.
"""

from __future__ import annotations

import gzip
import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from indexer.build import build_index
from indexer.errors import IndexDamaged, IndexMissing, IndexOutdated
from indexer.intake.naming import meta_text
from indexer.intake.rows import FIELDS, read_row
from indexer.library import Library, open_library
from indexer.settings import Settings, load

ROOT = Path(__file__).resolve().parents[1]
DATA = ROOT.parent / "shared" / "data" / "reports"
REPORTS, ALL, TENFOLD, TINY = "422 reports", "3,249 documents", "10 × 3,249", "1 report"
_FILES = {REPORTS: ("reports",), ALL: ("reports", "alternates", "policies", "laws")}
_FOLDERS = {REPORTS: "reports", ALL: "all", TENFOLD: "tenfold", TINY: "tiny"}
TIMES = 10


def store() -> Path:
    """The folder of all that is kept between runs."""
    return Path(os.environ.get("BAOGAO_BENCH") or Path(tempfile.gettempdir()) / "baogao-bench")


def most() -> int:
    """Documents of a file that are taken at most: BAOGAO_BENCH_MOST, to try the benchmark itself."""
    return int(os.environ.get("BAOGAO_BENCH_MOST") or 10**9)


def is_whole() -> bool:
    """Whether all documents are taken."""
    return most() == 10**9


def names() -> tuple[str, ...]:
    """The corpora that can be measured here: without ../shared it is the report of this repository."""
    return (REPORTS, ALL) if DATA.is_dir() else (TINY,)


def home(name: str) -> Settings:
    """The settings of a home whose corpus is written; its index may be missing."""
    suffix = "" if is_whole() or name == TINY else f"-{most()}"
    folder = store() / f"{_FOLDERS[name]}{suffix}"
    settings = load({}, home=folder)
    if not (folder / "complete").is_file():
        shutil.rmtree(folder, ignore_errors=True)
        _write(name, settings)
        (folder / "complete").touch()
    return settings


def opened(name: str) -> Library:
    """The library over a corpus, indexed by the code of today."""
    settings = home(name)
    stamp, code = settings.home / "code", _code()
    if stamp.is_file() and stamp.read_text(encoding="ascii") == code:
        try:
            return open_library(settings)
        except (IndexMissing, IndexDamaged, IndexOutdated):
            pass
    report = build_index(settings, today="2026-01-01")
    if report.failed:
        print(f"{name}: {len(report.failed)} documents are not in the index, the first: {report.failed[0].error}")
    stamp.write_text(code, encoding="ascii")
    return open_library(settings)


def _write(name: str, settings: Settings) -> None:
    settings.corpus_path.mkdir(parents=True)
    shutil.copy(ROOT / "glossary.yaml", settings.home)
    if name == TINY:
        shutil.copytree(ROOT / "corpus", settings.corpus_path, dirs_exist_ok=True)
        return
    for file in _FILES[ALL if name == TENFOLD else name]:
        for number, line in enumerate(_lines(file)):
            row = read_row(line, FIELDS)
            stated = meta_text("", "", f"{file} {number}", row.stated)
            for copy in range(TIMES if name == TENFOLD else 1):
                prefix = f"c{copy}-" if name == TENFOLD else ""
                folder = settings.corpus_path / f"{prefix}{file}-{number:04d}"
                folder.mkdir()
                (folder / "source.txt").write_bytes(row.data)
                (folder / "meta.yaml").write_bytes(stated)


def _lines(file: str) -> Iterator[bytes]:
    with gzip.open(DATA / f"{file}.jsonl.gz") as lines:
        for number, line in enumerate(lines):
            if number == most():
                return
            yield line


def _code() -> str:
    """Of the code that writes an index, so that no figure is of another engine."""
    import hashlib

    digest = hashlib.sha256()
    for path in sorted((ROOT / "indexer").rglob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def described(library: Library) -> dict[str, Any]:
    """How large a library is: documents, passages, characters of its texts."""
    path = library.generation.folder / "documents.json"
    records = json.loads(path.read_text(encoding="utf-8", errors="surrogatepass"))
    return {
        "documents": len(records),
        "passages": library.generation.manifest["passages"],
        "characters": sum(record["characters"] for record in records.values()),
    }
