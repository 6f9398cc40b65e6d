"""The child as a new interpreter, for systems without a fork that is safe: bounds of time and of the answer alone.

Owns its making and end. It runs LibreOffice itself where one is needed, as it may start programs and write files.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import threading
from dataclasses import replace

from indexer.isolate.child import LIMITS, End, Limits, answer_call
from indexer.readers import read
from indexer.readers.office import TIME_LIMIT, needs_office

_PROGRAM = "from indexer.isolate.spawned import serve; serve()"


def run_spawned(data: bytes, name: str, limits: Limits) -> End:
    """How a new interpreter ends that reads ``data``."""
    if needs_office(data):
        limits = replace(limits, wall=limits.wall + TIME_LIMIT)
    late = threading.Event()
    with tempfile.TemporaryFile() as source:
        source.write(data)
        source.seek(0)
        with subprocess.Popen(
            [sys.executable, "-c", _PROGRAM, name], stdin=source, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        ) as process:
            assert process.stdout is not None  # as it was asked for

            def stop() -> None:
                late.set()
                process.kill()

            timer = threading.Timer(limits.wall, stop)
            timer.start()
            answer = process.stdout.read(limits.answer + 1)
            timer.cancel()
            process.kill()
    if late.is_set():
        return End(b"", stopped=limits.late)
    return End(answer) if len(answer) <= limits.answer else End(b"", stopped=limits.flooded)


def serve() -> None:
    """The life of a spawned child: the file from its input, the answer to its output, and nothing else there."""
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_RDWR), 1)
    data, name = sys.stdin.buffer.read(), sys.argv[1]
    with out:
        out.write(answer_call(lambda: read(data, name), LIMITS))
