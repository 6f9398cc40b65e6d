"""The corpus folder as it is written: one writer at a time, each document whole or not there.

Owns the lock, the staging folders and the steps in which a document comes and goes. A run that is killed at any point
leaves whole documents and staging folders, which the next run removes. Knows nothing of what a document says.
"""

from __future__ import annotations

import fcntl
import os
import re
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from indexer.address import is_document_id
from indexer.corpus import META, SOURCE
from indexer.errors import IndexBusy, SourceError
from indexer.ledger import NAME as LEDGER
from indexer.publish import Files, file_digest

#: What is left in the folder of a document that was withdrawn, beside its ledger.
TOMBSTONE = "withdrawn.yaml"
_STAGED = ".incoming-"
_SHA256 = re.compile(r"""^sha256:[ \t]*["']?([0-9a-f]{64})["']?[ \t]*\r?$""", re.MULTILINE)


@contextmanager
def writing(corpus: Path) -> Iterator[None]:
    """The right to write in a corpus, which is made if it is not there; leftovers of killed runs are removed.

    Raises IndexBusy if another process has it, SourceError if there can be no such folder. The right of a dead process
    is free.
    """
    try:
        corpus.mkdir(parents=True, exist_ok=True)
        handle = os.open(corpus, os.O_RDONLY | os.O_DIRECTORY)
    except OSError as error:
        raise SourceError(
            f"语料文件夹 {corpus} 不能写入（{error.strerror}）；请检查权限，或用 --home 另选文件夹"
        ) from None
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise IndexBusy(f"另一个进程正在向语料库 {corpus} 收入或撤下文献；请等它结束后再试") from None
        _clear(corpus)
        try:
            yield
        finally:
            _clear(corpus)
    finally:
        os.close(handle)


def let_go(corpus: Path) -> None:
    """Close, in a child, what it has of the lock of :func:`writing`: else a lock would outlive a killed parent."""
    wanted = os.stat(corpus)
    for name in os.listdir("/proc/self/fd") if os.path.isdir("/proc/self/fd") else ():
        try:
            found = os.fstat(int(name))
            if (found.st_dev, found.st_ino) == (wanted.st_dev, wanted.st_ino):
                os.close(int(name))
        except OSError:
            continue


def stage(corpus: Path, source_name: str, source: bytes, meta: bytes) -> str:
    """Write a document into a staging folder, on the disk for good; returns the name of the folder.

    Raises SourceError if the disk is full or closed.
    """
    files, folder = Files(), _staging(corpus)
    try:
        folder.mkdir()
        for name, data in ((source_name, source), (META, meta)):
            files.write(folder / name, data)
            files.sync(folder / name)
        files.sync(folder)
    except OSError as error:
        files.remove(folder)
        raise SourceError(f"写不进语料文件夹 {corpus}（{error.strerror}），未导入") from None
    return folder.name


def settle(corpus: Path, staged: str, document_id: str) -> None:
    """Make a staging folder the folder of a document, in one step.

    Where a withdrawn document left its folder, with the ledger of its addresses, the source comes last into it, and then
    the tombstone goes.
    """
    files, folder, target = Files(), corpus / staged, corpus / document_id
    if not target.exists():
        files.replace(folder, target)
        files.sync(corpus)
        return
    (source,) = (path for path in folder.iterdir() if path.stem == SOURCE)
    files.replace(folder / META, target / META)
    files.replace(source, target / source.name)
    files.sync(target)
    files.remove(target / TOMBSTONE)
    files.remove(folder)


def discard(corpus: Path, staged: str) -> None:
    """Remove a staging folder."""
    shutil.rmtree(corpus / staged, ignore_errors=True)


def withdraw(folder: Path, tombstone: bytes) -> None:
    """Take the source and meta.yaml out of a document's folder; the ledger stays, and ``tombstone`` in their place.

    A folder without a ledger, of which nothing was ever published, goes as a whole.
    """
    files = Files()
    if not (folder / LEDGER).is_file():
        gone = _staging(folder.parent)
        files.replace(folder, gone)
        files.remove(gone)
        return
    temporary = folder / f".{TOMBSTONE}.tmp"
    files.write(temporary, tombstone)
    files.sync(temporary)
    files.replace(temporary, folder / TOMBSTONE)
    for path in [*folder.glob(f"{SOURCE}.*"), *folder.glob(SOURCE), folder / META]:
        files.remove(path)
    files.sync(folder)


def sources(corpus: Path) -> dict[str, str]:
    """The sha256 of every source in the corpus, as meta.yaml states it or else as it is, with the document's id."""
    found: dict[str, str] = {}
    for folder in sorted(path for path in corpus.iterdir() if is_document_id(path.name) and path.is_dir()):
        source = next(
            (path for path in sorted(folder.glob(f"{SOURCE}*")) if path.stem == SOURCE and path.is_file()), None
        )
        if source is not None:
            found.setdefault(_stated(folder / META) or file_digest(source), folder.name)
    return found


def _clear(corpus: Path) -> None:
    for left in corpus.glob(f"{_STAGED}*"):
        Files().remove(left)


def _staging(corpus: Path) -> Path:
    return corpus / f"{_STAGED}{secrets.token_hex(8)}"


def _stated(meta: Path) -> str | None:
    try:
        match = _SHA256.search(meta.read_text(encoding="utf-8", errors="replace"))
    except OSError:
        return None
    return match[1] if match else None
