"""Which rows may satisfy a node strictly: at least all that do. The check on the text of the passage decides.

Owns the rule for every operator; reads no passage.
"""

from __future__ import annotations

import re
from functools import reduce
from typing import Protocol

import numpy as np
import numpy.typing as npt

from indexer.engines.arrays.found import Places, common, members
from indexer.query import AnyOf, Filter, Literal, Node, Not, Term, children
from indexer.signs import query_key

# Runs of characters whose sign is the same in whatever neighbourhood: Han, but no numerals, which make years.
_STEADY = re.compile(r"[㐀-䶿一-鿿\U00020000-\U000323af]+")
_NUMERALS = re.compile("[〇零一二三四五六七八九]")
RowNumbers = npt.NDArray[np.int64]


class Finder(Protocol):
    """Finds signs."""

    def places(self, key: str) -> Places:
        """Where a key stands, in order."""
        ...


def narrow(node: Node, finder: Finder) -> RowNumbers | None:
    """Rows that may hold the very characters that a node asks for, ascending; None means that signs do not narrow it."""
    if isinstance(node, Literal):
        return _literal(node, finder)
    if isinstance(node, Not | Filter):
        return None
    parts = [narrow(part, finder) for part in children(node)]
    known = [rows for rows in parts if rows is not None]
    if isinstance(node, AnyOf | Term):
        return np.unique(np.concatenate(known)) if len(known) == len(parts) else None
    return reduce(common, known) if known else None


def _literal(literal: Literal, finder: Finder) -> RowNumbers | None:
    """None if none of its characters is sure to be a sign of its own."""
    steady = [piece for run in _STEADY.findall(literal.plain) for piece in _NUMERALS.split(run) if piece]
    found = [members(finder.places(query_key(piece)).of) for piece in steady]
    return reduce(common, found) if found else None
