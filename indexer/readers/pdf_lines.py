"""Glyphs to lines: what stands on one baseline, where the blanks are, what is raised.

Owns the text of a line: blanks that a producer put between hanzi are dropped, those beside letters and figures kept as
printed. Knows nothing of columns, page furniture or paragraphs.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from indexer.document import Span
from indexer.readers.pdf_pages import Glyph

_SENTENCE = re.compile("[，。；：！？、]")
_MARK = re.compile(r"[\[［(（【〔]?\d{1,3}[\]］)）】〕]?|[①-⑳]|\*{1,3}")
_POWER = re.compile(r"(?:(?<![A-Za-z])[kcdmh]?m|[×x·*]\s*10)$")
_SUPERSCRIPTS = str.maketrans("0123456789+-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻")
_OPENS = "“‘《〈（(「『【〔［["
_STICKS = "，。、；：！？”’》〉）)」』】〕］]…—％%‰℃·"
_SHORT = 25  # characters: a line without a mark and no longer than this is laid out by hand (titles, names)


@dataclass(frozen=True, slots=True)
class Row:
    """The glyphs on one baseline, from left to right, blanks among them; ``raised`` are the places of small ones."""

    glyphs: tuple[Glyph, ...]
    base: float
    size: float
    raised: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class PageLine:
    """A line of text on a page: canonical text, the note marks in it, and where it stands.

    ``column`` is 0 for a line over the full width, 1 and 2 in pages of two columns. ``need`` is the width of what
    cannot be parted from its beginning: the line before was full if that did not fit there.
    """

    text: str
    page: int
    x0: float
    x1: float
    base: float
    size: float
    need: float
    marks: tuple[Span, ...] = ()
    column: int = 0


def find_rows(glyphs: Iterable[Glyph]) -> tuple[Row, ...]:
    """The rows of a page from top to bottom; raised and lowered glyphs are in the row that they belong to."""
    rows: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda one: one.base):
        if rows and glyph.base - rows[-1][0].base <= 0.2 * max(glyph.size, rows[-1][0].size):
            rows[-1].append(glyph)
        else:
            rows.append([glyph])
    return _attached([_row(row) for row in rows if any(not glyph.text.isspace() for glyph in row)])


def split_row(row: Row, x: float) -> tuple[Row | None, Row | None]:
    """What of a row stands left and right of ``x``; None where there is nothing but blanks."""
    halves: list[Row | None] = []
    for places in (
        [at for at, glyph in enumerate(row.glyphs) if glyph.middle < x],
        [at for at, glyph in enumerate(row.glyphs) if glyph.middle >= x],
    ):
        glyphs = tuple(row.glyphs[at] for at in places)
        raised = frozenset(new for new, at in enumerate(places) if at in row.raised)
        printed = any(not glyph.text.isspace() for glyph in glyphs)
        halves.append(replace(row, glyphs=glyphs, raised=raised) if printed else None)
    return halves[0], halves[1]


def make_line(row: Row, page: int, column: int = 0) -> PageLine:
    """The line of a row."""
    printed = [at for at, glyph in enumerate(row.glyphs) if not glyph.text.isspace()]
    text, marks = _text(row, printed)
    first, last = row.glyphs[printed[0]], row.glyphs[printed[-1]]
    return PageLine(text, page, first.x0, last.x1, row.base, row.size, _need(row, printed), marks, column)


def _row(glyphs: list[Glyph]) -> Row:
    """A row of glyphs on one baseline; what is printed twice over (false bold) is taken once."""
    kept: list[Glyph] = []
    for glyph in sorted(glyphs, key=lambda one: one.x0):
        twice = [old for old in kept[-2:] if old.text == glyph.text and glyph.x0 - old.x0 < 0.3 * (old.x1 - old.x0)]
        if not twice:
            kept.append(glyph)
    sizes = Counter(round(glyph.size, 1) for glyph in kept if not glyph.text.isspace())
    size = max(sizes, key=lambda one: (sizes[one], one))
    return Row(tuple(kept), Counter(glyph.base for glyph in kept).most_common(1)[0][0], size)


def _attached(rows: list[Row]) -> tuple[Row, ...]:
    """The rows, with rows of small glyphs that touch a row of larger ones put into it."""
    done: list[Row] = []
    waiting: list[Row] = []
    for at, row in enumerate(rows):
        near = [other for other in rows[max(0, at - 2) : at + 3] if other is not row and _touches(row, other)]
        (waiting if near else done).append(row)
    for small in waiting:
        touched = [at for at, row in enumerate(done) if _touches(small, row)]
        if touched:
            best = min(touched, key=lambda at: abs(done[at].base - small.base))
            done[best] = _merged(done[best], small)
        else:
            done.append(small)
    return tuple(sorted(done, key=lambda row: row.base))


def _touches(small: Row, row: Row) -> bool:
    """Whether each glyph of a small row stands beside one of the row, a little above or below its baseline."""
    if small.size > 0.85 * row.size or abs(small.base - row.base) > 0.65 * row.size:
        return False
    reach = 0.5 * row.size
    return all(
        any(glyph.x0 - reach <= other.x1 and other.x0 <= glyph.x1 + reach for other in row.glyphs)
        for glyph in small.glyphs
    )


def _merged(row: Row, small: Row) -> Row:
    raised = {id(row.glyphs[at]) for at in row.raised}
    if small.base < row.base:
        raised |= {id(glyph) for glyph in small.glyphs}
    glyphs = tuple(sorted((*row.glyphs, *small.glyphs), key=lambda glyph: glyph.x0))
    return replace(row, glyphs=glyphs, raised=frozenset(at for at, glyph in enumerate(glyphs) if id(glyph) in raised))


def _text(row: Row, printed: Sequence[int]) -> tuple[str, tuple[Span, ...]]:
    """The text of a row and the note marks in it."""
    whole = "".join(row.glyphs[at].text for at in printed)
    by_hand = len(whole) <= _SHORT and not _SENTENCE.search(whole)
    pieces: list[str] = []
    raised: list[bool] = []
    for before, at in zip([None, *printed], printed, strict=False):
        if before is not None:
            blank = _blank(row, before, at, by_hand)
            pieces.extend([blank] if blank else [])
            raised.extend([False] if blank else [])
        pieces.append(row.glyphs[at].text)
        raised.append(at in row.raised)
    return _with_marks(pieces, raised)


def _blank(row: Row, before: int, at: int, by_hand: bool) -> str:
    """What stands between two printed glyphs: nothing, a blank, or a full-width blank."""
    left, right = row.glyphs[before], row.glyphs[at]
    blanks = "".join(glyph.text for glyph in row.glyphs[before + 1 : at])
    gap = (right.x0 - left.x1) / row.size
    if at in row.raised or before in row.raised:
        return " " if blanks and gap > 0.2 else ""
    if _is_wide(left.text) and _is_wide(right.text):
        if "\u3000" in blanks:
            return "\u3000" * blanks.count("\u3000")
        if by_hand and blanks:
            return " "
        return "\u3000" if gap >= (1.0 if by_hand else 1.9) else ""
    if blanks:
        return " "
    narrow = not (_is_wide(left.text) or _is_wide(right.text))
    return " " if gap > (0.2 if narrow else 0.8) else ""


def _is_wide(text: str) -> bool:
    """Whether a character is as wide as a hanzi, as the quotes and dashes are that are set with hanzi."""
    return unicodedata.east_asian_width(text[-1]) in "WF" or text[-1] in "“”‘’—…·《》"


def _with_marks(pieces: Sequence[str], raised: Sequence[bool]) -> tuple[str, tuple[Span, ...]]:
    """The pieces in one; runs of raised ones are note marks, or superscripts where they cannot be (km², 10⁴).

    A bare figure is put in brackets, as the reader of .docx does it: else 20+8 with the mark 4 would read 20+84.
    """
    text = ""
    marks: list[Span] = []
    for up, group in groupby(zip(pieces, raised, strict=True), key=lambda pair: pair[1]):
        run = "".join(piece for piece, _ in group)
        if up and (_POWER.search(text) or not _MARK.fullmatch(run)):
            run = run.translate(_SUPERSCRIPTS)
        elif up and text:
            run = f"[{run}]" if run.isdigit() else run
            marks.append(Span(len(text), len(text) + len(run)))
        text += run
    return text, tuple(marks)


def _need(row: Row, printed: Sequence[int]) -> float:
    """The width of what cannot be parted at the beginning of a row: a hanzi or a figure with the marks about it."""
    first = at = 0
    while at < len(printed) - 1 and row.glyphs[printed[at]].text in _OPENS:
        at += 1
    if not _is_wide(row.glyphs[printed[at]].text):
        while at + 1 < len(printed) and _in_word(row, printed[at], printed[at + 1]):
            at += 1
    while at + 1 < len(printed) and row.glyphs[printed[at + 1]].text in _STICKS:
        at += 1
    return row.glyphs[printed[at]].x1 - row.glyphs[printed[first]].x0


def _in_word(row: Row, left: int, right: int) -> bool:
    return right == left + 1 and not _is_wide(row.glyphs[right].text)
