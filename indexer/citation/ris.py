"""RIS through rispy, as other programs can read it: a tag a line, an author a line, CRLF, no counter, no blank line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from indexer.citation.record import custom_text, date_of, names_of, text_of

_TYPES = {"report": "RPRT", "webpage": "ELEC", "article-newspaper": "NEWS", "entry-dictionary": "DICT"}
_MAX_ABSTRACT = 300


def write_ris(records: Sequence[Mapping[str, object]]) -> str:
    """The records as RIS, UTF-8 without BOM when encoded; an organisation is one AU without a comma."""
    text: str = _writer().formats([_fields(record) for record in records])
    return text


def _writer() -> Any:
    import rispy

    class Writer(rispy.RisWriter):  # type: ignore[misc]  # rispy ships no types
        NEWLINE = "\r\n"
        SEPARATOR = None

        def set_header(self, count: int) -> str:
            return ""  # the default prints the number of the record before it, which no reader expects

    return Writer()


def _fields(record: Mapping[str, object]) -> dict[str, str | list[str]]:
    issued = date_of(record, "issued")
    fields: dict[str, str | list[str]] = {
        "type_of_reference": _TYPES.get(text_of(record, "type"), "GEN"),
        "title": text_of(record, "title"),
        # A comma would cut an author into family and given name.
        "authors": [name.replace(",", "，") for name in names_of(record)],
        "year": f"{issued[0]:04d}" if issued else "",
        "date": _slashed(issued),
        "secondary_title": text_of(record, "container-title"),
        "number": text_of(record, "number"),
        "publisher": text_of(record, "publisher"),
        "place_published": text_of(record, "publisher-place"),
        "start_page": text_of(record, "page"),
        "urls": [url] if (url := text_of(record, "URL")) else [],
        "access_date": _slashed(date_of(record, "accessed")),
        "language": text_of(record, "language"),
        "abstract": _shorten(" ".join(custom_text(record, "exact").split())),
        "notes": [locator] if (locator := custom_text(record, "locator")) else [],
        "id": text_of(record, "id"),
    }
    return {key: value for key, value in fields.items() if value}


def _slashed(date: tuple[int, ...]) -> str:
    """RIS writes year/month/day/other, with what is unknown left empty between the slashes."""
    if not date:
        return ""
    parts = [f"{part:0{width}d}" for part, width in zip(date, (4, 2, 2), strict=False)]
    return "/".join((*parts, *[""] * (4 - len(parts))))


def _shorten(text: str) -> str:
    return text if len(text) <= _MAX_ABSTRACT else text[: _MAX_ABSTRACT - 1] + "…"
