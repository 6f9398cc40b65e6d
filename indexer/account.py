"""The account of one document: what was recognised and where from, what was left out and why, what is doubtful.

Owns who told which fact, and the words for reasons. Reads what the build noted; parses no source.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any

from indexer.corpus import META, meta_facts, read_meta
from indexer.document import Facts
from indexer.errors import SourceError
from indexer.facts import KINDS, facts_from_name, read_facts
from indexer.facts.places import GUESSED_PLACE
from indexer.facts.years import GUESSED_YEAR
from indexer.library import Library, document_record
from indexer.lookup import Reading, find_document

FACT_NAMES = {
    "title": "题名", "region": "地区", "region_code": "地区代码", "level": "级别", "year": "年份", "date": "日期",
    "meeting": "会议", "speaker": "报告人", "speaker_role": "报告人职务", "authors": "责任者", "kind": "文种",
    "number": "文号", "url": "网址", "origin": "来源",
}  # fmt: skip
REASONS = {
    "navigation": "导航", "footer": "页脚", "header": "页眉", "page number": "页码", "pager": "翻页", "metadata": "题下信息",
    "outside": "正文之外", "script": "脚本", "style": "样式", "comment": "注释代码", "comments": "批注", "hidden": "不显示的文字",
    "iframe": "内嵌框架", "advert": "广告", "share": "分享栏", "copy": "重复的正文", "deleted": "修订中删去的文字",
    "merged cell": "合并的单元格", "image": "图片说明", "field code": "域代码", "contents": "目录", "alternate": "替代内容",
    "form": "表单", "controls": "页面按钮", "abstract": "内容摘要",
}  # fmt: skip
_LEVELS = {"national": "国家", "province": "省", "city": "市", "county": "县区"}
_SAMPLE = 120  # characters of a sample


@dataclass(frozen=True, slots=True)
class Told:
    """A fact, and who told it: ``by`` is None for what is not known."""

    name: str
    value: object
    by: str | None


@dataclass(frozen=True, slots=True)
class Left:
    """What was left out for one reason: pieces, characters that are not blank, and how the largest piece begins."""

    reason: str
    pieces: int
    characters: int
    sample: str


@dataclass(frozen=True, slots=True)
class Account:
    """The account of a document; ``record`` is what the build noted of it."""

    document_id: str
    facts: tuple[Told, ...]
    dropped: tuple[Left, ...]
    doubts: tuple[str, ...]
    passages: int
    parts: tuple[tuple[str, int], ...]
    record: Mapping[str, Any]
    file: str | None = None


def account_of(library: Library, document_id: str) -> Account:
    """The account of a document in the index; raises NotFound or Gone where there is none."""
    reading = find_document(library, document_id)
    record: Mapping[str, Any] = document_record(library, document_id)
    path = library.settings.corpus_path / document_id / META
    try:
        meta = read_meta(path)
        stated = meta_facts(meta, path)
    except SourceError:  # it was edited after the build; check says what is wrong
        meta, stated = {}, Facts()
    parts: dict[str, int] = {}
    for passage, _ in reading.passages:
        parts[passage.part] = parts.get(passage.part, 0) + 1
    file = str(meta.get("file") or "") or None
    return Account(
        document_id=document_id,
        facts=tuple(_told(reading, stated, facts_from_name(file) if file else Facts())),
        dropped=_left(record.get("dropped", ())),
        doubts=tuple(record.get("doubts", ())),
        passages=len(reading.passages),
        parts=tuple(parts.items()),
        record=record,
        file=file,
    )


def account_data(account: Account) -> dict[str, Any]:
    """What was recognised of a document and by whom it was told, what was left out, what is doubtful."""
    return {
        "schema": "baogao.account/1",
        "document": account.document_id,
        "sha256": account.record.get("sha256"),
        "source": account.record.get("source"),
        "file": account.file,
        "characters": account.record.get("characters"),
        "passages": account.passages,
        "parts": dict(account.parts),
        "facts": {told.name: {"value": told.value, "by": told.by} for told in account.facts},
        "sections": account.record.get("sections", []),
        "definitions": account.record.get("definitions", []),
        "dropped": [asdict(left) for left in account.dropped],
        "doubts": list(account.doubts),
    }


def shown_value(name: str, value: object) -> str:
    """A fact as people read it."""
    if isinstance(value, tuple | list):
        return "、".join(map(str, value))
    names = {"kind": KINDS, "level": _LEVELS}.get(name, {})
    return names.get(str(value), str(value))


def reason_name(reason: str) -> str:
    """A reason as people read it."""
    return REASONS.get(reason, reason)


def _told(reading: Reading, stated: Facts, named: Facts) -> Iterable[Told]:
    """Each fact with its witness: asked anew, as the index keeps only what was believed."""
    title = tuple(p.text for p, _ in reading.passages if p.part == "title" and p.kind == "title")
    text, doubts = read_facts(title, tuple(p.text for p, _ in reading.passages if p.kind != "title"))
    guesses = {"region": GUESSED_PLACE, "region_code": GUESSED_PLACE, "level": GUESSED_PLACE, "year": GUESSED_YEAR}
    for field in fields(Facts):
        name, value = field.name, getattr(reading.facts, field.name)
        guess = guesses.get(name)
        if value in (None, ()):
            by = None
        elif getattr(text, name) == value:
            by = "由原文推断" if guess and any(doubt.startswith(guess) for doubt in doubts) else "原文"
        elif getattr(stated, name) == value:
            by = "meta.yaml"
        elif getattr(named, name) == value:
            by = "文件名"
        else:
            by = _derived(name, stated, named)
        yield Told(name, None if value == () else value, by)


def _derived(name: str, stated: Facts, named: Facts) -> str:
    """Who told what a fact was made of: the code of a region comes with its name, the government with the place."""
    if name in ("region", "region_code", "level"):
        witness = next((who for who, facts in (("meta.yaml", stated), ("文件名", named)) if facts.region), "网页信息")
        return f"{witness}，按地区表"
    return "由地区和文种推定" if name == "authors" else "文件信息"


def _left(pieces: Iterable[Mapping[str, str]]) -> tuple[Left, ...]:
    """Dropped pieces by reason, the most characters first; those without any character, such as empty scripts, are not told."""
    by_reason: dict[str, list[str]] = {}
    for piece in pieces:
        text = " ".join(piece["text"].split())
        if text:
            by_reason.setdefault(piece["reason"], []).append(text)
    rows = [
        Left(reason, len(texts), sum(len(text.replace(" ", "")) for text in texts), max(texts, key=len)[:_SAMPLE])
        for reason, texts in by_reason.items()
    ]
    return tuple(sorted(rows, key=lambda left: (-left.characters, left.reason)))
