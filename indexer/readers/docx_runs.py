"""The text of one paragraph of a .docx: what a reader of the page sees, in one line or more.

Owns everything inside w:p: runs, fields, tracked changes, hidden text, content controls, symbols, ruby, formulas, note
marks, text boxes (which are handed back). Whatever element is not known is walked into, so no text is lost unseen.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from indexer.readers.docx_account import MARK_CLOSE, MARK_OPEN, Account
from indexer.readers.docx_numerals import symbol_char
from indexer.readers.docx_xml import (
    COMPATIBILITY,
    DRAWING,
    MATH,
    SPACE,
    W,
    choose_branch,
    has_text,
    is_on,
    string_of,
    text_of,
    value,
)

if TYPE_CHECKING:
    from lxml import etree

    from indexer.readers.docx_notes import NoteMarks
    from indexer.readers.docx_styles import Styles

_VML = "{urn:schemas-microsoft-com:vml}"
_PICTURE = "{http://schemas.openxmlformats.org/drawingml/2006/picture}pic"
_CHARTS = (
    "{http://schemas.openxmlformats.org/drawingml/2006/chart}chart",
    "{http://schemas.openxmlformats.org/drawingml/2006/diagram}relIds",
)
_TYPED_MARK = re.compile(r"[\[［〔【(（]\d{1,3}[\]］〕】)）]|[①-⑳]")
_DEEPEST_FIELD = 50
_CONTENTS = re.compile(r"\s*TOC\b", re.IGNORECASE)
_NUMBERING_FIELD = re.compile(r"\s*(?:AUTONUM|LISTNUM)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class RunText:
    """The text of a paragraph, line breaks inside as ``\\n``, note marks between MARK_OPEN and MARK_CLOSE.

    ``boxes`` are the text boxes anchored in it, each with the reason for which it is left out, if there is one.
    """

    text: str
    boxes: tuple[tuple[etree._Element, str | None], ...] = ()


@dataclass(slots=True)
class _Field:
    """A complex field that is open: its instruction, and whether its result has begun."""

    code: str = ""
    has_result: bool = False


def fields_balance(story: etree._Element) -> bool:
    """Whether the complex fields of a story begin and end in pairs; if not, no text may count as a field's code."""
    depth = 0
    for element in story.iter(W + "fldChar"):
        kind = element.get(W + "fldCharType")
        depth += {"begin": 1, "end": -1}.get(kind or "", 0)
        if not 0 <= depth <= _DEEPEST_FIELD:
            return False
    return depth == 0


class RunReader:
    """Reads the paragraphs of one story (body, note) in order; fields may run on from one to the next."""

    def __init__(self, styles: Styles, marks: NoteMarks, account: Account, *, with_fields: bool = True) -> None:
        self._styles, self._marks, self._account, self._with_fields = styles, marks, account, with_fields
        self._fields: list[_Field] = []
        self._style: str | None = None
        self._parts: list[str] = []
        self._left: dict[str, list[str]] = {}
        self._boxes: list[tuple[etree._Element, str | None]] = []

    def read(self, paragraph: etree._Element, out: str | None = None) -> RunText:
        """The text of a paragraph; with ``out``, the reason for which it is left out, all of it goes to the account."""
        self._parts, self._left, self._boxes = [], {}, []
        self._style = value(paragraph.find(W + "pPr"), "pStyle")
        self._walk(paragraph, out)
        for reason, parts in self._left.items():
            self._account.drop(reason, "".join(parts))
        return RunText("".join(self._parts), tuple(self._boxes))

    def _walk(self, node: etree._Element, out: str | None) -> None:
        for child in node:
            tag = child.tag
            if not isinstance(tag, str):
                continue  # a comment or processing instruction
            handle = _HANDLERS.get(tag)
            if handle is not None:
                handle(self, child, out)
            elif not tag.endswith("Pr"):
                self._walk(child, out)

    def _put(self, text: str, out: str | None) -> None:
        reason = out or self._field_reason()
        if reason is None:
            self._parts.append(text)
        else:
            self._left.setdefault(reason, []).append(text)

    def _field_reason(self) -> str | None:
        if any(not one.has_result for one in self._fields):
            return "field code"
        return "contents" if any(_CONTENTS.match(one.code) for one in self._fields) else None

    # -- one method for each kind of element --------------------------------------------------------------------

    def _text(self, node: etree._Element, out: str | None) -> None:
        text = string_of(node).replace("\n", " ").replace("\r", " ")
        self._put(text if node.get(SPACE) == "preserve" else text.strip(" \t"), out)

    def _deleted_text(self, node: etree._Element, out: str | None) -> None:
        self._put(string_of(node), out or "deleted")

    def _tab(self, _: etree._Element, out: str | None) -> None:
        self._put("\t", out)

    def _break(self, _: etree._Element, out: str | None) -> None:
        self._put("\n", out)

    def _hyphen(self, _: etree._Element, out: str | None) -> None:
        self._put("-", out)

    def _symbol(self, node: etree._Element, out: str | None) -> None:
        code = node.get(W + "char") or ""
        known = re.fullmatch("[0-9A-Fa-f]{1,6}", code)
        char = symbol_char(int(code, 16), node.get(W + "font") or "") if known else None
        self._account.seen["symbol"] += char is None
        self._put(char or "", out)

    def _run(self, node: etree._Element, out: str | None) -> None:
        properties = node.find(W + "rPr")
        if out is None and self._styles.hides(properties, self._style):
            out = "hidden"
        raised = value(properties, "vertAlign") == "superscript" and _TYPED_MARK.fullmatch(text_of(node).strip())
        custom = any(_has_own_mark(child) for child in node)
        if raised or custom:
            self._put(MARK_OPEN, out)
        self._walk(node, out)
        if raised or custom:
            self._put(MARK_CLOSE, out)

    def _note(self, node: etree._Element, out: str | None) -> None:
        if out is None and self._field_reason() is None:
            kind = "footnote" if node.tag == W + "footnoteReference" else "endnote"
            mark = self._marks.refer(kind, node.get(W + "id") or "", custom=_has_own_mark(node))
            if mark:
                self._put(f"{MARK_OPEN}{mark}{MARK_CLOSE}", out)

    def _field(self, node: etree._Element, out: str | None) -> None:
        kind = node.get(W + "fldCharType")
        if not self._with_fields:
            return
        if kind == "begin":
            self._fields.append(_Field())
        elif kind == "separate" and self._fields:
            self._fields[-1].has_result = True
        elif kind == "end" and self._fields:
            closed = self._fields.pop()
            self._account.seen["numbering field"] += bool(_NUMBERING_FIELD.match(closed.code)) and out is None

    def _instruction(self, node: etree._Element, _: str | None) -> None:
        if self._fields and not self._fields[-1].has_result:
            self._fields[-1].code += string_of(node)

    def _inserted(self, node: etree._Element, out: str | None) -> None:
        self._account.seen["inserted"] += out is None and has_text(node)
        self._walk(node, out)

    def _deleted(self, node: etree._Element, out: str | None) -> None:
        self._account.seen["deleted"] += out is None and has_text(node)
        self._walk(node, out or "deleted")

    def _control(self, node: etree._Element, out: str | None) -> None:
        prompt = is_on(node.find(W + "sdtPr"), "showingPlcHdr")
        self._walk(node, out or ("placeholder" if prompt else None))

    def _ruby(self, node: etree._Element, out: str | None) -> None:
        self._walk(node, out or "ruby")

    def _script(self, node: etree._Element, out: str | None) -> None:
        if has_text(node):
            self._put({MATH + "den": "/", MATH + "sup": "^", MATH + "sub": "_"}[str(node.tag)], out)
        self._walk(node, out)

    def _box(self, node: etree._Element, out: str | None) -> None:
        self._boxes.append((node, out or self._field_reason()))

    def _branches(self, node: etree._Element, out: str | None) -> None:
        chosen, others = choose_branch(node)
        for other in others:
            self._account.drop("alternate", text_of(other))
        if chosen is not None:
            self._walk(chosen, out)

    def _picture(self, node: etree._Element, out: str | None) -> None:
        self._account.seen["image"] += out is None
        self._walk(node, out)

    def _chart(self, _: etree._Element, out: str | None) -> None:
        self._account.seen["chart"] += out is None


def _has_own_mark(node: etree._Element) -> bool:
    """Whether a note reference is followed by a mark that the author typed (customMarkFollows)."""
    return (node.get(W + "customMarkFollows") or "0").lower() not in ("0", "false", "off")


_HANDLERS: dict[str, Callable[[RunReader, etree._Element, str | None], None]] = {
    **dict.fromkeys((W + "t", MATH + "t"), RunReader._text),
    W + "delText": RunReader._deleted_text,
    **dict.fromkeys((W + "tab", W + "ptab"), RunReader._tab),
    **dict.fromkeys((W + "br", W + "cr"), RunReader._break),
    W + "noBreakHyphen": RunReader._hyphen,
    W + "sym": RunReader._symbol,
    W + "r": RunReader._run,
    **dict.fromkeys((W + "footnoteReference", W + "endnoteReference"), RunReader._note),
    W + "fldChar": RunReader._field,
    W + "instrText": RunReader._instruction,
    **dict.fromkeys((W + "ins", W + "moveTo"), RunReader._inserted),
    **dict.fromkeys((W + "del", W + "moveFrom"), RunReader._deleted),
    W + "sdt": RunReader._control,
    W + "rt": RunReader._ruby,
    **dict.fromkeys((MATH + "den", MATH + "sup", MATH + "sub"), RunReader._script),
    # A text box holds paragraphs; so does a DrawingML shape, and WordArt has its words in an attribute.
    **dict.fromkeys((W + "txbxContent", DRAWING + "p", _VML + "textpath"), RunReader._box),
    COMPATIBILITY + "AlternateContent": RunReader._branches,
    **dict.fromkeys((_PICTURE, _VML + "imagedata"), RunReader._picture),
    **dict.fromkeys(_CHARTS, RunReader._chart),
}
