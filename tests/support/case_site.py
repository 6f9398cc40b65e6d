"""Handlers for steps in words about searching, pages and addresses; see case_steps.py. Key: (case id, step number)."""

from __future__ import annotations

import re
import threading
import time
from urllib.parse import quote, unquote, urlsplit

import case_expect as check

from indexer.address import parse_address
from indexer.build import build_index
from indexer.entries import entry_uses
from indexer.lookup import find_passage

HOSTILE = [
    '"><script>alert(1)</script>',
    "' onmouseover=alert(1) x='",
    "</title><img src=x onerror=alert(1)>",
    "{{1337*7}}",
    "javascript:alert(1)",
]
AWAY = ["//evil.example", "////evil.example", "/\\evil.example", "\\/evil.example", "/%09/evil.example", "https:evil.example",
        "https:\\\\evil.example", "https://evil.example", "javascript:alert(1)"]  # fmt: skip
CLIMBING = ["../../../../etc/passwd", "..%2f..%2f..%2f..%2fetc%2fpasswd", "%2e%2e/%2e%2e/etc/passwd", "/etc/passwd", "//etc/passwd",
            "..\\..\\etc\\passwd", "a%00", "%00", ".", "..", "x" * 5000, "六稳/../../x"]  # fmt: skip
PARAMETERS = ("q", "region", "year", "level", "part", "kind", "sort", "page", "size", "widen", "related")


def _page(product, path, **options):
    answer = product.client.get(path, **options)
    return answer, answer.get_data(as_text=True)


def _long_query(product, step, expect):
    text = (product.files / "files/long_paragraph.txt").read_text(encoding="utf-8")
    answer = product.search((text * 100)[:100_000])
    assert isinstance(answer, str)
    assert "50,000" in answer
    page, _ = _page(product, "/search?q=" + quote((text * 3)[:2000]))
    assert page.status_code < 500


def _make_numbered(product):
    for number in range(1, 24):
        product.put({"name": f"n{number:02d}", "text": f"扎实做好“六稳”工作{number}"})


def _all_pages(product, step, expect):
    answers = [product.search("六稳", page=page, size=10) for page in (1, 2, 3)]
    names = [name for answer in answers for name in check.found_documents(product, answer)]
    assert len(names) == len(set(names)) == 23
    assert {answer.total for answer in answers} == {23}


def _odd_pages(product, step, expect):
    for name, values in (("page", ["0", "-1", "abc", "1.5", "9" * 20]), ("size", ["0", "-5", "abc", "100000000"])):
        for value in values:
            page, text = _page(product, f"/search?q={quote('六稳')}&{name}={value}")
            assert page.status_code == 400
            assert "Traceback" not in text


def _open_entry(product, step, expect):
    uses = entry_uses(product.library, product.entry("三高四新战略"))
    assert {product.names[use.hit.document_id] for use in uses.passages} == {"a", "b", "c"}
    _, text = _page(product, f"/glossary/{product.entry('三高四新战略').id}")
    assert text.count('class="hit"') == 3


def _cite_second(product, step, expect):
    product.link = product.cite(step["cite"])
    _, text = _page(product, product.link)
    quoted = re.search(r"<blockquote.*?</blockquote>", text, re.DOTALL)[0]
    assert "第三段" in quoted
    assert "第一段" not in quoted


def _change_third(product, step, expect):
    product.original = product.given["a"]["text"]
    first, second, _ = product.original.split("\n")
    product.put({"name": "a", "text": "\n".join((first, second, "第三段：新的一年，我们狠抓安全生产。"))})
    product.index()
    page, text = _page(product, product.link)
    assert page.status_code == 200
    assert "原文此后有改动" in text
    assert "第三段：新的一年，我们扎实做好“六稳”工作。" in text
    assert "过去一年" not in re.sub(r"<nav.*?</nav>", "", text, flags=re.DOTALL)


def _insert_first(product, step, expect):
    product.put({"name": "a", "text": "新的第一段。\n" + product.original})
    product.index()
    answer = find_passage(product.library, parse_address(product.link.removeprefix("/documents/")))
    assert answer.state == "moved"
    page, text = _page(product, product.link, follow_redirects=True)
    assert page.status_code == 200
    assert "第三段：新的一年" in text


def _link_parts(product, step, expect):
    link = product.cite(step["cite"])
    check.check_output(link, expect)
    directive = link.split(":~:text=", 1)[1]
    text = product.show("a")[0]
    assert all(unquote(part).strip("-") in text for part in directive.split(","))
    assert "2020%2D2021" in directive
    assert "A%26B" in directive or "A&B" not in unquote(directive)


def _download(product, step, expect):
    for suffix in ("bib", "ris", "csl.json", "txt"):
        page, _ = _page(product, f"/documents/a.{suffix}")
        assert page.status_code == 200
        header = page.headers["Content-Disposition"]
        assert header.isascii()
        assert re.search(expect["header_matches"], header)


def _live_markup(product, step, expect):
    pages = ["/search?q=" + quote("六稳"), "/documents/", "/"]
    for name in "abc":
        _, address = product.place(name, "")
        pages += [f"/documents/{name}", f"/documents/{name}?q={quote('六稳')}", f"/documents/{address}"]
    texts = {path: _page(product, path)[1] for path in pages}
    for text in texts.values():
        check.check_html(text, {"html_lacks": expect["html_lacks"]})
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in texts[pages[0]]
    assert "&amp;amp;&lt;img src=x onerror=alert(1)&gt;" in texts["/documents/b"]
    assert "六&lt;mark&gt;稳" in texts["/documents/c"]
    assert set(re.findall(r"<mark>(.*?)</mark>", texts[pages[0]])) == {"六稳"}


def _echo(product, step, expect):
    paths = [f"/search?{name}={quote(value)}" for name in PARAMETERS for value in HOSTILE]
    paths += [f"/search?q={quote('六稳')}&{name}={quote(value)}" for name in PARAMETERS[1:] for value in HOSTILE]
    paths += [f"/{quote(value, safe='')}" for value in HOSTILE] + [
        f"/glossary/{quote(value, safe='')}" for value in HOSTILE
    ]
    for path in paths:
        page, text = _page(product, path)
        assert page.status_code < 500, path
        check.check_html(text, expect)
        for tag, attributes in check.Elements(text).found:
            assert not any(name.startswith("on") for name in attributes), (tag, attributes)
            assert not str(attributes.get("href", "")).strip().lower().startswith("javascript"), attributes


def _redirects(product, step, expect):
    product.put({"name": "a", "text": "六稳"})
    product.index()
    names = (*PARAMETERS, "next", "url", "from", "lang", "return")
    paths = [f"/search?{name}={quote(value)}" for name in names for value in AWAY]
    paths += ["//evil.example/", "//evil.example/..", "/documents//evil.example", "/glossary//evil.example/"]
    for path in paths:
        page, text = _page(product, path)
        assert page.status_code < 500
        targets = [page.headers.get("Location", "")]
        targets += [a.get("href") or a.get("action") or "" for _, a in check.Elements(text).found]
        assert not any("evil.example" in _host(target) for target in targets), path


def _host(target):
    plain = re.sub(r"[\t\r\n]", "", unquote(target)).replace("\\", "/").strip()
    return (urlsplit(plain).netloc or (plain.split(":", 1)[1] if re.match(r"\w+:", plain) else "")).split("?")[0]


def _big_letters(product):
    product.put({"name": "big", "text": "a" * 50_000 + "!"})


def _climb(product, step, expect):
    for name in CLIMBING:
        for place in (
            "/documents/",
            "/documents/a/",
            "/glossary/",
            "/static/",
            "/api/v1/documents/",
            "/documents/a/passages/",
        ):
            page, text = _page(product, place + (name if "%" in name else quote(name, safe="/.\\")))
            known = place + name in (
                "/documents/.",
                "/documents/a/.",
                "/glossary/.",
                "/documents/..",
            ) or page.status_code in (301, 308)
            assert known or 400 <= page.status_code < 500, (place, name, page.status_code)
            assert "root:" not in text


def _addresses_of_sources(product, step, expect):
    pages = ["/search?q=" + quote("六稳")]
    for name in "abcd":
        pages += [f"/documents/{name}", f"/documents/{product.place(name, '')[1]}"]
    links = set()
    for path in pages:
        _, text = _page(product, path)
        for _, attributes in check.Elements(text).found:
            href = (attributes.get("href") or "").strip()
            assert not href.lower().startswith(("javascript", "data")), href
            links.add(href)
    assert "https://www.example.com/r.html" in links


def _make_served(product):
    for number in range(200):
        product.put(
            {"name": f"d{number:03d}", "text": f"第{number}号文件。" + ("做好“六稳”工作。" if number < 20 else "")}
        )


def _first_requests(product, step, expect):
    answers = _at_once(product, 16, 1)
    assert answers == [20] * 16


def _while_indexing(product, step, expect):
    seen, app = [], product.client.application
    threads = [threading.Thread(target=_ask, args=(app, seen, 38)) for _ in range(8)]
    for thread in threads:
        thread.start()
    product.put({"name": "d200", "text": "再添一份，做好“六稳”工作。"})
    build_index(product.settings)
    for thread in threads:
        thread.join()
    assert set(seen) <= {20, 21}
    end = time.monotonic() + 10
    while _at_once(product, 1, 1) != [21]:
        assert time.monotonic() < end
        time.sleep(0.2)


def _at_once(product, threads, times):
    seen, app = [], product.client.application
    started = [threading.Thread(target=_ask, args=(app, seen, times)) for _ in range(threads)]
    for thread in started:
        thread.start()
    for thread in started:
        thread.join()
    return seen


def _ask(app, seen, times):
    for _ in range(times):
        answer = app.test_client().get("/api/v1/search?q=" + quote("六稳"))
        seen.append(answer.get_json()["total"] if answer.status_code == 200 else answer.status_code)


HANDLERS = {
    ("QRY-08", 1): _long_query, ("QRY-09", 2): _all_pages, ("QRY-09", 3): _odd_pages, ("GLO-06", 4): _open_entry,
    ("CIT-04", 0): _cite_second, ("CIT-04", 1): _change_third, ("CIT-04", 2): _insert_first, ("CIT-06", 0): _link_parts,
    ("CIT-07", 0): _download, ("SEC-01", 0): _live_markup, ("SEC-02", 0): _echo, ("SEC-03", 0): _redirects, ("SEC-05", 0): _climb,
    ("SEC-08", 0): _addresses_of_sources, ("REL-07", 0): _first_requests, ("REL-07", 1): _while_indexing,
}  # fmt: skip
MAKERS = {"QRY-09": _make_numbered, "SEC-04": _big_letters, "REL-07": _make_served}
