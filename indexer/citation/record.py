"""The citation record: CSL-JSON, from the facts of a document and, if one is cited, a passage of it.

Owns what becomes of each fact (ecosystem 10.3). What is not known is left out; nothing is guessed. Styles only read it.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from urllib.parse import urlsplit

from indexer.address import Address
from indexer.document import Facts, Passage
from indexer.signs import visible

# The kinds of indexer.facts that are no reports, the names of ecosystem 10.3, and what a person may write in meta.yaml.
_WEB_KINDS = frozenset(
    (
        "policy",
        "resolution",
        "law",
        "notice",
        "opinion",
        "measure",
        "通知",
        "意见",
        "办法",
        "决定",
        "决议",
        "公告",
        "通告",
        "批复",
    )
)
_NEWSPAPER_KINDS = frozenset(("newspaper", "报纸"))
_ENTRY_KINDS = frozenset(("entry", "glossary", "词条"))
_DATE = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
# Dashes begin a subtitle at the start of a line; inside one only a long dash after a blank does: 2020 - 2021 is none.
_SUBTITLE = re.compile(r"^[-—―─－–]+\s*|\s(?:——|――|──|--)\s*", re.MULTILINE)
_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff]")
_BLANKS_AT_HAN = re.compile(r"(?<=[^\x00-\x7f])\n|\n(?=[^\x00-\x7f])")
_PAGE_FRAME = re.compile(r"^[\s\-—–－·第]+|[\s\-—–－·页]+$")
#: What RFC 3986 forbids in a URL and would end one in BibTeX, RIS, Markdown or a line of text.
_UNSAFE = re.compile(r"[\x00-\x20\x7f-\xa0\u2028\u2029<>\"{}|\\^`]")


def csl_record(
    facts: Facts,
    document_id: str,
    *,
    accessed: str,
    base_url: str = "",
    passage: Passage | None = None,
    address: Address | str | None = None,
) -> dict[str, object]:
    """The CSL-JSON record of a document, or of ``passage`` in it; valid by the CSL project's schema for input data.

    ``accessed`` is an ISO date (ValueError if not); ``base_url`` the public address of the site, empty if not known;
    ``address`` the address of the passage as it shall be cited. ``URL`` is the official source, else our permalink;
    ``page`` only what is printed on the page. Our own facts stand under ``custom``: doc_id, permalink, passage, locator
    and a TextQuoteSelector (W3C Web Annotation), which has no prefix and suffix as these end at the paragraph's edges.
    """
    local = str(address).rpartition("/")[2] if address else ""
    permalink = "/".join(p for p in (f"{base_url.rstrip('/')}/documents", document_id, local) if p) if base_url else ""
    url = official_url(facts.url) or permalink
    kind = _csl_type(facts.kind, bool(url))
    title = printed_title(facts.title or "")
    record: dict[str, object] = {
        "id": f"{document_id}/{local}" if local else document_id,
        "type": kind,
        "title": title,
        "author": [{"literal": name} for name in map(printed_title, facts.authors) if name],
        "container-title": printed_title(facts.origin or "") if kind == "article-newspaper" else "",
        "number": printed_title(facts.number or ""),
        "issued": _date(facts.date) or ({"date-parts": [[facts.year]]} if facts.year else None),
        "accessed": _date(datetime.date.fromisoformat(accessed).isoformat()),
        "page": _printed_page(passage) if passage else "",
        "language": "zh-CN" if _HAN.search(title) else "",
        "URL": url,
        "custom": _custom(document_id, local, permalink, passage),
    }
    return {key: value for key, value in record.items() if value}


def _custom(document_id: str, local: str, permalink: str, passage: Passage | None) -> dict[str, object]:
    custom: dict[str, object] = {"doc_id": document_id, "permalink": permalink, "passage": local}
    if passage:
        custom["locator"] = _locator(passage)
        custom["selector"] = {"type": "TextQuoteSelector", "exact": passage.text}
    return {key: value for key, value in custom.items() if value}


def _csl_type(kind: str | None, online: bool) -> str:
    kind = (kind or "").strip().casefold()
    if kind in _NEWSPAPER_KINDS:
        return "article-newspaper"
    if kind in _ENTRY_KINDS:
        return "entry-dictionary"
    if kind in _WEB_KINDS:
        return "webpage" if online else "document"
    return "report"


def _date(text: str | None) -> dict[str, object] | None:
    """The CSL date of an ISO date, month or year; None if there is none or the calendar has no such day."""
    match = _DATE.fullmatch(text or "")
    if not match:
        return None
    parts = [int(part) for part in match.groups() if part]
    try:
        datetime.date(*[*parts, 1, 1][:3])
    except ValueError:
        return None
    return {"date-parts": [parts]}


def printed_title(text: str) -> str:
    """A title or name as printed, on one line: line breaks between hanzi vanish, a subtitle stands after ``：``.

    Characters without width, and halves of surrogate pairs, which no file can hold, are dropped.
    """
    text = visible(text).encode("utf-8", "ignore").decode("utf-8")
    lines = [" ".join(line.split()) for line in text.splitlines()]
    joined = "\n".join(line for line in lines if line)
    head, *tails = _SUBTITLE.split(joined)
    text = "：".join(part.strip() for part in (head, *tails) if part.strip())
    return _BLANKS_AT_HAN.sub("", text).replace("\n", " ")


def official_url(url: str | None) -> str:
    """``url`` with what a URL may not hold percent-encoded; empty unless it is http or https with a host."""
    encoded = _UNSAFE.sub(lambda m: "".join(f"%{byte:02X}" for byte in m[0].encode()), (url or "").strip())
    try:
        parts = urlsplit(encoded)
    except ValueError:
        return ""
    return encoded if parts.scheme in ("http", "https") and parts.netloc else ""


def locator_line(passage: Passage) -> str:
    """The line of the cite box that says where the passage stands: ``定位：第34段（原文第12页）``.

    The page is the printed one; where none is printed, the page of the file, and called so.
    """
    return f"定位：{_locator(passage)}"


def _locator(passage: Passage) -> str:
    printed = _printed_page(passage)
    page = f"（原文第{printed}页）" if printed else f"（文件第{passage.page}页）" if passage.page else ""
    return f"第{passage.number}段{page}"


def _printed_page(passage: Passage) -> str:
    """The page number as printed, without what frames it: 12 of ``— 12 —``."""
    return _PAGE_FRAME.sub("", printed_title(passage.page_label or ""))


def text_of(record: Mapping[str, object], key: str) -> str:
    """The text under ``key``; empty if the record has none."""
    value = record.get(key)
    return value if isinstance(value, str) else ""


def custom_text(record: Mapping[str, object], key: str) -> str:
    """The text under ``key`` of our own part; ``exact`` is the quoted passage."""
    custom = record.get("custom")
    if not isinstance(custom, Mapping):
        return ""
    return text_of(custom["selector"], "exact") if key == "exact" and "selector" in custom else text_of(custom, key)


def names_of(record: Mapping[str, object]) -> tuple[str, ...]:
    """The authors as they are cited, in order."""
    authors = record.get("author")
    if not isinstance(authors, list):
        return ()
    return tuple(name for author in authors if (name := text_of(author, "literal")))


def date_of(record: Mapping[str, object], key: str) -> tuple[int, ...]:
    """Year, month, day under ``issued`` or ``accessed``, as far as they are known; empty if they are not."""
    date = record.get(key)
    parts = date.get("date-parts") if isinstance(date, Mapping) else None
    return tuple(int(part) for part in parts[0]) if parts else ()
