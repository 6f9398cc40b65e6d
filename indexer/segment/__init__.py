"""Words: jieba with the glossary's terms. They rank and relate passages; they never decide whether a literal is found.

Owns what a word is: which text is cut, by which dictionary, in which stretches, and the fingerprint of it. Which
implementation cuts (`jieba` alone, or `accelerator`) changes no word.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from importlib.metadata import version
from itertools import chain
from typing import Any

from indexer.fold import fold
from indexer.segment.accelerator import accelerated, is_proven
from indexer.segment.dictionary import HMM, make_tokenizer

#: Longest stretch cut at once, in characters: the HMM of jieba is quadratic in the length of a run of Han characters.
MAX_RUN = 1_000
#: Characters that are cut before the accelerator, which takes half a second and 150 MB to load, is worth it.
_WORTH = 300_000
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

    def __init__(self, terms: Iterable[str] = (), accelerate: bool | None = None) -> None:
        """``accelerate``: whether the accelerator cuts where it is installed; None: once there is enough to be cut.

        The words are the same either way.
        """
        self.terms = tuple(sorted({fold(term) for term in terms if term.strip()}))
        self._left = {None: _WORTH, True: 0, False: float("inf")}[accelerate]

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
        return make_tokenizer(self.terms)

    @cached_property
    def _fast(self) -> Callable[[str], Iterable[str]] | None:
        return accelerated(self._tokenizer) if is_proven() else None

    @property
    def accelerated(self) -> bool:
        """Whether the accelerator cuts from now on."""
        return self._left <= 0 and self._fast is not None

    def _cut(self, text: str) -> Iterable[str]:
        if self._left > 0:
            self._left -= len(text)
        elif self._fast:
            return self._fast(text)
        words: Iterable[str] = self._tokenizer.cut(text, HMM=HMM)
        return words

    def words(self, text: str) -> tuple[str, ...]:
        """The words of ``text`` in order, folded; blanks and punctuation are no words."""
        parts = chain.from_iterable(map(self._cut, _stretches(fold(text))))
        return tuple([part for part in parts if part.isalnum() or _WORD.search(part)])

    def tokens(self, text: str) -> tuple[Token, ...]:
        """The :meth:`words` of ``text`` with their places."""
        return tuple(self._placed(fold(text)))

    def _placed(self, folded: str) -> Iterator[Token]:
        end = 0
        for stretch in _stretches(folded):
            for part in self._cut(stretch):
                start, end = end, end + len(part)
                if _WORD.search(part):
                    yield Token(part, start, end)


def _stretches(text: str) -> Iterable[str]:
    """``text`` in pieces that are cut alone; sentence marks part blocks in jieba too, so a short text is one piece."""
    if len(text) <= MAX_RUN:
        return (text,)
    return (
        text[start : min(start + MAX_RUN, match.end())]
        for match in _STRETCH.finditer(text)
        for start in range(match.start(), match.end(), MAX_RUN)
    )
