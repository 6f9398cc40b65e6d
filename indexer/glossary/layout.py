"""The layout of glossary.yaml as pydantic models: what a field may hold, for our checks and for editors (JSON Schema).

``python -m indexer.glossary.layout > glossary.schema.json`` writes the schema. Importing this module imports pydantic
(0.2 s), so only a file with a fault in it makes the program do so: see shape.py.
"""

from __future__ import annotations

import json
import sys
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

from indexer.glossary.entries import Status
from indexer.glossary.pinyin import ID_PATTERN, MAX_ID
from indexer.glossary.shape import (
    DATE_PATTERN,
    LANGUAGE_PATTERN,
    LOCAL_PATTERN,
    MAX_COMPONENTS,
    PINYIN_PATTERN,
    YEAR_PATTERN,
)


def _number(value: object) -> object:
    """All scalars reach us as text; the two fields that are numbers become so here."""
    return int(value) if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 7 else value


Text = Annotated[str, StringConstraints(pattern=r"\S")]
Id = Annotated[str, StringConstraints(pattern=ID_PATTERN, max_length=MAX_ID)]
Language = Annotated[str, StringConstraints(pattern=LANGUAGE_PATTERN)]
Pinyin = Annotated[str, StringConstraints(pattern=PINYIN_PATTERN)]
Year = Annotated[str, StringConstraints(pattern=YEAR_PATTERN)]
Date = Annotated[str, StringConstraints(pattern=DATE_PATTERN)]
PassageNumber = Annotated[int, Field(ge=1)]
LocalAddress = Annotated[str, StringConstraints(pattern=LOCAL_PATTERN)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class SourceLayout(_Strict):
    """Where a definition stands."""

    doc: Id = Field(description="编号：文献的 id")
    passage: Annotated[PassageNumber | LocalAddress, BeforeValidator(_number)] | None = Field(
        None, description="段号，或地址里斜杠之后的部分，如 p53-k3f9q2"
    )


class DefinitionLayout(_Strict):
    """One of several definitions."""

    text: Text = Field(description="释义，照录出处原文")
    source: SourceLayout | None = None
    place: Text | None = Field(None, description="适用的地区")
    year: Year | None = Field(None, description="年份，加引号")
    status: Status = "preferred"


class TermLayout(_Strict):
    """One entry."""

    id: Id = Field(description="不带声调的拼音，小写，如 liuwen；重复时加 -2")
    term: Text = Field(description="首选词形，不带引号")
    aliases: list[Text] = Field(default_factory=list, description="其他写法")
    traditional: Text | None = Field(None, description="繁体写法")
    pinyin: Pinyin | None = Field(None, description="带声调，音节间空一格")
    definition: Text | None = Field(None, description="只有一条释义时用；出处写在 source")
    source: SourceLayout | None = Field(None, description="definition 的出处")
    place: Text | None = Field(None, description="definition 适用的地区")
    year: Year | None = Field(None, description="definition 的年份，加引号")
    definitions: list[DefinitionLayout] = Field(default_factory=list, description="有几条释义时用")
    composed_of: list[Id] = Field(default_factory=list, max_length=MAX_COMPONENTS, description="合称：所合词条的 id")
    parts: list[Text] = Field(default_factory=list, description="词里概括的各项")
    related: list[Id] = Field(default_factory=list, description="相关词条的 id")
    broader: list[Id] = Field(default_factory=list, description="上位词条的 id")
    first_seen: Date | None = Field(None, description="首见日期，加引号")
    status: Status = "preferred"
    translations: dict[Language, Text] = Field(default_factory=dict, description="语言代码: 译文")
    notes: Text | None = Field(None, description="编者的话")


class GlossaryLayout(_Strict):
    """The whole file."""

    version: Annotated[Literal[1], BeforeValidator(_number)] = Field(description="版式的版本，现为 1")
    terms: list[TermLayout]


def schema_text() -> str:
    """The JSON Schema of glossary.yaml, as glossary.schema.json holds it."""
    schema: dict[str, Any] = GlossaryLayout.model_json_schema()
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


if __name__ == "__main__":
    sys.stdout.buffer.write(schema_text().encode())
