"""Pinyin: spelling, spelling without tones, and ids."""

import re

import hypothesis.strategies as st
import pytest
from hypothesis import given

from indexer.glossary import Entry, index_letter, sort_key
from indexer.glossary.pinyin import ID_PATTERN, MAX_ID, make_ids, spell, without_tones


@pytest.mark.parametrize(
    ("term", "pinyin", "plain", "entry_id"),
    [
        ("六稳", "liù wěn", "liuwen", "liuwen"),
        ("弹性年期出让", "tán xìng nián qī chū ràng", "tanxingnianqichurang", "tanxingnianqichurang"),
        ("绿色", "lǜ sè", "lvse", "lvse"),
        ("重庆", "chóng qìng", "chongqing", "chongqing"),
        ("1+N", "1+N", "1+n", "1-n"),
        ("互联网+", "hù lián wǎng +", "hulianwang+", "hulianwang"),
        ("双随机、一公开", "shuāng suí jī 、 yī gōng kāi", "shuangsuiji、yigongkai", "shuangsuiji-yigongkai"),
        ("6S", "6S", "6s", "6s"),
        ("①", "①", "①", "u2460"),
    ],
)
def test_terms_are_spelled(term, pinyin, plain, entry_id):
    """A term gives its pinyin with tones, as people type it, and as an id."""
    assert spell(term) == pinyin
    assert without_tones(pinyin) == plain
    assert make_ids([pinyin]) == (entry_id,)


@given(
    st.lists(st.text(max_size=90).filter(str.strip) | st.sampled_from(["liu wen", "liu wen 2", "liuwen-2"]), max_size=8)
)
def test_ids_are_ids_and_differ(pinyins):
    """Whatever the terms, each gets an id of the published alphabet and length, and no two the same."""
    ids = make_ids(pinyins)
    assert len(set(ids)) == len(pinyins)
    assert all(re.fullmatch(ID_PATTERN, entry_id) and len(entry_id) <= MAX_ID for entry_id in ids)


@pytest.mark.parametrize(
    ("pinyin", "letter"),
    [("ān quán", "A"), ("ér", "E"), ("Ōu", "O"), ("lǜ sè", "L"), ("6S", "#"), ("+", "#"), (None, "W")],
)
def test_the_letter_of_the_index_has_no_tone(pinyin, letter):
    """An entry that begins with ā stands under A; one without pinyin under the first letter of its id."""
    entry = Entry("wukong", "词", pinyin=pinyin)
    assert index_letter(entry) == letter
    assert sort_key(entry)[1] == "wukong"
