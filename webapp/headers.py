"""Headers of every answer: security (ecosystem 10.6, reliability 4.5), caching by generation."""

from __future__ import annotations

import hashlib

from flask import Flask, Response, request

HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}
_FOREVER = "public, max-age=31536000, immutable"


def install(app: Flask) -> None:
    """Set the headers after each request and answer conditional ones."""
    vendor = f"{app.static_url_path}/vendor/"

    @app.after_request
    def finish(response: Response) -> Response:
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        if request.path.startswith("/api/v1/"):
            response.headers["Access-Control-Allow-Origin"] = "*"
            response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
        if request.path.startswith(vendor):
            response.headers["Cache-Control"] = _FOREVER
        elif response.status_code == 200 and request.endpoint != "static" and not response.is_streamed:
            response.headers["Cache-Control"] = "no-cache"
            response.set_etag(hashlib.sha256(response.get_data()).hexdigest()[:20], weak=True)
            response.make_conditional(request)
        return response
