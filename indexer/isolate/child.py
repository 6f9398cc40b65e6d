"""What every child has, however it was made: its bounds, its answer, its end.

Owns the words for what goes wrong inside a child. Knows nothing of processes.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from indexer.document import Reading
from indexer.errors import SourceError
from indexer.isolate.answers import error_answer, fault_answer, reading_answer


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of a child: seconds of processor and of the clock, bytes of memory beyond the parent's, of the answer."""

    cpu: int = 20
    wall: float = 30.0
    memory: int = 1024**3
    answer: int = 64 * 1024 * 1024

    @property
    def late(self) -> str:
        """The words for a child that was stopped by the clock."""
        return f"读取超过 {self.wall:g} 秒，已停止"

    @property
    def flooded(self) -> str:
        """The words for a child that was stopped because it answered too much."""
        return f"读出的内容超过上限 {self.answer:,} 字节，已停止"


LIMITS = Limits()


@dataclass(frozen=True, slots=True)
class End:
    """How a child ended: its answer, its status (as of waitpid), and the words of the bound that stopped it, if any."""

    answer: bytes
    status: int = 0
    stopped: str | None = None


def answer_call(call: Callable[[], Reading], limits: Limits) -> bytes:
    """The answer for a call: its Reading, or whatever it raised."""
    # Made while there is memory for it.
    exhausted = fault_answer(f"读取需要超过 {limits.memory // 1024**2} MB 的内存，已停止")
    try:
        return reading_answer(call())
    except SourceError as error:
        return error_answer(str(error))
    except MemoryError:
        return exhausted
    except RecursionError:
        return fault_answer("文件的嵌套过深")
    except BaseException as error:  # even SystemExit: a parser does not end the program
        return fault_answer(f"读取部件出错（{type(error).__name__}: {str(error)[:200]}）")
