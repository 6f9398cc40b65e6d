"""The ledger of published addresses: corpus/<id>/addresses.jsonl, append-only, a checksum a line.

Owns writing, reading and the answer to an old address (reliability 4.6). It is corpus data: no rebuild or loss of the
index touches it. Knows nothing of engines.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Literal

from indexer.address import SHORT, Address, passage_addresses
from indexer.document import Passage

NAME = "addresses.jsonl"
#: Characters of the neighbouring text that are kept with a passage (Web Annotation, TextQuoteSelector).
CONTEXT = 32


@dataclass(frozen=True, slots=True)
class Entry:
    """One published passage: its address (``p34-k3f9q2``), whole digest, text and surroundings as they were."""

    address: str
    digest: str
    text: str
    prefix: str
    suffix: str
    source_sha256: str
    date: str


_NAMES = tuple(one.name for one in fields(Entry))


@dataclass(frozen=True, slots=True)
class Answer:
    """What an address leads to.

    ``same``: ``passage`` at that number. ``moved``: ``passage`` with the same words, elsewhere. ``changed``: the words
    are no longer in the document; ``recorded`` is what was cited, ``passage`` a successor that holds most of it or None.
    ``short``: the address named a number only. ``unknown``: never published.
    """

    state: Literal["same", "moved", "changed", "short", "unknown"]
    passage: Passage | None = None
    address: Address | None = None
    recorded: Entry | None = None

    @property
    def text(self) -> str:
        """The words that the address stands for: as recorded where they changed since, else those of the passage."""
        if self.state == "changed" and self.recorded:
            return self.recorded.text
        return self.passage.text if self.passage else ""


def read_ledger(folder: Path) -> tuple[tuple[Entry, ...], tuple[str, ...]]:
    """The entries of a document's folder and a sentence for each line that fails its checksum (such lines are left out)."""
    path = folder / NAME
    if not path.is_file():
        return (), ()
    entries, faults = [], []
    for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), 1):
        try:
            row = json.loads(line)
            check = row.pop("check")
            entry = Entry(**row)
            if check != _check(entry):
                raise ValueError
            entries.append(entry)
        except (ValueError, KeyError, TypeError, AttributeError):
            faults.append(f"{path} 第 {number} 行不完整或已损坏，未采用")
    return tuple(entries), tuple(faults)


def new_entries(
    document_id: str, passages: Sequence[Passage], known: Iterable[Entry], source_sha256: str, date: str
) -> tuple[Entry, ...]:
    """What a ledger of ``known`` entries lacks for the present passages; ``date`` is ISO 8601."""
    have = {(entry.address, entry.digest) for entry in known}
    return tuple(
        Entry(
            address.local,
            digest,
            passage.text,
            passages[i - 1].text[-CONTEXT:] if i else "",
            passages[i + 1].text[:CONTEXT] if i + 1 < len(passages) else "",
            source_sha256,
            date,
        )
        for i, (passage, (address, digest)) in enumerate(
            zip(passages, passage_addresses(document_id, passages), strict=True)
        )
        if (address.local, digest) not in have
    )


def ledger_lines(entries: Iterable[Entry]) -> str:
    """The lines to append for ``entries``."""
    rows = ({**_row(entry), "check": _check(entry)} for entry in entries)
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def resolve(address: Address, passages: Sequence[Passage], recorded: Iterable[Entry]) -> Answer:
    """What ``address`` leads to in the present ``passages`` of its document; if number and digest disagree, the digest wins."""
    present = passage_addresses(address.document_id, passages)
    recorded = tuple(recorded)
    if address.digest is None:
        found = next(((p, a) for p, (a, _) in zip(passages, present, strict=True) if p.number == address.number), None)
        return Answer("short", *found) if found else Answer("unknown")
    entry = next((e for e in recorded if e.address == address.local), None)
    whole = entry.digest if entry else address.digest
    same = [(p, a) for p, (a, d) in zip(passages, present, strict=True) if d[: len(whole)] == whole]
    if same:
        here = next(((p, a) for p, a in same if a == address), None)
        by_repeat = next(((p, a) for p, a in same if a.repeat == address.repeat), same[0])
        return Answer("same", *here, entry) if here else Answer("moved", *by_repeat, entry)
    if entry is None:
        return Answer("unknown")
    beside = _published_with(entry, recorded)  # what had an address of its own then succeeds no other
    successor = _successor(entry, [p for p, (_, d) in zip(passages, present, strict=True) if d not in beside])
    target = next((a for p, (a, _) in zip(passages, present, strict=True) if p is successor), None)
    return Answer("changed", successor, target, entry)


def _published_with(entry: Entry, recorded: tuple[Entry, ...]) -> frozenset[str]:
    """The digests recorded up to the build that recorded ``entry``; the ledger is in the order of builds."""
    last = max(i for i, other in enumerate(recorded) if other.source_sha256 == entry.source_sha256)
    return frozenset(other.digest for other in recorded[: last + 1])


def _successor(entry: Entry, passages: Sequence[Passage]) -> Passage | None:
    """The passage that holds at least 80 % of the recorded characters in order; offered to the reader, never put in place."""
    from difflib import SequenceMatcher

    best, most = None, 0.8
    for passage in passages:
        matcher = SequenceMatcher(None, entry.text, passage.text, autojunk=False)
        if not entry.text or matcher.quick_ratio() * (len(entry.text) + len(passage.text)) / 2 < most * len(entry.text):
            continue
        share = sum(block.size for block in matcher.get_matching_blocks()) / len(entry.text)
        if share >= most:
            best, most = passage, share
    return best


def _row(entry: Entry) -> dict[str, str]:
    return {name: getattr(entry, name) for name in _NAMES}


def _check(entry: Entry) -> str:
    content = json.dumps(_row(entry), ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(content.encode("utf-8", "surrogatepass")).hexdigest()[: SHORT + 2]
