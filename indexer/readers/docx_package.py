"""A .docx opened: the parts that hold text, numbering, styles and notes, from a package that need not be in order.

Owns what is handed to python-docx: a copy with only the parts that are read, so that a relationship to a part that is
not there (Word writes Target="NULL" for a lost picture; python-docx: KeyError), a picture or a macro cannot stop it.
Knows nothing of paragraphs.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from indexer.errors import SourceError
from indexer.readers.package import check_xml, open_archive, parse_xml, read_member

if TYPE_CHECKING:
    from docx.opc.package import OpcPackage
    from lxml import etree

_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE_RELS = "_rels/.rels"
#: The last words of the types of relationships that are followed, from the package and from the main part.
_OF_PACKAGE = frozenset({"officeDocument", "core-properties"})
_OF_DOCUMENT = frozenset({"styles", "numbering", "settings", "footnotes", "endnotes", "comments", "header", "footer"})
_TYPED = _OF_DOCUMENT | {"officeDocument"}
# "Strict" files (ISO/IEC 29500) have other names for the same things.
_STRICT = (
    (b"http://purl.oclc.org/ooxml/officeDocument/math", b"http://schemas.openxmlformats.org/officeDocument/2006/math"),
    (b"http://purl.oclc.org/ooxml/officeDocument/relationships", _RELATIONS.encode()),
    (
        b"http://purl.oclc.org/ooxml/wordprocessingml/main",
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    ),
    (b"http://purl.oclc.org/ooxml/drawingml/main", b"http://schemas.openxmlformats.org/drawingml/2006/main"),
)
# What kind a part is, its relationship says. Content types are written anew, so that a template, a file with macros
# (which are never touched) and a file whose types are wrong are documents like others to python-docx.
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.{}+xml"
_TYPES = {
    "officeDocument": _TYPE.format("document.main"),
    "core-properties": "application/vnd.openxmlformats-package.core-properties+xml",
}
_TYPES_NAME = "[Content_Types].xml"
_TYPES_START = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
_RELS_TYPE = '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'


@dataclass(frozen=True, slots=True)
class WordFile:
    """The root elements of the parts of a .docx; None for one that it has not. ``hints`` are its core properties."""

    body: etree._Element
    styles: etree._Element | None
    numbering: etree._Element | None
    settings: etree._Element | None
    footnotes: etree._Element | None
    endnotes: etree._Element | None
    comments: tuple[etree._Element, ...]
    headers: tuple[etree._Element, ...]
    footers: tuple[etree._Element, ...]
    hints: dict[str, str]
    doubts: tuple[str, ...]


def open_word_file(data: bytes) -> WordFile:
    """The parts of a .docx, .docm or .dotx.

    Raises SourceError for a container beyond the bounds or damaged, a part with a DOCTYPE, and a package that has no
    main part. Time and memory are bounded by the bounds of package.py: a file beyond them is refused in under a second.
    """
    parts = _xml_parts(data)
    broken = check_xml(parts)
    package, lost = _needed(parts, broken)
    doubts = tuple(f"{name!r} 已损坏（{fault}），其中的内容未读取" for name, fault in lost.items())
    return _word_file(_open_package(package), doubts)


def _xml_parts(data: bytes) -> dict[str, bytes]:
    with open_archive(data) as archive:
        members = {member.filename.replace("\\", "/"): member for member in archive.infolist()}
        return {
            name: _transitional(read_member(archive, member))
            for name, member in members.items()
            if name.endswith((".xml", ".rels"))
        }


def _transitional(data: bytes) -> bytes:
    if b"http://purl.oclc.org/ooxml/" in data[:8192]:
        for strict, usual in _STRICT:
            data = data.replace(strict, usual)
    return data


def _needed(parts: dict[str, bytes], broken: dict[str, str]) -> tuple[dict[str, bytes], dict[str, str]]:
    """The package cut down to what is read, and what of that is broken: name to fault."""
    if _PACKAGE_RELS not in parts or _PACKAGE_RELS in broken:
        raise SourceError("文件已损坏（缺少或损坏了 _rels/.rels），未读取；请用 Word 打开后另存")
    root_rels, targets = _kept_relations(parts, _PACKAGE_RELS, "", _OF_PACKAGE, broken)
    main = next((target for target, kind in targets.items() if kind == "officeDocument"), None)
    if main is None:
        fault = next((f"{name}：{fault}" for name, fault in broken.items() if "document" in name), "没有正文部件")
        raise SourceError(f"文件已损坏（{fault}），未读取；请用 Word 打开后另存")
    package = {_PACKAGE_RELS: root_rels}
    folder, name = posixpath.split(main)
    rels = posixpath.join(folder, "_rels", f"{name}.rels")
    wanted = dict(targets)
    if rels in parts and rels not in broken:
        package[rels], more = _kept_relations(parts, rels, folder, _OF_DOCUMENT, broken)
        wanted |= more
    lost = {name: fault for name, fault in broken.items() if _is_text_part(name)}
    return package | {_TYPES_NAME: _content_types(wanted)} | {name: parts[name] for name in wanted}, lost


def _is_text_part(name: str) -> bool:
    return posixpath.basename(name).startswith(tuple(_OF_DOCUMENT | {"document"})) and "/" in name


def _kept_relations(
    parts: dict[str, bytes], name: str, folder: str, wanted: frozenset[str], broken: dict[str, str]
) -> tuple[bytes, dict[str, str]]:
    """Relationships with only those to parts that are wanted, there and whole; and these parts: name to kind."""
    from lxml import etree

    root = parse_xml(parts[name])
    targets: dict[str, str] = {}
    for relation in list(root):
        kind = str(relation.get("Type", "")).rsplit("/", 1)[-1]
        target = posixpath.normpath(posixpath.join("/", folder, str(relation.get("Target", "")))).lstrip("/")
        inside = relation.get("TargetMode") != "External"
        if inside and kind in wanted and target in parts and target not in broken and target not in targets:
            targets[target] = kind
            if kind in _TYPED:
                relation.set("Type", f"{_RELATIONS}/{kind}")  # as python-docx looks for it, letter by letter
        else:
            root.remove(relation)
    return etree.tostring(root), targets


def _content_types(kinds: dict[str, str]) -> bytes:
    from xml.sax.saxutils import quoteattr

    types = {name: _TYPES.get(kind) or _TYPE.format(kind) for name, kind in kinds.items()}
    rows = [
        f"<Override PartName={quoteattr('/' + name)} ContentType={quoteattr(kind)}/>" for name, kind in types.items()
    ]
    return f"{_TYPES_START}{_RELS_TYPE}{''.join(rows)}</Types>".encode()


def _open_package(parts: dict[str, bytes]) -> OpcPackage:
    from docx.package import Package

    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    try:
        return Package.open(stream)
    except Exception as error:
        # python-docx makes no promise of what it raises for a package that is not in order (KeyError, ValueError,
        # AttributeError …), and bad input must never be a traceback.
        raise SourceError(
            f"不是完整的 Word 文档（{type(error).__name__}：{error}），未读取；请用 Word 打开后另存"
        ) from error


def _word_file(package: OpcPackage, doubts: tuple[str, ...]) -> WordFile:
    main: Any = package.main_document_part
    element = getattr(main, "element", None)
    body = element.find(_W_BODY) if element is not None else None
    if body is None:
        raise SourceError("Word 文档里没有正文（缺少 w:body），未读取；请用 Word 打开后另存")

    def roots(kind: str) -> tuple[etree._Element, ...]:
        found = [relation.target_part for relation in main.rels.values() if relation.reltype == f"{_RELATIONS}/{kind}"]
        return tuple(part.element if hasattr(part, "element") else parse_xml(part.blob) for part in found)

    def root(kind: str) -> etree._Element | None:
        return next(iter(roots(kind)), None)

    return WordFile(
        body=body,
        styles=root("styles"),
        numbering=root("numbering"),
        settings=root("settings"),
        footnotes=root("footnotes"),
        endnotes=root("endnotes"),
        comments=roots("comments"),
        headers=roots("header"),
        footers=roots("footer"),
        hints=_core_hints(package),
        doubts=doubts,
    )


_W_BODY = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}body"


def _core_hints(package: OpcPackage) -> dict[str, str]:
    """``title``, ``created`` and ``modified`` (ISO 8601 days), as far as the file tells them.

    They are no date of the report: the real files of reports of 2024 say that they were created in January 2025.
    """
    if not any(relation.reltype.endswith("/core-properties") for relation in package.rels.values()):
        return {}
    core = package.core_properties
    hints = {"title": " ".join((core.title or "").split())}
    for name, moment in (("created", core.created), ("modified", core.modified)):
        hints[name] = moment.date().isoformat() if moment else ""
    return {name: value for name, value in hints.items() if value}
