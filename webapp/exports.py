"""``/search.csv`` and its kin: all hits of a search as a file, never one page of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from flask import Blueprint, Response, request

from indexer.engines.budget import Budget
from indexer.exporting import FORMS, Exporter, export_hits
from indexer.views import ask_all
from webapp.citations import today
from webapp.context import base_url, library
from webapp.parameters import filters_of, is_set, sort_of

blueprint = Blueprint("exports", __name__)
_BY_SUFFIX = {suffix: (form, media) for form, (suffix, media) in FORMS.items()}
#: Characters that are sent at once.
_BATCH = 64_000
#: Seconds of work of the search; the file is written as fast as it is read.
_SECONDS = 3.0


def hits(suffix: str) -> Response:
    """All hits with metadata, lasting address and reference; the parameters are those of ``/search``."""
    form, media = _BY_SUFFIX[suffix]
    sort, budget = sort_of(request.args), Budget(_SECONDS)
    answer = ask_all(
        library(),
        request.args.get("q", ""),
        filters=filters_of(request.args),
        widen=request.args.get("widen") != "0",
        strict=is_set(request.args, "strict"),
        budget=budget,
    )
    pieces = export_hits(Exporter(library(), today(), base_url(), budget), answer, form, sort)
    headers = {"Content-Disposition": f"attachment; filename=baogao-search.{suffix}", "Cache-Control": "no-cache"}
    return Response(in_batches(pieces), content_type=media, headers=headers)


for _suffix in _BY_SUFFIX:
    blueprint.add_url_rule(f"/search.{_suffix}", _suffix, hits, defaults={"suffix": _suffix})


def in_batches(pieces: Iterable[str]) -> Iterator[str]:
    """The same text in fewer pieces."""
    waiting: list[str] = []
    length = 0
    for piece in pieces:
        waiting.append(piece)
        length += len(piece)
        if length > _BATCH:
            yield "".join(waiting)
            waiting, length = [], 0
    yield "".join(waiting)
