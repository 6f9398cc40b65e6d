"""The title of a document and what kind of document it is.

Owns the words by which titles are known and the vocabulary of kinds (KINDS).
"""

from __future__ import annotations

import re

from indexer.facts.dates import meetings_in
from indexer.facts.opening import Opening, squeeze

#: The kinds of documents, with their names for people.
KINDS = {
    "gwr": "政府工作报告",
    "legal": "法治政府建设报告",
    "plan": "计划和规划报告",
    "budget": "预算报告",
    "bulletin": "统计公报",
    "party": "党代会报告",
    "resolution": "决议",
    "policy": "政策文件",
    "law": "法律法规",
}
_TITLE = re.compile(
    r"(?:报告|公报|通知|通报|意见|决定|决议|办法|条例|规定|规划|纲要|方案|要点|细则|计划|批复|复函|函|答复|措施|政策|指南|建议|公告|大纲|法"
    r"|(?<=.{6})(?:目录|说明|标准|规范))"
    r"(?:[(（][^()（）]{1,20}[)）])*$"
)
_NO_TITLE = re.compile(
    r"^(?:在|向|[(（—―\-]*\d{4}年.{1,12}日)|同志作|作政府工作报告|^工作报告$|[。：:]$|点击查阅|^相关|^.{2,4}作[^报].*报告$"
)
# The mark of a note on the title: 江西省2022年国民经济和社会发展统计公报[1].
_NOTE = re.compile(r"\s*[\[［]\d{1,2}[\]］]$")
_LABEL = re.compile(r"^(?:资料|全文|附)[:：]\s*")
_KINDS = (
    ("legal", re.compile(r"(?:法治政府建设|依法行政).*(?:报告|情况)")),
    ("gwr", re.compile(r"(?:政府|管委会|管理委员会|筹备组).{0,8}工作报告|[省市区县州]\d{4}年工作报告")),
    ("budget", re.compile(r"预算.*报告")),
    ("plan", re.compile(r"国民经济.*(?:计划|规划|纲要).*报告|(?:计划|规划纲要|发展纲要).*的?报告$")),
    ("bulletin", re.compile(r"公报")),
    ("party", re.compile(r"(?:中国共产党|党的).*代表大会.*报告")),
    ("resolution", re.compile(r"决议$")),
    ("law", re.compile(r"(?:条例|规定|法|实施细则)(?:[(（].*[)）])?$")),
    ("policy", _TITLE),
)
_REPORTS_WORK = re.compile(
    r"代表[^。；]{0,30}(?:政府|管委会|管理委员会|国务院|筹备组|行署)[^。]{0,40}?"
    r"(?:(?:报告|作|做)[^。，]{0,20}工作|作报告|工作报告|大会报告|报告[^。，]{0,12}工作)"
)
_RESOLVES = re.compile(r"(?:听取|审议)(?:和审议)?了.{4,60}工作报告.{0,120}(?:会议)?(?:决定|批准|同意|满意)")
_PLAN_SPEECH = re.compile(r"(?:提出|作)关于[^。，]{0,40}(?:计划|纲要)[^。，]{0,40}的报告")
_PARTY_SPEECH = re.compile(r"我[^，,。]{0,4}(?:代表|受)(?:中国共产党)?(?:第?[一二三四五六七八九十]+届)中央委员会")
_REVIEW = re.compile(
    r"年(?:政府|主要)?工作回顾|各位代表.*(?:政府工作|工作安排)|(?:总理|省长|市长|县长|区长).{0,30}政府工作报告"
)


def read_title(opening: Opening) -> str | None:
    """The title as printed, with blanks between its characters closed; None if no line is one.

    Of several lines that could be titles (a page repeats it) the last above the meeting line is taken, without a
    meeting line the first (a notice comes before the plan that it brings). A slogan before the title belongs to it, in
    the same line or in the one above ——在…会议上的政府工作报告; a title wrapped over lines is joined.
    """
    joined = _joined(opening)
    end = next((i for i, (_, line) in enumerate(joined) if _is_meeting_line(line)), len(joined))
    above = joined[:end] if end == len(joined) else joined[:end][::-1]
    for shown, line in (*above, *joined[end:]):
        if is_title(line):
            return close_blanks(_NOTE.sub("", _LABEL.sub("", _with_slogan(shown, opening.lines))))
    for _, line in joined:
        # 政府工作报告2011年1月20日在徐水县第十四届人民代表大会第五次会议上
        match = re.match(r"((?:\d{4}年)?[一-鿿]{0,12}工作报告)(?=\d{4}年|[—-])", line)
        if match:
            return match[1]
    return None


def is_title(line: str) -> bool:
    """Whether a squeezed line can be the title of a document."""
    line = _NOTE.sub("", line)
    return bool(_TITLE.search(line)) and not _NO_TITLE.search(line) and len(line) >= 4


def close_blanks(line: str) -> str:
    """``line`` without blanks if they only spread it (政 府 工 作 报 告), else as it is (a slogan in two parts)."""
    parts = line.split()
    spread = sum(len(part) <= 2 for part in parts) > len(parts) / 2
    return "".join(parts) if spread else " ".join(parts)


def read_kind(title: str | None, opening: Opening) -> tuple[str | None, tuple[str, ...]]:
    """What kind of document it is, from the title, else from what the speaker says that he reports; with doubts."""
    squeezed = squeeze(title or "")
    if _RESOLVES.search("".join(opening.squeezed[:12]) + opening.speech[:300]):
        return "resolution", ()
    if kind := kind_of_title(squeezed):
        return kind, ()
    speech = opening.speech
    if _PARTY_SPEECH.search(speech[:300]):
        return "party", ()
    if _PLAN_SPEECH.search(speech[:300]):
        return "plan", ()
    if _REPORTS_WORK.search(speech[:600]):
        return "gwr", ()
    text = opening.text
    if "各位代表" not in text and text.count("法治政府") >= 8:
        return "legal", ("文种由正文推断为法治政府建设报告：原文没有标题，请核对",)
    if _REVIEW.search(text):
        return "gwr", ("文种由正文推断为政府工作报告：原文没有标题，也没有写明所作何报告",)
    return None, ()


def kind_of_title(title: str) -> str | None:
    """The kind of document that a squeezed title names."""
    return next((kind for kind, pattern in _KINDS if pattern.search(title)), None)


def _joined(opening: Opening) -> list[tuple[str, str]]:
    """The lines with those joined that a title was wrapped into: 政府工作报 and 告, 关于河北省国民 and 经济和社会发."""
    pairs: list[tuple[str, str]] = []
    for shown, line in zip(opening.lines, opening.squeezed, strict=True):
        if pairs and _runs_on(pairs[-1][1], line):
            pairs[-1] = (pairs[-1][0] + shown, pairs[-1][1] + line)
        else:
            pairs.append((shown, line))
    return pairs


def _with_slogan(shown: str, lines: tuple[str, ...]) -> str:
    at = lines.index(shown) if shown in lines else 0
    return lines[at - 1] + shown if at and shown[0] in "—―-－" else shown


def _runs_on(line: str, following: str) -> bool:
    if line.endswith(("政府工作报", "政府工作", "政府工")):
        return len(following) <= 3
    if line.startswith("关于") or re.match(r"国务院(?:办公厅)?(?:$|关于|转发|印发|对|、)", line):
        whole = is_title(line) and line.count("《") == line.count("》")
        return not whole and len(line) <= 80 and not _is_meeting_line(following) and "〔" not in following
    return False


def _is_meeting_line(line: str) -> bool:
    return any(not meeting.name.endswith("大会") for meeting in meetings_in(line)) and not is_title(line)
