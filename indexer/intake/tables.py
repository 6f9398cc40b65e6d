"""Tables of data among the files of a folder: lists of files, exports of a spreadsheet. They are no documents.

Owns how a table is told from a text: by its content, as the names of files lie.
"""

from __future__ import annotations

import csv
import json

_LINES, _COLUMNS = 3, 3
_HEAD = 65_536  # bytes that are looked at


def is_table(data: bytes) -> bool:
    """Whether some bytes are a table in text, with columns between tabs or commas, or JSON. Chinese prose has neither."""
    if b"\0" in data[:_HEAD]:
        return False
    text = data[:_HEAD].decode("utf-8-sig", "replace")
    if text.lstrip()[:1] in ("{", "["):
        return _is_json(data) or all(map(_is_json_text, text.splitlines()[:_LINES]))
    lines = text.splitlines()
    whole = lines if len(data) <= _HEAD else lines[:-1]  # the last may be cut
    return any(_has_columns([line for line in whole if line.strip()], delimiter) for delimiter in "\t,")


def _has_columns(lines: list[str], delimiter: str) -> bool:
    if len(lines) < _LINES or delimiter not in lines[0]:
        return False
    try:
        widths = {len(row) for row in csv.reader(lines, delimiter=delimiter) if row}
    except csv.Error:
        return False
    return len(widths) == 1 and widths.pop() >= _COLUMNS


def _is_json(data: bytes) -> bool:
    try:
        return isinstance(json.loads(data), dict | list)
    except (ValueError, RecursionError):
        return False


def _is_json_text(line: str) -> bool:
    return _is_json(line.encode("utf-8", "replace"))
