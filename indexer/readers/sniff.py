"""What kind of file some bytes are, from the bytes alone: the name is never asked.

Owns the signatures of formats and what is told of those that are not read. Knows no reader and takes no file apart
further than the list of names in a ZIP.
"""

from __future__ import annotations

import io
import re

# Formats by their first bytes. Those that other formats are built on (ZIP, OLE) are looked into afterwards.
_PREFIXES: tuple[tuple[bytes, str], ...] = (
    (b"{\\rtf", "rtf"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole"),
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (b"\x89PNG\r\n", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"GIF8", "image"),
    (b"II*\x00", "image"),
    (b"MM\x00*", "image"),
    (b"Rar!\x1a\x07", "rar"),
    (b"7z\xbc\xaf\x27\x1c", "rar"),
    (b"\x1f\x8b\x08", "gzip"),
    (b"BZh", "gzip"),
    (b"\xfd7zXZ\x00", "gzip"),
    (b"MZ\x90\x00", "program"),
    (b"\x7fELF", "program"),
    (b"SQLite format 3\x00", "database"),
    (b"CAJ\x00", "caj"),
    (b"HN\x00\x00", "caj"),
    (b"KDH ", "caj"),
    (b"Founder CEB", "ceb"),
)
# The parts of an OLE file by their names, which stand in it as UTF-16; the first that is there decides.
_STREAMS = (
    ("EncryptedPackage", "encrypted"),
    ("WordDocument", "doc"),
    ("Workbook", "xls"),
    ("PowerPoint Document", "ppt"),
    ("MatOST", "works"),
)
_MEMBERS = (("word/document", "docx"), ("OFD.xml", "ofd"), ("xl/", "xls"), ("ppt/", "ppt"), ("content.xml", "odt"))
_TAGS = (
    "html|head|body|title|meta|script|style|div|p|span|table|tbody|tr|td|article|section|main|center|font|h[1-6]|ul|ol|dl"
    "|form|a|b|strong|br|img"
)
_HTML_START = re.compile(rf"(?:\s|<\?xml[^>]*>)*<(?:!doctype\s+html|(?:{_TAGS})[\s>/])".encode())
_COMMENT = re.compile(rb"<!--.*?-->", re.DOTALL)
_HTML_ANYWHERE = re.compile(rb"<!doctype\s+html|<html[\s>]|<body[\s>]|<meta\s[^>]*charset")
_ANY_TAG = re.compile(rb"</?(?:p|br|div|span|td|tr|table|font|a|b|strong)(?:\s[^<>]*)?/?>")
_HEAD, _FRAGMENT_TAGS = 4096, 3

#: What a kind is called, and what to do with one that no reader reads.
NAMES: dict[str, str] = {
    "text": "文本文件",
    "html": "网页（HTML）",
    "docx": "Word 文档（.docx）",
    "doc": "Word 97—2003 或 WPS 文档（.doc/.wps）",
    "rtf": "RTF 文档",
    "pdf": "PDF 文件",
    "ofd": "OFD 文件",
    "zip": "ZIP 压缩包",
    "json": "JSON 文件",
    "xml": "XML 文件",
    "mht": "单文件网页（MHTML）",
    "image": "图片",
    "xls": "Excel 表格",
    "ppt": "演示文稿",
    "odt": "OpenDocument 文档（.odt）",
    "encrypted": "设了密码的 Office 文档",
    "works": "微软 Works 文档（.wps）",
    "ole": "不认识的 Office 二进制文件",
    "caj": "知网 CAJ 文件",
    "ceb": "方正 CEB 文件",
    "rar": "RAR 或 7z 压缩包",
    "gzip": "压缩文件（gz、bz2、xz）",
    "program": "可执行程序",
    "database": "SQLite 数据库",
}
ADVICE: dict[str, str] = {
    "json": "一份 JSON 里可能有多份文档：请用 baogao add 按 JSON 行导入",
    "zip": "请用 baogao add 导入压缩包，或先解压",
    "rar": "请先解压",
    "gzip": "请先解压",
    "image": "请先用 OCR 识别成文本",
    "encrypted": "请先去掉密码再导入",
    "caj": "请用知网的阅读器另存为 PDF",
    "ceb": "请用方正的阅读器另存为 PDF",
    "mht": "请在浏览器里另存为“仅 HTML”",
    "odt": "请另存为 .docx",
    "works": "请另存为 .docx",
}
DEFAULT_ADVICE = "不是可以导入的文档"


def sniff(data: bytes) -> str:
    """The kind of a file (a key of NAMES), or ``empty`` for one without content. Never raises.

    Whatever is no known binary format and no markup is ``text``; whether it is one is for the decoder to say.
    """
    if not data.strip(b"\x00\t\n\r \x1a\xef\xbb\xbf\xff\xfe"):
        return "empty"
    for prefix, kind in _PREFIXES:
        if data.startswith(prefix):
            return _zip_kind(data) if kind == "zip" else _ole_kind(data) if kind == "ole" else kind
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if data[:2] == b"BM" and int.from_bytes(data[2:6], "little") == len(data):
        return "image"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "image"
    return _markup_kind(data)


def is_page(data: bytes) -> bool:
    """Whether some bytes say outright that they are a page: doctype, ``<html>``, ``<body>`` or a charset in ``<meta>``."""
    return _HTML_ANYWHERE.search(data[:_HEAD].replace(b"\0", b"").lower()) is not None


def suffix_kinds(suffix: str) -> frozenset[str]:
    """The kinds that a suffix such as ``.docx`` promises; empty for one that promises nothing."""
    return _SUFFIXES.get(suffix.lower(), frozenset())


_SUFFIXES: dict[str, frozenset[str]] = {
    ".txt": frozenset({"text"}),
    ".md": frozenset({"text"}),
    ".html": frozenset({"html"}),
    ".htm": frozenset({"html"}),
    ".shtml": frozenset({"html"}),
    ".docx": frozenset({"docx"}),
    ".doc": frozenset({"doc"}),
    ".wps": frozenset({"doc", "works"}),
    ".rtf": frozenset({"rtf"}),
    ".pdf": frozenset({"pdf"}),
    ".ofd": frozenset({"ofd"}),
    ".zip": frozenset({"zip"}),
    ".json": frozenset({"json"}),
    ".jsonl": frozenset({"json"}),
}


def _markup_kind(data: bytes) -> str:
    # Without NUL bytes the ASCII of UTF-16 is plain ASCII, so that tags are seen whatever the encoding.
    head = data[:_HEAD].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    lower = _COMMENT.sub(b"", head.lower())
    if b"mime-version:" in lower[:1024] and b"multipart/related" in lower:
        return "mht"
    if _HTML_START.match(lower) or _HTML_ANYWHERE.search(lower) or len(_ANY_TAG.findall(lower)) >= _FRAGMENT_TAGS:
        return "html"
    if lower.startswith(b"<?xml") or re.match(rb"<[a-z][\w:.-]*(?:\s[^<>]*)?>\s*<", lower):
        return "xml"
    if re.match(rb'\{\s*"[^"]*"\s*:|\[\s*\{\s*"', head):
        return "json"
    return "text"


def _ole_kind(data: bytes) -> str:
    for stream, kind in _STREAMS:
        if stream.encode("utf-16-le") in data:
            return kind
    return "ole"


def _zip_kind(data: bytes) -> str:
    """What a ZIP is by the names in it; a damaged one by the names that can still be seen in its bytes."""
    import zipfile  # only here: most files are none

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        names = [member for member, _ in _MEMBERS if member.encode() in data]
    for member, kind in _MEMBERS:
        if any(name.startswith(member) for name in names):
            return kind
    return "docx" if "[Content_Types].xml" in names and any(name.startswith("word/") for name in names) else "zip"
