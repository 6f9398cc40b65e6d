"""Addresses of passages: what is printed in a footnote and must still lead to the same words in ten years.

Owns their text form and the digest. The ledger of what was published is ledger.py's.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from indexer.document import Passage
from indexer.fold import fold
from indexer.signs import visible

DOCUMENT_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
MAX_DOCUMENT_ID = 80
SHORT = 6
# Crockford's base 32: no i, l, o, u, which a reader of a printed page takes for something else.
_CROCKFORD = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", "0123456789abcdefghjkmnpqrstvwxyz", "=")
_LOCAL = re.compile(r"p([1-9][0-9]{0,5})(?:-([0-9a-hjkmnp-tv-z]{6})(?:-([1-9][0-9]{0,3}))?)?")


@dataclass(frozen=True, slots=True)
class Address:
    """A place in a document: passage ``number`` and, unless it is a short form, the first signs of its digest.

    ``repeat`` counts passages of one document with equal text, from 1; it is printed from 2 on.
    ``str`` gives ``430202-hetang-2021-gwr/p34-k3f9q2``; :func:`parse_address` reads it back.
    """

    document_id: str
    number: int
    digest: str | None = None
    repeat: int = 1

    @property
    def local(self) -> str:
        """The part behind the slash: ``p34-k3f9q2``."""
        tail = f"-{self.digest}" if self.digest else ""
        return f"p{self.number}{tail}" + (f"-{self.repeat}" if tail and self.repeat > 1 else "")

    def __str__(self) -> str:
        return f"{self.document_id}/{self.local}"


def parse_address(text: str) -> Address | None:
    """The address that ``text`` spells, or None: ``doc/p34-k3f9q2``, the short ``doc/p34``, and repeats."""
    document_id, _, local = text.strip().partition("/")
    match = _LOCAL.fullmatch(local)
    if not match or not is_document_id(document_id):
        return None
    return Address(document_id, int(match[1]), match[2], int(match[3] or 1))


def is_document_id(text: str) -> bool:
    """Whether ``text`` can be the id of a document; anything else never reaches a path."""
    return len(text) <= MAX_DOCUMENT_ID and DOCUMENT_ID.fullmatch(text) is not None


@lru_cache(maxsize=5_000)  # a build asks twice: for the address and for the ledger
def passage_digest(text: str) -> str:
    """The sha256 in base 32 (Crockford's, 52 characters, lower case) of the folded text without blanks and invisible characters.

    So an edit of blanks, width or script leaves the address as it was; an edit of words or punctuation does not.
    """
    folded = fold(visible(text)).replace(" ", "")
    sha256 = hashlib.sha256(folded.encode("utf-8", "surrogatepass")).digest()
    return base64.b32encode(sha256).decode("ascii").translate(_CROCKFORD)


def passage_addresses(document_id: str, passages: Iterable[Passage]) -> tuple[tuple[Address, str], ...]:
    """For each passage, in order, its address and its whole digest."""
    seen: Counter[str] = Counter()
    result = []
    for passage in passages:
        digest = passage_digest(passage.text)
        seen[digest] += 1
        result.append((Address(document_id, passage.number, digest[:SHORT], seen[digest]), digest))
    return tuple(result)
