"""The ids of new documents (DESIGN 6) and their meta.yaml.

Owns what an id is made of when facts are missing: they are left out, and digits of the sha256 stand for them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

from indexer.address import is_document_id
from indexer.document import Facts
from indexer.regions import Region, region_by_code
from indexer.regions import document_id as report_id

_DIGITS = 6
_EDITION = re.compile(r"-e\d+$")


def name_document(facts: Facts, sha256: str, taken: Callable[[str], bool]) -> str:
    """A free id: 430202-hetang-2021-gwr for a report whose place and year are known, and -e2 where that is taken.

    Other kinds, and documents of which something is not known, end in digits of their sha256, of which there are six or
    as many as make it free: 370000-shandong-2020-policy-3f9a2b, 2020-policy-3f9a2b, doc-3f9a2b.
    """
    region = _region(facts)
    if facts.kind == "gwr" and region and facts.year:
        first = report_id(region, facts.year, "gwr")
        return next_edition(first, taken) if taken(first) else first
    parts = [f"{region.code}-{region.pinyin[:40]}"] if region else []
    parts += [str(facts.year)] if facts.year else []
    parts += [facts.kind] if facts.kind and re.fullmatch(r"[a-z]+", facts.kind) else []
    stem = "-".join(parts) or "doc"
    names = (f"{stem}-{sha256[:digits]}" for digits in range(_DIGITS, 65))
    found = next(name for name in names if not taken(name))
    assert is_document_id(found), found
    return found


def next_edition(document_id: str, taken: Callable[[str], bool]) -> str:
    """The first free of …-e2, …-e3 … of a document."""
    stem = _EDITION.sub("", document_id)
    return next(name for n in range(2, 10_000) if not taken(name := f"{stem}-e{n}"))


def meta_text(sha256: str, file: str, origin: str, stated: dict[str, Any]) -> bytes:
    """A meta.yaml: sha256, the name that the file had, where it came from, and the facts that are ``stated``.

    Every value is quoted, as JSON is, so that no reader of YAML takes a code or a year for a number.
    """
    values = {"sha256": sha256, "file": file, "origin": origin, **stated}
    lines = (f"{name}: {json.dumps(value, ensure_ascii=False)}\n" for name, value in values.items() if value)
    return "".join(lines).encode("utf-8", "replace")


def _region(facts: Facts) -> Region | None:
    if not facts.region_code:
        return None
    return region_by_code(facts.region_code, facts.year) or region_by_code(facts.region_code)
