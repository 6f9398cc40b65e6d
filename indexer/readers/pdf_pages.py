"""The pages of a PDF file as glyphs: what stands where, before any line is seen in it.

Owns opening the file, its bounds (reliability 4.4) and the words of refusal; the only module that knows pdfplumber.
Offsets are points from the left and the top of the page. Knows nothing of lines or paragraphs.
"""

from __future__ import annotations

import io
import logging
import re
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from indexer.errors import SourceError
from indexer.fold import unify_radicals

if TYPE_CHECKING:
    from pdfplumber.pdf import PDF

#: Bounds of one file: pages, and bytes of drawing instructions of one page.
MAX_PAGES = 300
MAX_CONTENT = 8 * 1024 * 1024

NEEDS_OCR = "需要 OCR：pip install baogao[ocr]，然后 baogao ocr"
NO_TEXT = f"没有文字层（扫描件），{NEEDS_OCR}"
_DAMAGED = "文件已损坏或不完整，读不出（{}），未导入；请重新下载，或用阅读器打开后另存"
_LARGEST = 10_000.0  # points
_CID = re.compile(r"\(cid:\d+\)")
_LIGATURES = str.maketrans({0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl"})


@dataclass(frozen=True, slots=True)
class Glyph:
    """A printed character: ``base`` is its baseline, from the top of the page; ``size`` the height of its font."""

    text: str
    x0: float
    x1: float
    base: float
    size: float

    @property
    def middle(self) -> float:
        """Its horizontal middle."""
        return (self.x0 + self.x1) / 2


#: x0, top, x1, bottom
Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Table:
    """A ruled table: for each row the boxes of its cells; ``box`` is the whole."""

    box: Box
    rows: tuple[tuple[Box, ...], ...]


@dataclass(frozen=True, slots=True)
class Page:
    """One page: ``label`` is the name that the file gives it, ``picture`` the share that its largest picture covers.

    ``unseen`` is text that no reader of the page sees in its place: outside the page, or turned (watermarks).
    """

    number: int
    width: float
    height: float
    glyphs: tuple[Glyph, ...]
    tables: tuple[Table, ...] = ()
    picture: float = 0.0
    label: str | None = None
    unseen: str = ""


@contextmanager
def opened(data: bytes) -> Iterator[PDF]:
    """The file, open; raises SourceError for one that is damaged, asks for a password or has too many pages.

    A file whose owner password only restricts printing and copying opens without one, and is read.
    """
    import pdfplumber

    # It warns of each flaw of a font; what matters to a reader is told by the doubts of the Reading.
    logging.getLogger("pdfminer").setLevel(logging.ERROR)
    try:
        pdf = pdfplumber.open(io.BytesIO(data))
        pages, promised = len(pdf.pages), _promised(pdf)
    except Exception as error:  # whatever damage makes of the parser: it is told by its name
        raise _refusal(error) from error
    with pdf:
        if not pages:
            raise SourceError(_DAMAGED.format("没有一页可读"))
        if promised > pages:
            raise SourceError(_DAMAGED.format(f"应有 {promised} 页，只找到 {pages} 页"))
        if pages > MAX_PAGES:
            raise SourceError(f"有 {pages} 页，超过上限 {MAX_PAGES} 页，未导入；请拆分后再导入")
        yield pdf


def read_pages(pdf: PDF) -> Iterator[Page]:
    """The pages in order, one at a time; raises SourceError with the number of a page that cannot be read."""
    for page in pdf.pages:
        try:
            _check_content(page)
            yield _page(page)
        except SourceError as error:
            raise SourceError(f"第 {page.page_number} 页：{error}") from error
        except Exception as error:
            raise SourceError(_DAMAGED.format(f"第 {page.page_number} 页：{_reason(error)}")) from error
        finally:
            page.close()


def _promised(pdf: PDF) -> int:
    """The number of pages that the file says it has; 0 if it says none."""
    from pdfminer.pdftypes import resolve1

    count = resolve1((resolve1(pdf.doc.catalog.get("Pages")) or {}).get("Count"))
    return count if isinstance(count, int) else 0


def _refusal(error: Exception) -> SourceError:
    from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect

    cause = error.args[0] if error.args and isinstance(error.args[0], Exception) else error
    if isinstance(cause, PDFPasswordIncorrect):
        return SourceError("设了打开密码，读不出，未导入；请先去掉密码（用阅读器打开后另存或打印成 PDF）")
    if isinstance(cause, PDFEncryptionError):
        return SourceError("加密方式不认识，读不出，未导入；请用阅读器打开后另存或打印成 PDF")
    return SourceError(_DAMAGED.format(_reason(cause)))


def _reason(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"[:120].strip(" :")


def _check_content(page: Any) -> None:
    """Raises SourceError for drawing instructions that are too long or do not unpack (else text would be lost)."""
    from pdfminer.pdftypes import PDFStream, resolve1

    room = MAX_CONTENT
    for reference in page.page_obj.contents:
        stream = resolve1(reference)
        if isinstance(stream, PDFStream):
            room -= _unpacked_size(stream, room)
        if room < 0:
            raise SourceError(f"绘制指令超过上限 {MAX_CONTENT:,} 字节，未导入；请用阅读器重新打印成 PDF")


def _unpacked_size(stream: Any, room: int) -> int:
    """The size of a stream unpacked, at most a little over ``room``: nothing is unpacked beyond it."""
    raw = stream.get_rawdata()
    if raw is None:
        return len(stream.get_data())
    if stream.decipher:
        raw = stream.decipher(stream.objid, stream.genno, raw, stream.attrs)
    for name, _ in stream.get_filters():
        if getattr(name, "name", "") not in ("FlateDecode", "Fl"):
            break
        raw = zlib.decompressobj().decompress(raw, room + 1)
    return len(raw)


def _page(page: Any) -> Page:
    from pdfminer.layout import LTChar, LTImage

    x_shift, top_shift = page.mediabox[0], page.height + page.mediabox[1]
    left, top, right, bottom = page.bbox
    glyphs: list[Glyph] = []
    unseen: list[str] = []
    picture, rules = 0.0, 0
    for item in _items(page.layout):
        if isinstance(item, LTChar):
            glyph = _glyph(item, x_shift, top_shift)
            # Comparisons with what is no number are false, so that goes the same way.
            inside = left <= glyph.middle <= right and top <= glyph.base - glyph.size / 4 <= bottom
            if inside and glyph.x0 <= glyph.x1 and 0 < glyph.size < _LARGEST and _is_level(item.matrix):
                glyphs.append(glyph)
            else:
                unseen.append(glyph.text)
        elif isinstance(item, LTImage):
            picture = max(picture, item.width * item.height / (page.width * page.height))
        else:
            rules += 1
    tables = _tables(page) if rules >= 4 and glyphs else ()
    label = page.page_obj.label
    return Page(
        page.page_number, page.width, page.height, tuple(glyphs), tables, picture, label, "".join(unseen).strip()
    )


def _items(layout: Any) -> Iterator[Any]:
    """The things drawn on a page, in the order of drawing, those in forms (figures) too."""
    stack = [iter(layout)]
    while stack:
        item = next(stack[-1], None)
        if item is None:
            stack.pop()
        elif hasattr(item, "_objs"):
            stack.append(iter(item))
        else:
            yield item


def _glyph(char: Any, x_shift: float, top_shift: float) -> Glyph:
    text = unify_radicals(_CID.sub("\ufffd", char.get_text())).translate(_LIGATURES)
    return Glyph(text, char.x0 + x_shift, char.x1 + x_shift, top_shift - char.matrix[5], char.size)


def _is_level(matrix: tuple[float, ...]) -> bool:
    """Whether a glyph stands upright on a level line; slanted ones do."""
    return matrix[0] > 0 and abs(matrix[1]) <= 0.1 * matrix[0]


def _tables(page: Any) -> tuple[Table, ...]:
    """The ruled tables of two columns and more; a frame round text is none."""
    found = []
    for table in page.find_tables():
        rows = tuple(tuple(cell for cell in row.cells if cell is not None) for row in table.rows)
        if max(map(len, rows), default=0) >= 2:
            found.append(Table(table.bbox, rows))
    return tuple(found)
