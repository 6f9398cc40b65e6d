"""Note reference marks in the running text: [14], 【1】, ［1］, 〔1〕.

Owns what looks like them; knows no notes.
"""

from __future__ import annotations

import re

from indexer.document import Span
from indexer.signs import NOTE_MARK

_PAGER = re.compile(r"下一页|上一页|尾页|末页")


def find_note_marks(text: str, known: tuple[Span, ...] = ()) -> tuple[Span, ...]:
    """The marks in ``text``, in order, with those that the reader knows from the format (``known``).

    A line of page links ([1] [2] 下一页) has none, and neither have circled numbers, which count items of a list.
    """
    if _PAGER.search(text) and len(text) < 80:
        return known
    found = {Span(*match.span()) for match in NOTE_MARK.finditer(text)}
    extra = {span for span in found if not any(span.start < old.end and old.start < span.end for old in known)}
    return tuple(sorted(extra | set(known)))
