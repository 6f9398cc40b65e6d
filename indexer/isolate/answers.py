"""Readings as JSON and back: what a child process answers, which is checked as the word of a stranger.

Owns the form and the checks. Lone surrogates, which JSON as such does not forbid, survive.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, get_args

from indexer.document import Block, Dropped, PassageKind, Reading, Span

_KINDS = frozenset(get_args(PassageKind))


@dataclass(frozen=True, slots=True)
class Failure:
    """Why there is no Reading: ``expected`` failures are the reader's own SourceErrors, named and worded by it."""

    text: str
    expected: bool


def reading_answer(reading: Reading) -> bytes:
    """A Reading as an answer."""
    return _encoded(
        {
            "blocks": [
                [b.text, b.kind, b.page, b.page_label, [[mark.start, mark.end] for mark in b.note_marks]]
                for b in reading.blocks
            ],
            "encoding": reading.encoding,
            "dropped": [[piece.reason, piece.text] for piece in reading.dropped],
            "doubts": list(reading.doubts),
            "hints": reading.hints,
        }
    )


def error_answer(text: str) -> bytes:
    """The words of a SourceError as an answer."""
    return _encoded({"error": text})


def fault_answer(text: str) -> bytes:
    """Any other fault as an answer."""
    return _encoded({"fault": text})


def answer_of(data: bytes) -> Reading | Failure:
    """What an answer says; raises ValueError, naming the place, for one that is not exactly of the form."""
    try:
        found = json.loads(data.decode("utf-8", "surrogatepass"))
    except RecursionError:
        raise ValueError("嵌套过深") from None
    if not isinstance(found, dict):
        raise ValueError("不是对象")
    for key, expected in (("error", True), ("fault", False)):
        if key in found:
            return Failure(_text(found[key], key), expected)
    hints = found.get("hints")
    if not isinstance(hints, dict):
        raise ValueError("hints")
    return Reading(
        blocks=tuple(_block(row) for row in _rows(found, "blocks", 5)),
        encoding=_text_or_none(found.get("encoding"), "encoding"),
        dropped=tuple(Dropped(_text(a, "dropped"), _text(b, "dropped")) for a, b in _rows(found, "dropped", 2)),
        doubts=tuple(_text(doubt, "doubts") for doubt in _list(found.get("doubts"), "doubts")),
        hints={_text(name, "hints"): _text(value, "hints") for name, value in hints.items()},
    )


def _block(row: list[Any]) -> Block:
    text, kind, page, label, marks = row
    words = _text(text, "text")
    if kind not in _KINDS:
        raise ValueError("kind")
    if page is not None and (type(page) is not int or page < 1):
        raise ValueError("page")
    spans = tuple(_span(mark, len(words)) for mark in _list(marks, "note_marks"))
    return Block(words, kind, page, _text_or_none(label, "page_label"), spans)


def _span(mark: object, length: int) -> Span:
    match mark:
        case [int(start), int(end)] if 0 <= start <= end <= length:
            return Span(start, end)
    raise ValueError("note_marks")


def _rows(found: dict[str, Any], key: str, width: int) -> list[list[Any]]:
    rows = _list(found.get(key), key)
    if any(not isinstance(row, list) or len(row) != width for row in rows):
        raise ValueError(key)
    return rows


def _list(value: object, key: str) -> list[Any]:
    if not isinstance(value, list):
        raise ValueError(key)
    return value


def _text(value: object, key: str) -> str:
    if not isinstance(value, str):
        raise ValueError(key)
    return value


def _text_or_none(value: object, key: str) -> str | None:
    return None if value is None else _text(value, key)


def _encoded(answer: dict[str, Any]) -> bytes:
    return json.dumps(answer, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")
