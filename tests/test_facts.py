"""Facts read from the text of a document."""

import gzip
import json
import re
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.document import Facts
from indexer.facts import KINDS, issuing_body, read_facts
from indexer.facts.dates import dates_in, meetings_in
from indexer.regions import find_region, region_by_code

ROOT = Path(__file__).resolve().parents[1]
REPORTS = ROOT.parent / "shared" / "data" / "reports" / "reports.jsonl.gz"
HETANG = ROOT / "corpus" / "430202-hetang-2021-gwr" / "source.txt"
SPEECH = "现在，我代表区人民政府，向大会报告政府工作，请予审议。"
# 徐水县 and 清苑县 became districts in 2015; the labels use the names of today, the texts those of their time.
RENAMED = {"保定市徐水县": "保定市徐水区", "保定市清苑县": "保定市清苑区"}
# Labels that the text itself contradicts: id, field, what the text says.
WRONG_LABELS = {
    ("r952c4aec3b", "region"): "恩施市: 我代表市人民政府, 恩施市 7 times, filed under the prefecture 恩施州",
    ("r5131475f83", "region"): "黄山区: 我代表区人民政府, 黄山区 8 times, filed under 黄山市",
    ("r952c4aec3b", "level"): "as above",
    ("r5131475f83", "level"): "as above",
    ("r617462d0d8", "year"): "2019: 二〇一九年一月十四日在河北省第十三届人民代表大会第二次会议上",
    ("r6b40613939", "year"): "2022: 2022年1月24日在米易县第十九届人民代表大会第二次会议上; the page says 2024",
}
# What is not read right, and why.
NOT_READ = {
    ("rb77c38c3f3", "year"): "1964: a news summary without date, session, title or headings",
    ("rc3ebffba1a", "year"): "1980: 国民经济计划 of 1980 and 1981, headings name 1981; doubted",
    ("r51e84802eb", "year"): "1982: the sixth plan (1981-1985) was put before the congress late; doubted",
    ("r2cdadc9560", "year"): "2006: 去年工作回顾, 今年主要任务; the figures are a guess; doubted",
    ("r95bd809710", "year"): "保定 2024: begins in the middle and names no year of its own",
    ("r231319e264", "year"): "南山 2021: 过去五年工作回顾, 未来五年工作思路 in October of an election year",
    ("r87117004d7", "year"): "宝安 2016: the same; the plan speaks of 2017 to 2020; doubted",
    ("raf6998ff04", "year"): "罗湖 2016: the same; doubted",
    ("r7920331368", "year"): "龙华 2021: the same",
    ("r9ab82c7000", "year"): "易县 2017: 过去五年工作回顾, cut off after it; doubted",
    ("radd97a5cda", "year"): "高阳 2024: a news item with 1月23日 and no year before the report",
}


def hetang() -> list[str]:
    return HETANG.read_text(encoding="utf-8").split("\n")


@pytest.mark.parametrize("border", [0, 7, 12, 60, 10_000], ids=["no title", "short", "right", "long", "all"])
def test_the_facts_of_hetang_are_read_from_its_text(border):
    """All facts of the report come from its words, wherever the border between title block and body was drawn."""
    lines = hetang()
    facts, doubts = read_facts(tuple(lines[:border]), tuple(lines[border:]))
    assert facts == Facts(
        title="政府工作报告",
        region="株洲市荷塘区",
        region_code="430202",
        level="county",
        year=2021,
        date="2021-02-03",
        meeting="第五届人民代表大会第六次会议",
        speaker="罗鹏程",
        speaker_role="代区长",
        authors=("株洲市荷塘区人民政府",),
        kind="gwr",
    )
    assert doubts == ()


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("2021年2月3日", "2021-02-03"),
        ("二○二一年二月三日", "2021-02-03"),
        ("二〇〇五年一月十一日", "2005-01-11"),
        ("二零二四年十二月三十一日", "2024-12-31"),
        ("一九五七年六月二十六日", "1957-06-26"),
        ("2021年2月30日", None),
        ("2021年工作", None),
    ],
)
def test_dates_in_all_digits(text, iso):
    """Arabic and Chinese dates are ISO dates; one that no calendar has is none."""
    assert next((found.iso for found in dates_in(text)), None) == iso


@given(st.dates(min_value=date(1950, 1, 1), max_value=date(2049, 12, 31)))
def test_every_date_reads_back_from_chinese_digits(day):
    """Each day written in Chinese digits is that day."""
    digits = "〇一二三四五六七八九"

    def small(n: int) -> str:
        tens = {0: "", 1: "十"}.get(n // 10, digits[n // 10] + "十")
        return tens + (digits[n % 10] if n % 10 else "")

    text = f"{''.join(digits[int(c)] for c in str(day.year))}年{small(day.month)}月{small(day.day)}日"
    assert [found.iso for found in dates_in(text)] == [day.isoformat()]


@pytest.mark.parametrize(
    ("text", "name", "year"),
    [
        ("株洲市荷塘区第五届人民代表大会第六次会议上", "第五届人民代表大会第六次会议", None),
        ("龙华区二届人大一次会议", "第二届人民代表大会第一次会议", None),
        ("在第十四届全国人民代表大会第二次会议上", "第十四届全国人民代表大会第二次会议", 2024),
        ("第一届全国人民代表大会第五次会议", "第一届全国人民代表大会第五次会议", 1958),
        ("第六届全国人民代表大会第一次会议", "第六届全国人民代表大会第一次会议", 1983),
    ],
)
def test_meetings_have_one_form_and_the_national_ones_a_year(text, name, year):
    """However a session is written it has its full name; the sessions of the national congress tell the year."""
    (meeting,) = meetings_in(text)
    assert (meeting.name, meeting.year) == (name, year)


@pytest.mark.parametrize(
    ("lines", "speaker", "role"),
    [
        (["国务院总理", "李　强"], "李强", "总理"),
        (["博野县人民政府县长?? 许?? 喆"], "许喆", "县长"),
        (["自治区主席 艾尔肯·吐尼亚孜"], "艾尔肯·吐尼亚孜", "主席"),
        (["——2025年1月15日龚正市长在上海市第十六届人民代表大会第三次会议的政府工作报告"], "龚正", "市长"),
        (["西藏自治区代理主席 嘎玛泽登"], "嘎玛泽登", "代理主席"),
        (["省长毛伟明作政府工作报告。湖南日报全媒体记者 刘尚文 摄"], "毛伟明", "省长"),
        (["（2011年1月12日 陈全国）"], "陈全国", None),
        (["在第一届全国人民代表大会第四次会议上", "周恩来"], "周恩来", None),
        (["县人大常委会主任续金明在主席台前排就座"], None, None),
        (["政府工作报告"], None, None),
    ],
)
def test_speakers_of_title_blocks(lines, speaker, role):
    """Names spread by blanks, before and after the office, over two lines; the head of the assembly is no speaker."""
    facts, _ = read_facts(("政府工作报告", *lines), ("各位代表：", SPEECH))
    assert (facts.speaker, facts.speaker_role) == (speaker, role)


def test_who_speaks_for_another_is_not_named_after_him():
    """我受市长李鸿忠同志委托 names the mayor, not the speaker: no speaker and a doubt that says so."""
    facts, doubts = read_facts((), ("各位代表：", "现在，我受市长李鸿忠同志委托，代表深圳市人民政府作政府工作报告。"))
    assert facts.speaker is None
    assert facts.authors == ("深圳市人民政府",)
    assert any("市长李鸿忠委托" in doubt for doubt in doubts)


@pytest.mark.parametrize(
    ("lines", "title"),
    [
        (["政 府 工 作 报 告"], "政府工作报告"),
        (["政府工作报", "告", "——2017年3月5日在第十二届全国人民代表大会第五次会议上"], "政府工作报告"),
        (["首页", "政府工作报告", "2026年上海市政府工作报告", "——2026年2月3日在上海市第十六届人民代表大会第四次会议上"],
         "2026年上海市政府工作报告"),
        (["夯实基础 提速发展 为建设名城而努力奋斗——在保定市第十二届人民代表大会第一次会议上的政府工作报告"],
         "夯实基础 提速发展 为建设名城而努力奋斗——在保定市第十二届人民代表大会第一次会议上的政府工作报告"),
        (["关于河北省国民", "经济和社会发", "展第十个五年计划纲要的报告", "—在河北省第九届人民代表大会第四次会议上"],
         "关于河北省国民经济和社会发展第十个五年计划纲要的报告"),
        (["当前位置：", "下载"], None),
    ],
)  # fmt: skip
def test_titles_are_joined_and_slogans_kept(lines, title):
    """Blanks that spread a title go, lines that it was wrapped into are joined, navigation is no title."""
    assert read_facts(tuple(lines), ("各位代表：", SPEECH))[0].title == title


@pytest.mark.parametrize(
    ("lines", "body", "kind", "region", "number"),
    [
        (("国务院办公厅关于湖北省巴东县地质灾害险情", "有关问题的复函", "国办函〔2004〕80号"), ("湖北省人民政府：",),
         "policy", "全国", "国办函〔2004〕80号"),
        (("中华人民共和国国务院令", "第707号", "中华人民共和国个人所得税法实施条例"), ("第一章",),
         "law", "全国", "中华人民共和国国务院令第707号"),
        (("山东省“十四五”科技创新规划",), ("为深入实施",), "policy", "山东省", None),
        ((), ("第十四届全国人民代表大会第二次会议听取和审议了国务院总理李强所作的政府工作报告。会议决定，批准这个报告。",),
         "resolution", "全国", None),
        (("深圳市光明区人民政府关于2021年度法治政府建设情况的报告",), ("现将有关情况报告如下：",), "legal", "深圳市光明区", None),
        ((), ("各位代表：", "现在，我代表大鹏新区管理委员会向大会作工作报告，请予审议。"), "gwr", "深圳市大鹏新区", None),
        (("随笔",), ("今天天气很好。",), None, None, None),
    ],
)  # fmt: skip
def test_kinds_and_places_of_other_documents(lines, body, kind, region, number):
    """A document belongs to who issues it, not to the place it is about; an essay is of no kind."""
    facts, _ = read_facts(lines, body)
    assert (facts.kind, facts.region, facts.number) == (kind, region, number)
    assert kind is None or kind in KINDS


@pytest.mark.parametrize(
    ("title", "year", "doubted"),
    [
        ("万载县2015年国民经济和社会发展统计公报", 2015, False),
        ("江西省2022年国民经济和社会发展统计公报[1]", 2022, False),
        ("江西省2022年度公安机关考试大纲", 2022, True),
        ("山东省智慧农业行动方案", None, False),
        ("深圳市光明区人民政府关于2021年度法治政府建设情况的报告", None, False),
    ],
)
def test_the_year_of_documents_that_nobody_speaks(title, year, doubted):
    """A bulletin is of the year in its title; without date and number a title's year is doubtful; 2021年度 is not the year."""
    facts, doubts = read_facts((title,), ("正文。",))
    assert (facts.year, bool(doubts)) == (year, doubted)


def test_a_year_against_the_headings_is_doubted():
    """The date decides, and a heading that says otherwise is reported."""
    head = ("政府工作报告", "2022年1月24日在米易县第十九届人民代表大会第二次会议上")
    facts, doubts = read_facts(head, ("各位代表：", SPEECH, "一、2023年工作回顾"))
    assert facts.year == 2022
    assert doubts == ("年份不一致：按日期为 2022，而按一级标题为 2024；采用 2022",)


@pytest.mark.parametrize(
    ("region", "body"),
    [
        ("株洲市荷塘区", "株洲市荷塘区人民政府"),
        ("保定市安国市", "安国市人民政府"),
        ("大鹏新区", "深圳市大鹏新区管理委员会"),
        ("锡林郭勒盟", "锡林郭勒盟行政公署"),
        ("浦东新区", "上海市浦东新区人民政府"),
        ("全国", "国务院"),
    ],
)
def test_issuing_bodies(region, body):
    """Governments, offices of leagues and committees of functional districts each have their name."""
    assert issuing_body(find_region(region)) == body


@given(st.lists(st.text(max_size=40), max_size=6), st.lists(st.text(max_size=80), max_size=6))
def test_any_text_has_facts_that_are_in_order(lines, body):
    """Whatever comes in, nothing is raised, and what is found is a real region and a year of four digits."""
    facts, doubts = read_facts(tuple(lines), tuple(body))
    assert facts.region_code is None or region_by_code(facts.region_code).full_name == facts.region
    assert facts.year is None or 1000 <= facts.year <= 9999
    assert all(isinstance(doubt, str) for doubt in doubts)


def labelled() -> list[tuple[dict, Facts, tuple[str, ...]]]:
    if not REPORTS.is_file():
        pytest.skip("../shared is not here: the real reports cannot be read")
    rows = []
    with gzip.open(REPORTS, "rt", encoding="utf-8") as file:
        for row in map(json.loads, file):
            text = row["text"].replace("\\r\\n", "\n").replace("\\n", "\n")
            lines = [line for line in text.split("\n") if line.strip()]
            speech = next((i for i, line in enumerate(lines[:120]) if re.match(r"\s*各\s*位\s*(代表|委员)", line)), 12)
            rows.append((row, *read_facts(tuple(lines[:speech]), tuple(lines[speech:]))))
    return rows


@pytest.mark.corpus
def test_level_region_and_year_of_all_real_reports():
    """At least 97 % of 422 reports are read right with the labels hidden; wrong without a doubt are at most 1 %."""
    wrong, silent = set(), Counter()
    rows = labelled()
    for row, facts, doubts in rows:
        region = RENAMED.get(facts.region, facts.region)
        right = {
            "region": region is not None and row["region"].endswith(region),
            "level": facts.level == row["level"],
            "year": facts.year == row["year"],
        }
        for field in (field for field, is_right in right.items() if not is_right):
            wrong.add((row["id"], field))
            word = "年份" if field == "year" else "地区"
            told = getattr(facts, field) is not None and not any(doubt.startswith(word) for doubt in doubts)
            silent[field] += told and (row["id"], field) not in WRONG_LABELS
    assert len(rows) == 422
    assert wrong == set(WRONG_LABELS) | set(NOT_READ)
    for field in ("region", "level", "year"):
        missed = sum(one == field for _, one in wrong - set(WRONG_LABELS))
        assert missed <= 0.03 * len(rows), field
        assert silent[field] <= 0.01 * len(rows), field
