"""``/kwic``: the concordance of a query, a page of it; all its lines as CSV and JSON lines."""

from __future__ import annotations

from flask import Blueprint, Response, render_template, request

from indexer.counting import DIMENSIONS
from indexer.engines.budget import Budget
from indexer.errors import QueryError
from indexer.export import dumps
from indexer.exporting import FORMS, concordance_json, export_lines
from indexer.kwic import SORTS, WIDTHS, Concordance, Question, kwic
from webapp.context import library
from webapp.parameters import (
    FILTERS,
    PAGE,
    QUERY,
    SIZE,
    STRICT,
    WIDEN,
    Arguments,
    Parameter,
    check_strictly,
    choice_of,
    filters_of,
    is_set,
    number_of,
)

blueprint = Blueprint("kwic", __name__)
WIDTH = Parameter("width", "左右各几个字", "number", low=WIDTHS[0], high=WIDTHS[-1])
SORT = Parameter("sort", "排列：place 篇内次序，year、region，left1…right5 按左右第 1 至 n 字", choices=SORTS)
PARAMETERS = (
    QUERY, WIDTH, SORT, WIDEN, STRICT,
    Parameter("in", "只要这一组，如 year:2021、region:（地区未详）", repeated=True,
              pattern=f"^({'|'.join(DIMENSIONS)}):.*$"),
    *FILTERS, PAGE, SIZE,
)  # fmt: skip
#: Lines of a page; lines that one request may sort by context, which takes some two seconds; seconds of work of a search.
_SIZE, _MAX_SORTED, _SECONDS = 50, 20_000, 2.0


def question_of(arguments: Arguments) -> Question:
    """The question that the parameters ask; raises QueryError for values that cannot be read."""
    within = tuple((name, value) for name, _, value in (text.partition(":") for text in arguments.getlist("in")))
    if any(name not in DIMENSIONS for name, _ in within):
        raise QueryError(f"参数 in 应当写作 year:2021；可用：{'、'.join(DIMENSIONS)}")
    return Question(
        arguments.get("q", ""),
        number_of(arguments, WIDTH, 20),
        choice_of(arguments, SORT, "place"),
        filters_of(arguments),
        arguments.get("widen") != "0",
        is_set(arguments, "strict"),
        within,
    )


def ask(arguments: Arguments) -> Concordance:
    """The page of lines that the parameters ask for."""
    page, size = number_of(arguments, PAGE, 1), number_of(arguments, SIZE, _SIZE)
    return kwic(library(), question_of(arguments), page=page, size=size, most=_MAX_SORTED, budget=Budget(_SECONDS))


@blueprint.get("/kwic")
def page() -> str:
    """A page of lines."""
    return render_template(
        "kwic.html",
        found=ask(request.args),
        question=question_of(request.args),
        arguments=request.args,
        sorts=SORTS,
        filters=[parameter.name for parameter in FILTERS],
        changed=changed,
    )


def changed(**changes: object) -> dict[str, object]:
    """The parameters of this request with some changed; empty ones are left out, and the page unless it is given."""
    given: dict[str, object] = {**request.args.to_dict(flat=False), "page": None, **changes}
    return {name: value for name, value in given.items() if value not in (None, "", [], [""])}


@blueprint.get("/kwic.<any(csv, jsonl):suffix>")
def as_file(suffix: str) -> Response:
    """All lines as a file, made while it is sent."""
    lines = export_lines(library(), question_of(request.args), suffix, Budget(_SECONDS))
    headers = {"Content-Disposition": f"attachment; filename=baogao-kwic.{suffix}", "Cache-Control": "no-cache"}
    return Response(lines, content_type=FORMS[suffix][1], headers=headers)


@blueprint.get("/api/v1/kwic")
def as_json() -> Response:
    """A page of lines as data; unknown parameters are refused by name."""
    check_strictly(request.args, PARAMETERS)
    return Response(dumps(concordance_json(ask(request.args))), content_type="application/json")
