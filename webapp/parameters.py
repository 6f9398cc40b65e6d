"""The parameters of addresses: one table a page, from which values are read and checked and openapi.json is made.

Owns what a value may be. Pages forgive what they do not know; the API refuses it by name.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from werkzeug.datastructures import MultiDict

from indexer.engines.base import Sort
from indexer.errors import QueryError
from indexer.query import LEVELS, PARTS, Filter, filter_values
from indexer.search import SORTS

Arguments = MultiDict[str, str]


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter: ``choices`` are all values it may have (none: any); a number lies between ``low`` and ``high``.

    ``pattern`` is for readers of openapi.json; whoever reads the value checks it.
    """

    name: str
    meaning: str
    kind: Literal["text", "number", "flag"] = "text"
    choices: tuple[str, ...] = ()
    low: int = 1
    high: int = 0
    repeated: bool = False
    pattern: str = ""


_YEAR = r"^([0-9]{4}(\.\.([0-9]{4})?)?|\.\.[0-9]{4})$"
FILTERS: tuple[Parameter, ...] = (
    Parameter("region", "地区名的一部分，或行政区划代码（的开头）", repeated=True),
    Parameter("year", "年份：2021、2016..2020、..2015", repeated=True, pattern=_YEAR),
    Parameter("level", "级别", choices=(*dict.fromkeys(LEVELS.values()), *LEVELS), repeated=True),
    Parameter("part", "部分", choices=tuple(PARTS), repeated=True),
    Parameter("kind", "文种：gwr 或 政府工作报告", repeated=True),
)
QUERY = Parameter("q", "要查的词句，写法见 /help")
PAGE = Parameter("page", "第几页，从 1 起", "number", low=1, high=1_000)
SIZE = Parameter("size", "每页几条", "number", low=1, high=500)
WIDEN = Parameter("widen", "0：不按术语表扩展", "flag")
SORT = Parameter("sort", "排列：relevance 相关，date 旧的在前，-date 新的在前，place 篇内次序", choices=SORTS)
STRICT = Parameter("strict", "1：逐字符比较原文，区分繁简、全半角、大小写和标点", "flag")
#: Of ``/search``, in their canonical order.
SEARCH = (QUERY, *FILTERS, SORT, WIDEN, STRICT, Parameter("related", "1：另列相关段落", "flag"), PAGE, SIZE)


def filters_of(arguments: Arguments) -> tuple[Filter, ...]:
    """The filters that the parameters of FILTERS ask for; raises QueryError for a value that cannot be read."""
    found = []
    for parameter in FILTERS:
        values = [value for value in arguments.getlist(parameter.name) if value.strip()]
        read = [value for text in values for value in _filter_values(parameter, text)]
        if read:
            found.append(Filter(parameter.name, tuple(read)))
    return tuple(found)


def readable_filters(arguments: Arguments) -> dict[str, list[str]]:
    """The values of FILTERS that can be read, as they were given: for a page that says why it does not answer."""
    return {
        parameter.name: [
            value
            for value in arguments.getlist(parameter.name)
            if value.strip() and filter_values(parameter.name, value.strip())
        ]
        for parameter in FILTERS
    }


def _filter_values(parameter: Parameter, text: str) -> tuple[str, ...]:
    """What a value of one of FILTERS stands for, in Chinese or as a code; raises QueryError if it cannot be read."""
    values = filter_values(parameter.name, text.strip())
    if not values:
        known = f"；可用：{'、'.join(parameter.choices)}" if parameter.choices else "，应当写作 2021 或 2016..2020"
        raise QueryError(f"参数 {parameter.name} 的值“{text[:50]}”无法识别{known}")
    return values


def number_of(arguments: Arguments, parameter: Parameter, default: int) -> int:
    """The value of a number; raises QueryError outside its bounds."""
    text = arguments.get(parameter.name, "").strip()
    if not text:
        return default
    wrong = f"参数 {parameter.name} 应当是 {parameter.low} 至 {parameter.high} 的整数"
    if not text.isascii() or not text.isdigit() or len(text) > len(str(parameter.high)):
        raise QueryError(wrong)
    if not parameter.low <= int(text) <= parameter.high:
        raise QueryError(wrong)
    return int(text)


def choice_of(arguments: Arguments, parameter: Parameter, default: str) -> str:
    """The value of a parameter with choices; raises QueryError for any other."""
    value = arguments.get(parameter.name, "").strip() or default
    if value not in (*parameter.choices, default):
        raise QueryError(f"参数 {parameter.name} 只能是 {'、'.join(parameter.choices)}")
    return value


def sort_of(arguments: Arguments) -> Sort:
    """The order of hits; raises QueryError for an unknown one."""
    wanted = choice_of(arguments, SORT, "relevance")
    return next(sort for sort in SORTS if sort == wanted)


def is_set(arguments: Arguments, name: str) -> bool:
    """Whether a flag is 1."""
    return arguments.get(name) == "1"


def check_strictly(arguments: Arguments, known: Iterable[Parameter]) -> None:
    """Refuse, naming it, a parameter that is unknown, given twice, or has a value it cannot have: for the API."""
    table = {parameter.name: parameter for parameter in known}
    unknown = sorted(set(arguments) - set(table))
    if unknown:
        raise QueryError(f"没有参数 {'、'.join(unknown)[:100]}；可用：{'、'.join(table)}")
    for name in arguments:
        values, parameter = arguments.getlist(name), table[name]
        if len(values) > 1 and not parameter.repeated:
            raise QueryError(f"参数 {name} 只能给一次")
        for value in values:
            _check(parameter, value)


def _check(parameter: Parameter, value: str) -> None:
    if parameter.kind == "number":
        number_of(MultiDict({parameter.name: value or "?"}), parameter, parameter.low)
    elif parameter.kind == "flag" and value not in ("0", "1"):
        raise QueryError(f"参数 {parameter.name} 只能是 0 或 1")
    elif (parameter.choices or parameter.pattern) and not value.strip():
        raise QueryError(f"参数 {parameter.name} 是空的")
    elif parameter in FILTERS and value.strip():
        _filter_values(parameter, value)
    elif parameter.choices and value not in parameter.choices:
        raise QueryError(f"参数 {parameter.name} 只能是 {'、'.join(parameter.choices)}")
