"""``baogao kwic`` and ``baogao export``: the whole of an answer, line by line or hit by hit."""

from __future__ import annotations

import datetime
import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import click

from indexer.cli.context import format_option, library_of, say, write
from indexer.cli.filters import filter_options, take_filters

if TYPE_CHECKING:
    from indexer.kwic import Concordance


@click.command()
@click.argument("text", nargs=-1, required=True, metavar="TERM...")
@click.option("--width", type=int, default=20, show_default=True, help="左右各几个字（1 至 100）")
@click.option(
    "--sort", default="place", show_default=True,
    help="place、year、-year、region、relevance，或 left1 至 left5、right1 至 right5（按左右第 1 至 n 字）",
)  # fmt: skip
@click.option("--page", type=int, default=1, show_default=True, help="第几页")
@click.option("--size", type=int, default=50, show_default=True, help="每页行数")
@click.option("--every", is_flag=True, help="全部行，不分页（jsonl 与 csv）")
@click.option("--strict", is_flag=True, help="逐字符比较原文")
@click.option("--no-widen", is_flag=True, help="不按术语表扩展")
@filter_options
@format_option
@click.pass_context
def kwic(context: click.Context, /, text: tuple[str, ...], form: str, **options: Any) -> int:
    """逐行索引：查询的每一处各占一行，左右带上下文，可按上下文、年份、地区排列。没有找到时退出码为 1。"""
    from indexer.exporting import export_lines
    from indexer.kwic import Question
    from indexer.kwic import kwic as run

    filters = take_filters(options)
    question = Question(
        " ".join(text), options["width"], options["sort"], filters, not options["no_widen"], options["strict"]
    )
    library = library_of(context)
    if options["every"]:
        if form not in ("csv", "jsonl"):
            raise click.UsageError("--every 只能与 --format csv 或 jsonl 同用")
        return 0 if _pour(export_lines(library, question, form)) > (form == "csv") else 1
    found = run(library, question, page=options["page"], size=options["size"])
    write(_formatted(found, form))
    return 0 if found.total else 1


def _pour(pieces: Iterable[str]) -> int:
    """Write pieces as they come; how many there were."""
    written = 0
    for piece in pieces:
        sys.stdout.write(piece)
        written += 1
    return written


def _formatted(found: Concordance, form: str) -> str:
    from indexer import export
    from indexer.exporting import LINE_COLUMNS, concordance_json, line_json, line_row

    if form == "json":
        return export.dumps(concordance_json(found), indent=1) + "\n"
    if form == "jsonl":
        return "".join(export.json_lines(map(line_json, found.lines)))
    if form == "csv":
        return "\ufeff" + "".join(map(export.csv_row, (LINE_COLUMNS, *map(line_row, found.lines))))
    lines = [f"{found.reading}：共 {found.total:,} 处"]
    for line in found.lines:
        lines.append(f"{line.left}【{line.hit}】{line.right}  {line.document_id}/{line.address}")
    if found.pages > 1:
        lines.append(f"第 {found.page} 页，共 {found.pages} 页")
    return "\n".join(lines) + "\n"


@click.command()
@click.argument("text", nargs=-1, required=True, metavar="QUERY...")
@click.option(
    "--format", "form", type=click.Choice(("csv", "jsonl", "bibtex", "ris", "markdown")), default="csv",
    show_default=True, help="文件格式；csv 可用 Excel 打开",
)  # fmt: skip
@click.option(
    "--sort", type=click.Choice(("relevance", "date", "-date", "place")), default="relevance", show_default=True
)
@click.option("--no-widen", is_flag=True, help="不按术语表扩展")
@click.option("--strict", is_flag=True, help="逐字符比较原文")
@click.option("--accessed", metavar="YYYY-MM-DD", help="引用日期（默认今天）")
@filter_options
@click.pass_context
def export(context: click.Context, /, text: tuple[str, ...], form: str, **options: Any) -> int:
    """导出：QUERY 的全部命中（不分页），每条带要素、永久地址与参考文献。没有找到时退出码为 1。"""
    from indexer.exporting import Exporter, export_hits
    from indexer.views import ask_all

    filters = take_filters(options)
    accessed = options["accessed"] or datetime.date.today().isoformat()
    try:
        datetime.date.fromisoformat(accessed)
    except ValueError:
        raise click.UsageError(f"--accessed 应为 YYYY-MM-DD，现为 {accessed}") from None
    library = library_of(context)
    question = sys.stdin.read() if text == ("-",) else " ".join(text)
    answer = ask_all(library, question, filters=filters, widen=not options["no_widen"], strict=options["strict"])
    for note in answer.query.notes:
        say(context, f"提示：{note}")
    _pour(export_hits(Exporter(library, accessed, library.settings.base_url), answer, form, options["sort"]))
    return 0 if answer.total else 1
