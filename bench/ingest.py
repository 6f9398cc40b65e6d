"""Reading files: characters per second by format and peak memory, against the plain libraries on the same files.

The plain ones give text without numbers, notes, pages, structure or an account of what was left out; the ratio says what
these cost. intake.py measures ``baogao add`` as a whole.
"""

from __future__ import annotations

import io
import time
from collections.abc import Callable, Iterable
from pathlib import Path

SHARED = Path(__file__).resolve().parents[2] / "shared" / "data"


def run() -> None:
    """Print the table; says so where ../shared is absent."""
    if not SHARED.is_dir():
        print("ingest: ../shared/data is not here")
        return
    print(
        f"{'format':8} {'files':>5} {'characters':>11} {'ours, chars/s':>14} {'plain, chars/s':>15} {'ratio':>6}  plain library"
    )
    for kind, name, plain in (
        ("txt", "bytes.decode", _txt),
        ("html", "BeautifulSoup", _html),
        ("docx", "python-docx", _docx),
        ("pdf", "pdfplumber", _pdf),
    ):
        _compare(kind, name, plain)


def _compare(kind: str, name: str, plain: Callable[[bytes], str]) -> None:
    from indexer.errors import SourceError
    from indexer.readers import read

    paths = sorted((SHARED / "files").glob(f"{kind}_*.{kind}"))
    files = {path.name: path.read_bytes() for path in paths if "really" not in path.name}
    readable = {}
    for file, data in files.items():
        try:
            readable[file] = (data, sum(len(block.text) for block in read(data, file).blocks))
        except SourceError:
            continue
    characters = sum(length for _, length in readable.values())
    ours = _seconds(lambda: [read(data, file) for file, (data, _) in readable.items()])
    theirs = _seconds(lambda: [_quiet(plain, data) for data, _ in readable.values()])
    rates = f"{characters / ours:14,.0f} {characters / theirs:15,.0f} {ours / theirs:6.1f}"
    print(f"{kind:8} {len(readable):5} {characters:11,} {rates}  {name}")


def _seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def _quiet(plain: Callable[[bytes], str], data: bytes) -> str:
    try:
        return plain(data)
    except (KeyError, ValueError, OSError):  # python-docx and a package that names a part NULL
        return ""


def _txt(data: bytes) -> str:
    return data.decode("utf-8", "replace")


def _html(data: bytes) -> str:
    from bs4 import BeautifulSoup

    return BeautifulSoup(data, "lxml").get_text()


def _docx(data: bytes) -> str:
    import docx

    return _joined(paragraph.text for paragraph in docx.Document(io.BytesIO(data)).paragraphs)


def _pdf(data: bytes) -> str:
    import pdfplumber

    with pdfplumber.open(io.BytesIO(data)) as pdf:
        return _joined(page.extract_text() or "" for page in pdf.pages)


def _joined(texts: Iterable[str]) -> str:
    return "\n".join(texts)
