"""Text files: what is kept, what is left out and said, and that nothing is lost."""

import gzip
import json
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.errors import SourceError
from indexer.readers import read
from indexer.readers.text import read_plain, restore_escapes
from indexer.signs import sign_key, sign_list

BODY = [
    "政府工作报告",
    "各位代表：",
    "现在，我代表区人民政府，向大会报告工作，请予审议，并请政协委员提出意见。",
    "一、2023年工作回顾",
    "过去一年，我们坚持稳中求进，全力做好“六稳”“六保”工作，地区生产总值增长6.5%，城乡居民收入稳步提高，民生事业持续改善，社会大局和谐稳定。",
    "各位代表！让我们更加紧密地团结在以习近平同志为核心的党中央周围，同心同德，埋头苦干，为建设美丽幸福的新荷塘而努力奋斗，再创新的辉煌！",
]


def texts(reading):
    """The texts of the blocks of a reading."""
    return [block.text for block in reading.blocks]


def reasons(reading):
    """What was left out, by reason."""
    return {
        reason: "\n".join(d.text for d in reading.dropped if d.reason == reason)
        for reason in {d.reason for d in reading.dropped}
    }


def characters(text):
    """How often each character that is not blank stands in a text."""
    return Counter("".join(text.split()))


def is_within(part, whole):
    """Whether the characters of ``part`` that are not blank stand in ``whole``, in their order."""
    rest = iter("".join(whole.split()))
    return all(char in rest for char in "".join(part.split()))


def assert_nothing_lost(source, reading):
    """Blocks and what was dropped are the source, each in its order; between them not one character more or less."""
    restored, _ = restore_escapes(source)
    kept, dropped = "\n".join(texts(reading)), "\n".join(d.text for d in reading.dropped)
    assert characters(restored) == characters(kept) + characters(dropped)
    assert is_within(kept, restored)
    assert is_within(dropped, restored)


def test_the_report_of_hetang_is_its_lines_and_nothing_is_dropped(root):
    """Of the real report every line that is not empty is a block, stripped; there is nothing to drop and no doubt."""
    data = (root / "corpus" / "430202-hetang-2021-gwr" / "source.txt").read_bytes()
    reading = read(data, "source.txt")
    lines = [line.strip() for line in data.decode("utf-8").splitlines() if line.strip()]
    assert texts(reading) == lines
    assert (reading.dropped, reading.doubts, reading.encoding) == ((), (), "utf-8")
    assert sign_list(sign_key("\n".join(texts(reading)))) == sign_list(sign_key(data.decode("utf-8")))


@pytest.mark.parametrize("separator", ["\n", "\r\n", "\r", "\u2028", r"\r\n", "\n\n"])
def test_lines_end_in_every_way(separator):
    """Line breaks of all systems, and the four characters of an escaped one, end a paragraph."""
    reading = read_plain(separator.join(BODY))
    assert texts(reading) == BODY
    assert any("换行" in doubt for doubt in reading.doubts) == (separator == r"\r\n")


def test_indentation_goes_and_invisible_characters_stay():
    """Blanks at both ends are stripped; zero-width characters, blanks inside and icons are the text as it is."""
    reading = read_plain(
        "\u3000\u3000政 府 工 作 报 告 \t\n\u2003持续优化营商\u200b环境，放\u00ad管\u00ad服。\u3000\n收藏\ue7e3"
    )
    assert texts(reading) == ["政 府 工 作 报 告", "持续优化营商\u200b环境，放\u00ad管\u00ad服。", "收藏\ue7e3"]


def test_entities_are_restored_and_lost_characters_are_told():
    """&nbsp; as text is a blank, &amp; stays letter for letter (SEC-01); question marks are said to be lost characters."""
    reading = read_plain("区长&nbsp; 李志永\n研发经费（R&D）增长&#37;，A&amp;B。\n时间????来源")
    assert texts(reading) == ["区长\u00a0 李志永", "研发经费（R&D）增长%，A&amp;B。", "时间????来源"]
    assert [doubt[:8] for doubt in reading.doubts] == ["原文有 2 处 ", "原文有 1 处连"]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("来源：湖南日报", "metadata"),
        ("发布时间：2026-02-09 09:45:30", "metadata"),
        ("【字体：大 中 小】", "controls"),
        ("下载", "controls"),
        ("您当前的位置：首页 > 政务公开 > 政府工作报告", "navigation"),
        ("来源：百度马 克 数据网", "advert"),
    ],
)
def test_furniture_before_the_text_is_dropped(line, reason):
    """Each kind of line that a site puts above a text is left out and kept in the account."""
    reading = read_plain("\n".join([line, *BODY]))
    assert texts(reading) == BODY
    assert reasons(reading) == {reason: line}


@pytest.mark.parametrize(
    "lines",
    [
        ["【我要纠错】责任编辑：周楠", "扫一扫在手机打开当前页"],
        ["相关报道：", "一图读懂政府工作报告", "12-03"],
        ["冀ICP备06016263号-1", "您访问的链接即将离开“河北省人民政府”门户网站", "是否继续？", "放弃"],
        ["上一篇：干部任免动态", "下一篇：统计公报"],
    ],
)
def test_furniture_after_the_text_is_dropped(lines):
    """From the first sure sign of a site's end nothing is text any more."""
    reading = read_plain("\n".join([*BODY, *lines]))
    assert texts(reading) == BODY
    assert "\n".join(d.text for d in reading.dropped) == "\n".join(lines)


@pytest.mark.parametrize(
    "lines",
    [
        ["附件：", "1．附件：名词解释.docx"],
        ["名词解释", "1.“六稳”：稳就业、稳金融、稳外贸、稳外资、稳投资、稳预期。"],
        ["（来源：区政府办）", "名词解释", "六保：保居民就业等。"],
        ["深圳市光明区人民政府", "2022年1月5日"],
        ["四个最严：最严谨的标准、最严格的监管、最严厉的处罚、最严肃的问责。"],
    ],
)
def test_an_appendix_is_no_furniture(lines):
    """Attachments, glossaries and signatures after the text are text."""
    kept = [line for line in lines if not line.startswith("（来源")]
    assert texts(read_plain("\n".join([*BODY, *lines]))) == [*BODY, *kept]


@pytest.mark.parametrize(
    "line", ["来源于群众，服务于群众。", "首页", "日期", "打印本页面材料的费用由企业承担，来源：企业自筹。"]
)
def test_words_of_the_text_are_no_furniture(line):
    """Inside the text the same words are text."""
    lines = [*BODY[:5], line, *BODY[5:]]
    assert texts(read_plain("\n".join(lines))) == lines


def test_an_advert_inside_a_line_is_cut_out_of_it():
    """Only the advert goes; what it was put on stays a paragraph."""
    lines = ["来源：百度马 克 数据网        政府工作报告", *BODY[1:-1], BODY[-1] + "。微信公众号马克 数据网"]
    reading = read_plain("\n".join(lines))
    assert texts(reading) == [*BODY[:-1], BODY[-1] + "。"]
    assert len(reasons(reading)["advert"].splitlines()) == 2


def test_a_second_copy_is_dropped_and_told():
    """The same text once more, after a footer and a breadcrumb, is left out line by line."""
    more = [
        f"{n}是扎实推进第{n}项重点工作，全年完成投资{n}5亿元，新增就业{n}2万人，各项任务全面完成。"
        for n in "一二三四五六七八九十"
    ]
    body = [*BODY[:5], *more, BODY[5]]
    reading = read_plain("\n".join([*body, "冀ICP备06016263号-1", "当前位置：", "首页", ">>", "政府工作报告", *body]))
    assert texts(reading) == body
    assert reasons(reading)["copy"].splitlines() == ["政府工作报告", *body]
    assert any("出现了两遍" in doubt for doubt in reading.doubts)


def test_a_text_cut_at_a_fixed_width_is_joined():
    """Lines of 20 characters become the paragraphs that they were; page numbers between them go."""
    tasks = "".join(f"推进第{n}项重点工作，完成投资{n}.5亿元，办好民生实事{n}件，" for n in range(10, 40))
    paragraphs = ["　　" + tasks[a:b] + "各项任务全面完成。" for a, b in ((0, 250), (250, 435), (435, 530), (530, 752))]
    lines = [paragraph[i : i + 20] for paragraph in paragraphs for i in range(0, len(paragraph), 20)]
    source = "\n".join([*lines[:9], "", "- 1 -", "", *lines[9:]])
    reading = read_plain(source)
    assert texts(reading) == [paragraph.strip() for paragraph in paragraphs]
    assert reasons(reading) == {"page number": "- 1 -"}
    assert "每行约 20 字" in reading.doubts[0]


def test_bare_numbers_are_pages_only_where_they_rise_from_page_to_page():
    """Numbers far apart that rise are page numbers; a column of a table, close together, is text."""
    tasks = [f"第{n}项重点工作已经完成，成效明显。" for n in range(40)]
    pages = [*tasks[:10], "3", *tasks[10:20], "4", *tasks[20:32], "5", *tasks[32:]]
    reading = read_plain("\n".join(pages))
    assert (texts(reading), reasons(reading)) == (tasks, {"page number": "3\n4\n5"})
    table = [*tasks, "1", "教育", "2", "医疗", "3", "住房"]
    assert texts(read_plain("\n".join(table))) == table


def test_a_sentence_cut_at_its_links_is_joined():
    """Words of links on lines of their own go back into their sentence; headings and ends of paragraphs stay."""
    lines = [
        "一、关于《",
        "国民经济和社会发展计划",
        "》的说明",
        "会议听取了国务院总理所作的，关于工作的《",
        "政府工作报告",
        "》。要深入学习贯彻。努力为",
        "全面建设小康社会",
        "奠定坚实基础，确保",
        "“十四五”开局良好。",
        "二、主要任务",
    ]
    reading = read_plain("\n".join(lines))
    assert texts(reading) == ["".join(lines[:3]), "".join(lines[3:9]), lines[9]]
    assert "7 处在句中断行" in reading.doubts[0]


def test_ordinary_lines_are_never_joined():
    """Headings without a mark at the end, short lines and lists stay paragraphs of their own."""
    lines = ["2023年工作回顾", "一、坚持稳中求进，经济运行回升向好", "（一）工业", "全年增长5%，其中", "农业增长4%"]
    assert texts(read_plain("\n".join(lines))) == lines


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "空文件"),
        (b"\xef\xbb\xbf \r\n", "空文件"),
        ("\u3000\n\u3000".encode(), "没有文字"),
        (b"y" * 4000, "不是可读的文字"),
        (bytes((i * 7919 + i * i * 31) % 256 for i in range(3000)), "不是可读的文字"),
        ("\n".join(["政策", "+", "上级文件", "规范性文件", "首页"] * 20).encode(), "导航"),
    ],
    ids=["empty", "only a mark", "blanks", "one letter", "noise", "menus"],
)
def test_what_is_no_text_is_refused_by_name(data, why):
    """The message says which file and why."""
    with pytest.raises(SourceError, match=rf"^x\.txt：.*{why}"):
        read(data, "x.txt")


@given(
    st.lists(
        st.sampled_from([*BODY, "来源：湖南日报", "打印本页", "- 3 -", "》。", "各位代表：", "附件：", "", " \u3000"]),
        max_size=40,
    )
)
def test_no_character_is_lost(lines):
    """Whatever lines come together: blocks and dropped pieces are the source, in order."""
    source = "\n".join(lines)
    try:
        reading = read_plain(source)
    except SourceError:
        return
    assert_nothing_lost(source, reading)


@pytest.mark.corpus
def test_no_character_of_the_real_reports_is_lost(shared):
    """All 422 reports, faults and all: every character is in the blocks or in what was dropped; of a third, every sign."""
    with gzip.open(shared / "data" / "reports" / "reports.jsonl.gz", "rt", encoding="utf-8") as lines:
        sources = [json.loads(line)["text"] for line in lines]
    assert len(sources) == 422
    for number, source in enumerate(sources):
        reading = read_plain(source)
        pieces = "\n".join([*texts(reading), *(d.text for d in reading.dropped)])
        restored = restore_escapes(source)[0]
        assert characters(pieces) == characters(restored)
        if number % 3 == 0:
            assert_nothing_lost(source, reading)
        # Where lines were joined, a figure that was cut is whole again, and its signs are fewer.
        if number % 3 == 0 and not any("断行" in doubt for doubt in reading.doubts):
            assert Counter(sign_list(sign_key(pieces))) == Counter(sign_list(sign_key(restored)))
