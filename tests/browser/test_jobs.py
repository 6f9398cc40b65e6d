"""The three jobs of a user, from beginning to end, with script and without."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

DOC = "430202-hetang-2021-gwr"
BOTH = pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])


@BOTH
def test_search_then_read_at_the_hit(visit, script):
    """A word is typed, a hit opened: the report stands at its passage, marked, and leads on to the next hit and back."""
    page = visit("/", script=script)
    page.fill("#q", "六保")
    page.keyboard.press("Enter")
    assert "3 段" in page.inner_text("#count") or "5 段" in page.inner_text("#count")
    hit = page.locator(".hit", has_text="株洲市荷塘区").locator(".source a").first
    number = hit.get_attribute("href").split("#")[1]
    hit.click()
    passage = page.locator(f"#{number}")
    assert passage.locator("mark").first.inner_text() == "六保"
    box, bar = passage.bounding_box(), page.locator(".bar").bounding_box()
    assert bar["y"] + bar["height"] <= box["y"] < 400, "below the bar, in the upper half"
    onward = page.locator(".passage.has-hit .steps a", has_not_text="x").first
    target = onward.get_attribute("href")
    onward.click()
    assert page.url.endswith(target)
    assert page.locator(f"{target} mark").first.is_visible()
    assert page.locator(f"{target} .steps a").first.get_attribute("href").startswith("#p")


@BOTH
def test_meet_a_term_then_read_its_entry(visit, script):
    """A term is pressed while reading: its definition shows; from there the entry with every use; from a use back to the text."""
    page = visit(f"/documents/{DOC}", script=script)
    page.locator("#p11 a.term", has_text="六稳").click()
    popup = page.locator("#g-11-liuwen")
    assert popup.is_visible()
    assert "稳就业、稳金融" in popup.inner_text()
    popup.get_by_text("词条与全部用例").click()
    assert page.inner_text("h1").startswith("六稳")
    assert page.locator(".hit").count() >= 3
    page.locator(".hit .source a").first.click()
    assert page.locator(".passage:target mark").first.inner_text() == "六稳"


@BOTH
def test_cite_a_passage(visit, script):
    """The number beside a passage leads to its lasting address, its references and its files; with script they are copied."""
    page = visit(f"/documents/{DOC}", script=script)
    page.locator("#p11 .number").click()
    permalink = page.inner_text("#permalink")
    assert page.url == permalink
    reference = page.text_content("#c-gbt7714-2025")
    assert reference.startswith("株洲市荷塘区人民政府. 政府工作报告[R/OL]. 2021-02-03")
    button = page.locator("button[data-copy='c-gbt7714-2025']")
    assert button.is_visible() == script
    if script:
        button.click()
        expect(page.locator("#said")).not_to_have_text("")
        assert page.evaluate("navigator.clipboard.readText()") == reference
    else:
        page.locator("summary", has_text="BibTeX").click()
        assert page.locator("#c-bibtex").is_visible()
    with page.expect_download() as download:
        page.locator("a[download]", has_text="RIS").first.click()
    assert download.value.suggested_filename == f"{DOC}-p11.ris"


def test_copying_is_confirmed_to_eye_and_ear(visit):
    """The button says so and so does the live region, with what was copied; after a while both are as before."""
    page = visit(f"/documents/{DOC}/p11")
    page.evaluate("window.setTimeout = later => { window.later = later; }")
    button = page.locator("button[data-copy='text']")
    before = button.inner_text()
    button.click()
    expect(page.locator("#said")).to_have_text("已复制原文")
    assert button.inner_text().startswith("已复制")
    assert page.locator("#said").get_attribute("aria-live") == "polite"
    assert page.evaluate("navigator.clipboard.readText()") == page.text_content("#text")
    page.evaluate("later()")
    assert page.text_content("#said") == ""
    assert button.inner_text() == before


def test_records_are_copied_to_the_last_character(visit):
    """What is copied is the record itself, folded away or not: the blank after ER counts in RIS."""
    page = visit(f"/documents/{DOC}/p11")
    for style in ("ris", "bibtex", "csl-json"):
        page.locator(f"button[data-copy='c-{style}']").click()
        expect(page.locator("#said")).to_have_text(re.compile(style, re.IGNORECASE))
        assert page.evaluate("navigator.clipboard.readText()") == page.text_content(f"#c-{style}")


def test_copying_works_where_there_is_no_clipboard(visit):
    """A site without https has no clipboard: the text is selected and copied the old way, or the reader told what to press."""
    page = visit(f"/documents/{DOC}/p11")
    page.evaluate("Object.defineProperty(navigator, 'clipboard', {value: undefined})")
    page.locator("button[data-copy='c-bibtex']").click()
    expect(page.locator("#said")).not_to_have_text("")
    assert "BibTeX" in page.text_content("#said")
    assert page.evaluate("getSelection().toString().trim()") == page.text_content("#c-bibtex").strip()
