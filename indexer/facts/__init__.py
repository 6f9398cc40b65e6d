"""Facts of a document from its own words: title, region, date, meeting, speaker, issuing body, kind.

Owns the order of belief (text, meta.yaml, file name) and knows no file, no index and no page. Nothing is guessed in
silence: what the text does not tell is None, and what is inferred or contradicted comes with a sentence of doubt.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from indexer.document import Facts
from indexer.facts.dates import Found, Meeting, dates_in, meetings_in
from indexer.facts.merging import facts_from_name, merge_facts
from indexer.facts.opening import Opening, read_opening, squeeze
from indexer.facts.places import issuing_body, read_place
from indexer.facts.speakers import read_speaker
from indexer.facts.titles import KINDS, read_kind, read_title
from indexer.facts.years import read_reporting_year

__all__ = ["KINDS", "facts_from_name", "issuing_body", "merge_facts", "read_facts"]

_SPOKEN = frozenset({"gwr", "plan", "budget", "party"})
_NUMBER = re.compile(r"^[一-鿿]{1,8}[〔\[(（]\d{4}[〕\])）]\d+号$|^第\d+号$")
_ISSUER = re.compile(
    r"^(国务院办公厅、中央军委办公厅|国务院办公厅|国务院|[一-鿿]{2,14}(?:人民政府办公厅|人民政府))(?:关于|转发|印发|对|$)"
)
# 2001年01月08日 is the day a page was put on line; nobody writes a date of a meeting so.
_STAMP = re.compile(r"年0\d月|月0\d日")


def read_facts(title_lines: tuple[str, ...], body: tuple[str, ...]) -> tuple[Facts, tuple[str, ...]]:
    """The facts that the text itself tells, and doubts as sentences for the user.

    ``title_lines`` are the lines of the title block, ``body`` the paragraphs after it; the border need not be exact,
    and either may be empty.
    """
    opening = read_opening(title_lines, body)
    title = read_title(opening)
    kind, kind_doubts = read_kind(title, opening)
    if kind == "resolution" and "决议" not in (title or ""):
        title = None  # 政府工作报告 is what it resolves on
    date = _date(opening, kind)
    meeting = _meeting(opening)
    year, year_doubts = read_reporting_year(date.year if date else None, meeting, title, opening, kind)
    place, place_doubts = read_place(opening, year, kind)
    speaker, speaker_doubts = read_speaker(opening) if kind in _SPOKEN else (None, ())
    region = place.region
    facts = Facts(
        title=title,
        region=region.full_name if region else None,
        region_code=region.code if region else None,
        level=place.level,
        year=year,
        date=date.iso if date else None,
        meeting=meeting.name if meeting else None,
        speaker=speaker.name if speaker else None,
        speaker_role=speaker.role if speaker else None,
        authors=_authors(opening, kind, issuing_body(region, place.body) if region else None),
        kind=kind,
        number=_number(opening.squeezed),
    )
    return facts, (*kind_doubts, *place_doubts, *year_doubts, *speaker_doubts)


def _date(opening: Opening, kind: str | None) -> Found | None:
    """The date of the meeting, else one that stands alone in the title block, else the one that closes a document."""
    lines = opening.squeezed
    for index, line in enumerate(lines):
        for date in dates_in(line):
            after = line[date.end :] + "".join(lines[index + 1 : index + 3])
            if any(meetings_in(line)) or (re.match(r"[)）]?.{0,54}届", after) and not _STAMP.search(line)):
                return date
    alone = [date for line in lines if len(line) <= 24 and not _STAMP.search(line) for date in dates_in(line)]
    if alone:
        return alone[-1]
    if kind in _SPOKEN:
        return None
    closing = (squeeze(line) for line in opening.body[-6:] if len(line) <= 40)
    return next((date for line in closing if len(line) <= 20 for date in dates_in(line)), None)


def _meeting(opening: Opening) -> Meeting | None:
    """The meeting of the title block, whose name may break over lines, else the one the speaker addresses."""
    lines = opening.squeezed
    windows = ("".join(lines[index : index + 3]) for index in range(len(lines)))
    found = [meeting for window in windows for meeting in meetings_in(window) if meeting.name.endswith("会议")]
    return next(iter(found), None) or next(_addressed(opening.speech[:200]), None)


def _addressed(speech: str) -> Iterator[Meeting]:
    """向第六届全国人民代表大会第一次会议作报告, or first of all in a resolution; not 从第二届…第一次会议以来."""
    for meeting in meetings_in(speech):
        before, after = speech[: meeting.start], speech[meeting.end : meeting.end + 1]
        if re.search(r"^$|(?:向[一-鿿]{0,12}|我们)$", before) or (
            after == "上" and re.search(r"在[一-鿿]{0,12}$", before)
        ):
            yield meeting


def _number(lines: tuple[str, ...]) -> str | None:
    """The number of a document: 国发〔2019〕5号; 中华人民共和国国务院令 and 第707号 may stand on two lines."""
    for before, line in zip(("", *lines), lines, strict=False):
        if _NUMBER.match(line):
            return before + line if line.startswith("第") and before.endswith("令") else line
    return None


def _authors(opening: Opening, kind: str | None, government: str | None) -> tuple[str, ...]:
    """Who issued the document: the government for its own reports, the body in the title for the rest."""
    for line in opening.squeezed:
        match = _ISSUER.match(line)
        if match and kind not in _SPOKEN:
            return tuple(match[1].split("、"))
    return (government,) if government and kind in ("gwr", "legal", "plan", "budget") else ()
