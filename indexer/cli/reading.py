"""``baogao show`` and ``baogao cite``."""

from __future__ import annotations

import datetime
from functools import partial
from typing import TYPE_CHECKING

import click

from indexer.cli.context import format_option, library_of, say, write
from indexer.errors import NotFound

if TYPE_CHECKING:
    from indexer.address import Address
    from indexer.ledger import Answer


@click.command()
@click.argument("what", metavar="DOC[/ADDRESS]")
@format_option
@click.pass_context
def show(context: click.Context, what: str, form: str) -> int:
    """看原文：整篇（430202-hetang-2021-gwr）或一段（430202-hetang-2021-gwr/p34）。"""
    from indexer import export
    from indexer.lookup import find_document, find_passage

    library = library_of(context)
    if "/" in what:
        answer = find_passage(library, read_address(what))
        explain_state(context, answer)
        row = {"address": str(answer.address or what), "state": answer.state, "text": answer.text}
        write(answer.text + "\n" if form == "text" else export.dumps(row) + "\n")
        return 0
    reading = find_document(library, what)
    rows = list(map(partial(export.passage_json, what), reading.passages))
    if form == "text":
        write("".join(f"{p.text}\n" for p, _ in reading.passages))
    elif form == "csv":
        write(export.table({**row, "section": " / ".join(row["section"])} for row in rows))
    elif form == "jsonl":
        write("".join(export.json_lines(rows)))
    else:
        facts = export.facts_json(reading.facts)
        write(export.dumps({"document": what, "facts": facts, "passages": rows}, indent=1) + "\n")
    return 0


@click.command()
@click.argument("what", metavar="DOC[/ADDRESS]")
@click.option(
    "--style",
    default="gbt7714-2025",
    show_default=True,
    help="gbt7714-2025、gbt7714-2015、apa、bibtex、ris、csl-json 等",
)
@click.option("--accessed", metavar="YYYY-MM-DD", help="引用日期（默认今天）")
@click.pass_context
def cite(context: click.Context, what: str, style: str, accessed: str | None) -> int:
    """引用：给出整篇或一段的参考文献著录。"""
    from indexer.citing import cite_document, cite_passage

    library = library_of(context)
    day = accessed or datetime.date.today().isoformat()
    try:
        datetime.date.fromisoformat(day)
    except ValueError:
        raise click.UsageError(f"--accessed 应为 YYYY-MM-DD，现为 {day}") from None
    if "/" not in what:
        _line(cite_document(library, what, style, day))
        return 0
    reference, answer = cite_passage(library, read_address(what), style, day)
    explain_state(context, answer)
    _line(reference)
    return 0


def _line(reference: str) -> None:
    """A reference and one line end; BibTeX and RIS bring theirs."""
    write(reference if reference.endswith("\n") else reference + "\n")


def read_address(text: str) -> Address:
    """The address that a user typed; raises NotFound with the form it should have."""
    from indexer.address import parse_address

    address = parse_address(text)
    if address is None:
        raise NotFound(
            f"{text[:100]} 不是段落地址；写法如 430202-hetang-2021-gwr/p34 或 430202-hetang-2021-gwr/p34-k3f9q2"
        )
    return address


def explain_state(context: click.Context, answer: Answer) -> None:
    """Say on stderr when an address leads elsewhere than it did."""
    if answer.state == "moved":
        say(context, f"提示：该段现在的地址是 {answer.address}（内容未变）")
    elif answer.state == "changed" and answer.recorded:
        then = f"；相近的一段是 {answer.address}" if answer.address else ""
        say(context, f"提示：原文此后有改动，以下是 {answer.recorded.date} 发布时的文字{then}")
