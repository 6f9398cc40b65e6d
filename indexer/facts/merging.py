"""Facts of one document from several witnesses: the text first, then meta.yaml, then the name of the file.

Owns who is believed and the reading of file names; what the text says is read elsewhere in this package.
"""

from __future__ import annotations

import re
from dataclasses import fields, replace

from indexer.document import Facts
from indexer.facts.places import GUESSED_PLACE, issuing_body
from indexer.facts.titles import KINDS, close_blanks, is_title, kind_of_title
from indexer.facts.years import GUESSED_YEAR
from indexer.regions import NATION, find_region, region_by_code, region_of_text

_PLACE = ("region", "region_code", "level")
_NAMES = {
    "region": "地区", "level": "级别", "year": "年份", "date": "日期", "meeting": "会议", "speaker": "报告人",
    "speaker_role": "报告人职务", "authors": "责任者", "kind": "文种", "number": "文号",
}  # fmt: skip
_ID = re.compile(r"(?P<code>\d{6})-[a-z]+-(?P<year>(?:19|20)\d\d)-(?P<kind>[a-z]+)(?:-e\d+)?")
_YEAR = re.compile(r"(?<!\d)(?P<year>(?:19|20)\d\d)(?!\d)(?!年?度)")
_SUFFIX = re.compile(r"(?:\.(?:html?|docx?|pdf|txt|rtf|wps|ofd|json|xml|md))+$", re.IGNORECASE)
_NATIONAL = re.compile(r"国务院|全国|中华人民共和国|中央政府")


def merge_facts(text: Facts, meta: Facts, hints: Facts, doubts: tuple[str, ...] = ()) -> tuple[Facts, tuple[str, ...]]:
    """The facts of ``text``, completed from ``meta`` and then from ``hints``; contradictions as sentences.

    Region, code and level go together: they come from the first that names a region. A region that meta.yaml gives by
    one of its names gets its full name, code and level from the table. ``doubts`` are those that read_facts gave with
    ``text``; they come back before the contradictions. What they call a guess counts less: a guessed region yields to
    meta.yaml, a guessed year to meta.yaml and the file name, and a guess that these confirm is no doubt any more.
    """
    text, meta, hints = _placed(text), _placed(meta), _placed(hints)
    text, left = _without_guesses(text, meta, hints, doubts)
    values: dict[str, object] = {}
    for field in fields(Facts):
        witnesses = [getattr(facts, field.name) for facts in (text, meta, hints)]
        values[field.name] = next((value for value in witnesses if value not in (None, ())), witnesses[0])
    placed = next((facts for facts in (text, meta, hints) if facts.region), None)
    if placed is not None:
        values.update({name: getattr(placed, name) for name in _PLACE})
    merged = replace(text, **values)  # type: ignore[arg-type]  # the names and types are those of Facts itself
    told = (*_contradictions("meta.yaml", meta, merged), *_contradictions("文件名", hints, merged))
    return _with_authors(merged), (*left, *_other_level(text, merged), *told)


def facts_from_name(name: str) -> Facts:
    """What a file name tells: 2024年长沙市政府工作报告.docx, 国务院政府工作报告_2014年.txt, 430202-hetang-2021-gwr.

    Only hints: names lie (the data have 唐县 for 高唐县 and national reports under the names of cities).
    """
    stem = _SUFFIX.sub("", re.split(r"[/\\]", name)[-1])
    known = _ID.fullmatch(stem)
    if known:
        kind = known["kind"] if known["kind"] in KINDS else None
        return _placed(Facts(region_code=known["code"], year=int(known["year"]), kind=kind))
    readable = re.sub(r"[_+]+", " ", stem).strip()
    squeezed = re.sub(r"\s", "", readable)
    years = {int(match["year"]) for match in _YEAR.finditer(readable)}
    region = region_of_text(squeezed) or (region_by_code(NATION) if _NATIONAL.search(squeezed) else None)
    found = Facts(
        title=close_blanks(readable) if is_title(squeezed) else None,
        region=region.full_name if region else None,
        region_code=region.code if region else None,
        year=years.pop() if len(years) == 1 else None,
        kind=kind_of_title(squeezed),
    )
    return _placed(found)


def _placed(facts: Facts) -> Facts:
    """``facts`` with region, code and level of one region, as far as the table knows it and they do not disagree."""
    coded = region_by_code(facts.region_code, facts.year) if facts.region_code else None
    coded = coded or (region_by_code(facts.region_code) if facts.region_code else None)
    named = find_region(facts.region, facts.year) if facts.region else None
    if coded and facts.region in (None, coded.name, coded.full_name):
        named = coded
    if named is None or (facts.region_code and facts.region_code != named.code):
        return facts
    return replace(facts, region=named.full_name, region_code=named.code, level=named.level)


def _without_guesses(text: Facts, meta: Facts, hints: Facts, doubts: tuple[str, ...]) -> tuple[Facts, tuple[str, ...]]:
    """``text`` without the guesses that a better witness overrules, ``doubts`` without those that one settles."""
    year, region = meta.year or hints.year, meta.region
    settled = []
    for doubt in doubts:
        if doubt.startswith(GUESSED_YEAR) and year:
            text = replace(text, year=year)
            settled.append(doubt)
        elif doubt.startswith(GUESSED_PLACE) and text.region in (region, hints.region):
            settled.append(doubt)
        elif doubt.startswith(GUESSED_PLACE) and region:
            text = replace(text, region=None, region_code=None, level=None, authors=())
            settled.append(doubt)
    return text, tuple(doubt for doubt in doubts if doubt not in settled)


def _contradictions(witness: str, given: Facts, believed: Facts) -> list[str]:
    """A sentence for each fact that ``given`` tells otherwise; titles differ in wording only and are not compared."""
    doubts = []
    for name, word in _NAMES.items():
        told, taken = getattr(given, name), getattr(believed, name)
        if told in (None, ()) or taken in (None, ()) or told == taken or (name == "level" and given.region):
            continue
        doubts.append(f"{word}不一致：{witness}写作{_shown(told)}，采用{_shown(taken)}")
    return doubts


def _other_level(text: Facts, merged: Facts) -> tuple[str, ...]:
    """The doubt where the text names no region, but speaks of a government on another level (我代表区人民政府)."""
    if text.region or not text.level or text.level == merged.level:
        return ()
    return (f"级别不一致：原文是 {text.level} 一级的报告，而地区{merged.region}是 {merged.level}，请核对",)


def _shown(value: object) -> str:
    return "、".join(map(str, value)) if isinstance(value, tuple) else str(value)


def _with_authors(facts: Facts) -> Facts:
    """A government work report without named author is the report of that place's government."""
    region = region_by_code(facts.region_code, facts.year) if facts.region_code else None
    if facts.authors or facts.kind != "gwr" or region is None:
        return facts
    return replace(facts, authors=(issuing_body(region),))
