"""References to what the library holds: joins a document or passage with its citation record.

Owns which URL, title and locator a reference gets; the styles are citation/'s.
"""

from __future__ import annotations

from indexer.address import Address
from indexer.citation import cite
from indexer.citation.record import csl_record
from indexer.document import Passage, Span
from indexer.errors import Gone
from indexer.ledger import Answer, Entry
from indexer.library import Library
from indexer.lookup import find_document, find_passage


def cite_document(library: Library, document_id: str, style: str, accessed: str, base_url: str | None = None) -> str:
    """The reference to a whole document in a style; ``accessed`` is an ISO date. Raises NotFound."""
    reading = find_document(library, document_id)
    base = library.settings.base_url if base_url is None else base_url
    return cite([csl_record(reading.facts, document_id, accessed=accessed, base_url=base)], style)


def cite_passage(
    library: Library, address: Address, style: str, accessed: str, base_url: str | None = None
) -> tuple[str, Answer]:
    """The reference to a passage, and what its address leads to now. Raises NotFound, or Gone for a withdrawn document.

    A passage whose words have changed since is cited as recorded, at its recorded address.
    """
    answer = find_passage(library, address)
    base = library.settings.base_url if base_url is None else base_url
    record = passage_record(library, answer, address, accessed, base)
    return cite([record], style), answer


def passage_record(
    library: Library, answer: Answer, address: Address, accessed: str, base_url: str
) -> dict[str, object]:
    """The CSL-JSON record of the passage that an address leads to."""
    if address.document_id not in library.documents:
        raise Gone(f"文献 {address.document_id} 已从语料库撤下")
    facts = library.documents[address.document_id]
    cited = address if answer.state == "changed" and answer.recorded else answer.address or address
    passage = (
        recorded_passage(answer.recorded, address) if answer.state == "changed" and answer.recorded else answer.passage
    )
    return csl_record(facts, address.document_id, passage=passage, address=cited, accessed=accessed, base_url=base_url)


def recorded_passage(entry: Entry, address: Address) -> Passage:
    """A passage as the ledger recorded it."""
    return Passage(address.number, "paragraph", "body", Span(0, len(entry.text)), entry.text)
