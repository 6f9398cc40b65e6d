"""What a search clause is widened to by the glossary."""

import itertools

import hypothesis.strategies as st
import pytest
from hypothesis import given

from indexer.glossary import Entry, Glossary
from indexer.glossary.widening import MAX_ALTERNATIVES
from indexer.signs import query_key


def glossary_of(*entries):
    """A glossary of entries given as (id, names, ids of components)."""
    return Glossary(
        {i: Entry(i, names[0], aliases=tuple(names[1:]), composed_of=tuple(parts)) for i, names, parts in entries}
    )


WEN, BAO = ("wen", ["六稳"], []), ("bao", ["六保"], [])
JOINED = ("both", ["六稳六保"], [])
COMPOSITE = ("both", ["六稳六保", "双六"], ["wen", "bao"])


@pytest.mark.parametrize(
    ("entries", "text", "alternatives", "named"),
    [
        ([WEN, BAO, COMPOSITE], "六稳六保", [["六稳六保"], ["双六"], ["六稳", "六保"]], ["both", "wen", "bao"]),
        ([WEN, BAO, COMPOSITE], "双六", [["双六"], ["六稳", "六保"]], ["both", "wen", "bao"]),
        ([WEN, BAO, JOINED], "六稳六保", [["六稳六保"], ["六稳", "六保"]], ["both", "wen", "bao"]),
        ([WEN, BAO], "六稳六保", [["六稳六保"], ["六稳", "六保"]], ["wen", "bao"]),
        ([WEN, BAO], "“六稳”、“六保”", [["“六稳”、“六保”"], ["六稳", "六保"]], ["wen", "bao"]),
        ([WEN, BAO], "六穩和六保", [["六穩和六保"], ["六稳", "六保"]], ["wen", "bao"]),
        ([("a", ["河长制", "河湖长制", "河长"], [])], "河湖长制", [["河湖长制"], ["河长"]], ["a"]),
        ([("a", ["人工智能", "AI"], [])], "ＡＩ", [["ＡＩ"], ["人工智能"]], ["a"]),
        ([("a", ["放管服", "放管服改革"], [])], "放管服改革", [["放管服改革"], ["放管服"]], ["a"]),
        ([("a", ["甲乙", "丙"], []), ("b", ["甲乙", "丁"], [])], "甲乙", [["甲乙"], ["丙"], ["丁"]], ["a", "b"]),
        (
            [(name, [name], []) for name in ("甲", "乙", "丙丁戊己", "甲乙丙", "丁戊己")],
            "甲乙丙丁戊己",
            [["甲乙丙丁戊己"], ["甲乙丙", "丁戊己"]],
            ["甲乙丙", "丁戊己"],
        ),
        ([WEN, BAO, ("x", ["六保障"], [])], "六稳六保障", [["六稳六保障"], ["六稳", "六保障"]], ["wen", "x"]),
    ],
)
def test_a_clause_is_widened(entries, text, alternatives, named):
    """Names stand for all forms, composites and names in a row for all of them together; what was typed comes first."""
    widening = glossary_of(*entries).expand(text)
    assert widening.alternatives == tuple(map(tuple, alternatives))
    assert [entry.id for entry in widening.entries] == named


@pytest.mark.parametrize(
    ("entries", "text"),
    [
        ([WEN, BAO], "六稳"),
        ([WEN, BAO], "六稳工作"),
        ([WEN, BAO], "六稳六稳"),
        ([WEN, BAO], "六稳和"),
        ([WEN, BAO], "和六稳"),
        ([WEN, BAO], "六稳与六保障"),
        ([WEN, BAO], "“”"),
        ([WEN, BAO], ""),
        ([("a", ["三高四新", "三高四新战略"], [])], "三高四新"),
        ([("a", ["AI"], []), ("b", ["IB"], [])], "AIIB"),
    ],
)
def test_a_clause_that_gains_nothing_is_left_alone(entries, text):
    """No entry, one form only, an alias that holds the term anyway, or a row with something left over: no widening."""
    assert glossary_of(*entries).expand(text) is None


def test_components_stand_for_their_forms_and_components():
    """A composite of composites is widened through, each component by each of its forms."""
    glossary = glossary_of(("a", ["甲甲", "子"], []), ("b", ["乙乙"], []), ("c", ["合一"], ["a", "b"]), ("d", ["丁"], []),
                           ("e", ["总合"], ["c", "d"]))  # fmt: skip
    alternatives = glossary.expand("总合").alternatives
    assert alternatives == (("总合",), ("合一", "丁"), ("甲甲", "乙乙", "丁"), ("子", "乙乙", "丁"))


def test_alternatives_are_bounded():
    """Many aliases of many components do not multiply without end."""
    parts = [(f"p{i}", [f"词{i}形{k}号" for k in range(20)], []) for i in range(6)]
    widening = glossary_of(*parts, ("all", ["总称"], [name for name, _, _ in parts])).expand("总称")
    assert 1 < len(widening.alternatives) <= MAX_ALTERNATIVES


@given(
    st.lists(st.text("甲乙丙A", min_size=1, max_size=3), min_size=1, max_size=5, unique=True),
    st.text("甲乙丙A", max_size=6),
)
def test_rows_of_names_are_found_as_brute_force_finds_them(names, text):
    """A text is widened to one of the shortest rows of names that give it, unless that row says one name over and over."""
    glossary = glossary_of(*((f"e{i}", [name], []) for i, name in enumerate(names)))
    keys = {query_key(name) for name in names} - {query_key(text)}
    rows = (itertools.product(keys, repeat=n) for n in range(2, 7))
    fitting = ([row for row in some if "".join(row) == query_key(text)] for some in rows)
    shortest = [frozenset(row) for row in next(filter(None, fitting), [])]
    widening = glossary.expand(text)
    found = [frozenset(map(query_key, texts)) for texts in widening.alternatives[1:]] if widening else []
    assert set(found) <= {row for row in shortest if len(row) > 1}
    assert found or not shortest or any(len(row) == 1 for row in shortest)
