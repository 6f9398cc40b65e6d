"""A parsed page laid flat: its paragraphs and table rows in reading order, and the elements that hold them.

Owns what is a block, a line break, a row, and what a reader never sees (scripts, hidden parts). Walks without recursion,
so depth costs nothing. Decides nothing about what is the text of the page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from bs4 import BeautifulSoup, Tag
from bs4.element import CData, Comment, NavigableString, PreformattedString

from indexer.document import Span
from indexer.readers.html_page import Page, Piece, Region
from indexer.readers.html_tables import OpenTable, is_data, table_rows

_HOLDER_NAMES = "article body center div form html main section table tbody td th"
_BLOCK_NAMES = """address aside blockquote caption dd details dialog dir dl dt fieldset figcaption figure footer h1 h2 h3 h4 h5
h6 header hr legend li menu nav ol p pre summary tfoot thead tr ul ucapcontent ucaptitle"""
_HOLDERS = frozenset(_HOLDER_NAMES.split())
_BLOCKS = _HOLDERS | frozenset(_BLOCK_NAMES.split())
_UNSEEN = frozenset({"script", "style", "head", "iframe"})
_PARTS = {
    **dict.fromkeys(("nav", "menu"), "navigation"),
    **dict.fromkeys(("select", "button", "textarea", "datalist"), "form"),
    **{"footer": "footer", "aside": "related", "noscript": "noscript", "template": "hidden", "svg": "picture"},
}
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_SPACE = re.compile(r"[ \t\r\n\f]+")
_CJK = re.compile("[\u2e80-\u9fff\uff00-\uffef\u3000-\u303f“”‘’—…·]")
_HANZI = re.compile("[\u3400-\u9fff]")
_NOTE_MARK = re.compile(r"[\[［〔【(（]\d{1,3}[\]］〕】)）]|[①-⑳]|\d{1,3}")
_LINK_PARAGRAPHS, _LINK_HANZI = 5, 60
# Noncharacters, which no text holds, stand around note marks while blanks are collapsed.
_MARK_OPEN, _MARK_CLOSE = "\ufdd0", "\ufdd1"


def lay_flat(soup: BeautifulSoup, containers: frozenset[str]) -> Page:
    """The pieces and regions of a page; ``containers`` are ids and classes whose elements are regions whatever their tag.

    Inline elements are joined with nothing, ``<br>`` ends a paragraph, a blank between two hanzi that only a line break
    of the source made is left out. Time is linear in the size of the page.
    """
    walker = _Walker(containers)
    for node, entering in _events(soup):
        if isinstance(node, Tag):
            (walker.enter if entering else walker.leave)(node)
        else:
            walker.add(node)
    walker.flush()
    return walker.page


def _events(root: Tag) -> Iterator[tuple[Tag | NavigableString, bool]]:
    """Every node, in order: tags twice (entering, leaving), texts once; parts that are not seen are not entered."""
    stack: list[tuple[Tag, Iterator[object]]] = [(root, iter(root.contents))]
    while stack:
        tag, children = stack[-1]
        child = next(children, None)
        if child is None:
            stack.pop()
            if tag is not root:
                yield tag, False
        elif isinstance(child, Tag):
            yield child, True
            stack.append((child, iter(()) if child.name in _UNSEEN else iter(child.contents)))
        elif isinstance(child, NavigableString) and (
            isinstance(child, (CData, Comment)) or not isinstance(child, PreformattedString)
        ):
            yield child, True


def names_of(tag: Tag) -> frozenset[str]:
    """The id and the classes of an element, in small letters."""
    classes = tag.get("class") or []
    identity = tag.get("id")
    words = [*(classes if isinstance(classes, list) else str(classes).split()), *([str(identity)] if identity else [])]
    return frozenset(str(word).lower() for word in words)


class _Walker:
    """Takes the events of one page and builds the Page."""

    def __init__(self, containers: frozenset[str]) -> None:
        self.page = Page()
        self._containers = containers
        self._buffers: dict[str | None, _Buffer] = {}  # by the reason for which the text is not seen
        self._links: list[int] = []  # how many pieces there were when each open link began
        self._pre = 0
        self._reasons: list[str | None] = [None]
        self._open: list[int] = []  # regions
        self._tables: list[OpenTable] = []
        self._marks: list[Tag] = []

    def enter(self, tag: Tag) -> None:
        if tag.name in _UNSEEN:
            self._skip(tag.name, "" if tag.name == "head" else tag.get_text())
            return
        names = names_of(tag)
        contains = bool(names & self._containers)
        if tag.name == "br" or tag.name in _BLOCKS or contains:
            self.flush()
        self._reasons.append(self._reasons[-1] or _hidden_reason(tag))
        if tag.name in _HOLDERS or names:
            around = self._open[-1] if self._open else -1
            self._open.append(len(self.page.regions))
            self.page.regions.append(Region(tag.name, names, len(self.page.pieces), around))
        if tag.name == "a":
            self._links.append(len(self.page.pieces))
        self._pre += tag.name == "pre"
        if tag.name == "table":
            for table in self._tables:
                table.nested = True
            self._tables.append(OpenTable(len(self.page.pieces), len(self.page.regions)))
        elif self._tables:
            self._tables[-1].enter(tag.name)
        if _is_note_mark(tag) and not self._marks:
            self._marks.append(tag)
            self._put(_MARK_OPEN)

    def leave(self, tag: Tag) -> None:
        if tag.name in _UNSEEN:
            return
        if self._marks and self._marks[-1] is tag:
            self._marks.pop()
            self._put(_MARK_CLOSE)
        names = names_of(tag)
        if tag.name in _BLOCKS or names & self._containers:
            self.flush()
        self._reasons.pop()
        if tag.name == "a":
            self._links.pop()
        self._pre -= tag.name == "pre"
        if tag.name in _HOLDERS or names:
            self.page.regions[self._open.pop()].end = len(self.page.pieces)
        if tag.name == "table":
            self._close_table(self._tables.pop())

    def add(self, node: NavigableString) -> None:
        if isinstance(node, Comment):
            self._skip("comment", str(node))
        elif self._pre:
            for at, line in enumerate(str(node).splitlines()):
                if at:
                    self.flush()
                self._put(line)
        else:
            self._put(str(node))

    def flush(self) -> None:
        cell = self._tables[-1].place if self._tables else None
        for reason, buffer in self._buffers.items():
            raw = _SPACE.sub(_collapsed, "".join(buffer.parts))
            text, marks = _take_marks(raw.strip())
            if text:
                indented = raw[0].isspace()
                piece = Piece(text, "paragraph", indented, reason, buffer.hanzi, buffer.linked, marks, cell)
                self.page.pieces.append(piece)
        self._buffers = {}

    def _put(self, text: str) -> None:
        buffer = self._buffers.setdefault(self._reasons[-1], _Buffer())
        buffer.parts.append(text)
        hanzi = len(_HANZI.findall(text))
        buffer.hanzi += hanzi
        # What is long, goes on over many paragraphs or holds another link is no link but an anchor that nobody closed.
        linked = len(self._links) == 1 and len(self.page.pieces) - self._links[0] <= _LINK_PARAGRAPHS
        linked = linked and hanzi <= _LINK_HANZI
        buffer.linked += hanzi if linked else 0

    def _skip(self, kind: str, text: str) -> None:
        self.page.unseen[kind] = self.page.unseen.get(kind, 0) + len(_HANZI.findall(text))

    def _close_table(self, table: OpenTable) -> None:
        """Rows instead of the paragraphs of the cells, if the table is one of data and not of layout."""
        pieces = self.page.pieces[table.start :]
        if table.nested or not is_data(pieces):
            return
        self.page.pieces[table.start :] = table_rows(pieces)
        for region in self.page.regions[table.regions :]:
            region.start = region.end = table.start
        self.page.regions[table.regions - 1].end = len(self.page.pieces)  # the table's own


@dataclass(slots=True)
class _Buffer:
    """A paragraph that is being filled."""

    parts: list[str] = field(default_factory=list)
    hanzi: int = 0
    linked: int = 0


def _hidden_reason(tag: Tag) -> str | None:
    if tag.has_attr("hidden") or _HIDDEN.search(str(tag.get("style") or "")):
        return "hidden"
    return _PARTS.get(tag.name)


def _is_note_mark(tag: Tag) -> bool:
    """A raised [1], ①, or a raised number that is a link: not the 2 of m²."""
    href = str(tag.get("href") or "")
    is_anchor = tag.name == "a" and href.startswith("#") and re.search("ftn|edn|note|fn", href) is not None
    if tag.name != "sup" and not is_anchor:
        return False
    text = "".join(tag.get_text().split())
    match = _NOTE_MARK.fullmatch(text)
    return match is not None and (not text.isdecimal() or is_anchor or tag.find("a") is not None)


def _collapsed(match: re.Match[str]) -> str:
    """A run of blanks as one blank; as nothing if it holds a line break and stands between two CJK characters."""
    text, start, end = match.string, match.start(), match.end()
    inside = start > 0 and end < len(text)
    if "\n" in match[0] and inside and _CJK.match(text[start - 1]) and _CJK.match(text[end]):
        return ""
    return " "


def _take_marks(text: str) -> tuple[str, tuple[Span, ...]]:
    """The text without the signs around note marks, and where the marks are."""
    if _MARK_OPEN not in text and _MARK_CLOSE not in text:
        return text, ()
    plain, spans, begin = "", [], 0
    for char in text:
        if char == _MARK_OPEN:
            begin = len(plain)
        elif char == _MARK_CLOSE:
            spans.append(Span(begin, len(plain)))
        else:
            plain += char
    return plain, tuple(span for span in spans if span.start < span.end)
