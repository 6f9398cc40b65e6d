"""What a user types and how it is read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.document import Span
from indexer.query import (
    AllOf,
    AnyOf,
    Filter,
    Gap,
    Literal,
    Near,
    Not,
    SameSentence,
    Term,
    filter_values,
    positive_literals,
    read_query,
)


def clauses(text, **options):
    """The clauses as short tuples."""
    query = read_query(text, **options)
    return [_short(node) for node in (query.node.of if query.node else ())]


def _short(node):
    match node:
        case Literal(text):
            return text
        case Not(of):
            return ("not", _short(of))
        case Near(left, right, within):
            return ("near", _short(left), within, _short(right))
        case SameSentence(of):
            return ("sentence", _short(of))
        case Gap(parts):
            return ("gap", *map(_short, parts))
        case Term(name, forms):
            return ("term", name, *map(_short, forms))
        case Filter(field, values):
            return (field, *values)
    return (type(node).__name__, *map(_short, node.of))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("六稳 就业", ["六稳", "就业"]), ("六稳　就业", ["六稳", "就业"]), ("“六稳 六保”", ["“六稳 六保”"]), ('"六稳"', ['"六稳"']),
        ("“六稳”工作", ["“六稳”工作"]), ("就业 -农村", ["就业", ("not", "农村")]), ("C-2型", ["C-2型"]), ("非公有制", ["非公有制"]),
        ("1+N", ["1+N"]), ("R&D", ["R&D"]), ("C++", ["C++"]), ("-", []), ("--", []), ("。，、；", []), ("", []), ("六稳:", ["六稳:"]),
        ("(六稳", ["(六稳"]), ("六稳)", ["六稳)"]), ('"六稳', ['"六稳']), ("-“六稳”", [("not", "“六稳”")]), ("年:abc", ["年:abc"]),
        ("（一）扎实做好", ["（一）扎实做好"]), ("六稳(六保)", ["六稳(六保)"]), ("甲或乙", ["甲或乙"]), ("5~10亿元", ["5~10亿元"]), ("--六稳", ["--六稳"]),
        ("nosuchfield:六稳", ["nosuchfield:六稳"]), ("“六稳 六保”工作 就业", ["“六稳 六保”工作", "就业"]), ("2016..2020", ["2016..2020"]),
        ("和", ["和"]), ("NOT", ["NOT"]), ("*稳*", ["*稳*"]), ("[2020 TO", ["[2020", "TO"]), ("(a+)+$", ["(a+)+$"]), ("六稳…", ["六稳…"]),
        ("“三…新”", ["“三…新”"]), ("非“公有制”经济", ["非“公有制”经济"]), ("－－", []), ("六\0稳", ["六稳"]), ("～", []),
    ],
)  # fmt: skip
def test_clauses_are_cut_at_blanks_and_operators_count_only_at_their_start(text, expected):
    """Terms with signs in them stay literals; what is no operator is a literal too."""
    assert clauses(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("甲 或 乙", [("AnyOf", "甲", "乙")]), ("甲 OR 乙", [("AnyOf", "甲", "乙")]), ("甲 | 乙", [("AnyOf", "甲", "乙")]),
        ("甲｜乙|丙", [("AnyOf", "甲", "乙", "丙")]),
        ("甲 或 乙 丙", [("AnyOf", "甲", "乙"), "丙"]), ("甲 AND 乙 和 丙 且 丁", ["甲", "乙", "丙", "丁"]),
        ("甲 或 -乙", [("AnyOf", "甲", ("not", "乙"))]),
        ("(甲 乙) 或 丙", [("AnyOf", ("AllOf", "甲", "乙"), "丙")]), ("（甲 或 乙） 丙", [("AnyOf", "甲", "乙"), "丙"]), ("((甲))", ["甲"]),
        ("(甲) (乙)", ["甲", "乙"]), ("甲 甲 或 甲", ["甲"]),
        ("-(甲 乙)", [("not", ("AllOf", "甲", "乙"))]), ("非 甲", [("not", "甲")]), ("非（甲 或 乙）", [("not", ("AnyOf", "甲", "乙"))]),
        ("NOT 甲", [("not", "甲")]),
        ("NOT -甲", ["甲"]), ("－甲", [("not", "甲")]), ("-（甲）", [("not", "甲")]), ("NOT(甲 乙)", [("not", ("AllOf", "甲", "乙"))]),
        ("甲 ~10 乙", [("near", "甲", 10, "乙")]), ("甲 ～３字 乙 ~5 丙", [("near", ("near", "甲", 3, "乙"), 5, "丙")]),
        ("-甲 ~10 乙", [("not", ("near", "甲", 10, "乙"))]),
        ("(甲 或 “乙”) ~0 丙", [("near", ("AnyOf", "甲", "“乙”"), 0, "丙")]), ("三…新 ~9 乙", [("near", ("gap", "三", "新"), 9, "乙")]),
        ("同句(甲 乙)", [("sentence", ("AllOf", "甲", "乙"))]), ("sentence(甲 -乙)", [("sentence", ("AllOf", "甲", ("not", "乙")))]),
        ("同句（甲|乙）", [("sentence", ("AnyOf", "甲", "乙"))]),
        ("同段(甲 乙)", ["甲", "乙"]), ("Paragraph(甲 乙) 或 丙", [("AnyOf", ("AllOf", "甲", "乙"), "丙")]), ("-同句(甲)", [("not", ("sentence", "甲"))]),
        ("三…新", [("gap", "三", "新")]), ("三...新……高", [("gap", "三", "新", "高")]), ("三。。。新", [("gap", "三", "新")]),
        ("(年:2020 或 地区:湖南) 甲", [("AnyOf", ("year", "2020"), ("region", "湖南")), "甲"]), ("-年:2021", [("not", ("year", "2021"))]),
        ("(年:2021 甲) 或 乙", [("AnyOf", ("AllOf", "甲", ("year", "2021")), "乙")]), ('(甲 “乙) 丙”)', ["甲", "“乙) 丙”"]),
        ("“甲 或 乙” 丙", ["“甲 或 乙”", "丙"]),
    ],
)  # fmt: skip
def test_operators_are_read_in_chinese_and_english(text, expected):
    """Full-width and ASCII forms alike; nearness binds closest, then negation, then OR, then the blank."""
    query = read_query(text)
    assert [_short(node) for node in query.node.of] == expected
    assert not query.notes
    assert not query.slips


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("年:2021", ("year", "2021")), ("年：2016..2020", ("year", "2016..2020")), ("year:2021", ("year", "2021")),
        ("年:2016—２０２０年", ("year", "2016..2020")),
        ("年:2016..", ("year", "2016..")), ("年:2019|2021", ("year", "2019", "2021")), ("地区:荷塘", ("region", "荷塘")),
        ("region:430202", ("region", "430202")),
        ("部分:正文", ("part", "body", "review", "plan")), ("部分:(回顾|部署)", ("part", "review", "plan")),
        ("部分:（标题 附录）", ("part", "title", "heading", "appendix", "note")),
        ("级别:县", ("level", "county")), ("年:2020 年:2021", ("year", "2020", "2021")), ("文种:政府工作报告", ("kind", "gwr")),
        ("标题:“工作 报告”", ("title", "工作 报告")),
        ("Title:六稳", ("title", "六稳")), ("地区:湖南、金华", ("region", "湖南", "金华")),
    ],
)  # fmt: skip
def test_filters_are_read_in_chinese_and_english(text, expected):
    """A field with a readable value is a filter; two of one field mean either."""
    assert read_query(text).filters == (Filter(expected[0], expected[1:]),)


def test_a_form_narrows_what_was_typed():
    """A year chosen beside the box and one in the box must both hold."""
    typed = read_query("年:2019..2021", filters=[Filter("year", ("2020",))]).filters
    assert typed == (Filter("year", ("2020",)), Filter("year", ("2019..2021",)))
    assert filter_values("level", "省") == ("province",)
    assert filter_values("year", "二千") == ()


@pytest.mark.parametrize(
    ("text", "places", "said"),
    [
        ("(六稳 就业", [(0, 3)], "括号"), ("六稳） 就业", [(0, 3)], "括号"), ("(六稳 六保)工作", [(0, 3)], "括号"), ('"六稳 就业', [(0, 3)], "引号"),
        ("就业 六稳”", [(3, 6)], "引号"),
        ("六稳 OR", [(3, 5)], "两边"), ("或 六稳", [(0, 1)], "两边"), ("六稳 AND OR 六保", [(7, 9)], "两边"), ("六稳 非", [(3, 4)], "后面"),
        ("六稳 ()", [(3, 4), (4, 5)], "括号里"),
        ("甲 ~10 -乙", [(2, 5)], "两边"), ("(甲 乙) ~10 丙", [(6, 9)], "两边只能"), ("甲 ~999 乙", [(2, 6)], "不能超过"),
        ("年:二千 六稳", [(0, 4)], "看不懂"),
        ("年: 2021", [(0, 2)], "没有值"), ("六\u200b稳 OR", [(4, 6)], "两边"), ("术语:查无此词", [(0, 7)], "术语表里没有"), ("同句(甲", [(0, 4)], ""),
        ("甲 或 ，", [], ""), ("甲 ~5 ，", [(2, 4)], "只有标点"),
    ],
)  # fmt: skip
def test_a_slip_marks_its_place_and_is_searched_as_a_literal(text, places, said):
    """The spans are those of the text as typed, each has its sentence, and something is still looked for."""
    query = read_query(text, naming=lambda name: None)
    assert query.slips == tuple(Span(*place) for place in places)
    assert len(query.notes) == len(places)
    assert all(said in note for note in query.notes)
    assert query.needles


def test_what_nobody_can_parse_is_one_literal():
    """Too many slips are no slips: the whole text is looked for, and the query says so."""
    query = read_query("OR AND " * 22)
    assert len(query.needles) == 1
    assert query.notes


def test_the_glossary_widens_unquoted_clauses_only():
    """六稳六保 also asks for both apart; in quotes it does not; the original stays the first alternative."""

    def widen(text):
        return (("六稳六保",), ("六稳", "六保"), ("双六",)) if text == "六稳六保" else None

    widened = ("AnyOf", "六稳六保", ("AllOf", "六稳", "六保"), "双六")
    assert clauses("六稳六保", widen=widen) == [widened]
    assert clauses("“六稳六保”", widen=widen) == ["“六稳六保”"]
    assert clauses("-六稳六保", widen=widen) == [("not", widened)]
    assert clauses("六稳六保 或 甲", widen=widen) == [("AnyOf", widened, "甲")]
    assert clauses("六稳六保 ~5 甲", widen=widen) == [("near", ("AnyOf", "六稳六保", "双六"), 5, "甲")]
    assert read_query("六稳六保", widen=widen).widened == (("六稳六保", ("六稳六保", "六稳 + 六保", "双六")),)
    assert read_query("“六稳六保” 甲", widen=widen).widened == ()


def test_a_term_asks_for_all_names_of_an_entry():
    """术语: takes what the glossary names; a term that is not in it is a literal; without a glossary it is widened."""
    term = Term("六稳", (Literal("六稳", "六稳"), Literal("“六个稳”", "六个稳")))

    def naming(name):
        return (term,) if name == "六稳" else None

    assert clauses("术语:六稳 term:“六稳”", naming=naming) == [("term", "六稳", "六稳", "“六个稳”")]
    assert clauses("-术语:六稳|甲", naming=naming) == [("AnyOf", ("not", ("term", "六稳", "六稳", "“六个稳”")), "甲")]
    assert clauses("术语:七稳", naming=naming) == ["七稳"]
    assert clauses("术语:六稳", widen=lambda text: (("六个稳",),)) == [("AnyOf", "六稳", "六个稳")]


def test_excluded_literals_are_not_asked_for():
    """Only what is asked for is marked, counted and cut into words."""
    assert read_query("就业 -农村").needles == ("就业",)
    node = read_query("甲 ~3 乙 同句(丙 -丁) 三…新 (戊 或 己)").node
    assert [literal.text for literal in positive_literals(node)] == ["甲", "乙", "丙", "三", "新", "戊", "己"]


@given(st.text(st.one_of(st.sampled_from("六稳“”\"'()-:：+|&.年地区 \u3000\0~*…非或"), st.characters()), max_size=80))
def test_no_text_breaks_the_reading(text):
    """Whatever is typed is read; every literal has something to look for; every slip is a place in the text."""
    query = read_query(text)
    assert all(query.needles)
    assert query.node is None or isinstance(query.node, AllOf)
    assert all(0 <= slip.start < slip.end <= len(text) for slip in query.slips)
    assert len(query.notes) >= len(query.slips) or not query.node


@given(
    st.lists(
        st.sampled_from(["甲", "“乙 丙”", "-丁", "年:2021", "-“戊”", "术语:己", "(一)", "庚"]), min_size=1, max_size=8
    )
)
def test_rows_of_conditions_are_read_without_the_grammar_as_with_it(words):
    """The short way for queries without operators gives what the grammar gives."""
    row, grammar = read_query(" ".join(words)), read_query(" AND ".join(words))
    assert isinstance(grammar.node, AllOf)
    assert (row.node, row.filters) == (grammar.node, grammar.filters)


def test_alternatives_keep_their_order():
    """The first alternative is what was typed first."""
    assert isinstance(read_query("甲 或 乙").node.of[0], AnyOf)
    assert read_query("乙 或 甲").needles == ("乙", "甲")
