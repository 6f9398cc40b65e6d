"""The form for people who learn no syntax, filled in with keyboard and mouse, with script and without."""

from urllib.parse import parse_qs, urlsplit

import pytest

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("script", [True, False])
def test_a_filled_form_becomes_a_query_in_the_box(visit, script):
    """From the box to the form, to the ordinary address of a search, whose box shows what was written."""
    page = visit("/", script=script)
    page.get_by_role("link", name="高级检索").click()
    page.get_by_label("全部都有").fill("六稳\n就业")
    page.get_by_label("一个也没有").fill("或")
    page.get_by_label("从", exact=True).fill("2020")
    page.get_by_label("县区").check()
    page.get_by_role("button", name="检索").click()
    query = "六稳 就业 -“或” 年:2020.. 级别:县区"
    assert parse_qs(urlsplit(page.url).query) == {"q": [query]}
    assert page.locator("#q").input_value() == query
    assert page.locator("h2").first.is_visible()


def test_a_mistake_is_shown_beside_its_field(visit):
    """The field keeps what was typed, its description says what is wrong, and putting it right leads on."""
    page = visit("/search/form", width=390, script=False)
    page.get_by_label("一个词", exact=True).fill("六稳")
    page.get_by_label("另一个词").fill("六保")
    page.get_by_label("相距不超过").fill("0")
    page.get_by_role("button", name="检索").click()
    field = page.get_by_label("相距不超过")
    assert field.input_value() == "0"
    said = page.locator(f"#{field.get_attribute('aria-describedby').strip()}")
    assert "1 至 200" in said.inner_text()
    field.fill("5")
    page.get_by_role("button", name="检索").click()
    assert page.locator("#q").input_value() == "六稳 ~5 六保"
