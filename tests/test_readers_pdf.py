"""PDF files made here, a few lines each: what becomes of lines, columns, headers, notes, tables, blanks; what is refused."""

import io
import zlib

import pytest

from indexer.document import Span
from indexer.errors import SourceError
from indexer.readers.pdf import read_pdf

WIDTH, HEIGHT = 595, 842
# A font that is not embedded: the reader knows the characters by Adobe's public tables; each is one em wide.
FONT = (
    "<</Type/Font/Subtype/Type0/BaseFont/F/Encoding/UniGB-UTF16-H/DescendantFonts[<</Type/Font/Subtype/CIDFontType0"
    "/BaseFont/F/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 5>>/DW 1000"
    "/FontDescriptor<</Type/FontDescriptor/FontName/F/Flags 4/FontBBox[0 -120 1000 880]/Ascent 880/Descent -120>>>>]>>"
)
CODES = FONT.replace("UniGB-UTF16-H", "Identity-H").replace("(GB1)", "(Identity)")


def text(x, y, words, size=12, turn="1 0 0 1"):
    """Words at a place: ``y`` is the baseline, from the top of the page."""
    return f"BT /F {size} Tf {turn} {x} {HEIGHT - y} Tm <{words.encode('utf-16-be').hex()}> Tj ET\n"


def box(x0, y0, x1, y1):
    """A frame."""
    return f"{x0} {HEIGHT - y1} {x1 - x0} {y1 - y0} re S\n"


def make_pdf(*pages, font=FONT, extra="", filters=(), catalog=""):
    """A PDF file of pages, each the instructions that draw it."""
    objects = [f"<</Type/Catalog/Pages 2 0 R{catalog}>>".encode(), b"", font.encode()]
    kids = []
    for page in pages:
        data = page.encode()
        for _ in filters:
            data = zlib.compress(data)
        head = f"<</Length {len(data)}/Filter[{''.join(filters)}]>>stream\n".encode()
        objects += [
            head + data + b"\nendstream",
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 {WIDTH} {HEIGHT}]/Contents {len(objects) + 1} 0 R"
            f"/Resources<</Font<</F 3 0 R>>{extra}>>>>".encode(),
        ]
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<</Type/Pages/Count {len(kids)}/Kids[{' '.join(kids)}]>>".encode()
    out = io.BytesIO()
    out.write(b"%PDF-1.5\n")
    places = []
    for number, body in enumerate(objects, 1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, body))
    start = out.tell()
    rows = b"".join(b"%010d 00000 n \n" % place for place in places)
    out.write(b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(objects) + 1, rows))
    out.write(b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start))
    return out.getvalue()


def lines(x, y, *rows, size=12, step=20):
    """Lines one below the other; a full-width blank at the beginning sets one in."""
    return "".join(
        text(x + size * (len(row) - len(row.lstrip("　"))), y + at * step, row.strip("　"), size)
        for at, row in enumerate(rows)
    )


def blocks_of(data):
    """The texts of the blocks."""
    return [block.text for block in read_pdf(data).blocks]


def dropped_of(data):
    """What was dropped: reason and lines."""
    return {piece.reason: piece.text.split("\n") for piece in read_pdf(data).dropped}


BODY = (
    "　　过去一年我们坚持稳中求进工作总基调着",
    "力推动高质量发展经济运行总体平稳稳中有进",
    "。",
    "　　今年我们将全面贯彻落实各项决策部署奋",
    "力谱写新篇章。",
)
PARAGRAPHS = ["".join(BODY[:3]).strip("　"), "".join(BODY[3:]).strip("　")]


def test_lines_become_paragraphs():
    """An indent begins a paragraph and a full line goes on, with nothing between."""
    assert blocks_of(make_pdf(lines(80, 100, *BODY))) == PARAGRAPHS


def test_a_line_is_full_if_the_next_word_did_not_fit():
    """A line that stops short of the margin goes on where the figure or the marks of the next would not have fitted."""
    rows = (
        "　　居民消费价格总体平稳全年粮食总产量达到",
        "2315万吨创历史新高城镇新增就业稳步增长",
        "　　城市空气优良天数比例达到百分之八九十",
    )
    assert blocks_of(make_pdf(lines(80, 100, *rows))) == [(rows[0] + rows[1]).strip("　"), rows[2].strip("　")]
    short = (
        "　　全省城市空气优良天数比例达",
        "九十八点六个百分点以上在全国排名位次前移了",
        "　　农村居民人均收入同比增长百分之六点一。",
    )
    assert blocks_of(make_pdf(lines(80, 100, *short)))[0] == (short[0] + short[1]).strip("　")


def test_without_indents_the_short_line_ends_the_paragraph():
    """Where nothing is set in, a paragraph ends with a line that had room, or before a wide gap."""
    rows = (
        "过去一年我们坚持稳中求进工作总基调着力推动",
        "高质量发展。",
        "今年我们将全面贯彻落实各项决策部署奋力谱写",
        "新的篇章。",
    )
    assert blocks_of(make_pdf(lines(80, 100, *rows))) == [rows[0] + rows[1], rows[2] + rows[3]]
    apart = lines(80, 100, *rows[:1]) + lines(80, 160, *rows[2:]) + lines(80, 220, *rows[2:])
    assert blocks_of(make_pdf(apart)) == [rows[0], rows[2] + rows[3], rows[2] + rows[3]]


def test_a_paragraph_runs_over_the_page():
    """The text of two pages is one, and a block says on which page it begins."""
    blocks = read_pdf(make_pdf(lines(80, 100, *BODY[:2]), lines(80, 100, *BODY[2:]))).blocks
    assert [(block.text, block.page) for block in blocks] == [(PARAGRAPHS[0], 1), (PARAGRAPHS[1], 2)]


def running(number, header="某某省人民政府公报第三期"):
    """A page with a header and a number in the midst of the text."""
    return text(80, 40, header, 9) + lines(80, 160, *BODY[:2]) + text(280, 800, f"— {number} —", 10)


def test_headers_and_page_numbers_are_taken_out_and_told():
    """What comes again on every page is dropped, and the printed number becomes the label of the page."""
    data = make_pdf(*(running(number) for number in (7, 8, 9)))
    reading = read_pdf(data)
    assert [block.text for block in reading.blocks] == ["".join(BODY[:2]).strip("　")] * 3
    assert [(block.page, block.page_label) for block in reading.blocks] == [(1, "7"), (2, "8"), (3, "9")]
    assert dropped_of(data) == {"header": ["某某省人民政府公报第三期"] * 3, "page number": ["— 7 —", "— 8 —", "— 9 —"]}


def test_headers_of_left_and_right_pages_differ():
    """A header that stands on the odd pages only is one, and so is the other."""
    data = make_pdf(*(running(number, ("政府公报", "工作报告")[number % 2]) for number in range(1, 8)))
    assert dropped_of(data)["header"] == ["工作报告", "政府公报"] * 3 + ["工作报告"]


def test_the_title_is_not_taken_for_the_header_with_its_words():
    """A row with the words of a header at another place is text."""
    pages = [text(200, 60, "政府工作报告", 18) + running(1, "政府工作报告")]
    data = make_pdf(*pages, *(running(number, "政府工作报告") for number in (2, 3, 4)))
    assert blocks_of(data)[0] == "政府工作报告"
    assert len(dropped_of(data)["header"]) == 4


def test_a_label_of_the_file_is_used_where_none_is_printed():
    """Pages are called as the file calls them (PageLabels) if no number is printed on them."""
    data = make_pdf(
        lines(80, 100, *BODY), lines(80, 100, *BODY), catalog="/PageLabels<</Nums[0<</S/r>>1<</S/D/St 5>>]>>"
    )
    assert [block.page_label for block in read_pdf(data).blocks] == ["i", "i", "5", "5"]


def test_two_columns_are_read_one_after_the_other():
    """A title over both columns, then the left column, then the right; the sentence goes on from one to the next."""
    row = "发展经济运行稳中有进改革开放成效明显民生"
    left = lines(60, 140, "　　" + row[:16], *[row[:18]] * 8)
    right = lines(310, 140, *[row[2:20]] * 7, row[:6] + "。", "　　末段。")
    reading = read_pdf(make_pdf(text(180, 80, "政府工作报告全文汇编", 18) + left + right))
    expected = row[:16] + row[:18] * 8 + row[2:20] * 7 + row[:6] + "。"
    assert [block.text for block in reading.blocks] == ["政府工作报告全文汇编", expected, "末段。"]
    assert "两栏" in reading.doubts[0]


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("二○二三 年，经济 增长", "二○二三年，经济增长"),
        ("2023 年，增长 5.2% 以上", "2023 年，增长 5.2% 以上"),
        ("省长 毛某某", "省长 毛某某"),
        ("政　府　工　作　报　告", "政　府　工　作　报　告"),
        ("推动 GDP growth rate，提高", "推动 GDP growth rate，提高"),
        ("⼈⺠⽣活⽔平，稳步提⾼", "人民生活水平，稳步提高"),
    ],
)
def test_blanks_and_radicals(printed, expected):
    """Blanks between hanzi go but in lines laid out by hand; beside figures they stay; radicals become characters."""
    assert blocks_of(make_pdf(text(80, 100, printed))) == [expected]


def test_note_marks_are_kept_apart_from_figures_and_notes_follow():
    """A raised number is a mark in brackets, the small print at the foot is a note, and the sentence runs on past it."""
    first = text(104, 100, "扎实推进“20+8") + text(212, 95, "1", 6) + text(218, 100, "”产业集群建设构建现代化产业体")
    foot = text(80, 700, "1", 9) + text(95, 700, "20+8：指重点发展的产业集群与未来", 9) + text(80, 714, "产业。", 9)
    second = text(80, 100, "系面积达到3万m") + text(176, 95, "2", 6) + text(182, 100, "，比上年增长。")
    reading = read_pdf(make_pdf(first + foot, second))
    body, note = reading.blocks
    assert body.text == "扎实推进“20+8[1]”产业集群建设构建现代化产业体系面积达到3万m²，比上年增长。"
    assert body.note_marks == (Span(9, 12),)
    assert (note.kind, note.text, note.page) == ("note", "[1]20+8：指重点发展的产业集群与未来产业。", 1)


def test_small_print_without_marks_stays_in_the_text():
    """A glossary in a smaller font is no footnote: nothing in the text refers to it."""
    data = make_pdf(
        lines(80, 100, *BODY) + text(80, 300, "1.六稳：指稳就业等。", 9) + text(80, 316, "2.六保：指保民生等。", 9)
    )
    assert [block.kind for block in read_pdf(data).blocks] == ["paragraph"] * 4


def cells(y, *rows):
    """A ruled table of three columns; a row is its three texts, a text its lines."""
    drawn = ""
    for row in rows:
        height = 20 * max(map(len, row)) + 6
        for x0, x1, words in zip((80, 120, 220), (120, 220, 400), row, strict=True):
            drawn += box(x0, y, x1, y + height) + lines(x0 + 4, y + 16, *words)
        y += height
    return drawn


def test_a_table_row_that_is_cut_by_the_page_is_one():
    """Cells are joined over their lines and over the page; the heading that comes again is dropped."""
    head = (("序",), ("名词",), ("解释",))
    first = cells(680, head, (("1",), ("六稳",), ("指稳就业稳金融稳外贸稳外资", "稳投资稳预期的各项工作的总")))
    second = cells(80, head, ((), (), ("称。",)), (("2",), ("六保",), ("指保居民就业等。",)))
    data = make_pdf(lines(80, 100, *BODY) + first, second)
    rows = [block for block in read_pdf(data).blocks if block.kind == "row"]
    assert [row.text for row in rows] == [
        "序｜名词｜解释",
        "1｜六稳｜指稳就业稳金融稳外贸稳外资稳投资稳预期的各项工作的总称。",
        "2｜六保｜指保居民就业等。",
    ]
    assert [row.page for row in rows] == [1, 1, 2]
    assert dropped_of(data) == {"repeated heading": ["序｜名词｜解释"]}


def test_what_is_printed_twice_is_read_once():
    """Bold made by printing twice, a little apart, does not double the characters."""
    assert blocks_of(make_pdf(text(80, 100, "各位代表：现在报告工作") + text(80.4, 100, "各位代表：现在报告工作"))) == [
        "各位代表：现在报告工作"
    ]


def test_a_watermark_is_told_and_no_text():
    """Turned words and words outside the page are dropped by name."""
    mark = text(200, 400, "内部资料", 40, turn="0.7 0.7 -0.7 0.7") + text(900, 300, "页外")
    assert dropped_of(make_pdf(lines(80, 100, *BODY) + mark)) == {"unseen": ["内部资料页外"]}


PICTURE = f"q {WIDTH} 0 0 {HEIGHT} 0 0 cm BI /W 1 /H 1 /BPC 8 /CS /G ID \x7f EI Q\n"


def test_a_scan_is_refused_with_what_to_install():
    """Pages that are pictures have no text layer: the file is refused, and the extra named."""
    with pytest.raises(SourceError, match=r"没有文字层（扫描件），需要 OCR：pip install baogao\[ocr\]"):
        read_pdf(make_pdf(PICTURE, PICTURE + text(280, 800, "— 2 —", 10)))


def test_a_page_that_is_a_picture_is_named():
    """One scanned page among others does not cost the rest, and is told."""
    page = lines(80, 100, *BODY)
    assert "第 2 页是图片" in read_pdf(make_pdf(page, PICTURE, page)).doubts[0]


def test_a_picture_below_the_text_is_told():
    """Text that lies on a scan is somebody's OCR: it is read with a doubt."""
    assert "OCR" in read_pdf(make_pdf(PICTURE + lines(80, 100, *BODY))).doubts[0]


def test_text_without_a_code_is_refused():
    """A font whose codes stand for nothing known gives no text but noise."""
    with pytest.raises(SourceError, match="乱码"):
        read_pdf(make_pdf(lines(80, 100, *BODY), font=CODES))


def test_a_password_is_told_from_a_restriction():
    """A file that asks for a password is refused; one that only restricts printing is read."""
    import pypdf

    for user, owner in (("geheim", "boss"), ("", "boss")):
        writer = pypdf.PdfWriter(io.BytesIO(make_pdf(lines(80, 100, *BODY))))
        writer.encrypt(user, owner, algorithm="AES-256")
        out = io.BytesIO()
        writer.write(out)
        if not user:
            assert blocks_of(out.getvalue()) == PARAGRAPHS
            continue
        with pytest.raises(SourceError, match="设了打开密码"):
            read_pdf(out.getvalue())
