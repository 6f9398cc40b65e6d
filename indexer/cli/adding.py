"""``baogao add`` and ``baogao remove``: the corpus grows and shrinks; an index knows it after ``baogao build``."""

from __future__ import annotations

import datetime
import os
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

import click

from indexer.cli.context import format_option, say, settings_of, write

if TYPE_CHECKING:
    from indexer.intake import Outcome

_STATES = {"added": "已收入", "already": "已有", "copy": "副本", "refused": "未收入"}
_EVERY = 0.2  # seconds between two looks of the progress line


@click.command()
@click.argument("paths", metavar="PATH...", nargs=-1, required=True)
@click.option("--jobs", type=click.IntRange(1, 64), default=None, help="同时使用的进程数（默认：处理器核数）")
@click.option(
    "--map", "mappings", metavar="名=字段", multiple=True, help="JSON 行里的字段名，如 --map title=标题；可多次"
)
@click.option("--editions", is_flag=True, help="与已有文献几乎相同的也收入，编号为 …-e2")
@format_option
@click.pass_context
def add(
    context: click.Context,
    paths: tuple[str, ...],
    jobs: int | None,
    mappings: tuple[str, ...],
    editions: bool,
    form: str,
) -> int:
    """收入文献：文件、文件夹、ZIP、JSON 行（.jsonl、.jsonl.gz，每行一篇）。一项一份报告；中断后重复运行即可接着来。

    JSON 行的字段：text（必需）、title、region、year、level、date、url、doc_number、doc_type、authors、id 等；名称不同时用
    --map 指明，可用的名：text id title region region_code level year date meeting speaker speaker_role authors kind number
    url origin。收入后运行 baogao build 更新索引。有未能收入的，退出码为 4；一项也没有收入，为 5。
    """
    from indexer.intake import add as run

    fields = _fields(mappings)
    counts: Counter[str] = Counter()
    outcomes = run(
        settings_of(context),
        paths,
        jobs=jobs or os.cpu_count() or 1,
        fields=fields,
        editions=editions,
        notice=lambda text: say(context, text),
    )
    for piece in _formatted(_counted(context, outcomes, counts), form):
        write(piece)
    done = sum(counts.values())
    if not done:
        say(context, "没有可以收入的文件（隐藏文件和链接不算）")
        return 5
    say(context, "、".join(f"{name} {counts[state]:,} 项" for state, name in _STATES.items() if counts[state]))
    if counts["added"]:
        say(context, "运行 baogao build 更新索引后即可查到")
    return 0 if not counts["refused"] else 5 if counts["refused"] == done else 4


@click.command()
@click.argument("documents", metavar="DOC...", nargs=-1, required=True)
@click.pass_context
def remove(context: click.Context, documents: tuple[str, ...]) -> int:
    """撤下文献：删去原件，保留发布过的地址和一份说明；运行 baogao build 后，原来的地址会说明文献已撤下。"""
    from indexer.intake.withdrawing import remove as run

    removals = run(settings_of(context), documents, datetime.date.today().isoformat())
    gone = [removal for removal in removals if not removal.error]
    for removal in removals:
        if removal.error:
            click.echo(f"baogao：{removal.error}", err=True)
        else:
            write(f"已撤下 {removal.document_id}{f'（{removal.title}）' if removal.title else ''}\n")
    if gone:
        say(context, "运行 baogao build 更新索引")
    return 0 if len(gone) == len(removals) else 4 if gone else 1


def _fields(mappings: Iterable[str]) -> dict[str, str]:
    from indexer.intake import FIELDS

    fields = dict(FIELDS)
    for mapping in mappings:
        name, sign, field = mapping.partition("=")
        if not sign or not field or name not in fields:
            raise click.UsageError(f"--map 的写法是 名=字段，名可以是 {'、'.join(fields)}；现为 {mapping[:80]}")
        fields[name] = field
    return fields


def _counted(context: click.Context, outcomes: Iterable[Outcome], counts: Counter[str]) -> Iterator[Outcome]:
    """The outcomes as they come, counted, with a line of progress on a terminal."""
    shown = sys.stderr.isatty() and not context.find_root().obj["quiet"]
    last, wide = 0.0, 0
    for outcome in outcomes:
        counts[outcome.state] += 1
        yield outcome
        if shown and time.monotonic() - last > _EVERY:
            last = time.monotonic()
            text = f"\r已处理 {sum(counts.values()):,} 项：" + "，".join(
                f"{_STATES[s]} {n:,}" for s, n in counts.items()
            )
            click.echo(text, nl=False, err=True)
            wide = 2 * len(text)
    if wide:
        click.echo(f"\r{' ' * wide}\r", nl=False, err=True)


def _formatted(outcomes: Iterable[Outcome], form: str) -> Iterator[str]:
    from indexer import export

    if form == "text":
        yield from map(_text, outcomes)
    elif form == "jsonl":
        yield from export.json_lines(map(_row, outcomes))
    elif form == "json":
        opening = "[\n"
        for outcome in outcomes:
            yield opening + export.dumps(_row(outcome))
            opening = ",\n"
        yield "[]\n" if opening == "[\n" else "\n]\n"
    else:
        yield "\ufeff"
        for number, outcome in enumerate(outcomes):
            row = _flat(_row(outcome))
            yield ("" if number else export.csv_row(row)) + export.csv_row(row.values())


def _row(outcome: Outcome) -> dict[str, Any]:
    from indexer import export

    return {
        "schema": "baogao.added/1",
        "input": outcome.label,
        "state": outcome.state,
        "document": outcome.document_id,
        "copy_of": outcome.copy_of,
        "relation": outcome.relation,
        "differing": outcome.differing,
        "facts": export.facts_json(outcome.facts),
        "passages": outcome.passages,
        "characters": outcome.characters,
        "dropped": dict(outcome.dropped),
        "doubts": list(outcome.doubts),
        "error": outcome.error,
    }


def _flat(row: dict[str, Any]) -> dict[str, Any]:
    """A row for a table: the chief facts as columns, lists joined."""
    facts = row.pop("facts")
    dropped = "；".join(f"{reason} {size}" for reason, size in row["dropped"].items())
    chief = {name: facts.get(name) for name in ("title", "region", "region_code", "year", "date", "kind")}
    return {**row, **chief, "dropped": dropped, "doubts": "；".join(row["doubts"])}


def _text(outcome: Outcome) -> str:
    if outcome.error:
        return f"{_STATES['refused']}  {outcome.error}\n"
    lines = [f"{_STATES[outcome.state]}  {outcome.label}{_told(outcome)}"]
    return "\n".join([*lines, *(f"    存疑：{doubt}" for doubt in outcome.doubts)]) + "\n"


def _told(outcome: Outcome) -> str:
    if outcome.state == "already":
        return f" 已收入为 {outcome.document_id}"
    if outcome.state == "copy":
        return f" {outcome.likeness}，未再收入"
    facts = outcome.facts
    known = (
        " ".join(str(one) for one in (facts.region, facts.year, facts.title or facts.kind) if one)
        or "地区、年份、题名都未认出"
    )
    dropped = sum(size for _, size in outcome.dropped)
    left = f"，略去 {dropped:,} 字" if dropped else ""
    return f" → {outcome.document_id}（{known}；{outcome.passages:,} 段 {outcome.characters:,} 字{left}）"
