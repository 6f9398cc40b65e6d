"""``baogao search``."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click

from indexer.cli.context import format_option, library_of, say, write
from indexer.cli.filters import filter_options, take_filters

if TYPE_CHECKING:
    from indexer.highlight import Snippet
    from indexer.library import Library
    from indexer.search import Answer, Found


@click.command()
@click.argument("text", nargs=-1, required=True)
@filter_options
@click.option("--page", type=int, default=1, show_default=True, help="第几页")
@click.option("--size", type=int, default=None, help="每页条数")
@click.option(
    "--sort", type=click.Choice(("relevance", "date", "-date", "place")), default="relevance", show_default=True
)
@click.option("--no-widen", is_flag=True, help="不按术语表扩展")
@click.option("--strict", is_flag=True, help="逐字符比较原文")
@click.option("--related", is_flag=True, help="另列相关段落")
@format_option
@click.pass_context
def search(context: click.Context, /, text: tuple[str, ...], form: str, no_widen: bool, **options: Any) -> int:
    """查词句：列出含有 TEXT 的全部段落。空格隔开的各条件须同时满足；引号内逐字查找；-词 排除；年: 地区: 部分: 限定。

    TEXT 为 - 时从标准输入读取。没有找到时退出码为 1。
    """
    from indexer.search import search as run

    filters = take_filters(options)
    question = sys.stdin.read() if text == ("-",) else " ".join(text)
    library = library_of(context)
    answer = run(library, question, filters=filters, widen=not no_widen, **options)
    for note in answer.query.notes:
        say(context, f"提示：{note}")
    write(_formatted(answer, form))
    if form == "text" and not answer.total:
        _propose(context, library, answer)
    return 0 if answer.total or (answer.query.as_words and answer.related) else 1


def _propose(context: click.Context, library: Library, answer: Answer) -> None:
    """Say which strings near those that were not found do occur."""
    from indexer.suggest import correct

    found = correct(library, answer.query)
    if found:
        say(context, f"要查的是不是：{'；'.join(f'{one.text}（{one.passages} 段）' for one in found)}")


def _formatted(answer: Answer, form: str) -> str:
    from indexer import export

    if form == "json":
        return export.dumps(export.answer_json(answer), indent=1) + "\n"
    if form == "jsonl":
        return "".join(export.json_lines(map(export.hit_json, answer.hits)))
    if form == "csv":
        return "".join(export.csv_lines(answer.hits))
    return "\n".join(_text_lines(answer)) + "\n"


def _text_lines(answer: Answer) -> list[str]:
    lines = [f"{answer.reading or '（空查询）'}"]
    if answer.query.widened:
        for clause, forms in answer.query.widened:
            lines.append(f"按术语表扩展：{clause} → {'；'.join(forms)}（--no-widen 关闭）")
    lines.append(counts_line(answer))
    lines += _found_lines(answer.hits)
    if answer.pages > 1:
        lines.append(f"\n第 {answer.page} 页，共 {answer.pages} 页")
    if answer.related:
        lines.append("\n相关段落（按词语相近排列，不计入以上数目）：")
        lines += _found_lines(answer.related)
    return lines


def counts_line(answer: Answer) -> str:
    """The counts in one line: passages and places, body and appendix apart."""
    if not answer.total:
        return "没有找到。"
    names = (("body", "正文"), ("appendix", "附录"), ("title", "标题"))
    parts = [
        f"{name} {answer.passages[key]} 段" + (f" {answer.occurrences[key]} 处" if answer.query.needles else "")
        for key, name in names
        if answer.passages.get(key) or key == "body"
    ]
    return f"共 {answer.total} 段，{answer.documents} 篇（{'，'.join(parts)}）"


def _found_lines(found: tuple[Found, ...]) -> list[str]:
    lines = []
    for one in found:
        facts = one.hit.facts
        where = " ".join(str(part) for part in (facts.region, facts.year, facts.title) if part)
        path = " › ".join(one.hit.passage.path)
        lines.append(f"\n{one.hit.document_id}/{one.hit.address}  {where}" + (f"  {path}" if path else ""))
        lines.append(f"    {marked_line(one.snippet)}")
    return lines


def marked_line(piece: Snippet) -> str:
    """A snippet in one line, its marks in colour on a terminal and in 【】 elsewhere, …… where text was cut off."""
    pieces, at = [], 0
    on, off = ("\x1b[1;33m", "\x1b[0m") if sys.stdout.isatty() else ("【", "】")
    for span in piece.spans:
        pieces += [piece.text[at : span.start], on, span.of(piece.text), off]
        at = span.end
    body = "".join([*pieces, piece.text[at:]]).replace("\n", " ")
    return f"{'……' * piece.before}{body}{'……' * piece.after}"
