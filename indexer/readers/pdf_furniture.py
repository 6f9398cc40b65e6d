"""Running headers, footers and page numbers: rows that come again on page after page, and what the pages are called.

Owns how they are told from the text: by wording, place and share of pages. Knows nothing of paragraphs.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from indexer.readers.pdf_lines import Row

#: What makes two rows the same: their words without figures, and whether they stand at the top.
Key = tuple[str, bool]

_EDGE_ROWS = 3
_EDGE_SHARE = 0.15  # of the height of the page
_REPEATED_SHARE = 0.6
_SAME_PLACE = 6.0  # points
_DIGITS = re.compile(r"\d+")
_NUMBER = re.compile(
    r"[-—–－―─·•~～\s]{0,4}(?:第\s*)?(\d{1,4}|[ivxlcIVXLC]{1,7})(?:\s*页)?(?:\s*[,，/／|｜]?\s*(?:共\s*)?\d{1,4}(?:\s*页)?)?[-—–－―─·•~～\s]{0,4}"
)
_DECORATED = re.compile(
    r"[-—–－―─·•~～][-—–－―─·•~～\s]{0,6}\d{1,4}\s*[-—–－―─·•~～][-—–－―─·•~～\s]{0,6}|第\s*\d+\s*页.{0,10}|\d+\s*/\s*\d+"
)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page as rows: ``label`` is what is printed on it or, failing that, what the file calls it."""

    number: int
    width: float
    height: float
    rows: tuple[Row, ...]
    label: str | None = None


@dataclass(frozen=True, slots=True)
class Furniture:
    """What is no text: for each page number the (reason, text) of its rows, and the sheets without them."""

    sheets: tuple[Sheet, ...]
    dropped: Mapping[int, tuple[tuple[str, str], ...]]


def remove_furniture(sheets: Sequence[Sheet]) -> Furniture:
    """The sheets without their headers, footers and page numbers, with what these told as labels.

    A row is one if it stands near the edge, at the same place and with the same words (but for figures) on at least
    three of five pages, or of the odd or the even pages; or if it is the last or first and plainly the page's number.
    """
    repeated = _repeated(sheets)
    dropped: dict[int, tuple[tuple[str, str], ...]] = {}
    cleaned: list[Sheet] = []
    numbers: dict[int, str] = {}
    for sheet in sheets:
        reasons = {at: _reason(sheet, at) for at, key in _edges(sheet) if _stands(sheet.rows[at], repeated.get(key))}
        reasons |= {at: "page number" for at, _ in _edges(sheet) if _is_own_number(sheet, at)}
        dropped[sheet.number] = tuple((reasons[at], row_words(sheet.rows[at])) for at in sorted(reasons))
        printed = [_NUMBER.fullmatch(words) for reason, words in dropped[sheet.number] if reason == "page number"]
        if printed and printed[-1]:
            numbers[sheet.number] = printed[-1][1]
        rows = tuple(row for at, row in enumerate(sheet.rows) if at not in reasons)
        cleaned.append(Sheet(sheet.number, sheet.width, sheet.height, rows, sheet.label))
    labels = _steady(numbers)
    return Furniture(
        tuple(Sheet(s.number, s.width, s.height, s.rows, labels.get(s.number, s.label)) for s in cleaned), dropped
    )


def row_words(row: Row) -> str:
    """The glyphs of a row as they come, with single blanks."""
    return " ".join("".join(glyph.text for glyph in row.glyphs).split())


def _edges(sheet: Sheet) -> list[tuple[int, Key]]:
    """The rows that may be furniture, by their place, with what makes them the same on two pages."""
    found: dict[int, Key] = {}
    for at in (*range(_EDGE_ROWS), *range(len(sheet.rows) - _EDGE_ROWS, len(sheet.rows))):
        if 0 <= at < len(sheet.rows):
            row = sheet.rows[at]
            top = row.base < _EDGE_SHARE * sheet.height
            if top or row.base > (1 - _EDGE_SHARE) * sheet.height:
                found[at] = (_DIGITS.sub("#", row_words(row)).replace(" ", ""), top)
    return list(found.items())


def _repeated(sheets: Sequence[Sheet]) -> dict[Key, float]:
    """The wordings that come again, each with the place (baseline) where it stands."""
    places: dict[Key, list[tuple[int, float]]] = {}
    for sheet in sheets:
        for at, key in _edges(sheet):
            places.setdefault(key, []).append((sheet.number, sheet.rows[at].base))
    found: dict[Key, float] = {}
    for key, seen in places.items():
        base = median(place for _, place in seen)
        pages = {number for number, place in seen if abs(place - base) <= _SAME_PLACE}
        if _is_often(pages, [sheet.number for sheet in sheets]):
            found[key] = base
    return found


def _is_often(pages: set[int], every: Sequence[int]) -> bool:
    """Whether a row stands on enough pages: of all, or of those with the same side up (3 and more)."""
    if len(pages) >= max(2, _REPEATED_SHARE * len(every)):
        return True
    sides = ([n for n in every if n % 2], [n for n in every if n % 2 == 0])
    return any(len(pages & set(side)) >= max(3, _REPEATED_SHARE * len(side)) for side in sides)


def _stands(row: Row, base: float | None) -> bool:
    return base is not None and abs(row.base - base) <= _SAME_PLACE


def _reason(sheet: Sheet, at: int) -> str:
    row = sheet.rows[at]
    if _NUMBER.fullmatch(row_words(row)):
        return "page number"
    return "header" if row.base < sheet.height / 2 else "footer"


def _is_own_number(sheet: Sheet, at: int) -> bool:
    """Whether the outermost row is a page number by itself: with dashes, or the number of the page alone."""
    words = row_words(sheet.rows[at])
    if at not in (0, len(sheet.rows) - 1) or len(sheet.rows) < 2:
        return False
    return bool(_DECORATED.fullmatch(words)) or words == str(sheet.number)


def _steady(numbers: Mapping[int, str]) -> dict[int, str]:
    """The printed numbers that run with the pages; a figure that does not is no page number of this page."""
    steps = Counter(int(text) - page for page, text in numbers.items() if text.isdigit())
    if not steps:
        return dict(numbers)
    step, count = steps.most_common(1)[0]
    if count < max(_REPEATED_SHARE * sum(steps.values()), 2 if step else 1):
        return {}
    return {page: text for page, text in numbers.items() if not text.isdigit() or int(text) - page == step}
