"""``/api/v1/openapi.json``: what the API takes and gives, as OpenAPI 3.1.

Parameters come from the tables by which requests are checked; the shapes of answers are written here and checked against
real answers by tests/test_openapi.py.
"""

from __future__ import annotations

from importlib.metadata import version
from typing import Any

from flask import Blueprint, Response

from indexer.export import dumps
from webapp import counts, kwic, parameters, views

blueprint = Blueprint("openapi", __name__)
Schema = dict[str, Any]

TEXT: Schema = {"type": "string"}
NUMBER: Schema = {"type": "integer", "minimum": 0}
TEXTS: Schema = {"type": "array", "items": TEXT}
ERRORS = {400: "参数有误", 404: "没有这一项", 410: "已撤下", 503: "暂时无法提供服务"}


def _object(required: str, /, **properties: Schema) -> Schema:
    """An object; ``required`` names the keys that are always there, or is ``*`` for all."""
    names = list(properties) if required == "*" else required.split()
    return {"type": "object", "properties": properties, "required": names}


def _list(items: Schema) -> Schema:
    return {"type": "array", "items": items}


def _ref(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


def _map(values: Schema) -> Schema:
    return {"type": "object", "additionalProperties": values}


FACTS = _object("", title=TEXT, region=TEXT, region_code=TEXT, level=TEXT, year=NUMBER, date=TEXT, meeting=TEXT,
                speaker=TEXT, speaker_role=TEXT, authors=TEXTS, kind=TEXT, number=TEXT, url=TEXT, origin=TEXT)  # fmt: skip
PASSAGE: dict[str, Schema] = {
    "address": TEXT, "number": NUMBER, "kind": TEXT, "part": TEXT, "section": TEXTS, "text": TEXT,
}  # fmt: skip
PAGES: dict[str, Schema] = {"page": NUMBER, "pages": NUMBER, "size": NUMBER}
SCORE: Schema = {"type": "number"}


def _schemas() -> Schema:
    """The shapes of answers by name."""
    return {
        "Problem": _object("*", type=TEXT, title=TEXT, status=NUMBER, detail=TEXT),
        "Facts": FACTS,
        "Passage": _object("*", **PASSAGE),
        "Document": _object("*", document=TEXT, facts=_ref("Facts"), passages=_list(_ref("Passage"))),
        "DocumentList": _map(_ref("Facts")),
        "EntryList": _list(_object("*", id=TEXT, term=TEXT, aliases=TEXTS)),
        "Entry": _object("schema id term counts uses", schema=TEXT, id=TEXT, term=TEXT, aliases=TEXTS,
                         counts=_map(NUMBER), uses=_list({"type": "object"})),
        **_search_schemas(),
        **_count_schemas(),
    }  # fmt: skip


def _search_schemas() -> Schema:
    span = {"type": "array", "items": NUMBER, "minItems": 2, "maxItems": 2}
    pairs = _list({"type": "array", "prefixItems": [TEXT, NUMBER]})
    row = _object(
        "*", document=TEXT, facts=_ref("Facts"), passages=NUMBER, occurrences=_map(NUMBER), first=TEXT, score=SCORE
    )
    line = _object("*", schema=TEXT, document=TEXT, address=TEXT, number=NUMBER, part=TEXT, left=TEXT, hit=TEXT,
                   right=TEXT, facts=_ref("Facts"))  # fmt: skip
    return {
        "Hit": _object("*", schema=TEXT, document=TEXT, **PASSAGE, spans=_list(span), occurrences=NUMBER, score=SCORE,
                       facts=_ref("Facts")),
        "Answer": _object(
            "*", schema=TEXT, query=TEXT, reading=TEXT, widened=_list(_object("*", clause=TEXT, to=TEXTS)), total=NUMBER,
            documents=NUMBER, passages=_map(NUMBER), occurrences=_map(NUMBER), **PAGES, hits=_list(_ref("Hit")),
            related=_list(_ref("Hit")), facets=_map(pairs), notes=TEXTS,
        ),
        "Documents": _object("*", schema=TEXT, query=TEXT, reading=TEXT, total=NUMBER, passages=NUMBER, **PAGES, notes=TEXTS,
                             documents=_list(row)),
        "Kwic": _object("*", schema=TEXT, reading=TEXT, total=NUMBER, **PAGES, notes=TEXTS, lines=_list(line)),
    }  # fmt: skip


def _count_schemas() -> Schema:
    maybe = {"anyOf": [_ref("Cell"), {"type": "null"}]}
    difference = _object("*", address=TEXT, part=TEXT, left=TEXT, hit=TEXT, right=TEXT, cut=TEXT)
    words = _object("*", term=TEXT, dictionary=TEXT, occurrences=NUMBER, words={"type": ["integer", "null"]},
                    differences=_list(difference))  # fmt: skip
    return {
        "Cell": _object("*", occurrences=NUMBER, passages=NUMBER, documents=NUMBER, base_documents=NUMBER,
                        base_characters=NUMBER, per_10000={"type": ["number", "null"]}),
        "Count": _object(
            "*", schema=TEXT, terms=TEXTS, by=TEXTS, policy={"type": "object"},
            columns=_list(_object("*", value=TEXT, label=TEXT)), totals=_list(maybe), total=maybe,
            rows=_list(_object("*", value=TEXT, label=TEXT, cells=_list(maybe), total=maybe)), outside=_map(NUMBER),
            inside=_list(_object("*", **{"term": TEXT, "in": TEXT, "occurrences": NUMBER})), words=_list(words),
        ),
    }  # fmt: skip


def parameter_schema(parameter: parameters.Parameter) -> Schema:
    """A parameter of an address as OpenAPI has it."""
    value: Schema = dict(TEXT)
    if parameter.kind == "number":
        value = {"type": "integer", "minimum": parameter.low, "maximum": parameter.high}
    elif parameter.kind == "flag":
        value["enum"] = ["0", "1"]
    elif parameter.choices:
        value["enum"] = list(parameter.choices)
    elif parameter.pattern:
        value["pattern"] = parameter.pattern
    shape = {"schema": _list(value), "explode": True} if parameter.repeated else {"schema": value}
    return {"name": parameter.name, "in": "query", "description": parameter.meaning, **shape}


def _get(summary: str, answer: str, given: list[Schema], *errors: int) -> Schema:
    problem = {"application/problem+json": {"schema": _ref("Problem")}}
    responses: Schema = {"200": {"description": "成功", "content": {"application/json": {"schema": _ref(answer)}}}}
    responses |= {str(e): {"description": ERRORS[e], "content": problem} for e in (*errors, 503)}
    return {"get": {"summary": summary, "parameters": given, "responses": responses}}


def description() -> Schema:
    """The whole file."""

    def query(table: tuple[parameters.Parameter, ...], required: str = "") -> list[Schema]:
        return [parameter_schema(p) | ({"required": True} if p.name == required else {}) for p in table]

    def path(name: str, pattern: str) -> Schema:
        return {"name": name, "in": "path", "required": True, "schema": {"type": "string", "pattern": pattern}}

    document, term = path("document_id", "^[a-z0-9][a-z0-9-]{0,79}$"), path("term_id", "^[a-z0-9]+(-[a-z0-9]+)*$")
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "报告 baogao",
            "version": version("baogao"),
            "description": "政府工作报告语料库：查词句、数词句、读报告、看术语。只读；参数有误时答 400，并说明是哪一个。",
        },
        "paths": {
            "/api/v1/search": _get("检索：含有词句的段落", "Answer", query(parameters.SEARCH), 400),
            "/api/v1/search/documents": _get("检索：按篇", "Documents", query(views.PARAMETERS), 400),
            "/api/v1/count": _get("计数", "Count", query(counts.PARAMETERS, "q"), 400),
            "/api/v1/kwic": _get("逐行索引", "Kwic", query(kwic.PARAMETERS), 400),
            "/api/v1/documents": _get("全部文献的要素", "DocumentList", []),
            "/api/v1/documents/{document_id}": _get("一篇文献的要素与各段", "Document", [document], 404, 410),
            "/api/v1/glossary": _get("全部词条", "EntryList", []),
            "/api/v1/glossary/{term_id}": _get("一个词条与它的全部用例", "Entry", [term], 404),
        },
        "components": {"schemas": _schemas()},
    }  # fmt: skip


@blueprint.get("/api/v1/openapi.json")
def openapi() -> Response:
    """The description of the API."""
    return Response(dumps(description(), indent=1), content_type="application/json")
