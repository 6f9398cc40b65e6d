"""Completions while typing: by characters and by pinyin, in the browser's own list."""

import pytest

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(("typed", "offered"), [("六", "六稳"), ("liuwen", "六稳")])
def test_typing_offers_terms_of_the_glossary(visit, typed, offered):
    """What is typed is completed from the glossary; nothing else on the page changes."""
    page = visit("/")
    page.locator("main input[type=search]").press_sequentially(typed)
    page.wait_for_selector(f'datalist option[value="{offered}"]', state="attached", timeout=5000)
