"""Plain text: every line that is not empty a paragraph, but for what clearly is none.

Owns the cleaning of text files (data.md, faults 1, 5 and 6) and its account. Loses nothing: each character that is not
blank stands, in its order, in the blocks or in what was dropped. Sees no headings.
"""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from itertools import pairwise

from indexer.document import Block, Dropped, Reading
from indexer.errors import SourceError
from indexer.readers.copies import label_lines
from indexer.readers.decode import decode_bytes, encoding_doubts
from indexer.readers.furniture import ADVERT
from indexer.readers.wraps import Line, join_lines

_ESCAPED_BREAK = re.compile(r"\\r\\n|\\n|\\r")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]{2,8}\d{0,2});")
_LOST = re.compile(r"\?{2,}")
_PAGE_NUMBER = re.compile(
    r"[-—–－―─]{1,2}\s*\d{1,4}\s*[-—–－―─]{0,2}|第\s*\d{1,4}\s*页(?:\s*[,，/／]?\s*共\s*\d{1,4}\s*页)?"
)
_SENTENCE = re.compile("[，。；！？]")
_HANZI = re.compile("[\u3400-\u9fff]")
_PUBLISHER = re.compile(r"来源\s*[:：]\s*([^\s）)】?：:]{2,24})(?=[\s）)】?]|$)")
_PUBLISHED = re.compile(r"(?:时间|日期|发布)\s*[:：]?\s*(20\d\d)[-/.年](\d{1,2})[-/.月](\d{1,2})")
_PAGE_LINES = 8  # lines between two page numbers; on a page with a figure there are fewer
#: Reasons for which lines are left out of a text without ending a paragraph.
_PASSING = frozenset({"page number", "advert"})


def read_text(data: bytes) -> Reading:
    """A Reading of a text file in whatever encoding.

    Raises SourceError for bytes that are no text and for a text that is only the navigation of a site. 1 MB takes
    about 0.5 s.
    """
    decoded = decode_bytes(data)
    if decoded.noise:
        raise SourceError("内容不是可读的文字（像随机数据、加密内容或别种格式的文件），未导入；请检查文件是否完整")
    return read_plain(decoded.text, decoded.encoding, encoding_doubts(decoded, None))


#: How the first line of a text begins that ``baogao ocr`` made.
RECOGNISED = "〔OCR 识别稿"


def read_plain(text: str, encoding: str | None = None, doubts: tuple[str, ...] = ()) -> Reading:
    """A Reading of a text that is decoded already (a text file, a field of a JSON line); see :func:`read_text`."""
    restored, notes = restore_escapes(text)
    lines = _lines(restored)
    if not lines:
        raise SourceError("没有文字，未导入；请检查文件是否完整")
    if is_navigation([line.text for line in lines]):
        raise SourceError("只有网站的导航和栏目名，没有正文，未导入；请打开原网页，保存正文所在的页面")
    labels = _labels(lines)
    kept = _kept(lines, labels)
    if not kept:
        raise SourceError("除网站的导航、页脚外没有正文，未导入；请打开原网页，保存正文所在的页面")
    paragraphs = join_lines(kept)
    return Reading(
        blocks=tuple(Block(paragraph) for paragraph in paragraphs.texts),
        encoding=encoding,
        dropped=merge_dropped([(label, line.text) for line, label in zip(lines, labels, strict=True) if label]),
        doubts=(*doubts, *notes, *_recognised_doubt(labels), *copy_doubt(labels), *paragraphs.doubts),
        hints=line_hints([line.text for line, label in zip(lines, labels, strict=True) if label == "metadata"]),
    )


def restore_escapes(text: str) -> tuple[str, tuple[str, ...]]:
    r"""The text with what stands for a character turned into it, and what was done: literal ``\r\n``, ``&nbsp;``."""
    notes = []
    breaks = len(_ESCAPED_BREAK.findall(text))
    if r"\r\n" in text or breaks >= 3:
        text = _ESCAPED_BREAK.sub("\n", text)
        notes.append(rf"原文把换行写成了字符“\r\n”，已还原 {breaks} 处")
    entities = sum(_character(entity) != entity for entity in _ENTITY.findall(text))
    if entities:
        text = _ENTITY.sub(lambda match: _character(match[0]), text)
        notes.append(f"原文有 {entities} 处 HTML 实体（如 &nbsp;），已还原")
    lost = len(_LOST.findall(text))
    if lost:
        notes.append(f"原文有 {lost} 处连续问号，可能是转码时丢失的字符")
    return text, tuple(notes)


def _character(entity: str) -> str:
    """What an entity stands for; those of markup (&lt; &amp; …) stay, as a text may well speak of markup."""
    plain = html.unescape(entity)
    return entity if plain in "&<>\"'" else plain


def is_navigation(lines: Sequence[str]) -> bool:
    """Whether lines are the menus of a site and no text: many, and hardly a hanzi of them in a sentence."""
    hanzi = sum(len(_HANZI.findall(line)) for line in lines)
    in_sentences = sum(len(_HANZI.findall(line)) for line in lines if _SENTENCE.search(line) or len(line) > 60)
    return len(lines) >= 40 and in_sentences < 0.1 * hanzi


def merge_dropped(pieces: Sequence[tuple[str, str]]) -> tuple[Dropped, ...]:
    """Pieces (reason, text) as Dropped values, neighbours of one reason in one, a line each."""
    merged: list[tuple[str, list[str]]] = []
    for reason, text in pieces:
        if merged and merged[-1][0] == reason:
            merged[-1][1].append(text)
        else:
            merged.append((reason, [text]))
    return tuple(Dropped(reason, "\n".join(texts)) for reason, texts in merged)


def copy_doubt(labels: Sequence[str | None]) -> tuple[str, ...]:
    """The doubt that a second copy was left out, if one was."""
    copied = sum(label == "copy" for label in labels)
    return (f"正文在文件里出现了两遍，第二遍（{copied} 段）已略去",) if copied else ()


def line_hints(lines: Sequence[str]) -> dict[str, str]:
    """What furniture such as 来源：湖南日报 and 时间：2026-02-09 tells: ``publisher`` and ``date`` (ISO 8601)."""
    hints: dict[str, str] = {}
    for line in lines:
        publisher, published = _PUBLISHER.search(line), _PUBLISHED.search(line)
        if publisher:
            hints.setdefault("publisher", publisher[1])
        if published:
            hints.setdefault("date", f"{published[1]}-{int(published[2]):02}-{int(published[3]):02}")
    return hints


def _lines(text: str) -> tuple[Line, ...]:
    """The lines that are not empty, adverts on lines of their own."""
    lines: list[Line] = []
    apart = False
    for raw in text.splitlines():
        for piece in _split_advert(raw):
            stripped = piece.strip()
            if stripped:
                lines.append(Line(stripped, raw[0].isspace(), apart))
            apart = not stripped
    return tuple(lines)


def _split_advert(line: str) -> list[str]:
    match = ADVERT.search(line)
    if match is None:
        return [line]
    pieces = [line[: match.start()], match[0], *_split_advert(line[match.end() :])]
    return [piece for piece in pieces if piece.strip()]


def _labels(lines: Sequence[Line]) -> tuple[str | None, ...]:
    texts = [line.text for line in lines]
    numbers = _page_numbers(texts)
    labels = ["page number" if at in numbers else label for at, label in enumerate(label_lines(texts))]
    if texts[0].startswith(RECOGNISED):
        labels[0] = "recognised"
    return tuple(labels)


def _recognised_doubt(labels: Sequence[str | None]) -> tuple[str, ...]:
    """The doubt of a text that ``baogao ocr`` made."""
    return ("文字由 OCR 识别而来，引用前请与图片核对",) if "recognised" in labels else ()


def _page_numbers(texts: Sequence[str]) -> frozenset[int]:
    """The lines that are page numbers: marked as such, or bare numbers that rise from page to page.

    Bare numbers close to one another are the first column of a table.
    """
    marked = {at for at, text in enumerate(texts) if _PAGE_NUMBER.fullmatch(text)}
    bare = [(at, int(text)) for at, text in enumerate(texts) if len(text) <= 3 and text.isascii() and text.isdecimal()]
    steps = [(later - at, b - a) for (at, a), (later, b) in pairwise(bare)]
    rises = all(1 <= rise <= 3 for _, rise in steps)
    far = sum(lines >= _PAGE_LINES for lines, _ in steps) >= 0.7 * len(steps)
    return frozenset(marked | {at for at, _ in bare} if rises and far and len(bare) >= 3 else marked)


def _kept(lines: Sequence[Line], labels: Sequence[str | None]) -> tuple[Line, ...]:
    """The lines of the text; where others were left out before one, it begins a paragraph, but not at a page's end."""
    kept: list[Line] = []
    for at, line in enumerate(lines):
        before = labels[at - 1] if at else None
        if labels[at] is None:
            passing = before in _PASSING
            kept.append(
                Line(line.text, line.indented, line.apart and not passing, fixed=before is not None and not passing)
            )
    return tuple(kept)
