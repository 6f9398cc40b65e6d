"""Literals as users look for them, drawn from real text: cut anywhere, and written otherwise than the text has them.

Owns the kinds and their shares. Knows neither the product nor where the literals stand: the oracle says that.
"""

from __future__ import annotations

import random
import unicodedata
from collections import Counter

import opencc

LONGEST = 20
QUOTES, BLANKS, MARKS = (
    "“”‘’「」『』《》\"'＂",
    (" ", "　", "\n", "\r\n", "\t", "\u200b", "\ufeff", "\xad"),
    "，。、；：！？（）…—·-,.;",
)
DIGITS, HAN_DIGITS = "0123456789", "〇一二三四五六七八九"
#: Kind -> its share in percent. See the method of the same name.
SHARES = {
    "han": 22, "anywhere": 20, "source": 5, "breaks": 8, "marks": 5, "width": 7, "traditional": 10, "latin": 4, "cut_latin": 3,
    "figure": 4, "cut_figure": 3, "commas": 2, "year": 3, "rare": 2, "mutated": 2,
}  # fmt: skip
assert sum(SHARES.values()) == 100


def _is_latin(char):
    return char.isascii() and char.isalpha()


class Drawer:
    """Draws from ``texts``, the texts as the product has them, and ``sources``, as their files have them."""

    def __init__(self, seed, texts, sources):
        self._rng = random.Random(seed)
        self._text, self._source = "\n".join(texts), "\n".join(sources)
        counts = Counter(self._text)
        self._chars = sorted(c for c in counts if not c.isspace())
        self._rare = [i for i, c in enumerate(self._text) if counts[c] <= 3 or _is_rare(c)]
        self._latin = [i for i, c in enumerate(self._text) if _is_latin(c)]
        self._digits = [i for i, c in enumerate(self._text) if c in DIGITS]
        self._years = [
            i for i in range(len(self._text) - 5) if self._text[i + 4] == "年" and _is_year(self._text[i : i + 4])
        ]
        self._traditional = opencc.OpenCC("s2t").convert

    def draw(self, wanted):
        """``wanted`` different literals as (kind, literal), of each kind its share."""
        drawn, seen = [], set()
        for kind, share in SHARES.items():
            make, left = getattr(self, kind), wanted * share // 100
            while left:
                literal = make()
                if 1 <= len(literal) <= LONGEST and literal not in seen:
                    seen.add(literal)
                    drawn.append((kind, literal))
                    left -= 1
        return drawn

    def _around(self, at, before=10, least=1):
        """A piece of the text that begins up to so many characters before ``at`` and has it inside."""
        start = max(0, at - self._rng.randint(0, before))
        end = start + self._rng.randint(at - start + least, max(at - start + least, LONGEST))
        return self._text[start : min(end, start + LONGEST)]

    def _piece(self, text, most=LONGEST):
        """Cut anywhere. Those of one or two letters are rarer: each of them stands in thousands of passages."""
        while True:
            size = self._rng.choices(range(2, most + 1), (1, 2, *[4] * (most - 3)))[0]
            start = self._rng.randrange(len(text) - size)
            found = text[start : start + size]
            if sum(map(str.isalnum, found)) > 2 or self._rng.random() < 0.25:
                return found

    def han(self):
        """Han characters and nothing else; of one character, each that occurs is as likely as any other."""
        if self._rng.randrange(LONGEST) == 0:
            return self._rng.choice(self._chars)
        while True:
            found = self._piece(self._text)
            if all(unicodedata.category(c) == "Lo" for c in found):
                return found

    def anywhere(self):
        """Whatever stands there, across quotes, marks, figures, Latin words and paragraphs."""
        return self._piece(self._text)

    def source(self):
        """The same from the file: escapes, entities and blanks that the reader removes are in it."""
        return self._piece(self._source)

    def breaks(self):
        """Quotes, blanks and line breaks put in: they are nothing."""
        return self._with(self._piece(self._text, LONGEST - 4), (*QUOTES, *BLANKS))

    def marks(self):
        """Punctuation put in, or another in the place of what is there, or at the ends."""
        found = self._piece(self._text, LONGEST - 4)
        for _ in range(self._rng.randint(1, 3)):
            places = [i for i, c in enumerate(found) if c in MARKS]
            if places and self._rng.random() < 0.8:
                at = self._rng.choice(places)
                found = found[:at] + self._rng.choice(MARKS) + found[at + 1 :]
            else:
                found = self._rng.choice((found + self._rng.choice(MARKS), self._rng.choice(MARKS) + found))
        return found if self._rng.random() < 0.8 else self._with(found, MARKS)

    def _with(self, text, pieces):
        for _ in range(self._rng.randint(1, 3)):
            at = self._rng.randint(0, len(text))
            text = text[:at] + self._rng.choice(pieces) + text[at:]
        return text

    def width(self):
        """ASCII in full width, full width in ASCII; every such character or a few."""
        found = self._around(self._rng.choice(self._latin if self._rng.random() < 0.5 else self._digits))
        every = self._rng.random() < 0.7
        return "".join(_other_width(c) if every or self._rng.random() < 0.5 else c for c in found)

    def traditional(self):
        """In traditional characters, phrase by phrase as OpenCC converts."""
        return self._traditional(self._piece(self._text))

    def latin(self):
        """A Latin word with what stands around it, in another case now and then."""
        at = self._rng.choice(self._latin)
        start, end = self._run(at, _is_latin)
        found = self._text[max(0, start - self._rng.randint(0, 5)) : end + self._rng.randint(0, 8)]
        return self._rng.choice((found, found, found.lower(), found.upper(), found.title()))

    def cut_latin(self):
        """A Latin word cut in two, and what follows or goes before: it must not be found inside the word."""
        return self._cut(self._rng.choice(self._latin), _is_latin)

    def figure(self):
        """A figure whole, with its decimals and its unit or without."""
        return self._around(self._run(self._rng.choice(self._digits), _is_figure)[0], before=3, least=2)

    def cut_figure(self):
        """A figure cut in two: neither half is a figure of the text there."""
        return self._cut(self._rng.choice(self._digits), _is_figure)

    def commas(self):
        """A figure with thousands commas put in, taken out, or put where they do not belong."""
        start, end = self._run(self._rng.choice(self._digits), _is_figure)
        whole, dot, rest = self._text[start:end].replace(",", "").partition(".")
        step = self._rng.choice((3, 3, 3, 4))
        groups = [whole[max(0, i - step) : i] for i in range(len(whole), 0, -step)][::-1]
        joined = self._rng.choice((",", ",", "，", "")).join(groups)
        return self._text[max(0, start - self._rng.randint(0, 3)) : start] + joined + dot + rest + self._tail(end)

    def year(self):
        """A year in figures of another script: Han digits with any zero, ASCII, full width; mostly with 年."""
        at = self._rng.choice(self._years)
        digits = [DIGITS.find(c) if c in DIGITS else HAN_DIGITS.find(_zero(c)) for c in self._text[at : at + 4]]
        zero = self._rng.choice("〇零○◯0O")
        forms = (DIGITS, "０１２３４５６７８９", HAN_DIGITS, zero + HAN_DIGITS[1:])
        year = "".join(map(self._rng.choice(forms).__getitem__, digits))
        before = self._text[max(0, at - self._rng.randint(0, 4)) : at]
        return before + year + self._rng.choice(("", "年", " 年", "年", self._text[at + 4 : at + 9]))

    def rare(self):
        """Characters of three places or fewer, of extension A and beyond, for private use; alone or with their neighbours."""
        return self._around(self._rng.choice(self._rare))

    def mutated(self):
        """A character changed for another of the text, or two exchanged."""
        found = list(self._piece(self._text))
        at = self._rng.randrange(len(found) - 1)
        if self._rng.random() < 0.5:
            found[at] = self._rng.choice(self._chars)
        else:
            found[at], found[at + 1] = found[at + 1], found[at]
        return "".join(found)

    def _run(self, at, test):
        start, end = at, at + 1
        while start and test(self._text[start - 1]):
            start -= 1
        while end < len(self._text) and test(self._text[end]):
            end += 1
        return start, end

    def _cut(self, at, test):
        start, end = self._run(at, test)
        middle = self._rng.randint(start + 1, max(start + 1, end - 1))
        if self._rng.random() < 0.5:
            return self._text[max(0, middle - self._rng.randint(1, LONGEST)) : middle]
        return self._text[middle : middle + self._rng.randint(1, LONGEST)]

    def _tail(self, end):
        return self._text[end : end + self._rng.randint(0, 3)]


def _is_rare(char):
    return "\u3400" <= char <= "\u4dbf" or char > "\uffff" or unicodedata.category(char) == "Co"


def _is_figure(char):
    return char in DIGITS or char in ".,"


def _zero(char):
    return "〇" if char in "○◯零O0" else char


def _is_year(text):
    return all(_zero(c) in HAN_DIGITS for c in text) or all(c in DIGITS for c in text)


def _other_width(char):
    code = ord(char)
    return chr(code + 0xFEE0) if 0x21 <= code <= 0x7E else chr(code - 0xFEE0) if 0xFF01 <= code <= 0xFF5E else char
