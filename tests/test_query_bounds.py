"""No text costs more than its bound and none breaks anything: fuzzed queries, deep and wide ones, and the budget.

BAOGAO_FUZZ=10000 runs the full number of random texts; the seed is printed with a failure.
"""

import os
import random
import time
from urllib.parse import quote

import pytest
from query_fuzz import ROWS, fuzzed

from indexer.engines import budget as budgets
from indexer.engines.budget import Budget, OverBudget
from indexer.errors import QueryError
from indexer.query import read_query
from indexer.search import search

SEED, TIMES = 20_261_125, int(os.environ.get("BAOGAO_FUZZ", "1000"))
#: The one second of work, and the factor for a machine that has other work (reliability 4.3).
BOUND = 3.0


def refusal(act):
    """What a refusal says; empty if nothing is refused. Any other exception is a failure."""
    try:
        act()
    except QueryError as error:
        return str(error)
    return ""


def test_random_texts_are_answered_or_refused_within_the_bound(library):
    """Operators, quotes, brackets, controls and surrogates, 1 to 100,000 characters: nothing but an answer or a QueryError."""
    rng, slowest = random.Random(SEED), 0.0
    for number in range(TIMES):
        text = fuzzed(rng)
        started = time.thread_time()
        answers = []
        refused = refusal(lambda text=text, answers=answers: answers.append(search(library, text, size=5)))
        assert refused or answers[0].reading or answers[0].notes or not text.strip(), (number, text[:200])
        slowest = max(slowest, time.thread_time() - started)
        assert slowest < BOUND, (number, text[:200])


def test_no_random_text_breaks_a_page_or_the_api(client):
    """The same texts over HTTP: an answer or a refusal, no status of 500 and above, none over the bound; one in five in CI."""
    rng = random.Random(SEED)
    for number in range(TIMES):
        text = fuzzed(rng)
        if TIMES < 10_000 and number % 5:
            continue
        path = ("/search", "/api/v1/search", "/kwic", "/api/v1/count", "/count")[number // 5 % 5]
        started = time.thread_time()
        answer = client.get(f"{path}?q={quote(text, errors='surrogatepass')}")
        assert answer.status_code in (200, 400, 404, 413, 414, 422), (number, path, text[:200])
        assert time.thread_time() - started < BOUND, (number, path, text[:200])


@pytest.mark.parametrize("text", [
    "(" * 1_000, "(" * 1_000 + "六稳" + ")" * 1_000, "（" * 50 + "六稳" + "）" * 50, "-" * 1_000, "- " * 1_000, "-(" * 30 + "六稳" + ")" * 30,
    "同句(" * 1_000, "NOT " * 500,
    "非 " * 500 + "六稳", "同句(" * 21 + "六稳" + ")" * 21, "六稳 OR " * 200, "六稳|" * 200, "甲 ~10 " * 200 + "乙", "()" * 1_000, "() " * 1_000,
    "年:2021 " * 60, "“" * 40_000, '"' * 49_999,
    "(六稳 " * 60, "三…" * 400, "OR " * 200, "( " * 9_000, " )" * 9_000, "“六 " * 9_000, "\0" * 50_000, "术语:六稳 " * 60,
])  # fmt: skip
def test_deep_and_wide_queries_are_cut_before_any_work(text):
    """Read, or refused with the bound named; never a recursion error, and at once."""
    started = time.thread_time()
    refused = refusal(lambda: read_query(text))
    assert not refused or "上限" in refused
    assert time.thread_time() - started < BOUND


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        ("稳" * 50_001, "50,000"), ("稳 " * 51, "50"), ("(" * 21 + "六稳" + ")" * 21, "20"), ("-(" * 11 + "六稳" + ")" * 11, "20"),
        ("NOT " * 21 + "六稳", "20"),
        ("(六稳) 或 " * 30 + "(甲 乙 丙 丁 戊 己 庚 辛 壬 癸 甲 乙 丙 丁 戊 己 庚 辛 壬 癸 稳)", "50"),
    ],
)  # fmt: skip
def test_bounds_are_messages_not_crashes(text, bound):
    """Each bound is named in what it refuses."""
    with pytest.raises(QueryError, match=bound):
        read_query(text)


def test_what_is_just_within_the_bounds_is_read():
    """Fifty conditions, twenty brackets, a thousand signs."""
    assert len(read_query(" ".join(f"词{n}" for n in range(50))).needles) == 50
    assert read_query("(" * 20 + "六稳" + ")" * 20).needles == ("六稳",)
    assert not read_query("稳" * 1_000).as_words
    assert read_query("稳" * 1_001).as_words
    assert read_query("，" * 20_000 + "六稳").as_words


def test_every_row_of_one_piece_is_read():
    """What an attacker repeats a thousand times is read or refused like anything else."""
    for row in ROWS:
        refused = refusal(lambda row=row: read_query(row * 1_000))
        assert not refused or "上限" in refused


def test_a_budget_ends_a_search_with_a_message(library, monkeypatch):
    """Time, postings, passages and places: each purse that is empty gives the same plain message, and no half count."""
    for name in ("POSTINGS", "CANDIDATES", "PLACES"):
        with monkeypatch.context() as patch:
            patch.setattr(budgets, name, 1)
            with pytest.raises(OverBudget, match="查询过宽"):
                search(library, "的")
    with monkeypatch.context() as patch:
        patch.setattr("indexer.search.SECONDS", 0.0)
        with pytest.raises(QueryError, match="限定年份"):
            search(library, "的")
    assert search(library, "的").total > 20


def test_a_budget_without_seconds_has_no_limit():
    """Work that no user asked for, such as a build's own check, is not cut off."""
    budget = Budget()
    budget.spend(postings=10**12, candidates=10**12, places=10**12)
    assert list(budget.candidates(range(1_000))) == list(range(1_000))


def test_related_passages_end_with_their_own_budget(library, monkeypatch):
    """What is beside the hits never fails the page: the commonest words are left out instead."""
    whole = search(library, "查无此词的工作", related=True)
    monkeypatch.setattr(budgets, "SIDE_SECONDS", 0.0)
    cut = search(library, "查无此词的工作", related=True)
    assert whole.total == cut.total == 0
    assert len(cut.related) <= len(whole.related)
