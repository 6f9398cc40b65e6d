"""Files made to hurt, and damaged ones: refused by name and reason, within bounds of time and memory, never a crash."""

import io
import random
import stat
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest

from indexer.errors import SourceError
from indexer.readers.docx import read_docx
from indexer.readers.package import check_xml, open_archive

SHARED = Path(__file__).resolve().parents[2] / "shared"
CASES = SHARED / "cases" / "files"
ROOT = Path(__file__).resolve().parents[1]
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT = "http://purl.oclc.org/ooxml"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
PARTS = {
    "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" ContentType="application/'
    'vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="{MAIN}"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r1" '
    f'Type="{OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>',
    "word/document.xml": f"<w:document {W}><w:body><w:p><w:r><w:t>六稳</w:t></w:r></w:p></w:body></w:document>",
}
DOCUMENT, RELS, TYPES = "word/document.xml", "_rels/.rels", "[Content_Types].xml"
XXE = '<!DOCTYPE d [<!ENTITY leak SYSTEM "file:///etc/passwd">]>'


def pack(parts, method=zipfile.ZIP_DEFLATED):
    """A ZIP of parts; a name may be a ZipInfo."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return stream.getvalue()


def changed(name, old, new):
    """The small document with one part changed."""
    assert old in PARTS[name]
    return pack({**PARTS, name: PARTS[name].replace(old, new)})


def texts(data):
    """The texts of the blocks."""
    return [block.text for block in read_docx(data).blocks]


def link():
    """The name of a member that is a symbolic link."""
    info = zipfile.ZipInfo("word/media/x.png")
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    return info


REFUSED = [
    ("entity", changed(DOCUMENT, "<w:document", f"{XXE}<w:document"), "DOCTYPE"),
    ("entity in a part that is not read", pack({**PARTS, "customXml/item1.xml": f"{XXE}<d>&leak;</d>"}), "DOCTYPE"),
    ("entity in the relations", changed(RELS, "<Relationships", f"{XXE}<Relationships"), "DOCTYPE"),
    ("entity in UTF-16", pack({**PARTS, "word/styles.xml": f'<?xml version="1.0" encoding="UTF-16"?>{XXE}<d/>'.encode("utf-16")}), "DOCTYPE"),
    ("a remote DTD", changed(DOCUMENT, "<w:document", '<!DOCTYPE d SYSTEM "http://127.0.0.1:9/x"><w:document'), "DOCTYPE"),
    ("too many members", pack({**PARTS, **{f"x{n}": b"" for n in range(2000)}}), "成员"),
    ("unpacks to 65 MB", pack({**PARTS, **{f"x{n}": bytes(1 << 20) for n in range(65)}}), "解压后"),
    ("a ratio of 1,000", pack({**PARTS, "x": bytes(2 << 20)}), "压缩比"),
    ("a path that leads out", pack({**PARTS, "../../x.xml": b"<x/>"}), "越界"),
    ("an absolute path", pack({**PARTS, "/etc/x.xml": b"<x/>"}), "越界"),
    ("a path of Windows", pack({**PARTS, "..\\x.xml": b"<x/>"}), "越界"),
    ("a symbolic link", pack({**PARTS, link(): b"/etc/passwd"}), "符号链接"),
    ("another method", pack({**PARTS, "x": b"x" * 99}, zipfile.ZIP_BZIP2), "压缩方法"),
    ("half a million elements", changed(DOCUMENT, "<w:p>", "".join(f"<w:r a='{n:x}'/>" for n in range(500_001)) + "<w:p>"), "元素"),
    ("deep nesting", changed(DOCUMENT, "六稳", "<w:r>" * 300 + "</w:r>" * 300), "嵌套"),
    ("not closed", changed(DOCUMENT, "</w:body>", ""), "已损坏"),
    ("no prefix", changed(DOCUMENT, W, ""), "document"),
    ("an encoding that Office does not write", changed(DOCUMENT, "<w:document", '<?xml version="1.0" encoding="GBK"?><w:document'), "已损坏"),
    ("no body", changed(DOCUMENT, "w:body", "w:boby"), "w:body"),
    ("no main part", changed(RELS, "word/document.xml", "word/x.xml"), "没有正文部件"),
    ("a target outside", changed(RELS, "word/document.xml", "../../../etc/passwd"), "没有正文部件"),
    ("no relations", pack({name: data for name, data in PARTS.items() if name != RELS}), "_rels"),
    ("no ZIP", b"PK\x03\x04 and no more", "ZIP"),
    ("half a file", pack(PARTS)[: len(pack(PARTS)) // 2], "ZIP"),
    ("no text", changed(DOCUMENT, "六稳", ""), "没有正文文字"),
]  # fmt: skip


@pytest.mark.parametrize(("data", "word"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED])
def test_what_is_refused_is_told_why(data, word):
    """One plain sentence with the reason; the error is ours, whatever the file."""
    with pytest.raises(SourceError, match=word):
        read_docx(data)


READ = [
    ("as it is", pack(PARTS)),
    ("stored, not packed", pack(PARTS, zipfile.ZIP_STORED)),
    ("a relation to NULL", pack({**PARTS, "word/_rels/document.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
     f'<Relationship Id="r1" Type="{OFFICE}/image" Target="NULL"/></Relationships>'})),
    ("a relation to the network", pack({**PARTS, "word/_rels/document.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
     f'<Relationship Id="r1" Type="{OFFICE}/styles" Target="http://127.0.0.1:9/s.xml" TargetMode="External"/></Relationships>'})),
    ("a broken part that is not read", pack({**PARTS, "customXml/item1.xml": "<x>"})),
    ("macros", changed(TYPES, MAIN, "application/vnd.ms-word.document.macroEnabled.main+xml")),
    ("a type that is wrong", changed(TYPES, MAIN, "application/x")),
    ("no types", pack({name: data for name, data in PARTS.items() if name != TYPES})),
    ("a template", changed(TYPES, "document.main+xml", "template.main+xml")),
    ("strict names", pack({name: data.replace(OFFICE, f"{STRICT}/officeDocument/relationships").replace(W, f'xmlns:w="{STRICT}/wordprocessingml/main"')
     for name, data in PARTS.items()})),
    ("another type of relation", changed(RELS, f"{OFFICE}/officeDocument", "http://schemas.example/2006/officeDocument")),
    ("names with backslashes", pack({name.replace("/", "\\"): data for name, data in PARTS.items()})),
    ("UTF-16", pack({**PARTS, DOCUMENT: ('<?xml version="1.0" encoding="UTF-16"?>' + PARTS[DOCUMENT]).encode("utf-16")})),
]  # fmt: skip


@pytest.mark.parametrize("data", [row[1] for row in READ], ids=[row[0] for row in READ])
def test_what_word_opens_is_read(data):
    """A package that is not in order in a way that does not touch the text is read as if it were."""
    assert texts(data) == ["六稳"]


def test_a_broken_part_of_the_text_is_a_doubt():
    """Notes that cannot be read are not lost in silence."""
    rels = f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r1" Type="{OFFICE}/footnotes" Target="footnotes.xml"/></Relationships>'
    reading = read_docx(pack({**PARTS, "word/_rels/document.xml.rels": rels, "word/footnotes.xml": "<w:footnotes>"}))
    assert "footnotes.xml" in reading.doubts[0]


PROBE = """
import resource, sys, time
from indexer.errors import SourceError
from indexer.readers import read
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
start = time.process_time()
for path in sys.argv[1:]:
    with open(path, "rb") as file:
        try:
            read(file.read(), path)
        except SourceError as error:
            print(error)
print(time.process_time() - start, (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024)
"""


@pytest.mark.skipif(not CASES.is_dir(), reason="../shared/cases is not here")
def test_the_hostile_cases_cost_nothing():
    """Case SEC-06: bomb.docx and entity.docx are refused by name, with the reason, in bounded time and memory."""
    paths = [str(CASES / "bomb.docx"), str(CASES / "entity.docx")]
    done = subprocess.run(
        [sys.executable, "-c", PROBE, *paths],
        cwd=ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
        check=True,
    )
    bomb, entity, cost = done.stdout.splitlines()
    assert "bomb.docx" in bomb
    assert "压缩炸弹" in bomb
    assert "entity.docx" in entity
    assert "DOCTYPE" in entity
    seconds, megabytes = map(float, cost.split())
    assert seconds < 2
    assert megabytes < 100


def test_the_gate_looks_at_all_parts_together():
    """The bound on elements is one for the whole file, so it cannot be passed by dividing it."""
    parts = {f"{n}.xml": b"<x>" + b"<y/>" * 200_000 + b"</x>" for n in range(3)}
    assert check_xml({"0.xml": parts["0.xml"]}) == {}
    with pytest.raises(SourceError, match=r"2\.xml"):
        check_xml(parts)


def test_an_archive_within_the_bounds_opens():
    """The bounds refuse no honest container: 2,000 members, 50 MB stored."""
    members = {f"x{n}": b"" for n in range(1999)} | {"big": bytes(50 << 20)}
    assert len(open_archive(pack(members, zipfile.ZIP_STORED)).infolist()) == 2000


@pytest.mark.skipif(not CASES.is_dir(), reason="../shared/cases is not here")
def test_mutations_are_read_or_refused():
    """300 damaged copies of real files, in bytes or inside a part: each is read or refused, none crashes or hangs."""
    seeds = [(CASES / f"{name}.docx").read_bytes() for name in ("auto_numbering", "footnotes", "tracked_changes")]
    dice = random.Random(20210120)
    start = time.process_time()
    refused = 0
    for _ in range(300):
        data = mutated(dice.choice(seeds), dice)
        try:
            read_docx(data)
        except SourceError:
            refused += 1
    assert 30 < refused < 290
    assert time.process_time() - start < 60


def mutated(data, dice):
    """A copy with a part cut, doubled or with bytes changed, or with such a change in the file itself."""
    if dice.random() < 0.4:
        return damaged(data, dice)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = dice.choice(sorted(parts))
    return pack({**parts, name: damaged(parts[name], dice)})


def damaged(data, dice):
    """Bytes with one change."""
    at, length = dice.randrange(len(data)), dice.randint(1, 40)
    piece = data[at : at + length]
    return dice.choice([
        data[:at] + data[at + length :], data[:at] + piece * 2 + data[at + length :], data[:at], data[:at] + piece[::-1] + data[at + length :],
        data[:at] + bytes([dice.randrange(256)]) + data[at + 1 :], data.replace(b'"1"', b'"99999999999"'), data.replace(b"w:p>", b"w:tc>"),
    ])  # fmt: skip
