"""A text that stands in its file twice: the copy for telephones after the copy for screens, say.

Owns how the second copy is recognised: it begins with the opening lines of the first, and what follows stands, piece by
piece, in the first. A line that does not is never part of a copy. Knows no file format.
"""

from __future__ import annotations

from collections.abc import Sequence

from indexer.readers.furniture import Labels, bare_text, label_furniture

_OPENING_LINES, _CANDIDATES = 12, 10
_REPEATED_SHARE, _REPEATED_LENGTH = 0.9, 200
_LONGEST = 2_000_000  # characters; beyond this the comparison would take minutes, and no document is so long


def label_lines(lines: Sequence[str]) -> Labels:
    """The labels of label_furniture, with ``copy`` for the lines of a second copy of the text."""
    labels = label_furniture(lines)
    start = _copy_start(lines, labels)
    if start is None:
        return labels
    first = label_furniture(lines[:start])
    before = "".join(map(bare_text, lines[:start]))
    rest = label_furniture(lines[start:])
    return (
        *first,
        *(
            label or ("copy" if bare_text(line) in before else None)
            for line, label in zip(lines[start:], rest, strict=True)
        ),
    )


def _copy_start(lines: Sequence[str], labels: Labels) -> int | None:
    """Where the second copy begins; None if there is none."""
    if sum(map(len, lines)) > _LONGEST:
        return None
    text_lines = [at for at, label in enumerate(labels) if label is None]
    opening = {bare_text(lines[at]) for at in text_lines[:_OPENING_LINES] if len(bare_text(lines[at])) >= 5}
    later = [at for at in text_lines[_OPENING_LINES:] if bare_text(lines[at]) in opening]
    return next((at for at in later[:_CANDIDATES] if _is_copy(lines, labels, at)), None)


def _is_copy(lines: Sequence[str], labels: Labels, start: int) -> bool:
    before = "".join(map(bare_text, lines[:start]))
    rest = [bare_text(line) for line, label in zip(lines[start:], labels[start:], strict=True) if label is None]
    repeated = sum(len(line) for line in rest if line in before)
    return repeated >= _REPEATED_LENGTH and repeated >= _REPEATED_SHARE * sum(map(len, rest))
