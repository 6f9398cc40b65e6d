"""Files as people have them: their kind is known by content, what cannot be read is refused by name, real files hold."""

import csv
import gzip
import json
import random
import struct
import zipfile
from io import BytesIO

import pytest

from indexer.errors import SourceError
from indexer.readers import MAX_BYTES, read
from indexer.readers.sniff import NAMES, sniff


def zipped(*names):
    """A ZIP of empty members with these names."""
    target = BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name in names:
            archive.writestr(name, "")
    return target.getvalue()


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
KINDS = [
    ("各位代表：".encode(), "text"),
    ("<六稳>与<六保>".encode(), "text"),
    ("各位代表：<br>现在<br>报告<br>工作".encode(), "html"),
    (b"<!-- x --> <P>1", "html"),
    ("<html>".encode("utf-16"), "html"),
    (b'<?xml version="1.0"?><!DOCTYPE html><html>', "html"),
    (b'<?xml version="1.0"?><root><a/></root>', "xml"),
    (b'{"id": "r1", "text": "x"}\n{"id": "r2"}', "json"),
    ("[1].安全生产".encode(), "text"),
    (b"From: x\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;", "mht"),
    (zipped("[Content_Types].xml", "word/document.xml"), "docx"),
    (zipped("[Content_Types].xml", "word/document.xml")[:-30], "docx"),
    (zipped("[Content_Types].xml", "xl/workbook.xml"), "xls"),
    (zipped("OFD.xml", "Doc_0/Document.xml"), "ofd"),
    (zipped("mimetype", "content.xml"), "odt"),
    (zipped("荷塘区.docx"), "zip"),
    (OLE + "WordDocument".encode("utf-16-le"), "doc"),
    (OLE + "Workbook".encode("utf-16-le"), "xls"),
    (OLE + "EncryptedPackage".encode("utf-16-le") + "WordDocument".encode("utf-16-le"), "encrypted"),
    (OLE, "ole"),
    (b"\r\n%PDF-1.4", "pdf"),
    (b"{\\rtf1", "rtf"),
    (b"\x89PNG\r\n\x1a\n", "image"),
    (b"BM" + struct.pack("<I", 20) + bytes(14), "image"),
    ("BM25算法".encode(), "text"),
    (b"\x1f\x8b\x08\x00", "gzip"),
    (b"", "empty"),
    (b"\xef\xbb\xbf\r\n\t ", "empty"),
]


@pytest.mark.parametrize(("data", "kind"), KINDS, ids=[f"{n}-{kind}" for n, (_, kind) in enumerate(KINDS)])
def test_the_kind_is_known_by_content(data, kind):
    """Signatures, members of a ZIP, streams of an OLE file and tags tell the kind; no name is needed."""
    assert sniff(data) == kind
    assert kind == "empty" or kind in NAMES


@pytest.mark.parametrize("name", ["a.docx", "a.pdf", "a", "a.TXT", "目录/政府工作报告.doc"])
def test_a_wrong_suffix_does_not_matter(name):
    """A text is read whatever it is called, and a name that promises something else is told."""
    reading = read("各位代表：\n现在报告工作。".encode(), name)
    assert [block.text for block in reading.blocks] == ["各位代表：", "现在报告工作。"]
    assert [doubt for doubt in reading.doubts if "按内容读取" in doubt] == list(reading.doubts)
    assert bool(reading.doubts) == (name not in ("a", "a.TXT"))


@pytest.mark.parametrize("kind", ["xls", "image", "gzip", "json", "zip", "mht", "odt", "encrypted", "xml", "ole"])
def test_a_kind_that_is_not_read_is_refused_by_name(kind):
    """The message names the file and the kind and says what to do."""
    data = next(data for data, known in KINDS if known == kind)
    with pytest.raises(SourceError) as refusal:
        read(data, "附件1.bin")
    assert str(refusal.value).startswith(f"附件1.bin：这是{NAMES[kind]}，未导入：")


def test_a_reader_that_is_not_installed_is_said(monkeypatch):
    """Where the module of a kind is missing the user learns which file is meant and that it was not read."""
    monkeypatch.setitem(read.__globals__["_READERS"], "pdf", "indexer.readers.no_such_reader:read_pdf")
    with pytest.raises(SourceError, match=r"^a\.pdf：这是PDF 文件，但本机没有安装读取部件，未导入"):
        read(b"%PDF-1.7", "a.pdf")


def test_a_file_beyond_the_bound_is_not_touched():
    """Size is checked before anything else."""
    with pytest.raises(SourceError, match=r"^a\.txt：.*超过上限"):
        read(bytes(MAX_BYTES + 1), "a.txt")


def test_mutated_files_are_read_or_refused(shared):
    """80 real files with bytes changed, cut or doubled: each is a Reading or one sentence, never a traceback."""
    chance = random.Random(20261125)
    files = [path for path in sorted((shared / "data" / "files").glob("*.[ht]*")) if path.stat().st_size < 60_000]
    outcomes = {"read": 0, "refused": 0}
    for _ in range(80):
        data = bytearray(chance.choice(files).read_bytes())
        for _ in range(chance.choice((1, 20, 300))):
            at, length = chance.randrange(len(data)), chance.choice((1, 10, 400))
            piece = (
                data[at : at + length] if chance.random() < 0.5 else bytes(chance.randrange(256) for _ in range(length))
            )
            data[at : at + chance.choice((0, 1, length))] = piece
        try:
            outcomes["read"] += bool(read(bytes(data), "x").blocks)
        except SourceError as error:
            outcomes["refused"] += str(error).startswith("x：")
    assert sum(outcomes.values()) == 80


def squeezed(text):
    """A text without blanks and cell marks: what two ways of laying it out have in common."""
    return "".join(text.replace("｜", "").replace("\u200b", "").split())


def rows(shared):
    """The rows of the MANIFEST for text files and pages."""
    with (shared / "data" / "files" / "MANIFEST.tsv").open(encoding="utf-8", newline="") as lines:
        return [
            row
            for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
            if row["kind"] in ("html", "txt")
        ]


REFUSED = {"html_yichun_homepage.html": "没有正文", "txt_navigation_only_pingshan_2021.txt": "导航"}


def test_the_real_files_hold_what_their_manifest_says(shared):
    """Each text file and page: refused if it has no text, else first and last body sentence are each in one block."""
    failed = []
    for row in rows(shared):
        data = (shared / "data" / "files" / row["file"]).read_bytes()
        if row["file"] in REFUSED:
            with pytest.raises(SourceError, match=REFUSED[row["file"]]):
                read(data, row["file"])
            continue
        blocks = [squeezed(block.text) for block in read(data, row["file"]).blocks]
        wanted = [squeezed(row[key]) for key in ("body_starts", "body_ends") if row[key]]
        failed += [(row["file"], piece) for piece in wanted if not any(piece in block for block in blocks)]
    assert failed == []


def test_the_real_files_are_the_texts_that_others_took_from_them(shared):
    """From the first sentence of the body to the last block ours is theirs, character for character."""
    theirs = {}
    for name in ("reports", "policies"):
        with gzip.open(shared / "data" / "reports" / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
            theirs |= {row["id"]: squeezed(row["text"]) for row in map(json.loads, lines)}
    compared = 0
    for row in rows(shared):
        if row["text_id"] and "page1_of_4" not in row["file"]:
            blocks = read((shared / "data" / "files" / row["file"]).read_bytes(), row["file"]).blocks
            ours = squeezed("".join(block.text for block in blocks))
            begin = squeezed(row["body_starts"] or blocks[0].text)
            assert ours[ours.index(begin) :] in theirs[row["text_id"]], row["file"]
            compared += 1
    assert compared == 17
