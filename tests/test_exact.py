"""The exact layer is complete: random substrings of real reports, every engine, against brute force (DESIGN 3)."""

import gzip
import json
import random

import oracle
import pytest

from indexer.build import build_index
from indexer.engines import MODULES
from indexer.engines.base import Window
from indexer.library import open_library
from indexer.query import AllOf, Literal, Query
from indexer.settings import load
from indexer.signs import query_key

SEED, SUBSTRINGS, LONGEST = 20_210_203, 5_000, 20
#: Three reports beside the corpus: traditional script of 1954, full-width digits of 1987, note markers and an appendix.
OTHERS = (("全国", 1954), ("全国", 1987), ("深圳市", 2019))
BODY_COUNTS = {
    "六稳": 2, "六保": 2, "三高四新": 2, "弹性年期出让": 1, "一达标两不愁三保障": 1, "四治一改": 1, "五控": 1, "6S": 1, "四个最严": 1,
    "民生实事人大代表票决候选事项": 0,
}  # fmt: skip


@pytest.fixture(scope="module")
def homes(tmp_path_factory, shared, root):
    """The report of the corpus and three others, indexed by each engine."""
    home = tmp_path_factory.mktemp("exact")
    with gzip.open(shared / "data/reports/reports.jsonl.gz", "rt", encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    chosen = [next(r for r in rows if r["region"].endswith(region) and r["year"] == year) for region, year in OTHERS]
    texts = {f"other-{i}": row["text"] for i, row in enumerate(chosen)}
    texts["hetang"] = (root / "corpus/430202-hetang-2021-gwr/source.txt").read_text(encoding="utf-8")
    for name, text in texts.items():
        (home / "corpus" / name).mkdir(parents=True)
        (home / "corpus" / name / "source.txt").write_text(text, encoding="utf-8")
    libraries = {}
    for engine in MODULES:
        settings = load({}, home=home, engine=engine, index_path=engine)
        assert not build_index(settings).failed
        libraries[engine] = open_library(settings)
    return texts, libraries


def test_random_substrings_are_found_by_every_engine_exactly_where_brute_force_finds_them(homes):
    """5,000 substrings of 1 to 20 characters, across quotes and line breaks: none missed, none extra."""
    texts, libraries = homes
    first = next(iter(libraries.values()))
    passages = [(i, p.number, oracle.haystack(p.text)) for i in first.documents for p, _ in first.engine.passages(i)]
    rng, tried = random.Random(SEED), 0
    for _ in range(SUBSTRINGS):
        text = rng.choice(sorted(texts.values()))
        start = rng.randrange(len(text))
        substring = text[start : start + rng.randint(1, LONGEST)]
        needle, key = oracle.needle(substring), query_key(substring)
        assert bool(needle) == bool(key), substring
        if not needle:
            continue
        tried += 1
        truth = {(document, number) for document, number, haystack in passages if needle in haystack}
        query = Query(substring, AllOf((Literal(substring, key),)))
        for engine, library in libraries.items():
            results = library.engine.search(query, Window(0, 10_000, "place"))
            found = {(hit.document_id, hit.passage.number) for hit in results.hits}
            assert found == truth, (engine, substring)
            assert results.total == len(truth)
    assert tried > SUBSTRINGS * 0.9


@pytest.mark.parametrize(("term", "count"), BODY_COUNTS.items())
def test_counts_of_the_report_hold_in_every_engine(homes, term, count):
    """The body counts that Ctrl-F confirms; the appendix is counted apart."""
    _, libraries = homes
    for library in libraries.values():
        query = Query(term, AllOf((Literal(term, query_key(term)),)))
        results = library.engine.search(query, Window(0, 1000))
        places = {
            h.passage.number: h.occurrences
            for h in results.hits
            if h.document_id == "hetang" and h.passage.part != "note"
        }
        assert sum(places.values()) == count
