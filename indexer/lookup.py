"""One document, one passage, one address: what pages, commands and citations show. Owns the answer to an old address.

Searches nothing; makes no HTML.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from indexer.address import Address, is_document_id
from indexer.document import Facts, Passage
from indexer.errors import Gone, NotFound
from indexer.ledger import Answer, read_ledger, resolve
from indexer.library import Library, document_record


@dataclass(frozen=True, slots=True)
class Reading:
    """A document as it is read: its passages in order, each with the local part of its address."""

    document_id: str
    facts: Facts
    passages: tuple[tuple[Passage, str], ...]


def find_document(library: Library, document_id: str) -> Reading:
    """The document with this id; raises Gone for one that was withdrawn, NotFound for one that never was."""
    passages = library.engine.passages(document_id) if is_document_id(document_id) else ()
    if not passages:
        if document_id in library.withdrawn:
            raise Gone(f"文献 {document_id} 已从语料库撤下")
        raise NotFound(f"没有编号为 {document_id[:80]} 的文献")
    return Reading(document_id, library.documents[document_id], passages)


def find_passage(library: Library, address: Address) -> Answer:
    """What an address leads to now; raises Gone or NotFound when the document, or such a passage, is not there."""
    folder = library.settings.corpus_path / address.document_id
    recorded, _ = read_ledger(folder)
    try:
        reading = find_document(library, address.document_id)
    except Gone:
        entry = next((e for e in recorded if e.address == address.local), None)
        if entry is None:
            raise
        return Answer("changed", recorded=entry)
    answer = resolve(address, [passage for passage, _ in reading.passages], recorded)
    if answer.state == "unknown":
        raise NotFound(f"{address.document_id} 里没有地址为 {address.local} 的段落，也从未发布过")
    return answer


def contents(library: Library, document_id: str) -> tuple[tuple[int, str, int], ...]:
    """The headings of a document in order: (level from 1, heading, number of the passage that has it)."""
    sections = document_record(library, document_id).get("sections", [])
    assert isinstance(sections, list)
    return tuple(_headings(sections))


def _headings(sections: list[dict[str, Any]]) -> Iterator[tuple[int, str, int]]:
    for section in sections:
        yield section["level"], section["heading"], section["first"]
        yield from _headings(section["sections"])
