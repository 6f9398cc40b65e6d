"""Whether a government work report is whole: its opening, its end, its length.

Owns the doubts that a text is a summary or a part of a report; decides nothing. Of the 422 real reports the shortest
whole one has 7,000 characters of body; reports that end without one of the words below break off.
"""

from __future__ import annotations

import re

from indexer.document import BODY_PARTS, Document
from indexer.fold import fold

#: Characters of the body below which a report is called short.
SHORT = 6_000
_HEAD, _TAIL = 600, 250
#: Paragraphs at the end of the body, among which the last of the report is: lists and remains of a site may follow it.
_LAST = 15
_OPENING = re.compile(r"各\s*位\s*(?:代\s*表|委\s*员|主\s*任)|请\s*(?:予)?\s*审\s*议|(?:汇报|报告)如下")
_CLOSING = re.compile(
    "谢谢|奋斗|努力|胜利|贡献|前进|篇章|华章|新局面|征程|未来|辉煌|复兴|成绩|成就|迈进|明天|美好|厚望|献礼|期待|再出发|宏伟目标|明显进位"
    "|(?:特|专)此报告|万岁"
)
_CALL = re.compile(r"(?<!感谢)(?<!敬意)(?<!代表)(?<!委员)(?<!同志们)(?<!朋友们)[！!]$")


def find_gaps(document: Document) -> tuple[str, ...]:
    """Sentences of doubt about a document that says it is a government work report; none for other kinds."""
    if document.facts.kind != "gwr":
        return ()
    body = [passage.text for passage in document.passages if passage.part in BODY_PARTS]
    size = sum(map(len, body))
    head = "".join(passage.text for passage in document.passages[:12])[:_HEAD]
    opened = bool(_OPENING.search(head))
    closed = bool(_CLOSING.search(fold("".join(body[-4:]).rstrip()[-_TAIL:]))) or any(map(_CALL.search, body[-_LAST:]))
    if size < SHORT and not (opened and closed):
        lacking = "开头和结尾" if not (opened or closed) else "结尾" if opened else "开头"
        return (f"只有 {size:,} 字，又没有报告的{lacking}，像是摘要或节选，不是完整的报告，请核对",)
    if size < SHORT:
        return (f"只有 {size:,} 字，比一般的政府工作报告短得多，请核对是否完整",)
    return () if closed else ("没有报告的结尾，可能不完整，请对照原文",)
