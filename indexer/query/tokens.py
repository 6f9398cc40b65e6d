"""Cuts what a user typed into tokens: operators only where a clause begins, everything else is a word.

Owns the lexical rules of the query language (docs/query.md) and the bounds that are checked before anything is parsed.
Knows no grammar and no glossary. Time is linear in the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from indexer.errors import QueryError
from indexer.query.filters import FIELDS
from indexer.query.nodes import QUOTE_PAIRS

#: How deep brackets and negations may stand in one another (reliability 4.3).
MAX_DEPTH = 20
#: Most signs that may stand between two words that are near each other.
MAX_NEAR = 200

OPENING, CLOSING = "(（", ")）"
_BARS = "|｜"
_MINUS = "-－−"
_WORD_OPERATORS = {"AND": "_AND", "和": "_AND", "且": "_AND", "OR": "_OR", "或": "_OR", "NOT": "_NOT", "非": "_NOT"}
_SCOPES = {
    "同句": "_SENTENCE",
    "sentence": "_SENTENCE",
    "同段": "_PASSAGE",
    "paragraph": "_PASSAGE",
    "passage": "_PASSAGE",
}
_TERM_NAMES = frozenset({"术语", "term"})
_NAME = re.compile(r"[^\W\d_]{1,9}")
_NEAR = re.compile(r"[~～∼〜]([0-9０-９]{1,6})(?:个?字)?")
#: The kinds of token that are a condition of their own.
OPERANDS = frozenset({"WORD", "QUOTED", "FIELD", "TERM"})
OPENERS = frozenset({"_OPEN", "_SENTENCE", "_PASSAGE"})


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of the text from ``start`` up to ``end``; ``slip`` says what is wrong with it, if anything is."""

    kind: str
    text: str
    start: int
    end: int
    slip: str = ""

    def as_word(self, slip: str) -> Token:
        """The same piece as a word, because of ``slip``."""
        return Token("WORD", self.text, self.start, self.end, slip)


def cut(text: str) -> tuple[Token, ...]:
    """The tokens of a text, which has no invisible characters."""
    return tuple(_Cutter(text).tokens())


def check_bounds(tokens: Iterable[Token], max_clauses: int) -> None:
    """Raises QueryError for more conditions, operators or depth than are evaluated."""
    tokens = tuple(tokens)
    clauses = sum(token.kind in OPERANDS for token in tokens)
    if clauses > max_clauses:
        raise QueryError(f"查询有 {clauses} 个条件，超过上限 {max_clauses}；请减少空格隔开的条件")
    if len(tokens) > 8 * max_clauses:
        raise QueryError(f"查询有 {len(tokens)} 个条件和运算符，超过上限 {8 * max_clauses}；请简化查询")
    deepest = _depth(tokens)
    if deepest > MAX_DEPTH:
        raise QueryError(f"查询的括号或否定套了 {deepest} 层，超过上限 {MAX_DEPTH}；请简化查询")


def _depth(tokens: Iterable[Token]) -> int:
    """How many brackets and negations stand in one another at the deepest place."""
    levels, depth, deepest = [0], 0, 0
    for token in tokens:
        if token.kind in OPENERS:
            depth += 1
            levels.append(depth)
        elif token.kind == "_NOT":
            depth += 1
        else:
            if token.kind == "_CLOSE":
                levels.pop()
            depth = levels[-1]
        deepest = max(deepest, depth)
    return deepest


class _Cutter:
    """One pass over a text; ``closers`` are the offsets of the brackets that close the open groups, innermost last."""

    def __init__(self, text: str) -> None:
        self.text, self.size = text, len(text)
        self.partners = _partners(text)
        self.closers: list[int] = [self.size]

    def tokens(self) -> Iterable[Token]:
        at = 0
        while at < self.size:
            if self.text[at].isspace():
                at += 1
                continue
            token = self._next(at)
            yield token
            at = token.end

    def _next(self, at: int) -> Token:
        char = self.text[at]
        if at == self.closers[-1]:
            return self._token("_CLOSE", self.closers.pop(), at + 1)
        if char in _BARS:
            return self._token("_OR", at, _while(self.text, at, _BARS))
        if char in OPENING and self._opens_group(at):
            return self._group("_OPEN", at, at)
        if char in _MINUS and self._is_minus(at):
            return self._token("_NOT", at, at + 1)
        return self._named(at) or self._quoted(at) or self._word(at)

    def _token(self, kind: str, start: int, end: int, slip: str = "") -> Token:
        return Token(kind, self.text[start:end], start, end, slip)

    def _opens_group(self, at: int) -> bool:
        """Whether the bracket at ``at`` has a partner behind which a clause ends."""
        partner = self.partners.get(at, self.size)
        return at < partner < self.closers[-1] and _is_edge(self.text, partner + 1)

    def _group(self, kind: str, start: int, bracket: int) -> Token:
        self.closers.append(self.partners[bracket])
        return self._token(kind, start, bracket + 1)

    def _is_minus(self, at: int) -> bool:
        """A minus excludes what follows at once; a row of them is a dash."""
        after = self.text[at + 1 : at + 2]
        return at + 1 < self.closers[-1] and not after.isspace() and after not in _MINUS + _BARS

    def _named(self, at: int) -> Token | None:
        """A scope with its bracket, a negation before a bracket, a field or a term with its value."""
        match = _NAME.match(self.text, at)
        if not match:
            return None
        name, end = match[0], match.end()
        after = self.text[end : end + 1]
        if after and after in OPENING and self._opens_group(end):
            if name.lower() in _SCOPES:
                return self._group(_SCOPES[name.lower()], at, end)
            return self._token("_NOT", at, end) if _WORD_OPERATORS.get(name) == "_NOT" else None
        if after not in (":", "："):
            return None
        if name.lower() in _TERM_NAMES:
            return self._valued("TERM", at, end + 1, _BARS)
        return self._valued("FIELD", at, end + 1, "") if name.lower() in FIELDS else None

    def _valued(self, kind: str, start: int, value: int, stops: str) -> Token:
        if value >= self.closers[-1] or self.text[value].isspace():
            return self._token("WORD", start, value, "后面没有值（冒号后不要空格）")
        end = value
        if self.text[value] in OPENING:
            end = self.partners.get(value, value)
        elif self.text[value] in QUOTE_PAIRS:
            end = _quote_end(self.text, value)
        return self._token(kind, start, self._word_end(value, end, stops))

    def _quoted(self, at: int) -> Token | None:
        end = _quote_end(self.text, at)
        return self._token("QUOTED", at, end) if 0 < end <= self.closers[-1] and _is_edge(self.text, end) else None

    def _word(self, at: int) -> Token:
        """A word; quotes that begin it and are closed protect the blanks between them."""
        end = self._word_end(at, _quote_end(self.text, at), _BARS)
        word = self.text[at:end]
        if word in _WORD_OPERATORS:
            return self._token(_WORD_OPERATORS[word], at, end)
        near = _NEAR.fullmatch(word)
        if near and int(near[1]) <= MAX_NEAR:
            return self._token("NEAR", at, end)
        return self._token("WORD", at, end, f"相距不能超过 {MAX_NEAR} 字" if near else self._fault(at, end))

    def _word_end(self, start: int, at_least: int, stops: str) -> int:
        """Where a word ends that holds all up to ``at_least``, if the group that is open does."""
        at = at_least if start < at_least <= self.closers[-1] else start
        while at < self.closers[-1] and not self.text[at].isspace() and self.text[at] not in stops:
            at += 1
        return at

    def _fault(self, start: int, end: int) -> str:
        """What is wrong with the brackets or quotes at the edges of a word, if anything is."""
        word = self.text[start:end]
        scope = _NAME.match(word)
        bracket = start + (scope.end() if scope and scope[0].lower() in _SCOPES else 0)
        if bracket < end and self.text[bracket] in OPENING and self.partners.get(bracket, end) >= end:
            return "括号没有配对，或右括号后面紧跟文字"
        if word[-1] in CLOSING and end - 1 not in self.partners and len(word) > 1:
            return "括号没有配对"
        inner = word.strip("".join(OPENING + CLOSING))
        unpaired = any(_is_unpaired(quote, word) for quote in {inner[:1], inner[-1:]} & _OTHER.keys())
        return "引号没有配对" if unpaired else ""


#: Quotes whose partner is looked for, and the partner; ’ is an apostrophe too.
_OTHER = {"“": "”", "”": "“", "「": "」", "」": "「", "『": "』", "』": "『", '"': '"', "＂": "＂"}


def _is_unpaired(quote: str, word: str) -> bool:
    return word.count(quote) % 2 == 1 if _OTHER[quote] == quote else word.count(quote) != word.count(_OTHER[quote])


def _quote_end(text: str, at: int) -> int:
    """Where the quotation that begins at ``at`` ends; 0 if none begins there or it is not closed."""
    closing = QUOTE_PAIRS.get(text[at])
    return text.find(closing, at + 1) + 1 if closing else 0


def _is_edge(text: str, at: int) -> bool:
    """Whether a clause may end before ``at``."""
    return at >= len(text) or text[at].isspace() or text[at] in CLOSING or text[at] in _BARS


def _partners(text: str) -> dict[int, int]:
    """The offsets of brackets that belong together, both ways; those inside a quoted clause are text."""
    partners: dict[int, int] = {}
    open_at: list[int] = []
    at = 0
    while at < len(text):
        char = text[at]
        if char in QUOTE_PAIRS and _begins_clause(text, at):
            end = _quote_end(text, at)
            if end and _is_edge(text, end):
                at = end
                continue
        if char in OPENING:
            open_at.append(at)
        elif char in CLOSING and open_at:
            partners[at] = open_at.pop()
            partners[partners[at]] = at
        at += 1
    return partners


def _begins_clause(text: str, at: int) -> bool:
    return at == 0 or text[at - 1].isspace() or text[at - 1] in OPENING + _BARS + _MINUS


def _while(text: str, at: int, chars: str) -> int:
    while at < len(text) and text[at] in chars:
        at += 1
    return at
