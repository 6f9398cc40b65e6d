"""The open library of the running application: opened once, swapped when another generation is published.

Owns when to look (a stat, at most once a second) and what templates may always use.
"""

from __future__ import annotations

import os
import threading
import time
from typing import Any, cast

from flask import Flask, current_app, request

from indexer.library import Library, open_library
from indexer.publish import pointer_stamp
from indexer.search import FIELD_NAMES, KIND_NAMES, LEVEL_NAMES, PART_NAMES
from indexer.settings import Settings

_EVERY = 1.0


class Shelf:
    """Holds the library of an application. Requests under way keep the one they began with."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._lock = threading.Lock()
        self._library: Library | None = None
        self._stamp: tuple[object, ...] = ()
        self._looked = 0.0

    def library(self) -> Library:
        """The present library; raises what open_library raises, but only if none could ever be opened."""
        now = time.monotonic()
        library = self._library
        if library is not None and now - self._looked < _EVERY:
            return library
        with self._lock:
            stamp = self._now()
            if self._library is None or stamp != self._stamp:
                try:
                    self._library = open_library(self.settings)
                except Exception:
                    if self._library is None:
                        raise
                    current_app.logger.exception("the new generation cannot be opened; the old one goes on serving")
                self._stamp = stamp
            self._looked = now
            return self._library

    def _now(self) -> tuple[object, ...]:
        try:
            glossary = os.stat(self.settings.glossary_path)
            edited = (glossary.st_mtime_ns, glossary.st_size)
        except OSError:
            edited = (0, 0)
        return (*pointer_stamp(self.settings.index_path), *edited)


def install(app: Flask, settings: Settings) -> None:
    """Give the application its shelf, and templates the names they show."""
    app.extensions["baogao"] = Shelf(settings)

    @app.context_processor
    def names() -> dict[str, Any]:
        return {
            "part_names": PART_NAMES,
            "level_names": LEVEL_NAMES,
            "kind_names": KIND_NAMES,
            "field_names": FIELD_NAMES,
            "base_url": base_url(),
        }


def library() -> Library:
    """The library of this application."""
    return cast(Shelf, current_app.extensions["baogao"]).library()


def base_url() -> str:
    """The public address of the site: as set, else as the reader reached it."""
    configured = cast(Shelf, current_app.extensions["baogao"]).settings.base_url
    return configured or request.url_root.rstrip("/")
