"""References in the styles of csl/, laid out by citeproc-py: GB/T 7714 of 2025 and 2015, APA.

Owns the way through citeproc. The words of a record never pass through it: each is one private-use character while the
style arranges them, so no case, quote, dot or markup of a title is touched, and it stands as printed.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

from indexer.citation.record import names_of, text_of

_TEXTS = ("title", "container-title", "publisher", "publisher-place", "number", "page", "URL")
_FIRST = 0xE000  # the first character of the private use area
_SEAMS = ".,;:!?"  # marks that citeproc prints once where a text ends with one and the style adds the same
#: A parsed style is a tree that rendering writes into: one thread at a time (some 3 ms a reference).
_LOCK = threading.Lock()


def render_gbt7714_2025(records: Sequence[Mapping[str, object]]) -> str:
    """References after GB/T 7714—2025, one a line."""
    return _render(records, "gbt7714-2025")


def render_gbt7714_2015(records: Sequence[Mapping[str, object]]) -> str:
    """References after GB/T 7714—2015, one a line."""
    return _render(records, "gbt7714-2015")


def render_apa(records: Sequence[Mapping[str, object]]) -> str:
    """References after the APA's manual, 7th edition, one a line."""
    return _render([_led_by_title(record) for record in records], "apa")


def _led_by_title(record: Mapping[str, object]) -> Mapping[str, object]:
    """A record without authors as one whose title stands in their place, as the manual wants it.

    The style does so itself, but citeproc-py then prints the title a second time behind the date.
    """
    title, number = text_of(record, "title"), text_of(record, "number")
    if names_of(record) or not title:
        return record
    lead = f"{title} ({number})" if number else title
    return {**{k: v for k, v in record.items() if k not in ("title", "number")}, "author": [{"literal": lead}]}


def _render(records: Sequence[Mapping[str, object]], name: str) -> str:
    with _LOCK:
        return "\n".join(_reference(record, name) for record in records)


def _reference(record: Mapping[str, object], name: str) -> str:
    from citeproc import Citation, CitationItem, CitationStylesBibliography, formatter
    from citeproc.source.json import CiteProcJSON

    shielded, words = _shield(record)
    bibliography = CitationStylesBibliography(_style(name), CiteProcJSON([shielded]), formatter.plain)
    bibliography.register(Citation([CitationItem("record")]))
    return str(bibliography.bibliography()[0]).translate(words)


@cache
def _style(name: str) -> Any:
    """The parsed style. Its test, not its use, checks it against the schema of CSL."""
    from citeproc import CitationStylesStyle

    with files("indexer.citation").joinpath("csl", f"{name}.csl").open("rb") as file:
        return CitationStylesStyle(file, validate=False)


def _shield(record: Mapping[str, object]) -> tuple[dict[str, object], dict[int, str]]:
    """The record with each text as one character, and the words for each character."""
    words: dict[int, str] = {}

    def hide(text: str) -> str:
        seam = text[-1] if text[-1] in _SEAMS else ""
        code = _FIRST + len(words)
        words[code] = text.removesuffix(seam)
        return chr(code) + seam

    shielded: dict[str, object] = {key: hide(text) for key in _TEXTS if (text := text_of(record, key))}
    shielded |= {key: record[key] for key in ("issued", "accessed") if key in record}
    if names := names_of(record):
        shielded["author"] = [{"literal": hide(name)} for name in names]
    return {"id": "record", "type": record["type"], **shielded}, words
