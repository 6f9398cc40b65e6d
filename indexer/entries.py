"""Glossary entries joined with the passages that use them: both directions, on signs, always with the present glossary.

Owns the counts of an entry, and what defines it and what uses it. The linking rule is occurrences.py's.
"""

from __future__ import annotations

from dataclasses import dataclass

from indexer.document import APPENDIX_PARTS, BODY_PARTS, Facts, Passage, Span
from indexer.engines.base import Hit, Window
from indexer.errors import NotFound
from indexer.glossary.entries import Entry, forms
from indexer.highlight import Snippet, snippet
from indexer.library import Library
from indexer.occurrences import every_use, matcher_of
from indexer.query import AllOf, AnyOf, Literal, Query
from indexer.signs import query_key

_ALL = 1_000_000


@dataclass(frozen=True, slots=True)
class PassageUse:
    """A passage that names an entry: where, and whether the glossary names it as the source of a definition."""

    hit: Hit
    spans: tuple[Span, ...]
    defining: bool

    @property
    def snippet(self) -> Snippet:
        """The piece of the passage that shows the uses."""
        return snippet(self.hit.passage.text, self.spans)

    @property
    def passage(self) -> Passage:
        """The passage itself."""
        return self.hit.passage

    @property
    def facts(self) -> Facts:
        """The facts of its document."""
        return self.hit.facts


@dataclass(frozen=True, slots=True)
class EntryUses:
    """Where an entry is named. ``body`` and ``appendix`` count occurrences; ``passages`` are in the order of place."""

    passages: tuple[PassageUse, ...]
    body: int
    appendix: int

    @property
    def verbatim(self) -> bool:
        """Whether the running text ever uses the term as it is written; if not, it is only defined."""
        return self.body > 0

    @property
    def in_body(self) -> tuple[PassageUse, ...]:
        """The passages of the running text."""
        return tuple(use for use in self.passages if use.passage.part not in APPENDIX_PARTS)


def find_entry(library: Library, name: str) -> Entry:
    """The entry with this id, or the one entry with this form; raises NotFound."""
    entry = library.glossary.entries.get(name)
    if entry:
        return entry
    found = library.glossary.lookup(name) if query_key(name) else ()
    if len(found) != 1:
        raise NotFound(f"术语表里没有“{name[:50]}”" if not found else f"“{name[:50]}”有 {len(found)} 个词条，请用编号")
    return found[0]


def entry_uses(library: Library, entry: Entry) -> EntryUses:
    """Every passage that names the entry by one of its forms, never inside a longer term of the glossary."""
    literals = tuple(Literal(form, query_key(form)) for form in forms(entry))
    matcher = matcher_of(library.glossary)
    query = Query(entry.term, AllOf((AnyOf(literals),)))
    uses = []
    for hit in library.engine.search(query, Window(limit=_ALL, sort="place")).hits:
        spans = tuple(use.span for use in every_use(matcher, hit.passage.words) if use.entry_id == entry.id)
        if spans:
            uses.append(PassageUse(hit, spans, _defines(entry, hit)))
    return EntryUses(tuple(uses), _count(uses, BODY_PARTS), _count(uses, APPENDIX_PARTS))


def _count(uses: list[PassageUse], parts: frozenset[str]) -> int:
    return sum(len(use.spans) for use in uses if use.passage.part in parts)


def _defines(entry: Entry, hit: Hit) -> bool:
    return any(sense.doc == hit.document_id and sense.number == hit.passage.number for sense in entry.definitions)
