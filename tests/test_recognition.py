"""Scans: the extra is named where it is missing, recognised text carries its mark, and the mark is a doubt."""

import importlib.util

import pytest

from indexer.errors import SourceError
from indexer.readers.text import RECOGNISED, read_plain
from indexer.recognition import recognise

INSTALLED = importlib.util.find_spec("rapidocr") is not None


@pytest.mark.skipif(INSTALLED, reason="the extra ocr is installed")
def test_without_the_extra_the_command_to_install_it_is_named():
    """One sentence that says what is missing and what to run."""
    with pytest.raises(SourceError, match=r"baogao\[ocr\]"):
        next(recognise(b"%PDF-1.5", "scan.pdf"))


@pytest.mark.skipif(not INSTALLED, reason="the extra ocr is not installed")
def test_a_scanned_report_is_recognised(shared):
    """The opening of the real scan is read, under the mark."""
    pages = recognise((shared / "data/files/pdf_changsha_2024_scanned.pdf").read_bytes(), "scan.pdf")
    assert next(pages).startswith(RECOGNISED)
    assert "政府工作报告" in next(pages).replace(" ", "")


def test_a_recognised_text_is_doubtful_for_good():
    """The mark is no part of the text; it is reported and becomes a doubt."""
    reading = read_plain(f"{RECOGNISED}，原件 scan.pdf〕\n政府工作报告\n各位代表：\n扎实做好“六稳”工作。")
    assert [block.text for block in reading.blocks] == ["政府工作报告", "各位代表：", "扎实做好“六稳”工作。"]
    assert any("OCR" in doubt for doubt in reading.doubts)
    assert any(piece.reason == "recognised" for piece in reading.dropped)
