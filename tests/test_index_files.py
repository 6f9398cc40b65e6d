"""The files of an index bring no code, are refused if they are not whole or of another format, and need no Whoosh to be searched."""

import json
import marshal
import pickle  # noqa: TID251, S403 - only to make it fail
import shutil
import subprocess
import sys

import pytest
from whoosh import query
from whoosh_pair import made_entries

from indexer.engines import whoosh_engine
from indexer.engines.arrays.whoosh_index import ArrayIndex
from indexer.engines.base import Window
from indexer.errors import IndexDamaged, IndexOutdated
from indexer.query import AllOf, Literal, Query
from indexer.signs import query_key

WORD = "发展"
ASKED = Query(WORD, AllOf((Literal(WORD, query_key(WORD)),)))
NAMES = ("load", "loads", "dump", "dumps", "Unpickler", "Pickler")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """An index of made-up passages."""
    path = tmp_path_factory.mktemp("whole")
    whoosh_engine.write(path, made_entries(200))
    return path


@pytest.fixture
def unpickled(monkeypatch):
    """What was pickled or unpickled; whoever does it fails, but Python itself where it imports a module."""
    tried, unmarshal = [], marshal.loads  # noqa: S302 - Python's own, for its compiled modules

    def refuse(*arguments, **more):
        if sys._getframe(1).f_code.co_filename.startswith("<frozen importlib"):
            return unmarshal(*arguments, **more)
        tried.append(arguments)
        raise AssertionError("something is pickled")

    own = [getattr(module, name) for module in (pickle, marshal) for name in NAMES if hasattr(module, name)]
    modules = [pickle, marshal, *(module for name, module in sys.modules.items() if name.partition(".")[0] == "whoosh")]
    for module in modules:
        for name, value in list(vars(module).items()):
            if any(value is one for one in own):
                monkeypatch.setattr(module, name, refuse)
    return tried


def test_pickling_is_noticed(unpickled, tmp_path):
    """Stock Whoosh pickles when it writes: the fixture sees it, so that the tests below prove something."""
    from whoosh.fields import ID, Schema
    from whoosh.filedb.filestore import RamStorage

    with pytest.raises(AssertionError, match="pickled"):
        RamStorage().create_index(Schema(name=ID(stored=True)))
    assert unpickled


def test_our_own_searcher_pickles_nothing(unpickled, tmp_path):
    """Writing, opening, searching, related passages and passages of a document."""
    entries = list(made_entries(120))
    whoosh_engine.write(tmp_path, entries)
    engine = whoosh_engine.open_engine(tmp_path)
    assert engine.search(ASKED, Window()).total == sum(query_key(WORD) in entry.key for entry in entries)
    assert engine.related(["develop", "developing"], (), 5)
    assert len(engine.passages(entries[0].document_id)) == 40
    assert engine.documents()
    assert not unpickled


def test_whoosh_over_our_files_unpickles_nothing(unpickled, folder):
    """Opening, searching, stored fields, columns, groups, orders and terms."""
    with ArrayIndex(folder).searcher() as searcher:
        hits = searcher.search(query.Prefix("words", "d"), groupedby="level", sortedby="year", limit=None)
        assert len(hits)
        assert hits.groups()
        assert all(hit["text"] == hit.fields()["text"] for hit in hits)
        assert list(searcher.reader().column_reader("document"))
        assert list(searcher.reader().all_terms())
        assert searcher.search(query.Term("words", "develop"), limit=3).top_n
    assert not unpickled


@pytest.fixture
def copied(folder, tmp_path):
    """A copy of the index, which may be changed."""
    return shutil.copytree(folder, tmp_path / "engine")


@pytest.mark.parametrize("opened", [whoosh_engine.open_engine, ArrayIndex])
@pytest.mark.parametrize("change", [{"version": 2}, {"format": "another"}])
def test_another_format_is_refused(copied, change, opened):
    """Both ways in say which format it is, which is read, and what to do."""
    about = json.loads((copied / "index.json").read_text(encoding="utf-8"))
    (copied / "index.json").write_text(json.dumps({**about, **change}), encoding="utf-8")
    with pytest.raises(IndexOutdated, match=r"engine 的格式是 .*，本程序只读 baogao-arrays/1；请运行 baogao build"):
        opened(copied)


def shorten(path):
    """Take the last byte away."""
    path.write_bytes(path.read_bytes()[:-1])


@pytest.mark.parametrize("opened", [whoosh_engine.open_engine, ArrayIndex])
@pytest.mark.parametrize("harm", [shorten, lambda path: path.unlink()], ids=["truncated", "missing"])
def test_a_damaged_file_is_refused(folder, copied, harm, opened):
    """A file that is shorter or gone is refused before anything is read, whichever it is; the message says what to do."""
    for path in sorted(folder.iterdir()):
        if not path.stat().st_size or (path.name == "index.json" and harm is shorten):
            continue  # without its last line break index.json is the same
        harm(copied / path.name)
        with pytest.raises(IndexDamaged, match=r"请运行 baogao build 重建索引"):
            opened(copied)
        shutil.copy(path, copied / path.name)
    (copied / "index.json").write_text('{"format": ', encoding="utf-8")
    with pytest.raises(IndexDamaged, match=r"index\.json 缺失或已损坏"):
        opened(copied)


SEARCHED = """
import sys
from indexer.cli import cli
try:
    cli(["search", "发展"])
except SystemExit as end:
    assert not end.code
assert "indexer.engines.whoosh_engine" in sys.modules
assert not [name for name in sys.modules if name.partition(".")[0] == "whoosh"]
print("no Whoosh")
"""


def test_a_search_imports_no_whoosh(built, root):
    """`baogao search` in a process of its own: our engine is there, the library is not."""
    done = subprocess.run(
        [sys.executable, "-c", SEARCHED],
        env={"BAOGAO_HOME": str(built.home), "PYTHONPATH": str(root), "PYTHONIOENCODING": "utf-8"},
        cwd=root,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.rstrip().endswith("no Whoosh")
