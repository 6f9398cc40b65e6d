"""The concordance: a line for each place, in an order that is the same twice, on pages that together are everything."""

import csv
import io
import json

import pytest
import small_corpus

from indexer.errors import QueryError
from indexer.exporting import LINE_COLUMNS, export_lines
from indexer.kwic import SORTS, Question, every_line, kwic
from indexer.query import Filter
from indexer.signs import sign_key, sign_list
from indexer.views import ask_all


@pytest.fixture(scope="module")
def shelf(root, tmp_path_factory):
    """The library over the small corpus."""
    opened = small_corpus.open_small(root, tmp_path_factory.mktemp("small"))
    yield opened
    opened.engine.close()


def identity(line):
    """What tells a line from all others."""
    return (line.document_id, line.number, line.left, line.hit, line.right)


@pytest.mark.parametrize("text", ["发展", "六稳", "AI", "的", "“高质量发展”", "六稳 工作", "发展 -工作", "2021"])
def test_there_is_a_line_for_each_place(shelf, text):
    """As many lines as the search counts places; each stands in its passage as it is written."""
    answer = ask_all(shelf, text)
    lines = list(every_line(shelf, Question(text, width=100)))
    assert len(lines) == sum(answer.occurrences.values()) == kwic(shelf, Question(text)).total > 0
    texts = {(i, p.number): p.text.replace("\n", " ") for i in shelf.documents for p, _ in shelf.engine.passages(i)}
    for line in lines:
        assert line.left + line.hit + line.right in texts[line.document_id, line.number]


@pytest.mark.parametrize("sort", SORTS)
def test_all_pages_together_are_all_lines(shelf, sort):
    """Walking the pages gives every line once, in the order of the export; the order is the same twice."""
    question = Question("发展", width=8, sort=sort)
    pages = [kwic(shelf, question, page=page, size=7) for page in range(1, 20)]
    walked = [identity(line) for page in pages for line in page.lines]
    assert walked == [identity(line) for line in every_line(shelf, question)]
    assert walked == [identity(line) for line in every_line(shelf, question)]
    everything = sorted(identity(line) for line in every_line(shelf, Question("发展", width=8)))
    assert sorted(walked) == everything
    assert pages[0].pages == -(-pages[0].total // 7)
    assert not pages[-1].lines


@pytest.mark.parametrize("side", ["left", "right"])
@pytest.mark.parametrize("signs", [1, 3, 5])
def test_lines_are_sorted_by_the_signs_beside_them(shelf, side, signs):
    """The nearest sign decides first; quotes and blanks are nothing, an edge of the passage comes before all."""

    def beside(line):
        own = sign_list(sign_key(line.left if side == "left" else line.right))
        return own[: -signs - 1 : -1] if side == "left" else own[:signs]

    found = [beside(line) for line in every_line(shelf, Question("发展", width=60, sort=f"{side}{signs}"))]
    assert found == sorted(found)
    assert len(set(map(tuple, found))) > 10


def test_lines_are_sorted_by_year_and_by_region(shelf):
    """Old first, new first, and by code of the region with the years of a place together."""
    years = [line.facts.year for line in every_line(shelf, Question("发展", sort="year")) if line.facts.year]
    assert years == sorted(years)
    backwards = [line.facts.year for line in every_line(shelf, Question("发展", sort="-year")) if line.facts.year]
    assert backwards == sorted(years, reverse=True)
    places = [
        (line.facts.region_code or "999999", line.facts.year or 0)
        for line in every_line(shelf, Question("发展", sort="region"))
    ]
    assert [code for code, _ in places] == sorted(code for code, _ in places)
    assert [year for code, year in places if code == "430100"] == sorted(
        year for code, year in places if code == "430100"
    )


def test_strict_lines_are_strings_of_the_text(shelf):
    """No folding: AI in MAIN, not in ＡＩ; the operators of a query stay."""
    hits = [
        (line.left[-1:], line.hit)
        for line in every_line(shelf, Question("AI", strict=True, filters=(Filter("region", ("长沙",)),)))
    ]
    assert hits == [("，", "AI"), ("M", "AI")]
    assert {line.hit for line in every_line(shelf, Question("ＡＩ OR MAIN", strict=True))} == {"ＡＩ", "MAIN"}
    assert kwic(shelf, Question("發展", strict=True)).total == 0 < kwic(shelf, Question("發展")).total


def test_lines_of_one_group_are_exactly_its_own(shelf):
    """``within`` tells 长沙市 from its districts and knows what no filter knows: a year that is not known."""
    unknown = list(every_line(shelf, Question("发展", within=(("year", ""), ("region", "")))))
    assert {line.document_id for line in unknown} == {"unplaced-report"}
    assert {line.part for line in every_line(shelf, Question("发展", within=(("part", "note"),)))} == {"note"}
    assert kwic(shelf, Question("发展", within=(("region", "长沙"),))).total == 0


def test_the_width_is_counted_in_characters(shelf):
    """Contexts have the width that was asked for, or end at the edge of the passage."""
    lines = list(every_line(shelf, Question("发展", width=5)))
    assert {len(line.left) for line in lines} <= set(range(6))
    assert max(len(line.right) for line in lines) == 5


def test_all_lines_go_out_as_csv_and_json_lines(shelf):
    """One row a line, with a byte order mark for Excel; one object a line."""
    question = Question("发展", sort="right1")
    total = kwic(shelf, question).total
    text = "".join(export_lines(shelf, question, "csv"))
    assert text.startswith("\ufeffleft,hit,right,")
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))
    assert tuple(rows[0]) == LINE_COLUMNS
    assert len(rows) == total + 1
    objects = [json.loads(line) for line in export_lines(shelf, question, "jsonl")]
    assert [o["hit"] for o in objects] == [row[1] for row in rows[1:]]


@pytest.mark.parametrize(
    ("question", "given", "said"),
    [
        (Question("发展", width=0), {}, "宽度"), (Question("发展", width=101), {}, "宽度"), (Question("发展", sort="left6"), {}, "left5"),
        (Question("发展"), {"page": 0}, "页码"), (Question("发展"), {"size": 501}, "500"), (Question("发展", sort="left1"), {"most": 3}, "超过 3"),
    ],
)  # fmt: skip
def test_what_cannot_be_listed_is_explained(shelf, question, given, said):
    """A plain sentence that names the bound."""
    with pytest.raises(QueryError, match=said):
        kwic(shelf, question, **given)


def test_nothing_found_is_no_lines(shelf):
    """No error, no page."""
    found = kwic(shelf, Question("没有这句话呀"))
    assert (found.total, found.pages, found.lines) == (0, 0, ())
