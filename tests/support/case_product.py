"""The product as the cases see it: documents and a glossary put on disk, an index run, searches, links, citations."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

from indexer.build import build_index
from indexer.citation import cite
from indexer.citation.fragment import fragment_link
from indexer.citation.record import csl_record
from indexer.entries import find_entry
from indexer.errors import CorpusError
from indexer.library import open_library
from indexer.lookup import find_document
from indexer.occurrences import find_uses, matcher_of
from indexer.search import search
from indexer.settings import load
from webapp import create_app

#: What this product has, of the needs that cases name.
HAS = {"http", "docx", "pdf", "ris export", "bibtex export", "text fragment link", "traditional query", "download"}
STYLES = {"gbt7714": "gbt7714-2015", "ris": "ris", "bibtex": "bibtex"}
MAIN = Path(__file__).resolve().parents[2]


def document_id(name):
    """A case's name for a document as the folder's name."""
    return name.lower().replace("_", "-")


class Product:
    """One home folder with corpus, glossary and index, and the ways to use it."""

    def __init__(self, home, files):
        self.home, self.files = Path(home), Path(files)
        self.settings = load({}, home=home, base_url="http://localhost")
        self.settings.corpus_path.mkdir(parents=True, exist_ok=True)
        self.names, self.given = {}, {}
        self.report = None
        self._library = self._app = None

    # -- putting things there --------------------------------------------------------------------------------

    def put(self, document):
        """Write a document of a case into the corpus: its text or file byte for byte, and what else is told of it."""
        name = document["name"]
        folder = self.settings.corpus_path / document_id(name)
        folder.mkdir(exist_ok=True)
        self.names[document_id(name)], self.given[name] = name, document
        if "file" in document:
            source = self.files / document["file"]
            shutil.copyfile(source, folder / f"source{source.suffix}")
        else:
            (folder / "source.txt").write_bytes(document["text"].encode("utf-8", "surrogatepass"))
        meta = {key: document[key] for key in ("title", "author", "authors", "date", "url") if key in document}
        if meta:
            (folder / "meta.yaml").write_text(json.dumps(meta, ensure_ascii=False), encoding="utf-8")

    def take_out(self, name):
        """Delete a document from disk."""
        shutil.rmtree(self.settings.corpus_path / document_id(name))

    def write_glossary(self, content):
        """Make glossary.yaml: a mapping, or text or bytes as they are."""
        if isinstance(content, dict):
            content = json.dumps(content, ensure_ascii=False, indent=0)
        data = content.encode("utf-8") if isinstance(content, str) else content
        self.settings.glossary_path.write_bytes(data)

    def index(self):
        """An index run; what it says to the person is returned."""
        self.report = build_index(self.settings, today="2024-05-01")
        self.close()
        return "\n".join([*(o.error for o in self.report.failed), *(d for o in self.report.outcomes for d in o.doubts)])

    def close(self):
        """Open everything afresh at the next use."""
        self._library = self._app = None

    # -- using it --------------------------------------------------------------------------------------------

    @property
    def library(self):
        """The open library."""
        if self._library is None:
            self._library = open_library(self.settings)
        return self._library

    @property
    def client(self):
        """A client of the site."""
        if self._app is None:
            self._app = create_app(self.settings)
        return self._app.test_client()

    def search(self, text, exact=False, page=1, size=500):
        """A search: an Answer, or the message of the error that the user would see."""
        if exact:
            text = f'"{text}"'
        try:
            return search(self.library, text, page=page, size=size)
        except CorpusError as error:
            return str(error)

    def show(self, name):
        """The text of a document as shown, a paragraph a line."""
        return [passage.text for passage, _ in find_document(self.library, document_id(name)).passages]

    def links(self, name):
        """(surface, term) of each link in a document, in order."""
        glossary = self.library.glossary
        matcher = matcher_of(glossary)
        return [
            [use.span.of(text), glossary.entries[use.entry_id].term]
            for text in self.show(name)
            for use in find_uses(matcher, text)
        ]

    def terms(self):
        """The terms of the glossary that serves."""
        return [entry.term for entry in self.library.glossary.entries.values()]

    def entry(self, term):
        """A glossary entry."""
        return find_entry(self.library, term)

    def place(self, name, quote, occurrence=1):
        """The address of the passage that holds the quote the n-th time."""
        document = document_id(name)
        found = [
            (p, a) for p, a in find_document(self.library, document).passages if quote in p.text or quote == "whole"
        ]
        passage, local = found[occurrence - 1]
        return passage, f"{document}/{local}"

    def cite(self, step):
        """The output of a cite step."""
        form, names = step["format"], step.get("docs", [step.get("doc")])
        accessed = step.get("accessed", "2024-05-01")
        if form == "text":
            return "\n".join(self.show(names[0]))
        if form == "link":
            _passage, address = self.place(names[0], step["quote"], step.get("occurrence", 1))
            url = self.given[names[0]].get("url")
            whole = "\n".join(self.show(names[0]))
            return fragment_link(url, None, step["quote"], whole) if url else f"/documents/{address}"
        library = self.library
        ids = [document_id(name) for name in names]
        return cite([csl_record(library.documents[i], i, accessed=accessed, base_url="") for i in ids], STYLES[form])

    def run(self, *arguments, program="", **options):
        """The command line in a process of its own."""
        environment = {
            **os.environ,
            "BAOGAO_HOME": str(self.home),
            "PYTHONPATH": str(MAIN),
            **options.pop("environ", {}),
        }
        return subprocess.run(
            [sys.executable, *(["-c", program] if program else ["-m", "indexer"]), *arguments],
            capture_output=True, text=True, encoding="utf-8", env=environment,
            timeout=120, check=False, **options,
        )  # fmt: skip

    def start(self, *arguments):
        """The command line in a process that is not waited for."""
        environment = {**os.environ, "BAOGAO_HOME": str(self.home), "PYTHONPATH": str(MAIN)}
        return subprocess.Popen(
            [sys.executable, "-m", "indexer", *arguments],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=environment,
        )

    def hits(self, text):
        """The number of hits by the command line's own numbers, read in this process; None if it cannot be opened."""
        with suppress(CorpusError):
            return search(open_library(self.settings), text, size=500).total
        return None
