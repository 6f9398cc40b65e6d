"""The same passages in a stock Whoosh index and in a folder of arrays, and random queries of Whoosh's own classes for both."""

from __future__ import annotations

import random
from dataclasses import asdict
from pathlib import Path

from whoosh import query
from whoosh.filedb.filestore import RamStorage

from indexer.document import Facts, Passage, Span
from indexer.engines.arrays.contents import FIELDS, Contents
from indexer.engines.arrays.whoosh_index import ArrayIndex, schema_of
from indexer.engines.base import IndexEntry
from indexer.engines.whoosh_engine import write
from indexer.signs import sign_key

HAN = "稳中求进高质量发展乡村振兴共同富裕营商环境改革开放民生就业教育医疗科技创新工业农业文化旅游生态环保安全法治政府投资消费外贸金融财政税收"
LATIN = ("develop", "develops", "developing", "gdp", "r&d", "ai", "5g", "18.5%")
PARTS, FORMS = ("body", "appendix", "note", "title"), ("paragraph", "heading", "row")


def vocabulary(dice: random.Random) -> list[str]:
    """Some hundred words of one to four characters, the commonest first."""
    made = {"".join(dice.choices(HAN, k=dice.choice((1, 2, 2, 2, 3, 4)))): None for _ in range(600)}
    return [*LATIN[:3], *made, *LATIN[3:]]


def made_entries(count: int, seed: int = 1):
    """Passages of made-up words, as uneven as real ones: some common words, many rare ones, lengths from 0 to 400."""
    dice = random.Random(seed)
    words = vocabulary(dice)
    weights = [1 / (place + 2) for place in range(len(words))]
    for document in range(max(1, count // 40)):
        facts = Facts(
            title=f"报告{document}",
            level=dice.choice(("province", "city", "county", None)),
            region=dice.choice(("湖南省", "长沙市", "株洲市荷塘区", None)),
            year=dice.choice((None, *range(2015, 2024))),
            kind=dice.choice(("gwr", "plan", None)),
            authors=("人民政府",),
        )
        for number in range(1, 41):
            own = tuple(dice.choices(words, weights, k=dice.choice((0, 3, 20, 20, 40, 40, 60, 150, 400))))
            text = "".join(own)
            passage = Passage(
                number,
                dice.choice(FORMS),
                dice.choice(PARTS),
                Span(0, len(text)),
                text,
                ("一、甲",),
                dice.choice((None, 3)),
            )
            yield IndexEntry(f"d{document:04}", facts, passage, f"d{document:04}/p{number}-aaaaaa", sign_key(text), own)


def row_of(entry: IndexEntry) -> dict:
    """An entry as the keyword arguments of Whoosh's add_document."""
    passage, facts = entry.passage, entry.facts
    row = {
        "words": list(entry.words),
        "document": entry.document_id,
        **{
            n: None if getattr(facts, n) is None else str(getattr(facts, n))
            for n in ("level", "region", "year", "kind")
        },
        "part": passage.part,
        "address": entry.address,
        "number": passage.number,
        "form": passage.kind,
        "text": passage.text,
        "span": (passage.span.start, passage.span.end),
        "path": passage.path,
        "page": passage.page,
        "page_label": passage.page_label,
        "note_marks": tuple((mark.start, mark.end) for mark in passage.note_marks),
        "facts": {name: value for name, value in asdict(facts).items() if value not in (None, ())},
    }
    return {name: value for name, value in row.items() if value is not None}


def make_pair(folder: Path, entries: list[IndexEntry]):
    """(stock index, our index) over these entries."""
    stock = RamStorage().create_index(schema_of(Contents({}, FIELDS, {})))
    writer = stock.writer()
    for entry in entries:
        writer.add_document(**row_of(entry))
    writer.commit()
    write(folder, entries)
    return stock, ArrayIndex(folder)


class Queries:
    """Random queries over the words of these entries."""

    def __init__(self, entries: list[IndexEntry], seed: int) -> None:
        self.dice = random.Random(seed)
        self._words = [word for entry in entries for word in entry.words]
        self._documents = sorted({entry.document_id for entry in entries})

    def word(self) -> str:
        """A word: as often as not a common one, now and then one that is nowhere."""
        return self.dice.choice(self._words) if self.dice.random() < 0.97 else "查无此词"

    def boost(self) -> float:
        """Mostly none."""
        return self.dice.choice((1.0, 1.0, 1.0, 0.5, 2.5))

    def any(self, depth: int = 3):
        """A query of any class, with others inside."""
        dice = self.dice
        if not depth or dice.random() < 0.35:
            return self.leaf()
        inner = [self.any(depth - 1) for _ in range(dice.choice((2, 2, 3, 4)))]
        kind = dice.randrange(9)
        if kind == 0:
            made = query.Or(inner, boost=self.boost(), scale=dice.choice((None, None, 0.8)))
            made.matcher_type = dice.choice((query.Or.AUTO_MATCHER, query.Or.DEFAULT_MATCHER, query.Or.ARRAY_MATCHER))
            return made
        if kind == 1:
            return query.And([*inner, query.Not(self.leaf())])
        pairs = (query.AndNot, query.AndMaybe, query.Require)
        if kind in (2, 3, 4):
            return pairs[kind - 2](inner[0], inner[1])
        if kind == 5:
            return query.DisjunctionMax(inner, tiebreak=dice.choice((0.0, 0.3)))
        if kind == 6:
            return query.ConstantScoreQuery(inner[0], dice.choice((1.0, 2.0)))
        return (query.And if kind == 7 else query.Or)(inner, boost=self.boost())

    def leaf(self):
        """A query without others inside."""
        dice, word, boost = self.dice, self.word(), self.boost()
        low, high = sorted((self.word(), self.word()))
        return dice.choice(
            (
                *4 * (lambda: query.Term("words", word, boost=boost),),
                lambda: query.Term("level", dice.choice(("city", "county", "nowhere")), boost=boost),
                lambda: query.Term("year", str(dice.randint(2014, 2024))),
                lambda: query.Term("document", dice.choice(self._documents)),
                lambda: query.Prefix("words", word[:1], boost=boost, constantscore=dice.random() < 0.5),
                lambda: query.Prefix("document", "d00"),
                lambda: query.Wildcard("words", dice.choice(("?", "*", "")) + word[-1:] + "*", boost=boost),
                lambda: query.TermRange("words", low, high, dice.random() < 0.5, dice.random() < 0.5, boost=boost),
                lambda: query.TermRange("year", "2016", dice.choice(("2018", None))),
                lambda: query.Every(dice.choice((None, "words", "level", "region")), boost=boost),
                lambda: query.FuzzyTerm("words", word, boost=boost, prefixlength=dice.choice((0, 1))),
                lambda: query.Variations("words", dice.choice(("develop", word)), boost=boost),
                lambda: query.NullQuery,
            )
        )()
