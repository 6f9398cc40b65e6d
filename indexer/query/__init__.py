"""The query language: what a user may type and what it means. See docs/query.md for users.

tokens.py cuts, grammar.lark says how, building.py makes the nodes of nodes.py, explain.py reads them back.
"""

from indexer.query.building import Naming, Widen
from indexer.query.filters import FIELDS, KINDS, LEVELS, PARTS, filter_values
from indexer.query.nodes import (
    AllOf,
    AnyOf,
    Filter,
    Gap,
    Literal,
    Near,
    Node,
    Not,
    Query,
    SameSentence,
    Term,
    children,
    is_word,
    positive_literals,
)
from indexer.query.reading import MAX_TEXT, read_query

__all__ = [
    "FIELDS", "KINDS", "LEVELS", "MAX_TEXT", "PARTS", "AllOf", "AnyOf", "Filter", "Gap", "Literal", "Naming", "Near", "Node",
    "Not", "Query", "SameSentence", "Term", "Widen", "children", "filter_values", "is_word", "positive_literals", "read_query",
]  # fmt: skip
