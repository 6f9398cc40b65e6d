"""Sentences of a passage.

Owns where a sentence ends in Chinese official prose; knows only plain text.
"""

from __future__ import annotations

from indexer.document import Span

_ENDS = frozenset("。！？!?")
_PAIRS = {"“": "”", "‘": "’", "「": "」", "『": "』", "（": "）", "(": ")", "《": "》", "〈": "〉", "【": "】"}
_CLOSERS = frozenset(_PAIRS.values())
#: A quotation longer than this is taken for a text of its own, and its sentences are told apart.
_LONGEST_QUOTE = 200


def sentences(text: str) -> tuple[Span, ...]:
    """The sentences of ``text``, in order, as offsets into it; together they hold every character but blanks.

    What stands after the last full stop is a sentence too, and so is a heading without one. A full stop inside
    quotes or brackets does not end the sentence around them. ``；`` does not end a sentence, nor does a line break.
    """
    inside = _enclosed(text)
    spans: list[Span] = []
    start = at = 0
    while at < len(text):
        if text[at] not in _ENDS or at in inside:
            at += 1
            continue
        while at < len(text) and (text[at] in _ENDS or text[at] in _CLOSERS):
            at += 1
        spans.extend(_trimmed(text, start, at))
        start = at
    spans.extend(_trimmed(text, start, len(text)))
    return tuple(spans)


def _enclosed(text: str) -> frozenset[int]:
    """Offsets that stand between an opening mark and its closing one, unless the two are far apart.

    The last character before the closing mark is not among them if nothing but the closing mark follows a full stop
    and the next sentence begins: “……。” ends where its quotes do.
    """
    open_marks: list[int] = []
    inside: set[int] = set()
    for at, char in enumerate(text):
        if char in _PAIRS:
            open_marks.append(at)
        elif char in _CLOSERS and open_marks and _PAIRS[text[open_marks[-1]]] == char:
            first = open_marks.pop()
            if at - first <= _LONGEST_QUOTE:
                last = at - 1 if not open_marks and _ends_after(text, at) else at
                inside.update(range(first, last))
    return frozenset(inside)


def _ends_after(text: str, at: int) -> bool:
    """Whether a full stop just before the closing mark at ``at`` ends the sentence: nothing that goes on follows."""
    following = text[at + 1 : at + 2]
    return at > 0 and text[at - 1] in _ENDS and following not in ("，", "、", "；", "：", ",", ";", "的", "和", "等")


def _trimmed(text: str, start: int, end: int) -> list[Span]:
    piece = text[start:end]
    start += len(piece) - len(piece.lstrip())
    end = start + len(piece.strip())
    return [Span(start, end)] if end > start else []
