"""What the glossary tells the query language: the forms of a clause, and where an entry is named.

Owns the two functions that reading asks; knows no syntax. That a name inside a longer name is no use of it is the rule of
indexer/occurrences.py, on signs.
"""

from __future__ import annotations

from indexer.glossary import Entry, Glossary, forms
from indexer.query.building import Naming, Widen
from indexer.query.nodes import Literal, Term
from indexer.signs import query_key


def widening_of(glossary: Glossary) -> Widen:
    """The widening of clauses by a glossary."""

    def widen(clause: str) -> tuple[tuple[str, ...], ...] | None:
        widening = glossary.expand(clause)
        return widening.alternatives if widening else None

    return widen


def naming_of(glossary: Glossary) -> Naming:
    """The entries of a glossary by name, as ``术语:`` asks for them; an id is a name too."""

    def naming(name: str) -> tuple[Term, ...] | None:
        entry = glossary.entries.get(name)
        entries = (entry,) if entry else glossary.lookup(name) if query_key(name) else ()
        return tuple(_term(glossary, entry) for entry in entries) or None

    return naming


def _term(glossary: Glossary, entry: Entry) -> Term:
    own = {query_key(form): form for form in forms(entry)}
    holders: dict[str, str] = {}
    parting: set[str] = set()
    for other in glossary.entries.values():
        if other.id != entry.id:
            for form in forms(other):
                key = query_key(form)
                if key not in own and any(name in key for name in own):
                    holders.setdefault(key, form)
                    if _is_composed_of(glossary, other, entry.id):
                        parting.add(key)
    longer = tuple(Literal(form, key) for key, form in holders.items() if key not in parting)
    return Term(entry.term, tuple(Literal(form, key) for key, form in own.items()), longer)


def _is_composed_of(glossary: Glossary, composite: Entry, entry_id: str) -> bool:
    """Whether the entry is a component of the composite, or of a component of it. Compositions have no cycle."""
    components = [glossary.entries[i] for i in composite.composed_of if i in glossary.entries]
    return entry_id in composite.composed_of or any(_is_composed_of(glossary, c, entry_id) for c in components)
