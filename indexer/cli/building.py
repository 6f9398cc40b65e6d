"""``baogao build`` and ``baogao check``."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from indexer.cli.context import format_option, say, settings_of, write

if TYPE_CHECKING:
    from indexer.build import BuildReport
    from indexer.settings import Settings


@click.command()
@format_option
@click.pass_context
def build(context: click.Context, form: str) -> int:
    """建立索引：读取 corpus/ 里的全部文献，解析、切词、编排地址，完成后一次换上。中途中断不影响正在使用的索引。"""
    from indexer import export

    report = _with_progress(context, settings_of(context))
    rows = [
        {"schema": "baogao.outcome/1", "document": o.document_id, "passages": o.passages, "characters": o.characters,
         "dropped": o.dropped, "doubts": list(o.doubts), "error": o.error}
        for o in report.outcomes
    ]  # fmt: skip
    if form == "text":
        write("\n".join(_report_lines(report)) + "\n")
    elif form == "csv":
        write(export.table(rows))
    else:
        write("".join(export.json_lines(rows)) if form == "jsonl" else export.dumps(rows, indent=1) + "\n")
    if not report.failed:
        return 0
    return 5 if len(report.failed) == len(report.outcomes) else 4


def _with_progress(context: click.Context, settings: Settings) -> BuildReport:
    from indexer.build import build_index

    if context.find_root().obj["quiet"] or not sys.stderr.isatty():
        return build_index(settings)
    with click.progressbar(length=1, label="建立索引", file=sys.stderr, show_pos=True) as bar:

        def advance(_done: int, all_of: int, _document_id: str) -> None:
            bar.length = all_of
            bar.update(1)

        return build_index(settings, advance)


def _report_lines(report: BuildReport) -> list[str]:
    read = [o for o in report.outcomes if not o.error]
    lines = [
        f"已建立索引第 {report.generation} 代：{len(read)} 篇，{sum(o.passages for o in read):,} 段，"
        f"{sum(o.characters for o in read):,} 字；新地址 {report.new_addresses:,} 个"
    ]
    lines += [f"  {o.document_id}：{doubt}" for o in read for doubt in o.doubts]
    if report.failed:
        lines.append(f"未能收入 {len(report.failed)} 项：")
        lines += [f"  {outcome.error}" for outcome in report.failed]
    return lines + [f"  {note}" for note in report.notes]


@click.command()
@click.pass_context
def check(context: click.Context) -> int:
    """检查：索引的每个字节、每段与语料原文、每个发布过的地址、术语表。发现问题时退出码为 1。"""
    from indexer.check import check_all

    faults, summary = check_all(settings_of(context))
    for fault in faults:
        write(f"{fault}\n")
    say(context, summary)
    return 1 if faults else 0
