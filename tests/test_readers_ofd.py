"""OFD: paragraphs with pages from a file built here after GB/T 33190; damaged files and pictures refused."""

import io
import zipfile

import pytest

from indexer.errors import SourceError
from indexer.readers import read

pytest.importorskip("ofdkit", reason="the extra ofd is not installed")

SPACE = 'xmlns:ofd="http://www.ofdspec.org/2016"'
PARAGRAPHS = [
    "扎实做好“六稳”工作，全面落实“六保”任务，统筹推进疫情防控和经济社会发展，牢牢稳住了经济发展基本盘，全年签约项目62个。",
    "二、2021年工作安排",
]


def lines(paragraph, width=20):
    """A paragraph as a page sets it: two characters of indent, then lines of ``width`` characters."""
    cut = [paragraph[: width - 2]]
    rest = paragraph[width - 2 :]
    return [(2, cut[0]), *((0, rest[i : i + width]) for i in range(0, len(rest), width))]


def ofd(paragraphs):
    """The bytes of an OFD file with one page."""
    objects, y = [], 30
    for paragraph in paragraphs:
        for indent, text in lines(paragraph):
            deltas = " ".join(["5"] * (len(text) - 1))
            objects.append(
                f'<ofd:TextObject ID="{len(objects) + 10}" Boundary="{20 + 5 * indent} {y} 120 8" Font="3" Size="5">'
                f'<ofd:TextCode X="0" Y="5" DeltaX="{deltas}">{text}</ofd:TextCode></ofd:TextObject>'
            )
            y += 9
    parts = {
        "OFD.xml": f'<ofd:OFD {SPACE} Version="1.0" DocType="OFD"><ofd:DocBody><ofd:DocInfo><ofd:DocID>1</ofd:DocID></ofd:DocInfo>'
        "<ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
        "Doc_0/Document.xml": f"<ofd:Document {SPACE}><ofd:CommonData><ofd:MaxUnitID>99</ofd:MaxUnitID><ofd:PageArea>"
        "<ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea></ofd:CommonData>"
        '<ofd:Pages><ofd:Page ID="1" BaseLoc="Pages/Page_0/Content.xml"/></ofd:Pages></ofd:Document>',
        "Doc_0/Pages/Page_0/Content.xml": f'<ofd:Page {SPACE}><ofd:Content><ofd:Layer ID="2">{"".join(objects)}</ofd:Layer></ofd:Content></ofd:Page>',
    }
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, xml in parts.items():
            archive.writestr(name, f'<?xml version="1.0" encoding="UTF-8"?>{xml}')
    return packed.getvalue()


def test_lines_of_a_page_become_paragraphs_again():
    """The paragraph that the page cut is whole, the heading stands by itself, both know their page."""
    reading = read(ofd(PARAGRAPHS), "report.ofd")
    assert [block.text for block in reading.blocks] == PARAGRAPHS
    assert {block.page for block in reading.blocks} == {1}


@pytest.mark.parametrize(("data", "reason"), [(ofd(PARAGRAPHS)[:400], "损坏"), (ofd([]), "没有文字")])
def test_what_cannot_be_read_is_refused_with_the_reason(data, reason):
    """A file cut short, and a file without text."""
    with pytest.raises(SourceError, match=reason):
        read(data, "report.ofd")
