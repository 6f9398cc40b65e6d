"""``/count``: how often strings stand in the corpus, as a table, a chart, CSV and JSON; each number opens its passages."""

from __future__ import annotations

from flask import Blueprint, Response, render_template, request

from indexer.counting import DIMENSIONS, Policy, Table, count, read_terms, sheet
from indexer.counting.words import DICTIONARIES, Dictionary
from indexer.engines.budget import Budget
from indexer.errors import QueryError
from indexer.export import dumps, table
from webapp.charts import bar_chart, line_chart
from webapp.context import library
from webapp.openings import opening
from webapp.parameters import FILTERS, STRICT, Arguments, Parameter, check_strictly, choice_of, filters_of, is_set

blueprint = Blueprint("counts", __name__)
WORDS = Parameter("words", "另按词数，用哪部词典", choices=tuple(DICTIONARIES))
MEASURE = Parameter("measure", "图上画什么：places 处数，rate 每万字", choices=("places", "rate"))
PARAMETERS = (
    Parameter("q", "要数的词；空格隔开，引号内可有空格，可多次", repeated=True),
    Parameter("by", "分组，至多两项", choices=tuple(DIMENSIONS), repeated=True),
    STRICT,
    Parameter("all", "1：连题名与附录一起数", "flag"),
    WORDS,
    *FILTERS,
)
#: What one request may ask for: more is for the command line.
MAX_TERMS, MAX_WORD_TERMS = 50, 10
#: Seconds of work of one table.
_SECONDS = 3.0
#: Places that differ between strings and words, as many as are shown on the page; JSON has all.
_SHOWN = 100


def ask(arguments: Arguments) -> Table | None:
    """The table that the parameters ask for; None if they name no term. Raises QueryError."""
    terms = read_terms(arguments.getlist("q"), library().settings.max_query_length)
    words = choice_of(arguments, WORDS, "")
    most = MAX_WORD_TERMS if words else MAX_TERMS
    if len(terms) > most:
        raise QueryError(f"网页上一次至多数 {most} 个词，现有 {len(terms)} 个；更多请用命令 baogao count")
    if not terms:
        return None
    by = [name for name in arguments.getlist("by") if name]
    dictionary: Dictionary | None = next((name for name in DICTIONARIES if name == words), None)
    policy = Policy(is_set(arguments, "strict"), is_set(arguments, "all"), dictionary)
    return count(library(), terms, by, filters_of(arguments), policy, Budget(_SECONDS))


@blueprint.get("/count")
def page() -> str:
    """The form, and the table with its chart if a term is given."""
    found = ask(request.args)
    rate = choice_of(request.args, MEASURE, "places") == "rate"
    return render_template(
        "count.html",
        table=found,
        sheet=sheet,
        opening=opening,
        lines=line_chart(found, rate) if found else None,
        bars=bar_chart(found, rate) if found else None,
        rate=rate,
        typed=" ".join(request.args.getlist("q")),
        by=[name for name in request.args.getlist("by") if name],
        dimensions=DIMENSIONS,
        dictionaries=DICTIONARIES,
        filters=[parameter.name for parameter in FILTERS],
        arguments=request.args,
        asked=asked(request.args),
        shown=_SHOWN,
    )


def asked(arguments: Arguments) -> dict[str, list[str]]:
    """The parameters that decide the numbers, as they were given; empty ones and the looks of the page left out."""
    names = [parameter.name for parameter in PARAMETERS if parameter.name in arguments]
    filled = {name: [value for value in arguments.getlist(name) if value] for name in names}
    return {name: values for name, values in filled.items() if values}


@blueprint.get("/count.csv")
def as_csv() -> Response:
    """The cells one a row, for a spreadsheet."""
    found = ask(request.args)
    rows = sheet.table_rows(found) if found else ()
    name = {"Content-Disposition": "attachment; filename=baogao-count.csv"}
    return Response(table(rows), content_type="text/csv; charset=utf-8", headers=name)


@blueprint.get("/api/v1/count")
def as_json() -> Response:
    """The whole table as data; unknown parameters are refused by name."""
    check_strictly(request.args, PARAMETERS)
    found = ask(request.args)
    if found is None:
        raise QueryError("缺少参数 q：要数的词")
    return Response(dumps(sheet.table_json(found)), content_type="application/json")
