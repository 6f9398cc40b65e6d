"""Folding and signs: what is equal in matching, what is not, and that offsets survive."""

import itertools
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.document import Passage, Span
from indexer.fold import fold, unify_radicals
from indexer.signs import find_literals, query_key, sign_key, sign_list, sign_text

ALPHABET = st.sampled_from(
    '稳六二〇○零一九年0123456789.,，%％aAzＺ+-·&“”"《》 \n\u200b\u00ad、。Ⅲ①㎡\U000236cb營后後％‰'
)
TEXTS = st.text(st.one_of(ALPHABET, st.characters()), max_size=60)

SAME = [
    ("六稳", "“六稳”"), ("六稳", "「六稳」"), ("六稳", '"六稳"'), ("六稳", "六 稳"), ("六稳", "六\n稳"), ("六稳", "六\u200b稳"),
    ("5G", "５ｇ"), ("6S管理", "“6S”管理"), ("2021年", "二〇二一年"), ("2021年", "二○二一年"), ("2021年", "二零二一年"),
    ("2021年", "２０２１ 年"), ("2035年", "二O三五年"), ("2019年", "二0一九年"), ("46218", "46,218"), ("8.5%", "８．５％"),
    ("1+N", "１＋Ｎ"), ("营商环境", "營商環境"), ("后备", "後備"), ("人民生活", "⼈⺠⽣活"), ("青岭·南桥", "青岭・南桥"),
    ("稳就业、保民生", "稳就业，保民生"), ("《政府工作报告》", "政府工作报告"), ("三高四新战略", "“三高四新”战略"),
    ("放管服", "放\u00ad管\u00ad服"), ("六○一中", "六〇一中"),
]  # fmt: skip
DIFFERENT = [
    ("AI", "MAIN"), ("AI", "AIIB"), ("8.5%", "18.5%"), ("8.5%", "8.56%"), ("46", "46,218"), ("123产业", "一二三产业"),
    ("2012年", "2021年"), ("C-2型", "C2型"), ("R&D", "RD"), ("C++", "C语言"), ("和美", "最美"), ("二十一年", "2021年"),
    ("稳就业保民生", "稳就业、保民生"), ("A I", "AI"),
]  # fmt: skip


@pytest.mark.parametrize(("one", "other"), SAME)
def test_variants_of_one_writing_have_one_key(one, other):
    """Quotes, blanks, width, case, script and the ways to write a year make no difference."""
    assert query_key(one) == query_key(other)


@pytest.mark.parametrize(("needle", "text"), DIFFERENT)
def test_other_words_are_not_found(needle, text):
    """A run is whole, a figure is whole, signs inside a term count."""
    assert query_key(needle) not in sign_key(text)


@pytest.mark.parametrize("text", ["。，、；", "“”", "  \n", "\u200b", "——", "*"])
def test_marks_and_blanks_alone_are_no_literal(text):
    """A query of marks has nothing to look for."""
    assert query_key(text) == ""


def test_the_folding_table_is_what_its_generator_makes(root):
    """folding.json is OpenCC's t2s with our rules and nothing that a hand changed."""
    code = "import make_folding as m; assert m.make_table() == m.TABLE.read_text(encoding='ascii'), 'run tools/make_folding.py'"
    path = f"{root}:{root / 'tools'}"
    done = subprocess.run([sys.executable, "-c", code], env={"PYTHONPATH": path}, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


@given(TEXTS)
def test_folding_keeps_the_length_and_is_stable(text):
    """One character in, one out; folding twice changes nothing more."""
    assert len(fold(text)) == len(text)
    assert fold(fold(text)) == fold(text)
    assert len(unify_radicals(text)) == len(text)


@given(TEXTS)
def test_long_texts_fold_as_short_ones(text):
    """By an array of all characters or by a dictionary: the same."""
    short, long = (fold(text + "\n" * count) for count in (0, 1_000))
    assert long[: len(text)] == short


@given(TEXTS)
def test_the_slow_way_gives_the_key_of_the_fast_way(text):
    """sign_text and sign_key agree, and every sign has a span inside the text, in order."""
    signs = sign_text(text)
    assert signs.key == sign_key(text)
    assert len(signs.starts) == len(signs.ends) == len(signs.key)
    assert all(0 <= a < b <= len(text) for a, b in zip(signs.starts, signs.ends, strict=True))
    assert list(signs.starts) == sorted(signs.starts)


@given(TEXTS)
def test_signs_joined_are_the_key(text):
    """Cutting a key into signs loses nothing."""
    assert "".join(sign_list(sign_key(text))) == sign_key(text)


@given(TEXTS, st.data())
def test_a_found_span_holds_the_literal(text, data):
    """What is found has the key that was looked for; each place is found once, left to right."""
    signs = sign_list(sign_key(text))
    if not signs:
        return
    start = data.draw(st.integers(0, len(signs) - 1))
    needle = "".join(signs[start : start + data.draw(st.integers(1, 5))]).strip("\x01")
    if not needle:
        return
    spans = sign_text(text).find([needle])
    assert spans
    for span in spans:
        assert needle == query_key(span.of(text)) or needle in sign_key(text)
    assert all(a.end <= b.start for a, b in itertools.pairwise(spans))


def test_the_longer_literal_wins_and_places_do_not_overlap():
    """Occurrences are counted as an editor counts them."""
    key = sign_key("六稳六保与六稳，的的的")
    assert len(find_literals(key, [query_key("六稳"), query_key("六稳六保")])) == 2
    assert len(find_literals(key, [query_key("的的")])) == 1


def test_a_mark_covers_just_the_term():
    """Blanks, emoji and characters beyond the basic plane before a term do not shift its span."""
    text = "👍👍 \U000236cb木村：“营\u200b商” 环境，R&D机构"
    (span,) = sign_text(text).find([query_key("营商环境")])
    assert span.of(text) == "营\u200b商” 环境"
    (span,) = sign_text(text).find([query_key("r&d")])
    assert span.of(text) == "R&D"


def test_the_mark_of_a_note_is_nothing():
    """六重[1]方针 is found by 六重方针, and the span found covers the mark; digits beside a mark stay apart."""
    text = "“六重”[1]方针，20+8[4]"
    marks = (Span(4, 7), Span(14, 17))
    words = Passage(1, "paragraph", "body", Span(0, len(text)), text, note_marks=marks).words
    (span,) = sign_text(words).find([query_key("六重方针")])
    assert span.of(text) == "六重”[1]方针"
    assert sign_key(words) == sign_key("六重方针，20+8")
