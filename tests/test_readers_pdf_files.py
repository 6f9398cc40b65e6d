"""PDF files not made by us: the rows of the MANIFEST, the cases; and what damage and hostility make of them."""

import csv
import functools
import random
import re
import zlib
from collections import Counter

import pytest

from indexer.errors import SourceError
from indexer.fold import unify_radicals
from indexer.readers.pdf import read_pdf
from indexer.readers.pdf_pages import MAX_CONTENT, MAX_PAGES

READABLE = (
    "pdf_beijing_2024.pdf",
    "pdf_guangming_2022_footnotes.pdf",
    "pdf_hunan_2025_page_numbers.pdf",
    "pdf_jiangxi_2025_owner_password.pdf",
    "pdf_laibin_2024_glossary_table.pdf",
    "pdf_sichuan_2025_two_columns.pdf",
)
BLANKS = re.compile(r"\s")


@pytest.fixture(scope="module")
def reading_of(shared):
    """A real file's Reading, made once."""
    return functools.cache(lambda name: read_pdf((shared / "data" / "files" / name).read_bytes()))


@pytest.fixture(scope="module")
def manifest(shared):
    """The rows of the MANIFEST by file."""
    with (shared / "data" / "files" / "MANIFEST.tsv").open(encoding="utf-8", newline="") as file:
        return {row["file"]: row for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)}


@pytest.mark.parametrize("name", READABLE)
def test_first_and_last_sentence_stand_in_a_paragraph(reading_of, manifest, name):
    """The body of each file begins and ends as its row says, inside a block, and no page number is left in it."""
    texts = [BLANKS.sub("", block.text) for block in reading_of(name).blocks]
    for end in ("body_starts", "body_ends"):
        assert any(manifest[name][end] in text for text in texts)
    assert not [text for text in texts if re.fullmatch(r"[-—–]*\d{0,3}[-—–]*", text) or "人民政府公报" in text[-12:]]


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("pdf_changsha_2024_scanned.pdf", r"没有文字层（扫描件），需要 OCR"),
        ("pdf_heilongjiang_2025_damaged.pdf", "已损坏或不完整"),
    ],
)
def test_what_cannot_be_read_is_refused_with_the_reason(reading_of, name, reason):
    """A scan and a file that was cut off are not taken for empty documents."""
    with pytest.raises(SourceError, match=reason):
        reading_of(name)


def test_printed_numbers_are_the_labels(reading_of):
    """The 18 pages of the gazette are called as is printed on them, and header and numbers are told."""
    reading = reading_of("pdf_hunan_2025_page_numbers.pdf")
    assert {(block.page, block.page_label) for block in reading.blocks} == {(n, str(n)) for n in range(1, 19)}
    told = {piece.reason: piece.text.split("\n") for piece in reading.dropped}
    assert told["header"] == ["湖南省人民政府公报 2025年第3期"] * 18
    assert told["page number"] == [f"— {n} —" for n in range(1, 19)]


def test_footnotes_are_notes_with_their_marks(reading_of):
    """All 26 notes of 光明 are blocks of their own, each with its mark in the text, and no sentence is cut by them."""
    blocks = reading_of("pdf_guangming_2022_footnotes.pdf").blocks
    notes = [block for block in blocks if block.kind == "note"]
    marks = [mark.of(block.text) for block in blocks for mark in block.note_marks]
    assert marks == [f"[{n}]" for n in range(1, 27)] == [note.text[: note.text.index("]") + 1] for note in notes]
    assert any("“20+8[4]”产业集群" in block.text for block in blocks)
    assert notes[3].text.startswith("[4]20+8：指")
    assert notes[3].text.endswith("共8大未来产业集群。")


def test_table_rows_over_pages_are_whole(reading_of):
    """The 25 entries of 来宾, some cut by the end of a page, are rows with number, term and a finished definition."""
    rows = [block for block in reading_of("pdf_laibin_2024_glossary_table.pdf").blocks if block.kind == "row"]
    assert [row.text.split("｜")[0] for row in rows] == ["序号", *map(str, range(1, 26))]
    assert all(len(row.text.split("｜")) == 3 and row.text.endswith("。") for row in rows[1:])


@pytest.mark.parametrize("name", ["pdf_guangming_2022_footnotes.pdf", "pdf_laibin_2024_glossary_table.pdf"])
def test_every_printed_character_is_in_the_text_or_told(reading_of, shared, name):
    """Blocks and dropped pieces together hold the characters of the pages, each as often as it is printed."""
    import pdfplumber

    with pdfplumber.open(shared / "data" / "files" / name) as pdf:
        printed = Counter(unify_radicals("".join(char["text"] for page in pdf.pages for char in page.chars)))
    reading = reading_of(name)
    kept = Counter("".join(block.text for block in reading.blocks))
    told = Counter("".join(piece.text for piece in reading.dropped))
    ours = Counter("[]" * (2 * 26)) + Counter("｜" * (2 * 26))  # around note marks, between cells
    assert {char for char in (kept + told - printed) - ours if not char.isspace()} == set()
    assert {char for char in printed - kept - told if not char.isspace()} == set()


def test_cases_of_wrapped_lines_and_radicals(shared):
    """ING-07 and ING-08: whole paragraphs, and ordinary characters."""
    files = shared / "cases" / "files"
    assert [block.text for block in read_pdf((files / "hard_wrap.pdf").read_bytes()).blocks][1:] == [
        "我们坚持把项目建设作为主抓手，持续优化营商环境，全年签约项目六十二个，到位资金九十八亿元，增速居全市前列。",
        "我们坚持农业农村优先发展，全面推进乡村振兴，完成高标准农田建设一万两千亩，粮食总产量稳定在四万六千吨以上。",
    ]
    radicals = read_pdf((files / "radicals.pdf").read_bytes()).blocks
    assert [block.text for block in radicals] == [
        "人民生活水平稳步提高，居民人均可支配收入增长百分之八，惠民工程全面推行。"
    ]


def test_damage_is_refused_or_read_and_nothing_else(shared):
    """Files with changed, lost and doubled bytes give a Reading or a SourceError (the seed is fixed: 150 files)."""
    whole = (shared / "cases" / "files" / "hard_wrap.pdf").read_bytes()
    chance = random.Random(20210203)
    outcomes = Counter()
    for _ in range(150):
        data = bytearray(whole)
        at, length = chance.randrange(len(data)), chance.randrange(1, 200)
        match chance.randrange(4):
            case 0:
                data[at : at + length] = chance.randbytes(length)
            case 1:
                del data[at:]
            case 2:
                data[at:at] = data[at : at + length]
            case _:
                data[at] = chance.randrange(256)
        try:
            outcomes["read"] += bool(read_pdf(bytes(data)).blocks)
        except SourceError:
            outcomes["refused"] += 1
    assert outcomes["read"] + outcomes["refused"] == 150
    assert min(outcomes.values()) > 20


def bare_pdf(*objects):
    """A PDF file of these objects, the first its root; without a table of places, which readers can do without."""
    numbered = b"".join(b"%d 0 obj\n%s\nendobj\n" % (number, body) for number, body in enumerate(objects, 1))
    return b"%PDF-1.4\n" + numbered + b"trailer\n<</Root 1 0 R>>\n%%EOF\n"


def one_page(content, rounds):
    """A file of one page with these instructions, deflated so many times."""
    head = f"<</Length {len(content)}/Filter[{'/FlateDecode' * rounds}]>>stream\n"
    return bare_pdf(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R>>",
        head.encode() + content + b"\nendstream",
    )


def bomb(rounds):
    """More drawing instructions than are taken, deflated so many times."""
    data = b"(a) Tj " * (MAX_CONTENT // 6)
    for _ in range(rounds):
        data = zlib.compress(data, 9)
    return data


@pytest.mark.parametrize("rounds", [1, 2])
def test_a_bomb_is_refused_before_it_is_unpacked(rounds):
    """30 kB that would be megabytes of instructions, deflated once or twice, are refused by their size."""
    data = one_page(bomb(rounds), rounds)
    assert len(data) < 40_000
    with pytest.raises(SourceError, match="第 1 页：绘制指令超过上限"):
        read_pdf(data)


def test_content_that_does_not_unpack_is_refused():
    """A page whose instructions are damaged is not taken for an empty one."""
    with pytest.raises(SourceError, match="第 1 页"):
        read_pdf(one_page(b"no deflate at all", 1))


@pytest.mark.parametrize(
    ("pages", "count", "reason"),
    [(MAX_PAGES + 1, MAX_PAGES + 1, f"有 {MAX_PAGES + 1} 页，超过上限"), (1, 7, "应有 7 页，只找到 1 页")],
)
def test_pages_are_counted_before_they_are_read(pages, count, reason):
    """More pages than the bound are refused; fewer than the file promises too, for then some are lost."""
    kids = " ".join(f"{number} 0 R" for number in range(3, pages + 3))
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>"
    tree = f"<</Type/Pages/Count {count}/Kids[{kids}]>>".encode()
    with pytest.raises(SourceError, match=reason):
        read_pdf(bare_pdf(b"<</Type/Catalog/Pages 2 0 R>>", tree, *[page] * pages))
