"""Text-fragment links: cut and encoded by the rules, and each finds its own place or claims none."""

import functools
import http.server
import re
import threading
from urllib.parse import unquote

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from indexer.citation.fragment import MAX_WHOLE, fragment_link

PAGE = "https://s.org/documents/a"
TWICE = (
    "第一段：过去一年，我们扎实做好“六稳”工作。\n第二段：项目建设提质增效。\n第三段：新的一年，我们扎实做好“六稳”工作。"
)
CLAUSES = "2020-2021年度，A&B类企业约3,000户享受减税#1政策，兑现率100%。"


def directive(link):
    """(prefix, start, end, suffix) of a link, decoded; empty where there is none."""
    _, found, tail = link.partition(":~:text=")
    if not found:
        return ("", "", "", "")
    assert re.fullmatch(r"[!-~]+", tail)
    parts = tail.split(",")
    prefix = unquote(parts.pop(0)[:-1]) if parts[0].endswith("-") else ""
    suffix = unquote(parts.pop()[1:]) if parts[-1].startswith("-") else ""
    start, end = [*map(unquote, parts), ""][:2]
    return prefix, start, end, suffix


@pytest.mark.parametrize(
    ("quote", "whole", "at", "expected"),
    [
        ("第二段：项目建设提质增效。", TWICE, None, ("", "第二段：项目建设提质增效。", "", "")),
        ("新的一年", TWICE, None, ("", "新的一年", "", "")),
        # The same words twice: what goes before, from a punctuation mark on, tells them apart.
        ("我们扎实做好“六稳”工作。", TWICE, None, ("过去一年，", "我们扎实做好“六稳”工作。", "", "")),
        ("我们扎实做好“六稳”工作。", TWICE, TWICE.rfind("我们"), ("新的一年，", "我们扎实做好“六稳”工作。", "", "")),
        # A quotation that begins inside a run of hanzi is reached from the mark before it.
        ("扎实做好“六稳”工作", TWICE, TWICE.rfind("扎实"), ("新的一年，我们", "扎实做好“六稳”工作", "", "")),
        ("项目建设提", TWICE, None, ("", "项目建设提", "", "质增效")),
        # Three equal paragraphs: the middle one has one before and one after it.
        ("甲乙。", "甲乙。\n甲乙。\n甲乙。", 4, ("甲乙。", "甲乙。", "", "甲乙")),
        # A long quotation: first and last clause, not cut inside 3,000 or 2020-2021.
        (CLAUSES, CLAUSES, None, ("", "2020-2021年度", "兑现率100%。", "")),
        # Line ends and double blanks cannot stand in one part.
        (
            "政府工作报告\n（2021年）",
            "政府工作报告\n（2021年）\n各位代表：",
            None,
            ("", "政府工作报告", "2021年）", ""),
        ),
        ("甲，乙  丙，丁", "甲，乙  丙，丁", None, ("", "甲", "丁", "")),
        # Nothing that surely finds it: no directive.
        ("没有的话", TWICE, None, ("", "", "", "")),
        ("", TWICE, None, ("", "", "", "")),
        ("项目建设", TWICE, 0, ("", "", "", "")),
    ],
)
def test_what_a_directive_says(quote, whole, at, expected):
    """Whole up to forty signs, else first and last clause; context only where it is needed."""
    assert directive(fragment_link(PAGE, "p3", quote, whole, at)) == expected


def test_signs_with_a_meaning_are_encoded():
    """Hyphen, comma, ampersand, number sign and percent sign never stand raw inside a part."""
    link = fragment_link(PAGE, None, "2020-2021年A&B类3,000户减税#1，100%", "2020-2021年A&B类3,000户减税#1，100%")
    part = link.partition(":~:text=")[2]
    assert not set(part) & set("-,&#")
    assert "2020%2D2021" in part
    assert "A%26B" in part
    assert "3%2C000" in part
    assert part.endswith("100%25")


@pytest.mark.parametrize(
    ("url", "element", "quote", "expected"),
    [
        (PAGE, "p34", "ab", f"{PAGE}#p34:~:text=ab"),
        (PAGE + "#p1:~:text=old", "p34", "ab", f"{PAGE}#p34:~:text=ab"),
        (PAGE, "p34", "nowhere", f"{PAGE}#p34"),
        ("https://www.example.com/r.html", None, "ab", "https://www.example.com/r.html#:~:text=ab"),
        ("https://www.example.com/r.html", None, "nowhere", "https://www.example.com/r.html"),
        ("https://www.example.com/#/r?id=1", None, "ab", "https://www.example.com/#/r?id=1:~:text=ab"),
        ("https://www.example.com/r#:~:text=old", None, "ab", "https://www.example.com/r#:~:text=ab"),
    ],
)
def test_the_id_stands_in_front_on_our_own_pages(url, element, quote, expected):
    """It is never left out; a foreign page gets none, and keeps the fragment that it needs."""
    assert fragment_link(url, element, quote, "ab，cd") == expected


SIGNS = "工作六稳年1３5aB，。：“”、 -%&#\n"
PAGES = st.lists(st.text(alphabet=SIGNS, min_size=1, max_size=60), min_size=1, max_size=6)


def tight(text):
    """Without blanks, which a directive may leave out between its parts."""
    return re.sub(r"\s", "", text)


@given(PAGES, st.data())
def test_the_parts_are_words_of_the_passage_in_its_place(paragraphs, data):
    """Decoded, the parts stand on the page in their order, round exactly the quotation; each edge is at a mark."""
    whole = "\n".join(paragraphs)
    at = data.draw(st.integers(0, len(whole) - 1))
    quote = whole[at : data.draw(st.integers(at + 1, len(whole)))]
    assume(quote.strip())
    prefix, start, end, suffix = directive(fragment_link(PAGE, "p1", quote, whole, at))
    assume(start)
    stripped = quote.strip()
    first = at + len(quote) - len(quote.lstrip())
    last = first + len(stripped)
    assert stripped.startswith(start)
    assert stripped.endswith(end or start)
    assert end or stripped == start
    assert tight(whole[:first]).endswith(tight(prefix))
    assert tight(whole[last:]).startswith(tight(suffix))
    assert not any(re.search(r"\n| {2}", part) for part in (prefix, start, end, suffix))
    # Never inside a run of hanzi or digits: an edge that is must touch the part beside it.
    run = r"[工作六稳年1３5aB]{2}"
    assert prefix or first == 0 or not re.match(run, whole[first - 1 : first + 1])
    assert suffix or last == len(whole) or not re.match(run, whole[last - 1 : last + 1])
    if end:
        inner = first + len(start), last - len(end)
        assert not any(re.match(run, whole[edge - 1 : edge + 1]) for edge in inner)


@given(PAGES, st.integers(0, 5))
def test_a_whole_paragraph_is_found_once(paragraphs, index):
    """What the link marks stands at one place of the page only, as a plain search over the page shows."""
    whole = "\n".join(paragraphs)
    index %= len(paragraphs)
    at = sum(len(p) + 1 for p in paragraphs[:index])
    prefix, start, end, suffix = directive(fragment_link(PAGE, "p1", paragraphs[index], whole, at))
    if start and not (prefix or end or suffix):
        assert whole.casefold().count(start.casefold()) == 1


def test_every_paragraph_of_a_real_report_has_a_link(root):
    """All paragraphs of the hetang report get a directive, none longer than a URL may be, all edges at marks."""
    text = (root / "corpus" / "430202-hetang-2021-gwr" / "source.txt").read_bytes().decode("utf-8-sig")
    paragraphs = [line.strip() for line in text.splitlines() if line.strip()]
    whole, at = "\n".join(paragraphs), 0
    for paragraph in paragraphs:
        link = fragment_link(PAGE, "p1", paragraph, whole, at)
        _, start, end, _ = directive(link)
        assert paragraph.startswith(start)
        assert paragraph.endswith(end or start)
        assert len(start) <= MAX_WHOLE or "，" not in start
        assert len(link) < 2000
        at += len(paragraph) + 1


BROWSER_PAGE = "<!doctype html><html lang=zh-Hans><meta charset=utf-8><style>p{margin:1500px 0}</style>" + "".join(
    f"<p id=p{number}>{line}</p>" for number, line in enumerate(TWICE.split("\n"), 1)
)


@pytest.fixture
def page_url(tmp_path):
    """A page of three paragraphs far apart, served on this machine."""
    (tmp_path / "a.html").write_text(BROWSER_PAGE, encoding="utf-8")

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *_):
            """Say nothing."""

    handler = functools.partial(Quiet, directory=tmp_path)
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/a.html"
        server.shutdown()


@pytest.mark.browser
def test_a_browser_goes_to_the_quotation(engine, page_url):
    """Chromium, without the help of an id, scrolls to the right one of two equal places, also inside a run of hanzi."""
    quote, whole, part = "扎实做好“六稳”工作", "我们扎实做好“六稳”工作。", "项目建设提"
    places = [(quote, TWICE.rfind(quote)), (quote, TWICE.find(quote)), (whole, TWICE.rfind(whole)), (part, None)]
    script = "[...document.querySelectorAll('p')].filter(p => { const r = p.getBoundingClientRect();"
    script += " return r.top < innerHeight && r.bottom > 0 }).map(p => p.id).join()"
    shown = []
    for text, at in places:
        page = engine.new_page()
        page.goto(fragment_link(page_url, None, text, TWICE, at))
        page.wait_for_function("scrollY > 0", timeout=5000)
        shown.append(page.evaluate(script))
        page.close()
    assert shown == ["p3", "p1", "p3", "p2"]
