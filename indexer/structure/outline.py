"""Which candidates are headings: those whose numbers run on from one to the next.

Owns the decision; knows candidates and nothing of the text but their paragraphs' order. A lone 五、 is none, a running
list is none, and a document without numbers and short lines has none.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from indexer.structure.headings import Heading, Style, is_topic, read_heading, read_plain_heading
from indexer.structure.runs import Run, find_runs, inner_runs


def find_headings(
    texts: Sequence[str], marked: frozenset[int] = frozenset(), plain_ones: bool = True
) -> tuple[Heading, ...]:
    """The headings among the paragraphs ``texts``, in order; ``marked`` are those that the format calls headings.

    ``plain_ones``: short lines without a number may be headings; in the tables of an appendix they are cells.
    """
    candidates = [one for one in _candidates(texts, marked) if one.ordinal or plain_ones or one.index in marked]
    numbered = [one for one in candidates if one.ordinal]
    taken: list[Heading] = []
    for style in dict.fromkeys(one.style for one in numbered):
        items = [one for one in numbered if one.style == style]
        taken.extend(one for one in _taken(find_runs(items), texts) if style == "article" or not one.listed)
    known = {one.index for one in taken}
    taken.extend(one for one in numbered if one.index in marked - known)
    plain = [one for one in candidates if not one.ordinal and (one.style == "topic" or one.index in marked)]
    if _trusted(texts):
        plain = [one for one in candidates if not one.ordinal]
    plain = _plain(plain, taken, marked)
    return tuple(_ranked(sorted([*taken, *plain], key=lambda one: one.index)))


def _candidates(texts: Sequence[str], marked: frozenset[int]) -> list[Heading]:
    found: list[Heading] = []
    for index, text in enumerate(texts):
        after = texts[index + 1] if index + 1 < len(texts) else ""
        heading = read_heading(index, text) or read_plain_heading(index, text, texts[index - 1] if index else "", after)
        if heading is None and index in marked:
            heading = Heading(index, "lead", 0, len(text), alone=True)
        if heading is not None:
            found.append(heading)
    return found


def _taken(runs: Sequence[Run], texts: Sequence[str]) -> list[Heading]:
    """The items of the runs that are headings; 一、 between two items of another run of 一、 counts as （一）."""
    first = min((run[0].index for run in runs), default=0)
    good = [run for run in runs if _is_good(run, texts) and (run[0].ordinal == 1 or run[0].index == first)]
    inside = inner_runs(good)
    found: list[Heading] = []
    for number, run in enumerate(good):
        if number not in inside:
            found.extend(run)
        elif run[0].style == "han" and all(item.alone and not item.listed for item in run):
            found.extend(replace(item, style="bracket") for item in run)
    return found


def _is_good(run: Run, texts: Sequence[str]) -> bool:
    """Whether ``run`` is no list: its items end in ； or stand one upon the other with nothing below; and not lone."""
    style: Style = run[0].style
    if len(run) == 1:
        only = run[0]
        title = texts[only.index].partition("、")[2]
        return style == "han" and only.alone and is_topic(title)
    if style == "article":
        return True
    listed = sum(item.listed for item in run)
    if any(texts[item.index][-1] in "；;" for item in run) or (listed > 1 and 3 * listed > len(run)):
        return False
    indexes = {item.index for item in run}
    stacked = [i for i in run if i.alone and (i.index + 1 in indexes or i.index + 1 >= len(texts))]
    return len(stacked) <= max(1, len(run) / 2)


def _trusted(texts: Sequence[str]) -> bool:
    """Whether lines end where paragraphs do: where links became lines of their own, many lines look like leads."""
    cut = sum(len(text) > 40 and re.search(r"[\w，、]$", text) is not None for text in texts)
    return cut <= max(2, len(texts) // 20)


def _plain(plain: list[Heading], taken: list[Heading], marked: frozenset[int]) -> list[Heading]:
    """The headings without number: a lone lead may be a broken line, and is none unless a numbered run begins below.

    Where 一、 leads the document, 关于…工作 and the like are leads too (1957).
    """
    first_han = min((one.index for one in taken if one.style == "han"), default=None)
    topics = [one for one in plain if one.style == "topic"]
    if first_han is not None and topics and first_han < topics[0].index:
        plain = [replace(one, style="lead") if one.style == "topic" else one for one in plain]
    several = sum(one.style == "lead" for one in plain) > 1
    return [
        one
        for one in plain
        if several or one.style != "lead" or one.index in marked or (one.length >= 8 and _opens(one, taken))
    ]


def _opens(lead: Heading, taken: list[Heading]) -> bool:
    """Whether the next numbered heading after ``lead`` is a first one."""
    after = min((one for one in taken if one.index > lead.index), key=lambda one: one.index, default=None)
    return after is not None and after.ordinal == 1


def _ranked(headings: list[Heading]) -> list[Heading]:
    """The headings with those leads raised that have a numbered section begin below them (益阳 2024).

    A lead above 一、 is a main part; one above （一） or 1. is one too where the document has no 一、, else a section.
    """
    main: Style = "sub" if any(one.style == "han" for one in headings) else "topic"
    following: list[Heading | None] = [*headings, None][1:]
    raised: list[Heading] = []
    for one, after in zip(headings, following, strict=True):
        if one.style == "lead" and after is not None and after.ordinal == 1:
            above: Style = "topic" if after.style == "han" else main
            one = replace(one, style=above) if after.style in ("han", "bracket", "arabic") else one
        raised.append(one)
    return raised
