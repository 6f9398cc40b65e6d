"""The judged queries of tests/relevance: reading them, finding the passages they name, and the figures of an order.

Owns the measures; knows no engine: an order is a list of passages, each a document id and a passage number.
"""

import hashlib
import math
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

import yaml

from indexer.signs import query_key, sign_key

#: A passage: the id of its document and its number.
Place = tuple[str, int]
#: How far down a reader looks: one page.
DEPTH = 10
MUST, GOOD = 2, 1


@dataclass(frozen=True)
class Judged:
    """A query with the grade of each passage that was judged: MUST come first, or GOOD beside it; all others are 0."""

    query: str
    kind: str
    grades: dict[Place, int]


def read_judged(folder, passages, documents):
    """The judged queries of a folder over a corpus.

    ``passages`` has the passages of a document by its id, ``documents`` the document of each report id. A quotation stands
    for every passage of its report that holds it, as some reports print a note twice. ValueError where one is not found.
    """
    rows = yaml.safe_load((folder / "queries.yaml").read_text(encoding="utf-8"))
    keys: dict[str, dict[int, str]] = {}
    judged, lost = [], []
    for row in rows:
        grades: dict[Place, int] = {}
        for name, grade in (("good", GOOD), ("must", MUST)):
            for report, quotation in row.get(name, ()):
                document = documents.get(report, report)
                if document not in keys:
                    keys[document] = {p.number: sign_key(p.words) for p in passages(document)}
                found = [n for n, key in keys[document].items() if query_key(quotation) in key]
                grades |= {(document, number): grade for number in found}
                lost += [] if found else [f"{row['query']}: {report} {quotation}"]
        judged.append(Judged(row["query"], row["kind"], grades))
    if lost:
        raise ValueError(f"these quotations stand in no passage of their report: {lost}")
    return tuple(judged)


def gain(order, judged):
    """nDCG at DEPTH: discounted gain (2^grade - 1) of the order over that of the best order (Järvelin, Kekäläinen 2002)."""
    grades = [judged.grades.get(place, 0) for place in order[:DEPTH]]
    best = sorted(judged.grades.values(), reverse=True)[:DEPTH]
    return _discounted(grades) / _discounted(best)


def _discounted(grades):
    return sum((2**grade - 1) / math.log2(rank + 2) for rank, grade in enumerate(grades))


def measures(order, judged):
    """The figures of one query, each from 0 to 1: of the passages that must come first, but for ndcg, which has both grades."""
    must = {place for place, grade in judged.grades.items() if grade == MUST}
    ranks = [rank for rank, place in enumerate(order[:DEPTH]) if place in must]
    return {
        "ndcg@10": gain(order, judged),
        "mrr@10": 1 / (ranks[0] + 1) if ranks else 0.0,
        "success@1": float(ranks[:1] == [0]),
        "recall@10": len(ranks) / min(DEPTH, len(must)),
    }


def figures(orders):
    """The mean measures of pairs of a judged query and its order, overall and by kind, to three places."""
    rows = defaultdict(list)
    for judged, order in orders:
        for name in ("overall", judged.kind):
            rows[name].append(measures(order, judged))
    return {
        name: {"queries": len(of)} | {key: _mean(row[key] for row in of) for key in of[0]} for name, of in rows.items()
    }


def _mean(values):
    values = tuple(values)
    return math.floor(1000 * sum(values) / len(values) + 1e-6) / 1000


def digest(shared: Path, folder: Path) -> str:
    """Of the reports and the judgements: figures hold for these alone. The glossary may grow without moving them down."""
    names = (shared / "data/reports/reports.jsonl.gz", folder / "queries.yaml")
    return hashlib.sha256("".join(hashlib.sha256(name.read_bytes()).hexdigest() for name in names).encode()).hexdigest()
