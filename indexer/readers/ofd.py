"""OFD files (GB/T 33190), the layout format of Chinese offices: pages of placed text, read like those of a PDF.

Owns what ofdkit (extra ``ofd``) gives us and what is refused; lines and paragraphs are put together as in pdf.py.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from indexer.document import Reading
from indexer.errors import SourceError
from indexer.readers.package import open_archive
from indexer.readers.pdf import read_sheets
from indexer.readers.pdf_furniture import Sheet
from indexer.readers.pdf_lines import find_rows
from indexer.readers.pdf_pages import MAX_PAGES, Glyph

_MM = 72 / 25.4  # the layout rules of pdf.py count in points


def read_ofd(data: bytes) -> Reading:
    """A Reading of an OFD file with text in it, each block with its page.

    Raises SourceError for a file that is damaged, breaks the bounds of containers, has more than MAX_PAGES pages or
    is made of pictures; ModuleNotFoundError where the extra is not installed.
    """
    import ofdkit

    open_archive(data).close()
    try:
        with ofdkit.open(data) as document:
            pages = list(document.pages)
            if len(pages) > MAX_PAGES:
                raise SourceError(f"有 {len(pages)} 页，超过上限 {MAX_PAGES} 页，未导入；请拆分后再导入")
            sheets = [_sheet(number, page) for number, page in enumerate(pages, 1)]
            templates = [("template", run.text) for page in pages for run in page.runs if run.from_template]
    except ofdkit.OFDError as error:
        raise SourceError(f"OFD 文件已损坏或超出限制（{type(error).__name__}），未导入；请重新下载后再导入") from error
    if not any(sheet.rows for sheet in sheets):
        raise SourceError("没有文字层（由图片组成的 OFD），未导入；请先用 OCR 识别成文本")
    return read_sheets(sheets, (), templates)


def _sheet(number: int, page: Any) -> Sheet:
    glyphs = [glyph for run in page.runs if not run.from_template for glyph in _glyphs(run)]
    return Sheet(number, page.width * _MM, page.height * _MM, find_rows(glyphs))


def _glyphs(run: Any) -> Iterator[Glyph]:
    """The characters of a run, each given its share of the width: a figure or letter takes half of a Han character."""
    shares = [0.5 if char.isascii() else 1.0 for char in run.text]
    unit = run.width * _MM / (sum(shares) or 1)
    x = run.x * _MM
    for char, share in zip(run.text, shares, strict=True):
        yield Glyph(char, x, x + share * unit, run.y * _MM, run.size * _MM)
        x += share * unit
