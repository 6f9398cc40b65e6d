"""Atomic publication: generations of an index in one folder, and a pointer to the one that serves (reliability 4.1).

Owns the lock, the four file operations (write, sync, replace, remove), the manifest and its check. Knows nothing of what
the files mean. A killed or failed build leaves the old generation serving; the next build cleans up.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from indexer.errors import IndexBusy, IndexDamaged, IndexMissing

POINTER, MANIFEST, LOCK = "CURRENT", "MANIFEST.json", "BUILD.lock"
KEEP = 2
REBUILD = "请运行 baogao build 重建索引"


@dataclass(frozen=True, slots=True)
class Generation:
    """A published, verified generation: its folder and what its manifest says."""

    folder: Path
    manifest: Mapping[str, object]
    fallback: str = ""

    @property
    def number(self) -> int:
        """Counts from 1; a later build has a higher one."""
        return int(self.folder.name.removeprefix("gen-"))


class Files:
    """The four operations that change the disk. Tests put a failing one in its place."""

    def write(self, path: Path, data: bytes) -> None:
        """Write ``data`` to a new or existing file."""
        path.write_bytes(data)

    def sync(self, path: Path) -> None:
        """Make a file or folder outlast a power cut."""
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)

    def replace(self, source: Path, target: Path) -> None:
        """Put ``source`` in the place of ``target`` in one step."""
        source.replace(target)

    def remove(self, path: Path) -> None:
        """Remove a file or a folder with all in it; what is not there is no error."""
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)


@contextmanager
def building(index: Path, files: Files | None = None) -> Iterator[Path]:
    """A lock on the index and an empty folder for the next generation; on any exception the folder is removed.

    Raises IndexBusy if another process is building. The lock of a dead process is free.
    """
    files = files or Files()
    index.mkdir(parents=True, exist_ok=True)
    with (index / LOCK).open("a", encoding="ascii") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise IndexBusy(f"另一个进程正在建立索引 {index}；请等它结束后再试") from None
        for left in index.glob("*.tmp"):
            files.remove(left)
        folder = index / f"gen-{_next_number(index):06d}.tmp"
        folder.mkdir()
        try:
            yield folder
        except BaseException:
            files.remove(folder)
            raise


def publish(folder: Path, facts: Mapping[str, object], files: Files | None = None) -> Generation:
    """Make the finished folder of :func:`building` the generation that serves; ``facts`` go into the manifest."""
    files = files or Files()
    index, target = folder.parent, folder.with_suffix("")
    contents = {str(p.relative_to(folder)): p for p in sorted(folder.rglob("*")) if p.is_file()}
    listed = {name: {"size": path.stat().st_size, "sha256": file_digest(path)} for name, path in contents.items()}
    manifest = {"format": 1, **facts, "files": listed}
    data = json.dumps(manifest, ensure_ascii=False, indent=1, sort_keys=True).encode()
    files.write(folder / MANIFEST, data)
    for path in (*contents.values(), folder / MANIFEST):
        path.chmod(0o444)
        files.sync(path)
    files.sync(folder)
    files.replace(folder, target)
    files.sync(index)
    pointer = index / f"{POINTER}.tmp"
    files.write(pointer, f"{target.name} {hashlib.sha256(data).hexdigest()}\n".encode())
    files.sync(pointer)
    files.replace(pointer, index / POINTER)
    files.sync(index)
    for old in _numbers(index)[:-KEEP]:
        files.remove(index / f"gen-{old:06d}")
    return Generation(target, manifest)


def current(index: Path) -> Generation:
    """The generation that serves, every byte verified; if it is damaged, the one before it, with ``fallback`` saying so.

    Raises IndexMissing if nothing was ever published here, IndexDamaged if no generation is whole.
    """
    try:
        name, digest = (index / POINTER).read_text(encoding="ascii").split()
    except (OSError, ValueError):
        name, digest = "", ""
    numbers = _numbers(index) if index.is_dir() else []
    if not name and not numbers:
        raise IndexMissing(f"还没有索引（{index}）；{REBUILD}")
    fault = "索引指针文件缺失或已损坏"
    if name:
        try:
            return Generation(index / name, _verified(index / name, digest))
        except IndexDamaged as error:
            fault = str(error)
    for number in reversed(numbers):
        folder = index / f"gen-{number:06d}"
        if folder.name == name:
            continue
        try:
            return Generation(folder, _verified(folder, None), f"{fault}；暂用上一代索引 {folder.name}。{REBUILD}")
        except IndexDamaged:
            continue
    raise IndexDamaged(f"{fault}；没有完好的索引可用。{REBUILD}")


def pointer_stamp(index: Path) -> tuple[int, int]:
    """A value that changes when another generation is published; costs one stat."""
    try:
        stat = (index / POINTER).stat()
    except OSError:
        return (0, 0)
    return (stat.st_mtime_ns, stat.st_ino)


def file_digest(path: Path) -> str:
    """The sha256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _verified(folder: Path, digest: str | None) -> Mapping[str, object]:
    try:
        data = (folder / MANIFEST).read_bytes()
        if digest is not None and hashlib.sha256(data).hexdigest() != digest:
            raise IndexDamaged(f"索引清单 {folder.name}/{MANIFEST} 已损坏")
        manifest: dict[str, object] = json.loads(data)
        listed = manifest["files"]
        assert isinstance(listed, dict)
        for name, row in listed.items():
            path = folder / name
            if path.stat().st_size != row["size"] or file_digest(path) != row["sha256"]:
                raise IndexDamaged(f"索引文件 {folder.name}/{name} 已损坏")
    except (OSError, ValueError, KeyError, TypeError, AssertionError) as error:
        raise IndexDamaged(f"索引 {folder.name} 缺少文件或已损坏（{type(error).__name__}）") from None
    extra = {str(p.relative_to(folder)) for p in folder.rglob("*") if p.is_file()} - set(listed) - {MANIFEST}
    if extra:
        raise IndexDamaged(f"索引 {folder.name} 中有不该有的文件：{'、'.join(sorted(extra))}")
    return manifest


def _numbers(index: Path) -> list[int]:
    names = (path.name.removeprefix("gen-") for path in index.glob("gen-*"))
    return sorted(int(name) for name in names if name.isdigit())


def _next_number(index: Path) -> int:
    return (_numbers(index) or [0])[-1] + 1
