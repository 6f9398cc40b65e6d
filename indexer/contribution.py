"""What one document adds to an index: made by any process, kept in the cache, put together by the build.

Owns the way from a prepared document to its piece of the index and to what the build notes of it. An unchanged document is
not even unpacked. Decides nothing of the index as a whole.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from functools import cache
from pathlib import Path

from indexer.address import passage_addresses
from indexer.census import extents_of
from indexer.corpus import Folder
from indexer.document import Document
from indexer.engines import engine_module
from indexer.engines.base import DEFINES, IndexEntry
from indexer.errors import CorpusError
from indexer.ledger import NAME, ledger_lines, new_entries, read_ledger
from indexer.prepared import Prepared, Preparer
from indexer.prepared.entries import load_entry, store_entry
from indexer.segment import Segmenter
from indexer.signs import query_key

#: Literals that are counted by plain search in every document, and looked up when the index is made: it must find as many.
PROBES = (
    "发展",
    "就业",
    "改革",
    "经济社会",
    "人民群众",
    "第一",
    "亿元",
    "工作",
    "建设",
    "规定",
    "国家",
    "2021年",
    "5%",
    "“六稳”",
    "的",
    "政府工作报告",
)
_KEYS = tuple(map(query_key, PROBES))


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one document: ``error`` is None if it is in the index."""

    document_id: str
    passages: int = 0
    characters: int = 0
    dropped: int = 0
    doubts: tuple[str, ...] = ()
    error: str | None = None


@dataclass(frozen=True, slots=True)
class Contribution:
    """A document for the index. ``record`` is JSON, ``extents`` as census.py has them, ``probes`` passages with each probe.

    ``content`` is a digest of its signs; ``ledger`` the lines to append, and ``faults`` of what is there; ``entries`` name
    what of the cache was used.
    """

    outcome: Outcome
    record: str = ""
    extents: tuple[tuple[str, str, int, int], ...] = ()
    probes: tuple[int, ...] = ()
    content: str = ""
    piece: bytes = b""
    ledger: str = ""
    faults: tuple[str, ...] = ()
    entries: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Workshop:
    """What every process of a build has: the cache, the words, the engine, and ``date``, which new addresses get."""

    cache: Path
    segmenter: Segmenter
    engine: str
    date: str

    def contribute(self, folder: Folder) -> Contribution:
        """What a document of the corpus adds; one that cannot be read says so in its outcome."""
        preparer = Preparer(self.cache, self.segmenter)
        try:
            name = f"{preparer.name(folder)}-{self._fingerprint(folder.document_id)}"
            kept = self._load(name, folder)
            made = kept or self._make(name, folder, preparer.prepare(folder))
        except CorpusError as error:
            return Contribution(Outcome(folder.document_id, error=str(error)))
        return replace(made, entries=preparer.names(folder) | {name})

    def _make(self, name: str, folder: Folder, prepared: Prepared) -> Contribution:
        document = prepared.document
        addresses = passage_addresses(document.id, document.passages)
        rows = zip(document.passages, addresses, prepared.keys, prepared.words, strict=True)
        terms = _defined(document)
        entries = tuple(
            IndexEntry(document.id, document.facts, p, a.local, key, (*words, *terms.get(p.number, ())))
            for p, (a, _), key, words in rows
        )
        ledger, faults = self._ledger(folder, document)
        made = Contribution(
            outcome=_outcome(document),
            record=_record(document, folder.source.name),
            extents=extents_of(document.passages),
            probes=tuple(sum(key in other for other in prepared.keys) for key in _KEYS),
            content=hashlib.sha256("\n".join(prepared.keys).encode("utf-8", "surrogatepass")).hexdigest(),
            piece=engine_module(self.engine).encode(entries),
            ledger=ledger,
            faults=faults,
        )
        self._store(name, folder, made)
        return made

    def _ledger(self, folder: Folder, document: Document) -> tuple[str, tuple[str, ...]]:
        known, faults = read_ledger(folder.path)
        return ledger_lines(new_entries(document.id, document.passages, known, document.sha256, self.date)), faults

    def _store(self, name: str, folder: Folder, made: Contribution) -> None:
        """Keep it with the digest of the ledger as it will be, which lacks nothing; one with faults is not kept."""
        if not made.faults:
            head = asdict(replace(made, piece=b"", ledger="", entries=frozenset()))
            del head["piece"], head["entries"]
            head["ledger"] = _digest(_bytes(folder.path / NAME) + made.ledger.encode())
            data = json.dumps(head, ensure_ascii=False).encode("utf-8", "surrogatepass")
            store_entry(self.cache, name, data + b"\n" + made.piece)

    def _load(self, name: str, folder: Folder) -> Contribution | None:
        """What was kept, if the ledger is as it was left."""
        data = load_entry(self.cache, name)
        if data is None:
            return None
        end = data.index(b"\n")
        head = json.loads(data[:end].decode("utf-8", "surrogatepass"))
        if head.pop("ledger") != _digest(_bytes(folder.path / NAME)):
            return None
        outcome = head.pop("outcome")
        return Contribution(
            outcome=Outcome(**{**outcome, "doubts": tuple(outcome["doubts"])}),
            record=head["record"],
            extents=tuple(map(tuple, head["extents"])),
            probes=tuple(head["probes"]),
            content=head["content"],
            piece=data[end + 1 :],
        )

    def _fingerprint(self, document_id: str) -> str:
        """Of what decides a contribution beside the document: its id, the words, and the code that makes it."""
        return _digest("\n".join((document_id, self.engine, self.segmenter.fingerprint, _code())).encode())[:20]


def failed(folder: Folder, reason: str) -> Contribution:
    """What a document adds whose process died."""
    return Contribution(Outcome(folder.document_id, error=f"{folder.document_id}（{folder.source}）：{reason}"))


def found_by_search(contributions: Iterable[tuple[int, ...]]) -> tuple[int, ...]:
    """How many passages plain search found for each of PROBES in all documents."""
    return tuple(map(sum, zip(*contributions, strict=True))) or (0,) * len(PROBES)


def _defined(document: Document) -> dict[int, tuple[str, ...]]:
    """The terms that each passage defines, by its number, as words of the index: under their names and labels."""
    names: dict[int, list[str]] = {}
    for definition in document.definitions:
        names.setdefault(definition.passage, []).extend((definition.term, definition.label))
    return {n: tuple(dict.fromkeys(DEFINES + query_key(name) for name in own)) for n, own in names.items()}


def _outcome(document: Document) -> Outcome:
    dropped = sum(len(piece.text) for piece in document.dropped)
    return Outcome(document.id, len(document.passages), len(document.text), dropped, document.doubts)


def _record(document: Document, source: str) -> str:
    record = {
        "sha256": document.sha256,
        "source": source,
        "sections": [asdict(section) for section in document.sections],
        "definitions": [asdict(definition) for definition in document.definitions],
        "dropped": [asdict(piece) for piece in document.dropped],
        "doubts": document.doubts,
        "characters": len(document.text),
    }
    return json.dumps(record, ensure_ascii=False)


def _bytes(path: Path) -> bytes:
    return path.read_bytes() if path.is_file() else b""


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


@cache
def _code() -> str:
    """Of the code that decides what is kept: its bytes, so that no version must be raised."""
    package = Path(__file__).parent
    files = [Path(__file__), package / "address.py", package / "census.py", package / "ledger.py"]
    files += sorted((package / "engines").rglob("*.py")) + sorted((package / "matching").rglob("*.py"))
    return _digest(b"".join(_digest(path.read_bytes()).encode() for path in files))
