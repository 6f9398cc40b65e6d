"""Every operator in every engine against brute force: queries at random, written as users write them (DESIGN 4)."""

import random

import oracle_query
import pytest

from indexer.document import Facts, Passage, Span
from indexer.engines import MODULES, engine_module
from indexer.engines.base import IndexEntry, Window
from indexer.highlight import query_marks
from indexer.query import read_query
from indexer.signs import sign_key

SEED, QUERIES, PASSAGES = 20_261_125, 1_000, 40
PIECES = ["六稳", "六保", "稳", "就业", "工作", "落实", "AI", "8.5%", "R&D", "1+N", "2021年", "二〇二一年", "“六稳”", "（就业）", "，", "、", "；", "。", "！",
          "？", "\n", " "]  # fmt: skip
PLACES = [(2019, "湖南省"), (2020, "株洲市荷塘区"), (2021, "金华市"), (None, "")]


def make_texts(rng):
    """Small texts of the same few pieces, so that everything happens to be beside everything."""
    return ["".join(rng.choice(PIECES) for _ in range(rng.randint(1, 14))) for _ in range(PASSAGES)]


def entries(texts):
    """The texts as passages of four documents of different year and place."""
    for number, text in enumerate(texts):
        year, region = PLACES[number % 4]
        passage = Passage(number + 1, "paragraph", "body", Span(0, len(text)), text)
        yield IndexEntry(
            f"d{number % 4}",
            Facts(year=year, region=region or None),
            passage,
            f"p{number + 1}-aaaaaa",
            sign_key(text),
            (),
        )


@pytest.fixture(params=sorted(MODULES))
def engine(request, tmp_path):
    """Each engine in turn over the same texts."""
    module = engine_module(request.param)
    module.write(tmp_path, entries(make_texts(random.Random(SEED))))
    opened = module.open_engine(tmp_path)
    yield opened
    opened.close()


@pytest.mark.parametrize("strict", [False, True])
def test_queries_at_random_find_what_brute_force_finds(engine, strict):
    """1,000 queries folded and 1,000 strict: the same passages, as many occurrences in each, as many marks."""
    rng = random.Random(SEED)
    texts = make_texts(rng)
    tried = [oracle_query.Text(text, *PLACES[number % 4], strict) for number, text in enumerate(texts)]
    hits = 0
    for _ in range(QUERIES):
        tree = oracle_query.make(rng, texts)
        typed = oracle_query.render(rng, tree)
        query = read_query(typed, strict=strict)
        assert not query.notes, (typed, query.notes)
        judged = {number: oracle_query.judge(tree, text) for number, text in enumerate(tried, 1)}
        truth = {number: occurrences for number, (holds, occurrences) in judged.items() if holds}
        results = engine.search(query, Window(0, 100))
        found = {hit.passage.number: hit.occurrences for hit in results.hits}
        assert found == truth, (typed, query.node)
        assert results.total == len(truth)
        for hit in results.hits[:3]:
            assert len(query_marks(query, hit.passage, hit.facts)) == hit.occurrences, typed
        hits += bool(truth)
    assert hits > QUERIES / 2


def test_the_brute_force_can_fail():
    """The oracle tells apart what differs by one sign, one sentence or the order."""
    text = oracle_query.Text("六稳和六保。就业", None, "", False)
    near = ("near", ("literal", "六稳"), 1, ("literal", "六保"))
    assert oracle_query.judge(near, text) == (True, 2)
    assert oracle_query.judge(("near", ("literal", "六稳"), 0, ("literal", "六保")), text) == (False, 0)
    assert oracle_query.judge(("sentence", ("and", ("literal", "六稳"), ("literal", "就业"))), text) == (False, 0)
    assert oracle_query.judge(("gap", "六稳", "六保"), text) == (True, 1)
    assert oracle_query.judge(("gap", "六保", "六稳"), text) == (False, 0)
