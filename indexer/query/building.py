"""Tokens and their tree -> nodes: literals, filters, terms, and what the glossary widens a clause to.

Owns what each token means. Its faults are places that were understood as something lesser; the caller words them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from indexer.query.filters import FIELDS, merge_filters, read_values
from indexer.query.grammar import Slip
from indexer.query.nodes import (
    AllOf,
    AnyOf,
    Filter,
    Gap,
    Literal,
    Near,
    Node,
    Not,
    SameSentence,
    Term,
    is_quoted,
    is_word,
)
from indexer.query.tokens import Token
from indexer.signs import query_key

if TYPE_CHECKING:
    import lark

#: What a clause may be widened to: alternatives, each a conjunction of literals; None leaves the clause alone.
Widen = Callable[[str], "tuple[tuple[str, ...], ...] | None"]
#: The glossary entries that have this name; None if there is none.
Naming = Callable[[str], "tuple[Term, ...] | None"]

_ELLIPSIS = re.compile(r"[…⋯]+|\.{3,}|。{3,}")
_COLON = re.compile(r"[:：]")


class Builder:
    """Makes the nodes of one query. ``parts`` must all hold; ``widened`` and ``faults`` (token number, reason) tell how."""

    def __init__(self, tokens: Sequence[Token], widen: Widen | None, naming: Naming | None) -> None:
        self.tokens, self._widen, self._naming = tokens, widen, naming
        self.parts: tuple[Node, ...] = ()
        self.widened: list[tuple[str, tuple[str, ...]]] = []
        self.faults: list[tuple[int, str]] = []

    def read_row(self) -> None:
        """The meaning of a row of conditions, some of them negated: what a query without other operators is."""
        nodes: list[Node | None] = []
        negated = False
        for number, token in enumerate(self.tokens):
            if token.kind != "_NOT":
                node = self._condition(number, False)
                nodes.append(_not(node) if negated else node)
            negated = token.kind == "_NOT"
        self.parts = _flat(nodes)

    def read_tree(self, tree: lark.Tree[lark.Token]) -> None:
        """The meaning of a tree of :func:`indexer.query.grammar.parse`; raises Slip for an operator that cannot be."""
        node = self._node(tree, False)
        self.parts = node.of if isinstance(node, AllOf) else () if node is None else (node,)

    def _node(self, tree: lark.Tree[lark.Token], in_near: bool) -> Node | None:
        """The node of a tree; None if there is nothing in it to look for."""
        children: list[Any] = tree.children
        match tree.data:
            case "all_of":
                return _all(self._node(child, in_near) for child in children)
            case "any_of":
                return _any([self._node(child, in_near) for child in children])
            case "none_of":
                return _not(self._node(children[0], False))
            case "group":
                inner = self._node(children[0], in_near)
                return AllOf((inner,)) if isinstance(inner, Filter) else inner  # so that it joins no filter outside
            case "sentence":
                inner = self._node(children[0], False)
                return None if inner is None else SameSentence(inner)
            case "near":
                return self._near(children)
        return self._condition(_number(children[0]), in_near)

    def _near(self, children: list[Any]) -> Node | None:
        """A chain of words: word, distance, word, distance, word."""
        nodes = [self._node(child, True) for child in children[::2]]
        chain: Node | None = nodes[0]
        for right, distance in zip(nodes[1:], children[1::2], strict=True):
            if chain is None or right is None:
                self.faults.append((_number(distance), "一边只有标点，没有可查的字"))
                chain = chain or right
                continue
            if not all(is_word(node) or isinstance(node, Near) for node in (chain, right)):
                raise Slip([_number(distance)], "两边只能是词句，或括号里用“或”并列的词句")
            chain = Near(chain, right, int("".join(filter(str.isdigit, str(distance)))))
        return chain

    def _condition(self, number: int, in_near: bool) -> Node | None:
        token = self.tokens[number]
        if token.kind == "FIELD":
            return self._filter(number, token)
        if token.kind == "TERM":
            return self._term(number, token, in_near)
        return _literal(token.text) if token.kind == "QUOTED" else self._word(token.text, in_near)

    def _filter(self, number: int, token: Token) -> Node | None:
        name, value = _COLON.split(token.text, maxsplit=1)
        field = FIELDS[name.lower()]
        values = read_values(field, value)
        if values:
            return Filter(field, values)
        self.faults.append((number, "看不懂这个值"))
        return _literal(token.text)

    def _term(self, number: int, token: Token, in_near: bool) -> Node | None:
        name = _COLON.split(token.text, maxsplit=1)[1]
        name = name[1:-1] if is_quoted(name) else name
        if self._naming is None:
            return self._word(name, in_near)
        terms = self._naming(name)
        if terms is None:
            self.faults.append((number, "术语表里没有这个词条"))
            return _literal(name)
        return _any(terms)

    def _word(self, text: str, in_near: bool) -> Node | None:
        pieces = [piece for piece in map(_literal, _ELLIPSIS.split(text)) if piece]
        literal = _literal(text)
        if len(pieces) > 1:
            return Gap(tuple(pieces))
        alternatives = None if literal is None or self._widen is None or is_quoted(text) else self._widen(text)
        if literal is None or not alternatives:
            return literal
        forms = [forms for forms in alternatives if not in_near or len(forms) == 1]
        others = tuple(_alternatives(forms, literal.key))
        if not others:
            return literal
        self.widened.append((text, tuple(" + ".join(names) for names in forms)))
        return AnyOf((literal, *others))


def _number(token: Any) -> int:
    return int(token.start_pos)


def _literal(text: str) -> Literal | None:
    key = query_key(text[1:-1] if is_quoted(text) else text)  # the quotes are no neighbours of a dot or a hyphen
    return Literal(text, key) if key else None


def _alternatives(alternatives: Iterable[tuple[str, ...]], key: str) -> Iterator[Node]:
    for forms in alternatives:
        literals = tuple(literal for literal in map(_literal, forms) if literal)
        if len(literals) == 1 and literals[0].key != key:
            yield literals[0]
        elif len(literals) > 1:
            yield AllOf(literals)


def _flat(nodes: Iterable[Node | None]) -> tuple[Node, ...]:
    """The parts of a conjunction, each once, filters last and one a field.

    A conjunction in it is dissolved unless it has filters, which would join those outside.
    """
    parts: list[Node] = []
    filters: list[Filter] = []
    for node in nodes:
        if isinstance(node, Filter):
            filters.append(node)
        elif isinstance(node, AllOf) and not any(isinstance(part, Filter) for part in node.of):
            parts.extend(node.of)
        elif node:
            parts.append(node)
    return (*dict.fromkeys(parts), *merge_filters(filters))


def _all(nodes: Iterable[Node | None]) -> Node | None:
    parts = _flat(nodes)
    return parts[0] if len(parts) == 1 else AllOf(parts) if parts else None


def _any(nodes: Iterable[Node | None]) -> Node | None:
    parts = tuple(dict.fromkeys(node for node in nodes if node))
    return parts[0] if len(parts) == 1 else AnyOf(parts) if parts else None


def _not(node: Node | None) -> Node | None:
    return node.of if isinstance(node, Not) else None if node is None else Not(node)
