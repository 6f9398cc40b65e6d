"""Documents ready for an index: read, structured, cut into signs and words, once; again only for what changed.

Owns the way from a folder of the corpus to a document, and the cache of it (index/cache), which may be lost or damaged
at any time: what it does not hold is made anew. An entry belongs to the bytes of source and meta.yaml and to the code
that reads them; words belong to the dictionary as well. Knows no engine.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from importlib.metadata import version
from pathlib import Path

from indexer import fold
from indexer.completeness import find_gaps
from indexer.corpus import META, Folder, read_meta, read_source
from indexer.document import Document, Reading, Source
from indexer.errors import SourceError
from indexer.isolate import preload, read_isolated
from indexer.prepared.entries import load_entry, store_entry
from indexer.prepared.form import FORM, document_data, document_of, dump, parse
from indexer.publish import file_digest
from indexer.readers import read
from indexer.readers.sniff import sniff
from indexer.segment import Segmenter
from indexer.settings import Settings
from indexer.signs import sign_keys
from indexer.structure import build_document

#: Plain text up to this many bytes is read here: the reader is our own and its time is linear. All else: a child.
_PLAIN = 1_000_000
_FAULTS = (ValueError, TypeError, KeyError, IndexError)
#: What decides, beside our own code, what a document becomes.
_LIBRARIES = ("beautifulsoup4", "lxml", "pdfminer.six", "pdfplumber", "python-docx")


@dataclass(frozen=True, slots=True)
class Prepared:
    """A document with the sign key and the words of each passage, in order."""

    document: Document
    keys: tuple[str, ...]
    words: tuple[tuple[str, ...], ...]


class Preparer:
    """Prepares documents, from the cache where it can; ``hits`` and ``made`` count them."""

    def __init__(self, folder: Path, segmenter: Segmenter) -> None:
        self._folder, self._segmenter = folder, segmenter
        self._name = lru_cache(maxsize=8)(entry_name)
        self.hits = self.made = 0

    def name(self, folder: Folder) -> str:
        """The name of the entry of a document; raises SourceError where its files cannot be read."""
        return self._name(folder)

    def names(self, folder: Folder) -> frozenset[str]:
        """The names of all entries of a document."""
        name = self.name(folder)
        return frozenset((name, self._words_name(name)))

    def prepare(self, folder: Folder) -> Prepared:
        """A document of the corpus; raises SourceError, naming it, where it cannot be read."""
        name = self.name(folder)
        words_name = self._words_name(name)
        kept = load_document(self._folder, name, folder.document_id)
        self.hits, self.made = self.hits + (kept is not None), self.made + (kept is None)
        document, keys = kept or keep_document(self._folder, name, read_document(folder))
        return Prepared(document, keys, self._words(words_name, document))

    def _words_name(self, name: str) -> str:
        return f"{name}-{self._segmenter.fingerprint}"

    def _words(self, name: str, document: Document) -> tuple[tuple[str, ...], ...]:
        data = load_entry(self._folder, name)
        if data is not None:
            try:
                words = tuple(tuple(row) for row in parse(data))
            except _FAULTS:
                words = ()
            if len(words) == len(document.passages):
                return words
        words = tuple(self._segmenter.words(p.text) for p in document.passages)
        store_entry(self._folder, name, dump(words))
        return words


def cache_folder(settings: Settings) -> Path:
    """Where the entries of a home are."""
    return settings.index_path / "cache"


def entry_name(folder: Folder) -> str:
    """The name of a document's entry; raises SourceError where its files cannot be read."""
    try:
        meta = (folder.path / META).read_bytes() if (folder.path / META).is_file() else b""
        return name_of(folder.source.name, file_digest(folder.source), meta)
    except OSError as error:
        raise SourceError(f"{folder.source}：读不出（{error.strerror}）") from None


def name_of(name: str, sha256: str, meta: bytes) -> str:
    """The name of the entry for a source with that file name and digest, and the bytes of its meta.yaml."""
    parts = (code_fingerprint(), name, sha256, hashlib.sha256(meta).hexdigest())
    return hashlib.sha256("\n".join(parts).encode("utf-8", "replace")).hexdigest()[:40]


def load_document(folder: Path, name: str, document_id: str) -> tuple[Document, tuple[str, ...]] | None:
    """The document of an entry and its sign keys, or None."""
    data = load_entry(folder, name)
    if data is None:
        return None
    try:
        return document_of(document_id, data)
    except _FAULTS:
        return None


def keep_document(folder: Path, name: str, document: Document) -> tuple[Document, tuple[str, ...]]:
    """Store a document as an entry; returns it with the sign keys of its passages."""
    keys = sign_keys([passage.words for passage in document.passages])
    store_entry(folder, name, document_data(document, keys))
    return document, keys


def read_document(folder: Folder) -> Document:
    """One document of the corpus, read and structured anew; raises SourceError with the file and the reason."""
    source = read_source(folder)
    try:
        file = str(read_meta(folder.path / META).get("file") or "")
        reading = read_bytes(source.data, file or folder.source.name)
        return structured(source, reading, file)
    except SourceError as error:
        raise SourceError(f"{folder.document_id}（{folder.source}）：{error}") from None


def read_bytes(data: bytes, name: str, alone: bool = False) -> Reading:
    """The Reading of some bytes; in a child, unless they are plain text and not to be read ``alone``."""
    if not alone and len(data) <= _PLAIN and sniff(data) in ("text", "empty"):
        return read(data, name)
    _preload()
    return read_isolated(data, name)


_preload = cache(preload)


def structured(source: Source, reading: Reading, file: str) -> Document:
    """The document that a Reading holds, with what its file was called as a hint and the doubts of completeness."""
    if file:
        reading = replace(reading, hints={**reading.hints, "name": file})
    document = build_document(source.document_id, reading, source.facts, source.sha256)
    return replace(document, doubts=(*document.doubts, *find_gaps(document)))


@cache
def code_fingerprint() -> str:
    """Of the code and the data that decide what a document becomes: their bytes, so that no version must be raised."""
    versions = [version(name) for name in _LIBRARIES]
    digest = hashlib.sha256(" ".join([FORM, fold.VERSION, *versions]).encode())
    for path in _code_files(Path(__file__).parents[1]):
        digest.update(path.name.encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _code_files(package: Path) -> Iterable[Path]:
    names = ("document", "fold", "signs", "regions", "completeness", "corpus")
    folders = [package / "readers", package / "structure", package / "facts", package / "data", Path(__file__).parent]
    inside = [
        path for folder in folders for path in folder.rglob("*") if path.suffix in (".py", ".csv", ".json", ".txt")
    ]
    return sorted([*inside, *(package / f"{name}.py" for name in names)])
