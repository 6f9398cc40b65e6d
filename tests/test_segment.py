"""Words are jieba's, whoever cuts: the whole of indexer.segment against jieba as it comes."""

import gzip
import io
import itertools
import json
import logging
from pathlib import Path

import jieba
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from indexer.fold import fold
from indexer.segment import MAX_RUN, Segmenter, Token, accelerator
from indexer.segment.dictionary import read_dictionary

SHARED = Path(__file__).resolve().parents[2] / "shared" / "data" / "reports"
#: Words that are all letters, hold marks of runs, other Han, or letters among Han; each has been a way to go wrong.
TERMS = ("三高四新", "六稳", "6s", "6s管理", "a座", "c-2", "r&d", "1+n", "㐀水", "a/b", "5g基站", "稳稳稳")
SIGNS = "稳六保的了在三高四新发展水利 。，、；\n%.+#&_-/·“”ab69sgcnd㐀\u9fd5\u9fd6\u9fff\uf900\U00020000\ud800\udfff\ue000\ue001\x00γéⅢ①٣々〇"
PIECES = [
    "6s",
    "a座",
    "3.5%",
    "1.2.3",
    "wes-5.4.5",
    "a_b.c",
    "c-2",
    "at&t",
    "c++",
    "b超",
    "\r\n",
    "５Ｇ",
    "高质量",
    "株洲",
]
NASTY = st.sampled_from((*SIGNS, *PIECES))
TEXTS = st.lists(st.one_of(NASTY, NASTY, st.characters()), max_size=60).map("".join)
needs_accelerator = pytest.mark.skipif(
    not accelerator.is_proven(), reason="rjieba is not installed in its proven version"
)


class Reference:
    """jieba, called as plainly as can be."""

    def __init__(self, terms):
        jieba.setLogLevel(logging.ERROR)
        self.tokenizer = jieba.Tokenizer()
        self.tokenizer.FREQ, self.tokenizer.total = self.tokenizer.gen_pfdict(self.tokenizer.get_dict_file())
        self.tokenizer.initialized = True
        for term in sorted({fold(term) for term in terms}):
            self.tokenizer.add_word(term)

    def tokens(self, text):
        """The words of a text with at least one word character, stretch by stretch."""
        folded, start, tokens = fold(text), 0, []
        while start < len(folded):
            ends = [at for at in (folded.find(mark, start) + 1 for mark in "\n。！？；") if at]
            end = min([*ends, len(folded), start + MAX_RUN])
            cut = self.tokenizer.tokenize(folded[start:end], HMM=True)
            tokens += [
                Token(word, start + a, start + b) for word, a, b in cut if any(c.isalnum() or c == "_" for c in word)
            ]
            start = end
        return tuple(tokens)


@pytest.fixture(scope="module")
def reference():
    """jieba with our awkward terms."""
    return Reference(TERMS)


@pytest.fixture(scope="module", params=[False, pytest.param(True, marks=needs_accelerator)], ids=["jieba", "rjieba"])
def segmenter(request):
    """Ours, with and without the accelerator."""
    segmenter = Segmenter(TERMS, accelerate=request.param)
    assert segmenter.accelerated is request.param
    return segmenter


@given(text=TEXTS)
@example(text="的" * 2_500 + "a" * 1_500 + "。" + "稳水" * 700)
@example(text="".join(itertools.islice(itertools.cycle("6s a座b6s-6s6s3.5%的6s"), 1_200)))
@settings(deadline=None, max_examples=300)
def test_words_are_those_of_jieba(segmenter, reference, text):
    """Rare Han, Latin, figures, marks, surrogates, long runs: same words at the same places."""
    expected = reference.tokens(text)
    assert segmenter.tokens(text) == expected
    assert segmenter.words(text) == tuple(token.text for token in expected)
    assert all(fold(text)[token.start : token.end] == token.text for token in expected)


def test_real_texts_are_cut_as_by_jieba(segmenter, reference):
    """A sample of the reports; bench/segmentation.py compares all of them."""
    if not SHARED.is_dir():
        pytest.skip("../shared/data/reports is not here")
    with gzip.open(SHARED / "reports.jsonl.gz", "rt", encoding="utf-8") as lines:
        texts = [json.loads(line)["text"][:6_000] for line in itertools.islice(lines, 0, 400, 20)]
    for text in texts:
        assert segmenter.tokens(text) == reference.tokens(text)


def test_the_dictionary_is_read_as_jieba_reads_it():
    """Words, beginnings, frequencies and total: of jieba's file and of one with a word given twice."""
    tokenizer = jieba.Tokenizer()
    twice = "营商环境 3 n\n营商 2 n\n营商环境 4 n\n"
    with tokenizer.get_dict_file() as file:
        whole = file.read().decode("utf-8")
    for text in (twice, whole):
        assert read_dictionary(text) == tokenizer.gen_pfdict(io.BytesIO(text.encode()))


def test_the_fingerprint_does_not_depend_on_who_cuts():
    """An index made with the accelerator serves where it is not, and the other way round."""
    assert Segmenter(TERMS).fingerprint == Segmenter(TERMS, accelerate=False).fingerprint
    assert Segmenter(TERMS).fingerprint != Segmenter(TERMS[1:]).fingerprint


@needs_accelerator
def test_a_frequent_letter_leaves_the_cut_to_jieba():
    """Where single letters are so frequent that 6s could be two words, nothing is known of joined letters."""
    frequent = type("Tokenizer", (), {"FREQ": {"6": 9_000, "s": 9_000, "6s": 1}, "total": 60_000_000})
    assert accelerator.accelerated(frequent) is None


@needs_accelerator
def test_remembered_runs_are_bounded(monkeypatch):
    """What is remembered is forgotten at the bound, and the words stay the same."""
    monkeypatch.setattr(accelerator, "MAX_REMEMBERED", 2)
    segmenter, plain = Segmenter(accelerate=True), Segmenter(accelerate=False)
    for text in ("瀛涘瑞萱", "蔺赜淇渼", "喆彧澍霖", "瀛涘瑞萱"):
        assert segmenter.words(text) == plain.words(text)


@pytest.mark.parametrize("version", [None, "0.2.3"])
def test_an_unproven_accelerator_is_not_used(monkeypatch, version):
    """Absent, or in another version than the one that was read: jieba cuts."""

    def found(name):
        if version is None:
            raise accelerator.metadata.PackageNotFoundError(name)
        return version

    monkeypatch.setattr(accelerator.metadata, "version", found)
    assert not accelerator.is_proven()
