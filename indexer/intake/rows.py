"""A JSON line as a document: its text, and the facts it states.

Owns the names of fields and what their values may be. What is not understood is told as a doubt and left out.
"""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from indexer.errors import SourceError
from indexer.facts import KINDS

#: Our names for what a line may hold, each with the field where it is looked for unless a mapping says otherwise.
FIELDS = {
    "text": "text", "id": "id", "title": "title", "region": "region", "region_code": "region_code", "level": "level",
    "year": "year", "date": "date", "meeting": "meeting", "speaker": "speaker", "speaker_role": "speaker_role",
    "authors": "authors", "kind": "doc_type", "number": "doc_number", "url": "url", "origin": "origin",
}  # fmt: skip
_NAMES = {"title": "题名", "region": "地区", "region_code": "地区代码", "level": "级别", "year": "年份", "date": "日期",
          "meeting": "会议", "speaker": "报告人", "speaker_role": "报告人职务", "authors": "责任者", "kind": "文种",
          "number": "文号", "url": "网址", "origin": "来源"}  # fmt: skip
_LEVELS = {"national": "national", "province": "province", "city": "city", "county": "county", "国家": "national", "全国": "national",
           "省": "province", "省级": "province", "市": "city", "市级": "city", "地级": "city", "县": "county", "县级": "county", "区县": "county"}  # fmt: skip
_KINDS = {
    **{kind: kind for kind in KINDS}, **{name: kind for kind, name in KINDS.items()},
    "gov_work_report": "gwr", "annual_legal_gov_report": "legal", "party_congress_report": "party",
    "admin_regulation": "law", "department_rule": "law", "local_regulation": "law", "regulation": "law",
}  # fmt: skip
_YEAR = re.compile(r"(1[89]\d\d|20\d\d)年?")
_DATE = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[T ].*)?")
_CODE = re.compile(r"\d{6}")
_LONGEST = 300  # characters of a stated fact


@dataclass(frozen=True, slots=True)
class Row:
    """What a line holds: the text in UTF-8, the facts it states in the words of meta.yaml, its id, and doubts."""

    data: bytes
    stated: dict[str, Any]
    id: str = ""
    doubts: tuple[str, ...] = field(default=())


def read_row(line: bytes, fields: Mapping[str, str]) -> Row:
    """The document in a JSON line; ``fields`` maps our names to those of the line. Raises SourceError if there is none."""
    try:
        row = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise SourceError("不是 UTF-8 编码的 JSON，未导入") from None
    except json.JSONDecodeError as error:
        raise SourceError(f"不是合格的 JSON（第 {error.colno} 个字符处），未导入") from None
    except (ValueError, RecursionError):
        raise SourceError("不是合格的 JSON（数字过长或嵌套过深），未导入") from None
    if not isinstance(row, dict):
        raise SourceError("这一行不是 JSON 对象，未导入")
    text = row.get(fields["text"])
    if not isinstance(text, str) or not text.strip():
        lacking = "是空的" if fields["text"] in row else "不在这一行里"
        raise SourceError(
            f"正文字段 {fields['text'][:60]} {lacking}，未导入；可用 --map text=字段名 指明正文在哪个字段"
        )
    data = text.encode("utf-8", "replace")
    stated, doubts = {}, []
    if data.count(b"?") > text.count("?"):
        doubts.append("正文里有不成字符的代码（落单的 UTF-16 代理码），已写作“?”")
    for name in _NAMES:
        given = row.get(fields[name])
        value = _value(name, given)
        if value is not None:
            stated[name] = value
        elif given not in (None, "", [], ()):
            doubts.append(f"{_NAMES[name]}字段 {fields[name][:60]} 的值“{plain(str(given))[:60]}”看不懂，未采用")
    return Row(data, stated, plain(str(row.get(fields["id"]) or ""))[:60], tuple(doubts))


def _value(name: str, given: object) -> Any:
    """What a field states, as meta.yaml writes it; None if it states nothing that is understood."""
    if name == "authors" and isinstance(given, list):
        names = [plain(one) for one in given if isinstance(one, str)]
        return [one for one in names if one] or None
    if isinstance(given, bool) or not isinstance(given, str | int):
        return None
    text = plain(str(given))
    match name:
        case "year":
            return match[1] if (match := _YEAR.fullmatch(text)) else None
        case "date":
            return _date(text)
        case "level":
            return _LEVELS.get(text)
        case "kind":
            return _KINDS.get(text)
        case "region_code":
            return text if _CODE.fullmatch(text) else None
        case "url":
            return text if re.match(r"https?://\S+$", text, re.IGNORECASE) else None
        case "authors":
            return [text] if text else None
    return text or None


def _date(text: str) -> str | None:
    found = _DATE.fullmatch(text)
    try:
        return datetime.date(*map(int, found.groups())).isoformat() if found else None
    except ValueError:
        return None


def plain(text: str) -> str:
    """A stated value on one line, without what YAML does not allow, not longer than a fact may be."""
    printable = "".join(c if c.isprintable() else " " for c in text[: 4 * _LONGEST])
    return " ".join(printable.split())[:_LONGEST]
