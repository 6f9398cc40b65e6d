"""The form without syntax: what its fields mean, the query they become, and that reading it gives just that meaning."""

from dataclasses import replace
from itertools import chain

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from indexer.errors import QueryError
from indexer.query import AllOf, AnyOf, Filter, Literal, Near, Not, SameSentence, filter_values, read_query
from indexer.query.composing import MAX_FIELD, MAX_WORDS, Fields, compose, faults
from indexer.signs import query_key, visible

CLOSING_QUOTES = set('”」』’"＂')


@pytest.mark.parametrize(
    ("fields", "text"),
    [
        ({}, ""), ({"words": "六稳 就业"}, "六稳 就业"), ({"words": "六稳\r\n\r\n就业　稳定"}, "六稳 就业 稳定"), ({"phrase": "做好 六稳"}, "“做好 六稳”"),
        ({"either": "六稳 六保"}, "(六稳 或 六保)"), ({"either": "六稳"}, "六稳"), ({"without": "农村 城市"}, "-农村 -城市"),
        ({"near": "三高四新", "near_to": "制造业", "within": "１０"}, "三高四新 ~10 制造业"),
        ({"near": "三高 四新", "near_to": "或", "within": "1"}, "“三高 四新” ~1 “或”"),
        ({"sentence": "企业 就业"}, "同句(企业 就业)"), ({"since": "2016", "until": "２０２０年"}, "年:2016..2020"), ({"since": "2016"}, "年:2016.."),
        ({"until": "2016"}, "年:..2016"), ({"since": "2016", "until": "2016"}, "年:2016"), ({"region": "湖南、金华 =株洲市"}, "地区:湖南|金华|=株洲市"),
        ({"level": ("省", "县区"), "part": ("附录",), "kind": "政府工作报告"}, "级别:省|县区 部分:附录 文种:政府工作报告"),
        ({"title": "工作 报告"}, "标题:“工作 报告”"), ({"title": "工作报告"}, "标题:工作报告"),
        ({"words": "非 NOT 或 和 | -a ~10 年:2021 （一） 三…新 同句(甲"}, "“非” “NOT” “或” “和” “a” “~10” “年:2021” “（一）” “三…新” “同句(甲”"),
        ({"words": "“六稳” 「甲 乙」 1+N C-2型 非公有制 5~10亿元"}, "“六稳” “「甲” “乙」” 1+N C-2型 非公有制 5~10亿元"),
        ({"words": "，", "phrase": "。", "either": "、", "without": "-"}, ""), ({"words": "就业", "without": "农村", "since": "2021"}, "就业 -农村 年:2021.."),
    ],
)  # fmt: skip
def test_fields_become_a_query_that_a_person_can_read(fields, text):
    """Operators as docs/query.md has them; quotes only where a word would be read as something else."""
    assert compose(Fields(**fields)) == text
    assert not read_query(text).notes


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"since": "abc"}, {"since"}), ({"until": "21"}, {"until"}), ({"since": "2016..2020"}, {"since"}), ({"since": "2021", "until": "2020"}, {"until"}),
        ({"near": "甲", "near_to": "乙", "within": "0"}, {"within"}), ({"near": "甲", "near_to": "乙", "within": "201"}, {"within"}),
        ({"near": "甲", "near_to": "乙", "within": ""}, {"within"}), ({"near": "甲", "within": "x"}, {"near_to", "within"}),
        ({"near_to": "甲", "within": "5"}, {"near"}), ({"near": "甲", "near_to": "，", "within": "5"}, {"near_to"}), ({"within": "0"}, set()),
        ({"near": "甲", "near_to": "乙", "within": "²"}, {"within"}), ({"sentence": "甲"}, {"sentence"}), ({"sentence": "甲 ，"}, {"sentence"}),
        ({"level": ("村",), "part": ("x",)}, {"level", "part"}), ({"title": "——"}, {"title"}), ({"words": "字" * (MAX_FIELD + 1)}, {"words"}),
        ({"either": " ".join(map(str, range(MAX_WORDS + 1)))}, {"either"}), ({"phrase": "“”「」『』‘’\"＂甲"}, {"phrase"}),
    ],
)  # fmt: skip
def test_what_a_field_cannot_hold_is_said_of_that_field(fields, wrong):
    """A sentence for each field that is wrong, and no query."""
    found = faults(Fields(**fields))
    assert set(found) == wrong
    if wrong:
        with pytest.raises(QueryError, match=found[min(wrong)][:10]):
            compose(Fields(**fields))


def plain(node):
    """A node by what it looks for, however it was written; conditions that are the same stand once."""
    match node:
        case Literal(_, key):
            return Literal("", key)
        case AllOf(of) | AnyOf(of):
            parts = tuple(dict.fromkeys(map(plain, of)))
            return parts[0] if len(parts) == 1 else type(node)(parts)
        case Near(left, right, within):
            return Near(plain(left), plain(right), within)
        case Not(of) | SameSentence(of):
            return type(node)(plain(of))
    return node


def literals(text):
    """What the words of a field look for."""
    return [Literal("", key) for key in map(query_key, visible(text).split()) if key]


def meaning(fields):
    """What the fields mean, by the words on the form: the conditions in order, and the filters."""
    phrase, either, sentence = query_key(fields.phrase), literals(fields.either), literals(fields.sentence)
    nodes = [
        *literals(fields.words),
        *([Literal("", phrase)] if phrase else []),
        *([AnyOf(tuple(either))] if either else []),
    ]
    if query_key(fields.near):
        ends = (Literal("", query_key(text)) for text in (fields.near, fields.near_to))
        nodes.append(Near(*ends, int(fields.within)))
    nodes += [SameSentence(AllOf(tuple(sentence)))] if sentence else []
    nodes += map(Not, literals(fields.without))
    since, until = fields.since, fields.until
    values = {
        "year": ([since] if since == until else [f"{since}..{until}"]) if since or until else [],
        "region": [visible(fields.region)] if fields.region else [],
        "level": list(chain.from_iterable(filter_values("level", value) for value in fields.level)),
        "part": list(chain.from_iterable(filter_values("part", value) for value in fields.part)),
        "kind": list(filter_values("kind", fields.kind)) if fields.kind else [],
        "title": [" ".join(visible(fields.title).split())] if visible(fields.title).strip() else [],
    }
    return list(dict.fromkeys(map(plain, nodes))), {
        name: tuple(dict.fromkeys(value)) for name, value in values.items() if value
    }


NASTY = (
    "六稳", "就业", "的", "AI", "8.5%", "1+N", "C-2型", "R&D", "5~10", "非公有制", "二〇二一年", "或", "OR", "|", "｜", "和", "AND", "非", "NOT",
    "-", "－", "−", "--", "~", "～", "~10", "~999", "～3字", "…", "...", "。。。", "(", ")", "（", "）", "同句(", "同句", "sentence(",
    "年:", "年:2021", "年：", "地区:", "术语:", 'title:"', "：", ":", "“", "”", "‘", "’", "「", "」", "『", "』", '"', "＂", "'", "《", "》",
    "·", "•", "，", "。", "+", "&", "%", "\0", "\u200b", "\u202e", "\u3000", " ", "\n",
)  # fmt: skip
TEXT = st.lists(st.sampled_from(NASTY) | st.characters(), max_size=8).map("".join)
NAME = st.text(st.characters(categories=("L", "Nd")) | st.sampled_from("()（）=~-.·或"), min_size=1, max_size=6)
FIELDS = st.builds(
    Fields,
    words=TEXT, phrase=TEXT, either=TEXT, without=TEXT, near=TEXT, near_to=TEXT, within=st.integers(1, 200).map(str), sentence=TEXT,
    since=st.just("") | st.integers(1900, 1999).map(str), until=st.just("") | st.integers(1999, 2100).map(str),
    region=st.just("") | NAME, level=st.lists(st.sampled_from(("国家", "省", "市", "县区", "county")), max_size=2).map(tuple),
    part=st.lists(st.sampled_from(("正文", "附录", "标题", "note")), max_size=2).map(tuple),
    kind=st.just("") | NAME, title=TEXT,
)  # fmt: skip


def cleared(wrong):
    """The fields to empty so that nothing is wrong: of two words that are near each other, both."""
    return {*wrong, "near", "near_to"} if {"near", "near_to"} & set(wrong) else set(wrong)


@given(FIELDS)
@example(Fields(words="‘甲", phrase="乙’丙", without="--甲 -“乙", either="(甲 乙)", region="(湖", title="a) (b"))
@example(Fields(near="-甲-", near_to="·乙", within="3", sentence="） ~5 （甲 同句(乙"))
@example(Fields(words="或", phrase="8.5%-", near="六稳·“·", near_to="”“x", within="9", title="-", kind="工作报告"))
def test_the_query_means_what_the_fields_mean(fields):
    """Whatever stands in the fields, the composed text is read as exactly their meaning, with nothing misunderstood."""
    while wrong := faults(fields):
        quotes = {name for name, said in wrong.items() if "引号" in said}
        assert all(set(getattr(fields, name)) >= CLOSING_QUOTES for name in quotes)
        fields = replace(fields, **dict.fromkeys(cleared(wrong), ""))
    query = read_query(compose(fields))
    nodes, filters = meaning(fields)
    assert not query.notes
    assert list(dict.fromkeys(map(plain, query.node.of if query.node else ()))) == nodes
    assert {condition.field: condition.values for condition in query.filters} == filters
    assert all(isinstance(condition, Filter) for condition in query.filters)


@given(TEXT)
def test_any_one_word_can_be_asked_for(text):
    """In every field of words, alone: the key of the query is that of the word, unless all quotes stand in it."""
    word = "".join(text.split())
    for name in ("words", "phrase", "either"):
        fields = Fields(**{name: word})
        if not faults(fields):
            assert read_query(compose(fields)).needles == ((query_key(word),) if query_key(word) else ())
        else:
            assert set(word) >= CLOSING_QUOTES
