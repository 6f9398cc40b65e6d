"""Text from scanned PDF pages by optical recognition (extra ``ocr``): for people who have nothing but pictures.

Owns the order of the recognised lines and the line that marks a text as recognised. Such a text is never a verified
quotation: the text reader turns the mark into a doubt.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from indexer.errors import SourceError
from indexer.readers.pdf_pages import MAX_PAGES
from indexer.readers.text import RECOGNISED

#: Dots a point at which pages are drawn: 2 is 144 to the inch, enough for print of ordinary size.
_SCALE = 2


def recognise(data: bytes, name: str) -> Iterator[str]:
    """The mark, then the text of each page of a PDF, a line of print a line; some seconds a page.

    Raises SourceError for a file that is no PDF or has more than MAX_PAGES pages, and where the extra is missing.
    """
    try:
        import pypdfium2
        from rapidocr import RapidOCR
    except ModuleNotFoundError as error:
        raise SourceError(f"没有安装识别部件（{error.name}）；请运行 pip install 'baogao[ocr]'") from error
    try:
        pages = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise SourceError(f"{name}：不是 PDF，或文件已损坏，无法识别") from error
    if len(pages) > MAX_PAGES:
        raise SourceError(f"{name}：有 {len(pages)} 页，超过上限 {MAX_PAGES} 页，未识别；请拆分")
    engine = RapidOCR()
    yield f"{RECOGNISED}，原件 {name}〕"
    for page in pages:
        yield "\n".join(_lines(engine(page.render(scale=_SCALE).to_numpy())))


def _lines(result: Any) -> Iterator[str]:
    """The recognised pieces from top to bottom, those of one height from left to right in one line."""
    if result.boxes is None:
        return
    pieces = sorted((float(box[:, 1].mean()), float(box[:, 0].min()), float(box[:, 1].max() - box[:, 1].min()), text)
                    for box, text in zip(result.boxes, result.txts, strict=True))  # fmt: skip
    row: list[tuple[float, float, float, str]] = []
    for piece in pieces:
        if row and piece[0] - row[0][0] > row[0][2] / 2:
            yield " ".join(text for _, _, _, text in sorted(row, key=lambda one: one[1]))
            row = []
        row.append(piece)
    yield " ".join(text for _, _, _, text in sorted(row, key=lambda one: one[1]))
