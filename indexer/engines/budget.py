"""What one search may spend: the bound on the cost of a query that no rule about its text can give (reliability 4.3).

Owns the limits and their message. Whatever reads postings, judges passages or lists places draws on it as it goes.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

from indexer.errors import QueryError

#: Seconds of work of one search of a user, and of the related passages beside it.
SECONDS, SIDE_SECONDS = 1.0, 0.2
#: Work is the time of the thread; of the clock on the wall it may take so many times as much where others work too.
_PATIENCE = 3
#: Postings read, passages judged and places listed for one search.
POSTINGS, CANDIDATES, PLACES = 50_000_000, 5_000_000, 10_000_000
#: Passages that are judged between two looks at the clock.
_STEP = 32
_MESSAGE = "查询过宽，限定的时间内没有查完，所以不给出数目；请加词、用更长的词，或限定年份、地区、部分后再查"
Item = TypeVar("Item")


class OverBudget(QueryError):
    """A search needs more than it may spend: the text says what to do."""


class Budget:
    """A purse for one search; not for two threads. Without ``seconds`` it has no limit: for work that no user asked for."""

    def __init__(self, seconds: float | None = None) -> None:
        self._end = None if seconds is None else (time.thread_time() + seconds, time.monotonic() + _PATIENCE * seconds)
        self._postings, self._candidates, self._places = POSTINGS, CANDIDATES, PLACES

    def side(self) -> Budget:
        """A purse of its own for what is beside the hits; without a limit if this one has none."""
        return Budget(None if self._end is None else SIDE_SECONDS)

    def spend(self, *, postings: int = 0, candidates: int = 0, places: int = 0) -> None:
        """Take so much; raises OverBudget if it is not there or the time is up."""
        if self._end is None:
            return
        self._postings -= postings
        self._candidates -= candidates
        self._places -= places
        is_late = time.thread_time() > self._end[0] or time.monotonic() > self._end[1]
        if is_late or min(self._postings, self._candidates, self._places) < 0:
            raise OverBudget(_MESSAGE)

    def candidates(self, items: Iterable[Item]) -> Iterator[Item]:
        """The items, paid for as they are taken."""
        if self._end is None:
            yield from items
            return
        iterator = iter(items)
        while step := tuple(islice(iterator, _STEP)):
            self.spend(candidates=len(step))
            yield from step
