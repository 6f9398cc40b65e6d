"""Every number of a table opens the passages behind it: exactly those, no more and no fewer."""

from urllib.parse import unquote

import pytest
import small_corpus
from bs4 import BeautifulSoup

from indexer.counting import Policy, count, read_terms
from indexer.counting.sheet import columns_of, rows_of
from indexer.query import Filter
from webapp import create_app
from webapp.openings import opening


@pytest.fixture(scope="module")
def shelf(root, tmp_path_factory):
    """The library over the small corpus."""
    opened = small_corpus.open_small(root, tmp_path_factory.mktemp("small"))
    yield opened
    opened.engine.close()


@pytest.fixture(scope="module")
def site(shelf):
    """The site over the same home."""
    app = create_app(shelf.settings)
    app.testing = True
    return app


def opened(client, address):
    """What an address of a search or a concordance says: (passages, places), None where it does not count them."""
    data = client.get(address.replace("/search?", "/api/v1/search?").replace("/kwic?", "/api/v1/kwic?")).get_json()
    if "lines" in data:
        return None, data["total"]
    return data["total"], sum(data["occurrences"].values())


TABLES = [
    (["六稳"], [], [], Policy()), (["发展"], ["year"], [], Policy()), (["发展"], ["region"], [], Policy()), (["发展"], ["province"], [], Policy(whole=True)),
    (["发展", "六稳"], ["level"], [], Policy()), (["发展"], ["part"], [], Policy()), (["发展"], ["region", "year"], [], Policy(whole=True)),
    (["发展"], ["region", "part"], [Filter("year", ("2019..2021",))], Policy()), (["发展"], ["year"], [Filter("region", ("长沙",))], Policy()),
    (["AI"], ["year"], [], Policy(strict=True)), (["发展"], ["region"], [], Policy(strict=True, whole=True)), (["“六稳”"], ["kind"], [], Policy()),
    (["发展"], ["level"], [Filter("part", ("appendix", "note"))], Policy()), (["发展"], ["province", "region"], [], Policy()),
    (["发展"], ["province"], [Filter("region", ("长沙",))], Policy()), (["“六稳”“六保”", "“三高四新”战略", "「“六稳”」"], [], [], Policy(strict=True)),
]  # fmt: skip


@pytest.mark.parametrize(("texts", "by", "filters", "policy"), TABLES)
def test_every_number_opens_its_passages(shelf, site, texts, by, filters, policy):
    """For each cell with hits, totals included, the address finds as many passages, or lines, as the cell has."""
    terms = read_terms(texts)
    table = count(shelf, terms, by, filters, policy)
    client, seen = site.test_client(), 0
    with site.test_request_context():
        cells = [(r, c, table.cell(r, c)) for r in rows_of(table) for c in columns_of(table)]
        addresses = [(opening(table, r, c), cell) for r, c, cell in cells if cell and cell.passages]
    for address, cell in addresses:
        passages, places = opened(client, address)
        assert passages in (None, cell.passages), address
        assert places == cell.occurrences or len(terms) > 1, address
        seen += 1
    assert seen


def test_a_place_is_not_taken_for_its_districts(shelf, site):
    """The number of 湖南省 opens the province's own reports, not those of its cities; the unknown opens the concordance."""
    table = count(shelf, read_terms(["发展"]), ["region"])
    with site.test_request_context():
        assert unquote(opening(table, "湖南省", "发展")).endswith("&region==湖南省")
        assert "/kwic?" in opening(table, "", "发展")


def test_the_page_shows_table_chart_and_policy(site):
    """Numbers in a table with their addresses, the same in an SVG without style or script, and how they were counted."""
    page = BeautifulSoup(site.test_client().get("/count?q=发展+六稳&by=year").get_data(as_text=True), "lxml")
    rows = {
        row.th.get_text(): [cell.get_text(strip=True) for cell in row.select("td")]
        for row in page.select("table.counts tbody tr")
    }
    assert rows["2020年"] == ["—"] * 6
    assert rows["2023年"][:3] == ["0", "0", "0"]
    assert all(link["href"].startswith(("/search?", "/kwic?")) for link in page.select("table.counts td a"))
    chart = page.select_one("svg[role=img]")
    assert {node["id"] for node in chart.select("title[id], desc[id]")} == set(chart["aria-labelledby"].split())
    assert "2020年" not in chart.desc.get_text()
    assert len(chart.select("g.series")) == 2
    assert len(chart.select("g.series-1 polyline")) == 0  # 2019, 2021 and 2023 stand alone between gaps
    assert not page.select("[style], svg script, svg style")
    assert "语料快照" in page.select_one(".policy").get_text()
    bars = BeautifulSoup(site.test_client().get("/count?q=发展&by=region&measure=rate").get_data(as_text=True), "lxml")
    assert len(bars.select("g.bar rect")) == len(bars.select("table.counts tbody tr")) - 1


@pytest.mark.parametrize(
    "path",
    [
        "/count?q=，",
        "/count?q=a&by=month",
        "/count?q=a&words=x",
        "/count?q=a&year=x",
        "/count?q=a&by=year&by=level&by=part",
        "/count?q=a&measure=x",
    ],
)
def test_what_cannot_be_counted_is_a_page_that_says_so(site, path):
    """400 and a sentence, never a trace."""
    answer = site.test_client().get(path)
    assert answer.status_code == 400
    assert "Traceback" not in answer.get_data(as_text=True)
