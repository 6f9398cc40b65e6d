"""Publication: old or new, never a mix, whatever stops a build (reliability F1–F5, F9)."""

import multiprocessing
import os
import random
import signal
import time

import pytest

from indexer.errors import IndexBusy, IndexDamaged, IndexMissing
from indexer.publish import LOCK, MANIFEST, POINTER, Files, building, current, publish


def build(index, value, files=None):
    """Publish a generation whose three files all hold ``value``."""
    with building(index, files) as folder:
        for name in ("a", "b", "sub/c"):
            (folder / name).parent.mkdir(exist_ok=True)
            (folder / name).write_text(value * 2000, encoding="utf-8")
        return publish(folder, {"value": value}, files)


def content(index):
    """The value that serves, from the manifest and from every file, which must agree."""
    generation = current(index)
    values = {(generation.folder / name).read_text(encoding="utf-8")[0] for name in ("a", "b", "sub/c")}
    assert values == {generation.manifest["value"]}
    return values.pop()


def test_a_generation_replaces_the_one_before_and_two_are_kept(tmp_path):
    """The newest serves; the one before stays for a fall-back; older ones go."""
    for value in "123":
        build(tmp_path, value)
    assert content(tmp_path) == "3"
    assert sorted(p.name for p in tmp_path.glob("gen-*")) == ["gen-000002", "gen-000003"]
    assert not os.access(tmp_path / "gen-000003" / "a", os.W_OK) or os.geteuid() == 0


def test_without_a_generation_the_command_to_run_is_named(tmp_path):
    """Nothing there, or an empty folder: IndexMissing."""
    with pytest.raises(IndexMissing, match="baogao build"):
        current(tmp_path / "none")


def test_a_failed_build_leaves_the_old_one_and_no_litter(tmp_path):
    """An exception inside a build removes what it had written."""
    build(tmp_path, "1")

    def fail():
        with building(tmp_path) as folder:
            (folder / "a").write_text("x", encoding="utf-8")
            raise ValueError("stop")

    with pytest.raises(ValueError, match="stop"):
        fail()
    assert content(tmp_path) == "1"
    assert list(tmp_path.glob("*.tmp")) == []


class Breaking(Files):
    """Fails at the n-th operation, as a full disk does, once or from then on."""

    def __init__(self, at, for_good):
        self.at, self.for_good, self.count = at, for_good, 0

    def step(self):
        """Count an operation and fail if it is the one."""
        self.count += 1
        if self.count == self.at or (self.for_good and self.count > self.at):
            raise OSError(28, "No space left on device")

    def write(self, path, data):
        self.step()
        super().write(path, data)

    def sync(self, path):
        self.step()
        super().sync(path)

    def replace(self, source, target):
        self.step()
        super().replace(source, target)


@pytest.mark.parametrize("for_good", [False, True])
def test_a_disk_error_at_any_step_leaves_old_or_new(tmp_path, for_good):
    """Fail at step 1, 2, … until the build ends without a failure: the answer is always whole, the next build succeeds."""
    for at in range(1, 40):
        index = tmp_path / str(at)
        build(index, "1")
        files = Breaking(at, for_good)
        try:
            build(index, "2", files)
        except OSError:
            assert content(index) in ("1", "2")
        else:
            assert files.count < at
            return
        build(index, "3")
        assert content(index) == "3"
        assert list(index.glob("*.tmp")) == []
    pytest.fail("a build never ended without a failure")


def endless(index):
    """Publish 2, 3, 4, … until killed."""
    value = 2
    while True:
        build(index, str(value % 10))
        value += 1


def test_a_kill_at_any_moment_leaves_a_whole_generation(tmp_path):
    """40 kills at random moments: every time what serves is one value in all files, and the next build works."""
    rng = random.Random(1)
    build(tmp_path, "1")
    context = multiprocessing.get_context("fork")
    for _ in range(40):
        child = context.Process(target=endless, args=(tmp_path,))
        child.start()
        time.sleep(rng.uniform(0.001, 0.03))
        os.kill(child.pid, signal.SIGKILL)
        child.join()
        assert content(tmp_path) in "1234567890"
    build(tmp_path, "x")
    assert content(tmp_path) == "x"
    assert {p.name for p in tmp_path.iterdir()} == {
        LOCK,
        POINTER,
        *(f"gen-{n:06d}" for n in (current(tmp_path).number - 1, current(tmp_path).number)),
    }


def damage(path, how):
    """One of the ways in which a file goes bad."""
    data = path.read_bytes()
    path.chmod(0o644)
    if how == "remove":
        path.unlink()
    elif how == "halve":
        path.write_bytes(data[: len(data) // 2])
    elif how == "zero":
        path.write_bytes(b"\0" * 100 + data[100:])
    else:
        place = len(data) // 3
        path.write_bytes(data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :])


@pytest.mark.parametrize("how", ["remove", "halve", "zero", "flip"])
@pytest.mark.parametrize("name", ["a", "b", "sub/c", MANIFEST, "pointer"])
def test_damage_is_noticed_and_the_generation_before_serves(tmp_path, how, name):
    """One changed byte is enough; the note says what is damaged and what to run; a rebuild heals."""
    build(tmp_path, "1")
    build(tmp_path, "2")
    damage(tmp_path / POINTER if name == "pointer" else tmp_path / "gen-000002" / name, how)
    generation = current(tmp_path)
    if name != "pointer":
        assert generation.number == 1
    assert "baogao build" in generation.fallback
    build(tmp_path, "3")
    assert content(tmp_path) == "3"
    assert current(tmp_path).fallback == ""


def test_when_nothing_is_whole_the_command_to_run_is_named(tmp_path):
    """No answer from a damaged index."""
    build(tmp_path, "1")
    damage(tmp_path / "gen-000001" / "a", "flip")
    with pytest.raises(IndexDamaged, match="baogao build"):
        current(tmp_path)


def test_a_file_too_many_is_noticed(tmp_path):
    """The manifest names all files that may be there."""
    build(tmp_path, "1")
    (tmp_path / "gen-000001" / "extra").write_text("x", encoding="utf-8")
    with pytest.raises(IndexDamaged):
        current(tmp_path)


def test_two_builders_do_not_mix_and_a_dead_one_holds_no_lock(tmp_path):
    """The second is told at once; after the first is killed the lock is free."""
    build(tmp_path, "1")
    with building(tmp_path), pytest.raises(IndexBusy, match="另一个进程"), building(tmp_path):
        pass
    child = multiprocessing.get_context("fork").Process(target=endless, args=(tmp_path,))
    child.start()
    time.sleep(0.05)
    os.kill(child.pid, signal.SIGKILL)
    child.join()
    build(tmp_path, "9")
    assert content(tmp_path) == "9"
