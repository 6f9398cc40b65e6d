"""One reader call in a process of its own: what a file does to its parser, the program does not feel.

Owns the choice of the child and what is told when it fails. The parent parses no document. Knows no format; where a
file needs LibreOffice, that runs beside the child, with bounds of its own.

On Linux the child is a fork with all bounds of reliability 4.4. Elsewhere (macOS, Windows) it is a new interpreter with
the bounds of time and of the answer alone: the others cannot be set there.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from importlib import import_module
from typing import Literal

from indexer.document import Reading
from indexer.errors import SourceError
from indexer.isolate.answers import answer_of
from indexer.isolate.child import LIMITS, End, Limits
from indexer.isolate.forked import run_forked
from indexer.isolate.spawned import run_spawned
from indexer.readers import read
from indexer.readers.office import convert, needs_office, prepared

__all__ = ["LIMITS", "METHOD", "Limits", "Method", "preload", "read_isolated", "run_isolated"]

Method = Literal["fork", "spawn"]
#: How a child is made on this system.
METHOD: Method = "fork" if sys.platform == "linux" else "spawn"

_PARTS = ("bs4", "lxml.etree", "docx", "pdfplumber")
_ADVICE = "，未导入；请检查文件是否正常，或另存为别的格式"


def read_isolated(data: bytes, name: str, limits: Limits = LIMITS, method: Method = METHOD) -> Reading:
    """What :func:`indexer.readers.read` makes of ``data``, in a child; ``name`` is the file's name, for messages.

    Raises SourceError where read does, and where the child crashes, is killed, runs out of time or memory, or answers
    something that is no Reading. A fork costs about 10 ms, and the import of what it needs; see :func:`preload`.
    """
    if method == "spawn":
        return _judge(run_spawned(data, name, limits), name, limits)
    try:
        converted = convert(data) if needs_office(data) else None
    except SourceError as error:
        raise SourceError(f"{name}：{error}") from error

    def call() -> Reading:
        with prepared(converted):
            return read(data, name)

    return run_isolated(call, name, limits)


def run_isolated(call: Callable[[], Reading], name: str, limits: Limits = LIMITS) -> Reading:
    """What ``call`` returns, computed in a fork with all bounds; its SourceErrors are raised here as they are.

    Only where there is fork. The child has no input, its output goes nowhere, it can write no file, and what it
    started is killed with it.
    """
    return _judge(run_forked(call, limits), name, limits)


def preload() -> None:
    """Import the libraries of the readers here, once, so that no child has to: worth it for more than a few files."""
    for part in _PARTS:
        with suppress(ImportError):
            import_module(part)


def _judge(end: End, name: str, limits: Limits) -> Reading:
    """The Reading in an answer; raises SourceError with the reason why there is none."""
    if end.stopped:
        raise SourceError(f"{name}：{end.stopped}{_ADVICE}")
    if not end.answer:
        raise SourceError(f"{name}：{_reason(end.status, limits)}{_ADVICE}")
    try:
        answer = answer_of(end.answer)
    except ValueError as error:
        raise SourceError(f"{name}：读取部件的回答不合规矩（{error}）{_ADVICE}") from error
    if isinstance(answer, Reading):
        return answer
    raise SourceError(answer.text if answer.expected else f"{name}：{answer.text}{_ADVICE}")


def _reason(status: int, limits: Limits) -> str:
    """Why a child without an answer ended."""
    code = os.waitstatus_to_exitcode(status)
    if code >= 0:
        return f"读取部件没有给出结果就退出了（退出码 {code}）"
    if -code == signal.SIGXCPU:
        return f"读取用了超过 {limits.cpu} 秒的处理器时间，已停止"
    if -code == signal.SIGKILL:
        return "读取部件被系统结束（多因内存不足）"
    return f"读取部件崩溃（{signal.Signals(-code).name}）"
