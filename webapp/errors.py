"""Errors as pages or JSON: one table from the library's errors to statuses. No path, version or trace is shown."""

from __future__ import annotations

import secrets

from flask import Flask, current_app, jsonify, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException

from indexer import errors

#: The first class that fits counts.
STATUSES: tuple[tuple[type[errors.CorpusError], int], ...] = (
    (errors.Gone, 410),
    (errors.NotFound, 404),
    (errors.QueryError, 400),
    (errors.CorpusError, 503),
)
TITLES = {400: "请求有误", 404: "没有这个页面", 405: "不支持这种请求", 410: "已撤下", 413: "请求过大", 414: "地址过长",
          500: "服务器内部错误", 503: "暂时无法提供服务"}  # fmt: skip
TEXTS = {404: "这个地址下没有内容。可以从检索框查找，或从报告目录进入。", 405: "本站只供读取。",
         500: "出了意外，错误编号已记入日志。", 414: "地址过长，请缩短查询。"}  # fmt: skip


def install(app: Flask) -> None:
    """Register the handlers."""
    app.register_error_handler(errors.CorpusError, _corpus_error)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(Exception, _bug)


def _corpus_error(error: Exception) -> ResponseReturnValue:
    status = next(status for kind, status in STATUSES if isinstance(error, kind))
    if status == 503:
        current_app.logger.error("503 %s", str(error).replace("\n", " "))
    return _page(status, str(error))


def _http_error(error: Exception) -> ResponseReturnValue:
    assert isinstance(error, HTTPException)
    if error.code is not None and 300 <= error.code < 400:
        return error.get_response()
    status = error.code or 500
    return _page(status, TEXTS.get(status, "请检查地址后再试。"))


def _bug(error: Exception) -> ResponseReturnValue:
    number = secrets.token_hex(4)
    current_app.logger.exception("error %s", number)
    return _page(500, f"{TEXTS[500]}编号：{number}")


def _page(status: int, message: str) -> ResponseReturnValue:
    title = TITLES.get(status, "请求有误" if status < 500 else TITLES[500])
    if request.path.startswith("/api/") or request.path.endswith(".json"):
        problem = jsonify(type="about:blank", title=title, status=status, detail=message)
        problem.mimetype = "application/problem+json"
        return problem, status
    return render_template("error.html", title=title, message=message, status=status), status
