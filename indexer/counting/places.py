"""Where a term stands: on signs (folded) or character for character (strict).

Owns the query that a term is. Both ways count from left to right without overlap, as the search of an editor does.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from indexer.counting.terms import Term
from indexer.document import Span
from indexer.engines.base import Hit
from indexer.engines.budget import Budget
from indexer.fold import fold
from indexer.highlight import query_marks
from indexer.library import Library
from indexer.query import AllOf, Filter, Literal, Query
from indexer.query.nodes import is_quoted
from indexer.views import every_hit

#: Han characters that are a sign each wherever they stand; numerals may be part of a year, which is one sign.
_STEADY = re.compile(r"(?:(?![零一二三四五六七八九])[㐀-䶿一-鿿])+")


def query_of(term: Term, filters: Iterable[Filter], strict: bool) -> Query:
    """The query for a term: one literal, never widened. Quotes that are part of a term are looked for where it is strict."""
    text = f'"{term.text}"' if is_quoted(term.text) else term.text
    return Query(text, AllOf((Literal(text, term.key),)), tuple(filters), strict=strict)


def term_hits(library: Library, query: Query, budget: Budget | None) -> Iterator[Hit]:
    """Every passage that has the term, by place. Raises OverBudget; looking at a passage is paid for as well."""
    for hit in every_hit(library.engine, query, "place", budget):
        if budget:
            budget.spend(candidates=1)
        yield hit


def spans_in(query: Query, hit: Hit) -> tuple[Span, ...]:
    """The places of the term in a passage, in order: as many as ``hit.occurrences``."""
    key = query.needles[0]
    if not query.strict and _STEADY.fullmatch(key):
        # Such a key is the folded term. Where all its places are in one piece, they need not be found sign by sign.
        spans = tuple(
            Span(match.start(), match.end()) for match in re.finditer(re.escape(key), fold(hit.passage.words))
        )
        if len(spans) == hit.occurrences:
            return spans
    return query_marks(query, hit.passage, hit.facts)
