"""The region that a document is about and the body that issued it.

Owns the order of what tells the region: who speaks for whom (我代表国务院), the name of the meeting, the office of the
speaker, the title, the plans put before the meeting; and last the names that the text uses most, which is a guess and is
said to be one. Names of places are read by indexer.regions.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from indexer.document import Level
from indexer.facts.dates import meetings_in
from indexer.facts.opening import Opening
from indexer.facts.titles import is_title
from indexer.regions import (
    NATION,
    Mention,
    Region,
    ancestors,
    choose,
    is_within,
    is_word,
    mentions,
    region_by_code,
    regions_by_name,
)

#: How a doubt begins that calls the region a guess.
GUESSED_PLACE = "地区由"
_GOVERNMENT = r"(?P<body>人民政府|政府筹备组|政府|管理委员会|管委会|国务院|行政公署|行署)"
_SPEAKS_FOR = re.compile(
    rf"(?:我[^，,。；、]{{0,4}}(?:代表|受)|委托[，,]代表)(?P<place>[^，,。；、！]{{0,24}}?)(?:第[一二三四五六七八九十]+届)?{_GOVERNMENT}"
)
_OFFICE = re.compile(
    r"(?P<place>[一-鿿]{2,20}?)(?:人民政府|政府|管委会|管理委员会)?(?:代理|代)?(?:省长|市长|县长|区长|州长|盟长|主席|主任)"
)
_PLAN = re.compile(r"(?:《|关于制定)(?P<place>[一-鿿]{2,20}?)国民经济和社会发展")
# What governs where only the kind of place is said: 市人民政府 is of a city, a municipality or a city inside a city.
_LEVELS: dict[str, tuple[Level, ...]] = {
    "省": ("province",),
    "自治区": ("province",),
    "市": ("province", "city", "county"),
    "州": ("city",),
    "盟": ("city",),
    "县": ("county",),
    "旗": ("county",),
    "区": ("county",),
}
_ISSUED = frozenset({"policy", "resolution", "law", "bulletin", "party"})
_PARTY = re.compile(r"届中央委员会|党的?第.{1,3}次全国代表大会")
_NATIONAL_ISSUER = re.compile(
    r"国务院|中共中央|中央机关|全国人民代表大会|最高人民|中华人民共和国|国家[一-鿿]{1,10}[局委]|[一-鿿]{1,12}部(?:办公厅)?(?:等|关于|对|印发|、)|国(?:办?[发函]|令|办发明电)[〔\[第]"
)
_ANY: tuple[Level, ...] = ("province", "city", "county")
_LEAST_MENTIONS = 5

Evidence = tuple[str, Mention]


@dataclass(frozen=True, slots=True)
class Place:
    """What the text tells of its place; ``body`` is the word for who speaks (人民政府, 管委会, 政府筹备组)."""

    region: Region | None
    level: Level | None
    body: str


def read_place(opening: Opening, year: int | None, kind: str | None) -> tuple[Place, tuple[str, ...]]:
    """The place, with doubts: contradictions between title block and speech, ambiguous names, guesses.

    ``year`` tells 光明新区 from 光明区 where the text has only 光明.
    """
    if kind in _ISSUED:
        return _issued(opening, kind), ()
    text = opening.text
    spoken = _SPEAKS_FOR.search(opening.speech) or _SPEAKS_FOR.search(text)
    unit, body = (_unit(spoken["place"]), spoken["body"]) if spoken else ("", "")
    evidence = list(_evidence(opening, text))
    if body == "国务院" or _is_national(opening):
        named = [mention.regions[0].full_name for _, mention in evidence if mention.regions[0].code != NATION]
        doubts: tuple[str, ...] = (f"地区不一致：标题写作{named[0]}，正文是国务院的报告；以正文为准",) if named else ()
        return Place(region_by_code(NATION), "national", "国务院"), doubts
    region, doubts = _decide(evidence, "".join(opening.squeezed) + text)
    if region is None and not doubts:
        unit = unit or _unit_of_use(text)
        region, doubts = _guess(text, unit, year)
    allowed = _LEVELS.get(unit, ())
    level = region.level if region else allowed[0] if len(allowed) == 1 else None
    return Place(region, level, body), doubts


def _issued(opening: Opening, kind: str) -> Place:
    """The place of a document that no one speaks: of the body that issues it, not of the places it is about.

    国务院办公厅关于湖北省巴东县地质灾害险情有关问题的复函 is national, 山东省“十四五”科技创新规划 of the province.
    """
    nation = Place(region_by_code(NATION), "national", "")
    if _is_national(opening) or (kind == "party" and _PARTY.search(opening.speech[:200])):
        return nation
    for line in opening.squeezed:
        if _NATIONAL_ISSUER.match(line):
            return nation
        found = mentions(line) if is_title(line) else ()
        if found and found[0].start == 0:
            region = choose(found[0].regions, "".join(opening.squeezed))
            return Place(region, region.level if region else None, "")
    return Place(None, None, "")


def issuing_body(region: Region, body: str = "") -> str:
    """Who issues the report of ``region``: 株洲市荷塘区人民政府, 国务院, 深圳市大鹏新区管理委员会, 安国市人民政府."""
    if region.code == NATION:
        return "国务院"
    # A city inside a city is cited under its own name.
    name = region.name if region.name.endswith("市") else region.full_name
    if body == "政府筹备组":
        return name + body
    if region.name.endswith(("盟", "地区")):
        return name + "行政公署"
    return name + ("管理委员会" if region.name.endswith("新区") and region.code[4] == "7" else "人民政府")


def _evidence(opening: Opening, text: str) -> Iterator[Evidence]:
    """What names a place, strongest first."""
    for place in _meeting_places(opening):
        yield from _named_last("会议名称", place)
    for match in _SPEAKS_FOR.finditer(opening.speech):
        yield from _named_last("开头", match["place"])
    for line in opening.squeezed:
        for match in _OFFICE.finditer(line):
            yield from _named_last("职务", match["place"])
    for line in opening.squeezed:
        if is_title(line):
            yield from _titled(line)
    for match in _PLAN.finditer(opening.speech[:600]):
        yield from _named_last("开头", match["place"])
    for match in _SPEAKS_FOR.finditer(text):
        yield from _named_last("正文", match["place"])


def _named_last(source: str, text: str) -> Iterator[Evidence]:
    """The place in whose name ``text`` ends: 促改革惠民生县 ends in none."""
    found = mentions(text)
    if found and found[-1].end == len(text):
        yield source, found[-1]


def _titled(line: str) -> Iterator[Evidence]:
    found = mentions(line)
    if found:
        yield "标题", found[-1]


def _meeting_places(opening: Opening) -> Iterator[str]:
    """The words before 第五届人民代表大会 in the title block, whose lines may break anywhere, and in the speech."""
    lines = opening.squeezed
    for index, line in enumerate(lines):
        window = "".join(lines[index : index + 3])
        for meeting in meetings_in(window):
            if meeting.start <= len(line):
                yield re.split(r"[在)—―\-日]", window[: meeting.start])[-1][-30:]
    for meeting in meetings_in(opening.speech[:200]):
        before = re.split("[在向]", opening.speech[: meeting.start])
        if len(before) > 1:
            yield before[-1][-30:]


def _is_national(opening: Opening) -> bool:
    lines = opening.squeezed
    windows = ["".join(lines[i : i + 2]) for i in range(len(lines))]
    return any(meeting.national for text in (*windows, opening.speech[:60]) for meeting in meetings_in(text))


def _decide(evidence: list[Evidence], context: str) -> tuple[Region | None, tuple[str, ...]]:
    """The region that the strongest evidence names, narrowed by the rest; a doubt where something else is named."""
    if not evidence:
        return None, ()
    source, first = evidence[0]
    candidates, doubts = first.regions, []
    for other_source, other in evidence[1:]:
        alike = tuple(region for region in candidates if region in other.regions)
        near = alike or tuple(region for region in candidates if _related(region, other.regions))
        if near:
            candidates = near
        else:
            doubts.append(
                f"地区不一致：{source}是{candidates[0].full_name}，{other_source}是{other.regions[0].full_name}"
            )
    region = choose(candidates, context)
    if region is None:
        names = "、".join(region.full_name for region in candidates)
        return None, (*doubts[:1], f"地区不明：{candidates[0].short}可能是{names}，原文没有写明上级")
    if not first.exact and region.level in ("city", "county"):
        doubts.append(f"原文的地名今作{region.full_name}（{region.code}），按今名登记，请核对")
    return region, tuple(doubts[:2])


def _related(region: Region, others: Iterable[Region]) -> bool:
    return any(is_within(region, other) or is_within(other, region) for other in others)


def _unit(place: str) -> str:
    """The kind of place that ``place`` ends in: 自治区, 市, 区 …, "" if in none."""
    return next((unit for unit in ("自治区", *_LEVELS) if place.endswith(unit)), "")


def _unit_of_use(text: str) -> str:
    """The kind of place that the text speaks of as its own: 全市, 我州; "" for districts, whose 全区 may be a region's."""
    counts = Counter(re.findall("[全我新]([市州盟县旗区])", text))
    unit, times = counts.most_common(1)[0] if counts else ("", 0)
    return unit if times >= _LEAST_MENTIONS and unit != "区" else ""


def _guess(text: str, unit: str, year: int | None) -> tuple[Region | None, tuple[str, ...]]:
    """The region of the right kind that the text names most, with the doubt that says so; None if two are named alike."""
    counted = sorted(_counted(text, unit, year), key=lambda found: (-found[0], -found[1], found[2].code))
    if not counted or (not unit and text.count("我国") > counted[0][0]):
        return _guess_nation(text)
    times, support, region = counted[0]
    for other_times, other_support, other in counted[1:]:
        namesake = other.short == region.short and other_support < support / 2
        if times < 1.3 * other_times and not namesake and not _related(other, (region,)):
            names = f"{region.full_name}与{other.full_name}"
            return None, (f"地区不明：标题和开头没有写明，正文中{names}出现次数相近",)
    told = f"“{region.short}”出现 {text.count(region.short)} 次"
    return region, (f"{GUESSED_PLACE}正文推断为{region.full_name}（{told}）：标题和开头没有写明，请核对",)


def _guess_nation(text: str) -> tuple[Region | None, tuple[str, ...]]:
    ours = text.count("我国")
    if ours <= 2 * _LEAST_MENTIONS:
        return None, ()
    return region_by_code(NATION), (
        f"{GUESSED_PLACE}正文推断为全国（“我国”出现 {ours} 次）：标题和开头没有写明，请核对",
    )


def _counted(text: str, unit: str, year: int | None) -> Iterator[tuple[int, int, Region]]:
    """The regions of ``unit`` that the text names often: how often, how often the place above it, and the region.

    新建 is a word as well: a district counts only if its full form or its city stands in the text too.
    """
    levels = _LEVELS.get(unit, _ANY)
    pairs = {text[i : i + 2] for i in range(len(text) - 1)}
    for name, regions in regions_by_name().items():
        if name[:2] not in pairs or (times := text.count(name)) < _LEAST_MENTIONS:
            continue
        for region in regions:
            if region.short != name or region.level not in levels or not region.valid(year):
                continue
            above = sum(text.count(one.short) for one in ancestors(region)[:1])
            full = 0 if region.name == name else text.count(region.name)
            if is_word(name) and full < _LEAST_MENTIONS:
                continue
            certain = region.level != "county" or name == region.name or above >= 3 or (above and (full or times >= 10))
            if certain and (not unit or region.name.endswith(unit)):
                yield times + full, above, region
