"""docs/index-format.md is enough: an index read with the standard library alone, by the document, gives what the engine gives."""

import json
import sys
import zlib
from array import array
from bisect import bisect_left, bisect_right
from itertools import accumulate
from math import log

import pytest
from whoosh_pair import made_entries

from indexer.engines import whoosh_engine
from indexer.engines.arrays.rows import Rows
from indexer.engines.arrays.searcher import Searcher
from indexer.signs import query_key

TYPES = {"uint8": "B", "uint16": "H", "uint32": "I", "uint64": "Q"}


def numbers_of(data, kind):
    """Little-endian numbers."""
    found = array(TYPES[kind], data)
    if sys.byteorder == "big":
        found.byteswap()
    return found


class Stranger:
    """Reads a folder as the page describes it."""

    def __init__(self, folder):
        self.folder = folder
        self.about = json.loads((folder / "index.json").read_text(encoding="utf-8"))

    def read(self, name, kind):
        """A file of numbers."""
        return numbers_of((self.folder / name).read_bytes(), kind)

    def list(self, name, at):
        """See "Lists of numbers"."""
        starts = self.read(f"{name}.starts", "uint64")
        units = self.read(f"{name}.steps", "uint16")[starts[at] : starts[at + 1]]
        return decoded(units, self.read(f"{name}.counts", "uint32")[at])

    def text(self, name, row):
        """See "Texts and records"."""
        firsts, ends = (self.read(f"{name}.{what}", "uint32") for what in ("firsts", "ends"))
        starts = self.read(f"{name}.starts", "uint64")
        block = bisect_right(firsts, row) - 1
        packed = (self.folder / f"{name}.blocks").read_bytes()[starts[block] : starts[block + 1]]
        text = zlib.decompress(packed).decode("utf-8", "surrogatepass")
        return text[0 if row == firsts[block] else ends[row - 1] : ends[row]]

    def places(self, key):
        """See "Literals": places of a key of two units or more, and of one unit."""
        sought = numbers_of(key.encode("utf-16-le", "surrogatepass"), "uint16")
        pairs, units = self.read("signs.pairs", "uint32"), self.read("signs.units", "uint16")
        if len(sought) == 1:
            first = bisect_left(pairs, sought[0] << 16)
            last = bisect_left(pairs, (sought[0] + 1) << 16)
            return sorted(place for at in range(first, last) for place in self.list("signs", at))
        lists = []
        for at in range(len(sought) - 1):
            number = bisect_left(pairs, sought[at] << 16 | sought[at + 1])
            if number == len(pairs) or pairs[number] != sought[at] << 16 | sought[at + 1]:
                return []
            lists.append((len(found := self.list("signs", number)), at, found))
        _, offset, found = min(lists)
        starts = [place - offset for place in found if place >= offset]
        return [place for place in starts if units[place : place + len(sought)] == sought]

    def rows_of(self, places):
        """The row of each place."""
        starts = self.read("signs.rows", "uint32")
        return [bisect_right(starts, place) - 1 for place in places]

    def word(self, word):
        """See "Words and scores": (row, how often) of a word."""
        ends, terms = self.read("words.ends", "uint32"), (self.folder / "words.terms").read_bytes()
        words = [terms[start:end] for start, end in zip([0, *ends], ends, strict=False)]
        number = words.index(word.encode())
        before = sum(self.read("words.counts", "uint32")[:number])
        rows, often = self.list("words", number), self.read("words.often", "uint8")
        many = self.read("words.many", "uint64")
        more = dict(zip(many[::2], many[1::2], strict=True))
        return [(row, more.get(at, often[at])) for at, row in enumerate(rows, before)]


def decoded(units, count):
    """See "Lists of numbers": units of 16 bits as ``count`` numbers."""
    if len(units) == 2 * count:
        return [low | high << 16 for low, high in zip(units[::2], units[1::2], strict=True)]
    return [number for step, number in zip(units, accumulate(units), strict=True) if step != 65_535]


@pytest.fixture(scope="module")
def entries():
    """Made-up passages, one of which has a word three hundred times and defines a term."""
    made = list(made_entries(160))
    made[7] = type(made[7])(
        made[7].document_id,
        made[7].facts,
        made[7].passage,
        made[7].address,
        made[7].key,
        (*["常"] * 300, "\x06" + query_key("放管服")),
    )
    return made


@pytest.fixture(scope="module")
def folder(entries, tmp_path_factory):
    """Their index."""
    path = tmp_path_factory.mktemp("format")
    whoosh_engine.write(path, entries)
    return path


def test_the_example_of_the_page_is_right(root):
    """Each line of bytes in the page decodes to the numbers before it."""
    page = (root / "docs/index-format.md").read_text(encoding="utf-8")
    lines = [line.split("  ") for line in page.splitlines() if line.startswith("    5, ")]
    assert len(lines) == 3
    for line in lines:
        cells = [cell.strip() for cell in line if cell.strip()]
        wanted = [int(number) for number in cells[0].split(",")]
        data = bytes.fromhex("".join(cell for cell in cells[1:] if set(cell) <= set("0123456789ABCDEF ")))
        assert decoded(numbers_of(data, "uint16"), len(wanted)) == wanted


def test_every_file_is_in_the_page_and_in_the_table_of_contents(folder, root):
    """The folder holds what index.json lists with its size, and the page has each name."""
    page = (root / "docs/index-format.md").read_text(encoding="utf-8")
    stranger = Stranger(folder)
    sizes = {path.name: path.stat().st_size for path in folder.iterdir() if path.name != "index.json"}
    assert (stranger.about["format"], stranger.about["version"]) == ("baogao-arrays", 1)
    assert stranger.about["files"] == sizes
    named = {name.replace("texts.", "NAME.").replace("records.", "NAME.") for name in sizes}
    assert not [name for name in named if f"`{name}`" not in page]


@pytest.mark.parametrize("literal", ["发展", "develop", "高质", "的", "业", "化", "18.5%", "查无此词"])
def test_places_and_rows_of_a_literal(folder, entries, literal):
    """A literal is found where the engine finds it, and in the rows whose keys have it."""
    key, stranger, signs = query_key(literal), Stranger(folder), Searcher(folder).signs
    places = stranger.places(key)
    assert places == signs.places(key).tolist()
    assert sorted(set(stranger.rows_of(places))) == [row for row, entry in enumerate(entries) if key in entry.key]


@pytest.mark.parametrize("word", ["develop", "常", "\x06放管服"])
def test_rows_and_frequencies_of_a_word(folder, entries, word):
    """A word has the postings of the engine, also one that stands more than 254 times, and the term that a passage defines."""
    searcher = Searcher(folder)
    rows, often = searcher.words.postings(searcher.words.find(word))
    found = Stranger(folder).word(word)
    assert found == list(zip(rows.tolist(), often.tolist(), strict=True))
    assert dict(found) == {row: entry.words.count(word) for row, entry in enumerate(entries) if word in entry.words}


def test_the_score_of_a_word(folder):
    """BM25 worked out by docs/ranking.md from the files is the score of the engine."""
    stranger = Stranger(folder)
    lengths, count = stranger.read("rows.length", "uint32"), stranger.about["counts"]["rows"]
    found, mean = stranger.word("develop"), sum(lengths) / count
    idf = log(1 + (count - len(found) + 0.5) / (len(found) + 0.5))
    own = {r: idf * tf * 2.2 / (tf + 1.2 * (0.25 + 0.75 * lengths[r] / mean)) for r, tf in found}
    total, best = whoosh_engine.open_engine(folder).ranked(["develop"], 1_000)
    assert total == len(own)
    assert dict(best) == pytest.approx(own)


def test_texts_records_and_facts_of_rows(folder, entries):
    """Text, address, span, number, kind, part, document and facts of rows in all blocks."""
    stranger, searcher = Stranger(folder), Searcher(folder)
    rows, about = Rows(folder, searcher.columns), json.loads((folder / "documents.json").read_text(encoding="utf-8"))
    columns = {
        name: stranger.read(f"rows.{name}", kind)
        for name, kind in (("document", "uint32"), ("number", "uint32"), ("kind", "uint8"), ("part", "uint8"))
    }
    for row in (0, 31, 32, 63, 99, len(entries) - 1):
        passage, address = rows.passage(row)
        record = json.loads(stranger.text("records", row))
        assert stranger.text("texts", row) == passage.text == entries[row].passage.text
        assert record[:3] == [address, passage.span.start, passage.span.end]
        assert record[6] == list(passage.path)
        assert about["ids"][columns["document"][row]] == entries[row].document_id
        assert about["facts"][columns["document"][row]]["title"] == entries[row].facts.title
        assert columns["number"][row] == passage.number
        assert about["kinds"][columns["kind"][row]] == passage.kind
        assert about["parts"][columns["part"][row]] == passage.part


def test_sentences_of_a_row(folder):
    """The borders of sentences in units and in the text are those of the engine."""
    stranger, columns = Stranger(folder), Searcher(folder).columns
    starts = stranger.read("edges.starts", "uint64")
    for row in (0, 9, 77):
        own = slice(starts[row], starts[row + 1])
        assert stranger.read("edges.text", "uint32")[own].tolist() == columns.edges(row, True)
        units = stranger.read("edges.units", "uint32")[own]
        assert [unit - units[0] for unit in units] == columns.edges(row, False)
