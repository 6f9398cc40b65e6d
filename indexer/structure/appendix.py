"""The appendices of a document: where each begins, what it is called and whether it is a glossary.

Owns the forms of their headings; what stands in a glossary is read in notes.py.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from indexer.structure.headings import ADDRESS
from indexer.structure.notes import Entry, read_glossary
from indexer.structure.paragraphs import Paragraph

_LABEL = r"附(?:件|录|表|注)?[一二三四五六七八九十\d０-９]{0,3}"
_MARKER = re.compile(rf"[（(]?{_LABEL}[）)]?[：:.．、]?")
_WORDS = r"(?:(?:名词|名字|词语|术语|短语|用语|专有名词|缩略语)[、和与及]?)+"
_GLOSSARY = re.compile(
    rf"(?:{_LABEL}[：:.．、\s]*)?[※*＊\[【（(]*(?:关于)?(?:《?(?:\d{{4}}年)?[^《》。，\d]{{0,12}}报告》?(?:中)?的?)?(?:有关|相关|部分|若干|主要)?(?:内容)?(?:的)?"
    rf"(?:专业|新)?{_WORDS}(?:的)?(?:解释|注释|说明|释义|注解|解读)[※*＊\]】）)]*[：:]?"
    r"|[※*＊【\[]*注\s*释[※*＊】\]]*[：:]?"
)
_NAMED = re.compile(rf"{_LABEL}[：:.．、\s]*[《“\w].{{1,40}}")
_LIST = re.compile(
    r".{0,30}(?:一览表|民生实事(?:项目)?(?:表|清单|一览表)?|(?:任务|责任)分解表|指标表|项目表|名单|对照表|情况表|完成情况)"
)
_CLOSING = re.compile(r"让我们|奋斗|前进|贡献|新篇章|谱写|胜利|而努力|新局面")


@dataclass(frozen=True, slots=True)
class Appendix:
    """An appendix over the paragraphs ``start`` up to ``end``; ``title`` is the paragraph that names it.

    ``entries`` are those of a glossary, and ``notes_end`` the index after the last of them.
    """

    start: int
    title: int
    end: int
    entries: tuple[Entry, ...] = ()
    notes_end: int = 0


def find_appendices(paragraphs: Sequence[Paragraph], body: int) -> tuple[Appendix, ...]:
    """The appendices after the body, which begins at index ``body``, in order; none of them overlap."""
    starts = _starts(paragraphs, body)
    found: list[Appendix] = []
    for start, end in zip(starts, [*starts, len(paragraphs)][1:], strict=True):
        title = _title(paragraphs, start, end)
        if is_glossary_heading(paragraphs[title].text):
            glossary = read_glossary(paragraphs, title + 1, end)
            found.append(Appendix(start, title, end, glossary.entries, glossary.end))
        else:
            found.append(Appendix(start, title, end))
    return tuple(found)


def is_glossary_heading(text: str) -> bool:
    """Whether a line is the heading of a glossary: 名词解释, ※名词解释※, 附件2 名词解释, 《政府工作报告》名词注释 …"""
    return len(text) <= 60 and bool(_GLOSSARY.fullmatch(re.sub(r"\s", "", text)))


def find_closing(paragraphs: Sequence[Paragraph], body: int) -> int | None:
    """The index of the paragraph that closes the report: the last address that calls upon the house; None without."""
    for index in range(len(paragraphs) - 1, body, -1):
        text = paragraphs[index].text
        if ADDRESS.match(text) and _CLOSING.search(text):
            return index
    return None


def _starts(paragraphs: Sequence[Paragraph], body: int) -> list[int]:
    closing = find_closing(paragraphs, body)
    starts: list[int] = []
    any_marked = False
    for index in range(body + 1, len(paragraphs)):
        text = paragraphs[index].text
        if paragraphs[index].kind in ("row", "note") or len(text) > 60:
            continue
        squeezed = re.sub(r"\s", "", text)
        marked = bool(_MARKER.fullmatch(squeezed)) or bool(_NAMED.fullmatch(text) and "。" not in text)
        glossary = is_glossary_heading(text) and bool(read_glossary(paragraphs, index + 1, len(paragraphs)).entries)
        marked = marked and (closing is None or index > closing)
        listed = closing is not None and index > closing and not any_marked and bool(_LIST.fullmatch(text))
        if (marked or glossary or listed) and not (starts and _names(paragraphs, starts[-1], index)):
            starts.append(index)
        any_marked = any_marked or marked
    return starts


def _names(paragraphs: Sequence[Paragraph], start: int, index: int) -> bool:
    """Whether ``index`` is the title below the marker 附件2 at ``start``."""
    return index == start + 1 and bool(_MARKER.fullmatch(re.sub(r"\s", "", paragraphs[start].text)))


def _title(paragraphs: Sequence[Paragraph], start: int, end: int) -> int:
    """The paragraph that names the appendix: the short one below a bare 附件2, else the first."""
    below = start + 1
    if below >= end or not _names(paragraphs, start, below):
        return start
    name = paragraphs[below].text
    return below if len(name) <= 40 and not re.match(r"\d+[．.、]", name) else start
