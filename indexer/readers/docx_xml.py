"""Names and values in WordprocessingML (ISO/IEC 29500-1): what every module of the DOCX reader says in the same way.

Owns the namespaces and how an attribute or an on/off property is read from an element that may be wrong or missing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
COMPATIBILITY = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
SPACE = "{http://www.w3.org/XML/1998/namespace}space"

_VAL = W + "val"
_OFF = frozenset({"0", "false", "off"})


def value(element: etree._Element | None, child: str | None = None) -> str | None:
    """The ``w:val`` of an element, or of its first child of that name; None where there is none."""
    if element is not None and child is not None:
        element = element.find(W + child)
    found = None if element is None else element.get(_VAL)
    return None if found is None else str(found)


def number(element: etree._Element | None, child: str | None = None) -> int | None:
    """The ``w:val`` as a number of at most ten digits; None where there is none or it is no number."""
    text = (value(element, child) or "").strip()
    digits = text.removeprefix("-")
    return int(text) if digits.isascii() and digits.isdigit() and len(digits) <= 10 else None


def is_on(properties: etree._Element | None, name: str) -> bool | None:
    """Whether an on/off property is set; None where it is not mentioned."""
    element = None if properties is None else properties.find(W + name)
    return None if element is None else (element.get(_VAL) or "true").lower() not in _OFF


def string_of(node: etree._Element) -> str:
    """The characters of an element that holds text; a comment inside it does not end them."""
    return str(node.xpath("string()")) if len(node) else node.text or ""


_TEXTS = (W + "t", W + "delText", MATH + "t", DRAWING + "t")


def text_of(element: etree._Element) -> str:
    """All text that runs hold below an element, deleted text included, with nothing between."""
    return "".join(map(string_of, element.iter(*_TEXTS)))


def has_text(element: etree._Element) -> bool:
    """Whether there is text below an element: stops at the first that is not blank."""
    return any(string_of(node).strip() for node in element.iter(*_TEXTS))


def choose_branch(element: etree._Element) -> tuple[etree._Element | None, tuple[etree._Element, ...]]:
    """Of the branches of mc:AlternateContent, which say the same for newer and older programs, the one to read.

    The first with text, else the first; and those of the others whose text is another.
    """
    branches = [one for one in element if one.tag in (COMPATIBILITY + "Choice", COMPATIBILITY + "Fallback")]
    chosen = next((one for one in branches if has_text(one)), branches[0] if branches else None)
    others = [one for one in branches if one is not chosen and has_text(one)]
    text = text_of(chosen) if others and chosen is not None else ""
    return chosen, tuple(one for one in others if text_of(one) != text)
