"""One contract, all engines: the same sets, the same order, the same counts for the same entries and queries."""

import random

import pytest

from indexer.document import Facts, Passage, Span
from indexer.engines import MODULES, engine_module
from indexer.engines.base import IndexEntry, Window
from indexer.engines.budget import Budget, OverBudget
from indexer.errors import EngineUnavailable
from indexer.matching import sentence_edges
from indexer.query import AllOf, Filter, Literal, Query, read_query
from indexer.signs import query_key, sign_key

TEXTS = [
    "扎实做好“六稳”工作，全面落实“六保”任务。", "扎实做好六稳工作。", "六项稳定措施落地，AI导办。", "MAIN线设备，增长18.5%。",
    "增长8.5%，其中 R&D 占2.6%。",
    "二〇二一年\n工作安排", "稳中求进，求进求稳。", "推行“互联网+政务服务”。", "", "六稳六保，六稳六保。", "𣗋木村完成危房改造。",
]  # fmt: skip
QUERIES = [
    "六稳", "六保", "六稳 六保", "六稳 -六保", "-六稳", "AI", "8.5%", "R&D", "2021年工作", "稳", "求进 稳", "互联网+", "查无此词", "六稳 年:2021",
    "六稳 年:2020..2021", "年:2022", "地区:荷塘", "六稳 地区:4302", "部分:正文", "部分:附录 六", "𣗋木", "-稳 -六",
    "六稳 或 六保", "(六稳 或 增长) -AI", "六稳 ~9 六保", "求进 ~1 求稳 ~9 稳中", "同句(六稳 六保)", "六…务", "-(六稳 六保)", "-(稳 或 六)",
    "(年:2021 或 AI) 六",
    "标题:甲 六", "地区:湖南", "地区:=湖南省", "术语:六稳", "同句(-六)", "级别:县 -六保 稳…任",
]  # fmt: skip
FACTS = {
    "a-2021": Facts(
        title="甲",
        region="株洲市荷塘区",
        region_code="430202",
        level="county",
        year=2021,
        date="2021-02-03",
        kind="gwr",
    ),
    "b-2022": Facts(title="乙", region="湖南省", region_code="430000", level="province", year=2022, kind="gwr"),
    "c": Facts(title="丙"),
}


def entries(texts=TEXTS):
    """The texts as passages of three documents, with characters as words."""
    for i, text in enumerate(texts):
        document = list(FACTS)[i % 3]
        part = "note" if i % 4 == 3 else "body"
        kind = "heading" if i % 5 == 4 else "paragraph"
        passage = Passage(i // 3 + 1, kind, part, Span(0, len(text)), text, ("一、甲",))
        yield IndexEntry(document, FACTS[document], passage, f"p{i // 3 + 1}-aaaaaa", sign_key(text), tuple(text[:40]))


@pytest.fixture(params=sorted(MODULES))
def engine(request, tmp_path):
    """Each engine in turn over the same entries."""
    module = engine_module(request.param)
    module.write(tmp_path, entries())
    opened = module.open_engine(tmp_path)
    yield opened
    opened.close()


def shown(results):
    """What must be equal between engines: everything but scores."""
    return (
        results.total, results.documents, dict(results.occurrences), dict(results.passages), dict(results.facets),
        [(h.document_id, h.passage, h.facts, h.address, h.occurrences) for h in results.hits],
    )  # fmt: skip


@pytest.mark.parametrize("text", QUERIES)
@pytest.mark.parametrize("sort", ["relevance", "date", "-date", "place"])
def test_every_engine_answers_as_the_specification(engine, tmp_path_factory, text, sort):
    """Set, order, counts, facets and stored passages equal those of the plain engine."""
    folder = tmp_path_factory.mktemp("memory")
    module = engine_module("memory")
    module.write(folder, entries())
    specification = module.open_engine(folder)
    for strict in (False, True):
        query, window = read_query(text, strict=strict), Window(0, 50, sort)
        assert shown(engine.search(query, window)) == shown(specification.search(query, window))


def test_random_literals_are_found_exactly_where_they_stand(engine):
    """No passage is missed and none is extra, for substrings cut anywhere."""
    rng = random.Random(20211125)
    for _ in range(300):
        text = rng.choice([t for t in TEXTS if t])
        start = rng.randrange(len(text))
        needle = text[start : start + rng.randint(1, 6)]
        key = query_key(needle)
        if not key:
            continue
        found = engine.search(Query(needle, AllOf((Literal(needle, key),))), Window(0, 50)).hits
        assert sorted(h.passage.text for h in found) == sorted(t for t in TEXTS if key in sign_key(t))


def test_windows_cut_one_stable_list(engine):
    """Pages put together are the whole list, each hit once; beyond the end there is nothing and the total stays."""
    query = read_query("六")
    whole = [h.passage.text for h in engine.search(query, Window(0, 100)).hits]
    pages = [h.passage.text for i in range(0, 8, 2) for h in engine.search(query, Window(i, 2)).hits]
    assert pages == whole
    assert engine.search(query, Window(50, 10)).hits == ()
    assert engine.search(query, Window(50, 10)).total == len(whole)


def test_ties_are_ordered_by_date_document_and_passage(engine):
    """Equal scores never leave the order to chance."""
    hits = engine.search(Query("", AllOf(())), Window(0, 100)).hits
    keys = [(-(h.facts.year or 0), h.document_id, h.passage.number) for h in hits]
    assert keys == sorted(keys)


def test_words_rank_and_relate_but_never_decide(engine):
    """Words change no set; related passages are found by words alone, filters hold there too."""
    plain = engine.search(read_query("六稳"), Window(0, 50))
    query = Query("六稳", read_query("六稳").node, words=("稳", "定"))
    assert engine.search(query, Window(0, 50)).total == plain.total
    near = engine.related(("措", "施"), (), 3)
    assert near[0].passage.text == "六项稳定措施落地，AI导办。"
    assert near[0].occurrences == 0
    assert all(h.facts.year == 2022 for h in engine.related(("六",), (Filter("year", ("2022",)),), 9))
    assert engine.knows("六")
    assert not engine.knows("查无")


def test_documents_come_back_whole_and_in_order(engine):
    """The passages of a document, facts included, are what went in."""
    stored = engine.passages("a-2021")
    assert [p for p, _ in stored] == [e.passage for e in entries() if e.document_id == "a-2021"]
    assert dict(engine.documents()) == FACTS
    assert engine.passages("none") == ()


def test_a_budget_stops_every_engine(engine, monkeypatch):
    """A search that may spend nothing raises, one with enough is the same as one without a budget."""
    query = read_query("稳 或 六")
    assert shown(engine.search(query, Window(), Budget(60))) == shown(engine.search(query, Window()))
    with pytest.raises(OverBudget):
        engine.search(query, Window(), Budget(0))
    assert engine.related(("六", "稳"), (), 5, Budget(60)) == engine.related(("六", "稳"), (), 5)


def test_sentences_and_texts_are_read_of_the_right_row(engine):
    """What an engine judges of a related passage is that passage: its text, its signs, its sentences."""
    judged = []
    engine.related([c for text in TEXTS for c in text], (), 50, wanted=lambda subject: judged.append(subject) or True)
    assert {row.text for row in judged} == {text for text in TEXTS if text}
    for row in judged:
        assert row.key == sign_key(row.text)
        assert tuple(map(tuple, (row.edges(False), row.edges(True)))) == sentence_edges(row.text)


def test_an_empty_index_answers(tmp_path):
    """Every engine can be empty."""
    for name in MODULES:
        (tmp_path / name).mkdir()
        engine_module(name).write(tmp_path / name, ())
        opened = engine_module(name).open_engine(tmp_path / name)
        for text in ("六稳", "-六稳", "同句(六稳 六保)", "六…稳", "年:2021"):
            assert opened.search(read_query(text), Window()).total == 0
        assert opened.related(("六",), (), 5) == ()


def test_an_unknown_engine_is_refused_by_name():
    """The message names the engine and those there are."""
    with pytest.raises(EngineUnavailable, match="memory"):
        engine_module("elastic")
