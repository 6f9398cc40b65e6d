"""Real Word files: every row of the MANIFEST holds, no character is lost, and LibreOffice reads the same text."""

import csv
import os
import re
import subprocess
import zipfile
from collections import Counter
from pathlib import Path

import pytest
from lxml import etree

from indexer.errors import SourceError
from indexer.readers.docx import read_docx
from indexer.readers.rows import CELL_MARK

ROOT = Path(__file__).resolve().parents[2]
FILES = Path(os.environ.get("BAOGAO_DATA", ROOT / "shared" / "data" / "files"))
CASES = Path(os.environ.get("BAOGAO_CASES", ROOT / "shared" / "cases")) / "files"
MANIFEST = FILES / "MANIFEST.tsv"
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
#: Dropped text that stands in document.xml; headers, footers and comments are parts of their own.
ELSEWHERE = {"header", "footer", "comment"}


def manifest():
    """The rows of the MANIFEST about .docx files."""
    if not MANIFEST.is_file():
        return []
    with MANIFEST.open(encoding="utf-8", newline="") as lines:
        return [row for row in csv.DictReader(lines, delimiter="\t") if row["kind"] == "docx"]


ROWS = manifest()
WORD_FILES = [row for row in ROWS if "_really_doc_" not in row["file"]]
needs_files = pytest.mark.skipif(not ROWS, reason="../shared/data/files is not here")


def name_of(row):
    """The name of a row's file."""
    return row["file"]


def tight(text):
    """A text without blanks."""
    return re.sub(r"\s", "", text)


@needs_files
@pytest.mark.parametrize("row", WORD_FILES, ids=name_of)
def test_a_real_file_reads_as_the_manifest_says(row):
    """The first and the last sentence of the body stand in the blocks, in this order, and the notes follow."""
    reading = read_docx((FILES / row["file"]).read_bytes())
    text = "\n".join(block.text for block in reading.blocks)
    assert 0 <= text.find(row["body_starts"]) <= text.rfind(row["body_ends"])
    kinds = [block.kind for block in reading.blocks]
    assert kinds == sorted(kinds, key=lambda kind: kind == "note")
    if "footnotes" in row["file"]:
        assert kinds.count("note") == int(row["glossary_entries"])
    if "table" in row["file"]:
        assert kinds.count("row") == int(row["glossary_entries"]) + 1  # and the head of the table


@needs_files
@pytest.mark.parametrize("row", WORD_FILES, ids=name_of)
def test_every_character_is_kept_or_told(row):
    """Each w:t character of document.xml is in the blocks, in order, or in what was dropped; nothing is added but marks."""
    path = FILES / row["file"]
    with zipfile.ZipFile(path) as archive:
        root = etree.fromstring(archive.read("word/document.xml"))
    source = tight("".join(node.text or "" for node in root.iter(WORD + "t")))
    reading = read_docx(path.read_bytes())
    kept = ""
    for block in (one for one in reading.blocks if one.kind != "note"):
        text = block.text.replace(CELL_MARK, "")
        for mark in reversed(block.note_marks):
            text = text[: mark.start] + text[mark.end :]
        kept += tight(text)
    left = "".join(tight(one.text) for one in reading.dropped if one.reason not in ELSEWHERE)
    assert Counter(kept) + Counter(left) == Counter(source)
    rest = iter(source)
    assert all(char in rest for char in kept)


@needs_files
def test_libreoffice_reads_the_same_text(soffice, tmp_path):
    """The blocks of each real file, blanks aside, are LibreOffice's text less what was dropped."""
    command = [soffice, "--headless", f"-env:UserInstallation=file://{tmp_path}/profile"]
    command += ["--convert-to", "txt:Text (encoded):UTF8", "--outdir", str(tmp_path)]
    command += [str(FILES / row["file"]) for row in WORD_FILES]
    subprocess.run(command, check=True, capture_output=True, timeout=200)
    for row in WORD_FILES:
        reading = read_docx((FILES / row["file"]).read_bytes())
        ours = Counter(
            tight("".join(block.text for block in reading.blocks if block.kind != "note")).replace(CELL_MARK, "")
        )
        ours += Counter("".join(tight(one.text) for one in reading.dropped if one.reason not in ELSEWHERE))
        theirs = Counter(tight((tmp_path / f"{Path(row['file']).stem}.txt").read_text(encoding="utf-8-sig")))
        extra = ours - theirs
        assert not theirs - ours, row["file"]
        assert set(extra) <= set("[]"), row["file"]  # our brackets around note marks


@needs_files
def test_line_breaks_end_paragraphs():
    """Reports in a few paragraphs with 145 and 175 line breaks come as paragraphs, one for each line."""
    for name, least in (("docx_hefei_2024_line_breaks.docx", 70), ("docx_chizhou_2023_mislabelled_2024.docx", 75)):
        reading = read_docx((FILES / name).read_bytes())
        assert len(reading.blocks) >= least
        assert not any("\n" in block.text for block in reading.blocks)


@needs_files
def test_lines_wrapped_by_hand_are_joined():
    """承德 2024: 517 paragraphs that are lines become paragraphs; its page numbers are dropped; both are told."""
    reading = read_docx((FILES / "docx_chengde_2024_hard_wrapped.docx").read_bytes())
    assert len(reading.blocks) < 50
    assert any("深入学习贯彻" in block.text for block in reading.blocks)
    assert [one.reason for one in reading.dropped] == ["page number"]
    assert any("已接合" in doubt for doubt in reading.doubts)


@needs_files
def test_dates_of_the_file_are_no_date_of_the_report():
    """The core properties are hints under their own names: a report of 2024 was saved to its file in 2025."""
    hints = read_docx((FILES / "docx_changsha_2024.docx").read_bytes()).hints
    assert hints == {"created": "2025-01-09", "modified": "2025-01-09"}


@needs_files
def test_a_binary_under_a_false_name_is_no_word_file():
    """A Word 97 file named .docx is refused by this reader (the sniffer sends it elsewhere)."""
    with pytest.raises(SourceError, match="ZIP"):
        read_docx((FILES / "docx_really_doc_changsha_2024.docx").read_bytes())


@pytest.mark.skipif(not CASES.is_dir(), reason="../shared/cases is not here")
def test_footnotes_and_revisions_of_the_cases():
    """Cases ING-05 and ING-06: notes are in the text; insertions are in, deletions out and told."""
    notes = [block.text for block in read_docx((CASES / "footnotes.docx").read_bytes()).blocks]
    assert notes[2:] == ["[1]“放管服”：简政放权、放管结合、优化服务的简称。", "[2]“三张牌”：生态牌、文旅牌、智造牌。"]
    changed = read_docx((CASES / "tracked_changes.docx").read_bytes())
    assert changed.blocks[1].text == "地区生产总值增长8.0%左右，新增市场主体4100户。"
    assert len(changed.blocks) == 2
    assert [one.reason for one in changed.dropped] == ["deleted"]
    assert any("含未接受的修订" in doubt for doubt in changed.doubts)
