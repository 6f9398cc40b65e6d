"""The read path: what a user typed -> query -> engine -> marks and snippets.

Owns paging and its bound, widening, the query's words and the reading-back. Pages, JSON and command line all come here, so
they give the same numbers.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from indexer.document import Span
from indexer.engines.base import DEFINES, Hit, Sort, Window
from indexer.engines.budget import SECONDS, Budget
from indexer.errors import QueryError
from indexer.fold import fold
from indexer.highlight import Snippet, query_marks, snippet
from indexer.library import Library
from indexer.matching import Subject, holds
from indexer.query import Filter, Not, Query, positive_literals, read_query
from indexer.query.explain import explain
from indexer.query.filters import FIELD_NAMES, KIND_NAMES, LEVEL_NAMES, PART_NAMES
from indexer.query.terms import naming_of, widening_of
from indexer.signs import query_key

__all__ = ["FIELD_NAMES", "KIND_NAMES", "LEVEL_NAMES", "PART_NAMES", "explain"]

RELATED = 10
SORTS: tuple[Sort, ...] = ("relevance", "date", "-date", "place")
#: Longest word that is looked for in a query, in characters.
_LONGEST_WORD = 12
#: A clause of so many characters is a passage that was pasted: its own words find it, not the terms that it names.
_PASTED = 60
_RUN = re.compile(r"[\w%.+·-]+")


@dataclass(frozen=True, slots=True)
class Found:
    """A hit with its marks: ``spans`` in the whole passage, ``snippet`` the piece to show."""

    hit: Hit
    spans: tuple[Span, ...]
    snippet: Snippet


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to a search. ``total``, ``documents``, ``occurrences``, ``passages``, ``facets`` are of the whole hit set.

    ``reading`` says in one plain line how the query was understood; ``related`` is a list of its own, never counted;
    ``pages`` is the number of pages of ``size`` hits.
    """

    query: Query
    reading: str
    page: int
    size: int
    total: int
    documents: int
    occurrences: Mapping[str, int]
    passages: Mapping[str, int]
    hits: tuple[Found, ...]
    related: tuple[Found, ...]
    facets: Mapping[str, tuple[tuple[str, int], ...]]
    notes: tuple[str, ...] = field(default=())

    @property
    def pages(self) -> int:
        """How many pages there are; none without hits."""
        return -(-self.total // self.size)


def search(
    library: Library,
    text: str,
    *,
    page: int = 1,
    size: int | None = None,
    sort: Sort = "relevance",
    filters: Iterable[Filter] = (),
    widen: bool = True,
    related: bool = False,
    strict: bool = False,
) -> Answer:
    """Search the library. Related passages come when there are no hits, or when ``related`` asks for them.

    ``strict`` compares the canonical text character for character. Raises QueryError for a text, page or size beyond the
    bounds of the settings, and OverBudget, which is one, for a query that takes more than a second of work.
    """
    size = library.settings.page_size if size is None else size
    _check_window(page, size, library.settings.max_window)
    query = understand(library, text, filters=filters, widen=widen, strict=strict)
    budget = Budget(SECONDS)
    results = library.engine.search(query, Window((page - 1) * size, size, sort), budget)
    wanted = (related or not results.total) and bool(query.words)
    others = _related_hits(library, query, budget) if wanted else ()
    return Answer(
        query=query,
        reading=explain(query),
        page=page,
        size=size,
        total=results.total,
        documents=results.documents,
        occurrences=results.occurrences,
        passages=results.passages,
        hits=tuple(_found(hit, query) for hit in results.hits),
        related=tuple(Found(hit, (), snippet(hit.passage.text, ())) for hit in others),
        facets=results.facets,
        notes=(*library.notes, *query.notes, *results.notes),
    )


def _check_window(page: int, size: int, most: int) -> None:
    if not 1 <= size <= 500:
        raise QueryError(f"每页条数必须在 1 与 500 之间，现为 {size}")
    if page < 1 or page * size > most:
        raise QueryError(f"页码必须在 1 与 {most // size} 之间，现为 {page}；结果太多时请缩小范围，或用导出取全部结果")


def understand(
    library: Library, text: str, *, filters: Iterable[Filter] = (), widen: bool = True, strict: bool = False
) -> Query:
    """A text as :func:`search` reads it, for whoever marks or counts the same query; raises QueryError."""
    query = read_query(
        text,
        widen=widening_of(library.glossary) if widen else None,
        naming=naming_of(library.glossary),
        filters=filters,
        max_signs=library.settings.max_query_length,
        max_clauses=library.settings.max_clauses,
        strict=strict,
    )
    return replace(query, words=query_words(library, query)) if library.words_usable else query


def _related_hits(library: Library, query: Query, budget: Budget) -> tuple[Hit, ...]:
    """Passages near to the words that are no hits themselves; what the query excludes is not among them either.

    A text that is searched as words has nothing else to show, so it may spend what the search would.
    """
    node, words = query.node, _related_words(query)
    purse = budget if query.as_words else budget.side()
    if node is None or not node.of:
        return library.engine.related(words, query.filters, RELATED, purse)
    excluded = tuple(part.of for part in node.of if isinstance(part, Not))

    def is_wanted(subject: Subject) -> bool:
        apart = any(holds(part, subject, query.strict) for part in excluded)
        return not apart and not holds(node, subject, query.strict)

    return library.engine.related(words, query.filters, RELATED, purse, is_wanted)


def query_words(library: Library, query: Query) -> tuple[str, ...]:
    """The words of a query that the index knows: the longest first, from the left, as jieba's dictionary mode would.

    jieba itself is not asked: it would cost half a second at each start, and only words that some passage has can rank.
    """
    texts = [query.text] if query.as_words else [literal.text for literal in positive_literals(query.node)]
    words = (w for text in texts for run in _RUN.findall(fold(text)) for w in _cut(run, library))
    if query.as_words:
        return tuple(words)
    terms = (term for text in texts if len(text) < _PASTED for term in _defined(query_key(text), library))
    return tuple(dict.fromkeys((*words, *terms)))


def _defined(key: str, library: Library) -> Iterable[str]:
    """The terms in a key that some passage defines, as words of the index: the longest first, from the left."""
    at = 0
    while at < len(key):
        ends = range(min(len(key), at + _LONGEST_WORD), at + 1, -1)
        end = next((end for end in ends if library.engine.knows(DEFINES + key[at:end])), None)
        if end:
            yield DEFINES + key[at:end]
        at = end or at + 1


def _related_words(query: Query) -> tuple[str, ...]:
    """The words that name what a query is about: single signs (的, 年, 是) do not, where there are others."""
    return tuple(word for word in query.words if len(word) > 1) or query.words


def _cut(run: str, library: Library) -> Iterable[str]:
    at = 0
    while at < len(run):
        ends = range(min(len(run), at + _LONGEST_WORD), at, -1)
        word = next((run[at:end] for end in ends if library.engine.knows(run[at:end])), None)
        if word:
            yield word
        at += len(word or run[at])


def _found(hit: Hit, query: Query) -> Found:
    spans = query_marks(query, hit.passage, hit.facts)
    return Found(hit, spans, snippet(hit.passage.text, spans))
