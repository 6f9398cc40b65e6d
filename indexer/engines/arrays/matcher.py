"""The postings of a term as Whoosh walks through them: two arrays, in blocks.

Owns the walk. Blocks exist for Whoosh's collectors, which leave out blocks that cannot reach the best; their bounds are worked
out from the arrays when a collector first asks.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from functools import cached_property
from typing import Any

import numpy as np
from whoosh.formats import Format
from whoosh.matching.mcore import LeafMatcher, ReadTooFar
from whoosh.scoring import BM25FScorer
from whoosh.system import pack_uint

from indexer.engines.arrays.files import Array

#: Postings of a block, as in Whoosh's own codec.
BLOCK = 128


class ArrayMatcher(LeafMatcher):
    """Rows, ascending, and weights of a term; ``lengths`` has the length of every row, or is None where none count."""

    def __init__(
        self,
        rows: Array,
        weights: Array,
        lengths: Array | None,
        form: Format,
        term: tuple[str, bytes],
        scorer: Any = None,
    ) -> None:
        self._rows, self._weights, self._lengths = rows, weights, lengths
        self.format, self._term, self.scorer = form, term, scorer
        self._ids: list[int] = []
        self._scores: list[float] | None = None
        self._last = max(0, (len(rows) - 1) // BLOCK)
        self.reset()

    def reset(self) -> None:
        """See Matcher."""
        self._enter(0)

    def copy(self) -> ArrayMatcher:
        """See Matcher: one that stands where this one stands."""
        other = ArrayMatcher(self._rows, self._weights, self._lengths, self.format, self._term, self.scorer)
        other._enter(self._block)
        other._i = self._i
        return other

    def is_active(self) -> bool:
        """See Matcher."""
        return self._i < len(self._ids)

    def id(self) -> int:
        """See Matcher; behind the end still the last row, as some of Whoosh's own matchers ask once too often."""
        return self._ids[self._i] if self._i < len(self._ids) else self._ids[-1]

    def all_ids(self) -> Iterator[int]:
        """See Matcher: from where this one stands to the end."""
        return iter(self._rows[self._block * BLOCK + self._i :].tolist())

    def next(self) -> bool:  # type: ignore[override]  # Whoosh's collectors go by what it returns
        """To the next posting; True if that is in another block."""
        if not self.is_active():
            raise ReadTooFar
        self._i += 1
        if self._i < len(self._ids) or self._block == self._last:
            return self._i == len(self._ids)
        self._enter(self._block + 1)
        return True

    def skip_to(self, id: int) -> None:
        """To the first posting at ``id`` or behind it."""
        if not self.is_active():
            raise ReadTooFar
        if id > self._ids[-1]:
            at = int(self._rows.searchsorted(id))
            self._enter(min(at // BLOCK, self._last))
            self._i = at - self._block * BLOCK
        elif id > self._ids[self._i]:
            self._i = bisect_left(self._ids, id, self._i)

    def skip_to_quality(self, minquality: float) -> int:
        """To the next block that may hold more than ``minquality``; returns how many blocks were left out."""
        skipped, quality = 0, self.scorer.block_quality
        while self.is_active() and quality(self) <= minquality:
            skipped += 1
            if self._block == self._last:
                self._i = len(self._ids)
            else:
                self._enter(self._block + 1)
        return skipped

    def weight(self) -> float:
        """See Matcher."""
        return float(self._weights[self._block * BLOCK + self._i])

    def score(self) -> float:
        """See Matcher; BM25, which is plain arithmetic, is worked out for a whole block at once."""
        if self._scores is not None:
            return self._scores[self._i]
        if type(self.scorer) is not BM25FScorer or self._lengths is None:
            return float(self.scorer.score(self))
        block = self._of(self._block)
        formula: Any = self.scorer._score
        self._scores = formula(self._weights[block].astype(float), self._lengths[self._rows[block]]).tolist()
        return self._scores[self._i]

    def value(self) -> bytes:
        """See Matcher: the frequency, where the format has one."""
        return pack_uint(int(self.weight())) if self.format.fixed_value_size() else b""

    def block_min_id(self) -> int:
        """The first row of the block."""
        return self._ids[0]

    def block_max_id(self) -> int:
        """The last row of the block."""
        return self._ids[-1]

    def block_max_weight(self) -> float:
        """The largest weight in the block."""
        return self._bounds[0][self._block]

    def block_min_length(self) -> int:
        """The length of the shortest row in the block; 0 where lengths do not count."""
        return self._bounds[1][self._block]

    def block_max_length(self) -> int:
        """The length of the longest row in the block; 0 where lengths do not count."""
        return self._bounds[2][self._block]

    @cached_property
    def _bounds(self) -> tuple[list[float], list[int], list[int]]:
        starts = np.arange(0, len(self._rows), BLOCK)
        lengths = np.zeros(len(self._rows), int) if self._lengths is None else self._lengths[self._rows]
        return (
            np.maximum.reduceat(self._weights, starts).astype(float).tolist(),
            np.minimum.reduceat(lengths, starts).tolist(),
            np.maximum.reduceat(lengths, starts).tolist(),
        )

    def _of(self, block: int) -> slice:
        return slice(block * BLOCK, (block + 1) * BLOCK)

    def _enter(self, block: int) -> None:
        self._block, self._i = block, 0
        self._ids = self._rows[self._of(block)].tolist()
        self._scores = None
