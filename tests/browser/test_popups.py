"""Glossary pop-ups: by mouse, keyboard, touch and without script; they never cover the word nor get into copied text."""

import re

import pytest

pytestmark = pytest.mark.browser

DOC = "430202-hetang-2021-gwr"
PATH = f"/documents/{DOC}"
#: For the word pressed: do its lines and the open pop-up overlap, is the pop-up in the window, is the word below the bar?
PLACED = """word => {
    const popup = document.querySelector('.popup.open').getBoundingClientRect();
    const bar = document.querySelector('.bar').getBoundingClientRect().bottom;
    const lines = [...word.getClientRects()];
    return {
        covered: lines.some(r => r.left < popup.right && popup.left < r.right && r.top < popup.bottom && popup.top < r.bottom),
        inside: popup.top >= 0 && popup.bottom <= innerHeight && popup.left >= 0 && popup.right <= innerWidth,
        hidden: lines[0].top < bar,
    };
}"""


def is_open(page, name="#g-11-liuwen"):
    """Whether a pop-up is shown."""
    return page.locator(name).is_visible()


def focused(page):
    """The id of what has the focus, or its address."""
    return page.evaluate("document.activeElement.id || document.activeElement.hash || document.activeElement.tagName")


def test_by_mouse(visit):
    """A click opens, another on the word, on the cross or beside it closes; only one is open at a time."""
    page = visit(PATH)
    word, other = page.locator("#p11 a.term").nth(0), page.locator("#p11 a.term").nth(1)
    for close in (word, page.locator("#g-11-liuwen .close"), page.locator("#p11 .line")):
        word.click()
        assert is_open(page)
        close.click(position={"x": 5, "y": 5})
        assert not is_open(page)
    word.click()
    other.click()
    assert page.locator(".popup.open").count() == 1
    assert is_open(page, "#g-11-liubao")
    assert page.url.endswith(PATH), "the address of the page stays"


def test_by_keyboard(visit):
    """Tab reaches the word, Enter opens and moves into the pop-up, Tab goes on inside it, Esc closes and returns to the word."""
    page = visit(PATH)
    page.locator("#p11 .number").focus()
    page.keyboard.press("Tab")
    assert focused(page) == "#g-11-liuwen"
    page.keyboard.press("Enter")
    assert is_open(page)
    assert focused(page) == "g-11-liuwen"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('.popup').id") == "g-11-liuwen"
    page.keyboard.press("Escape")
    assert not is_open(page)
    assert focused(page) == "#g-11-liuwen"
    page.keyboard.press("Enter")
    page.locator("#p12 .number").focus()
    assert not is_open(page), "it closes when the reader moves on"


def test_by_touch(visit):
    """A tap opens, a tap elsewhere closes."""
    page = visit(PATH, width=390, touch=True)
    page.locator("#p11 a.term").first.tap()
    assert is_open(page)
    page.locator("#p12 .line").tap(position={"x": 150, "y": 10})
    assert not is_open(page)


@pytest.mark.parametrize(
    ("width", "height"), [(1280, 800), (390, 700), (844, 390)], ids=["desk", "phone", "phone-on-its-side"]
)
def test_a_pop_up_never_covers_its_word(visit, width, height):
    """For every term of the report, wherever in the window it stands: beside the word, all of it in the window."""
    page = visit(PATH, width=width)
    page.set_viewport_size({"width": width, "height": height})
    words = page.locator("a.term").element_handles()
    assert len(words) > 15
    for at, word in enumerate(words):
        share = (0.2, 0.5, 0.85)[at % 3]
        word.evaluate("(word, share) => scrollBy(0, word.getBoundingClientRect().top - innerHeight * share)", share)
        word.evaluate("word => word.click()")
        placed = word.evaluate(PLACED)
        assert not placed["covered"], word.inner_text()
        assert placed["inside"] or placed["hidden"], (word.inner_text(), placed)
        page.keyboard.press("Escape")


@pytest.mark.parametrize("width", [1280, 390])
def test_without_script(visit, width):
    """The definition opens in the text under its paragraph, in sight, below the word and not over it; the cross closes it."""
    page = visit(PATH, width=width, script=False)
    word = page.locator("#p11 a.term").first
    word.click()
    popup = page.locator("#g-11-liuwen")
    assert popup.is_visible()
    line, box = page.locator("#p11 .line").bounding_box(), popup.bounding_box()
    assert box["y"] >= line["y"] + line["height"]
    assert box["y"] >= 0
    assert box["y"] + box["height"] <= 800
    popup.locator(".close").click()
    assert not popup.is_visible()


def test_copied_text_is_the_text_alone(visit, busy):
    """All of the report is selected and copied: every passage is there, and no paragraph number, step or definition."""
    from indexer.library import open_library

    page = visit(f"{PATH}?q=六稳")
    page.evaluate("""() => { const range = document.createRange();
        range.setStartBefore(document.querySelector('.passage'));
        range.setEndAfter([...document.querySelectorAll('.passage')].at(-1));
        getSelection().removeAllRanges(); getSelection().addRange(range); }""")
    page.keyboard.press("Control+c")
    copied = page.evaluate("navigator.clipboard.readText()")
    library = open_library(busy)
    wanted = "".join(passage.text for passage, _ in library.engine.passages(DOC))
    library.engine.close()
    assert re.sub(r"\s", "", copied) == re.sub(r"\s", "", wanted)


def test_selecting_across_a_term_does_not_open_it(visit):
    """Text can be selected by dragging over a term, and what is selected is what is read."""
    page = visit(PATH)
    word = page.locator("#p11 a.term").first.bounding_box()
    page.mouse.move(word["x"] - 40, word["y"] + 10)
    page.mouse.down()
    page.mouse.move(word["x"] + word["width"] + 60, word["y"] + 10, steps=5)
    page.mouse.up()
    assert "六稳”工" in page.evaluate("getSelection().toString()")
    assert not is_open(page)
