"""Handlers for steps in words about index runs, damage and other people's files; see case_steps.py."""

from __future__ import annotations

import random
import shutil
import time

import pytest

from indexer.address import parse_address
from indexer.entries import entry_uses
from indexer.errors import CorpusError, Gone
from indexer.lookup import find_passage


def _make_many(product):
    rng = random.Random(500)
    for number in range(2000):
        text = "".join(chr(rng.randint(0x4E00, 0x9FA5)) for _ in range(500))
        product.put(
            {
                "name": f"d{number:04d}",
                "text": text.replace("六", "陆") + ("做好“六稳”工作。" if number in (7, 700, 1999) else ""),
            }
        )


def _put_range(product, first, last):
    for number in range(first, last):
        product.put({"name": f"d{number:02d}", "text": f"第{number}份：扎实做好“六稳”工作。"})


def _two_folders(product):
    _put_range(product, 0, 30)


def _two_runs(product, step, expect):
    _put_range(product, 0, 30)
    first = product.start("build")
    _put_range(product, 30, 60)
    second = product.start("build")
    seen = []
    while first.poll() is None or second.poll() is None:
        seen.append(product.hits("六稳"))
    outputs = [process.communicate() for process in (first, second)]
    for process, (_, message) in zip((first, second), outputs, strict=True):
        assert b"Traceback" not in message
        assert process.returncode in (0, 4), message
        assert process.returncode == 0 or "再试" in message.decode()
    assert None not in seen
    assert product.run("build").returncode == 0
    assert product.hits("六稳") == 60


def _killed_run(product, step, expect):
    process = product.start("build")
    time.sleep(0.4)
    process.kill()
    process.communicate()
    assert product.run("build").returncode == 0


def _fifty(product):
    _put_range(product, 0, 50)


def _ten(product):
    _put_range(product, 0, 10)


def _kills(product, step, expect):
    started = time.monotonic()
    assert product.run("build").returncode == 0
    whole = time.monotonic() - started
    for moment in range(10):
        process = product.start("build")
        time.sleep(whole * (moment + 0.5) / 10)
        process.kill()
        process.communicate()
        assert product.hits("六稳") == 50


def _search_during_build(product, step, expect):
    process, seen = product.start("build"), []
    while process.poll() is None:
        seen.append(product.hits("六稳"))
    process.communicate()
    assert set(seen) == {50}


def _rebuild_clean(product, step, expect):
    assert product.run("build").returncode == 0
    assert product.hits("六稳") == 50
    assert not list(product.settings.index_path.glob("*.tmp"))


def _damage(product, step, expect):
    good = product.home / "good"
    shutil.copytree(product.settings.index_path, good)
    names = [p.relative_to(good) for p in sorted(good.rglob("*")) if p.is_file()]
    for name in names:
        for way in ("delete", "halve", "zero"):
            shutil.rmtree(product.settings.index_path)
            shutil.copytree(good, product.settings.index_path)
            path = product.settings.index_path / name
            path.chmod(0o644)
            data = path.read_bytes()
            if way == "delete":
                path.unlink()
            else:
                path.write_bytes(data[: len(data) // 2] if way == "halve" else b"\0" * 100 + data[100:])
            _right_or_said(product)


def _right_or_said(product):
    product.close()
    answer = product.client.get("/api/v1/search?q=六稳")
    if answer.status_code == 200:
        assert answer.get_json()["total"] == 10
    else:
        assert answer.status_code == 503
        assert "baogao build" in answer.get_json()["detail"]


def _heal(product, step, expect):
    assert product.run("build").returncode == 0
    product.close()
    assert product.hits("六稳") == 10


def _no_index(product, step, expect):
    shutil.rmtree(product.settings.index_path)
    done = product.run("search", "六稳")
    assert done.returncode == 3
    assert "Traceback" not in done.stderr
    assert "baogao build" in done.stderr


def _foreign_cache(product, step, expect):
    temporary = product.home / "tmp"
    for way in ("root", "garbage", "folder", "readonly"):
        shutil.rmtree(temporary, ignore_errors=True)
        temporary.mkdir()
        cache = temporary / "jieba.cache"
        if way == "folder":
            cache.mkdir()
        elif way != "readonly":
            cache.write_bytes(b"garbage")
            cache.chmod(0o600 if way == "root" else 0o666)
        temporary.chmod(0o555 if way == "readonly" else 0o777)
        for arguments in (("build",), ("search", "六稳")):
            done = product.run(
                *arguments, program=_UNPRIVILEGED, environ={"TMPDIR": str(temporary), "HOME": "/nonexistent"}
            )
            assert done.returncode == 0, (way, done.stderr)
            assert "Traceback" not in done.stderr
        assert "六" in done.stdout


# An ordinary user may neither open another's cache nor write into a closed folder. Root may, so Python itself refuses.
_UNPRIVILEGED = """
import os, sys
shared = os.environ["TMPDIR"]
def refuse(event, arguments):
    if event == "open" and str(arguments[0]).startswith(os.path.join(shared, "jieba")):
        raise PermissionError(13, "belongs to someone else", arguments[0])
sys.addaudithook(refuse)
from indexer.cli import main
sys.exit(main(sys.argv[1:]))
"""


def _again(product, step, expect):
    product.index()
    product.index()


def _change_a(product, step, expect):
    _, product.old = product.place("a", "六稳")
    product.put({"name": "a", "text": "扎实做好“六稳”工作，启动数字小镇建设。"})
    product.index()


def _rename_b(product, step, expect):
    (product.settings.corpus_path / "b").rename(product.settings.corpus_path / "b2")
    product.names["b2"] = "b2"
    product.index()


def _delete_a(product, step, expect):
    product.take_out("a")
    product.index()


def _gone(product, step, expect):
    assert sorted(product.library.documents) == ["b2"]
    uses = entry_uses(product.library, product.entry("六稳"))
    assert {use.hit.document_id for use in uses.passages} == {"b2"}
    with pytest.raises(Gone, match="撤下"):
        find_passage(product.library, parse_address(product.old))
    page = product.client.get(f"/documents/{product.old}")
    assert page.status_code == 410
    assert "撤下" in page.get_data(as_text=True)


def _change_glossary(terms):
    def change(product, step, expect):
        product.write_glossary(terms)
        try:
            product.index()
        except CorpusError as error:
            raise AssertionError(str(error)) from error

    return change


def _bad_batch(product, step, expect):
    done = product.run("build")
    assert done.returncode == 4
    assert "Traceback" not in done.stdout + done.stderr
    for name in expect["message_has"]:
        assert name.replace("_", "-") in done.stdout + done.stderr
    product.close()


HANDLERS = {
    ("REL-01", 0): _two_runs, ("REL-01", 1): _killed_run, ("REL-02", 0): _kills, ("REL-02", 1): _search_during_build,
    ("REL-02", 2): _rebuild_clean, ("REL-03", 0): _damage, ("REL-03", 1): _heal, ("REL-03", 2): _no_index, ("REL-04", 0): _foreign_cache,
    ("REL-05", 0): _again, ("REL-05", 2): _change_a, ("REL-05", 4): _rename_b, ("REL-05", 6): _delete_a, ("REL-05", 9): _gone,
    ("REL-06", 0): _bad_batch, ("GLO-07", 1): _change_glossary({"智汇青岭": "一个品牌", "青智汇": "一个园区"}), ("GLO-07", 5): _change_glossary({}),
}  # fmt: skip
MAKERS = {"QRY-07": _make_many, "REL-01": _two_folders, "REL-02": _fifty, "REL-03": _ten}
