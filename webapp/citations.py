"""``/documents/<id>/p34-k3f9q2``: the page of a passage, its lasting address and its references; files to download."""

from __future__ import annotations

import datetime
from difflib import SequenceMatcher
from typing import Any

from flask import Blueprint, Response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from indexer.address import Address, parse_address
from indexer.citation import STYLES, cite
from indexer.citation.fragment import fragment_link
from indexer.citation.record import csl_record, locator_line
from indexer.citing import passage_record
from indexer.document import Passage
from indexer.errors import NotFound
from indexer.export import dumps
from indexer.ledger import Answer
from indexer.library import Library
from indexer.lookup import Reading, find_document, find_passage
from webapp.context import base_url, library
from webapp.documents import entries_of, linked

blueprint = Blueprint("citations", __name__)
#: Styles in the order of the cite box, with their headings.
BOX = (("gbt7714-2025", "GB/T 7714—2025"), ("gbt7714-2015", "GB/T 7714—2015"), ("apa", "APA"), ("footnote", "脚注"),
       ("markdown", "Markdown"), ("bibtex", "BibTeX"), ("ris", "RIS"), ("csl-json", "CSL-JSON"))  # fmt: skip
#: Suffix of a download -> style, media type (ecosystem 10.1).
DOWNLOADS = {
    "bib": ("bibtex", "application/x-bibtex; charset=utf-8"),
    "ris": ("ris", "application/x-research-info-systems; charset=utf-8"),
    "csl.json": ("csl-json", "application/vnd.citationstyles.csl+json"),
}


@blueprint.get("/documents/<document:document_id>/passages/<int:number>")
def by_number(document_id: str, number: int) -> ResponseReturnValue:
    """The long form of a short address."""
    return redirect(url_for("citations.passage", document_id=document_id, local=f"p{number}"))


@blueprint.get("/documents/<document:document_id>/<local:local>")
def passage(document_id: str, local: str) -> ResponseReturnValue:
    """The passage, what surrounds it, and how to cite it. Short, moved and changed addresses say so."""
    address = _address(document_id, local)
    shelf = library()
    answer = find_passage(shelf, address)
    if answer.state in ("short", "moved") and answer.address:
        values: dict[str, Any] = {"from": local} if answer.state == "moved" else {}
        target = url_for("citations.passage", document_id=document_id, local=answer.address.local, **values)
        return redirect(target, 301 if answer.state == "moved" else 302)
    if document_id not in shelf.documents:
        return render_template("withdrawn.html", answer=answer, address=address), 410
    record = passage_record(shelf, answer, address, today(), base_url())
    boxes = [(style, name, cite([record], style)) for style, name in BOX if style in STYLES]
    return render_template("passage.html", boxes=boxes, record=record, **_page(shelf, address, answer))


def _page(shelf: Library, address: Address, answer: Answer) -> dict[str, object]:
    reading = find_document(shelf, address.document_id)
    shown = answer.passage
    number = shown.number if shown else address.number
    text = shown.text if shown else ""
    uses = linked(shelf.glossary, shown.words) if shown else ()
    addresses = {p.number: a for p, a in reading.passages}
    return {
        "address": address, "answer": answer, "document": reading, "passage": shown, "uses": uses,
        "entries": entries_of(shelf.glossary, uses),
        "before": addresses.get(number - 1), "after": addresses.get(number + 1),
        "permalink": f"{base_url()}/documents/{address}",
        "locator": locator_line(shown) if shown else "",
        "fragment": _fragment(reading, shown) if shown else "",
        "changes": _changes(answer.recorded.text, text) if answer.state == "changed" and answer.recorded else (),
    }  # fmt: skip


def _fragment(reading: Reading, shown: Passage) -> str:
    """A link that marks this passage, and not one like it, on the reading page."""
    whole = "\n".join(passage.text for passage, _ in reading.passages)
    before = sum(len(passage.text) + 1 for passage, _ in reading.passages if passage.number < shown.number)
    url = f"{base_url()}/documents/{reading.document_id}"
    return fragment_link(url, f"p{shown.number}", shown.text, whole, before)


def _changes(old: str, new: str) -> list[tuple[str, str]]:
    """The recorded text beside the present one: (keep | del | ins, text) pieces."""
    pieces = []
    for kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            pieces.append(("keep", old[a:b]))
        else:
            pieces.extend(piece for piece in (("del", old[a:b]), ("ins", new[c:d])) if piece[1])
    return pieces


@blueprint.get("/documents/<document:document_id>/<local:local>.<suffix:suffix>")
def passage_file(document_id: str, local: str, suffix: str) -> ResponseReturnValue:
    """The reference of a passage, or the passage itself, as a file."""
    address = _address(document_id, local)
    answer = find_passage(library(), address)
    if answer.state == "moved" and answer.address:
        return redirect(
            url_for("citations.passage_file", document_id=document_id, local=answer.address.local, suffix=suffix), 301
        )
    if suffix == "txt":
        return Response(answer.text + "\n", content_type="text/plain; charset=utf-8")
    record = passage_record(library(), answer, address, today(), base_url())
    if suffix == "json":
        body = {
            "address": str(answer.address or address),
            "state": answer.state,
            "text": answer.text,
            "citation": record,
        }
        return Response(dumps(body, indent=1), content_type="application/json")
    return _download([record], f"{document_id}-p{address.number}", suffix)


@blueprint.get("/documents/<document:document_id>.<suffix:suffix>")
def document_file(document_id: str, suffix: str) -> ResponseReturnValue:
    """The reference of a document, or its text, as a file."""
    reading = find_document(library(), document_id)
    if suffix == "txt":
        text = "".join(f"{p.text}\n" for p, _ in reading.passages)
        name = f"attachment; filename={document_id}.txt"
        return Response(text, content_type="text/plain; charset=utf-8", headers={"Content-Disposition": name})
    record = csl_record(reading.facts, document_id, accessed=today(), base_url=base_url())
    if suffix == "json":
        rows = [
            {"address": f"{document_id}/{a}", "number": p.number, "part": p.part, "text": p.text}
            for p, a in reading.passages
        ]
        return Response(dumps({"citation": record, "passages": rows}, indent=1), content_type="application/json")
    return _download([record], document_id, suffix)


def _download(records: list[dict[str, object]], name: str, suffix: str) -> Response:
    style, media = DOWNLOADS[suffix]
    disposition = f"attachment; filename={name}.{suffix}"  # ids are ASCII (ecosystem 10.1)
    return Response(cite(records, style), content_type=media, headers={"Content-Disposition": disposition})


def _address(document_id: str, local: str) -> Address:
    address = parse_address(f"{document_id}/{local}")
    if address is None:
        raise NotFound("没有这个页面")
    return address


def today() -> str:
    """The date of access that references carry, ISO 8601."""
    return datetime.date.today().isoformat()
