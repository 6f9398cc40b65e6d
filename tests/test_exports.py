"""Files of all hits: never one page, the same number in every form, each hit with metadata, address and reference."""

import csv
import io
import json
import re
from itertools import islice

import pytest
import rispy
import small_corpus

from indexer import views
from indexer.citation import cite
from indexer.engines.base import Window
from indexer.exporting import FORMS, HIT_COLUMNS, Exporter, export_hits
from indexer.lookup import find_passage
from indexer.query import Filter
from indexer.search import SORTS
from indexer.views import ask_all, documents_view, every_hit

ACCESSED, BASE = "2026-11-25", "https://baogao.example"


@pytest.fixture(scope="module")
def shelf(root, tmp_path_factory):
    """The library over the small corpus."""
    opened = small_corpus.open_small(root, tmp_path_factory.mktemp("small"))
    yield opened
    opened.engine.close()


def export(shelf, text, form, sort="relevance", **options):
    """The whole file, and the number of hits it should have."""
    answer = ask_all(shelf, text, **options)
    return "".join(export_hits(Exporter(shelf, ACCESSED, BASE), answer, form, sort)), answer.total


def number_of(form, text):
    """How many hits a file holds, as a program that reads it counts them."""
    if form == "csv":
        return len(list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff")))))
    if form == "jsonl":
        return len([json.loads(line) for line in text.splitlines()])
    if form == "ris":
        return len(rispy.loads(text))
    return len(re.findall(r"^@\w+\{" if form == "bibtex" else r"^## \d+\. ", text, re.MULTILINE))


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("text", ["的", "发展", "六稳", "AI", "部分:附录", "没有这句话呀"])
def test_every_hit_is_in_the_file(shelf, form, text):
    """More hits than a page has; none is lost, none is doubled; nothing found is a file without hits."""
    file, total = export(shelf, text, form)
    assert number_of(form, file) == total
    assert total > 20 or text not in ("的", "发展")


@pytest.mark.parametrize("sort", SORTS)
def test_the_file_has_the_order_of_the_search(shelf, sort):
    """Hit for hit what the engine gives in one window, whatever the steps in which the hits are walked."""
    answer = ask_all(shelf, "的")
    wanted = [
        (h.document_id, h.passage.number) for h in shelf.engine.search(answer.query, Window(0, 10_000, sort)).hits
    ]
    rows = [json.loads(line) for line in export(shelf, "的", "jsonl", sort)[0].splitlines()]
    assert [(row["document"], row["number"]) for row in rows] == wanted


def test_hits_are_walked_in_steps(shelf, monkeypatch):
    """Every hit once, in order, however short the step; none is read before it is wanted."""
    answer = ask_all(shelf, "的")
    whole = list(every_hit(shelf.engine, answer.query, "date"))
    assert len(whole) == answer.total
    for step in (1, 7, len(whole), len(whole) + 1):
        monkeypatch.setattr(views, "STEP", step)
        assert list(every_hit(shelf.engine, answer.query, "date")) == whole
        assert list(islice(every_hit(shelf.engine, answer.query, "date"), 3)) == whole[:3]


def test_each_row_carries_metadata_address_and_reference(shelf):
    """The reference of a row is the one that the passage is cited with; the address leads to the passage."""
    rows = list(csv.DictReader(io.StringIO(export(shelf, "六稳", "csv")[0].removeprefix("\ufeff"))))
    assert tuple(rows[0]) == HIT_COLUMNS
    objects = {row["address"]: row for row in map(json.loads, export(shelf, "六稳", "jsonl")[0].splitlines())}
    from indexer.address import parse_address
    from indexer.citing import cite_passage

    for row in rows:
        address = f"{row['document']}/{row['address']}"
        place = parse_address(address)
        assert find_passage(shelf, place).passage.text == row["text"] == objects[address]["text"]
        reference, _ = cite_passage(shelf, place, "gbt7714-2025", ACCESSED, BASE)
        assert row["reference"] == reference == objects[address]["reference"]
        assert row["permalink"] == f"{BASE}/documents/{address}" == objects[address]["permalink"]
        assert row["year"] == str(objects[address]["facts"].get("year", ""))


def test_reference_files_hold_what_single_files_hold(shelf):
    """BibTeX and RIS of a hit are those of its own page, with a key of its own."""
    bib, total = export(shelf, "六稳", "bibtex")
    assert len(set(re.findall(r"^@\w+\{(.+),$", bib, re.MULTILINE))) == total
    exporter = Exporter(shelf, ACCESSED, BASE)
    records = [record for _, record in exporter.records(ask_all(shelf, "六稳"), "relevance")]
    assert bib == "".join(cite([record], "bibtex") for record in records)
    assert export(shelf, "六稳", "ris")[0] == "".join(cite([record], "ris") for record in records)


def test_markdown_quotes_and_cites(shelf):
    """The passage as a quotation without Markdown of its own, its reference and its address."""
    text, total = export(shelf, "弹性年期出让", "markdown", filters=[Filter("part", ("body", "review", "plan"))])
    assert f"共 {total} 段" in text
    assert text.startswith("# 弹性年期出让\n")
    assert "\n> " in text
    assert re.search(r"`430202-hetang-2021-gwr/p\d+-[0-9a-z]{6}`", text)
    assert shelf.generation.manifest["content"][:12] in text


def test_a_spreadsheet_takes_nothing_for_a_formula(shelf):
    """No cell begins with a sign that Excel computes; lines end as Excel wants them."""
    text, _ = export(shelf, "的", "csv")
    assert text.startswith("\ufeff")
    assert "\r\n" in text
    for row in csv.reader(io.StringIO(text.removeprefix("\ufeff"))):
        assert not [cell for cell in row if cell.startswith(("=", "+", "-", "@"))]


@pytest.mark.parametrize("sort", SORTS)
def test_the_documents_hold_all_hits(shelf, sort):
    """Passages and places by document add up to the answer; each document once; the same order twice."""
    for text in ("的", "六稳", "发展 -工作"):
        answer = ask_all(shelf, text)
        rows = documents_view(shelf, answer.query, sort)
        assert len({row.document_id for row in rows}) == len(rows) == answer.documents
        assert sum(row.passages for row in rows) == answer.total
        assert sum(row.body for row in rows) == answer.occurrences["body"]
        assert sum(row.occurrences for row in rows) == sum(answer.occurrences.values())
        assert rows == documents_view(shelf, answer.query, sort)
    dates = [row.facts.date or str(row.facts.year or "") for row in documents_view(shelf, answer.query, sort)]
    assert sort not in ("date", "-date") or dates == sorted(dates, reverse=sort == "-date")


@pytest.mark.parametrize(("form", "suffix", "media"), [(form, *row) for form, row in FORMS.items()])
def test_the_site_gives_all_hits_as_a_file(client, form, suffix, media):
    """One address for each form, with the parameters of the search; the file has a name in ASCII."""
    total = client.get("/api/v1/search?q=的&size=5").get_json()["total"]
    answer = client.get(f"/search.{suffix}?q=的&size=5&page=1")
    assert answer.status_code == 200
    assert answer.content_type == media
    assert answer.headers["Content-Disposition"] == f"attachment; filename=baogao-search.{suffix}"
    assert number_of(form, answer.get_data(as_text=True)) == total > 5
    narrowed = client.get(f"/search.{suffix}?q=的&part=note").get_data(as_text=True)
    assert number_of(form, narrowed) == client.get("/api/v1/search?q=的&part=note").get_json()["total"]
    assert client.get(f"/search.{suffix}?q=的&year=x").status_code == 400
