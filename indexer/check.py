"""The full check: every byte of the index, every passage against the corpus, every published address, the glossary.

Owns what counts as a fault; mends nothing.
"""

from __future__ import annotations

from importlib.metadata import packages_distributions

from indexer.address import Address, parse_address
from indexer.corpus import walk
from indexer.errors import CorpusError
from indexer.ledger import read_ledger, resolve
from indexer.library import Library, open_library
from indexer.prepared import read_document
from indexer.settings import Settings


def check_all(settings: Settings) -> tuple[tuple[str, ...], str]:
    """The faults found, each a sentence, and a summary of what was looked at. Raises what open_library raises."""
    library = open_library(settings)
    faults = [*library.notes]
    folders, wrong = walk(settings.corpus_path)
    faults += map(str, wrong)
    passages = addresses = 0
    present = set()
    for folder in folders:
        present.add(folder.document_id)
        stored = [passage for passage, _ in library.engine.passages(folder.document_id)]
        passages += len(stored)
        try:
            fresh = list(read_document(folder).passages)
        except CorpusError as error:
            faults.append(str(error))
            continue
        if stored != fresh:
            faults.append(f"{folder.document_id}：索引里的文字与语料原件不一致；请运行 baogao build")
        found, seen = _addresses(library, folder.document_id)
        faults += found
        addresses += seen
    faults += [f"{i}：索引里有而语料库里已没有；请运行 baogao build" for i in sorted(set(library.documents) - present)]
    faults += [*_senses(library), *library.glossary.doubts]
    faults += _owners()
    return (
        tuple(faults),
        f"已检查 {len(folders)} 篇、{passages:,} 段、{addresses:,} 个地址、{len(library.glossary.entries)} 条术语，发现 {len(faults)} 个问题",
    )


def _addresses(library: Library, document_id: str) -> tuple[list[str], int]:
    recorded, faults = read_ledger(library.settings.corpus_path / document_id)
    now = [passage for passage, _ in library.engine.passages(document_id)]
    lost = []
    for entry in recorded:
        address = parse_address(f"{document_id}/{entry.address}")
        if not isinstance(address, Address) or resolve(address, now, recorded).state == "unknown":
            lost.append(f"{document_id}/{entry.address}：发布过的地址已无法解析")
    return [*faults, *lost], len(recorded)


def _senses(library: Library) -> list[str]:
    """Definitions whose source passage does not hold the term any more."""
    faults = []
    for entry in library.glossary.entries.values():
        for sense in entry.definitions:
            if sense.doc and sense.doc not in library.documents:
                faults.append(f"术语 {entry.term}：出处 {sense.doc} 不在语料库里")
    return faults


def _owners() -> list[str]:
    """Another distribution that installs a package called indexer or webapp silently overwrites ours."""
    owners = packages_distributions()
    others = {name: sorted(set(owners.get(name, ())) - {"baogao"}) for name in ("indexer", "webapp")}
    return [
        f"包 {name} 也属于 {'、'.join(found)}：请把 baogao 装在单独的环境里" for name, found in others.items() if found
    ]
