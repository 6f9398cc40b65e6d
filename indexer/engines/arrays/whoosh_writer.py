"""Whoosh's writer interface for an empty folder of arrays: add documents, commit once.

Owns the way from the fields of a document to a row. A folder is written as a whole and never changed, so that whatever would
change rows that are written, or the schema, raises ReadOnlyError: a changed document is a new folder.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NoReturn

from whoosh.fields import UnknownFieldError
from whoosh.filedb.filestore import ReadOnlyError
from whoosh.writing import IndexingError, IndexWriter

from indexer.document import Facts, Passage, Span
from indexer.engines.base import IndexEntry
from indexer.signs import sign_key

if TYPE_CHECKING:
    from indexer.engines.arrays.whoosh_index import ArrayIndex

#: What a document must have.
_NEEDED = ("words", "document", "address", "number", "text")
#: Rows that are packed together.
_PIECE = 5_000
_NO = "rows of arrays are written once and never changed; write a new folder"


class ArrayWriter(IndexWriter):
    """Keeps rows in memory, packed, in the order they are added, until :meth:`commit` writes them."""

    def __init__(self, index: ArrayIndex) -> None:
        self._index, self.schema, self._is_closed = index, index.schema, False
        self._entries: list[IndexEntry] = []
        self._pieces: list[bytes] = []
        self._count = 0

    def add_document(self, **fields: Any) -> None:
        """A row: its ``words`` as a list or tuple, and what :meth:`Fields.record` gives; ``facts`` may be left out.

        Raises UnknownFieldError, and IndexingError if something is missing, of a wrong kind or contradicts ``facts``.
        """
        self._check()
        unknown = sorted(set(fields) - set(self.schema.names()))
        if unknown:
            raise UnknownFieldError(f"No field named {unknown[0]!r}")
        self._entries.append(entry_of(fields))
        self._count += 1
        if len(self._entries) == _PIECE:
            self._pack()

    def commit(self, **kwargs: Any) -> None:
        """Write the folder; the index of this writer is then the index of these rows."""
        from indexer.engines.whoosh_engine import assemble

        self._check()
        self._pack()
        self._is_closed = True
        assemble(self._index.folder, self._pieces)
        self._index.open()

    def cancel(self, **kwargs: Any) -> None:
        """Forget the rows; the folder stays empty."""
        self._check()
        self._is_closed = True
        self._entries, self._pieces, self._count = [], [], 0

    def doc_count(self) -> int:
        """How many rows were added."""
        return self._count

    def delete_document(self, docnum: int, delete: bool = True) -> NoReturn:
        """Raises ReadOnlyError."""
        raise ReadOnlyError(_NO)

    def update_document(self, **fields: Any) -> NoReturn:
        """Raises ReadOnlyError."""
        raise ReadOnlyError(_NO)

    def add_reader(self, reader: Any) -> NoReturn:
        """Raises ReadOnlyError: another index has no facts of documents."""
        raise ReadOnlyError(_NO)

    def reader(self, **kwargs: Any) -> NoReturn:
        """Raises ReadOnlyError: there is nothing to read before the commit."""
        raise ReadOnlyError(_NO)

    def add_field(self, fieldname: str, fieldtype: Any, **kwargs: Any) -> NoReturn:
        """Raises ReadOnlyError: the fields are those of the format."""
        raise ReadOnlyError(_NO)

    def remove_field(self, fieldname: str, **kwargs: Any) -> NoReturn:
        """Raises ReadOnlyError: the fields are those of the format."""
        raise ReadOnlyError(_NO)

    def _pack(self) -> None:
        from indexer.engines.whoosh_engine import encode

        if self._entries:
            self._pieces.append(encode(self._entries))
            self._entries = []

    def _check(self) -> None:
        if self._is_closed:
            raise IndexingError("This writer is closed")


def entry_of(fields: Mapping[str, Any]) -> IndexEntry:
    """The row that these fields describe. Raises IndexingError: see ArrayWriter.add_document."""
    missing = [name for name in _NEEDED if fields.get(name) is None]
    if missing:
        raise IndexingError(f"A row needs {', '.join(missing)}")
    if not isinstance(fields["words"], list | tuple):
        raise IndexingError("words must be cut already: a list or tuple of strings")
    text, facts = fields["text"], facts_of(fields)
    passage = Passage(
        number=fields["number"],
        kind=fields.get("form", "paragraph"),
        part=fields.get("part", "body"),
        span=Span(*fields.get("span", (0, len(text)))),
        text=text,
        path=tuple(fields.get("path", ())),
        page=fields.get("page"),
        page_label=fields.get("page_label"),
        note_marks=tuple(Span(*mark) for mark in fields.get("note_marks", ())),
    )
    return IndexEntry(
        fields["document"], facts, passage, fields["address"], sign_key(passage.words), tuple(fields["words"])
    )


def facts_of(fields: Mapping[str, Any]) -> Facts:
    """The facts of the document of a row: those of ``facts``, with those that are fields by themselves."""
    facts = {**fields.get("facts", {})}
    for name in ("level", "region", "year", "kind"):
        value = fields.get(name)
        if value is not None and str(facts.setdefault(name, int(value) if name == "year" else value)) != str(value):
            raise IndexingError(f"{name} is {value!r} here and {facts[name]!r} in facts")
    try:
        return Facts(**{**facts, "authors": tuple(facts.get("authors", ()))})
    except TypeError as error:
        raise IndexingError(str(error)) from None
