"""What a page tells of its document beside the text: head, index table, line of source and date, pager.

Owns the names of meta elements and index labels. What is found are hints, never trusted before the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from bs4 import BeautifulSoup

from indexer.readers.furniture import bare_text
from indexer.readers.rows import CELL_MARK
from indexer.readers.text import line_hints

_META = {
    "articletitle": "title",
    "pubdate": "date",
    "publishdate": "date",
    "contentsource": "publisher",
    "sitename": "site",
    "og:url": "url",
    "og:site_name": "site",
}
_INDEX = {
    "标题": "title",
    "名称": "title",
    "发文机关": "publisher",
    "发布机构": "publisher",
    "责任部门": "publisher",
    "成文日期": "date",
    "发文日期": "date",
    "生成日期": "date",
    "发文字号": "number",
    "文号": "number",
}
_DATE = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})")
_SAVED_FROM = re.compile(r"<!--\s*saved from url=\(\d+\)(https?://\S+)\s")
_PAGER_SIGNS = re.compile(r"[\d\[\]【】()|<>《》«».…首尾末上下一共第到页]+")
_PAGER_WORDS = re.compile(r"[上下]一页|[尾末]页|共\d{1,3}页")
_PAGE_SCRIPT = re.compile(r"createPageHTML\w*\(\s*(\d{1,3})\s*,\s*(\d{1,3})")


def page_titles(soup: BeautifulSoup) -> tuple[str, ...]:
    """What the head calls the page, the surest first: ArticleTitle, then the title element."""
    named = [meta for meta in soup.find_all("meta") if str(meta.get("name") or "").lower() == "articletitle"]
    titles = [
        *(str(meta.get("content") or "") for meta in named),
        *(tag.get_text() for tag in soup.find_all("title")[:1]),
    ]
    return tuple(" ".join(title.split()) for title in titles if title.strip())


def page_hints(source: str, soup: BeautifulSoup, outside: Sequence[str], headline: str | None) -> dict[str, str]:
    """Hints ``title``, ``date`` (ISO 8601), ``publisher``, ``site``, ``url``, ``number``: those that the page has.

    An index table (索引号 … 成文日期) speaks of the document, the meta elements of the page: the table comes first.
    """
    hints: dict[str, str] = {}
    saved = _SAVED_FROM.search(source[:4096])
    candidates = [
        _index_hints(outside),
        _meta_hints(soup),
        {"url": saved[1]} if saved else {},
        {"title": headline} if headline else {},
        line_hints(outside),
        {"title": _without_site("".join(page_titles(soup)[-1:]))},
    ]
    for found in candidates:
        for key, value in found.items():
            value = _iso_date(value) if key == "date" else value.strip()
            if value and (key != "url" or value.startswith(("http://", "https://"))):
                hints.setdefault(key, value)
    return hints


def pager_doubt(texts: Iterable[str], source: str) -> tuple[tuple[str, ...], frozenset[str]]:
    """The doubt that a page is one of several, and the texts that are its pager."""
    pagers = frozenset(text for text in texts if is_pager(text))
    numbers = [int(number) for text in pagers for number in re.findall(r"\d{1,3}", text)]
    script = _PAGE_SCRIPT.search(source)
    pages = max([*numbers, int(script[1]) if script else 0])
    if pages <= 1:
        return (), pagers
    current = int(script[2]) + 1 if script else _current_page(pagers)
    which = f"只有第 {current} 页" if current else "只有其中一页"
    return (f"{which}，共 {pages} 页：其余各页请另外保存、合在一起导入",), pagers


def is_pager(text: str) -> bool:
    """Whether a paragraph is a pager: [1] [2] [3] [4] 下一页."""
    bare = bare_text(text[:200])
    is_made_of_them = _PAGER_SIGNS.fullmatch(bare) is not None and any(map(str.isdecimal, bare))
    return len(text) <= 120 and is_made_of_them and _PAGER_WORDS.search(bare) is not None


def _current_page(pagers: Iterable[str]) -> int | None:
    text = " ".join(pagers)
    stated = re.search(r"第\s*(\d{1,3})\s*页", text)
    if stated:
        return int(stated[1])
    return None if "上一页" in text else 1


def _index_hints(texts: Sequence[str]) -> dict[str, str]:
    """Values of an index block, whose labels and values stand side by side or one after the other."""
    cells = [cell.strip() for text in texts for cell in text.replace("\n", CELL_MARK).split(CELL_MARK)]
    if not any(bare_text(cell).startswith(("索引号", "信息索引号")) for cell in cells):
        return {}
    hints: dict[str, str] = {}
    for at, cell in enumerate(cells):
        label, mark, value = cell.replace(":", "：").partition("：")
        key = _INDEX.get(bare_text(label))
        if key and mark:
            follows = cells[at + 1] if at + 1 < len(cells) and not cells[at + 1].endswith("：") else ""
            hints.setdefault(key, value.strip() or follows)
    return {key: value for key, value in hints.items() if value}


def _meta_hints(soup: BeautifulSoup) -> dict[str, str]:
    hints: dict[str, str] = {}
    for meta in soup.find_all("meta"):
        key = _META.get(str(meta.get("name") or meta.get("property") or "").strip().lower())
        content = str(meta.get("content") or "").strip()
        if key and content:
            hints.setdefault(key, " ".join(content.split()))
    for link in soup.find_all("link", rel="canonical"):
        hints.setdefault("url", str(link.get("href") or ""))
    return hints


def _without_site(title: str) -> str:
    """The longest part of a title element such as 2025年四川省政府工作报告-四川省 or 统计公报 | 中国宜春."""
    return max(re.split(r"\s*[_|｜]\s*|\s+[-—–]\s+|-(?=[^-]{2,20}$)", title), key=len)


def _iso_date(text: str) -> str:
    match = _DATE.search(text)
    return f"{match[1]}-{int(match[2]):02}-{int(match[3]):02}" if match else ""
