"""Headings without markup: all forms of numbering, headings that run in, and lines that only look like headings."""

import pytest

from indexer.document import Block, Facts, Reading
from indexer.structure import build_document
from indexer.structure.headings import han_number, read_heading

TEXT = "这里是正文，讲到许多具体的工作和成绩，字数要比一行标题多得多，所以不会被当作标题，读者一看便知。"


def parsed(text):
    """The document of the lines of ``text``; a line of one 文 is a paragraph of ordinary text."""
    lines = [line.strip() for line in text.strip().splitlines()]
    blocks = tuple(Block(TEXT if line == "文" else line) for line in lines if line)
    return build_document("x", Reading((Block("各位代表："), *blocks)), Facts(), "")


def outline(sections):
    """The tree as nested lists: (level, heading, children)."""
    return [(section.level, section.heading, outline(section.sections)) for section in sections]


def headings(document):
    """All headings, in order."""
    found = []
    for section in document.sections:
        stack = [section]
        while stack:
            one = stack.pop(0)
            found.append(one.heading)
            stack = [*one.sections, *stack]
    return found


@pytest.mark.parametrize(
    ("line", "style", "ordinal", "heading"),
    [
        ("一、2023年工作回顾", "han", 1, "一、2023年工作回顾"),
        ("二、1981年国民经济计划的任务", "han", 2, "二、1981年国民经济计划的任务"),
        ("二十一、加强队伍建设", "han", 21, "二十一、加强队伍建设"),
        ("一、加快产业转型升级。坚持创新驱动。", "han", 1, "一、加快产业转型升级"),
        ("（一）城市品质加快提升。路网建设全面铺开。", "bracket", 1, "（一）城市品质加快提升"),
        ("(三)全面深化改革开放，激发活力。", "bracket", 3, "(三)全面深化改革开放，激发活力"),
        ("1.攻坚重大项目，带动产业强链。巩固成效。", "arabic", 1, "1.攻坚重大项目，带动产业强链"),
        ("2．完善“健康码”管理", "arabic", 2, "2．完善“健康码”管理"),
        (
            "1、主要经济指标：全年实现本地生产总值3206.57亿元，在全市各区中排名第一，增长10.4%。",
            "arabic",
            1,
            "1、主要经济指标",
        ),
        ("第一章 总则", "chapter", 1, "第一章 总则"),
        ("第十二条 为了规范行政行为，制定本办法。", "article", 12, "第十二条"),
        ("二、坚持“稳中求进。”的要求", "han", 2, "二、坚持“稳中求进。”的要求"),
    ],
)
def test_every_form_of_numbering_is_read(line, style, ordinal, heading):
    """Numbers in all forms give style, ordinal and the heading, which ends before the first full stop."""
    found = read_heading(0, line)
    assert found is not None
    assert (found.style, found.ordinal, line[: found.length]) == (style, ordinal, heading)


@pytest.mark.parametrize(
    "line", ["2023年全市生产总值增长", "3.5%的增长来之不易", "第三条款所说的", "一是稳增长", "——跃居百强", "十分重要"]
)
def test_figures_and_words_are_no_numbers_of_headings(line):
    """Years, decimals, 一是 and dashes do not number a heading."""
    assert read_heading(0, line) is None


@pytest.mark.parametrize(
    ("text", "value"), [("一", 1), ("十", 10), ("十九", 19), ("二十", 20), ("一百零三", 103), ("九百九十九", 999)]
)
def test_chinese_numerals_have_their_values(text, value):
    """Numerals up to 999 are read as numbers."""
    assert han_number(text) == value


def test_levels_follow_the_numbering():
    """一、 is level 1, （一） level 2, 1. level 3, and each holds what stands below it."""
    document = parsed("一、回顾\n文\n（一）产业\n文\n1.工业\n文\n2.农业\n文\n（二）民生\n文\n二、部署\n文")
    assert outline(document.sections) == [
        (1, "一、回顾", [(2, "（一）产业", [(3, "1.工业", []), (3, "2.农业", [])]), (2, "（二）民生", [])]),
        (1, "二、部署", []),
    ]
    assert document.passages[5].path == ("一、回顾", "（一）产业")
    assert [(s.first, s.last) for s in document.sections] == [(2, 11), (12, 13)]


def test_arabic_numbers_may_run_on_through_the_sections():
    """泰州 2024 counts 1. to 9. through （一）, （二） and （三）: none is lost."""
    document = parsed(
        "二、任务\n（一）产业\n1.甲乙丙。工业。\n2.丁戊己。农业。\n（二）城市\n3.庚辛壬。交通。\n4.子丑寅。环境。\n三、自身建设\n文"
    )
    assert [heading[:2] for heading in headings(document)] == ["二、", "（一", "1.", "2.", "（二", "3.", "4.", "三、"]


def test_a_heading_that_runs_in_leaves_its_paragraph_whole():
    """The section's span is the heading alone; the passage is the whole paragraph and is no heading."""
    document = parsed("（一）产业项目逆势挺进。引进项目37个。\n（二）城市品质提升。完成改造68个。")
    passage, section = document.passages[1], document.sections[0]
    assert (passage.kind, passage.text) == ("paragraph", "（一）产业项目逆势挺进。引进项目37个。")
    assert section.span.of(document.text) == section.heading == "（一）产业项目逆势挺进"
    assert (section.first, section.last) == (2, 2)


@pytest.mark.parametrize(
    "closing", ["各位代表，成绩来之不易。", "与此同时，工会等工作取得新进步。", "各位代表！让我们团结奋斗！"]
)
def test_the_speaker_turning_to_the_house_ends_a_subsection(closing):
    """What the speaker then says belongs to the section, not to its last subsection."""
    document = parsed(
        f"一、回顾\n（一）产业提升。甲。\n（二）城市提升。乙。\n{closing}\n过去五年，是提升的五年。\n二、部署\n文"
    )
    assert document.passages[4].path == document.passages[5].path == ("一、回顾",)


def test_subsections_of_one_paragraph_each_do_not_take_what_follows_the_last():
    """Where each of several subsections is one paragraph, so is the last."""
    document = parsed("一、回顾\n（一）甲。子。\n（二）乙。丑。\n（三）丙。寅。\n我们也看到困难和不足。\n二、部署\n文")
    assert document.passages[5].path == ("一、回顾",)


@pytest.mark.parametrize(
    "text",
    [
        "五、大力加强马克思主义理论队伍的建设。\n文",
        "要做好以下工作：\n一、批评自由化思潮的错误观点；\n二、进行基本原则的教育；\n三、大力加强理论队伍的建设。\n文",
        "一、平湖中学改扩建工程投入使用。\n二、仙田学校新建工程部分投入使用。\n三、木棉湾小学完成主体结构。\n四、新增幼儿园10所。",
        "文\n文\n与此同时，各项工作都取得新进步。\n文",
        "2023年，全市生产总值增长5.6%。\n3.5%的增长来之不易。\n1.2万人实现就业。\n文",
    ],
)
def test_items_of_lists_and_plain_paragraphs_are_no_headings(text):
    """A lone number, items that end in ； or stand one upon the other, and texts without numbers give no heading."""
    assert parsed(text).sections == ()


def test_a_list_within_a_section_does_not_take_its_number():
    """1987 has a list 一、 to 五、 between its headings 三、 and 四、: the next heading is still 四、."""
    listed = "一、批评错误观点；\n二、进行原则教育；\n三、加强舆论阵地；\n四、改进思想工作；\n五、大力加强队伍建设。"
    document = parsed(f"一、形势\n文\n二、方针\n文\n三、改革\n文\n{listed}\n四、团结\n文")
    assert headings(document) == ["一、形势", "二、方针", "三、改革", "四、团结"]


def test_one_missing_number_does_not_break_a_run():
    """马鞍山 2024 lost a paragraph: （一）, （二）, （四） are still headings of one section."""
    document = parsed("一、回顾\n（一）甲\n文\n（二）乙\n文\n（四）丁\n文\n（五）戊\n文\n二、部署\n文")
    assert headings(document) == ["一、回顾", "（一）甲", "（二）乙", "（四）丁", "（五）戊", "二、部署"]


def test_a_text_cut_at_the_beginning_keeps_its_headings():
    """龙岗 2014 begins in the middle: its only main heading left, 二、2014年工作任务, is one, and plan."""
    document = parsed("文\n二、2014年工作任务\n文\n（一）坚持改革\n文\n（二）坚持创新\n文")
    assert outline(document.sections) == [
        (1, "二、2014年工作任务", [(2, "（一）坚持改革", []), (2, "（二）坚持创新", [])])
    ]
    assert document.sections[0].part == "plan"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "2023年工作回顾\n文\n2024年工作安排\n文\n全面加强政府自身建设\n文",
            ["2023年工作回顾", "2024年工作安排", "全面加强政府自身建设"],
        ),
        ("2018年工作回顾\n文\n一、甲乙\n文\n二、丙丁\n文\n2019年主要工作\n文\n一、子丑\n文\n二、寅卯\n文", None),
        (
            "2024年工作回顾\n文\n我们坚持发展定力，经济运行跑出新速度\n文\n我们坚持提质增效，产业发展取得新突破\n文",
            None,
        ),
    ],
)
def test_short_lines_without_a_number_are_headings(text, found):
    """岳阳, 四川, 光明 and 遂宁 have headings without number; the main parts are level 1, others stand below."""
    document = parsed(text)
    expected = found or [line for line in text.splitlines() if line != "文"]
    assert headings(document) == expected
    assert {section.level for section in document.sections} == {1}
    assert all("年" in section.heading or "建设" in section.heading for section in document.sections)


def test_a_line_broken_off_in_a_sentence_is_no_heading():
    """Where links became lines of their own, a short line between paragraphs is part of a sentence."""
    broken = "\n".join(
        f"{TEXT[:45]}通过了\n中华人民共和国宪法第{i}修正案草案\n并且决定予以公布。" for i in "一二三四五"
    )
    assert parsed(broken).sections == ()


def test_headings_that_the_format_names_are_headings():
    """A block that its format marks as a heading is one, whatever it looks like."""
    blocks = (
        Block("各位代表："),
        Block("经济", kind="heading"),
        Block(TEXT),
        Block("社会", kind="heading"),
        Block(TEXT),
    )
    document = build_document("x", Reading(blocks), Facts(), "")
    assert headings(document) == ["经济", "社会"]
    assert document.passages[1].kind == "heading"


def test_regulations_have_chapters_and_articles():
    """第一章 holds 第一条, whose heading is the number alone; items （一） that end in ； are no headings."""
    document = parsed(
        "第一章 总则\n第一条 为了规范行政行为，制定本办法。\n第二条 本办法所称事项包括：\n（一）规划；\n（二）项目。\n"
        "第二章 附则\n第三条 本办法自公布之日起施行。"
    )
    assert outline(document.sections) == [
        (1, "第一章 总则", [(3, "第一条", []), (3, "第二条", [])]),
        (1, "第二章 附则", [(3, "第三条", [])]),
    ]
