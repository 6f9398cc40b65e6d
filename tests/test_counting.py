"""Counts are those of brute force, agree over rows and columns, name their policy, and show gaps as gaps."""

import random
from collections import Counter
from functools import cache

import oracle
import pytest
import small_corpus

from indexer.counting import Policy, count, read_terms, sheet
from indexer.counting.groups import group_of, label_of
from indexer.counting.table import TOTAL
from indexer.document import BODY_PARTS
from indexer.engines.budget import Budget
from indexer.errors import QueryError
from indexer.fold import fold
from indexer.glossary import dictionary_words
from indexer.query import Filter
from indexer.segment import Segmenter

TERMS = ("六稳", "发展", "高质量发展", "AI", "2021", "“六稳”“六保”", "工作", "小微企业", "中小微企业", "没有")


@pytest.fixture(scope="module")
def shelf(root, tmp_path_factory):
    """The library over the small corpus."""
    opened = small_corpus.open_small(root, tmp_path_factory.mktemp("small"))
    yield opened
    opened.engine.close()


@pytest.fixture(scope="module")
def passages(shelf):
    """All passages as (document id, facts, passage)."""
    return [(i, facts, p) for i, facts in shelf.documents.items() for p, _ in shelf.engine.passages(i)]


haystack, needle = cache(oracle.haystack), cache(oracle.needle)


def brute(text, term):
    """How often a term stands in a text, from left to right without overlap, by the oracle of the exact layer."""
    # Between two places in a row the oracle needs its separator twice.
    return haystack(text).replace("\x1f", "\x1f\x1f").count(needle(term).replace("\x1f", "\x1f\x1f")[1:-1])


@pytest.mark.parametrize("dimension", ["year", "region", "province", "level", "part", "kind"])
@pytest.mark.parametrize("whole", [False, True])
def test_every_cell_is_what_brute_force_counts(shelf, passages, dimension, whole):
    """Places, passages and documents of each term in each group; characters and documents that they are a share of."""
    table = count(shelf, read_terms(TERMS), [dimension], policy=Policy(whole=whole))
    places, found, ids, characters = Counter(), Counter(), Counter(), Counter()
    for i, facts, passage in passages:
        if not (whole or dimension == "part" or passage.part in BODY_PARTS):
            continue
        group = group_of(dimension, facts, passage.part)
        characters[group] += sum(map(str.isalnum, passage.text))
        for term in TERMS:
            number = brute(passage.text, term)
            places[group, term] += number
            found[group, term] += bool(number)
            ids[group, term] += 0
            ids[group, term, i] += bool(number)
    assert set(characters) <= set(table.rows)
    for row in table.rows:
        for term in TERMS:
            cell = table.cell(row, term)
            documents = sum(bool(n) for key, n in ids.items() if key[:2] == (row, term) and len(key) == 3)
            wanted = (places[row, term], found[row, term], documents) if row in characters else None
            assert (cell and (cell.occurrences, cell.passages, cell.documents)) == wanted, (row, term)
        assert (table.base(row).characters if table.base(row) else None) == characters.get(row)


@pytest.mark.parametrize("by", [(), ("year",), ("region", "year"), ("part",), ("province", "level")])
def test_totals_agree_over_rows_and_columns(shelf, by):
    """Places add up to the totals both ways; so do characters, and passages over groups."""
    table = count(shelf, read_terms(TERMS), by)
    rows, columns = table.rows or (TOTAL,), table.columns

    def places(row, column):
        cell = table.cell(row, column)
        return cell.occurrences if cell else 0

    total = places(TOTAL, TOTAL)
    assert total > 20
    assert sum(places(row, TOTAL) for row in rows) == total
    assert sum(places(TOTAL, column) for column in columns) == total
    assert sum(places(row, column) for row in rows for column in columns) == total
    assert all(sum(places(row, column) for column in columns) == places(row, TOTAL) for row in rows)
    if by:
        assert sum(table.base(row).characters for row in rows if table.base(row)) == table.base(TOTAL).characters
        assert (
            sum(table.cell(row, TOTAL).passages for row in rows if table.cell(row, TOTAL))
            == table.cell(TOTAL, TOTAL).passages
        )


def test_a_year_without_documents_is_a_gap_and_not_zero(shelf):
    """2020 and 2022 are rows without numbers, in every form; 2023 has a document without the term and is zero."""
    table = count(shelf, read_terms(["六稳"]), ["year"])
    assert table.rows == ("2019", "2020", "2021", "2022", "2023", "")
    assert table.cell("2020", "六稳") is None
    assert table.rate("2020") is None
    assert table.cell("2023", "六稳").occurrences == 0
    rows = {row["value"]: row for row in sheet.table_json(table)["rows"]}
    assert rows["2020"]["cells"] == [None]
    assert rows["2023"]["cells"][0]["occurrences"] == 0
    lines = {line.split()[0]: line.split()[1:] for line in sheet.text_lines(table)}
    assert set(lines["2020年"]) == {"—"}
    assert lines["2023年"][0] == "0"
    cells = {row["year"]: row["occurrences"] for row in sheet.table_rows(table)}
    assert (cells["2020年"], cells["2023年"]) == (None, 0)


def test_a_place_without_a_year_is_a_gap_of_the_matrix(shelf):
    """Region by year: only the pairs that the corpus has carry numbers."""
    table = count(shelf, read_terms(["发展", "六稳"]), ["region", "year"])
    assert table.cell("湖南省", "2019") is None
    assert table.cell("长沙市", "2019").occurrences == 3
    assert table.cell("长沙市", "2023").occurrences == 0
    assert table.rows[-1] == ""
    assert label_of("region", "") == "地区未详"


def test_years_that_a_filter_asks_for_are_rows_even_at_the_ends(shelf):
    """2017 and 2018 were asked for and are not there."""
    table = count(shelf, read_terms(["发展"]), ["year"], [Filter("year", ("2017..2021",))])
    assert table.rows == ("2017", "2018", "2019", "2020", "2021")


def test_strict_counts_the_text_as_it_stands(shelf, passages):
    """Character for character: quotes, width, script and blanks count; AI stands in MAIN."""
    for text in (*TERMS, "ＡＩ", "賦能", "二〇二一年", "二一", "“六稳”"):
        table = count(shelf, read_terms([f"「{text}」"]), policy=Policy(strict=True, whole=True))
        assert table.cell(TOTAL, TOTAL).occurrences == sum(p.text.count(text) for _, _, p in passages), text
    spaced = count(shelf, read_terms(['"六 穩"']), policy=Policy(strict=True))
    folded = count(shelf, read_terms(['"六 穩"']))
    assert spaced.cell(TOTAL, TOTAL).occurrences == 1
    assert folded.cell(TOTAL, TOTAL).occurrences == count(shelf, read_terms(["六稳"])).cell(TOTAL, TOTAL).occurrences


def test_the_appendix_is_told_apart(shelf):
    """The body counts are those that Ctrl-F confirms; what is left out is named."""
    filters = [Filter("region", ("430202",))]
    for term, body, whole in (("六稳", 2, 3), ("六保", 2, 3), ("三高四新", 2, 3), ("6S", 1, 2)):
        table = count(shelf, read_terms([term]), filters=filters)
        assert table.cell(TOTAL, TOTAL).occurrences == body
        assert table.outside["appendix"] == whole - body
        assert f"附录 {whole - body} 处" in sheet.outside_line(table)
        assert (
            count(shelf, read_terms([term]), filters=filters, policy=Policy(whole=True)).cell(TOTAL, TOTAL).occurrences
            == whole
        )


def test_terms_inside_each_other_are_told(shelf):
    """小微企业 stands in 中小微企业: both are counted as Ctrl-F does, and the table says so."""
    table = count(shelf, read_terms(["小微企业", "中小微企业"]), filters=[Filter("region", ("湖南省",))])
    assert table.cell(TOTAL, "小微企业").occurrences == 2
    assert table.inside == (("小微企业", "中小微企业", 1),)
    assert "1 处在“中小微企业”之内" in sheet.inside_lines(table)[0]


@pytest.mark.parametrize("dictionary", ["glossary", "default"])
def test_words_are_those_of_the_whole_passage(shelf, passages, dictionary):
    """What is cut round a place is what jieba cuts from the passage; the differences are all places that are not one word."""
    segmenter = Segmenter(dictionary_words(shelf.glossary) if dictionary == "glossary" else ())
    rng = random.Random(20_210_203)
    runs = [
        fold(p.text)[at : at + n] for _, _, p in rng.sample(passages, 60) for at, n in ((rng.randrange(9), 2), (3, 4))
    ]
    terms = read_terms({run for run in runs if len(run) > 1 and all("\u4e00" <= c <= "\u9fff" for c in run)})
    table = count(shelf, terms, policy=Policy(whole=True, dictionary=dictionary))
    tokens = Counter(token.text for _, _, p in passages for token in segmenter.tokens(p.text))
    assert len(terms) > 40
    for words in table.words:
        assert words.places == words.words + len(words.differences)
        assert words.words <= tokens[words.term]
        assert words.words == tokens[words.term] or words.term in "一二三四五六七八九十〇"
    assert sum(words.words for words in table.words)
    assert sum(len(words.differences) for words in table.words)


def test_the_policy_goes_with_the_numbers(shelf):
    """Matching, area, characters and snapshot stand in text, JSON and in each row of the CSV."""
    table = count(shelf, read_terms(["六稳"]), ["level"], [Filter("year", ("2021",))], Policy(strict=True))
    snapshot = shelf.generation.manifest["content"][:12]
    for text in (
        sheet.text_lines(table)[-1],
        sheet.table_json(table)["policy"]["text"],
        next(sheet.table_rows(table))["policy"],
    ):
        assert all(part in text for part in ("逐字符", "正文", "2021", "不计标点", snapshot, "2026-11-25"))
    assert sheet.table_json(table)["policy"]["matching"] == "strict"


@pytest.mark.parametrize(
    ("texts", "terms"),
    [
        (["六稳 六保"], ["六稳", "六保"]), (["六稳", "六保"], ["六稳", "六保"]), (['"六稳 六保"'], ["六稳 六保"]),
        (["“六稳 六保” 就业"], ["六稳 六保", "就业"]), (["六稳 六稳", "六穩"], ["六稳"]), (["  "], []), (["1+N 非公有制 -词"], ["1+N", "非公有制", "-词"]),
        (["“三高四新”战略"], ["“三高四新”战略"]), (["a b"], ["a", "b"]),
    ],
)  # fmt: skip
def test_terms_are_strings_with_blanks_between(texts, terms):
    """No operators: every character counts; quotes keep blanks together; what is the same in signs is one."""
    assert [term.text for term in read_terms(texts)] == terms


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda shelf: count(shelf, ()), "没有要数的词"),
        (lambda shelf: read_terms(["，。"]), "没有可数的字词"),
        (lambda shelf: read_terms(["字" * 1001]), "1,001"),
        (lambda shelf: read_terms([f"词{i}" for i in range(201)]), "201"),
        (lambda shelf: count(shelf, read_terms(["词"]), ["year", "region", "level"]), "一两项"),
        (lambda shelf: count(shelf, read_terms(["词"]), ["month"]), "year"),
        (lambda shelf: count(shelf, read_terms(["的", "发展"]), budget=Budget(0.0)), "没有查完"),
    ],
)
def test_what_cannot_be_counted_is_explained(shelf, call, said):
    """A plain sentence that names the bound or what is allowed."""
    with pytest.raises(QueryError, match=said):
        call(shelf)
