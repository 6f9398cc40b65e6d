"""A query read back in one plain line of Chinese, so that a reader sees how it was understood.

Owns the wording; every node has one. Knows no engine and no page.
"""

from __future__ import annotations

from indexer.query.filters import FIELD_NAMES, KIND_NAMES, LEVEL_NAMES, PART_NAMES
from indexer.query.nodes import AllOf, AnyOf, Filter, Gap, Literal, Near, Node, Not, Query, SameSentence, Term, is_word

# What one name stands for is read back by that name.
_GROUPS = (("body", "review", "plan"), ("appendix", "note"))


def explain(query: Query) -> str:
    """How the query was read; empty if nothing was asked for."""
    if query.as_words:
        return "按词语查找与所给文字相近的段落"
    parts = [_say(node) for node in (query.node.of if query.node else ())]
    parts += map(say_filter, query.filters)
    line = "；".join(parts)
    return f"{line}（逐字符比较，繁简、全半角、大小写和标点都须相同）" if line and query.strict else line


def say_filter(condition: Filter, negation: str = "") -> str:
    """A filter in words: 年份为2020至2022; ``negation`` stands before the verb."""
    verb = "含" if condition.field == "title" else "为"
    return f"{FIELD_NAMES[condition.field]}{negation}{verb}{'或'.join(_values(condition))}"


def _values(condition: Filter) -> tuple[str, ...]:
    """The values as they are called, each once; 正文 stands for three parts of the tree and is read back as one."""
    values = condition.values
    for group in _GROUPS:
        if condition.field == "part" and set(group) <= set(values):
            values = tuple(value for value in values if value not in group[1:])
    return tuple(dict.fromkeys(_name(condition.field, value) for value in values))


def _name(field: str, value: str) -> str:
    if field == "year" and ".." in value:
        first, _, last = value.partition("..")
        return f"{first}至{last}" if first and last else f"{first}及以后" if first else f"{last}及以前"
    if field == "region":
        return value.removeprefix("=")
    names = {"part": PART_NAMES, "level": LEVEL_NAMES, "kind": KIND_NAMES}.get(field, {})
    return f"“{value}”" if field == "title" else names.get(value, value)


def _say(node: Node) -> str:
    """A condition as a clause of a sentence about a passage."""
    match node:
        case Not(Filter() as condition):
            return say_filter(condition, "不")
        case Not(of):
            return f"不{_say(of)}" if isinstance(of, Literal | Gap | Term) else f"排除{_grouped(of)}"
        case AnyOf(of):
            return "（" + "，或".join(map(_say, of)) + "）"
        case AllOf(of):
            return "且".join(map(_say, of)) if of else "任意段落"
        case SameSentence(of):
            return f"同一句里{_grouped(of)}"
        case Near(left, right, within):
            return f"{_place(left)}与{_place(right)}相距不超过 {within} 字"
        case Filter():
            return say_filter(node)
    return f"含{_place(node)}"


def _grouped(node: Node) -> str:
    said = _say(node)
    return said if said.startswith("（") or not isinstance(node, AllOf | Near | Not) else f"（{said}）"


def _place(node: Node) -> str:
    """Something that stands at a place, as a noun."""
    match node:
        case Literal():
            return f"“{node.plain}”"
        case Gap(parts):
            return "“" + "……".join(part.plain for part in parts) + "”（依次在同一句里）"
        case Term(name, forms):
            names = [f"“{form.text}”" for form in forms]
            return f"术语“{name}”" + (f"（{'、'.join(names)}）" if len(names) > 1 or forms[0].text != name else "")
        case AnyOf(of) if is_word(node):
            return "（" + "或".join(map(_place, of)) + "）"
        case Near(left, right, within):
            return f"{_place(left)}与{_place(right)}相距不超过 {within} 字，后者"
    return _say(node)
