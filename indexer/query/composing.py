"""The fields of a form -> the text of a query that means them, for people who learn no syntax.

Owns how each field is written in the query language and what a field may hold; the text is read like any other, so that it
can be kept, learnt from and edited. Reads nothing but the language itself.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from indexer.errors import QueryError
from indexer.fold import fold
from indexer.query.filters import filter_values
from indexer.query.nodes import QUOTE_PAIRS, AllOf, Literal, is_quoted
from indexer.query.reading import read_query
from indexer.query.tokens import CLOSING, MAX_NEAR, OPENING
from indexer.signs import query_key, visible

#: Characters that may mean something wherever they stand in a clause, and those that do where it begins.
_ANYWHERE, _FIRST = frozenset(OPENING + CLOSING + "|｜"), frozenset("-－−")
#: Quotes that may stand round a clause, the usual ones first.
_PAIRS = ("“”", "「」", "『』", "‘’", '""', "＂＂")
_QUOTES = frozenset("".join(_PAIRS))
#: Longest text of a field in characters, and most words of one.
MAX_FIELD, MAX_WORDS = 1_000, 50
_ROWS, _PHRASES = ("words", "either", "without", "sentence"), ("phrase", "near", "near_to", "title")
_TEXTS = (*_ROWS, *_PHRASES, "within", "since", "until", "region", "kind")
_BETWEEN = re.compile(r"[|｜,，、;；\s]+")
_YEAR = re.compile(r"[0-9]{4}")


@dataclass(frozen=True, slots=True)
class Fields:
    """What a form holds, as typed: all of these must hold. An empty field asks for nothing.

    ``words``, ``either``, ``without`` and ``sentence`` are words between blanks or line breaks: all of them, one of them,
    none of them, all of them in one sentence. ``near`` and ``near_to`` stand at most ``within`` signs apart. ``region`` may
    be several names; ``level``, ``part`` and ``kind`` are names or codes as filters take them.
    """

    words: str = ""
    phrase: str = ""
    either: str = ""
    without: str = ""
    near: str = ""
    near_to: str = ""
    within: str = ""
    sentence: str = ""
    since: str = ""
    until: str = ""
    region: str = ""
    level: tuple[str, ...] = ()
    part: tuple[str, ...] = ()
    kind: str = ""
    title: str = ""


def faults(fields: Fields) -> dict[str, str]:
    """The fields that hold what they cannot hold, each with what is wrong and what to do; empty if all is well."""
    long = {name: f"太长，至多 {MAX_FIELD:,} 个字符" for name in _TEXTS if len(getattr(fields, name)) > MAX_FIELD}
    if long:
        return long
    found = dict([*_faults_of_words(fields), *_faults_of_years(fields)])
    near = [query_key(fields.near), query_key(fields.near_to)]
    if _phrase(fields.near) or _phrase(fields.near_to):
        if not all(near):
            found["near_to" if near[0] else "near"] = "相近的两个词都要填，而且要有字，不能只有标点"
        if _number(fields.within) is None:
            found["within"] = f"相距的字数应当是 1 至 {MAX_NEAR} 的整数，现为“{fields.within.strip()[:20]}”"
    for name, values in (("level", fields.level), ("part", fields.part)):
        if not all(filter_values(name, value) for value in values):
            found[name] = "没有这一项，请从列出的里选"
    return found


def _faults_of_words(fields: Fields) -> Iterator[tuple[str, str]]:
    words = {name: _words(getattr(fields, name)) for name in _ROWS}
    phrases = {name: [_phrase(getattr(fields, name))] for name in _PHRASES}
    for name, texts in {**words, **phrases}.items():
        if len(texts) > MAX_WORDS:
            yield name, f"有 {len(texts)} 个词，至多 {MAX_WORDS} 个"
        elif any(_quoted(text) is None for text in texts):
            yield name, "各种引号都用上了，没有一种可以把它引起来；请去掉几个引号"
    if len(words["sentence"]) == 1:
        yield "sentence", "同一句里要有两个或更多的词，用空格隔开"
    if _phrase(fields.title) and not query_key(fields.title):
        yield "title", "题名里只有标点，没有可查的字"


def _faults_of_years(fields: Fields) -> Iterator[tuple[str, str]]:
    since, until = _year(fields.since), _year(fields.until)
    for name, year in (("since", since), ("until", until)):
        typed = _phrase(getattr(fields, name))
        if typed and not year:
            yield name, f"年份应当是四位数字，如 2021，现为“{typed[:20]}”"
    if since and until and since > until:
        yield "until", "止年早于起年，请对调"


def compose(fields: Fields) -> str:
    """The query that means what the fields say; empty if nothing is asked for. Raises QueryError if :func:`faults` has any.

    What would be read as an operator is put in quotes; other words stay bare, so that the glossary may widen them.
    """
    wrong = faults(fields)
    if wrong:
        raise QueryError("；".join(wrong.values()))
    words, either, sentence = (_written(value) for value in (fields.words, fields.either, fields.sentence))
    phrase = _quoted(_phrase(fields.phrase)) or ""
    clauses = [*words, phrase] if query_key(phrase) else words
    clauses += [f"({' 或 '.join(either)})"] if len(either) > 1 else either
    if query_key(fields.near):
        clauses.append(f"{_clause(_phrase(fields.near))} ~{_number(fields.within)} {_clause(_phrase(fields.near_to))}")
    clauses += [f"同句({' '.join(sentence)})"] if sentence else []
    clauses += [f"-{word}" for word in _written(fields.without)]
    return " ".join([*clauses, *_filters(fields)])


def _filters(fields: Fields) -> Iterator[str]:
    since, until = _year(fields.since), _year(fields.until)
    if since or until:
        yield f"年:{since}" if since == until else f"年:{since}..{until}"
    regions, kind = map(_without_quotes, (fields.region, fields.kind))
    rows = (
        ("地区", _BETWEEN.split(regions)),
        ("级别", fields.level),
        ("部分", fields.part),
        ("文种", (_phrase(kind),)),
    )
    for field, values in rows:
        written = "|".join(_value(value) for value in dict.fromkeys(values) if value)
        if written:
            yield f"{field}:{written}"
    title = _phrase(fields.title)
    if title:
        yield f"标题:{_value(title)}"


def _words(text: str) -> list[str]:
    """The words of a field, those of punctuation alone left out, each once."""
    return [word for word in dict.fromkeys(visible(text).split()) if query_key(word)]


def _phrase(text: str) -> str:
    return " ".join(visible(text).split())


def _written(text: str) -> list[str]:
    return [_clause(word) for word in _words(text)]


def _clause(text: str) -> str:
    """The text as one clause wherever clauses stand: bare if it would be read as nothing else, else in quotes."""
    return text if _is_plain(text) else _quoted(text) or ""


def _is_plain(text: str) -> bool:
    """Whether the text, between two others, is a literal with these very signs."""
    if text[0] in _FIRST or _ANYWHERE & set(text) or (text[0] in QUOTE_PAIRS and not is_quoted(text)):
        return False
    before, literal, after = (Literal(part, query_key(part)) for part in ("甲", text, "乙"))
    try:
        read = read_query(f"甲 {text} 乙")
    except QueryError:
        return False
    return read.node == AllOf(tuple(dict.fromkeys((before, literal, after)))) and not read.notes


def _quoted(text: str) -> str | None:
    """The text in quotes that do not stand in it, so that its key is that of the text; None if it has them all.

    A hyphen at an end is dropped where it must be: as any mark there it counts for nothing, but beside a quote it would.
    Empty for marks alone.
    """
    key, pairs = query_key(text), _fitting(text)
    whole = (f"{pair[0]}{text}{pair[1]}" for pair in pairs)
    core = (f"{pair[0]}{inner}{pair[1]}" for inner in map(_core, [text]) for pair in pairs)
    return next((candidate for candidate in chain(whole, core) if query_key(candidate) == key), None) if key else ""


def _fitting(text: str) -> list[str]:
    """The quotes that may stand round a text: the closing one is not in it; first those of which neither is."""
    return sorted((pair for pair in _PAIRS if pair[1] not in text), key=lambda pair: pair[0] in text)


def _core(text: str) -> str:
    """The text without the characters at its ends that are nothing to its key; halving finds how many those are."""
    key, size = query_key(text), len(text)
    start = bisect_left(range(size), True, key=lambda n: query_key(text[n:]) != key) - 1
    end = bisect_left(range(size - start), True, key=lambda n: query_key(text[start : size - n]) != key) - 1
    return text[start : size - end]


def _value(text: str) -> str:
    """The value of a filter: in quotes if it has what separates or groups values."""
    is_bare = not (_BETWEEN.search(text) or set(text) & (_ANYWHERE | _QUOTES) or text.lower() in ("或", "or"))
    return text if is_bare else text.join(_fitting(text)[0])


def _without_quotes(text: str) -> str:
    """The text without quotes, which no name of a place or kind has."""
    return "".join(char for char in visible(text) if char not in _QUOTES)


def _year(text: str) -> str:
    """A year in four digits; empty if it is none."""
    year = fold(visible(text)).strip().removesuffix("年")
    return year if _YEAR.fullmatch(year) and filter_values("year", year) else ""


def _number(text: str) -> int | None:
    """The distance; None if it is none. Full-width digits are digits."""
    digits = fold(visible(text)).strip()
    is_number = digits.isascii() and digits.isdigit() and len(digits) < 10
    return int(digits) if is_number and 1 <= int(digits) <= MAX_NEAR else None
