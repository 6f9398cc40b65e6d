"""The entries of a glossary (名词解释), in the ten layouts of reference/data.md, fault 2.

Owns what an entry looks like, where one ends and the next begins, and where a glossary ends; the terms of a label are
read in terms.py. Knows nothing of headings.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from indexer.structure.paragraphs import Paragraph

Numbering = Literal["dot", "square", "paren", "circle", "row", "none"]

_NUMBERS: tuple[tuple[Numbering, re.Pattern[str]], ...] = (
    ("square", re.compile(r"[\[［【〔]\s*([\d０-９]{1,3})\s*[\]］】〕]\s*[.．、:：]?\s*")),
    ("dot", re.compile(r"([\d０-９]{1,3})\s*[.．、]\s*")),
    ("paren", re.compile(r"[（(]\s*([\d０-９]{1,3})\s*[）)]\s*[.．、]?\s*")),
    ("circle", re.compile(r"([①-⑳])\s*")),
)
_HEAD_ROW = re.compile(r"(?:序号|名词|术语|解释|释义|名称|注释|内容|词条|说明|\s|\||｜)+")
_LONGEST_LABEL = 60
_COLON = re.compile(r"[：:]")
_PAIRED = re.compile(r"“[^”]*”|《[^》]*》|（[^）]*）|\([^)]*\)|\"[^\"]*\"")
# 清苑 2020: 1.[“1+5”专项整治]即违建别墅…, and “…”是指… without a colon.
_NO_COLON = re.compile(
    r"(\[[^\]]{2,40}\]|［[^］]{2,40}］|【[^】]{2,40}】)\s*(?=\S)"
    r"|([“\"][^”\"]{2,40}[”\"][^，。；]{0,12}?)[。，]?(?=是指|系指|指的是|指|即)"
)
_PAGE_REFERENCE = re.compile(r"\s*[（(]见?第[\d、，,\s]+页[）)][。；]?$")
_STOP = re.compile(r"[。；;！？]")
#: Lines of a page's frame that have the form of an entry.
FRAME = re.compile(
    r"[（(\[【]?(?:来源|稿源|责任编辑|责编|编辑|作者|上一[篇页]|下一[篇页]|版权|主办|承办|联系|电话|地址|网站|备案|分享|相关"
    r"|打印|关闭|扫一扫|信息来源|审核|校对|您|.{0,2}ICP)"
)
_CONTINUES = re.compile(r"[①-⑳]|[（(]\d+[）)]|——|[一二三四五六七八九十]是|第[一二三四五六七八九十]|“|其中")


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry: ``label`` is None for a remark that defines no term (2017年全区财政总收入为…)."""

    first: int
    last: int
    label: str | None
    definition: str
    ordinal: int | None = None


@dataclass(frozen=True, slots=True)
class Glossary:
    """The entries of one glossary and the index after its last paragraph."""

    entries: tuple[Entry, ...]
    end: int


def read_glossary(paragraphs: Sequence[Paragraph], start: int, end: int) -> Glossary:
    """The glossary whose first entry stands at or after ``start`` and that ends at ``end`` at the latest.

    ``entries`` is empty if no entry stands there.
    """
    first = next((i for i in range(start, min(end, start + 3)) if _begins(paragraphs[i]) is not None), None)
    if first is None:
        return Glossary((), start)
    numbering = _begins(paragraphs[first])
    heads = _unnumbered(paragraphs, first, end) if numbering == "none" else _numbered(paragraphs, first, end, numbering)
    bounds = [*heads[1:], _last(paragraphs, heads[-1], end)]
    entries = tuple(_entry(paragraphs, head, after) for head, after in zip(heads, bounds, strict=True))
    return Glossary(entries, bounds[-1])


def read_entry(text: str) -> tuple[int | None, str | None, str]:
    """Number, label and definition of an entry's text: the label is None without one, the number without one.

    （见第3页）, which refers to the printed report, is no part of the definition.
    """
    style, ordinal, begin = _number(text)
    body = text[begin:] if style != "none" else text
    label, definition = _divide(body)
    return ordinal, label, _PAGE_REFERENCE.sub("", definition)


def cells(text: str) -> list[str]:
    """The cells of a table row, as readers join them."""
    return [cell.strip() for cell in re.split(r"\t+|\s\|\s|｜", text) if cell.strip()]


def _begins(paragraph: Paragraph) -> Numbering | None:
    """The numbering of the entry that a paragraph begins, None if it begins none."""
    if paragraph.kind == "row":
        return "row" if len(cells(paragraph.text)) >= 2 else None
    style, _, begin = _number(paragraph.text)
    if style != "none":
        return style if begin < len(paragraph.text) else None
    return "none" if _divide(paragraph.text)[0] and not FRAME.match(paragraph.text) else None


def _number(text: str) -> tuple[Numbering, int | None, int]:
    for style, pattern in _NUMBERS:
        match = pattern.match(text)
        if match:
            ordinal = ord(match[1]) - ord("①") + 1 if style == "circle" else int(match[1])
            return style, ordinal, match.end()
    return "none", None, 0


def _divide(text: str) -> tuple[str | None, str]:
    """Label and definition: at the first colon outside quotes, brackets and book titles, before any full stop."""
    bare = _PAIRED.sub(lambda paired: "“" * len(paired[0]), text[:300])
    colon = _COLON.search(bare)
    stop = _STOP.search(bare)
    if colon and 0 < colon.start() <= _LONGEST_LABEL and not (stop and stop.start() < colon.start()):
        return text[: colon.start()].strip(), text[colon.end() :].strip()
    plain = _NO_COLON.match(text)
    if plain:
        return (plain[1] or plain[2]).strip(), text[plain.end() :].strip()
    return None, text


def _numbered(paragraphs: Sequence[Paragraph], first: int, end: int, numbering: Numbering | None) -> list[int]:
    """The first paragraphs of the entries: numbers rise, may repeat (罗湖 2024: 1, 2, 3, 3) or leave some out."""
    if numbering == "row":
        rows = [index for index in range(first, end) if _begins(paragraphs[index]) == "row"]
        return [index for index in rows if not _HEAD_ROW.fullmatch(paragraphs[index].text)] or rows
    heads: list[int] = []
    before = 0
    for index in range(first, end):
        style, ordinal, begin = _number(paragraphs[index].text)
        if style != numbering or ordinal is None or begin >= len(paragraphs[index].text):
            continue
        if before and ordinal == 1 and before > 1:
            break  # a list begins anew
        if before <= ordinal <= before + 5 or not heads:
            heads.append(index)
            before = ordinal
    return heads


def _unnumbered(paragraphs: Sequence[Paragraph], first: int, end: int) -> list[int]:
    """The first paragraphs of entries without numbers: label, colon, words; two paragraphs of another kind end them."""
    heads = [first]
    for index in range(first + 1, end):
        if _begins(paragraphs[index]) == "none" and _divide(paragraphs[index].text)[1]:
            heads.append(index)
        elif index - heads[-1] >= 2 or FRAME.match(paragraphs[index].text):
            break
    return heads


def _last(paragraphs: Sequence[Paragraph], head: int, end: int) -> int:
    """The index after the last entry: with its definition, if that stands below, and what plainly goes on with it."""
    after = head + 1
    if after < end and paragraphs[head].text.rstrip()[-1] in "：:" and not FRAME.match(paragraphs[after].text):
        after += 1
    while after < end and _CONTINUES.match(paragraphs[after].text):
        after += 1
    return after


def _entry(paragraphs: Sequence[Paragraph], head: int, after: int) -> Entry:
    text = paragraphs[head].text
    more = [paragraph.text for paragraph in paragraphs[head + 1 : after]]
    if paragraphs[head].kind == "row":
        return _row_entry(text, head, after)
    ordinal, label, definition = read_entry(text)
    return Entry(head, after - 1, label, "\n".join([definition, *more]).strip(), ordinal)


def _row_entry(text: str, head: int, after: int) -> Entry:
    found = cells(text)
    ordinal = int(found[0]) if re.fullmatch(r"\d{1,3}", found[0]) and len(found) > 2 else None
    named = found[1:] if ordinal is not None else found
    return Entry(head, after - 1, named[0], "\n".join(named[1:]), ordinal)
