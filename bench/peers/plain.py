"""Plain string search: no index at all. Over a tuple of keys, and over one string of them all."""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate

from bench.rows import Rows


class PlainScan:
    """``in`` on one key after the other."""

    def __init__(self, rows: Rows) -> None:
        self._keys = rows.keys

    def count(self, key: str) -> int:
        """See ExactPeer."""
        return sum(key in other for other in self._keys)

    def first(self, key: str) -> tuple[int, list[int]]:
        """See ExactPeer."""
        found = [row for row, other in enumerate(self._keys) if key in other]
        return len(found), found[:10]


class JoinedScan:
    """``str.find`` on one string of all keys with line breaks between, which no key has."""

    def __init__(self, rows: Rows) -> None:
        self._text = "\n".join(rows.keys)
        self._ends = list(accumulate(len(key) + 1 for key in rows.keys))

    def count(self, key: str) -> int:
        """See ExactPeer."""
        return self.first(key)[0]

    def first(self, key: str) -> tuple[int, list[int]]:
        """See ExactPeer. After a hit it goes on with the next row."""
        found: list[int] = []
        at = self._text.find(key)
        while at >= 0:
            row = bisect_right(self._ends, at)
            found.append(row)
            at = self._text.find(key, self._ends[row])
        return len(found), found[:10]
