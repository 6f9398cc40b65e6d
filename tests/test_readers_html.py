"""Web pages: paragraphs as a reader sees them, the text and not what surrounds it, and an account of the rest."""

import random
import re

import pytest

from indexer.document import Span
from indexer.errors import SourceError
from indexer.readers import read
from indexer.readers.html import MAX_TAGS, declared_charset, read_html

PARAGRAPH = "过去一年，我们坚持稳中求进，全力做好各项工作，地区生产总值增长6.5%，民生事业持续改善。"
BODY = "".join(f"<p>{n}、{PARAGRAPH}</p>" for n in "一二三四五六七八")


def page(body, head="", charset="utf-8"):
    """A page with a body and a head, as bytes."""
    return f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>".encode(charset)


def texts(reading):
    """The texts of the blocks of a reading."""
    return [block.text for block in reading.blocks]


def dropped(reading):
    """Reason and text of what was left out and has a text."""
    return [(piece.reason, piece.text) for piece in reading.dropped if piece.text]


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        (
            "<p>落实“<b>六</b><span>稳</span>”工作，<a href=#a>优化营商</a>环境。</p>",
            ["落实“六稳”工作，优化营商环境。"],
        ),
        ("<p><span>2015</span><span>年，全县</span></p>", ["2015年，全县"]),
        ("<p>持续扩大内需</p><p>补齐民生短板</p>", ["持续扩大内需", "补齐民生短板"]),
        ("<div>甲。<div>乙。</div>丙。</div>", ["甲。", "乙。", "丙。"]),
        ("<font>　　各位代表：<BR>&nbsp;<BR>\n　　现在报告。<br/></font>", ["各位代表：", "现在报告。"]),
        ("<p>全县\n  上下 同心</p>", ["全县上下 同心"]),
        ("<p>GDP\n growth</p>", ["GDP growth"]),
        ("<pre>第一行。\n第二行。</pre>", ["第一行。", "第二行。"]),
        ("<ul><li>甲。</li><li>乙。</li></ul>", ["甲。", "乙。"]),
        ("<wbr><p>甲。</p><p>乙。</p></wbr>", ["甲。", "乙。"]),
        ("<p>R&amp;D、5&lt;6、&ldquo;六稳&rdquo;</p>", ["R&D、5<6、“六稳”"]),
        ("<p>增长10<sup>2</sup>倍，面积5m<sup>2</sup>。", ["增长102倍，面积5m2。"]),
    ],
)
def test_a_paragraph_is_what_a_reader_sees_as_one(markup, expected):
    """Inline elements are joined with nothing, blocks and line breaks are apart, blanks of the source's layout go."""
    assert texts(read_html(page(markup))) == expected


def test_rows_of_a_table_keep_their_cells_apart():
    """A row is a block, its cells with a mark between, so that no word arises across two cells (ING-03)."""
    table = "<table><caption>表1</caption><tr><th>指标<th>数值</tr><tr><td>新增就业</td><td><p>3200人</p><p>完成</p></td></tr></table>"
    reading = read_html(page(f"{BODY}{table}"))
    assert [(block.text, block.kind) for block in reading.blocks[-3:]] == [
        ("表1", "paragraph"),
        ("指标｜数值", "row"),
        ("新增就业｜3200人\n完成", "row"),
    ]


def test_a_table_that_lays_out_the_page_is_no_table():
    """In the old pages of tables in tables the paragraphs are paragraphs, and the menu beside them is navigation."""
    menu = "<td><a href=1>领导信箱</a><br><a href=2>统计公报</a></td>"
    reading = read_html(
        page(f"<table><tr>{menu}<td>{BODY.replace('<p>', '').replace('</p>', '<br>')}</td></tr></table>")
    )
    assert len(reading.blocks) == 8
    assert {block.kind for block in reading.blocks} == {"paragraph"}
    assert dropped(reading) == [("navigation", "领导信箱\n统计公报")]


@pytest.mark.parametrize(
    ("part", "reason"),
    [
        ('<div style="DISPLAY : none">海绵城市</div>', "hidden"),
        ("<p hidden>海绵城市</p>", "hidden"),
        ('<p>看得见。<span style="display:none">海绵城市</span></p>', "hidden"),
        ("<nav><a href=1>海绵城市</a></nav>", "navigation"),
        ("<footer>海绵城市</footer>", "footer"),
        ('<div class="bshare-custom">海绵城市</div>', "share"),
        ('<div class="xgwz">海绵城市</div>', "related"),
        ('<div id="div_ewm">海绵城市</div>', "controls"),
        ("<noscript>海绵城市</noscript>", "noscript"),
        ("<select><option>海绵城市</option></select>", "form"),
        ("<svg><text>海绵城市</text></svg>", "picture"),
        ("<template><p>海绵城市</p></template>", "hidden"),
    ],
)
def test_what_is_no_text_is_dropped_and_reported(part, reason):
    """Hidden parts, navigation, share bars and the like are in the account with their words, not in the text."""
    reading = read_html(page(f'<div id="zoom">{BODY}{part}</div>'))
    assert "海绵城市" not in "".join(texts(reading))
    assert dropped(reading) == [(reason, "海绵城市")]


def test_scripts_styles_and_comments_are_named_without_their_content():
    """They are nothing that a reader sees: that they were there is all that is said."""
    reading = read_html(
        page(f"<script>var a='智慧停车'</script><style>p{{content:'海绵'}}</style><!-- 地下管廊 -->{BODY}")
    )
    assert not re.search("智慧|海绵|管廊", repr(reading))
    assert {piece.reason for piece in reading.dropped} == {"script", "style", "comment"}


def test_a_comment_that_is_never_closed_raises_a_doubt():
    """Where more text is unseen than seen, the user is told that a tag may be open."""
    reading = read_html(page(f"<p>{PARAGRAPH}</p><!-- {BODY} -->"))
    assert any("没有闭合" in doubt for doubt in reading.doubts)


@pytest.mark.parametrize(
    "container", ['class="TRS_Editor"', 'id="UCAP-CONTENT"', 'id=zoom class="x y"', 'class="other"']
)
def test_the_text_is_found_with_and_without_a_known_container(container):
    """The known containers, and else the element with most hanzi outside links, hold the text."""
    around = "<div class=head><a href=1>首页</a> <a href=2>政务公开</a></div>"
    below = (
        "<div class=links>" + "".join(f"<li><a href={n}>关于第{n}项工作的通知</a></li>" for n in range(40)) + "</div>"
    )
    reading = read_html(
        page(f"{around}<div><div {container}>{BODY}</div></div>{below}<div class=foot>主办：县政府</div>")
    )
    assert len(reading.blocks) == 8
    assert [reason for reason, _ in dropped(reading)] == ["navigation", "footer"]


def test_a_second_container_is_part_of_the_text_and_a_copy_of_it_is_not():
    """An appendix in a container of its own stays; the same text again, for telephones, is a copy."""
    notes = "".join(f"<p>{n}.“六稳”工作：稳就业、稳金融、稳外贸等{n}项。</p>" for n in range(10, 20))
    both = read_html(page(f'<div class="TRS_Editor">{BODY}</div><div class="TRS_Editor">{notes}</div>'))
    assert len(both.blocks) == 18
    opening = "<p>政府工作报告</p><p>各位代表：</p><p>我代表县人民政府作报告。</p>"
    text = f'<div class="TRS_Editor">{opening}{BODY}{notes}</div>'
    twice = read_html(page(text + text))
    assert texts(twice) == texts(read_html(page(text)))
    assert [reason for reason, _ in dropped(twice)] == ["copy"]
    assert any("两遍" in doubt for doubt in twice.doubts)


def test_the_headline_is_the_title_where_the_text_has_none():
    """The title above the container becomes a block of its own kind, unless the text begins with its own title."""
    head = "<title>2020年曲阳县政府工作报告-曲阳县</title>"
    bare = read_html(page(f"<h1>2020年曲阳县政府工作报告</h1><div id=zoom>{BODY}</div>", head))
    assert (bare.blocks[0].kind, bare.blocks[0].text) == ("title", "2020年曲阳县政府工作报告")
    titled = read_html(page(f"<h1>2020年曲阳县政府工作报告</h1><div id=zoom><p>政府工作报告</p>{BODY}</div>", head))
    assert [block.kind for block in titled.blocks] == ["paragraph"] * 9
    assert bare.hints["title"] == titled.hints["title"] == "2020年曲阳县政府工作报告"


def test_what_the_page_tells_of_its_document_is_a_hint():
    """Meta elements, canonical address, address of a saved page and the index table are hints, dates as ISO 8601."""
    head = (
        '<meta name="ArticleTitle" content="政府工作报告"><meta name="PubDate" content="2026-02-24 08:17:27">'
        '<meta name="ContentSource" content="湖南日报"><meta name="SiteName" content="湖南省政府">'
    )
    saved = b"<!-- saved from url=(0057)http://www.hunan.gov.cn/a.html -->"
    reading = read_html(saved + page(f"<div id=zoom>{BODY}</div>", head))
    assert reading.hints == {
        "title": "政府工作报告",
        "date": "2026-02-24",
        "publisher": "湖南日报",
        "site": "湖南省政府",
        "url": "http://www.hunan.gov.cn/a.html",
    }
    index = (
        "<table><tr><td>索 引 号：</td><td>0001</td><td>发文机关：</td><td>国务院</td></tr>"
        "<tr><td>成文日期：</td><td>2019年01月27日</td><td>发文字号：</td><td>国发〔2019〕5号</td></tr></table>"
    )
    hints = read_html(page(f"{index}<div id=zoom>{BODY}</div>", '<link rel=canonical href="javascript:x">')).hints
    assert hints == {"publisher": "国务院", "date": "2019-01-27", "number": "国发〔2019〕5号"}


@pytest.mark.parametrize(
    ("pager", "doubt"),
    [
        ("<p>[1] [2] [3] [4] 下一页</p>", "只有第 1 页，共 4 页"),
        ("<p><a href=1>上一页</a> <a href=1>1</a> 2 <a href=3>3</a> <a href=3>下一页</a></p>", "只有其中一页，共 3 页"),
        ("<p>共5页 第2页 1 2 3 4 5 下一页</p>", "只有第 2 页，共 5 页"),
        ("<script>createPageHTML(6, 0, 't', 'html')</script>", "只有第 1 页，共 6 页"),
        ("<p>上一页 [1] [2] [3]</p>", "只有其中一页，共 3 页"),
        ("<p>[1]</p>", None),
        (f"<p>{'1' * 110}</p>", None),
        ("<script>createPageHTML(1, 0, 't', 'html')</script>", None),
        ("<p>2023年第1季度增长5%，下一页另述。</p>", None),
    ],
)
def test_one_page_of_several_is_told(pager, doubt):
    """A pager, in the text or made by a script, is dropped and says how many pages are missing."""
    reading = read_html(page(f"<div id=zoom>{BODY}{pager}</div>"))
    assert [d.partition("：")[0] for d in reading.doubts] == ([doubt] if doubt else [])


def test_note_marks_are_kept_apart_from_words():
    """A raised [1], ① or linked number is a note mark at its place; the 2 of a square metre is not."""
    text = "“六稳”<sup>[1]</sup>与<sup>①</sup>及<sup><a href=#n>3</a></sup>面积5m<sup>2</sup>，见<a href='#_ftn4'>[4]</a>。"
    block = read_html(page(f"{BODY}<p> {text}</p>")).blocks[-1]
    assert block.text == "“六稳”[1]与①及3面积5m2，见[4]。"
    assert [span.of(block.text) for span in block.note_marks] == ["[1]", "①", "3", "[4]"]
    assert block.note_marks[0] == Span(4, 7)


@pytest.mark.parametrize(
    ("head", "charset", "named"),
    [
        ('<meta charset="gb2312">', "gb18030", "gb2312"),
        ("<META http-equiv=Content-Type content='text/html; charset=utf-8'>", "gb18030", "utf-8"),
        ("", "gb18030", None),
        ('<meta charset="gb2312">', "utf-8-sig", "gb2312"),
        ('<meta charset="utf-8">', "big5hkscs", "utf-8"),
    ],
)
def test_a_page_is_read_whatever_it_declares(head, charset, named):
    """Wrong, missing and contradictory declarations do no harm, and nothing is read as empty (ecosystem 0.3)."""
    data = page("<p>政府工作報告：㎡的人。</p>", head, charset)
    assert texts(read_html(data)) == ["政府工作報告：㎡的人。"]
    assert declared_charset(data) == named


def test_an_xml_declaration_does_no_harm():
    """XHTML with an encoding in its first line is read like any page."""
    data = b'<?xml version="1.0" encoding="gb2312"?>\n' + page(BODY, charset="gb18030")
    assert len(read(data, "x.html").blocks) == 8


@pytest.mark.parametrize("depth", [5_000, 20_000])
def test_depth_costs_nothing(depth):
    """Elements in elements, thousands deep, are read without recursion."""
    assert texts(read_html(page("<div><b>" * depth + "做好“六稳”工作。"))) == ["做好“六稳”工作。"]


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"<html></html>", "没有正文"),
        (page("<img src=1.jpg>"), "没有正文"),
        (page("".join(f"<li><a href={n}>关于第{n}项工作的通知</a></li>" for n in range(40))), "导航、链接"),
        (page("<p>来源：湖南日报</p>"), "没有正文"),
        (page("<b>" * (MAX_TAGS + 1)), "超过上限"),
        (page("正" * 1_500_000), "超过上限"),
    ],
    ids=["empty", "picture", "links", "furniture", "tags", "size"],
)
def test_a_page_without_text_or_measure_is_refused(data, why):
    """What holds no text, or more than can be read, is refused with the reason."""
    with pytest.raises(SourceError, match=why):
        read_html(data)


BREAKS = (
    *(
        "<p>",
        "<div>",
        "</div>",
        "<td>",
        "</td>",
        "</table>",
        "<table><tr><td>",
        "<b>",
        "</b></i>",
        "<font id=zoom>",
        "</body>",
    ),
    *(
        "<li>",
        "<sup>",
        "<pre>",
        "<div hidden>",
        "</div></div>",
        "<a href=#fn1>",
        "<h1>",
        "<center>",
        "</html>",
        "<form>",
        "&#0;",
    ),
)


@pytest.mark.parametrize("broken", BREAKS)
def test_no_marker_is_lost_in_broken_markup(broken):
    """Of 200 paragraphs in a page broken in one way all are in the blocks or, word for word, in the account."""
    chance = random.Random(broken)
    parts = [f"<p>第{n}号标记在此。{PARAGRAPH * 2}</p>" + (broken if chance.random() < 0.2 else "") for n in range(200)]
    reading = read_html(page("".join(parts)))
    seen = "\n".join([*texts(reading), *(text for _, text in dropped(reading))])
    assert [n for n in range(200) if f"第{n}号标记在此。{PARAGRAPH * 2}" not in seen] == []
