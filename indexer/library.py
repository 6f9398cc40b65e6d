"""Opens everything once: settings -> generation, engine, glossary, and checks that they belong together.

Owns the fingerprint and who may answer; has no methods that search or build.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from indexer import fold
from indexer.document import Facts
from indexer.engines import engine_module
from indexer.engines.base import SearchEngine
from indexer.errors import GlossaryError, IndexOutdated
from indexer.glossary import Glossary, dictionary_words
from indexer.glossary.reading import load_glossary
from indexer.publish import REBUILD, Generation, current, pointer_stamp
from indexer.segment import Segmenter
from indexer.settings import Settings

SCHEMA = 2
#: Raised when a reader or a structure rule changes what a document becomes.
READER = "1"
ENGINE_FOLDER, GLOSSARY_COPY, DOCUMENTS = "engine", "glossary.yaml", "documents.json"
_NAMES = {"schema": "索引格式", "reader": "文档解析", "folding": "折叠规则", "engine": "检索引擎"}


@dataclass(frozen=True, slots=True)
class Library:
    """All that a search, a page or a citation needs, open and checked; frozen, safe for many threads.

    ``words_usable`` is False when jieba or the glossary changed since the build: the exact layer answers in full, ranking
    by words and related passages are off; ``notes`` say so, and anything else that a reader should know.
    """

    settings: Settings
    generation: Generation
    engine: SearchEngine
    glossary: Glossary
    words_usable: bool
    notes: tuple[str, ...]
    stamp: tuple[int, int]

    @property
    def documents(self) -> Mapping[str, Facts]:
        """The facts of all documents, by id."""
        return self.engine.documents()

    @property
    def withdrawn(self) -> frozenset[str]:
        """Ids that were published once and are no more."""
        names = self.generation.manifest.get("withdrawn", ())
        return frozenset(map(str, names)) if isinstance(names, list | tuple) else frozenset()


def fingerprint(engine: str) -> dict[str, str]:
    """What an index must share with the program that reads it, else it is not read at all."""
    version = engine_module(engine).VERSION
    return {"schema": str(SCHEMA), "reader": READER, "folding": fold.VERSION, "engine": version}


def words_fingerprint(glossary: Glossary) -> dict[str, str]:
    """What decides the words; if it differs, only the words are out of use. A definition may change without harm."""
    return {"dictionary": segmenter(glossary).fingerprint}


def segmenter(glossary: Glossary, accelerate: bool | None = None) -> Segmenter:
    """jieba with the glossary's terms and aliases; ``accelerate`` as Segmenter has it."""
    return Segmenter(dictionary_words(glossary), accelerate)


def open_library(settings: Settings) -> Library:
    """The library that ``settings`` name.

    Raises IndexMissing, IndexDamaged, or IndexOutdated with the command to run. A glossary.yaml that cannot be read does
    not stop the search: the copy of the last build serves and a note says what is wrong.
    """
    stamp = pointer_stamp(settings.index_path)
    generation = current(settings.index_path)
    built = generation.manifest.get("fingerprint", {})
    assert isinstance(built, dict)
    wanted = fingerprint(settings.engine)
    for part, value in wanted.items():
        if built.get(part) != value:
            raise IndexOutdated(f"索引是另一版本建立的（{_NAMES[part]}：{built.get(part)} ≠ {value}）；{REBUILD}")
    notes = [generation.fallback] if generation.fallback else []
    glossary = _glossary(settings, generation, notes)
    words_usable = built.get("words") == words_fingerprint(glossary)
    if not words_usable:
        notes.append(f"术语表的词或分词词典在建立索引后有改动：逐字查找不受影响，词语排序与相关段落暂停；{REBUILD}")
    engine = engine_module(settings.engine).open_engine(generation.folder / ENGINE_FOLDER)
    return Library(settings, generation, engine, glossary, words_usable, tuple(notes), stamp)


def _glossary(settings: Settings, generation: Generation, notes: list[str]) -> Glossary:
    try:
        return load_glossary(settings.glossary_path)
    except GlossaryError as error:
        notes.append(f"术语表读不出，暂用建立索引时的一份：{error}")
        return load_glossary(generation.folder / GLOSSARY_COPY)


def document_record(library: Library, document_id: str) -> dict[str, object]:
    """What the build noted of a document: sections, dropped, doubts, sha256; empty if there is no such document."""
    record = _records(library.generation.folder / DOCUMENTS).get(document_id, {})
    assert isinstance(record, dict)
    return record


@lru_cache(maxsize=2)
def _records(path: Path) -> dict[str, object]:
    """The notes of a generation, read once; a published file never changes."""
    records: dict[str, object] = json.loads(path.read_text(encoding="utf-8"))
    return records
