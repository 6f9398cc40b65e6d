"""Runs that end badly or meet: killed at any point, interrupted, two at once; and the commands as people use them."""

import contextlib
import csv
import io
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time

import pytest

from indexer.cli import main
from indexer.corpus import walk
from indexer.crew import Crew
from indexer.errors import IndexBusy, SourceError
from indexer.intake import add
from indexer.intake.storing import writing
from indexer.settings import load

WORDS = "扎实做好六稳工作全面落实六保任务建设智汇青岭品牌启动数字小镇发展花炮产业推进乡村振兴"


def lines(path, count, seed=5):
    """A file of JSON lines with so many different texts."""
    rng = random.Random(seed)
    texts = ("。\n".join("".join(rng.choice(WORDS) for _ in range(40)) for _ in range(30)) for _ in range(count))
    path.write_text(
        "".join(json.dumps({"text": text, "title": f"第{n}号通知"}) + "\n" for n, text in enumerate(texts)),
        encoding="utf-8",
    )
    return path


def start(home, *arguments):
    """The command in a process of its own, not waited for."""
    environment = {**os.environ, "BAOGAO_HOME": str(home), "PYTHONWARNINGS": "ignore"}
    return subprocess.Popen(
        [sys.executable, "-m", "indexer", *arguments], env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8"
    )  # fmt: skip


@pytest.fixture
def baogao(tmp_path):
    """The command in this process, at home in an empty folder: where twelve of them are run, twelve starts take long."""

    def run(*arguments):
        out, err = io.StringIO(), io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err), contextlib.chdir(tmp_path):
            code = main(["--home", str(tmp_path), *arguments])
        return subprocess.CompletedProcess(arguments, code, out.getvalue(), err.getvalue())

    return run


def test_killed_at_any_point_the_corpus_is_whole_and_the_run_is_repeated(tmp_path):
    """SIGKILL after random times: only whole documents are there, none is lost, the next run completes it (F1, F16)."""
    path, home = lines(tmp_path / "rows.jsonl", 600), tmp_path / "home"
    (home / "corpus").mkdir(parents=True)
    rng, kills, before = random.Random(17), 0, set()
    for _ in range(4):
        process = start(home, "add", "--jobs", "2", str(path))
        time.sleep(rng.uniform(0.3, 0.9))
        kills += process.poll() is None
        process.kill()
        process.communicate()
        folders, faults = walk(home / "corpus")
        assert not faults
        assert all((folder.path / "meta.yaml").is_file() and folder.source.stat().st_size > 500 for folder in folders)
        assert before <= {folder.document_id for folder in folders}
        before = {folder.document_id for folder in folders}
    assert kills
    process = start(home, "add", "--jobs", "2", "--format", "jsonl", str(path))
    rows = [json.loads(line) for line in process.communicate()[0].splitlines()]
    assert (process.returncode, len(rows)) == (0, 600)
    assert {row["state"] for row in rows} <= {"added", "already"}
    assert len(walk(home / "corpus")[0]) == 600
    assert sum(row["state"] == "already" for row in rows) == len(before)
    assert not list((home / "corpus").glob(".*"))


def test_the_workers_of_a_killed_run_go_and_its_lock_is_free(tmp_path):
    """No process is left that works for the dead, and the next run may begin at once (F9)."""
    path, home = lines(tmp_path / "rows.jsonl", 300), tmp_path / "home"
    process = start(home, "add", "--jobs", "2", str(path))
    children = []
    deadline = time.monotonic() + 30
    while not children and time.monotonic() < deadline:
        time.sleep(0.02)
        with (
            contextlib.suppress(OSError),
            open(f"/proc/{process.pid}/task/{process.pid}/children", encoding="ascii") as file,
        ):
            children = [int(pid) for pid in file.read().split()]
    assert children
    process.kill()
    process.communicate()
    with writing(home / "corpus"):
        pass
    while any(os.path.exists(f"/proc/{pid}") for pid in children) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert not [pid for pid in children if os.path.exists(f"/proc/{pid}")]


def test_ctrl_c_ends_a_run_with_130_and_leaves_nothing_half_done(tmp_path):
    """The documents that were reported are there, the staging folders are not."""
    path, home = lines(tmp_path / "rows.jsonl", 400), tmp_path / "home"
    process = start(home, "add", "--jobs", "2", "--format", "jsonl", str(path))
    first = process.stdout.readline()
    assert json.loads(first)["state"] == "added"
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=30)
    assert process.returncode == 130
    assert not list((home / "corpus").glob(".*"))
    assert len(walk(home / "corpus")[0]) >= 1


def test_two_runs_at_once_the_second_says_so(tmp_path, baogao):
    """One sentence and exit 4, for add and for remove; when the first is done the second may run."""
    lines(tmp_path / "rows.jsonl", 1)
    with writing(tmp_path / "corpus"):
        for arguments in (("add", "rows.jsonl"), ("remove", "x")):
            done = baogao(*arguments)
            assert done.returncode == 4
            assert "另一个进程" in done.stderr
        with pytest.raises(IndexBusy):
            next(add(load({}, home=tmp_path), ["rows.jsonl"]))
    assert baogao("add", "rows.jsonl").returncode == 0


def test_a_corpus_that_cannot_be_written_is_one_sentence(tmp_path):
    """A file in the place of the folder."""
    (tmp_path / "corpus").write_text("", encoding="utf-8")
    with pytest.raises(SourceError, match="corpus"):
        next(add(load({}, home=tmp_path), ["x"]))


def work(task):
    """What a worker of the test does: 13 kills its process, the rest is squared."""
    if task == 13:
        os.kill(os.getpid(), signal.SIGKILL)
    return task * task


def test_a_worker_that_dies_answers_for_its_task_alone():
    """All other results come, in order, and the number of workers is made up."""
    crew = Crew(work, lambda task, reason: (task, reason), 2, lambda: None)
    results = list(crew.run(iter(range(40))))
    assert [task for task, _ in results] == list(range(40))
    assert all(result == task * task for task, result in results if task != 13)
    assert results[13][1][0] == 13
    assert "意外结束" in results[13][1][1]


@pytest.mark.parametrize(("good", "code"), [(("good1.txt", "good2.txt"), 4), ((), 5)])
def test_one_bad_file_in_the_batch(good, code, baogao, tmp_path, shared):
    """REL-06 by command: each bad file is named with its reason, the good ones are found; exit 4, or 5 if none is good."""
    names = [*good, "empty.html", "cut.docx", "noise.txt"]
    for name in names:
        shutil.copy(shared / "cases" / "files" / f"batch_{name}", tmp_path / name)
    done = baogao("add", *names, "--format", "jsonl")
    assert done.returncode == code
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert [row["input"] for row in rows] == names
    assert [row["input"] for row in rows if row["error"]] == ["empty.html", "cut.docx", "noise.txt"]
    assert "Traceback" not in done.stderr
    if good:
        assert baogao("build").returncode == 0
        assert json.loads(baogao("search", "六稳", "--format", "json").stdout)["total"] == 2


def test_every_format_has_a_row_for_each_input(baogao, tmp_path):
    """Text, JSON, JSON lines and CSV tell the same; a spreadsheet gets no formula."""
    lines(tmp_path / "rows.jsonl", 2)
    with (tmp_path / "rows.jsonl").open("a", encoding="utf-8") as file:
        file.write('{"x": 1}\n{"text": "建设品牌", "title": "=1+1", "year": 2020}\n')
    text = baogao("add", "rows.jsonl")
    assert (text.returncode, text.stdout.count("已收入"), text.stdout.count("未收入")) == (4, 3, 1)
    assert "baogao build" in text.stderr
    whole = json.loads(baogao("add", "rows.jsonl", "--format", "json").stdout)
    assert [row["state"] for row in whole] == ["already", "already", "refused", "already"]
    shutil.rmtree(tmp_path / "corpus")
    table = baogao("add", "rows.jsonl", "--format", "csv").stdout
    rows = list(csv.DictReader(io.StringIO(table.lstrip("\ufeff"))))
    assert [row["state"] for row in rows] == ["added", "added", "refused", "added"]
    assert (rows[3]["title"], rows[3]["year"]) == ("'=1+1", "2020")
    assert json.loads(baogao("add", "rows.jsonl", "--format", "json").stdout)[0]["state"] == "already"


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (("add",), 2, "PATH"), (("add", "--map", "x", "."), 2, "--map"), (("add", "--map", "x=y", "."), 2, "--map"), (("add", "--jobs", "0", "."), 2, "jobs"),
        (("add", "none.txt"), 5, ""), (("add", "empty"), 5, "没有可以收入"), (("remove", "none"), 1, "没有这篇"), (("remove", "../x"), 1, "没有这篇"),
    ],
)  # fmt: skip
def test_wrong_use_is_one_sentence(baogao, tmp_path, arguments, code, says):
    """Stable codes, no traceback, nothing made."""
    (tmp_path / "empty").mkdir()
    done = baogao(*arguments)
    assert done.returncode == code
    assert says in done.stderr
    assert "Traceback" not in done.stderr


def test_added_changed_and_removed_by_command(baogao, tmp_path):
    """REL-05 by command: twice is once; removed is gone with 410 and its record; added again it has its addresses back."""
    from webapp import create_app

    (tmp_path / "a.txt").write_text("扎实做好“六稳”工作，启动云端小镇建设。", encoding="utf-8")
    (tmp_path / "b.txt").write_text("全面落实“六稳”部署。", encoding="utf-8")
    (tmp_path / "glossary.yaml").write_text("六稳: 六项工作\n", encoding="utf-8")
    for _ in range(2):
        assert baogao("add", "a.txt", "b.txt").returncode == 0
    baogao("build")
    hits = json.loads(baogao("search", "六稳", "--format", "json").stdout)["hits"]
    assert len(hits) == 2
    hit = next(hit for hit in hits if "云端" in hit["text"])
    done = baogao("remove", hit["document"])
    assert (done.returncode, f"已撤下 {hit['document']}" in done.stdout) == (0, True)
    baogao("build")
    page = create_app(load({}, home=tmp_path)).test_client().get(f"/documents/{hit['address']}")
    assert page.status_code == 410
    assert "云端小镇" in page.get_data(as_text=True)
    assert not json.loads(baogao("search", "云端小镇", "--format", "json").stdout)["hits"]
    assert "早已撤下" in baogao("remove", hit["document"]).stderr
    again = json.loads(baogao("add", "a.txt", "--format", "json").stdout)[0]
    assert again["document"] == hit["document"]
    assert "曾撤下" in again["doubts"][-1]
    baogao("build")
    assert baogao("show", hit["address"]).stdout == hit["text"] + "\n"
    assert sorted(p.name for p in (tmp_path / "corpus" / hit["document"]).iterdir()) == [
        "addresses.jsonl",
        "meta.yaml",
        "source.txt",
    ]
