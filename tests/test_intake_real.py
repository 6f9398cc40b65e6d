"""Adding real files: all of ../shared/data/files, hostile and mutated ones, labels that lie, two reports in one year."""

import gzip
import json
import random
import shutil

import pytest

from indexer.corpus import read_source, walk
from indexer.intake import add
from indexer.settings import load

MUTATIONS = 40


@pytest.fixture
def settings(tmp_path):
    """An empty home."""
    return load({}, home=tmp_path / "home")


def some_reports(shared, path, wanted):
    """A file of the real reports that ``wanted`` chooses, as JSON lines."""
    with gzip.open(shared / "data/reports/reports.jsonl.gz", "rt", encoding="utf-8") as file:
        path.write_text("".join(line for line in file if wanted(json.loads(line))), encoding="utf-8")
    return str(path)


def test_the_national_report_under_the_name_of_a_city_is_a_copy_of_the_national_one(settings, tmp_path, shared):
    """The text is believed: 全国 2024, with a doubt about the file name, and the copy is found beside what is there."""
    path = tmp_path / "2024年台州市政府工作报告.docx"
    shutil.copy(shared / "data/files/docx_taizhou_2024_mislabelled_national.docx", path)
    national = some_reports(shared, tmp_path / "rows.jsonl", lambda row: (row["region"], row["year"]) == ("全国", 2024))
    first, second = add(settings, [national, str(path)])
    assert (first.state, first.document_id) == ("added", "000000-quanguo-2024-gwr")
    assert (second.state, second.copy_of) == ("copy", "000000-quanguo-2024-gwr")
    assert any("地区不一致" in doubt and "台州" in doubt for doubt in second.doubts)
    assert second.differing < 400


def test_two_reports_of_one_place_in_one_year_are_editions(settings, tmp_path, shared):
    """罗湖区 2021 before and after the election: both go in, the second as -e2, and it is said."""
    path = some_reports(
        shared, tmp_path / "rows.jsonl", lambda row: row["region"].endswith("罗湖区") and row["year"] == 2021
    )
    first, second = add(settings, [path])
    assert (first.document_id, second.document_id) == ("440303-luohu-2021-gwr", "440303-luohu-2021-gwr-e2")
    assert any("另一次会议" in doubt for doubt in second.doubts)


def test_a_summary_that_is_no_report_is_doubted(settings, tmp_path, shared):
    """高阳县 2024: 3,400 characters without opening or end; the whole reports of the same county are not doubted so."""
    path = some_reports(shared, tmp_path / "rows.jsonl", lambda row: row["region"].endswith("高阳县"))
    outcomes = {outcome.facts.year: outcome for outcome in add(settings, [path])}
    assert any("摘要或节选" in doubt for doubt in outcomes[2024].doubts)
    assert not any("摘要或节选" in doubt for doubt in outcomes[2017].doubts)


@pytest.mark.parametrize("name", ["bomb.docx", "entity.docx"])
def test_files_made_to_hurt_are_refused_by_name(settings, tmp_path, shared, name):
    """SEC-06 by import, alone and in a ZIP: refused with the reason, nothing of the machine in the corpus."""
    import zipfile

    source = shared / "cases" / "files" / name
    with zipfile.ZipFile(tmp_path / "in.zip", "w") as archive:
        archive.write(source, name)
        archive.writestr("good.txt", "青岭区做好“六稳”工作。")
    alone, inside, good = add(settings, [str(source), str(tmp_path / "in.zip")])
    assert [alone.state, inside.state, good.state] == ["refused", "refused", "added"]
    assert name in alone.error
    assert name in inside.error
    assert "root:" not in alone.error


def mutated(data, rng):
    """The bytes with one fault: some changed, a piece cut out, the end cut off, a piece doubled."""
    at, size = rng.randrange(len(data)), rng.randrange(1, 400)
    kind = rng.randrange(4)
    if kind == 0:
        noise = bytearray(data)
        for _ in range(size):
            noise[rng.randrange(len(noise))] = rng.randrange(256)
        return bytes(noise)
    return (data[:at] + data[at + size :], data[:at], data[: at + size] + data[at:])[kind - 1]


def test_mutated_files_are_each_taken_in_or_refused_with_a_reason(settings, tmp_path, shared):
    """As many lines as inputs, all with a state, whatever the fault (F16); the corpus is whole after it."""
    rng = random.Random(16)
    names = ("html_hunan_2026.html", "docx_hunan_2025.docx", "txt_gb18030_chenzhou_2024.txt", "pdf_beijing_2024.pdf")
    seeds = {name: (shared / "data/files" / name).read_bytes() for name in names}
    (tmp_path / "in").mkdir()
    for number in range(MUTATIONS):
        name = names[number % 3 if number % 16 else 3]
        (tmp_path / "in" / f"{number:03}-{name}").write_bytes(mutated(seeds[name], rng))
    outcomes = list(add(settings, [str(tmp_path / "in")], jobs=2))
    assert len(outcomes) == MUTATIONS
    assert all(bool(outcome.error) == (outcome.state == "refused") for outcome in outcomes)
    assert not [outcome.error for outcome in outcomes if outcome.error and "内部错误" in outcome.error]
    folders, faults = walk(settings.corpus_path)
    assert not faults
    assert len(folders) == sum(outcome.state == "added" for outcome in outcomes)
    assert all(read_source(folder).data for folder in folders)


@pytest.mark.corpus
def test_the_folder_of_real_files_goes_in_by_one_command(settings, shared):
    """60 files of eight formats: four are refused for what they are, the list of files as a table, copies among them are found."""
    outcomes = list(add(settings, [str(shared / "data" / "files")], jobs=2))
    assert len(outcomes) == len([path for path in (shared / "data/files").iterdir() if path.is_file()])
    refused = {outcome.label.rpartition("/")[2] for outcome in outcomes if outcome.state == "refused"}
    expected = {"MANIFEST.tsv", "html_yichun_homepage.html", "pdf_changsha_2024_scanned.pdf", "pdf_heilongjiang_2025_damaged.pdf",
                "txt_navigation_only_pingshan_2021.txt"}  # fmt: skip
    if shutil.which("soffice"):
        assert refused == expected
    assert expected <= refused
    copies = {outcome.label.rpartition("/")[2]: outcome.copy_of for outcome in outcomes if outcome.state == "copy"}
    assert (
        copies["txt_hard_wrap_hunan_2025.txt"] == copies["pdf_hunan_2025_page_numbers.pdf"] == "430000-hunan-2025-gwr"
    )
    assert copies["html_page1_of_4_sichuan_2025.html"] == "510000-sichuan-2025-gwr"
    assert all(outcome.facts.region for outcome in outcomes if outcome.copy_of)
