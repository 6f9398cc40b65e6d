"""ZIP containers and the XML in them, checked before anything is parsed for its content.

Owns the bounds (reliability 4.4; cases SEC-05, SEC-06) and the refusal of DOCTYPE and entities. Knows nothing of what
the parts mean, so that every format that is a ZIP of XML (DOCX, OFD) passes the same gate.
"""

from __future__ import annotations

import io
import stat
import zipfile
import zlib
from typing import TYPE_CHECKING
from xml.parsers import expat

from indexer.errors import SourceError

if TYPE_CHECKING:
    from lxml import etree

#: Bounds of one container: members, bytes unpacked (all members), ratio of a member over RATIO_FROM bytes.
MAX_MEMBERS = 2_000
MAX_UNPACKED = 64 * 1024 * 1024
MAX_RATIO, RATIO_FROM = 100, 1024 * 1024
#: Bounds of the XML in one container: elements in all its parts, depth of one part. Word's own files stay below 100.
MAX_ELEMENTS = 500_000
MAX_DEPTH = 200

_CHUNK = 1 << 16
_ENCRYPTED = 0x1
#: What reading a damaged member may raise besides zipfile's own error.
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, OSError)


def open_archive(data: bytes) -> zipfile.ZipFile:
    """The ZIP file in ``data``, its directory within the bounds; nothing is unpacked yet.

    A member that is longer than the directory says is cut by zipfile at the size that was checked here, and its
    checksum then fails, so the sizes may be believed as a cap. Raises SourceError, naming the member and the bound.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except _BROKEN as error:
        raise SourceError("文件不完整或已损坏（不是完整的 ZIP 容器），未读取；请重新下载或另存后再导入") from error
    members = archive.infolist()
    if len(members) > MAX_MEMBERS:
        raise SourceError(f"压缩容器里有 {len(members):,} 个成员，超过上限 {MAX_MEMBERS:,}，未读取")
    total = sum(member.file_size for member in members)
    if total > MAX_UNPACKED:
        raise SourceError(
            f"解压后有 {total:,} 字节，超过上限 {MAX_UNPACKED:,} 字节（可能是压缩炸弹），未读取；请另存为较小的文件"
        )
    for member in members:
        _check_member(member)
    return archive


def _check_member(member: zipfile.ZipInfo) -> None:
    """Raise SourceError for a member that is no plain file inside the container, or packed too well to be honest."""
    name = member.filename.replace("\\", "/")
    shown = repr(name[:80])
    if name.startswith("/") or name[1:2] == ":" or ".." in name.split("/"):
        raise SourceError(f"压缩容器里有越界的路径 {shown}，未读取")
    if stat.S_ISLNK(member.external_attr >> 16):
        raise SourceError(f"压缩容器里有符号链接 {shown}，未读取")
    if member.flag_bits & _ENCRYPTED:
        raise SourceError(f"压缩容器设了密码（{shown}），未读取；请先去掉密码再导入")
    if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        # zipfile unpacks the other methods without a limit on what one step may yield.
        raise SourceError(f"压缩容器用了不支持的压缩方法（{shown}），未读取；请另存后再导入")
    if member.file_size > RATIO_FROM and member.file_size > MAX_RATIO * max(member.compress_size, 1):
        sizes = f"{member.compress_size:,} 字节解压成 {member.file_size:,} 字节"
        raise SourceError(f"{shown} 的压缩比超过上限 {MAX_RATIO}（{sizes}，可能是压缩炸弹），未读取")


def read_member(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    """The bytes of a member of an archive that :func:`open_archive` let pass; raises SourceError if it is damaged."""
    try:
        return archive.read(member)
    except _BROKEN as error:
        raise SourceError(f"文件已损坏（{member.filename[:80]!r} 解不开），未读取；请重新下载或另存后再导入") from error


def check_xml(parts: dict[str, bytes]) -> dict[str, str]:
    """Check XML parts while streaming, before a tree of any is built; what is not well-formed: name to the fault.

    Raises SourceError, naming the part, for a DOCTYPE (Office XML has none: what has one wants entities), for nesting
    beyond MAX_DEPTH, and for more than MAX_ELEMENTS elements in all parts together. An encoding that Office does not
    write is a fault too, so nothing can hide in one that only the parser of the trees knows.
    """
    elements = 0
    broken = {}
    for name, data in parts.items():
        gate = _Gate(name, elements)
        try:
            gate.pass_through(data)
        except (expat.ExpatError, LookupError, ValueError) as error:  # the last two: an encoding that it does not read
            broken[name] = str(error)
        elements = gate.elements
    return broken


def parse_xml(data: bytes) -> etree._Element:
    """The root element of a part that :func:`check_xml` let pass; raises SourceError for what only libxml2 refuses."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False)
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise SourceError(f"文件已损坏（不是合格的 XML：{error.msg}），未读取；请另存后再导入") from error


class _Gate:
    """What counts while expat reads, and stops it where a bound is passed. No tree is built."""

    def __init__(self, name: str, elements: int) -> None:
        self.elements = elements
        self._name = repr(name[:80])
        self._depth = 0

    def pass_through(self, data: bytes) -> None:
        """Read a part to its end; raises SourceError at a bound, expat's errors where it is not well-formed."""
        parser = expat.ParserCreate()
        parser.StartDoctypeDeclHandler = self._doctype
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        for start in range(0, len(data), _CHUNK):
            parser.Parse(data[start : start + _CHUNK], False)
        parser.Parse(b"", True)

    def _doctype(self, *_: object) -> None:
        raise SourceError(f"{self._name} 里有 DOCTYPE（可能藏有读取本机文件的实体），合法的 Office 文档没有它，未读取")

    def _start(self, *_: object) -> None:
        self.elements += 1
        self._depth += 1
        if self.elements > MAX_ELEMENTS:
            raise SourceError(f"文档超过 {MAX_ELEMENTS:,} 个 XML 元素（到 {self._name} 为止），未读取；请拆分后再导入")
        if self._depth > MAX_DEPTH:
            raise SourceError(f"{self._name} 嵌套超过 {MAX_DEPTH} 层，未读取")

    def _end(self, _: object) -> None:
        self._depth -= 1
