"""Write indexer/data/folding.json: the characters that folding changes, and what each becomes.

Run from anywhere: ``python tools/make_folding.py``. Traditional characters become simplified by OpenCC (t2s), one by one. If
the table changes, raise VERSION in indexer/fold.py: an index belongs to its folding.
"""

from __future__ import annotations

import json
from pathlib import Path

import opencc

from indexer.fold import QUOTES, radical_table

TABLE = Path(__file__).resolve().parents[1] / "indexer" / "data" / "folding.json"
_DOTS = "·•‧・∙･⋅"
_LONG_DASHES = "—―─⸺⸻"
_SHORT_DASHES = "-‐‑‒–−﹣－"
_BLANKS = "".join(chr(code) for code in range(0x3001) if chr(code).isspace())
_HAN = (
    *range(0x3400, 0x4DC0),
    *range(0x4E00, 0xA000),
    *range(0x20000, 0x2A6E0),
    *range(0x2A700, 0x2EBE1),
    *range(0x30000, 0x323B0),
)


def make_table() -> str:
    """The table as JSON: the characters that folding changes, and what each becomes."""
    han = "\n".join(map(chr, _HAN))
    simplified = opencc.OpenCC("t2s").convert(han)
    table = {ord(a): ord(b) for a, b in zip(han, simplified, strict=True) if a != b}
    for code, plain in radical_table().items():
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
    sources = sorted(code for code, target in table.items() if code != target)
    pair = ["".join(map(chr, sources)), "".join(chr(table[code]) for code in sources)]
    return json.dumps(pair, indent=0) + "\n"


if __name__ == "__main__":
    TABLE.write_text(make_table(), encoding="ascii")
