"""Keys and sentences of many texts at once are those of each text alone."""

from itertools import accumulate, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.matching.subject import keys_and_edges, sentence_edges
from indexer.signs import sign_key, sign_keys, sign_text
from indexer.structure.sentences import sentences

ALPHABET = st.sampled_from(
    '稳增长。！？!?；，“”‘’（）()《》〈〉【】「」『』的和 \n　0123456789.,%‰一二〇○零九年aAzß-·&+"\u200b\uf8ff\x06\x01\ud800\U000236cb'
)
TEXTS = st.text(st.one_of(ALPHABET, ALPHABET, st.characters()), max_size=50)


@given(st.lists(TEXTS, max_size=8))
def test_keys_of_many_texts_are_those_of_each(texts):
    """No rule looks from one text into the next."""
    assert sign_keys(texts) == tuple(map(sign_key, texts))


@given(st.lists(TEXTS, max_size=8))
def test_edges_are_where_the_keys_of_the_sentences_end(texts):
    """The definition: a key for each sentence, one after the other."""
    for text, (key, in_key, in_text) in zip(texts, keys_and_edges(texts), strict=True):
        cuts = (0, *(span.start for span in sentences(text)[1:]), len(text))
        keys = [sign_key(text[start:end]) for start, end in pairwise(cuts)]
        assert (in_key, in_text) == ((0, *accumulate(map(len, keys))), cuts) == sentence_edges(text)
        assert key == "".join(keys)


@given(st.lists(TEXTS, min_size=1, max_size=5), st.integers(1, 4))
def test_a_long_text_has_the_key_of_a_short_one(texts, times):
    """From 4,000 characters on signs are looked up with numpy; sign_text never does."""
    text = "。".join(texts * times)
    long = text + "稳" * 4_000
    assert sign_key(long) == sign_text(long).key


@pytest.mark.parametrize("quoted", [199, 200, 201, 202])
def test_a_long_quotation_has_sentences_of_its_own(quoted):
    """With at most 200 characters from mark to mark a full stop does not end the sentence around them."""
    text = f"他说：“好。{'稳' * (quoted - 3)}”的话。完"
    assert len(sentences(text)) == (2 if quoted <= 200 else 3)


def test_sentences_of_hostile_text_take_linear_time():
    """A hundred thousand opening marks, of full stops or of both is cut at once."""
    for text in ("“" * 100_000, "。" * 100_000, "（。" * 50_000, "“。”" * 30_000):
        spans = sentences(text)
        assert spans[-1].end == len(text)
