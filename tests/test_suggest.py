"""Completions by characters and pinyin, and the nearest strings that do occur."""

import json
import random
from dataclasses import replace

import pytest
import small_corpus

from indexer.census import extents_of, frequent_words, read_census, spell_words, write_census
from indexer.document import Passage, Span
from indexer.engines.budget import Budget, OverBudget
from indexer.errors import IndexOutdated
from indexer.search import search
from indexer.signs import query_key, sign_list
from indexer.suggest import MAX_SIGNS, correct, is_one_edit, suggest


@pytest.fixture(scope="module")
def shelf(root, tmp_path_factory):
    """The library over the small corpus."""
    opened = small_corpus.open_small(root, tmp_path_factory.mktemp("small"))
    yield opened
    opened.engine.close()


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("liuwen", "六稳"), ("liuw", "六稳"), ("lw", "六稳"), ("LiuWen", "六稳"), ("六", "六保"), ("六稳", "六稳"), ("六穩", "六稳"), ("sgsx", "三高四新"),
        ("6s", "6S"), ("四新", "三高四新"), ("就业 liuw", "就业 六稳"), ("“三高", "“三高四新"), ("-六", "-六保"), ("fazh", "发展"), ("fz", "发展"),
    ],
)  # fmt: skip
def test_what_is_typed_is_completed(shelf, typed, first):
    """By characters in any script, by pinyin and by its initials; the clauses before and an operator stay."""
    texts = [one.text for one in suggest(shelf, typed)]
    assert first in texts[:3], texts
    assert len(texts) == len(set(texts)) <= 10


def test_terms_come_before_words_and_the_commonest_word_first(shelf):
    """Within one way to match: glossary entries, then frequent words by the number of passages."""
    found = suggest(shelf, "s", 50)
    kinds = [one.entry is None for one in found]
    assert kinds == sorted(kinds)
    weights = [one.weight for one in suggest(shelf, "f", 50) if one.entry is None]
    assert weights == sorted(weights, reverse=True)
    assert len(weights) > 3


@pytest.mark.parametrize("typed", ["", " ", "六稳 ", "，", "字" * (MAX_SIGNS + 1), "\x00", "zzzzzz", "稳丂"])
def test_what_cannot_be_completed_gets_nothing(shelf, typed):
    """Empty, too long or unknown: no completion and no error."""
    assert suggest(shelf, typed) == ()


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        ("六问", "六稳"), ("弹性年其出让", "弹性年期出让"), ("弹性年期出", None), ("性弹年期出让", "弹性年期出让"), ("弹性年出让", "弹性年期出让"),
        ("弹性年期的出让", "弹性年期出让"), ("三高四心", "三高四新"), ("“六问” 就业", "“六稳” 就业"), ("年:2021 六问", "年:2021 六稳"),
    ],
)  # fmt: skip
def test_a_slip_of_one_sign_is_put_right(shelf, asked, meant):
    """Replaced, swapped, left out or put in; the rest of the query stays; what is proposed does occur."""
    answer = search(shelf, asked)
    found = correct(shelf, answer.query)
    if meant is None:
        assert answer.total
        assert not found
        return
    assert not answer.total
    assert found[0].text == meant
    assert all(search(shelf, f"“{one.word}”").total == one.passages > 0 for one in found)


@pytest.mark.parametrize("asked", ["完全没有的一句话", "字", "六" * 40, "", "部分:正文"])
def test_nothing_near_is_nothing(shelf, asked):
    """No proposal for what has no neighbour, is too short or too long, or asks for no string."""
    assert not correct(shelf, search(shelf, asked).query)


def test_one_edit_is_one_edit():
    """Against the definition: all strings that one insertion, deletion, replacement or swap makes."""
    rng, alphabet = random.Random(7), "甲乙丙"

    def edits(text):
        yield from (text[:i] + text[i + 1 :] for i in range(len(text)))
        yield from (text[:i] + c + text[i:] for i in range(len(text) + 1) for c in alphabet)
        yield from (text[:i] + c + text[i + 1 :] for i in range(len(text)) for c in alphabet)
        yield from (text[:i] + text[i + 1] + text[i] + text[i + 2 :] for i in range(len(text) - 1))

    for _ in range(2_000):
        one, other = ("".join(rng.choices(alphabet, k=rng.randint(0, 5))) for _ in range(2))
        assert is_one_edit(list(one), list(other)) == (one != other and other in set(edits(one))), (one, other)


def test_the_figures_are_those_of_the_passages(tmp_path):
    """Characters by part without punctuation; words that three passages have, with their pinyin."""
    texts = ["发展，ABC 12。", "发展！", "发展与改革", "改革"]
    passages = [Passage(n, "paragraph", "body", Span(0, len(t)), t) for n, t in enumerate(texts, 1)]
    write_census(
        tmp_path, {"a": extents_of(passages)}, spell_words(frequent_words([("发展", 3), ("abc", 3), ("改革", 2)]))
    )
    census = read_census(tmp_path)
    assert [(e.part, e.passages, e.characters) for e in census.extents["a"]] == [("body", 4, 7 + 2 + 5 + 2)]
    assert [(w.text, w.passages, w.pinyin) for w in census.words] == [("发展", 3, "fā zhǎn")]


def test_an_index_without_figures_says_what_to_do(tmp_path):
    """The command to run, not a trace."""
    with pytest.raises(IndexOutdated, match="baogao build"):
        read_census(tmp_path / "none")


def test_without_figures_the_terms_are_still_proposed(shelf, tmp_path):
    """An index of an older build: searches that find nothing go on as before."""
    bare = replace(shelf, generation=replace(shelf.generation, folder=tmp_path))
    assert [one.text for one in suggest(bare, "liuwen")][:1] == ["六稳"]
    assert correct(bare, search(shelf, "六问").query)[0].text == "六稳"


def test_the_site_answers_in_the_form_that_browsers_read(client):
    """OpenSearch suggestions: text, completions, descriptions, addresses; the description of the site names the route."""
    answer = client.get("/suggest?q=liuw")
    assert answer.content_type == "application/x-suggestions+json"
    text, completions, descriptions, addresses = json.loads(answer.get_data(as_text=True))
    assert text == "liuw"
    assert completions[0] == "六稳"
    assert len(completions) == len(descriptions) == len(addresses)
    assert client.get(addresses[0].removeprefix("http://localhost")).status_code == 200
    assert "/suggest?q=" in client.get("/opensearch.xml").get_data(as_text=True)
    assert json.loads(client.get(f"/suggest?q={'长' * 300}").get_data(as_text=True))[1] == []


def test_the_page_without_hits_proposes_what_was_meant(client):
    """A link to the search that finds something."""
    assert "要查的是不是" in client.get("/search?q=弹性年其出让").get_data(as_text=True)
    assert "要查的是不是" not in client.get("/search?q=弹性年期出让").get_data(as_text=True)


def test_signs_of_a_key_are_what_is_edited():
    """A Latin run or a figure is one sign: 5G and 6G are one edit apart, like 六稳 and 六保."""
    assert is_one_edit(sign_list(query_key("建设5G基站")), sign_list(query_key("建设6G基站")))


class Purse(Budget):
    """A budget that pays for so many searches and no more."""

    def __init__(self, searches):
        super().__init__()
        self.left = searches

    def spend(self, **_):
        """One search."""
        self.left -= 1
        if self.left < 0:
            raise OverBudget("spent")


def test_corrections_stop_quietly_when_the_time_is_spent(shelf):
    """No error; what was found by then stands, and it is never something that the whole look-up would not find."""
    query = search(shelf, "弹性年其出让").query
    whole = set(correct(shelf, query, budget=Budget()))
    found = [correct(shelf, query, budget=Purse(searches)) for searches in range(200)]
    assert found[0] == correct(shelf, query, budget=Budget(0.0)) == ()
    assert set(found[-1]) == whole
    assert all(set(some) <= whole for some in found)
    assert any(some and set(some) < whole for some in found) or len(whole) == 1
