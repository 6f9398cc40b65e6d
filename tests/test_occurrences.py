"""Where entries are named: longest first, every occurrence, never inside a longer name or a Latin word."""

import gzip
import json
import re
from collections import Counter
from itertools import pairwise
from pathlib import Path

import hypothesis.strategies as st
import pytest
import small_corpus
from hypothesis import given

from indexer.document import APPENDIX_PARTS, BODY_PARTS
from indexer.entries import entry_uses
from indexer.fold import fold
from indexer.glossary import Entry, Glossary
from indexer.occurrences import every_use, find_uses, matcher_of
from indexer.signs import query_key, sign_list, sign_text, visible

SHARED = Path(__file__).resolve().parents[2] / "shared"


def glossary_of(*names, **composites):
    """A glossary whose entries have their only name as id; composites are given as name=(ids)."""
    plain = {name: Entry(name, name) for name in names}
    return Glossary(plain | {name: Entry(name, name, composed_of=tuple(ids)) for name, ids in composites.items()})


def linked(glossary, text):
    """(surface, id) of the links in a text."""
    return [(use.span.of(text), use.entry_id) for use in find_uses(matcher_of(glossary), text)]


def counted(glossary, text):
    """(surface, id) of the uses in a text."""
    return [(use.span.of(text), use.entry_id) for use in every_use(matcher_of(glossary), text)]


@pytest.mark.parametrize(
    ("names", "text", "links"),
    [
        (["双随机", "双随机、一公开", "监管"], "推行“双随机、一公开”监管，双随机抽查。",
         [("双随机、一公开", "双随机、一公开"), ("监管", "监管"), ("双随机", "双随机")]),
        (["AI", "APP"], "推广AI客服，开放ＡＩ导办；AIIB、MAIN线、APPLE认证。", [("AI", "AI"), ("ＡＩ", "AI")]),
        (["三高四新战略", "放管服改革"], "大力实施“三高四新”战略，深化“放管服”改革。",
         [("三高四新”战略", "三高四新战略"), ("放管服”改革", "放管服改革")]),
        (["三高四新战略"], "瞄准三高产业、四新经济制定战略。", []),
        (["四新", "三高四新"], "三高四新、四新", [("三高四新", "三高四新"), ("四新", "四新")]),
        (["小微企业", "中小微企业"], "中小微企业和小微企业", [("中小微企业", "中小微企业"), ("小微企业", "小微企业")]),
        (["12345", "NO", "3D", "1.0"], "12345热线，NO浓度，3D打印，12345678、11.0", [("12345", "12345"), ("NO", "NO"), ("3D", "3D")]),
        (["1+N"], "构建“1+N”体系、1＋N", [("1+N", "1+N"), ("1＋N", "1+N")]),
        (["智汇青岭", "青智汇"], "打造“智汇青岭”品牌，建设青智汇园区。", [("智汇青岭", "智汇青岭"), ("青智汇", "青智汇")]),
        (["六稳"], "六\n稳，六穩，“六”稳，六\u200b稳，𠮷六稳",
         [("六\n稳", "六稳"), ("六穩", "六稳"), ("六”稳", "六稳"), ("六\u200b稳", "六稳"), ("六稳", "六稳")]),
        (["高质量发展", "发展战略"], "高质量发展战略", [("高质量发展", "高质量发展")]),
        (["甲乙", "乙丙丁戊", "丙丁"], "甲乙丙丁戊", [("甲乙", "甲乙")]),
        ([], "六稳", []),
        (["六稳"], "", []),
    ],
)  # fmt: skip
def test_links_are_the_longest_names(names, text, links):
    """One piece of text has one link, that of the longest name; quotes, width, script and line breaks do not matter."""
    assert linked(glossary_of(*names), text) == links


def test_names_that_overlap_are_both_counted():
    """A name that begins inside another and ends outside it is no part of it, and is counted."""
    glossary = glossary_of("高质量发展", "发展战略", "发展")
    assert counted(glossary, "高质量发展战略") == [("高质量发展", "高质量发展"), ("发展战略", "发展战略")]


def test_a_composite_counts_for_its_components():
    """六稳六保 in one piece is one link and a use of all three; “六稳”“六保” are two links. An unrelated longer name wins."""
    glossary = glossary_of("六稳", "六保", "六稳六保工作", 六稳六保=["六稳", "六保"])
    assert linked(glossary, "做好“六稳六保”") == [("六稳六保", "六稳六保")]
    assert linked(glossary, "做好“六稳”“六保”") == [("六稳", "六稳"), ("六保", "六保")]
    for text in ("六稳六保", "“六稳”“六保”", "六稳\n六保"):
        assert [entry_id for _, entry_id in counted(glossary, text)] == ["六稳六保", "六稳", "六保"]
    assert counted(glossary, "六稳六保工作") == [("六稳六保工作", "六稳六保工作")]


def test_a_shared_name_is_linked_once_and_counted_for_both():
    """Two concepts with one name: the first is linked, both are counted; aliases lead to their entry."""
    glossary = Glossary({"a": Entry("a", "三品"), "b": Entry("b", "三品工程", aliases=("“三品”",))})
    assert [use.entry_id for use in find_uses(matcher_of(glossary), "三品")] == ["a"]
    assert [(use.entry_id, use.form) for use in every_use(matcher_of(glossary), "三品")] == [
        ("a", "三品"),
        ("b", "“三品”"),
    ]


ALPHABET = "甲乙甲乙丙AB12.“”、 \n\u200b和"
NAMES = st.lists(st.text(ALPHABET, min_size=1, max_size=4).filter(query_key), max_size=6, unique_by=query_key)


def brute_force(names, text):
    """All (start, end, name) in signs at which a name stands and no longer name stands around it."""
    signs = sign_list(sign_text(text).key)
    needles = {name: sign_list(query_key(name)) for name in names}
    every = [
        (i, i + len(n), name) for name, n in needles.items() for i in range(len(signs)) if signs[i : i + len(n)] == n
    ]
    return sorted(
        (i, j, name) for i, j, name in every if not any((a <= i and j <= b and (a, b) != (i, j)) for a, b, _ in every)
    )


@given(NAMES, st.text(ALPHABET, max_size=24))
def test_uses_are_what_brute_force_finds(names, text):
    """All names at all places, none missed and none extra, on signs that were compared one by one."""
    glossary = glossary_of(*names)
    assert [use.entry_id for use in every_use(matcher_of(glossary), text)] == [
        name for _, _, name in brute_force(names, text)
    ]


@given(NAMES, st.text(ALPHABET, max_size=24))
def test_a_span_holds_the_name_it_stands_for(names, text):
    """The text in a span is the name sign for sign; links keep order and do not overlap; each link is a use."""
    glossary = glossary_of(*names)
    uses = every_use(matcher_of(glossary), text)
    links = find_uses(matcher_of(glossary), text)
    assert all(query_key(use.span.of(text)) == query_key(use.form) for use in uses)
    assert all(a.span.end <= b.span.start for a, b in pairwise(links))
    assert set(links) <= set(uses)
    assert bool(links) == bool(uses)


@pytest.fixture(scope="module")
def shelf(root, tmp_path_factory):
    """The library over the small corpus, whose notes define terms that the glossary takes from another report."""
    opened = small_corpus.open_small(root, tmp_path_factory.mktemp("small"))
    yield opened
    opened.engine.close()


def test_an_entry_lists_every_passage_that_uses_it(shelf):
    """For every entry, passages and counts are those of reading all passages of all documents one by one."""
    matcher = matcher_of(shelf.glossary)
    used = 0
    for entry in shelf.glossary.entries.values():
        listed, counts = [], Counter()
        for document_id in shelf.documents:
            for passage, address in shelf.engine.passages(document_id):
                places = sum(use.entry_id == entry.id for use in every_use(matcher, passage.words))
                listed += [(document_id, address)] if places else []
                counts[passage.part] += places
        uses = entry_uses(shelf, entry)
        assert sorted((use.hit.document_id, use.hit.address) for use in uses.passages) == sorted(listed)
        assert uses.body == sum(counts[part] for part in BODY_PARTS)
        assert uses.appendix == sum(counts[part] for part in APPENDIX_PARTS)
        assert uses.verbatim == bool(uses.body)
        used += uses.body
    assert used > 15


def test_definitions_and_uses_are_told_apart(shelf):
    """A passage defines an entry where the glossary names it as the source; the note of another report uses it."""
    entry = shelf.glossary.entry("liuwen")
    uses = entry_uses(shelf, entry)
    defining = {(use.hit.document_id, use.passage.number) for use in uses.passages if use.defining}
    assert defining == {(sense.doc, sense.number) for sense in entry.definitions}
    noted = {use.hit.document_id for use in uses.passages if use.passage.part in APPENDIX_PARTS and not use.defining}
    assert noted == {"430100-changsha-2021-gwr"}
    assert all(use.passage.part not in APPENDIX_PARTS for use in uses.in_body)


@pytest.mark.corpus
def test_uses_in_real_reports_are_those_of_plain_search():
    """Over 422 real reports and 300 quoted names, the counts are those of a search through text without quotes and blanks."""
    path = SHARED / "data" / "reports" / "reports.jsonl.gz"
    if not path.is_file():
        pytest.skip("../shared is not there: it holds the real reports")
    with gzip.open(path, "rt", encoding="utf-8") as file:
        texts = [json.loads(line)["text"] for line in file]
    quoted = Counter(term for text in texts for term in re.findall("“([\u4e00-\u9fff]{2,8})”", text))
    names = [name for name, _ in quoted.most_common(300) if name.strip("一二三四五六七八九")]  # 九五 is in 一九五八年
    matcher = matcher_of(glossary_of(*names))
    total = 0
    for text in texts:
        found = Counter(use.entry_id for use in every_use(matcher, text))
        assert found == plain_counts(names, "".join(visible(fold(text)).replace('"', "").split()))
        total += found.total()
    assert total > 10_000


def plain_counts(names, text):
    """How often each name stands in a text and not inside a longer one."""
    places = {}
    for name in names:
        at = text.find(fold(name))
        while at >= 0:
            places[at, at + len(name)] = name
            at = text.find(fold(name), at + 1)
    counts, reached = Counter(), 0
    for start, end in sorted(places, key=lambda place: (place[0], -place[1])):
        if end > reached:
            counts[places[start, end]] += 1
            reached = end
    return counts
