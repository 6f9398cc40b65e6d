"""Build and library: one bad file stops nothing, an index that does not fit is not read, a glossary may change at any time."""

import json
import random
import shutil

import pytest

from indexer.build import build_index
from indexer.errors import GlossaryError, Gone, IndexMissing, IndexOutdated, NotFound, SourceError
from indexer.library import fingerprint, open_library
from indexer.lookup import find_document
from indexer.publish import MANIFEST, POINTER, current, file_digest
from indexer.search import search
from indexer.settings import load

DOC = "430202-hetang-2021-gwr"


@pytest.fixture
def settings(tmp_path):
    """A home with three small documents and a glossary."""
    for name, text in {
        "a": "扎实做好“六稳”工作，启动云端小镇建设。",
        "b": "全面落实“六保”任务。",
        "c": "建设智汇青岭品牌。",
    }.items():
        (tmp_path / "corpus" / name).mkdir(parents=True)
        (tmp_path / "corpus" / name / "source.txt").write_text(text, encoding="utf-8")
    (tmp_path / "glossary.yaml").write_text("六稳: 六项工作\n", encoding="utf-8")
    return load({}, home=tmp_path)


def total(settings, text):
    """The number of hits in a library opened afresh."""
    library = open_library(settings)
    try:
        return search(library, text).total
    finally:
        library.engine.close()


def test_one_bad_document_is_named_and_stops_no_other(settings):
    """Empty, of two sources, of a bad name, of the wrong checksum: each has its sentence, the rest is found."""
    corpus = settings.corpus_path
    for name in ("empty", "two", "Bad_Name", "wrong"):
        (corpus / name).mkdir()
        (corpus / name / "source.txt").write_text("六稳" * (name != "empty"), encoding="utf-8")
    (corpus / "two" / "source.html").write_text("<p>六稳", encoding="utf-8")
    (corpus / "wrong" / "meta.yaml").write_text(f'sha256: "{"0" * 64}"\n', encoding="utf-8")
    report = build_index(settings)
    assert len(report.failed) == 4
    messages = " ".join(outcome.error for outcome in report.failed)
    assert all(name in messages for name in ("empty", "two", "Bad_Name", "wrong"))
    assert total(settings, "六稳") == 1


def test_two_builds_of_one_corpus_have_one_content_and_add_no_address(settings):
    """Generations count up; the content digest, independent of the engine's file names, stays."""
    first = build_index(settings)
    digest = current(settings.index_path).manifest["content"]
    second = build_index(settings)
    assert (first.new_addresses, second.new_addresses) == (3, 0)
    assert second.generation == first.generation + 1
    assert current(settings.index_path).manifest["content"] == digest


def test_a_withdrawn_document_is_gone_and_one_that_never_was_is_not_found(settings):
    """Deleted from disk and indexed again: no hit, and its id says that it was here."""
    build_index(settings)
    shutil.rmtree(settings.corpus_path / "a")
    for _ in range(3):
        build_index(settings)
    library = open_library(settings)
    assert search(library, "六稳").total == 0
    with pytest.raises(Gone, match="撤下"):
        find_document(library, "a")
    with pytest.raises(NotFound):
        find_document(library, "never")


@pytest.mark.parametrize("part", ["schema", "reader", "folding", "engine"])
def test_an_index_of_another_version_is_not_read(settings, part):
    """Each part of the fingerprint alone is enough; the message names it and the command (F7)."""
    build_index(settings)
    folder = current(settings.index_path).folder
    path = folder / MANIFEST
    manifest = json.loads(path.read_bytes())
    manifest["fingerprint"][part] = "other"
    path.chmod(0o644)
    path.write_text(json.dumps(manifest), encoding="utf-8")
    (settings.index_path / POINTER).write_text(f"{folder.name} {file_digest(path)}\n", encoding="ascii")
    with pytest.raises(IndexOutdated, match="baogao build"):
        open_library(settings)
    assert part in fingerprint(settings.engine)


def test_a_glossary_that_grew_leaves_the_exact_layer_complete(settings):
    """New words make the dictionary another: words are off with a note, every literal is still found; a build heals (F29)."""
    build_index(settings)
    settings.glossary_path.write_text("六稳: 六项工作\n智汇青岭: 一个品牌\n", encoding="utf-8")
    library = open_library(settings)
    assert not library.words_usable
    assert "baogao build" in library.notes[0]
    assert search(library, "智汇青岭").total == search(library, "汇青").total == 1
    assert search(library, "查无此词工作").related == ()
    build_index(settings)
    assert open_library(settings).words_usable


def test_counts_do_not_depend_on_the_dictionary(library, built, tmp_path):
    """50 random strings made terms after indexing: the same counts as before (F29)."""
    rng = random.Random(29)
    text = "".join(passage.text for passage, _ in library.engine.passages(DOC))
    terms = {text[i : i + 4] for i in (rng.randrange(len(text) - 4) for _ in range(80))}
    terms = sorted(t for t in terms if t.strip() and all("一" <= c <= "龥" for c in t))[:50]
    home = tmp_path / "home"
    shutil.copytree(built.home, home)
    (home / "glossary.yaml").write_text("".join(f'"{term}": 释义\n' for term in terms), encoding="utf-8")
    changed = open_library(load({}, home=home))
    assert [search(changed, f'"{t}"').occurrences for t in terms] == [
        search(library, f'"{t}"').occurrences for t in terms
    ]


def test_a_broken_glossary_stops_no_search(settings):
    """The copy of the last build serves, a note says what is wrong; a build refuses with the line and leaves the index."""
    build_index(settings)
    settings.glossary_path.write_text("六稳: 甲\n六稳: 乙\n", encoding="utf-8")
    library = open_library(settings)
    assert search(library, "六稳").total == 1
    assert [entry.term for entry in library.glossary.entries.values()] == ["六稳"]
    assert "2" in library.notes[0]
    with pytest.raises(GlossaryError, match="六稳"):
        build_index(settings)
    assert total(settings, "六稳") == 1


def test_nothing_to_index_and_nothing_indexed_are_said(tmp_path):
    """No corpus folder, no index: what is missing and what to do."""
    with pytest.raises(SourceError, match="corpus"):
        build_index(load({}, home=tmp_path))
    with pytest.raises(IndexMissing, match="baogao build"):
        open_library(load({}, home=tmp_path))


def test_facts_of_the_real_report_come_from_its_text(library):
    """株洲市荷塘区 · 430202 · county · 2021-02-03 · 第五届…第六次会议 · 罗鹏程（代区长） · 株洲市荷塘区人民政府."""
    facts = library.documents[DOC]
    assert (facts.region, facts.region_code, facts.level, facts.year) == ("株洲市荷塘区", "430202", "county", 2021)
    assert (facts.date, facts.meeting) == ("2021-02-03", "第五届人民代表大会第六次会议")
    assert (facts.speaker, facts.speaker_role, facts.authors) == ("罗鹏程", "代区长", ("株洲市荷塘区人民政府",))
    assert (facts.title, facts.kind) == ("政府工作报告", "gwr")


def test_canonical_text_holds_every_sign_of_the_source(library, root):
    """Nothing of the real report is lost or changed between the file and the index."""
    from indexer.signs import sign_key

    source = (root / "corpus" / DOC / "source.txt").read_text(encoding="utf-8")
    assert sign_key("\n".join(p.text for p, _ in library.engine.passages(DOC))) == sign_key(source)


def test_the_corpus_is_the_published_file(root, shared):
    """Byte for byte the document of ../shared, with the checksum that meta.yaml states."""
    source = root / "corpus" / DOC / "source.txt"
    assert source.read_bytes() == (shared / "data/hetang-2021.txt").read_bytes()
    assert file_digest(source) in (root / "corpus" / DOC / "meta.yaml").read_text(encoding="utf-8")


def test_every_published_address_of_the_corpus_still_leads_to_its_words(library, root):
    """The ledger under version control names every passage of today; none moved or changed without a new entry."""
    from indexer.address import parse_address
    from indexer.ledger import read_ledger, resolve

    entries, faults = read_ledger(root / "corpus" / DOC)
    passages = [passage for passage, _ in library.engine.passages(DOC)]
    assert faults == ()
    states = {resolve(parse_address(f"{DOC}/{entry.address}"), passages, entries).state for entry in entries}
    assert states == {"same"}
    assert len(entries) == len(passages)
