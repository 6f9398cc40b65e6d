"""One number, everywhere: page, API, command line, files and views say the same of the same question."""

import csv
import io
import json
import re
from itertools import pairwise

import pytest
import small_corpus
from bs4 import BeautifulSoup

from indexer.cli import main
from webapp import create_app

TERMS = (
    "六稳",
    "六保",
    "六稳六保",
    "三高四新",
    "发展",
    "高质量发展",
    "AI",
    "2021",
    "的",
    "工作",
    "小微企业",
    "就业",
    "一达标两不愁三保障",
    "6S",
    "没有这句话呀",
)
FILTERS = ("年:2021", "地区:长沙", "部分:正文", "部分:附录", "级别:省", "文种:政府工作报告", "年:2019..2021")
QUERIES = (
    *TERMS,
    *(f"“{term}”" for term in TERMS),
    *(f"{term} 工作" for term in TERMS[:10]),
    *(f"{term} -工作" for term in TERMS[:10]),
    *(f"{term} {condition}" for term in TERMS[:6] for condition in FILTERS),
    *FILTERS,
    "六穩", "ＡＩ", "二〇二一", "“六稳”“六保”", "-的", "，", '"发展', "發展", "稳就业、稳金融",
    "六稳 OR 发展", "(六稳 | 六保) 工作", "六稳 ~10 工作", "同句(六稳 工作)", "高…发展", "术语:六稳", "标题:政府工作报告", "year:2021 发展",
    "非 工作", "发展 (", "年:(2019|2021) -地区:长沙",
)  # fmt: skip
assert len(set(QUERIES)) > 100


@pytest.fixture(scope="module")
def home(root, tmp_path_factory):
    """A small corpus, indexed."""
    place = tmp_path_factory.mktemp("small")
    small_corpus.open_small(root, place).engine.close()
    return place


@pytest.fixture(scope="module")
def site(home):
    """The site over it."""
    from indexer.settings import load

    app = create_app(load({}, home=home))
    app.testing = True
    return app


@pytest.fixture
def command(home, capsys):
    """What the command line prints as JSON, and its exit code; in this process, which saves its start."""

    def run(*arguments):
        code = main(["--home", str(home), "--quiet", *arguments])
        return json.loads(capsys.readouterr().out), code

    return run


@pytest.mark.slow
def test_a_hundred_queries_have_one_answer(command, site):
    """Passages, documents, places by part and the first page of hits: command line, API and page."""
    client = site.test_client()
    for query in dict.fromkeys(QUERIES):
        told, code = command("search", "--format", "json", "--", query)
        data = client.get("/api/v1/search", query_string={"q": query}).get_json()
        assert told == data, query
        assert code == (0 if data["total"] else 1), query
        page = BeautifulSoup(client.get("/search", query_string={"q": query}).get_data(as_text=True), "lxml")
        heading = page.select_one("#count")
        shown = int(re.search(r"[\d,]+", heading.get_text())[0].replace(",", "")) if heading else 0
        assert shown == data["total"], query
        places = (
            re.search(r"正文 ([\d,]+) 段 ([\d,]+) 处", " ".join(page.select_one(".counts").get_text(" ").split()))
            if heading
            else None
        )
        if places:
            assert int(places[2].replace(",", "")) == data["occurrences"]["body"], query
        elif heading:
            assert not sum(data["occurrences"].values()), query


def test_views_and_files_have_the_numbers_of_the_search(command, site):
    """Documents, concordance and export are views of one answer."""
    client = site.test_client()
    for query in (
        "发展",
        "六稳",
        "六稳六保",
        "六稳 OR 发展",
        "六稳 ~10 工作",
        "同句(六稳 工作)",
        "高…发展",
        "术语:六稳",
        "“高质量发展” 年:2021",
        "的 -工作",
        "AI",
        "部分:附录",
        "没有这句话呀",
    ):
        data = client.get("/api/v1/search", query_string={"q": query}).get_json()
        places = sum(data["occurrences"].values())
        documents = client.get("/api/v1/search/documents", query_string={"q": query, "size": 500}).get_json()
        assert documents["total"] == len(documents["documents"]) == data["documents"], query
        assert sum(row["passages"] for row in documents["documents"]) == documents["passages"] == data["total"], query
        assert sum(sum(row["occurrences"].values()) for row in documents["documents"]) == places, query
        lines, _ = command("kwic", "--format", "json", "--size", "500", "--", query)
        assert lines == client.get("/api/v1/kwic", query_string={"q": query, "size": 500}).get_json(), query
        assert lines["total"] == places, query
        file = client.get("/search.csv", query_string={"q": query}).get_data(as_text=True)
        assert len(list(csv.reader(io.StringIO(file)))) == data["total"] + 1, query


@pytest.mark.parametrize(
    "options",
    [(), ("--by", "year"), ("--by", "region", "--by", "year", "--all"), ("--strict",), ("--by", "part"), ("--words",)],
)
def test_counts_have_one_answer(command, site, options):
    """The whole table of all terms: command line and API; the total stands on the page."""
    client = site.test_client()
    given = {"by": [value for flag, value in pairwise(options) if flag == "--by"]}
    given |= {name: "1" for flag, name in (("--all", "all"), ("--strict", "strict")) if flag in options}
    given |= {"words": "glossary"} if "--words" in options else {}
    for terms in (TERMS[:9], TERMS[9:]):
        told, _ = command("count", *terms, *options, "--format", "json")
        data = client.get("/api/v1/count", query_string={"q": terms, **given}).get_json()
        assert told == data
        page = BeautifulSoup(client.get("/count", query_string={"q": terms, **given}).get_data(as_text=True), "lxml")
        numbers = [cell.get_text(strip=True).replace(",", "") for cell in page.select("table.counts .total td")]
        assert str(data["total"]["occurrences"]) in numbers


@pytest.mark.parametrize("term", TERMS)
def test_a_count_is_what_the_search_counts(command, site, term):
    """The folded count of a term and the search for it in quotes: the same places and passages, by part."""
    counted, code = command("count", term, "--by", "part", "--format", "json")
    bare = term.replace("“", "").replace("”", "")
    found = site.test_client().get("/api/v1/search", query_string={"q": f"“{bare}”"}).get_json()
    assert counted["total"]["occurrences"] == sum(found["occurrences"].values())
    assert counted["total"]["passages"] == found["total"]
    assert code == (0 if found["total"] else 1)


def test_the_command_line_writes_whole_files(home, capsys, site):
    """``export`` and ``kwic --every`` give what the site gives, but for the address of the site."""
    assert main(["--home", str(home), "export", "发展", "--format", "jsonl", "--accessed", "2026-11-25"]) == 0
    told = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    given = [
        json.loads(line) for line in site.test_client().get("/search.jsonl?q=发展").get_data(as_text=True).splitlines()
    ]
    assert [row["address"] for row in told] == [row["address"] for row in given]
    assert main(["--home", str(home), "kwic", "发展", "--every", "--format", "csv", "--sort", "left2"]) == 0
    assert capsys.readouterr().out == site.test_client().get("/kwic.csv?q=发展&sort=left2").get_data(as_text=True)
    assert main(["--home", str(home), "export", "没有这句话呀"]) == 1
    assert main(["--home", str(home), "kwic", "没有这句话呀", "--every", "--format", "csv"]) == 1
    assert main(["--home", str(home), "kwic", "发展", "--every"]) == 2
    assert main(["--home", str(home), "export", "发展", "--accessed", "gestern"]) == 2
