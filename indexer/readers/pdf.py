"""PDF files: paragraphs with their pages, put together again from what stands where.

Owns the order of the steps and what is refused for want of text. The parts: pdf_pages (glyphs), pdf_lines (rows and
lines), pdf_furniture (headers and page numbers), pdf_columns, pdf_tables, pdf_notes, pdf_paragraphs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from statistics import median
from typing import Any

from indexer.document import Block, Dropped, Reading
from indexer.errors import SourceError
from indexer.readers.furniture import label_furniture
from indexer.readers.pdf_columns import crosses, find_gutter, reading_order
from indexer.readers.pdf_furniture import Furniture, Sheet, remove_furniture
from indexer.readers.pdf_lines import PageLine, find_rows, make_line
from indexer.readers.pdf_notes import Note, take_notes
from indexer.readers.pdf_pages import NEEDS_OCR, NO_TEXT, Page, opened, read_pages
from indexer.readers.pdf_paragraphs import Paragraph, join_paragraphs
from indexer.readers.pdf_tables import TableRow, join_rows, take_tables
from indexer.readers.text import line_hints

_SCAN_GLYPHS = 20  # a page of a scan may still have a number or a stamp as text
_SCAN_PICTURE = 0.3
_OCR_PICTURE = 0.8
_GARBLED = 0.1
_TITLE = re.compile(r"[\u4e00-\u9fff]{4}")
_FILE_NAME = re.compile(r"^(?:Microsoft Word - )|\.\w{3,4}$")


@dataclass(frozen=True, slots=True)
class _Census:
    """What a page is made of: printed glyphs, those of them that mean nothing, the share of its largest picture."""

    number: int
    glyphs: int
    garbled: int
    picture: float
    unseen: str

    @property
    def is_scan(self) -> bool:
        return self.picture >= _SCAN_PICTURE and self.glyphs <= _SCAN_GLYPHS


def read_pdf(data: bytes) -> Reading:
    """A Reading of a PDF file with text in it: each block with the page it begins on and what is printed on that.

    Raises SourceError for a file that is damaged, asks for a password, has more than MAX_PAGES pages, is a scan
    without text or has text that cannot be decoded. About 25,000 characters a second.
    """
    with opened(data) as pdf:
        sheets: list[Sheet] = []
        rows: list[TableRow] = []
        census: list[_Census] = []
        for page in read_pages(pdf):
            census.append(_count(page))
            found, rest = take_tables(page)
            rows.extend(found)
            sheets.append(Sheet(page.number, page.width, page.height, find_rows(rest.glyphs), page.label))
        hints = _title_hint(pdf.metadata)
    doubts = _check(census)
    reading = read_sheets(sheets, rows, _unseen(census))
    return replace(reading, doubts=(*doubts, *reading.doubts), hints={**hints, **reading.hints})


def read_sheets(sheets: Sequence[Sheet], rows: Sequence[TableRow], unseen: Sequence[tuple[str, str]] = ()) -> Reading:
    """A Reading of laid-out pages, of whatever format: furniture off, columns in order, lines joined to paragraphs.

    ``rows`` are those of ruled tables; ``unseen`` are (reason, text) pieces that were left out before.
    """
    furniture = remove_furniture(sheets)
    pages, columns = _lines(furniture.sheets)
    blocks, repeated = _blocks(pages, rows, {sheet.number: sheet.label for sheet in furniture.sheets})
    kept, site = _without_site(blocks)
    if not kept:
        raise SourceError("没有文字，未导入；请检查文件是否完整")
    return Reading(
        blocks=kept,
        dropped=_by_reason((*_told(furniture), *repeated, *site, *unseen)),
        doubts=columns,
        hints=line_hints([text for reason, text in site if reason == "metadata"]),
    )


def _count(page: Page) -> _Census:
    printed = "".join(glyph.text for glyph in page.glyphs if not glyph.text.isspace())
    garbled = sum(char == "\ufffd" or "\ue000" <= char <= "\uf8ff" for char in printed)
    return _Census(page.number, len(printed), garbled, page.picture, page.unseen)


def _check(census: Sequence[_Census]) -> tuple[str, ...]:
    """What is doubtful of the text layer; raises SourceError where there is none to speak of."""
    total, garbled = sum(page.glyphs for page in census), sum(page.garbled for page in census)
    scans = [page.number for page in census if page.is_scan]
    if total == 0 or 2 * len(scans) >= len(census):
        raise SourceError(NO_TEXT if scans or total else "没有文字，未导入；请检查文件是否完整")
    if garbled > _GARBLED * total:
        raise SourceError(f"文字层没有可用的编码对照，读出的是乱码，未导入；{NEEDS_OCR}")
    doubts = []
    if scans:
        doubts.append(f"第 {'、'.join(map(str, scans))} 页是图片，没有文字层，未读出；{NEEDS_OCR}")
    if garbled:
        doubts.append(f"有 {garbled} 个字符在字体里没有编码对照，读不出，显示为“\ufffd”")
    if sum(page.picture >= _OCR_PICTURE and not page.is_scan for page in census) > len(census) / 2:
        doubts.append("各页是图片，文字层像是 OCR 所加；引用前请与图片核对")
    return tuple(doubts)


def _lines(sheets: Sequence[Sheet]) -> tuple[list[list[PageLine]], tuple[str, ...]]:
    """The lines of each page in reading order, and the doubt that a page of two columns is."""
    gutters = {sheet.number: find_gutter(sheet.rows) for sheet in sheets}
    found = [gutter for gutter in gutters.values() if gutter is not None]
    usual = median(found) if found and 2 * len(found) >= sum(bool(sheet.rows) for sheet in sheets) else None
    pages: list[list[PageLine]] = []
    for sheet in sheets:
        gutter = gutters[sheet.number]
        if gutter is None and usual is not None and not any(crosses(row, usual) for row in sheet.rows):
            gutter = usual
        pages.append([make_line(one.row, sheet.number, one.column) for one in reading_order(sheet.rows, gutter)])
    doubt = f"有 {len(found)} 页按两栏排版，先读左栏、后读右栏；请核对次序"
    return pages, (doubt,) if found else ()


def _blocks(
    pages: Sequence[Sequence[PageLine]], rows: Sequence[TableRow], labels: Mapping[int, str | None]
) -> tuple[tuple[Block, ...], list[tuple[str, str]]]:
    """The blocks of the file in reading order, and what was left out of its tables."""
    body, notes = take_notes(pages)
    placed: dict[int, list[TableRow]] = {}
    for row in rows:
        placed.setdefault(_place(body, row), []).append(row)
    repeated: list[tuple[str, str]] = []
    for at, run in placed.items():
        placed[at], heads = join_rows(run)
        repeated.extend(("repeated heading", text) for text in heads)
    paragraphs = join_paragraphs(body, placed.keys())
    found = _woven(paragraphs, placed, notes, len(body))
    return tuple(replace(block, page_label=labels.get(block.page or 0)) for block in found), repeated


def _place(body: Sequence[PageLine], row: TableRow) -> int:
    """The number of the line before which a table row stands."""
    for at, line in enumerate(body):
        if line.page > row.page or (line.page == row.page and line.base > row.top):
            return at
    return len(body)


def _woven(
    paragraphs: Sequence[Paragraph], placed: Mapping[int, Sequence[TableRow]], notes: Sequence[Note], end: int
) -> Iterator[Block]:
    """Paragraphs and table rows in their order, then the footnotes, as the reader of .docx gives them."""
    for paragraph in paragraphs:
        yield from map(_row, placed.get(paragraph.first, ()))
        yield Block(paragraph.text, "paragraph", paragraph.page, None, paragraph.marks)
    yield from map(_row, placed.get(end, ()))
    yield from map(_note, notes)


def _row(row: TableRow) -> Block:
    return Block(row.text, "row", row.page)


def _note(note: Note) -> Block:
    return Block(note.text, "note", note.page)


def _without_site(blocks: Sequence[Block]) -> tuple[tuple[Block, ...], list[tuple[str, str]]]:
    """The blocks without the furniture of a site, which a page has that was printed from the web; and that."""
    labels = label_furniture([block.text for block in blocks])
    site = [label if block.kind == "paragraph" else None for block, label in zip(blocks, labels, strict=True)]
    kept = tuple(block for block, label in zip(blocks, site, strict=True) if label is None)
    return kept, [(label, block.text) for block, label in zip(blocks, site, strict=True) if label]


def _told(furniture: Furniture) -> list[tuple[str, str]]:
    return [piece for _, pieces in sorted(furniture.dropped.items()) for piece in pieces]


def _unseen(census: Sequence[_Census]) -> list[tuple[str, str]]:
    return [("unseen", page.unseen) for page in census if page.unseen]


def _by_reason(pieces: Sequence[tuple[str, str]]) -> tuple[Dropped, ...]:
    """One Dropped for each reason, in the order of their first use, a line for each piece."""
    found: dict[str, list[str]] = {}
    for reason, text in pieces:
        found.setdefault(reason, []).append(text)
    return tuple(Dropped(reason, "\n".join(texts)) for reason, texts in found.items())


def _title_hint(metadata: Mapping[str, Any]) -> dict[str, str]:
    """The title that the file states, if it is one and no file name."""
    title = metadata.get("Title")
    if not isinstance(title, str) or not _TITLE.search(title) or _FILE_NAME.search(title.strip()):
        return {}
    return {"title": title.strip()}
