"""Which part of a page is its text: the main region, the headline above it, and why the rest is left out.

Owns the names of the containers that government sites use, the names of share bars and pagers, and the choice by hanzi
outside links where no container is known. Works on a page laid flat and looks into no markup.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import accumulate

from indexer.readers.furniture import bare_text
from indexer.readers.html_page import Page, Piece, Region

_CONTAINER_NAMES = """trs_editor trs_ueditor pages_content ucap-content ucapcontent zoom zoomcon vsb_content v_news_content b12c
article-content article_content article-content-body articlecontent contentregion content-body news_content newscontent
detail-content xxgk_content js_content rich_media_content con_text text_content bt_content main-text mainbody view_content"""
#: Ids and classes of the elements that hold the text on the sites of Chinese governments and papers, in small letters.
CONTAINERS = frozenset(_CONTAINER_NAMES.split())
_TAGS = frozenset({"article", "ucapcontent"})
# What stands inside a main region and is no text, by its id or class; only where it is short.
_EXTRAS = (
    ("share", re.compile(r"share|fenxiang|jiathis|bdsharebuttonbox")),
    ("pager", re.compile(r"^pag(?:e|er|ination|ing)s?$|pagebreak|fanye|page_?nav")),
    ("related", re.compile(r"relat|xgxx|xgwz|xglj|reldoc|recommend")),
    (
        "controls",
        re.compile(r"ewm|qrcode|erweima|fontsize|font-size|dayin|print-?btn|article-attr|toolbar|closewin|gotop"),
    ),
    ("navigation", re.compile(r"crumb|dqwz|curmb|weizhi|^position$|^location$")),
    ("footer", re.compile(r"copyright|^foot(?:er)?$")),
)
_OUTER = (
    ("footer", re.compile(r"foot|copyright|banquan|bottom")),
    ("related", re.compile(r"relat|xgxx|xgwz|recommend|hot|rank")),
    ("share", re.compile(r"share|fenxiang")),
    ("metadata", re.compile(r"meta|article-attr|info-?source|source|bd1")),
)
_SHORT = 100  # hanzi
_KNOWN_SHARE, _SECOND_SHARE, _CHILD_SHARE = 0.4, 0.15, 0.75

Weight = Callable[[Region], int]


@dataclass(frozen=True, slots=True)
class Choice:
    """For every piece of the page why it is left out, or None; ``start`` is the first piece of the main regions."""

    start: int
    reasons: tuple[str | None, ...]

    @property
    def main(self) -> tuple[int, ...]:
        """The pieces that are kept."""
        return tuple(at for at, why in enumerate(self.reasons) if why is None)


@dataclass(frozen=True, slots=True)
class Headline:
    """The piece above the text that is the title of the page; ``needed`` if the text has no title of its own."""

    at: int
    needed: bool


def choose_main(page: Page) -> Choice:
    """The main regions: the known containers with hanzi outside links, else the innermost element with most of them.

    A second container is main too if it holds a good part of the text: sites put an appendix there, or a copy.
    """
    sums = (0, *accumulate(0 if p.hidden_by else p.hanzi - p.linked for p in page.pieces))

    def weight(region: Region) -> int:
        return sums[region.end] - sums[region.start]

    regions = _known_regions(page, weight, sums[-1]) or _densest(page, weight)
    spans = [(region.start, region.end) for region in regions] or [(0, len(page.pieces))]
    reasons = [piece.hidden_by for piece in page.pieces]
    done = 0  # regions come in the order of the page: what lies in one that is left out needs no look
    for region in page.regions:
        reason = _reason_of(region, weight(region), spans) if region.end > done else None
        for at in range(region.start, region.end) if reason else ():
            reasons[at] = reasons[at] or reason
            done = region.end
    inside = {at for start, end in spans for at in range(start, end)}
    for at, piece in enumerate(page.pieces):
        if at not in inside:
            reasons[at] = reasons[at] or ("navigation" if piece.linked else "outside")
    return Choice(min(start for start, _ in spans), tuple(reasons))


def find_headline(pieces: Sequence[Piece], choice: Choice, titles: Sequence[str]) -> Headline | None:
    """The title of the page above its text, by what the head of the page says (``titles``, the surest first); or None."""
    wanted = [bare_text(title) for title in titles]
    above = [(bare_text(pieces[at].text), at) for at in range(choice.start) if choice.reasons[at] != "hidden"]
    exact = [at for text, at in above if text in wanted[:1]]
    part = [at for text, at in above if len(text) >= 6 and any(text in title for title in wanted)]
    if not exact and not part:
        return None
    at = (exact or part)[-1]
    title = bare_text(pieces[at].text)
    first = [bare_text(pieces[number].text) for number in choice.main[:6]]
    own = title in "".join(first) or any(4 <= len(line) <= 60 and line in title for line in first)
    return Headline(at, not own)


def is_link_page(pieces: Sequence[Piece]) -> bool:
    """Whether what was found is no text but lists of links: most hanzi in links, and no sentence outside them."""
    hanzi = sum(piece.hanzi for piece in pieces)
    linked = sum(piece.linked for piece in pieces)
    sentences = sum(p.hanzi - p.linked for p in pieces if p.hanzi - p.linked >= 30 and re.search("[。；！？]", p.text))
    return hanzi > 0 and linked > 0.4 * hanzi and sentences < 0.2 * hanzi


def _known_regions(page: Page, weight: Weight, total: int) -> list[Region]:
    """The outermost known containers that hold a good part of the page; none if they hold too little together."""
    known = [region for region in page.regions if region.names & CONTAINERS or region.name in _TAGS]
    best = max(known, key=lambda region: (weight(region), region.start - region.end), default=None)
    if best is None or weight(best) < max(_KNOWN_SHARE * total, 1):
        return []
    others = [
        r for r in known if weight(r) >= _SECOND_SHARE * weight(best) and (r.end <= best.start or r.start >= best.end)
    ]
    return [best, *others]


def _densest(page: Page, weight: Weight) -> list[Region]:
    """From the outside in, as long as one element holds most of what its parent holds."""
    children: dict[int, list[int]] = {}
    for at, region in enumerate(page.regions):
        children.setdefault(region.parent, []).append(at)
    best: list[Region] = []
    inner = children.get(-1, [])
    while inner:
        largest = max(inner, key=lambda at: weight(page.regions[at]))
        if best and weight(page.regions[largest]) < _CHILD_SHARE * weight(best[0]):
            break
        best, inner = [page.regions[largest]], children.get(largest, [])
    return best


def _reason_of(region: Region, weight: int, spans: Sequence[tuple[int, int]]) -> str | None:
    """Why a region is left out: inside a main region only what is short and named so, outside whatever it is."""
    inside = any(start <= region.start and region.end <= end for start, end in spans)
    if any(region.start <= start and end <= region.end for start, end in spans) or (inside and weight >= _SHORT):
        return None
    for reason, pattern in _EXTRAS if inside else _OUTER:
        if any(pattern.search(name) for name in region.names):
            return reason
    return None
