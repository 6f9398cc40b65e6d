"""What ``expect`` of a case can say, each key checked as cases/README.md defines it."""

from __future__ import annotations

import re
from html.parser import HTMLParser

VOID = {"meta", "link", "input", "br", "hr", "img", "wbr"}
#: Keys that are looked at where the step is run, or that say in words what a handler has checked.
ELSEWHERE = {"within_s", "memory_mb", "no_error", "no_trace", "or_message", "result", "status", "exit", "header",
             "header_is_ascii", "header_matches"}  # fmt: skip


def found_documents(product, answer):
    """The names of the documents found, best first. A text searched as words has its hits in the related list."""
    hits = answer.related if answer.query.as_words else answer.hits
    return list(dict.fromkeys(product.names[found.hit.document_id] for found in hits))


def marked_strings(product, answer, name):
    """The marked strings of a document's hits."""
    return [
        span.of(f.hit.passage.text) for f in answer.hits if product.names[f.hit.document_id] == name for span in f.spans
    ]


def check_search(product, answer, expect):
    """Check the keys about an answer; a message instead of one is accepted where the case says so."""
    if isinstance(answer, str):
        assert expect.get("or_message") or expect.get("no_error"), answer
        assert answer
        return
    if expect.get("or_message") and answer.notes and not answer.hits:
        return
    docs = found_documents(product, answer)
    checks = {
        "docs": lambda v: sorted(docs) == sorted(v),
        "docs_include": lambda v: set(v) <= set(docs),
        "docs_exclude": lambda v: not set(v) & set(docs),
        "first": lambda v: docs[:1] == [v],
        "before": lambda v: all(x in docs and (y not in docs or docs.index(x) < docs.index(y)) for x, y in v),
        "count": lambda v: len(answer.hits) == v,
        "total": lambda v: answer.total == v,
        "marks": lambda v: all(_same_marks(marked_strings(product, answer, n), w) for n, w in v.items()),
        "marks_include": lambda v: all(set(w) <= set(marked_strings(product, answer, n)) for n, w in v.items()),
        "marks_exclude": lambda v: all(not set(w) & set(marked_strings(product, answer, n)) for n, w in v.items()),
    }
    for key, value in expect.items():
        if key in checks:
            assert checks[key](value), f"{key}: {value}; found {docs}, total {answer.total}"


def _same_marks(marks, wanted):
    return set(marks) == set(wanted) if len(wanted) == 1 else sorted(marks) == sorted(wanted)


def check_text(text, expect):
    """Check the keys about a shown text, given as its paragraphs."""
    joined = "\n".join(text)
    for part in expect.get("text_has", ()):
        assert part in joined, f"{part} is not in {joined[:500]}"
    for part in expect.get("text_lacks", ()):
        assert part not in joined, f"{part} is in {joined[:500]}"
    if "paragraphs" in expect:
        assert [_tight(p) for p in text] == [_tight(p) for p in expect["paragraphs"]]


def _tight(paragraph):
    return re.sub(r"\s+", "", paragraph)


def check_output(output, expect):
    """Check the keys about an output: citations and the like."""
    for part in expect.get("output_has", ()):
        assert part in output, f"{part} is not in {output}"
    for part in expect.get("output_lacks", ()):
        assert part not in output, f"{part} is in {output}"
    for pattern in expect.get("output_matches", ()):
        assert re.search(pattern, output), f"{pattern} does not match {output}"
    if "lines_match" in expect:
        assert all(re.fullmatch(expect["lines_match"], line) for line in output.strip("\r\n").splitlines()), output
    if expect.get("braces_balanced"):
        _check_braces(output)
    if "keys" in expect:
        keys = re.findall(r"(?m)^@\w+\{([^,]*),", output)
        assert keys
        assert len(set(keys)) == len(keys)
        assert all(re.fullmatch(expect["keys"]["match"], key) for key in keys), keys
    output.encode(expect.get("encoding", "utf-8"))


def _check_braces(output):
    depth = 0
    for brace in re.findall(r"(?<!\\)[{}]", output):
        depth += 1 if brace == "{" else -1
        assert depth >= 0, output
    assert depth == 0, output


def check_message(message, expect):
    """Check the keys about a message to the person."""
    for part in expect.get("message_has", ()):
        assert part in message or part.replace("_", "-") in message, f"{part} is not in {message}"
    if "message_has_any" in expect:
        assert any(part in message for part in expect["message_has_any"]), message
    if "message_matches" in expect:
        assert re.search(expect["message_matches"], message), message
    if expect.get("no_trace"):
        assert "Traceback" not in message


def check_html(html, expect):
    """Check the keys about HTML."""
    for part in expect.get("html_has", ()):
        assert part in html, f"{part} is not in the page"
    for part in expect.get("html_lacks", ()):
        assert part not in html, f"{part} is in the page"
    if "snippet_has_mark" in expect:
        assert f"<mark>{expect['snippet_has_mark']}</mark>" in html
    if expect.get("html_balanced"):
        parser = Balance()
        parser.feed(html)
        assert parser.open == []


class Balance(HTMLParser):
    """Notes tags that are opened and not closed; fails at a wrong closing tag."""

    def __init__(self):
        super().__init__()
        self.open = []

    def handle_starttag(self, tag, attrs):
        """An opening tag."""
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        """A closing tag."""
        if tag not in VOID and not (tag in ("path", "rect", "svg") and tag not in self.open):
            assert self.open, f"</{tag}> closes nothing"
            assert self.open.pop() == tag, f"</{tag}> is out of place"


class Elements(HTMLParser):
    """All elements with their attributes."""

    def __init__(self, html):
        super().__init__()
        self.found = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        """An element."""
        self.found.append((tag, dict(attrs)))
