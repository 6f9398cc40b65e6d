"""The table of contents of a folder of arrays: which format, how much, which fields, which files of which size.

Owns ``index.json`` and the version of the format (docs/index-format.md). Knows no array from within, and not Whoosh: the
types of fields are names.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from indexer.engines.arrays.files import map_array
from indexer.errors import IndexDamaged, IndexOutdated

CONTENTS = "index.json"
FORMAT = "baogao-arrays"
#: Counts up with every change that a reader of the files must know of.
VERSION = 1
_REBUILD = "请运行 baogao build 重建索引"
#: The fields of a row as Whoosh sees them: KEYWORD is ranked words, ID one value with a column, STORED is only given back.
FIELDS: Mapping[str, str] = {
    "words": "KEYWORD",
    "document": "ID",
    "level": "ID",
    "region": "ID",
    "year": "ID",
    "part": "ID",
    "kind": "ID",
    "address": "STORED",
    "number": "STORED",
    "form": "STORED",
    "text": "STORED",
    "span": "STORED",
    "path": "STORED",
    "page": "STORED",
    "page_label": "STORED",
    "note_marks": "STORED",
    "facts": "STORED",
}


@dataclass(frozen=True, slots=True)
class Contents:
    """What index.json says. ``counts`` has rows, documents and words; ``fields`` name -> type; ``files`` name -> bytes."""

    counts: Mapping[str, int]
    fields: Mapping[str, str]
    files: Mapping[str, int]


def write_contents(folder: Path) -> Contents:
    """Describe the finished files of a folder; to be called once, when all other files are closed."""
    documents = map_array(folder, "rows.document", "<u4")
    counts = {
        "rows": len(documents),
        "documents": int(documents.max()) + 1 if len(documents) else 0,
        "words": len(map_array(folder, "words.ends", "<u4")),
    }
    files = {path.name: path.stat().st_size for path in sorted(folder.iterdir()) if path.is_file()}
    files.pop(CONTENTS, None)
    contents = Contents(counts, FIELDS, files)
    about = {"format": FORMAT, "version": VERSION, "counts": counts, "fields": dict(FIELDS), "files": files}
    (folder / CONTENTS).write_text(json.dumps(about, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return contents


def read_contents(folder: Path) -> Contents:
    """What :func:`write_contents` wrote, and every file there and of its size; costs one stat a file.

    Raises IndexOutdated if the folder is of another format or version, IndexDamaged if it cannot be read, or a file is
    missing or has another size.
    """
    try:
        about = json.loads((folder / CONTENTS).read_bytes())
        kind, version = about["format"], about["version"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise IndexDamaged(
            f"索引目录 {folder.name}/{CONTENTS} 缺失或已损坏（{type(error).__name__}）；{_REBUILD}"
        ) from None
    if (kind, version) != (FORMAT, VERSION):
        message = f"索引 {folder.name} 的格式是 {kind}/{version}，本程序只读 {FORMAT}/{VERSION}；{_REBUILD}"
        raise IndexOutdated(message)
    try:
        contents = Contents(about["counts"], about["fields"], about["files"])
        wrong = [name for name, size in contents.files.items() if (folder / name).stat().st_size != size]
    except (OSError, KeyError, TypeError, AttributeError) as error:
        raise IndexDamaged(f"索引 {folder.name} 缺少文件或已损坏（{type(error).__name__}）；{_REBUILD}") from None
    if wrong:
        raise IndexDamaged(f"索引文件 {folder.name}/{wrong[0]} 已损坏（大小不符）；{_REBUILD}")
    return contents
