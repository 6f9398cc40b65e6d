"""glossary.yaml -> Glossary, from two layouts: one to keep (id, term, definitions …), one to jot down (term: text).

Owns which layout a file has and what is made of it; either all of a file is read or nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from indexer.errors import GlossaryError
from indexer.glossary.checks import Fault, check_entries
from indexer.glossary.entries import Entry, Sense
from indexer.glossary.pinyin import make_ids, spell
from indexer.glossary.shape import has_shape
from indexer.glossary.terms import Glossary
from indexer.glossary.yaml_text import Place, Value, YamlText, load_yaml, parse_yaml
from indexer.signs import query_key

#: More faults than anybody mends at one go are counted, not listed.
MAX_FAULTS = 20
_FORM = "应当是“词条: 释义”一行一条（冒号用半角，后面空一格），或 version 与 terms 两个字段；写法见 glossary.yaml 开头"


def load_glossary(path: Path) -> Glossary:
    """The glossary in a file; a missing or empty file is an empty glossary.

    Two layouts: the full one, ``{version: 1, terms: [...]}`` (ecosystem 10.4, head of our glossary.yaml), and a simple
    one, a mapping from term to definition, whose ids are made from pinyin. Raises GlossaryError with every fault
    on a line of its own: file, line, reason.
    """
    return _glossary(load_yaml(path)) if path.exists() else Glossary()


def parse_glossary(data: bytes, name: str = "glossary.yaml") -> Glossary:
    """As :func:`load_glossary`, from bytes; ``name`` stands for the file in messages."""
    return _glossary(parse_yaml(data, name))


def _glossary(text: YamlText) -> Glossary:
    value = text.value
    if not isinstance(value, dict):
        raise GlossaryError(text.fault((), _FORM))
    return _read_full(text, value) if "terms" in value or "version" in value else _read_simple(text, value)


def _read_simple(text: YamlText, value: dict[str, Value]) -> Glossary:
    faults: list[Fault] = []
    for term, definition in value.items():
        if not query_key(term):
            faults.append(((term,), f"“{term[:60]}”只有标点或空白，没有可以查找的字"))
        elif not isinstance(definition, str):
            faults.append(((term,), f"“{term[:60]}”后应当是一段释义文字；要写更多字段，请用 version 与 terms 的写法"))
        elif not definition.strip():
            faults.append(((term,), f"“{term[:60]}”没有释义"))
    _refuse(text, faults)
    pinyins = [spell(term) for term in value]
    entries = {
        entry_id: Entry(entry_id, term, pinyin=pinyin, definitions=(Sense(str(definition).strip()),))
        for entry_id, pinyin, (term, definition) in zip(make_ids(pinyins), pinyins, value.items(), strict=True)
    }
    return Glossary(entries, tuple(text.fault(*fault) for fault in _misread(text)))


def _read_full(text: YamlText, value: dict[str, Value]) -> Glossary:
    tree: Any = {"terms": [], **_filled(value)} if value.get("terms") == "" else _filled(value)
    faults = list(_misread(text))
    if not has_shape(tree):
        from indexer.glossary.layout_faults import layout_faults  # and with it pydantic

        faults.extend(layout_faults(tree))
    _refuse(text, faults)
    entries = tuple(map(_entry, tree["terms"]))
    _refuse(text, (*_check_definitions(tree), *check_entries(entries)))
    return Glossary({entry.id: entry for entry in entries})


def _filled(value: Any) -> Any:
    """``value`` without the fields that a person left empty."""
    if isinstance(value, dict):
        return {key: _filled(item) for key, item in value.items() if item != ""}
    return [_filled(item) for item in value] if isinstance(value, list) else value


def _misread(text: YamlText) -> Iterator[Fault]:
    """Scalars that stand for something else in other programs, or here for something that nobody meant."""
    for place, scalar in text.bare:
        if scalar and place != ("version",) and place[-2:] != ("source", "passage"):
            yield place, f'{scalar} 没有加引号，别的程序会当作数字、日期或是非；请加引号："{scalar}"'
    for place, scalar in text.folded:
        yield place, f"“{scalar[:20]}…”分成了几行，换行处会变成空格；请写在一行里，或在冒号后用 |"


def _check_definitions(tree: Any) -> Iterator[Fault]:
    for number, term in enumerate(tree["terms"]):
        place: Place = ("terms", number)
        if "definition" in term and "definitions" in term:
            yield (*place, "definitions"), "definition 与 definitions 只能用一个"
        for name in ("source", "place", "year"):
            if name in term and "definition" not in term:
                yield (*place, name), f"{name} 要与 definition 写在一起；用 definitions 时写在各条释义里"


def _entry(term: dict[str, Any]) -> Entry:
    senses = term.get("definitions", [])
    if "definition" in term:
        senses = [{"text": term["definition"], **{k: term[k] for k in ("source", "place", "year") if k in term}}]
    return Entry(
        id=term["id"],
        term=term["term"].strip(),
        aliases=_texts(term, "aliases"),
        traditional=_text(term, "traditional"),
        pinyin=_text(term, "pinyin"),
        definitions=tuple(map(_sense, senses)),
        composed_of=_texts(term, "composed_of"),
        parts=_texts(term, "parts"),
        related=_texts(term, "related"),
        broader=_texts(term, "broader"),
        first_seen=_text(term, "first_seen"),
        status=term.get("status", "preferred"),
        translations={language: text.strip() for language, text in term.get("translations", {}).items()},
        notes=_text(term, "notes"),
    )


def _text(fields: dict[str, Any], name: str) -> str | None:
    return fields[name].strip() if name in fields else None


def _texts(fields: dict[str, Any], name: str) -> tuple[str, ...]:
    return tuple(text.strip() for text in fields.get(name, ()))


def _sense(sense: dict[str, Any]) -> Sense:
    source = sense.get("source", {})
    passage = source.get("passage")
    local = f"p{int(passage)}" if passage and passage.isdigit() else passage
    year = int(sense["year"]) if "year" in sense else None
    status = sense.get("status", "preferred")
    return Sense(sense["text"].strip(), source.get("doc"), local, _text(sense, "place"), year, status)


def _refuse(text: YamlText, faults: Iterable[Fault]) -> None:
    lines = list(dict.fromkeys(text.fault(*fault) for fault in faults))
    if lines:
        rest = [f"{text.name}：另有 {len(lines) - MAX_FAULTS} 处"] if len(lines) > MAX_FAULTS else []
        raise GlossaryError("\n".join([*lines[:MAX_FAULTS], *rest]))
