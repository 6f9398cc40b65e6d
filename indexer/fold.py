"""Folding: the text as it is matched. One character in, one character out, so that offsets survive.

Owns the table (DESIGN 3) and the few rules that look at neighbours. Folded text is never shown, quoted or stored as
the text. Not NFKC: that would change ①, ㎡, Ⅲ and … .
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

#: Raised when a rule here or in signs.py changes; part of the index fingerprint.
VERSION = "1"

QUOTES = "\"'“”„‟‘’‚‛「」『』﹁﹂﹃﹄《》〈〉«»‹›〝〞〟＂＇｢｣`´"
_DOTS = "·•‧・∙･⋅"
_LONG_DASHES = "—―─⸺⸻"
_SHORT_DASHES = "-‐‑‒–−﹣－"
_BLANKS = "".join(chr(code) for code in range(0x3001) if chr(code).isspace())

# CJK Radicals Supplement, U+2E80 on, to the ideograph that each stands for (Unicode, EquivalentUnifiedIdeograph);
# unicodedata has no decomposition for this block. "　" where Unicode assigns nothing.
_RADICALS = (
    "　厂乛乚乙亻冂𠘨刀刂卜㔾小小兀尣尢尣巳幺彑彐忄㣺扌攵　旡冃月歺母民氵氺灬爫爫丬牛犭王疋罒示礻竹糹纟罓罒㓁㓁网"
    "羊羊羊耂肀聿肉臼艹艹艹虎衤覀西见角角讠贝足车辶辶辶阝钅長镸长门阜阝雨青韦页风飞食食飠饣首马骨鬼鱼鸟卤麦黄黾"
    "斉齐歯齿竜龙龜亀龟"
)
_HAN = (
    *range(0x3400, 0x4DC0),
    *range(0x4E00, 0xA000),
    *range(0x20000, 0x2A6E0),
    *range(0x2A700, 0x2EBE1),
    *range(0x30000, 0x323B0),
)
# A zero written as a letter or as 0 between Han numerals: 二O三五, 二0一九, 二Ο三五 (Greek).
_ZERO_LETTERS = re.compile(r"(?<=[一二三四五六七八九〇])[0oοо]+(?=[一二三四五六七八九])")


def fold(text: str) -> str:
    """``text`` as it is matched, of the same length: width, case, quotes, dots, dashes, variants, traditional forms.

    Every quote becomes ``"``, every blank a space, every middle dot ``·``; traditional characters become
    simplified one by one (OpenCC t2s), so that a character folds alike in whatever neighbourhood.
    """
    return _ZERO_LETTERS.sub(lambda zeros: "〇" * len(zeros[0]), text.translate(_table()))


def unify_radicals(text: str) -> str:
    """``text`` with radical and compatibility code points, as some PDF producers write them, made ordinary characters."""
    return text.translate(_radical_table())


@cache
def _radical_table() -> dict[int, int]:
    table = {0x2E80 + i: ord(c) for i, c in enumerate(_RADICALS) if c != "　"}
    for code in (*range(0x2F00, 0x2FD6), *range(0xF900, 0xFB00), *range(0x2F800, 0x2FA20)):
        plain = unicodedata.normalize("NFKC", chr(code))
        if len(plain) == 1 and plain != chr(code):
            table[code] = ord(plain)
    return table


@cache
def _table() -> dict[int, int]:
    """The character table, made once: 10 ms."""
    import opencc  # only here: half of the time of a command that folds nothing

    han = "\n".join(map(chr, _HAN))
    simplified = opencc.OpenCC("t2s").convert(han)
    table = {ord(a): ord(b) for a, b in zip(han, simplified, strict=True) if a != b}
    for code, plain in _radical_table().items():
        table[code] = table.get(plain, plain)
    for code in range(0x10000):
        lower = chr(code).lower()
        if len(lower) == 1 and lower != chr(code) and not 0xD800 <= code < 0xE000:
            table[code] = ord(lower)
    for code in range(0xFF01, 0xFF5F):
        table[code] = ord(chr(code - 0xFEE0).lower())
    for group, target in ((QUOTES, '"'), (_DOTS, "·"), (_LONG_DASHES, "—"), (_SHORT_DASHES, "-"), (_BLANKS, " ")):
        table.update(dict.fromkeys(map(ord, group), ord(target)))
    table.update(dict.fromkeys(map(ord, "○◯零"), ord("〇")))
    table.update({ord("﹪"): ord("%"), ord("＋"): ord("+"), ord("﹢"): ord("+"), ord("﹠"): ord("&")})
    return table
