"""The ids of new documents: from facts alone, nothing guessed, never one that is taken; and hostile names, which reach no path."""

import json
import zipfile

import pytest

from indexer.address import is_document_id
from indexer.corpus import read_meta, walk
from indexer.document import Facts
from indexer.intake import add
from indexer.intake.naming import meta_text, name_document, next_edition
from indexer.settings import load

SHA = "3f9a2b" + "7" * 58
HETANG = {"region": "株洲市荷塘区", "region_code": "430202", "level": "county"}


@pytest.mark.parametrize(
    ("facts", "wanted"),
    [
        (Facts(**HETANG, year=2021, kind="gwr"), "430202-hetang-2021-gwr"),
        (Facts(**HETANG, kind="gwr"), "430202-hetang-gwr-3f9a2b"),
        (Facts(year=2021, kind="gwr"), "2021-gwr-3f9a2b"),
        (Facts(region="山东省", region_code="370000", year=2020, kind="policy"), "370000-shandong-2020-policy-3f9a2b"),
        (Facts(region="山东省", region_code="370000", year=2020), "370000-shandong-2020-3f9a2b"),
        (Facts(year=2020, kind="policy"), "2020-policy-3f9a2b"),
        (Facts(region="一处不在表里的地方", year=2020), "2020-3f9a2b"),
        (Facts(region_code="999999", kind="law"), "law-3f9a2b"),
        (Facts(), "doc-3f9a2b"),
    ],
)
def test_an_id_has_what_is_known_and_nothing_else(facts, wanted):
    """What is missing is left out, and six digits of the sha256 stand for it."""
    assert name_document(facts, SHA, lambda _: False) == wanted
    assert is_document_id(wanted)


def test_a_taken_id_is_never_given_again():
    """Reports become editions; other kinds take as many digits as make them free."""
    taken = {"430202-hetang-2021-gwr", "430202-hetang-2021-gwr-e2", "doc-3f9a2b", "doc-3f9a2b7"}
    report = Facts(**HETANG, year=2021, kind="gwr")
    assert name_document(report, SHA, taken.__contains__) == "430202-hetang-2021-gwr-e3"
    assert name_document(Facts(), SHA, taken.__contains__) == "doc-3f9a2b77"
    assert next_edition("430202-hetang-2021-gwr-e2", taken.__contains__) == "430202-hetang-2021-gwr-e3"


@pytest.mark.parametrize(
    "value", ["no", "010", "2021-02-05", "a: b # c", '"quoted" \\ back', "“引号”：\t冒号", "- x", "{}", "'"]
)
def test_meta_yaml_comes_back_as_it_was_stated(tmp_path, value):
    """Codes and years are quoted; no value is taken for a number, a date, a comment or a structure."""
    path = tmp_path / "meta.yaml"
    path.write_bytes(meta_text(SHA, value, value, {"title": value, "year": "2021", "authors": [value]}))
    assert read_meta(path) == {
        "sha256": SHA,
        "file": value,
        "origin": value,
        "title": value,
        "year": "2021",
        "authors": [value],
    }
    assert '"2021"' in path.read_text(encoding="utf-8")


HOSTILE = [
    "../../etc/passwd",
    "/etc/passwd",
    "..\\..\\x",
    "a\0b",
    "x" * 5000,
    "\u202eexe.txt",
    "a\nb",
    "\ud800",
    ".",
    "..",
]


@pytest.mark.parametrize("name", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_names_in_json_lines_reach_no_path(tmp_path, name):
    """As id, title, region and url: the document is in the corpus under an id of ours, and nothing is outside of it."""
    settings = load({}, home=tmp_path / "home")
    row = {
        "text": "扎实做好“六稳”工作。",
        "id": name,
        "title": name,
        "region": name,
        "url": name,
        "doc_type": name,
        "year": name,
    }
    (tmp_path / "rows.jsonl").write_text(json.dumps(row), encoding="utf-8")
    (outcome,) = add(settings, [str(tmp_path / "rows.jsonl")])
    assert outcome.document_id.startswith("doc-")
    assert [folder.document_id for folder in walk(settings.corpus_path)[0]] == [outcome.document_id]
    assert {path.name for path in tmp_path.iterdir()} == {"home", "rows.jsonl"}
    assert not walk(settings.corpus_path)[1]


@pytest.mark.parametrize("name", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_paths_are_one_line_of_the_report(tmp_path, name):
    """A path that is not there, or that no system has, is refused in one sentence."""
    settings = load({}, home=tmp_path / "home")
    wanted = str(tmp_path / "none") + "/" + name.strip("/.") + "x"
    (outcome,) = add(settings, [wanted])
    assert outcome.state == "refused"
    assert "未导入" in outcome.error
    assert len(outcome.error) < 300
    assert outcome.error.isprintable()


@pytest.mark.parametrize("name", ["../x.txt", "/etc/x.txt", "a/../../x.txt", "C:\\x.txt"])
def test_a_zip_with_a_name_that_leads_out_is_refused_as_a_whole(tmp_path, name):
    """One line, and nothing written anywhere."""
    settings = load({}, home=tmp_path / "home")
    with zipfile.ZipFile(tmp_path / "evil.zip", "w") as archive:
        archive.writestr("good.txt", "扎实做好“六稳”工作。")
        archive.writestr(name, "扎实做好“六保”工作。")
    (outcome,) = add(settings, [str(tmp_path / "evil.zip")])
    assert outcome.state == "refused"
    assert "越界" in outcome.error
    assert not list(settings.corpus_path.iterdir())


def test_a_member_with_a_name_of_5000_letters_is_taken_in_under_an_id(tmp_path):
    """The name is shortened where it is shown and written; the suffix still counts."""
    settings = load({}, home=tmp_path / "home")
    with zipfile.ZipFile(tmp_path / "long.zip", "w") as archive:
        archive.writestr("长" * 5000 + ".txt", "扎实做好“六稳”工作。")
        archive.writestr("无后缀", "全面落实“六保”任务。")
        archive.writestr("odd.$$$", "建设智汇青岭品牌。")
    outcomes = list(add(settings, [str(tmp_path / "long.zip")]))
    assert [o.state for o in outcomes] == ["added"] * 3
    assert all(len(o.label) < 500 for o in outcomes)
    folders, faults = walk(settings.corpus_path)
    assert {folder.source.name for folder in folders} == {"source.txt"}
    assert not faults
