"""ZIP files of documents: the members that may be documents, one after another, under the names that people gave them.

Owns which members are none and how their names are read. The bounds are those of every container (package.py). A ZIP
inside is handed on as it is and refused by its reader: nothing is unpacked twice over.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator

from indexer.errors import SourceError
from indexer.readers.package import open_archive, read_member

_UTF8 = 0x800
#: What systems put beside documents: folders of macOS, thumbnails of Windows, temporary files of Office.
_SIDE_FILES = frozenset({"thumbs.db", "desktop.ini"})
_SIDE_STARTS = (".", "~$", "__MACOSX")


def unpack(data: bytes) -> Iterator[tuple[str, bytes | SourceError]]:
    """The documents in a ZIP file with their names (folders and all), in its order, one at a time.

    Instead of its bytes a member that is damaged yields the SourceError that says so. Raises SourceError before the
    first member for a container beyond the bounds (2,000 members, 64 MB, ratio 100), with a password, a symbolic link
    or a name that leads out of it, and for one without any document.
    """
    with open_archive(data) as archive:
        members = [(name, member) for member in archive.infolist() if _is_document(name := _name(member))]
        if not members:
            raise SourceError("压缩包里没有文件，未导入")
        for name, member in members:
            try:
                yield name, read_member(archive, member)
            except SourceError as error:
                yield name, error


def _name(member: zipfile.ZipInfo) -> str:
    """The name of a member. Without the mark of UTF-8 it is in the encoding of its machine: here UTF-8 or GB 18030."""
    return _decoded(member).replace("\\", "/")


def _decoded(member: zipfile.ZipInfo) -> str:
    if member.flag_bits & _UTF8 or member.filename.isascii():
        return member.filename
    try:
        raw = member.filename.encode("cp437")  # as which zipfile has read it
    except UnicodeEncodeError:
        return member.filename
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("gb18030", "replace")


def _is_document(name: str) -> bool:
    """Whether a name is that of a file which a person put there."""
    if name.endswith("/"):
        return False
    parts = name.split("/")
    return parts[-1].lower() not in _SIDE_FILES and not any(part.startswith(_SIDE_STARTS) for part in parts)
