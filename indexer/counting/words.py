"""The same term counted in words: how many of its places jieba cuts as exactly one word, and what it makes of the others.

Owns how little text is cut for that: the run of characters round a place. jieba cuts each such run by itself, so the
words are those of the whole passage.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from indexer.document import Span
from indexer.engines.base import Hit
from indexer.fold import fold
from indexer.glossary import Glossary, dictionary_words
from indexer.segment import Segmenter, Token

Dictionary = Literal["glossary", "default"]
DICTIONARIES: dict[Dictionary, str] = {"glossary": "jieba 词典加术语表", "default": "jieba 默认词典"}
#: More places than that are not cut: ten seconds of work.
MAX_PLACES = 50_000
#: The characters of which jieba makes words (its ``re_han_default``); any other ends a run and is a word by itself.
_RUN = re.compile(r"[\u4e00-\u9fd5a-zA-Z0-9+#&._%-]+|\w")
_AROUND = 12

Cutter = Callable[[str], tuple[Token, ...]]


@dataclass(frozen=True, slots=True)
class Difference:
    """A place that is not one word: ``cut`` are the words that jieba makes there, joined by ``/``."""

    document_id: str
    address: str
    part: str
    left: str
    text: str
    right: str
    cut: str


@dataclass(frozen=True, slots=True)
class WordCount:
    """A term in words: of ``places`` string places ``words`` are one word each; ``differences`` are all the others.

    ``words`` is None where there were more than MAX_PLACES places.
    """

    term: str
    places: int
    words: int | None
    differences: tuple[Difference, ...]


@lru_cache(maxsize=2)
def _cutter(terms: tuple[str, ...]) -> Cutter:
    """A cutter that remembers: set phrases come again and again. About 80 MB and a second when it is first used."""
    return lru_cache(maxsize=50_000)(Segmenter(terms).tokens)


def cutter_of(glossary: Glossary, dictionary: Dictionary) -> Cutter:
    """jieba with this dictionary; the glossary's forms are words of ``glossary``."""
    return _cutter(dictionary_words(glossary) if dictionary == "glossary" else ())


def differences_in(cut: Cutter, hit: Hit, spans: tuple[Span, ...]) -> tuple[Difference, ...]:
    """The places of a passage that are not exactly one word."""
    text = hit.passage.text
    folded = fold(hit.passage.words)
    runs = [match.span() for match in _RUN.finditer(folded)]
    found = []
    for span in spans:
        words = [token for start, end in runs if start < span.end and span.start < end
                 for token in _shifted(cut(folded[start:end]), start)]  # fmt: skip
        touched = [token for token in words if token.start < span.end and span.start < token.end]
        if [(token.start, token.end) for token in touched] != [(span.start, span.end)]:
            left = text[max(0, span.start - _AROUND) : span.start]
            right = text[span.end : span.end + _AROUND]
            found.append(Difference(hit.document_id, hit.address, hit.passage.part, left, span.of(text), right,
                                    "/".join(token.text for token in touched)))  # fmt: skip
    return tuple(found)


def _shifted(tokens: tuple[Token, ...], by: int) -> list[Token]:
    return [Token(token.text, token.start + by, token.end + by) for token in tokens]
