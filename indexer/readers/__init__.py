"""Readers: the bytes of one file to a Reading.

Owns the table from kind of file to reader and the refusal of what none reads. Content decides, not the name. A reader
is a function ``(data: bytes) -> Reading`` in a module of its own, imported when the first file of its kind turns up; it
sees no headings, and it raises SourceError for a file that it cannot read.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from importlib import import_module
from pathlib import PurePath

from indexer.document import Reading
from indexer.errors import SourceError
from indexer.readers.sniff import ADVICE, DEFAULT_ADVICE, NAMES, is_page, sniff, suffix_kinds

#: Largest file that is read, in bytes (reliability 4.4); HTML has a lower bound of its own.
MAX_BYTES = 20 * 1024 * 1024

_READERS: dict[str, str] = {
    "text": "indexer.readers.text:read_text",
    "html": "indexer.readers.html:read_html",
    "docx": "indexer.readers.docx:read_docx",
    "pdf": "indexer.readers.pdf:read_pdf",
    "doc": "indexer.readers.office:read_office",
    "rtf": "indexer.readers.office:read_office",
    "ofd": "indexer.readers.ofd:read_ofd",
}


def read(data: bytes, name: str) -> Reading:
    """What a reader makes of ``data``; ``name`` is the file's name, for messages only.

    Raises SourceError, naming the file and the reason, for a file that is empty, too large, of a kind that is not
    read, damaged, or without a text in it. A name that promises another kind than the content is told as a doubt.
    """
    if len(data) > MAX_BYTES:
        raise SourceError(f"{name}：文件有 {len(data):,} 字节，超过上限 {MAX_BYTES:,} 字节，未读取；请拆分后再导入")
    kind = sniff(data)
    promised = suffix_kinds(PurePath(name).suffix)
    if kind == "html" and promised == {"text"} and not is_page(data):
        kind = "text"  # a text that quotes a tag or two is a text: only a whole page under a text's name is a page
    if kind == "empty":
        raise SourceError(f"{name}：空文件，没有内容；请检查下载或导出是否完整")
    try:
        reading = _run(kind, data)
    except SourceError as error:
        raise SourceError(f"{name}：{error}") from error
    if promised and kind not in promised:
        doubt = f"文件名以 {PurePath(name).suffix} 结尾，内容却是{NAMES[kind]}，已按内容读取"
        return replace(reading, doubts=(doubt, *reading.doubts))
    return reading


def _run(kind: str, data: bytes) -> Reading:
    """The Reading of the reader for a kind; raises SourceError where there is none or it lacks a part."""
    if kind not in _READERS:
        raise SourceError(f"这是{NAMES[kind]}，未导入：{ADVICE.get(kind, DEFAULT_ADVICE)}")
    module, _, function = _READERS[kind].partition(":")
    try:
        read_kind: Callable[[bytes], Reading] = getattr(import_module(module), function)
        return read_kind(data)
    except ModuleNotFoundError as error:
        part = "读取部件" if error.name == module else f"所需的 Python 包 {error.name}"
        raise SourceError(f"这是{NAMES[kind]}，但本机没有安装{part}，未导入") from error
    except RecursionError as error:
        raise SourceError(f"这是{NAMES[kind]}，但嵌套过深，未导入") from error
