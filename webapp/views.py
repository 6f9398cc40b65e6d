"""``/search/documents``: the answer to a search by document, with the number of hits in each."""

from __future__ import annotations

from flask import Blueprint, Response, render_template, request

from indexer.engines.budget import Budget
from indexer.export import dumps, facts_json
from indexer.search import Answer
from indexer.views import DocumentHits, ask_all, documents_view
from webapp.context import library
from webapp.parameters import (
    FILTERS,
    PAGE,
    QUERY,
    SIZE,
    SORT,
    STRICT,
    WIDEN,
    Arguments,
    check_strictly,
    filters_of,
    is_set,
    number_of,
    sort_of,
)
from webapp.search import address

blueprint = Blueprint("views", __name__)
PARAMETERS = (QUERY, *FILTERS, SORT, WIDEN, STRICT, PAGE, SIZE)
#: Seconds of work: every hit is looked at.
_SECONDS = 2.0


def ask(arguments: Arguments) -> tuple[Answer, tuple[DocumentHits, ...]]:
    """The answer to the parameters of ``/search``, and all its documents in order."""
    budget = Budget(_SECONDS)
    answer = ask_all(
        library(),
        arguments.get("q", ""),
        filters=filters_of(arguments),
        widen=arguments.get("widen") != "0",
        strict=is_set(arguments, "strict"),
        budget=budget,
    )
    return answer, documents_view(library(), answer.query, sort_of(arguments), budget)


@blueprint.get("/search/documents")
def documents() -> str:
    """The documents that hold hits, a page of them."""
    answer, rows = ask(request.args)
    page, size = number_of(request.args, PAGE, 1), number_of(request.args, SIZE, library().settings.page_size)
    return render_template(
        "search_documents.html",
        answer=answer,
        rows=rows[(page - 1) * size : page * size],
        count=len(rows),
        page=page,
        pages=max(1, -(-len(rows) // size)),
        first=(page - 1) * size + 1,
        arguments=request.args,
        address=address,
        filters=[parameter.name for parameter in FILTERS],
    )


@blueprint.get("/api/v1/search/documents")
def as_json() -> Response:
    """The same as data."""
    check_strictly(request.args, PARAMETERS)
    answer, rows = ask(request.args)
    page, size = number_of(request.args, PAGE, 1), number_of(request.args, SIZE, library().settings.page_size)
    body = {
        "schema": "baogao.documents/1",
        "query": answer.query.text,
        "reading": answer.reading,
        "total": len(rows),
        "passages": answer.total,
        "page": page,
        "pages": -(-len(rows) // size),
        "size": size,
        "documents": [document_json(row) for row in rows[(page - 1) * size : page * size]],
        "notes": list(answer.notes),
    }
    return Response(dumps(body), content_type="application/json")


def document_json(row: DocumentHits) -> dict[str, object]:
    """A document with the number of its hits."""
    return {
        "document": row.document_id,
        "facts": facts_json(row.facts),
        "passages": row.passages,
        "occurrences": {"body": row.body, "appendix": row.appendix, "title": row.title},
        "first": f"{row.document_id}/{row.first}",
        "score": round(row.score, 6),
    }
