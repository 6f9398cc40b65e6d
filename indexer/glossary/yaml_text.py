"""YAML as people write it by hand, read as text and nothing but text; every fault with its line.

Owns what our YAML may hold (reliability 4.2): mappings, lists, text, one document, no tags, no anchors, no key twice.
``no``, ``1.0``, ``010`` and ``2021-02-05`` stay as they are written. Knows neither the glossary nor meta.yaml.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NoReturn, TypeAlias

from indexer.errors import GlossaryError
from indexer.glossary.yaml_faults import explain

MAX_BYTES = 5_000_000
MAX_ITEMS = 20_000
MAX_NODES = 400_000
MAX_DEPTH = 20

Value: TypeAlias = "str | list[Value] | dict[str, Value]"
#: Where something stands: keys and list positions from the root, as in ``("terms", 3, "aliases", 0)``.
Place = tuple[str | int, ...]

_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff]")
_HAN_GAP = re.compile("[^\x00-\x7f] [^\x00-\x7f]")
_LINE_BREAK = re.compile("\r\n|\r|\n")
# What readers of YAML 1.1 or 1.2 take for a number, date, yes/no, null or merge key when it has no quotes.
_MISREAD = re.compile(
    r"[-+]?(?:[0-9][0-9_]*(?:\.[0-9_]*)?|\.[0-9][0-9_]*)(?:[eE][-+]?[0-9]+)?"
    r"|[-+]?0(?:x[0-9a-fA-F_]+|o[0-7_]+|b[01_]+)|[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?"
    r"|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:[Tt\s].*)?|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)"
    r"|y|Y|n|N|(?:yes|no|on|off|true|false|null)|(?:Yes|No|On|Off|True|False|Null)|(?:YES|NO|ON|OFF|TRUE|FALSE|NULL)|~|=|<<"
)


@dataclass(frozen=True, slots=True)
class YamlText:
    """A YAML file as text: its ``value``, and the line, from 1, of every key and list item in ``lines``.

    ``bare`` are the scalars without quotes that other programs would not read as text; ``folded`` those over several
    lines whose line breaks YAML turned into blanks. Both are (place, text), keys and values alike, in order.
    """

    name: str
    value: Value
    lines: Mapping[Place, int]
    bare: tuple[tuple[Place, str], ...] = ()
    folded: tuple[tuple[Place, str], ...] = ()

    def fault(self, place: Place, reason: str) -> str:
        """``reason`` with the file and the line of ``place``, or of what is nearest above it."""
        while place and place not in self.lines:
            place = place[:-1]
        return f"{self.name} 第 {self.lines.get(place, 1)} 行：{reason}"


def read_yaml(path: Path) -> Value:
    """The content of a YAML file with all scalars as text; an empty file is an empty mapping.

    Raises GlossaryError, naming file, line and reason, for whatever is not plain YAML as the module describes it.
    """
    return load_yaml(path).value


def load_yaml(path: Path) -> YamlText:
    """As :func:`read_yaml`, with the lines."""
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise GlossaryError(f"{path}：读不出（{error.strerror}）") from None
    return parse_yaml(data, str(path))


def parse_yaml(data: bytes, name: str) -> YamlText:
    """As :func:`load_yaml` for bytes; ``name`` stands for the file in messages."""
    import yaml

    if len(data) > MAX_BYTES:
        raise GlossaryError(f"{name}：超过 {MAX_BYTES // 1_000_000} MB，未读取；请拆小")
    text = _decoded(data, name)
    bad = _FORBIDDEN.search(text)
    if bad:
        line = 1 + len(_LINE_BREAK.findall(text, 0, bad.start()))
        raise GlossaryError(f"{name} 第 {line} 行：有不可见的控制字符 U+{ord(bad[0]):04X}；请删去")
    gathered = _Gathered(name)
    try:
        gathered.take_all(yaml.parse(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)))
    except yaml.YAMLError as error:
        line, reason = explain(error, text)
        raise GlossaryError(f"{name} 第 {line} 行：{reason}") from None
    return YamlText(name, gathered.root, gathered.lines, tuple(gathered.bare), tuple(gathered.folded))


def _decoded(data: bytes, name: str) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise GlossaryError(f"{name} 第 1 行：文件是 UTF-16 编码；请在编辑器里另存为 UTF-8")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        # error.object lacks the byte order mark
        before = error.object[: error.start].replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        line, column = before.count(b"\n") + 1, len(before) - before.rfind(b"\n")
        place = f"{name} 第 {line} 行第 {column} 个字节"
        raise GlossaryError(f"{place}：不是 UTF-8 编码（可能是 GBK）；请在编辑器里另存为 UTF-8") from None


@dataclass(slots=True)
class _Open:
    """A mapping or list that is being filled; ``key`` waits for its value."""

    value: list[Value] | dict[str, Value]
    place: Place
    key: str | None = None


@dataclass(slots=True)
class _Gathered:
    """Builds the value from events, so that a hostile file is refused at its first fault and nothing is expanded."""

    name: str
    root: Value = field(default_factory=dict)
    lines: dict[Place, int] = field(default_factory=dict)
    bare: list[tuple[Place, str]] = field(default_factory=list)
    folded: list[tuple[Place, str]] = field(default_factory=list)
    _stack: list[_Open] = field(default_factory=list)
    _nodes: int = 0
    _documents: int = 0

    def take_all(self, events: Iterable[Any]) -> None:
        import yaml

        for event in events:
            line = event.start_mark.line + 1
            if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
                self._refuse(line, "不能用 & 和 *（锚点与引用）；文字以 & 或 * 开头时请加引号")
            elif isinstance(event, yaml.ScalarEvent):
                self._refuse_tag(event, line)
                self._take_scalar(event, line)
            elif isinstance(event, yaml.CollectionStartEvent):
                self._refuse_tag(event, line)
                self._open({} if isinstance(event, yaml.MappingStartEvent) else [], line)
            elif isinstance(event, yaml.CollectionEndEvent):
                self._stack.pop()
            elif isinstance(event, yaml.DocumentStartEvent):
                self._documents += 1
                if self._documents > 1:
                    self._refuse(line, "多了一行 ---；一个文件只能有一份内容")

    def _refuse(self, line: int, reason: str) -> NoReturn:
        raise GlossaryError(f"{self.name} 第 {line} 行：{reason}")

    def _refuse_tag(self, event: Any, line: int) -> None:
        if event.tag is not None:
            self._refuse(line, f"不能用标签 {str(event.tag)[:60]}；文字以 ! 开头时请加引号")

    def _take_scalar(self, event: Any, line: int) -> None:
        text: str = event.value
        bad = _FORBIDDEN.search(text)
        if bad:
            self._refuse(line, f"有不可见的控制字符 U+{ord(bad[0]):04X}；请删去")
        place = self._put(text, line)
        if event.implicit[0] and _MISREAD.fullmatch(text):
            self.bare.append((place, text))
        if event.style != "|" and event.end_mark.line > event.start_mark.line and _HAN_GAP.search(text):
            self.folded.append((place, text))

    def _open(self, value: list[Value] | dict[str, Value], line: int) -> None:
        if len(self._stack) >= MAX_DEPTH:
            self._refuse(line, f"层次超过 {MAX_DEPTH} 层")
        self._stack.append(_Open(value, self._put(value, line)))

    def _put(self, value: Value, line: int) -> Place:
        """Hang ``value`` where it belongs; the place of a list item or mapping value is also that of its key."""
        self._nodes += 1
        if self._nodes > MAX_NODES:
            self._refuse(line, f"内容超过 {MAX_NODES:,} 项")
        if not self._stack:
            self.root = {} if value == "" else value
            return ()
        top = self._stack[-1]
        if len(top.value) >= MAX_ITEMS and not (isinstance(top.value, dict) and top.key is not None):
            self._refuse(line, f"超过 {MAX_ITEMS:,} 条；请拆成几个文件")
        if isinstance(top.value, list):
            place = (*top.place, len(top.value))
            top.value.append(value)
        elif top.key is None:
            return self._put_key(top, value, line)
        else:
            place = (*top.place, top.key)
            top.value[top.key], top.key = value, None
        self.lines.setdefault(place, line)
        return place

    def _put_key(self, top: _Open, key: Value, line: int) -> Place:
        if not isinstance(key, str):
            self._refuse(line, "冒号前应当是一段文字；文字以 [ 或 { 开头时请加引号")
        place = (*top.place, key)
        if key in top.value:
            self._refuse(line, f"“{key[:60]}”在第 {self.lines[place]} 行已经有了；请删去或合并其中一处")
        top.key = key
        self.lines[place] = line
        return place
