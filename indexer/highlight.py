"""Where a query stands in a passage, and the piece of the passage to show. Owns spans and snippets; makes no HTML."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

from indexer.document import Facts, Passage, Span
from indexer.matching import PassageSubject
from indexer.matching import spans as spans_of
from indexer.query import Query
from indexer.signs import sign_text

#: Characters of a snippet, about three lines on a desktop.
WIDTH = 160
_SENTENCE_START = re.compile(r"[。！？；\n]")
_CLAUSE_END = re.compile(r"[，、：。！？；\n]")


@dataclass(frozen=True, slots=True)
class Snippet:
    """A piece of a passage: ``text`` begins at ``offset`` of the passage; ``spans`` are the marks within ``text``.

    ``before`` and ``after`` say whether something was cut off there.
    """

    text: str
    offset: int
    spans: tuple[Span, ...]
    before: bool
    after: bool


def marks(text: str, needles: Iterable[str]) -> tuple[Span, ...]:
    """The spans of the literals (query keys) in ``text``: whole terms, left to right, not overlapping."""
    needles = tuple(needles)
    return sign_text(text).find(needles) if needles else ()


def query_marks(query: Query, passage: Passage, facts: Facts) -> tuple[Span, ...]:
    """The spans in a passage that satisfy the query, left to right, not overlapping; none if the passage does not.

    As many as the engine counts: both words that are near, a gap as a whole, nothing of an alternative that does not hold.
    """
    return () if query.node is None else spans_of(query.node, PassageSubject(passage, facts), query.strict)


def snippet(text: str, spans: tuple[Span, ...], width: int = WIDTH) -> Snippet:
    """The piece of ``text``, about ``width`` characters, that shows most marks; it begins with a sentence or at least a
    clause, and ends with a clause, where it can.

    A mark is never cut. Without marks it is the beginning of the text.
    """
    if len(text) <= width * 1.2:
        return Snippet(text, 0, spans, False, False)
    ends = [span.end for span in spans]
    shown = [bisect_right(ends, span.start + width) - place for place, span in enumerate(spans)]
    best = spans[shown.index(max(shown))] if spans else None
    start = 0 if best is None else _start(text, best.start, width)
    mark = best.end if best else 0
    end = _end(text, mark, max(start + width, mark))
    inner = tuple(s for s in spans if start <= s.start and s.end <= end)
    cut = next((s for s in spans if s.start < end < s.end), None)
    end = cut.start if cut else end
    return Snippet(
        text[start:end], start, tuple(Span(s.start - start, s.end - start) for s in inner), start > 0, end < len(text)
    )


def _start(text: str, mark: int, width: int) -> int:
    """The beginning of the mark's sentence, or of a clause, in the third before the mark; else a little before the mark."""
    earliest = max(0, mark - width // 3)
    if earliest == 0:
        return 0
    first = _SENTENCE_START.search(text, earliest, mark) or _CLAUSE_END.search(text, earliest, mark)
    return first.end() if first else earliest


def _end(text: str, mark: int, latest: int) -> int:
    """The end of the last clause in the second half of what follows the mark, up to ``latest``; else ``latest``."""
    if latest >= len(text):
        return len(text)
    ends = [m.end() for m in _CLAUSE_END.finditer(text, mark + (latest - mark) // 2, latest)]
    return ends[-1] if ends else latest
