"""From blocks to a document: title block, sections, passages, closing, appendices, notes, definitions.

Owns the order of the steps; each step has a module of its own. Text without markup is read by its numbering and its
words (reference/data.md, faults 2, 3, 4, 5 and 9); where they tell nothing, nothing is invented. Knows no file format.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from indexer.document import Definition, Document, Facts, Part, Passage, PassageKind, Reading, Section
from indexer.structure.appendix import Appendix, find_appendices
from indexer.structure.doubts import find_doubts
from indexer.structure.marks import find_note_marks
from indexer.structure.notes import read_entry
from indexer.structure.opening import find_body, join_title
from indexer.structure.outline import find_headings
from indexer.structure.paragraphs import Paragraph, join, lay_out
from indexer.structure.parts import find_parts
from indexer.structure.sections import build_sections, with_part
from indexer.structure.terms import read_terms

__all__ = ["build_document"]


@dataclass(frozen=True, slots=True)
class _Place:
    """What is decided of one paragraph: its kind, its part, the headings above it."""

    kind: PassageKind
    part: Part
    path: tuple[str, ...] = ()


def build_document(document_id: str, reading: Reading, facts: Facts, sha256: str) -> Document:
    """The document that ``reading`` holds; ``facts`` are those of meta.yaml, believed after the text.

    Every character of the blocks stands in ``Document.text``, in order; passages are disjoint, in order and numbered
    from 1; ``passage.text`` and ``section.heading`` are what stands at their spans.
    """
    text, paragraphs = lay_out(reading.blocks)
    body = find_body(paragraphs)
    titles = join_title(text, paragraphs[:body])
    paragraphs, body = (*titles, *paragraphs[body:]), len(titles)
    paragraphs = _join_definitions(text, paragraphs, find_appendices(paragraphs, body))
    appendices = find_appendices(paragraphs, body)
    known, doubts = _facts(paragraphs, body, facts, reading)
    end = appendices[0].start if appendices else len(paragraphs)
    places = dict.fromkeys(range(body), _Place("title", "title"))
    sections = _read_body(paragraphs, body, end, known.year, places)
    sections += tuple(_read_appendix(paragraphs, appendix, places) for appendix in appendices)
    passages = tuple(_passage(index, one, places[index]) for index, one in enumerate(paragraphs))
    return Document(
        id=document_id,
        facts=known,
        text=text,
        passages=passages,
        sections=sections,
        definitions=_definitions(passages, appendices),
        dropped=reading.dropped,
        doubts=(*reading.doubts, *doubts, *find_doubts(passages, appendices)),
        sha256=sha256,
    )


def _join_definitions(
    text: str, paragraphs: tuple[Paragraph, ...], appendices: tuple[Appendix, ...]
) -> tuple[Paragraph, ...]:
    """The paragraphs with each note joined to its definition where that stands on the next line (海南 2026)."""
    heads = {
        entry.first
        for appendix in appendices
        for entry in appendix.entries
        if entry.last > entry.first and paragraphs[entry.first].text[-1] in "：:"
    }
    return tuple(
        join(text, one, paragraphs[index + 1]) if index in heads else one
        for index, one in enumerate(paragraphs)
        if index - 1 not in heads
    )


def _facts(paragraphs: Sequence[Paragraph], body: int, meta: Facts, reading: Reading) -> tuple[Facts, tuple[str, ...]]:
    from indexer.facts import merge_facts, read_facts

    title_lines = tuple(paragraph.text for paragraph in paragraphs[:body])
    told, doubts = read_facts(title_lines, tuple(paragraph.text for paragraph in paragraphs[body:]))
    return merge_facts(told, meta, _hinted(reading), doubts)


def _hinted(reading: Reading) -> Facts:
    """What the container tells: ``name`` (of the file), ``title`` and ``url``; its date is that of the publication."""
    from indexer.facts import facts_from_name

    hints = reading.hints
    named = facts_from_name(hints["name"]) if hints.get("name") else Facts()
    title = named.title or (facts_from_name(hints["title"]).title if hints.get("title") else None)
    url = hints.get("url", "")
    return replace(named, title=title, url=url if url.startswith(("http://", "https://")) else None)


def _read_body(
    paragraphs: Sequence[Paragraph], body: int, end: int, year: int | None, places: dict[int, _Place]
) -> tuple[Section, ...]:
    """The sections of the body; puts the place of each of its paragraphs into ``places``."""
    region = paragraphs[body:end]
    headings = find_headings([one.text for one in region], _marked(region))
    outline = build_sections(region, headings, "body", body + 1)
    leads = {body + 1 + heading.index for heading in headings if heading.style == "lead"}
    roots = ["" if section.first in leads else section.heading for section in outline.sections]
    parts = find_parts(roots, year)
    told: dict[int, Part] = {
        number: part
        for section, part in zip(outline.sections, parts, strict=True)
        for number in range(section.first, section.last + 1)
    }
    alone = {heading.index for heading in headings if heading.alone}
    for index, paragraph in enumerate(region):
        part: Part = "note" if paragraph.kind == "note" else told.get(body + index + 1, "body")
        kind: PassageKind = "heading" if index in alone else _plain(paragraph.kind)
        places[body + index] = _Place(kind, part, outline.paths[index])
    return tuple(with_part(section, part) for section, part in zip(outline.sections, parts, strict=True))


def _read_appendix(paragraphs: Sequence[Paragraph], appendix: Appendix, places: dict[int, _Place]) -> Section:
    """The section of an appendix; puts the place of each of its paragraphs into ``places``."""
    title = paragraphs[appendix.title]
    below = appendix.title + 1
    region = paragraphs[below : appendix.end]
    headings = () if appendix.entries else find_headings([one.text for one in region], _marked(region), False)
    outline = build_sections(region, headings, "appendix", below + 1, base=1)
    alone = {heading.index for heading in headings if heading.alone}
    for index in range(appendix.start, below):
        places[index] = _Place("heading", "appendix")
    for index, paragraph in enumerate(region):
        kind: PassageKind = "heading" if index in alone else _plain(paragraph.kind)
        places[below + index] = _Place(kind, "appendix", (title.text, *outline.paths[index]))
    for entry in appendix.entries:
        for index in range(entry.first, entry.last + 1):
            places[index] = _Place("note" if index == entry.first else "paragraph", "note", (title.text,))
    last = appendix.notes_end if appendix.entries else appendix.end
    for index in range(last, appendix.end):
        places[index] = replace(places[index], path=())
    return Section(title.text, 1, "appendix", title.span, appendix.start + 1, last, outline.sections)


def _marked(region: Sequence[Paragraph]) -> frozenset[int]:
    return frozenset(index for index, paragraph in enumerate(region) if paragraph.kind == "heading")


def _plain(kind: PassageKind) -> PassageKind:
    return kind if kind in ("row", "note") else "paragraph"


def _passage(index: int, paragraph: Paragraph, place: _Place) -> Passage:
    numbered = place.kind == "note"  # what stands at the beginning of a note is its number
    marks = paragraph.note_marks if numbered else find_note_marks(paragraph.text, paragraph.note_marks)
    return Passage(
        number=index + 1,
        kind=place.kind,
        part=place.part,
        span=paragraph.span,
        text=paragraph.text,
        path=place.path,
        page=paragraph.page,
        page_label=paragraph.page_label,
        note_marks=marks,
    )


def _definitions(passages: Sequence[Passage], appendices: Sequence[Appendix]) -> tuple[Definition, ...]:
    """What the glossaries and the footnotes define, in the order of the passages."""
    entries = [(entry.first, entry.label, entry.definition) for appendix in appendices for entry in appendix.entries]
    inside = {index for index, _, _ in entries}
    for index, passage in enumerate(passages):
        if passage.kind == "note" and index not in inside:
            _, label, definition = read_entry(passage.text)
            entries.append((index, label, definition))
    return tuple(
        Definition(term.term, term.label, term.definition, index + 1)
        for index, label, definition in sorted(entries, key=lambda entry: entry[0])
        if label and definition
        for term in read_terms(label, definition)
        if term.term
    )
