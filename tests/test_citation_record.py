"""The citation record: what becomes of each fact, and what is left out."""

import pytest

from indexer.citation.record import csl_record, locator_line, official_url, printed_title
from indexer.document import Facts, Passage, Span

DAY, SITE, ID = "2026-11-25", "https://baogao.example", "430202-hetang-2021-gwr"
BODY, TITLE, URL = ("株洲市荷塘区人民政府",), "政府工作报告", "https://example.org/x"


def passage(page_label=None, page=None):
    """A paragraph."""
    return Passage(34, "paragraph", "body", Span(0, 11), "扎实做好“六稳”工作。", page=page, page_label=page_label)


@pytest.mark.parametrize(
    ("given_title", "printed"),
    [
        ("政府工作报告\n——2021年1月20日在区五届人大六次会议上", "政府工作报告：2021年1月20日在区五届人大六次会议上"),
        ("政府工作报告 ——在会议上", "政府工作报告：在会议上"),
        ("关于2020年计划执行情况\n与2021年计划草案的报告", "关于2020年计划执行情况与2021年计划草案的报告"),
        ("Work\nReport", "Work Report"),
        ("2020 - 2021年规划", "2020 - 2021年规划"),
        ("长三角——一体化", "长三角——一体化"),
        ("\u200b政府\u202e工作\ud800报告\x00", "政府工作报告"),
        ("——\n", ""),
    ],
)
def test_a_title_stands_on_one_line(given_title, printed):
    """Line breaks between hanzi vanish, a subtitle follows a colon, characters without width are not printed."""
    assert printed_title(given_title) == printed


def test_the_record_of_a_passage():
    """What is ours stands under custom; the URL is the source, the permalink the passage's."""
    facts = Facts(title=TITLE, authors=BODY, date="2021-02-03", url=URL)
    made = csl_record(
        facts, ID, accessed=DAY, base_url=SITE + "/", passage=passage(page_label="— 12 —"), address=f"{ID}/p34-k3f9q2"
    )
    assert made["id"] == f"{ID}/p34-k3f9q2"
    assert (made["URL"], made["page"], made["language"]) == (URL, "12", "zh-CN")
    assert made["custom"] == {
        "doc_id": ID,
        "permalink": f"{SITE}/documents/{ID}/p34-k3f9q2",
        "passage": "p34-k3f9q2",
        "locator": "第34段（原文第12页）",
        "selector": {"type": "TextQuoteSelector", "exact": "扎实做好“六稳”工作。"},
    }


@pytest.mark.parametrize(
    ("url", "base_url", "expected"),
    [
        (URL, SITE, URL),
        (None, SITE, f"{SITE}/documents/{ID}"),
        ("javascript:alert(1)", "", None),
        ("ftp://example.org/x", "", None),
        ("https://", "", None),
        (" https://例子.cn/报告 一.html ", "", "https://例子.cn/报告%20一.html"),
        ("https://example.org/{a}\n\\", "", "https://example.org/%7Ba%7D%0A%5C"),
    ],
)
def test_the_url_is_the_official_source_or_the_permalink(url, base_url, expected):
    """Only http and https count; what would end a URL in a file or a line is percent-encoded."""
    made = csl_record(Facts(title=TITLE, url=url), ID, accessed=DAY, base_url=base_url)
    assert made.get("URL") == expected
    assert official_url(official_url(url)) == official_url(url)


def test_the_locator_names_the_printed_page_or_the_page_of_the_file():
    """The two are told apart, and a passage without pages has its number alone."""
    assert locator_line(passage(page_label="12", page=14)) == "定位：第34段（原文第12页）"
    assert locator_line(passage(page=14)) == "定位：第34段（文件第14页）"
    assert locator_line(passage()) == "定位：第34段"


def test_an_access_date_that_is_none_is_a_fault_of_the_caller():
    """The date is an argument; what is no ISO date is refused, not printed."""
    with pytest.raises(ValueError, match="isoformat"):
        csl_record(Facts(title=TITLE), ID, accessed="25.11.2026")


@pytest.mark.parametrize(
    ("facts", "key", "expected"),
    [
        (Facts(kind="gwr", url=URL), "type", "report"),
        (Facts(url=URL), "type", "report"),
        (Facts(kind="通知", url=URL), "type", "webpage"),
        (Facts(kind="policy", url=URL), "type", "webpage"),
        (Facts(kind="bulletin", url=URL), "type", "report"),
        (Facts(kind="notice"), "type", "document"),
        (Facts(kind="newspaper"), "type", "article-newspaper"),
        (Facts(kind="entry"), "type", "entry-dictionary"),
        (Facts(date="2021-02-03", year=2020), "issued", {"date-parts": [[2021, 2, 3]]}),
        (Facts(date="2021-02"), "issued", {"date-parts": [[2021, 2]]}),
        (Facts(year=2021), "issued", {"date-parts": [[2021]]}),
        (Facts(date="2021-02-30"), "issued", None),
        (Facts(date="0000"), "issued", None),
        (Facts(title="Work Report"), "language", None),
        (Facts(authors=("", "甲局\n乙处")), "author", [{"literal": "甲局乙处"}]),
        (Facts(origin="区政府网站"), "container-title", None),
    ],
)
def test_each_fact_has_its_place_or_none(facts, key, expected):
    """Types by kind, dates as far as they are known; what is unknown or impossible is not there."""
    assert csl_record(facts, ID, accessed=DAY).get(key) == expected


def test_without_a_site_there_is_no_permalink():
    """No base URL, no URL of ours: the record does not invent one."""
    made = csl_record(Facts(title=TITLE, authors=BODY), ID, accessed=DAY)
    assert "URL" not in made
    assert made["custom"] == {"doc_id": ID}
