"""Word documents (.docx, .docm, .dotx): what a reader of the page sees, and an account of the rest.

Owns the order of the steps: open within bounds (package, docx_package), read styles and lists, walk through the body
(docx_story, docx_runs, docx_tables), then the notes, and make blocks (docx_blocks). Headers, footers and comments are
left out and told.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from indexer.document import Block, Reading
from indexer.errors import SourceError
from indexer.readers.docx_account import Account
from indexer.readers.docx_blocks import make_block, make_body
from indexer.readers.docx_notes import NoteMarks
from indexer.readers.docx_numbering import NumberSeries, read_lists
from indexer.readers.docx_package import WordFile, open_word_file
from indexer.readers.docx_runs import RunReader, fields_balance
from indexer.readers.docx_story import StoryReader
from indexer.readers.docx_styles import read_styles
from indexer.readers.docx_tables import Piece
from indexer.readers.docx_xml import W, text_of
from indexer.readers.text import merge_dropped

if TYPE_CHECKING:
    from lxml import etree


def read_docx(data: bytes) -> Reading:
    """A Reading of a Word document, with the automatic numbers as Word shows them.

    Tracked insertions are in, deletions out, and that is told; notes follow the body as blocks of kind ``note``. Raises
    SourceError for a file that is damaged, beyond the bounds of package.py, has a DOCTYPE or no text. A report of
    20,000 characters takes about 30 ms.
    """
    file = open_word_file(data)
    reader = _Reader(file)
    body = make_body(reader.read_story(file.body))
    notes = reader.read_notes()
    if not body.blocks and not notes:
        images = "，只有图片（可能是扫描件，请先用 OCR 识别成文本）" if reader.account.seen["image"] else ""
        raise SourceError(f"文档里没有正文文字{images}，未导入；请检查文件是否完整")
    reader.account_for_rest()
    doubts = (*file.doubts, *reader.account.doubts(reader.series.unknown), *body.doubts)
    dropped = merge_dropped([*body.dropped, *reader.account.dropped])
    return Reading((*body.blocks, *notes), dropped=dropped, doubts=doubts, hints={**body.hints, **file.hints})


class _Reader:
    """What the stories of one document share: styles, lists, note numbers and the account."""

    def __init__(self, file: WordFile) -> None:
        self.file = file
        self.account = Account()
        self.styles = read_styles(file.styles)
        self.lists = read_lists(file.numbering, self.styles)
        self.series = NumberSeries(self.lists)
        self.marks = NoteMarks({"footnote": file.footnotes, "endnote": file.endnotes}, file.settings, file.body)

    def read_story(self, root: etree._Element) -> tuple[Piece, ...]:
        """The pieces of the body or of a note."""
        balanced = fields_balance(root)
        self.account.seen["broken field"] += not balanced
        runs = RunReader(self.styles, self.marks, self.account, with_fields=balanced)
        story = StoryReader(self.styles, self.lists, self.series, runs, self.account)
        story.read(root)
        return tuple(story.pieces)

    def read_notes(self) -> tuple[Block, ...]:
        """The notes that the text refers to, a block each, with their marks before them."""
        blocks = []
        for mark, note in self.marks.referred():
            text = "\n".join(piece.text for piece in self.read_story(note))
            if text.strip():
                blocks.append(make_block(Piece(mark + text, "note")))
        return tuple(blocks)

    def account_for_rest(self) -> None:
        """Tell what has text and is left out: headers, footers, comments, notes to which nothing refers."""
        for reason, roots in (
            ("header", self.file.headers),
            ("footer", self.file.footers),
            ("comment", self.file.comments),
            ("unreferenced note", tuple(self.marks.unreferred())),
        ):
            lines = dict.fromkeys(line for root in roots for line in _lines(root))
            self.account.drop(reason, "\n".join(lines))


def _lines(root: etree._Element) -> list[str]:
    """The texts of the paragraphs below an element, those in text boxes with the paragraph around them."""
    outer = [paragraph for paragraph in root.iter(W + "p") if next(paragraph.iterancestors(W + "p"), None) is None]
    return [text for paragraph in outer if (text := text_of(paragraph).strip())]
