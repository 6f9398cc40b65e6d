"""Dates and meetings as printed: 2021年2月3日, 二○二一年二月三日, 第五届人民代表大会第六次会议.

Owns the reading of figures in Chinese digits and the years of the sessions of the National People's Congress.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass

_DIGIT = "一二三四五六七八九〇○零OＯoΟ0"
_YEAR = rf"(?:\d{{4}}|[{_DIGIT}]{{4}})"
_SMALL = r"(?:\d{1,2}|元|[一二三]?十[一二三四五六七八九]?|[一二三四五六七八九])"
_DATE = re.compile(rf"(?<!\d)(?P<year>{_YEAR})年(?P<month>{_SMALL})月(?P<day>{_SMALL})日")
_VALUES = {**dict(zip("一二三四五六七八九", range(1, 10), strict=True)), **dict.fromkeys("〇○零OＯoΟ0", 0), "元": 1}
_NUMBER = r"[一二三四五六七八九十百\d]+"
_MEETING = re.compile(
    rf"(?:第(?P<nth>{_NUMBER})|(?P<bare>{_NUMBER}))届(?P<all>全国)?(?:人民代表大会|人大)"
    rf"(?P<standing>常务委员会|常委会)?(?:第?(?P<session>{_NUMBER})次(?:会议|全会)|(?=[，,作报]))"
)
# The first five congresses met irregularly; from the sixth (1983) on each has five yearly sessions.
_IRREGULAR = {
    (1, 1): 1954, (1, 2): 1955, (1, 3): 1956, (1, 4): 1957, (1, 5): 1958, (2, 1): 1959, (2, 2): 1960, (2, 3): 1962,
    (2, 4): 1963, (4, 1): 1975, (5, 1): 1978, (5, 2): 1979, (5, 3): 1980, (5, 4): 1981, (5, 5): 1982,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Found:
    """A date in a text: ``iso`` and where it stands."""

    iso: str
    year: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Meeting:
    """A meeting in a text: ``name`` without its place, ``start`` where the name begins in the text."""

    name: str
    start: int
    end: int
    congress: int
    session: int | None
    national: bool

    @property
    def year(self) -> int | None:
        """The year, which only the sessions of the National People's Congress tell."""
        if not self.national:
            return None
        session = 1 if self.congress == 4 else self.session
        if session is None:
            return None
        if self.congress >= 6:
            return 1978 + 5 * (self.congress - 5) + session - 1 if session <= 5 else None
        return _IRREGULAR.get((self.congress, session))


def dates_in(text: str) -> Iterator[Found]:
    """The full dates of ``text``, which must be without blanks; impossible ones (2月30日) are no dates."""
    for match in _DATE.finditer(text):
        year, month, day = read_year(match["year"]), number(match["month"]), number(match["day"])
        try:
            iso = datetime.date(year, month, day).isoformat()
        except ValueError:
            continue
        yield Found(iso, year, match.start(), match.end())


def meetings_in(text: str) -> Iterator[Meeting]:
    """The congress meetings that ``text`` names, 区五届人大六次会议 as 第五届人民代表大会第六次会议."""
    for match in _MEETING.finditer(text):
        nth = match["nth"] or match["bare"]
        name = f"第{nth}届{match['all'] or ''}人民代表大会{'常务委员会' if match['standing'] else ''}"
        session = match["session"]
        national = bool(match["all"]) or text[: match.start()].endswith("全国")
        if national and not match["all"]:
            name = name.replace("届", "届全国")
        count = number(session) if session and not match["standing"] else None
        name = f"{name}第{session}次会议" if session else name
        yield Meeting(name, match.start(), match.end(), number(nth), count, national)


def read_year(digits: str) -> int:
    """The year of four digits, Arabic or Chinese: 二○二一 is 2021."""
    return int("".join(char if char.isdecimal() else str(_VALUES[char]) for char in digits))


def number(text: str) -> int:
    """The number up to 99 that ``text`` writes: 3, 三, 十四, 二十一, 元 (the first month)."""
    if text.isdecimal():
        return int(text)
    tens, ten, ones = text.rpartition("十")
    if not ten:
        return _VALUES.get(text, 0) if len(text) == 1 else 0
    return 10 * _VALUES.get(tens, 1) + _VALUES.get(ones, 0)
