"""The styles of a .docx, as far as they bear on the text: which numbering they bring, and whether they hide.

Owns inheritance (basedOn, defaults). Knows no lists beyond their numbers and nothing of how text looks.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from indexer.readers.docx_xml import W, is_on, number, value

if TYPE_CHECKING:
    from lxml import etree

_LONGEST_CHAIN = 50


@dataclass(frozen=True, slots=True)
class Style:
    """A style: ``num_id`` and ``level`` of its own numbering, ``hidden`` if it says so itself (None: not said)."""

    id: str
    based_on: str | None = None
    num_id: str | None = None
    level: int | None = None
    hidden: bool | None = None


@dataclass(frozen=True, slots=True)
class Styles:
    """All styles by id; ``default`` is that of paragraphs that name none, ``hiding`` are those that hide their text."""

    by_id: dict[str, Style]
    default: str | None = None
    hiding: frozenset[str] = frozenset()
    hidden_by_default: bool = False

    def chain(self, style_id: str | None) -> tuple[Style, ...]:
        """A style and those it is based on, nearest first; of a circle each once."""
        found: list[Style] = []
        style = self.by_id.get(style_id) if style_id else None
        while style is not None and style not in found and len(found) < _LONGEST_CHAIN:
            found.append(style)
            style = self.by_id.get(style.based_on) if style.based_on else None
        return tuple(found)

    def hides(self, run: etree._Element | None, paragraph_style: str | None) -> bool:
        """Whether text with these run properties in a paragraph of this style is hidden (w:vanish).

        What the run says itself holds; else the property is a toggle between paragraph and character style (17.7.3).
        """
        direct = is_on(run, "vanish")
        if direct is not None:
            return direct
        by_paragraph = (paragraph_style or self.default) in self.hiding
        by_character = run is not None and value(run, "rStyle") in self.hiding
        return self.hidden_by_default or by_paragraph != by_character


def read_styles(root: etree._Element | None) -> Styles:
    """The styles of a styles part; without one there are none."""
    if root is None:
        return Styles({})
    by_id: dict[str, Style] = {}
    default = None
    for element in root.iterchildren(W + "style"):
        style_id = element.get(W + "styleId") or ""
        list_of = element.find(f"{W}pPr/{W}numPr")
        by_id[style_id] = Style(
            id=style_id,
            based_on=value(element, "basedOn"),
            num_id=value(list_of, "numId"),
            level=number(list_of, "ilvl"),
            hidden=is_on(element.find(W + "rPr"), "vanish"),
        )
        if element.get(W + "type") == "paragraph" and element.get(W + "default") in ("1", "true", "on"):
            default = style_id
    hidden = is_on(root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr"), "vanish")
    styles = Styles(by_id, default, hidden_by_default=bool(hidden))
    return replace(styles, hiding=frozenset(one for one in by_id if _hides(styles.chain(one))))


def _hides(chain: tuple[Style, ...]) -> bool:
    return next((style.hidden for style in chain if style.hidden is not None), False)
