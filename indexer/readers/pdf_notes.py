"""Footnotes: the lines in small print at the foot of a page, apart from the running text.

Owns where they begin and which lines are one note. Knows nothing of what the notes say.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from indexer.readers.pdf_lines import PageLine
from indexer.readers.wraps import glue

_SMALL = 0.92  # of the size of the running text
_NUMBER = re.compile(r"[\[［(（【〔]?(\d{1,3})[\]］)）】〕]?(?=\D)|([①-⑳])|(\*{1,3})")
# A bare number is put in brackets, as its mark in the text is.
_BARE = re.compile(r"^(\d{1,3})\s*")
_INLINE = re.compile(r"[\[［【〔](\d{1,3})[\]］】〕]|([①-⑳])|(?<=.)(\*{1,3})")


@dataclass(frozen=True, slots=True)
class Note:
    """A footnote: its lines in one text, the page on which it begins, its number (0 for a star)."""

    text: str
    page: int
    number: int


def take_notes(pages: Iterable[Sequence[PageLine]]) -> tuple[tuple[PageLine, ...], tuple[Note, ...]]:
    """The lines of the running text and the footnotes, both in reading order; ``pages`` are the lines of each page.

    Small print is a note only if its number stands as a mark in the text of the page; a note may go on over pages.
    """
    pages = tuple(pages)
    size = running_size(line for lines in pages for line in lines)
    body: list[PageLine] = []
    notes: list[Note] = []
    open_note = False
    for lines in pages:
        printed = _foot(lines, size, open_note)
        ids = {id(line) for line in printed}
        body.extend(line for line in lines if id(line) not in ids)
        for at, line in enumerate(printed):
            _add(notes, line, at == 0)
        open_note = bool(printed) and not notes[-1].text.endswith(("。", "；", "！", "？"))
    return tuple(body), tuple(notes)


def running_size(lines: Iterable[PageLine]) -> float:
    """The size in which most characters are set; 0 without any."""
    sizes: dict[float, int] = {}
    for line in lines:
        sizes[line.size] = sizes.get(line.size, 0) + len(line.text)
    return max(sizes, key=lambda size: sizes[size], default=0.0)


def _foot(lines: Sequence[PageLine], size: float, open_note: bool) -> list[PageLine]:
    """The lines of footnotes at the foot of each column of a page."""
    found: list[PageLine] = []
    for column in (0, 1, 2):
        own = [line for line in lines if line.column == column]
        start = len(own)
        while start and own[start - 1].size <= _SMALL * size:
            start -= 1
        marks = {mark for line in own[:start] for mark in _marks(line)}
        begins = [at for at in range(start, len(own)) if _number(own[at].text) in marks]
        if start and begins:
            found.extend(own[start if open_note else begins[0] :])
        elif start and open_note:
            found.extend(own[start:])
    return found


def _marks(line: PageLine) -> set[int]:
    """The numbers of the note marks in a line of the running text."""
    raised = {_number(mark.of(line.text) + " ") for mark in line.marks}
    inline = {_number(match[0] + " ") for match in _INLINE.finditer(line.text)}
    return {number for number in raised | inline if number is not None}


def _add(notes: list[Note], line: PageLine, first_of_page: bool) -> None:
    """Put a line to the notes: it begins one if its number is the next, else it goes on with the last."""
    number = _number(line.text)
    follows = not notes or number == notes[-1].number + 1 or (first_of_page and number == 1) or number == 0
    if number is not None and follows:
        notes.append(Note(_BARE.sub(r"[\1]", line.text), line.page, number))
    elif notes:
        notes[-1] = replace(notes[-1], text=glue(notes[-1].text, line.text))
    else:
        notes.append(Note(line.text, line.page, number or 0))


def _number(text: str) -> int | None:
    """The number that a line begins with: 0 for a star, None for none."""
    match = _NUMBER.match(text)
    if match is None:
        return None
    if match[1]:
        return int(match[1])
    return ord(match[2]) - ord("①") + 1 if match[2] else 0
