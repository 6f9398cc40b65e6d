"""References without a standard behind them: the footnote of Chinese humanities journals, and Markdown for notes."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from indexer.citation.record import custom_text, date_of, names_of, text_of

_INNER_MARKS = str.maketrans("《》", "〈〉")
_MARKDOWN = re.compile(r"[\\`*_{}\[\]()<>#+!|~&$-]")


def write_footnotes(records: Sequence[Mapping[str, object]]) -> str:
    """One footnote a line: ``责任者：《题名》，2021年2月3日，第34段，网址，2026年11月25日访问。``

    Title marks inside a title become 〈〉, as GB/T 15834 has it.
    """
    return "\n".join(_footnote(record) for record in records)


def _footnote(record: Mapping[str, object]) -> str:
    names, title, number = "、".join(names_of(record)), text_of(record, "title"), text_of(record, "number")
    issued, container, url = _day(date_of(record, "issued")), text_of(record, "container-title"), text_of(record, "URL")
    head = (f"{names}：" if names else "") + (_in_marks(title) if title else "") + (f"（{number}）" if number else "")
    if container:
        page = text_of(record, "page")
        issued = _in_marks(container) + issued + (f"第{page}版" if page else "")
    accessed = f"{_day(date_of(record, 'accessed'))}访问" if url else ""
    parts = (head.removesuffix("：") if not title else head, issued, custom_text(record, "locator"), url, accessed)
    return "，".join(part for part in parts if part) + "。"


def write_markdown(records: Sequence[Mapping[str, object]]) -> str:
    """One reference a line, the title linked to the source, the locator to our page; Markdown's signs are escaped."""
    return "\n".join(_markdown(record) for record in records)


def _markdown(record: Mapping[str, object]) -> str:
    permalink, url = custom_text(record, "permalink"), text_of(record, "URL")
    parts = (
        _escape("，".join(names_of(record))),
        _link(text_of(record, "title"), url),
        _escape(text_of(record, "number")),
        _escape(text_of(record, "container-title")),
        "-".join(f"{part:02d}" for part in date_of(record, "issued")),
        _link(custom_text(record, "locator"), permalink),
    )
    return ". ".join(part for part in parts if part) + "."


def _link(text: str, url: str) -> str:
    # In angle brackets a destination may hold brackets; the record has encoded < > and blanks.
    return f"[{_escape(text)}](<{url}>)" if text and url else _escape(text)


def _escape(text: str) -> str:
    return _MARKDOWN.sub(r"\\\g<0>", text)


def _in_marks(title: str) -> str:
    return f"《{title.translate(_INNER_MARKS)}》"


def _day(date: tuple[int, ...]) -> str:
    return "".join(f"{part}{unit}" for part, unit in zip(date, "年月日", strict=False))
