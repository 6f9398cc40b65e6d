"""The parts of the body: what reviews the past and what lays out the plan.

Owns the words by which the two are told apart; a body in which they cannot be told apart stays ``body``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from indexer.document import Part

_YEAR = re.compile(r"((?:[12１２]\s?(?:[0-9０-９]\s?){3})|[一二][〇○零Ｏ0九一二三四五六七八]{3})\s?年")
_REVIEW = re.compile(r"回顾|过去|总结|主要成绩|成就|完成情况|工作情况|成效|以来工作|基本经验|发展情况|取得")
_PLAN = re.compile(
    r"目标|任务|安排|部署|思路|打算|要求|建议|计划|规划|谋划|重点|今后|未来|形势|今年|意见|自身建设|展望"
    r"|蓝图|主要工作|做好|奋力|全力|努力|加快|着力|推进|坚持|加强|切实|全面"
)
#: Sure signs of a plan, even in a text whose review is lost: 2024年工作安排, 今后五年的主要任务.
_SURE = re.compile(r"(?:年|今后|未来|下一步|“[^”]{2,6}”).*(?:安排|任务|部署|重点|思路|工作建议|工作计划|主要工作)")
#: Words of a plan, whatever year the text was taken to be of.
_ARRANGED = re.compile(r"安排|部署|工作重点|重点工作|(?:主要|工作|重点)任务|工作思路|工作建议|工作计划")
#: “十四五”时期发展成就和“十五五”时期主要目标任务 is both at once.
_BOTH = re.compile(r"[和及与、].*(?:目标|任务|安排|部署|规划|计划|思路|打算)")
_ASIDE = re.compile(r"问题|体会|经验|启示|困难|不足|挑战")
_DIGITS = str.maketrans("０１２３４５６７８９〇○零Ｏ一二三四五六七八九", "01234567890000123456789")


def find_parts(headings: Sequence[str], year: int | None = None) -> tuple[Part, ...]:
    """The part of each section of the first level, in order; ``year`` is that in which the report was given.

    A report of ``year`` reviews the year before, so a heading with only that year in it is a review. What comes
    after the review or the plan is plan, unless it speaks of problems and lessons. Without a review there are no parts
    before a sure plan: the reports of the 1950s go through the fields of work.
    """
    year = year or _year_given(headings)
    told = [_tell(heading, year) for heading in headings]
    if "review" not in told:
        sure = next((i for i, heading in enumerate(headings) if told[i] == "plan" and _SURE.search(heading)), len(told))
        return tuple("body" if i < sure else "plan" for i in range(len(told)))
    parts: list[Part] = []
    for heading, part in zip(headings, told, strict=True):
        before = parts[-1] if parts else "body"
        if part == "review":
            parts.append("plan" if before == "plan" and "回顾" not in heading else "review")
        elif before == "plan" or "review" not in parts or _ASIDE.search(heading):
            parts.append(before)
        else:
            parts.append("body" if _is_both(heading) else "plan")
    return tuple(parts)


def _tell(heading: str, year: int | None) -> Part:
    if _REVIEW.search(heading):
        return "body" if _is_both(heading) else "review"
    years = _years(heading)
    if year is not None and years:
        return "review" if max(years) < year and not _ARRANGED.search(heading) else "plan"
    if _ASIDE.search(heading):
        return "body"
    return "plan" if _PLAN.search(heading) else "body"


def _is_both(heading: str) -> bool:
    past = _REVIEW.search(heading)
    return past is not None and bool(_BOTH.search(heading, past.end()))


def _years(heading: str) -> list[int]:
    return [int(re.sub(r"\s", "", found).translate(_DIGITS)) for found in _YEAR.findall(heading)]


def _year_given(headings: Sequence[str]) -> int | None:
    """The year after the first that a heading names, if another heading names it: 2023年…, then 2024年…."""
    named = [year for heading in headings for year in _years(heading)]
    return named[0] + 1 if named and named[0] + 1 in named[1:] else None
