"""Taking documents out of the corpus: the source goes, the ledger of its addresses and a tombstone stay.

Owns what the tombstone says. An address that was published leads, after the next build, to 410 and the recorded words.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from indexer.address import is_document_id
from indexer.corpus import META, Folder, read_meta, walk
from indexer.errors import CorpusError
from indexer.intake.naming import meta_text
from indexer.intake.reading import known_document
from indexer.intake.storing import TOMBSTONE, withdraw, writing
from indexer.prepared import cache_folder
from indexer.publish import file_digest
from indexer.settings import Settings

_TOLD = ("title", "region", "region_code", "level", "year", "date", "kind", "number", "url")


@dataclass(frozen=True, slots=True)
class Removal:
    """What became of a document that was to go: ``error`` is None if it is gone."""

    document_id: str
    error: str | None = None
    title: str | None = None


def remove(settings: Settings, document_ids: Iterable[str], today: str) -> tuple[Removal, ...]:
    """Take documents out of the corpus; ``today`` (ISO 8601) dates the tombstones. One that is not there stops no other.

    Raises IndexBusy if another process is adding or removing.
    """
    with writing(settings.corpus_path):
        folders = {folder.document_id: folder for folder in walk(settings.corpus_path)[0]}
        return tuple(_remove(settings, folders.get(document_id), document_id, today) for document_id in document_ids)


def _remove(settings: Settings, folder: Folder | None, document_id: str, today: str) -> Removal:
    if folder is None:
        return Removal(document_id, _absence(settings.corpus_path, document_id))
    try:
        facts = _facts(folder, cache_folder(settings))
        stone = meta_text(file_digest(folder.source), "", "", {"withdrawn": today, **facts})
        withdraw(folder.path, stone)
    except OSError as error:
        return Removal(document_id, f"{document_id}：撤不下（{error.strerror}），没有改动")
    return Removal(document_id, title=facts.get("title"))


def _facts(folder: Folder, cache: Path) -> dict[str, Any]:
    """What is known of the document, as text; what meta.yaml says where the source cannot be read."""
    try:
        known = asdict(known_document(folder, cache)[0].facts)
    except CorpusError:
        try:
            known = read_meta(folder.path / META)
        except CorpusError:
            known = {}
    return {name: str(known[name]) for name in _TOLD if known.get(name)}


def _absence(corpus: Path, document_id: str) -> str:
    if is_document_id(document_id) and (corpus / document_id / TOMBSTONE).is_file():
        return f"{document_id}：早已撤下"
    return f"{document_id[:80]}：语料库里没有这篇文献；全部编号见 baogao coverage 或语料文件夹"
