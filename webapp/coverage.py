"""``/coverage``: what there is by place and year, and what is missing; ``/documents/<id>/report``: what was made of a source."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, render_template, request

from indexer.account import FACT_NAMES, account_of, reason_name, shown_value
from indexer.coverage import ALL, YEARLY, Coverage, coverage_data, rows_of, spans_of, survey
from indexer.errors import QueryError
from indexer.export import dumps, table
from indexer.facts import KINDS
from webapp.context import library

blueprint = Blueprint("coverage", __name__)
#: Years in one table: as many as fit beside the names of places.
YEARS = 12
LEVELS = {"national": "国家", "province": "省", "city": "市", "county": "县区"}


@blueprint.get("/coverage")
def overview() -> str:
    """The table of places and years: ``?until=`` its last year, ``?level=`` one level, ``?kind=`` another kind of document."""
    found = _survey()
    level = request.args.get("level")
    if level is not None and level not in LEVELS:
        raise QueryError("没有这个级别；可用 national、province、city、county")
    years = _window(found)
    places = [place for place in found.places if level in (None, place.level)]
    shown = [place for place in places if any(year in years for year, _ in place.years)]
    return render_template(
        "coverage.html",
        found=found,
        places=shown,
        hidden=len(places) - len(shown),
        years=years,
        level=level,
        levels=LEVELS,
        kinds=KINDS,
        spans_of=spans_of,
        earlier=years[0] - 1 if years and found.years[0] < years[0] else None,
        later=min(years[-1] + YEARS, found.years[-1]) if years and years[-1] < found.years[-1] else None,
        chosen={"kind": found.kind} if found.kind != YEARLY else {},
    )


@blueprint.get("/coverage.csv")
def as_table() -> Response:
    """The whole table, a row for each place and year, for a spreadsheet."""
    name = {"Content-Disposition": "attachment; filename=coverage.csv"}
    return Response(table(rows_of(_survey())), content_type="text/csv; charset=utf-8", headers=name)


@blueprint.get("/coverage.json")
def as_data() -> Response:
    """The whole table as data."""
    return Response(dumps(coverage_data(_survey())), content_type="application/json")


@blueprint.get("/documents/<document:document_id>/report")
def account(document_id: str) -> str:
    """What was recognised in a document and where from, what was left out and why, what is doubtful."""
    found = account_of(library(), document_id)
    facts = [
        (FACT_NAMES[told.name], shown_value(told.name, told.value) if told.by else None, told.by)
        for told in found.facts
    ]
    left = [(reason_name(row.reason), row) for row in found.dropped]
    return render_template(
        "account.html", account=found, facts=facts, left=left, sections=list(_sections(found.record))
    )


def _survey() -> Coverage:
    kind = request.args.get("kind", YEARLY)
    if kind not in (*KINDS, ALL):
        raise QueryError(f"没有这种文种；可用 {'、'.join((*KINDS, ALL))}")
    return survey(library().documents, kind)


def _window(found: Coverage) -> range:
    """The years that are shown: those up to the year that is asked for, or the last ones."""
    if not found.years:
        return range(0)
    until = request.args.get("until", str(found.years[-1]))
    if not (until.isascii() and until.isdigit() and len(until) == 4):
        raise QueryError("until 应当是四位年份")
    last = max(min(int(until), found.years[-1]), found.years[0])
    return range(max(found.years[0], last - YEARS + 1), last + 1)


def _sections(record: Any) -> Any:
    """The sections of a document in order, each with its depth from 1."""
    waiting = [(section, 1) for section in reversed(record.get("sections", ()))]
    while waiting:
        section, depth = waiting.pop()
        yield section, depth
        waiting += [(inner, depth + 1) for inner in reversed(section["sections"])]
