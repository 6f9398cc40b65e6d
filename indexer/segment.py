"""Words: jieba with the glossary's terms. They rank and relate passages; they never decide whether a literal is found.

Owns our one Tokenizer (never jieba's module functions, never its shared cache: reliability 3.4) and its fingerprint.
"""

from __future__ import annotations

import hashlib
import io
import logging
import re
import warnings
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from importlib.metadata import version
from typing import Any

from indexer.fold import fold

HMM = True
#: Longest stretch given to jieba at once, in characters: its HMM is quadratic in the length of a run of Han characters.
MAX_RUN = 1_000
_STRETCH = re.compile(r"[^\n。！？；]*[\n。！？；]?")
_WORD = re.compile(r"\w")


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a text: ``text`` is folded, ``start`` and ``end`` are code points of the unfolded text."""

    text: str
    start: int
    end: int


class Segmenter:
    """Cuts text into jieba's words; ``terms`` (of the glossary) are words too. One object may serve many threads."""

    def __init__(self, terms: Iterable[str] = ()) -> None:
        self.terms = tuple(sorted({fold(term) for term in terms if term.strip()}))

    @cached_property
    def fingerprint(self) -> str:
        """Of all that decides the cut: version and dictionary of jieba, HMM, our terms, our folding."""
        parts = (
            version("jieba"),
            str(HMM),
            str(MAX_RUN),
            *self.terms,
        )  # not jieba.__version__: importing it takes 0.2 s
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]

    @cached_property
    def _tokenizer(self) -> Any:
        jieba = _jieba()
        tokenizer = jieba.Tokenizer()
        tokenizer.FREQ, tokenizer.total = tokenizer.gen_pfdict(io.BufferedReader(tokenizer.get_dict_file()))
        tokenizer.initialized = True  # the steps of initialize() without the cache that anybody may have written
        for term in self.terms:
            tokenizer.add_word(term)
        return tokenizer

    def tokens(self, text: str) -> tuple[Token, ...]:
        """The words of ``text`` in order; blanks and punctuation are no words."""
        folded = fold(text)
        return tuple(token for start, end in _stretches(folded) for token in self._cut(folded, start, end))

    def _cut(self, folded: str, start: int, end: int) -> Iterator[Token]:
        for word, left, right in self._tokenizer.tokenize(folded[start:end], HMM=HMM):
            if _WORD.search(word):
                yield Token(word, start + left, start + right)


def _stretches(text: str) -> Iterator[tuple[int, int]]:
    for match in _STRETCH.finditer(text):
        for start in range(match.start(), match.end(), MAX_RUN):
            yield start, min(start + MAX_RUN, match.end())


def _jieba() -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # invalid escapes in its source, pkg_resources
        import jieba
    jieba.setLogLevel(logging.ERROR)
    return jieba
