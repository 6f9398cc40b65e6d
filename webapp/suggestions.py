"""``/suggest``: completions while typing, in the form that browsers and our own script read (OpenSearch suggestions)."""

from __future__ import annotations

from flask import Blueprint, Response, request, url_for

from indexer.export import dumps
from indexer.suggest import suggest
from webapp.context import base_url, library

blueprint = Blueprint("suggestions", __name__)
_LONGEST = 200


@blueprint.get("/suggest")
def suggestions() -> Response:
    """``[text, completions, what each is, its address]``; empty lists for a text that cannot be completed."""
    text = request.args.get("q", "")
    found = suggest(library(), text) if len(text) <= _LONGEST else ()
    body = [
        text,
        [one.text for one in found],
        ["术语" if one.entry else f"{one.weight} 段" for one in found],
        [f"{base_url()}{url_for('search.results', q=one.text)}" for one in found],
    ]
    return Response(dumps(body), content_type="application/x-suggestions+json")
