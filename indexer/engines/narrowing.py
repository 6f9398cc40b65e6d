"""Which rows may satisfy a node, by the sign index: at least all that do. The check on the passage decides.

Owns the rule for every operator; reads no passage.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from indexer.engines.budget import Budget
from indexer.engines.sign_index import Rows, SignIndex, intersection, union
from indexer.query import AnyOf, Filter, Literal, Node, Not, Term, children
from indexer.signs import query_key

# Runs of characters whose sign is the same in whatever neighbourhood: Han, but no numerals, which make years.
_STEADY = re.compile(r"[㐀-䶿一-鿿\U00020000-\U000323af]+")
_NUMERALS = re.compile("[〇零一二三四五六七八九]")


def narrow(node: Node, find: Callable[[Literal], Rows | None]) -> Rows | None:
    """Rows that may satisfy the node, ascending; None means that the signs do not narrow it. ``find`` does a literal."""
    if isinstance(node, Literal):
        return find(node)
    if isinstance(node, Not | Filter):
        return None
    parts = [narrow(part, find) for part in children(node)]
    known = [rows for rows in parts if rows is not None]
    if isinstance(node, AnyOf | Term):
        return union(known) if len(known) == len(parts) else None
    return intersection(known) if known else None


def literal_rows(signs: SignIndex, literal: Literal, budget: Budget) -> Rows:
    """The rows that may hold a literal by its signs."""
    rows = signs.candidates(literal.key)
    budget.spend(postings=len(rows))
    return rows


def strict_rows(signs: SignIndex, literal: Literal, budget: Budget) -> Rows | None:
    """The rows that may hold the very characters of a literal; None if none of them is sure to be a sign of its own."""
    steady = [piece for run in _STEADY.findall(literal.plain) for piece in _NUMERALS.split(run) if piece]
    found = [literal_rows(signs, Literal(piece, query_key(piece)), budget) for piece in steady]
    return intersection(found) if found else None
