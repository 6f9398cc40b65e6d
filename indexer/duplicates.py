"""Which documents of a corpus are one: the register of their sketches, and what a copy is.

Owns the index of sketches and its file (index/sketches.jsonl, made anew where it is missing or damaged), and the rules
by which two like texts are two documents. Takes nothing in and removes nothing.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from indexer.document import Facts
from indexer.likeness import KEPT, VERSION, Likeness, Sketch, compare

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

NAME = "sketches.jsonl"
#: Share of the hashes of the poorer sketch that two texts must share to be compared; so many candidates at most.
SHARE, CANDIDATES = 0.12, 6
#: Hashes of documents that came last, kept in a dictionary until they are sorted in.
_RECENT = 16_384
#: Signs from which two reports of work that are alike are one, whatever place and year are told of them.
_REPORT = 2_000
_NAMES = {"region_code": "地区", "year": "年份", "number": "文号"}


@dataclass(frozen=True, slots=True)
class Witness:
    """What is known of a document: its facts, those that meta.yaml states, and the sign key of its text."""

    facts: Facts
    stated: Facts
    key: str


@dataclass(frozen=True, slots=True)
class Finding:
    """A document that a text is like; ``differs`` names the facts by which they are two documents all the same."""

    document_id: str
    likeness: Likeness
    differs: tuple[str, ...] = ()

    @property
    def is_copy(self) -> bool:
        """Whether the two are one document."""
        return not self.differs

    def __str__(self) -> str:
        number = f"{'' if self.likeness.exact else '约 '}{self.likeness.differing:,}"
        words = {
            "equal": f"与 {self.document_id} 文字相同",
            "near": f"与 {self.document_id} 几乎相同，相差 {number} 字",
            "part": f"只是 {self.document_id} 的一部分，少 {number} 字",
            "whole": f"包含 {self.document_id} 的文字，另多 {number} 字",
        }
        tail = f"，但{'、'.join(self.differs)}不同，作为另一篇" if self.differs else ""
        return words[self.likeness.relation] + tail


class Register:
    """The sketches of documents, to find those that a new text is like."""

    def __init__(self) -> None:
        self._ids: list[str] = []
        self._sizes: list[int] = []
        self._sorted: tuple[NDArray[np.uint64], NDArray[np.int32]] | None = None
        self._recent: dict[int, list[int]] = {}

    def add(self, document_id: str, sketch: Sketch) -> None:
        """Take in a document."""
        number = len(self._ids)
        self._ids.append(document_id)
        self._sizes.append(len(sketch.hashes))
        for value in sketch.hashes.tolist():
            self._recent.setdefault(value, []).append(number)
        if len(self._recent) > max(_RECENT, len(self._sorted[0]) // 8 if self._sorted else 0):
            self._sort_in()

    def candidates(self, sketch: Sketch) -> tuple[str, ...]:
        """The documents that share at least SHARE of the hashes, the likest first, CANDIDATES at most."""
        import numpy as np

        shared: Counter[int] = Counter()
        for value in sketch.hashes.tolist():
            shared.update(self._recent.get(value, ()))
        if self._sorted is not None:
            hashes, numbers = self._sorted
            starts, ends = (
                np.searchsorted(hashes, sketch.hashes, "left"),
                np.searchsorted(hashes, sketch.hashes, "right"),
            )
            for start, end in zip(starts.tolist(), ends.tolist(), strict=True):
                if start < end:
                    shared.update(numbers[start:end].tolist())
        size = len(sketch.hashes)
        enough = [(-n, i) for i, n in shared.items() if n >= SHARE * min(size, self._sizes[i])]
        return tuple(self._ids[i] for _, i in sorted(enough)[:CANDIDATES])

    def _sort_in(self) -> None:
        import numpy as np

        new = [(value, number) for value, numbers in self._recent.items() for number in numbers]
        hashes = np.array([value for value, _ in new], dtype=np.uint64)
        numbers = np.array([number for _, number in new], dtype=np.int32)
        if self._sorted is not None:
            hashes, numbers = np.concatenate([self._sorted[0], hashes]), np.concatenate([self._sorted[1], numbers])
        order = np.argsort(hashes, kind="stable")
        self._sorted, self._recent = (hashes[order], numbers[order]), {}


def find_copies(new: Witness, candidates: Iterable[str], witness: Callable[[str], Witness]) -> tuple[Finding, ...]:
    """The candidates that a new text is like, copies first, then by what differs; ``witness`` tells what is known of one."""
    findings = []
    for document_id in candidates:
        old = witness(document_id)
        likeness = compare(new.key, old.key)
        if likeness is not None:
            findings.append(Finding(document_id, likeness, _differing(new, old, likeness)))
    order = ("equal", "near", "part", "whole")
    return tuple(
        sorted(
            findings,
            key=lambda f: (not f.is_copy, order.index(f.likeness.relation), f.likeness.differing, f.document_id),
        )
    )


def _differing(new: Witness, old: Witness, likeness: Likeness) -> tuple[str, ...]:
    """By which facts like texts are two documents: 舟山市 and 嘉兴市 have the same 制定地方性法规条例, laws have versions.

    What both meta.yaml state counts before what the texts tell, for a new version of a law names the old year in its
    text. A law that holds most of another is its next version. Reports of work are never alike but for copies and
    parts, and the data have them under wrong places and years.
    """
    if "gwr" in (new.facts.kind, old.facts.kind) and min(len(new.key), len(old.key)) >= _REPORT:
        return ()
    names = ["篇幅"] if likeness.relation in ("part", "whole") else []
    for field, name in _NAMES.items():
        pair = getattr(new.stated, field), getattr(old.stated, field)
        if None in pair:
            pair = getattr(new.facts, field), getattr(old.facts, field)
        if None not in pair and pair[0] != pair[1]:
            names.append(name)
    return tuple(names)


def load_sketches(path: Path, code: str) -> dict[str, Sketch]:
    """The sketches in a file by the sha256 of their sources; none if ``code``, which made them, was another.

    Lines that are damaged are left out.
    """
    import numpy as np

    found: dict[str, Sketch] = {}
    try:
        with path.open(encoding="ascii", errors="replace") as lines:
            if next(lines, "").strip() != _head(code):
                return {}
            for line in lines:
                check, _, row = line.rstrip("\n").partition(" ")
                if check == _check(row):
                    sha256, digest, length, hashes = json.loads(row)
                    values = np.frombuffer(base64.b64decode(hashes), dtype="<u8").astype(np.uint64)
                    found[sha256] = Sketch(digest, length, values[:KEPT])
    except (OSError, ValueError, TypeError):
        return {}
    return found


def save_sketches(path: Path, code: str, sketches: dict[str, Sketch]) -> None:
    """Write the file anew with these sketches, in one step."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_suffix(".tmp")
    with temporary.open("w", encoding="ascii") as file:
        file.write(_head(code) + "\n")
        file.writelines(sketch_line(sha256, one) for sha256, one in sketches.items())
    temporary.replace(path)


def sketch_line(sha256: str, sketch: Sketch) -> str:
    """A line of the file: a checksum, and the sketch of the source with that sha256."""
    hashes = base64.b64encode(sketch.hashes.astype("<u8").tobytes()).decode("ascii")
    row = json.dumps([sha256, sketch.digest, sketch.length, hashes])
    return f"{_check(row)} {row}\n"


def _head(code: str) -> str:
    return f"baogao-sketches {VERSION} {code}"


def _check(row: str) -> str:
    return hashlib.sha256(row.encode("ascii", "replace")).hexdigest()[:8]
