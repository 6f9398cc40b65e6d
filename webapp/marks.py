"""The only place that makes trusted HTML: text + spans -> escaped text with marks, links and line breaks.

Every piece is escaped on its own before tags go round it; nothing of a document, query or glossary is ever a tag.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from flask import Flask
from markupsafe import Markup, escape

from indexer.document import Span
from indexer.highlight import Snippet, snippet
from indexer.occurrences import Use

#: Characters of a query with slips that are shown.
_SHOWN = 400


def marked(text: str, spans: Iterable[Span], uses: Iterable[Use] = ()) -> Markup:
    """``text`` escaped, with ``<mark>`` round the spans and a link round each use of a glossary entry.

    Marks and links may cross: text is cut at every boundary, so tags nest. Line breaks become ``<br>``.
    """
    spans, uses = tuple(spans), tuple(uses)
    edges = {0, len(text), *(e for s in (*spans, *(u.span for u in uses)) for e in (s.start, s.end))}
    pieces = []
    for start, end in pairwise(sorted(edges)):
        piece = Markup("<br>").join(escape(line) for line in text[start:end].split("\n"))
        if any(s.start <= start and end <= s.end for s in spans):
            piece = Markup("<mark>{}</mark>").format(piece)
        use = next((u for u in uses if u.span.start <= start and end <= u.span.end), None)
        if use:
            piece = Markup('<a class="term" href="#g-{}">{}</a>').format(use.entry_id, piece)
        pieces.append(piece)
    return Markup("").join(pieces)


def marked_snippet(piece: Snippet) -> Markup:
    """A snippet with its marks, and an ellipsis where text was cut off."""
    before, after = "……" * piece.before, "……" * piece.after
    return Markup("{}{}{}").format(before, marked(piece.text, piece.spans), after)


def slips(text: str, spans: Iterable[Span]) -> Markup:
    """A query as typed with the places that were not understood marked, in words too for who does not see the mark."""
    piece = snippet(text, tuple(spans), _SHOWN)
    marks, at = [Markup("……" * piece.before)], 0
    for span in piece.spans:
        place = Markup(
            '<mark><span class="visually-hidden">（看不懂：</span>{}<span class="visually-hidden">）</span></mark>'
        )
        marks += [escape(piece.text[at : span.start]), place.format(span.of(piece.text))]
        at = span.end
    return Markup("").join([*marks, escape(piece.text[at:]), Markup("……" * piece.after)])


def safe_url(url: str | None) -> str | None:
    """``url`` if it is an http or https address, else None: no other scheme ever becomes a link."""
    return url if url and url.strip().lower().startswith(("http://", "https://")) else None


def install(app: Flask) -> None:
    """Give templates the filters ``marked``, ``snippet``, ``slips`` and ``safe_url``."""
    app.jinja_env.filters.update(marked=marked, snippet=marked_snippet, slips=slips, safe_url=safe_url)
