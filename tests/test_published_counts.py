"""Published figures and our counts: what the press counted in the national reports, and 51 terms in the provincial ones.

Source of the figures: product.md 4 and its annex in ../shared/reference. What does not agree is explained in docs/counts.md.
"""

import re
from collections import Counter

import pytest

from indexer.counting import Policy, count, read_terms
from indexer.counting.table import TOTAL
from indexer.query import Filter
from indexer.views import ask_all, every_hit

pytestmark = pytest.mark.corpus
NATIONAL = (2011, 2013, 2014, 2015, 2016, 2017, 2018, 2019, 2020)
#: Term, year, places: Xinhua in 现代快报 2014; 中国政府网 May 2020; quanteda and CGTN texts as strings.
STRINGS = (
    ("改革", 2014, 77), ("就业", 2019, 30), ("就业", 2020, 39), ("小微企业", 2020, 12), ("中小微企业", 2020, 6), ("个体工商户", 2020, 3),
    ("发展", 2017, 134), ("经济", 2017, 71), ("推进", 2017, 66), ("建设", 2017, 59), ("发展", 2019, 144), ("民生", 2020, 22), ("保", 2020, 87),
)  # fmt: skip
#: The same in words of jieba's own dictionary.
WORDS = (("改革", 2014, 59), ("就业", 2020, 39), ("小微企业", 2020, 0), ("个体工商户", 2020, 0), ("发展", 2017, 125), ("发展", 2019, 134),
         ("推进", 2017, 65))  # fmt: skip
#: 大气网 2018, reports of 2011 and 2013 to 2018 (2012 is not among the texts): our copies have 节能 14 and 8 where its has 15 and 6.
SERIES = {
    "节能": (14, 4, 8, 6, 7, 2, 1),
    "环保": (4, 2, 6, 8, 6, 5, 3),
    "污染": (9, 2, 9, 12, 10, 15, 11),
    "绿色": (1, 1, 1, 3, 9, 6, 4),
}
TERMS = re.findall(
    r"\S+",
    """自审自发 两重 两新 灯塔工厂 一张图 网链共享计划 双高计划 暖心驿站 六横六纵 四向八廊 四好农村路 双百行动 双一流 四网融合 四新 链式改造
可信数据空间 五篇大文章 五统一 单一窗口 标准海 新质生产力 高质量发展 人工智能 乡村振兴 营商环境 专精特新 民营经济 共同富裕 数字经济 低空经济
全国统一大市场 老旧小区 城市更新 银发经济 首发经济 人工智能+ 城乡居民 一老一小 平急两用 河长制 碳达峰 双碳 规上工业 规上工业增加值 一般公共预算收入
一刀切 内卷式竞争 高效办成一件事 十五五 十四五""",
)
assert len(TERMS) == 51


@pytest.fixture(scope="module")
def rows(reports):
    """The reports of these years and all provincial ones of 2026: year or document id -> record."""
    national = {r["year"]: r for r in reports.rows.values() if r["level"] == "national" and r["year"] in NATIONAL}
    assert len(national) == len(NATIONAL)
    provincial = {i: r for i, r in reports.rows.items() if r["level"] == "province" and r["year"] == 2026}
    return national | provincial


@pytest.fixture(scope="module")
def shelf(report_library):
    """The library over all 422 reports; every question below is narrowed to its own."""
    return report_library


def places(shelf, term, year, **policy):
    """The table of one term in the national report of a year; there the text has no appendix."""
    filters = [Filter("level", ("national",)), Filter("year", (str(year),))]
    return count(shelf, read_terms([term]), filters=filters, policy=Policy(**policy))


@pytest.mark.parametrize(("term", "year", "published"), STRINGS)
def test_strings_are_counted_as_the_press_counted_them(shelf, rows, term, year, published):
    """The rows with an exact string count that the texts in hand can have; Ctrl-F in the file says the same."""
    assert places(shelf, term, year).cell(TOTAL, TOTAL).occurrences == published
    plain = re.sub(r"[\s\u200b]", "", rows[year]["text"]).count(term)
    assert plain == published


@pytest.mark.parametrize(("term", "year", "published"), WORDS)
def test_words_are_counted_as_jieba_counts_them(shelf, term, year, published):
    """Beside the strings, with jieba's own dictionary; each place that is not one word is listed."""
    table = places(shelf, term, year, dictionary="default")
    words = table.words[0]
    assert words.words == published
    assert words.places - words.words == len(words.differences)


def test_a_paragraph_that_a_copy_has_twice_is_counted_twice_and_can_be_seen(shelf):
    """改革 in 2015: 86 published, 88 in our copy, which holds the opening of 加大简政放权 twice; its two 改革 make the difference."""
    table = places(shelf, "改革", 2015)
    assert table.cell(TOTAL, TOTAL).occurrences == 88
    repeated = list(every_hit(shelf.engine, ask_all(shelf, "“加大简政放权、放管结合改革力度” 年:2015 级别:国家").query))
    assert sum(hit.occurrences for hit in repeated) == 2
    assert 88 - "加大简政放权、放管结合改革力度。深化商事制度改革，进一步简化".count("改革") == 86


@pytest.mark.parametrize(("term", "numbers"), SERIES.items())
def test_a_series_over_years_has_its_shape_and_its_gap(shelf, term, numbers):
    """环保 peaks in 2015, 绿色 in 2016, 污染 rises in 2015 and 2017, all fall in 2018; 2012 is a gap, not a zero."""
    table = count(
        shelf, read_terms([term]), ["year"], [Filter("level", ("national",)), Filter("year", ("2011..2018",))]
    )
    assert table.cell("2012", term) is None
    years = [str(year) for year in range(2011, 2019) if year != 2012]
    assert tuple(table.cell(year, term).occurrences for year in years) == numbers
    assert numbers[-1] < numbers[-2]


def test_51_terms_are_found_in_every_line_that_has_them(shelf, rows):
    """Truth: lines longer than ten characters that hold the term, by plain containment. None is missed.

    What we find beyond is of three kinds: quotes inside (“内卷式”竞争), lines of ten characters or fewer, and notes whose term
    stands on the line above its definition.
    """
    provincial = {i: row["text"] for i, row in rows.items() if isinstance(i, str)}
    truth, found, beyond = Counter(), 0, Counter()
    for term in TERMS:
        hits = list(every_hit(shelf.engine, ask_all(shelf, f"“{term}” 级别:省 年:2026").query))
        found += len(hits)
        texts = Counter((hit.document_id, _bare(hit.passage.text)) for hit in hits)
        for i, text in provincial.items():
            for line in text.split("\n"):
                if len(line) > 10 and term in line:
                    truth[term] += 1
                    whole = next((key for key in texts if key[0] == i and _bare(line) in key[1]), None)
                    assert whole, (term, i, line)
                    texts[whole] -= 1
                    if not texts[whole]:
                        del texts[whole]
        beyond.update(_kind(term, text, provincial[i]) for i, text in texts.elements())
    assert (len(provincial), sum(truth.values()), found) == (26, 1857, 1887)
    assert beyond == {"quotes": 17, "short line": 2, "note": 11}


def _bare(text):
    return re.sub(r"\s", "", text)


def _kind(term, text, source):
    """Why a passage is found that plain containment in long lines does not count."""
    if term not in text:
        return "quotes"
    return "short line" if any(_bare(line) == text for line in source.split("\n")) else "note"
