"""The options by which several commands narrow a corpus, and how their values are read."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from indexer.query import Filter

FIELDS = {
    "year": "年份，如 2021 或 2016..2020；可多次",
    "region": "地区名或代码；可多次",
    "level": "国家、省、市、县；可多次",
    "part": "正文、附录、标题、回顾、部署；可多次",
    "kind": "文种，如 政府工作报告；可多次",
}


def filter_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options of FIELDS."""
    for name, meaning in reversed(FIELDS.items()):
        command = click.option(f"--{name}", multiple=True, help=meaning)(command)
    return command


def take_filters(options: dict[str, Any]) -> tuple[Filter, ...]:
    """The filters that the options of FIELDS ask for, which are taken out of ``options``."""
    from indexer.query import Filter, filter_values

    found = []
    for name in FIELDS:
        values = options.pop(name)
        read = [filter_values(name, value) for value in values]
        if not all(read):
            raise click.UsageError(f"看不懂 --{name} 的值；写法见 --help")
        if values:
            found.append(Filter(name, tuple(value for reading in read for value in reading)))
    return tuple(found)
