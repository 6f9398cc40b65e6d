"""Brute force for the exact layer, written from DESIGN 3 alone: character by character, no regular expression.

It shares no code with indexer.signs or indexer.fold; where both agree, it is not because both are the same.
"""

from __future__ import annotations

import unicodedata
from array import array
from functools import cache

import numpy as np
import opencc

HAN_DIGITS = "〇一二三四五六七八九"
QUOTES = set("\"'“”„‟‘’‚‛「」『』﹁﹂﹃﹄《》〈〉«»‹›〝〞〟＂＇｢｣`´")
DOTS, SHORT = set("·•‧・∙･⋅"), set("-‐‑‒–−﹣－")


@cache
def plain(char):
    """One character as it is compared: width, case, script, radicals, zero."""
    if char in "○◯零":
        return "〇"
    if "！" <= char <= "～":
        char = chr(ord(char) - 0xFEE0)
    code = ord(char)
    if 0x2F00 <= code <= 0x2FD5 or 0xF900 <= code <= 0xFAFF or 0x2F800 <= code <= 0x2FA1F:
        compatible = unicodedata.normalize("NFKC", char)
        char = compatible if len(compatible) == 1 else char
    simplified = _simplifier().convert(char)
    char = simplified if len(simplified) == 1 else char
    lower = char.lower()
    return lower if len(lower) == 1 else char


@cache
def _simplifier():
    return opencc.OpenCC("t2s")


def visible(text):
    """The characters that have a width."""
    return [c for c in text if _has_width(c)]


@cache
def _has_width(char):
    category = unicodedata.category(char)
    return category not in ("Cf", "Mn", "Me") and (category != "Cc" or char.isspace())


@cache
def _stands_alone(char):
    """Whether a character is a sign by itself, whatever its neighbours: Han characters that are no digits, and such."""
    return unicodedata.category(char) == "Lo" and char not in HAN_DIGITS and not _letter(char)


def signs(text):
    """The signs of a text as a list of strings; a mark is ``"¶"``."""
    raw = visible(text)
    chars = [plain(c) for c in raw]
    _zero_letters(chars)
    found, at = [], 0
    while at < len(chars):
        if _stands_alone(chars[at]):
            found.append(chars[at])
            at += 1
            continue
        end = _run_end(chars, at)
        if end > at + 1 or (chars[at].isascii() and chars[at].isalnum()):
            found.append(_run("".join(chars[at:end])))
            at = end
            continue
        sign = _single(raw, chars, at)
        found.extend([sign] if sign else [])
        at += 1
    return found


def _zero_letters(chars):
    """二O三五: a letter or 0 between Han numerals is a zero."""
    at = 0
    while at < len(chars):
        end = at
        while end < len(chars) and chars[end] in "0oοо":
            end += 1
        if at < end < len(chars) and at and chars[at - 1] in HAN_DIGITS and chars[end] in HAN_DIGITS[1:]:
            chars[at:end] = "〇" * (end - at)
        at = max(end, at + 1)


def _run_end(chars, at):
    """The end of the Latin run, figure or year that begins here; ``at`` + 1 if none does."""
    if _letter(chars[at]):
        return _while(chars, at, _letter)
    if chars[at] in "0123456789":
        return _figure_end(chars, at)
    if chars[at] in HAN_DIGITS and not (at and chars[at - 1] in HAN_DIGITS):
        end = _while(chars, at, HAN_DIGITS.__contains__)
        following = chars[end : end + 2]
        before_year = bool(following) and (following[0] == "年" or (following[0].isspace() and following[1:] == ["年"]))
        like_year = chars[at] in "一二" and chars[at + 1 : at + 2] and chars[at + 1] in "〇八九"
        if end - at == 4 and (before_year or like_year):
            return end
    return at + 1


def _letter(char):
    return "a" <= char <= "z" or "ß" <= char <= "ɏ" or "Ͱ" <= char <= "Ͽ" or "Ѐ" <= char <= "ԯ"


def _while(chars, at, test):
    while at < len(chars) and test(chars[at]):
        at += 1
    return at


def _figure_end(chars, at):
    end = _while(chars, at, "0123456789".__contains__)
    if end - at <= 3:
        group = end
        while (
            group < len(chars)
            and chars[group] == ","
            and _while(chars, group + 1, "0123456789".__contains__) - group >= 4
        ):
            if _while(chars, group + 1, "0123456789".__contains__) - group > 4:
                break
            group += 4
        end = group if not (group < len(chars) and chars[group] in "0123456789") else end
    if end < len(chars) and chars[end] == ".":
        decimals = _while(chars, end + 1, "0123456789".__contains__)
        end = decimals if decimals > end + 1 else end
    return end + 1 if end < len(chars) and chars[end] in "%‰" else end


def _run(text):
    if text[0] in HAN_DIGITS:
        return "".join(str(HAN_DIGITS.index(c)) for c in text)
    return text.replace(",", "")


def _single(raw, chars, at):
    """The sign that one character is, or None."""
    char = chars[at]
    if char.isspace() or raw[at] in QUOTES or char in QUOTES:
        return None
    if char in "+&〇":
        return char
    if char in SHORT or char in DOTS:
        return ("-" if char in SHORT else "·") if _inside(chars, at) else "¶"
    category = unicodedata.category(char)
    if category[0] == "P" or category in ("Sm", "Sk") or "■" <= char <= "◿" or char in "★☆※$¥￥^`|~":
        return "¶"
    return char


def _inside(chars, at):
    """Whether a hyphen or dot stands within a term: right between signs, where quotes do not part."""

    def beside(char, more):
        return char.isalnum() or char in "+&" or char in QUOTES or char in more

    return 0 < at < len(chars) - 1 and beside(chars[at - 1], "%") and beside(chars[at + 1], "")


def haystack(text):
    """A text in a form in which :func:`needle` is found by plain containment."""
    return "\x1f" + "\x1f".join(signs(text)) + "\x1f"


def needle(text):
    """A literal as it is looked for; None if there is nothing to look for."""
    found = sought(text)
    return "\x1f" + "\x1f".join(found) + "\x1f" if found else None


def sought(text):
    """The signs of a literal without the marks at both ends."""
    found = signs(text)
    while found and found[0] == "¶":
        found.pop(0)
    while found and found[-1] == "¶":
        found.pop()
    return found


class Shelf:
    """Many texts as one row of numbered signs, 0 between any two; a literal is compared wherever its rarest sign stands."""

    def __init__(self, texts):
        self.numbers, row, starts = {}, array("I", [0]), []
        for text in texts:
            starts.append(len(row))
            row.extend(self.numbers.setdefault(sign, len(self.numbers) + 1) for sign in signs(text))
            row.append(0)
        self.row, self.starts = np.array(row), np.array(starts)
        self._order = np.argsort(self.row, kind="stable")
        self._firsts = np.searchsorted(self.row[self._order], np.arange(len(self.numbers) + 2))

    def places(self, number):
        """Where the sign of this number stands, ascending."""
        return self._order[self._firsts[number] : self._firsts[number + 1]]

    def count(self, literal):
        """(number of the text, occurrences) for each text that holds the literal, in order; occurrences do not overlap."""
        wanted = [self.numbers.get(sign) for sign in sought(literal)]
        if not wanted or None in wanted:
            return []
        rarest = min(range(len(wanted)), key=lambda k: len(self.places(wanted[k])))
        at = self.places(wanted[rarest]) - rarest
        at = at[(at > 0) & (at + len(wanted) <= len(self.row))]
        for offset, number in enumerate(wanted):
            at = at[self.row[at + offset] == number]
        owners, counts = np.unique(
            np.searchsorted(self.starts, _apart(at, len(wanted)), "right") - 1, return_counts=True
        )
        return list(zip(owners.tolist(), counts.tolist(), strict=True))


def _apart(at, length):
    """The places, from the left, that do not overlap one before."""
    if length == 1 or not (np.diff(at) < length).any():
        return at
    kept = []
    for place in at.tolist():
        if not kept or place >= kept[-1] + length:
            kept.append(place)
    return np.array(kept)
