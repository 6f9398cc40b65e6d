"""A folder of small files that may be lost at any time: each with its checksum, written whole or not at all.

Owns the files of the cache and what counts as damaged: what is not exactly as it was written is not there. Knows
nothing of what the files hold.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import zlib
from pathlib import Path

_SUFFIX = ".entry"
_LIMIT = 512 * 1024 * 1024  # bytes of one entry unpacked


def load_entry(folder: Path, name: str) -> bytes | None:
    """What was stored under ``name``, or None: never stored, removed, cut, changed."""
    try:
        raw = (folder / f"{name}{_SUFFIX}").read_bytes()
    except OSError:
        return None
    check, packed = raw[:32], raw[32:]
    if hashlib.sha256(packed).digest() != check:
        return None
    unpacker = zlib.decompressobj()
    try:
        data = unpacker.decompress(packed, _LIMIT)
    except zlib.error:
        return None
    return data if unpacker.eof else None


def store_entry(folder: Path, name: str, data: bytes) -> None:
    """Keep ``data`` under ``name``; where the disk does not let us, nothing is kept and nothing is said: it is a cache."""
    packed = zlib.compress(data, 1)
    path = folder / f"{name}{_SUFFIX}"
    temporary = folder / f"{name}.{os.getpid()}.tmp"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        temporary.write_bytes(hashlib.sha256(packed).digest() + packed)
        temporary.replace(path)
    except OSError:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)


def entry_names(folder: Path) -> frozenset[str]:
    """The names of all entries, whole or damaged."""
    return frozenset(path.name.removesuffix(_SUFFIX) for path in folder.glob(f"*{_SUFFIX}"))


def drop_entries(folder: Path, names: frozenset[str]) -> None:
    """Remove entries, and what writers that were killed have left."""
    paths = [folder / f"{name}{_SUFFIX}" for name in names]
    for path in [*paths, *(path for path in folder.glob("*.tmp") if not _is_alive(path.name))]:
        with contextlib.suppress(OSError):
            path.unlink(missing_ok=True)


def _is_alive(name: str) -> bool:
    """Whether the process that writes a temporary file may still be there."""
    number = name.removesuffix(".tmp").rpartition(".")[2]
    if not number.isdigit():
        return False
    try:
        os.kill(int(number), 0)
    except ProcessLookupError:
        return False
    except (PermissionError, OverflowError):
        return True
    return True
