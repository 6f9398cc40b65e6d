"""jieba's words from rjieba (Rust), where it is installed: ten times as fast, and the same words by construction.

rjieba 0.2.2 as it comes does not give jieba's words. This module takes from it only what is exact, the best route through
the dictionary without HMM, and leaves the rest to jieba:

* dictionary: rjieba starts empty and is given jieba's words and frequencies, and the difference of the totals as the
  frequency of a word that no text can have. Weights, their sums and the choice between equal ones are then the same
  operations on the same doubles. (Its own has other words; its frequencies of added words are rounded otherwise.)
* classes: characters that are Han only for rjieba (U+9FD6 on, the extensions) and surrogates are cut out before; for
  jieba each of them is a word by itself and ends the run.
* unknown words: jieba's own ``finalseg`` cuts them. (rjieba's probabilities are rounded to six digits, and it keeps 3-5
  and a_b.c whole.) They are the runs of at least two single characters on the route, remembered as they come.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from importlib import import_module, metadata
from typing import Any

#: The one version whose source was read for the rules above, and that the differential test has seen.
PROVEN = "0.2.2"
#: Runs remembered before all are forgotten: some 60 MB. All 3,249 texts of ../shared have 90,000.
MAX_REMEMBERED = 200_000

_BETWEEN = "\ue000"
_NEVER = "\ue001"
_JIEBA_BLOCK = re.compile(r"[\u4e00-\u9fd5a-zA-Z0-9+#&._%-]+")
_APART = re.compile(f"([\u3400-\u4dbf\u9fd6-\u9fff\ud800-\udfff{_BETWEEN}\uf900-\ufaff\U00010000-\U0010ffff])")
_LETTER = re.compile("[a-zA-Z0-9]")
_SINGLE = f"(?:[\u4e00-\u9fd5+#&._%-]|[a-zA-Z0-9]+){_BETWEEN}"
#: Two or more parts in a row that are single characters on the route, or letters joined, each with what stands between.
_RUN = re.compile(f"{_BETWEEN}{_SINGLE}(?:{_SINGLE})+")


def is_proven() -> bool:
    """Whether rjieba is installed, in the version of which all this is known."""
    try:
        return metadata.version("rjieba") == PROVEN
    except metadata.PackageNotFoundError:
        return False


def accelerated(tokenizer: Any) -> Callable[[str], list[str]] | None:
    """What gives the list that ``tokenizer.cut(text)`` goes through; None where these words do not allow it.

    ``tokenizer`` is a jieba.Tokenizer with its dictionary; later changes of it have no effect.
    """
    words = {word: count for word, count in tokenizer.FREQ.items() if count}
    if not _letters_join(words, tokenizer.total):
        return None
    route = _route(words, tokenizer.total)
    recut = _Runs(words)

    def cut_plain(text: str) -> list[str]:
        parts = f"{_BETWEEN}{_BETWEEN.join(route(text, False))}{_BETWEEN}"
        return _RUN.sub(lambda match: recut[match[0]], parts)[1:-1].split(_BETWEEN)

    def cut(text: str) -> list[str]:
        if not _APART.search(text):
            return cut_plain(text) if text else []
        pieces = _APART.split(text)
        return [part for i, piece in enumerate(pieces) if piece for part in ((piece,) if i % 2 else cut_plain(piece))]

    return cut


def _letters_join(words: dict[str, int], total: int) -> bool:
    """Whether Latin letters and digits that rjieba joined are known to be single on the route, or to be one word.

    Without HMM it joins single ones, so that a joined "6s" looks like the word 6s. It is the word if that is one: k single
    characters of frequency f or less weigh at most f^k / total^k, the word at least 1 / total, which is more if f² < total.
    """
    largest = max((words.get(char, 1) for char in words if len(char) == 1 and _LETTER.match(char)), default=1)
    return 2 * largest**2 < total


def _route(words: dict[str, int], total: int) -> Callable[[str, bool], list[str]]:
    rjieba: Any = import_module("rjieba")  # its types are not there where it is not
    usable = {word: count for word, count in words.items() if _JIEBA_BLOCK.fullmatch(word)}
    engine = rjieba.Jieba.empty()
    for word, count in usable.items():
        engine.add_word(word, count, None)
    if total > (known := sum(usable.values())):
        engine.add_word(_NEVER, total - known, None)
    cut: Callable[[str, bool], list[str]] = engine.cut
    return cut


class _Runs(dict[str, str]):
    """What jieba makes of a run of single characters: key and value with ``_BETWEEN`` around and between the parts."""

    def __init__(self, words: dict[str, int]) -> None:
        from jieba import finalseg

        self._words, self._cut = words, finalseg.cut

    def __missing__(self, key: str) -> str:
        parts: list[str] = []
        run: list[str] = []
        for part in key.split(_BETWEEN)[1:-1]:
            if len(part) > 1 and part in self._words:  # joined letters that are a word of the route: 6s
                parts += (*self._recut(run), part)
                run = []
            else:
                run.append(part)
        parts += self._recut(run)
        if len(self) >= MAX_REMEMBERED:
            self.clear()
        self[key] = value = f"{_BETWEEN}{_BETWEEN.join(parts)}{_BETWEEN}"
        return value

    def _recut(self, parts: list[str]) -> Iterable[str]:
        if len(parts) < 2:
            return parts
        run = "".join(parts)
        return run if run in self._words else self._cut(run)
