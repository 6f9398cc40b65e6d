"""Sentences of a passage.

Owns where a sentence ends in Chinese official prose; knows only plain text.
"""

from __future__ import annotations

import re
from bisect import bisect

from indexer.document import Span

_ENDS = frozenset("。！？!?")
_PAIRS = {"“": "”", "‘": "’", "「": "」", "『": "』", "（": "）", "(": ")", "《": "》", "〈": "〉", "【": "】"}
_CLOSERS = "".join(_PAIRS.values())
_MARK = re.compile(f"[{re.escape(''.join((*_ENDS, *_PAIRS, _CLOSERS)))}]")
_TAIL = re.compile(f"[{re.escape(''.join((*_ENDS, _CLOSERS)))}]+")
#: A quotation longer than this is taken for a text of its own, and its sentences are told apart.
_LONGEST_QUOTE = 200


def sentences(text: str) -> tuple[Span, ...]:
    """The sentences of ``text``, in order, as offsets into it; together they hold every character but blanks.

    What stands after the last full stop is a sentence too, and so is a heading without one. A full stop inside
    quotes or brackets does not end the sentence around them. ``；`` does not end a sentence, nor does a line break.
    """
    spans: list[Span] = []
    start = 0
    for stop in _stops(text):
        if stop >= start:
            tail = _TAIL.match(text, stop + 1)
            end = tail.end() if tail else stop + 1
            spans.extend(_trimmed(text, start, end))
            start = end
    spans.extend(_trimmed(text, start, len(text)))
    return tuple(spans)


def _stops(text: str) -> list[int]:
    """Offsets of full stops that do not stand between an opening mark and its closing one, unless these are far apart.

    A full stop just before the closing mark is one where nothing but the closing mark follows it and the next sentence
    begins: “……。” ends where its quotes do.
    """
    stops: list[int] = []
    inside: set[int] = set()
    open_marks: list[int] = []
    for match in _MARK.finditer(text):
        char, at = match[0], match.start()
        if char in _ENDS:
            stops.append(at)
        elif char in _PAIRS:
            open_marks.append(at)
        elif open_marks and _PAIRS[text[open_marks[-1]]] == char:
            first = open_marks.pop()
            if stops and first < stops[-1] and at - first <= _LONGEST_QUOTE:
                last = at - 1 if not open_marks and _ends_after(text, at) else at
                inside.update(stop for stop in stops[bisect(stops, first) :] if stop < last)
    return [stop for stop in stops if stop not in inside] if inside else stops


def _ends_after(text: str, at: int) -> bool:
    """Whether a full stop just before the closing mark at ``at`` ends the sentence: nothing that goes on follows."""
    following = text[at + 1 : at + 2]
    return at > 0 and text[at - 1] in _ENDS and following not in ("，", "、", "；", "：", ",", ";", "的", "和", "等")


def _trimmed(text: str, start: int, end: int) -> list[Span]:
    piece = text[start:end]
    start += len(piece) - len(piece.lstrip())
    end = start + len(piece.strip())
    return [Span(start, end)] if end > start else []
