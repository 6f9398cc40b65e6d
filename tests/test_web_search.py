"""The form without syntax, what was not understood, what is refused, and filters that page and API read alike."""

from dataclasses import fields
from urllib.parse import parse_qs, urlsplit

import pytest
from bs4 import BeautifulSoup

from indexer.query import LEVELS, PARTS
from indexer.query.composing import Fields
from webapp.openapi import description


@pytest.fixture
def soup(client):
    """A page as a tree."""

    def get(path, status=200, **query):
        answer = client.get(path, query_string=query or None)
        assert answer.status_code == status, answer.get_data(as_text=True)[:500]
        return BeautifulSoup(answer.get_data(as_text=True), "lxml")

    return get


def test_every_field_of_the_form_has_a_control_with_a_name(soup):
    """The form is plain GET: a control for each field, each with a label in words; nothing needs script."""
    form = soup("/search/form").select_one("main form")
    controls = form.select("input, select, textarea")
    assert {control["name"] for control in controls} == {field.name for field in fields(Fields)}
    assert form.get("method", "get") == "get"
    for control in controls:
        named = form.select_one(f"label[for={control['id']}]") if control.get("id") else control.find_parent("label")
        assert control.get("aria-label") or named.get_text(strip=True)
        described = control.get("aria-describedby", "").split()
        assert all(form.select_one(f"#{name}") for name in described), control


@pytest.mark.parametrize(
    ("given", "query"),
    [
        ({"words": "六稳 就业"}, "六稳 就业"), ({"words": "六稳\r\n或", "without": "-农村"}, "六稳 “或” -“农村”"),
        ({"phrase": "扎实做好 六稳", "within": "10", "kind": "", "region": ""}, "“扎实做好 六稳”"),
        ({"near": "三高四新", "near_to": "制造业", "within": "30", "part": ["正文", "附录"]}, "三高四新 ~30 制造业 部分:正文|附录"),
        ({"either": "六稳 六保", "since": "2021", "level": "县区"}, "(六稳 或 六保) 年:2021.. 级别:县区"),
    ],
)  # fmt: skip
def test_the_form_leads_to_the_ordinary_search(client, soup, given, query):
    """303 to the address of a search with the query in it; the box of that page shows it, and it is understood."""
    answer = client.get("/search/form", query_string=given)
    assert answer.status_code == 303
    address = urlsplit(answer.headers["Location"])
    assert (address.path, parse_qs(address.query)) == ("/search", {"q": [query]})
    page = soup(answer.headers["Location"])
    assert page.select_one("#q")["value"] == query
    assert not page.select(".reading-line .note")


def test_a_form_with_mistakes_comes_back_as_it_was(soup):
    """400; a sentence at each field that is wrong, which names it for screen readers too; all fields keep what was typed."""
    page = soup("/search/form", 400, words="六稳\n就业", near="甲", near_to="乙", within="0", since="abc", level=["县区"],
                kind="政府工作报告", sentence='"<b>')  # fmt: skip
    assert page.select_one("#words").get_text() == "六稳\n就业"
    shown = {name: page.select_one(f"[name={name}]")["value"] for name in ("near", "near_to", "within", "since")}
    assert shown == {"near": "甲", "near_to": "乙", "within": "0", "since": "abc"}
    assert page.select_one("#sentence")["value"] == '"<b>'
    assert [box["value"] for box in page.select("[name=level][checked]")] == ["县区"]
    assert page.select_one("#kind [selected]")["value"] == "政府工作报告"
    for name, said in (("within", "1 至 200"), ("since", "四位数字"), ("sentence", "两个或更多")):
        control = page.select_one(f"[name={name}]")
        assert control["aria-invalid"] == "true"
        assert said in page.select_one(f"#wrong-{name}").get_text()
        assert f"wrong-{name}" in control["aria-describedby"].split()
    assert len(page.select("[aria-invalid]")) == len(page.select(".wrong")) == 3


def test_an_empty_form_asks_for_something_to_look_for(soup):
    """Sent empty, or with nothing but marks: a sentence; opened for the first time: none."""
    assert not soup("/search/form").select("[role=alert]")
    for given in ({"words": "", "within": "10"}, {"words": "，。", "within": "10"}):
        assert "至少填一项" in soup("/search/form", **given).select_one("[role=alert]").get_text()
    assert soup("/search/form").select_one("[name=within]")["value"] == "10"


@pytest.mark.parametrize("path", ["/", "/search?q=六稳", "/search", "/search?q=六稳&page=0", "/help"])
def test_the_form_is_found_beside_the_box_and_in_the_help(client, path):
    """A link to the form wherever a search begins."""
    tree = BeautifulSoup(client.get(path).get_data(as_text=True), "lxml")
    assert tree.select('main a[href="/search/form"]')


def test_what_was_not_understood_is_marked_where_it_stands(soup):
    """The query is shown as typed; its slips are marked, and said in words, not by colour alone; markup stays text."""
    page = soup("/search", q="(六稳 <b>OR 年:abc")
    line = page.select_one(".slips")
    for hidden in line.select(".visually-hidden"):
        assert hidden.find_parent("mark")
    assert [mark.get_text() for mark in line.select("mark")] == ["（看不懂：(六稳）", "（看不懂：年:abc）"]
    for hidden in line.select(".visually-hidden"):
        hidden.extract()
    assert line.get_text() == "查询：(六稳 <b>OR 年:abc"
    assert len(page.select(".reading-line .note")) == 2
    assert not soup("/search", q="六稳 就业").select(".slips")


@pytest.mark.parametrize(
    ("given", "said", "kept"),
    [
        ({"q": "甲 " * 60}, "超过上限 50", {}), ({"q": "六稳", "page": "0"}, "page", {}), ({"q": "六稳", "sort": "x"}, "sort", {}),
        ({"q": "六稳", "year": "x", "region": "荷塘"}, "year", {"region": "荷塘"}), ({"q": "六稳", "part": "正"}, "正文", {}),
        ({"q": '"><script>', "level": ["县", "村"]}, "level", {"level": "县"}), ({"q": "甲" * 60_000}, "50,000", {}),
    ],
)  # fmt: skip
def test_a_refused_search_says_why_and_keeps_the_query(soup, given, said, kept):
    """400 on the page of the search: the reason, the query in its box, and of the filters those that can be read."""
    page = soup("/search", 400, **given)
    assert said in page.select_one("[role=alert]").get_text()
    assert page.select_one("#q")["value"] == given["q"]
    hidden = {box["name"]: box["value"] for box in page.select("input[type=hidden]")}
    assert hidden == kept
    assert not page.select("main script")


def test_a_search_that_takes_too_long_is_refused_on_its_page(soup, monkeypatch):
    """What is over the budget keeps its query too, and no number is shown."""
    monkeypatch.setattr("indexer.search.SECONDS", -1.0)
    page = soup("/search", 400, q="的 或 六稳", region="荷塘")
    assert "查询过宽" in page.select_one("[role=alert]").get_text()
    assert page.select_one("#q")["value"] == "的 或 六稳"
    assert not page.select("#count")


@pytest.mark.parametrize(
    ("name", "value"), [*(("part", value) for value in PARTS), *(("level", value) for value in LEVELS), ("kind", "政府工作报告"),
                        ("region", "荷塘"), ("year", "2021"), ("year", "2016—2021年")]
)  # fmt: skip
def test_page_and_api_read_filters_alike(client, soup, name, value):
    """Every value of the query language, in Chinese or as a code, means on the API what it means on the page."""
    data = client.get("/api/v1/search", query_string={"q": "的 或 六稳 或 政府", name: value})
    assert data.status_code == 200, data.get_data(as_text=True)
    count = soup("/search", q="的 或 六稳 或 政府", **{name: value}).select_one("#count")
    assert data.get_json()["total"] == (int(count.get_text().split()[0].replace(",", "")) if count else 0)


@pytest.mark.parametrize(
    ("name", "value"), [("part", "正"), ("level", "村"), ("year", "x"), ("part", ""), ("level", " ")]
)
def test_a_filter_that_cannot_be_read_is_refused_by_name(client, name, value):
    """The problem names the parameter; what it may be is said."""
    answer = client.get("/api/v1/search", query_string={"q": "六稳", name: value})
    assert answer.status_code == 400
    assert name in answer.get_json()["detail"]


def test_the_description_lists_what_filters_may_be():
    """openapi.json names every part and level that is read, in Chinese and as codes."""
    rows = {p["name"]: p["schema"]["items"] for p in description()["paths"]["/api/v1/search"]["get"]["parameters"]
            if p["name"] in ("part", "level")}  # fmt: skip
    assert set(rows["part"]["enum"]) == set(PARTS)
    assert set(rows["level"]["enum"]) == {*LEVELS, *LEVELS.values()}
