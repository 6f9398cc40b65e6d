"""References as files and plain forms: BibTeX, RIS and CSL-JSON that other programs read back, footnotes, Markdown."""

import json
import re
import shutil
import subprocess

import pytest
import rispy
from hypothesis import given
from hypothesis import strategies as st

from indexer.citation import cite
from indexer.citation.record import csl_record, printed_title
from indexer.document import Facts, Passage, Span

DAY, ID, URL = "2024-05-01", "430202-hetang-2021-gwr", "https://www.example.com/a_b%20c.html?x=1&y=~2#s"
NASTY = (
    "“1+N”政策与R&D投入增长10%_试点#3",
    "政府工作报告",
    "Work Report of the Bureau and the Town",
    "一个{闭合的{括号}}",
    "反斜线\\textbf{粗} 与 \\",
    "价格$5与x^2~y",
    "@article{x, title = {y}}",
    "题名, 有, 逗号 = \"引号\" and 'and'",
    "TY  - JOUR",
    "ER  - 结束",
)


def make(title, authors=("青岭区人民政府",), number=None, document_id="a", text=None, label=None, **facts):
    """A record; with ``text`` that of passage 34."""
    place = {}
    if text is not None:
        place["passage"] = Passage(34, "paragraph", "body", Span(0, len(text)), text, page_label=label)
        place["address"] = f"{document_id}/p34-k3f9q2"
    known = Facts(title=title, authors=authors, number=number, **{"date": "2021-01-20", **facts})
    return csl_record(known, document_id, accessed=DAY, base_url="", **place)


def run(command, text):
    """The output of an outside program that reads ``text``; skips where it is not installed."""
    if not shutil.which(command[0]):
        pytest.skip(f"no {command[0]}: apt-get install pandoc bibutils")
    done = subprocess.run(command, input=text.encode(), capture_output=True, check=True)
    return done.stdout.decode("utf-8-sig")


def keys(text):
    """The keys of the entries."""
    return re.findall(r"(?m)^@\w+\{([^,]*),", text)


def test_a_bibtex_entry_of_a_passage():
    """The fields of ecosystem 10.3, the institution whole, the month a macro, the URL raw."""
    made = make("政府工作报告", document_id=ID, text="一段。", label="12", url=URL, number="1号")
    assert cite([made], "bibtex") == (
        "@techreport{gwr-430202-hetang-2021-gwr-p34,\n"
        "  author = {{青岭区人民政府}},\n"
        "  title = {{政府工作报告}},\n"
        "  institution = {{青岭区人民政府}},\n"
        "  number = {1号},\n"
        "  year = {2021},\n"
        "  month = jan,\n"
        "  date = {2021-01-20},\n"
        "  pages = {12},\n"
        "  url = {https://www.example.com/a_b%20c.html?x=1&y=~2#s},\n"
        "  urldate = {2024-05-01},\n"
        "  langid = {chinese},\n"
        "  note = {第34段（原文第12页）},\n"
        "}\n"
    )


def test_bibtex_keys_are_ascii_and_differ():
    """Also where one passage is cited twice or an id looks like another's second key."""
    records = [make("甲", document_id=i, text="一") for i in (ID, ID, "1", "a", "a")]
    found = keys(cite(records, "bibtex"))
    assert len(set(found)) == len(records)
    assert all(re.fullmatch(r"[A-Za-z][A-Za-z0-9:_-]*", key) for key in found)
    assert found[:2] == [f"gwr-{ID}-p34", f"gwr-{ID}-p34-2"]


@given(st.lists(st.text(alphabet='a中{}\\"%&$#_^~@, =\n-and', max_size=12), min_size=1, max_size=3))
def test_bibtex_braces_balance_as_bibtex_counts_them(texts):
    """BibTeX knows no escaped brace: counted raw, every field and every entry closes where it should."""
    text = cite([make(texts[0], authors=tuple(texts), number=texts[-1], text=texts[0])], "bibtex")
    depths, depth = [], 0
    for sign in text:
        depth += {"{": 1, "}": -1}.get(sign, 0)
        depths.append(depth)
    assert min(depths) >= 0
    assert depth == 0
    assert not re.search(r"(?<!\\)[%&$#_~^](?![^\n]*\n)", "".join(re.findall(r"title = .*", text)))


@pytest.mark.parametrize("title", NASTY)
def test_pandoc_reads_bibtex_back(title):
    """Title, institution and date come back from another reader as they were."""
    other = "Bureau of Culture and Tourism"
    text = cite([make(title, authors=("青岭区人民政府", other), url=URL), make("第二份", document_id="b")], "bibtex")
    first, second = json.loads(run(["pandoc", "-f", "bibtex", "-t", "csljson"], text))
    assert plain(first["title"]) == printed_title(title)
    assert [author.get("literal", author.get("family")) for author in first["author"]] == ["青岭区人民政府", other]
    assert first["issued"]["date-parts"] == [[2021, 1, 20]]
    assert first["URL"] == URL
    assert second["title"] == "第二份"


def plain(text):
    """A title without pandoc's own typography: curved quotes, no-break blanks, marks of case."""
    return re.sub(r"</?span[^>]*>", "", text).replace("\u00a0", " ").replace("’", "'")


@pytest.mark.parametrize("title", ["一个{没有闭合的括号", "}反的括号{", "}}}{"])
def test_a_single_brace_costs_a_reader_no_more_than_itself(title):
    """Pandoc does not know the name of a single brace and drops it, but the entry and the next one stay whole."""
    first, second = json.loads(
        run(["pandoc", "-f", "bibtex", "-t", "csljson"], cite([make(title), make("第二份")], "bibtex"))
    )
    assert first.get("title", "") == title.replace("{", "").replace("}", "")
    assert second["title"] == "第二份"


def test_bibutils_reads_bibtex_back():
    """A third reader finds each entry, its title and its corporate author."""
    text = cite([make(title, document_id=f"d{i}") for i, title in enumerate(NASTY[:3])], "bibtex")
    xml = run(["bib2xml", "-i", "utf8", "-o", "utf8"], text)
    assert xml.count("<mods ") == 3
    assert xml.count("青岭区人民政府") >= 3
    assert "<title>政府工作报告</title>" in xml


def test_a_ris_record_of_a_passage():
    """Tags and order, one line each, CRLF, first TY and last ER; a title's and a text's line ends are gone."""
    made = make(
        "关于2020年执行情况\n与2021年草案的报告", ("青岭区发展和改革局", "青岭区统计局"), document_id=ID,
        text="第一句。\n第二句。", label="12", url=URL,
    )  # fmt: skip
    assert cite([made], "ris").split("\r\n") == [
        "TY  - RPRT",
        "TI  - 关于2020年执行情况与2021年草案的报告",
        "AU  - 青岭区发展和改革局",
        "AU  - 青岭区统计局",
        "PY  - 2021",
        "DA  - 2021/01/20/",
        "SP  - 12",
        f"UR  - {URL}",
        "Y2  - 2024/05/01/",
        "LA  - zh-CN",
        "AB  - 第一句。 第二句。",
        "N1  - 第34段（原文第12页）",
        f"ID  - {ID}/p34-k3f9q2",
        "ER  - ",
        "",
    ]


@given(st.lists(st.text(max_size=30), min_size=1, max_size=3), st.text(max_size=400))
def test_ris_lines_are_all_tagged_and_read_back(texts, quoted):
    """Whatever the words, each line has a tag, and rispy's reader finds the records and their titles."""
    text = cite([make(one, authors=tuple(texts), text=quoted) for one in texts], "ris")
    lines = text.removesuffix("\r\n").split("\r\n")
    assert all(re.fullmatch(r"[A-Z][A-Z0-9]  - .*", line) for line in lines)
    assert text.splitlines() == lines
    read = rispy.loads(text)
    assert [entry.get("title", "") for entry in read] == [printed_title(one).strip() for one in texts]
    assert all("," not in author for entry in read for author in entry.get("authors", []))


@pytest.mark.parametrize(("date", "written"), [("2021", "2021///"), ("2021-02", "2021/02//"), (None, None)])
def test_ris_leaves_unknown_parts_of_a_date_empty(date, written):
    """A year alone is a year alone."""
    (read,) = rispy.loads(cite([make("甲", date=date)], "ris"))
    assert read.get("date") == written
    assert read.get("year") == ("2021" if date else None)


def test_bibutils_reads_ris_back():
    """Each record ends where it should, also one whose title looks like a tag."""
    xml = run(["ris2xml", "-i", "utf8", "-o", "utf8"], cite([make(title) for title in NASTY], "ris"))
    assert xml.count("<mods") - xml.count("<modsC") == len(NASTY)
    assert xml.count("青岭区人民政府") == len(NASTY)


def test_csl_json_is_the_records():
    """A JSON array, hanzi as they are."""
    records = [make(title, text="一段。") for title in NASTY]
    text = cite(records, "csl-json")
    assert json.loads(text) == records
    assert "政府工作报告" in text


@pytest.mark.parametrize(
    ("record", "expected"),
    [
        (
            make("政府工作报告", text="一", label="12", url="https://e.org/x"),
            "青岭区人民政府：《政府工作报告》，2021年1月20日，第34段（原文第12页），https://e.org/x，2024年5月1日访问。",
        ),
        (
            make("关于印发《规划》的通知", ("甲", "乙"), "甲发〔2021〕1号", kind="notice"),
            "甲、乙：《关于印发〈规划〉的通知》（甲发〔2021〕1号），2021年1月20日。",
        ),
        (make("报告", (), date=None), "《报告》。"),
        (
            make(
                "政府工作报告",
                ("李克强",),
                kind="newspaper",
                origin="人民日报",
                text="一",
                label="1",
                date="2021-03-13",
            ),
            "李克强：《政府工作报告》，《人民日报》2021年3月13日第1版，第34段（原文第1页）。",
        ),
    ],
)
def test_footnotes(record, expected):
    """The form of Chinese humanities journals; what is not known leaves no mark behind."""
    assert cite([record], "footnote") == expected


def test_markdown_escapes_its_signs():
    """A title cannot become markup or end the link; locator and title have their own targets."""
    made = csl_record(
        Facts(title="[a](b) *c* <d> _e_", authors=("甲",), date="2021", url="https://e.org/(x)>"),
        ID,
        accessed=DAY,
        base_url="https://s.org",
        passage=Passage(3, "paragraph", "body", Span(0, 1), "一"),
        address=f"{ID}/p3-k3f9q2",
    )
    assert cite([made], "markdown") == (
        r"甲. [\[a\]\(b\) \*c\* \<d\> \_e\_](<https://e.org/(x)%3E>). 2021. "
        f"[第3段](<https://s.org/documents/{ID}/p3-k3f9q2>)."
    )
