"""A real Chromium against a real server: the site over a corpus that has all kinds of pages, and pages that watch themselves.

Every page records what it asks for and what it complains of; a test that made one fails at its end if anything was asked
of another host, or if the console holds an error or a violation of the content security policy.
"""

import shutil
import threading
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DOC = "430202-hetang-2021-gwr"
SHORT = """政府工作报告
——2020年1月9日在{0}第十五届人民代表大会第四次会议上
各位代表：
一、2019年工作回顾
{0}扎实做好“六稳”工作，营商环境持续优化。
二、2020年工作安排
全面落实“六保”任务。
"""
PLACES = {
    "130606-lianchi-2020-gwr": "保定市莲池区",
    "430105-kaifu-2020-gwr": "长沙市开福区",
    "440304-futian-2020-gwr": "深圳市福田区",
}
GONE, CHANGED_FROM, CHANGED_TO = "440304-futian-2020-gwr", "固定资产投资增长10.0%左右", "固定资产投资增长9.5%以上"


@dataclass(frozen=True)
class Site:
    """A site that is being served: its address, and the addresses of a passage that changed and of one withdrawn."""

    url: str
    changed: str
    gone: str


@pytest.fixture(scope="session")
def busy(tmp_path_factory):
    """Settings of a home with four documents, of which one was changed after publication and one withdrawn."""
    from indexer.build import build_index
    from indexer.settings import load

    home = tmp_path_factory.mktemp("busy")
    shutil.copytree(ROOT / "corpus", home / "corpus")
    shutil.copy(ROOT / "glossary.yaml", home)
    for name, place in PLACES.items():
        (home / "corpus" / name).mkdir()
        (home / "corpus" / name / "source.txt").write_text(SHORT.format(place), encoding="utf-8")
    settings = load({}, home=home)
    build_index(settings, today="2026-11-24")
    source = home / "corpus" / DOC / "source.txt"
    text = source.read_text(encoding="utf-8")
    assert CHANGED_FROM in text
    source.write_text(text.replace(CHANGED_FROM, CHANGED_TO), encoding="utf-8")
    (source.parent / "meta.yaml").unlink()  # it holds the hash of the text as it was
    (home / "corpus" / GONE / "source.txt").unlink()
    build_index(settings, today="2026-11-25")
    return settings


@pytest.fixture(scope="session")
def site(busy):
    """The site over :func:`busy`, served by waitress on a free port."""
    from waitress import create_server

    from indexer.ledger import read_ledger
    from webapp import create_app

    recorded = {name: read_ledger(busy.corpus_path / name)[0] for name in (DOC, GONE)}
    changed = next(e.address for e in recorded[DOC] if CHANGED_FROM in e.text)
    server = create_server(create_app(busy), host="127.0.0.1", port=0, threads=4)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    yield Site(
        f"http://127.0.0.1:{server.effective_port}",
        f"/documents/{DOC}/{changed}",
        f"/documents/{GONE}/{recorded[GONE][-1].address}",
    )
    server.close()
    thread.join(5)


@pytest.fixture(scope="session")
def tabs(engine, site):
    """Pages that lie idle, by (script, touch): a page that is used again need not load the large Chinese fonts again."""
    windows, idle = {}, {}

    def get(kind):
        if idle.setdefault(kind, []):
            return idle[kind].pop()
        if kind not in windows:
            windows[kind] = engine.new_context(
                java_script_enabled=kind[0], has_touch=kind[1], base_url=site.url, reduced_motion="reduce",
                permissions=["clipboard-read", "clipboard-write"],
            )  # fmt: skip
        return windows[kind].new_page()

    def put(kind, page):
        page.goto("about:blank")
        idle[kind].append(page)

    yield get, put
    for window in windows.values():
        window.close()


@pytest.fixture
def visit(tabs, site):
    """Opens a page that watches itself: ``visit(path, width=…, dark=…, script=…, touch=…)``."""
    get, put = tabs
    used, complaints = [], []

    def said(message):
        if message.type == "error" and "Failed to load resource" not in message.text:
            complaints.append(message.text)

    def failed(error):
        complaints.append(str(error))

    def asked(request):
        if not request.url.startswith(site.url + "/"):
            complaints.append(request.url)

    watchers = {"console": said, "pageerror": failed, "request": asked}

    def open_page(path, *, width=1280, dark=False, script=True, touch=False):
        page = get((script, touch))
        used.append(((script, touch), page))
        for event, watcher in watchers.items():
            page.on(event, watcher)
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme="dark" if dark else "light", media="screen")
        page.goto(path)
        return page

    yield open_page
    for kind, page in used:
        for event, watcher in watchers.items():
            page.remove_listener(event, watcher)
        put(kind, page)
    assert not complaints
