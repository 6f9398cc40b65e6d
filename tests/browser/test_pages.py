"""Every page as a browser shows it: accessible in light and dark, no wider than a phone, in Chinese type."""

import pytest

pytestmark = pytest.mark.browser

DOC = "430202-hetang-2021-gwr"
PAGES = {
    "home": "/",
    "hits": "/search?q=六稳&related=1",
    "filtered": "/search?q=六稳六保&region=株洲市荷塘区&size=1&page=2",
    "no hits": "/search?q=就业工作人员培训补贴发放",
    "nothing asked": "/search",
    "refused": "/search?q=a&sort=x&region=荷塘",
    "a slip": "/search?q=(六稳 OR 年:abc",
    "form": "/search/form",
    "form with mistakes": "/search/form?words=六稳&near=甲&near_to=乙&within=0&since=abc&level=县区",
    "documents": "/documents/",
    "reading": f"/documents/{DOC}",
    "reading with hits": f"/documents/{DOC}?q=六稳六保#p11",
    "glossary": "/glossary/",
    "entry": "/glossary/liuwen",
    "composite": "/glossary/liuwenliubao",
    "citing": f"/documents/{DOC}/p11",
    "help": "/help",
    "by document": "/search/documents?q=六稳",
    "concordance": "/kwic?q=六稳",
    "count": "/count?q=六稳&by=year",
    "coverage": "/coverage",
    "account": f"/documents/{DOC}/report",
    "not found": "/nothing",
}
#: WCAG A and AA up to 2.2; a target is at least 24 by 24 pixels, or has room round it (2.5.8), which axe checks if told to.
OPTIONS = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]},
    "rules": {"target-size": {"enabled": True}},
    "resultTypes": ["violations"],
    "preload": False,
}
TEXTS = (
    "h1",
    "h2",
    "h3",
    "p",
    "a",
    "dt",
    "dd",
    "li",
    "td",
    "th",
    "code",
    "pre",
    "button",
    "summary",
    "blockquote p",
    ".path span",
    "b",
    "small",
    "mark",
    "input",
    ".number",
)
HAN_FONTS = ("Noto Sans CJK SC", "Noto Sans Mono CJK SC", "Noto Sans SC", "Microsoft YaHei", "PingFang SC")


@pytest.fixture
def address(request, site):
    """The path of a page by its name; those of changed and withdrawn passages are known only when the site is built."""
    return {"changed": site.changed, "gone": site.gone}.get(request.param) or PAGES[request.param]


#: What may differ in the dark and on a phone: colours, and what depends on where things stand.
AGAIN = {**OPTIONS, "runOnly": ["color-contrast", "target-size", "scrollable-region-focusable", "link-in-text-block"]}


def violations(page, options=OPTIONS):
    """What axe finds that is serious or critical: rule, and the elements."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page, options=options).response["violations"]
    return [(v["id"], [n["html"][:120] for n in v["nodes"]]) for v in found if v["impact"] in ("serious", "critical")]


@pytest.mark.parametrize("address", [*PAGES, "changed", "gone"], indirect=True)
def test_every_page_is_for_everyone(visit, address):
    """axe finds nothing serious, in light on a desk and in the dark on a phone; no page sticks out at 390 or 320 pixels."""
    page = visit(address)
    assert violations(page) == []
    page.emulate_media(color_scheme="dark")
    page.set_viewport_size({"width": 390, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    assert violations(page, AGAIN) == []
    page.set_viewport_size({"width": 320, "height": 640})  # WCAG 1.4.10
    assert page.evaluate("document.documentElement.scrollWidth") == 320


def test_an_open_pop_up_is_for_everyone(visit):
    """axe finds nothing serious in an open pop-up either, and it does see what is wrong: a picture without a word."""
    page = visit(f"/documents/{DOC}")
    page.locator("#p11 a.term").first.click()
    assert violations(page) == []
    page.evaluate("document.querySelector('.popup.open').append(new Image())")
    assert [rule for rule, _ in violations(page)] == ["image-alt"]


def test_folded_lists_stand_open_where_there_is_room(visit):
    """The filters and the contents are behind a line on a phone and beside the text on a desk."""
    for path, inside in (("/search?q=六稳", ".facets li a"), (f"/documents/{DOC}", ".contents li a")):
        wide, narrow = visit(path), visit(path, width=390)
        assert wide.locator(inside).first.is_visible()
        assert not narrow.locator(inside).first.is_visible()
        narrow.locator("details.fold summary").click()
        assert narrow.locator(inside).first.is_visible()


@pytest.mark.parametrize("address", ["reading", "citing", "hits", "glossary"], indirect=True)
def test_quotes_are_drawn_in_a_chinese_font(visit, address):
    """All text of the page comes from fonts that have Chinese quotes, code and figures included."""
    page = visit(address)
    client = page.context.new_cdp_session(page)
    client.send("DOM.enable")
    client.send("CSS.enable")
    root = client.send("DOM.getDocument")["root"]["nodeId"]
    fonts = set()
    for kind in TEXTS:
        # the answer is about the texts directly below a node, so nodes of each kind are asked
        found = client.send("DOM.querySelectorAll", {"nodeId": root, "selector": kind})["nodeIds"]
        for node in found[:3]:
            answer = client.send("CSS.getPlatformFontsForNode", {"nodeId": node})["fonts"]
            fonts |= {(kind, font["familyName"]) for font in answer}
    assert len(fonts) > 8
    assert [font for font in fonts if not font[1].startswith(HAN_FONTS)] == []


def test_the_printed_report_is_the_report_alone(visit):
    """On paper there is no navigation, no tool and no pop-up; text, facts and the address are there."""
    page = visit(f"/documents/{DOC}?q=六稳#g-11-liuwen")
    page.emulate_media(media="print")
    for part in ("header.site", "footer.site", ".contents", ".bar", ".steps", ".popup"):
        assert not page.locator(part).first.is_visible(), part
    for part in ("h1", "#p11 .line", ".facts", ".print-only"):
        assert page.locator(part).first.is_visible(), part


def test_the_focus_is_always_seen(visit):
    """Each stop of the Tab key from the top of the page into the report has an outline."""
    page = visit(f"/documents/{DOC}")
    for _ in range(12):
        page.keyboard.press("Tab")
        shown = page.evaluate("""() => { const style = getComputedStyle(document.activeElement);
            return [document.activeElement.outerHTML.slice(0, 90), style.outlineStyle !== 'none' || style.boxShadow !== 'none']; }""")
        assert shown[1], shown[0]
