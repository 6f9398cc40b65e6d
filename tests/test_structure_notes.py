"""Glossaries and other appendices: the layouts of real reports, the terms of an entry, marks in the running text."""

import pytest

from indexer.document import Block, Facts, Reading
from indexer.structure import build_document
from indexer.structure.appendix import is_glossary_heading
from indexer.structure.marks import find_note_marks
from indexer.structure.notes import read_entry
from indexer.structure.terms import read_terms

CLOSING = "各位代表，让我们团结一致，为实现目标而努力奋斗！"


def parsed(text, kind="paragraph"):
    """A report that ends with the lines of ``text``."""
    lines = [line.strip() for line in text.strip().splitlines() if line.strip()]
    opening = (
        Block("各位代表："),
        Block("一、2023年工作回顾"),
        Block("成绩很大。"),
        Block("二、2024年工作安排"),
        Block(CLOSING),
    )
    notes = tuple(Block(line, kind=kind if "｜" in line else "paragraph") for line in lines)
    return build_document("x", Reading((*opening, *notes)), Facts(), "")


def entries(document):
    """(term, definition) of each definition."""
    return [(definition.term, definition.definition) for definition in document.definitions]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "名词解释\n1.“两重”：重大战略。\n2.PM2.5:又称细颗粒物。",
            [("两重", "重大战略。"), ("PM2.5", "又称细颗粒物。")],
        ),
        (
            "名词解释：\n1．GDP：总值。\n2．10种有色金属：铜、铝等。",
            [("GDP", "总值。"), ("10种有色金属", "铜、铝等。")],
        ),
        ("附：名词解释\n1、“1+2+1+N”社区治理：一个核心。", [("1+2+1+N社区治理", "一个核心。")]),
        (
            "※名词解释※\n[1].安全行动：甲。(见第2页)\n[2] 三种专利：乙。（见第3页）",
            [("安全行动", "甲。"), ("三种专利", "乙。")],
        ),
        (
            "有关名词解释\n〔1〕“蚂蚁金服”普惠金融：甲。\n〔2〕两免：乙。",
            [("蚂蚁金服普惠金融", "甲。"), ("两免", "乙。")],
        ),
        ("名词解释：\n【1】区委“1135”：甲。\n【2】四上：乙。", [("区委1135", "甲。"), ("四上", "乙。")]),
        (
            "注释\n［1］一降三减：\n全年火灾起数下降。\n［2］五互一共：\n互联互通。",
            [("一降三减", "全年火灾起数下降。"), ("五互一共", "互联互通。")],
        ),
        (
            "名词解释\n六重：指重大设施等。\nBT-IT融合：指技术融合。",
            [("六重", "指重大设施等。"), ("BT-IT融合", "指技术融合。")],
        ),
        ("名词解释\n1.“两重”、“两新”：甲；乙。", [("两重", "甲"), ("两新", "乙。")]),
        (
            "名词解释\n1.[“1+5”专项整治]即违建等。\n2.[两不见面]指网上申请。",
            [("1+5专项整治", "即违建等。"), ("两不见面", "指网上申请。")],
        ),
        (
            "名词解释\n1.三力：甲。\n2.三区：乙。\n3.招商：丙。\n3.工改：丁。",
            [("三力", "甲。"), ("三区", "乙。"), ("招商", "丙。"), ("工改", "丁。")],
        ),
        (
            "名词解释\n1.1310：一个目标。\n2.14大产业：甲。\n3.2025年10件实事：乙。",
            [("1310", "一个目标。"), ("14大产业", "甲。"), ("2025年10件实事", "乙。")],
        ),
        ("名词解释\n1.“四上”企业（P2，P15）:规模以上企业。", [("四上", "规模以上企业。")]),
    ],
)
def test_each_layout_gives_its_entries(text, found):
    """The ten layouts of real glossaries give terms and definitions, each note one passage."""
    document = parsed(text)
    assert entries(document) == found
    notes = [passage for passage in document.passages if passage.kind == "note"]
    assert len({definition.passage for definition in document.definitions}) == len(notes)
    assert {note.part for note in notes} == {"note"}


def test_a_note_that_defines_nothing_is_a_note_without_a_term():
    """[1] 2017年全区财政总收入为… (罗湖 2018) is counted as a note and gives no definition."""
    document = parsed("名词解释：\n[1] 2017年全区财政总收入为389亿元，其中含补助。\n[2] 三种专利：发明专利等。")
    assert sum(passage.kind == "note" for passage in document.passages) == 2
    assert [definition.term for definition in document.definitions] == ["三种专利"]


def test_lists_inside_a_definition_belong_to_it():
    """一是、二是 or ① on lines of their own go on with the entry before them; they are no entries."""
    document = parsed("名词解释\n1.三项行动：包括：\n①扶贫；\n②就业。\n2.两新：设备更新。")
    assert entries(document) == [("三项行动", "包括：\n①扶贫；\n②就业。"), ("两新", "设备更新。")]


def test_a_glossary_ends_where_another_appendix_or_the_frame_of_a_page_begins():
    """A task list after the glossary is an appendix of its own, and share bars are no notes."""
    tasks = "附件2\n2024年民生实事\n1. 平湖中学投入使用。牵头单位：区教育局\n2. 新增幼儿园10所。牵头单位：区教育局"
    document = parsed(f"附件1\n名词解释\n1. 先租后让：指租赁。\n2. 联合竞买：指竞买。\n{tasks}")
    assert [definition.term for definition in document.definitions] == ["先租后让", "联合竞买"]
    assert [(s.heading, s.part) for s in document.sections[-2:]] == [
        ("名词解释", "appendix"),
        ("2024年民生实事", "appendix"),
    ]
    framed = parsed("名词解释\n1.两新：设备更新。\n（责任编辑：石兰兰）\n分享到：\nQQ空间")
    assert sum(passage.part == "note" for passage in framed.passages) == 1


def test_an_appendix_before_the_glossary_has_headings_of_its_own():
    """附件1 with 一、 to 三、 is no glossary; its headings stand below it, one level deeper."""
    document = parsed(
        "附件1\n2016年十件民生实事\n一、稳就业。新增岗位。\n二、办教育。新增学位。\n附件2\n名词解释\n1.两新：设备更新。"
    )
    tasks, glossary = document.sections[-2:]
    assert (tasks.heading, tasks.level, [sub.heading for sub in tasks.sections]) == (
        "2016年十件民生实事",
        1,
        ["一、稳就业", "二、办教育"],
    )
    assert {sub.level for sub in tasks.sections} == {2}
    assert glossary.heading == "名词解释"
    assert document.sections[0].heading == "一、2023年工作回顾"


def test_names_of_attachments_are_no_glossary():
    """附件： with the names of files is an appendix without notes."""
    document = parsed("附件：\n1．附件1：有关名词解释.doc\n2．附件2：2019年宝安区民生实事项目.doc")
    assert document.definitions == ()
    assert {passage.part for passage in document.passages[5:]} == {"appendix"}


def test_a_glossary_in_a_table_is_read_by_its_cells():
    """Rows of 序号, 名词, 解释 are entries; the row of the column names is none."""
    document = parsed(
        "名词解释\n序号｜名词｜解释\n1｜六个攻坚行动｜为完成目标。\n2｜两个毫不动摇｜毫不动摇巩固。", kind="row"
    )
    assert entries(document) == [("六个攻坚行动", "为完成目标。"), ("两个毫不动摇", "毫不动摇巩固。")]


def test_footnotes_of_the_format_are_notes():
    """Blocks that the format calls notes are notes, wherever they stand, and define what they define."""
    blocks = (Block("各位代表："), Block("六重平台建设加快。"), Block("六重：指重大设施。", kind="note"))
    document = build_document("x", Reading(blocks), Facts(), "")
    assert (document.passages[2].kind, document.passages[2].part) == ("note", "note")
    assert entries(document) == [("六重", "指重大设施。")]


@pytest.mark.parametrize(
    "line",
    [
        "名词解释",
        "有关名词解释",
        "名词解释：",
        "※名词解释※",
        "*名词解释",
        "附：名词解释",
        "附件2 名词解释",
        "[名词解释]",
        "《政府工作报告》有关内容名词注释",
        "政府工作报告名词、术语注释",
        "注释",
        "名 词 解 释",
        "附：短语说明",
        "附件一：名词解释",
    ],
)
def test_headings_of_glossaries_have_many_forms(line):
    """All forms found in real reports are known."""
    assert is_glossary_heading(line)


@pytest.mark.parametrize(
    "line", ["1．附件：名词解释.docx", "对名词解释如下，请予审议", "附件1", "附件：1. 政府工作报告名词、术语注释"]
)
def test_names_of_files_and_sentences_head_no_glossary(line):
    """A glossary is headed by a line of its own, not by the name of a file or a sentence."""
    assert not is_glossary_heading(line)


@pytest.mark.parametrize(
    ("label", "definition", "terms"),
    [
        ("“三高四新”战略", "打造高地", [("三高四新", "“三高四新”战略", "打造高地")]),
        ("“6S”管理", "整理", [("6S", "“6S”管理", "整理")]),
        ("“1+3”财政金融互动", "方案", [("1+3财政金融互动", "“1+3”财政金融互动", "方案")]),
        ("“六稳”“六保”任务", "稳；保", [("六稳", "“六稳”", "稳"), ("六保", "“六保”", "保")]),
        (
            "“四旁”、“五边”",
            "“四旁”为村旁；“五边”为山边。",
            [("四旁", "“四旁”", "“四旁”为村旁"), ("五边", "“五边”", "“五边”为山边。")],
        ),
        (
            "一单制、一箱制",
            "一单制指单证；一箱制指不换箱。",
            [("一单制", "一单制", "一单制指单证"), ("一箱制", "一箱制", "一箱制指不换箱。")],
        ),
        (
            "碳捕获、利用及封存技术",
            "将碳分离；封存。",
            [("碳捕获、利用及封存技术", "碳捕获、利用及封存技术", "将碳分离；封存。")],
        ),
        (
            "“揭榜挂帅”“赛马制”",
            "一种机制，谁行谁上",
            [("揭榜挂帅", "“揭榜挂帅”", "一种机制，谁行谁上"), ("赛马制", "“赛马制”", "一种机制，谁行谁上")],
        ),
    ],
)
def test_labels_are_cut_into_terms_and_definitions_divided(label, definition, terms):
    """Several quoted terms share the definition where it plainly divides; where not, each has the whole."""
    assert [(term.term, term.label, term.definition) for term in read_terms(label, definition)] == terms


def test_a_colon_inside_quotes_does_not_end_the_label():
    """The label ends at the first colon outside quotes, brackets and titles, and never after a full stop."""
    assert read_entry("3.“让：改”工作（见：附录）：稳步推进。") == (3, "“让：改”工作（见：附录）", "稳步推进。")
    assert read_entry("4.全年收入增长。其中：税收增长。") == (4, None, "全年收入增长。其中：税收增长。")


@pytest.mark.parametrize(
    ("text", "marks"),
    [
        ("“六稳”[14]工作", ["[14]"]),
        ("“1135”【1】发展思路，“两新”［2］项目，蚂蚁〔3〕金服", ["【1】", "［2］", "〔3〕"]),
        ("根据国发〔2022〕2号和国办发〔15〕号文件", []),
        ("①补充配置；②完善设施", []),
        ("[1] [2] [3] 下一页", []),
        ("[1]三种专利：发明专利", []),
    ],
)
def test_marks_of_notes_are_told_from_words(text, marks):
    """Marks in running text are found; document numbers, pagers, list numbers and the number of a note are not."""
    assert [span.of(text) for span in find_note_marks(text)] == marks
