"""A Whoosh codec over a folder of arrays: the terms, one segment, no deletions.

Owns the terms as Whoosh asks for them; what is known of rows is in per_document.py, the walk through postings in matcher.py.

Nothing is written here. A SegmentWriter hands over postings term by term, after the documents, and has no sign keys and no
facts of documents, so that no complete folder could come of it: ``field_writer``, ``per_document_writer``,
``postings_writer`` and ``new_segment`` raise ReadOnlyError. Folders are written as a whole, by whoosh_engine.assemble or,
through Whoosh's interface, by whoosh_writer.py.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any, NoReturn

from whoosh.codec import base
from whoosh.fields import FieldType
from whoosh.filedb.filestore import ReadOnlyError
from whoosh.formats import Format
from whoosh.reading import TermInfo, TermNotFound

from indexer.engines.arrays.fields import Fields
from indexer.engines.arrays.files import Array
from indexer.engines.arrays.matcher import ArrayMatcher
from indexer.engines.arrays.per_document import ArrayPerDocumentReader, Lengths

#: Postings that stay unpacked: a query asks for those of a term several times, for its statistics and for itself.
_KEPT = 64
_READ_ONLY = "a folder of arrays is written as a whole and never changed: see indexer/engines/arrays/codec.py"


class ArrayCodec(base.Codec):
    """Reads one folder."""

    def __init__(self, fields: Fields) -> None:
        self._fields = fields
        self._lengths = Lengths(fields)

    def terms_reader(self, storage: Any, segment: Any) -> ArrayTermsReader:
        """See Codec."""
        return ArrayTermsReader(self._fields, self._lengths)

    def per_document_reader(self, storage: Any, segment: Any) -> ArrayPerDocumentReader:
        """See Codec."""
        return ArrayPerDocumentReader(self._fields, self._lengths)

    def per_document_writer(self, storage: Any, segment: Any) -> NoReturn:
        """Raises ReadOnlyError: see the module."""
        raise ReadOnlyError(_READ_ONLY)

    def field_writer(self, storage: Any, segment: Any) -> NoReturn:
        """Raises ReadOnlyError: see the module."""
        raise ReadOnlyError(_READ_ONLY)

    def postings_writer(self, dbfile: Any, byteids: bool = False) -> NoReturn:
        """Raises ReadOnlyError: see the module."""
        raise ReadOnlyError(_READ_ONLY)

    def postings_reader(
        self, dbfile: Any, terminfo: Any, format_: Any, term: Any = None, scorer: Any = None
    ) -> NoReturn:
        """Raises NotImplementedError: there is no file of postings to read from; the terms reader makes matchers."""
        raise NotImplementedError("postings of arrays are read through the terms reader")

    def new_segment(self, storage: Any, indexname: str) -> NoReturn:
        """Raises ReadOnlyError: see the module."""
        raise ReadOnlyError(_READ_ONLY)


class ArraySegment(base.Segment):
    """The one segment of a folder; it never has deleted documents."""

    def __init__(self, fields: Fields, indexname: str) -> None:
        self.indexname, self.segid, self.compound = indexname, fields.folder.name, False
        self._fields = fields

    def codec(self) -> ArrayCodec:
        """See Segment."""
        return ArrayCodec(self._fields)

    def doc_count_all(self) -> int:
        """See Segment."""
        return len(self._fields)

    def deleted_count(self) -> int:
        """None."""
        return 0

    def deleted_docs(self) -> tuple[int, ...]:
        """None."""
        return ()

    def is_deleted(self, docnum: int) -> bool:
        """Never."""
        return False

    def delete_document(self, docnum: int, delete: bool = True) -> NoReturn:
        """Raises ReadOnlyError: a changed document is a new folder."""
        raise ReadOnlyError(_READ_ONLY)

    def set_doc_count(self, doccount: int) -> NoReturn:
        """Raises ReadOnlyError."""
        raise ReadOnlyError(_READ_ONLY)

    def should_assemble(self) -> bool:
        """Arrays are mapped file by file."""
        return False


class ArrayTermsReader(base.TermsReader):
    """The terms of all fields, in the order of the fields' names and then of their bytes."""

    def __init__(self, fields: Fields, lengths: Lengths) -> None:
        self._fields, self._lengths = fields.terms, lengths
        self._postings = lru_cache(maxsize=_KEPT)(self._read_postings)

    def __contains__(self, term: tuple[str, bytes]) -> bool:
        """Whether a field has a term."""
        return self._find(*term) is not None

    def indexed_field_names(self) -> tuple[str, ...]:
        """The fields that have terms."""
        return tuple(self._fields)

    def cursor(self, fieldname: str, fieldobj: FieldType) -> ArrayCursor | base.EmptyCursor:
        """See TermsReader."""
        return ArrayCursor(self, fieldname, fieldobj) if fieldname in self._fields else base.EmptyCursor()

    def terms(self) -> Iterator[tuple[str, bytes]]:
        """All terms of all fields."""
        return self.terms_from("", b"")

    def terms_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[str, bytes]]:
        """The terms from this one on, those of the fields behind it too; none if there is no such field."""
        if fieldname and fieldname not in self._fields:
            return
        for name, terms in self._fields.items():
            if name >= fieldname:
                for number in range(terms.place(prefix) if name == fieldname else 0, len(terms)):
                    yield name, terms.term(number)

    def items(self) -> Iterator[tuple[tuple[str, bytes], TermInfo]]:
        """As :meth:`terms`, each with what is known of it."""
        return self.items_from("", b"")

    def items_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[tuple[str, bytes], TermInfo]]:
        """As :meth:`terms_from`, each with what is known of it."""
        return ((term, self.info(term[0], *self._read_postings(*term))) for term in self.terms_from(fieldname, prefix))

    def term_info(self, fieldname: str, text: bytes) -> TermInfo:
        """See TermsReader. Raises TermNotFound."""
        return self.info(fieldname, *self._postings(fieldname, text))

    def info(self, fieldname: str, rows: Array, often: Array) -> TermInfo:
        """What Whoosh wants to know of a term with these postings."""
        shortest = longest = 0
        if (known := self._lengths.of(fieldname)) is not None:
            own = known[rows]
            shortest, longest = int(own.min()), int(own.max())
        return TermInfo(
            float(often.sum()), len(rows), shortest, longest, float(often.max()), int(rows[0]), int(rows[-1])
        )

    def frequency(self, fieldname: str, text: bytes) -> float:
        """How often a term stands in all rows. Raises KeyError."""
        if self._find(fieldname, text) is None:
            raise KeyError((fieldname, text))
        return float(self._postings(fieldname, text)[1].sum())

    def doc_frequency(self, fieldname: str, text: bytes) -> int:
        """In how many rows a term stands. Raises KeyError."""
        number = self._find(fieldname, text)
        if number is None:
            raise KeyError((fieldname, text))
        return self._fields[fieldname].spread(number)

    def matcher(self, fieldname: str, text: bytes, format_: Format, scorer: Any = None) -> ArrayMatcher:
        """See TermsReader. Raises TermNotFound."""
        rows, often = self._postings(fieldname, text)
        return ArrayMatcher(rows, often, self._lengths.of(fieldname), format_, (fieldname, text), scorer)

    def field_terms(self, fieldname: str) -> tuple[int, Any, Any]:
        """For cursors: how many terms a field has, its terms by number, and the place of a term."""
        terms = self._fields[fieldname]
        return len(terms), terms.term, terms.place

    def _find(self, fieldname: str, text: bytes) -> int | None:
        terms = self._fields.get(fieldname)
        if terms is None:
            return None
        number = terms.place(text)
        return number if number < len(terms) and terms.term(number) == text else None

    def _read_postings(self, fieldname: str, text: bytes) -> tuple[Array, Array]:
        number = self._find(fieldname, text)
        if number is None:
            raise TermNotFound(f"No term {fieldname}:{text!r}")
        return self._fields[fieldname].postings(number)


class ArrayCursor(base.FieldCursor):
    """Walks through the terms of a field; stands at the first. Texts are strings."""

    def __init__(self, reader: ArrayTermsReader, fieldname: str, fieldobj: FieldType) -> None:
        self._reader, self._fieldname, self._fieldobj = reader, fieldname, fieldobj
        self._count, self._term, self._place = reader.field_terms(fieldname)
        self._at = 0

    def first(self) -> str | None:
        """To the first term."""
        self._at = 0
        return self.text()

    def find(self, string: str | bytes) -> str | None:
        """To the first term at this one or behind it."""
        self._at = self._place(self._fieldobj.to_bytes(string))
        return self.text()

    def next(self) -> str | None:
        """To the next term."""
        self._at += 1
        return self.text()

    def text(self) -> str | None:
        """The term; None behind the last."""
        return self._fieldobj.from_bytes(self._term(self._at)) if self.is_valid() else None

    def term(self) -> str | None:
        """As :meth:`text`: Whoosh asks by either name."""
        return self.text()

    def term_info(self) -> TermInfo | None:
        """What is known of the term; None behind the last."""
        return self._reader.term_info(self._fieldname, self._term(self._at)) if self.is_valid() else None

    def is_valid(self) -> bool:
        """Whether it stands at a term."""
        return bool(self._at < self._count)
