"""From the pieces of a .docx to blocks: cleaned and joined as the lines of a text file are, with their note marks.

Owns what of a Word file is page furniture (data.md, faults 1 and 5): texts pasted from a site or wrapped by hand keep
their navigation, their page numbers and their line ends. Knows no XML.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from indexer.document import Block, Span
from indexer.readers.copies import label_lines
from indexer.readers.docx_account import MARK_CLOSE, MARK_OPEN
from indexer.readers.docx_tables import Piece
from indexer.readers.text import copy_doubt, line_hints
from indexer.readers.wraps import Line, join_lines

_MARKS = re.compile(f"([{MARK_OPEN}{MARK_CLOSE}])")
_PAGE_NUMBER = re.compile(
    r"[-—–－―─]{1,2}\s*\d{1,4}\s*[-—–－―─]{0,2}|第\s*\d{1,4}\s*页(?:\s*[,，/／]?\s*共\s*\d{1,4}\s*页)?"
)
#: Reasons for which lines are left out of a text without ending a paragraph.
_PASSING = frozenset({"page number", "advert"})


@dataclass(frozen=True, slots=True)
class Body:
    """The blocks of the body, what was furniture (reason, text), what is doubtful, and what the furniture tells."""

    blocks: tuple[Block, ...]
    dropped: tuple[tuple[str, str], ...]
    doubts: tuple[str, ...]
    hints: dict[str, str]


def make_body(pieces: Sequence[Piece]) -> Body:
    """The blocks of the body: furniture left out, lines of one paragraph joined where that is clear.

    A paragraph with an automatic number, a row and a note are what they are: never furniture, never joined to another.
    """
    texts = [_MARKS.sub("", piece.text) for piece in pieces]
    labels = [_label(piece, text, label) for piece, text, label in zip(pieces, texts, label_lines(texts), strict=True)]
    kept = [at for at, label in enumerate(labels) if label is None]
    paragraphs = join_lines([_line(pieces, texts, labels, at) for at in kept])
    blocks = tuple(
        _block(text, [pieces[kept[at]] for at in group])
        for text, group in zip(paragraphs.texts, paragraphs.groups, strict=True)
    )
    left = [(label, text) for label, text in zip(labels, texts, strict=True) if label]
    return Body(
        blocks=blocks,
        dropped=tuple(left),
        doubts=(*copy_doubt(labels), *paragraphs.doubts),
        hints=line_hints([text for label, text in left if label == "metadata"]),
    )


def make_block(piece: Piece) -> Block:
    """A piece as a block, by itself."""
    return _block(_MARKS.sub("", piece.text), [piece])


def _label(piece: Piece, text: str, label: str | None) -> str | None:
    if piece.kind != "paragraph" or piece.numbered:
        return None
    return "page number" if _PAGE_NUMBER.fullmatch(text) else label


def _line(pieces: Sequence[Piece], texts: Sequence[str], labels: Sequence[str | None], at: int) -> Line:
    """A piece as a line; nothing is joined to it from before if it, or what stands before it, is no plain line."""
    piece, before = pieces[at], pieces[at - 1] if at else None
    left_out = labels[at - 1] if at else None
    passing = left_out in _PASSING
    fixed = piece.kind != "paragraph" or piece.numbered or (left_out is not None and not passing)
    if before is not None and before.kind != "paragraph":
        fixed = True
    return Line(texts[at], piece.indented, piece.apart and not passing, fixed)


def _block(text: str, parts: Sequence[Piece]) -> Block:
    """The block of the parts whose texts, put together, are ``text``; their note marks at their places in it."""
    marks: list[Span] = []
    at = 0
    for part in parts:
        plain, spans = _take_marks(part.text)
        at = text.index(plain, at)
        marks += [Span(at + span.start, at + span.end) for span in spans]
        at += len(plain)
    return Block(text, parts[0].kind, note_marks=tuple(marks))


def _take_marks(text: str) -> tuple[str, tuple[Span, ...]]:
    """The text without the signs around note marks, and where the marks are."""
    plain, begin = "", 0
    spans: list[Span] = []
    for part in _MARKS.split(text):
        if part == MARK_OPEN:
            begin = len(plain)
        elif part == MARK_CLOSE:
            spans.append(Span(begin, len(plain)))
        else:
            plain += part
    return plain, tuple(span for span in spans if span.start < span.end)
