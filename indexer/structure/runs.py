"""Candidates of one style sorted into runs whose numbers follow each other: 一、 二、 三、.

Owns which run a candidate goes on and which run stands inside another; whether a run is one of headings is decided in
outline.py.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from itertools import accumulate, pairwise

from indexer.structure.headings import Heading

#: So many numbers in a row may be missing (lost paragraphs, typing errors) before a run counts as broken.
_GAP = 3
#: An earlier run than so many runs before is not gone on with: lists do not stand that deep.
_FAR = 20

Run = tuple[Heading, ...]


def find_runs(items: Sequence[Heading]) -> tuple[Run, ...]:
    """``items`` of one style, in order, as runs: each goes on a run that it continues, or begins one.

    It goes on the latest run, or on an earlier one that looks like it: the later ones are lists within its sections.
    1987 has 一、 to 五、 as a list of sentences between the headings 三、 and 四、.
    """
    runs: list[list[Heading]] = []
    for item in items:
        run = _continued(runs[-_FAR:], item) if item.ordinal > 1 else None
        if run is None:
            runs.append([item])
        else:
            run.append(item)
    return tuple(tuple(run) for run in runs)


def inner_runs(runs: Sequence[Run]) -> frozenset[int]:
    """The numbers of those runs that stand between two items of another."""
    gaps = sorted((one.index, two.index) for run in runs for one, two in pairwise(run))
    starts = [start for start, _ in gaps]
    furthest = list(accumulate((end for _, end in gaps), max))
    found = set()
    for number, run in enumerate(runs):
        before = bisect_left(starts, run[0].index)
        if before and furthest[before - 1] > run[-1].index:
            found.add(number)
    return frozenset(found)


def _continued(runs: list[list[Heading]], item: Heading) -> list[Heading] | None:
    """The run of ``runs`` that ``item`` goes on, the latest first; None if it begins one."""
    if not runs:
        return None
    latest = runs[-1]
    if latest[-1].ordinal == item.ordinal - 1 and (_takes(latest, item) or latest[-1].index == item.index - 1):
        return latest
    for run in reversed(runs):
        if _takes(run, item):
            if run[-1].ordinal == item.ordinal - 1:
                return run
            # （七） after a （四） belongs there, though the section before ended with （六）; 一、 has nothing above
            if item.style != "han":
                break
    missing = item.ordinal - latest[-1].ordinal - 1
    return latest if missing == 0 or (0 < missing <= _GAP and _takes(latest, item)) else None


def _takes(run: list[Heading], item: Heading) -> bool:
    """Whether ``item`` looks like one of the last items of ``run``: alone or not, listed or not."""
    return any(one.alone == item.alone and one.listed == item.listed for one in run[-9:])
