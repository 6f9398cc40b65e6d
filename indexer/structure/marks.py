"""Note reference marks in the running text: [14], 【1】, ［1］, 〔1〕.

Owns how they look and what looks like them; knows no notes.
"""

from __future__ import annotations

import re

from indexer.document import Span

# 国发〔2022〕2号 has four digits or a 号 after it; a mark at the very beginning is the number of a note, not a mark.
_MARK = re.compile(r"(?<=.)(?:\[\d{1,3}\]|［[\d０-９]{1,3}］|【\d{1,3}】|〔\d{1,3}〕)(?!\s*[\d０-９]*号)", re.DOTALL)
_PAGER = re.compile(r"下一页|上一页|尾页|末页")


def find_note_marks(text: str, known: tuple[Span, ...] = ()) -> tuple[Span, ...]:
    """The marks in ``text``, in order, with those that the reader knows from the format (``known``).

    A line of page links ([1] [2] 下一页) has none, and neither have circled numbers, which count items of a list.
    """
    if _PAGER.search(text) and len(text) < 80:
        return known
    found = {Span(*match.span()) for match in _MARK.finditer(text)}
    extra = {span for span in found if not any(span.start < old.end and old.start < span.end for old in known)}
    return tuple(sorted(extra | set(known)))
