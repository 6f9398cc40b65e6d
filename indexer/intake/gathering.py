"""What is to be taken in: files, folders, ZIP files and JSON lines, one item after another, in a fixed order.

Owns which files of a folder count (hidden ones and links do not) and the taking apart of containers. Parses no document,
holds no more than one file at a time.
"""

from __future__ import annotations

import gzip
import io
import os
import zlib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import IO

from indexer.errors import SourceError
from indexer.intake.items import Item
from indexer.readers.archive import unpack
from indexer.readers.package import MAX_UNPACKED
from indexer.readers.sniff import sniff

#: Longest JSON line that is read, in bytes.
MAX_LINE = 40 * 1024 * 1024
_LINES = (".jsonl", ".ndjson")
_GZIP = (gzip.BadGzipFile, EOFError, zlib.error)
_SHOWN = 200  # characters of a name in a message


def gather(paths: Iterable[str], fields: Mapping[str, str]) -> Iterator[Item]:
    """The items at ``paths`` in their order, folders sorted by name; ``fields`` for JSON lines as in :class:`Item`.

    Nothing raises: a path that cannot be read is an item with an error.
    """
    for given in paths:
        try:
            yield from _at(Path(given), fields)
        except (OSError, ValueError) as error:
            reason = error.strerror if isinstance(error, OSError) and error.strerror else "不是可用的路径"
            yield Item(shown(given), error=f"{shown(given)}：读不出（{reason}），未导入")


def shown(name: str) -> str:
    """A name as it may stand in a message or in meta.yaml: no control characters, not endless, always encodable."""
    plain = name.encode("utf-8", "replace").decode("utf-8")
    plain = "".join(c if c.isprintable() or c in "\u3000\xa0" else "�" for c in plain)
    return plain if len(plain) <= _SHOWN else f"{plain[: _SHOWN // 2]}…{plain[-_SHOWN // 2 + 1 :]}"


def _at(path: Path, fields: Mapping[str, str]) -> Iterator[Item]:
    if path.is_dir():
        base = path.resolve().name
        for inner, relative in _files(path):
            yield from _file(inner, f"{base}/{relative}", str(inner), fields)
    elif path.is_file():
        yield from _file(path, path.name, str(path), fields)
    elif os.path.lexists(path):
        yield Item(shown(str(path)), error=f"{shown(str(path))}：不是文件也不是文件夹，未导入")
    else:
        yield Item(shown(str(path)), error=f"{shown(str(path))}：没有这个文件或文件夹，未导入")


def _files(folder: Path) -> Iterator[tuple[Path, str]]:
    """The files below a folder with their names from there; links are not followed, hidden files are left alone."""
    for here, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            path = Path(here, name)
            if not name.startswith(".") and not path.is_symlink() and path.is_file():
                yield path, path.relative_to(folder).as_posix()


def _file(path: Path, origin: str, label: str, fields: Mapping[str, str]) -> Iterator[Item]:
    if _is_lines(path.name):
        try:
            with path.open("rb") as raw:
                yield from _lines(raw, path.name, shown(origin), shown(label), fields)
        except OSError as error:
            yield Item(shown(label), error=f"{shown(label)}：读不出（{error.strerror}），未导入")
        return
    archive = _archive(path)
    if archive is None:
        yield Item(shown(label), path.name, shown(origin), path=path)
        return
    yield from _members(archive, shown(origin), shown(label), fields)


def _archive(path: Path) -> bytes | None:
    """The bytes of a ZIP file of documents; None for anything else, a DOCX too, and for what is too large to be one."""
    with path.open("rb") as file:
        if file.read(2) != b"PK" or path.stat().st_size > MAX_UNPACKED:
            return None
        file.seek(0)
        data = file.read()
    return data if sniff(data) == "zip" else None


def _members(data: bytes, origin: str, label: str, fields: Mapping[str, str]) -> Iterator[Item]:
    try:
        for name, content in unpack(data):
            inner, file = f"{label}/{shown(name)}", name.rpartition("/")[2]
            if isinstance(content, SourceError):
                yield Item(inner, error=f"{inner}：{content}")
            elif _is_lines(name):
                yield from _lines(io.BytesIO(content), file, f"{origin}/{shown(name)}", inner, fields)
            else:
                yield Item(inner, file, f"{origin}/{shown(name)}", data=content)
    except SourceError as error:
        yield Item(label, error=f"{label}：{error}")


def _is_lines(name: str) -> bool:
    return name.lower().removesuffix(".gz").endswith(_LINES)


def _lines(raw: IO[bytes], name: str, origin: str, label: str, fields: Mapping[str, str]) -> Iterator[Item]:
    """The lines of a file of JSON lines that are not blank."""
    file: IO[bytes] = gzip.GzipFile(fileobj=raw, mode="rb") if name.lower().endswith(".gz") else raw  # type: ignore[assignment]
    number = 0
    try:
        while line := file.readline(MAX_LINE + 1):
            number += 1
            here = f"{label}:{number}"
            if len(line) > MAX_LINE:
                while line and not line.endswith(b"\n"):
                    line = file.readline(MAX_LINE)
                yield Item(here, error=f"{here}：这一行超过 {MAX_LINE // 1024**2} MB，未导入")
            elif line.strip():
                yield Item(here, origin=f"{origin} 第 {number} 行", data=line, fields=fields)
    except _GZIP:
        yield Item(f"{label}:{number + 1}", error=f"{label}：压缩文件不完整或已损坏，第 {number} 行以后读不出，未导入")
