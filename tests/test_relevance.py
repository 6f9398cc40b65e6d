"""Ranking against judgements made by reading (tests/relevance/README.md), with a floor that may only rise."""

import json
import shutil
import subprocess

import pytest
from judged import DEPTH, GOOD, MUST, Judged, digest, figures, measures, read_judged

from indexer.search import search

KINDS = {"definition", "heading", "fact", "phrase", "words", "operator", "programme"}
FLOOR = "tests/relevance/floor.json"


@pytest.fixture(scope="module")
def folder(root):
    """The judgements and their floor."""
    return root / "tests/relevance"


@pytest.fixture(scope="module")
def floor(folder):
    """What was measured, and the data it holds for."""
    return json.loads((folder / "floor.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def shelf(reports, report_library, root, tmp_path_factory):
    """The library over the 422 reports and that of corpus/; of the reports nothing is made again."""
    from indexer.build import build_index
    from indexer.library import open_library
    from indexer.prepared import cache_folder
    from indexer.settings import load

    settings = load({}, home=tmp_path_factory.mktemp("shelf"))
    shutil.copy(reports.home / "glossary.yaml", settings.home)
    shutil.copytree(reports.home / "corpus", settings.corpus_path)
    shutil.copytree(root / "corpus", settings.corpus_path, dirs_exist_ok=True)
    shutil.copytree(cache_folder(report_library.settings), cache_folder(settings))
    assert not build_index(settings, today="2026-11-25").failed
    opened = open_library(settings)
    yield opened
    opened.engine.close()


@pytest.mark.corpus
def test_ranking_is_not_under_its_floor(request, shared, folder, floor):
    """All judged queries over the 422 reports: hits, or related passages where there are none, in the order shown."""
    now = digest(shared, folder)
    assert floor["data"] == now, (
        "floor.json holds for other reports or other judgements; measure anew: put there "
        f'"data": "{now}" and the figures this test then shows'
    )
    shelf, reports = request.getfixturevalue("shelf"), request.getfixturevalue("reports")
    documents = {row["id"]: document_id for document_id, row in reports.rows.items()}
    judged = read_judged(folder, lambda document_id: [p for p, _ in shelf.engine.passages(document_id)], documents)
    measured = figures([(one, _order(shelf, one.query)) for one in judged])
    print(json.dumps(measured, indent=2))
    assert measured.keys() == floor["figures"].keys()
    under = {
        (kind, name): (measured[kind][name], least)
        for kind, row in floor["figures"].items()
        for name, least in row.items()
        if measured[kind][name] < least
    }
    assert not under, f"ranking got worse, (measured, floor): {under}; all: {json.dumps(measured)}"


def _order(library, query):
    answer = search(library, query, size=DEPTH)
    return [(found.hit.document_id, found.hit.passage.number) for found in (*answer.hits, *answer.related)]


def test_the_floor_only_rises(root, floor):
    """No figure is lower than in the last commit, if that one was measured on the same data and judgements."""
    old = subprocess.run(["git", "-C", root, "show", f"HEAD:{FLOOR}"], capture_output=True, text=True, encoding="utf-8")
    if old.returncode:
        pytest.skip("not applicable: no git checkout, or the last commit has no floor yet")
    before = json.loads(old.stdout)
    if before["data"] != floor["data"]:
        pytest.skip("not applicable: the data or the judgements changed, so the figures do not compare")
    lowered = [
        (kind, name, least, floor["figures"].get(kind, {}).get(name))
        for kind, row in before["figures"].items()
        for name, least in row.items()
        if floor["figures"].get(kind, {}).get(name, -1) < least
    ]
    assert not lowered, f"a floor may only rise: {lowered}"


def test_the_judgements_are_enough_and_well_formed(folder):
    """At least 60 queries of all kinds, each once, with quotations of at most 40 characters and something that must come first."""
    import yaml

    rows = yaml.safe_load((folder / "queries.yaml").read_text(encoding="utf-8"))
    assert len(rows) >= 60
    assert {row["kind"] for row in rows} == KINDS
    assert len({row["query"] for row in rows}) == len(rows)
    for row in rows:
        pairs = [*row["must"], *row.get("good", ())]
        assert row["must"], row["query"]
        assert all(0 < len(quotation) <= 40 for _, quotation in pairs), row["query"]
        assert len({tuple(pair) for pair in pairs}) == len(pairs), row["query"]


A, B, C = ("a", 1), ("a", 2), ("b", 1)
#: Third and second place count 1/log2(4) and 1/log2(3) of the first.
SECOND, THIRD = 0.6309297535714575, 0.5


@pytest.mark.parametrize(
    ("order", "gained", "mrr", "success", "recall"),
    [
        ([A, B, C], 3 + SECOND, 1, 1, 1),
        ([C, A, B], 3 * SECOND + THIRD, 0.5, 0, 1),
        ([B, C], 1, 0, 0, 0),
        ([], 0, 0, 0, 0),
        ([C] * DEPTH + [A], 0, 0, 0, 0),
    ],
)
def test_measures_are_what_they_are_called(order, gained, mrr, success, recall):
    """One passage must come first, one is good: worked out by hand; what stands below the first page counts for nothing."""
    found = measures(order, Judged("q", "fact", {A: MUST, B: GOOD}))
    best = 3 + SECOND
    assert found == {"ndcg@10": pytest.approx(gained / best), "mrr@10": mrr, "success@1": success, "recall@10": recall}
