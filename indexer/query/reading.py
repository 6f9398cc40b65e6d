"""What a user may type, and what it means: text -> Query.

Owns the order of the steps (bounds, tokens, tree, nodes), widening and the notes on what was not understood. Knows the
glossary only as functions. Never fails on syntax: what is no operator is a literal, and the query says so.
"""

from __future__ import annotations

from collections.abc import Iterable

from indexer.document import Span
from indexer.errors import QueryError
from indexer.query.building import Builder, Naming, Widen
from indexer.query.filters import merge_filters
from indexer.query.grammar import MAX_SLIPS, Slip, parse
from indexer.query.nodes import AllOf, Filter, Query
from indexer.query.tokens import OPERANDS, Token, check_bounds, cut
from indexer.signs import query_key, visible

#: A longer text is not searched at all, in characters (DESIGN 4).
MAX_TEXT = 50_000
#: A text of so many times the most signs is no query, however few signs it has.
_BLANK_FACTOR = 10


def read_query(
    text: str,
    *,
    widen: Widen | None = None,
    naming: Naming | None = None,
    filters: Iterable[Filter] = (),
    max_signs: int = 1_000,
    max_clauses: int = 50,
    strict: bool = False,
) -> Query:
    """Read what a user typed; ``filters`` come from a form and narrow it. What is no operator is a literal.

    ``widen`` is asked for each clause without quotes, ``naming`` for the entries of ``术语:``; without it no term is known.
    Raises QueryError beyond MAX_TEXT characters, ``max_clauses`` clauses or MAX_DEPTH brackets in one another.
    """
    filters = tuple(filters)
    if _is_too_long(text, max_signs):
        note = f"查询超过 {max_signs:,} 个字符，未逐字查找，只按词语查找相关段落"
        return Query(text, None, filters, as_words=True, notes=(note,), strict=strict)
    tokens = cut(visible(text))
    check_bounds(tokens, max_clauses)
    tokens, builder = _understand(tokens, widen, naming)
    check_bounds(tokens, max_clauses)
    found = tuple(dict.fromkeys([*merge_filters(filters), *(p for p in builder.parts if isinstance(p, Filter))]))
    nodes = tuple(part for part in builder.parts if not isinstance(part, Filter))
    slips = _slips(text, tokens, builder)
    notes = [note for _, note in slips]
    if not nodes and not found and text.strip():
        notes = ["查询里只有标点或空白，没有可查的字词"]
    return Query(
        text,
        AllOf(nodes) if nodes or found else None,
        found,
        tuple(builder.widened),
        notes=tuple(notes),
        slips=tuple(span for span, _ in slips),
        strict=strict,
    )


def _is_too_long(text: str, max_signs: int) -> bool:
    """Whether the text is searched as words only; raises QueryError if it is not searched at all. The cheap checks."""
    if len(text) > MAX_TEXT:
        raise QueryError(f"查询有 {len(text):,} 个字符，超过上限 {MAX_TEXT:,}；请缩短后再查")
    return len(text.strip()) > _BLANK_FACTOR * max_signs or len(query_key(text)) > max_signs


def _understand(
    tokens: tuple[Token, ...], widen: Widen | None, naming: Naming | None
) -> tuple[tuple[Token, ...], Builder]:
    """The tokens, repaired where they must be, and what they mean. One token alone is a word, whatever it is."""
    if len(tokens) == 1 and tokens[0].kind not in OPERANDS:
        tokens = (tokens[0].as_word(""),)
    for _ in range(MAX_SLIPS):
        builder = Builder(tokens, widen, naming)
        try:
            if _is_row(tokens):
                builder.read_row()
            else:
                builder.read_tree(parse(tokens))
        except Slip as slip:
            tokens = tuple(t.as_word(slip.reason) if at in slip.places else t for at, t in enumerate(tokens))
        else:
            return tokens, builder
    whole = " ".join(token.text for token in tokens)
    tokens = (Token("QUOTED", whole, tokens[0].start, tokens[-1].end, "这里的运算符太乱，全部"),)
    builder = Builder(tokens, None, None)
    builder.read_row()
    return tokens, builder


def _is_row(tokens: tuple[Token, ...]) -> bool:
    """Whether there are only conditions and negations of one condition each: then no grammar is needed."""
    following = (*(token.kind for token in tokens[1:]), "")
    return all(
        t.kind in OPERANDS or (t.kind == "_NOT" and after in OPERANDS)
        for t, after in zip(tokens, following, strict=False)
    )


def _slips(text: str, tokens: tuple[Token, ...], builder: Builder) -> list[tuple[Span, str]]:
    """The places in ``text`` that were not understood, in order, each with a sentence about it."""
    faults = {at: token.slip for at, token in enumerate(tokens) if token.slip}
    faults |= dict(builder.faults)
    if not faults:
        return []
    places = [at for at, char in enumerate(text) if visible(char)]
    found = []
    for at, reason in sorted(faults.items()):
        span = Span(places[tokens[at].start], places[tokens[at].end - 1] + 1)
        found.append((span, f"第 {span.start + 1} 个字起的“{span.of(text)[:30]}”{reason}，已当作文字查找"))
    return found
