"""Runs the steps of a case. A step in words is run by the handler that case_site.py or case_disk.py has for it."""

from __future__ import annotations

import resource
import time
from urllib.parse import quote

import case_disk
import case_expect as check
import case_site
from case_product import HAS, Product

from indexer.errors import CorpusError

HANDLERS = {**case_site.HANDLERS, **case_disk.HANDLERS}


class NotApplicable(Exception):
    """The case needs something that is not built, or a step in words that nobody has written a handler for."""


def run_case(case, home, files):
    """Run all steps; raises AssertionError where an expectation does not hold, NotApplicable where it cannot be run."""
    needs = set(case.get("needs", ())) - HAS
    if needs:
        raise NotApplicable(f"needs {', '.join(sorted(needs))}")
    product = Product(home, files)
    prepare(product, case)
    for number, step in enumerate(case["steps"]):
        run_step(product, case, number, step)


def prepare(product, case):
    """Put what is given on disk and index it, unless the case does so itself."""
    given = case.get("given") or {}
    for document in given.get("documents", ()):
        product.put(document)
    if "glossary" in given:
        product.write_glossary(given["glossary"])
    if "make" in given:
        maker = case_disk.MAKERS.get(case["id"]) or case_site.MAKERS.get(case["id"])
        if maker is None:
            raise NotApplicable(f"nobody has written what makes: {given['make']}")
        maker(product)
    if "index" not in case["steps"][0]:
        product.index()


def run_step(product, case, number, step):
    """Run one step within its bounds of time and memory."""
    expect = step.get("expect", {})
    started, before = time.monotonic(), peak_mb()
    if "do" in step or (case["id"], number) in HANDLERS:
        handler = HANDLERS.get((case["id"], number))
        if handler is None:
            raise NotApplicable(f"nobody has written a handler for: {step.get('do')}")
        handler(product, step, expect)
    else:
        action = next(name for name in ACTIONS if name in step)
        ACTIONS[action](product, case, step, expect)
    if "within_s" in expect:
        assert time.monotonic() - started <= expect["within_s"], f"{time.monotonic() - started:.1f} s"
    if "memory_mb" in expect:
        assert peak_mb() - before <= expect["memory_mb"], f"{peak_mb() - before:.0f} MB"


def peak_mb():
    """The most memory that this process ever held."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _index(product, case, step, expect):
    message = product.index()
    check.check_message(message, expect)
    if "message_has" in expect:
        assert product.report.failed


def _search(product, case, step, expect):
    text = step["search"]
    options = {name: step[name] for name in ("exact", "page", "size") if name in step}
    answer = product.search(text, **options)
    check.check_search(product, answer, expect)
    page = product.client.get(f"/search?q={quote(text, errors='replace')}")
    assert page.status_code < 500
    check.check_html(page.get_data(as_text=True), expect)


def _search_each(product, case, step, expect):
    for text in step["search_each"]:
        started = time.monotonic()
        _search(product, case, {"search": text}, {"no_error": True})
        assert time.monotonic() - started <= expect.get("within_s", 60), text


def _search_file(product, case, step, expect):
    text = (product.files / step["search_file"]).read_text(encoding="utf-8")
    check.check_search(product, product.search(text), expect)


def _show(product, case, step, expect):
    check.check_text(product.show(step["show"]), expect)


def _links(product, case, step, expect):
    links = product.links(step["links"])
    if "links" in expect:
        assert links == expect["links"]
    if "links_terms" in expect:
        assert {term for _, term in links} == set(expect["links_terms"])


def _glossary(product, case, step, expect):
    given = case["given"]
    product.close()
    variants = given.get("glossary_variants") or {"": given.get("glossary_text")}
    if "glossary_file" in given:
        variants = {"": (product.files / given["glossary_file"]).read_bytes()}
    for variant in variants.values():
        content = variant["bytes_gbk"].encode("gbk") if isinstance(variant, dict) else variant
        good = product.settings.glossary_path.read_bytes() if product.settings.glossary_path.is_file() else None
        product.write_glossary(content)
        message = ""
        try:
            product.index()
        except CorpusError as error:
            message = str(error)
            product.write_glossary(good or "")
        check.check_message(message, expect if message or "terms" not in expect else {})
        if "terms" in expect and not (message and expect.get("or_message")):
            assert sorted(product.terms()) == sorted(expect["terms"])


def _cite(product, case, step, expect):
    check.check_output(product.cite(step["cite"]), expect)


ACTIONS = {
    "index": _index, "search": _search, "search_each": _search_each, "search_file": _search_file, "show": _show,
    "links": _links, "glossary": _glossary, "cite": _cite,
}  # fmt: skip
