"""Pinyin of terms: ids, and spelling with and without tones.

Owns the alphabet of ids (ecosystem 10.1). pypinyin takes a third of a second to import, so it is asked only for terms
whose pinyin nobody wrote down.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

MAX_ID = 80
ID_PATTERN = r"^[a-z0-9]+(-[a-z0-9]+)*$"


def spell(term: str) -> str:
    """The pinyin of ``term`` with tones and a blank between syllables; what is not Han stands as it is."""
    if term.isascii():
        return term
    from pypinyin import Style, lazy_pinyin

    return " ".join(" ".join(lazy_pinyin(term, style=Style.TONE)).split())


def without_tones(pinyin: str) -> str:
    """``pinyin`` in ASCII small letters as people type it: ``liù wěn`` gives ``liuwen``, ``lǜ sè`` gives ``lvse``."""
    letters = unicodedata.normalize("NFD", pinyin.lower()).replace("u\u0308", "v")
    return "".join(c for c in letters if not unicodedata.combining(c) and not c.isspace())


def make_ids(pinyins: Iterable[str]) -> tuple[str, ...]:
    """An id of ``[a-z0-9-]``, at most MAX_ID long, for each pinyin, in order; ``-2``, ``-3`` … where one is taken."""
    taken: dict[str, int] = {}
    return tuple(_free_id(pinyin, taken) for pinyin in pinyins)


def _free_id(pinyin: str, taken: dict[str, int]) -> str:
    plain = re.sub("[^a-z0-9]+", "-", without_tones(pinyin)).strip("-")
    base = (plain or "-".join(f"u{ord(c):x}" for c in pinyin))[: MAX_ID - 6].strip("-")
    candidate = base
    while candidate in taken:
        taken[base] += 1
        candidate = f"{base}-{taken[base]}"
    taken[candidate] = 1
    return candidate
