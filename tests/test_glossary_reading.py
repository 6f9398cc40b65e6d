"""glossary.yaml -> entries: both layouts, every fault with its line, and all of a file or nothing."""

import subprocess
import sys
from pathlib import Path

import hypothesis.strategies as st
import pytest
from hypothesis import given

from indexer.errors import GlossaryError, NotFound
from indexer.glossary import Glossary, Sense, glossary_digest, load_glossary, parse_glossary
from indexer.glossary.layout_faults import layout_faults
from indexer.glossary.shape import has_shape

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"
HEAD = "version: 1\nterms:\n  - id: liuwen\n    term: 六稳\n"
FULL = """version: 1
terms:
  - id: liuwen
    term: 六稳
    aliases: [六稳工作, “六个稳”]
    traditional: 六穩
    pinyin: liù wěn
    notes:
    definitions:
      - text: |
          稳就业、
          稳金融
        source: {doc: 430202-hetang-2021-gwr, passage: 52}
        place: 株洲市荷塘区
        year: "2021"
      - text: "六项: 稳定"
        source: {doc: 430000-hunan-2019-gwr, passage: p9-k3f9q2-2}
        status: deprecated
    parts: [稳就业, 稳金融]
    related: [liubao]
    first_seen: "2018-07-31"
    status: admitted
    translations: {en: six priorities, "no": seks}
  - {id: liubao, term: 六保, definition: 保居民就业, year: "2020"}
  - {id: liuwenliubao, term: 六稳六保, composed_of: [liuwen, liubao], broader: [liubao]}
"""


def refusal(text):
    """The lines of the message with which a glossary is refused."""
    with pytest.raises(GlossaryError) as caught:
        parse_glossary(text if isinstance(text, bytes) else text.encode(), "g.yaml")
    return str(caught.value).splitlines()


def test_the_full_layout_is_read_whole():
    """Every field arrives in the entry; a field left empty is as if it were not there."""
    glossary = parse_glossary(FULL.encode())
    entry = glossary.entry("liuwen")
    assert (entry.term, entry.aliases, entry.traditional) == ("六稳", ("六稳工作", "“六个稳”"), "六穩")
    first, second = entry.definitions
    assert first == Sense("稳就业、\n稳金融", "430202-hetang-2021-gwr", "p52", "株洲市荷塘区", 2021)
    assert (first.number, first.address) == (52, "430202-hetang-2021-gwr/p52")
    assert (second.text, second.passage, second.number, second.status) == ("六项: 稳定", "p9-k3f9q2-2", 9, "deprecated")
    assert (entry.parts, entry.related, entry.first_seen) == (("稳就业", "稳金融"), ("liubao",), "2018-07-31")
    assert (entry.status, entry.translations, entry.notes) == ("admitted", {"en": "six priorities", "no": "seks"}, None)
    assert glossary.entry("liubao").definitions == (Sense("保居民就业", year=2020),)
    assert glossary.entry("liuwenliubao").composed_of == ("liuwen", "liubao")


@pytest.mark.parametrize(
    ("lines", "line", "reason"),
    [
        ("    alias: [甲]\n", 5, "不认识的字段 alias；是不是 aliases？"),
        ("    定义: 甲\n", 5, "不认识的字段 定义；可用：id、term"),
        ("    aliases: 甲\n", 5, "aliases 应当是列表"),
        ("    term: 甲\n", 5, "“term”在第 4 行已经有了"),
        (
            "    year: 2021\n    definition: 甲\n",
            5,
            '2021 没有加引号，别的程序会当作数字、日期或是非；请加引号："2021"',
        ),
        ("    aliases: [甲,\n      12345]\n", 6, "请加引号"),
        ("    translations: {no: seks}\n", 5, "no 没有加引号"),
        ("    definition: 2021-02-05\n", 5, "请加引号"),
        ('    definition: 甲\n    year: "21"\n', 6, "year 应当是四位年份"),
        ('    first_seen: "2018.7"\n', 5, "first_seen 应当是年"),
        ("    status: 停用\n", 5, "status 只能是 preferred"),
        ("    pinyin: 六稳\n", 5, "pinyin 应当是带声调的拼音"),
        ("    translations: {英文: six}\n", 5, "translations 应当是语言代码"),
        ("    definition: 甲\n    source: {doc: 荷塘}\n", 6, "doc 只能用小写字母"),
        ("    definition: 甲\n    source: {passage: 3}\n", 6, "缺少字段 doc"),
        ("    definition: 甲\n    source: {doc: a, passage: 第三段}\n", 6, "passage 应当是段号"),
        ("    definition: 甲\n    source: a\n", 6, "source 应当是若干“字段: 值”"),
        ("    definition: 甲\n    definitions: [{text: 乙}]\n", 6, "只能用一个"),
        ("    source: {doc: a}\n", 5, "source 要与 definition 写在一起"),
        ("    definition: 甲、\n      乙\n", 5, "分成了几行"),
        ("    aliases: [“”]\n", 5, "没有可以查找的字"),
        ("    composed_of: [liubao, liuwen]\n", 5, "liubao 不是任何词条的 id"),
        ("    composed_of: [a1, a2, a3, a4, a5, a6, a7, a8, a9, b1, b2, b3, b4]\n", 5, "composed_of 项数太多"),
        ("    related: [liuwen]\n", 5, "词条自己"),
        ("  - {id: liuwen, term: 乙}\n", 5, "id liuwen 已经给了“六稳”"),
        ("  - {id: Liuwen, term: 乙}\n", 5, "id 只能用小写字母"),
        ("  - {id: yi}\n", 5, "缺少字段 term"),
        ("  - {term: 乙}\n", 5, "缺少字段 id"),
        ("  - {id: yi, term: 。}\n", 5, "没有可以查找的字"),
        ("  - 乙\n", 5, "应当是若干“字段: 值”"),
        ("  - {id: yi, term: 乙, composed_of: [liuwen]}\n", 5, "至少由两个词条"),
        ("  - {id: yi, term: 乙, related: [liuwen, liuwen]}\n", 5, "写了两次"),
    ],
)
def test_a_fault_in_the_full_layout_is_refused_with_its_line(lines, line, reason):
    """Each fault names file, line and what to do."""
    assert any(message.startswith(f"g.yaml 第 {line} 行：") and reason in message for message in refusal(HEAD + lines))


@pytest.mark.parametrize("name", ["composed_of", "broader"])
def test_a_ring_is_refused(name):
    """Entries that are made of each other, or each broader than the other, are named in order."""
    terms = "".join(f"- {{id: {a}, term: 词{a}, {name}: [{b}, {c}]}}\n" for a, b, c in ("abd", "bcd", "cad"))
    (message,) = refusal(f"version: 1\nterms:\n{terms}- {{id: d, term: 丁}}\n")
    assert message.startswith("g.yaml 第 3 行：")
    assert (
        "词a → 词b → 词c → 词a" in message or "词b → 词c → 词a → 词b" in message or "词c → 词a → 词b → 词c" in message
    )


def test_composites_may_not_tower():
    """Composites of composites are allowed to a bound, so that a search does not multiply without end."""
    chain = [f"- {{id: t{i}, term: 词{i}, composed_of: [t{i + 1}, z]}}\n" for i in range(3)]
    text = "version: 1\nterms:\n" + "".join(chain) + "- {id: t3, term: 词3}\n- {id: z, term: 末}\n"
    assert len(parse_glossary(text.encode()).entries) == 5
    tower = text.replace("terms:\n", "terms:\n- {id: t, term: 词, composed_of: [t0, z]}\n")
    assert refusal(tower) == ["g.yaml 第 3 行：合称套合称超过 3 层"]


def test_all_faults_are_told_at_once():
    """An editor sees every fault of a kind in one go, each on a line of its own, and how many more there are."""
    many = "".join(f"  - {{id: t{i}, term: 甲, x: 乙}}\n" for i in range(30))
    messages = refusal("version: 1\nterms:\n" + many)
    assert messages[0].startswith("g.yaml 第 3 行：不认识的字段 x")
    assert messages[-1] == "g.yaml：另有 10 处"
    assert len(messages) == 21


@pytest.mark.parametrize("version", ["2", "一", "'1.0'"])
def test_another_version_is_refused(version):
    """A file of a layout that we do not know is not guessed at."""
    assert "version 应当是 1" in refusal(f"version: {version}\nterms: []\n")[0]


def test_two_entries_may_share_a_name():
    """Two concepts with one label are both found by it."""
    glossary = parse_glossary((HEAD + "  - {id: liuwen-2, term: “六稳”}\n").encode())
    assert [entry.id for entry in glossary.lookup("六穩")] == ["liuwen", "liuwen-2"]
    assert glossary.lookup("六") == ()
    with pytest.raises(NotFound, match="liuwen-3"):
        glossary.entry("liuwen-3")


def test_the_simple_layout_is_read_as_it_is_written():
    """Term: definition, one a line; terms are text as written (GLO-02), ids come from pinyin, equal ones are numbered."""
    text = '12345: 热线\nNO: 一氧化氮\n1.0: 第一版\n2021-02-05: 开幕日\n六稳: 稳就业\n"1+N": 方案\n流稳: 甲\n'
    glossary = parse_glossary(text.encode(), "g.yaml")
    assert [e.term for e in glossary.entries.values()] == ["12345", "NO", "1.0", "2021-02-05", "六稳", "1+N", "流稳"]
    assert list(glossary.entries) == ["12345", "no", "1-0", "2021-02-05", "liuwen", "1-n", "liuwen-2"]
    assert glossary.entry("liuwen").definitions == (Sense("稳就业"),)
    assert glossary.entry("liuwen").pinyin == "liù wěn"
    assert [doubt.split("：")[0] for doubt in glossary.doubts] == [f"g.yaml 第 {line} 行" for line in (1, 2, 3, 4)]


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("六稳: 甲\n六保:\n", 2, "“六保”没有释义"),
        ("六稳:\n  定义: 甲\n", 1, "应当是一段释义文字"),
        ("“”: 甲\n", 1, "没有可以查找的字"),
        ("- 六稳\n- 六保\n", 1, "应当是“词条: 释义”"),
        ("六稳：稳就业\n", 1, "冒号用半角"),
    ],
)
def test_a_fault_in_the_simple_layout_is_refused_with_its_line(text, line, reason):
    """What is no term with its definition is refused; nothing is dropped in silence."""
    (message,) = refusal(text)
    assert message.startswith(f"g.yaml 第 {line} 行：")
    assert reason in message


def test_no_file_and_no_content_are_an_empty_glossary(tmp_path):
    """A corpus needs no glossary: a missing or empty file, or an empty list of terms, is one without entries."""
    (tmp_path / "empty.yaml").touch()
    for glossary in (
        load_glossary(tmp_path / "none.yaml"),
        load_glossary(tmp_path / "empty.yaml"),
        parse_glossary(b"version: 1\nterms:\n"),
        Glossary(),
    ):
        assert glossary.entries == {}
        assert glossary.expand("六稳") is None


def test_a_tag_runs_nothing(tmp_path, monkeypatch):
    """A glossary with a Python tag is refused with its line, and the command in it is not run (SEC-07)."""
    monkeypatch.chdir(tmp_path)
    assert "第 1 行" in refusal('六稳: !!python/object/apply:os.system ["touch pwned"]\n')[0]
    assert list(tmp_path.iterdir()) == []


def test_the_digest_is_of_the_content():
    """Comments, quotes, order and layout leave the digest as it is; a word of a definition changes it."""
    same = HEAD.replace("term: 六稳", "term: '六稳' # 注")
    other = parse_glossary((HEAD + "    notes: 甲\n").encode())
    assert glossary_digest(parse_glossary(same.encode())) == glossary_digest(parse_glossary(HEAD.encode()))
    assert glossary_digest(other) != glossary_digest(parse_glossary(HEAD.encode()))
    terms = ["  - {id: a, term: 甲}\n", "  - {id: b, term: 乙}\n"]
    one, two = (parse_glossary((HEAD + "".join(order)).encode()) for order in (terms, terms[::-1]))
    assert glossary_digest(one) == glossary_digest(two)


VALUES = st.sampled_from(
    ["1", "2", "甲", "", " ", "liuwen", "a-b", "A", "liù wěn", "p52", "p0", "p5-abcdef", "0", "052", "2021", "2018-07", "\n",
     "preferred", "en", "l" * 81, "a\n", [], ["甲"], ["liuwen", "liubao"], ["a"] * 13, {}, {"en": "six"}, {"EN": "x"},
     {"doc": "a"}, {"doc": "a", "passage": "52"}, {"doc": "甲"}, {"doc": "a", "page": "1"}, [{"text": "甲"}], [[]],
     [{"text": "甲", "year": "2021", "source": {"doc": "a", "passage": "p1"}}], [{"text": "甲", "status": "x"}]]
)  # fmt: skip
NAMES = st.sampled_from(
    ["id", "term", "aliases", "traditional", "pinyin", "definition", "source", "place", "year", "definitions", "notes",
     "composed_of", "parts", "related", "broader", "first_seen", "status", "translations", "x"]
)  # fmt: skip
TERMS = st.dictionaries(NAMES, VALUES, max_size=3).map(lambda fields: {"id": "a", "term": "甲", **fields})


@given(st.lists(TERMS | VALUES, max_size=2), st.sampled_from(["1", "2", ""]))
def test_the_quick_look_lets_nothing_wrong_through(terms, version):
    """What has_shape accepts, the models accept: the quick look spares pydantic's import, never a fault."""
    tree = {"version": version, "terms": terms}
    if has_shape(tree):
        assert layout_faults(tree) == ()


@given(TERMS)
def test_the_quick_look_is_quick_for_what_is_right(term):
    """A term that the models accept needs them only for odd spellings, such as a passage number with a leading zero."""
    tree = {"version": "1", "terms": [term]}
    odd = "052" in str(term) or "\n" in str(term)
    assert odd or has_shape(tree) == (layout_faults(tree) == ())


def test_a_good_file_loads_without_pydantic_and_pypinyin():
    """Start-up pays for heavy libraries only where a file has faults or lacks pinyin."""
    code = (
        "import sys; from pathlib import Path; from indexer.glossary import load_glossary;"
        "assert load_glossary(Path('glossary.yaml')).entries; print({'pydantic', 'pypinyin'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, encoding="utf-8")
    assert done.stdout == "set()\n", done.stderr


def test_a_windows_editor_does_no_harm():
    """The file of GLO-05, with byte order mark and CRLF, gives its three terms."""
    path = SHARED / "cases" / "files" / "glossary_bom_crlf.yaml"
    if not path.is_file():
        pytest.skip("../shared is not there: it holds the file of GLO-05")
    assert [entry.term for entry in load_glossary(path).entries.values()] == ["放管服", "河长制", "双随机"]
