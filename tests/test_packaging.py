"""What is installed: the wheel holds the program and nothing else, and nobody else's package stands in its place."""

import ast
import configparser
import importlib.metadata
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ("indexer", "webapp")
#: Come with flask, pdfplumber and pydantic, whose documented interfaces they are.
BROUGHT = {"werkzeug", "jinja2", "markupsafe", "pdfminer-six", "pydantic-core", "pypdfium2", "typing-extensions"}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """The wheel that the sources make, as a zip file; built in a copy, so that nothing is left in the checkout."""
    copy = tmp_path_factory.mktemp("sources")
    for name in PACKAGES:
        shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("setup.cfg", "pyproject.toml", "README.md"):
        shutil.copy(ROOT / name, copy / name)
    for name in ("corpus", "tests", "docs"):
        (copy / name).mkdir()
        (copy / name / "__init__.py").write_text("", encoding="utf-8")
    build = "from setuptools import build_meta; print(build_meta.build_wheel('dist'))"
    done = subprocess.run([sys.executable, "-c", build], cwd=copy, capture_output=True, text=True, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    assert "Deprecat" not in done.stderr, done.stderr
    with zipfile.ZipFile(next((copy / "dist").glob("*.whl"))) as archive:
        yield archive


def test_the_wheel_holds_every_file_of_the_program(wheel):
    """Modules, templates, styles, scripts and data of both packages are in the wheel, byte for byte."""
    inside = {name for name in wheel.namelist() if name.partition("/")[0] in PACKAGES}
    files = [path for package in PACKAGES for path in (ROOT / package).rglob("*") if path.is_file()]
    wanted = {str(path.relative_to(ROOT)) for path in files if "__pycache__" not in path.parts}
    assert inside == wanted
    assert {Path(name).suffix for name in inside} >= {".py", ".html", ".css", ".js"}
    assert all(wheel.read(name) == (ROOT / name).read_bytes() for name in inside)


def test_the_wheel_holds_nothing_else(wheel):
    """No corpus, no test, no page of documentation and no index is installed."""
    tops = {name.partition("/")[0] for name in wheel.namelist()}
    assert {top for top in tops if not top.endswith(".dist-info")} == set(PACKAGES)


def test_the_wheel_brings_the_command(wheel):
    """The console script is there, and its function exists."""
    text = next(wheel.read(name).decode() for name in wheel.namelist() if name.endswith("entry_points.txt"))
    scripts = configparser.ConfigParser()
    scripts.read_string(text)
    assert dict(scripts["console_scripts"]) == {"baogao": "indexer.__main__:main"}
    from indexer.__main__ import main

    assert callable(main)


def test_the_wheel_is_not_for_the_public_registry(wheel):
    """A registry refuses the upload: the import names are generic, the distribution is an application."""
    metadata = next(wheel.read(name).decode() for name in wheel.namelist() if name.endswith("METADATA"))
    assert "Classifier: Private :: Do Not Upload" in metadata
    assert "\nName: baogao\n" in metadata


def test_the_command_runs_from_the_wheel_alone(wheel, tmp_path):
    """Unpacked anywhere, without the checkout, the program starts and prints its help."""
    wheel.extractall(tmp_path)
    code = "import sys; sys.path.insert(0, sys.argv[1]); import indexer; from indexer.cli import main; "
    code += "assert indexer.__file__.startswith(sys.argv[1]), indexer.__file__; sys.exit(main(['--help']))"
    command = [sys.executable, "-W", "ignore", "-c", code, str(tmp_path)]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    assert "serve" in done.stdout


def test_nobody_else_owns_our_import_names():
    """The distributions that claim indexer and webapp are exactly ours: a second owner would overwrite files silently."""
    owners = importlib.metadata.packages_distributions()
    assert {name: sorted(set(owners.get(name, ["baogao"]))) for name in PACKAGES} == {
        name: ["baogao"] for name in PACKAGES
    }


def test_every_import_is_a_declared_dependency():
    """What the program imports from outside is required by name in setup.cfg, or is an extra, or comes with what is required."""
    setup = configparser.ConfigParser()
    setup.read(ROOT / "setup.cfg", encoding="utf-8")
    lines = [
        *setup["options"]["install_requires"].split(),
        *(line for extra in ("ofd", "ocr") for line in setup["options.extras_require"][extra].split()),
    ]
    required = {canonicalize_name(Requirement(line).name) for line in lines} | BROUGHT
    owners = importlib.metadata.packages_distributions()
    undeclared = {}
    for path in (path for package in PACKAGES for path in (ROOT / package).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module] if isinstance(node, ast.ImportFrom) and node.module and not node.level else []
            for top in {name.partition(".")[0] for name in names} - sys.stdlib_module_names - set(PACKAGES):
                if not required & {canonicalize_name(owner) for owner in owners.get(top, [top])}:
                    undeclared.setdefault(top, path.name)
    assert not undeclared


def test_the_lock_names_each_requirement_and_no_index():
    """Each requirement of setup.cfg is pinned with hashes, and the file holds no address of a registry or machine."""
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    setup = configparser.ConfigParser()
    setup.read(ROOT / "setup.cfg", encoding="utf-8")
    wanted = setup["options"]["install_requires"] + setup["options.extras_require"]["dev"]
    names = {
        re.split("[<>=]", line)[0].strip().lower().replace(".", "-") for line in wanted.splitlines() if line.strip()
    }
    pinned = {line.split("==")[0].lower() for line in lock.splitlines() if re.match(r"[\w.-]+==", line)}
    assert names - pinned == set()
    assert not re.search(r"https?://|--index-url|--find-links|file:", lock)
    assert lock.count("--hash=sha256:") >= len(pinned)


def test_the_lock_is_what_is_installed():
    """The packages that these tests run with are those of the lock."""
    lines = re.findall(
        r"^([\w.-]+==.*?)(?: \\)?$", (ROOT / "requirements.lock").read_text(encoding="utf-8"), re.MULTILINE
    )
    rows = [row for row in map(Requirement, lines) if row.marker is None or row.marker.evaluate()]
    pins = {canonicalize_name(row.name): str(row.specifier).removeprefix("==") for row in rows}
    installed = {canonicalize_name(d.metadata["Name"]): d.version for d in importlib.metadata.distributions()}
    assert len(pins) > 50
    assert {name: installed[name] for name in pins if name in installed} == {n: pins[n] for n in pins if n in installed}
