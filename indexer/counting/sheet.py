"""A table of counts as data and as text: JSON, CSV rows, lines for a terminal. One form for command line, API and page.

Owns names and order of the keys and the sentence that says what was counted.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from indexer.counting.groups import DIMENSIONS, label_of
from indexer.counting.table import TOTAL, Table
from indexer.counting.words import DICTIONARIES, WordCount
from indexer.search import FIELD_NAMES

GAP = "—"
_DATA_COLUMNS = ("occurrences", "passages", "documents", "base_documents", "base_characters", "per_10000")


def policy_line(table: Table) -> str:
    """What was counted, in one line of Chinese: a number without it means little."""
    how = (
        "逐字符：原文一个字不差才算，区分全半角、繁简、引号与空白"
        if table.policy.strict
        else "折叠：不分全半角、繁简、引号、空白，字母词与数字整体算一个"
    )
    where = "全文（正文、题名、附录）" if table.policy.whole else "正文（含小标题，不含题名与附录）"
    conditions = "；".join(f"{FIELD_NAMES[f.field]}：{'、'.join(f.values)}" for f in table.filters)
    content, date = str(table.snapshot["content"])[:12], table.snapshot["date"]
    return (
        f"字符串计数。匹配——{how}；范围——{where}{f'（{conditions}）' if conditions else ''}；"
        f"每万字——每一万个汉字、字母、数字，不计标点；语料快照 {content}（{date}，{table.snapshot['documents']} 篇）"
    )


def outside_line(table: Table) -> str:
    """What the policy left out; empty if nothing."""
    names = {"appendix": "附录", "title": "题名"}
    parts = [f"{names[area]} {number:,} 处" for area, number in table.outside.items() if number]
    return f"另有{'、'.join(parts)}未计入" if parts else ""


def inside_lines(table: Table) -> tuple[str, ...]:
    """Where terms stand inside each other, as sentences."""
    return tuple(f"“{a}”有 {n:,} 处在“{b}”之内，合计里各算一次" for a, b, n in table.inside)


def words_line(words: WordCount, dictionary: str) -> str:
    """A term in words beside its string count, as a sentence."""
    if words.words is None:
        return f"“{words.term}”有 {words.places:,} 处，太多，未按词数"
    return f"“{words.term}”：字符串 {words.places:,} 处，其中恰为一词 {words.words:,} 处（{dictionary}），不是的 {len(words.differences):,} 处"


def dictionary_name(table: Table) -> str:
    """The dictionary that words were counted with; empty if none were."""
    return DICTIONARIES[table.policy.dictionary] if table.policy.dictionary else ""


def column_label(table: Table, column: str) -> str:
    """The heading of a column: a term, or a group of the second dimension."""
    return "合计" if column == TOTAL else label_of(table.by[1], column) if len(table.by) == 2 else column


def row_label(table: Table, row: str) -> str:
    """The heading of a row."""
    return "合计" if row == TOTAL else label_of(table.by[0], row)


def columns_of(table: Table) -> tuple[str, ...]:
    """The columns that are shown: all, and the total unless it would say the same again."""
    return table.columns if len(table.columns) == 1 else (*table.columns, TOTAL)


def rows_of(table: Table) -> tuple[str, ...]:
    """The rows that are shown, the total last."""
    return (*table.rows, TOTAL)


def table_json(table: Table) -> dict[str, Any]:
    """The whole table; a gap is null. ``total`` are the numbers of all rows and columns together."""
    return {
        "schema": "baogao.count/1",
        "terms": [term.text for term in table.terms],
        "by": list(table.by),
        "policy": {
            "counting": "string",
            "matching": "strict" if table.policy.strict else "folded",
            "area": "all" if table.policy.whole else "body",
            "filters": {one.field: list(one.values) for one in table.filters},
            "characters": "Han characters, letters and digits",
            "snapshot": dict(table.snapshot),
            "text": policy_line(table),
        },
        "columns": [{"value": c, "label": column_label(table, c)} for c in table.columns],
        "rows": [
            {"value": row, "label": row_label(table, row), "cells": [cell_json(table, row, c) for c in table.columns],
             "total": cell_json(table, row, TOTAL)}
            for row in table.rows
        ],
        "totals": [cell_json(table, TOTAL, column) for column in table.columns],
        "total": cell_json(table, TOTAL, TOTAL),
        "outside": dict(table.outside),
        "inside": [{"term": a, "in": b, "occurrences": n} for a, b, n in table.inside],
        "words": [_words_json(table, words) for words in table.words],
    }  # fmt: skip


def cell_json(table: Table, row: str, column: str) -> dict[str, Any] | None:
    """The numbers of a cell; None for a gap."""
    tally, base, rate = table.cell(row, column), table.base(row, column), table.rate(row, column)
    if tally is None or base is None:
        return None
    return {
        **asdict(tally),
        "base_documents": base.documents,
        "base_characters": base.characters,
        "per_10000": None if rate is None else round(rate, 4),
    }


def _words_json(table: Table, words: WordCount) -> dict[str, Any]:
    return {
        "term": words.term,
        "dictionary": table.policy.dictionary,
        "occurrences": words.places,
        "words": words.words,
        "differences": [
            {"address": f"{d.document_id}/{d.address}", "part": d.part, "left": d.left, "hit": d.text,
             "right": d.right, "cut": d.cut}
            for d in words.differences
        ],
    }  # fmt: skip


def table_rows(table: Table) -> Iterator[dict[str, object]]:
    """The cells one a row, for a spreadsheet: groups, term, numbers, policy. A gap has empty numbers."""
    policy = policy_line(table)
    for row in rows_of(table):
        for column in columns_of(table):
            cell = cell_json(table, row, column) or dict.fromkeys(_DATA_COLUMNS)
            first = {table.by[0]: row_label(table, row)} if table.by else {}
            second = {table.by[1]: column_label(table, column)} if len(table.by) == 2 else {}
            term = column_label(table, column) if len(table.by) < 2 else "+".join(t.text for t in table.terms)
            yield {"term": term, **first, **second, **cell, "policy": policy}


def text_lines(table: Table) -> list[str]:
    """The table for a terminal: places by row and column, with what they are a share of."""
    columns = columns_of(table)
    single = len(columns) == 1
    tail = ["段", "篇", "文献", "字数", "每万字"] if single else ["文献", "字数", "每万字"]
    name = DIMENSIONS[table.by[0]] if table.by else ""
    heads = (
        [f"{column_label(table, c)} 处" for c in columns]
        if len(table.by) < 2
        else [column_label(table, c) for c in columns]
    )
    grid = [[name, *heads, *tail]]
    grid += [[row_label(table, row), *_numbers(table, row, columns, single)] for row in rows_of(table)]
    widths = [max(_width(line[i]) for line in grid) for i in range(len(grid[0]))]
    lines = ["  ".join([line[0] + " " * (widths[0] - _width(line[0])),
                        *(" " * (widths[i] - _width(line[i])) + line[i] for i in range(1, len(line)))]).rstrip()
             for line in grid]  # fmt: skip
    notes = [outside_line(table), *inside_lines(table), policy_line(table)]
    return [*lines, *(note for note in notes if note)]


def _numbers(table: Table, row: str, columns: tuple[str, ...], single: bool) -> list[str]:
    tallies = [table.cell(row, column) for column in columns]
    base, rate, total = table.base(row), table.rate(row), table.cell(row, TOTAL)
    numbers = [GAP if tally is None else f"{tally.occurrences:,}" for tally in tallies]
    if single:
        numbers += [f"{total.passages:,}", f"{total.documents:,}"] if total else [GAP, GAP]
    share = GAP if rate is None else f"{rate:.2f}"
    return [*numbers, *([f"{base.documents:,}", f"{base.characters:,}"] if base else [GAP, GAP]), share]


def _width(text: str) -> int:
    """Columns on a terminal: a Han character takes two."""
    return sum(2 if ord(char) > 0x2E7F else 1 for char in text)
