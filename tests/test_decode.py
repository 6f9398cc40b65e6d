"""Decoding: the right encoding whatever a file says of itself, nothing lost, nothing invented."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.readers.decode import canonical_name, decode_bytes, encoding_doubts

SIMPLE = "2021年1月20日，在荷塘区第五届人民代表大会第六次会议上，区长作政府工作报告：“六稳”“六保”取得实效。"
TRADITIONAL = "各位代表：現在，我代表國務院向大會報告政府工作，請予審議，並請全國政協委員提出意見。"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (SIMPLE, "utf-8"),
        (SIMPLE, "gb18030"),
        (SIMPLE, "utf-16-le"),
        (SIMPLE, "utf-16-be"),
        (TRADITIONAL, "big5hkscs"),
        (TRADITIONAL, "gb18030"),
        ("人民政府", "gb18030"),
        ("人民政府", "utf-16-le"),
        ("政府工作報告", "big5hkscs"),
        ("㎡", "gb18030"),
        ("二〇三五年", "gb18030"),
        ("plain English, nothing else", "utf-16-le"),
    ],
)
def test_text_without_a_mark_is_read_in_its_own_encoding(text, encoding):
    """Each encoding of Chinese is recognised from the bytes alone, down to two characters."""
    decoded = decode_bytes(text.encode(encoding))
    assert (decoded.encoding, decoded.text) == (encoding, text)
    assert not decoded.noise


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
@pytest.mark.parametrize("declared", [None, "gb2312", "big5"])
def test_a_byte_order_mark_outranks_the_declaration(encoding, declared):
    """The mark decides, is no part of the text, and a declaration against it is told."""
    decoded = decode_bytes(SIMPLE.encode(encoding), declared)
    assert decoded.text == SIMPLE
    assert bool(encoding_doubts(decoded, declared)) == bool(declared)


@pytest.mark.parametrize("where", [0, 40, 100, -1])
@pytest.mark.parametrize("text", [SIMPLE * 30, SIMPLE, "好好学习天天向上"])
def test_one_bad_byte_does_not_change_the_encoding(text, where):
    """A bad byte in UTF-8 costs a character and is told; it does not make GB18030 of the file."""
    data = bytearray(text.encode("utf-8"))
    data[min(where, len(data) - 1)] = 0xFF
    decoded = decode_bytes(bytes(data))
    assert decoded.encoding == "utf-8"
    assert 1 <= decoded.replaced <= 3
    assert "无法读出" in encoding_doubts(decoded, None)[0]


@pytest.mark.parametrize("declared", [None, "utf-8", "gb2312", "iso-8859-1", "no-such-charset"])
@pytest.mark.parametrize("encoding", ["gb18030", "utf-8"])
def test_a_wrong_declaration_is_not_believed(declared, encoding):
    """What a page declares does not change how it is read."""
    assert decode_bytes(SIMPLE.encode(encoding), declared).text == SIMPLE


def test_a_declaration_breaks_a_tie():
    """Two rare characters that are as good in GB18030 as in Big5 are read as declared."""
    data = "乡书".encode("gb18030")
    assert decode_bytes(data).text == "乡书"
    assert decode_bytes(data, "big5").encoding == "big5hkscs"


@pytest.mark.parametrize("label", ["gb2312", "GBK", " gb_2312-80 ", "x-gbk", "cp936"])
def test_every_label_of_the_gb_family_is_gb18030(label):
    """gb2312 stands for GB18030, as in browsers, and is no contradiction to it."""
    assert canonical_name(label) == "gb18030"
    assert not encoding_doubts(decode_bytes("犇牛湘堃·㎡——".encode("gb18030"), label), label)


def test_characters_of_the_private_use_area_are_the_ones_that_readers_see():
    """A3A0 is a full-width blank, A6D9 on are vertical forms, 0x80 is the euro sign, FE59 on are hanzi of Unicode 4.1."""
    decoded = decode_bytes(b"\xa3\xa0\xd5\xfe\xb8\xae\xa6\xd9\xa6\xf3\xfe\x59\x80\xb5\xc4\xc8\xcb")
    assert decoded.text == "\u3000政府\ufe10\ufe19\u9fb4€的人"
    assert (decoded.encoding, decoded.translated, decoded.replaced) == ("gb18030", 4, 0)


def test_private_characters_of_a_utf8_file_stay():
    """Icons of a web font are no mistake of a table: they are left where they are."""
    assert decode_bytes("收藏\ue7e3".encode()).text == "收藏\ue7e3"


@pytest.mark.parametrize(
    "data",
    [bytes((i * 7919 + i * i * 31 + (i >> 3)) % 256 for i in range(4000)), b"y" * 4000, b"\x00\x01\x02\x03" * 50],
    ids=["mixed", "one letter", "control"],
)
def test_noise_is_called_noise(data):
    """Bytes that no encoding makes a text of are said to be none."""
    assert decode_bytes(data).noise


@pytest.mark.parametrize("text", ["", "正" * 500, "犇喆堃" * 100, "GDP 5%", "一" * 10 + "\n" * 500])
def test_odd_texts_are_not_noise(text):
    """Repetition and rarity do not make noise of valid UTF-8."""
    assert not decode_bytes(text.encode()).noise


@given(st.text(st.characters(blacklist_categories=("Cs",))))
def test_utf8_is_read_as_it_is(text):
    """Any text without NUL that is saved as UTF-8 comes back character by character."""
    plain = text.replace("\0", "").lstrip("\ufeff")
    assert decode_bytes(plain.encode()).text == plain


@given(st.binary(max_size=300), st.sampled_from([None, "gb2312", "big5", "utf-8", "utf-16", "koi8-r", "rot13", "idna"]))
def test_any_bytes_are_decoded(data, declared):
    """No bytes and no declaration raise, and no lone surrogate comes out."""
    decoded = decode_bytes(data, declared)
    decoded.text.encode("utf-8")
    assert decoded.text.count("\ufffd") == decoded.replaced


def test_large_files_are_judged_by_their_text_not_by_their_scripts():
    """A page whose first 200 kB are script is read right, and the sample keeps pairs of bytes together."""
    page = "<script>" + "var a = 1;\n" * 20_000 + "</script>" + TRADITIONAL * 50
    assert decode_bytes(page.encode("big5hkscs")).text == page
