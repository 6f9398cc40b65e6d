"""What a person should look at: what the structure of a document leaves open.

Owns the sentences; decides nothing.
"""

from __future__ import annotations

from collections.abc import Sequence

from indexer.document import BODY_PARTS, Passage
from indexer.structure.appendix import Appendix, is_glossary_heading


def find_doubts(passages: Sequence[Passage], appendices: Sequence[Appendix]) -> tuple[str, ...]:
    """Sentences, in Chinese, about notes that are missing or numbered with gaps."""
    doubts: list[str] = []
    entries = 0
    for appendix in appendices:
        title = passages[appendix.title].text
        entries += len(appendix.entries)
        if not appendix.entries and (is_glossary_heading(title) or "名词解释" in title):
            doubts.append(f"附录“{title}”只有标题，没有找到词条；词条可能在未随文保存的附件里。")
        missing = _missing([entry.ordinal for entry in appendix.entries if entry.ordinal is not None])
        if missing:
            doubts.append(f"附录“{title}”的编号不连续，缺第 {'、'.join(map(str, missing))} 条，请对照原文。")
    entries += sum(passage.kind == "note" for passage in passages)
    marks = sum(len(passage.note_marks) for passage in passages if passage.part in BODY_PARTS)
    if marks and not entries:
        doubts.append(f"正文有 {marks} 处注释标记，文中没有找到注释。")
    return tuple(doubts)


def _missing(ordinals: Sequence[int]) -> list[int]:
    return sorted(set(range(min(ordinals), max(ordinals))) - set(ordinals)) if ordinals else []
