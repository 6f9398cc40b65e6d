"""The site: pages over the library, nothing decided here. ``create_app`` takes settings and returns the application."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask

    from indexer.settings import Settings

#: The modules with pages; each has a blueprint.
PAGES = ("search", "form", "documents", "citations", "coverage", "glossary", "counts", "kwic", "views", "exports", "suggestions",
         "api", "openapi")  # fmt: skip


def create_app(settings: Settings | None = None) -> Flask:
    """The WSGI application over the corpus that ``settings`` name; opens the library at the first request.

    The site is read-only: GET and HEAD, no cookies, no sessions, no outside calls.
    """
    from flask import Flask
    from flask_compress import Compress

    from indexer.settings import load
    from webapp import addresses, context, errors, headers, marks

    app = Flask(__name__)
    app.json.ensure_ascii = False  # type: ignore[attr-defined]  # the default provider has it
    app.config.update(MAX_CONTENT_LENGTH=64 * 1024, COMPRESS_ALGORITHM=["br", "gzip"])
    app.url_map.strict_slashes = False
    app.url_map.merge_slashes = False
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    addresses.install(app)
    context.install(app, settings or load())
    marks.install(app)
    for name in PAGES:
        app.register_blueprint(import_module(f"webapp.{name}").blueprint)
    errors.install(app)
    headers.install(app)
    Compress(app)
    return app
