"""Facets and counts over all hits: what they add to the search itself, ours and the peers'.

Ours are counted when an answer is asked for them, for literals. The peers count by year and level over the passages of one or
two words.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from bench.classes import SEED, Stage, ranked
from bench.figures import Figures, Line, Table, measured, short, verdict
from bench.oracle import Wrong, plain
from bench.questions import COUNT, combinations, kind_of
from indexer.signs import query_key

SEARCH, BOTH = "search", "with facets and counts"
TITLE = "Counts by year and level over all hits: p50 / p95 in ms"
NOTES = (
    "Ours: the ten best of a literal, without and with facets (level, region, year, part, kind). Tantivy: the ten best of a "
    "word, then its terms aggregations on two fast fields; FTS5: two `GROUP BY` over a join. Facets are compared with "
    "counting by hand. The literals are the words.",
)


def table() -> Table:
    """The empty table."""
    return Table(TITLE, (SEARCH, BOTH), NOTES)


def measure(stage: Stage) -> list[Line]:
    """A line for ours, Tantivy and FTS5, for common words and words of the middle."""
    kinds, peers, lines = kind_of(stage.rows), ranked.peers_of(stage), []
    for kind in ("common", "middle"):
        warm, asked = (combinations(stage.rows, kinds[kind], 1, COUNT, seed) for seed in (SEED + 1, SEED))
        if asked:
            lines.append(_ours(stage, kind, warm, asked))
            lines += [_theirs(stage, name, peers[name], kind, warm, asked) for name in (ranked.TANTIVY, ranked.FTS5)]
    return lines


def _ours(stage: Stage, kind: str, warm: Sequence[tuple[str, ...]], asked: Sequence[tuple[str, ...]]) -> Line:
    ours = stage.ours
    warm_keys, keys = ([key for (word,) in words if (key := query_key(word))] for words in (warm, asked))
    for key in dict.fromkeys(keys):
        _compare(stage, plain(stage.rows, key), ours.facets(key), key)
    alone = measured(ours.best, warm_keys, keys)
    both = measured(ours.facets, warm_keys, keys)
    added = (both.p50 - alone.p50) / alone.p50
    return Line(f"ours, {kind}", {SEARCH: alone, BOTH: both}, verdict(added < 2, f"adds {short(added)} × the search"))


def _theirs(stage: Stage, name: str, peer: Any, kind: str, warm: Sequence[Any], asked: Sequence[Any]) -> Line:
    for words in list(dict.fromkeys(asked))[:20]:
        right = [row for row, own in enumerate(stage.rows.words) if words[0] in own]
        _compare(stage, right, peer.faceted(words), words)
    alone = measured(lambda words: peer.ranked(words, "all"), warm, asked)
    both = measured(lambda words: (peer.ranked(words, "all"), peer.faceted(words)), warm, asked)
    return Line(f"{name}, {kind}", {SEARCH: alone, BOTH: both}, f"adds {short(_added(alone, both))} × the search")


def _added(alone: Figures, both: Figures) -> float:
    return (both.p50 - alone.p50) / alone.p50


def _compare(stage: Stage, right: Sequence[int], given: dict[str, dict[str, int]], asked: object) -> None:
    for name, values in (("level", stage.rows.levels), ("year", stage.rows.years)):
        wanted = Counter(values[row] for row in right if values[row])
        if dict(wanted) != given[name]:
            raise Wrong(f"{asked}: {name} {given[name]} for {dict(wanted)}")
