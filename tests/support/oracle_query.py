"""Brute force for every operator of the query language, written from DESIGN 4 and docs/query.md alone, and a maker of queries.

A query is a tuple such as ``("near", 10, a, b)``. :func:`judge` tries all combinations of all places, on lists of signs or,
if strict, of characters; :func:`render` writes the query as a user might. Shares no code with indexer.query or indexer.matching.
"""

from __future__ import annotations

import re
from itertools import pairwise, product

import oracle


class Text:
    """A passage as a list of units (signs or characters) and the ranges of its sentences. Quotes hold no full stop."""

    def __init__(self, text, year, region, strict):
        self.year, self.region, self.strict = year, region, strict
        pieces = re.findall(r"[^。！？!?]*[。！？!?]+|[^。！？!?]+$", text)
        assert "".join(pieces) == text
        self.units, self.sentences = [], []
        for piece in pieces:
            start = len(self.units)
            self.units += list(piece) if strict else oracle.signs(piece)
            if piece.strip():
                self.sentences.append((start, len(self.units)))
        self.sentences = self.sentences or [(0, len(self.units))]
        assert strict or self.units == oracle.signs(text)

    def places(self, literal, low, high):
        """Every place of a literal between two units."""
        needle = list(literal) if self.strict else oracle.signs(literal)
        while not self.strict and needle and needle[0] == "¶":
            needle = needle[1:]
        while not self.strict and needle and needle[-1] == "¶":
            needle = needle[:-1]
        last = high - len(needle)
        return [(i, i + len(needle)) for i in range(low, last + 1) if self.units[i : i + len(needle)] == needle]


def judge(tree, text):
    """(whether the passage satisfies the tree, how many occurrences it has)."""
    found = find(tree, text, 0, len(text.units))
    if found is None:
        return False, 0
    count, end = 0, -1
    for start, stop in sorted(set(found), key=lambda place: (place[0], -place[1])):
        if start >= end:
            count, end = count + 1, stop
    return True, count


def find(tree, text, low, high):
    """The places that satisfy the tree; None if it is not satisfied."""
    kind, *rest = tree
    if kind == "literal":
        return text.places(rest[0], low, high) or None
    if kind == "and":  # of two conditions on one fact either is enough
        facts = [
            ("or", *(part for part in rest if part[0] == fact))
            for fact in ("year", "region")
            if any(p[0] == fact for p in rest)
        ]
        rest = [part for part in rest if part[0] not in ("year", "region")] + facts
    if kind in ("and", "or"):
        found = [find(part, text, low, high) for part in rest]
        if all(part is None for part in found) or (kind == "and" and None in found):
            return None
        return [place for part in found if part for place in part]
    if kind == "not" and rest[0][0] == "not":  # two negations are none
        return find(rest[0][1], text, low, high)
    if kind == "not":
        return [] if find(rest[0], text, low, high) is None else None
    if kind == "sentence":
        inside = [(a, b) for a, b in text.sentences if low <= a and b <= high]
        found = [find(rest[0], text, a, b) for a, b in inside]
        return None if all(f is None for f in found) else [place for f in found if f for place in f]
    if kind == "near":
        return _near(rest, text, low, high)
    if kind == "gap":
        return _gap(rest, text, low, high)
    return [] if _fact(kind, rest[0], text) else None


def _near(rest, text, low, high):
    """All ways to pick a place for each word so that each is near the one before."""
    words, distances = rest[::2], rest[1::2]
    taken = set()
    for chain in product(*(find(word, text, low, high) or () for word in words)):
        pairs = zip(chain, chain[1:], distances, strict=False)
        if all(0 <= max(right[0] - left[1], left[0] - right[1]) <= within for left, right, within in pairs):
            taken.update(chain)
    return sorted(taken) or None


def _gap(parts, text, low, high):
    """All ways to pick a place for each part in order; of the stretches the shortest, first come first served."""
    stretches = set()
    for a, b in text.sentences:
        if low <= a and b <= high:
            for chain in product(*(text.places(part, a, b) for part in parts)):
                if all(left[1] <= right[0] for left, right in pairwise(chain)):
                    stretches.add((chain[0][0], chain[-1][1]))
    shortest = [s for s in stretches if not any(s != o and s[0] <= o[0] and o[1] <= s[1] for o in stretches)]
    kept = []
    for start, end in sorted(shortest, key=lambda stretch: stretch[1]):
        if not kept or start >= kept[-1][1]:
            kept.append((start, end))
    return kept or None


def _fact(kind, value, text):
    if kind == "region":
        return value in text.region
    first, last = value
    return text.year is not None and first <= text.year <= last


# -- queries at random ---------------------------------------------------------------------------------------------------


def make(rng, texts, depth=3):
    """A random tree over pieces of the texts."""
    kind = (
        rng.choice(["literal"] * 3 + ["and", "or", "not", "sentence", "near", "gap", "year", "region"])
        if depth
        else "literal"
    )
    if kind in ("and", "or"):
        return (kind, *(make(rng, texts, depth - 1) for _ in range(rng.randint(2, 3))))
    if kind in ("not", "sentence"):
        return (kind, make(rng, texts, depth - 1))
    if kind == "near":
        words = [_word(rng, texts) for _ in range(rng.choice((2, 2, 2, 3)))]
        return ("near", words[0], *(x for word in words[1:] for x in (rng.choice((0, 1, 2, 5, 30)), word)))
    if kind == "gap":
        return ("gap", *(piece(rng, texts) for _ in range(rng.choice((2, 2, 3)))))
    if kind == "year":
        first = rng.choice((2019, 2020, 2021))
        return ("year", (first, first + rng.randint(0, 2)))
    return ("region", rng.choice(("荷塘", "湖南", "金华"))) if kind == "region" else ("literal", piece(rng, texts))


def _word(rng, texts):
    kind = rng.choice(["literal"] * 4 + ["or", "gap"])
    if kind == "or":
        return ("or", ("literal", piece(rng, texts)), ("literal", piece(rng, texts)))
    return ("gap", piece(rng, texts), piece(rng, texts)) if kind == "gap" else ("literal", piece(rng, texts))


def piece(rng, texts):
    """A piece of a text that has something to look for and no blank or operator in it."""
    while True:
        text = rng.choice(texts)
        start = rng.randrange(len(text))
        found = text[start : start + rng.choice((1, 1, 2, 2, 3, 5))]
        if (
            oracle.needle(found)
            and re.fullmatch(r"[^\s\"“”「」『』（）()|｜…:：~～-]+", found)
            and found not in "和或且非"
        ):
            return found


#: How closely a kind holds its parts together: what is looser stands in brackets.
_TIGHTNESS = {"and": 0, "or": 1, "not": 2, "near": 3}


def render(rng, tree, within=0):
    """The tree as a user might type it."""
    kind, *rest = tree
    text = _plain(rng, kind, rest)
    if _TIGHTNESS.get(kind, 4) < within or (kind == "not" and within == 3):
        return rng.choice(("({})", "（{}）", "( {} )")).format(text)
    return text


def _plain(rng, kind, rest):
    if kind == "literal":
        return rng.choice(("{}", "{}", "“{}”", '"{}"', "「{}」")).format(rest[0])
    if kind == "gap":
        return rng.choice(("…", "...", "……")).join(rest)
    if kind == "and":
        return rng.choice((" ", "　", " AND ", " 和 ", " 且 ")).join(render(rng, part, 1) for part in rest)
    if kind == "or":
        tight = all(part[0] == "literal" for part in rest)  # after a field | stands between its values
        return rng.choice((" OR ", " 或 ", " | ", " ｜ ", *(("|", "｜") * tight))).join(
            render(rng, part, 2) for part in rest
        )
    if kind == "not":
        return rng.choice(("-", "－", "NOT ", "非 ")) + render(rng, rest[0], 4 if rest[0][0] == "not" else 2)
    if kind == "sentence":
        return rng.choice(("同句({})", "同句（{}）", "sentence({})")).format(render(rng, rest[0]))
    if kind == "near":
        signs = [
            rng.choice((" ~{} ", " ～{}字 ")).format(n) if isinstance(n, int) else render(rng, n, 3 + (n[0] == "or"))
            for n in rest
        ]
        return "".join(signs)
    if kind == "year":
        first, last = rest[0]
        return rng.choice(("年:", "年：", "year:")) + (str(first) if first == last else f"{first}..{last}")
    return rng.choice(("地区:", "region:")) + rest[0]
