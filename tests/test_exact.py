"""The exact layer is complete: random literals over all real reports, every engine, against brute force (DESIGN 3)."""

import random
from collections import Counter

import literals
import oracle
import pytest

from indexer.build import build_index
from indexer.engines import MODULES
from indexer.engines.base import Window
from indexer.library import open_library
from indexer.query import AllOf, Literal, Query, read_query
from indexer.query.nodes import QUOTE_PAIRS
from indexer.search import search, understand
from indexer.settings import load
from indexer.signs import query_key

SEED, WANTED = 20_210_203, 20_000
#: Kinds that are pieces of a passage, but for those that end in the next one: so many in a hundred stand somewhere.
COMMON = {
    "han": 99,
    "anywhere": 85,
    "source": 85,
    "breaks": 85,
    "traditional": 85,
    "rare": 85,
    "latin": 75,
    "commas": 75,
}
#: Signs outside the basic plane and for private use, which the reports all but lack: extensions B to I, compatibility, emoji.
FAR = "𠀀𠮷𣗋𪜀𫝀𫠠𬺰𰀀𱍐𮯰\U0002f800\ue004\uf8ff\U000f0000\U0010fffd👍"
BODY_COUNTS = {
    "六稳": 2, "六保": 2, "三高四新": 2, "弹性年期出让": 1, "一达标两不愁三保障": 1, "四治一改": 1, "五控": 1, "6S": 1, "四个最严": 1,
    "民生实事人大代表票决候选事项": 0,
}  # fmt: skip


def quoted(literal):
    """A literal as a user types it who wants it and nothing else, in quotes that it does not hold itself."""
    return next(a + literal + b for a, b in QUOTE_PAIRS.items() if a not in literal and b not in literal)


class Truth:
    """Passages of a library in the order of place, and where the oracle finds a literal in them.

    The marks of notes are blanks, as :attr:`indexer.document.Passage.words` has them.
    """

    def __init__(self, library):
        held = [(i, p) for i in sorted(library.documents) for p, _ in library.engine.passages(i)]
        self.texts = [passage.text for _, passage in held]
        self.numbers = {(i, passage.number): number for number, (i, passage) in enumerate(held)}
        self.shelf = oracle.Shelf(passage.words for _, passage in held)

    def check(self, engine, query, truth):
        """The passages and the number of occurrences in each are those of the truth, and so are the totals."""
        results = engine.search(query, Window(0, len(self.texts), "place"))
        found = [(self.numbers[h.document_id, h.passage.number], h.occurrences) for h in results.hits]
        assert found == truth, (query.text, len(found), len(truth))
        assert results.total == sum(results.passages.values()) == len(truth)
        assert sum(results.occurrences.values()) == sum(count for _, count in truth)


def asks_for(query, literal):
    """Whether a query is this one literal and nothing beside it: no words, no widening, no filter, no doubt."""
    key = query_key(literal)
    assert bool(key) == bool(oracle.sought(literal)), literal
    plain = (query.as_words, query.widened, query.filters, query.slips, query.strict) == (False, (), (), (), False)
    return plain and query.needles == ((key,) if key else ()) and (not key or type(query.node.of[0]) is Literal)


@pytest.fixture(scope="module")
def cases(reports, report_libraries):
    """The truth over the 422 reports and (kind, literal, passages with occurrences) of 20,000 literals."""
    truth = Truth(report_libraries["memory"])
    drawn = literals.Drawer(SEED, truth.texts, [row["text"] for row in reports.rows.values()]).draw(WANTED)
    return truth, [(kind, literal, truth.shelf.count(literal)) for kind, literal in drawn]


@pytest.mark.corpus
@pytest.mark.parametrize("engine", MODULES)
def test_20_000_literals_are_found_exactly_where_brute_force_finds_them(cases, reports, report_libraries, engine):
    """All 422 reports, each literal typed in quotes: none of its passages missed, none extra, every occurrence counted."""
    truth, drawn = cases
    assert len(reports.rows) == len(report_libraries[engine].documents) == 422
    assert len({literal for _, literal, _ in drawn}) == WANTED
    for _, literal, places in drawn:
        query = read_query(quoted(literal))
        assert asks_for(query, literal), literal
        truth.check(report_libraries[engine].engine, query, places)


@pytest.mark.corpus
def test_the_literals_are_of_every_kind_and_most_of_them_stand_somewhere(cases):
    """What is drawn can fail a search: kinds in their shares, lengths 1 to 20, found where text was kept, else not."""
    _, drawn = cases
    kinds = Counter(kind for kind, _, _ in drawn)
    assert kinds == {kind: WANTED * share // 100 for kind, share in literals.SHARES.items()}
    assert {len(literal) for _, literal, _ in drawn} == set(range(1, literals.LONGEST + 1))
    found = Counter(kind for kind, _, places in drawn if places)
    assert all(found[kind] * 100 >= share * kinds[kind] for kind, share in COMMON.items()), found
    assert found["mutated"] < kinds["mutated"] / 10
    assert found["cut_figure"] < kinds["cut_figure"] / 2
    assert sum(any(count > 1 for _, count in places) for _, _, places in drawn) > 1_000
    assert sum(not oracle.sought(literal) for _, literal, _ in drawn) < 50


@pytest.mark.corpus
@pytest.mark.parametrize("engine", MODULES)
def test_no_quoted_query_is_answered_by_words(cases, report_libraries, engine):
    """Each twentieth as the page asks it, words and ranking and all: the same passages; where there are none, no hits."""
    truth, drawn = cases
    library, has_words = report_libraries[engine], 0
    for _, literal, places in drawn[::20]:
        query = understand(library, quoted(literal))
        assert asks_for(query, literal), literal
        truth.check(library.engine, query, places)
        answer = search(library, quoted(literal), size=1)
        assert (answer.total, len(answer.hits)) == (len(places), min(1, len(places)))
        assert sum(answer.occurrences.values()) == sum(count for _, count in places)
        has_words += bool(query.words)
    assert has_words > 500


@pytest.fixture(scope="module")
def homes(tmp_path_factory, root):
    """The report of the corpus and a copy with rare signs strewn in, indexed by each engine."""
    home = tmp_path_factory.mktemp("exact")
    text = (root / "corpus/430202-hetang-2021-gwr/source.txt").read_text(encoding="utf-8")
    rng = random.Random(SEED)
    strewn = "".join(rng.choice(FAR) if c.isalpha() and rng.random() < 0.1 else c for c in text)
    for name, content in {"hetang": text, "far": strewn}.items():
        (home / "corpus" / name).mkdir(parents=True)
        (home / "corpus" / name / "source.txt").write_text(content, encoding="utf-8")
    libraries = {}
    for engine in MODULES:
        settings = load({}, home=home, engine=engine, index_path=engine)
        assert not build_index(settings).failed
        libraries[engine] = open_library(settings)
    yield libraries
    for library in libraries.values():
        library.engine.close()


def test_signs_outside_the_basic_plane_are_signs_like_others(homes):
    """3,000 substrings that have one: extensions, compatibility forms, private use, emoji."""
    truth = Truth(homes["memory"])
    text, rng, tried = "\n".join(truth.texts), random.Random(SEED), Counter()
    places = [at for at, char in enumerate(text) if char in FAR]
    assert {text[at] for at in places} == set(FAR)
    while tried.total() < 3_000:
        at = rng.choice(places)
        start = max(0, at - rng.randint(0, 9))
        literal = text[start : rng.randint(at + 1, start + literals.LONGEST)]
        found = truth.shelf.count(literal)
        tried[bool(found)] += 1
        for library in homes.values():
            truth.check(library.engine, read_query(quoted(literal)), found)
    assert tried[True] > 2_500


@pytest.mark.parametrize(("term", "count"), BODY_COUNTS.items())
def test_counts_of_the_report_hold_in_every_engine(homes, term, count):
    """The body counts that Ctrl-F confirms; the appendix is counted apart."""
    for library in homes.values():
        query = Query(term, AllOf((Literal(term, query_key(term)),)))
        results = library.engine.search(query, Window(0, 1000))
        places = {
            h.passage.number: h.occurrences
            for h in results.hits
            if h.document_id == "hetang" and h.passage.part != "note"
        }
        assert sum(places.values()) == count
