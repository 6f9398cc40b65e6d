"""``baogao count``: how often strings stand in the corpus."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click

from indexer.cli.context import format_option, library_of, write
from indexer.cli.filters import filter_options, take_filters

if TYPE_CHECKING:
    from indexer.counting import Table

#: Differences that are shown to people; the other formats have all.
_SHOWN = 20


@click.command()
@click.argument("terms", nargs=-1, required=True, metavar="TERM...")
@click.option(
    "--by", multiple=True, type=click.Choice(("year", "region", "province", "level", "part", "kind")),
    help="分组；给两次得二维表，如 --by region --by year",
)  # fmt: skip
@click.option("--strict", is_flag=True, help="逐字符比较原文（默认不分全半角、繁简、引号、空白）")
@click.option("--body/--all", "body", default=True, help="只数正文（默认），或连题名、附录一起数")
@click.option("--words", is_flag=True, help="旁列词数：恰被切成一词的有几处，其余逐处列出")
@click.option(
    "--dictionary", type=click.Choice(("glossary", "default")), default="glossary", show_default=True,
    help="词数所用词典：jieba 加术语表，或 jieba 默认词典",
)  # fmt: skip
@filter_options
@format_option
@click.pass_context
def count(context: click.Context, /, terms: tuple[str, ...], form: str, **options: Any) -> int:
    """计数：TERM 作为字符串出现几处、几段、几篇、每万字几处，可按年份、地区、级别等分组。没有文献的年份与地区显示为“—”，不是 0。

    多个 TERM 分列；引号内可有空格；TERM 为 - 时从标准输入读取。一处也没有时退出码为 1。
    """
    from indexer.counting import Policy, read_terms
    from indexer.counting import count as run

    filters = take_filters(options)
    dictionary = options["dictionary"] if options["words"] else None
    policy = Policy(options["strict"], not options["body"], dictionary)
    library = library_of(context)
    texts = sys.stdin.read().splitlines() if terms == ("-",) else terms
    table = run(library, read_terms(texts, library.settings.max_query_length), options["by"], filters, policy)
    write(_formatted(table, form))
    total = table.cell("*", "*")
    return 0 if total and total.occurrences else 1


def _formatted(table: Table, form: str) -> str:
    from indexer import export
    from indexer.counting import sheet

    if form == "json":
        return export.dumps(sheet.table_json(table), indent=1) + "\n"
    if form == "jsonl":
        return "".join(export.json_lines({"schema": "baogao.cell/1", **row} for row in sheet.table_rows(table)))
    if form == "csv":
        return export.table(sheet.table_rows(table))
    return "\n".join([*sheet.text_lines(table), *_word_lines(table)]) + "\n"


def _word_lines(table: Table) -> list[str]:
    from indexer.counting import sheet

    lines = []
    for words in table.words:
        lines.append(sheet.words_line(words, sheet.dictionary_name(table)))
        for d in words.differences[:_SHOWN]:
            lines.append(f"    {d.left}【{d.text}】{d.right}  切作 {d.cut}  {d.document_id}/{d.address}")
        if len(words.differences) > _SHOWN:
            lines.append(f"    另有 {len(words.differences) - _SHOWN} 处；用 --format json 取全部")
    return lines
