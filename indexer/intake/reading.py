"""One item, from bytes to a staged document: what every process of an import does, the same as a build will do.

Owns the steps between an item and what is decided of it. Files are parsed in a child; JSON lines are text already.
"""

from __future__ import annotations

import hashlib
import re
import zlib
from collections import Counter
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Any

from indexer.corpus import META, Folder, meta_facts
from indexer.document import Document, Facts, Source
from indexer.errors import CorpusError, SourceError
from indexer.glossary.yaml_text import parse_yaml
from indexer.intake.gathering import shown
from indexer.intake.items import Item, Parsed
from indexer.intake.naming import meta_text
from indexer.intake.rows import read_row
from indexer.intake.storing import let_go, stage
from indexer.intake.tables import is_table
from indexer.likeness import Sketch, sketch
from indexer.prepared import entry_name, keep_document, load_document, name_of, read_bytes, read_document, structured
from indexer.readers import MAX_BYTES
from indexer.readers.sniff import sniff

_SUFFIX = re.compile(r"\.[a-z0-9]{1,8}")
#: The suffix of a source whose name has none, by the kind of its content.
_SUFFIXES = {
    "text": ".txt",
    "html": ".html",
    "docx": ".docx",
    "doc": ".doc",
    "rtf": ".rtf",
    "pdf": ".pdf",
    "ofd": ".ofd",
}


@dataclass(frozen=True, slots=True)
class _Raw:
    """An item as bytes, with what meta.yaml will say of it."""

    data: bytes
    name: str
    file: str
    stated: dict[str, Any]
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Desk:
    """Where items are read: a corpus, the cache beside its index, and the sha256 of what is there already."""

    corpus: Path
    cache: Path
    known: frozenset[str]

    def enter(self) -> None:
        """To be called first in a process of its own."""
        let_go(self.corpus)

    def read(self, item: Item) -> Parsed:
        """What an item holds, staged; or why it is not taken in. Raises nothing: one bad item stops no other."""
        if item.error:
            return Parsed(error=item.error)
        try:
            return self._read(item)
        except CorpusError as error:
            reason = str(error).removeprefix(f"{shown(item.file)}：").removeprefix("source.txt：")
            return Parsed(error=f"{item.label}：{reason}")
        except Exception as error:  # a fault of ours in one document is told with it
            return Parsed(
                error=f"{item.label}：内部错误（{type(error).__name__}: {str(error)[:200]}），未导入；请报告给开发者"
            )

    def _read(self, item: Item) -> Parsed:
        raw = _raw(item)
        sha256 = hashlib.sha256(raw.data).hexdigest()
        if sha256 in self.known:
            return Parsed(sha256, known=True)
        if item.fields is None and is_table(raw.data):
            raise SourceError("是数据表，不是文献，未导入；每行一篇的表请转成 JSON 行（.jsonl）再导入")
        meta = meta_text(sha256, raw.file, item.origin, raw.stated)
        stated = meta_facts(parse_yaml(meta, META).value, Path(META))  # type: ignore[arg-type]  # a mapping: we wrote it
        reading = read_bytes(raw.data, raw.file or raw.name, alone=item.fields is None)
        document = structured(Source("new", raw.name, sha256, stated, raw.data), reading, raw.file)
        if not document.passages:
            raise SourceError("没有读出文字，未导入")
        document, keys = keep_document(self.cache, name_of(raw.name, sha256, meta), document)
        staged = stage(self.corpus, raw.name, raw.data, meta)
        return _parsed(document, stated, raw.doubts, staged, "".join(keys))


def sketch_of(folder: Folder, cache: Path) -> Sketch | None:
    """The sketch of a document of the corpus; None if it cannot be read."""
    try:
        return sketch(known_document(folder, cache)[1])
    except CorpusError:
        return None


def known_document(folder: Folder, cache: Path) -> tuple[Document, str]:
    """A document of the corpus and the sign key of its text; raises SourceError if it cannot be read."""
    name = entry_name(folder)
    kept = load_document(cache, name, folder.document_id)
    document, keys = kept or keep_document(cache, name, read_document(folder))
    return document, "".join(keys)


def _raw(item: Item) -> _Raw:
    if item.fields is not None:
        row = read_row(item.data, item.fields)
        origin = f"{item.origin}（{row.id}）" if row.id else item.origin
        return _Raw(row.data, "source.txt", "", {"origin": origin, **row.stated}, row.doubts)
    data = _content(item.path) if item.path else item.data
    suffix = PurePath(item.file).suffix.lower()
    if not _SUFFIX.fullmatch(suffix):
        suffix = _SUFFIXES.get(sniff(data), ".bin")
    return _Raw(data, f"source{suffix}", shown(item.file), {})


def _content(path: Path) -> bytes:
    """The bytes of a file within the bounds; raises SourceError for a larger one and for what is no plain file."""
    try:
        if not path.is_file():
            raise SourceError("不是普通文件，未导入")
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise SourceError(f"读不出（{error.strerror}），未导入") from None
    if len(data) > MAX_BYTES:
        raise SourceError(f"超过上限 {MAX_BYTES:,} 字节，未导入；请拆分后再导入")
    return data


def _parsed(document: Document, stated: Facts, doubts: tuple[str, ...], staged: str, key: str) -> Parsed:
    dropped: Counter[str] = Counter()
    for piece in document.dropped:
        dropped[piece.reason] += len(piece.text)
    drawn = sketch(key)
    return Parsed(
        sha256=document.sha256,
        staged=staged,
        facts=document.facts,
        stated=stated,
        passages=len(document.passages),
        characters=len(document.text),
        dropped=tuple(sorted(dropped.items())),
        doubts=(*doubts, *document.doubts),
        digest=drawn.digest,
        length=drawn.length,
        hashes=drawn.hashes.tobytes(),
        key=zlib.compress(key.encode("utf-8", "surrogatepass"), 1),
    )
