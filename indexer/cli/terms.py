"""``baogao glossary``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from indexer.cli.context import format_option, library_of, write
from indexer.cli.searching import marked_line

if TYPE_CHECKING:
    from indexer.entries import EntryUses
    from indexer.glossary.entries import Entry


@click.command()
@click.argument("term", required=False)
@format_option
@click.pass_context
def glossary(context: click.Context, term: str | None, form: str) -> int:
    """看术语：不带 TERM 列出全部词条；带 TERM（词、别名或编号）给出释义、出处与全部用例。"""
    from indexer import export
    from indexer.entries import entry_uses, find_entry

    library = library_of(context)
    if term is None:
        rows = [_row(entry, entry_uses(library, entry)) for entry in library.glossary.entries.values()]
        if form == "text":
            write(
                "".join(f"{r['term']}  正文 {r['body']} 处，附录 {r['appendix']} 处  {r['definition']}\n" for r in rows)
            )
        elif form == "csv":
            write(export.table(rows))
        else:
            write("".join(export.json_lines(rows)) if form == "jsonl" else export.dumps(rows, indent=1) + "\n")
        return 0
    entry = find_entry(library, term)
    uses = entry_uses(library, entry)
    if form == "text":
        write("\n".join(_lines(entry, uses)) + "\n")
        return 0
    if form == "json":
        write(export.dumps(export.entry_json(entry, uses), indent=1) + "\n")
    elif form == "jsonl":
        write("".join(export.json_lines(map(export.use_json, uses.passages))))
    else:
        write(export.table({k: export.use_json(use)[k] for k in ("address", "part", "text")} for use in uses.passages))
    return 0


def _row(entry: Entry, uses: EntryUses) -> dict[str, Any]:
    definition = entry.definitions[0].text if entry.definitions else ""
    return {"id": entry.id, "term": entry.term, "body": uses.body, "appendix": uses.appendix, "definition": definition}


def _lines(entry: Entry, uses: EntryUses) -> list[str]:
    lines = [entry.term + (f"  {entry.pinyin}" if entry.pinyin else "")]
    if entry.aliases:
        lines.append(f"又作：{'、'.join(entry.aliases)}")
    if entry.composed_of:
        lines.append(f"合称：{' + '.join(entry.composed_of)}")
    if entry.parts:
        lines.append(f"包括：{'、'.join(entry.parts)}")
    for sense in entry.definitions:
        lines.append(
            f"释义：{sense.text}"
            + (f"（{sense.doc}{f'/p{sense.number}' if sense.number else ''}）" if sense.doc else "")
        )
    lines.append(
        f"用例：正文 {uses.body} 处，附录 {uses.appendix} 处"
        + ("" if uses.verbatim else "；只有定义，正文没有原样使用")
    )
    for use in uses.passages:
        kind = "定义" if use.defining else ""
        lines.append(f"\n{use.hit.document_id}/{use.hit.address}  {' › '.join(use.passage.path)}  {kind}".rstrip())
        lines.append(f"    {marked_line(use.snippet)}")
    return lines
