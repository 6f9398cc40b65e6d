"""``baogao coverage`` and ``baogao report``: what there is, what is missing, and what was done to each document."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

import click

from indexer.cli.context import format_option, library_of, write

if TYPE_CHECKING:
    from indexer.account import Account
    from indexer.coverage import Coverage

_DEEP = 2  # levels of sections in the text report


@click.command()
@click.option("--kind", default="gwr", show_default=True, help="文种，如 gwr（政府工作报告）；all 为全部")
@format_option
@click.pass_context
def coverage(context: click.Context, kind: str, form: str) -> int:
    """看收录：每个地区有哪些年份、起止之间缺哪些年份，以及地区或年份未认出的文献。"""
    from indexer import export
    from indexer.coverage import ALL, coverage_data, rows_of, survey
    from indexer.facts import KINDS

    if kind not in (*KINDS, ALL):
        raise click.UsageError(f"没有 {kind[:40]} 这种文种；可用 {'、'.join((*KINDS, ALL))}")
    found = survey(library_of(context).documents, kind)
    if form == "text":
        write("\n".join(_coverage_lines(found)) + "\n")
    elif form == "csv":
        write(export.table(rows_of(found)))
    elif form == "jsonl":
        write("".join(export.json_lines(rows_of(found))))
    else:
        write(export.dumps(coverage_data(found), indent=1) + "\n")
    return 0 if found.documents or found.unplaced else 1


@click.command()
@click.argument("document", metavar="DOC")
@click.option("--format", "form", type=click.Choice(("text", "json")), default="text", help="输出格式（默认 text）")
@click.pass_context
def report(context: click.Context, document: str, form: str) -> int:
    """看一篇的处理报告：认出了什么、出自哪里，分成哪些部分，略去了什么、为什么，哪里存疑。"""
    from indexer import export
    from indexer.account import account_data, account_of

    account = account_of(library_of(context), document)
    if form == "json":
        write(export.dumps(account_data(account), indent=1) + "\n")
    else:
        write("\n".join(_account_lines(account)) + "\n")
    return 0


def _coverage_lines(found: Coverage) -> Iterator[str]:
    from indexer.coverage import spans_of
    from indexer.facts import KINDS

    years = f"，{spans_of(found.years)} 年" if found.years else ""
    gaps = f"，起止之间缺 {found.missing:,} 个地区年份" if found.missing else ""
    yield f"{KINDS.get(found.kind, '全部文种')}：{len(found.places)} 个地区 {found.documents:,} 篇{years}{gaps}"
    for place in found.places:
        has = spans_of(year for year, _ in place.years)
        twice = [f"{year} 年 {len(ids)} 篇" for year, ids in place.years if len(ids) > 1]
        notes = [f"缺 {spans_of(place.missing)}"] if place.missing else []
        yield f"{place.region_code or '------'}  {place.region}  {place.documents} 篇：{has}" + "".join(
            f"；{note}" for note in (*notes, *twice)
        )
    if found.unplaced:
        yield f"\n地区、年份或文种未认出，不在表内：{len(found.unplaced)} 篇"
        for document_id, facts in found.unplaced:
            lacking = [n for n, v in (("地区", facts.region), ("年份", facts.year), ("文种", facts.kind)) if not v]
            yield f"  {document_id}  {facts.title or ''}（缺 {'、'.join(lacking)}）"
    if found.others:
        yield "\n其他文种：" + "，".join(
            f"{KINDS.get(kind or '', kind or '未认出')} {n:,} 篇" for kind, n in found.others
        )


def _account_lines(account: Account) -> Iterator[str]:
    from indexer.account import FACT_NAMES, reason_name, shown_value

    yield f"{account.document_id}：{account.passages} 段 {account.record.get('characters', 0):,} 字" + (
        f"，原文件名 {account.file}" if account.file else ""
    )
    yield "\n认出的要素"
    for told in account.facts:
        value = shown_value(told.name, told.value) if told.by else "未认出"
        yield f"  {FACT_NAMES[told.name]}：{value}" + (f"（{told.by}）" if told.by else "")
    yield "\n章节"
    yield from _section_lines(account.record.get("sections", ()), 1)
    definitions = account.record.get("definitions", ())
    yield f"\n释义 {len(definitions)} 条" + ("：" + "、".join(d["term"] for d in definitions) if definitions else "")
    yield f"\n略去 {sum(left.characters for left in account.dropped):,} 字"
    for left in account.dropped:
        yield f"  {reason_name(left.reason)} {left.characters:,} 字（{left.pieces} 处）：{left.sample}"
    yield f"\n存疑 {len(account.doubts)} 处"
    yield from (f"  {doubt}" for doubt in account.doubts)


def _section_lines(sections: Iterable[dict[str, Any]], depth: int) -> Iterator[str]:
    for section in sections:
        numbers = f"第 {section['first']}–{section['last']} 段"
        yield f"{'  ' * depth}{section['heading'].replace(chr(10), ' ')[:60]}（{numbers}）"
        if depth < _DEEP:
            yield from _section_lines(section["sections"], depth + 1)
