"""What the corpus holds in figures: characters of each document and part, and the words that occur often.

Owns one file of a generation, written while the index is built, so that a count knows what it is a share of without
reading every passage again. Counts nothing that a user asks for.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from pathlib import Path

from indexer.document import Passage
from indexer.errors import IndexOutdated
from indexer.glossary.pinyin import spell
from indexer.library import Library
from indexer.publish import REBUILD

FILE = "census.json"
#: Words that are kept, the commonest first, and how many passages must have one.
MAX_WORDS, MIN_PASSAGES = 20_000, 3
_NO_CHARACTER = re.compile(r"[\W_]+")
_HAN_WORD = re.compile(r"[\u3400-\u9fff]{2,12}")


@dataclass(frozen=True, slots=True)
class Extent:
    """What one kind of passage of one part of one document comes to; see :func:`count_characters`."""

    part: str
    kind: str
    passages: int
    characters: int


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the index that many passages have; ``pinyin`` has tones and blanks between the syllables."""

    text: str
    passages: int
    pinyin: str


@dataclass(frozen=True, slots=True)
class Census:
    """The figures of a generation: extents by document, and the frequent words, the commonest first."""

    extents: Mapping[str, tuple[Extent, ...]]
    words: tuple[Word, ...]


def count_characters(text: str) -> int:
    """The characters of ``text`` as rates count them: Han characters, letters and digits; no punctuation, no blanks.

    Of a passage its ``words`` are counted, so that the numbers of note marks are none.
    """
    return len(_NO_CHARACTER.sub("", text))


def extents_of(passages: Iterable[Passage]) -> tuple[tuple[str, str, int, int], ...]:
    """For the passages of a document: part, kind, how many there are of it, and their characters."""
    extents: dict[tuple[str, str], list[int]] = {}
    for passage in passages:
        extent = extents.setdefault((passage.part, passage.kind), [0, 0])
        extent[0] += 1
        extent[1] += count_characters(passage.words)
    return tuple((part, kind, number, characters) for (part, kind), (number, characters) in extents.items())


def frequent_words(spreads: Iterable[tuple[str, int]]) -> tuple[tuple[str, int], ...]:
    """The words that a census keeps of words with the number of their passages, the commonest first."""
    frequent = (row for row in spreads if row[1] >= MIN_PASSAGES and _HAN_WORD.fullmatch(row[0]))
    return tuple(islice(frequent, MAX_WORDS))


def spell_words(words: Sequence[tuple[str, int]]) -> tuple[Word, ...]:
    """Words with the number of their passages, and their pinyin: 50 µs each."""
    return tuple(Word(text, passages, spell(text)) for text, passages in words)


def write_census(
    folder: Path, extents: Mapping[str, tuple[tuple[str, str, int, int], ...]], words: Iterable[Word]
) -> None:
    """Write the file of a generation; ``words`` are its frequent words, the commonest first."""
    data = {"extents": extents, "words": [(word.text, word.passages, word.pinyin) for word in words]}
    (folder / FILE).write_text(json.dumps(data, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")


def census_of(library: Library) -> Census:
    """The figures of the library's generation; raises IndexOutdated if its build did not take them."""
    return read_census(library.generation.folder)


@lru_cache(maxsize=2)  # a generation never changes; two, as the old one may still answer while a new one is opened
def read_census(folder: Path) -> Census:
    """The figures in the folder of a generation; raises IndexOutdated if there are none."""
    try:
        data = json.loads((folder / FILE).read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise IndexOutdated(f"索引是旧版程序建立的，没有字数与常用词的统计；{REBUILD}") from None
    extents = {i: tuple(Extent(*row) for row in rows) for i, rows in data["extents"].items()}
    return Census(extents, tuple(Word(*row) for row in data["words"]))
