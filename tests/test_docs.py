"""Documentation is held to the program: settings, commands, the README's examples, links, names of files and packages.

With BAOGAO_REWRITE=1 the generated parts of docs/ are written anew instead of compared; a person reads the difference.
"""

import configparser
import os
import re
import shutil
import signal
import subprocess
import sys
import urllib.request
from pathlib import Path

import click
import pytest

from indexer import cli
from indexer.settings import PREFIX, TABLE

ROOT = Path(__file__).resolve().parents[1]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
READMES = ("README.md", "README.zh-CN.md")
FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\(([^()\s]+)\)")
REWRITE = bool(os.environ.get("BAOGAO_REWRITE"))


def page(name):
    """The text of a page."""
    return (ROOT / name).read_text(encoding="utf-8")


def hold(name, wanted):
    """The generated page is what the program says, or is made so."""
    if REWRITE:
        (ROOT / name).write_text(wanted, encoding="utf-8")
    assert page(name) == wanted, (
        f"{name} is stale: BAOGAO_REWRITE=1 make test ARGS=tests/test_docs.py, then read the difference"
    )


def test_every_setting_is_documented():
    """docs/settings.md holds the rows of the settings table, no more and no fewer, with defaults, bounds and help."""
    rows = ["| setting | environment | default | allowed | meaning |", "| --- | --- | --- | --- | --- |"]
    for row in TABLE:
        default = f"`{row.default}`" if str(row.default) else "(empty)"
        allowed = row.type.__name__ if row.low is None else f"{row.low} to {row.high}"
        rows.append(f"| `{row.name}` | `{PREFIX}{row.name.upper()}` | {default} | {allowed} | {row.help} |")
    head = page("docs/settings.md").partition("| setting |")[0]
    hold("docs/settings.md", head + "\n".join(rows) + "\n")


def test_every_command_is_documented():
    """docs/commands.md holds the help of the program and of each command, as the program prints it."""
    names = [[], *([name] for name in cli.COMMANDS)]
    parts = [page("docs/commands.md").partition("## ")[0]]
    for path in names:
        command = cli.cli.get_command(click.Context(cli.cli), path[0]) if path else cli.cli
        title = " ".join(["baogao", *path])
        context = click.Context(command, info_name=title, terminal_width=100, help_option_names=["-h", "--help"])
        parts.append(f"## {title}\n\n```text\n{command.get_help(context)}\n```\n\n")
    hold("docs/commands.md", "".join(parts).rstrip("\n") + "\n")


def examples(name):
    """The shell commands of a page in order, each with the output that is shown for its block (empty if none)."""
    blocks = FENCE.findall(page(name))
    for (kind, body), (after, shown) in zip(blocks, [*blocks[1:], ("", "")], strict=True):
        if kind == "sh":
            lines = [line.strip() for line in body.splitlines() if line.strip() and not line.startswith("#")]
            for line in lines:
                yield line, shown if after == "text" and line == lines[-1] else ""


EXAMPLES = [pytest.param(*row, id=f"{name}-{row[0]}") for name in READMES for row in examples(name)]


def test_the_readme_shows_the_three_jobs():
    """Within the first 60 lines stand the three jobs with their results, and how to start; the Chinese page has the same."""
    head = "\n".join(page("README.md").splitlines()[:60])
    for command in ("baogao search ", "baogao glossary ", "baogao cite ", "make serve"):
        assert f"```sh\n{command}" in head
        assert f"```sh\n{command}" in page("README.zh-CN.md")
    assert len(page("README.md").splitlines()) <= 120


@pytest.fixture(scope="module")
def place(built, tmp_path_factory):
    """A home with an index that the commands of the README may change."""
    return Path(shutil.copytree(built.home, tmp_path_factory.mktemp("readme") / "home"))


@pytest.mark.parametrize(("line", "shown"), EXAMPLES)
def test_the_commands_of_the_readme_do_what_it_says(line, shown, place, baogao):
    """Each command ends well and prints what is shown; … in the page stands for what was left out."""
    program, *arguments = line.split()
    if program == "make":
        done = subprocess.run(["make", "-n", *arguments], cwd=ROOT, capture_output=True, text=True, encoding="utf-8")
        assert done.returncode == 0, done.stderr
        return
    assert program == "baogao"
    if arguments[0] == "serve":
        serve_once([*arguments, "--port", "0"], place)
        return
    done = baogao(*arguments, home=place)
    assert done.returncode == 0, done.stderr
    rest = done.stdout
    for piece in (piece.strip() for part in shown.splitlines() for piece in part.split("…") if piece.strip()):
        assert piece in rest, f"not in the output, or not in this order: {piece}"
        rest = rest.partition(piece)[2]


def serve_once(arguments, home):
    """Start the site, ask for its first page, stop it as a person would."""
    environment = {**os.environ, "BAOGAO_HOME": str(home)}
    command = [sys.executable, "-W", "ignore", "-m", "indexer", *arguments]
    with subprocess.Popen(
        command, env=environment, cwd=home, stderr=subprocess.PIPE, text=True, encoding="utf-8"
    ) as server:
        try:
            said = ""
            while not (address := re.search(r"http://[\d.]+:\d+/", said)):
                line = server.stderr.readline()
                assert line, f"the server ended: {said}"
                said += line
            with urllib.request.urlopen(address[0], timeout=30) as answer:
                assert answer.status == 200
                assert "报告" in answer.read().decode()
            server.send_signal(signal.SIGINT)
            assert server.wait(30) in (0, 130)
        finally:
            server.kill()


def anchors(path):
    """The anchors that the headings of a page make."""
    headings = re.findall(r"^#+ (.*)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_lead_somewhere(path):
    """Each link inside the repository leads to a file that is there, and to a heading that it has."""
    text = FENCE.sub("", path.read_text(encoding="utf-8"))
    for target in LINK.findall(text):
        if re.match(r"[a-z]+:", target):
            continue
        name, _, anchor = target.partition("#")
        aim = (path.parent / name).resolve() if name else path
        assert aim.exists(), target
        assert ROOT in (aim, *aim.parents), target
        assert not anchor or anchor in anchors(aim), target


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_files_that_are_named_exist(path):
    """Each path in back quotes that begins with one of our folders is there: pages do not outlive what they tell of."""
    named = re.findall(
        r"`((?:indexer|webapp|tests|docs|bench|corpus|\.ci)/[\w./-]*)`", path.read_text(encoding="utf-8")
    )
    made = {"bench/", "corpus/"}  # said in general
    assert not [name for name in named if name not in made and not (ROOT / name).exists()]


def test_every_dependency_is_accounted_for():
    """DECISIONS.md says of each package that we require why it is there."""
    setup = configparser.ConfigParser()
    setup.read(ROOT / "setup.cfg", encoding="utf-8")
    names = re.findall(r"^[\w.-]+", setup["options"]["install_requires"], re.MULTILINE)
    table = "\n".join(line.split("|")[1] for line in page("DECISIONS.md").splitlines() if line.startswith("|"))
    assert len(names) > 15
    assert not [name for name in names if name not in table]


def test_the_changelog_names_this_version():
    """What is released, or about to be, has its section."""
    version = re.search(r"^version = (.*)$", page("setup.cfg"), re.MULTILINE)[1]
    assert f"## [{version}]" in page("CHANGELOG.md") or "## [Unreleased]" in page("CHANGELOG.md")
