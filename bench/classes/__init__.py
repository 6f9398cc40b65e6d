"""The classes of the benchmark: each measures one line of the table of bars, ours beside its peers, after checking answers."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from bench import corpora
from bench.ours import Ours
from bench.rows import Rows, read_rows
from indexer.library import Library

#: Which queries are drawn; another number draws others.
SEED = 5


@dataclass(frozen=True)
class Stage:
    """A corpus, indexed and open, with the rows that ours and the peers hold."""

    corpus: str
    library: Library

    @cached_property
    def rows(self) -> Rows:
        """The passages."""
        return read_rows(self.library)

    @cached_property
    def ours(self) -> Ours:
        """Our engine."""
        return Ours(self.library, self.rows)

    @property
    def peers(self) -> Path:
        """The folder of the peers over just these texts and words."""
        manifest = self.library.generation.manifest
        words = manifest["fingerprint"]["words"]["dictionary"]  # type: ignore[index, call-overload]
        return self.library.settings.home / f"peers-{str(manifest['content'])[:10]}-{str(words)[:6]}"

    @property
    def is_small(self) -> bool:
        """Whether slow peers can be built here."""
        return self.corpus != corpora.ALL


def staged(corpus: str) -> Stage:
    """A corpus, built if need be."""
    return Stage(corpus, corpora.opened(corpus))
