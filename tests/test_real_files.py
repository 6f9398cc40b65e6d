"""Every file of the MANIFEST is read or refused as its row says, and tells its region, year and glossary (issue 3).

``BAOGAO_DATA`` names another folder of the same form. Each file is read as an import reads it: in a child process.
"""

import csv
import os
from pathlib import Path

import pytest

from indexer.document import Facts
from indexer.errors import SourceError
from indexer.isolate import read_isolated
from indexer.structure import build_document

FOLDER = Path(os.environ.get("BAOGAO_DATA", Path(__file__).resolve().parents[2] / "shared/data/files"))
MANIFEST = FOLDER / "MANIFEST.tsv"
#: Files that hold no document that can be read, and the word that the refusal must say.
REFUSED = {
    "html_yichun_homepage.html": "没有正文",
    "pdf_changsha_2024_scanned.pdf": "OCR",
    "pdf_heilongjiang_2025_damaged.pdf": "损坏",
    "txt_navigation_only_pingshan_2021.txt": "没有正文",
}
#: Facts that the text does not name, though the row does: they stay unknown, never guessed.
UNNAMED = {
    ("doc_cancelled_posts_2019.doc", "region"): "names 我市 and townships only; 宜春市 stands nowhere",
    ("doc_cancelled_posts_2019.doc", "year"): "2019 is the year of the examination that it refers to",
    ("doc_police_fitness_standard.doc", "region"): "a national standard without an issuing body in its text",
    ("doc_police_fitness_standard.doc", "year"): "2011 stands in the number of another document that it refers to",
}
#: Rows whose count was made by a script that takes 8.6个重大科技专项 for no entry; counted by reading.
ENTRIES = {"jiangxi_2025": 17, "sichuan_2025": 50}
needs_office = {"doc", "wps", "rtf"}


def rows():
    """The rows of the MANIFEST; none where the folder is absent."""
    if not MANIFEST.is_file():
        return []
    with MANIFEST.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def tight(text):
    """Without blanks and line ends, which containers set as they like."""
    return "".join(text.split())


@pytest.mark.skipif(not rows(), reason="../shared/data/files is not here")
@pytest.mark.parametrize("row", rows(), ids=[row["file"] for row in rows()])
def test_the_file_is_what_its_row_says(row, request):
    """Refused with the reason, or read: first and last sentence of the body, region, year, entries of the glossary."""
    name = row["file"]
    if row["kind"] in needs_office or "really_doc" in name:
        request.getfixturevalue("soffice")
    data = (FOLDER / name).read_bytes()
    if name in REFUSED:
        with pytest.raises(SourceError, match=REFUSED[name]) as refusal:
            read_isolated(data, name)
        assert name in str(refusal.value)
        return
    document = build_document("document", read_isolated(data, name), Facts(), "")
    whole = tight(document.text)
    assert tight(row["body_starts"]) in whole
    assert tight(row["body_ends"]) in whole
    check_fact(name, "region", row["region"], document.facts.region)
    check_fact(name, "year", row["year"], document.facts.year)
    if row["glossary_entries"]:
        listed = int(row["glossary_entries"])
        wanted = listed and next((count for part, count in ENTRIES.items() if part in name), listed)
        assert sum(passage.kind == "note" for passage in document.passages) == wanted


def check_fact(name, fact, wanted, found):
    """A fact that the row gives is found, or is known to be unnamed and then stays unknown."""
    if (name, fact) in UNNAMED:
        assert found is None, UNNAMED[name, fact]
    elif fact == "region" and wanted:
        assert found
        assert wanted.endswith(found) or found.endswith(wanted)
    elif wanted:
        assert str(found) == wanted


@pytest.mark.skipif(not rows(), reason="../shared/data/files is not here")
def test_all_rows_of_the_manifest_are_run():
    """Nothing is left out, and no file lies beside the MANIFEST unlisted."""
    assert {row["file"] for row in rows()} == {path.name for path in FOLDER.iterdir()} - {"MANIFEST.tsv"}
