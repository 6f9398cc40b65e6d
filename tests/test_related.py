"""A pasted paragraph leads to its source although a fifth of its characters are changed (issue 4)."""

import random
import re
import sys

import pytest

from indexer.search import search

pytestmark = pytest.mark.corpus
SEED, TRIALS, LEAST, SHORTEST, SHARE = 20_211_103, 100, 95, 60, 0.2
#: A query of more signs is searched as words at once.
MOST_SIGNS = 1_000
NOTE_MARK = re.compile(r"[\[［【〔]\d{1,3}[\]］】〕]")


@pytest.fixture(scope="module")
def sources(report_library):
    """Each paragraph of at least SHORTEST characters -> the places where it stands, word for word; in a fixed order."""
    found = {}
    for document in sorted(report_library.documents):
        for passage, _ in report_library.engine.passages(document):
            if passage.kind in ("paragraph", "note") and len(passage.text) >= SHORTEST:
                found.setdefault(passage.text, set()).add((document, passage.number))
    return found


@pytest.fixture(scope="module")
def characters(sources):
    """The Han characters of the reports, as often as they stand there in every tenth paragraph."""
    return [char for text in list(sources)[::10] for char in text if "一" <= char <= "鿿"]


def changed(text, characters, rng):
    """``text`` with SHARE of its characters, anywhere, replaced by others of the reports."""
    signs = list(text)
    for at in rng.sample(range(len(signs)), round(len(signs) * SHARE)):
        signs[at] = next(char for char in iter(lambda: rng.choice(characters), None) if char != signs[at])
    return "".join(signs)


def first_shown(answer):
    """The place shown first of all, hit or related passage."""
    shown = [(found.hit.document_id, found.hit.passage.number) for found in (*answer.hits, *answer.related)]
    return shown[0] if shown else None


@pytest.mark.parametrize("quotes", ["{}", "“{}”"])
@pytest.mark.parametrize("longest", [100, sys.maxsize])
def test_the_source_of_a_changed_paragraph_comes_first(report_library, sources, characters, quotes, longest):
    """95 of 100 random paragraphs, and of 100 short ones, pasted as they are or in quotes; a copy elsewhere is a source too."""
    rng = random.Random(SEED)
    texts = rng.sample([text for text in sources if len(text) <= longest], TRIALS)
    pasted = [(text, quotes.format(changed(text, characters, rng))) for text in texts]
    found = sum(first_shown(search(report_library, query)) in sources[text] for text, query in pasted)
    assert found >= LEAST


def test_the_source_of_a_long_text_comes_first(report_library, sources, characters):
    """Paragraphs of more than 1,000 signs, which are searched as words: all of them, at most 30."""
    rng = random.Random(SEED)
    texts = [text for text in sources if 1.2 * MOST_SIGNS < len(text) < 10_000]
    texts = rng.sample(texts, min(30, len(texts)))
    assert len(texts) > 10
    for text in texts:
        answer = search(report_library, changed(text, characters, rng))
        assert answer.query.as_words
        assert first_shown(answer) in sources[text]


def test_a_paragraph_unchanged_is_a_hit(report_library, sources):
    """Pasted as it stands it is found literally, not as related: 100 paragraphs, or what they say between marks of notes."""
    rng = random.Random(SEED)
    for text in rng.sample([text for text in sources if len(text) < 0.8 * MOST_SIGNS], TRIALS):
        answer = search(report_library, f"「{NOTE_MARK.sub('', text)}」", size=500, widen=False)
        hits = {(found.hit.document_id, found.hit.passage.number) for found in answer.hits}
        assert hits >= sources[text], text
