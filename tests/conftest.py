"""What the tests share: places, a corpus in a temporary folder, the site, the command, and the rule that CI skips nothing.

Holds fixtures and hooks only; expectations stand in the test files.
"""

import gzip
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import hypothesis
import pytest
from flask.testing import FlaskClient

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"
#: What .ci/run can demand by BAOGAO_REQUIRE=shared,browser,…, and the words that betray its skips.
REQUIREMENTS = {
    "shared": ("shared", "baogao_data", "baogao_cases"),
    "browser": ("browser", "chromium", "playwright"),
    "libreoffice": ("libreoffice", "soffice"),
    "pandoc": ("pandoc", "bibutils"),
}

ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip

# No deadlines: two cores are shared, and tests assert no times. In CI the same examples each time.
hypothesis.settings.register_profile("local", deadline=None)
hypothesis.settings.register_profile("ci", deadline=None, derandomize=True)
hypothesis.settings.load_profile("ci" if os.environ.get("CI") else "local")


def _missed(report: pytest.TestReport | pytest.CollectReport) -> str | None:
    """The demanded thing for want of which a test was skipped, if that is why."""
    demanded = [name.strip() for name in os.environ.get("BAOGAO_REQUIRE", "").split(",") if name.strip()]
    if not report.skipped or hasattr(report, "wasxfail"):
        return None
    reason = (report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)).casefold()
    if reason.startswith("skipped: not applicable") or reason.startswith("not applicable"):
        return None
    return next((name for name in demanded if any(word in reason for word in REQUIREMENTS.get(name, (name,)))), None)


def _refuse_skip(report: pytest.TestReport | pytest.CollectReport) -> None:
    missed = _missed(report)
    if missed:
        report.outcome = "failed"
        report.longrepr = f"skipped, but BAOGAO_REQUIRE demands {missed}: {report.longrepr}"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    """A skip for want of something that BAOGAO_REQUIRE names is a failure."""
    report = yield
    _refuse_skip(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(collector):
    """The same for a test module that is skipped as a whole."""
    report = yield
    _refuse_skip(report)
    return report


@pytest.fixture(autouse=True)
def _plain_settings(monkeypatch):
    """No setting of the developer's own environment reaches a test."""
    from indexer.settings import PREFIX, TABLE

    for row in TABLE:
        monkeypatch.delenv(PREFIX + row.name.upper(), raising=False)


@pytest.fixture(scope="session")
def root() -> Path:
    """The folder of this checkout."""
    return ROOT


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder ../shared with real documents and cases; skips where it is absent."""
    if not (SHARED / "data").is_dir():
        pytest.skip("../shared is not there: it holds the real documents and the cases")
    return SHARED


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of a Chromium that is installed; skips where there is none."""
    for name in ("chromium", "chromium-browser", "google-chrome", "chrome"):
        path = shutil.which(name)
        if path:
            return path
    pytest.skip("no browser: install Chromium (apt-get install chromium)")


@pytest.fixture(scope="session")
def engine(chromium):
    """Chromium, running: one for all tests, as Playwright allows no second in a process."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def soffice() -> str:
    """The path of LibreOffice; skips where it is not installed."""
    path = shutil.which("soffice") or shutil.which("libreoffice")
    if not path:
        pytest.skip("no LibreOffice: apt-get install libreoffice-writer-nogui")
    return path


def _copy_home(target: Path) -> Path:
    shutil.copytree(ROOT / "corpus", target / "corpus")
    shutil.copy(ROOT / "glossary.yaml", target / "glossary.yaml")
    return target


@pytest.fixture
def home(tmp_path) -> Path:
    """A folder of one's own with the corpus and the glossary of this repository; no index yet."""
    return _copy_home(tmp_path)


@pytest.fixture(scope="session")
def built(tmp_path_factory):
    """Settings of a home that is indexed, once for all tests, which read it and change nothing."""
    from indexer.build import build_index
    from indexer.settings import load

    settings = load({}, home=_copy_home(tmp_path_factory.mktemp("home")))
    report = build_index(settings, today="2026-11-25")
    assert not report.failed, report.failed
    return settings


@pytest.fixture(scope="session")
def library(built):
    """The library over the corpus of this repository, open; for reading."""
    from indexer.library import open_library

    opened = open_library(built)
    yield opened
    opened.engine.close()


@dataclass(frozen=True)
class Reports:
    """A home with the 422 real reports, added as users add them; ``rows`` are the records, by the id of their document."""

    home: Path
    rows: dict[str, dict[str, object]]


@pytest.fixture(scope="session")
def reports(tmp_path_factory, shared) -> Reports:
    """The 422 reports of ../shared/data in a corpus of their own, with our glossary; no index yet."""
    from indexer.intake import add
    from indexer.settings import load

    home, path = tmp_path_factory.mktemp("reports"), shared / "data/reports/reports.jsonl.gz"
    shutil.copy(ROOT / "glossary.yaml", home / "glossary.yaml")
    outcomes = list(add(load({}, home=home), [str(path)], jobs=2))
    assert {outcome.state for outcome in outcomes} == {"added"}
    with gzip.open(path, "rt", encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    return Reports(home, {outcome.document_id: row for outcome, row in zip(outcomes, rows, strict=True)})


@pytest.fixture(scope="session")
def report_library(reports):
    """The library over them with the engine that is the default, built once for all tests (a minute); for reading."""
    opened = _index_reports(reports.home, "whoosh")
    yield opened
    opened.engine.close()


@pytest.fixture(scope="session")
def report_libraries(reports, report_library):
    """The same with every engine, by its name; the words are cut once for all."""
    from indexer.engines import MODULES

    whole = {name: _index_reports(reports.home, name, report_library) for name in MODULES if name != "whoosh"}
    yield {"whoosh": report_library, **whole}
    for opened in whole.values():
        opened.engine.close()


def _index_reports(home, engine, former=None):
    """The library that an engine makes of a home; what a former one had prepared is not made again."""
    from indexer.build import build_index
    from indexer.library import open_library
    from indexer.prepared import cache_folder
    from indexer.settings import load

    settings = load({}, home=home, engine=engine, index_path=f"index-{engine}")
    if former:
        shutil.copytree(cache_folder(former.settings), cache_folder(settings))
    report = build_index(settings, today="2026-11-25")
    assert not report.failed, report.failed
    return open_library(settings)


@pytest.fixture(scope="session")
def app(built):
    """The site over the same library."""
    from webapp import create_app

    application = create_app(built)
    application.testing = True
    application.test_client_class = _Reader
    return application


class _Reader(FlaskClient):
    """Reads each answer to its end, so that no file of static/ stays open."""

    def open(self, *arguments, buffered=True, **more):
        """A request as the client of Flask makes it, and the whole answer."""
        return super().open(*arguments, buffered=buffered, **more)


@pytest.fixture
def client(app):
    """A browser without a screen for :func:`app`."""
    return app.test_client()


@pytest.fixture(scope="session")
def baogao(built) -> Callable[..., subprocess.CompletedProcess[str]]:
    """The command as users run it, in a process of its own, at home in the indexed corpus unless ``home`` is given."""

    def run(*arguments: str, home: Path = built.home, stdin: str = "") -> subprocess.CompletedProcess[str]:
        environment = {name: value for name, value in os.environ.items() if not name.startswith("BAOGAO_")}
        environment |= {"BAOGAO_HOME": str(home), "PYTHONWARNINGS": "ignore"}
        command = [sys.executable, "-m", "indexer", *arguments]
        return subprocess.run(
            command,
            input=stdin,
            env=environment,
            cwd=home,
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=120,
        )

    return run
