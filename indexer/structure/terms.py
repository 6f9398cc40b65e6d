"""The terms that a note defines: from its label and its words to Definition values.

Owns how labels are cut into terms and definitions divided among them; knows nothing of where notes stand.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

_QUOTED = re.compile(r"[“\"「『]([^“”\"「」『』]+)[”\"」』]")
_JOINED = re.compile(r"[、和与及,，/ 　\s]*")
_PAGES = re.compile(r"[（(](?:见?第?\s*)?[PＰp]?\d+(?:[，,、\s]*[PＰp]?\d+)*页?[）)]\s*$")
_BRACKETED = re.compile(r"^[\[［【]([^\]］】]+)[\]］】]$")
_QUOTES = str.maketrans("", "", '“”"「」『』[]［］【】')
#: What may follow a quoted term and is no part of it: “三高四新”战略, “六稳”“六保”任务.
_COMMON = re.compile(
    r"(?:重大|具体|专项|发展|工作|行动|服务|试点|示范|改革|建设|创建|活动|攻坚|整治|管理|治理|惠民|民生)*"
    r"(?:战略|工程|行动|管理|工作|政策|机制|体系|模式|计划|方针|任务|要求|目标|部署|思路|制度|改革|企业|战术|工作法|方案|原则|问题|精神"
    r"|经验|活动|理念|举措|措施|项目|平台|试点|建设|整治|品牌|路|村|条|县|区|产业|格局|布局|联动|人才|项目|市场|标准|出让|供地|空间)?"
)
_LATIN = re.compile(r"\d?[A-Za-z][A-Za-z&]*")
_HAN = re.compile(r"[㐀-鿿]")


@dataclass(frozen=True, slots=True)
class Term:
    """A term with its label as printed and the words that define it."""

    term: str
    label: str
    definition: str


def read_terms(label: str, definition: str) -> tuple[Term, ...]:
    """The terms that ``label`` names, each with its share of ``definition``; one term gets the whole.

    “六稳”“六保” with 指稳就业…；保居民就业… are two terms with a half each. Where the parts cannot be told, each
    term gets the whole.
    """
    label = _PAGES.sub("", label).strip()
    bracketed = _BRACKETED.match(label)
    label = bracketed[1] if bracketed else label
    names = _several(label, definition)
    if len(names) < 2:
        return (Term(_single(label), label, definition),)
    shares = _shares(names, definition)
    return tuple(Term(name, quoted, share) for (name, quoted), share in zip(names, shares, strict=True))


def _several(label: str, definition: str) -> list[tuple[str, str]]:
    """(term, label) of each term, if the label plainly names several."""
    quoted = list(_QUOTED.finditer(label))
    if len(quoted) > 1:
        between = [label[a.end() : b.start()] for a, b in pairwise(quoted)]
        rest = label[quoted[-1].end() :]
        if quoted[0].start() == 0 and all(map(_JOINED.fullmatch, between)) and _COMMON.fullmatch(rest):
            return [(one[1], one[0]) for one in quoted]
    if quoted or "、" not in label:
        return []
    names = label.split("、")
    plain = definition.translate(_QUOTES)
    explained = all(re.search(rf"(?:^|[；。;，,]){re.escape(name)}(?:[是指即为：:，,]|包括)", plain) for name in names)
    return [(name, name) for name in names] if explained and all(len(name) > 1 for name in names) else []


def _single(label: str) -> str:
    """The term of a label: the quoted part if only a common word follows, else the label without its quotes."""
    quoted = _QUOTED.match(label)
    if quoted and _COMMON.fullmatch(label[quoted.end() :]):
        inner = quoted[1].strip()
        if quoted.end() == len(label) or len(_HAN.findall(inner)) > 1 or _LATIN.fullmatch(inner):
            return inner
    return label.translate(_QUOTES).strip()


def _shares(names: list[tuple[str, str]], definition: str) -> list[str]:
    """``definition`` divided among the terms: at the semicolons, or where each term is named again."""
    clauses = [clause.strip() for clause in re.split(r"[；;]", definition) if clause.strip()]
    if len(clauses) == len(names):
        return clauses
    starts = [_named(name, definition) for name, _ in names]
    if all(start is not None for start in starts):
        bounds = [start for start in starts if start is not None]
        if bounds == sorted(set(bounds)) and bounds[0] <= 12:
            ends = [*bounds[1:], len(definition)]
            return [definition[a:b].strip(" ；;，,") for a, b in zip([0, *bounds[1:]], ends, strict=True)]
    return [definition] * len(names)


def _named(name: str, definition: str) -> int | None:
    match = re.search(rf"(?:(?<=[；;。，,])|^)[“\"]?{re.escape(name)}[”\"]?\s*(?:[是指即为：:]|包括)", definition)
    return match.start() if match else None
