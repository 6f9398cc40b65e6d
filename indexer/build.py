"""The write path: corpus -> contributions of documents -> engine -> published generation, and a report of it.

Owns the order of the steps and what one bad file may stop (nothing else). The old generation serves until the new one is
complete; a build that is killed changes nothing.
"""

from __future__ import annotations

import contextlib
import datetime
import hashlib
import itertools
import json
import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from indexer.census import frequent_words, spell_words, write_census
from indexer.contribution import PROBES, Contribution, Outcome, Workshop, failed, found_by_search
from indexer.corpus import Folder, walk, withdrawn
from indexer.crew import Crew
from indexer.engines import engine_module
from indexer.engines.base import SearchEngine, Window
from indexer.errors import IndexDamaged
from indexer.glossary import Glossary
from indexer.glossary.reading import load_glossary
from indexer.ledger import NAME
from indexer.library import DOCUMENTS, ENGINE_FOLDER, GLOSSARY_COPY, fingerprint, segmenter, words_fingerprint
from indexer.prepared import cache_folder
from indexer.prepared.entries import drop_entries, entry_names
from indexer.publish import MANIFEST, building, publish
from indexer.query import AllOf, Literal, Query
from indexer.settings import Settings
from indexer.signs import query_key

__all__ = ["BuildReport", "Outcome", "Progress", "build_index"]

#: Called after each document with (done, all, document id).
Progress = Callable[[int, int, str], None]
#: Documents that are worth a process of their own.
_SHARE = 8
#: Documents from which on there is enough to be cut for the accelerator, and words that are spelled at once.
_MANY, _PORTION = 40, 1_000


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
    """What a running build gathers while pieces stream into the engine."""

    folder: Path
    progress: Progress | None
    documents: list[str] = field(default_factory=list)
    outcomes: list[Outcome] = field(default_factory=list)
    extents: dict[str, tuple[tuple[str, str, int, int], ...]] = field(default_factory=dict)
    ledgers: list[tuple[Path, int]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    probes: list[tuple[int, ...]] = field(default_factory=list)
    contents: list[str] = field(default_factory=list)
    entries: set[str] = field(default_factory=set)

    def pieces(self, contributions: Iterable[tuple[Folder, Contribution]], count: int) -> Iterator[bytes]:
        """The pieces of all documents that could be read; their records are written on the way."""
        with (
            (self.folder / DOCUMENTS).open("w", encoding="utf-8", errors="surrogatepass") as records,
            self.lines.open("wb") as lines,
        ):
            records.write("{")
            for done, (folder, made) in enumerate(contributions, 1):
                self.outcomes.append(made.outcome)
                self.entries |= made.entries
                if made.outcome.error is None:
                    records.write(",\n" * bool(self.documents) + f'"{folder.document_id}": {made.record}')
                    self._take(folder, made)
                    if made.ledger:
                        self.ledgers.append((folder.path / NAME, lines.write(made.ledger.encode())))
                    yield made.piece
                if self.progress:
                    self.progress(done, count, folder.document_id)
            records.write("}")

    def _take(self, folder: Folder, made: Contribution) -> None:
        self.documents.append(folder.document_id)
        self.extents[folder.document_id] = made.extents
        self.notes.extend(made.faults)
        self.probes.append(made.probes)
        self.contents.append(made.content)

    @property
    def lines(self) -> Path:
        """Where the new lines of all ledgers wait until the index is whole: those of a first build are longer than the texts."""
        return self.folder / "ledgers.tmp"

    @property
    def passages(self) -> int:
        """Passages of all documents that could be read."""
        return sum(outcome.passages for outcome in self.outcomes)


def build_index(
    settings: Settings, progress: Progress | None = None, today: str | None = None, jobs: int | None = None
) -> BuildReport:
    """Index the whole corpus and publish it; ``today`` (ISO 8601) dates the new addresses.

    ``jobs`` processes read documents, as many as there are processors if it is not said. Raises IndexBusy, GlossaryError,
    SourceError if there is no corpus at all. One bad document is in the report.
    """
    glossary = load_glossary(settings.glossary_path)
    folders, faults = walk(settings.corpus_path)
    with building(settings.index_path) as folder:
        run = _Run(folder, progress, outcomes=[Outcome("", error=str(fault)) for fault in faults])
        date = today or datetime.date.today().isoformat()
        cache = cache_folder(settings)
        old = entry_names(cache)
        (folder / ENGINE_FOLDER).mkdir()
        jobs = jobs or _jobs(folders)
        workshop = Workshop(cache, segmenter(glossary, True if len(folders) > _MANY else None), settings.engine, date)
        crew = Crew(workshop.contribute, failed, jobs, _nothing)
        with contextlib.closing(crew.run(iter(folders))) as contributions:
            engine_module(settings.engine).assemble(folder / ENGINE_FOLDER, run.pieces(contributions, len(folders)))
        _look_over(settings, folder, run, jobs)
        (folder / GLOSSARY_COPY).write_bytes(_bytes(settings.glossary_path))
        added = _append_ledgers(run)
        generation = publish(folder, _manifest(settings, glossary, run, date))
        drop_entries(cache, old - run.entries)
    return BuildReport(generation.number, tuple(run.outcomes), added, tuple(run.notes))


def _jobs(folders: tuple[Folder, ...]) -> int:
    return max(1, min(os.cpu_count() or 1, len(folders) // _SHARE))


def _nothing() -> None:
    """What a worker of a build does first."""


def _look_over(settings: Settings, folder: Path, run: _Run, jobs: int) -> None:
    """Open what was written, compare it with plain search before anybody else sees it, and take the census."""
    engine = engine_module(settings.engine).open_engine(folder / ENGINE_FOLDER)
    try:
        _verify(engine, run)
        words = frequent_words(engine.spreads())
        portions = (words[at : at + _PORTION] for at in range(0, len(words), _PORTION))
        crew = Crew(spell_words, lambda portion, _: spell_words(portion), jobs, _nothing)
        with contextlib.closing(crew.run(portions)) as spelled:
            write_census(folder, run.extents, itertools.chain.from_iterable(words for _, words in spelled))
    finally:
        engine.close()


def _verify(engine: SearchEngine, run: _Run) -> None:
    everything = engine.search(Query("", AllOf(())), Window(limit=0))
    if everything.total != run.passages:
        raise IndexDamaged(f"新建的索引有 {everything.total} 段，应有 {run.passages} 段；旧索引保持不变，请报告此问题")
    for probe, truth in zip(PROBES, found_by_search(run.probes), strict=True):
        query = Query(probe, AllOf((Literal(probe, query_key(probe)),)))
        if engine.search(query, Window(limit=0)).total != truth:
            raise IndexDamaged(f"新建的索引查不全“{probe}”；旧索引保持不变，请报告此问题")


def _bytes(path: Path) -> bytes:
    return path.read_bytes() if path.is_file() else b""


def _append_ledgers(run: _Run) -> int:
    """Append the lines that wait to their ledgers; returns how many there were."""
    count = 0
    with run.lines.open("rb") as waiting:
        for path, size in run.ledgers:
            lines = waiting.read(size)
            torn = path.is_file() and path.stat().st_size > 0 and not path.read_bytes().endswith(b"\n")
            with path.open("ab") as file:
                file.write(b"\n" * torn + lines)
            count += lines.count(b"\n")
    run.lines.unlink()
    return count


def _manifest(settings: Settings, glossary: Glossary, run: _Run, date: str) -> dict[str, object]:
    gone = (_former(settings) | set(withdrawn(settings.corpus_path))) - set(run.documents)
    return {
        "fingerprint": {**fingerprint(settings.engine), "words": words_fingerprint(glossary)},
        "documents": sorted(run.documents),
        "passages": run.passages,
        "content": hashlib.sha256("\n".join(run.contents).encode()).hexdigest(),
        "withdrawn": sorted(gone),
        "date": date,
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
