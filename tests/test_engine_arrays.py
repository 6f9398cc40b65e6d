"""The arrays under the engine against plain Python: lists, runs, places, words, texts, grounds and orders."""

import random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.document import Facts, Passage, Span
from indexer.engines import whoosh_engine
from indexer.engines.arrays import found, ground, ranking
from indexer.engines.arrays import signs as signs_module
from indexer.engines.arrays.files import read_json, write_json
from indexer.engines.arrays.found import Places, apart, common, has
from indexer.engines.arrays.ground import Ground
from indexer.engines.arrays.lists import FILL, Lists, ListsWriter
from indexer.engines.arrays.piece import json_array, json_of, pack, unpack
from indexer.engines.arrays.ranking import Ranking
from indexer.engines.arrays.runs import Runs
from indexer.engines.arrays.signs import Signs, SignsWriter, encode_signs
from indexer.engines.arrays.texts import Texts, TextsWriter, encode_texts
from indexer.engines.arrays.words import Words, WordsWriter, encode_words
from indexer.engines.base import IndexEntry

ascending = st.lists(st.integers(0, 3 * FILL), min_size=1, max_size=40, unique=True).map(sorted)
keys = st.text(st.sampled_from("稳六保𠀀𠀁\x01\x02a\x03\ud840\udc00"), max_size=12)


def whole(key):
    """Whether two lone surrogates stand side by side, which UTF-16 cannot tell from one character."""
    return key.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass") == key


@given(st.lists(ascending, min_size=1, max_size=6), st.lists(ascending, max_size=3))
def test_lists_come_back(tmp_path_factory, first, second):
    """Close and far numbers, steps of just FILL, in one call or two."""
    folder = tmp_path_factory.mktemp("lists")
    writer = ListsWriter(folder, "x")
    for lists in (first, second):
        firsts = np.cumsum([0, *map(len, lists)])[:-1]
        writer.append(np.array([n for one in lists for n in one], np.uint32), firsts)
    writer.finish()
    reader = Lists(folder, "x")
    assert [reader.numbers(at).tolist() for at in range(len(first) + len(second))] == [*first, *second]
    assert reader.counts.tolist() == [*map(len, first), *map(len, second)]


def test_close_numbers_take_two_bytes(tmp_path):
    """A thousand neighbours are a thousand steps; two numbers far apart are four units, not hundreds."""
    writer = ListsWriter(tmp_path, "x")
    writer.append(np.arange(1_000, dtype=np.uint32), np.array([0]))
    writer.append(np.array([5, 90_000_000], np.uint32), np.array([0]))
    writer.finish()
    assert (tmp_path / "x.steps").stat().st_size == 2 * 1_000 + 2 * 4


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 99)), max_size=200), st.sampled_from([3, 16, 1_000]))
def test_runs_sort_what_does_not_fit(tmp_path_factory, pairs, run):
    """Whatever the size of a run: all pairs in order, no key in two portions, no file left."""
    folder = tmp_path_factory.mktemp("runs")
    runs = Runs(folder, "x", run)
    for at in range(0, len(pairs), 7):
        runs.add(*np.array(pairs[at : at + 7], np.uint32).reshape(-1, 2).T)
    portions = [list(zip(k.tolist(), n.tolist(), strict=True)) for k, n in runs.taken()]
    assert [pair for portion in portions for pair in portion] == sorted(pairs)
    owners = [{key for key, _ in portion} for portion in portions]
    assert sum(map(len, owners)) == len(set().union(*owners))
    assert not list(folder.iterdir())


@given(st.lists(keys, min_size=1, max_size=8), st.data(), st.sampled_from([2, 5, 1_000]))
def test_places_are_those_of_plain_search(tmp_path_factory, texts, data, run):
    """Every substring, and others, with characters beyond the basic plane and halves of them."""
    texts = [text for text in texts if whole(text)]
    folder = tmp_path_factory.mktemp("signs")
    writer = SignsWriter(folder)
    for text in texts:
        writer.add(encode_signs([text]))
    writer.finish(run)
    signs = Signs(folder)
    assert [signs.key(row) for row in range(len(texts))] == texts
    longest = max(texts, key=len, default="")
    sought = data.draw(
        st.one_of(keys, st.builds(lambda a, n: longest[a : a + n], st.integers(0, 9), st.integers(1, 9)))
    )
    if not sought or not whole(sought):
        return
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(signs_module, "_UNITS_A_LIST", data.draw(st.sampled_from([1, 12_000])))
        patch.setattr(signs_module, "_SPAN", 3)
        places = signs.places(sought)
    assert (np.diff(places.astype(np.int64)) > 0).all()
    rows = np.searchsorted(signs.rows, places, side="right") - 1
    truth = [sum(text[at:].startswith(sought) for at in range(len(text))) for text in texts]
    assert np.bincount(rows, minlength=len(texts)).tolist() == truth


def test_a_common_pair_is_narrowed_by_the_other_signs(tmp_path):
    """More places than are compared at once."""
    text = "稳中求进" * 300 + "稳中求稳" + "中求进"
    writer = SignsWriter(tmp_path)
    writer.add(encode_signs([text, text]))
    writer.finish()
    signs = Signs(tmp_path)
    for sought in ("中求进", "稳中求稳", "进稳中求进稳", "稳中求进稳中求稳中", "求稳中求进"):
        truth = [at for at in range(len(text)) if text.startswith(sought, at)]
        assert signs.places(sought).tolist() == truth + [len(text) + 1 + at for at in truth]
    assert len(signs.places("查无")) == len(signs.places("查")) == 0


@given(
    st.lists(st.lists(st.sampled_from(["稳", "稳中", "求", "𠀀", "\ud800"]), max_size=9), min_size=1, max_size=9),
    st.sampled_from([2, 99]),
)
def test_words_have_their_rows_and_frequencies(tmp_path_factory, rows, run):
    """The postings of every word, whatever the size of a run."""
    folder = tmp_path_factory.mktemp("words")
    writer = WordsWriter(folder)
    for at in range(0, len(rows), 2):
        writer.add(encode_words(rows[at : at + 2]))
    writer.finish(run)
    words = Words(folder)
    every = sorted({word for row in rows for word in row}, key=lambda w: w.encode("utf-8", "surrogatepass"))
    assert [words.term(n).decode("utf-8", "surrogatepass") for n in range(len(words))] == every
    for number, word in enumerate(every):
        assert words.find(word) == number
        postings = dict(zip(*(part.tolist() for part in words.postings(number)), strict=True))
        assert postings == {n: row.count(word) for n, row in enumerate(rows) if word in row}
    assert words.find("查无") is None
    assert words.lengths.tolist() == [len(row) for row in rows]
    assert list(words.spreads()) == sorted(
        ((word, sum(word in row for row in rows)) for word in every),
        key=lambda p: (-p[1], p[0].encode("utf-8", "surrogatepass")),
    )


def test_a_word_may_stand_more_than_255_times(tmp_path):
    """Frequencies that do not fit into a byte are not cut."""
    writer = WordsWriter(tmp_path)
    writer.add(encode_words([["甲"] * 254, ["甲"] * 255, ["乙"] * 700 + ["甲"] * 3]))
    writer.finish()
    words = Words(tmp_path)
    assert words.postings(words.find("甲"))[1].tolist() == [254, 255, 3]
    assert words.postings(words.find("乙"))[1].tolist() == [700]


@given(st.lists(st.lists(st.text(max_size=9), max_size=70), max_size=4))
def test_texts_come_back_from_their_blocks(tmp_path_factory, documents):
    """Blocks end with a document; empty texts and lone surrogates are texts too."""
    folder = tmp_path_factory.mktemp("texts")
    writer = TextsWriter(folder, "x")
    for texts in documents:
        writer.add(encode_texts("x", [*texts, "\ud800"]))
    writer.finish()
    reader = Texts(folder, "x")
    every = [text for texts in documents for text in [*texts, "\ud800"]]
    assert [reader.text(row) for row in range(len(every))] == every


def test_a_piece_comes_back_and_nothing_else_is_one():
    """Arrays of every kind; a byte more or less is an error."""
    piece = {"a": np.array([1, 70_000], "<u4"), "b": json_array({"稳": "\ud800"}), "c": np.empty(0, "u1")}
    data = pack(piece)
    back = unpack(data)
    assert (back["a"].tolist(), json_of(back["b"]), len(back["c"])) == ([1, 70_000], {"稳": "\ud800"}, 0)
    for wrong in (data[:-1], data + b"\0", b"no piece"):
        with pytest.raises((ValueError, TypeError, KeyError)):
            unpack(wrong)


@given(st.lists(st.integers(0, 9), min_size=1, max_size=60), st.data())
def test_positions_are_of_the_stretch_that_holds_them(lengths, data):
    """Few are looked up, many by marks: the same."""
    starts = np.cumsum([0, *(n + 1 for n in lengths)])
    stretches = Ground(starts[:-1], starts[1:] - 1)
    inside = [(n, p) for n, length in enumerate(lengths) for p in range(starts[n], starts[n] + length)]
    if not inside:
        return
    chosen = sorted(data.draw(st.lists(st.sampled_from(inside), max_size=30)))
    positions = np.array([p for _, p in chosen], np.int64)
    for few in (0, 1_000):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(ground, "_FEW", few)
            assert stretches.numbers(positions).tolist() == [n for n, _ in chosen]


@given(st.lists(st.tuples(st.integers(0, 60), st.integers(1, 9)), max_size=20))
def test_places_that_overlap_are_left_out_from_the_left(spans):
    """As the search of an editor goes on."""
    spans = sorted({(start, start + length) for start, length in spans}, key=lambda s: (s[0], -s[1]))
    truth = []
    for start, end in spans:
        if not truth or start >= truth[-1][1]:
            truth.append((start, end))
    starts, ends = np.array(spans, np.int64).reshape(-1, 2).T
    kept = apart(Places(np.zeros(len(spans), np.int64), starts, ends))
    assert list(zip(kept.starts.tolist(), kept.ends.tolist(), strict=True)) == truth


@given(st.sets(st.integers(0, 50)), st.sets(st.integers(0, 50)), st.sampled_from([0, 10_000]))
def test_sets_of_rows(one, other, many):
    """Members, intersections and where they stand, looked up or by a table."""
    rows, others = (np.array(sorted(numbers), np.int64) for numbers in (one, other))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ranking, "_MANY", many)
        patch.setattr(found, "_DENSE", many // 200)
        assert common(rows, others).tolist() == sorted(one & other)
        assert has(rows, others).tolist() == [n in one for n in sorted(other)]
        places, own = ranking._shared(rows, others)
    assert rows[places].tolist() == others[own].tolist() == sorted(one & other)


@pytest.fixture(scope="module")
def index(tmp_path_factory):
    """400 passages of few words in three documents of one date or none, and their words."""
    rng = random.Random(4)
    rows = [
        tuple(rng.choices("甲乙丙丁戊己庚", weights=[40, 20, 9, 5, 3, 1, 1], k=rng.randint(0, 6))) for _ in range(400)
    ]
    folder = tmp_path_factory.mktemp("index")
    entries = []
    for n, words in enumerate(rows):
        text, facts = "".join(words), Facts(year=2021 if n % 3 else None)
        entries.append(
            IndexEntry(f"d{n % 3}", facts, Passage(n, "paragraph", "body", Span(0, len(text)), text), "", text, words)
        )
    whoosh_engine.write(folder, entries)
    engine = whoosh_engine.open_engine(folder)
    yield engine, rows
    engine.close()


@pytest.mark.parametrize("sparse", [1, 10_000])
@pytest.mark.parametrize("words", ["甲", "甲乙", "丙丁", "己庚", "甲乙丙丁", "甲查", "查", ""])
@pytest.mark.parametrize("every", [False, True])
def test_words_are_ranked_as_the_formula_says(index, monkeypatch, words, every, sparse):
    """Total and order of one word, of any and of all, against the formula worked out passage by passage."""
    from indexer.engines.evaluate import grade, idf, saturated

    monkeypatch.setattr(ranking, "_SPARSE", sparse)
    engine, rows = index
    average = sum(map(len, rows)) / len(rows)
    spread = {word: sum(word in row for row in rows) for word in words}
    scores = {}
    for number, row in enumerate(rows):
        if words and (all if every else any)(word in row for word in words):
            scores[number] = sum(
                idf(400, spread[w]) * saturated(row.count(w), len(row), average) for w in words if w in row
            )
    total, best = engine.ranked(words, 7, every)
    assert total == len(scores)
    order = sorted(scores, key=lambda n: (-grade(scores[n]), n % 3 == 0, n % 3, n))
    assert [row for row, _ in best] == order[:7]
    assert [score for _, score in best] == pytest.approx([scores[n] for n in order[:7]])


@given(st.lists(st.integers(0, 4), min_size=1, max_size=60), st.integers(0, 70))
def test_the_best_are_the_first_of_all(index, numbers, count):
    """Equal scores fall back on date, document and passage, however many are asked for."""
    engine, _ = index
    order: Ranking = engine._searcher.ranking
    rows, scores = np.arange(len(numbers)), np.array(numbers, float)
    every = order.best(rows, scores, "relevance", len(rows)).tolist()
    assert every == sorted(every, key=lambda at: (-numbers[at], at % 3 == 0, at % 3, at))
    assert order.best(rows, scores, "relevance", count).tolist() == every[:count]
    assert (
        order.best(rows, None, "place", count).tolist() == sorted(range(len(rows)), key=lambda at: (at % 3, at))[:count]
    )


def test_json_keeps_lone_surrogates(tmp_path):
    """A text that no encoding allows is stored all the same."""
    write_json(tmp_path, "x", ["\udc00"])
    assert read_json(tmp_path, "x") == ["\udc00"]
