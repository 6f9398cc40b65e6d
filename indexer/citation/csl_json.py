"""CSL-JSON: the records themselves, for Zotero, pandoc and whatever else reads them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence


def write_csl_json(records: Sequence[Mapping[str, object]]) -> str:
    """The records as a JSON array, readable by people, hanzi unescaped; one line end at the end."""
    return json.dumps(list(records), ensure_ascii=False, indent=2) + "\n"
