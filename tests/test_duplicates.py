"""Copies, editions and parts: what is one document and what are two, with the signs that differ; the 15 real alternates."""

import gzip
import json
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.document import Facts
from indexer.duplicates import Register, Witness, find_copies, load_sketches, save_sketches
from indexer.intake import add
from indexer.intake.rows import FIELDS
from indexer.likeness import Likeness, compare, distance, sketch
from indexer.settings import load
from indexer.signs import sign_key

TEXT = "".join(random.Random(3).choices("现在我代表市人民政府向大会报告工作请予审议过去一年经济增长百分之八", k=3000))


def slow_distance(a, b):
    """Levenshtein's distance by its table."""
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        new = [i]
        for j, y in enumerate(b, 1):
            new.append(min(row[j] + 1, new[-1] + 1, row[j - 1] + (x != y)))
        row = new
    return row[-1]


@given(st.text("稳保六", max_size=14), st.text("稳保六", max_size=14))
def test_the_distance_is_that_of_the_table(a, b):
    """The bit-parallel distance equals the plain one for all short texts."""
    assert distance(a, b) == slow_distance(a, b)


@pytest.mark.parametrize(
    ("other", "wanted"),
    [
        (TEXT, Likeness("equal", 0)),
        (TEXT[:1500] + "甲乙丙" + TEXT[1500:], Likeness("near", 3)),
        (TEXT[:100] + TEXT[120:2000] + "丁" + TEXT[2001:], Likeness("near", 21)),
        ("戊" * 200 + TEXT, Likeness("near", 200)),
        (TEXT + "完" * 500, Likeness("part", 500)),
        (TEXT[:1200], Likeness("whole", 1800)),
        (TEXT[:400], None),
        (TEXT[::-1], None),
        ("", None),
    ],
    ids=range(9),
)
def test_how_one_text_is_like_another(other, wanted):
    """Equal, nearly equal with the number of signs, a part, the whole, or nothing; too short is no part."""
    assert compare(sign_key(TEXT), sign_key(other)) == wanted


def test_a_figure_is_one_sign_and_quotes_are_none():
    """8.5% for 18.5% is one difference; “ ”, blanks and width are no difference at all."""
    one = sign_key(f"增长８.5%，“六稳”　{TEXT}")
    assert compare(one, sign_key(f"增长18.5%，六稳{TEXT}")) == Likeness("near", 1)
    assert compare(one, sign_key(f"增长8.5％，「六稳」{TEXT}")) == Likeness("equal", 0)


@pytest.mark.parametrize("size", [50, 3000, 9000])
def test_candidates_are_found_among_many(size):
    """Of 3,000 registered texts, in sorted arrays and in the recent ones, a changed copy finds its first copy, and only it."""
    rng = random.Random(size)
    words = [chr(0x4E00 + n) for n in range(3000)]
    texts = ["".join(rng.choices(words, k=size)) for _ in range(300)]
    register = Register()
    for number, text in enumerate(texts):
        register.add(f"d{number}", sketch(text))
    for number in (0, 150, 299):
        text = texts[number]
        changed = "".join("变" if rng.random() < 0.04 else char for char in text)
        assert register.candidates(sketch(changed)) == (f"d{number}",)
    assert register.candidates(sketch("".join(rng.choices(words, k=size)))) == ()


HETANG = {"region": "株洲市荷塘区", "region_code": "430202"}


@pytest.mark.parametrize(
    ("new", "old", "stated", "is_copy"),
    [
        (
            Facts(kind="gwr", year=2024, region_code="331000"),
            Facts(kind="gwr", year=2024, region_code="000000"),
            (None, None),
            True,
        ),
        (
            Facts(kind="law", year=2016, region_code="330900"),
            Facts(kind="law", year=2016, region_code="330400"),
            (None, None),
            False,
        ),
        (Facts(kind="law", year=2018), Facts(kind="law", year=2018), (2024, 2021), False),
        (Facts(kind="law", year=2019), Facts(kind="policy", year=2018), (2018, 2018), True),
        (
            Facts(kind="policy", number="国发〔2019〕5号"),
            Facts(kind="policy", number="国发〔2019〕6号"),
            (None, None),
            False,
        ),
        (Facts(), Facts(kind="policy", year=2018), (None, 2018), True),
    ],
    ids=[
        "national report under the name of a city",
        "two places",
        "two versions",
        "one year stated",
        "two numbers",
        "nothing known",
    ],
)
def test_when_like_texts_are_two_documents(new, old, stated, is_copy):
    """Place, year and number tell laws and policies apart; a report of work is one whatever label it has."""
    first, second = (
        Witness(f, Facts(year=y), sign_key(TEXT + end))
        for f, y, end in ((new, stated[0], "甲"), (old, stated[1], "乙"))
    )
    (finding,) = find_copies(first, ["old"], lambda _: second)
    assert finding.is_copy is is_copy
    assert "相差 1 字" in str(finding)
    assert bool(finding.differs) is not is_copy


def test_sketches_outlive_a_damaged_line_and_fit_their_code_alone(tmp_path):
    """A changed line is left out, the rest read; sketches of other code are none."""
    sketches = {f"{n:064x}": sketch(TEXT[n:]) for n in range(4)}
    path = tmp_path / "index" / "sketches.jsonl"
    save_sketches(path, "code", sketches)
    found = load_sketches(path, "code")
    assert {sha: one.hashes.tolist() for sha, one in found.items()} == {
        sha: one.hashes.tolist() for sha, one in sketches.items()
    }
    lines = path.read_text(encoding="ascii").splitlines()
    lines[2] = lines[2].replace("a", "b")
    path.write_text("\n".join(lines) + "\ncut", encoding="ascii")
    assert len(load_sketches(path, "code")) == 3
    assert load_sketches(path, "other") == load_sketches(tmp_path / "none", "code") == {}


@pytest.fixture
def settings(tmp_path):
    """An empty home."""
    return load({}, home=tmp_path / "home")


def put(path, *texts):
    """A file of JSON lines."""
    path.write_text("".join(json.dumps({"text": text, "title": "通知"}) + "\n" for text in texts), encoding="utf-8")
    return str(path)


def test_copies_are_left_out_unless_editions_are_wanted(settings, tmp_path):
    """An equal one never goes in twice; a near-equal one as …-e2 with --editions; the report names both and counts the signs."""
    first, copy, near = add(settings, [put(tmp_path / "a.jsonl", TEXT, f"“{TEXT}”", TEXT[:2000] + "增" + TEXT[2000:])])
    assert (first.state, copy.state, copy.relation, near.relation, near.differing) == (
        "added",
        "copy",
        "equal",
        "near",
        1,
    )
    assert copy.copy_of == near.copy_of == first.document_id
    _, still, edition = add(settings, [str(tmp_path / "a.jsonl")], editions=True)
    assert (still.state, edition.state, edition.document_id) == ("copy", "added", f"{first.document_id}-e2")
    assert "相差 1 字" in edition.doubts[-1]


def test_sketches_are_made_anew_where_they_are_missing(settings, tmp_path):
    """Without the index folder the documents themselves are asked, by several processes; the copy is found all the same."""
    import shutil

    list(add(settings, [put(tmp_path / "a.jsonl", TEXT, TEXT[::-1])]))
    shutil.rmtree(settings.index_path)
    said = []
    (copy,) = add(settings, [put(tmp_path / "b.jsonl", f"“{TEXT}”")], jobs=2, notice=said.append)
    assert (copy.state, copy.relation) == ("copy", "equal")
    assert "2 篇" in said[0]


def test_a_fuller_text_says_how_to_put_it_in_the_place_of_the_part(settings, tmp_path):
    """A part of a report that came first is not lost sight of: the advice names it."""
    report = "政府工作报告\n各位代表：\n现在，我代表市人民政府向大会报告政府工作，请予审议。\n" + TEXT
    part, whole = add(settings, [put(tmp_path / "a.jsonl", report[:2400], report)])
    assert (whole.state, whole.relation, whole.copy_of) == ("copy", "whole", part.document_id)
    assert f"baogao remove {part.document_id}" in whole.doubts[-1]


#: True duplicates among the policies, each read: 关于加快场景创新…的指导意见 stands there three times, on lines 124, 126
#: (2035年 as 5378年) and 127 (a paragraph short). The laws hold two copies of policies: 个人所得税法实施条例, 专利代理条例.
PROVEN = {126: 124, 127: 124}


@pytest.mark.corpus
def test_the_alternates_are_copies_and_nothing_else_is(settings, shared):
    """422 reports, no copy among them; then the 15 alternates, each a copy of its first copy; then 199 policies, 2 copies."""
    data = shared / "data" / "reports"
    paths = {name: data / f"{name}.jsonl.gz" for name in ("reports", "alternates", "policies")}
    rows = {}
    for name, path in paths.items():
        with gzip.open(path, "rt", encoding="utf-8") as file:
            rows[name] = [json.loads(line) for line in file]
    first = list(add(settings, [str(paths["reports"])], jobs=2))
    assert {outcome.state for outcome in first} == {"added"}
    assert len({outcome.document_id for outcome in first}) == 422
    ids = {row["id"]: outcome.document_id for row, outcome in zip(rows["reports"], first, strict=True)}
    second = list(add(settings, [str(paths["alternates"])], jobs=2, fields=FIELDS))
    assert [outcome.state for outcome in second] == ["copy"] * 15
    assert [outcome.copy_of for outcome in second] == [ids[row["alternate_of"]] for row in rows["alternates"]]
    assert sum(outcome.relation == "equal" for outcome in second) == 4
    third = list(add(settings, [str(paths["policies"])], jobs=2))
    copies = {number: outcome.copy_of for number, outcome in enumerate(third, 1) if outcome.state == "copy"}
    assert copies == {number: third[first - 1].document_id for number, first in PROVEN.items()}
