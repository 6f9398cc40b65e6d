"""``/``, ``/search``, ``/help`` and ``/opensearch.xml``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from indexer.errors import QueryError
from indexer.search import Answer, search
from indexer.suggest import correct
from webapp.context import base_url, library
from webapp.parameters import (
    FILTERS,
    PAGE,
    SEARCH,
    SIZE,
    Arguments,
    filters_of,
    is_set,
    number_of,
    readable_filters,
    sort_of,
)

blueprint = Blueprint("search", __name__)
#: Parameters of /search in their canonical order.
PARAMETERS = tuple(parameter.name for parameter in SEARCH)


def ask(arguments: Arguments) -> Answer:
    """The answer to the parameters of /search; raises QueryError for values that cannot be read."""
    return search(
        library(),
        arguments.get("q", ""),
        page=number_of(arguments, PAGE, 1),
        size=number_of(arguments, SIZE, library().settings.page_size),
        sort=sort_of(arguments),
        filters=filters_of(arguments),
        widen=arguments.get("widen") != "0",
        related=is_set(arguments, "related"),
        strict=is_set(arguments, "strict"),
    )


def address(arguments: Mapping[str, Any], page_of: str = "search.results", **changes: Any) -> str:
    """The address of a search like this one with some parameters changed; None or empty takes one out.

    Parameters stand in their canonical order, so that one search has one address. ``page_of`` is the endpoint: the page,
    the CSV or the JSON.
    """
    lists = arguments.to_dict(flat=False) if isinstance(arguments, MultiDict) else dict(arguments)
    merged = {**lists, **changes}
    if "page" not in changes:
        merged.pop("page", None)
    kept = {name: _filled(merged[name]) for name in PARAMETERS if name in merged}
    return url_for(page_of, **{name: value for name, value in kept.items() if value})


def _filled(value: Any) -> Any:
    return [one for one in value if one] if isinstance(value, list) else value


@blueprint.get("/")
def home() -> str:
    """The search box, what is in the corpus, and where to begin."""
    documents = sorted(
        library().documents.items(), key=lambda row: (row[1].date or str(row[1].year or ""), row[0]), reverse=True
    )
    years = sorted({facts.year for _, facts in documents if facts.year})
    return render_template("home.html", documents=documents[:8], count=len(documents), years=years, library=library())


@blueprint.get("/search")
def results() -> ResponseReturnValue:
    """The hits of a query with marks, counts and facets; the query lives in the address.

    A query that is refused stays in the box, with the reason (400).
    """
    try:
        answer = ask(request.args)
    except QueryError as error:
        return _refused(str(error)), 400
    chosen = {parameter.name: request.args.getlist(parameter.name) for parameter in FILTERS}
    last = min(answer.pages, library().settings.max_window // answer.size)
    return render_template(
        "search.html",
        answer=answer,
        chosen=chosen,
        arguments=request.args,
        address=address,
        last=last,
        corrections=() if answer.total else correct(library(), answer.query),
    )


def _refused(message: str) -> str:
    """The page of a search that was not made: filters that can be read are kept, what else there was is not."""
    chosen = readable_filters(request.args)
    text = request.args.get("q", "")
    return render_template("search_refused.html", message=message, text=text, chosen=chosen, address=address)


@blueprint.get("/opensearch.xml")
def description() -> Response:
    """The OpenSearch description (1.1) by which a browser offers the site as a search engine."""
    from xml.etree import ElementTree

    root = ElementTree.Element("OpenSearchDescription", xmlns="http://a9.com/-/spec/opensearch/1.1/")
    rows: list[tuple[str, str | None, dict[str, str]]] = [
        ("ShortName", "报告 baogao", {}),  # at most 16 characters
        ("Description", "政府工作报告语料库：查词句，读术语，引原文", {}),
        ("InputEncoding", "UTF-8", {}),
        ("Language", "zh-CN", {}),
        ("Image", f"{base_url()}{url_for('static', filename='icon.svg')}", {"type": "image/svg+xml"}),
        ("Url", None, {"type": "text/html", "template": f"{base_url()}{url_for('search.results')}?q={{searchTerms}}"}),
        ("Url", None, {"type": "application/x-suggestions+json",
                       "template": f"{base_url()}{url_for('suggestions.suggestions')}?q={{searchTerms}}"}),
        ("Url", None, {"type": "application/opensearchdescription+xml", "rel": "self",
                       "template": f"{base_url()}{url_for('search.description')}"}),
    ]  # fmt: skip
    for name, text, attributes in rows:
        ElementTree.SubElement(root, name, attributes).text = text
    body = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return Response(body, content_type="application/opensearchdescription+xml")


@blueprint.get("/help")
def guide() -> str:
    """How to search, read and cite."""
    return render_template("help.html")
