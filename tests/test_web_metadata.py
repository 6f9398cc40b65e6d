"""What programs read in a page: canonical address, citation tags, alternates, Link headers, OpenSearch."""

import re
from urllib.parse import urlsplit

import pytest
from bs4 import BeautifulSoup
from lxml import etree

DOC = "430202-hetang-2021-gwr"
BASE = "http://localhost"
PAGES = [
    "/",
    "/search?q=六稳",
    "/documents/",
    f"/documents/{DOC}",
    f"/documents/{DOC}/p36",
    "/glossary/",
    "/glossary/liuwen",
    "/help",
    "/search/form",
]


@pytest.fixture
def soup(client):
    """A page as a tree; redirects are followed."""

    def get(path):
        answer = client.get(path, follow_redirects=True)
        assert answer.status_code == 200
        return BeautifulSoup(answer.get_data(as_text=True), "lxml")

    return get


def metas(page, name):
    """The contents of the meta tags of a name."""
    return [tag["content"] for tag in page.select(f"meta[name='{name}']")]


def test_every_page_has_language_title_and_one_canonical_address(soup, client):
    """No two pages have one title; the canonical address leads to the same page."""
    titles = []
    for path in PAGES:
        page = soup(path)
        assert page.html["lang"] == "zh-Hans"
        titles.append(page.title.get_text())
        (link,) = page.select("link[rel=canonical]")
        assert link["href"].startswith(BASE + "/")
        parts = urlsplit(link["href"])
        assert client.get(f"{parts.path}?{parts.query}").status_code == 200
        assert soup(f"{parts.path}?{parts.query}").title.get_text() == titles[-1]
    assert len(set(titles)) == len(titles)


@pytest.mark.parametrize("path", ["/nothing", "/search?q=a&sort=x"])
def test_an_error_has_no_canonical_address(client, path):
    """What is not there has no address that a search engine should keep."""
    assert "canonical" not in client.get(path).get_data(as_text=True)


def test_one_search_has_one_address(soup):
    """Order of parameters, empty ones, unknown ones and the first page make no difference; nothing is indexed."""
    forms = [
        "/search?q=六稳&year=2021&sort=date",
        "/search?sort=date&year=2021&q=六稳",
        "/search?q=六稳&region=&year=2021&sort=date&x=1",
    ]
    pages = [soup(form) for form in forms]
    assert len({page.select_one("link[rel=canonical]")["href"] for page in pages}) == 1
    assert all(metas(page, "robots") == ["noindex"] for page in pages)


def test_a_document_says_what_a_reference_needs(soup):
    """The tags by which Zotero makes a report of it, in the forms it wants (ecosystem 10.2)."""
    page = soup(f"/documents/{DOC}")
    assert metas(page, "citation_title") == ["政府工作报告"]
    assert (
        metas(page, "citation_author")
        == metas(page, "citation_technical_report_institution")
        == ["株洲市荷塘区人民政府"]
    )
    assert metas(page, "citation_publication_date") == ["2021/02/03"]
    assert metas(page, "citation_language") == ["zh-CN"]
    assert metas(page, "citation_public_url") == [f"{BASE}/documents/{DOC}"]
    assert "六稳; 六保" in metas(page, "citation_keywords")[0]
    assert not metas(page, "citation_abstract")


def test_a_passage_says_what_a_reference_needs(soup):
    """Beside the facts of the document its own address and words."""
    page = soup(f"/documents/{DOC}/p36")
    assert re.fullmatch(rf"{BASE}/documents/{DOC}/p36-[0-9a-z]{{6}}", metas(page, "citation_public_url")[0])
    assert metas(page, "citation_abstract")[0].startswith("今年经济社会发展的主要预期目标")
    assert metas(page, "citation_technical_report_institution") == ["株洲市荷塘区人民政府"]


@pytest.mark.parametrize("path", [f"/documents/{DOC}", f"/documents/{DOC}/p36"])
def test_alternates_are_there_and_of_their_kind(soup, client, path):
    """Each alternate and each describing file that a page or its header names is served with the media type it promises."""
    page = soup(path)
    links = [(link["href"], link["type"]) for link in page.select("link[rel=alternate]")]
    header = client.get(path, follow_redirects=True).headers["Link"]
    links += re.findall(r'<([^>]+)>; rel="describedby"; type="([^"]+)"', header)
    assert len(links) == 8
    for address, media in links:
        answer = client.get(urlsplit(address).path)
        assert answer.status_code == 200
        assert answer.mimetype == media


def test_link_headers_say_how_to_cite_and_where_it_belongs(client):
    """cite-as is the lasting address, collection the document of a passage, or the list of documents."""
    document = client.get(f"/documents/{DOC}").headers["Link"]
    assert f'<{BASE}/documents/{DOC}>; rel="cite-as"' in document
    assert f'<{BASE}/documents/>; rel="collection"' in document
    passage = client.get(f"/documents/{DOC}/p36", follow_redirects=True)
    assert f'<{BASE}{passage.request.path}>; rel="cite-as"' in passage.headers["Link"]
    assert f'<{BASE}/documents/{DOC}>; rel="collection"' in passage.headers["Link"]
    assert "Link" not in client.get("/documents/none").headers


def test_a_browser_can_take_the_site_as_a_search_engine(soup, client):
    """The description is found from every page, is well formed, and its template finds what is put into it."""
    (link,) = soup("/help").select("link[rel=search]")
    answer = client.get(link["href"])
    assert answer.mimetype == link["type"] == "application/opensearchdescription+xml"
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    root = etree.fromstring(answer.get_data(), parser)
    space = {"o": "http://a9.com/-/spec/opensearch/1.1/"}
    assert root.tag == f"{{{space['o']}}}OpenSearchDescription"
    assert 0 < len(root.findtext("o:ShortName", namespaces=space)) <= 16
    (template,) = root.xpath("o:Url[@type='text/html']/@template", namespaces=space)
    assert template.startswith(f"{BASE}/search?")
    page = soup(template.removeprefix(BASE).replace("{searchTerms}", "六稳"))
    assert page.select(".hit")
