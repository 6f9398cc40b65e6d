"""How a heading looks by itself: its number, its level, and how far it reaches into its paragraph.

Owns the forms of numbering and of headings without a number; whether a candidate is a heading is decided by its
neighbours, in outline.py.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

Style = Literal["part", "chapter", "chapter-section", "topic", "han", "article", "sub", "bracket", "arabic", "lead"]

#: The styles from the outermost to the innermost with their least level: 1 for 一、 2 for （一） 3 for 1. Without a
#: number are a ``topic`` (2023年工作回顾), a ``sub`` (a short line above （一）) and a ``lead`` (any other short line).
LEVELS: dict[Style, int] = {
    "part": 1,
    "chapter": 1,
    "chapter-section": 2,
    "topic": 1,
    "han": 1,
    "article": 3,
    "sub": 1,
    "bracket": 2,
    "arabic": 3,
    "lead": 1,
}

_HAN = "[一二三四五六七八九十百零〇]{1,4}"
_NUMBERS: tuple[tuple[Style, re.Pattern[str]], ...] = (
    ("part", re.compile(rf"第({_HAN})(?:部分|篇|编)[：:、\s]*")),
    ("chapter", re.compile(rf"第({_HAN})章[：:、\s]*")),
    ("chapter-section", re.compile(rf"第({_HAN})节[：:、\s]*")),
    ("article", re.compile(rf"第({_HAN})条(?!款|第|规定|所|和|、|至|的|或|中)[：:\s]*")),
    ("han", re.compile(rf"({_HAN})\s*[、．.]\s*")),
    ("bracket", re.compile(rf"[（(]\s*({_HAN})\s*[）)]\s*、?")),
    ("arabic", re.compile(r"(\d{1,3})\s*(?:[．、]|[.](?!\d))\s*")),
)
_DIGITS = {char: value for value, char in enumerate("〇一二三四五六七八九")} | {"零": 0}

#: A first sentence longer than this is a sentence and no heading; so is a line of its own longer than that.
LONGEST, LONGEST_LINE = 64, 110
_STOP = re.compile(r"[。！!？?]")
_COLON = re.compile(r"[：:]")
_GAP = re.compile(r"(?<=[㐀-鿿”])[ 　]+(?=[㐀-鿿“])")
# Not between quotes: 一、坚持“稳中求进。”… does not occur, but a heading that quotes a slogan with ！ does.
_QUOTED = re.compile(r"“[^”]{0,40}”|《[^》]{0,60}》")

_PLAIN = re.compile(r"[^。！？；!?;]*[^。！？；!?;：:，,、）)\]]")
# 表1 is a caption; a line that ends in 也 or 的 goes on in the next.
_LEAD = re.compile(r"(?=.{6})(?![表图]\s?\d)[一-鿿“](?:[^：:]{3,}[：:])?[^：:]*(?<![也是的为和与在对及等将了使让把被])")
_TOPIC = re.compile(
    r"(?:[一二三四五六七八九〇○０-９\d]{4}年|过去|今后|未来|首先|“[^”]{2,6}”(?:时期)?|[^，。]{0,8}：).*"
    r"(?:回顾|工作|任务|安排|建议|目标|思路|部署|要求|形势|重点|计划|规划|主要成绩|总结|成就|打算)"
    r"|(?:[^，。：]{0,8}：)?(?:加强|全面|持续|持之以恒|切实|大力|进一步|不断)*(?:加强|推进|改进)?政府(?:系统)?自身(?:改革)?建设|关于.{2,12}(?:工作|建设)"
)
#: The speaker turns to the house; never a heading.
ADDRESS = re.compile(r"(?:各位(?:代表|委员|领导)|同志们|代表们)[，,！!：:、。同]")


@dataclass(frozen=True, slots=True)
class Heading:
    """A paragraph that may be a heading: ``length`` characters of it are, without the full stop.

    ``ordinal`` is 0 without a number. ``alone`` if nothing else stands in the paragraph. ``listed`` if it ends as the
    items of a running list do.
    """

    index: int
    style: Style
    ordinal: int
    length: int
    alone: bool
    listed: bool = False


def read_heading(index: int, text: str) -> Heading | None:
    """The numbered heading that paragraph ``index`` may be or begin with; None if it has no number in front."""
    for style, pattern in _NUMBERS:
        match = pattern.match(text)
        if match and match.end() < len(text):
            ordinal = int(match[1]) if style == "arabic" else han_number(match[1])
            if style == "article":
                return Heading(index, style, ordinal, len(match[0].rstrip()), alone=False)
            length = _length(text, match.end())
            alone = len(text.rstrip("。：:！!")) <= length
            most = LONGEST_LINE if length == len(text) else LONGEST
            listed = text[-1] in "；;" or (alone and text[-1] in "，,、") or not match.end() < length <= most
            return Heading(index, style, ordinal, length, alone, listed)
    return None


def read_plain_heading(index: int, text: str, before: str, after: str) -> Heading | None:
    """The heading without number that paragraph ``index`` may be: a short line of its own between full paragraphs.

    ``before`` and ``after`` are its neighbours. 岳阳 2024 has 2023年工作回顾, 遂宁 2024 一年来，我们坚持扩内需….
    """
    if not 4 <= len(text) <= 36 or "\n" in text or not _PLAIN.fullmatch(text) or ADDRESS.match(text):
        return None
    if is_topic(text):
        return Heading(index, "topic", 0, len(text), alone=True)
    above = read_heading(index - 1, before)
    ended = re.search(r"[。！？!?][”’）)]?$", before) or is_topic(before) or (above is not None and above.alone)
    follows = re.match(r"[\w“《]", after) and (len(after) > 40 or read_heading(index + 1, after))
    return Heading(index, "lead", 0, len(text), alone=True) if ended and follows and _LEAD.fullmatch(text) else None


def is_topic(text: str) -> bool:
    """Whether a line reads as the title of a main part: 2023年工作回顾, 今后五年的主要任务, 加强政府自身建设."""
    return bool(_TOPIC.fullmatch(text))


def han_number(text: str) -> int:
    """The value of a Chinese numeral from 一 to 九百九十九: 二十一 is 21.

    >>> han_number("二十一"), han_number("十"), han_number("一百零三")
    (21, 10, 103)
    """
    total = digit = 0
    for char in text:
        if char in "十百":
            total += (digit or 1) * (10 if char == "十" else 100)
            digit = 0
        else:
            digit = _DIGITS[char]
    return total + digit


def _length(text: str, begin: int) -> int:
    """Where the heading ends: before the first full stop, or at a colon (1、经济指标：全年…) or a blank close by."""
    blank = _QUOTED.sub(lambda quoted: "“" * len(quoted[0]), text[: begin + 2 * LONGEST_LINE])
    stop = _STOP.search(blank, begin)
    end = stop.start() if stop else len(text)
    colon = _COLON.search(blank, begin, end)
    if colon and colon.start() - begin <= 20 and (end - begin > 40 or not text[colon.end() :].strip()):
        return colon.start()
    gap = _GAP.search(blank, begin + 8, begin + LONGEST) if end - begin > 40 else None
    return gap.start() if gap else end
