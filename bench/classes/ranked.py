"""Ranked words: the best ten and how many there are, against FTS5, Tantivy and stock Whoosh over the same tokens.

Ours is compared with BM25 by the book, all ten scores; of the peers the totals must be the same, as each has a formula of its
own (Tantivy keeps lengths in a byte, FTS5 another rarity).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from bench import oracle
from bench.classes import SEED, Stage
from bench.figures import Figures, Line, Table, measured, short, verdict
from bench.peers import kept, sqlite, tantivy_words, whoosh_words
from bench.questions import COUNT, KINDS, SHAPES, combinations, kind_of

OURS, TANTIVY, FTS5, WHOOSH = "ours", "Tantivy", "FTS5 words", "stock Whoosh"
TITLE = "Ranked words, best ten with total: p50 / p95 in ms"
NOTES = (
    "jieba's words with our glossary, the same tokens for all. *common*: the 50 that most passages have; *middle*: those in "
    "0.1 to 1 % of the passages; *rare*: those in 2 to 10 passages. Words that are asked for together are of one passage; 200 queries a "
    "line (a common word alone: 50 words, four times each). Tantivy has one segment, no positions, nothing stored; stock "
    "Whoosh is built on the 422 reports only. Ours is compared with BM25 by the book, the peers by their totals.",
)


def table() -> Table:
    """The empty table."""
    return Table(TITLE, (OURS, TANTIVY, FTS5, WHOOSH), NOTES)


def measure(stage: Stage) -> list[Line]:
    """A line for each kind of words and each way to ask for them."""
    rows, peers = stage.rows, peers_of(stage)
    asked, warm = (questions(stage, seed) for seed in (SEED, SEED + 1))
    words = {word for queries in asked.values() for query, _ in queries for word in query}
    truth = oracle.ranked(rows, words)
    lines = []
    for label, queries in asked.items():
        if queries:
            for query, mode in dict.fromkeys(queries):
                _check(truth, peers, query, mode)
            cells = {name: measured(_asking(peer), warm[label], queries) for name, peer in peers.items()}
            lines.append(Line(label, cells, _bar(label, cells)))
    return lines


def peers_of(stage: Stage) -> Mapping[str, Any]:
    """Ours, if it ranks words alone, and all that can be built here."""
    rows, found = stage.rows, {}
    if stage.ours.ranks_words:
        found[OURS] = stage.ours
    found[TANTIVY] = tantivy_words.TantivyWords(kept(stage.peers / "tantivy", tantivy_words.write, rows))
    found[FTS5] = sqlite.SqliteWords(kept(stage.peers / "words", sqlite.write_words, rows))
    if stage.is_small:
        found[WHOOSH] = whoosh_words.WhooshWords(kept(stage.peers / "whoosh-scored", whoosh_words.write, rows))
    return found


def questions(stage: Stage, seed: int) -> dict[str, list[tuple[tuple[str, ...], str]]]:
    """The queries of each line, as (words, mode): different ones for another seed."""
    kinds = kind_of(stage.rows)
    return {
        f"{kind}, {size} {'word' if size == 1 else 'AND' if mode == 'all' else 'OR'}": [
            (words, mode) for words in combinations(stage.rows, kinds[kind], size, COUNT, seed)
        ]
        for kind in KINDS
        for size, mode in SHAPES
    }


def _asking(peer: Any) -> Callable[[tuple[tuple[str, ...], str]], object]:
    return lambda query: peer.ranked(*query)


def _check(truth: oracle.Ranked, peers: Mapping[str, Any], query: tuple[str, ...], mode: str) -> None:
    scores = truth.scores(query, mode)
    for name, peer in peers.items():
        total, best = peer.ranked(query, mode)
        if name == OURS:
            oracle.check_best(scores, total, best, query)
        elif total != len(scores):
            raise oracle.Wrong(f"{name}, {mode} of {query}: {total} for {len(scores)}")


def _bar(label: str, cells: Mapping[str, Figures]) -> str:
    """Within 1.5 × Tantivy for common words; 20 × faster than stock Whoosh for all, where that was built."""
    if OURS not in cells:
        return "the engine does not rank words alone"
    ours, is_met = cells[OURS].p50, True
    near = ours / cells[TANTIVY].p50
    said = [f"{short(near)} × Tantivy"]
    if label.startswith("common"):
        is_met, said = near <= 1.5, [f"{said[0]} (bar 1.5)"]
    if WHOOSH in cells:
        faster = cells[WHOOSH].p50 / ours
        is_met, said = is_met and faster >= 20, [*said, f"{short(faster)} × faster than Whoosh (bar 20)"]
    judged = WHOOSH in cells or label.startswith("common")
    return verdict(is_met, ", ".join(said)) if judged else said[0]
