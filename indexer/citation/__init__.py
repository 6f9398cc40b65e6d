"""References: a CSL-JSON record of a document or passage, and each style that it is printed in.

Owns the record (record.py), the styles and the text-fragment links. Knows facts, passages and addresses; must not know
where they come from, the clock, the index or a page: the date of access and the base URL are arguments.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from typing import cast

from indexer.errors import NotFound

#: Style -> where its function stands. Names only: citeproc and rispy are loaded by the first style that needs them.
STYLES: Mapping[str, str] = {
    "gbt7714-2025": "styles:render_gbt7714_2025",
    "gbt7714-2015": "styles:render_gbt7714_2015",
    "apa": "styles:render_apa",
    "footnote": "plain:write_footnotes",
    "markdown": "plain:write_markdown",
    "bibtex": "bibtex:write_bibtex",
    "ris": "ris:write_ris",
    "csl-json": "csl_json:write_csl_json",
}


def cite(records: Sequence[Mapping[str, object]], style: str) -> str:
    """The references to ``records`` (of :func:`indexer.citation.record.csl_record`) in a style of :data:`STYLES`.

    References for reading (gbt7714-…, apa, footnote, markdown) are plain text, one a line, in the order given, without
    numbers and without a last line end. Files (bibtex, ris, csl-json) end with a line end. Safe for many threads.
    Raises NotFound, naming the styles, for a style that is not there.
    """
    place = STYLES.get(style)
    if place is None:
        raise NotFound(f"没有引用格式 {style[:40]}；可用的有：{'、'.join(STYLES)}")
    module, _, function = place.partition(":")
    write = cast(
        Callable[[Sequence[Mapping[str, object]]], str], getattr(import_module(f"{__name__}.{module}"), function)
    )
    return write(records)
