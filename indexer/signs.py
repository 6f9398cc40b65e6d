"""Signs: what a literal is made of (DESIGN 3). The exact layer stands on this module.

Owns the cutting of text into signs and the search for a run of signs. A text becomes a *key*, a string in which a run
of signs is found by plain string search: a Han character (or any other character that is a sign by itself) stands for
itself, a Latin run or a figure is bracketed (``\\x02ai\\x03``), a punctuation mark is ``\\x01``; quotes, blanks and
invisible characters are not there. As brackets close every run, AI is not found in MAIN, nor 8.5% in 18.5%.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from indexer.document import Span
from indexer.fold import QUOTES, fold

MARK = "\x01"
OPEN, CLOSE = "\x02", "\x03"
_BETWEEN = "\uf8ff"  # stands for itself, as nobody gave it a meaning; no run goes over it, and no rule looks beyond it
_JOINT = "\x06"  # invisible, so that no text has it when it is used
_HYPHEN, _DOT = "\x04", "\x05"  # a hyphen or middle dot inside a term, which is a sign; elsewhere it is a mark

# A run, as what follows its first character: a pattern that begins with a class of characters is found five times as fast.
_NUMERAL, _LATIN = "一二三四五六七八九〇", r"a-z\u00df-\u024f\u0370-\u03ff\u0400-\u052f"
#: The mark of a note in running text, which is no part of it for matching. 国发〔2022〕2号 has four digits or a 号 after it;
#: what stands at the very beginning is the number of a note, not a mark.
NOTE_MARK = re.compile(
    r"(?<=.)(?:\[\d{1,3}\]|［[\d０-９]{1,3}］|【\d{1,3}】|〔\d{1,3}〕)(?!\s*[\d０-９]*号)", re.DOTALL
)

_YEAR = (
    f"(?<=[{_NUMERAL}])(?<![{_NUMERAL}]{{2}})"
    f"(?:(?<=[一二])[〇八九][{_NUMERAL}]{{2}}(?![{_NUMERAL}])|[{_NUMERAL}]{{3}}(?=[ ]?年))"
)
_FIGURE = r"(?<=[0-9])(?:[0-9]{0,2}(?:,[0-9]{3})+(?![0-9])|[0-9]*)(?:\.[0-9]+)?[%‰]?"
_ANY = f"([0-9{_LATIN}{_NUMERAL}](?:{_FIGURE}|(?<=[{_LATIN}])[{_LATIN}]*|{_YEAR}))"
_RUN = re.compile(_ANY)
_TOKEN = re.compile(f"{_ANY}|.", re.DOTALL)
_SIGN = re.compile(f"{OPEN}[^{CLOSE}]*{CLOSE}|.", re.DOTALL)
_INNER = re.compile(r'([-·])(?<=[^\W_][-·]|["%+&][-·])(?=[^\W_]|["+&])')
_INVISIBLE = re.compile(
    r"[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\xad\u034f\u061c\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\U000e0000-\U000e0fff\u0300-\u036f]"
)
_DIGITS = str.maketrans("一二三四五六七八九〇", "1234567890")
_HAN_DIGITS = frozenset("一二三四五六七八九〇")

#: From this many characters on it pays to use numpy.
_LONG = 4_000
_UNKNOWN, _NOTHING = 0x110000, 0x110001


class _Classes(dict[int, str | None]):
    """What each folded character is outside a run: None (nothing), MARK, or itself; filled as characters turn up."""

    def __missing__(self, code: int) -> str | None:
        self[code] = _class(chr(code))
        return self[code]


def _class(char: str) -> str | None:
    if char in "+&〇" or char in (_HYPHEN, _DOT):
        return char
    if char in QUOTES or char.isspace() or _INVISIBLE.match(char):
        return None
    category = unicodedata.category(char)
    if category[0] == "P" or category in ("Sm", "Sk") or "\u25a0" <= char <= "\u25ff" or char in "★☆※$¥￥^`|~":
        return MARK
    return None if category in ("Mn", "Me", "Cf", "Cc") else char


_CLASSES = _Classes()


def sign_key(text: str) -> str:
    """The key of ``text``: see the module. Time is linear; a megabyte takes about 0.1 s."""
    pieces = _RUN.split(_prepared(fold(visible(text))))
    if len(text) < _LONG:
        pieces[0::2] = [piece.translate(_CLASSES) for piece in pieces[0::2]]
    else:
        pieces[0::2] = _classed(_JOINT.join(pieces[0::2])).split(_JOINT)
    pieces[1::2] = [f"{OPEN}{_run(piece)}{CLOSE}" for piece in pieces[1::2]]
    return "".join(pieces)


def _classed(text: str) -> str:
    """``text.translate(_CLASSES)`` five times as fast, in a table of numbers; ``_JOINT`` stands for itself."""
    import numpy as np  # here: a query is short

    table = _class_table()
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")
    classes = table[codes]
    new = codes[classes == _UNKNOWN]
    if new.size:
        for code in np.unique(new).tolist():
            sign = _CLASSES[code]
            table[code] = _NOTHING if sign is None else ord(sign)
        classes = table[codes]
    return str(classes[classes != _NOTHING].tobytes(), "utf-32-le", "surrogatepass")


@cache
def _class_table() -> Any:
    import numpy as np

    table = np.full(0x110000, _UNKNOWN, dtype="<u4")
    table[ord(_JOINT)] = ord(_JOINT)
    return table


def sign_keys(texts: Sequence[str]) -> tuple[str, ...]:
    """The :func:`sign_key` of each of ``texts``; for many short ones in half the time, as they are cut as one text."""
    joined = _BETWEEN.join(texts)
    if len(texts) > 1 and joined.count(_BETWEEN) == len(texts) - 1:
        return tuple(sign_key(joined).split(_BETWEEN))
    return tuple(map(sign_key, texts))


def query_key(text: str) -> str:
    """The key of a literal to look for: as :func:`sign_key`, with the marks at both ends dropped; may be empty."""
    return sign_key(text).strip(MARK)


def sign_list(key: str) -> list[str]:
    """The signs of a key, in order; runs keep their brackets."""
    return _SIGN.findall(key)


def find_literals(key: str, needles: Iterable[str]) -> tuple[tuple[int, int], ...]:
    """Where any of the needles (query keys) stands in a key: (start, end), left to right, not overlapping.

    Where two begin at one place the longer is taken; what overlaps a place already taken is not counted, as with the
    search of an editor. The number of places is the number of occurrences.
    """
    places = sorted((at, -len(needle)) for needle in set(needles) if needle for at in _places(key, needle))
    found: list[tuple[int, int]] = []
    for at, negative in places:
        if not found or at >= found[-1][1]:
            found.append((at, at - negative))
    return tuple(found)


def _places(key: str, needle: str) -> Iterable[int]:
    at = key.find(needle)
    while at >= 0:
        yield at
        at = key.find(needle, at + 1)


@dataclass(frozen=True, slots=True)
class SignText:
    """A text cut into signs: its key and, for each character of the key, the offsets of its sign in the text."""

    key: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def find(self, needles: Iterable[str]) -> tuple[Span, ...]:
        """Where literals (query keys) stand in the text: see :func:`find_literals`."""
        return tuple(Span(self.starts[i], self.ends[j - 1]) for i, j in find_literals(self.key, needles))


def sign_text(text: str) -> SignText:
    """``text`` cut into signs with their offsets: slower than :func:`sign_key`, with the same key."""
    places = [i for i, c in enumerate(text) if not _INVISIBLE.match(c)] if _INVISIBLE.search(text) else range(len(text))
    key: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for match in _TOKEN.finditer(_prepared(fold(visible(text)))):
        sign = f"{OPEN}{_run(match[1])}{CLOSE}" if match[1] else _CLASSES[ord(match[0])]
        if sign is None:
            continue
        key.append(sign)
        starts.extend([places[match.start()]] * len(sign))
        ends.extend([places[match.end() - 1] + 1] * len(sign))
    return SignText("".join(key), tuple(starts), tuple(ends))


def visible(text: str) -> str:
    """``text`` without the characters that have no width: zero-width blanks, soft hyphens, marks of direction …"""
    return _INVISIBLE.sub("", text)


def _prepared(folded: str) -> str:
    return _INNER.sub(lambda m: _HYPHEN if m[1] == "-" else _DOT, folded)


def _run(token: str) -> str:
    if token[0] in _HAN_DIGITS:
        return token.translate(_DIGITS)
    return token.replace(",", "") if token[0].isdigit() else token
