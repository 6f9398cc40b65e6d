"""The opening of a document: the title block.

Owns where it ends and which of its lines are one; reads no facts out of it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from indexer.structure.headings import ADDRESS, read_heading, read_plain_heading
from indexer.structure.paragraphs import Paragraph, join

#: No report has a longer title block; what is longer is the furniture of a page.
_FURTHEST = 80
_SPEECH = re.compile(r"现将.{0,20}报告|(?:现在|我)[，,]?(?:我)?(?:代表|受.{0,20}委托|向大会)|我受|根据.{0,30}我代表")
_ADDRESSEE = re.compile(r"各.{2,60}[：:]$")
_FURNITURE = re.compile(
    r"(?:内容)?(?:摘要|提要|导读|概述)|.*(?:摄影?|供图)[）)。]?$|.*(?:来源|字体|字号|浏览|打印|发布时间|时间)[：:]"
)
#: The end of a title: 国务院办公厅关于2019年 and 部分节假日安排的通知 are one line.
_NAMED = re.compile(
    r"(?:通知|意见|决定|决议|批复|函|办法|方案|公告|公报|通报|请示|报告|令|规划|纲要|条例|规定)(?:[（(].{1,12}[）)])?$"
)
_SALUTE = re.compile(r"各位(?:代表|委员)[^。]{0,12}[：:]")

_YEAR = r"(?:\d{4}|[一二][一二三四五六七八九〇○零0-9]{3})年"
_MEETING_BEGINS = re.compile(rf"[—―－\-（(\s]*{_YEAR}.{{0,40}}在|[—―]{{1,2}}在|在")
_MEETING_ENDS = re.compile(r".{0,60}(?:会议|大会|全会)上?的?(?:政府工作报告)?[）)]?$")
_SESSION = re.compile(r"第?[一二三四五六七八九十\d]+(?:届|次).{0,12}(?:会议|大会)")


def find_body(paragraphs: Sequence[Paragraph]) -> int:
    """The index of the first paragraph after the title block; 0 if there is none.

    The body begins with the address (各位代表), with the sentence by which the speaker takes the floor, with the
    first heading, with the bodies that a notice is sent to, or with the first full paragraph: unless the address stands
    close below, for then the paragraph is a caption or an abstract that the page set before the title.
    """
    begin = _begin(paragraphs)
    for index in range(begin, min(begin + 7, len(paragraphs))):
        if _SALUTE.fullmatch(paragraphs[index].text):
            return index
    return begin


def _begin(paragraphs: Sequence[Paragraph]) -> int:
    for index, paragraph in enumerate(paragraphs[:_FURTHEST]):
        text = paragraph.text
        after = paragraphs[index + 1].text if index + 1 < len(paragraphs) else ""
        if paragraph.kind == "title":
            continue
        if paragraph.kind in ("row", "note") or ADDRESS.match(text) or _SPEECH.match(text) or _ADDRESSEE.match(text):
            return index
        if read_heading(index, text) or _is_topic(index, text, after) or _is_full(text):
            return index
    return 0


def _is_topic(index: int, text: str, after: str) -> bool:
    """A heading without number, such as 2023年工作回顾; 2024年政府工作报告 is the title."""
    heading = read_plain_heading(index, text, "", after)
    return heading is not None and heading.style == "topic" and "报告" not in text and len(after) > 40


def _is_full(text: str) -> bool:
    if _FURNITURE.match(text) or text[0] in "（(—":
        return False
    return (len(text) > 60 and bool(re.search(r"[。！？；，]", text))) or (len(text) > 24 and text[-1] in "。！；")


def join_title(text: str, paragraphs: Sequence[Paragraph]) -> tuple[Paragraph, ...]:
    """The lines of a title block with those joined that one line was wrapped into.

    荷塘 2021 sets ——2021年2月3日在株洲市荷塘区 and 第五届人民代表大会第六次会议上 on two lines, and so 区五届人大
    and 六次会议材料.
    """
    lines: list[Paragraph] = []
    for paragraph in paragraphs:
        if lines and _wrapped(lines[-1].text, paragraph.text):
            lines[-1] = join(text, lines[-1], paragraph)
        else:
            lines.append(paragraph)
    return tuple(lines)


def _wrapped(line: str, following: str) -> bool:
    squeezed, rest = re.sub(r"\s", "", line), re.sub(r"\s", "", following)
    if _MEETING_BEGINS.match(squeezed) and not re.search(r"会议上?|大会上", squeezed):
        return bool(_MEETING_ENDS.fullmatch(rest))
    if squeezed.endswith(("政府工作报", "政府工作", "政府工")) and len(rest) <= 3:
        return True
    if "关于" in squeezed and not _NAMED.search(squeezed):
        return len(squeezed) <= 40 and len(rest) <= 40 and bool(_NAMED.search(rest))
    if squeezed.endswith(("人大", "人民代表大会", "届")) and len(squeezed) <= 30 and "会议" not in squeezed:
        return bool(_SESSION.match(rest)) and len(rest) <= 30
    return squeezed.count("（") > squeezed.count("）") and len(squeezed + rest) <= 80 and "）" in rest
