"""Tokens -> tree, by the Lark grammar beside this file; a token that the grammar cannot place becomes a word.

Owns the repair of slips. Knows no glossary and makes no nodes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from indexer.query.tokens import OPENERS, OPERANDS, Token

if TYPE_CHECKING:
    import lark

#: More slips than this are no slips: the whole text is taken literally.
MAX_SLIPS = 20
_INFIX = frozenset({"_AND", "_OR", "NEAR"})
_GRAMMAR = Path(__file__).with_name("grammar.lark")


class Slip(Exception):
    """The tokens at ``places`` cannot be what they are, because of ``reason``."""

    def __init__(self, places: Sequence[int], reason: str) -> None:
        super().__init__(reason)
        self.places, self.reason = tuple(places), reason


def parse(tokens: Sequence[Token]) -> lark.Tree[lark.Token]:
    """The tree of the tokens; its leaves are Lark tokens whose ``start_pos`` is the number of the token.

    Raises Slip. There must be a token.
    """
    from lark.exceptions import UnexpectedToken

    try:
        return _parser().parse(tokens)
    except UnexpectedToken as error:
        at = len(tokens) if error.token.type == "$END" else int(error.token.start_pos or 0)
        raise _slip(tokens, at) from None


def _slip(tokens: Sequence[Token], at: int) -> Slip:
    """Whose fault it is that the token at ``at`` was not expected."""
    if at < len(tokens) and tokens[at].kind in _INFIX:
        return Slip([at], "两边都要有条件")
    before = tokens[at - 1] if at else None
    if before is not None and before.kind in OPENERS and at < len(tokens):
        return Slip([at - 1, at], "括号里没有条件")
    if before is None or before.kind in OPERANDS or before.kind == "_CLOSE":
        return Slip(range(len(tokens)), "查询不完整")
    return Slip(
        [at - 1],
        "后面没有条件" if before.kind == "_NOT" else "两边都要有词句" if before.kind == "NEAR" else "两边都要有条件",
    )


@cache
def _parser() -> lark.Lark:
    """The parser, made once: Lark is loaded for queries with operators only, as it would double the start of a search."""
    import lark
    from lark.lexer import Lexer

    class Feed(Lexer):
        """Hands our tokens on."""

        def __init__(self, _configuration: object) -> None:
            pass

        def lex(self, lexer_state: Any, parser_state: Any = None) -> Iterator[lark.Token]:
            for number, token in enumerate(lexer_state):
                yield lark.Token(token.kind, token.text, start_pos=number)

    return lark.Lark(_GRAMMAR.read_text(encoding="utf-8"), parser="lalr", lexer=Feed)
