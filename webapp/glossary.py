"""``/glossary/``: the index by pinyin, and the page of an entry with its definition and every passage that uses it."""

from __future__ import annotations

from itertools import groupby

from flask import Blueprint, render_template, request

from indexer.entries import entry_uses, find_entry
from indexer.glossary.entries import index_letter, sort_key
from webapp.context import library

blueprint = Blueprint("glossary", __name__)
#: Uses on one page of an entry.
_PAGE = 50


@blueprint.get("/glossary/")
def index() -> str:
    """All entries, grouped by the first letter of their pinyin; digits and signs come under #."""
    entries = sorted(library().glossary.entries.values(), key=sort_key)
    groups = [(letter, list(rows)) for letter, rows in groupby(entries, key=index_letter)]
    return render_template("glossary.html", groups=groups, count=len(entries))


@blueprint.get("/glossary/<term_id>")
def entry(term_id: str) -> str:
    """One entry: definition and source, forms, parts, and its uses in body and appendix, ``?page=`` of them."""
    shelf = library()
    found = find_entry(shelf, term_id)
    uses = entry_uses(shelf, found)
    pages = max(1, -(-len(uses.passages) // _PAGE))
    page = min(pages, max(1, request.args.get("page", 1, type=int)))
    shown = uses.passages[(page - 1) * _PAGE : page * _PAGE]
    documents = len({use.hit.document_id for use in uses.passages})
    return render_template(
        "entry.html", entry=found, uses=uses, shown=shown, documents=documents, page=page, pages=pages
    )
