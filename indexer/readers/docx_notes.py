"""Footnotes and endnotes of a .docx: their marks in the running text and their order.

Owns how notes are numbered. The number is the word processor's, not the author's, so it stands in brackets: it is no
part of the words around it. Knows nothing of what is in a note.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from indexer.readers.docx_numerals import format_number
from indexer.readers.docx_xml import W, number, value

if TYPE_CHECKING:
    from lxml import etree

_KINDS = ("footnote", "endnote")
_CIRCLED = ("decimalEnclosedCircle", "decimalEnclosedCircleChinese")


class NoteMarks:
    """The notes referred to so far, numbered as they are met.

    Numbers run through the document even where they begin anew on each page or section: pages are not known here, and
    a number that stands twice points to nothing.
    """

    def __init__(
        self, roots: dict[str, etree._Element | None], settings: etree._Element | None, body: etree._Element
    ) -> None:
        self._notes = {kind: _notes_by_id(roots.get(kind), kind) for kind in _KINDS}
        # Endnotes are i, ii, iii unless the author says otherwise. Where no footnotes are to be told from them, figures
        # serve better: notes that explain terms are entries, and entries have figures.
        default = {"footnote": "decimal", "endnote": "lowerRoman" if self._notes["footnote"] else "decimal"}
        self._styles = {kind: _number_style(kind, settings, body, default[kind]) for kind in _KINDS}
        self._marks: dict[tuple[str, str], str] = {}
        self._given = dict.fromkeys(_KINDS, 0)

    def refer(self, kind: str, note_id: str, *, custom: bool) -> str:
        """The mark of a note in the text, [1] or ①; empty for one that has a mark of its own or is not there."""
        if note_id not in self._notes[kind]:
            return ""
        if (kind, note_id) not in self._marks:
            style, start = self._styles[kind]
            count = start + self._given[kind]
            self._given[kind] += not custom
            shown = format_number(count, style) or str(count)
            self._marks[kind, note_id] = (
                "" if custom else shown if style in _CIRCLED and not shown.isascii() else f"[{shown}]"
            )
        return "" if custom else self._marks[kind, note_id]

    def referred(self) -> Iterator[tuple[str, etree._Element]]:
        """The notes that the text refers to, with their marks: footnotes, then endnotes, in the order of the text.

        A note may refer to notes itself; these follow.
        """
        for kind in _KINDS:
            done = 0
            while done < len(order := [key for key in self._marks if key[0] == kind]):
                key = order[done]
                done += 1
                yield self._marks[key], self._notes[kind][key[1]]

    def unreferred(self) -> Iterator[etree._Element]:
        """The notes that are in the file, but to which nothing in the text refers any more."""
        for kind in _KINDS:
            yield from (note for note_id, note in self._notes[kind].items() if (kind, note_id) not in self._marks)


def _notes_by_id(root: etree._Element | None, kind: str) -> dict[str, etree._Element]:
    """The notes of a part, without the lines that separate notes from text (w:type separator …)."""
    if root is None:
        return {}
    notes = root.iterchildren(W + kind)
    return {note.get(W + "id") or "": note for note in notes if note.get(W + "type") in (None, "normal")}


def _number_style(kind: str, settings: etree._Element | None, body: etree._Element, default: str) -> tuple[str, int]:
    """Format and first number: of the first section that says so, else of the document."""
    places = [*body.iter(f"{W}{kind}Pr"), *(settings.iterchildren(f"{W}{kind}Pr") if settings is not None else ())]
    styles = [style for place in places if (style := value(place, "numFmt"))]
    starts = [start for place in places if (start := number(place, "numStart")) is not None]
    return (styles or [default])[0], (starts or [1])[0]
