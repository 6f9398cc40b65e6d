"""Facts from the names of files, and facts of several witnesses merged."""

import pytest

from indexer.document import Facts
from indexer.facts import facts_from_name, merge_facts, read_facts


def test_a_national_report_under_the_name_of_a_city_is_national():
    """The text is believed, and the contradiction with title and file name is said."""
    facts, doubts = read_facts(
        ("2024年台州市政府工作报告",), ("各位代表：", "现在，我代表国务院，向大会报告政府工作。")
    )
    assert (facts.region, facts.level, facts.authors) == ("全国", "national", ("国务院",))
    assert any("台州市" in doubt for doubt in doubts)
    merged, told = merge_facts(facts, Facts(), facts_from_name("2024年台州市政府工作报告.docx"))
    assert merged.region == "全国"
    assert any(doubt.startswith("地区不一致：文件名写作台州市") for doubt in told)


@pytest.mark.parametrize(
    ("name", "region", "year", "kind"),
    [
        ("2024年长沙市政府工作报告.docx", "长沙市", 2024, "gwr"),
        ("/a/b/国务院政府工作报告_2014年.txt", "全国", 2014, "gwr"),
        ("430202-hetang-2021-gwr", "株洲市荷塘区", 2021, "gwr"),
        ("440372-pingshan-2014-gwr-e2", "深圳市坪山新区", 2014, "gwr"),
        ("福田区政府工作报告（2018）", "深圳市福田区", 2018, "gwr"),
        ("深圳市光明区人民政府关于2021年度法治政府建设情况的报告.doc", "深圳市光明区", None, "legal"),
        ("河北省_2025_report.txt", "河北省", 2025, None),
        ("恩施.docx", None, None, None),
        ("source.txt", None, None, None),
    ],
)
def test_hints_of_file_names(name, region, year, kind):
    """Region, year and kind as a name tells them; an ambiguous name tells nothing."""
    facts = facts_from_name(name)
    assert (facts.region, facts.year, facts.kind) == (region, year, kind)


def test_merging_believes_the_text_then_meta_then_the_name():
    """Gaps are filled in that order, a region comes with its code and level, and contradictions are told."""
    text = Facts(title="政府工作报告", year=2021, kind="gwr", level="county")
    meta = Facts(region="湖南省株洲市荷塘区", year=2020, origin="copy")
    merged, doubts = merge_facts(text, meta, facts_from_name("2021年长沙市政府工作报告.docx"))
    assert (merged.region, merged.region_code, merged.level) == ("株洲市荷塘区", "430202", "county")
    assert (merged.year, merged.origin, merged.authors) == (2021, "copy", ("株洲市荷塘区人民政府",))
    assert doubts == (
        "年份不一致：meta.yaml写作2020，采用2021",
        "地区不一致：文件名写作长沙市，采用株洲市荷塘区",
    )


def test_a_guess_yields_to_a_better_witness():
    """A guessed year is replaced by the file name's; a guess that meta.yaml confirms is no doubt any more."""
    body = ("各位代表：", "现在，我代表市人民政府作政府工作报告。", "2016年，临沂市大步发展。" * 6)
    text, doubts = read_facts((), body)
    assert (text.region, text.year) == ("临沂市", 2017)
    assert len(doubts) == 2
    merged, left = merge_facts(text, Facts(region="临沂市"), facts_from_name("2018年政府工作报告.docx"), doubts)
    assert (merged.year, left) == (2018, ())
    moved, left = merge_facts(text, Facts(region="日照市"), Facts(), doubts)
    assert (moved.region, moved.authors) == ("日照市", ("日照市人民政府",))
    assert [doubt[:3] for doubt in left] == ["年份由"]
