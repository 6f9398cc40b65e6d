"""The string that a node is looked for in: the signs of a passage, its text if the search is strict, or one sentence.

Owns offsets, distances and the borders of sentences; knows no operator.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from indexer.matching.subject import Subject
from indexer.query.nodes import Literal
from indexer.signs import CLOSE, OPEN

#: From–to in the key, or in the text where the search is strict.
Place = tuple[int, int]


class Ground:
    """A string from ``low`` up to ``high``: a passage, or one sentence of it."""

    __slots__ = ("_is_sentence", "high", "low", "strict", "string", "subject")

    def __init__(self, subject: Subject, strict: bool, sentence: tuple[str, int, int] | None = None) -> None:
        self.subject, self.strict = subject, strict
        if sentence is None:
            self.string = subject.text if strict else subject.key
            self.low, self.high = 0, len(self.string)
        else:
            self.string, self.low, self.high = sentence
        self._is_sentence = sentence is not None

    def has(self, literal: Literal) -> bool:
        """Whether the literal stands here."""
        return self.string.find(literal.plain if self.strict else literal.key, self.low, self.high) >= 0

    def all_places(self, literal: Literal) -> list[Place]:
        """Where the literal stands, places that overlap each other too."""
        needle, found = literal.plain if self.strict else literal.key, []
        at = self.string.find(needle, self.low, self.high)
        while at >= 0:
            found.append((at, at + len(needle)))
            at = self.string.find(needle, at + 1, self.high)
        return found

    def are_near(self, end: int, start: int, within: int) -> bool:
        """Whether at most so many signs stand between two offsets; a Latin run or a figure is one."""
        if start - end <= within:
            return True
        if self.strict or self.string.find(OPEN, end, start) < 0:
            return False
        for _ in range(within):
            end = self.string.index(CLOSE, end) + 1 if self.string[end] == OPEN else end + 1
            if end >= start:
                return True
        return False

    def sentences(self) -> Iterator[Ground]:
        """Each sentence as a ground of its own; a sentence is itself."""
        if self._is_sentence:
            yield self
            return
        for low, high in pairwise(self.subject.edges(self.strict)):
            yield Ground(self.subject, self.strict, (self.string, low, high))
