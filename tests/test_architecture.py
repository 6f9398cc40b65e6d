"""The shape of the code: sizes, direction of imports, names, docstrings, and what may never be called."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PRODUCT = ("indexer", "webapp")
FOLDERS = (*PRODUCT, "tests", "bench", "tools")
FILES = sorted(path for folder in FOLDERS for path in (ROOT / folder).rglob("*.py"))
SOURCES = [path for path in FILES if path.relative_to(ROOT).parts[0] in PRODUCT]
TESTS = [path for path in FILES if path.relative_to(ROOT).parts[0] == "tests"]
MAX_FILE, MAX_FUNCTION = 300, 40
DRAWERS = {"utils", "util", "helpers", "helper", "common", "misc", "manager", "tools", "core", "base_utils"}
PATTERN_CALLS = {"compile", "search", "match", "fullmatch", "sub", "subn", "split", "findall", "finditer"}
CODE_FROM_DATA = {"pickle", "cPickle", "dill", "shelve", "marshal", "joblib"}


def name_of(path):
    """The path as it is read in a failure."""
    return str(path.relative_to(ROOT))


def tree_of(path):
    """The syntax tree of a file."""
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def functions(tree):
    """All functions of a tree, methods and inner ones too."""
    return [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_a_file_can_be_read_in_one_go(path):
    """No file has more than 300 lines and no function more than 40, in code and in tests."""
    assert len(path.read_text(encoding="utf-8").splitlines()) <= MAX_FILE
    long = {
        f.name: f.end_lineno - f.lineno + 1 for f in functions(tree_of(path)) if f.end_lineno - f.lineno >= MAX_FUNCTION
    }
    assert not long


def test_imports_point_in_one_direction():
    """The contracts of setup.cfg hold: layers of indexer and webapp, exhaustive, so that no module stands outside them."""
    command = [sys.executable, "-c", "from importlinter.cli import lint_imports_command as run; run()", "--no-cache"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8")
    assert done.returncode == 0, done.stdout + done.stderr


def test_no_module_is_a_drawer():
    """No module is named for nothing in particular: such a file grows until every change touches it."""
    assert not [name_of(path) for path in SOURCES if DRAWERS & {path.stem, *path.relative_to(ROOT).parent.parts}]


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_public_names_say_what_holds(path):
    """Every module, public class, public function and public method has a docstring."""
    tree = tree_of(path)
    silent = [] if ast.get_docstring(tree) or not tree.body else ["the module"]
    bodies = [(tree.body, "")]
    bodies += [(c.body, f"{c.name}.") for c in tree.body if isinstance(c, ast.ClassDef) and not c.name.startswith("_")]
    for body, prefix in bodies:
        for node in body:
            named = isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
            if named and not node.name.startswith("_") and not ast.get_docstring(node):
                silent.append(prefix + node.name)
    assert not silent


@pytest.mark.parametrize("path", [p for p in TESTS if p.name.startswith("test_")], ids=name_of)
def test_every_test_says_what_it_proves(path):
    """Each test function has a docstring."""
    assert not [f.name for f in functions(tree_of(path)) if f.name.startswith("test_") and not ast.get_docstring(f)]


def is_fixed(node, whole):
    """Whether a pattern is made of constants of the program; where not ``whole``, a name that was checked may stand."""
    match node:
        case ast.Constant():
            return True
        case ast.Name(id=name):
            return name.isupper() or not whole
        case ast.Attribute(attr=name):
            return name.isupper()
        case ast.JoinedStr(values=parts):
            return all(is_fixed(part.value if isinstance(part, ast.FormattedValue) else part, True) for part in parts)
        case ast.BinOp(left=left, right=right):
            return is_fixed(left, True) and is_fixed(right, True)
        case ast.Call(func=ast.Attribute(attr="escape")):
            return True
        case ast.Call(func=ast.Attribute(attr="join", value=ast.Constant()), args=[ast.GeneratorExp(elt=part) | part]):
            return is_fixed(part, True)
        case ast.Call(func=ast.Attribute(value=owner), args=arguments):
            return all(is_fixed(part, True) for part in (owner, *arguments))
    return False


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_no_pattern_comes_from_outside(path):
    """Regular expressions are made of constants; what else goes in is escaped, so no user can slow one down."""
    calls = [
        node
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and isinstance(node.func.value, ast.Name)
        and (node.func.value.id, node.func.attr in PATTERN_CALLS) == ("re", True)
    ]
    loose = [ast.unparse(call) for call in calls if not is_fixed(call.args[0], call.func.attr == "compile")]
    assert not loose


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_data_is_never_run(path):
    """Nothing of ours imports pickle or its kin: what is read from a folder is data, not code."""
    imported = set()
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            imported |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            imported.add((node.module or "").partition(".")[0])
    assert not imported & CODE_FROM_DATA


def test_importing_the_packages_does_no_work():
    """Import of the command and of the site's package loads no heavy library: a search must start at once."""
    heavy = "{'jieba', 'opencc', 'lxml', 'docx', 'pdfplumber', 'pypinyin', 'pydantic', 'citeproc', 'numpy', 'flask', 'whoosh'}"
    code = f"import sys, indexer.cli, webapp; sys.exit(str(sorted({heavy} & set(sys.modules)) or '') or 0)"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, encoding="utf-8")
    assert done.returncode == 0, done.stderr


def test_the_folders_that_are_checked_exist():
    """The lists above look at real files: were a folder renamed, its checks would pass for want of files."""
    assert all(any(Path(ROOT / folder).rglob("*.py")) for folder in (*PRODUCT, "tests"))
