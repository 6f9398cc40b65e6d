"""Exact literals of 1 to 20 signs: how many passages, and the first ten of them, against trigrams and plain search.

Every answer is compared with plain search before its time is taken: total and first ten for all, all rows where there are
not too many. The keys that peers hold are ours, so all look for the same strings.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bench.classes import SEED, Stage
from bench.figures import Figures, Line, Table, measured, ratio, verdict
from bench.oracle import Wrong, plain
from bench.peers import kept, sqlite
from bench.peers.plain import JoinedScan, PlainScan
from bench.questions import COUNT, LENGTHS, literals

OURS, TRIGRAM, SCAN, JOINED, BEST = "ours", "FTS5 trigram", "scan", "joined string", "ours, best ten"
TITLE = "Exact literal: p50 / p95 in ms"
#: Rows that are compared one by one.
_ALL_ROWS = 200
#: Literals of each length for which scans are compared too: they are what the others are compared with.
_SCANS_CHECKED = 10
NOTES = (
    "Keys of signs, 200 random literals a length that do occur. *count*: the number of passages (ours with places and documents; "
    "FTS5 counts passages alone); *ten*: that and the first ten passages with their texts, in the order of the corpus; *ours, best ten*: the "
    "same by relevance. FTS5 trigram knows nothing shorter than three characters: one and two Han signs are its `LIKE`, which "
    "reads all keys. *scan*: `in`, key after key; *joined string*: `str.find` in one string of all keys; both find the first ten on the way. "
    "Every answer of ours and of FTS5's index is compared with plain search first, and all passages where they are 200 or fewer.",
)


def table() -> Table:
    """The empty table."""
    return Table(TITLE, (OURS, TRIGRAM, SCAN, JOINED, BEST), NOTES)


def measure(stage: Stage) -> list[Line]:
    """Two lines for each length."""
    rows, ours = stage.rows, stage.ours
    signs = sqlite.SqliteSigns(kept(stage.peers / "signs", sqlite.write_signs, rows))
    peers: Mapping[str, Any] = {OURS: ours, TRIGRAM: signs, SCAN: PlainScan(rows), JOINED: JoinedScan(rows)}
    lines = []
    for length in LENGTHS:
        warm, asked = (literals(rows, length, COUNT, seed) for seed in (SEED + 1, SEED))
        for number, key in enumerate(asked):
            fast = {OURS: ours} if len(key) < 3 else {OURS: ours, TRIGRAM: signs}
            _check(stage, peers if number < _SCANS_CHECKED else fast, key)
        counts = {name: measured(peer.count, warm, asked) for name, peer in peers.items()}
        firsts = {name: measured(peers[name].first, warm, asked) for name in (OURS, TRIGRAM)}
        best = {BEST: measured(ours.best, warm, asked)}
        lines.append(_line(f"{length} sign{'s' * (length > 1)}, count", counts))
        lines.append(_line(f"{length} sign{'s' * (length > 1)}, ten", {**firsts, **best}))
    return lines


def _line(label: str, cells: Mapping[str, Figures]) -> Line:
    ours, theirs = cells[OURS], cells[TRIGRAM]
    is_met = ours.p50 <= theirs.p50 and ours.p95 <= theirs.p95
    return Line(label, cells, verdict(is_met, ratio(ours, theirs)))


def _check(stage: Stage, peers: Mapping[str, Any], key: str) -> None:
    right = plain(stage.rows, key)
    for name, peer in peers.items():
        _same(name, key, len(right), peer.count(key))
        _same(name, key, (len(right), right[:10]), peer.first(key))
        if hasattr(peer, "rows") and len(right) <= _ALL_ROWS:
            _same(name, key, right, peer.rows(key))


def _same(name: str, key: str, right: object, given: object) -> None:
    if right != given:
        raise Wrong(f"{name}, {key!r}: {given} for {right}")
