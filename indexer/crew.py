"""Several processes at one kind of work: tasks out, results back in the order of the tasks, few of them under way.

Owns the processes: their making, their death, their end. A worker that dies or takes too long is replaced, and the task
it had is answered for; when the parent dies its workers see the end of their pipes and go. Knows nothing of the work.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import signal
import time
from collections import deque
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from typing import Any, Generic, TypeVar

from indexer.isolate import METHOD

T = TypeVar("T")
R = TypeVar("R")
#: Seconds for one task; the bounds of the child that reads a file are well below.
PATIENCE = 180.0
#: Tasks under way or waiting for an earlier one, for each worker.
_AHEAD = 4


@dataclass(slots=True)
class _Worker:
    process: Any
    pipe: Connection[Any, Any]
    task: int = -1
    since: float = 0.0


@dataclass(slots=True)
class Crew(Generic[T, R]):
    """Workers that all do ``work``; ``failed`` answers for a task whose worker died, with a reason.

    ``enter`` runs first in each worker. With one job there are no workers: the work is done here.
    """

    work: Callable[[T], R]
    failed: Callable[[T, str], R]
    jobs: int
    enter: Callable[[], None]
    _workers: list[_Worker] = field(default_factory=list)

    def run(self, tasks: Iterator[T]) -> Generator[tuple[T, R]]:
        """Each task with its result, in order; at most a few tasks are asked for ahead of what was taken."""
        if self.jobs == 1:
            yield from ((task, self.work(task)) for task in tasks)
            return
        under_way: deque[tuple[int, T]] = deque()
        results: dict[int, R] = {}
        number, more = 0, True
        try:
            while more or under_way:
                while more and len(under_way) < _AHEAD * self.jobs and (worker := self._idle()):
                    task = next(tasks, None)
                    if task is None:
                        more = False
                        break
                    under_way.append((number, task))
                    self._give(worker, number, task)
                    number += 1
                while under_way and under_way[0][0] in results:
                    first, task = under_way.popleft()
                    yield task, results.pop(first)
                if any(worker.task >= 0 for worker in self._workers):
                    self._collect(dict(under_way), results)
        finally:
            self._dismiss()

    def _idle(self) -> _Worker | None:
        free = next((worker for worker in self._workers if worker.task < 0), None)
        if free is None and len(self._workers) < self.jobs:
            free = self._hire()
        return free

    def _hire(self) -> _Worker:
        context: Any = multiprocessing.get_context(METHOD)
        ours, theirs = context.Pipe()
        # A fork has the parent's ends of all pipes; while it holds them, no other worker would see the parent die.
        others = [ours, *(worker.pipe for worker in self._workers)] if METHOD == "fork" else []
        process = context.Process(target=_serve, args=(theirs, others, self.work, self.enter), daemon=True)
        process.start()
        theirs.close()
        worker = _Worker(process, ours)
        self._workers.append(worker)
        return worker

    def _give(self, worker: _Worker, number: int, task: T) -> None:
        worker.task, worker.since = number, time.monotonic()
        with contextlib.suppress(OSError):  # a dead worker is seen when its answer is waited for
            worker.pipe.send(task)

    def _collect(self, tasks: dict[int, T], results: dict[int, R]) -> None:
        """Take what workers have to give, waiting a little for the first; replace the dead and the slow."""
        busy = {worker.pipe: worker for worker in self._workers if worker.task >= 0}
        for pipe in wait(list(busy), timeout=1.0):
            worker = busy[pipe]  # type: ignore[index]
            try:
                results[worker.task] = worker.pipe.recv()
            except (EOFError, OSError):
                results[worker.task] = self.failed(tasks[worker.task], "处理进程意外结束（可能是内存不足）")
                self._remove(worker)
            worker.task = -1
        for worker in [w for w in self._workers if w.task >= 0 and time.monotonic() - w.since > PATIENCE]:
            results[worker.task] = self.failed(tasks[worker.task], f"处理超过 {PATIENCE:g} 秒，已停止")
            self._remove(worker)

    def _remove(self, worker: _Worker) -> None:
        worker.process.kill()
        worker.process.join()
        worker.pipe.close()
        self._workers.remove(worker)

    def _dismiss(self) -> None:
        for worker in list(self._workers):
            self._remove(worker)


def _serve(
    pipe: Connection[Any, Any],
    others: list[Connection[Any, Any]],
    work: Callable[[Any], Any],
    enter: Callable[[], None],
) -> None:
    """The life of a worker: it ends when its pipe does."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides what an interruption means
    for other in others:
        other.close()
    enter()
    while True:
        try:
            task = pipe.recv()
        except (EOFError, OSError):
            return
        try:
            pipe.send(work(task))
        except OSError:
            return
