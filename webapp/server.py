"""Runs the site with waitress. Owns the server's limits (reliability 4.5)."""

from __future__ import annotations

import logging
from collections.abc import Callable

from indexer.errors import SettingsError
from indexer.library import open_library
from indexer.settings import Settings


def run(settings: Settings, ready: Callable[[str], None]) -> None:
    """Serve until interrupted; ``ready`` is called with the address when the port is open.

    Raises what open_library raises, before the port is opened, and SettingsError if the port is taken.
    """
    from waitress import create_server

    from webapp import create_app

    logging.getLogger("waitress.queue").setLevel(
        logging.ERROR
    )  # a line for every request that waits, with a few readers
    open_library(settings).engine.close()
    app = create_app(settings)
    try:
        server = create_server(
            app, host=settings.host, port=settings.port, threads=settings.threads, channel_timeout=30,
            max_request_body_size=64 * 1024, max_request_header_size=16 * 1024, ident=None,
        )  # fmt: skip
    except OSError as error:
        raise SettingsError(
            f"不能在 {settings.host}:{settings.port} 开网站（{error.strerror}）；请用 --port 换一个端口"
        ) from None
    ready(f"http://{settings.host}:{server.effective_port}/")
    server.run()
