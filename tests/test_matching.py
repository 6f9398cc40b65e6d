"""What each operator holds for, and what of a passage it marks."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.document import Facts, Passage, Span
from indexer.highlight import query_marks
from indexer.matching import PassageSubject, accepts, holds, places, sentence_edges
from indexer.query import Filter, Literal, Term, read_query
from indexer.signs import sign_key

FACTS = Facts(
    title="2021年荷塘区政府工作报告", region="株洲市荷塘区", region_code="430202", level="county", year=2021, kind="gwr"
)


def passage(text, part="body", kind="paragraph"):
    """A passage of a document about which FACTS are known."""
    return Passage(1, kind, part, Span(0, len(text)), text)


def marked(text, query, **options):
    """The marked strings; None if the passage does not satisfy the query."""
    query = read_query(query, **options)
    subject = PassageSubject(passage(text), FACTS)
    if not holds(query.node, subject, query.strict):
        return None
    return [span.of(text) for span in query_marks(query, subject.passage, FACTS)]


@pytest.mark.parametrize(
    ("query", "text", "expected"),
    [
        ("六稳 六保", "做好六稳，落实六保。", ["六稳", "六保"]), ("六稳 六保", "做好六稳。", None), ("六稳 或 六保", "做好六稳。", ["六稳"]),
        ("六稳 -六保", "做好六稳。", ["六稳"]), ("六稳 -六保", "六稳六保", None), ("-(六稳 六保)", "做好六稳。", []),
        ("非（六稳 或 六保）", "做好六稳。", None),
        ("(六稳 就业) 或 六保", "六稳六保", ["六保"]), ("(六稳 就业) 或 六保", "六稳就业", ["六稳", "就业"]),
        # nearness: signs between, in either order; marks are counted as one sign each, runs and figures too
        ("六稳 ~2 六保", "六稳和六保", ["六稳", "六保"]), ("六稳 ~2 六保", "六保、和六稳", ["六保", "六稳"]), ("六稳 ~2 六保", "六稳工作和六保", None),
        ("六稳 ~1 六保", "六稳2021六保", ["六稳", "六保"]), ("六稳 ~1 六保", "六稳 APPLE 六保", ["六稳", "六保"]),
        ("六稳 ~0 六保", "六稳“六保”", ["六稳", "六保"]),
        ("六稳 ~1 六保", "六稳六保，就业六稳", ["六稳", "六保"]), ("稳 ~5 稳", "稳中求", None), ("稳 ~5 稳", "稳中求稳", ["稳", "稳"]),
        ("稳稳 ~5 稳", "稳稳", None),
        ("甲 ~1 乙 ~1 丙", "甲乙丙", ["甲", "乙", "丙"]), ("甲 ~1 乙 ~1 丙", "丙甲乙", ["丙", "甲", "乙"]), ("甲 ~0 乙 ~0 丙", "丙甲乙", None),
        ("甲 ~1 乙 ~1 丙", "甲乙就业乙丙", None), ("(六稳 或 六保) ~1 就业", "六稳、就业和六保", ["六稳", "就业", "六保"]),
        # sentences
        ("同句(六稳 六保)", "六稳。六保。", None), ("同句(六稳 六保)", "六稳；六保。", ["六稳", "六保"]),
        ("同句(六稳 六保)", "六稳。六稳，六保！六保", ["六稳", "六保"]),
        ("同句(六稳 -六保)", "六稳六保。六稳？", ["六稳"]), ("同句(六稳 -六保)", "六稳六保。就业", None), ("同句(六稳。六保)", "六稳。六保", None),
        ("同段(六稳 六保)", "六稳。六保。", ["六稳", "六保"]), ("-同句(六稳 六保)", "六稳。六保。", []), ("同句(六稳 ~9 六保)", "六稳。六保。", None),
        ("同句(六稳 就业)", "他说：“六稳。六保。”，就业", ["六稳", "就业"]),
        # gaps: the shortest stretches of one sentence, each marked as a whole
        ("三…新", "三高四新", ["三高四新"]), ("三…新", "新三", None), ("三…新", "三。新", None), ("三…新", "三三高新新", ["三高新"]),
        ("三...新", "三新，三“高”新", ["三新", "三“高”新"]),
        ("稳…稳", "稳", None), ("稳…稳…稳", "稳中稳进稳稳", ["稳中稳进稳"]), ("8.5%…2.6%", "增长8.5%，其中2.6%", ["8.5%，其中2.6%"]),
        # places that meet: the longer of those that begin together, nothing twice
        ("六稳 或 六稳六保", "六稳六保，六稳", ["六稳六保", "六稳"]), ("三…新 四新", "三高四新", ["三高四新"]),
        # facts
        ("六稳 年:2021", "六稳", ["六稳"]), ("(年:2020 或 六保) 六稳", "六稳", None), ("(年:2021 或 六保) 六稳", "六稳", ["六稳"]),
        ("-年:2021", "六稳", None),
    ],
)  # fmt: skip
def test_operators_hold_where_they_should_and_mark_what_made_them_hold(query, text, expected):
    """The table is the meaning of the language in small texts."""
    assert marked(text, query) == expected


@pytest.mark.parametrize(
    ("query", "text", "expected"),
    [
        ("六稳", "“六稳”", ["六稳"]), ("“六稳”", "六稳", ["六稳"]), ("“六稳”工作", "“六稳”工作", ["“六稳”工作"]), ("“六稳”工作", "六稳工作", None),
        ("營商", "营商", None),
        ("AI", "MAIN", ["AI"]), ("ai", "AI", None), ("8.5", "18.5%", ["8.5"]), ("2021年", "二〇二一年", None), ("甲 ~2 乙", "甲AI乙", ["甲", "乙"]),
        ("甲 ~1 乙", "甲AI乙", None),
        ("六稳\u200b", "六稳", ["六稳"]), ("同句(六稳 六保)", "“六稳”；六保。", ["六稳", "六保"]), ("同句(六稳 六保)", "六稳！六保。", None),
        ("三…新", "三高\n四新", ["三高\n四新"]),
    ],
)  # fmt: skip
def test_strict_compares_the_text_character_for_character(query, text, expected):
    """Width, case, script and quotes count, runs are no units: what Ctrl-F finds."""
    assert marked(text, query, strict=True) == expected


def test_a_term_is_not_named_inside_a_longer_name():
    """四新 in 三高四新 is no use of 四新; elsewhere it is, whatever form it has."""
    term = Term("四新", (Literal("四新", "四新"), Literal("四个新", "四个新")), (Literal("三高四新", "三高四新"),))

    def naming(name):
        return (term,)

    assert marked("三高四新，四新", "术语:四新", naming=naming) == ["四新"]
    assert marked("三高四新", "术语:四新", naming=naming) is None
    assert marked("三高四新，四个新", "术语:四新 ~3 三高", naming=naming) == ["三高", "四个新"]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (("year", "2021"), True), (("year", "2020"), False), (("year", "2020..2022"), True), (("year", "2022.."), False), (("year", "..2021"), True),
        (("region", "荷塘"), True), (("region", "43"), True), (("region", "430200"), True), (("region", "430000"), True), (("region", "431000"), False),
        (("region", "湖南"), True), (("region", "湖南省"), False), (("region", "株洲"), True), (("region", "株洲市"), True), (("region", "金华"), False),
        (("region", "=株洲市荷塘区"), True),
        (("region", "=株洲市"), False), (("part", "body"), True), (("part", "paragraph"), True), (("part", "note"), False), (("level", "county"), True),
        (("kind", "gwr"), True),
        (("title", "政府工作报告"), True), (("title", "“政府”工作報告"), True), (("title", "二〇二一年荷塘"), True), (("title", "公报"), False),
        (("year", "1999", "2021"), True),
    ],
)  # fmt: skip
def test_filters_accept_by_fact(values, expected):
    """A short name or code holds all places in it, a full name is a part of the name; a title is matched on signs."""
    field, *wanted = values
    assert accepts([Filter(field, tuple(wanted))], PassageSubject(passage("六稳"), FACTS)) is expected


def test_what_is_not_known_is_not_accepted():
    """A document without year, region or title satisfies no condition on them."""
    subject = PassageSubject(passage("六稳"), Facts())
    for field, value in (
        ("year", "..2030"),
        ("region", "湖南"),
        ("region", "43"),
        ("level", "county"),
        ("kind", "gwr"),
        ("title", "报告"),
    ):
        assert not accepts([Filter(field, (value,))], subject)


@given(st.text(st.sampled_from("六稳保。！？；”“」（）-8.5%A年二〇一 \n\u200b·"), max_size=60))
def test_the_keys_of_the_sentences_in_a_row_are_the_key_of_the_text(text):
    """So a border of a sentence in the text is one in the key, and a sentence can be searched alone."""
    in_key, in_text = sentence_edges(text)
    assert len(in_key) == len(in_text)
    assert (in_key[-1], in_text[-1]) == (len(sign_key(text)), len(text))
    assert list(in_key) == sorted(in_key)


@given(
    st.text(st.sampled_from("六稳保就业。，AI8 "), max_size=40),
    st.sampled_from(
        ["六稳 ~3 六保", "同句(六 稳)", "六…稳", "六 或 稳", "稳 ~2 稳", "同句(六…业 -保)", "(六 稳) 或 AI"]
    ),
    st.booleans(),
)
def test_marks_are_as_many_as_occurrences(text, query, strict):
    """Marks lie in the text, in order and apart; there is one for each place that is counted."""
    query = read_query(query, strict=strict)
    subject = PassageSubject(passage(text), FACTS)
    found = places(query.node, subject, strict)
    spans = query_marks(query, subject.passage, FACTS)
    assert (found is not None) == holds(query.node, subject, strict)
    assert len(spans) == len(found or ())
    assert all(left.end <= right.start for left, right in pairwise(spans))
    assert all(span.start < span.end <= len(text) for span in spans)
