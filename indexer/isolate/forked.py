"""The child as a fork with all bounds: processor, clock, memory, files, output.

Owns its making, watching and end. The fork is kept lean: it does nothing between birth and bounds, and what the parent
had made is not looked through. Works where the parent has threads, as the child only calls the reader and exits.
"""

from __future__ import annotations

import contextlib
import gc
import os
import select
import signal
import sys
import time
from collections.abc import Callable
from typing import NoReturn

from indexer.document import Reading
from indexer.isolate.child import End, Limits, answer_call

_POLL = 0.1  # seconds between looks at a child that does not write
_END = 1.0  # seconds for a child that has answered to exit by itself


def run_forked(call: Callable[[], Reading], limits: Limits) -> End:
    """How a fork that makes the call ends; it and all that it started in its session are gone when this returns."""
    out, into = os.pipe()
    pid = os.fork()
    if pid == 0:
        _live(call, limits, into)
    os.close(into)
    try:
        answer, stopped = _collect(pid, out, limits)
        if not stopped:
            _await_end(pid)
    finally:
        os.close(out)
        # Before it is waited for: until then its number, and that of its group, can belong to nobody else.
        for kill in (os.kill, os.killpg):
            with contextlib.suppress(ProcessLookupError, PermissionError):
                kill(pid, signal.SIGKILL)
        status = os.waitpid(pid, 0)[1]
    return End(answer, status, stopped)


def _collect(pid: int, out: int, limits: Limits) -> tuple[bytes, str | None]:
    """What a child writes until it ends, or the words of the bound at which to stop it."""
    answer = bytearray()
    end = time.monotonic() + limits.wall
    poll = select.poll()
    poll.register(out, select.POLLIN)
    while (left := end - time.monotonic()) > 0:
        # Asked first: what it wrote before it ended is then certainly in the pipe.
        ended = _has_ended(pid)
        if poll.poll(0 if ended else 1000 * min(left, _POLL)):
            piece = os.read(out, 1 << 16)
            answer += piece
            if len(answer) > limits.answer:
                return b"", limits.flooded
            if not piece:
                return bytes(answer), None
        elif ended:  # but something that it started holds the pipe open
            return bytes(answer), None
    return b"", limits.late


def _has_ended(pid: int) -> bool:
    return os.waitid(os.P_PID, pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None


def _await_end(pid: int) -> None:
    """Let a child that has closed its pipe come to its end by itself, so that its status tells how it ended."""
    end = time.monotonic() + _END
    while not _has_ended(pid) and time.monotonic() < end:
        time.sleep(0.001)


def _live(call: Callable[[], Reading], limits: Limits, into: int) -> NoReturn:
    """The life of a child: bounds, the call, the answer. It never returns into what the parent was doing."""
    status = 1
    try:
        into = _leave(into)
        _confine(limits)
        answer = memoryview(answer_call(call, limits))
        while answer:
            answer = answer[os.write(into, answer) :]
        status = 0
    finally:
        os._exit(status)


def _leave(into: int) -> int:
    """Leave what is the parent's: its terminal, its signals, all its files; returns the pipe's new number."""
    os.setsid()
    gc.freeze()  # what the parent made is not to be looked through: that would copy it
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGXCPU):
        signal.signal(number, signal.SIG_DFL)
    if into != 3:
        os.dup2(into, 3)
    nothing = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(nothing, standard)
    os.closerange(4, max(os.sysconf("SC_OPEN_MAX"), 4096))
    # The parent may have put other objects there (a capture, a bar of progress), whose files are closed now.
    sys.stdin = os.fdopen(0, encoding="utf-8", closefd=False)
    sys.stdout = sys.stderr = os.fdopen(1, "w", encoding="utf-8", closefd=False)
    return 3


def _confine(limits: Limits) -> None:
    """Set the bounds of this process; nothing in it can raise them again."""
    import resource

    with open("/proc/self/statm", encoding="ascii") as file:
        mapped = int(file.read().split()[0]) * resource.getpagesize()
    for what, bound in (
        (resource.RLIMIT_AS, mapped + limits.memory),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NPROC, 0),  # no other process; root is not bound by it
    ):
        resource.setrlimit(what, (bound, bound))
    # A second apart: at the first bound the signal tells the reason, at the second there is only SIGKILL.
    resource.setrlimit(resource.RLIMIT_CPU, (limits.cpu, limits.cpu + 1))
