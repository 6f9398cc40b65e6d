"""The corpus folder: corpus/<document id>/ with source.* as published and meta.yaml. Walking, reading, digests.

Owns the layout and meta.yaml; parses no document. A folder that is not as it should be is reported and stops no other.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from indexer.address import is_document_id
from indexer.document import Facts, Source
from indexer.errors import CorpusError, SourceError
from indexer.glossary.yaml_text import read_yaml

SOURCE, META = "source", "meta.yaml"
MAX_BYTES = 20_000_000
#: What meta.yaml may say, beside sha256: the facts, what the file was called, and notes for people.
_TEXT_KEYS = ("title", "region", "region_code", "level", "date", "meeting", "speaker", "speaker_role", "kind", "number",
              "url", "origin")  # fmt: skip
_KEYS = frozenset((*_TEXT_KEYS, "year", "author", "authors", "sha256", "note", "file"))


@dataclass(frozen=True, slots=True)
class Folder:
    """A document's folder as found: its id and the one source file in it."""

    document_id: str
    path: Path
    source: Path


def walk(corpus: Path) -> tuple[tuple[Folder, ...], tuple[SourceError, ...]]:
    """The document folders in order of id, and an error for each folder that is none. A missing corpus is an error."""
    if not corpus.is_dir():
        raise SourceError(f"找不到语料文件夹 {corpus}；请用 --home 指出 corpus/ 所在的文件夹")
    folders, faults = [], []
    for path in sorted(p for p in corpus.iterdir() if p.is_dir() and not p.name.startswith((".", "_"))):
        try:
            folder = _folder(path)
        except SourceError as error:
            faults.append(error)
        else:
            folders.extend([folder] if folder else [])
    return tuple(folders), tuple(faults)


def _folder(path: Path) -> Folder | None:
    if not is_document_id(path.name):
        raise SourceError(f"{path}：文件夹名不能作文献编号（只可用小写字母、数字和连字符，至多 80 个字符），未收入")
    sources = sorted(p for p in path.iterdir() if p.is_file() and p.stem == SOURCE)
    if not sources:
        return None  # a withdrawn document keeps its ledger
    if len(sources) > 1 or sources[0].is_symlink():
        raise SourceError(f"{path}：应当只有一个 source.* 文件，现有 {'、'.join(p.name for p in sources)}")
    return Folder(path.name, path, sources[0])


def read_source(folder: Folder) -> Source:
    """The bytes of a document and what its meta.yaml says; raises SourceError if they disagree or cannot be read."""
    try:
        if folder.source.stat().st_size > MAX_BYTES:
            raise SourceError(f"{folder.source}：超过 {MAX_BYTES // 1_000_000} MB，未读取")
        data = folder.source.read_bytes()
    except OSError as error:
        raise SourceError(f"{folder.source}：读不出（{error.strerror}）") from None
    sha256 = hashlib.sha256(data).hexdigest()
    meta = read_meta(folder.path / META)
    if meta.get("sha256", sha256) != sha256:
        raise SourceError(f"{folder.source}：内容与 {META} 所记的 sha256 不符；请核对文件，或改正 {META}")
    return Source(folder.document_id, str(folder.source), sha256, meta_facts(meta, folder.path / META), data)


def read_meta(path: Path) -> dict[str, Any]:
    """The mapping in a meta.yaml, all values text or lists of text; empty if there is no such file."""
    if not path.is_file():
        return {}
    try:
        meta = read_yaml(path)
    except CorpusError as error:
        raise SourceError(str(error)) from None
    if not isinstance(meta, dict):
        raise SourceError(f"{path}：应当是“键: 值”的形式")
    unknown = sorted(set(meta) - _KEYS)
    if unknown:
        raise SourceError(f"{path}：不认识的键 {'、'.join(unknown)}；可用：{'、'.join(sorted(_KEYS))}")
    return meta


def meta_facts(meta: dict[str, Any], path: Path) -> Facts:
    """The facts that a meta.yaml states. Only http and https are kept as ``url``; others stay out."""
    authors = meta.get("authors", meta.get("author", ()))
    year = meta.get("year")
    if year is not None and not str(year).isdigit():
        raise SourceError(f"{path}：year 应当是四位年份，现为 {year}")
    texts = {key: " ".join(str(meta[key]).split()) for key in _TEXT_KEYS if meta.get(key)}
    if not texts.get("url", "http://").lower().startswith(("http://", "https://")):
        texts["origin"] = texts.get("origin") or texts.pop("url")
        texts.pop("url", None)
    names = (authors,) if isinstance(authors, str) else tuple(authors)
    return Facts(year=int(year) if year else None, authors=tuple(map(str, names)), **texts)  # type: ignore[arg-type]


def withdrawn(corpus: Path) -> Iterator[str]:
    """The ids of folders that hold a ledger but no source any more."""
    for path in sorted(corpus.glob("*/addresses.jsonl")):
        if not any(path.parent.glob(f"{SOURCE}.*")) and is_document_id(path.parent.name):
            yield path.parent.name
