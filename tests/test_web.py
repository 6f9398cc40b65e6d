"""The pages: what a reader sees and where it leads, asserted by selector."""

import json
import re

import pytest
from bs4 import BeautifulSoup

DOC = "430202-hetang-2021-gwr"
COUNTS = {
    "六稳": 2, "六保": 2, "三高四新": 2, "弹性年期出让": 1, "一达标两不愁三保障": 1, "四治一改": 1, "五控": 1, "6S": 1, "四个最严": 1,
    "民生实事人大代表票决候选事项": 0,
}  # fmt: skip


@pytest.fixture
def soup(client):
    """A page as a tree."""

    def get(path, status=200):
        answer = client.get(path)
        assert answer.status_code == status, answer.get_data(as_text=True)[:500]
        return BeautifulSoup(answer.get_data(as_text=True), "lxml")

    return get


@pytest.mark.parametrize(("term", "count"), COUNTS.items())
def test_body_counts_are_the_same_on_the_page_in_json_and_at_the_command_line(soup, client, library, term, count):
    """One number, three ways (the command line prints the JSON of the same answer)."""
    page = soup(f"/search?q=“{term}”")
    data = client.get(f"/api/v1/search?q=“{term}”").get_json()
    shown = page.select_one(".counts")
    assert data["occurrences"]["body"] == count
    assert f"正文 {data['passages'].get('body', 0)} 段 {count} 处" in " ".join(shown.get_text(" ").split())


def test_a_composite_finds_both_passages_that_speak_of_both(soup):
    """六稳六保 stands nowhere in the body in one piece; the page says how it was widened and offers to switch it off."""
    page = soup("/search?q=六稳六保")
    numbers = [hit.select_one(".tools span").get_text() for hit in page.select(".hit")]
    assert (
        len([n for n in numbers if n in ("第 16 段", "第 36 段")]) == len(set(numbers) - {"第 54 段"})
        or len(numbers) == 3
    )
    assert "六稳 + 六保" in page.select_one(".widened").get_text()
    assert page.select_one(".widened a")["href"].endswith("widen=0")
    assert {mark.get_text() for mark in page.select(".hit mark")} <= {"六稳", "六保", "六稳”“六保"}


def test_a_hit_opens_the_report_at_its_passage_with_the_hits_marked(soup):
    """The link carries query and passage; the reading page marks every hit and lists them."""
    link = soup("/search?q=三高四新").select_one(".hit .source a")["href"]
    number = link.split("#p")[1]
    page = soup(link)
    assert "三高四新" in page.select_one(f"#p{number} mark").get_text()
    assert len(page.select(".hitnav a")) == len(page.select(".passage.has-hit"))


def test_the_reading_page_shows_every_passage_once_and_in_order(soup, library):
    """Nothing is lost between the library and the page."""
    page = soup(f"/documents/{DOC}")
    shown = [re.sub(r"\s", "", node.get_text()) for node in page.select(".passage .line")]
    assert shown == [re.sub(r"\s", "", p.text) for p, _ in library.engine.passages(DOC)]
    assert [a["href"] for a in page.select(".contents a")]
    ids = {node["id"] for node in page.select("[id]")}
    assert all(a["href"][1:] in ids for a in page.select(".contents a"))


def test_glossary_terms_are_linked_and_their_definitions_are_on_the_page(soup):
    """Each link leads to a definition that is there without script."""
    page = soup(f"/documents/{DOC}")
    terms = page.select("a.term")
    assert len(terms) > 15
    for term in terms:
        popup = page.select_one(f"{term['href']}.popup")
        assert popup.select_one(".reading-text") or "合称" in popup.get_text()
        assert popup.select_one("a.close")


def test_an_entry_shows_definition_source_and_every_use(soup):
    """The page of 六稳: definition with its passage, two uses in the body."""
    page = soup("/glossary/liuwen")
    assert "稳就业、稳金融" in page.select_one(".definition blockquote").get_text()
    assert page.select_one(".definition figcaption a")["href"].startswith(f"/documents/{DOC}")
    assert "正文 2 处" in page.select_one("#uses").get_text()
    assert len(page.select(".hit")) == 3


def test_a_term_that_is_only_defined_is_said_to_be_so(soup):
    """Defined in the appendix, not used verbatim in the body."""
    links = {a.get_text(): a["href"] for a in soup("/glossary/").select(".entries dt a")}
    page = soup(links["民生实事人大代表票决候选事项"])
    assert "正文 0 处" in page.select_one("#uses").get_text()
    assert "没有原样使用" in page.get_text()


def test_a_passage_page_cites_it_in_every_style(soup, client):
    """Short addresses lead to the lasting one; the box has all styles; downloads have their media types."""
    answer = client.get(f"/documents/{DOC}/p36")
    assert answer.status_code == 302
    local = answer.headers["Location"].rsplit("/", 1)[1]
    page = soup(f"/documents/{DOC}/{local}")
    assert f"/documents/{DOC}/{local}" in page.select_one("#permalink").get_text()
    assert "株洲市荷塘区人民政府. 政府工作报告[R/OL]. 2021-02-03" in page.select_one("#c-gbt7714-2025").get_text()
    assert page.select_one("#c-bibtex").get_text().startswith("@techreport{")
    for suffix, media in (
        ("bib", "application/x-bibtex"),
        ("ris", "application/x-research-info-systems"),
        ("csl.json", "application/vnd.citationstyles.csl+json"),
    ):
        file = client.get(f"/documents/{DOC}/{local}.{suffix}")
        assert file.status_code == 200
        assert file.headers["Content-Type"].startswith(media)
        assert file.headers["Content-Disposition"].isascii()
    assert client.get(f"/documents/{DOC}/passages/36").status_code == 302


@pytest.mark.parametrize(
    ("path", "status"),
    [("/nothing", 404), ("/documents/none", 404), ("/documents/none/p1", 404), (f"/documents/{DOC}/p999", 404), (f"/documents/{DOC}/p1-zzzzzz", 404),
     ("/glossary/none", 404), ("/search?q=a&page=0", 400), ("/search?q=a&sort=x", 400), ("/search?q=a&year=x", 400), ("/api/v1/search?q=a&x=1", 400),
     ("/api/v1/glossary/none", 404)],
)  # fmt: skip
def test_what_is_not_there_is_explained(client, path, status):
    """A page (or problem+json) with a way on; never a trace, never the path echoed."""
    answer = client.get(path)
    assert answer.status_code == status
    text = answer.get_data(as_text=True)
    assert "Traceback" not in text
    if path.startswith("/api/"):
        assert answer.mimetype == "application/problem+json"
        assert json.loads(text)["detail"]
    else:
        assert "回到检索" in text


def test_every_answer_has_the_security_headers(client, app):
    """Pages, files, errors and static files alike; no inline script or style anywhere."""
    paths = ["/", "/search?q=六稳", "/documents/", f"/documents/{DOC}", f"/documents/{DOC}/p36", "/glossary/", "/glossary/liuwen", "/help", "/nothing",
             "/api/v1/search?q=六稳", "/healthz", "/static/site.css", "/search?q=a&page=x"]  # fmt: skip
    for path in paths:
        answer = client.get(path)
        for name in ("Content-Security-Policy", "X-Content-Type-Options", "Referrer-Policy", "Permissions-Policy"):
            assert name in answer.headers, (path, name)
        assert "Set-Cookie" not in answer.headers
        if answer.mimetype == "text/html":
            tree = BeautifulSoup(answer.get_data(as_text=True), "lxml")
            assert not tree.select("[style], style")
            assert all(script.get("src") for script in tree.select("script"))
    assert client.post("/search").status_code == 405


def test_an_unchanged_page_is_not_sent_again(client):
    """A conditional request gets 304 with the headers kept."""
    first = client.get("/glossary/")
    again = client.get("/glossary/", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
    assert "Content-Security-Policy" in again.headers


def test_no_hits_are_said_and_related_passages_stand_apart(soup):
    """A miss looks like a miss; what is merely near is a list of its own."""
    page = soup("/search?q=就业工作人员培训补贴发放")
    assert "没有一段含有所查的词句" in page.get_text()
    assert page.select(".related .hit")
    assert not page.select(".results")


def test_facets_narrow_to_what_they_say(soup):
    """Following a facet gives just as many passages as it promised."""
    page = soup("/search?q=六稳")
    for link in page.select(".facets li a:not(.chosen)"):
        promised = int(link.parent.select_one(".number").get_text())
        narrowed = soup(link["href"])
        assert narrowed.select_one("#count").get_text().split(" 段")[0].strip() == str(promised)


def test_the_csv_of_a_search_opens_in_a_spreadsheet(client):
    """A byte order mark, CRLF, a heading, a row a hit."""
    text = client.get("/search.csv?q=六稳").get_data(as_text=True)
    lines = text.split("\r\n")
    assert lines[0].startswith("\ufeffdocument,address")
    assert len(lines) == 5
