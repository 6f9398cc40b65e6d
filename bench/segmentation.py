"""Cutting into words: jieba alone and with the accelerator, over all texts of ../shared; every difference is printed.

The reference is jieba's own ``Tokenizer.tokenize`` on each stretch with the dictionary as jieba loads it, so that this
is the differential test of the whole of indexer.segment.
"""

from __future__ import annotations

import gzip
import json
import re
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from indexer.fold import fold
from indexer.glossary import dictionary_words, load_glossary
from indexer.segment import MAX_RUN, Segmenter, Token
from indexer.segment.dictionary import HMM, import_jieba

ROOT = Path(__file__).resolve().parents[1]
REPORTS = ROOT.parent / "shared" / "data" / "reports"
FILES = ("reports", "policies", "laws", "alternates")
_SHOWN = 20


def run() -> None:
    """Print rates and differences; says so where ../shared is absent. Two minutes."""
    if not REPORTS.is_dir():
        print("segmentation: ../shared/data/reports is not here")
        return
    texts = list(read_texts())
    size = sum(map(len, texts)), sum(len(text.encode("utf-8", "surrogatepass")) for text in texts) / 1e6
    print(f"segmentation: {len(texts):,} texts, {size[0]:,} characters, {size[1]:.1f} MB")
    terms = dictionary_words(load_glossary(ROOT / "glossary.yaml"))
    segmenter = Segmenter(terms)
    rows = [("load", _seconds(lambda: segmenter.words("字")))]
    rows.append(("words", _seconds(lambda: [segmenter.words(text) for text in texts])))
    rows.append(("words again", _seconds(lambda: [segmenter.words(text) for text in texts])))
    rows.append(("tokens", _seconds(lambda: [segmenter.tokens(text) for text in texts])))
    different, seconds = _compare(texts, segmenter)
    for name, took in (*rows, ("jieba tokens", seconds)):
        print(f"  {name:14} {took:7.2f} s" + ("" if name == "load" else f" {size[1] / took:7.2f} MB/s"))
    print(f"  accelerator: {'yes' if segmenter.accelerated else 'no'}; texts with differences: {different}")


def read_texts() -> Iterator[str]:
    """The texts of ../shared, as they are there."""
    for name in FILES:
        with gzip.open(REPORTS / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
            for line in lines:
                yield json.loads(line)["text"]


class Reference:
    """jieba, called as plainly as can be."""

    def __init__(self, terms: tuple[str, ...]) -> None:
        self._tokenizer = import_jieba().Tokenizer()
        frequencies = self._tokenizer.gen_pfdict(self._tokenizer.get_dict_file())
        self._tokenizer.FREQ, self._tokenizer.total = frequencies
        self._tokenizer.initialized = True
        for term in terms:
            self._tokenizer.add_word(term)

    def tokens(self, text: str) -> tuple[Token, ...]:
        """The words of a text, stretch by stretch."""
        folded = fold(text)
        return tuple(
            Token(word, start + left, start + right)
            for match in re.finditer(r"[^\n。！？；]*[\n。！？；]?", folded)
            for start in range(match.start(), match.end(), MAX_RUN)
            for word, left, right in self._tokenizer.tokenize(
                folded[start : min(start + MAX_RUN, match.end())], HMM=HMM
            )
            if re.search(r"\w", word)
        )


def _compare(texts: list[str], segmenter: Segmenter) -> tuple[int, float]:
    reference, different, seconds = Reference(segmenter.terms), 0, 0.0
    for text in texts:
        started = time.perf_counter()
        expected = reference.tokens(text)
        seconds += time.perf_counter() - started
        found = segmenter.tokens(text)
        if expected != found or tuple(token.text for token in expected) != segmenter.words(text):
            different += 1
            for token in sorted(set(expected) ^ set(found), key=lambda token: token.start)[:_SHOWN]:
                print(f"  {'jieba' if token in expected else 'ours'} {token}", file=sys.stderr)
    return different, seconds


def _seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started
