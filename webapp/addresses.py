"""What a document id, a passage and a file suffix look like in a path; what does not fit is 404 before any page runs."""

from __future__ import annotations

from flask import Flask
from werkzeug.routing import BaseConverter


class DocumentId(BaseConverter):
    """``430202-hetang-2021-gwr``."""

    regex = r"[a-z0-9][a-z0-9-]{0,79}"


class Local(BaseConverter):
    """``p34`` or ``p34-k3f9q2``."""

    regex = r"p[0-9][0-9a-z-]{0,31}"


class Suffix(BaseConverter):
    """The files that a document or passage can be had as."""

    regex = r"bib|ris|csl\.json|txt|json"


def install(app: Flask) -> None:
    """Register the converters; before any route that uses them."""
    app.url_map.converters.update(document=DocumentId, local=Local, suffix=Suffix)
