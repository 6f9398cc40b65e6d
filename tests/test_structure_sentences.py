"""Sentences: where they end, and that nothing of a text is lost between them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.structure.sentences import sentences


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", []),
        ("一、2023年工作回顾", ["一、2023年工作回顾"]),
        ("增长8.5%。就业稳定", ["增长8.5%。", "就业稳定"]),
        ("目标是：增长6.5%；就业1.1万人；建成5G基站。", ["目标是：增长6.5%；就业1.1万人；建成5G基站。"]),
        ("硬核力量！昂扬斗志！在此，致以谢意！", ["硬核力量！", "昂扬斗志！", "在此，致以谢意！"]),
        (
            "嘱托：“当官就不要发财。清清爽爽地去当官。”我们要牢记。",
            ["嘱托：“当官就不要发财。清清爽爽地去当官。”", "我们要牢记。"],
        ),
        ("贯彻“发展是硬道理。”的要求，真抓实干。", ["贯彻“发展是硬道理。”的要求，真抓实干。"]),
        ("（1）小区改造。（2）精准就业。", ["（1）小区改造。", "（2）精准就业。"]),
        ("“没有闭合的引号。后面还有一句。", ["“没有闭合的引号。", "后面还有一句。"]),
        ("二○二一年\n二月三日。各位代表：", ["二○二一年\n二月三日。", "各位代表："]),
        ("真的吗？！是的……", ["真的吗？！", "是的……"]),
    ],
)
def test_sentences_end_at_full_stops_outside_quotes(text, found):
    """A full stop, exclamation or question mark ends a sentence, with its closing quotes; figures and ； do not."""
    assert [span.of(text) for span in sentences(text)] == found


@given(st.text(alphabet="稳增长。！？；，“”（）《》 \n　8.5%", max_size=60))
def test_every_character_but_blanks_is_in_one_sentence(text):
    """Sentences are disjoint and in order, and only blanks stand between them."""
    end = 0
    for span in sentences(text):
        assert span.start >= end
        assert not text[end : span.start].strip()
        assert span.of(text) == span.of(text).strip() != ""
        end = span.end
    assert not text[end:].strip()
