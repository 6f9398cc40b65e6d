"""Automatic numbers of Word paragraphs: lists, levels, restarts, links to styles; LibreOffice is the second reader."""

import io
import re
import subprocess
import zipfile

import pytest

from indexer.readers.docx import read_docx

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"


def make_docx(body, numbering="", styles=""):
    """The bytes of a .docx from the inner XML of its parts."""
    names = {"numbering": numbering, "styles": styles}
    rels = "".join(f'<Relationship Id="r{n}" Type="{OFFICE}/{n}" Target="{n}.xml"/>' for n in names)
    types = "".join(f'<Override PartName="/word/{n}.xml" ContentType="{TYPE}.{n}+xml"/>' for n in names)
    space = f'xmlns:w="{W}" xmlns:mc="{MC}"'
    package = "http://schemas.openxmlformats.org/package/2006"
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types"><Default Extension="rels" ContentType='
        '"application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" '
        f'ContentType="{TYPE}.document.main+xml"/>{types}</Types>',
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" '
        f'Type="{OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{package}/relationships">{rels}</Relationships>',
        "word/document.xml": f"<w:document {space}><w:body>{body}</w:body></w:document>",
        **{f"word/{n}.xml": f"<w:{n} {space}>{inner}</w:{n}>" for n, inner in names.items()},
    }
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return stream.getvalue()


def level(at, style, text, start=1, suffix="nothing", more=""):
    """A w:lvl."""
    return (
        f'<w:lvl w:ilvl="{at}"><w:start w:val="{start}"/><w:numFmt w:val="{style}"/>{more}<w:suff w:val="{suffix}"/>'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


def abstract(key, *levels, more=""):
    """A w:abstractNum."""
    return f'<w:abstractNum w:abstractNumId="{key}">{more}{"".join(levels)}</w:abstractNum>'


def num(key, of, *overrides):
    """A w:num; an override is (level, start) or the XML of a w:lvlOverride."""
    inner = "".join(
        one
        if isinstance(one, str)
        else f'<w:lvlOverride w:ilvl="{one[0]}"><w:startOverride w:val="{one[1]}"/></w:lvlOverride>'
        for one in overrides
    )
    return f'<w:num w:numId="{key}"><w:abstractNumId w:val="{of}"/>{inner}</w:num>'


def item(key, at=0, text="文"):
    """A paragraph of a list."""
    properties = f'<w:numPr><w:ilvl w:val="{at}"/><w:numId w:val="{key}"/></w:numPr>'
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def styled(style, text="文", more=""):
    """A paragraph of a style."""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{more}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>'


def numbers(data):
    """What stands before 文 in each block."""
    return [block.text.removesuffix("文") for block in read_docx(data).blocks]


REPORT = abstract(
    1, level(0, "chineseCounting", "%1、"), level(1, "chineseCounting", "（%2）"), level(2, "decimal", "%3．")
)
OUTLINE = abstract(
    2, level(0, "chineseCounting", "%1、"), level(1, "decimal", "%1.%2|"), level(2, "decimal", "%1.%2.%3|")
)
SEQUENCES = [
    ("levels begin anew", REPORT + num(1, 1), "1.0 1.1 1.2 1.2 1.1 1.2 1.0 1.1", "一、 （一） 1． 2． （二） 1． 二、 （一）"),
    ("lists of one series count on", OUTLINE + num(1, 2) + num(2, 2), "1.0 1.1 2.0 2.1 1.1", "一、 一.1| 二、 二.1| 二.2|"),
    ("a start makes it anew once", OUTLINE + num(1, 2) + num(2, 2, (0, 1)), "1.0 1.0 2.0 2.1 2.0 1.0", "一、 二、 一、 一.1| 二、 三、"),
    ("a start of its own", OUTLINE + num(1, 2, (0, 5)), "1.0 1.1 1.0", "五、 五.1| 六、"),
    ("a level that was left out counts", OUTLINE + num(1, 2), "1.1 1.1 1.0 1.2 1.1", "一.1| 一.2| 二、 二.1.1| 二.2|"),
    ("levels are overridden", OUTLINE + num(1, 2) + num(2, 2, f'<w:lvlOverride w:ilvl="0">{level(0, "upperRoman", "R%1|", 4)}</w:lvlOverride>'),
     "1.0 2.0 1.0", "一、 RII| 三、"),
    ("text without a place", abstract(1, level(0, "none", "附件："), level(1, "decimal", "附件%2：")) + num(1, 1),
     "1.0 1.0 1.1", "附件： 附件： 附件1："),
]  # fmt: skip
CHAPTERS = abstract(1, level(0, "chineseCounting", "第%1章|"), level(1, "decimal", "%1.%2|", more="<w:isLgl/>"))
NEVER = abstract(1, level(0, "decimal", "%1|"), level(1, "decimal", "(%2)|", more='<w:lvlRestart w:val="0"/>'))
THIRD = level(2, "decimal", "[%3]|", more='<w:lvlRestart w:val="1"/>')
AFTER_FIRST = abstract(1, level(0, "decimal", "%1|"), level(1, "decimal", "%2|"), THIRD)
CUSTOM = level(0, "custom", "%1号").replace(
    '<w:numFmt w:val="custom"/>',
    '<mc:AlternateContent><mc:Choice Requires="w14"><w:numFmt w:val="custom" w:format="001, 002, 003, ..."/></mc:Choice>'
    '<mc:Fallback><w:numFmt w:val="decimal"/></mc:Fallback></mc:AlternateContent>',
)
HUGE = abstract(1, level(0, "lowerLetter", "%1、", 2147483647), level(1, "decimal", "%9%2|"))
#: What LibreOffice 7.4 does not do; the numbers are those of ISO/IEC 29500-1, 17.9.
BEYOND = [
    ("all figures Arabic", CHAPTERS + num(1, 1), "1.0 1.1 1.1 1.0 1.1", "第一章| 1.1| 1.2| 第二章| 2.1|"),
    ("never anew", NEVER + num(1, 1), "1.0 1.1 1.0 1.1", "1| (1)| 2| (2)|"),
    ("anew after the first level only", AFTER_FIRST + num(1, 1), "1.0 1.1 1.2 1.1 1.2 1.0 1.1 1.2", "1| 1| [1]| 2| [2]| 2| 1| [1]|"),
    ("a deeper start of its own", OUTLINE + num(1, 2, (1, 3)), "1.0 1.1 1.1 1.0 1.1", "一、 一.3| 一.4| 二、 二.3|"),
    ("wrapped custom format", abstract(1, CUSTOM) + num(1, 1), "1.0 1.0", "001号 002号"),
    ("no such list or level", REPORT + num(1, 1) + num(2, 77), "9.0 2.0 1.3 1.0", "   一、"),
    ("links in a circle", abstract(1, more='<w:numStyleLink w:val="L"/>') + num(1, 1), "1.0", ""),
    ("a start of two billion", HUGE + num(1, 1), "1.0 1.1", "2147483647、 1|"),
]  # fmt: skip


def body_of(steps):
    """Paragraphs from ``list.level`` words."""
    return "".join(item(*step.split(".")) for step in steps.split())


@pytest.mark.parametrize(
    ("numbering", "steps", "expected"),
    [row[1:] for row in SEQUENCES + BEYOND],
    ids=[row[0] for row in SEQUENCES + BEYOND],
)
def test_lists_count_as_the_standard_says(numbering, steps, expected):
    """The numbers of a sequence of paragraphs, each list.level, are those that the word processor shows."""
    styles = (
        '<w:style w:type="numbering" w:styleId="L"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    )
    assert numbers(make_docx(body_of(steps), numbering, styles)) == expected.split(" ")


def test_the_numbered_report_reads_as_printed(shared):
    """Case ING-04: 一、（一）1． of a report and the list of terms, as the word processor shows them."""
    data = (shared / "cases" / "files" / "auto_numbering.docx").read_bytes()
    texts = [block.text for block in read_docx(data).blocks]
    assert texts[:3] == ["青岭区政府工作报告", "一、二〇二〇年工作回顾", "（一）经济运行平稳向好"]
    assert texts[6:8] == ["1．培育高新技术企业", "2．建设科技孵化器"]
    assert texts[10].startswith("1.“六稳”：")


STYLES = "".join(
    f'<w:style w:type="{kind}" w:styleId="{key}"{" w:default=" + chr(34) + "1" + chr(34) if key == "a" else ""}>'
    f"{f'<w:basedOn w:val={chr(34)}{base}{chr(34)}/>' if base else ''}<w:pPr>{inner}</w:pPr></w:style>"
    for kind, key, base, inner in [
        ("paragraph", "a", "", ""),
        ("paragraph", "H1", "a", '<w:numPr><w:numId w:val="1"/></w:numPr>'),
        ("paragraph", "H2", "a", '<w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr>'),
        ("paragraph", "H2child", "H2", ""),
        ("paragraph", "Plain", "H1", '<w:numPr><w:numId w:val="0"/></w:numPr>'),
        ("paragraph", "Linked", "a", '<w:numPr><w:numId w:val="1"/></w:numPr>'),
        ("paragraph", "Deeper", "H1", '<w:numPr><w:ilvl w:val="2"/></w:numPr>'),
        ("numbering", "L", "", '<w:numPr><w:numId w:val="3"/></w:numPr>'),
    ]
)
STYLED = (
    abstract(
        1,
        level(0, "chineseCounting", "%1、", more='<w:pStyle w:val="H1"/>'),
        level(1, "chineseCounting", "（%2）"),
        level(2, "decimal", "%3．"),
        level(3, "decimalEnclosedCircleChinese", "%4", more='<w:pStyle w:val="Linked"/>'),
    )
    + abstract(2, more='<w:numStyleLink w:val="L"/>')
    + abstract(3, level(0, "chineseCounting", "第%1条："), more='<w:styleLink w:val="L"/>')
    + num(1, 1)
    + num(2, 2)
    + num(3, 3)
)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (styled("H1") + styled("H2") + styled("H2child") + styled("H1"), ["一、", "（一）", "（二）", "二、"]),
        (styled("H1") + styled("Linked") + styled("Linked"), ["一、", "①", "②"]),
        (styled("H1") + styled("Deeper"), ["一、", "1．"]),
        (styled("H1") + styled("Plain") + styled("a"), ["一、", "", ""]),
        (styled("H1", more='<w:numPr><w:numId w:val="0"/></w:numPr>'), [""]),
        (styled("H1", more='<w:numPr><w:ilvl w:val="1"/></w:numPr>'), ["（一）"]),
        (item(2) + item(2) + item(3), ["第一条：", "第二条：", "第三条："]),
        (styled("H1", "") + styled("H1"), ["二、"]),
        (item(1) + item(1, 0, "").replace("<w:r>", "<w:r><w:rPr><w:vanish/></w:rPr>") + item(1), ["一、", "三、"]),
    ],
)
def test_styles_bring_numbers(body, expected):
    """A style's list, its level by pStyle or ilvl, inheritance, numId 0, numStyleLink; empty paragraphs are counted."""
    assert numbers(make_docx(body, STYLED, STYLES)) == expected


@pytest.mark.parametrize(
    ("suffix", "shown", "text", "expected"),
    [
        ("nothing", "%1．", "培育企业", "1．培育企业"),
        ("tab", "%1．", "培育企业", "1．培育企业"),
        ("tab", "%1、", "“六稳”", "1、“六稳”"),
        ("space", "%1．", "培育企业", "1． 培育企业"),
        ("tab", "%1.", "GDP增长", "1. GDP增长"),
        ("nothing", "%1.", "GDP增长", "1.GDP增长"),
        ("nothing", "%1.", "5G基站", "1. 5G基站"),
        ("nothing", "%1", "2021年", "1 2021年"),
        ("tab", "%1.", "　　培育企业", "1.培育企业"),
    ],
)
def test_what_stands_between_number_and_text(suffix, shown, text, expected):
    """A tab is nothing before a hanzi, a space stays, and no number grows into the figure after it (1. and 5G)."""
    data = make_docx(item(1, 0, text), abstract(1, level(0, "decimal", shown, suffix=suffix)) + num(1, 1))
    assert [block.text for block in read_docx(data).blocks] == [expected]


@pytest.mark.parametrize(
    ("char", "font", "expected"),
    [("\uf0b7", "Symbol", "•文"), ("\uf06c", "Wingdings", "●文"), ("l", "Wingdings", "●文"), ("o", "Courier New", "○文"),
     ("\uf0ee", "Unheard Of", "•文"), ("—", "宋体", "—文"), ("", "宋体", "文")],
)  # fmt: skip
def test_bullets_are_signs_that_can_be_read(char, font, expected):
    """A bullet in a symbol font is shown in Unicode, never as a private code point."""
    lists = abstract(
        1, level(0, "bullet", char, more="").replace("</w:lvl>", f'<w:rPr><w:rFonts w:ascii="{font}"/></w:rPr></w:lvl>')
    )
    assert [block.text for block in read_docx(make_docx(item(1), lists + num(1, 1))).blocks] == [expected]


def test_an_unknown_format_is_a_doubt():
    """A number that is not shown as the word processor shows it is told."""
    reading = read_docx(make_docx(item(1), abstract(1, level(0, "koreanCounting", "%1、")) + num(1, 1)))
    assert reading.blocks[0].text == "1、文"
    assert any("koreanCounting" in doubt for doubt in reading.doubts)


AGREED = [
    "chineseCounting", "chineseCountingThousand", "japaneseCounting", "taiwaneseCounting", "ideographDigital", "decimal",
    "chineseLegalSimplified", "ideographLegalTraditional", "ideographTraditional", "ideographZodiac", "decimalZero",
    "decimalEnclosedCircle", "decimalEnclosedCircleChinese", "upperRoman", "lowerRoman", "upperLetter", "lowerLetter",
]  # fmt: skip


def test_libreoffice_shows_the_same_numbers(soffice, tmp_path):
    """All formats from 1 to 24, and each of the sequences above, agree with the text that LibreOffice makes."""
    lists = [(abstract(at, level(0, style, "%1|")), num(at, at)) for at, style in enumerate(AGREED, 1)]
    steps = "".join(body_of(f"{at}.0 " * 24) for at in range(1, len(AGREED) + 1))
    sources = {"formats": make_docx(steps, "".join(one for one, _ in lists) + "".join(one for _, one in lists))}
    sources |= {f"s{at}": make_docx(body_of(row[2]), row[1]) for at, row in enumerate(SEQUENCES)}
    for name, data in sources.items():
        (tmp_path / f"{name}.docx").write_bytes(data)
    command = [soffice, "--headless", f"-env:UserInstallation=file://{tmp_path}/profile"]
    command += ["--convert-to", "txt:Text (encoded):UTF8", "--outdir", str(tmp_path)]
    command += [str(tmp_path / f"{name}.docx") for name in sources]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    for name, data in sources.items():
        lines = (tmp_path / f"{name}.txt").read_text(encoding="utf-8-sig").splitlines()
        theirs = [re.sub(r"\s", "", line) for line in lines if line.strip()]
        assert [block.text for block in read_docx(data).blocks] == theirs, name
