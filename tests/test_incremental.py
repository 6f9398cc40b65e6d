"""An incremental build: only what changed is read and cut again, and the index is the same as from nothing."""

import json
import shutil

import pytest

from indexer import prepared
from indexer.build import build_index
from indexer.corpus import walk
from indexer.glossary.reading import load_glossary
from indexer.library import segmenter
from indexer.prepared import Preparer, cache_folder
from indexer.publish import current
from indexer.settings import load

TEXTS = {
    "a": "扎实做好“六稳”工作，启动云端小镇建设。",
    "b": "政府工作报告\n各位代表：\n一、回顾\n全面落实“六保”任务。",
    "c": "建设智汇青岭品牌。",
}


@pytest.fixture
def settings(tmp_path):
    """A home with three small documents."""
    for name, text in TEXTS.items():
        (tmp_path / "corpus" / name).mkdir(parents=True)
        (tmp_path / "corpus" / name / "source.txt").write_text(text, encoding="utf-8")
    return load({}, home=tmp_path)


@pytest.fixture
def counted(monkeypatch):
    """The ids of the documents that are read, in order, and the number of passages that are cut into words."""
    from indexer.segment import Segmenter

    read, cut = [], []
    really_read, really_cut = prepared.read_document, Segmenter.words

    def reading(folder):
        read.append(folder.document_id)
        return really_read(folder)

    def cutting(self, text):
        cut.append(text)
        return really_cut(self, text)

    monkeypatch.setattr(prepared, "read_document", reading)
    monkeypatch.setattr(Segmenter, "words", cutting)
    return read, cut


def content(settings):
    """The content digest and the records of the index that serves."""
    generation = current(settings.index_path)
    return generation.manifest["content"], json.loads(
        (generation.folder / "documents.json").read_text(encoding="utf-8")
    )


def test_an_unchanged_corpus_is_neither_read_nor_cut_again(settings, counted):
    """The second build gives the same content, records and addresses, and reads nothing."""
    read, cut = counted
    build_index(settings)
    first = content(settings)
    assert (read, len(cut)) == (["a", "b", "c"], 6)
    report = build_index(settings)
    assert (read, len(cut)) == (["a", "b", "c"], 6)
    assert (report.new_addresses, content(settings)) == (0, first)
    shutil.rmtree(settings.index_path)
    build_index(settings)
    assert content(settings) == first


def change_source(settings):
    """Other words in a."""
    (settings.corpus_path / "a" / "source.txt").write_text("启动数字小镇建设。", encoding="utf-8")


def change_meta(settings):
    """Another title for a."""
    (settings.corpus_path / "a" / "meta.yaml").write_text("title: 某通知\n", encoding="utf-8")


def damage(settings):
    """One byte of every entry is another, one entry is cut, one is empty."""
    entries = sorted(cache_folder(settings).iterdir())
    for path in entries:
        data = path.read_bytes()
        path.write_bytes(data[:-9] + bytes([data[-9] ^ 1]) + data[-8:])
    entries[0].write_bytes(entries[0].read_bytes()[:50])
    entries[1].write_bytes(b"")


@pytest.mark.parametrize(
    ("change", "wanted"), [(change_source, ["a"]), (change_meta, ["a"]), (damage, ["a", "b", "c"])]
)
def test_what_changed_is_read_again_and_the_index_is_as_from_nothing(settings, counted, change, wanted):
    """Source, meta.yaml and a damaged cache: just these documents are read, and no trace of the old is left."""
    read, _ = counted
    build_index(settings)
    read.clear()
    change(settings)
    build_index(settings)
    assert read == wanted
    after = content(settings)
    shutil.rmtree(settings.index_path)
    build_index(settings)
    assert content(settings) == after


def test_a_new_term_cuts_words_again_and_reads_nothing(settings, counted):
    """The dictionary decides words alone."""
    read, cut = counted
    build_index(settings)
    read.clear()
    cut.clear()
    settings.glossary_path.write_text("智汇青岭: 一个品牌\n", encoding="utf-8")
    build_index(settings)
    assert (read, len(cut)) == ([], 6)


def test_other_code_reads_everything_again(settings, counted, monkeypatch):
    """The fingerprint of the code is part of every entry's name."""
    read, _ = counted
    build_index(settings)
    read.clear()
    monkeypatch.setattr(prepared, "code_fingerprint", lambda: "other")
    build_index(settings)
    assert read == ["a", "b", "c"]


def test_the_cache_keeps_what_the_last_build_used_and_nothing_else(settings):
    """Three entries a document; those of changed and of removed documents go, and leftovers of dead writers with them."""
    build_index(settings)
    (cache_folder(settings) / "x.999999999.tmp").write_bytes(b"half")
    change_source(settings)
    shutil.rmtree(settings.corpus_path / "b")
    build_index(settings)
    assert len(list(cache_folder(settings).iterdir())) == 6


def test_a_cache_that_cannot_be_written_is_no_error(settings, monkeypatch):
    """A file in the place of the folder: everything is made, nothing is kept."""
    settings.index_path.mkdir()
    cache_folder(settings).write_text("", encoding="utf-8")
    assert not build_index(settings).failed
    assert not build_index(settings).failed


@pytest.mark.corpus
def test_prepared_documents_come_back_as_they_were(tmp_path, shared):
    """40 real reports, spread over the file: document, keys and words from the cache equal those that were made."""
    from indexer.intake import add

    settings = load({}, home=tmp_path)
    import gzip

    with gzip.open(shared / "data/reports/reports.jsonl.gz", "rb") as file:
        rows = [line for number, line in enumerate(file) if number % 11 == 0]
    (tmp_path / "some.jsonl").write_bytes(b"".join(rows))
    outcomes = list(add(settings, [str(tmp_path / "some.jsonl")], jobs=2))
    assert {outcome.state for outcome in outcomes} == {"added"}
    words = segmenter(load_glossary(settings.glossary_path))
    preparer = Preparer(tmp_path / "other", words)
    made = [preparer.prepare(folder) for folder in walk(settings.corpus_path)[0]]
    again = Preparer(tmp_path / "other", words)
    assert [again.prepare(folder) for folder in walk(settings.corpus_path)[0]] == made
    assert (preparer.made, again.made) == (len(made), 0)
    added = Preparer(cache_folder(settings), words)
    assert [added.prepare(folder) for folder in walk(settings.corpus_path)[0]] == made
    assert added.made == 0
