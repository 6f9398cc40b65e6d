"""Folding: the text as it is matched. One character in, one character out, so that offsets survive.

Owns the table (DESIGN 3; tools/make_folding.py makes it) and the few rules that look at neighbours. Folded text is never shown, quoted or stored as
the text. Not NFKC: that would change ①, ㎡, Ⅲ and … .
"""

from __future__ import annotations

import json
import re
import sys
import unicodedata
from functools import cache
from pathlib import Path
from typing import Any

#: From so many characters on, an array of all characters is faster than a dictionary.
_LONG = 1_000
#: Raised when a rule here or in signs.py changes; part of the index fingerprint.
VERSION = "1"

QUOTES = "\"'“”„‟‘’‚‛「」『』﹁﹂﹃﹄《》〈〉«»‹›〝〞〟＂＇｢｣`´"

# CJK Radicals Supplement, U+2E80 on, to the ideograph that each stands for (Unicode, EquivalentUnifiedIdeograph);
# unicodedata has no decomposition for this block. "　" where Unicode assigns nothing.
_RADICALS = (
    "　厂乛乚乙亻冂𠘨刀刂卜㔾小小兀尣尢尣巳幺彑彐忄㣺扌攵　旡冃月歺母民氵氺灬爫爫丬牛犭王疋罒示礻竹糹纟罓罒㓁㓁网"
    "羊羊羊耂肀聿肉臼艹艹艹虎衤覀西见角角讠贝足车辶辶辶阝钅長镸长门阜阝雨青韦页风飞食食飠饣首马骨鬼鱼鸟卤麦黄黾"
    "斉齐歯齿竜龙龜亀龟"
)
# A zero written as a letter or as 0 between Han numerals: 二O三五, 二0一九, 二Ο三五 (Greek).
_ZERO_LETTERS = re.compile(r"(?<=[一二三四五六七八九〇])[0oοо]+(?=[一二三四五六七八九])")


def fold(text: str) -> str:
    """``text`` as it is matched, of the same length: width, case, quotes, dots, dashes, variants, traditional forms.

    Every quote becomes ``"``, every blank a space, every middle dot ``·``; traditional characters become
    simplified one by one (OpenCC t2s), so that a character folds alike in whatever neighbourhood.
    """
    plain = text.translate(_table()) if len(text) < _LONG else _by_number(text)
    return _ZERO_LETTERS.sub(lambda zeros: "〇" * len(zeros[0]), plain)


def unify_radicals(text: str) -> str:
    """``text`` with radical and compatibility code points, as some PDF producers write them, made ordinary characters."""
    return text.translate(radical_table())


@cache
def radical_table() -> dict[int, int]:
    """Radical and compatibility code points, and the ordinary character of each."""
    table = {0x2E80 + i: ord(c) for i, c in enumerate(_RADICALS) if c != "　"}
    for code in (*range(0x2F00, 0x2FD6), *range(0xF900, 0xFB00), *range(0x2F800, 0x2FA20)):
        plain = unicodedata.normalize("NFKC", chr(code))
        if len(plain) == 1 and plain != chr(code):
            table[code] = ord(plain)
    return table


class _Table(dict[int, int]):
    """What each character becomes; those that stay as they are fill in as they turn up, as a miss costs most."""

    def __missing__(self, code: int) -> int:
        self[code] = code
        return code


@cache
def _table() -> _Table:
    """The character table, as tools/make_folding.py made it: OpenCC itself takes as long as the rest of a search."""
    sources, targets = json.loads((Path(__file__).parent / "data" / "folding.json").read_text(encoding="ascii"))
    return _Table(zip(map(ord, sources), map(ord, targets), strict=True))


def _by_number(text: str) -> str:
    """A long text by the table, all characters at once."""
    import numpy as np  # here: a query is short

    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")
    folded: bytes = _numbers()[codes].tobytes()
    return folded.decode("utf-32-le", "surrogatepass")


@cache
def _numbers() -> Any:
    import numpy as np

    numbers = np.arange(sys.maxunicode + 1, dtype="<u4")
    table = _table()
    numbers[list(table)] = list(table.values())
    return numbers
