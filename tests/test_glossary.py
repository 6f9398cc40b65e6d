"""Our glossary.yaml: true to the report it cites, readable by any other program, and its schema up to date."""

import json
from pathlib import Path

import jsonschema
import pytest
import yaml

from indexer.document import BODY_PARTS, Facts
from indexer.glossary import dictionary_words, forms, index_letter, load_glossary, sort_key
from indexer.glossary.layout import schema_text
from indexer.glossary.pinyin import make_ids, spell
from indexer.occurrences import every_use, matcher_of
from indexer.readers import read
from indexer.signs import query_key
from indexer.structure import build_document

ROOT = Path(__file__).resolve().parents[1]
HETANG = "430202-hetang-2021-gwr"


@pytest.fixture(scope="module")
def glossary():
    """The glossary of this repository."""
    return load_glossary(ROOT / "glossary.yaml")


@pytest.fixture(scope="module")
def hetang():
    """The report that it cites."""
    data = (ROOT / "corpus" / HETANG / "source.txt").read_bytes()
    return build_document(HETANG, read(data, "source.txt"), Facts(), "")


def test_the_ten_terms_of_the_appendix_and_a_composite_are_there(glossary, hetang):
    """Each term that the report defines is an entry, and 六稳六保 is 六稳 and 六保."""
    defined = {definition.term for definition in hetang.definitions}
    assert len(defined) == 10
    assert {entry.term for entry in glossary.entries.values()} == defined | {"六稳六保"}
    assert [glossary.entry(i).term for i in glossary.entry("liuwenliubao").composed_of] == ["六稳", "六保"]


def test_definitions_are_the_words_of_their_source(glossary, hetang):
    """Each definition and each part stands, sign for sign, in the passage that is named as its source."""
    for entry in glossary.entries.values():
        for sense in entry.definitions:
            assert sense.doc == HETANG
            passage = hetang.passages[sense.number - 1]
            assert (passage.number, passage.part) == (sense.number, "note")
            assert sense.text in passage.text
            assert entry.term in passage.text.replace("“", "").replace("”", "")
            assert all(part in sense.text for part in entry.parts)


@pytest.mark.parametrize(
    ("term", "body"),
    [("六稳", 2), ("六保", 2), ("三高四新", 2), ("弹性年期出让", 1), ("一达标两不愁三保障", 1), ("四治一改", 1), ("五控", 1),
     ("6S", 1), ("四个最严", 1), ("民生实事人大代表票决候选事项", 0), ("六稳六保", 0)],
)  # fmt: skip
def test_the_counts_of_the_body_hold(glossary, hetang, term, body):
    """The body uses each term as often as a reader with Ctrl-F finds it; the appendix is counted apart."""
    (entry,) = glossary.lookup(term)
    running = [passage for passage in hetang.passages if passage.part in BODY_PARTS]
    uses = [use.entry_id for passage in running for use in every_use(matcher_of(glossary), passage.words)]
    assert uses.count(entry.id) == body


def test_other_programs_read_the_same(glossary):
    """Stock YAML, with its numbers, dates and booleans, reads our file as we do, and it fits the published schema."""
    with (ROOT / "glossary.yaml").open(encoding="utf-8") as file:
        stock = yaml.safe_load(file)
    jsonschema.validate(stock, json.loads((ROOT / "glossary.schema.json").read_text(encoding="utf-8")))
    for term, entry in zip(stock["terms"], glossary.entries.values(), strict=True):
        assert (term["id"], term["term"], term["pinyin"]) == (entry.id, entry.term, entry.pinyin)
        definitions = [term["definition"]] if "definition" in term else []
        assert definitions == [sense.text for sense in entry.definitions]
        assert term.get("parts", []) == list(entry.parts)


def test_the_schema_is_that_of_the_models():
    """glossary.schema.json is what ``python -m indexer.glossary.layout`` writes."""
    assert (ROOT / "glossary.schema.json").read_text(encoding="utf-8") == schema_text()


def test_pinyin_and_traditional_forms_agree_with_the_terms(glossary):
    """The ids are the pinyin without tones, the pinyin is what pypinyin says, traditional forms match as signs."""
    entries = glossary.entries.values()
    assert tuple(entry.id for entry in entries) == make_ids([entry.pinyin for entry in entries])
    assert [entry.pinyin for entry in entries] == [spell(entry.term) for entry in entries]
    assert all(query_key(entry.traditional or entry.term) == query_key(entry.term) for entry in entries)


def test_the_index_is_in_order_of_pinyin(glossary):
    """Entries sort by pinyin without tones under A to Z; digits stand under #."""
    order = sorted(glossary.entries.values(), key=sort_key)
    assert [(index_letter(entry), entry.term) for entry in order][:4] == [
        ("#", "6S"), ("L", "六保"), ("L", "六稳"), ("L", "六稳六保")
    ]  # fmt: skip


def test_the_dictionary_has_every_form_once(glossary):
    """The words for segmentation are all forms of all entries; forms that differ only in script are one."""
    words = dictionary_words(glossary)
    assert len(words) == len(set(words))
    assert {"六稳", "三高四新", "三高四新战略", "6S管理", "六稳六保"} <= set(words)
    assert forms(glossary.entry("liuwen")) == ("六稳",)
