"""What a search clause is widened to when it names glossary entries.

Owns the rule (DESIGN 4): a name stands for all forms of its entry, a composite also for its components in one passage,
and a clause that is nothing but names in a row (六稳六保, 六稳和六保) for these entries in one passage.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain, islice, product

from indexer.glossary.entries import Entry, forms
from indexer.signs import MARK, query_key

#: More alternatives than anybody reads make a query slow; the first ones are those of the entry itself.
MAX_ALTERNATIVES = 60
# What may stand between two names in a row.
_JOINTS = (MARK, "和", "与", "及")

Conjunction = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Widening:
    """Alternatives, of which one must hold; of an alternative all literal texts must.

    The first alternative is the text as typed. ``entries`` are those that widened it, components after the composite.
    """

    entries: tuple[Entry, ...]
    alternatives: tuple[Conjunction, ...]


def widen(text: str, by_id: Mapping[str, Entry], by_key: Mapping[str, tuple[Entry, ...]]) -> Widening | None:
    """What ``text`` is widened to; None if no entry adds anything. ``by_key`` holds the entries of every form's key."""
    key = query_key(text)
    named = by_key.get(key, ())
    tiles = () if any(entry.composed_of for entry in named) else _tiles(key, by_key, named)
    own = chain.from_iterable(_alternatives(entry, by_id) for entry in named)
    joined = _joined([[a for entry in tile for a in _alternatives(entry, by_id)] for tile in tiles])
    alternatives = _different(chain([(text,)], own, joined))
    if len(alternatives) == 1:
        return None
    components = (by_id[i] for entry in named for i in entry.composed_of if i in by_id)
    entries = {entry.id: entry for entry in (*named, *components, *chain.from_iterable(tiles))}
    return Widening(tuple(entries.values()), alternatives)


def _alternatives(entry: Entry, by_id: Mapping[str, Entry]) -> list[Conjunction]:
    """The forms of an entry, and its components' in every combination. Compositions have no cycle (checks.py)."""
    single: list[Conjunction] = [(form,) for form in forms(entry)]
    components = [_alternatives(by_id[i], by_id) for i in entry.composed_of if i in by_id]
    return list(islice(chain(single, _joined(components)), MAX_ALTERNATIVES))


def _joined(components: list[list[Conjunction]]) -> Iterator[Conjunction]:
    if components:
        for choice in product(*components):
            yield tuple(chain.from_iterable(choice))


def _different(alternatives: Iterable[Conjunction]) -> tuple[Conjunction, ...]:
    """The first, and those of the others that can find more than the rest do, each without what it says twice."""
    found: dict[frozenset[str], Conjunction] = {}
    for texts in islice(alternatives, 2 * MAX_ALTERNATIVES):
        by_key = {query_key(text): text for text in reversed(texts)}
        found.setdefault(frozenset(by_key), tuple(reversed(by_key.values())))
    kept = list(found)
    for keys in kept[:0:-1]:
        if any(other != keys and _implies(keys, other) for other in kept):
            kept.remove(keys)
    return tuple(found[keys] for keys in kept[:MAX_ALTERNATIVES])


def _implies(keys: frozenset[str], other: frozenset[str]) -> bool:
    """Whether a passage with all of ``keys`` surely has all of ``other``: 三高四新战略 holds 三高四新."""
    return all(any(inner in outer for outer in keys) for inner in other)


def _tiles(
    key: str, by_key: Mapping[str, tuple[Entry, ...]], whole: tuple[Entry, ...]
) -> tuple[tuple[Entry, ...], ...]:
    """The fewest names of two entries or more, none of them in ``whole``, that cover ``key`` end to end; or none."""
    lengths = sorted({len(name) for name in by_key if len(name) <= len(key)}, reverse=True)
    best: dict[int, tuple[str, ...]] = {0: ()}
    for start in range(len(key)):
        if start not in best:
            continue
        for length in lengths:
            name = key[start : start + length]
            if len(name) == length and any(entry not in whole for entry in by_key.get(name, ())):
                for end in _ends(key, start + length):
                    if end not in best or len(best[end]) > len(best[start]) + 1:
                        best[end] = (*best[start], name)
    names = best.get(len(key), ())
    tiles = tuple(tuple(entry for entry in by_key[name] if entry not in whole) for name in dict.fromkeys(names))
    return tiles if len(tiles) > 1 else ()


def _ends(key: str, end: int) -> Iterator[int]:
    """Where the next name may begin behind one that ends at ``end``: at once, or after a joint."""
    yield end
    for joint in _JOINTS:
        if end < len(key) - len(joint) and key.startswith(joint, end):
            yield end + len(joint)
