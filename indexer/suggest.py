"""What a user may have wanted to type: completions while typing, and the nearest strings that do occur.

Owns the catalogue of terms and frequent words, by characters and by pinyin, and the bounds of the look-up. Reads nothing
but the glossary and the figures of the generation; changes no query by itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, islice
from pathlib import Path

from indexer.census import read_census
from indexer.engines.base import Results, Window
from indexer.engines.budget import SIDE_SECONDS, Budget, OverBudget
from indexer.errors import IndexOutdated
from indexer.glossary import Glossary, forms
from indexer.glossary.pinyin import spell, without_tones
from indexer.library import Library
from indexer.query import AllOf, Literal, Query, positive_literals
from indexer.signs import CLOSE, MARK, NOTE_MARK, OPEN, query_key, sign_key, sign_list

#: Longest text that is completed or put right, in signs.
MAX_SIGNS = 20
#: Shortest literal for which the texts themselves are asked for what stands in the place of one sign.
_MIN_SCANNED = 4
#: Passages that are looked at for each place of a literal, and literals of a query that are put right.
_SCANNED, _MAX_LITERALS = 40, 3
_OPERATORS = '-－“”「」『』"＂(（'


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A way to go on: ``text`` is the whole query, ``word`` what was added to it; ``entry`` is the id of a glossary entry.

    ``weight`` is the number of passages of a frequent word; 0 for a term that is no frequent word.
    """

    text: str
    word: str
    entry: str | None
    weight: int


@dataclass(frozen=True, slots=True)
class _Name:
    """A term or word of the catalogue. ``initials`` are the first letters of its syllables."""

    text: str
    key: str
    pinyin: str
    initials: str
    entry: str | None
    weight: int


def suggest(library: Library, text: str, limit: int = 10) -> tuple[Suggestion, ...]:
    """Completions of the last clause of ``text``: glossary terms before frequent words, the commonest first.

    Characters match at the beginning or, for terms, anywhere; letters match pinyin (``liuw``) or its initials (``lw``).
    Empty for an empty clause or one longer than MAX_SIGNS signs.
    """
    before, blank, clause = text.rpartition(" ")
    opened = clause[: len(clause) - len(clause.lstrip(_OPERATORS))]
    key = query_key(clause)
    if not key or len(sign_list(key)) > MAX_SIGNS:
        return ()
    letters = without_tones(clause.strip(_OPERATORS)).replace("'", "")
    typed = letters if letters.isascii() and letters.isalpha() else ""
    names = _catalogue(library.generation.folder, library.glossary)
    ranked = ((rank, name) for name in names if (rank := _rank(name, key, typed)) is not None)
    best = sorted(ranked, key=lambda row: (row[0], row[1].entry is None, -row[1].weight, row[1].text))
    chosen = dict.fromkeys(name for _, name in best)
    return tuple(
        Suggestion(f"{before}{blank}{opened}{name.text}", name.text, name.entry, name.weight)
        for name in list(chosen)[:limit]
    )


def _rank(name: _Name, key: str, letters: str) -> int | None:
    """How well a name fits: 0 is best; None if it does not."""
    if name.key.startswith(key.rstrip(CLOSE)):
        return 0 if name.key == key else 1
    if letters:
        if letters in (name.pinyin, name.initials):
            return 2
        if name.pinyin.startswith(letters):
            return 3
        return 4 if len(letters) > 1 and name.initials.startswith(letters) else None
    return 5 if name.entry and key in name.key else None


@lru_cache(maxsize=2)
def _catalogue(folder: Path, glossary: Glossary) -> tuple[_Name, ...]:
    """All names of a generation and a glossary, each string once; a term that is a frequent word has its weight."""
    try:
        words = read_census(folder).words
    except IndexOutdated:  # only a count cannot do without; a search that finds nothing must still say so
        words = ()
    weights = {word.text: word.passages for word in words}
    names = {}
    for entry in glossary.entries.values():
        for form in forms(entry):
            pinyin = entry.pinyin if form == entry.term and entry.pinyin else spell(form)
            names[form] = _name(form, pinyin, entry.id, weights.get(form, 0))
    for word in words:
        names.setdefault(word.text, _name(word.text, word.pinyin, None, word.passages))
    return tuple(names.values())


def _name(text: str, pinyin: str, entry: str | None, weight: int) -> _Name:
    syllables = [without_tones(syllable) for syllable in pinyin.split()]
    return _Name(text, query_key(text), "".join(syllables), "".join(s[:1] for s in syllables), entry, weight)


@dataclass(frozen=True, slots=True)
class Correction:
    """A query with one string put right: ``word`` replaces ``instead_of`` and stands in ``passages`` passages."""

    text: str
    word: str
    instead_of: str
    passages: int


def correct(library: Library, query: Query, limit: int = 5, budget: Budget | None = None) -> tuple[Correction, ...]:
    """For a query that found nothing: strings that do occur and are one edit away from one that does not.

    An edit puts in, takes out or replaces one sign, or swaps two neighbours. What sounds the same comes first and what
    is only cut short last; among equals terms, then what most passages have. MAX_SIGNS and its kin bound the work, and
    the budget its time (SIDE_SECONDS if none is given): when it is spent, what was found by then is all there is.
    """
    _catalogue(library.generation.folder, library.glossary)  # made once for many queries, so none of them pays for it
    finder = _Finder(library, budget or Budget(SIDE_SECONDS))
    found: list[Correction] = []
    for literal in finder.missing(positive_literals(query.node)):
        written = literal.plain
        for text, passages in (*finder.unmarked(written), *finder.nearest(literal.key)[:limit]):
            whole = query.text.replace(written, text, 1) if written and written in query.text else text
            found.append(Correction(whole, text, written or literal.text, passages))
    return tuple(found[:limit])


class _Finder:
    """The searches of one correction, which share a purse; once it is empty nothing more is found."""

    def __init__(self, library: Library, budget: Budget) -> None:
        self._library, self._budget = library, budget

    def missing(self, literals: Iterable[Literal]) -> tuple[Literal, ...]:
        """The first few literals that no passage has."""
        found: list[Literal] = []
        with suppress(OverBudget):
            found.extend(islice((one for one in dict.fromkeys(literals) if not self._passages(one.key)), _MAX_LITERALS))
        return tuple(found)

    def unmarked(self, text: str) -> Iterator[tuple[str, int]]:
        """A text that was copied with its note marks, which are no part of a passage, without them, if some passage has it."""
        bare = NOTE_MARK.sub("", text)
        with suppress(OverBudget):
            if bare != text and (passages := self._passages(query_key(bare))):
                yield bare, passages

    def nearest(self, key: str) -> list[tuple[str, int]]:
        """Texts one edit away from a key that some passage has, with the number of passages, best first."""
        signs = sign_list(key)
        if not 2 <= len(signs) <= MAX_SIGNS:
            return []
        names = {name.key: name for name in _catalogue(self._library.generation.folder, self._library.glossary)}
        near = {name.key: name.text for name in names.values() if is_one_edit(signs, sign_list(name.key))}
        occurring: dict[str, tuple[str, int]] = {}
        with suppress(OverBudget):
            for candidate in chain(near, _shuffled(signs), self._scanned(signs)):
                if candidate not in (key, *occurring) and (passages := self._passages(candidate)):
                    occurring[candidate] = near.get(candidate) or _plain(candidate), passages
        sound = without_tones(spell(_plain(key))) if occurring else ""

        def order(row: tuple[str, str, int]) -> tuple[bool, bool, bool, int, str]:
            name, is_shorter = names.get(row[0]), len(row[0]) < len(key)
            return without_tones(spell(row[1])) != sound, is_shorter, not (name and name.entry), -row[2], row[1]

        rows = sorted(((k, text, passages) for k, (text, passages) in occurring.items()), key=order)
        return [(text, passages) for _, text, passages in rows]

    def _scanned(self, signs: list[str]) -> Iterator[str]:
        """What the texts have in the place of a sign, or between two: one search for each place of the literal."""
        if len(signs) < _MIN_SCANNED:
            return
        for i in range(len(signs)):
            left, gone, right = "".join(signs[:i]), signs[i], "".join(signs[i + 1 :])
            pieces = tuple(Literal(_plain(part), part) for part in map(_joined, (left, right)) if part)
            for hit in self._search(pieces, Window(limit=_SCANNED, sort="place")).hits:
                key = sign_key(hit.passage.words)
                yield from _between(key, left, right)
                yield from _between(key, left, gone + right)

    def _passages(self, key: str) -> int:
        """How many passages have a key."""
        return self._search((Literal("", key),), Window(limit=0)).total if key else 0

    def _search(self, pieces: tuple[Literal, ...], window: Window) -> Results:
        self._budget.spend()  # so that many small searches are counted too
        return self._library.engine.search(Query("", AllOf(pieces)), window, self._budget)


def is_one_edit(one: list[str], other: list[str]) -> bool:
    """Whether two lists of signs differ by one sign put in, taken out or replaced, or by two neighbours swapped."""
    if one == other or abs(len(one) - len(other)) > 1:
        return False
    start = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    if len(one) != len(other):
        longer, shorter = (one, other) if len(one) > len(other) else (other, one)
        return longer[start + 1 :] == shorter[start:]
    swapped = one[start : start + 2] == other[start : start + 2][::-1]
    return one[start + 1 :] == other[start + 1 :] or (swapped and one[start + 2 :] == other[start + 2 :])


def _shuffled(signs: list[str]) -> Iterator[str]:
    """Two neighbours swapped; one sign taken out of three or more."""
    for i in range(len(signs) - 1):
        yield "".join((*signs[:i], signs[i + 1], signs[i], *signs[i + 2 :]))
    if len(signs) > 2:
        yield from (_joined((*signs[:i], *signs[i + 1 :])) for i in range(len(signs)))


def _joined(signs: Iterable[str]) -> str:
    """The key of some signs as a query has it: without marks at the ends."""
    return "".join(signs).strip(MARK)


def _between(key: str, left: str, right: str) -> Iterator[str]:
    """Each ``left`` + one sign + ``right`` of a key."""
    at = key.find(left) if left else key.find(right) - 1
    while at >= 0:
        sign = sign_list(key[at + len(left) :][:MAX_SIGNS])[:1]
        if sign and sign[0] != MARK and OPEN not in sign[0] and key.startswith(right, at + len(left) + 1):
            yield f"{left}{sign[0]}{right}"
        at = key.find(left, at + 1) if left else key.find(right, at + 2) - 1


def _plain(key: str) -> str:
    """The signs of a key as a user would type them."""
    return key.replace(OPEN, "").replace(CLOSE, "").replace(MARK, "，")
