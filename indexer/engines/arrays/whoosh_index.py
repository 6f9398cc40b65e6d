"""A folder of arrays as a Whoosh index: Whoosh's searcher and query classes run on it as on an index of its own.

Owns the schema and the opening. Nothing is pickled or unpickled: the schema is made from the names of types in index.json, so
no index can bring code with it, and no class of ours need be found again by its name.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, cast

from whoosh.fields import ID, KEYWORD, STORED, FieldType, Schema
from whoosh.filedb.filestore import ReadOnlyError
from whoosh.index import Index
from whoosh.reading import EmptyReader, IndexReader, SegmentReader
from whoosh.writing import IndexWriter

from indexer.engines.arrays.codec import ArrayCodec, ArraySegment
from indexer.engines.arrays.contents import CONTENTS, FIELDS, Contents
from indexer.engines.arrays.fields import Fields
from indexer.errors import IndexDamaged

_NAME = "MAIN"
_GENERATION = 0


class _Utf8(FieldType):
    """Terms in UTF-8 that may hold lone surrogates, as texts may (Whoosh's own fields refuse them)."""

    def to_bytes(self, value: Any) -> bytes:
        """See FieldType."""
        value = value[0] if isinstance(value, list | tuple) else value
        return value if isinstance(value, bytes) else str(value).encode("utf-8", "surrogatepass")

    def from_bytes(self, bs: object) -> str:
        """See FieldType."""
        return cast(bytes, bs).decode("utf-8", "surrogatepass")


class _Keyword(_Utf8, KEYWORD):
    """Words that are cut already, with their frequencies and the lengths of rows."""


class _Id(_Utf8, ID):
    """One value, with a column."""


def schema_of(contents: Contents) -> Schema:
    """The schema that a table of contents names. Raises IndexDamaged for a type that this program does not know."""
    makers: dict[str, Any] = {
        "KEYWORD": lambda: _Keyword(scorable=True),
        "ID": lambda: _Id(stored=True, sortable=True),
        "STORED": STORED,
    }
    unknown = sorted(set(contents.fields.values()) - set(makers))
    if unknown:
        raise IndexDamaged(
            f"索引目录 {CONTENTS} 中有不认识的字段类型：{'、'.join(unknown)}；请运行 baogao build 重建索引"
        )
    return Schema(**{name: makers[kind]() for name, kind in contents.fields.items()})


class ArrayIndex(Index):
    """An index over a folder that holds index.json, or that is empty and still to be written.

    It has one segment and one generation. One object may serve many threads; a Whoosh Searcher serves one.
    """

    indexname = _NAME

    def __init__(self, folder: Path) -> None:
        """Raises IndexOutdated for another format and IndexDamaged for a folder that is not whole."""
        self.folder = folder
        self._fields: Fields | None = None
        self.schema, self._codec = schema_of(Contents({}, FIELDS, {})), cast(ArrayCodec, None)
        if any(folder.iterdir()):
            self.open()

    def open(self) -> None:
        """Read what the folder holds by now."""
        self._fields = Fields(self.folder)
        self.schema, self._codec = schema_of(self._fields.contents), ArrayCodec(self._fields)

    def reader(self, reuse: IndexReader | None = None) -> IndexReader:
        """A reader; it holds nothing of its own, so that there is nothing to reuse."""
        if self._fields is None or not len(self._fields):
            return EmptyReader(self.schema)
        segment, storage = ArraySegment(self._fields, _NAME), cast(Any, None)
        return SegmentReader(storage, self.schema, segment, generation=_GENERATION, codec=self._codec)

    def writer(self, **kwargs: Any) -> IndexWriter:
        """A writer for an empty folder; its commit makes this object the index of what was written.

        Raises ReadOnlyError if there is an index already: a folder is never changed.
        """
        from indexer.engines.arrays.whoosh_writer import ArrayWriter

        if self._fields is not None:
            raise ReadOnlyError(f"{self.folder.name} holds an index, and an index of arrays is never changed")
        return ArrayWriter(self, **kwargs)

    def refresh(self) -> ArrayIndex:
        """This object: there is no later generation in the folder."""
        return self

    def latest_generation(self) -> int:
        """The only one."""
        return _GENERATION

    def last_modified(self) -> int:
        """When the index was written, in seconds since 1970; -1 if it is not yet."""
        return -1 if self._fields is None else int((self.folder / CONTENTS).stat().st_mtime)

    def is_empty(self) -> bool:
        """Whether there are no rows."""
        return not self._fields

    def doc_count_all(self) -> int:
        """How many rows there are."""
        return len(self._fields or ())

    def doc_count(self) -> int:
        """How many rows there are."""
        return len(self._fields or ())

    def close(self) -> None:
        """Nothing to do: files are unmapped with the last reader that needs them."""
