"""The search benchmark: it runs on one report, its peers agree with ours, and a wrong answer stops it. No test looks at a time."""

import importlib.util
import math

import numpy as np
import pytest

from bench import __main__ as command
from bench import corpora, figures, oracle, questions, search
from bench.classes import exact, pages, ranked, staged
from bench.rows import Rows

pytestmark = [
    pytest.mark.skipif(
        not all(map(importlib.util.find_spec, ("tantivy", "psutil", "whoosh"))),
        reason="the peers are not installed: pip install -e .[bench]",
    ),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]
WORDS = (("发展", "经济"), ("发展",), ("经济", "经济", "工作"))
ROWS = Rows(
    keys=("发展", "经济发展", "工作经济经济"),
    words=WORDS,
    texts=("发展，", "经济发展", "工作经济经济"),
    levels=("city", "city", "county"),
    years=("2020", "2021", "2021"),
    places=(("a", 1), ("a", 2), ("b", 1)),
)


@pytest.fixture
def stored(monkeypatch, tmp_path):
    """Homes and peers of the benchmark in a folder of this test."""
    monkeypatch.setenv("BAOGAO_BENCH", str(tmp_path))
    monkeypatch.delenv("BAOGAO_BENCH_MOST", raising=False)
    return tmp_path


@pytest.fixture(scope="module")
def stage(tmp_path_factory):
    """The report of this repository, indexed and open, for tests that only ask."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("BAOGAO_BENCH", str(tmp_path_factory.mktemp("bench")))
        opened = staged(corpora.TINY)
    yield opened
    opened.library.engine.close()


@pytest.fixture
def few(monkeypatch):
    """Fewer queries than for figures that mean something."""
    for module in (questions, exact, ranked, importlib.import_module("bench.classes.facets")):
        monkeypatch.setattr(module, "COUNT", 20)
    monkeypatch.setattr(pages, "PAGES", 10)
    monkeypatch.setattr(pages, "READERS", (2,))


@pytest.mark.slow
def test_the_whole_benchmark_runs_on_one_report(stored, few, capsys):
    """Every class measures ours and each peer, whose answers it has compared, and prints a table with its bar."""
    tables = search.run(names=[corpora.TINY])
    printed = capsys.readouterr().out
    assert set(tables) == set(search.CLASSES)
    for table in tables.values():
        assert f"### {table.title}" in printed
        assert table.lines[corpora.TINY]
    cells = [set(line.cells) for line in tables["exact"].lines[corpora.TINY]]
    assert cells == [{exact.OURS, exact.TRIGRAM, *more} for more in ((exact.SCAN, exact.JOINED), (exact.BEST,))] * 7
    common = [line for line in tables["ranked"].lines[corpora.TINY] if line.label.startswith("common")]
    assert len(common) == len(questions.SHAPES)
    assert all(set(line.cells) == {ranked.OURS, ranked.TANTIVY, ranked.FTS5, ranked.WHOOSH} for line in common)


def test_what_is_kept_is_used_again(stored):
    """A second look at the same corpus builds neither home nor peer anew."""
    first = staged(corpora.TINY)
    ranked.peers_of(first)
    first.library.engine.close()
    before = {path: path.stat().st_mtime_ns for path in stored.rglob("*") if path.is_file()}
    again = staged(corpora.TINY)
    ranked.peers_of(again)
    again.library.engine.close()
    assert {path: path.stat().st_mtime_ns for path in stored.rglob("*") if path.is_file()} == before


def test_a_wrong_answer_stops_the_benchmark(stage):
    """A peer that counts one passage too many is found out."""
    (key,) = questions.literals(stage.rows, 2, 1, 1)

    class Liar:
        def count(self, key):
            return len(oracle.plain(stage.rows, key)) + 1

    with pytest.raises(oracle.Wrong, match="liar"):
        exact._check(stage, {"liar": Liar()}, key)


@pytest.mark.parametrize(
    ("words", "mode", "rows"),
    [
        (["发展"], "all", {0, 1}),
        (["发展", "经济"], "all", {0}),
        (["发展", "工作"], "any", {0, 1, 2}),
        (["无"], "any", set()),
    ],
)
def test_the_oracle_finds_the_rows(words, mode, rows):
    """BM25 by the book has the rows with all of the words, or with any of them."""
    assert set(oracle.ranked(ROWS, words).scores(words, mode).rows.tolist()) == rows


def test_the_oracle_weighs_as_the_formula_says():
    """The score of one word in one row, worked out by hand."""
    length, average = 6, 4
    weight = math.log(1 + (3 - 2 + 0.5) / (2 + 0.5)) * 2 * 2.2 / (2 + 1.2 * (0.25 + 0.75 * length / average))
    assert oracle.ranked(ROWS, ["经济"]).scores(["经济"], "all").of(2) == pytest.approx(weight)


@pytest.mark.parametrize(
    ("total", "best"),
    [
        (3, [(2, 2.0), (0, 1.0)]),
        (2, [(0, 2.0), (2, 1.0)]),
        (2, [(2, 2.0)]),
        (2, [(2, 2.0), (0, 1.5)]),
        (2, [(2, 2.0), (2, 1.0)]),
    ],
)
def test_another_best_ten_is_wrong(total, best):
    """A false total, order, number, score or row is not taken for the oracle's; ties and a common factor are."""
    scores = oracle.Scored(np.array([0, 2]), np.array([10.0, 20.0]))
    oracle.check_best(scores, 2, [(2, 2.0), (0, 1.0)], "right")
    oracle.check_best(oracle.Scored(np.array([0, 1]), np.array([5.0, 5.0])), 2, [(1, 5.0), (0, 5.0)], "tie")
    with pytest.raises(oracle.Wrong):
        oracle.check_best(scores, total, best, "wrong")


def test_the_same_questions_are_asked_each_time(stage):
    """Literals and words depend on the texts and the seed alone; literals do occur, and have no mark at an end."""
    for length in questions.LENGTHS:
        asked = questions.literals(stage.rows, length, 30, 7)
        assert asked == questions.literals(stage.rows, length, 30, 7) != questions.literals(stage.rows, length, 30, 8)
        assert all(oracle.plain(stage.rows, key) and key == key.strip("\x01") for key in asked)
    assert ranked.questions(stage, 7) == ranked.questions(stage, 7)


def test_percentiles_are_of_the_times_given():
    """The median and the 95th percentile by nearest rank."""
    found = figures.figures(map(float, range(1, 201)))
    assert (found.p50, found.p95, found.count) == (100.0, 190.0, 200)


def test_a_benchmark_that_is_not_there_is_named(capsys):
    """An unknown name runs nothing and says which there are."""
    assert command.main(["fastest"]) == 2
    assert "fastest" in capsys.readouterr().err
