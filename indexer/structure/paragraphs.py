"""From the blocks of a reading to the paragraphs of a document: the canonical text and what stands where in it.

Owns the parting of blocks at their line breaks and the joining of paragraphs; lines that were wrapped at a width are
joined by the readers. Knows nothing of headings beyond how a line begins, and nothing of parts.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import pairwise

from indexer.document import Block, PassageKind, Span
from indexer.signs import visible

#: Ends of a sentence, with the closing marks that may follow one.
FINISHED = re.compile(r"[。！？!?；;：:…][”’」』）)】\]》]*$")
#: Beginnings that no continued line has: numbers of headings and notes, addresses, dashes of a list.
BEGINNING = re.compile(
    r"(?:第?[一二三四五六七八九十百]{1,4}[、．.]|第[一二三四五六七八九十百]{1,4}[章节条]|[（(][一二三四五六七八九十]{1,3}[）)]"
    r"|\d{1,3}[.．、](?!\d)|[\[［【〔]\d{1,3}[\]］】〕]|各位|同志们|——|附件)"
)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A stretch of the canonical text that will be one passage; ``text`` is exactly what stands from ``start`` on."""

    start: int
    text: str
    kind: PassageKind = "paragraph"
    page: int | None = None
    page_label: str | None = None
    note_marks: tuple[Span, ...] = ()

    @property
    def end(self) -> int:
        """The offset after the last character."""
        return self.start + len(self.text)

    @property
    def span(self) -> Span:
        """Where it stands in the canonical text."""
        return Span(self.start, self.end)


def lay_out(blocks: tuple[Block, ...]) -> tuple[str, tuple[Paragraph, ...]]:
    """The canonical text (the blocks with a line break between) and its paragraphs, in order.

    A paragraph never begins or ends with a blank; blanks and empty blocks stay in the text, between paragraphs.
    """
    text = "\n".join(block.text for block in blocks)
    found: list[Paragraph] = []
    offset = 0
    for block in blocks:
        found.extend(_parted(block, offset))
        offset += len(block.text) + 1
    return text, tuple(found)


def join(text: str, first: Paragraph, last: Paragraph) -> Paragraph:
    """One paragraph from the beginning of ``first`` to the end of ``last``, with what stands between them."""
    shift = last.start - first.start
    marks = tuple(Span(mark.start + shift, mark.end + shift) for mark in last.note_marks)
    return replace(first, text=text[first.start : last.end], note_marks=first.note_marks + marks)


def _parted(block: Block, offset: int) -> list[Paragraph]:
    """The paragraphs of a block: parted at a line break unless the line before it plainly runs on."""
    bounds = [0]
    if block.kind == "paragraph" and "\n" in block.text:
        at = 0
        for line, following in pairwise(block.text.split("\n")):
            at += len(line) + 1
            if not _runs_on(line.strip(), following.strip()):
                bounds.append(at)
    ends = [start - 1 for start in bounds[1:]] + [len(block.text)]
    pieces = [_trimmed(block, start, end, offset) for start, end in zip(bounds, ends, strict=True)]
    return [piece for piece in pieces if visible(piece.text).strip()]


def _runs_on(line: str, following: str) -> bool:
    if BEGINNING.match(following) or FINISHED.search(line):
        return False
    return line.endswith(("，", "、")) or (len(line) >= 12 and not BEGINNING.match(line))


def _trimmed(block: Block, start: int, end: int, offset: int) -> Paragraph:
    piece = block.text[start:end]
    start += len(piece) - len(piece.lstrip())
    end = start + len(piece.strip())
    marks = tuple(Span(m.start - start, m.end - start) for m in block.note_marks if start <= m.start and m.end <= end)
    return Paragraph(offset + start, block.text[start:end], block.kind, block.page, block.page_label, marks)
