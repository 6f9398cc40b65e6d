"""What was left out of a .docx and what was seen in it: the honest account beside the text.

Owns the words for it. Filled by the modules that walk through the document; knows nothing of XML.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

# Control characters that no XML can hold: they stand around note marks until blocks are made.
MARK_OPEN, MARK_CLOSE = "\x01", "\x02"

_SEEN = (
    ("broken field", "域代码的开始和结束不成对，已按可见文字读取，请核对"),
    ("numbering field", "含 {} 个自动编号域（AUTONUM、LISTNUM），其编号未能还原"),
    ("symbol", "含 {} 个符号字体的字符，无法转成文字，已略去"),
    ("chunk", "含 {} 处嵌入的外部内容（altChunk、子文档），其中的文字未读取"),
    ("chart", "含 {} 个图表或 SmartArt 图形，其中的文字未读取"),
    ("image", "含 {} 张图片，其中如有文字未读取"),
)


@dataclass(slots=True)
class Account:
    """``dropped`` are pieces (reason, text) in the order of the document; ``seen`` counts what is told as a doubt."""

    dropped: list[tuple[str, str]] = field(default_factory=list)
    seen: Counter[str] = field(default_factory=Counter)

    def drop(self, reason: str, text: str) -> None:
        """Text that is left out; without any but blanks there is nothing to tell."""
        text = text.replace(MARK_OPEN, "").replace(MARK_CLOSE, "").strip()
        if text:
            self.dropped.append((reason, text))

    def doubts(self, unknown_formats: set[str]) -> tuple[str, ...]:
        """Plain sentences, the weightiest first."""
        told = []
        if self.seen["inserted"] or self.seen["deleted"]:
            inserted, deleted = self.seen["inserted"], self.seen["deleted"]
            told.append(f"含未接受的修订：插入的 {inserted} 处已计入正文，删除的 {deleted} 处未计入，请核对")
        told += [sentence.format(self.seen[name]) for name, sentence in _SEEN if self.seen[name]]
        if unknown_formats:
            told.append(f"编号格式 {'、'.join(sorted(unknown_formats))} 不认识，已写成阿拉伯数字，请核对")
        return tuple(told)
