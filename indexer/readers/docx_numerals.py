"""Numbers as a word processor writes them: 一, 壹, 甲, ①, IV, aa, 01.

Owns the formats of automatic numbers (ISO/IEC 29500-1, 17.18.59 ST_NumberFormat) and the characters of symbol fonts
that serve as bullets. Knows no lists, no counting and no files.
"""

from __future__ import annotations

from collections.abc import Callable

_DIGITS = "〇一二三四五六七八九"
_LEGAL = "零壹贰叁肆伍陆柒捌玖"
_LEGAL_TRADITIONAL = "零壹貳參肆伍陸柒捌玖"
_LEGAL_JAPANESE = "〇壱弐参四伍六七八九"
_STEMS, _BRANCHES = "甲乙丙丁戊己庚辛壬癸", "子丑寅卯辰巳午未申酉戌亥"
_CIRCLES = "".join(chr(code) for code in (*range(0x2460, 0x2474), *range(0x3251, 0x3260), *range(0x32B1, 0x32C0)))
_FULL_WIDTH = str.maketrans("0123456789-", "０１２３４５６７８９－")
_ROMAN = (
    *((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X")),
    *((9, "IX"), (5, "V"), (4, "IV"), (1, "I")),
)
#: Beyond these a number is written in Arabic figures: ``zz…`` and ``MM…`` grow with the number, and files may lie.
_MOST_LETTERS, _MOST_ROMAN, _MOST_HAN = 26 * 30, 32_767, 99_999_999

# Wingdings and Symbol keep their signs at U+F000 + code; what they look like in Unicode, for the signs seen in lists.
_SYMBOLS: dict[str, dict[int, str]] = {
    "wingdings": {
        **{
            0x6C: "●",
            0x6E: "■",
            0x6F: "□",
            0x71: "❑",
            0x72: "❒",
            0x73: "⬧",
            0x74: "⧫",
            0x75: "◆",
            0x76: "❖",
            0x77: "◆",
        },
        **{0x9E: "·", 0x9F: "•", 0xA1: "○", 0xA7: "▪", 0xA8: "□", 0xAB: "★", 0xD8: "➢", 0xE0: "→"},
        **{0xE8: "➔", 0xF0: "⇨", 0xFB: "✗", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑", 0x46: "☞"},
        **{0x80 + n: "⓪①②③④⑤⑥⑦⑧⑨⑩"[n] for n in range(11)},
        **{0x8B + n: "⓿❶❷❸❹❺❻❼❽❾❿"[n] for n in range(11)},
    },
    "wingdings 2": {0x50: "✓", 0x52: "☑", 0xA3: "□", 0x4F: "✗", 0x97: "●", 0xAE: "★"},
    "symbol": {
        0xB7: "•",
        0xB4: "×",
        0xB8: "÷",
        0xA3: "≤",
        0xB3: "≥",
        0xB1: "±",
        0xB0: "°",
        0xA5: "∞",
        0xAE: "→",
        0xD7: "·",
    },
}


def format_number(number: int, style: str) -> str | None:
    """``number`` in a format of ST_NumberFormat; None for a format that is not known (and for ``bullet``).

    What a format has no sign for (a negative number, the 11th stem, ㊿ + 1) is written in Arabic figures, as word
    processors do. The length is bounded whatever the number.
    """
    if style == "none":
        return ""
    write = _FORMATS.get(style)
    return write(number) if write else None


def pad_number(number: int, pattern: str) -> str | None:
    """``number`` in a custom format, ``001, 002, 003, ...``; None if the pattern is of another kind."""
    first = pattern.partition(",")[0].strip()
    return f"{number:0{len(first)}}" if first.isascii() and first.isdigit() and len(first) <= 9 else None


def symbol_char(code: int, font: str) -> str | None:
    """The Unicode character of a sign in a symbol font, None if it has none that is known.

    ``code`` may be given with or without U+F000; in an ordinary font it is a code point.
    """
    symbolic = code <= 0xFF or 0xF000 <= code <= 0xF0FF
    table = _SYMBOLS.get(font.strip().lower())
    if table is not None and symbolic:
        return table.get(code & 0xFF)
    if symbolic and code > 0xFF:
        return _SYMBOLS["wingdings"].get(code & 0xFF) or _SYMBOLS["symbol"].get(code & 0xFF)
    return chr(code) if 0x20 <= code < 0xD800 or 0xF900 <= code <= 0x10FFFF else None


def _counting(digits: str, units: str, *, bare_ten: bool) -> Callable[[int], str]:
    """Numbers with place names: 一百零一; ``units`` are ten, hundred, thousand, ten thousand; 十一 or 壹拾壹."""

    def write(number: int) -> str:
        if not 0 < number <= _MOST_HAN:
            return digits[0] if number == 0 else str(number)
        high, low = divmod(number, 10_000)
        text = (_under_myriad(high, digits, units) + units[3] if high else "") + (
            ("零" if high and low < 1000 else "") + _under_myriad(low, digits, units) if low else ""
        )
        return text[1:] if bare_ten and text.startswith(digits[1] + units[0]) else text

    return write


def _under_myriad(number: int, digits: str, units: str) -> str:
    text, gap = "", False
    for place in (3, 2, 1, 0):
        digit = number // 10**place % 10
        if digit:
            text += ("零" if gap and text else "") + digits[digit] + (units[place - 1] if place else "")
        gap = not digit
    return text


def _one_by_one(number: int) -> str:
    return "".join(_DIGITS[int(digit)] for digit in str(number)) if number >= 0 else str(number)


def _from_row(signs: str) -> Callable[[int], str]:
    """The n-th sign of a row; figures beyond its end."""
    return lambda number: signs[number - 1] if 0 < number <= len(signs) else str(number)


def _roman(number: int) -> str:
    if not 0 < number <= _MOST_ROMAN:
        return str(number)
    text = ""
    for value, letters in _ROMAN:
        count, number = divmod(number, value)
        text += letters * count
    return text


def _letters(number: int) -> str:
    """A … Z, AA, BB …"""
    if not 0 < number <= _MOST_LETTERS:
        return str(number)
    return chr(ord("A") + (number - 1) % 26) * ((number - 1) // 26 + 1)


def _ordinal(number: int) -> str:
    tail = "th" if 10 <= number % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{tail}"


def _stem_branch(number: int) -> str:
    return _STEMS[(number - 1) % 10] + _BRANCHES[(number - 1) % 12] if 0 < number <= 60 else str(number)


_HAN = _counting(_DIGITS, "十百千万", bare_ten=True)
_FORMATS: dict[str, Callable[[int], str]] = {
    # ideographDigital too is written 十, not 一〇 (ecosystem.md 3; LibreOffice).
    **dict.fromkeys(
        ("chineseCounting", "chineseCountingThousand", "japaneseCounting", "taiwaneseCounting", "ideographDigital"),
        _HAN,
    ),
    "taiwaneseCountingThousand": _HAN,
    **dict.fromkeys(("taiwaneseDigital", "japaneseDigitalTenThousand"), _one_by_one),
    "chineseLegalSimplified": _counting(_LEGAL, "拾佰仟万", bare_ten=False),
    "ideographLegalTraditional": _counting(_LEGAL_TRADITIONAL, "拾佰仟萬", bare_ten=False),
    "japaneseLegal": _counting(_LEGAL_JAPANESE, "拾百阡萬", bare_ten=False),
    "ideographTraditional": _from_row(_STEMS),
    "ideographZodiac": _from_row(_BRANCHES),
    "ideographZodiacTraditional": _stem_branch,
    "ideographEnclosedCircle": _from_row("".join(chr(code) for code in range(0x3280, 0x328A))),
    **dict.fromkeys(("decimalEnclosedCircle", "decimalEnclosedCircleChinese"), _from_row(_CIRCLES)),
    "decimalEnclosedFullstop": _from_row("".join(chr(code) for code in range(0x2488, 0x249C))),
    "decimalEnclosedParen": _from_row("".join(chr(code) for code in range(0x2474, 0x2488))),
    **dict.fromkeys(("decimalFullWidth", "decimalFullWidth2"), lambda number: str(number).translate(_FULL_WIDTH)),
    **dict.fromkeys(("decimal", "decimalHalfWidth"), str),
    "decimalZero": lambda number: f"{number:02}",
    "numberInDash": lambda number: f"- {number} -",
    "upperRoman": _roman,
    "lowerRoman": lambda number: _roman(number).lower(),
    "upperLetter": _letters,
    "lowerLetter": lambda number: _letters(number).lower(),
    "ordinal": _ordinal,
    "hex": lambda number: f"{number:X}",
}
