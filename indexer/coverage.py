"""Which places and years the corpus holds, and which are missing between the first and the last of a place.

Owns the table; knows documents by their facts alone. A gap is a gap and no zero: it says that no document is here, not
that none was given.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from indexer.document import Facts

#: The kind of document that there is one of for each place and year, and the word for all kinds.
YEARLY, ALL = "gwr", "all"


@dataclass(frozen=True, slots=True)
class Place:
    """A place: the ids of its documents by year, ascending, and the years between the first and the last without any."""

    region: str
    region_code: str | None
    level: str | None
    years: tuple[tuple[int, tuple[str, ...]], ...]
    missing: tuple[int, ...]

    @property
    def documents(self) -> int:
        """How many documents of this place there are."""
        return sum(len(ids) for _, ids in self.years)

    def ids(self, year: int) -> tuple[str, ...]:
        """The documents of a year."""
        return next((ids for one, ids in self.years if one == year), ())


@dataclass(frozen=True, slots=True)
class Coverage:
    """The places by code, and the documents that no cell of the table can hold: their place or year is not known.

    ``others`` counts documents of other kinds, which the table leaves out.
    """

    kind: str
    places: tuple[Place, ...]
    unplaced: tuple[tuple[str, Facts], ...]
    others: tuple[tuple[str | None, int], ...]

    @property
    def years(self) -> range:
        """From the first year to the last of any place; empty if there is none."""
        known = [year for place in self.places for year, _ in place.years]
        return range(min(known), max(known) + 1) if known else range(0)

    @property
    def documents(self) -> int:
        """How many documents the table holds."""
        return sum(place.documents for place in self.places)

    @property
    def missing(self) -> int:
        """How many places and years are missing between the first and last of their place."""
        return sum(len(place.missing) for place in self.places)


def survey(documents: Mapping[str, Facts], kind: str = YEARLY) -> Coverage:
    """What there is of a kind of document, by place and year; ALL takes all kinds together.

    A document of unknown kind is listed with those of unknown place or year.
    """
    chosen = {i: facts for i, facts in documents.items() if kind in (ALL, facts.kind) or facts.kind is None}
    placed: dict[str, list[tuple[str, Facts]]] = {}
    unplaced = []
    for document_id, facts in sorted(chosen.items()):
        if facts.region and facts.year and (facts.kind or kind == ALL):
            placed.setdefault(facts.region_code or facts.region, []).append((document_id, facts))
        else:
            unplaced.append((document_id, facts))
    others = Counter(facts.kind for i, facts in documents.items() if i not in chosen)
    places = sorted(map(_place, placed.values()), key=lambda place: (place.region_code or "9", place.region))
    return Coverage(
        kind, tuple(places), tuple(unplaced), tuple(sorted(others.items(), key=lambda row: (-row[1], str(row[0]))))
    )


def spans_of(years: Iterable[int]) -> str:
    """Years as people write them: 2010–2013、2015."""
    runs: list[tuple[int, int]] = []
    for year in sorted(years):
        runs = [*runs[:-1], (runs[-1][0], year)] if runs and runs[-1][1] == year - 1 else [*runs, (year, year)]
    return "、".join(str(a) if a == b else f"{a}–{b}" for a, b in runs)


def rows_of(coverage: Coverage) -> Iterator[dict[str, object]]:
    """The table as rows, one for each place and year from its first to its last, then one for each unplaced document.

    ``documents`` is 0 for a missing year.
    """
    for place in coverage.places:
        for year in range(place.years[0][0], place.years[-1][0] + 1):
            ids = place.ids(year)
            yield {"region_code": place.region_code, "region": place.region, "level": place.level, "year": year,
                   "documents": len(ids), "ids": " ".join(ids)}  # fmt: skip
    for document_id, facts in coverage.unplaced:
        yield {"region_code": facts.region_code, "region": facts.region, "level": facts.level, "year": facts.year,
               "documents": 1, "ids": document_id}  # fmt: skip


def coverage_data(coverage: Coverage) -> dict[str, Any]:
    """What there is by place and year; ``documents`` are ids."""
    return {
        "schema": "baogao.coverage/1",
        "kind": coverage.kind,
        "documents": coverage.documents,
        "missing": coverage.missing,
        "places": [
            {
                "region": place.region,
                "region_code": place.region_code,
                "level": place.level,
                "years": [{"year": year, "documents": list(ids)} for year, ids in place.years],
                "missing": list(place.missing),
            }
            for place in coverage.places
        ],
        "unplaced": [{"document": i, "facts": _known(facts)} for i, facts in coverage.unplaced],
        "others": [{"kind": kind, "documents": count} for kind, count in coverage.others],
    }


def _known(facts: Facts) -> dict[str, Any]:
    return {name: value for name, value in asdict(facts).items() if value not in (None, ())}


def _place(rows: list[tuple[str, Facts]]) -> Place:
    """The place of some documents; it is called as in the latest of them."""
    by_year: dict[int, list[str]] = {}
    for document_id, facts in rows:
        assert facts.year
        by_year.setdefault(facts.year, []).append(document_id)
    years = sorted(by_year)
    latest = max(rows, key=lambda row: row[1].year or 0)[1]
    missing = tuple(year for year in range(years[0], years[-1]) if year not in by_year)
    return Place(
        latest.region or "", latest.region_code, latest.level, tuple((y, tuple(by_year[y])) for y in years), missing
    )
