"""What must hold between the entries of a glossary beyond the shape of each: ids, references, cycles, names.

Owns these rules and their wording; yields faults as (place, reason) and raises nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from graphlib import CycleError, TopologicalSorter

from indexer.glossary.entries import Entry
from indexer.glossary.yaml_text import Place
from indexer.signs import query_key

#: A composite of composites of composites; more would only multiply the alternatives of a search.
MAX_NESTING = 3

Fault = tuple[Place, str]


def check_entries(entries: tuple[Entry, ...]) -> Iterator[Fault]:
    """Every fault among ``entries``, which stand in this order under ``terms``. Two entries may share a name."""
    places: dict[str, int] = {}
    for number, entry in enumerate(entries):
        if entry.id in places:
            first = entries[places[entry.id]].term
            yield ("terms", number, "id"), f"id {entry.id} 已经给了“{first}”；请改成 {entry.id}-2 之类"
        places.setdefault(entry.id, number)
    for number, entry in enumerate(entries):
        yield from _check_names(number, entry)
        yield from _check_references(number, entry, places)
    yield from _check_graphs(entries, places)


def _check_names(number: int, entry: Entry) -> Iterator[Fault]:
    names: list[tuple[str, Place]] = [(entry.term, ("term",))]
    names += [(alias, ("aliases", i)) for i, alias in enumerate(entry.aliases)]
    names += [(entry.traditional, ("traditional",))] if entry.traditional else []
    for name, tail in names:
        if not query_key(name):
            yield ("terms", number, *tail), f"“{name[:60]}”只有标点或空白，没有可以查找的字"


def _check_references(number: int, entry: Entry, places: Mapping[str, int]) -> Iterator[Fault]:
    for name in ("composed_of", "related", "broader"):
        ids: tuple[str, ...] = getattr(entry, name)
        for at, target in enumerate(ids):
            place: Place = ("terms", number, name, at)
            if target not in places:
                yield place, f"{name} 里的 {target} 不是任何词条的 id"
            elif target == entry.id:
                yield place, f"{name} 里写了词条自己"
            elif target in ids[:at]:
                yield place, f"{name} 里 {target} 写了两次"
    if len(entry.composed_of) == 1:
        yield ("terms", number, "composed_of"), "合称至少由两个词条合成"


def _check_graphs(entries: tuple[Entry, ...], places: Mapping[str, int]) -> Iterator[Fault]:
    for name in ("composed_of", "broader"):
        graph = {entry.id: [i for i in getattr(entry, name) if i in places and i != entry.id] for entry in entries}
        try:
            order = tuple(TopologicalSorter(graph).static_order())
        except CycleError as error:
            ring = error.args[1]
            terms = " → ".join(entries[places[entry_id]].term for entry_id in reversed(ring))
            yield ("terms", min(places[entry_id] for entry_id in ring), name), f"{name} 绕成了圈：{terms}"
        else:
            if name == "composed_of":
                yield from _check_nesting(order, graph, places)


def _check_nesting(
    order: tuple[str, ...], graph: Mapping[str, list[str]], places: Mapping[str, int]
) -> Iterator[Fault]:
    depth: dict[str, int] = {}
    for entry_id in order:  # components before composites
        depth[entry_id] = 1 + max((depth[i] for i in graph[entry_id]), default=-1)
        if depth[entry_id] == MAX_NESTING + 1:
            yield ("terms", places[entry_id], "composed_of"), f"合称套合称超过 {MAX_NESTING} 层"
