"""The command line: what comes out where, and the exit codes (ecosystem 10.5)."""

import csv
import io
import json

import pytest

DOC = "430202-hetang-2021-gwr"


@pytest.mark.parametrize(("term", "body"), [("六稳", 2), ("6S", 1), ("民生实事人大代表票决候选事项", 0)])
def test_search_prints_counts_and_passages(baogao, term, body):
    """Body and appendix apart, in text and in JSON."""
    done = baogao("search", f'"{term}"', "--format", "json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["occurrences"]["body"] == body
    text = baogao("search", f'"{term}"').stdout
    assert f"正文 {json.loads(done.stdout)['passages'].get('body', 0)} 段 {body} 处" in text


def test_formats_hold_the_same_hits(baogao):
    """JSON, JSON lines and CSV name the same addresses."""
    whole = json.loads(baogao("search", "六稳", "--format", "json").stdout)
    lines = [json.loads(line) for line in baogao("search", "六稳", "--format", "jsonl").stdout.splitlines()]
    rows = list(csv.DictReader(io.StringIO(baogao("search", "六稳", "--format", "csv").stdout.lstrip("\ufeff"))))
    addresses = [hit["address"] for hit in whole["hits"]]
    assert [line["address"] for line in lines] == addresses
    assert [f"{row['document']}/{row['address']}" for row in rows] == addresses


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (("search", "查无此词查无此词"), 1, ""), (("search",), 2, ""), (("search", "六稳", "--page", "0"), 2, "页码"), (("nonsense",), 2, "nonsense"),
        (("search", "六稳", "--year", "x"), 2, "--year"), (("show", "none"), 1, "没有编号"), (("show", f"{DOC}/p999"), 1, "p999"),
        (("show", f"{DOC}/x"), 1, "地址"),
        (("glossary", "没有的词"), 1, "术语表里没有"), (("cite", f"{DOC}/p36", "--style", "x"), 1, "gbt7714"), (("cite", DOC, "--accessed", "x"), 2, "YYYY"),
        (("--version",), 0, ""), (("--help",), 0, ""),
    ],
)  # fmt: skip
def test_exit_codes_and_messages(baogao, arguments, code, says):
    """A user's mistake is one plain sentence on stderr and a stable code."""
    done = baogao(*arguments)
    assert done.returncode == code, done.stderr
    assert says in done.stderr
    assert "Traceback" not in done.stderr


def test_without_an_index_the_command_to_run_is_named(baogao, tmp_path):
    """Exit 3 and the way out; without a corpus, build says what is missing and exits 5."""
    done = baogao("search", "六稳", home=tmp_path)
    assert (done.returncode, "baogao build" in done.stderr) == (3, True)
    done = baogao("build", home=tmp_path)
    assert (done.returncode, "corpus" in done.stderr) == (5, True)


def test_show_gives_the_text_and_a_passage(baogao, library):
    """The whole text line by line; one passage by short or lasting address."""
    passages = library.engine.passages(DOC)
    assert baogao("show", DOC).stdout == "".join(f"{p.text}\n" for p, _ in passages)
    passage, local = passages[35]
    assert baogao("show", f"{DOC}/p36").stdout == passage.text + "\n"
    assert baogao("show", f"{DOC}/{local}").stdout == passage.text + "\n"


def test_glossary_lists_and_shows_entries(baogao):
    """Counts in the list; definition and uses of one entry, by alias as well."""
    assert "六稳  正文 2 处" in baogao("glossary").stdout
    text = baogao("glossary", "6S管理").stdout
    assert "释义：" in text
    assert "正文 1 处" in text


def test_cite_prints_the_reference(baogao):
    """The default style and another; nothing else on stdout."""
    done = baogao("cite", f"{DOC}/p36", "--accessed", "2026-11-25")
    assert done.stdout.startswith("株洲市荷塘区人民政府. 政府工作报告[R]")
    assert baogao("cite", DOC, "--style", "bibtex").stdout.startswith("@techreport{")


def test_check_finds_nothing_wrong(baogao):
    """Every byte, passage and address of the fresh index is in order."""
    done = baogao("check")
    assert (done.returncode, done.stdout) == (0, ""), done.stdout
    assert "发现 0 个问题" in done.stderr


def test_build_reports_and_leaves_stdout_to_data(baogao, home):
    """What was indexed, in text and JSON lines; a second run publishes the next generation with no new address."""
    first = baogao("build", home=home)
    assert first.returncode == 0, first.stderr
    assert "第 1 代：1 篇" in first.stdout
    row = json.loads(baogao("build", "--format", "jsonl", home=home).stdout)
    assert row["document"] == DOC
    assert row["error"] is None


def test_a_reader_that_goes_away_is_no_error(built):
    """A closed pipe ends the command without a word."""
    import os
    import subprocess
    import sys

    command = f"{sys.executable} -W ignore -m indexer show {DOC} | head -c 10 >/dev/null; echo ${{PIPESTATUS[0]}}"
    environment = {**os.environ, "BAOGAO_HOME": str(built.home), "PYTHONPATH": os.getcwd()}
    done = subprocess.run(
        ["bash", "-c", command], env=environment, capture_output=True, text=True, check=True, encoding="utf-8"
    )
    assert done.stdout.strip() in ("0", "141")
    assert done.stderr == ""
