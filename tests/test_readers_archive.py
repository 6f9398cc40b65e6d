"""ZIP files of documents: names as people gave them, what is left out, and what is refused."""

import io
import zipfile

import pytest

from indexer.errors import SourceError
from indexer.readers import read
from indexer.readers.archive import unpack


def make_zip(*members, method=zipfile.ZIP_DEFLATED):
    """A ZIP file of (name, bytes); a name may be a ZipInfo."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return out.getvalue()


def test_members_come_in_order_with_their_folders():
    """Names keep their folders, the bytes are as they were packed."""
    data = make_zip(("湖南/2025.txt", b"a"), ("2024.html", b"b"), ("空/", b""))
    assert list(unpack(data)) == [("湖南/2025.txt", b"a"), ("2024.html", b"b")]


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8"])
def test_names_without_a_declared_encoding(encoding):
    """Names of Windows (in GBK the second byte of 誠 is a backslash) and of older macOS are read right."""
    name = "报告誠.txt"
    raw = name.encode(encoding)
    data = make_zip(("x" * len(raw), b"a"))
    assert [found for found, _ in unpack(data.replace(b"x" * len(raw), raw))] == [name]


def test_what_nobody_packed_is_left_out():
    """Files that systems put beside documents are no documents."""
    names = ("__MACOSX/._报告.txt", ".DS_Store", "a/Thumbs.db", "~$报告.docx", "a/desktop.ini")
    data = make_zip(*((name, b"x") for name in names), ("报告.txt", b"a"))
    assert [name for name, _ in unpack(data)] == ["报告.txt"]
    with pytest.raises(SourceError, match="没有文件"):
        list(unpack(make_zip((".DS_Store", b"x"))))


def test_a_damaged_member_costs_no_other():
    """In the place of its bytes stands the error that names it."""
    data = make_zip(("a.txt", b"first"), ("b.txt", b"second"), method=zipfile.ZIP_STORED).replace(b"first", b"frist")
    (_, fault), (name, whole) = unpack(data)
    assert isinstance(fault, SourceError)
    assert "a.txt" in str(fault)
    assert (name, whole) == ("b.txt", b"second")


def link():
    """A member that is a symbolic link."""
    member = zipfile.ZipInfo("link.txt")
    member.external_attr = 0o120777 << 16
    return member


@pytest.mark.parametrize(
    ("members", "reason"),
    [
        ([("../../etc/passwd", b"x")], "越界的路径"),
        ([("/etc/passwd", b"x")], "越界的路径"),
        ([("a\\..\\..\\b.txt", b"x")], "越界的路径"),
        ([(link(), b"/etc/passwd")], "符号链接"),
        ([("a.txt", bytes(2 << 20))], "压缩比超过上限"),
        ([(f"{n}.txt", b"") for n in range(2001)], "超过上限 2,000"),
    ],
    ids=["up", "root", "backslash", "link", "ratio", "members"],
)
def test_hostile_archives_are_refused_whole(members, reason):
    """Names that lead out, links, bombs and crowds are refused before anything is unpacked."""
    with pytest.raises(SourceError, match=reason):
        list(unpack(make_zip(("good.txt", b"a"), *members)))


def test_a_zip_inside_is_not_unpacked():
    """An archive in an archive is handed on as it is, and its reader says what to do."""
    inner = make_zip(("a.txt", b"a"))
    assert list(unpack(make_zip(("inner.zip", inner)))) == [("inner.zip", inner)]
    with pytest.raises(SourceError, match=r"ZIP 压缩包.*先解压"):
        read(inner, "inner.zip")
