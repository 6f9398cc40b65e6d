"""Where glossary entries are named in a text: on signs, longest first, never inside a longer name or a Latin word.

Owns the linking rule (DESIGN 8). Knows no engine and no page; counts and definitions are entries.py's. Quotes inside a
name are nothing (“三高四新”战略 is 三高四新战略), as signs.py has it; spans are code points of the text as it stands.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import takewhile
from typing import Any

from indexer.document import Span
from indexer.glossary import Entry, Glossary, forms
from indexer.signs import query_key, sign_text


@dataclass(frozen=True, slots=True)
class Use:
    """One place where an entry is named; ``form`` is the name as the glossary writes it."""

    entry_id: str
    span: Span
    form: str


@dataclass(frozen=True, slots=True, eq=False)
class Matcher:
    """Finds all names of a glossary in one pass.

    ``labels`` are the (entry id, form) pairs of each pattern of the automaton; ``components`` the ids that a composite
    joins, those of its components included.
    """

    labels: tuple[tuple[tuple[str, str], ...], ...]
    components: Mapping[str, frozenset[str]]
    automaton: Any


@lru_cache(maxsize=4)
def matcher_of(glossary: Glossary) -> Matcher:
    """The matcher of a glossary, made once for each; it may serve many threads."""
    import ahocorasick_rs

    labels: dict[str, list[tuple[str, str]]] = {}
    for entry in glossary.entries.values():
        for form in forms(entry):
            labels.setdefault(query_key(form), []).append((entry.id, form))
    components = {entry.id: _components(glossary, entry) for entry in glossary.entries.values() if entry.composed_of}
    automaton = ahocorasick_rs.AhoCorasick(labels) if labels else None
    return Matcher(tuple(map(tuple, labels.values())), components, automaton)


def _components(glossary: Glossary, entry: Entry) -> frozenset[str]:
    direct = [glossary.entries[entry_id] for entry_id in entry.composed_of]
    return frozenset(entry.composed_of).union(*(_components(glossary, component) for component in direct))


def find_uses(matcher: Matcher, text: str) -> tuple[Use, ...]:
    """The uses to be linked, in order and without overlap: of :func:`every_use`, the longest that begins first.

    A composite whose components are set apart (“六稳”“六保”) gives way to them. Where two entries share a name the
    first in the glossary is linked.
    """
    linked: list[Use] = []
    uses = every_use(matcher, text)
    for at, use in enumerate(uses):
        is_free = not linked or use.span.start >= linked[-1].span.end
        if is_free and not (use.entry_id in matcher.components and _is_set_apart(use, uses[at + 1 :])):
            linked.append(use)
    return tuple(linked)


def _is_set_apart(composite: Use, following: Iterable[Use]) -> bool:
    """Whether something that is no sign of the name, such as quotes, stands between the components in the text."""
    reached: int | None = None
    for use in takewhile(lambda use: use.span.start < composite.span.end, following):
        if use.span != composite.span and use.span.end <= composite.span.end:
            if reached is not None and use.span.start > reached:
                return True
            reached = use.span.end
    return False


def every_use(matcher: Matcher, text: str) -> tuple[Use, ...]:
    """Every use, for counting, in order; of those that begin together the longest first.

    A name inside a longer name of the glossary is no use (四新 in 三高四新), unless the longer one is a composite of it
    (六稳 in 六稳六保). Two names may overlap (高质量发展, 发展战略 in 高质量发展战略); one place may name two entries.
    """
    if matcher.automaton is None:
        return ()
    signs = sign_text(text)
    matches = matcher.automaton.find_matches_as_indexes(signs.key, overlapping=True)
    uses: list[Use] = []
    around: list[tuple[int, int, int]] = []
    for match in sorted(matches, key=lambda match: (match[1], -match[2])):
        pattern, start, end = match
        around = [longer for longer in around if longer[2] > start]
        holders = [matcher.labels[longer[0]] for longer in around if longer[2] >= end]
        span = Span(signs.starts[start], signs.ends[end - 1])
        named = [label for label in matcher.labels[pattern] if _is_component(matcher, label[0], holders)]
        uses.extend(Use(entry_id, span, form) for entry_id, form in named)
        around.append(match)
    return tuple(uses)


def _is_component(matcher: Matcher, entry_id: str, holders: Iterable[tuple[tuple[str, str], ...]]) -> bool:
    """Whether each of the names (as labels) that hold a name of the entry is that of a composite of it."""
    return all(any(entry_id in matcher.components.get(longer, ()) for longer, _ in labels) for labels in holders)
