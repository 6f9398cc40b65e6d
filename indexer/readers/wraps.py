"""Lines that are parts of one paragraph: texts cut at a fixed width, and sentences cut where a link stood.

Owns when lines are joined again, which is only where it is clear (data.md, fault 5), and how. Knows no file format.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a source without its indentation and trailing blanks.

    ``indented`` says that it had an indentation, ``apart`` that an empty line stood before it, ``fixed`` that nothing
    is to be joined to it from before (something was left out there).
    """

    text: str
    indented: bool = False
    apart: bool = False
    fixed: bool = False


@dataclass(frozen=True, slots=True)
class Paragraphs:
    """Lines put together: ``groups`` are the numbers of the lines of each paragraph, ``texts`` the paragraphs."""

    texts: tuple[str, ...]
    groups: tuple[tuple[int, ...], ...]
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Width:
    """The width at which a text is cut: ``measure`` of a full line is at least ``limit`` less ``slack``."""

    measure: Callable[[str], int]
    limit: int
    slack: int

    def is_full(self, line: str) -> bool:
        return self.measure(line) >= self.limit - self.slack


_MIN_LINES = 20
_WIDEST = 120  # columns; a line has at least as many as it has characters
_ENDS = "。！？!?；;：:…”’」』）)》】"
# No line of a text begins with these, so such a line goes on where the one before it stopped.
_CANNOT_BEGIN = re.compile("[，。、；：！？）》〉」』】”’%％,;)]")
_WORD = re.compile("[\\w.,%+&-]+[，。、；：！？”）》]*", re.ASCII)
_LINK = 15  # characters of a line that can only be the words of a link
_MARK = re.compile("[，。、；：！？]")
_CANNOT_END = re.compile("[《〈“‘（(「『【]$")
_HEADING = re.compile(
    r"[一二三四五六七八九十]{1,3}[、.．]|[（(][一二三四五六七八九十\d]{1,3}[)）]|\d{1,3}[.．、](?!\d)|第[一二三四五六七八九十\d]+[章节条部篇]|"
    r"[—―－-]{1,2}|各位(?:代表|委员)|附[件录表注]|[\[［〔【]\d|[①-⑳]|注[：:]"
)


def join_lines(lines: Sequence[Line]) -> Paragraphs:
    """The paragraphs of a text: its lines as they are, but for those that clearly go on in the next line.

    Joined with nothing, or with a blank between two Latin words. What was joined is told as a doubt.
    """
    width = _fixed_width(lines)
    if width is not None:
        return _joined(lines, _wrapped_rule(lines, width), _width_doubt(width))
    broken = sum(_is_broken(a, b) for a, b in pairwise(lines))
    return _joined(lines, _broken_rule(sure=broken >= 2), "原文有 {} 处在句中断行（多因原网页的链接），已接合，请核对")


def glue(before: str, after: str) -> str:
    """Two parts of a paragraph joined: with a blank only where two Latin words meet."""
    latin = before[-1:].isascii() and before[-1:].isalpha() and after[:1].isascii() and after[:1].isalpha()
    return before + (" " if latin else "") + after


def display_width(text: str) -> int:
    """The width of a text in half-width columns."""
    return sum(2 if unicodedata.east_asian_width(char) in "WFA" else 1 for char in text)


def _joined(lines: Sequence[Line], continues: Callable[[str, Line, Line], bool], doubt: str) -> Paragraphs:
    texts: list[str] = []
    groups: list[tuple[int, ...]] = []
    for at, line in enumerate(lines):
        if at and not line.fixed and continues(texts[-1], lines[at - 1], line):
            texts[-1] = glue(texts[-1], line.text)
            groups[-1] = (*groups[-1], at)
        else:
            texts.append(line.text)
            groups.append((at,))
    joints = len(lines) - len(groups)
    return Paragraphs(tuple(texts), tuple(groups), (doubt.format(joints),) if joints else ())


def _width_doubt(width: _Width) -> str:
    unit = "字" if width.measure is len else "列"
    return f"原文按固定宽度断行（每行约 {width.limit} {unit}），已接合 {{}} 处，请核对分段"


def _fixed_width(lines: Sequence[Line]) -> _Width | None:
    """The width at which the lines are cut, in characters or in columns, whichever fits better; None if at none."""
    if len(lines) < _MIN_LINES or _usual(sorted(len(line.text) for line in lines)) > _WIDEST:
        return None
    found = [_measured(lines, len, 20, 60, 3), _measured(lines, display_width, 40, _WIDEST, 4)]
    best = max((item for item in found if item), key=lambda item: item[0], default=None)
    return best[1] if best else None


def _usual(lengths: list[int]) -> int:
    """What hardly any of the lengths, ascending, is above."""
    return lengths[int(len(lengths) * 0.95)]


def _measured(
    lines: Sequence[Line], measure: Callable[[str], int], low: int, high: int, slack: int
) -> tuple[float, _Width] | None:
    """The share of full lines and the width, if most lines are full and stop within a sentence and none is longer."""
    lengths = sorted(
        measure(line.text) + (4 if line.indented and measure is display_width else 2 * line.indented) for line in lines
    )
    limit = _usual(lengths)
    width = _Width(measure, limit, slack)
    full = [line.text for line in lines if width.is_full(line.text)]
    inside = [text for text in full if text[-1] not in _ENDS]
    longer = sum(length > limit * 1.2 for length in lengths)
    if (
        low <= limit <= high
        and len(full) >= 0.6 * len(lines)
        and len(inside) >= 0.6 * len(full)
        and longer <= 0.01 * len(lines)
    ):
        return len(full) / len(lines), width
    return None


def _wrapped_rule(lines: Sequence[Line], width: _Width) -> Callable[[str, Line, Line], bool]:
    """Go on where the line was full: where the next word would not have fitted any more."""
    indents = sum(line.indented for line in lines) >= 0.03 * len(lines)
    spaced = sum(line.apart for line in lines) > 0.5 * len(lines)

    def continues(text: str, before: Line, line: Line) -> bool:
        if _CANNOT_BEGIN.match(line.text):
            return True
        # The first line of a paragraph has an indentation of two characters, or had it and lost it.
        first = before.indented or (not indents and text == before.text)
        word = _WORD.match(line.text)
        full = width.is_full(("　　" if first else "") + before.text + (word[0][1:] if word else ""))
        heading = _HEADING.match(line.text)
        begins = line.indented if indents else before.text[-1] in _ENDS and heading
        unfinished = "。" in text and text[-1] not in _ENDS and not heading
        return bool((full or unfinished) and not begins and not (line.apart and not spaced))

    return continues


def _is_broken(before: Line, line: Line) -> bool:
    """Whether the marks at the break show by themselves that the sentence goes on."""
    return not line.fixed and bool(_CANNOT_BEGIN.match(line.text) or _CANNOT_END.search(before.text))


def _broken_rule(*, sure: bool) -> Callable[[str, Line, Line], bool]:
    """Join what cannot be apart; in a text where that happens, also running text that stops without a mark."""

    def continues(text: str, before: Line, line: Line) -> bool:
        if _is_broken(before, line):
            return True
        if not sure or text[-1] in _ENDS + "，、,." or _HEADING.match(line.text):
            return False
        after_link = len(text) > len(before.text) and not _CANNOT_BEGIN.match(before.text)
        if "。" in text or after_link:
            return True
        # A heading too may hold a comma and have no mark at its end; a line of a few words after it is a link.
        return "，" in text and not _HEADING.match(text) and len(line.text) <= _LINK and not _MARK.search(line.text)

    return continues
