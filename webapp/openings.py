"""Where a number of a table leads: the address of a search, or of a concordance, that has exactly the passages behind it.

What a search cannot ask for (a year that is not known, a part that it joins with others), a concordance can.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from flask import url_for

from indexer.counting import Table
from indexer.counting.groups import parameters_for
from indexer.counting.table import TOTAL


def opening(table: Table, row: str, column: str) -> str:
    """The address of the passages of a cell: of a search, or else of a concordance."""
    groups = [(name, value) for name, value in zip(table.by, (row, column), strict=False) if value != TOTAL]
    exact: dict[str, str] = {}
    within: list[str] = []
    for name, value in groups:
        parameters = parameters_for(name, value)
        if parameters is None or set(parameters) & set(exact) or _is_wider(table, name):
            within.append(f"{name}:{value}")
        else:
            exact.update(parameters)
    merged: dict[str, Any] = {"strict": "1"} if table.policy.strict else {}
    if within:
        merged["in"] = within
    for name, value in (*_own(table, {*exact, *(name for name, _ in groups)}), *exact.items()):
        merged.setdefault(name, []).append(value)
    terms = [term.text for term in table.terms if len(table.by) == 2 or column in (TOTAL, term.text)]
    query = " OR ".join(map(_quoted, terms))
    return url_for("kwic.page" if within else "search.results", q=query, **merged)


def _is_wider(table: Table, dimension: str) -> bool:
    """Whether a group of this kind may hold more than the table's own filter on the same field lets in."""
    return dimension == "province" and any(one.field == "region" for one in table.filters)


def _own(table: Table, replaced: set[str]) -> Iterator[tuple[str, str]]:
    """The filters of the table itself, but for those fields that the group narrows further."""
    for one in table.filters:
        if one.field not in replaced:
            yield from ((one.field, value) for value in one.values)
    if not table.policy.whole:
        yield ("part", "body")


def _quoted(text: str) -> str:
    """A term as a quotation, in quotes that do not stand in it."""
    quotes = next((pair for pair in (("“", "”"), ("「", "」"), ("『", "』")) if not set(pair) & set(text)), ('"', '"'))
    return text.join(quotes)
