"""Links that mark a passage on its page (``#p34:~:text=…``), by the URL fragment text directive of the WICG.

Owns the cutting, the encoding and the proof that a link finds its place: each candidate is looked up in the page's text
as a browser does, and one that finds another place, or two, is not used. Rules: ecosystem 10.1.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote as percent_encode

from indexer.document import Span
from indexer.fold import fold

#: A longer text is given by its first and last clause.
MAX_WHOLE = 40
_CONTEXTS = ((0, 0), (1, 0), (0, 1), (1, 1), (2, 1), (1, 2), (2, 2), (3, 3))
_EXTENTS = ((1, 1), (2, 1), (1, 2), (2, 2), (3, 3))
# Where a text may be cut: at these marks, but not inside 3,000 or 10:30; browsers hit nothing that ends inside a word.
_STOP = re.compile(
    r"(?<![0-9０-９])[,;:!?()，。；：、！？（）]|[,;:!?()，。；：、！？（）](?![0-9０-９])"
    r"|[“”‘’\"「」『』《》〈〉【】…\s]"
)
# What no directive can span in one piece: a line's end, or blanks that a browser shows as one.
_BREAK = re.compile(r"[\t\n\r\x0b\x0c\x85\u2028\u2029]| {2,}")


@dataclass(frozen=True, slots=True)
class _Directive:
    """The parts of a text directive; empty ones are not there."""

    start: str
    end: str = ""
    prefix: str = ""
    suffix: str = ""

    def encoded(self) -> str:
        prefix = f"{_encode(self.prefix)}-," if self.prefix else ""
        end = f",{_encode(self.end)}" if self.end else ""
        suffix = f",-{_encode(self.suffix)}" if self.suffix else ""
        return f"{prefix}{_encode(self.start)}{end}{suffix}"


def fragment_link(url: str, element_id: str | None, quote: str, whole: str, at: int | None = None) -> str:
    """``url`` with a fragment that scrolls to ``quote`` and marks it.

    ``whole`` is the text of the page, paragraphs apart by line ends; ``at`` the offset of the quote in it, needed where
    its words stand there more than once (without it: the first place). ``element_id`` is that of the paragraph on our
    own pages, to which the browser scrolls if the text misses; None for pages that are not ours. A quote that is not
    in ``whole``, or that no directive finds for certain, gives a link without one: it never points elsewhere.
    """
    address, _, fragment = url.partition("#")
    fragment = element_id or fragment.partition(":~:")[0]
    directive = _find_directive(quote, whole, at)
    tail = f"{fragment}:~:text={directive.encoded()}" if directive else fragment
    return f"{address}#{tail}" if tail else address


def _find_directive(quote: str, whole: str, at: int | None) -> _Directive | None:
    stripped = quote.strip()
    start = whole.find(stripped) if at is None else at + len(quote) - len(quote.lstrip())
    if not stripped or start < 0 or not whole.startswith(stripped, start):
        return None
    place = Span(start, start + len(stripped))
    folded = fold(whole)
    for directive in _candidates(whole, place):
        if _places(folded, directive) == [place]:
            return directive
    return None


def _candidates(whole: str, place: Span) -> Iterator[_Directive]:
    """Directives for a place, the plainest first."""
    text = place.of(whole)
    if len(text) <= MAX_WHOLE and not _BREAK.search(text):
        bodies = [(text, "")]
    else:
        bodies = [(_head(text, first), _tail(text, last)) for first, last in _EXTENTS]
        bodies = [(start, end) for start, end in bodies if start and end and len(start) + len(end) <= len(text)]
        bodies += [] if _BREAK.search(text) else [(text, "")]
    # A place that begins or ends inside a run is only found with what goes before or after it.
    before, after = not _is_cut(whole, place.start), not _is_cut(whole, place.end)
    for leading, trailing in _CONTEXTS:
        if (leading or not before) and (trailing or not after):
            prefix = _tail(whole[: place.start].rstrip(), leading)
            suffix = _head(whole[place.end :].lstrip(), trailing)
            for start, end in bodies:
                yield _Directive(start, end, prefix, suffix)


def _head(text: str, clauses: int) -> str:
    """The first clauses of ``text`` on its first line, without the mark behind them."""
    line = _BREAK.split(text, maxsplit=1)[0]
    ends = [end for _, end in _clauses(line)][:clauses]
    return line[: ends[-1]] if ends else ""


def _tail(text: str, clauses: int) -> str:
    """The last clauses of ``text`` on its last line, with all that follows them."""
    line = _BREAK.split(text)[-1]
    starts = [start for start, _ in _clauses(line)]
    return line[starts[-clauses:][0] :] if starts and clauses else ""


def _clauses(line: str) -> list[tuple[int, int]]:
    edges = [0, *(edge for stop in _STOP.finditer(line) for edge in stop.span()), len(line)]
    return [(a, b) for a, b in zip(edges[::2], edges[1::2], strict=True) if a < b]


def _is_cut(whole: str, offset: int) -> bool:
    """Whether a text may begin or end here: at a mark, a blank, or an edge of the page's text."""
    window = whole[max(0, offset - 2) : offset + 2]
    middle = min(offset, 2)
    at_edge = offset in (0, len(whole))
    return at_edge or any(middle in stop.span() for stop in _STOP.finditer(window))


def _places(folded: str, directive: _Directive) -> list[Span]:
    """The first two places that a browser would find; it ignores case and width, as folding does."""
    start, end, prefix, suffix = map(fold, (directive.start, directive.end, directive.prefix, directive.suffix))
    found: list[Span] = []
    first = prefix or start
    position = folded.find(first)
    while position >= 0 and len(found) < 2:
        begin = _skip_blanks(folded, position + len(prefix)) if prefix else position
        if folded.startswith(start, begin):
            stop = _find_end(folded, begin + len(start), end, suffix)
            found += [Span(begin, stop)] if stop >= 0 else []
        position = folded.find(first, position + 1)
    return found


def _find_end(folded: str, position: int, end: str, suffix: str) -> int:
    """Where the marked text ends: the nearest end that the suffix follows; -1 if there is none."""
    if not end:
        follows = folded.startswith(suffix, _skip_blanks(folded, position))
        return position if follows else -1
    begin = folded.find(end, position)
    while begin >= 0:
        position = begin + len(end)
        if folded.startswith(suffix, _skip_blanks(folded, position)):
            return position
        begin = folded.find(end, begin + 1)
    return -1


def _skip_blanks(text: str, position: int) -> int:
    while position < len(text) and text[position].isspace():
        position += 1
    return position


def _encode(part: str) -> str:
    """Everything percent-encoded but unreserved characters; the hyphen too, which has a meaning in a directive."""
    return percent_encode(part, safe="", errors="replace").replace("-", "%2D")
