"""The places that publish reports: names, codes, levels and parents, from data/regions.csv.

Owns the table and the reading of place names in text; knows nothing of documents and facts. The table is made by
tools/make_regions.py and loaded at the first question. Codes are those of GB/T 2260. Functional districts (坪山新区)
have none there; theirs are ours, from the range ..71 to ..79 that the statistics bureau uses for such districts.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import cast

from indexer.document import Level

NATION = "000000"
_TABLE = Path(__file__).parent / "data" / "regions.csv"
_PEOPLES = (
    "各|蒙古|回|藏|维吾尔|苗|彝|壮|布依|朝鲜|满|侗|瑶|白|土家|哈尼|哈萨克|傣|黎|傈僳|佤|畲|拉祜|水|东乡|纳西|景颇|柯尔克孜|土|达斡尔"
    "|仫佬|羌|布朗|撒拉|毛南|仡佬|锡伯|普米|塔吉克|怒|鄂温克|保安|裕固|独龙|鄂伦春"
)
# 东乡族自治县 and 鄂温克族自治旗 are called after their people alone, so a name keeps at least one syllable group.
_AUTONOMOUS = re.compile(
    rf"(?<=..)(?:(?:{_PEOPLES})族?)*自治[区州县旗]$|族自治[县旗]$|自治旗$|(?<=..)(?:回|达斡尔)族区$"
)
_KINDS = ("特别行政区", "地区", "新区", "林区", "特区", "省", "市", "区", "县", "旗", "盟", "州")
# Short names that are words as well: 自然资源, 人民共和国, 公安机关. Alone they are no place; 资源县 and 桂林资源 are.
_WORDS = re.compile(
    "公安|资源|通道|合作|延长|富裕|大方|共和|南部|中方|兴业|和平|平安|东方|新建|惠民|新兴|互助|"
    "友好|前进|解放|安居|平和|光明|中原|振兴|前锋|红旗|向阳|新华|民乐|永和|同心|安宁|新民|"
    "富民|民权|民和|安定|平原|桥东|桥西|河东|河西|江北|江南|海港|港口|水城|山城|城区|郊区|"
    "矿区|市中|城中|城关|新城|城北|城东|城西|市北|市南|新市|老城"
)
# What may stand before a name of two characters, which is easily a piece of another word: 各市和县, 代县长.
_BEFORE_SHORT = frozenset("在对将为让从到由是的向于与及年月日")


@dataclass(frozen=True, slots=True)
class Region:
    """A place: ``full_name`` has the city before the district (株洲市荷塘区) but never the province.

    ``pinyin`` is of the short name, without tones (hetang); ``valid_from`` and ``valid_to`` are years, both inclusive,
    None where nothing is known to bound them; ``parent`` is the code of the region above, "" for the nation.
    """

    code: str
    name: str
    full_name: str
    parent: str
    level: Level
    pinyin: str
    valid_from: int | None = None
    valid_to: int | None = None

    @property
    def short(self) -> str:
        """The name as it is used in speech: 荷塘 for 荷塘区, but 唐县 for 唐县."""
        return short_name(self.name)

    def valid(self, year: int | None) -> bool:
        """Whether the place had this name in ``year``; True if the year is not known."""
        if year is None:
            return True
        return (self.valid_from or 0) <= year <= (self.valid_to or 9999)


@dataclass(frozen=True, slots=True)
class Mention:
    """A place named in a text, from ``start`` up to, not including, ``end``: every region that it may be.

    ``exact`` is False where the kind of place after the name is not that of the region: 望城县, which is 望城区 today.
    """

    start: int
    end: int
    regions: tuple[Region, ...]
    exact: bool = True


def short_name(name: str) -> str:
    """``name`` without its kind, and for autonomous places without the peoples: 恩施土家族苗族自治州 is 恩施.

    A name never gets shorter than two characters: 唐县 stays 唐县.
    """
    if "自治" in name or name.endswith("族区"):
        cut = _AUTONOMOUS.sub("", name)
        return cut if len(cut) >= 2 else name
    for kind in _KINDS:
        if name.endswith(kind) and len(name) - len(kind) >= 2:
            return name[: -len(kind)]
    return name


def is_word(name: str) -> bool:
    """Whether a short name is a common word as well (资源, 合作), so that it alone names no place."""
    return bool(_WORDS.fullmatch(name))


def all_regions() -> tuple[Region, ...]:
    """Every region of the table, by code."""
    return _rows()


def region_by_code(code: str, year: int | None = None) -> Region | None:
    """The region of a code, under the name of ``year`` or, without a year, its latest name."""
    found = [region for region in _by_code().get(code, ()) if region.valid(year)]
    return max(found, key=lambda region: region.valid_to or 9999, default=None)


def ancestors(region: Region) -> tuple[Region, ...]:
    """The regions above, nearest first, without the nation."""
    above = region_by_code(region.parent) if region.parent not in ("", NATION) else None
    return () if above is None else (above, *ancestors(above))


def is_within(region: Region, above: Region) -> bool:
    """Whether ``region`` is ``above`` or lies in it."""
    return region == above or above.code == NATION or above in ancestors(region)


def find_region(name: str, year: int | None = None) -> Region | None:
    """The region that ``name`` names as a whole: full or short, alone or after the regions above it.

    ``find_region("荷塘区")``, ``("荷塘")``, ``("株洲市荷塘区")`` and ``("湖南省株洲市荷塘区")`` are the same. None if no
    region or several have that name (朝阳区); among several the one that had it in ``year`` alone is taken.
    """
    name = re.sub(r"\s", "", name)
    found = _readings(name, None)
    if year is not None and len(found) > 1:
        found = tuple(region for region in found if region.valid(year))
    whole = tuple(region for region in found if region.name == name) or found
    return whole[0] if len(whole) == 1 else None


def mentions(text: str) -> tuple[Mention, ...]:
    """The places that ``text`` names, in order; those that stand without gap in one another are one mention.

    The longest name at a place counts (高唐县 is not 唐县), and of 保定市徐水区 the innermost place. A mention of a name
    that several places share has them all.
    """
    merged: list[Mention] = []
    for mention in _names_in(text):
        last = merged[-1] if merged else None
        if last is not None and last.end == mention.start:
            inner = _inside(mention.regions, last.regions)
            if inner:
                merged[-1] = Mention(last.start, mention.end, inner, mention.exact)
                continue
        merged.append(mention)
    return tuple(merged)


def region_of_text(text: str, context: str = "") -> Region | None:
    """The place that ``text`` (a title, the name of a meeting) is about: the most specific it names, the first of equals.

    Of several places with that name the one is taken whose city or province ``text`` or ``context`` names; None if
    that decides nothing.
    """
    found = mentions(text)
    if not found:
        return None
    best = max(found, key=lambda mention: (max(_depth(region) for region in mention.regions), -mention.start))
    return choose(best.regions, text + context)


def choose(regions: Iterable[Region], context: str) -> Region | None:
    """The one of ``regions`` whose parents ``context`` names more often than those of the others; None if a tie."""
    candidates = tuple(regions)
    if len(candidates) <= 1:
        return candidates[0] if candidates else None
    scored = sorted(((_support(region, context), index) for index, region in enumerate(candidates)), reverse=True)
    return candidates[scored[0][1]] if scored[0][0] > scored[1][0] else None


def regions_by_name() -> dict[str, tuple[Region, ...]]:
    """Every full and short name with the regions that bear it."""
    return _by_name()


def document_id(region: Region, year: int, kind: str, edition: int = 1) -> str:
    """The id of a document (DESIGN 6): 430202-hetang-2021-gwr, with -e2 for a second edition.

    Raises ValueError for a kind that is no lower-case word or a year that has not four digits.
    """
    if not re.fullmatch(r"[a-z]+", kind) or not 1000 <= year <= 9999 or edition < 1:
        raise ValueError(f"no document id of {kind!r}, {year}, edition {edition}")
    suffix = f"-e{edition}" if edition > 1 else ""
    return f"{region.code}-{region.pinyin}-{year}-{kind}{suffix}"


@cache
def _rows() -> tuple[Region, ...]:
    with _TABLE.open(encoding="utf-8", newline="") as file:
        reader = csv.reader(file)
        next(reader)
        return tuple(
            Region(code, name, full, parent, cast(Level, level), pinyin, int(a) if a else None, int(b) if b else None)
            for code, name, full, parent, level, pinyin, a, b in reader
        )


@cache
def _by_code() -> dict[str, tuple[Region, ...]]:
    table: dict[str, tuple[Region, ...]] = {}
    for region in _rows():
        table[region.code] = (*table.get(region.code, ()), region)
    return table


@cache
def _by_name() -> dict[str, tuple[Region, ...]]:
    table: dict[str, tuple[Region, ...]] = {}
    for region in _rows():
        for name in {region.name, short_name(region.name)}:
            table[name] = (*table.get(name, ()), region)
    return table


@cache
def _lengths() -> dict[str, tuple[int, ...]]:
    """The lengths of the names that begin with a character, longest first."""
    lengths: dict[str, set[int]] = {}
    for name in _by_name():
        lengths.setdefault(name[0], set()).add(len(name))
    return {first: tuple(sorted(found, reverse=True)) for first, found in lengths.items()}


def _names_in(text: str) -> Iterator[Mention]:
    table, lengths = _by_name(), _lengths()
    at, last_end = 0, 0
    while at < len(text):
        for length in lengths.get(text[at], ()):
            name = text[at : at + length]
            if name in table and _stands_free(text, at, name, last_end):
                yield (mention := _with_kind(text, at, name))
                at = last_end = mention.end
                break
        else:
            at += 1


def _with_kind(text: str, at: int, name: str) -> Mention:
    """The mention of ``name`` with the kind of place that follows: 恩施州 is the prefecture, not the city."""
    regions, end = _by_name()[name], at + len(name)
    kind = text[end : end + 1]
    if any(region.name == name for region in regions) or kind not in _KINDS:
        return Mention(at, end, regions)
    alike = tuple(region for region in regions if region.name.endswith(kind))
    return Mention(at, end + 1, alike or regions, bool(alike))


def _stands_free(text: str, at: int, name: str, last_end: int) -> bool:
    """Whether a name is not a piece of other words: 代县 in 代县长, 和县 in 各市和县, 资源 in 自然资源."""
    if is_word(name):
        return at == last_end > 0
    if len(name) > 2 or name[-1] not in "县区市旗州":
        return True
    if text[at + 2 : at + 3] in tuple("长域级城乡"):
        return False
    before = text[at - 1 : at]
    return not before or at == last_end or before in _BEFORE_SHORT or not "一" <= before <= "鿿"


def _readings(name: str, above: tuple[Region, ...] | None) -> tuple[Region, ...]:
    """The regions that ``name`` can be, read as names one after the other, each inside the one before."""
    found = _by_name().get(name, ())
    if above is not None:
        found = _inside(found, above)
    if found:
        return found
    for length in range(len(name) - 2, 1, -1):
        first = _by_name().get(name[:length], ())
        if above is not None:
            first = _inside(first, above)
        inner = _readings(name[length:], first) if first else ()
        if inner:
            return inner
    return ()


def _inside(regions: Iterable[Region], above: Iterable[Region]) -> tuple[Region, ...]:
    outer = tuple(above)
    return tuple(region for region in regions if any(region != one and is_within(region, one) for one in outer))


def _depth(region: Region) -> int:
    return ("national", "province", "city", "county").index(region.level)


def _support(region: Region, context: str) -> int:
    """How often ``context`` names what lies above ``region``; 恩施 is no evidence that 恩施 is the city in the prefecture."""
    return sum(context.count(above.short) for above in ancestors(region) if above.short != region.short)
