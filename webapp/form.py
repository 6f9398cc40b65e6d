"""``/search/form``: a form for people who learn no syntax. It leads to the ordinary search, whose box shows the query it made."""

from __future__ import annotations

from dataclasses import fields as fields_of
from dataclasses import replace

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from indexer.facts import KINDS
from indexer.query.composing import MAX_FIELD, Fields, compose, faults
from indexer.query.filters import KIND_NAMES, LEVEL_NAMES, PART_NAMES
from indexer.query.tokens import MAX_NEAR
from webapp.context import library
from webapp.parameters import Arguments

blueprint = Blueprint("form", __name__)
#: The distance of near words that a form proposes before anything is filled in, in signs.
_WITHIN = "10"


@blueprint.get("/search/form")
def page() -> ResponseReturnValue:
    """The empty form; the search that a filled one asks for (303); or the form as it was filled with what is wrong (400)."""
    filled = fields(request.args)
    wrong = faults(filled)
    query = "" if wrong else compose(filled)
    if query:
        return redirect(url_for("search.results", q=query), 303)
    shown = render_template(
        "form.html",
        fields=filled if "within" in request.args else replace(filled, within=_WITHIN),
        wrong=wrong,
        empty=bool(request.args) and not wrong,
        levels=tuple(LEVEL_NAMES.values()),
        parts=tuple(dict.fromkeys(PART_NAMES.values())),
        kinds={KIND_NAMES.get(kind, kind): KINDS.get(kind, kind) for kind in _kinds()},
        longest=MAX_FIELD,
        farthest=MAX_NEAR,
    )
    return shown, 400 if wrong else 200


def fields(arguments: Arguments) -> Fields:
    """The fields that the parameters of an address fill; they are called what the fields are called."""
    given = {
        field.name: tuple(arguments.getlist(field.name)) if field.name in ("level", "part") else arguments[field.name]
        for field in fields_of(Fields)
        if field.name in arguments
    }
    return Fields(**given)  # type: ignore[arg-type]  # the lists are the two tuples


def _kinds() -> list[str]:
    """The kinds of document in the corpus, most first."""
    kinds = [facts.kind for facts in library().documents.values() if facts.kind]
    return sorted(set(kinds), key=lambda kind: (-kinds.count(kind), kind))
