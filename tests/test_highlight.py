"""Marks and snippets: the term and nothing but the term; a mark is always in sight and never cut."""

from hypothesis import given
from hypothesis import strategies as st

from indexer.highlight import marks, snippet
from indexer.signs import query_key


def test_a_phrase_is_marked_as_a_phrase():
    """No loose part of it is marked elsewhere."""
    text = "坚持稳中求进工作总基调。在工作中求真务实，稳步前进，稳中有为。"
    assert [span.of(text) for span in marks(text, [query_key("稳中求进")])] == ["稳中求进"]


def test_a_hit_far_down_is_in_the_snippet():
    """Tens of thousands of characters before it make no difference."""
    text = "绿水青山。" * 10_000 + "建设数字孪生城市，<试点>。"
    piece = snippet(text, marks(text, [query_key("数字孪生城市")]))
    assert [span.of(piece.text) for span in piece.spans] == ["数字孪生城市"]
    assert piece.before
    assert len(piece.text) < 400


@given(st.text("六稳六保，。做好工作\n", max_size=900), st.integers(20, 200))
def test_a_snippet_is_a_piece_of_the_text_with_whole_marks(text, width):
    """Its text stands at its offset, its marks are marks of the text, and if there are marks it shows one."""
    spans = marks(text, [query_key("六稳"), query_key("做好工作")])
    piece = snippet(text, spans, width)
    assert text[piece.offset : piece.offset + len(piece.text)] == piece.text
    whole = {(span.start, span.end) for span in spans}
    assert all((s.start + piece.offset, s.end + piece.offset) in whole for s in piece.spans)
    assert bool(piece.spans) == bool(spans)
    assert piece.before == (piece.offset > 0)
    assert piece.after == (piece.offset + len(piece.text) < len(text))
