"""A document made of blocks: what always holds, the real report of 荷塘 2021, title blocks, parts, pages and doubts."""

import json
import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.document import BODY_PARTS, Block, Facts, Reading, Span
from indexer.readers import read
from indexer.structure import build_document

HETANG = "430202-hetang-2021-gwr"


def parsed(*lines):
    """The document of paragraphs; one argument is cut into its lines."""
    texts = [line.strip() for line in lines[0].splitlines() if line.strip()] if len(lines) == 1 else lines
    return build_document("x", Reading(tuple(Block(text) for text in texts)), Facts(), "")


def walk(sections):
    """All sections of a tree, parents first."""
    for section in sections:
        yield section
        yield from walk(section.sections)


@pytest.fixture(scope="module")
def hetang(root):
    """The real report, read and structured."""
    return build_document(
        HETANG, read((root / "corpus" / HETANG / "source.txt").read_bytes(), "source.txt"), Facts(), ""
    )


def tree(document):
    """What the golden file holds: of each passage its place and its beginning, of each section its bounds."""
    return {
        "passages": [
            {"number": p.number, "kind": p.kind, "part": p.part, "path": list(p.path), "begins": p.text[:20]}
            for p in document.passages
        ],
        "sections": [
            {"level": s.level, "part": s.part, "heading": s.heading, "first": s.first, "last": s.last}
            for s in walk(document.sections)
        ],
        "definitions": [
            {"term": d.term, "label": d.label, "passage": d.passage, "definition": d.definition}
            for d in document.definitions
        ],
    }


def test_the_real_report_is_the_golden_tree(hetang, root):
    """荷塘 2021 comes out as the tree that a person has read; BAOGAO_REWRITE_GOLDEN=1 writes it anew."""
    path = root / "tests" / "golden" / f"{HETANG}.json"
    if os.environ.get("BAOGAO_REWRITE_GOLDEN"):
        path.write_text(json.dumps(tree(hetang), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    assert tree(hetang) == json.loads(path.read_text(encoding="utf-8"))


def test_the_real_report_has_its_sections(hetang):
    """荷塘 2021 has sections with 6, 0 and 10 subsections, one reviewing, two planning, and an appendix of notes."""
    body = [section for section in hetang.sections if section.part in BODY_PARTS]
    assert [(section.level, section.part, len(section.sections)) for section in body] == [
        (1, "review", 6),
        (1, "plan", 0),
        (1, "plan", 10),
    ]
    assert {sub.level for section in body for sub in section.sections} == {2}
    assert body[0].sections[0].heading == "（一）产业项目建设逆势挺进"
    notes = [passage for passage in hetang.passages if passage.kind == "note"]
    assert len(notes) == 9
    assert {note.part for note in notes} == {"note"}
    assert hetang.sections[-1].heading == "《政府工作报告》有关名词解释"


def test_the_real_report_defines_ten_terms(hetang):
    """The nine notes define ten terms; the first note gives each of its two terms its half."""
    terms = [definition.term for definition in hetang.definitions]
    assert " ".join(terms) == (
        "六稳 六保 弹性年期出让 一达标两不愁三保障 四治一改 三高四新 五控 6S 四个最严 民生实事人大代表票决候选事项"
    )
    labels = {definition.term: definition.label for definition in hetang.definitions}
    assert (labels["三高四新"], labels["6S"]) == ("“三高四新”战略", "“6S”管理")
    first, second = hetang.definitions[:2]
    assert first.definition == "指稳就业、稳金融、稳外贸、稳外资、稳投资、稳预期"
    assert second.definition == ("保居民就业、保基本民生、保市场主体、保粮食能源安全、保产业链供应链稳定、保基层运转。")


def test_what_follows_the_last_subsection_belongs_to_the_section(hetang):
    """与此同时 and 各位代表 end a run-in subsection: 过去五年… stands below part one, not below （六）."""
    first = hetang.sections[0]
    assert first.sections[-1].first == first.sections[-1].last
    later = [p for p in hetang.passages if p.text.startswith(("与此同时", "过去五年"))]
    assert len(later) == 6
    assert {passage.path for passage in later} == {(first.heading,)}


def test_the_title_block_is_told_and_its_wrapped_lines_are_joined(hetang):
    """The date and the meeting on two lines are one passage with the line break in it; all four lines are title."""
    titles = [passage.text for passage in hetang.passages if passage.part == "title"]
    assert titles == [
        "区五届人大\n六次会议材料",
        "政 府 工 作 报 告",
        "——2021年2月3日在株洲市荷塘区\n第五届人民代表大会第六次会议上",
        "区人民政府代区长  罗鹏程",
    ]


_TYPICAL = """政府工作报告
各位代表：
各位代表，让我们奋斗！
一、2023年工作回顾
二、2024年工作安排
（一）做强产业。引进项目37个。
（二）城市品质加快提升
与此同时，工会工作取得新进步。
名词解释
1.“两重”：国家战略。
2.GLP：
附件2
[1]“三区”：三个区。
一是稳增长；二是促改革。
2023年工作回顾
五、大力加强队伍建设；
“六稳”[14]工作""".splitlines()
_LINES = st.lists(
    st.one_of(
        st.sampled_from(_TYPICAL),
        st.text(alphabet="一二（）()、。；：:“”1.[]\n 　\u200b报告附件", max_size=30),
    ),
    max_size=25,
)


@given(_LINES)
def test_nothing_is_lost_and_all_spans_are_exact(lines):
    """The text is the blocks; passages are what stands at their spans, disjoint, in order and numbered."""
    document = build_document("x", Reading(tuple(Block(line) for line in lines)), Facts(), "")
    assert document.text == "\n".join(lines)
    assert [passage.number for passage in document.passages] == list(range(1, len(document.passages) + 1))
    end = 0
    for passage in document.passages:
        assert passage.span.start >= end
        assert not document.text[end : passage.span.start].replace("\u200b", "").strip()
        assert passage.span.of(document.text) == passage.text == passage.text.strip() != ""
        assert all(mark.end <= len(passage.text) for mark in passage.note_marks)
        end = passage.span.end
    assert not document.text[end:].replace("\u200b", "").strip()


@given(_LINES)
def test_sections_nest_and_agree_with_the_paths(lines):
    """Sections hold their subsections, siblings do not overlap, and passages have the path of the section around."""
    document = build_document("x", Reading(tuple(Block(line) for line in lines)), Facts(), "")

    def check(sections, first, last, level, path):
        at = first
        for section in sections:
            assert at <= section.first <= section.last <= last
            assert section.level > level
            assert section.span.of(document.text) == section.heading
            assert all(
                passage.path[: len(path)] == path for passage in document.passages[section.first - 1 : section.last]
            )
            check(section.sections, section.first, section.last, section.level, (*path, section.heading))
            at = section.last + 1

    check(document.sections, 1, len(document.passages), 0, ())
    headings = [section.heading for section in walk(document.sections)]
    assert all(heading in headings for passage in document.passages for heading in passage.path)


@pytest.mark.parametrize(
    ("lines", "titles"),
    [
        (["政府工作报告", "（2020年1月9日在定兴县第十五届人民代表大会第四次会议上）", "吴 鹏", "各位代表："], 3),
        (["政府工作报", "告", "——2021年3月5日在第十三届全国人民代表大会第四次会议上", "各位代表："], 2),
        (["夯实基础 提速发展——在县十五届人大一次会议上的政府工作报告", "各位委员：", "现在，我代表县政府报告。"], 1),
        (["2月3日，省十四届人大五次会议开幕。省长作政府工作报告。记者 摄", "政府工作报告", "各位代表："], 2),
        (["国务院关于加强监管的意见", "国发〔2019〕5号", "各省、自治区、直辖市人民政府，国务院各部委："], 2),
        (["各位代表：", "现在，我代表市人民政府向大会报告工作。"], 0),
        (["2023年工作回顾", "一年来，我们坚持稳中求进，经济总量、财政收入、居民收入都保持较快增长，民生持续改善。"], 0),
    ],
)
def test_the_title_block_ends_where_the_body_begins(lines, titles):
    """Title lines are told by what follows: address, addressee, heading or full paragraph; most texts have none."""
    assert sum(passage.part == "title" for passage in parsed(*lines).passages) == titles


def test_a_block_is_parted_at_its_line_breaks_only_where_paragraphs_end():
    """池州 2023 has 175 line breaks in three paragraphs: each line is a passage, but a line that runs on is not cut."""
    lines = [
        "（一）聚焦稳增长、提质效，经济运行稳中向好",
        "2022年极为重要。",
        "——经济稳中快进。全年生产总值突破千亿元关口，\n财政收入增长8%。",
        "总投资超百亿元的宝镁轻合金项目主体工程\n全面实施。",
    ]
    assert [passage.text for passage in parsed("\n".join(lines), "各位代表！").passages[:-1]] == lines


def test_a_report_in_one_paragraph_stays_one_passage():
    """枣庄 2024 is one paragraph: canonical text is not cut where the source has no break."""
    document = parsed(
        "各位代表： 现在，我代表市人民政府报告工作。一、2023年工作回顾 过去一年，成绩很大。二、2024年工作安排", ""
    )
    assert len(document.passages) == 1
    assert document.sections == ()


def test_pages_rows_and_marks_of_the_format_stay_with_their_passages():
    """Page, printed page, kind and note marks of a block are those of its passage, counted from its first character."""
    block = Block("  “六稳”① 工作", page=3, page_label="- 1 -", note_marks=(Span(6, 7),))
    row = Block("序号｜项目", kind="row", page=4)
    passages = build_document("x", Reading((block, row)), Facts(), "").passages
    assert (passages[0].page, passages[0].page_label) == (3, "- 1 -")
    assert [mark.of(passages[0].text) for mark in passages[0].note_marks] == ["①"]
    assert (passages[1].kind, passages[1].page) == ("row", 4)


@pytest.mark.parametrize(
    ("headings", "parts"),
    [
        (["一、2023年工作回顾", "二、2024年重点工作", "三、加强政府自身建设"], ["review", "plan", "plan"]),
        (["一、关于2019年工作", "二、关于2020年工作"], ["review", "plan"]),
        (["一、过去五年工作回顾", "二、存在的问题", "三、今后五年的目标任务"], ["review", "review", "plan"]),
        (
            ["一、回顾", "二、“十四五”时期发展成就和“十五五”时期目标任务", "三、2026年重点工作"],
            ["review", "body", "plan"],
        ),
        (["一、关于社会主义革命", "二、关于人民生活", "三、关于国内外团结"], ["body", "body", "body"]),
    ],
)
def test_review_and_plan_are_told_by_the_headings(headings, parts):
    """A heading tells what its section does; where it tells both or nothing, the part is body."""
    document = parsed(*[line for heading in headings for line in ("各位代表：", heading, "这里是正文，有许多内容。")])
    assert [section.part for section in document.sections] == parts
    told = {p.part for p in document.passages if p.path[:1] == (document.sections[0].heading,)}
    assert told == {parts[0]}


def test_doubts_say_what_is_missing():
    """Marks without notes, a gap in the numbers and a glossary that is only a file name are told in plain sentences."""
    marks = parsed("各位代表：", "“六稳”[14]工作扎实推进。", "“六保”[15]任务全面落实。")
    assert "正文有 2 处注释标记，文中没有找到注释。" in marks.doubts
    gap = parsed("各位代表：", "各位代表，让我们奋斗！", "名词解释", "1.两新：设备更新。", "3.两重：重大战略。")
    assert "附录“名词解释”的编号不连续，缺第 2 条，请对照原文。" in gap.doubts
    only = parsed("各位代表：", "各位代表，让我们奋斗！", "附件：", "1．附件：名词解释.docx", "附件：名词解释")
    assert any(doubt.startswith("附录“附件：名词解释”只有标题") for doubt in only.doubts)


def test_hints_of_the_container_come_last():
    """The page's address is taken, its date, which is that of the publication, is not; the text's title wins."""
    hints = {
        "url": "https://www.example.gov.cn/a.html",
        "date": "2021-03-15",
        "title": "2020年长沙市政府工作报告",
        "name": "x.html",
    }
    blocks = (
        Block("政府工作报告"),
        Block("——2021年2月3日在株洲市荷塘区第五届人民代表大会第六次会议上"),
        Block("各位代表："),
    )
    facts = build_document("x", Reading(blocks, hints=hints), Facts(), "").facts
    assert (facts.url, facts.date, facts.title) == (hints["url"], "2021-02-03", "政府工作报告")
    bare = build_document(
        "x", Reading((Block("各位代表："),), hints={"url": "javascript:x", "date": "2021-03-15"}), Facts(), ""
    )
    assert (bare.facts.url, bare.facts.date) == (None, None)
