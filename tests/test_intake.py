"""Adding documents: from files, folders, ZIP files and JSON lines into the corpus, byte for byte, with a report an item."""

import gzip
import hashlib
import json
import zipfile

import pytest

from indexer.corpus import read_meta, walk
from indexer.intake import FIELDS, add
from indexer.settings import load

REPORT = (
    "政府工作报告\n——2021年1月20日在{place}第五届人民代表大会第六次会议上\n{place}区长 张三\n各位代表：\n现在，我代表区人民政府，向大会报告工作，请予审议。\n"
    "一、2020年工作回顾\n过去一年，我们扎实做好“六稳”工作，{words}。\n二、2021年工作安排\n{more}。\n各位代表，让我们团结奋斗，谱写新篇章！\n"
)


def report(place="株洲市荷塘区", words="建成云端小镇", more="启动数字小镇建设"):
    """A small government work report."""
    return REPORT.format(place=place, words=words, more=more)


@pytest.fixture
def settings(tmp_path):
    """An empty home; not even the corpus folder is there."""
    return load({}, home=tmp_path / "home")


def taken(settings, *paths, **options):
    """The outcomes of adding paths."""
    return list(add(settings, map(str, paths), **options))


def tree(folder):
    """Every file below a folder with its digest."""
    return {
        str(p.relative_to(folder)): hashlib.sha256(p.read_bytes()).hexdigest()
        for p in sorted(folder.rglob("*"))
        if p.is_file()
    }


def test_a_folder_is_taken_in_byte_for_byte_and_each_file_reported(settings, tmp_path):
    """Nested files yes, hidden files, hidden folders and links no; a bad file is named with its reason and stops no other."""
    data = {"甲.txt": report().encode("gb18030"), "下/乙.HTML": f"<html><body><p>{report('浏阳市')}</p></body></html>".encode(),
            "坏.docx": b"PK\x03\x04 half", ".隐.txt": b"hidden", ".git/x.txt": b"hidden", "空.txt": b""}  # fmt: skip
    for name, content in data.items():
        (tmp_path / "in" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "in" / name).write_bytes(content)
    (tmp_path / "in" / "link.txt").symlink_to(tmp_path / "in" / "甲.txt")
    (tmp_path / "in" / "loop").symlink_to(tmp_path / "in")
    outcomes = taken(settings, tmp_path / "in")
    states = {outcome.label.rpartition("/")[2]: outcome.state for outcome in outcomes}
    assert states == {"坏.docx": "refused", "空.txt": "refused", "甲.txt": "added", "乙.HTML": "added"}
    assert all(o.error and o.label in o.error for o in outcomes if o.state == "refused")
    folder = settings.corpus_path / "430202-hetang-2021-gwr"
    assert (folder / "source.txt").read_bytes() == data["甲.txt"]
    meta = read_meta(folder / "meta.yaml")
    assert meta == {"sha256": hashlib.sha256(data["甲.txt"]).hexdigest(), "file": "甲.txt", "origin": "in/甲.txt"}
    assert [f.source.name for f in walk(settings.corpus_path)[0]] == ["source.html", "source.txt"]


def test_a_zip_is_taken_in_by_members_with_their_names(settings, tmp_path):
    """Names in UTF-8 and in GBK, a JSON-lines member, a damaged member: each on a line of its own."""
    with zipfile.ZipFile(tmp_path / "报告.zip", "w") as archive:
        archive.writestr("2021/荷塘.txt", report())
        archive.writestr("more.jsonl", json.dumps({"text": report("浏阳市")}) + "\n")
        archive.writestr("空.txt", "")
        archive.writestr("__MACOSX/x.txt", "x")
    outcomes = taken(settings, tmp_path / "报告.zip")
    names = [(outcome.label.partition("报告.zip")[2], outcome.state) for outcome in outcomes]
    assert names == [("/2021/荷塘.txt", "added"), ("/more.jsonl:1", "added"), ("/空.txt", "refused")]
    meta = read_meta(settings.corpus_path / "430202-hetang-2021-gwr" / "meta.yaml")
    assert (meta["file"], meta["origin"]) == ("荷塘.txt", "报告.zip/2021/荷塘.txt")


@pytest.mark.parametrize("suffix", [".jsonl", ".jsonl.gz", ".NDJSON"])
def test_json_lines_state_facts_which_the_text_may_overrule(settings, tmp_path, suffix):
    """Fields by their usual names or as mapped; a value that is not understood is a doubt; the text is believed first."""
    rows = [
        {"id": "r1", "text": "扎实做好“六稳”工作。", "标题": "某通知", "region": "湖南省", "year": "2020年", "doc_type": "policy",
         "doc_number": "湘政〔2020〕1号", "url": "http://example.org/1", "date": "2020/2/3", "authors": ["湖南省人民政府"], "level": "省"},
        {"text": report(), "region": "长沙市", "year": 2019, "level": "planet", "url": "javascript:alert(1)", "doc_type": ["x"]},
    ]  # fmt: skip
    lines = "\n\n".join(json.dumps(row, ensure_ascii=False) for row in rows).encode()
    path = tmp_path / f"rows{suffix}"
    path.write_bytes(gzip.compress(lines) if suffix.endswith("gz") else lines)
    first, second = taken(settings, path, fields={**FIELDS, "title": "标题"})
    assert first.document_id.startswith("430000-hunan-2020-policy-")
    meta = read_meta(settings.corpus_path / first.document_id / "meta.yaml")
    assert (meta["title"], meta["date"], meta["number"], meta["level"]) == (
        "某通知",
        "2020-02-03",
        "湘政〔2020〕1号",
        "province",
    )
    assert meta["origin"] == f"{path.name} 第 1 行（r1）"
    assert (settings.corpus_path / first.document_id / "source.txt").read_text(encoding="utf-8") == rows[0]["text"]
    assert second.document_id == "430202-hetang-2021-gwr"
    doubts = " ".join(second.doubts)
    assert all(word in doubts for word in ("级别字段", "网址字段", "文种字段", "地区不一致", "年份不一致"))


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b"{", "JSON"), (b"[1]", "JSON"), (b'"text"', "JSON"), (b'{"body": "x"}', "--map text="), (b'{"text": "  "}', "text"),
        (b'{"text": 5}', "text"), (b'{"text": "\xff"}', "UTF-8"), (b'{"text": ' + b"9" * 5000 + b"}", "JSON"), (b"[" * 100_000, "JSON"),
    ],
    ids=range(9),
)  # fmt: skip
def test_a_bad_line_is_named_and_stops_no_other(settings, tmp_path, line, reason):
    """The number of the line and what is wrong with it; the line after it is taken in."""
    path = tmp_path / "rows.jsonl"
    path.write_bytes(line + b"\n" + json.dumps({"text": report()}).encode())
    bad, good = taken(settings, path)
    assert bad.state == "refused"
    assert f"{path}:1：" in bad.error
    assert reason in bad.error
    assert good.state == "added"


def test_a_cut_gzip_gives_what_it_has_and_says_where_it_ends(settings, tmp_path):
    """The lines before the damage are taken in; the rest is one line of the report."""
    lines = b"".join(
        json.dumps({"text": report(words=f"建成第{n}座" + "桥梁" * n)}).encode() + b"\n" for n in range(400)
    )
    data = gzip.compress(lines)
    (tmp_path / "rows.jsonl.gz").write_bytes(data[: len(data) // 2])
    outcomes = taken(settings, tmp_path / "rows.jsonl.gz")
    assert outcomes[0].state == "added"
    assert outcomes[-1].state == "refused"
    assert "损坏" in outcomes[-1].error


@pytest.mark.parametrize("jobs", [1, 2])
def test_the_order_and_the_ids_do_not_depend_on_the_processes(settings, tmp_path, jobs):
    """The first of two copies is the one that stays, whoever read it first."""
    for number, words in enumerate(("甲", "乙", "丙", "甲", "丁")):
        (tmp_path / f"{number}.txt").write_text(report(words=words * 200, more=words * 300), encoding="utf-8")
    outcomes = taken(settings, *sorted(tmp_path.glob("*.txt")), jobs=jobs)
    assert [o.state for o in outcomes] == ["added", "added", "added", "already", "added"]
    stem = "430202-hetang-2021-gwr"
    assert [o.document_id for o in outcomes] == [stem, f"{stem}-e2", f"{stem}-e3", stem, f"{stem}-e4"]


def test_a_second_run_finds_everything_there_and_changes_nothing(settings, tmp_path):
    """Resumed where it was stopped: what is in is said to be in, what is new is added, not a byte of the rest changes."""
    (tmp_path / "a.txt").write_text(report(), encoding="utf-8")
    taken(settings, tmp_path / "a.txt")
    before = tree(settings.corpus_path)
    (tmp_path / "b.txt").write_text(report("浏阳市", "发展花炮产业"), encoding="utf-8")
    again, new = taken(settings, tmp_path / "a.txt", tmp_path / "b.txt")
    assert (again.state, again.document_id, new.state) == ("already", "430202-hetang-2021-gwr", "added")
    after = tree(settings.corpus_path)
    assert {name: after[name] for name in before} == before


def test_what_was_added_is_what_a_build_makes_of_it(settings, tmp_path):
    """Facts, passages and doubts of the report of an import are those of the index, hints of the file name included."""
    from indexer.build import build_index
    from indexer.library import open_library

    text = "各位代表：\n现在，我代表市人民政府向大会报告工作，请予审议。\n一、工作回顾\n" + "过去一年成绩显著。\n" * 20
    (tmp_path / "2024年长沙市政府工作报告.txt").write_text(text, encoding="utf-8")
    (outcome,) = taken(settings, tmp_path / "2024年长沙市政府工作报告.txt")
    assert outcome.document_id == "430100-changsha-2024-gwr"
    (built,) = build_index(settings).outcomes
    assert (built.passages, built.characters, built.doubts) == (outcome.passages, outcome.characters, outcome.doubts)
    library = open_library(settings)
    assert library.documents[outcome.document_id] == outcome.facts
    library.engine.close()


def test_tables_among_the_files_are_no_documents(settings, tmp_path):
    """Lists of files and exports are refused by what they are, whatever their name; prose with tabs or commas is not."""
    (tmp_path / "list.txt").write_text("file\tkind\tyear\na\tb\t1\nc\td\t2\n", encoding="utf-8")
    (tmp_path / "list.csv").write_text("file,kind,year\na,b,1\nc,d,2\n", encoding="utf-8")
    (tmp_path / "list.json").write_text('{"a": "扎实做好工作"}', encoding="utf-8")
    (tmp_path / "prose.txt").write_text(report() + "第一,第二,第三。\n\t缩进\n", encoding="utf-8")
    states = {o.label.rpartition("/")[2]: (o.state, o.error) for o in taken(settings, *sorted(tmp_path.glob("*.*")))}
    assert states["prose.txt"][0] == "added"
    assert all("数据表" in states[name][1] for name in ("list.txt", "list.csv", "list.json"))
