"""References for reading: golden values, a second processor, what is unknown, titles that break things."""

import json
import shutil
import subprocess
import sys
import warnings
from concurrent.futures import ThreadPoolExecutor
from importlib.resources import files

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.address import Address
from indexer.citation import STYLES, cite
from indexer.citation.record import csl_record, printed_title
from indexer.document import Facts, Passage, Span
from indexer.errors import NotFound

CSL = files("indexer.citation") / "csl"
DAY, SITE, ID = "2026-11-25", "https://baogao.example", "430202-hetang-2021-gwr"
BODY, TITLE, URL = ("株洲市荷塘区人民政府",), "政府工作报告", "https://example.org/x"
NOTICE = "关于推进对外贸易创新发展的通知"


def passage(text="扎实做好“六稳”工作。", page_label=None, page=None, number=34):
    """A paragraph."""
    return Passage(number, "paragraph", "body", Span(0, len(text)), text, page=page, page_label=page_label)


def record(facts, page_label=None):
    """The record of a document, or of a passage printed on a page; no site is known."""
    place = {"passage": passage(page_label=page_label), "address": f"{ID}/p34-k3f9q2"} if page_label else {}
    return csl_record(facts, ID, accessed=DAY, **place)


# ecosystem.md, section 1: equal in citeproc-py, citeproc-js and pandoc.
GOLDEN = (
    (
        "report online",
        record(Facts(title=TITLE, authors=BODY, date="2021-01-20", url=URL, kind="gwr")),
        "株洲市荷塘区人民政府. 政府工作报告[R/OL]. 2021-01-20. https://example.org/x.",
        "株洲市荷塘区人民政府. 政府工作报告[R/OL]. (2021-01-20)[2026-11-25]. https://example.org/x.",
    ),
    (
        "the hetang report",
        record(Facts(title=TITLE, authors=BODY, date="2021-02-03", url=URL, kind="gwr")),
        "株洲市荷塘区人民政府. 政府工作报告[R/OL]. 2021-02-03. https://example.org/x.",
        "株洲市荷塘区人民政府. 政府工作报告[R/OL]. (2021-02-03)[2026-11-25]. https://example.org/x.",
    ),
    (
        "printed page",
        record(Facts(title=TITLE, authors=BODY, date="2021-01-20", url=URL), page_label="12"),
        "株洲市荷塘区人民政府. 政府工作报告[R/OL]. 2021-01-20：12. https://example.org/x.",
        "株洲市荷塘区人民政府. 政府工作报告[R/OL]. 2021: 12[2026-11-25]. https://example.org/x.",
    ),
    (
        "not online",
        record(Facts(title=TITLE, authors=BODY, year=2021, kind="gwr")),
        "株洲市荷塘区人民政府. 政府工作报告[R]. 2021.",
        "株洲市荷塘区人民政府. 政府工作报告[R]. 2021.",
    ),
    (
        "no date",
        record(Facts(title=TITLE, authors=BODY, url=URL)),
        "株洲市荷塘区人民政府. 政府工作报告[R/OL]. [2026]. https://example.org/x.",
        "株洲市荷塘区人民政府. 政府工作报告[R/OL]. [2026-11-25]. https://example.org/x.",
    ),
    (
        "notice",
        record(
            Facts(
                title=NOTICE,
                authors=("国务院办公厅",),
                date="2021-01-05",
                number="国办发〔2021〕1号",
                url=URL,
                kind="notice",
            )
        ),
        f"国务院办公厅. {NOTICE}：国办发〔2021〕1号[EB/OL]. （2021-01-05）[2026-11-25]. https://example.org/x.",
        f"国务院办公厅. {NOTICE}: 国办发〔2021〕1号[EB/OL]. (2021-01-05)[2026-11-25]. https://example.org/x.",
    ),
    (
        "newspaper",
        record(
            Facts(title=TITLE, authors=("李克强",), date="2021-03-13", kind="newspaper", origin="人民日报"),
            page_label="1",
        ),
        "李克强. 政府工作报告[N]. 人民日报，2021-03-13（1）.",
        "李克强. 政府工作报告[N]. 人民日报, 2021-03-13(1).",
    ),
    (
        "four bodies",
        record(Facts(title=TITLE, authors=("甲局", "乙局", "丙局", "丁局"), date="2021-01")),
        "甲局，乙局，丙局，等. 政府工作报告[R]. 2021.",
        "甲局, 乙局, 丙局, 等. 政府工作报告[R]. 2021.",
    ),
    (
        "neither author nor date nor source",
        record(Facts(title=TITLE)),
        "政府工作报告[R]. [2026].",
        "政府工作报告[R]. [2026].",
    ),
)


@pytest.mark.parametrize(("given_record", "new", "old"), [g[1:] for g in GOLDEN], ids=[g[0] for g in GOLDEN])
def test_gbt7714_is_as_the_golden_table_says(given_record, new, old):
    """Each row of the table, in the edition of 2025 and in that of 2015."""
    assert cite([given_record], "gbt7714-2025") == new
    assert cite([given_record], "gbt7714-2015") == old


@pytest.mark.parametrize(
    ("index", "expected"),
    [
        (0, "株洲市荷塘区人民政府. (2021). 政府工作报告. https://example.org/x"),
        (4, "株洲市荷塘区人民政府. (n.d.). 政府工作报告. Retrieved November 25, 2026, from https://example.org/x"),
        (5, f"国务院办公厅. (2021, January 5). {NOTICE} (国办发〔2021〕1号). https://example.org/x"),
        (6, "李克强. (2021, March 13). 政府工作报告. 人民日报, 1."),
        (8, "政府工作报告. (n.d.)."),
    ],
)
def test_apa(index, expected):
    """The same records after the APA's manual; a title without an author leads and is not printed twice."""
    assert cite([GOLDEN[index][1]], "apa") == expected


@pytest.mark.parametrize(
    ("style", "rows"), [("gbt7714-2025", range(9)), ("gbt7714-2015", range(9)), ("apa", (0, 4, 5, 6, 8))]
)
def test_pandoc_reads_the_same_styles_alike(style, rows):
    """A second processor of CSL, given our style files and our CSL-JSON, prints the same references.

    Not all rows in APA: of one author and year it tells several apart by letters, which single references lack.
    """
    if not shutil.which("pandoc"):
        pytest.skip("no pandoc: apt-get install pandoc")
    records = [{**GOLDEN[row][1], "id": f"r{row}"} for row in rows]
    command = [
        "pandoc",
        "-f",
        "csljson",
        "--citeproc",
        "--csl",
        str(CSL / f"{style}.csl"),
        "-t",
        "plain",
        "--wrap=none",
    ]
    data = cite(records, "csl-json")
    done = subprocess.run(command, input=data, capture_output=True, check=True, text=True, encoding="utf-8")
    assert sorted(filter(None, done.stdout.split("\n"))) == sorted(cite(records, style).split("\n"))


@pytest.mark.parametrize("style", ["gbt7714-2025", "gbt7714-2015", "apa"])
def test_the_style_files_are_valid_csl(style):
    """Our changes left each style valid by the schema of CSL 1.0, which citeproc-py warns of."""
    from citeproc import CitationStylesStyle

    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert CitationStylesStyle(str(CSL / f"{style}.csl"), validate=True).has_bibliography()


def test_several_records_are_a_line_each_without_numbers():
    """The order of the records is the order of the lines."""
    lines = cite([g[1] for g in GOLDEN], "gbt7714-2025").split("\n")
    assert lines == [g[2] for g in GOLDEN]


def test_an_unknown_style_is_told_with_those_that_exist():
    """NotFound, a sentence for the user, names each style."""
    with pytest.raises(NotFound) as told:
        cite([GOLDEN[0][1]], "gbt7714")
    assert all(style in str(told.value) for style in STYLES)


# Without the brackets and commas whose empty pairs the test looks for; titles with all signs have a test of their own.
WORDS = st.text(st.characters(exclude_characters="()（）[]《》,，"), max_size=40)
FACTS = st.builds(
    Facts,
    title=st.none() | WORDS,
    authors=st.lists(WORDS, max_size=5).map(tuple),
    date=st.sampled_from([None, "2021", "2021-02", "2021-02-03", "2021-02-30", "3 Feb"]),
    year=st.sampled_from([None, 2021]),
    kind=st.sampled_from([None, "gwr", "notice", "newspaper", "entry", "通知"]),
    number=st.none() | WORDS,
    origin=st.none() | WORDS,
    url=st.sampled_from([None, URL, "javascript:alert(1)", "https://e.org/a b{c}%20\n#x", "ftp://e.org", "http://["]),
)

SCHEMA = json.loads((CSL / "csl-data.json").read_text(encoding="utf-8"))
FILLERS = ("None", "null", "Anonymous", "no date", "et al", "()", "（）", "[]", "《》", ", ,", "，，")


@settings(max_examples=50)
@given(FACTS, st.none() | st.text(min_size=1, max_size=20), st.sampled_from(["", SITE]))
def test_whatever_the_facts_each_style_prints_them_as_they_are(facts, page_label, base_url):
    """Valid CSL-JSON, one line a reference, the words as printed, and nothing that stands for what is not known."""
    place = {"passage": passage(page_label=page_label), "address": Address(ID, 34, "k3f9q2")} if page_label else {}
    made = csl_record(facts, ID, accessed=DAY, base_url=base_url, **place)
    jsonschema.validate([made], SCHEMA)
    for style in ("gbt7714-2025", "gbt7714-2015", "apa", "footnote"):
        line = cite([made], style)
        assert len(line.splitlines()) == 1
        known = "\n".join((made.get("title", ""), made.get("number", ""), *facts.authors, facts.origin or ""))
        assert not [sign for sign in FILLERS if sign in line and sign not in known]
        assert style == "footnote" or made.get("title", "") in line
    for style in ("markdown", "bibtex", "ris", "csl-json"):
        assert cite([made], style).encode()


@pytest.mark.parametrize("style", ["gbt7714-2025", "gbt7714-2015", "apa"])
@pytest.mark.parametrize(
    "title",
    [
        "“1+N”政策与R&D投入增长10%_试点#3",
        "THE iPhone REPORT... of <i>Hetang</i>",
        '<span class="nocase">a</span>  b',
        "{a}\\b\ue000c\ue001",
        "凡事预则立！",
        "“六稳”“六保”？——答记者问",
        "'quoted' “curly” 1st",
    ],
)
def test_a_title_is_printed_sign_for_sign(style, title):
    """Neither case nor quotes, dots, blanks, markup or private-use characters of a title are touched by a style."""
    printed = printed_title(title)
    assert printed in cite([csl_record(Facts(title=title, authors=BODY), ID, accessed=DAY)], style)
    assert printed == " ".join(title.split())


def test_threads_share_the_styles():
    """Eight threads with records of their own each get their own reference."""
    records = [csl_record(Facts(title=f"报告{i}", authors=BODY, year=2000 + i), ID, accessed=DAY) for i in range(80)]
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda r: cite([r], "gbt7714-2025"), records))
    assert found == [f"株洲市荷塘区人民政府. 报告{i}[R]. {2000 + i}." for i in range(80)]


def test_importing_the_package_loads_no_processor():
    """citeproc, rispy and lxml are loaded by the first style that needs them."""
    code = "import sys, indexer.citation, indexer.citation.record, indexer.citation.fragment\n"
    code += "sys.exit(str(sorted({'citeproc', 'rispy', 'lxml', 'opencc'} & set(sys.modules)) or '') or 0)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, check=False).returncode == 0
