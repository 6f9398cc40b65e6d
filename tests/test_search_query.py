"""The query language end to end over the corpus of this repository: widening, exclusion, terms, strict, notes."""

import pytest

from indexer.entries import entry_uses
from indexer.search import search, understand
from indexer.suggest import correct


def addresses(library, text, **options):
    """The addresses of all hits."""
    return {(found.hit.document_id, found.hit.address) for found in search(library, text, size=500, **options).hits}


@pytest.fixture(scope="module")
def everything(library):
    """The addresses of all passages."""
    return {(i, address) for i in library.documents for _, address in library.engine.passages(i)}


def test_exclusion_never_leaks_through_widening(library, everything):
    """For every entry: what is excluded is exactly what would be found, whatever the glossary adds (paperless-ngx 14156)."""
    for entry in library.glossary.entries.values():
        found = addresses(library, entry.term)
        for excluded in (
            f"-{entry.term}",
            f"非 {entry.term}",
            f"NOT({entry.term})",
            f"的 -{entry.term} 或 的 非 {entry.term}",
        ):
            rest = addresses(library, excluded)
            assert not rest & found, excluded
        assert addresses(library, f"-{entry.term}") == everything - found


def test_related_passages_have_nothing_that_is_excluded(library):
    """The list beside the hits keeps to the exclusions too."""
    answer = search(library, "查无此词 六稳 工作 -就业", related=True)
    assert answer.total == 0
    assert answer.related
    assert not any("就业" in found.hit.passage.text for found in answer.related)


def test_a_term_finds_what_its_entry_lists(library):
    """术语: and the page of the entry give the same passages and the same number of uses, widening on or off."""
    for entry in library.glossary.entries.values():
        uses = entry_uses(library, entry)
        listed = {(use.hit.document_id, use.hit.address) for use in uses.passages}
        for widen in (True, False):
            answer = search(library, f"术语:“{entry.term}”", size=500, widen=widen)
            assert {(found.hit.document_id, found.hit.address) for found in answer.hits} == listed, entry.term
        assert answer.occurrences["body"] == uses.body
    assert search(library, "术语:liuwen").total == search(library, "术语:六稳").total > 0


def test_every_mark_is_an_occurrence(library):
    """The spans of a hit are as many as it counts, and stand in its text."""
    for text in ("六稳 六保", "就业 ~10 稳定", "同句(企业 就业)", "三…新", "六稳六保", "发展 或 改革", "工业 -农业"):
        for found in search(library, text, size=100).hits:
            assert len(found.spans) == found.hit.occurrences, text
            assert all(span.of(found.hit.passage.text) for span in found.spans)


def test_strict_counts_what_an_editor_finds(library):
    """Strict totals are those of plain string search over the texts of the passages."""
    texts = [passage.text for i in library.documents for passage, _ in library.engine.passages(i)]
    for literal in ("六稳", "“六稳”", "2021年", "8.0%", "AI", "，", "三高四新"):
        answer = search(library, f"「{literal}」", strict=True, size=1)
        expected = 0 if literal == "，" else sum(text.count(literal) for text in texts)  # marks alone are no query
        assert sum(answer.occurrences.values()) == expected, literal
        assert "逐字符比较" in answer.reading or literal == "，"


def test_a_slip_is_told_on_the_answer(library):
    """The page gets the sentence and the place, and hits all the same."""
    answer = search(library, "(六稳")
    assert answer.total == search(library, "“六稳”").total
    assert "括号没有配对" in answer.notes[-1]
    assert answer.query.slips[0].of(answer.query.text) == "(六稳"


def test_one_reading_for_all(library):
    """Who marks or counts a query reads it as the search does."""
    query = understand(library, "六稳六保 年:2021", widen=True)
    answer = search(library, "六稳六保 年:2021")
    assert query == answer.query
    assert understand(library, "六稳六保", widen=False).widened == ()


@pytest.mark.corpus
def test_a_sentence_copied_with_its_note_marks_leads_to_its_passage(report_library):
    """Marks of notes are no part of a passage: what was copied with them is offered without them."""
    names = [i for i in report_library.documents if any(p.note_marks for p, _ in report_library.engine.passages(i))]
    assert len(names) > 30
    led = 0
    for document in names:
        passage = next(p for p, _ in report_library.engine.passages(document) if p.note_marks)
        mark = passage.note_marks[-1]
        copied = "".join(c for c in passage.text[max(0, mark.start - 8) : mark.end + 8] if c not in '“”"《》「」‘’\n')
        query = understand(report_library, f"“{copied}”")
        offered = [f"“{copied}”", *(one.text for one in correct(report_library, query)[:1])]
        found = [one.hit for text in offered for one in search(report_library, text, size=500).hits]
        led += (document, passage.number) in {(hit.document_id, hit.passage.number) for hit in found}
    assert led >= 0.9 * len(names), (led, len(names))


def test_a_note_mark_that_is_typed_is_looked_for(library):
    """A literal is what it is: the number of a document, and a mark in brackets."""
    assert understand(library, "国发〔2022〕2号").needles == ("国发\x01\x022022\x03\x01\x022\x03号",)
    assert understand(library, "双循环[26]新格局").needles == ("双循环\x01\x0226\x03\x01新格局",)
