"""The paragraphs and tables of a story (the body, a note, a text box) in reading order, as pieces of text.

Owns what stands between paragraphs: content controls, text boxes, tables, paragraph marks that are deleted or hidden,
automatic numbers. The inside of a paragraph is in docx_runs.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from indexer.readers.docx_account import MARK_CLOSE, MARK_OPEN, Account
from indexer.readers.docx_numbering import Number, NumberSeries, find_list
from indexer.readers.docx_tables import Piece, iterate_cells, iterate_rows, lay_rows
from indexer.readers.docx_xml import COMPATIBILITY, DRAWING, MATH, W, choose_branch, has_text, is_on, text_of, value

if TYPE_CHECKING:
    from lxml import etree

    from indexer.readers.docx_numbering import NumberedList
    from indexer.readers.docx_runs import RunReader, RunText
    from indexer.readers.docx_styles import Styles

_CONTENTS_GALLERY = "table of contents"


class StoryReader:
    """Reads one story; ``pieces`` are what it found so far. Numbers count on through all stories of a document."""

    def __init__(
        self, styles: Styles, lists: dict[str, NumberedList], series: NumberSeries, runs: RunReader, account: Account
    ) -> None:
        self._styles, self._lists, self._series, self._runs, self._account = styles, lists, series, runs, account
        self.pieces: list[Piece] = []
        self._in_cell = False
        self._apart = False
        # Text before a paragraph mark that is deleted or hidden: it goes on in the next paragraph.
        self._open_text = ""
        self._open_number: Number | None = None

    def read(self, container: etree._Element, out: str | None = None) -> None:
        """Read all blocks of an element; with ``out`` they are left out for that reason."""
        self._walk(container, out)
        self._close()

    def _walk(self, container: etree._Element, out: str | None) -> None:
        for child in container:
            handle = _HANDLERS.get(child.tag) if isinstance(child.tag, str) else None
            if handle is not None:
                handle(self, child, out)
            elif isinstance(child.tag, str) and not child.tag.endswith("Pr"):
                self._walk(child, out)

    # -- paragraphs ---------------------------------------------------------------------------------------------

    def _paragraph(self, paragraph: etree._Element, out: str | None) -> None:
        properties = paragraph.find(W + "pPr")
        read = self._runs.read(paragraph, out)
        runs_on = self._mark_is_gone(properties)
        visible = bool(_bare(read.text).strip())
        if not out and (visible or not runs_on):
            number = self._number(properties)
            if not self._open_text:
                self._open_number = number
        self._open_text += read.text
        if not runs_on:
            self._close()
        self._read_boxes(read)

    def _number(self, properties: etree._Element | None) -> Number | None:
        place = find_list(properties, self._styles, self._lists)
        return self._series.advance(*place) if place else None

    def _mark_is_gone(self, properties: etree._Element | None) -> bool:
        """Whether the mark at the end of a paragraph is deleted, moved away or hidden: the next one goes on with it."""
        mark = properties.find(W + "rPr") if properties is not None else None
        if mark is not None and any(mark.find(W + name) is not None for name in ("del", "moveFrom")):
            return True
        return self._styles.hides(mark, value(properties, "pStyle"))

    def _close(self) -> None:
        """End the paragraph: its lines become pieces, the first that is not empty with the number."""
        text, number = self._open_text, self._open_number
        self._open_text, self._open_number = "", None
        for line in text.split("\n"):
            if not _bare(line).strip():
                self._apart = True
                continue
            numbered, number = number, None
            shown = numbered.before(line) if numbered else line
            indented = _bare(line)[0].isspace()
            self._add(Piece(shown.strip(), numbered=numbered is not None, indented=indented, apart=self._apart))
        if number is not None and self._in_cell:
            self._add(Piece(number.text, numbered=True))  # a column 序号 that the word processor counts
        elif number is not None:
            self._account.drop("number without text", number.text)

    def _add(self, piece: Piece) -> None:
        self.pieces.append(piece)
        self._apart = False

    def _read_boxes(self, read: RunText) -> None:
        for box, reason in read.boxes:
            self._close()
            if box.tag == W + "txbxContent":
                self.read(box, reason)
                continue
            words = text_of(box) if box.tag == DRAWING + "p" else box.get("string") or ""
            if reason:
                self._account.drop(reason, words)
            elif words.strip():
                self._add(Piece(words.strip()))

    # -- what stands around paragraphs --------------------------------------------------------------------------

    def _table(self, table: etree._Element, out: str | None) -> None:
        self._close()
        rows = []
        for row, row_reason in iterate_rows(table):
            self._account.seen["deleted"] += row_reason == "deleted" and out is None
            cells = [self._cell(cell, out or row_reason or why) for cell, why in iterate_cells(row)]
            rows.append(cells)
        for piece in lay_rows(rows):
            self._add(piece)

    def _cell(self, cell: etree._Element, out: str | None) -> list[Piece]:
        """The pieces of one cell, kept apart from those around it."""
        outside, self.pieces, in_cell, self._in_cell = self.pieces, [], self._in_cell, True
        self._apart = False
        self.read(cell, out)
        inside, self.pieces, self._in_cell = self.pieces, outside, in_cell
        return inside

    def _control(self, control: etree._Element, out: str | None) -> None:
        properties = control.find(W + "sdtPr")
        gallery = value(properties.find(f"{W}docPartObj"), "docPartGallery") if properties is not None else None
        if (gallery or "").lower() == _CONTENTS_GALLERY:
            out = out or "contents"
        if is_on(properties, "showingPlcHdr"):
            out = out or "placeholder"
        self._walk(control, out)

    def _branches(self, element: etree._Element, out: str | None) -> None:
        chosen, others = choose_branch(element)
        for other in others:
            self._account.drop("alternate", text_of(other))
        if chosen is not None:
            self._walk(chosen, out)

    def _deleted(self, element: etree._Element, out: str | None) -> None:
        self._account.seen["deleted"] += out is None and has_text(element)
        self._walk(element, out or "deleted")

    def _inserted(self, element: etree._Element, out: str | None) -> None:
        self._account.seen["inserted"] += out is None and has_text(element)
        self._walk(element, out)

    def _chunk(self, _: etree._Element, out: str | None) -> None:
        self._account.seen["chunk"] += out is None


def _bare(text: str) -> str:
    return text.replace(MARK_OPEN, "").replace(MARK_CLOSE, "")


_HANDLERS: dict[str, Callable[[StoryReader, etree._Element, str | None], None]] = {
    # A formula may stand between paragraphs; runs may not, but files are as they are.
    **dict.fromkeys((W + "p", W + "r", W + "hyperlink", MATH + "oMath", MATH + "oMathPara"), StoryReader._paragraph),
    W + "tbl": StoryReader._table,
    W + "sdt": StoryReader._control,
    COMPATIBILITY + "AlternateContent": StoryReader._branches,
    **dict.fromkeys((W + "del", W + "moveFrom"), StoryReader._deleted),
    **dict.fromkeys((W + "ins", W + "moveTo"), StoryReader._inserted),
    **dict.fromkeys((W + "altChunk", W + "subDoc"), StoryReader._chunk),
}
