"""Whoosh's own readers, searchers and queries over arrays give what they give over Whoosh's own codec."""

import os
import random
from itertools import islice

import pytest
from whoosh import query, scoring
from whoosh.reading import TermNotFound
from whoosh.sorting import Count, FieldFacet
from whoosh_pair import Queries, made_entries, make_pair

from indexer.engines.base import IndexEntry
from indexer.signs import sign_key

WEIGHTINGS = (scoring.BM25F, scoring.TF_IDF, scoring.Frequency, lambda: scoring.BM25F(B=0.3, K1=2.0))
FIELDS = ("words", "document", "level", "region", "year", "part", "kind")
COUNT = 2_000
#: What stock Whoosh raises now and then: RequireMatcher.skip_to_quality and AndNotMatcher.skip_to (whoosh/matching) look
#: for the next posting where they stand at one already, or behind the end.
STOCK_FAILS = (AssertionError, IndexError)


@pytest.fixture(scope="module")
def entries():
    """Made-up passages: enough for terms of several blocks."""
    return list(made_entries(480))


@pytest.fixture(scope="module")
def pair(entries, tmp_path_factory):
    """The two indexes over them."""
    return make_pair(tmp_path_factory.mktemp("arrays"), entries)


@pytest.fixture(scope="module")
def readers(pair):
    """A reader of each."""
    opened = [index.reader() for index in pair]
    yield opened
    for reader in opened:
        reader.close()


@pytest.fixture(scope="module")
def searchers(pair):
    """For each weighting a searcher of each."""
    opened = [tuple(index.searcher(weighting=weighting()) for index in pair) for weighting in WEIGHTINGS]
    yield opened
    for both in opened:
        for searcher in both:
            searcher.close()


def scored(results):
    """The rows of results with their scores."""
    return {hit.docnum: hit.score for hit in results}


def assert_same_scores(found, expected, what):
    """Same rows, same scores."""
    assert found.keys() == expected.keys(), what
    assert found == pytest.approx(expected, abs=1e-5), what


def ask_both(both, asked, limit):
    """The hits of a query are the same in both indexes, all of them or the scores of the best; False if stock Whoosh fails."""
    try:
        expected = [(hit.docnum, hit.score) for hit in both[0].search(asked, limit=limit)]
    except STOCK_FAILS:
        return False
    found = [(hit.docnum, hit.score) for hit in both[1].search(asked, limit=limit)]
    if limit is None:
        assert_same_scores(dict(found), dict(expected), asked)
    else:  # of equals, which blocks are left out decides which is among the best
        assert [score for _, score in found] == pytest.approx([score for _, score in expected], abs=1e-5), asked
    return True


def ask_all(searchers, queries, count):
    """Ask so many random queries for all hits, each third for the best ten as well; few are left out as stock Whoosh fails."""
    done = []
    for number in range(count):
        asked, both = queries.any(1 + number % 20 // 9), searchers[number % len(searchers)]
        done += [ask_both(both, asked, limit) for limit in (None, 10)[: 2 if number % 3 == 0 else 1]]
    print(f"{count} queries, {len(done)} searches, {done.count(False)} left out as stock Whoosh fails")
    assert done.count(False) <= count // 20


@pytest.mark.parametrize("count", [200, pytest.param(COUNT, marks=pytest.mark.corpus)])
def test_random_queries_find_and_weigh_the_same(entries, searchers, count):
    """Random queries of all classes, nested and boosted, with four weightings: same sets, same scores within 1e-5."""
    ask_all(searchers, Queries(entries, int(os.environ.get("BAOGAO_TEST_SEED", "5"))), count)


@pytest.mark.parametrize("how", ["filter", "mask"])
def test_filters_and_masks_narrow_the_same(entries, searchers, how):
    """A query as filter or mask leaves the same rows with the same scores."""
    queries = Queries(entries, 11)
    for number in range(60):
        asked, by = queries.any(2), queries.any(1)
        expected, found = (scored(s.search(asked, limit=None, **{how: by})) for s in searchers[0])
        assert_same_scores(found, expected, (number, asked, by))


@pytest.mark.parametrize("facet", ["level", "year", "document", FieldFacet("region", maptype=Count)])
def test_groups_are_the_same(entries, searchers, facet):
    """Groups by a column hold the same rows in the same order, or the same counts."""
    queries = Queries(entries, 12)
    for _ in range(40):
        asked = queries.any(2)
        expected, found = (s.search(asked, groupedby=facet, limit=None).groups() for s in searchers[0])
        assert found == expected


@pytest.mark.parametrize(
    "order", ["year", FieldFacet("document", reverse=True), ["level", FieldFacet("region", reverse=True)]]
)
def test_orders_by_columns_are_the_same(entries, searchers, order):
    """Sorting by columns, upwards and downwards, gives the same rows in the same order."""
    queries = Queries(entries, 13)
    for _ in range(40):
        asked = queries.any(2)
        expected, found = ([h.docnum for h in s.search(asked, sortedby=order, limit=25)] for s in searchers[0])
        assert found == expected


def test_collapsed_results_are_the_same(entries, searchers):
    """At most two hits of a document: the same rows and the same counts of what was left out."""
    queries = Queries(entries, 14)
    for _ in range(40):
        asked = queries.any(2)
        expected, found = (s.search(asked, collapse="document", collapse_limit=2, limit=None) for s in searchers[0])
        assert_same_scores(scored(found), scored(expected), asked)
        assert found.collapsed_counts == expected.collapsed_counts


def test_matched_terms_are_the_same(entries, searchers):
    """Which terms stand in which hit is recorded alike."""
    asked = query.Or(
        [query.Term("words", word) for word in Queries(entries, 15).dice.sample(sorted(entries[5].words), 3)]
    )
    expected, found = (s.search(asked, terms=True, limit=None) for s in searchers[0])
    assert {h.docnum: set(h.matched_terms()) for h in found} == {h.docnum: set(h.matched_terms()) for h in expected}


def info(term):
    """What Whoosh knows of a term."""
    return (
        term.weight(),
        term.doc_frequency(),
        term.min_length(),
        term.max_length(),
        term.max_weight(),
        term.min_id(),
        term.max_id(),
    )


def test_terms_are_the_same(readers):
    """All terms in the same order with the same statistics, from the beginning and from the middle."""
    stock, ours = readers
    assert list(ours.indexed_field_names()) == list(stock.indexed_field_names())
    assert [(term, info(known)) for term, known in ours] == [(term, info(known)) for term, known in stock]
    for field, prefix in (
        ("words", "发展"),
        ("words", ""),
        ("region", "长"),
        ("year", "2019"),
        ("words", "\U0010ffff"),
    ):
        assert list(ours.terms_from(field, prefix)) == list(stock.terms_from(field, prefix))
        assert list(ours.expand_prefix(field, prefix)) == list(stock.expand_prefix(field, prefix))
    assert ours.most_frequent_terms("words", 20) == stock.most_frequent_terms("words", 20)
    assert ours.most_distinctive_terms("words", 20, "发") == stock.most_distinctive_terms("words", 20, "发")


def test_what_is_known_of_a_term_is_the_same(readers, entries):
    """Frequencies, first row, neighbours by spelling; a term that is not there raises or counts nothing, as in stock Whoosh."""
    stock, ours = readers
    for word in sorted(entries[7].words)[:30]:
        for ask in ("frequency", "doc_frequency", "first_id"):
            assert getattr(ours, ask)("words", word) == getattr(stock, ask)("words", word)
        assert sorted(ours.terms_within("words", word, 1)) == sorted(stock.terms_within("words", word, 1))
    assert ("words", "查无此词") not in ours
    assert (ours.frequency("words", "查无此词"), ours.doc_frequency("words", "查无此词")) == (0, 0)
    for ask in (ours.term_info, ours.postings):
        with pytest.raises(TermNotFound):
            ask("words", "查无此词")


def test_postings_are_the_same(readers):
    """Every posting of every field has the same row, weight and value."""
    stock, ours = readers
    pairs = zip(ours.iter_postings(), stock.iter_postings(), strict=True)
    assert all(own[:4] == other[:4] and own[4] == (other[4] or b"") for own, other in pairs)


def test_rows_are_the_same(readers):
    """Lengths, stored fields and columns of every row; the length of an empty row is 0 (stock Whoosh says None)."""
    stock, ours = readers
    assert ours.doc_count() == ours.doc_count_all() == stock.doc_count() == len(list(ours.all_doc_ids()))
    assert list(ours.all_stored_fields()) == list(stock.all_stored_fields())
    assert list(ours.iter_docs()) == list(stock.iter_docs())
    for row in range(stock.doc_count()):
        assert ours.doc_field_length(row, "words") == (stock.doc_field_length(row, "words") or 0)
        assert ours.doc_field_length(row, "level", 7) == stock.doc_field_length(row, "level", 7)
    for ask in ("field_length", "min_field_length", "max_field_length"):
        assert getattr(ours, ask)("words") == getattr(stock, ask)("words")
    for field in FIELDS[1:]:
        assert ours.has_column(field)
        assert list(ours.column_reader(field)) == list(stock.column_reader(field))
        assert ours.column_reader(field)[9] == stock.column_reader(field)[9]
    assert not ours.has_column("words")


def walk(matcher, seed):
    """A random walk through postings: what stands where it comes by, and the bounds of the blocks."""
    dice, seen = random.Random(seed), []
    while matcher.is_active():
        bounds = (
            matcher.block_max_weight(),
            matcher.block_min_length(),
            matcher.block_max_length(),
            matcher.block_max_id(),
        )
        seen.append((matcher.id(), matcher.weight(), matcher.score(), matcher.block_quality(), bounds))
        step = dice.random()
        if step < 0.6:
            seen.append(bool(matcher.next()))
        elif step < 0.95:
            matcher.skip_to(matcher.id() + dice.choice((0, 1, 9, 150)))
        else:
            seen.append(matcher.skip_to_quality(matcher.max_quality() * dice.random()))
    return seen


def test_a_walk_through_postings_is_the_same(readers, searchers, entries):
    """Steps, jumps and jumps by quality come by the same postings, blocks and bounds as in Whoosh's own codec."""
    common = [text.decode() for _, text in readers[0].most_frequent_terms("words", 12)]
    for number, word in enumerate((*common, *sorted(set(entries[3].words))[:20])):
        for both in searchers:
            expected, found = (walk(s.postings("words", word), number) for s in both)
            assert len(found) == len(expected)
            assert all(
                own == pytest.approx(other, abs=1e-5) if isinstance(own, int) else same(own, other)
                for own, other in zip(found, expected, strict=True)
            )


def same(own, other):
    """Two stations of a walk are the same."""
    return own[:1] == other[:1] and [*own[1:4], *own[4]] == pytest.approx([*other[1:4], *other[4]], abs=1e-5)


def test_a_copy_of_a_matcher_goes_its_own_way(searchers, readers):
    """A copy stands where the other stood, and moves alone; behind the end it names the last row; reset begins anew."""
    word = readers[0].most_frequent_terms("words", 1)[0][1]
    first = searchers[0][1].postings("words", word)
    ids = list(islice(first.copy().all_ids(), 200))
    first.skip_to(ids[140])
    second = first.copy()
    second.next()
    assert (first.id(), second.id()) == (ids[140], ids[141])
    second.skip_to(10**9)
    assert (second.is_active(), second.id()) == (False, list(first.all_ids())[-1])
    second.reset()
    assert second.id() == ids[0]
    assert second.value_as("frequency") == second.weight()


@pytest.fixture(scope="module")
def real_entries(report_library):
    """300 passages of real reports, those of every seventh, with the words that jieba cuts."""
    from indexer.library import segmenter

    cutter, engine = segmenter(report_library.glossary), report_library.engine
    documents = sorted(engine.documents().items())[::7]
    passages = ((i, facts, *pair) for i, facts in documents for pair in engine.passages(i))
    return [
        IndexEntry(i, facts, passage, address, sign_key(passage.words), tuple(cutter.words(passage.text)))
        for i, facts, passage, address in islice(passages, 300)
    ]


@pytest.mark.corpus
def test_random_queries_over_real_reports(real_entries, tmp_path):
    """150 random queries over 300 passages of real reports, cut by jieba: each takes Whoosh long, in its own index as in ours."""
    both = [index.searcher() for index in make_pair(tmp_path, real_entries)]
    ask_all([both], Queries(real_entries, 21), 150)
