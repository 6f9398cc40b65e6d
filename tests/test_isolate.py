"""The child that reads one file: what a reader may do in it, and what comes back whatever it does."""

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.document import Block, Dropped, Reading, Span
from indexer.errors import SourceError
from indexer.isolate import METHOD, Limits, read_isolated, run_isolated
from indexer.isolate.answers import Failure, answer_of, error_answer, fault_answer, reading_answer
from indexer.readers import read
from indexer.readers.office import Converted

forked = pytest.mark.skipif(METHOD != "fork", reason="only Linux has a fork with all bounds")
READING = Reading((Block("各位代表：", page=1),), doubts=("疑",))
SMALL = Limits(cpu=1, wall=30.0, memory=64 * 1024**2, answer=100_000)
SHORT = Limits(wall=0.5)


def hang():
    """Waits for ever."""
    time.sleep(60)


def spin():
    """Uses the processor for ever."""
    while True:
        pass


def devour():
    """Takes memory without end."""
    kept = []
    while True:
        kept.append(bytearray(1 << 20))


def recurse():
    """Goes too deep."""
    recurse()


def flood():
    """Answers more than is taken."""
    return Reading((Block("长" * 100_000),))


def crash():
    """Dies as a parser in C does."""
    os.kill(os.getpid(), signal.SIGSEGV)


def write_file():
    """Writes a file."""
    with open("/tmp/baogao-test-isolate", "wb") as file:
        file.write(b"x")


def fail():
    """A fault of ours, with a surrogate in its words."""
    raise KeyError("word/\udc80.xml")


@forked
@pytest.mark.parametrize(
    ("mock", "reason"),
    [
        (hang, "读取超过 0.5 秒"),
        (spin, "超过 1 秒的处理器时间"),
        (devour, "超过 64 MB 的内存"),
        (recurse, "嵌套过深"),
        (flood, "超过上限 100,000 字节"),
        (crash, "崩溃（SIGSEGV）"),
        (write_file, "OSError.*File too large"),
        (fail, "读取部件出错（KeyError"),
        (lambda: os._exit(0), "没有给出结果就退出了（退出码 0）"),
        (lambda: os._exit(7), "退出码 7"),
        (lambda: sys.exit(3), "SystemExit"),
        (lambda: os.kill(os.getpid(), signal.SIGKILL), "被系统结束"),
        (lambda: "no reading", "AttributeError"),
    ],
    ids=[
        "hang",
        "spin",
        "devour",
        "recurse",
        "flood",
        "crash",
        "write",
        "fail",
        "exit0",
        "exit7",
        "sys.exit",
        "kill",
        "text",
    ],
)
def test_whatever_a_reader_does_is_told(mock, reason):
    """A reader that hangs, eats memory, floods, crashes, writes or leaves becomes a sentence with the file's name."""
    with pytest.raises(SourceError, match=f"^报告.pdf：.*{reason}.*未导入"):
        run_isolated(mock, "报告.pdf", SHORT if mock is hang else SMALL)
    assert run_isolated(lambda: READING, "x", SMALL) == READING


@forked
def test_a_reading_and_a_refusal_come_back_as_they_are():
    """What the reader returns or refuses is the same as without a child."""

    def refuse():
        raise SourceError("报告.pdf：没有文字层\udc80")

    assert run_isolated(lambda: READING, "报告.pdf") == READING
    with pytest.raises(SourceError, match=r"^报告\.pdf：没有文字层\udc80$"):
        run_isolated(refuse, "另名")


@forked
def test_what_a_reader_started_is_ended(tmp_path):
    """Processes that a reader leaves behind, and that hold its pipe open, neither delay the answer nor live on."""

    def fork():
        pid = os.fork()
        if pid == 0:
            time.sleep(60)
            os._exit(0)
        return Reading((Block(str(pid)),))

    if os.geteuid() != 0:
        with pytest.raises(SourceError, match="BlockingIOError"):
            run_isolated(fork, "x")
        return
    start = time.monotonic()
    (block,) = run_isolated(fork, "x").blocks
    assert time.monotonic() - start < 20
    status = Path(f"/proc/{block.text}/stat")
    deadline = time.monotonic() + 5
    while status.exists() and status.read_text(encoding="ascii").split()[2] != "Z" and time.monotonic() < deadline:
        time.sleep(0.01)
    assert not status.exists() or status.read_text(encoding="ascii").split()[2] == "Z"


@forked
def test_a_reader_has_no_terminal_and_no_files_of_ours(capfd, tmp_path):
    """Its output goes nowhere, its input is empty, and no file that the program has open is open in it."""

    def look():
        print("noise", flush=True)
        os.write(1, b"noise")
        os.write(2, b"noise")
        return Reading((Block(sys.stdin.read() or "nothing"), Block(" ".join(sorted(os.listdir("/proc/self/fd"))))))

    with (tmp_path / "lock").open("w", encoding="utf-8"):
        nothing, files = run_isolated(look, "x").blocks
    assert nothing.text == "nothing"
    assert files.text.split()[:4] == ["0", "1", "2", "3"]
    assert len(files.text.split()) <= 5  # the fifth is the listing itself
    assert capfd.readouterr() == ("", "")


def stats():
    """The files that tell the state and the parent of each process."""
    return [path for path in Path("/proc").glob("[0-9]*/stat") if path.exists()]


@forked
def test_the_parent_keeps_nothing():
    """Fifty calls leave no process and no open file behind."""
    before = len(os.listdir("/proc/self/fd"))
    for _ in range(50):
        run_isolated(lambda: READING, "x")
    assert len(os.listdir("/proc/self/fd")) == before
    states = [path.read_text(encoding="ascii", errors="replace").rpartition(")")[2].split()[:2] for path in stats()]
    assert ["Z", str(os.getpid())] not in states


@forked
def test_it_works_beside_threads():
    """Where the program has threads at work, each call is answered, from any of them."""
    answers = []
    workers = [threading.Thread(target=lambda: answers.append(run_isolated(lambda: READING, "x"))) for _ in range(8)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert answers == [READING] * 8


@pytest.mark.parametrize("method", [pytest.param("fork", marks=forked), "spawn"])
def test_files_are_read_as_without_a_child(method):
    """Both kinds of child read a text and refuse what is none, with the same words."""
    data = "各位代表：\n现在，我代表市人民政府报告工作。".encode("gb18030")
    assert read_isolated(data, "报告.txt", method=method) == read(data, "报告.txt")
    with pytest.raises(SourceError, match=r"^空\.txt：空文件"):
        read_isolated(b"", "空.txt", method=method)


def test_a_spawned_child_has_its_time():
    """A new interpreter that takes too long is ended, and one that answers too much."""
    text = ("各位代表。" * 100).encode()
    with pytest.raises(SourceError, match=r"报告\.txt：读取超过 0\.01 秒"):
        read_isolated(text, "报告.txt", Limits(wall=0.01), method="spawn")
    with pytest.raises(SourceError, match="超过上限 100 字节"):
        read_isolated(text, "报告.txt", Limits(answer=100), method="spawn")


@forked
def test_libreoffice_runs_beside_the_child(monkeypatch, shared):
    """The conversion is made before the child is, which could neither run a program nor write a file."""
    made = Converted("docx", (shared / "cases" / "files" / "footnotes.docx").read_bytes())
    parent = []
    monkeypatch.setattr("indexer.isolate.convert", lambda data: parent.append(data) or made)
    reading = read_isolated(b"{\\rtf1 }", "报告.docx")
    assert parent == [b"{\\rtf1 }"]
    assert any("放管服" in block.text for block in reading.blocks)
    assert any("RTF" in doubt for doubt in reading.doubts)


@forked
def test_hostile_files_stay_in_bounds(shared):
    """The bomb and the entities of the cases are refused in the child, and a PDF is read there."""
    files = shared / "cases" / "files"
    for name in ("bomb.docx", "entity.docx", "scan_no_text.pdf"):
        with pytest.raises(SourceError, match=f"^{name}："):
            read_isolated((files / name).read_bytes(), name)
    assert len(read_isolated((files / "hard_wrap.pdf").read_bytes(), "hard_wrap.pdf").blocks) == 3


def test_preload_imports_what_readers_use():
    """After it the parsers are there, so that a fork need not import them."""
    code = "import sys; from indexer.isolate import preload; preload(); sys.exit(not {'pdfplumber', 'lxml.etree'} <= set(sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


TEXTS = st.text(st.characters(exclude_categories=()), max_size=20)


@st.composite
def blocks(draw):
    """Any block, lone surrogates and all."""
    text = draw(TEXTS)
    ends = sorted(draw(st.lists(st.integers(0, len(text)), max_size=4)))
    marks = tuple(Span(a, b) for a, b in zip(ends[::2], ends[1::2], strict=False))
    page = draw(st.none() | st.integers(1, 300))
    return Block(text, draw(st.sampled_from(["paragraph", "row", "note"])), page, draw(st.none() | TEXTS), marks)


@given(
    st.builds(
        Reading,
        st.lists(blocks(), max_size=4).map(tuple),
        st.none() | TEXTS,
        st.lists(st.builds(Dropped, TEXTS, TEXTS), max_size=3).map(tuple),
        st.lists(TEXTS, max_size=3).map(tuple),
        st.dictionaries(TEXTS, TEXTS, max_size=3),
    )
)
def test_a_reading_survives_the_way(reading):
    """Any Reading is the same after it was an answer."""
    assert answer_of(reading_answer(reading)) == reading


@pytest.mark.parametrize(
    "answer",
    [
        b"", b"[]", b"{}", b"null", b"\xff", b'{"blocks":[]}', b"[" * 200_000,
        b'{"blocks":[["x","paragraph",null,null,[[0,9]]]],"dropped":[],"doubts":[],"hints":{}}',
        b'{"blocks":[["x","script",null,null,[]]],"dropped":[],"doubts":[],"hints":{}}',
        b'{"blocks":[["x","row",true,null,[]]],"dropped":[],"doubts":[],"hints":{}}',
        b'{"blocks":[[1,"row",null,null,[]]],"dropped":[],"doubts":[],"hints":{}}',
        b'{"blocks":[],"dropped":[["a"]],"doubts":[],"hints":{}}',
        b'{"blocks":[],"dropped":[],"doubts":[],"hints":{"a":1}}',
        b'{"error":1}',
    ],
)  # fmt: skip
def test_an_answer_is_believed_only_in_its_form(answer):
    """What is not exactly a Reading, from a child that went wrong, is no Reading."""
    with pytest.raises(ValueError):  # noqa: PT011 - which place it names does not matter here
        answer_of(answer)


def test_failures_are_told_apart():
    """A reader's own refusal and a fault of the child are two things."""
    assert answer_of(error_answer("甲")) == Failure("甲", True)
    assert answer_of(fault_answer("乙")) == Failure("乙", False)
