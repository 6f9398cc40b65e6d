"""What goes through an import: items that come in, what was read of each, what became of it.

Owns the shapes only.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from indexer.document import Facts

State = Literal["added", "already", "copy", "refused"]


@dataclass(frozen=True, slots=True)
class Item:
    """One document to come: a file at ``path``, a member of a ZIP in ``data``, or a JSON line in ``data``.

    ``label`` names it to people, ``file`` is the name it had (empty for JSON lines), ``origin`` goes into meta.yaml.
    ``fields`` maps our names to those of a JSON line. With an ``error`` there is nothing to read.
    """

    label: str
    file: str = ""
    origin: str = ""
    path: Path | None = None
    data: bytes = field(default=b"", repr=False)
    fields: Mapping[str, str] | None = None
    error: str | None = None


@dataclass(frozen=True, slots=True)
class Parsed:
    """What a worker made of an item. ``staged`` is the folder, beside the documents, with source and meta.yaml.

    ``key`` is the packed sign key, ``hashes`` those of the sketch. Nothing is staged for what is ``known`` already, and
    nothing else is told of what has an ``error``.
    """

    sha256: str = ""
    known: bool = False
    error: str | None = None
    staged: str = ""
    facts: Facts = field(default_factory=Facts)
    stated: Facts = field(default_factory=Facts)
    passages: int = 0
    characters: int = 0
    dropped: tuple[tuple[str, int], ...] = ()
    doubts: tuple[str, ...] = ()
    digest: str = ""
    length: int = 0
    hashes: bytes = field(default=b"", repr=False)
    key: bytes = field(default=b"", repr=False)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of an item.

    ``document_id`` is the new document, or the one that is there already; ``copy_of`` the document it is a copy or an
    edition of, with ``differing`` signs; ``likeness`` says it in words. ``dropped`` are characters by reason. ``error``
    says why it was refused.
    """

    label: str
    state: State
    document_id: str | None = None
    copy_of: str | None = None
    relation: str | None = None
    differing: int | None = None
    likeness: str | None = None
    facts: Facts = field(default_factory=Facts)
    passages: int = 0
    characters: int = 0
    dropped: tuple[tuple[str, int], ...] = ()
    doubts: tuple[str, ...] = ()
    error: str | None = None
