"""Texts that nobody means as a query: operators, quotes, brackets, controls and halves of characters, in any order and length."""

from __future__ import annotations

PIECES = (
    "六稳", "六保", "就业", "的", "三高四新", "六稳六保", "AI", "8.5%", "２０２１年", "二〇二一年", "R&D", "1+N", "C-2型", "非公有制", " ", "　", "\n", "\t",
    " OR ", " 或 ", "|", "｜", " AND ", " 和 ", " 且 ", " NOT ", " 非 ", "-", "－", "--", " ~10 ", " ～3字 ", "~", "~999999 ", "…", "...", "……",
    "(", ")", "（", "）", "((", "))", "同句(", "同段（", "sentence(", "paragraph(", "“", "”", "「", "」", "『", "』", '"', "＂", "'", "‘", "’",
    "年:2021", "年:2016..2020", "年:", "地区:荷塘", "部分:(正文|附录)", "部分:", "级别:县", "文种:", "标题:", "title:\"", "术语:六稳", "术语:", "term:(",
    "*", "?", "[发 TO]", "/.*/", "a{1000000}", "(?:a?){30}", "\\", "^", "$", "<script>", "%", "&", "#", ";", "+", ":", "：", ",", "。", "、",
    "\r", "\x0b", "\x85", "\u2028",
    "\0", "\x01", "\x02", "\x03", "\x1b", "\x7f", "\u200b", "\u202e", "\ufeff", "\ud800", "\udfff", "\U000e0001", "\u0301", "👍", "𣗋", "㵲", "é",
)  # fmt: skip
#: Rows of one piece, as an attacker would send them.
ROWS = (
    "(",
    "（",
    "-",
    "- ",
    "非 ",
    "NOT ",
    "同句(",
    "OR ",
    "或 ",
    "|",
    "“",
    '"',
    "甲 ~10 ",
    "年:2021 ",
    "术语:六稳 ",
    "三…",
    "的",
    " ",
    "\0",
    "a",
    "的 或 ",
)


def fuzzed(rng):
    """One text: mostly short, now and then up to 100,000 characters."""
    size = rng.choice((3, 10, 30, 100)) if rng.random() < 0.97 else rng.choice((1_000, 10_000, 50_000, 100_000))
    if rng.random() < 0.1:
        return (rng.choice(ROWS) * size)[: rng.randint(1, 2 * size)] + rng.choice(("", "六稳", ")" * size))
    text = ""
    while len(text) < size:
        text += rng.choice(PIECES) * (rng.randint(2, 40) if rng.random() < 0.03 else 1)
    return text[: rng.randint(1, 100_000)]
