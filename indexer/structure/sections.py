"""The tree of sections over the passages.

Owns levels, nesting, and where a section ends; knows nothing of what makes a heading.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from indexer.document import Part, Section, Span
from indexer.structure.headings import ADDRESS, LEVELS, Heading, Style
from indexer.structure.paragraphs import Paragraph

#: Openings that sum up after the last of several subsections.
_SUMMING = re.compile(
    r"与此同时|同时，我们|此外，|一年来的(?:实践|成绩)|(?:这些)?成绩(?:的取得|来之不易)|在(?:充分)?肯定成绩的同时"
)


@dataclass(slots=True)
class _Open:
    """A section whose end is not known yet."""

    heading: Heading
    level: int
    sections: list[Section] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Outline:
    """Sections over the paragraphs of a region, and for each paragraph the headings above it."""

    sections: tuple[Section, ...]
    paths: tuple[tuple[str, ...], ...]


def build_sections(
    paragraphs: Sequence[Paragraph], headings: Sequence[Heading], part: Part, first: int, base: int = 0
) -> Outline:
    """The sections over ``paragraphs``, whose first has passage number ``first``; levels begin above ``base``.

    All are of ``part``; see :func:`with_part`.

    A heading's own paragraph counts to its section. The path of a heading that is a paragraph of its own is that of the
    section's parents; a paragraph that begins with its heading has that heading in its path.
    """
    return _Builder(paragraphs, headings, part, first, base).build()


def with_part(section: Section, part: Part) -> Section:
    """``section`` and all below it, as belonging to ``part``."""
    return replace(section, part=part, sections=tuple(with_part(one, part) for one in section.sections))


class _Builder:
    """One pass over the paragraphs with a stack of open sections."""

    def __init__(
        self, paragraphs: Sequence[Paragraph], headings: Sequence[Heading], part: Part, first: int, base: int
    ) -> None:
        self.paragraphs, self.part, self.first, self.base = paragraphs, part, first, base
        self.headings = {heading.index: heading for heading in headings}
        self.order = _ranks(headings, paragraphs)
        self.singles = _single_runs(headings, len(paragraphs))
        self.stack: list[_Open] = []
        self.roots: list[Section] = []

    def build(self) -> Outline:
        paths = []
        for index, paragraph in enumerate(self.paragraphs):
            heading = self.headings.get(index)
            if heading is not None:
                while self.stack and self.order[self.stack[-1].heading.style] >= self.order[heading.style]:
                    self._close(index)
            elif self._leaves(index, paragraph.text):
                while self.stack and self.stack[-1].heading.style in ("sub", "bracket", "arabic", "lead"):
                    self._close(index)
            path = tuple(self._title(one.heading) for one in self.stack)
            if heading is not None and not heading.alone:
                path = (*path, self._title(heading))
            paths.append(path)
            if heading is not None:
                parent = self.stack[-1].level if self.stack else self.base
                self.stack.append(_Open(heading, max(LEVELS[heading.style] + self.base, parent + 1)))
        while self.stack:
            self._close(len(self.paragraphs))
        return Outline(tuple(self.roots), tuple(paths))

    def _leaves(self, index: int, text: str) -> bool:
        """Whether the paragraph, which is no heading, stands after the subsection that is open and not in it."""
        if not self.stack:
            return False
        heading = self.stack[-1].heading
        if ADDRESS.match(text):
            return index > heading.index + 1 or not heading.alone
        return not heading.alone and (bool(_SUMMING.match(text)) or heading.index in self.singles)

    def _title(self, heading: Heading) -> str:
        return self.paragraphs[heading.index].text[: heading.length]

    def _close(self, end: int) -> None:
        done = self.stack.pop()
        heading, start = done.heading, self.paragraphs[done.heading.index].start
        section = Section(
            heading=self._title(heading),
            level=done.level,
            part=self.part,
            span=Span(start, start + heading.length),
            first=self.first + heading.index,
            last=self.first + end - 1,
            sections=tuple(done.sections),
        )
        (self.stack[-1].sections if self.stack else self.roots).append(section)


def _ranks(headings: Sequence[Heading], paragraphs: Sequence[Paragraph]) -> dict[Style, int]:
    """How deep each style stands. A topic stands above 一、 if it comes first and is not the only one, or is a 回顾."""
    ranks: dict[Style, int] = {style: rank for rank, style in enumerate(LEVELS)}
    topics = [one.index for one in headings if one.style == "topic"]
    first_han = min((one.index for one in headings if one.style == "han"), default=None)
    if topics and first_han is not None:
        review = "回顾" in paragraphs[topics[0]].text
        if first_han < topics[0] or not (len(topics) > 1 or review):
            ranks["topic"] = ranks["han"]
    return ranks


def _single_runs(headings: Sequence[Heading], count: int) -> frozenset[int]:
    """Indexes of the last run-in headings of runs whose earlier items, three at least, are one paragraph each."""
    found: set[int] = set()
    run: list[Heading] = []
    for heading in [*headings, Heading(count, "part", 0, 0, alone=True)]:
        if run and heading.style == run[-1].style and heading.ordinal == run[-1].ordinal + 1 and not heading.alone:
            run.append(heading)
            continue
        steps = [two.index - one.index for one, two in pairwise(run)]
        if len(steps) >= 2 and all(step == 1 for step in steps):
            found.add(run[-1].index)
        run = [] if heading.alone else [heading]
    return frozenset(found)
