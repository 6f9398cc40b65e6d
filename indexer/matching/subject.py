"""What a query is judged on: one passage, as signs, as text and with its facts. Owns the shape; judges nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, islice, pairwise
from typing import Protocol

from indexer.document import Facts, Passage
from indexer.signs import sign_key, sign_keys


class Subject(Protocol):
    """A passage under judgement. ``text`` may be costly, and is asked for last."""

    @property
    def key(self) -> str:
        """Its signs."""
        ...

    @property
    def text(self) -> str:
        """Its canonical text."""
        ...

    def edges(self, strict: bool) -> Sequence[int]:
        """Where its sentences begin, and where the last one ends: in the text if ``strict``, else in the key."""
        ...

    @property
    def facts(self) -> Facts:
        """What is known of its document."""
        ...

    @property
    def kind(self) -> str:
        """Kind of the passage."""
        ...

    @property
    def part(self) -> str:
        """Part of the document."""
        ...


@dataclass(frozen=True)
class PassageSubject:
    """A passage that is at hand as a whole, as a Subject."""

    passage: Passage
    facts: Facts

    @cached_property
    def key(self) -> str:
        """See Subject."""
        return sign_key(self.passage.words)

    @property
    def text(self) -> str:
        """See Subject."""
        return self.passage.text

    def edges(self, strict: bool) -> Sequence[int]:
        """See Subject."""
        return sentence_edges(self.passage.words)[strict]

    @property
    def kind(self) -> str:
        """See Subject."""
        return self.passage.kind

    @property
    def part(self) -> str:
        """See Subject."""
        return self.passage.part


def sentence_edges(text: str) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Where the sentences of a text begin, and its end: offsets into its key, and offsets into itself.

    No sign goes on from one sentence into the next, so the keys of the sentences in a row are the key of the text.
    """
    return keys_and_edges((text,))[0][1:]


def keys_and_edges(texts: Sequence[str]) -> tuple[tuple[str, tuple[int, ...], tuple[int, ...]], ...]:
    """The :func:`sign_key` of each text, and its :func:`sentence_edges`, in one pass over all of them."""
    from indexer.structure.sentences import sentences  # here: few queries need it

    cuts = [(0, *(span.start for span in sentences(text)[1:]), len(text)) for text in texts]
    keys = iter(
        sign_keys([text[start:end] for text, at in zip(texts, cuts, strict=True) for start, end in pairwise(at)])
    )
    rows = []
    for at in cuts:
        parts = tuple(islice(keys, len(at) - 1))
        rows.append(("".join(parts), (0, *accumulate(map(len, parts))), at))
    return tuple(rows)
