"""BibTeX, written by hand: the writers that exist delete hanzi, corrupt URLs or leave % unescaped (ecosystem 0.8).

Owns keys and escapes. Rules: ecosystem 10.3; read back by pandoc and bibutils in the tests.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from indexer.citation.record import custom_text, date_of, names_of, text_of

_TYPES = {"report": "techreport", "webpage": "online", "article-newspaper": "article"}
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ESCAPES = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\{",
        "}": r"\}",
        "$": r"\$",
        "&": r"\&",
        "%": r"\%",
        "#": r"\#",
        "_": r"\_",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
    }
)
# BibTeX counts braces without regard to a backslash before them: a \{ without its \} would run over the field's end.
_SINGLE = {"{": r"\textbraceleft{}", "}": r"\textbraceright{}"}


def write_bibtex(records: Sequence[Mapping[str, object]]) -> str:
    """The records as BibTeX entries with keys that are ASCII and differ (``gwr-<document>-p34``); LF, no BOM."""
    entries, keys = [], set[str]()
    for record in records:
        key = base = _key(record)
        count = 1
        while key in keys:
            count += 1
            key = f"{base}-{count}"
        keys.add(key)
        entries.append(_entry(record, key))
    return "\n".join(entries)


def _key(record: Mapping[str, object]) -> str:
    """Document ids may begin with a digit, which not every reader takes for a key: hence the prefix."""
    number = re.match(r"p[0-9]+", custom_text(record, "passage"))
    document = custom_text(record, "doc_id") or text_of(record, "id")
    return "-".join(("gwr", re.sub(r"[^A-Za-z0-9]+", "-", document), *([number[0]] if number else [])))


def _entry(record: Mapping[str, object], key: str) -> str:
    kind = _TYPES.get(text_of(record, "type"), "misc")
    lines = (f"  {name} = {value},\n" for name, value in _fields(record, kind).items() if value)
    return f"@{kind}{{{key},\n{''.join(lines)}}}\n"


def _fields(record: Mapping[str, object], kind: str) -> dict[str, str]:
    names, issued = names_of(record), date_of(record, "issued")
    authors = [_braced(name) for name in names]
    return {
        # A second pair of braces keeps an institution whole, not cut at a blank or at "and", and R&D in capitals.
        "author": f"{{{' and '.join(authors)}}}" if authors else "",
        "title": f"{{{title}}}" if (title := _braced(text_of(record, "title"))) else "",
        "institution": f"{{{_braced(names[0])}}}" if names and kind == "techreport" else "",
        "journal": _braced(text_of(record, "container-title")),
        "publisher": _braced(text_of(record, "publisher")),
        "number": _braced(text_of(record, "number")),
        "year": f"{{{issued[0]}}}" if issued else "",
        "month": _MONTHS[issued[1] - 1] if len(issued) > 1 else "",
        "date": _dashed(issued),
        "pages": _braced(text_of(record, "page")),
        "url": f"{{{url}}}" if (url := text_of(record, "URL")) else "",  # raw; the record has encoded its braces
        "urldate": _dashed(date_of(record, "accessed")) if url else "",
        "langid": "{chinese}" if text_of(record, "language") == "zh-CN" else "",
        "note": _braced(custom_text(record, "locator")),
    }


def _braced(text: str) -> str:
    if not text:
        return ""
    single = _single_braces(text)
    return f"{{{''.join(_SINGLE[c] if i in single else c.translate(_ESCAPES) for i, c in enumerate(text))}}}"


def _single_braces(text: str) -> set[int]:
    """The offsets of braces that have no partner."""
    opened, single = list[int](), set[int]()
    for offset, char in enumerate(text):
        if char == "{":
            opened.append(offset)
        elif char == "}" and opened:
            opened.pop()
        elif char == "}":
            single.add(offset)
    return single | set(opened)


def _dashed(date: tuple[int, ...]) -> str:
    return f"{{{'-'.join(f'{part:02d}' for part in date)}}}" if date else ""
