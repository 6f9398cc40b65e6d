"""Taking documents into the corpus: read, judged, named and stored, one report an item.

Owns the order of the steps and what is done with copies and editions. What goes in is decided here, in the order of the
items, by one process; reading is done by several.
"""

from __future__ import annotations

import contextlib
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial

from indexer.corpus import META, SOURCE, Folder, meta_facts, read_meta, walk
from indexer.crew import Crew
from indexer.document import Facts
from indexer.duplicates import NAME, Finding, Register, Witness, find_copies, load_sketches, save_sketches, sketch_line
from indexer.errors import CorpusError
from indexer.intake.gathering import gather
from indexer.intake.items import Item, Outcome, Parsed
from indexer.intake.naming import name_document, next_edition
from indexer.intake.reading import Desk, known_document, sketch_of
from indexer.intake.rows import FIELDS
from indexer.intake.storing import TOMBSTONE, discard, settle, sources, writing
from indexer.likeness import Sketch
from indexer.prepared import cache_folder, code_fingerprint
from indexer.settings import Settings

__all__ = ["FIELDS", "Outcome", "add"]

_KEPT_WITNESSES = 8


def add(
    settings: Settings,
    paths: Iterable[str],
    *,
    jobs: int = 1,
    fields: Mapping[str, str] = FIELDS,
    editions: bool = False,
    notice: Callable[[str], None] = lambda _: None,
) -> Iterator[Outcome]:
    """Take what is at ``paths`` into the corpus, an Outcome for each document there, as it is decided.

    Copies are left out; with ``editions`` those that differ from what they are copies of are taken in as …-e2. May be
    stopped and begun again at any point: what is in already is said to be so. ``notice`` is told what takes time.
    Raises IndexBusy if another process is adding or removing, SourceError if there can be no corpus folder.
    """
    with writing(settings.corpus_path):
        run = _Run(settings, editions)
        run.learn(jobs, notice)
        desk = Desk(settings.corpus_path, run.cache, frozenset(run.known))
        crew = Crew(desk.read, _failed, max(1, jobs), desk.enter)
        with run.remembering(), contextlib.closing(crew.run(gather(paths, fields))) as parsed_items:
            for item, parsed in parsed_items:
                yield run.decide(item, parsed)


class _Run:
    """What is in the corpus while items are decided."""

    def __init__(self, settings: Settings, editions: bool) -> None:
        self.corpus, self.cache, self.editions = settings.corpus_path, cache_folder(settings), editions
        self.known = sources(self.corpus)
        self._sketches = settings.index_path / NAME
        self._register = Register()
        self._witnesses: dict[str, Witness] = {}
        self._remember: Callable[[str, Sketch], None] = lambda sha256, sketch: None

    def learn(self, jobs: int, notice: Callable[[str], None]) -> None:
        """Register the sketches of what is there, from their file or, where it lacks some, from the documents."""
        kept = load_sketches(self._sketches, code_fingerprint())
        kept = {sha256: kept[sha256] for sha256 in self.known if sha256 in kept}
        folders = {folder.document_id: folder for folder in walk(self.corpus)[0]}
        missing = [i for sha256, i in self.known.items() if sha256 not in kept and i in folders]
        if missing:
            notice(f"先认一遍已有的 {len(missing):,} 篇文献，以便发现重复")
        crew: Crew[Folder, Sketch | None] = Crew(
            partial(sketch_of, cache=self.cache), lambda *_: None, max(1, jobs), _nothing
        )
        by_id = {document_id: sha256 for sha256, document_id in self.known.items()}
        for folder, drawn in crew.run(folders[document_id] for document_id in missing):
            if drawn is not None:
                kept[by_id[folder.document_id]] = drawn
        for sha256, drawn in kept.items():
            self._register.add(self.known[sha256], drawn)
        with contextlib.suppress(OSError):  # it can be made again
            save_sketches(self._sketches, code_fingerprint(), kept)

    @contextlib.contextmanager
    def remembering(self) -> Iterator[None]:
        """Append the sketch of each new document to their file."""
        try:
            file = self._sketches.open("a", encoding="ascii")
        except OSError:
            yield
            return
        with file:

            def remember(sha256: str, sketch: Sketch) -> None:
                with contextlib.suppress(OSError):
                    file.write(sketch_line(sha256, sketch))
                    file.flush()

            self._remember = remember
            yield

    def decide(self, item: Item, parsed: Parsed) -> Outcome:
        """What becomes of an item; on return it is in the corpus, or nothing of it is."""
        if parsed.error:
            return Outcome(item.label, "refused", error=parsed.error)
        if parsed.sha256 in self.known:
            self._discard(parsed)
            return Outcome(item.label, "already", self.known[parsed.sha256])
        try:
            return self._take(item, parsed)
        except (CorpusError, OSError) as error:
            self._discard(parsed)
            return Outcome(item.label, "refused", error=f"{item.label}：写不进语料文件夹（{error}），未导入")

    def _take(self, item: Item, parsed: Parsed) -> Outcome:
        sketch = _sketch(parsed)
        key = zlib.decompress(parsed.key).decode("utf-8", "surrogatepass")
        new = Witness(parsed.facts, parsed.stated, key)
        findings = find_copies(new, self._register.candidates(sketch), self._witness)
        copy = next((finding for finding in findings if finding.is_copy), None)
        if copy and (copy.likeness.relation == "equal" or not self.editions):
            self._discard(parsed)
            return _outcome(item, parsed, "copy", None, copy, (*parsed.doubts, *_advice(copy)))
        document_id = (
            next_edition(copy.document_id, self._is_taken)
            if copy
            else name_document(parsed.facts, parsed.sha256, self._is_taken)
        )
        doubts = (*parsed.doubts, *map(str, findings), *self._told(document_id, copy, parsed.facts))
        settle(self.corpus, parsed.staged, document_id)
        self.known[parsed.sha256] = document_id
        self._register.add(document_id, sketch)
        self._remember(parsed.sha256, sketch)
        return _outcome(item, parsed, "added", document_id, copy, doubts)

    def _told(self, document_id: str, copy: Finding | None, facts: Facts) -> Iterator[str]:
        """Sentences about the name of a document that is not the first to have it."""
        if (self.corpus / document_id / TOMBSTONE).is_file():
            yield f"编号 {document_id} 的文献曾撤下，这一篇接用原来的编号和地址"
        first = document_id.rpartition("-e")[0]
        if copy or facts.kind != "gwr" or not document_id.rpartition("-e")[2].isdigit() or not self._is_taken(first):
            return
        try:
            meeting = self._witness(first).facts.meeting
        except CorpusError:
            meeting = None
        told = (
            f"，两次会议不同（{meeting}；{facts.meeting}）" if meeting and facts.meeting not in (None, meeting) else ""
        )
        yield f"{first} 也是这一地区这一年的报告，文字不同{told}；请核对是另一版本还是另一次会议"

    def _witness(self, document_id: str) -> Witness:
        if document_id not in self._witnesses:
            folder = self.corpus / document_id
            source = next(path for path in sorted(folder.glob(f"{SOURCE}*")) if path.stem == SOURCE)
            document, key = known_document(Folder(document_id, folder, source), self.cache)
            stated = meta_facts(read_meta(folder / META), folder / META)
            while len(self._witnesses) >= _KEPT_WITNESSES:
                self._witnesses.pop(next(iter(self._witnesses)))
            self._witnesses[document_id] = Witness(document.facts, stated, key)
        return self._witnesses[document_id]

    def _is_taken(self, document_id: str) -> bool:
        folder = self.corpus / document_id
        return folder.exists() and (not folder.is_dir() or any(path.stem == SOURCE for path in folder.iterdir()))

    def _discard(self, parsed: Parsed) -> None:
        if parsed.staged:
            discard(self.corpus, parsed.staged)


def _outcome(
    item: Item, parsed: Parsed, state: str, document_id: str | None, copy: Finding | None, doubts: tuple[str, ...]
) -> Outcome:
    return Outcome(
        label=item.label,
        state=state,  # type: ignore[arg-type]
        document_id=document_id,
        copy_of=copy.document_id if copy else None,
        relation=copy.likeness.relation if copy else None,
        differing=copy.likeness.differing if copy else None,
        likeness=str(copy) if copy else None,
        facts=parsed.facts,
        passages=parsed.passages,
        characters=parsed.characters,
        dropped=parsed.dropped,
        doubts=doubts,
    )


def _advice(copy: Finding) -> tuple[str, ...]:
    if copy.likeness.relation != "whole":
        return ()
    return (f"这一份比已有的全；要换用这一份，请先运行 baogao remove {copy.document_id}，再收入",)


def _sketch(parsed: Parsed) -> Sketch:
    import numpy as np

    return Sketch(parsed.digest, parsed.length, np.frombuffer(parsed.hashes, dtype=np.uint64))


def _failed(item: Item, reason: str) -> Parsed:
    return Parsed(error=f"{item.label}：{reason}，未导入")


def _nothing() -> None:
    return None
