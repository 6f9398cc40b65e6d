"""What there is and what is missing, and the account of one document: as text, data and pages."""

import csv
import io
import json

import pytest
from bs4 import BeautifulSoup

from indexer.account import REASONS, account_data, account_of
from indexer.coverage import ALL, coverage_data, rows_of, spans_of, survey
from indexer.document import Facts
from indexer.errors import NotFound

DOC = "430202-hetang-2021-gwr"
LUOHU = {"region": "深圳市罗湖区", "region_code": "440303", "level": "county"}
DOCUMENTS = {
    "440303-luohu-2018-gwr": Facts(**LUOHU, year=2018, kind="gwr"),
    "440303-luohu-2021-gwr": Facts(**LUOHU, year=2021, kind="gwr"),
    "440303-luohu-2021-gwr-e2": Facts(**LUOHU, year=2021, kind="gwr"),
    "000000-quanguo-1954-gwr": Facts(region="全国", region_code="000000", level="national", year=1954, kind="gwr"),
    "2020-gwr-3f9a2b": Facts(year=2020, kind="gwr"),
    "doc-3f9a2b": Facts(title="一份文件"),
    "000000-quanguo-2020-law-3f9a2b": Facts(
        region="全国", region_code="000000", level="national", year=2020, kind="law"
    ),
}


def test_places_years_and_gaps():
    """By code; years between the first and last without a document are missing; two in one year are both there."""
    found = survey(DOCUMENTS)
    nation, luohu = found.places
    assert (nation.region, nation.missing) == ("全国", ())
    assert (luohu.documents, luohu.missing) == (3, (2019, 2020))
    assert luohu.ids(2021) == ("440303-luohu-2021-gwr", "440303-luohu-2021-gwr-e2")
    assert (found.documents, found.missing, found.years[0], found.years[-1]) == (4, 2, 1954, 2021)


def test_what_no_cell_can_hold_is_listed_and_other_kinds_are_counted():
    """A report without place, a document of unknown kind; a law is another table."""
    found = survey(DOCUMENTS)
    assert [document_id for document_id, _ in found.unplaced] == ["2020-gwr-3f9a2b", "doc-3f9a2b"]
    assert found.others == (("law", 1),)
    assert survey(DOCUMENTS, "law").documents == 1
    assert survey(DOCUMENTS, ALL).documents == 5
    assert survey({}).documents == 0
    assert not survey({}).years


@pytest.mark.parametrize(
    ("years", "wanted"), [((2021,), "2021"), ((2012, 2010, 2011, 2015), "2010–2012、2015"), ((), "")]
)
def test_years_as_people_write_them(years, wanted):
    """Runs are joined."""
    assert spans_of(years) == wanted


def test_a_row_for_each_place_and_year_and_for_each_unplaced_document():
    """A missing year is a row with 0; no document is in no row."""
    rows = list(rows_of(survey(DOCUMENTS)))
    assert [(row["year"], row["documents"]) for row in rows if row["region_code"] == "440303"] == [
        (2018, 1),
        (2019, 0),
        (2020, 0),
        (2021, 2),
    ]
    told = {document_id for row in rows for document_id in str(row["ids"]).split()}
    assert told == {document_id for document_id, facts in DOCUMENTS.items() if facts.kind != "law"}
    data = coverage_data(survey(DOCUMENTS))
    assert data["places"][1]["missing"] == [2019, 2020]
    json.dumps(data)


def test_coverage_by_command(baogao):
    """Text, JSON and CSV name the one report of the repository; a kind that is none is wrong use, one without documents is nothing."""
    assert "430202  株洲市荷塘区  1 篇：2021" in baogao("coverage").stdout
    assert json.loads(baogao("coverage", "--format", "json").stdout)["places"][0]["years"] == [
        {"year": 2021, "documents": [DOC]}
    ]
    (row,) = csv.DictReader(io.StringIO(baogao("coverage", "--format", "csv").stdout.lstrip("\ufeff")))
    assert (row["region"], row["year"], row["documents"], row["ids"]) == ("株洲市荷塘区", "2021", "1", DOC)
    assert baogao("coverage", "--kind", "poem").returncode == 2
    assert baogao("coverage", "--kind", "law").returncode == 1


def test_the_account_says_who_told_each_fact(library):
    """What stands in the text is from the text, what only meta.yaml has from there, and what nobody told is not known."""
    account = account_of(library, DOC)
    told = {one.name: (one.value, one.by) for one in account.facts}
    assert told["region"] == ("株洲市荷塘区", "原文")
    assert told["date"] == ("2021-02-03", "原文")
    assert told["origin"] == ("株洲市荷塘区第五届人民代表大会第六次会议材料", "meta.yaml")
    assert told["number"] == (None, None)
    assert sum(count for _, count in account.parts) == account.passages == len(library.engine.passages(DOC))
    assert [d["term"] for d in account_data(account)["definitions"]][:1] == ["一达标两不愁三保障"] or account_data(
        account
    )["definitions"]
    with pytest.raises(NotFound):
        account_of(library, "../x")


def test_hints_guesses_and_what_was_left_out_are_told(tmp_path):
    """File name, guess and meta.yaml as witnesses; dropped text by reason with its characters and a sample."""
    from indexer.build import build_index
    from indexer.library import open_library
    from indexer.settings import load

    folder = tmp_path / "corpus" / "a"
    folder.mkdir(parents=True)
    page = "<html><body><nav>首页 | 政务公开</nav><script>x()</script><article><p>各位代表：</p><p>现在，我代表市人民政府向大会报告工作。</p>"
    (folder / "source.html").write_text(
        page + "<p>一、工作回顾</p>" + "<p>过去一年成绩显著，经济增长。</p>" * 9 + "</article></body></html>",
        encoding="utf-8",
    )
    (folder / "meta.yaml").write_text('file: "2024年报告.html"\nregion: 长沙市\n', encoding="utf-8")
    settings = load({}, home=tmp_path)
    assert not build_index(settings).failed
    library = open_library(settings)
    account = account_of(library, "a")
    library.engine.close()
    told = {one.name: (one.value, one.by) for one in account.facts}
    assert told["region"] == ("长沙市", "meta.yaml")
    assert told["region_code"] == ("430100", "meta.yaml，按地区表")
    assert told["year"] == (2024, "文件名")
    left = {row.reason: row for row in account.dropped}
    assert left["navigation"].sample == "首页 | 政务公开"
    assert left["navigation"].characters == 7
    assert {row.reason for row in account.dropped} <= set(REASONS)


def test_report_by_command(baogao):
    """Facts with their source, sections, definitions, doubts; JSON holds the same."""
    text = baogao("report", DOC).stdout
    assert "地区：株洲市荷塘区（原文）" in text
    assert all(word in text for word in ("章节", "释义", "略去", "存疑"))
    data = json.loads(baogao("report", DOC, "--format", "json").stdout)
    assert data["facts"]["year"] == {"value": 2021, "by": "原文"}
    assert len(data["sections"]) >= 3
    done = baogao("report", "none")
    assert (done.returncode, "没有编号为 none" in done.stderr) == (1, True)


def soup(client, address, status=200):
    """A page, parsed."""
    answer = client.get(address)
    assert answer.status_code == status
    return BeautifulSoup(answer.get_data(as_text=True), "lxml")


def test_the_page_of_coverage_leads_to_the_documents(client):
    """The cell of 2021 is a link to the report; the level narrows; CSV and JSON are there."""
    page = soup(client, "/coverage")
    row = next(row for row in page.select("table.coverage tbody tr") if row.th.get_text() == "株洲市荷塘区")
    assert row.a["href"] == f"/documents/{DOC}"
    assert "这些年份没有文献" in soup(client, "/coverage?level=city").get_text()
    assert client.get("/coverage.csv").get_data(as_text=True).startswith("\ufeffregion_code,")
    assert client.get("/coverage.json").json["documents"] == 1
    assert soup(client, "/coverage?kind=law").select_one("h1").get_text().startswith("收录情况")


@pytest.mark.parametrize("query", ["kind=poem", "level=x", "until=20", "until=٢٠٢١"])
def test_a_wrong_parameter_is_400_with_what_is_allowed(client, query):
    """One plain page."""
    assert (
        "可用" in soup(client, f"/coverage?{query}", 400).get_text()
        or "until" in soup(client, f"/coverage?{query}", 400).get_text()
    )


def test_years_are_paged(client, monkeypatch):
    """Twelve years a table, with the way to the earlier and the later ones, and nothing beyond the ends."""
    import webapp.coverage as pages

    monkeypatch.setattr(pages, "_survey", lambda: survey(DOCUMENTS))
    page = soup(client, "/coverage")
    assert [th.get_text() for th in page.select("table.coverage thead th")][1:] == [str(y) for y in range(2010, 2022)]
    assert page.select_one("a[rel=prev]")["href"] == "/coverage?until=2009"
    assert not page.select("a[rel=next]")
    assert [cell.get_text() for cell in page.select(".gap")] == ["缺", "缺"]
    assert "1 个地区，文献都在别的年份" in page.get_text()
    early = soup(client, "/coverage?until=1900")
    assert [th.get_text() for th in early.select("table.coverage thead th")][1:] == ["1954"]
    assert early.select_one("a[rel=next]")["href"] == "/coverage?until=1966"


def test_the_page_of_an_account_tells_what_the_command_tells(client):
    """Facts, sections with links into the text, checksum; 404 for a document that is not there, whatever its name."""
    page = soup(client, f"/documents/{DOC}/report")
    rows = {
        row.th.get_text(): [cell.get_text() for cell in row.select("td")]
        for row in page.select("table.account tbody tr")
    }
    assert rows["年份"] == ["2021", "原文"]
    assert page.select_one("ul.sections a")["href"].startswith(f"/documents/{DOC}#p")
    for name in ("none", "..%2f..%2fetc%2fpasswd", "a%00", "x" * 5000):
        assert client.get(f"/documents/{name}/report").status_code in (404, 414)
