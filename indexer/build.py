"""The write path: corpus -> readers -> structure -> words -> engine -> published generation, and a report of it.

Owns the order of the steps and what one bad file may stop (nothing else). The old generation serves until the new one is
complete; a build that is killed changes nothing.
"""

from __future__ import annotations

import datetime
import hashlib
import itertools
import json
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path

from indexer.address import passage_addresses
from indexer.census import CensusWriter
from indexer.corpus import Folder, walk, withdrawn
from indexer.engines import engine_module
from indexer.engines.base import IndexEntry, Window
from indexer.errors import CorpusError, IndexDamaged
from indexer.glossary import Glossary
from indexer.glossary.reading import load_glossary
from indexer.ledger import NAME, ledger_lines, new_entries, read_ledger
from indexer.library import DOCUMENTS, ENGINE_FOLDER, GLOSSARY_COPY, fingerprint, segmenter, words_fingerprint
from indexer.prepared import Prepared, Preparer, cache_folder
from indexer.publish import MANIFEST, building, publish
from indexer.query import AllOf, Literal, Query
from indexer.settings import Settings
from indexer.signs import query_key

#: Called after each document with (done, all, document id).
Progress = Callable[[int, int, str], None]
_PROBES = 20


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
class BuildReport:
    """What a build did: ``new_addresses`` were added to the ledgers."""

    generation: int
    outcomes: tuple[Outcome, ...]
    new_addresses: int
    notes: tuple[str, ...] = ()

    @property
    def failed(self) -> tuple[Outcome, ...]:
        """The documents that are not in the index, with their errors."""
        return tuple(o for o in self.outcomes if o.error)


@dataclass(slots=True)
class _Run:
    """What a running build gathers while entries stream into the engine."""

    preparer: Preparer
    date: str
    outcomes: list[Outcome] = field(default_factory=list)
    records: dict[str, object] = field(default_factory=dict)
    ledgers: dict[Path, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    probes: list[str] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)


def build_index(settings: Settings, progress: Progress | None = None, today: str | None = None) -> BuildReport:
    """Index the whole corpus and publish it; ``today`` (ISO 8601) dates the new addresses.

    Raises IndexBusy, GlossaryError, SourceError if there is no corpus at all. One bad document is in the report.
    """
    glossary = load_glossary(settings.glossary_path)
    folders, faults = walk(settings.corpus_path)
    run = _Run(Preparer(cache_folder(settings), segmenter(glossary)), today or datetime.date.today().isoformat())
    run.outcomes.extend(Outcome("", error=str(fault)) for fault in faults)
    with building(settings.index_path) as folder:
        module = engine_module(settings.engine)
        (folder / ENGINE_FOLDER).mkdir()
        census = CensusWriter()
        module.write(folder / ENGINE_FOLDER, census.watch(_entries(folders, run, progress)))
        census.write(folder)
        _verify(settings, folder / ENGINE_FOLDER, run)
        _write_extras(settings, folder, run)
        added = _append_ledgers(run)
        generation = publish(folder, _manifest(settings, glossary, run, _former(settings)))
        run.preparer.prune()
    return BuildReport(generation.number, tuple(run.outcomes), added, tuple(run.notes))


def _entries(folders: tuple[Folder, ...], run: _Run, progress: Progress | None) -> Iterator[IndexEntry]:
    for done, folder in enumerate(folders, 1):
        try:
            prepared = run.preparer.prepare(folder)
        except CorpusError as error:
            run.outcomes.append(Outcome(folder.document_id, error=str(error)))
        else:
            yield from _document_entries(folder, prepared, run)
        if progress:
            progress(done, len(folders), folder.document_id)


def _document_entries(folder: Folder, prepared: Prepared, run: _Run) -> Iterator[IndexEntry]:
    document = prepared.document
    known, faults = read_ledger(folder.path)
    run.notes.extend(faults)
    fresh = new_entries(document.id, document.passages, known, document.sha256, run.date)
    if fresh:
        run.ledgers[folder.path / NAME] = ledger_lines(fresh)
    dropped = sum(len(piece.text) for piece in document.dropped)
    run.outcomes.append(Outcome(document.id, len(document.passages), len(document.text), dropped, document.doubts))
    run.records[document.id] = {
        "sha256": document.sha256,
        "source": folder.source.name,
        "sections": [asdict(section) for section in document.sections],
        "definitions": [asdict(definition) for definition in document.definitions],
        "dropped": [asdict(piece) for piece in document.dropped],
        "doubts": document.doubts,
        "characters": len(document.text),
    }
    addresses = passage_addresses(document.id, document.passages)
    for passage, (address, _), key, words in zip(
        document.passages, addresses, prepared.keys, prepared.words, strict=True
    ):
        run.keys.append(key)
        if len(run.probes) < _PROBES and len(passage.text) > 8:
            run.probes.append(passage.text[3:7])
        yield IndexEntry(document.id, document.facts, passage, address.local, key, words)


def _verify(settings: Settings, folder: Path, run: _Run) -> None:
    """Open what was written and compare counts and literals with plain search, before anybody else sees it."""
    engine = engine_module(settings.engine).open_engine(folder)
    try:
        everything = engine.search(Query("", AllOf(())), Window(limit=0))
        if everything.total != len(run.keys):
            raise IndexDamaged(
                f"新建的索引有 {everything.total} 段，应有 {len(run.keys)} 段；旧索引保持不变，请报告此问题"
            )
        for probe in run.probes:
            key = query_key(probe)
            found = engine.search(Query(probe, AllOf((Literal(probe, key),))), Window(limit=0)).total if key else 0
            if key and found != sum(key in other for other in run.keys):
                raise IndexDamaged(f"新建的索引查不全“{probe}”；旧索引保持不变，请报告此问题")
    finally:
        engine.close()


def _write_extras(settings: Settings, folder: Path, run: _Run) -> None:
    (folder / DOCUMENTS).write_text(json.dumps(run.records, ensure_ascii=False, indent=0), encoding="utf-8")
    glossary = settings.glossary_path.read_bytes() if settings.glossary_path.is_file() else b""
    (folder / GLOSSARY_COPY).write_bytes(glossary)


def _append_ledgers(run: _Run) -> int:
    for path, lines in run.ledgers.items():
        torn = path.is_file() and path.stat().st_size > 0 and not path.read_bytes().endswith(b"\n")
        with path.open("a", encoding="utf-8", newline="\n") as file:
            file.write("\n" * torn + lines)
    return sum(lines.count("\n") for lines in run.ledgers.values())


def _manifest(settings: Settings, glossary: Glossary, run: _Run, former: frozenset[str]) -> dict[str, object]:
    content = hashlib.sha256("\n".join(run.keys).encode()).hexdigest()
    gone = (former | set(withdrawn(settings.corpus_path))) - set(run.records)
    return {
        "fingerprint": {**fingerprint(settings.engine), "words": words_fingerprint(glossary)},
        "documents": sorted(run.records),
        "passages": len(run.keys),
        "content": content,
        "withdrawn": sorted(gone),
        "date": run.date,
    }


def _former(settings: Settings) -> frozenset[str]:
    """The ids that any earlier manifest here names: read as data, the old index itself is not opened."""
    names: set[str] = set()
    for path in settings.index_path.glob(f"gen-*/{MANIFEST}"):
        try:
            manifest = json.loads(path.read_bytes())
            names.update(map(str, itertools.chain(manifest["documents"], manifest["withdrawn"])))
        except (OSError, ValueError, KeyError, TypeError):
            continue
    return frozenset(names)
