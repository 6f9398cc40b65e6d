"""Single numbers as word processors write them, against the table of ecosystem.md 3 and against reading them back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.readers.docx_numerals import format_number, pad_number, symbol_char

HAN_COUNTING = (
    "chineseCounting",
    "chineseCountingThousand",
    "japaneseCounting",
    "taiwaneseCounting",
    "ideographDigital",
)
TABLE = [
    *((style, "1=一 2=二 10=十 11=十一 19=十九 20=二十 21=二十一 99=九十九") for style in HAN_COUNTING),
    (
        "chineseCountingThousand",
        "100=一百 101=一百零一 110=一百一十 1001=一千零一 1010=一千零一十 10203=一万零二百零三",
    ),
    ("chineseLegalSimplified", "1=壹 2=贰 3=叁 6=陆 10=壹拾 11=壹拾壹 20=贰拾 101=壹佰零壹"),
    ("ideographLegalTraditional", "2=貳 10=壹拾 21=貳拾壹"),
    ("ideographTraditional", "1=甲 10=癸 11=11"),
    ("ideographZodiac", "1=子 12=亥 13=13"),
    ("ideographZodiacTraditional", "1=甲子 11=甲戌 60=癸亥 61=61"),
    ("ideographEnclosedCircle", "1=㊀ 10=㊉ 11=11"),
    ("decimalEnclosedCircle", "1=① 20=⑳ 21=㉑ 35=㉟ 36=㊱ 50=㊿ 51=51"),
    ("decimalEnclosedCircleChinese", "1=① 20=⑳ 21=㉑"),
    ("decimalEnclosedFullstop", "1=⒈ 20=⒛ 21=21"),
    ("decimalEnclosedParen", "1=⑴ 20=⒇ 21=21"),
    ("decimalFullWidth", "1=１ 10=１０"),
    ("decimalZero", "0=00 1=01 9=09 10=10 100=100"),
    ("taiwaneseDigital", "1=一 10=一〇 21=二一"),
    ("upperRoman", "1=I 4=IV 9=IX 14=XIV 40=XL 90=XC 1994=MCMXCIV 0=0"),
    ("lowerRoman", "1=i 18=xviii"),
    ("upperLetter", "1=A 26=Z 27=AA 28=BB 53=AAA"),
    ("lowerLetter", "1=a 26=z 27=aa"),
    ("decimal", "0=0 1=1 21=21"),
    ("numberInDash", "3=- 3 -"),
    ("ordinal", "1=1st 2=2nd 3=3rd 4=4th 11=11th 12=12th 21=21st 112=112th"),
    ("hex", "10=A 255=FF"),
    ("none", "7="),
]


@pytest.mark.parametrize(("style", "expected"), TABLE)
def test_numbers_are_written_as_the_table_says(style, expected):
    """Each format writes the numbers of the table, the last rows being where its signs end."""
    for row in expected.split(" ") if style != "numberInDash" else [expected]:
        count, _, written = row.partition("=")
        assert format_number(int(count), style) == written


@pytest.mark.parametrize("style", ["bullet", "chicago", "cardinalText", "", "unheardOf"])
def test_an_unknown_format_is_told(style):
    """What cannot be written is None, never a guess."""
    assert format_number(1, style) is None


def read_han(text):
    """The number that a Han numeral with place names says."""
    total, part, digit = 0, 0, 0
    for char in text:
        if char in "十百千":
            part += (digit or 1) * {"十": 10, "百": 100, "千": 1000}[char]
            digit = 0
        elif char == "万":
            total, part, digit = (part + digit) * 10_000, 0, 0
        else:
            digit = "零一二三四五六七八九".index(char)
    return total + part + digit


@given(st.integers(1, 99_999_999))
def test_a_han_numeral_says_its_number(number):
    """Read back by the rules of the language, the numeral is the number; no zero is doubled or at the end."""
    written = format_number(number, "chineseCountingThousand")
    assert read_han(written) == number
    assert "零零" not in written
    assert not written.endswith("零")


@given(st.integers(-(10**9), 10**9), st.sampled_from([style for style, _ in TABLE]))
def test_no_number_grows_beyond_bounds(number, style):
    """A start value of two billion, which a file may claim, makes no string of a million letters."""
    assert len(format_number(number, style)) <= 60


@pytest.mark.parametrize(
    ("number", "pattern", "written"),
    [
        (7, "001, 002, 003, ...", "007"),
        (1234, "001, 002", "1234"),
        (7, "0001", "0007"),
        (7, "一, 二", None),
        (7, "", None),
    ],
)
def test_custom_formats_pad_with_zeros(number, pattern, written):
    """The pattern of a custom format gives the width; any other pattern is not known."""
    assert pad_number(number, pattern) == written


@pytest.mark.parametrize(
    ("code", "font", "char"),
    [
        (0xF0FC, "Wingdings", "✓"),
        (0xFC, "wingdings ", "✓"),
        (0xF06C, "Wingdings", "●"),
        (0xF0B7, "Symbol", "•"),
        (0xF0B7, "", "•"),
        (0xF081, "Wingdings", "①"),
        (0x25CF, "Wingdings", "●"),
        (0x33A1, "宋体", "㎡"),
        (0xF099, "Wingdings 3", None),
        (0xD800, "宋体", None),
        (0xFFFFFF, "宋体", None),
    ],
)
def test_signs_of_symbol_fonts(code, font, char):
    """A sign of a symbol font is its Unicode character, or None where it is not known; never a private code point."""
    assert symbol_char(code, font) == char
