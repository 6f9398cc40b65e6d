"""Word 97, WPS and RTF by way of LibreOffice: the real files where it is installed, and how it is run where it is not."""

import csv
import json
import os
import re
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest

from indexer.errors import SourceError
from indexer.readers import office, read
from indexer.readers.docx import read_docx
from indexer.readers.office import Converted, convert, find_office, needs_office, prepared, read_office

RTF = rb"{\rtf1\ansi\ansicpg936 \'b8\'f7\'ce\'bb\'b4\'fa\'b1\'ed\par {\b \u20845?\u31283?}\par}"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
WORD = OLE + "WordDocument".encode("utf-16-le") + bytes(100)
BLANKS = re.compile(r"\s")
# The other five .doc files of the MANIFEST take as long each and show nothing that these do not.
FILES = [
    "doc_cancelled_posts_2019.doc",
    "docx_really_doc_changsha_2024.docx",
    "rtf_laibin_2024.rtf",
    "wps_chenzhou_2024.wps",
]


@pytest.mark.slow
@pytest.mark.parametrize("name", FILES)
def test_real_files_are_read(soffice, shared, name):
    """Each file is recognised by its content and its body begins and ends as its row of the MANIFEST says."""
    with (shared / "data" / "files" / "MANIFEST.tsv").open(encoding="utf-8", newline="") as file:
        rows = {row["file"]: row for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)}
    reading = read((shared / "data" / "files" / name).read_bytes(), name)
    texts = [BLANKS.sub("", block.text) for block in reading.blocks]
    assert sum(map(len, texts)) > 200
    for end in ("body_starts", "body_ends"):
        assert any(rows[name][end] in text for text in texts)
    assert any("内容却是" in doubt for doubt in reading.doubts) == name.endswith(".docx")


@pytest.mark.slow
@pytest.mark.parametrize("case", ["auto_numbering.docx", "footnotes.docx"])
def test_numbers_and_notes_come_through(soffice, shared, tmp_path, case):
    """A .docx with automatic numbers or footnotes, saved as .doc, is read as the .docx is: 一、（一）1．[1]."""
    source = shared / "cases" / "files" / case
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [soffice, profile, "--headless", "--convert-to", "doc", "--outdir", str(tmp_path), str(source)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    old = (tmp_path / case).with_suffix(".doc").read_bytes()
    assert needs_office(old)
    assert read_office(old).blocks == read_docx(source.read_bytes()).blocks


def test_rtf_escapes_are_characters(soffice):
    """Bytes of code page 936 and Unicode escapes are read alike."""
    assert [block.text for block in read_office(RTF).blocks] == ["各位代表", "六稳"]


def test_what_libreoffice_cannot_open_is_refused(soffice):
    """A file that only begins like a Word file gives a sentence, not an empty document."""
    with pytest.raises(SourceError, match=r"没能打开.*另存为 \.docx"):
        convert(WORD)


def test_without_libreoffice_it_is_said_what_to_install(monkeypatch):
    """The refusal names the program, the command that installs it and another way."""
    monkeypatch.setenv("PATH", "/nowhere")
    monkeypatch.setattr(office, "_PLACES", ())
    assert find_office() is None
    with pytest.raises(SourceError, match=r"报告\.doc：.*apt-get install libreoffice-writer-nogui.*另存为 \.docx"):
        read(WORD, "报告.doc")


def test_what_needs_it_is_seen_by_the_first_bytes():
    """RTF and Word 97 do; other Office files, .docx and text do not."""
    assert needs_office(RTF)
    assert needs_office(WORD)
    for data in (OLE, OLE + "Workbook".encode("utf-16-le"), b"PK\x03\x04", "各位代表：".encode(), b""):
        assert not needs_office(data)


@pytest.fixture
def program(tmp_path, monkeypatch):
    """Puts a program of ours in the place of LibreOffice: its code sees ``out``, ``target`` and ``source``."""
    if not hasattr(os, "killpg"):
        pytest.skip("scripts and process groups are those of Unix")

    def install(code):
        path = tmp_path / "bin" / "soffice"
        path.parent.mkdir()
        head = f"""\
            #!{sys.executable}
            import json, os, subprocess, sys, time
            from pathlib import Path
            words = sys.argv
            out, target = Path(words[words.index("--outdir") + 1]), words[words.index("--convert-to") + 1]
            source, here = Path(words[-1]), Path({str(tmp_path)!r})
            out.mkdir(exist_ok=True)
            """
        path.write_text(textwrap.dedent(head) + textwrap.dedent(code), encoding="utf-8")
        path.chmod(0o755)
        monkeypatch.setenv("PATH", str(path.parent))

    return install


def test_text_is_taken_where_docx_cannot_be_made(program):
    """If no .docx comes out the text is read, and the loss told."""
    program(
        'if target.startswith("txt"): (out / "document.txt").write_text("各位代表：\\n六稳六保。", encoding="utf-8")'
    )
    reading = read_office(RTF)
    assert [block.text for block in reading.blocks] == ["各位代表：", "六稳六保。"]
    assert "纯文本" in reading.doubts[0]


def test_it_works_in_a_folder_of_its_own(program, tmp_path, monkeypatch):
    """It gets the file byte for byte, a profile without macros and with a dead proxy, no variable of ours, and leaves nothing."""
    program("""
        profile = next(word for word in words if word.startswith("-env:UserInstallation=file://"))
        folder = Path(profile.partition("file://")[2])
        seen = {"data": source.read_bytes().hex(), "home": os.environ["HOME"], "folder": str(source.parent),
                "settings": (folder / "user" / "registrymodifications.xcu").read_text(encoding="utf-8"),
                "secret": os.environ.get("BAOGAO_SECRET")}
        (here / "seen.json").write_text(json.dumps(seen), encoding="utf-8")
        (out / "document.docx").write_bytes(b"made")
    """)
    monkeypatch.setenv("BAOGAO_SECRET", "x")
    assert convert(RTF) == Converted("docx", b"made")
    seen = json.loads((tmp_path / "seen.json").read_text(encoding="utf-8"))
    assert bytes.fromhex(seen["data"]) == RTF
    assert seen["home"] == seen["folder"]
    assert seen["secret"] is None
    assert {"DisableMacrosExecution", "ooInetHTTPProxyName"} <= set(re.findall(r'oor:name="(\w+)"', seen["settings"]))
    assert not Path(seen["folder"]).exists()


def test_a_conversion_that_hangs_is_ended_with_all_its_processes(program, tmp_path, monkeypatch):
    """After the time limit it and what it started are gone, and the refusal says so."""
    program("""
        child = subprocess.Popen(["/bin/sleep", "60"])
        (here / "pids").write_text(f"{os.getpid()} {child.pid}", encoding="utf-8")
        time.sleep(60)
    """)
    monkeypatch.setattr(office, "TIME_LIMIT", 1)
    with pytest.raises(SourceError, match="转换超过 1 秒，已停止"):
        convert(RTF)
    pids = (tmp_path / "pids").read_text(encoding="utf-8").split()
    deadline = time.monotonic() + 5
    while any(is_running(pid) for pid in pids) and time.monotonic() < deadline:
        time.sleep(0.01)
    assert not [pid for pid in pids if is_running(pid)]


def is_running(pid):
    """Whether a process is there and no zombie that waits to be collected."""
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_what_was_prepared_is_read_without_a_program(monkeypatch, shared):
    """Inside ``prepared`` nothing is started: the conversion made before is read; outside, LibreOffice is wanted again."""
    monkeypatch.setenv("PATH", "/nowhere")
    monkeypatch.setattr(office, "_PLACES", ())
    data = (shared / "cases" / "files" / "footnotes.docx").read_bytes()
    with prepared(Converted("docx", data)):
        assert read_office(RTF).blocks == read_docx(data).blocks
    with pytest.raises(SourceError, match="LibreOffice"):
        read_office(RTF)
