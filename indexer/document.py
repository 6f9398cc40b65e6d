"""The values that flow from readers to pages: blocks, documents, sections, passages, facts.

Owns their shapes and invariants; knows no file format, no engine and no page. All values are frozen.
Offsets are code points into the canonical text of the document unless a docstring says otherwise.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Part = Literal["title", "body", "review", "plan", "appendix", "note"]
PassageKind = Literal["title", "heading", "paragraph", "row", "note"]
Level = Literal["national", "province", "city", "county"]

BODY_PARTS: frozenset[str] = frozenset({"body", "review", "plan"})
APPENDIX_PARTS: frozenset[str] = frozenset({"appendix", "note"})


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of text: from code point ``start`` up to, not including, ``end``."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"not a span: {self.start}..{self.end}")

    def of(self, text: str) -> str:
        """The characters of ``text`` in this span."""
        return text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph, table row or note as a reader found it, before any structure is seen in it.

    ``text`` is canonical: shown, quoted and cited as it stands. It may hold line breaks that the source has
    inside the paragraph. ``page`` is the physical page, from 1, of formats that have pages; ``page_label`` what
    is printed on it. ``note_marks`` are the places, in ``text``, of note reference marks that are no words.
    """

    text: str
    kind: PassageKind = "paragraph"
    page: int | None = None
    page_label: str | None = None
    note_marks: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Dropped:
    """Text of the source that a reader left out, and why (``reason`` is a short word: navigation, script …)."""

    reason: str
    text: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reader made of one source: blocks in reading order and an honest account of the rest.

    ``hints`` are facts that the container tells (``title``, ``date``, ``url`` …), never trusted before the text.
    """

    blocks: tuple[Block, ...]
    encoding: str | None = None
    dropped: tuple[Dropped, ...] = ()
    doubts: tuple[str, ...] = ()
    hints: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a document. None is "not known", never a guess; ``date`` is ISO 8601.

    ``region`` is the full name (株洲市荷塘区), ``region_code`` the six digits of GB/T 2260, ``authors`` the bodies
    or persons responsible as they are cited, ``speaker_role`` the office as printed (代区长), ``url`` the official
    source (http or https only), ``origin`` where the copy came from, in words.
    """

    title: str | None = None
    region: str | None = None
    region_code: str | None = None
    level: Level | None = None
    year: int | None = None
    date: str | None = None
    meeting: str | None = None
    speaker: str | None = None
    speaker_role: str | None = None
    authors: tuple[str, ...] = ()
    kind: str | None = None
    number: str | None = None
    url: str | None = None
    origin: str | None = None


@dataclass(frozen=True, slots=True)
class Passage:
    """The unit that is found, shown, linked and cited: a paragraph, heading, table row or note.

    ``number`` counts from 1 over the whole document, headings and appendix included. ``span`` lies in the canonical
    text of the document and ``text`` is what it holds. ``path`` are the headings above it, outermost first.
    """

    number: int
    kind: PassageKind
    part: Part
    span: Span
    text: str
    path: tuple[str, ...] = ()
    page: int | None = None
    page_label: str | None = None
    note_marks: tuple[Span, ...] = ()

    @property
    def words(self) -> str:
        """The text as it is matched: of the same length, with blanks for the marks of notes (六重[1]方针)."""
        text = self.text
        for mark in self.note_marks:
            text = text[: mark.start] + " " * (mark.end - mark.start) + text[mark.end :]
        return text


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with what stands below it.

    ``level`` is 1 for 一、, 2 for （一）, 3 for 1.; ``span`` is the heading in the canonical text (for a heading that
    runs into its sentence only the heading itself); ``first`` and ``last`` are passage numbers, both inclusive.
    """

    heading: str
    level: int
    part: Part
    span: Span
    first: int
    last: int
    sections: tuple[Section, ...] = ()


@dataclass(frozen=True, slots=True)
class Definition:
    """A term that a document defines itself: ``passage`` is the number of the note, ``definition`` its words.

    ``label`` is the term as printed with what surrounds it (“三高四新”战略), ``term`` what is defined (三高四新).
    """

    term: str
    label: str
    definition: str
    passage: int


@dataclass(frozen=True, slots=True)
class Source:
    """A file of the corpus with the facts that a person wrote beside it."""

    document_id: str
    path: str
    sha256: str
    facts: Facts
    data: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Document:
    """One document as a tree: ``text`` is canonical, passages and sections point into it."""

    id: str
    facts: Facts
    text: str
    passages: tuple[Passage, ...]
    sections: tuple[Section, ...]
    definitions: tuple[Definition, ...] = ()
    dropped: tuple[Dropped, ...] = ()
    doubts: tuple[str, ...] = ()
    sha256: str = ""
