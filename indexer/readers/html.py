"""Saved web pages: the text that a reader of the page came for, and an account of the rest.

Owns the order of the steps: decode, parse, lay flat, choose the main part, clean as plain text is cleaned. The parts
are in html_walk (what is a paragraph), html_main (which part is the text) and html_hints (what the page tells of it).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from indexer.document import Block, Dropped, PassageKind, Reading, Span
from indexer.errors import SourceError
from indexer.readers.copies import label_lines
from indexer.readers.decode import decode_bytes, encoding_doubts
from indexer.readers.text import copy_doubt, merge_dropped
from indexer.readers.wraps import Line, join_lines

if TYPE_CHECKING:
    from indexer.readers.html_page import Page, Piece

#: Bounds of one page (reliability 4.4): an element takes about 1 kB of memory.
MAX_BYTES = 4 * 1024 * 1024
MAX_TAGS = 200_000

_DECLARED = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([A-Za-z0-9_.:-]{2,20})""", re.IGNORECASE)
_XML_DECLARED = re.compile(rb"""^\s*<\?xml[^>]{0,100}?encoding\s*=\s*["']([A-Za-z0-9_.:-]{2,20})""")
# Control characters that no page shows and that end the parser's input.
_CONTROLS = re.compile("[\x00-\x08\x0b\x0e-\x1f]")
_XML_PROLOG = re.compile(r"\A\s*<\?xml[^>]*>")
_HEAD = 1 << 16


def read_html(data: bytes) -> Reading:
    """A Reading of a saved page, in whatever encoding and whatever it declares.

    Raises SourceError for a page that is too large, has no text (only links, pictures or what a script would fetch) or
    is no text at all. Dropped are scripts, styles and hidden parts, navigation, share bars, related links, footers.
    """
    if len(data) > MAX_BYTES or data.count(b"<") > MAX_TAGS:
        raise SourceError(f"网页超过上限（{MAX_BYTES:,} 字节、{MAX_TAGS:,} 个标签），未导入；请只保存正文部分")
    declared = declared_charset(data)
    decoded = decode_bytes(data, declared)
    if decoded.noise:
        raise SourceError("内容不是可读的网页（像随机数据或加密内容），未导入；请检查文件是否完整")
    reading = _read_page(_CONTROLS.sub("", decoded.text))
    doubts = (*encoding_doubts(decoded, declared), *reading.doubts)
    return Reading(reading.blocks, decoded.encoding, reading.dropped, doubts, reading.hints)


def declared_charset(data: bytes) -> str | None:
    """The charset that a page names in its XML declaration or a meta element, as it is written; None if it names none."""
    match = _XML_DECLARED.search(data[:200]) or _DECLARED.search(data[:_HEAD])
    return match[1].decode("ascii") if match else None


def _read_page(source: str) -> Reading:
    from bs4 import BeautifulSoup

    from indexer.readers.html_hints import page_hints, page_titles, pager_doubt
    from indexer.readers.html_main import CONTAINERS, choose_main, find_headline
    from indexer.readers.html_walk import lay_flat

    soup = BeautifulSoup(_XML_PROLOG.sub("", source), "lxml")
    page = lay_flat(soup, CONTAINERS)
    choice = choose_main(page)
    doubts, pagers = pager_doubt((piece.text for piece in page.pieces), source)
    headline = find_headline(page.pieces, choice, page_titles(soup))
    labels = ["pager" if p.text in pagers else why for p, why in zip(page.pieces, choice.reasons, strict=True)]
    labels = _cleaned(page.pieces, labels)
    shown = headline.at if headline and headline.needed else None
    if shown is not None:
        labels[shown] = None
    blocks, joined = _blocks(page.pieces, labels, shown)
    around = [piece.text for piece, why in zip(page.pieces, labels, strict=True) if why and why != "hidden"]
    title = page.pieces[headline.at].text if headline else None
    return Reading(
        blocks=blocks,
        dropped=_dropped(page, labels),
        doubts=(*doubts, *copy_doubt(labels), *joined, *_unseen_doubt(page, blocks)),
        hints=page_hints(source, soup, around, title),
    )


def _cleaned(pieces: Sequence[Piece], labels: Sequence[str | None]) -> list[str | None]:
    """The labels with what is furniture in the main part too; raises SourceError where no text is left."""
    from indexer.readers.html_main import is_link_page

    main = [at for at, label in enumerate(labels) if label is None]
    if not main or is_link_page([pieces[at] for at in main]):
        raise SourceError("网页里没有正文，只有导航、链接或图片，未导入；请打开原网页，保存正文所在的页面")
    found = dict(zip(main, label_lines([pieces[at].text for at in main]), strict=True))
    if not any(label is None for label in found.values()):
        raise SourceError("除导航、页脚外网页里没有正文，未导入；请打开原网页，保存正文所在的页面")
    return [found.get(at, label) for at, label in enumerate(labels)]


def _dropped(page: Page, labels: Sequence[str | None]) -> tuple[Dropped, ...]:
    """What was left out; of scripts and the like only that they were there."""
    visible = merge_dropped([(why, piece.text) for piece, why in zip(page.pieces, labels, strict=True) if why])
    return (*visible, *(Dropped(kind, "") for kind in sorted(page.unseen) if kind != "head"))


def _unseen_doubt(page: Page, blocks: Sequence[Block]) -> tuple[str, ...]:
    """A script or a comment that is never closed swallows the text after it; then more is unseen than seen."""
    unseen = sum(page.unseen.values())
    if unseen <= sum(len(block.text) for block in blocks):
        return ()
    return (f"网页的脚本和注释里有 {unseen} 个汉字，比正文还多，未读出：可能是标签没有闭合，请核对",)


def _blocks(
    pieces: Sequence[Piece], reasons: Sequence[str | None], headline: int | None
) -> tuple[tuple[Block, ...], tuple[str, ...]]:
    """The blocks of the pieces that are kept, lines put together where a page breaks them at a fixed width."""
    kept = [at for at, why in enumerate(reasons) if why is None]
    lines = []
    for before, at in zip([-1, *kept], kept, strict=False):
        apart = at - 1 != before or "row" in (pieces[at].kind, pieces[before].kind) or headline in (at, before)
        lines.append(Line(pieces[at].text, pieces[at].indented, fixed=apart))
    paragraphs = join_lines(lines)
    blocks = []
    for text, group in zip(paragraphs.texts, paragraphs.groups, strict=True):
        parts = [pieces[kept[number]] for number in group]
        kind: PassageKind = "row" if parts[0].kind == "row" else "title" if kept[group[0]] == headline else "paragraph"
        blocks.append(Block(text, kind, note_marks=_marks(text, parts)))
    return tuple(blocks), paragraphs.doubts


def _marks(text: str, parts: Sequence[Piece]) -> tuple[Span, ...]:
    """The note marks of the parts, at their places in the paragraph put together."""
    marks: list[Span] = []
    at = 0
    for part in parts:
        at = text.index(part.text, at)
        marks += [Span(at + mark.start, at + mark.end) for mark in part.marks]
        at += len(part.text)
    return tuple(marks)
