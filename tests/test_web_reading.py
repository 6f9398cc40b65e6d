"""The reading page and the lists: contents, way from hit to hit, pop-ups, long lists, what the page shows of facts."""

import re

import pytest
from bs4 import BeautifulSoup

from indexer.document import Facts
from webapp.documents import han_date, short_title

DOC = "430202-hetang-2021-gwr"


@pytest.fixture
def soup(client):
    """A page as a tree."""

    def get(path):
        answer = client.get(path)
        assert answer.status_code == 200, answer.get_data(as_text=True)[:500]
        return BeautifulSoup(answer.get_data(as_text=True), "lxml")

    return get


def test_the_contents_hold_every_heading_with_its_level(soup):
    """3 parts, 6 and 10 subsections whose headings run into their sentence, and the appendix."""
    links = soup(f"/documents/{DOC}").select(".contents li")
    levels = [item["class"][0] for item in links]
    assert levels == ["level-1", *["level-2"] * 6, "level-1", "level-1", *["level-2"] * 10, "level-1"]
    assert links[1].get_text(strip=True) == "（一）产业项目建设逆势挺进"


def test_hits_are_marked_as_the_search_found_them(soup):
    """六稳六保 is widened on the reading page as it was in the search, and not when the reader switched that off."""
    page = soup(f"/documents/{DOC}?q=六稳六保")
    assert {"六稳", "六保"} <= {mark.get_text() for mark in page.select(".passage mark")}
    assert [p["id"] for p in page.select(".has-hit")] == ["p11", "p35", "p52"]
    plain = soup(f"/documents/{DOC}?q=六稳六保&widen=0")
    assert [p["id"] for p in plain.select(".has-hit")] == ["p52"]


def test_links_to_a_hit_carry_how_the_search_was_read(soup):
    """A search without widening leads to a page without widening."""
    links = [a["href"] for a in soup("/search?q=六稳六保&widen=0").select(".hit .source a")]
    assert links
    assert all("widen=0" in link for link in links)


def test_only_what_satisfies_the_whole_query_is_a_hit(soup):
    """Of two words both must be there, an excluded one must not, a filter must hold; marks stand at every word all the same."""
    both = soup(f"/documents/{DOC}?q=六稳 就业")
    assert [p["id"] for p in both.select(".has-hit")] == ["p52"]
    assert len([p for p in both.select(".passage") if p.select("mark")]) == 9
    assert [p["id"] for p in soup(f"/documents/{DOC}?q=六稳 部分:附录").select(".has-hit")] == ["p52"]
    assert [p["id"] for p in soup(f"/documents/{DOC}?q=六稳 -居民").select(".has-hit")] == ["p35"]


def test_each_hit_leads_to_the_next_and_back(soup):
    """The links of hits form one chain through all of them, without script."""
    page = soup(f"/documents/{DOC}?q=六稳")
    hits = [p["id"] for p in page.select(".has-hit")]
    steps = {p["id"]: [a["href"][1:] for a in p.select(".steps a")] for p in page.select(".has-hit")}
    assert steps == {hits[0]: [hits[1]], hits[1]: [hits[0], hits[2]], hits[2]: [hits[1]]}
    assert [a["href"][1:] for a in page.select(".hitnav a")] == hits
    assert "六稳” 3 段 3 处" in page.select_one(".hitnav").get_text()


@pytest.mark.parametrize(
    "query", ["", "没有的词句", "，。", " ".join(["六稳"] * 80), "一" * 1500, "<script>alert(1)</script>", "-六稳"]
)
def test_any_query_leaves_the_report_whole(soup, query):
    """No query, none found, too many clauses, too long, hostile: the report is shown, and nothing of it marked wrongly."""
    page = soup(f"/documents/{DOC}?q={query}")
    assert len(page.select(".passage")) == 60
    assert not page.select(".hitnav script")
    assert not page.select(".passage mark") or "六稳" in query


def test_paragraph_numbers_are_no_text(soup):
    """Numbers and steps are drawn by the style sheet: they cannot be copied nor found by Ctrl-F; readers of pages aloud have names."""
    page = soup(f"/documents/{DOC}?q=六稳")
    drawn = page.select(".passage [data-text]")
    assert len(drawn) > 60
    assert all(node.get_text() == "" and node["aria-label"] for node in drawn)


def test_every_id_is_there_once(soup):
    """Pop-ups stand with each passage that names the term, so ids hold the passage too; links inside the page find their aim."""
    for path in (f"/documents/{DOC}?q=六稳", f"/documents/{DOC}"):
        page = soup(path)
        ids = [node["id"] for node in page.select("[id]")]
        assert len(set(ids)) == len(ids)
        inner = {a["href"][1:] for a in page.select("a[href^='#']")} - {"-"}
        assert inner <= set(ids)


def test_a_pop_up_names_its_source(soup):
    """The words of a definition are never without the document they are from; a composite says of what it is made."""
    page = soup(f"/documents/{DOC}")
    for popup in page.select(".popup"):
        assert "出处：" in popup.get_text() or "的合称" in popup.get_text()
        assert popup.select_one(".more a")["href"].startswith("/glossary/")


def test_exports_keep_what_was_chosen(soup, client):
    """CSV and JSON hold the hits of the search on the page, filters included."""
    page = soup("/search?q=六稳&part=note")
    links = {a.get_text(strip=True): a["href"] for a in page.select(".export a")}
    csv = next(link for name, link in links.items() if name.startswith("CSV"))
    json = next(link for name, link in links.items() if name.endswith("JSON"))
    assert len(client.get(csv).get_data(as_text=True).strip().split("\r\n")) == 2
    assert client.get(json).get_json()["total"] == 1


def test_a_long_list_of_uses_has_pages(soup, monkeypatch):
    """Each use is on one page; a page that does not exist shows the nearest that does."""
    monkeypatch.setattr("webapp.glossary._PAGE", 2)
    first, second = soup("/glossary/liuwen"), soup("/glossary/liuwen?page=2")
    shown = [[h.select_one(".tools a")["href"] for h in page.select(".hit")] for page in (first, second)]
    assert [len(page) for page in shown] == [2, 1]
    assert not set(shown[0]) & set(shown[1])
    assert [h.get_text() for h in soup("/glossary/liuwen?page=99").select(".hit")] == [
        h.get_text() for h in second.select(".hit")
    ]
    assert len(soup("/glossary/liuwen?page=x").select(".hit")) == 2
    assert second.select_one("[rel=prev]")["href"].endswith("page=1")


def test_an_entry_shows_all_that_is_known(soup):
    """Traditional form, parts, kin, translation and the editor's note stand on the page of the entry."""
    facts = {
        row.dt.get_text(): row.dd.get_text(" ", strip=True) for row in soup("/glossary/liuwen").select(".facts > div")
    }
    assert facts["繁体"] == "六穩"
    assert facts["相关"] == "六保"
    assert facts["包括"].startswith("稳就业、稳金融")
    assert "合称" in {row.dt.get_text() for row in soup("/glossary/liuwenliubao").select(".facts > div")}


@pytest.mark.parametrize(
    ("title", "region", "year", "shown"),
    [
        ("2024年金华市政府工作报告", "金华市", 2024, "政府工作报告"),
        ("龙华区2020年政府工作报告", "深圳市龙华区", 2020, "政府工作报告"),
        ("2026年国务院政府工作报告", "全国", 2026, "国务院政府工作报告"),
        ("福田区政府工作报告（2020）", "深圳市福田区", 2020, "政府工作报告（2020）"),
        ("荷塘区国民经济和社会发展计划", "株洲市荷塘区", 2021, "荷塘区国民经济和社会发展计划"),
        ("2020年工作回顾", "株洲市荷塘区", 2021, "2020年工作回顾"),
        (None, None, None, ""),
    ],
)
def test_a_title_is_shortened_only_where_place_and_year_stand_before_it(title, region, year, shown):
    """What is left must still be a title; the title as printed stays in references and at the head of the report."""
    assert short_title(Facts(title=title, region=region, year=year)) == shown


@pytest.mark.parametrize(
    ("date", "shown"),
    [("2021-02-03", "2021年2月3日"), ("2021-02", "2021年2月"), ("2021", "2021年"), ("约1954", "约1954")],
)
def test_dates_are_written_in_chinese(date, shown):
    """As much of the date as is known."""
    assert han_date(date) == shown


def test_the_list_of_documents_is_by_place(soup):
    """One table; with one document no headings of provinces are needed."""
    page = soup("/documents/")
    assert len(page.select("table.list tbody tr")) == 1
    assert (
        re.sub(r"\s+", " ", page.select_one("tbody tr").get_text(" ", strip=True))
        == "株洲市荷塘区 2021 政府工作报告 2021-02-03 罗鹏程"
    )
