"""Automatic numbers of paragraphs, as the word processor shows them: 一、 （一） 1． 第一条 ①.

Owns the definitions of lists (abstractNum, num, overrides, links to styles) and the counting (ISO/IEC 29500-1, 17.9).
No library for Python prints these numbers (ecosystem.md 0, finding 4). Formats of single numbers are in docx_numerals.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from indexer.readers.docx_numerals import format_number, pad_number, symbol_char
from indexer.readers.docx_xml import COMPATIBILITY, W, is_on, number, value

if TYPE_CHECKING:
    from lxml import etree

    from indexer.readers.docx_styles import Styles

_PLACE = re.compile("%([1-9])")
_PRIVATE = re.compile("[\ue000-\uf8ff]")
_LONGEST_TEXT = 200  # characters of a level's text; real ones have five
_LONGEST_LINK = 10
_UNKNOWN_BULLET = "•"


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list (w:lvl). ``restart``: 0 never, n after a paragraph of the n-th level or one above it."""

    start: int = 1
    style: str = "decimal"
    pattern: str = ""
    text: str = ""
    suffix: str = "tab"
    restart: int | None = None
    legal: bool = False
    font: str = ""
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class NumberedList:
    """A list that paragraphs may belong to (w:num): lists of the same ``series`` count on from one another.

    ``starts`` are levels that begin anew, with that number, where this list is first used; ``by_style`` the levels
    that belong to paragraph styles.
    """

    series: str
    levels: dict[int, Level]
    starts: dict[int, int] = field(default_factory=dict)
    by_style: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Number:
    """The number of a paragraph as shown, with what stands between it and the text: tab, space or nothing."""

    text: str
    suffix: str

    def before(self, text: str) -> str:
        """``text`` with the number before it.

        A tab is no part of the words: nothing stands for it, but a blank before a Latin letter or a figure. A blank
        also parts a number from a figure that it would grow into (1. and 5G: not 1.5).
        """
        text = text.lstrip()
        if self.suffix == "space":
            return f"{self.text} {text}"
        latin = text[:1].isascii() and text[:1].isalnum()
        grows = text[:1].isdigit() and re.search(r"\d[.,．，]?$", self.text)
        return f"{self.text} {text}" if grows or (latin and self.suffix == "tab") else self.text + text


def read_lists(root: etree._Element | None, styles: Styles) -> dict[str, NumberedList]:
    """The lists of a numbering part by their numId; without a part there are none."""
    if root is None:
        return {}
    abstracts = {one.get(W + "abstractNumId") or "": one for one in root.iterchildren(W + "abstractNum")}
    nums = {one.get(W + "numId") or "": one for one in root.iterchildren(W + "num")}
    found = {}
    for num_id, num in nums.items():
        abstract = _abstract_of(num, nums, abstracts, styles)
        if abstract is not None:
            found[num_id] = _read_list(num, abstract)
    return found


def _abstract_of(
    num: etree._Element, nums: dict[str, etree._Element], abstracts: dict[str, etree._Element], styles: Styles
) -> etree._Element | None:
    """The definition behind a num; one that only names a list style (numStyleLink) leads to that style's own."""
    for _ in range(_LONGEST_LINK):
        abstract = abstracts.get(value(num, "abstractNumId") or "")
        link = value(abstract, "numStyleLink")
        if abstract is None or link is None:
            return abstract
        num_id = next((style.num_id for style in styles.chain(link) if style.num_id), None)
        target = nums.get(num_id or "")
        if target is None:
            # A style without a list of its own: the definition that says it is the style's.
            return next((one for one in abstracts.values() if value(one, "styleLink") == link), None)
        num = target
    return None


def _read_list(num: etree._Element, abstract: etree._Element) -> NumberedList:
    levels: dict[int, Level] = {}
    starts: dict[int, int] = {}
    by_style: dict[str, int] = {}
    for element in abstract.iterchildren(W + "lvl"):
        at = _level_number(element)
        levels[at] = _read_level(element)
        by_style[value(element, "pStyle") or ""] = at
    for override in num.iterchildren(W + "lvlOverride"):
        at = _level_number(override)
        own = override.find(W + "lvl")
        if own is not None:
            levels[at] = _read_level(own)
            by_style[value(own, "pStyle") or ""] = at
        start = number(override, "startOverride")
        if start is not None:
            starts[at] = start
            levels[at] = replace(levels.get(at, Level()), start=start)
    by_style.pop("", None)
    return NumberedList(abstract.get(W + "abstractNumId") or "", levels, starts, by_style)


def _level_number(element: etree._Element) -> int:
    text = element.get(W + "ilvl") or ""
    return int(text) if text.isascii() and text.isdigit() and len(text) == 1 else 0


def _read_level(element: etree._Element) -> Level:
    style = element.find(W + "numFmt")
    if style is None:  # Word wraps formats that older versions do not know; the fallback would be another number
        style = element.find(f"{COMPATIBILITY}AlternateContent/{COMPATIBILITY}Choice/{W}numFmt")
    properties = element.find(W + "rPr")
    fonts = properties.find(W + "rFonts") if properties is not None else None
    start = number(element, "start")
    return Level(
        start=1 if start is None and element.find(W + "start") is not None else start or 0,
        style=value(style) or "decimal",
        pattern="" if style is None else style.get(W + "format") or "",
        text=(value(element, "lvlText") or "")[:_LONGEST_TEXT],
        suffix=value(element, "suff") or "tab",
        restart=number(element, "lvlRestart"),
        legal=bool(is_on(element, "isLgl")),
        font="" if fonts is None else fonts.get(W + "ascii") or fonts.get(W + "hAnsi") or "",
        hidden=bool(is_on(properties, "vanish")),
    )


def find_list(
    properties: etree._Element | None, styles: Styles, lists: dict[str, NumberedList]
) -> tuple[str, int] | None:
    """The list (numId) and the level of a paragraph with these properties (w:pPr); None if it has no number.

    The paragraph's own word goes before its style's; numId 0 takes a number away. A number that comes from a style has
    the level that the list gives to the style (17.9.23).
    """
    own = properties.find(W + "numPr") if properties is not None else None
    style_id = value(properties, "pStyle") if properties is not None else None
    chain = styles.chain(style_id or styles.default)
    num_id, level = value(own, "numId"), number(own, "ilvl")
    if num_id is None:
        num_id = next((style.num_id for style in chain if style.num_id is not None), "")
        by_style = lists[num_id].by_style if num_id in lists else {}
        inherited = [by_style.get(style.id, style.level) for style in chain]
        level = next((one for one in (level, *inherited) if one is not None), None)
    if num_id not in lists:
        return None
    return num_id, min(max(level or 0, 0), 8)


class NumberSeries:
    """The numbers given so far in one document; paragraphs are told in reading order."""

    def __init__(self, lists: dict[str, NumberedList]) -> None:
        self._lists = lists
        self._counts: dict[str, dict[int, int]] = {}
        self._begun: set[tuple[str, int]] = set()
        #: Formats that could not be written as they are shown.
        self.unknown: set[str] = set()

    def advance(self, num_id: str, at: int) -> Number | None:
        """The number of the next paragraph of a list (as :func:`find_list` gives it); None where none is shown.

        A list goes on where another of its series stopped, unless it is to begin anew. A level begins anew after a
        paragraph of a level above it, but for what lvlRestart says. A level above without a paragraph counts as begun.
        """
        members = self._lists[num_id]
        level = members.levels.get(at)
        if level is None:
            return None
        counts = self._counts.setdefault(members.series, {})
        anew = at in members.starts and (num_id, at) not in self._begun
        counts[at] = level.start if anew or at not in counts else counts[at] + 1
        for above in range(at):
            counts.setdefault(above, members.levels.get(above, Level()).start)
        self._begun.add((num_id, at))
        for deeper in [one for one in counts if one > at and _restarts(members.levels.get(one), at)]:
            del counts[deeper]
        text = self._written(members, level, counts)
        return Number(text, level.suffix) if text and not level.hidden else None

    def _written(self, members: NumberedList, level: Level, counts: dict[int, int]) -> str:
        if level.style == "bullet":
            return _bullet(level)

        def place(match: re.Match[str]) -> str:
            at = int(match[1]) - 1
            other = members.levels.get(at)
            if other is None:
                return ""
            count = counts.get(at, other.start)  # a level may show one below it
            return str(count) if level.legal and other.style != "none" else self._figure(count, other)

        return _PLACE.sub(place, level.text)

    def _figure(self, count: int, level: Level) -> str:
        if level.style == "bullet":
            return ""
        if level.style == "custom":
            padded = pad_number(count, level.pattern)
            if padded is not None:
                return padded
        written = format_number(count, level.style)
        if written is None:
            self.unknown.add(level.style)
            return str(count)
        return written


def _restarts(level: Level | None, after: int) -> bool:
    """Whether a level begins anew after a paragraph of the level ``after``, which is above it."""
    return level is None or level.restart is None or after < level.restart


def _bullet(level: Level) -> str:
    """The sign of a bullet in Unicode; a sign of a symbol font that is not known is a plain bullet."""
    shown = "".join(symbol_char(ord(char), level.font) or _UNKNOWN_BULLET for char in level.text)
    shown = "○" if shown == "o" else shown  # Word's second bullet is a letter o in Courier New
    return _PRIVATE.sub(_UNKNOWN_BULLET, shown)
