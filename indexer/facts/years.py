"""The year in which a report was given.

Owns the order of what tells it: the date, the session of the National People's Congress, the title, the headings
(2020年工作回顾 stands in the report of 2021), and last the figures of the text, which is a guess and is said to be one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from indexer.facts.dates import Meeting, number, read_year
from indexer.facts.opening import Opening, squeeze

#: How a doubt begins that calls the year a guess.
GUESSED_YEAR = "年份由"
_DIGITS = "[一二三四五六七八九〇○零OＯ]"
_YEAR = rf"(?P<year>(?:19|20)\d\d|{_DIGITS}{{4}})"
_LONGEST_HEADING = 48
_WHOLE_SECTION = 1000
_IN_TITLE = re.compile(
    rf"{_YEAR}年(?!度|\d|[一二三四五六七八九十]+月|\d+月)[^。]*报告|报告[(（]{_YEAR.replace('year', 'bracket')}年?[)）]"
)
_REVIEW = re.compile(
    rf"{_YEAR}年(?:以来)?[^。；]{{0,28}}(?:回顾|基本情况|成就|成绩|新进展|进步|步伐)|报告{_YEAR.replace('year', 'reported')}年的工作"
)
_REVIEW_OPENS = re.compile(
    rf"^[一1][、.．](?:关于)?{_YEAR}年(?:以来)?的?(?:政府|主要|全区|全市|全县|全省)?(?:工作|经济)"
)
_PLAN = re.compile(
    rf"(?<![到至])(?<!\d[、—]){_YEAR}年(?!远景)[^。；]{{0,24}}(?:安排|任务|重点|目标|部署|打算|建议|要求|思路|工作|举措|预期)"
)
_AHEAD = re.compile(r"做好|力争|确保|实现|完成|今后|未来|明年")
_FIVE_YEARS = re.compile(r"第(?P<nth>[一二三四五六七八九十]+)个五年(?:规划|计划)")
_IN_NUMBER = re.compile(r"[〔\[](?P<year>(?:19|20)\d\d)[〕\]]\d+号$")
_EDITION = re.compile(rf"[(（]{_YEAR}年(?:修订|修正|第?[一二]?版|版|本)[)）]")
_REVIEWING = frozenset({None, "gwr", "plan"})
_LOOKS_LIKE_HEADING = re.compile(r"(?:[一二三四五六七八][、.．]|第[一二三四五][、部]).+|[^。，；,！？]{4,30}")
_INLINE = re.compile(rf"[一二三四五][、.．](?=[^。；，]{{0,12}}{_YEAR}年)[^。；，]{{4,34}}")
_PLAIN_YEAR = rf"(?<![到至\d])((?:19|20)\d\d|一九{_DIGITS}{{2}}|二[〇○零]{_DIGITS}{{2}})年"
_FIRST_YEAR = re.compile(rf"{_PLAIN_YEAR}(?=[，,是])")
_OPENS_PLAN = re.compile(rf"{_PLAIN_YEAR}，?是")
_ANY_YEAR = re.compile(_PLAIN_YEAR)
_UNTOLD = "标题、日期和一级标题都没有写明，请核对"


def read_reporting_year(
    date_year: int | None, meeting: Meeting | None, title: str | None, opening: Opening, kind: str | None
) -> tuple[int | None, tuple[str, ...]]:
    """The year the report was given (a document was issued), and doubts about it.

    None if nothing tells it; a contradiction and a guess are doubts. Headings and figures tell the year of work reports
    alone, by their custom: 2020年工作回顾 stands in the report of 2021.
    """
    if kind == "bulletin":
        # Its year is the one it counts, not that of its publication.
        return _nominal(title, kind)
    told = [
        (date_year, "日期"),
        (meeting.year if meeting else None, "会议届次"),
        *((year, "标题") for year in dict.fromkeys(_title_years(title, opening))),
        (_number_year(opening), "文号"),
        (heading_year(opening.body) if kind in _REVIEWING else None, "一级标题"),
    ]
    found = [(year, source) for year, source in told if year is not None]
    if not found:
        return _guess(opening) if kind in ("gwr", "plan") else _edition(opening) or _nominal(title, kind)
    year, source = found[0]
    others = "、".join(f"按{other}为 {value}" for value, other in found[1:] if value != year)
    if others:
        return year, (f"年份不一致：按{source}为 {year}，而{others}；采用 {year}",)
    if source == "一级标题" and kind != "gwr":
        return year, (f"{GUESSED_YEAR}一级标题推断为 {year}，请核对",)
    return year, ()


def _nominal(title: str | None, kind: str | None) -> tuple[int | None, tuple[str, ...]]:
    """The year in the title of a document that is no speech: 万载县2015年国民经济和社会发展统计公报 is of 2015."""
    years = {read_year(year) for year in _ANY_YEAR.findall(squeeze(title or ""))}
    if len(years) != 1 or kind == "legal":
        return None, ()
    (year,) = years
    return year, () if kind == "bulletin" else (f"{GUESSED_YEAR}标题推断为 {year}：原文没有日期和文号，请核对",)


def _edition(opening: Opening) -> tuple[int, tuple[str, ...]] | None:
    """The year of a line of its own under the title that says which edition this is: （2022年修订）."""
    found = (match for line in opening.squeezed if (match := _EDITION.fullmatch(line)))
    year = next((read_year(match["year"]) for match in found), None)
    return None if year is None else (year, ())


def _number_year(opening: Opening) -> int | None:
    match = next((found for line in opening.squeezed if (found := _IN_NUMBER.search(line))), None)
    return int(match["year"]) if match else None


def heading_year(body: Iterable[str]) -> int | None:
    """The year that the headings tell: that of 2021年工作安排, or the one after 2020年工作回顾."""
    lines = list(_headings(body))
    reviewed = [year for line in lines if (year := _reviewed(line))]
    planned = [read_year(match["year"]) for line in lines if not _reviewed(line) and (match := _PLAN.search(line))]
    if reviewed:
        return reviewed[0] + 1
    if not planned:
        return None
    # 奋力完成2023年的各项任务 is a review as well where a plan for 2024 follows.
    return max(planned) if max(planned) - min(planned) == 1 else Counter(planned).most_common(1)[0][0]


def _reviewed(line: str) -> int | None:
    match = _REVIEW_OPENS.search(line)
    if match is None and not _AHEAD.search(line):
        match = _REVIEW.search(line)
        if match and match.groupdict().get("reported"):
            return read_year(match["reported"])
    return read_year(match["year"]) if match else None


def _headings(body: Iterable[str]) -> Iterable[str]:
    """The lines that are headings by their look, and the numbered ones inside a report that came as one paragraph."""
    for paragraph in body:
        line = squeeze(paragraph) if len(paragraph) < 4 * _LONGEST_HEADING else ""
        if _LOOKS_LIKE_HEADING.fullmatch(line) and len(line) <= _LONGEST_HEADING:
            yield line
        elif len(paragraph) > _WHOLE_SECTION:
            yield from (match[0] for match in _INLINE.finditer(squeeze(paragraph)))


def _title_years(title: str | None, opening: Opening) -> Iterable[int]:
    """The years that the title and other lines like it name; the chosen title first."""
    for line in (squeeze(title or ""), *opening.squeezed):
        match = _IN_TITLE.search(line)
        if match and len(line) <= 60:
            yield read_year(match["year"] or match["bracket"])


def _guess(opening: Opening) -> tuple[int | None, tuple[str, ...]]:
    """The first year of the five-year plan before the meeting, or the year after the one that the report speaks of most."""
    plan = _FIVE_YEARS.search(opening.speech[:400])
    if plan and re.search("一并审|计划的报告|纲要.{0,30}审议", opening.speech[:600]):
        year = 1966 + 5 * (number(plan["nth"]) - 3)
        return year, (f"{GUESSED_YEAR}提请审议的第{plan['nth']}个五年规划推断为 {year}，请核对",)
    text = opening.text
    opens = [read_year(year) for year in _OPENS_PLAN.findall(text[len(text) // 4 :])]
    if opens:
        # 2024年是…之年 opens the plan, as 2023年是…之年 opens the review, which is in the first quarter.
        year = max(opens)
        return year, (f"{GUESSED_YEAR}正文推断为 {year}（“{year}年是……”）：{_UNTOLD}",)
    year = _year_spoken_of(text)
    if not year:
        return None, ()
    return year + 1, (f"{GUESSED_YEAR}正文推断为 {year + 1}（前面多讲 {year} 年）：{_UNTOLD}",)


def _year_spoken_of(text: str) -> int:
    """The year that the first third of a report speaks of most, or a later one that it opens with; 0 if none."""
    counts = Counter(map(read_year, _ANY_YEAR.findall(text[: len(text) // 3])))
    year, times = max(counts.items(), key=lambda pair: (pair[1], pair[0]), default=(0, 0))
    if counts[year + 5] >= 2:
        # A report on five years compares the last with the one before the first: 2016年比2011年增长.
        year += 5
    first = _FIRST_YEAR.search(text[:500])
    return max(year if times >= 2 else 0, read_year(first[1]) if first else 0)
