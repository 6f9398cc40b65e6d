"""What is counted: strings, as a user writes them one after the other.

Owns how a line of terms is taken apart and its bounds. There are no operators here: every character is counted.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from indexer.errors import QueryError
from indexer.query.nodes import is_quoted
from indexer.signs import query_key

MAX_TERMS = 200
#: A quoted stretch is one term, blanks and all; quotes round a whole term are not part of it.
_PIECE = re.compile(r'(?:"[^"]*"|“[^“”]*”|「[^「」]*」|『[^『』]*』|\S)+')


@dataclass(frozen=True, slots=True)
class Term:
    """A string to count: ``text`` as typed, ``key`` its signs, never empty."""

    text: str
    key: str


def read_terms(texts: Iterable[str], max_signs: int = 1_000) -> tuple[Term, ...]:
    """The terms in ``texts``: blanks part them, except inside quotes; two that are the same in signs are one.

    Raises QueryError for a term without a letter, Han character or digit, one longer than ``max_signs``, or too many.
    """
    found: dict[str, Term] = {}
    for text in texts:
        for match in _PIECE.finditer(text):
            typed = match[0][1:-1].strip() if is_quoted(match[0]) else match[0]
            key = query_key(typed)
            if not key:
                raise QueryError(f"“{typed[:20]}”里没有可数的字词：只有标点或空白")
            if len(key) > max_signs:
                raise QueryError(f"要数的词有 {len(key):,} 个字，超过上限 {max_signs:,}；请缩短")
            found.setdefault(key, Term(typed, key))
    if len(found) > MAX_TERMS:
        raise QueryError(f"一次要数 {len(found)} 个词，超过上限 {MAX_TERMS}；请分几次数")
    return tuple(found.values())
