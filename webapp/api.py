"""``/api/v1``: the same jobs as JSON, and ``/healthz``. Unknown parameters are refused by name."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify, request

from indexer.entries import entry_uses, find_entry
from indexer.export import answer_json, dumps, entry_json, facts_json, passage_json
from indexer.lookup import find_document
from webapp.context import library
from webapp.parameters import SEARCH, check_strictly
from webapp.search import ask

blueprint = Blueprint("api", __name__)


@blueprint.get("/api/v1/search")
def search() -> Response:
    """The answer to a query: counts of the whole hit set, one page of hits."""
    check_strictly(request.args, SEARCH)
    answer = ask(request.args)
    return _json(answer_json(answer))


@blueprint.get("/api/v1/documents")
def documents() -> Response:
    """The facts of all documents."""
    return _json({i: facts_json(facts) for i, facts in sorted(library().documents.items())})


@blueprint.get("/api/v1/documents/<document:document_id>")
def document(document_id: str) -> Response:
    """One document: facts and passages with their addresses."""
    reading = find_document(library(), document_id)
    rows = [passage_json(document_id, row) for row in reading.passages]
    return _json({"document": document_id, "facts": facts_json(reading.facts), "passages": rows})


@blueprint.get("/api/v1/glossary")
def glossary() -> Response:
    """All entries: id, term, aliases."""
    return _json(
        [{"id": e.id, "term": e.term, "aliases": list(e.aliases)} for e in library().glossary.entries.values()]
    )


@blueprint.get("/api/v1/glossary/<term_id>")
def entry(term_id: str) -> Response:
    """One entry with its counts and every passage that uses it."""
    found = find_entry(library(), term_id)
    return _json(entry_json(found, entry_uses(library(), found)))


@blueprint.get("/healthz")
def health() -> tuple[Response, int]:
    """200 with generation and size; 503 while an older generation stands in for a damaged one."""
    shelf = library()
    facts = {"generation": shelf.generation.number, "documents": len(shelf.documents), "notes": list(shelf.notes)}
    return jsonify(facts), 503 if shelf.generation.fallback else 200


def _json(value: object) -> Response:
    return Response(dumps(value), content_type="application/json")
