"""Lines to paragraphs: where a line goes on with the sentence of the line before it.

Owns the measures of the page (margins, indent, leading) and the rule. Knows nothing of headings beyond how a line that
cannot go on begins.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from indexer.document import Span
from indexer.readers.pdf_lines import PageLine
from indexer.readers.wraps import glue

#: Lines with the same margins: the column, and which side of the sheet is up.
Side = tuple[int, int]

_ENDS = re.compile("[。！？!?：:][”’」』）)】》]*$")
_BEGINS = re.compile(
    r"[一二三四五六七八九十]{1,3}[、.．]|[（(][一二三四五六七八九十\d]{1,3}[)）]|\d{1,3}[.．、](?!\d)|第[一二三四五六七八九十\d]+[章节条部篇]"
    r"|[—―]{2}|各位(?:代表|委员)|附[件录表注]|[\[［〔【]\d"
)
_INDENT = 1.2  # of the font size: from here on a line is indented
_BIN = 2.0  # points
_ENOUGH = 12  # lines: with fewer, the pages of both sides are measured together


@dataclass(frozen=True, slots=True)
class Measures:
    """The margins of a column, the distance of its baselines, and the indent of its paragraphs (0 if they have none)."""

    left: float
    right: float
    leading: float
    indent: float


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Lines in one: ``first`` is the number of its first line, from 0, and ``page`` the page on which that stands."""

    text: str
    marks: tuple[Span, ...]
    first: int
    page: int


def join_paragraphs(lines: Sequence[PageLine], breaks: Collection[int] = ()) -> tuple[Paragraph, ...]:
    """The paragraphs of lines that follow one another in reading order, over columns and pages.

    ``breaks`` are numbers of lines that begin a paragraph in any case: something else stands before them.
    """
    measures = _measures(lines)
    paragraphs: list[Paragraph] = []
    for at, line in enumerate(lines):
        before = lines[at - 1] if at and at not in breaks else None
        if before and _continues(before, line, measures[_side(before)], measures[_side(line)]):
            paragraphs[-1] = _joined(paragraphs[-1], line)
        else:
            paragraphs.append(Paragraph(line.text, line.marks, at, line.page))
    return tuple(paragraphs)


def _joined(paragraph: Paragraph, line: PageLine) -> Paragraph:
    text = glue(paragraph.text, line.text)
    shift = len(text) - len(line.text)
    marks = tuple(Span(mark.start + shift, mark.end + shift) for mark in line.marks)
    return replace(paragraph, text=text, marks=(*paragraph.marks, *marks))


def _side(line: PageLine) -> Side:
    return line.column, line.page % 2


def _measures(lines: Sequence[PageLine]) -> dict[Side, Measures]:
    sides: dict[Side, list[PageLine]] = {}
    for line in lines:
        sides.setdefault(_side(line), []).append(line)
    measures: dict[Side, Measures] = {}
    for side, own in sides.items():
        other = sides.get((side[0], 1 - side[1]), [])
        measures[side] = _measure(own if len(own) >= _ENOUGH else [*own, *other])
    return measures


def _measure(lines: Sequence[PageLine]) -> Measures:
    size = median(line.size for line in lines)
    left = _left(lines)
    widest = max(line.x1 for line in lines) - left
    ends = Counter(round(line.x1 / _BIN) for line in lines if line.x1 - left > 0.5 * widest)
    right = max(ends, key=lambda one: (ends[one], one)) * _BIN
    leads = [
        b.base - a.base for a, b in pairwise(lines) if a.page == b.page and a.column == b.column and b.base > a.base
    ]
    # 青岭区 (ING-07): two paragraphs of three lines each. Where nothing is set in, blank lines or short lines part.
    starts = [line.x0 - left for line in lines if line.x0 - left >= _INDENT * size]
    common = Counter(round(start / _BIN) for start in starts).most_common(1)
    indent = common[0][0] * _BIN if len(starts) >= 0.04 * len(lines) and common else 0.0
    return Measures(left, right, median(leads) if leads else 0.0, indent)


def _left(lines: Sequence[PageLine]) -> float:
    """The left margin: the leftmost place at which a good part of the lines begin."""
    starts = Counter(round(line.x0 / _BIN) for line in lines)
    common = [
        place for place, count in starts.items() if count + starts[place - 1] + starts[place + 1] >= 0.1 * len(lines)
    ]
    return min(common or starts) * _BIN


def _continues(before: PageLine, line: PageLine, measure: Measures, own: Measures) -> bool:
    """Whether ``line`` goes on where ``before`` stopped; the measures are those of either's column."""
    size = max(before.size, line.size)
    if abs(before.size - line.size) > 0.1 * size or _is_centred(before, measure) or _is_centred(line, own):
        return False
    if (
        before.page == line.page
        and before.column == line.column
        and measure.leading
        and line.base - before.base > 1.5 * measure.leading
    ):
        return False
    full = before.x1 + line.need > measure.right - 0.5 * size
    ended = bool(_ENDS.search(before.text))
    if line.x0 - own.left >= _INDENT * size:
        # Set in like the line above and in the middle of its sentence: the whole block is set in.
        alike = before.column == line.column and abs(before.x0 - line.x0) < 0.3 * size
        return alike and full and not ended and not _BEGINS.match(line.text) and not _BEGINS.match(before.text)
    if own.indent:
        reached = before.x1 - measure.left > 0.5 * (measure.right - measure.left)
        return full or (not ended and reached)
    return full and not (ended and _BEGINS.match(line.text))


def _is_centred(line: PageLine, measure: Measures) -> bool:
    """Whether a line stands in the middle between the margins, well away from both: titles, places and dates."""
    left, right = line.x0 - measure.left, measure.right - line.x1
    wide = _INDENT * line.size
    set_in = measure.indent and abs(left - measure.indent) < 0.3 * line.size
    return not set_in and left > wide and right > wide and abs(left - right) < line.size
