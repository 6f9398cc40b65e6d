"""What of a Word document is text: each kind of element by itself, then all of them in any nesting."""

import io
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.document import Span
from indexer.errors import SourceError
from indexer.readers.docx import read_docx

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
SPACE = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:v="urn:schemas-microsoft-com:vml" '
    f'xmlns:m="{OFFICE}/math" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"'
)
NOTES = (
    '<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
    '<w:footnote w:id="1"><w:p><w:r><w:footnoteRef/></w:r><w:r><w:t>甲注</w:t></w:r></w:p></w:footnote>'
    '<w:footnote w:id="2"><w:p><w:r><w:t>乙注</w:t></w:r></w:p><w:p><w:r><w:t>又</w:t></w:r></w:p></w:footnote>'
    '<w:footnote w:id="3"><w:p><w:r><w:t>丙注</w:t></w:r></w:p></w:footnote>'
)
STYLES = (
    '<w:style w:type="character" w:styleId="Hid"><w:rPr><w:vanish/></w:rPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="HidP"><w:rPr><w:vanish/></w:rPr></w:style>'
)


def make_docx(body, **parts):
    """The bytes of a .docx with this body; other parts by name, with the inner XML of their roots."""
    parts = {"styles": STYLES, **parts}
    roots = {name: {"header1": "hdr", "footer1": "ftr"}.get(name, name) for name in parts}
    kinds = {name: name.rstrip("1") for name in parts}
    rels = "".join(
        f'<Relationship Id="r{n}" Type="{OFFICE}/relationships/{kind}" Target="{n}.xml"/>' for n, kind in kinds.items()
    )
    types = "".join(f'<Override PartName="/word/{n}.xml" ContentType="{TYPE}.{k}+xml"/>' for n, k in kinds.items())
    files = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" ContentType='
        '"application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" '
        f'ContentType="{TYPE}.document.main+xml"/>{types}</Types>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r1" '
        f'Type="{OFFICE}/relationships/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">{rels}</Relationships>',
        "word/document.xml": f"<w:document {SPACE}><w:body>{body}<w:sectPr/></w:body></w:document>",
        **{f"word/{n}.xml": f"<w:{roots[n]} {SPACE}>{inner}</w:{roots[n]}>" for n, inner in parts.items()},
    }
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return stream.getvalue()


def r(text, properties="", tag="t"):
    """A run."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:{tag} xml:space="preserve">{text}</w:{tag}></w:r>'


def p(*inner, properties=""):
    """A paragraph of runs; a text is a run."""
    return f"<w:p><w:pPr>{properties}</w:pPr>{''.join(x if x.startswith('<') else r(x) for x in inner)}</w:p>"


def field(code, result):
    """A complex field."""
    mark = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    return mark.format("begin") + r(code, tag="instrText") + mark.format("separate") + result + mark.format("end")


def table(*rows):
    """A table; a cell that is no XML is a text."""
    cells = ["".join(x if x.startswith("<w:tc") else f"<w:tc>{p(x)}</w:tc>" for x in row) for row in rows]
    return "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in cells) + "</w:tbl>"


BOX = "<w:r><w:pict><v:shape><v:textbox><w:txbxContent>{}</w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
MERGED = '<w:tc><w:tcPr><w:vMerge w:val="restart"/></w:tcPr><w:p><w:r><w:t>甲</w:t></w:r></w:p></w:tc>'
CONTINUED = "<w:tc><w:tcPr><w:vMerge/></w:tcPr><w:p/></w:tc>"
CONTROL = "<w:sdt><w:sdtPr>{}</w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>"
CHOICE = (
    '<mc:AlternateContent><mc:Choice Requires="wps">{}</mc:Choice><mc:Fallback>{}</mc:Fallback></mc:AlternateContent>'
)
RUBY = "<w:r><w:ruby><w:rt>{}</w:rt><w:rubyBase>{}</w:rubyBase></w:ruby></w:r>"
GALLERY = '<w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj>'
SHAPE = "<w:r><w:drawing><a:p><a:r><a:t>甲</a:t></a:r></a:p></w:drawing></w:r>"
INNER = "</w:instrText></w:r>" + field("X", r("丙"))
GONE = '<w:rPr><w:del w:id="1" w:author="a"/></w:rPr>'

ELEMENTS = [
    ("empty paragraphs", p("甲") + p() + p("　 ") + p("乙"), "甲/乙", ""),
    ("indentation", p("　　甲 乙　"), "甲 乙", ""),
    ("runs", p("甲", "乙"), "甲乙", ""),
    ("blanks that are not preserved", "<w:p><w:r><w:t>  甲 </w:t></w:r><w:r><w:t>\n乙</w:t></w:r></w:p>", "甲乙", ""),
    ("a comment in a text", "<w:p><w:r><w:t>甲<!-- x -->乙</w:t></w:r></w:p>", "甲乙", ""),
    ("line breaks", p("甲", "<w:r><w:br/></w:r>", "乙", '<w:r><w:br w:type="page"/><w:cr/></w:r>', "丙"), "甲/乙/丙", ""),
    ("tabs", p("甲", "<w:r><w:tab/></w:r>", "乙"), "甲\t乙", ""),
    ("hyphens", p("C", "<w:r><w:noBreakHyphen/></w:r>", "2", "<w:r><w:softHyphen/></w:r>", "型"), "C-2型", ""),
    ("symbols", p('<w:r><w:sym w:font="Wingdings" w:char="F0FC"/></w:r>', "甲"), "✓甲", ""),
    ("hyperlinks and smart tags", p(f"<w:hyperlink>{r('甲')}</w:hyperlink><w:smartTag>{r('乙')}</w:smartTag>"), "甲乙", ""),
    ("an element that nobody knows", p(f"<w:future><w:deep>{r('甲')}</w:deep></w:future>"), "甲", ""),
    ("a run between paragraphs", r("甲") + p("乙"), "甲/乙", ""),
    ("insertion and deletion", p("增长", f"<w:del>{r('9%', tag='delText')}</w:del><w:ins>{r('8%')}</w:ins>"), "增长8%", "deleted:9%"),
    ("moved text", p(f"<w:moveFrom>{r('甲')}</w:moveFrom>", "乙") + p(f"<w:moveTo>{r('甲')}</w:moveTo>"), "乙/甲", "deleted:甲"),
    ("a deleted paragraph mark", p("甲", properties=GONE) + p("乙"), "甲乙", ""),
    ("an old numbering in a change", p("甲", properties='<w:pPrChange w:id="1"><w:pPr/></w:pPrChange>'), "甲", ""),
    ("hidden text", p("甲", r("乙", "<w:vanish/>"), r("丙", '<w:vanish w:val="0"/>')), "甲丙", "hidden:乙"),
    ("hidden by style", p("甲", r("乙", '<w:rStyle w:val="Hid"/>')) + p("丙", properties='<w:pStyle w:val="HidP"/>'), "甲", "hidden:乙\n丙"),
    ("twice hidden is shown", p(r("甲", '<w:rStyle w:val="Hid"/>'), properties='<w:pStyle w:val="HidP"/>'), "甲", ""),
    ("content controls", CONTROL.format("", p("甲", CONTROL.format("", r("乙")))), "甲乙", ""),
    ("a prompt", p("甲", CONTROL.format("<w:showingPlcHdr/>", r("点此输入"))), "甲", "placeholder:点此输入"),
    ("fields", p("共", field(" NUMPAGES ", r("3")), "项"), "共3项", ""),
    ("a field in a field's code", p("甲", field("IF", r("乙")).replace("</w:instrText></w:r>", INNER, 1)), "甲乙", "field code:丙"),
    ("a simple field", p(f'<w:fldSimple w:instr="TITLE">{r("甲")}</w:fldSimple>'), "甲", ""),
    ("a field that never ends", p("甲", '<w:r><w:fldChar w:fldCharType="begin"/></w:r>', "乙"), "甲乙", ""),
    ("a table of contents", p(field(' TOC \\o "1-3" ', r("一、回顾 1"))) + p("一、回顾"), "一、回顾", "contents:一、回顾 1"),
    ("a gallery of contents", CONTROL.format(GALLERY, p("一、回顾 1")) + p("甲"), "甲", "contents:一、回顾 1"),
    ("one of two branches", p("甲", CHOICE.format(r("乙"), r("乙"))), "甲乙", ""),
    ("branches that differ", p(CHOICE.format(r("乙"), r("丙"))), "乙", "alternate:丙"),
    ("a branch without text", p(CHOICE.format("<w:r><w:drawing/></w:r>", r("丙"))), "丙", ""),
    ("a text box", p("甲", BOX.format(p("乙") + p("丙")), "丁"), "甲丁/乙/丙", ""),
    ("a deleted text box", p("甲", f"<w:del>{BOX.format(p('乙'))}</w:del>"), "甲", "deleted:乙"),
    ("a shape and WordArt", p(SHAPE, '<w:r><w:pict><v:textpath string="乙"/></w:pict></w:r>'), "甲/乙", ""),
    ("ruby", p(RUBY.format(r("hé"), r("荷")), "塘"), "荷塘", "ruby:hé"),
    ("formulas", p("约", "<m:oMath><m:f><m:num><m:r><m:t>1</m:t></m:r></m:num><m:den><m:r><m:t>2</m:t></m:r></m:den></m:f></m:oMath>"), "约1/2", ""),
    ("a power", "<m:oMathPara><m:sSup><m:e><m:r><m:t>10</m:t></m:r></m:e><m:sup><m:r><m:t>8</m:t></m:r></m:sup></m:sSup></m:oMathPara>", "10^8", ""),
    ("a table", p("前") + table("甲乙", "丙丁") + p("后"), "前/甲｜乙/丙｜丁/后", ""),
    ("empty and merged cells", table([MERGED, "乙"], [CONTINUED, "丙"], ["丁", ""]), "甲｜乙/丙/丁", ""),
    ("a table that lays out", table(["甲"], ["乙"]), "甲/乙", ""),
    ("a table in a cell", table(["甲", f"<w:tc>{p('乙')}{table('丙丁')}</w:tc>"], "戊己"), "甲｜乙/丙｜丁/戊｜己", ""),
    ("a deleted row", table("甲乙", "丙丁").replace("<w:tr>", "<w:tr><w:trPr><w:del/></w:trPr>", 1), "丙｜丁", "deleted:甲\n乙"),
    ("typed marks, raised", p("六稳", r("①", '<w:vertAlign w:val="superscript"/>'), "，m", r("2", '<w:vertAlign w:val="superscript"/>')), "六稳①，m2", ""),
    ("page numbers", p("甲") + p("— 3 —") + p("第 4 页 共 9 页") + p("乙"), "甲/乙", "page number:— 3 —\n第 4 页 共 9 页"),
    ("a document inside the document", p("甲") + '<w:altChunk w:id="1"/>', "甲", ""),
]  # fmt: skip


@pytest.mark.parametrize(("body", "blocks", "dropped"), [row[1:] for row in ELEMENTS], ids=[row[0] for row in ELEMENTS])
def test_each_element(body, blocks, dropped):
    """What is text of the element, in which blocks, and what is told to be left out."""
    reading = read_docx(make_docx(body))
    assert "/".join(block.text for block in reading.blocks) == blocks
    assert "/".join(f"{one.reason}:{one.text}" for one in reading.dropped) == dropped


@pytest.mark.parametrize(
    ("body", "word"),
    [
        (p(f"<w:ins>{r('甲')}</w:ins>"), "含未接受的修订"),
        (p("甲", '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'), "域代码"),
        (p("甲", field(" AUTONUM ", "")), "自动编号域"),
        (p("甲", '<w:r><w:sym w:font="Wingdings" w:char="F001"/></w:r>'), "符号字体"),
        (p("甲", "<w:r><w:drawing><pic:pic/></w:drawing></w:r>"), "1 张图片"),
        (p("甲") + '<w:altChunk w:id="1"/>', "altChunk"),
    ],
)
def test_what_a_reader_must_look_at_is_a_doubt(body, word):
    """Open revisions, damaged fields and what could not be read are told; a plain paragraph has no doubts."""
    assert word in "".join(read_docx(make_docx(body)).doubts)
    assert read_docx(make_docx(p("甲"))).doubts == ()


def test_notes_follow_the_body():
    """Notes come after the body in the order of the text, marks are spans and not words, what nothing refers to is told."""
    mark = '<w:r><w:footnoteReference w:id="{}"/></w:r>'
    own = '<w:r><w:footnoteReference w:customMarkFollows="1" w:id="3"/><w:t>＊</w:t></w:r>'
    reading = read_docx(make_docx(p("六稳", mark.format(2), "和", own, mark.format(9)), footnotes=NOTES))
    assert [(block.text, block.kind) for block in reading.blocks] == [
        ("六稳[1]和＊", "paragraph"), ("[1]乙注\n又", "note"), ("丙注", "note")
    ]  # fmt: skip
    assert reading.blocks[0].note_marks == (Span(2, 5), Span(6, 7))
    assert [(one.reason, one.text) for one in reading.dropped] == [("unreferenced note", "甲注")]
    settings_xml = (
        '<w:footnotePr><w:numFmt w:val="decimalEnclosedCircleChinese"/><w:numStart w:val="3"/></w:footnotePr>'
    )
    circled = read_docx(
        make_docx(table([f"<w:tc>{p('甲 ', mark.format(1))}</w:tc>", "乙"]), footnotes=NOTES, settings=settings_xml)
    )
    assert [block.text for block in circled.blocks] == ["甲 ③｜乙", "③甲注"]
    assert circled.blocks[0].note_marks == (Span(2, 3),)


@pytest.mark.parametrize(("with_footnotes", "marks"), [(False, ["甲[1]", "[1]甲注"]), (True, ["甲[i]", "[i]甲注"])])
def test_endnotes_have_figures_unless_there_are_footnotes(with_footnotes, marks):
    """Word's i, ii, iii stand only where footnotes have the figures."""
    reference = '<w:r><w:endnoteReference w:id="1"/></w:r>'
    parts = {"footnotes": NOTES} if with_footnotes else {}
    data = make_docx(p("甲", reference), endnotes=NOTES.replace("footnote", "endnote"), **parts)
    assert [block.text for block in read_docx(data).blocks] == marks


def test_what_is_around_the_body_is_left_out_and_told():
    """Headers, footers and comments are no text of the report; each is in the account."""
    reading = read_docx(
        make_docx(p("甲"), header1=p("眉"), footer1=p("脚"), comments=f"<w:comment w:id='1'>{p('批')}</w:comment>")
    )
    assert [block.text for block in reading.blocks] == ["甲"]
    assert [(one.reason, one.text) for one in reading.dropped] == [
        ("header", "眉"),
        ("footer", "脚"),
        ("comment", "批"),
    ]


def test_a_document_without_text_is_refused():
    """A document of pictures alone names the reason and the remedy; an empty one says so."""
    with pytest.raises(SourceError, match="OCR"):
        read_docx(make_docx(p("<w:r><w:drawing><pic:pic/></w:drawing></w:r>")))
    with pytest.raises(SourceError, match="没有正文文字"):
        read_docx(make_docx(p()))


LEAVES = iter(f"字{chr(0x4E00 + n % 20000)}{n}尾" for n in range(10**9))
WRAPS = {
    "ins": "<w:ins>{}</w:ins>", "del": "<w:del>{}</w:del>", "link": "<w:hyperlink>{}</w:hyperlink>", "sdt": CONTROL.format("", "{}"),
    "branch": CHOICE.format("{0}", "{0}"), "field": field("X", "{}"), "moved": "<w:moveFrom>{}</w:moveFrom>", "tag": "<w:smartTag>{}</w:smartTag>",
}  # fmt: skip
GOES = {"del", "moved"}


@st.composite
def inline(draw, depth=3):
    """Runs in any nesting: their XML, and the texts that are seen and that are not."""
    kind = draw(st.sampled_from([*WRAPS, "run", "hidden", "many"])) if depth else "run"
    if kind in ("run", "hidden"):
        text = next(LEAVES)
        return r(text, "<w:vanish/>" if kind == "hidden" else ""), *(([], [text]) if kind == "hidden" else ([text], []))
    parts = draw(st.lists(inline(depth - 1), min_size=1, max_size=3))
    xml = "".join(one for one, _, _ in parts)
    seen = [leaf for _, leaves, _ in parts for leaf in leaves]
    unseen = [leaf for _, _, leaves in parts for leaf in leaves]
    if kind in GOES:
        seen, unseen = [], seen + unseen
    return WRAPS.get(kind, "{}").format(xml), seen, unseen


@given(st.lists(inline(), min_size=1, max_size=6))
@settings(max_examples=150)
def test_no_text_is_lost_or_doubled(parts):
    """Every run of any nesting stands once in the blocks, in order, or in the account; open revisions change nothing."""
    body = "".join(p(xml) for xml, _, _ in parts[::2]) + table([f"<w:tc>{p(xml)}</w:tc>" for xml, _, _ in parts[1::2]])
    ordered = [*parts[::2], *parts[1::2]]
    reading = read_docx(make_docx(p("首") + body))
    text = "\n".join(block.text for block in reading.blocks)
    places = [text.find(leaf) for _, seen, _ in ordered for leaf in seen]
    assert -1 not in places
    assert places == sorted(places)
    left = "\n".join(one.text for one in reading.dropped)
    for leaf in (leaf for _, seen, unseen in ordered for leaf in (*seen, *unseen)):
        assert text.count(leaf) + left.count(leaf) == 1
