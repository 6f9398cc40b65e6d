"""YAML read as text: what is kept as written, what is refused, and that every refusal names line and reason."""

import re

import hypothesis.strategies as st
import pytest
import yaml
from hypothesis import example, given

from indexer.errors import GlossaryError
from indexer.glossary.yaml_text import MAX_ITEMS, parse_yaml, read_yaml

WORDS = st.text(
    st.characters(categories=["L", "N", "P", "S", "Zs"], exclude_characters="\u2028\u2029\x85"), max_size=12
)
TREES = st.recursive(
    WORDS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=3), max_leaves=12
)


def refusal(data):
    """The message with which bytes or text are refused."""
    with pytest.raises(GlossaryError) as caught:
        parse_yaml(data if isinstance(data, bytes) else data.encode(), "g.yaml")
    return str(caught.value)


@given(st.dictionaries(WORDS, TREES, max_size=4))
def test_what_a_yaml_writer_wrote_is_read_back(tree):
    """Text, lists and mappings written by PyYAML come back as they were, whatever style it chose."""
    data = yaml.safe_dump(tree, allow_unicode=True, sort_keys=False).encode()
    assert parse_yaml(data, "g.yaml").value == tree


@pytest.mark.parametrize(
    "scalar",
    ["12345", "NO", "no", "1.0", "010", "12:30", "2021-02-05", "~", "null", "0x1F", "1e3", ".5", "<<", "6S", "1+N"],
)
def test_a_scalar_stays_as_it_is_written(scalar):
    """What other readers turn into numbers, dates or False is text here, as key and as value."""
    assert parse_yaml(f"{scalar}: 甲\n乙: {scalar}\n".encode(), "g").value == {scalar: "甲", "乙": scalar}


@given(st.text("0123456789.:-+_eExobynNY~=<ualsTFor", min_size=1, max_size=6))
@example("2021-02-05")
@example("2021-02-05 10:00:00")
@example("1_000.5e+3")
@example("-.INF")
def test_whatever_stock_yaml_does_not_read_as_text_is_noticed(scalar):
    """A plain scalar that PyYAML's own loader turns into something else is listed as bare; in quotes it never is."""
    try:
        stock = yaml.safe_load(f"k: {scalar}\n")
        ours = parse_yaml(f"k: {scalar}\n".encode(), "g")
    except (yaml.YAMLError, ValueError, GlossaryError):
        return
    if stock != {"k": scalar} and isinstance(ours.value["k"], str) and ours.value["k"]:
        assert (("k",), scalar) in ours.bare
    assert parse_yaml(f"k: '{scalar}'\n".encode(), "g").bare == ()


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("六稳: 甲\n河长制: 乙\n六稳: 丙\n", 3, "“六稳”在第 1 行已经有了"),
        ("a:\n  b: x\n  c: y\n  b: z\n", 4, "“b”在第 2 行已经有了"),
        ("放管服: 指: 简政放权\n六稳: 甲\n", 1, "一行里有两处“冒号加空格”"),
        ("六稳:\n\t定义: 甲\n", 2, "制表符"),
        ("六稳：稳就业、稳金融\n六保: 乙\n", 1, "全角冒号"),
        ("六保: 乙\n六稳：甲\n", 2, "全角冒号"),
        ("六稳:稳就业\n六保: 乙\n", 1, "半角冒号加空格"),
        ("六保: 乙\n六稳 稳就业\n", 2, "半角冒号加空格"),
        ("六稳: 甲\n  六保: 乙\n", 2, "缩进"),
        ("六稳: @甲\n", 1, "以 @ 开头"),
        ("甲: 乙\n六稳: '稳就业\n六保: 丙\n", 2, "引号没有配对"),
        ('六稳: "稳就业\\业"\n', 1, "反斜杠"),
        ("a: [甲, 乙\n", 1, "方括号没有配对"),
        ("a: {甲: 乙\n", 1, "花括号没有配对"),
        ("- 甲\n乙: 丙\n", 2, "“- ”"),
        ("甲: 'x' y\n", 1, "引号之后"),
        (" 甲: x\n乙: y\n", 2, "缩进"),
        ("甲: !!python/object/apply:os.system ['x']\n", 1, "标签"),
        ("甲: x\n乙: !x y\n", 2, "标签"),
        ("甲: &x y\n", 1, "锚点"),
        ("甲: *x\n", 1, "锚点"),
        ("甲: x\n---\n乙: y\n", 2, "---"),
        ("? [甲]\n: x\n", 1, "冒号前应当是一段文字"),
        ("甲: x\n乙: y\x07\n", 2, "U+0007"),
        ("甲: x\r\n乙: y\u2028z\r\n", 2, "U+2028"),
        ('甲: "\\0"\n', 1, "U+0000"),
    ],
)
def test_a_slip_is_refused_with_its_line(text, line, reason):
    """Each usual slip of the pen is refused at the line where it stands, and the reason says what to mend."""
    message = refusal(text)
    assert message.startswith(f"g.yaml 第 {line} 行：")
    assert reason in message


def test_windows_files_are_read_like_others():
    """A byte order mark and CRLF change neither content nor lines."""
    text = "放管服: 甲\n河长制: 乙\n"
    plain = parse_yaml(text.encode(), "g")
    assert parse_yaml(("\ufeff" + text.replace("\n", "\r\n")).encode(), "g") == plain
    assert plain.lines == {("放管服",): 1, ("河长制",): 2}


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_other_encodings_are_refused_at_their_byte(mark):
    """A file that is not UTF-8 is refused with line and byte, and the usual encodings are named."""
    message = refusal(mark + "甲: 乙\r\nx: ".encode() + "六稳".encode("gbk"))
    assert "第 2 行第 4 个字节" in message
    assert "GBK" in message
    assert "UTF-16" in refusal("甲: 乙\n".encode("utf-16"))


@pytest.mark.parametrize(
    "data",
    [
        b"".join(b"a%d: &a%d [%s]\n" % (i, i, b", ".join([b"*a%d" % (i - 1) if i else b"x"] * 9)) for i in range(12)),
        b"a: &a [*a]\n",
        b"a: " + b"[" * 1000,
        b"{" * 1_000_000,
        b"- " * 1_000_000,
        b"? " * 1_000_000,
        "".join(f"词{i}: 义\n" for i in range(200_000)).encode(),
        b"a:\n" + b"- [x, x, x, x, x, x, x, x, x, x, x, x, x, x, x, x, x, x, x, x, x, x, x]\n" * MAX_ITEMS,
        b"a: '" + b"b\n" * 1_000_000,
        b"#" * 5_000_001,
    ],
    ids=["alias bomb", "self alias", "deep", "braces", "dashes", "keys", "entries", "nodes", "quote", "size"],
)
def test_hostile_files_are_refused(data):
    """Bombs of every kind are refused before they unfold into minutes and gigabytes (reliability F20)."""
    assert "g.yaml" in refusal(data)


def test_the_bounds_themselves_are_allowed():
    """20,000 entries and 20 levels are read; one more is not."""
    assert len(parse_yaml("".join(f"词{i}: 义\n" for i in range(MAX_ITEMS)).encode(), "g").value) == MAX_ITEMS
    assert parse_yaml(b"a: " + b"[" * 19 + b"]" * 19, "g").value
    assert "20 层" in refusal(b"a: " + b"[" * 20 + b"]" * 20)


def test_folded_lines_are_noticed():
    """A line break that YAML turns into a blank between Chinese characters is listed; | and English prose are not."""
    text = (
        "甲: 稳外贸、\n  稳外资\n乙: |\n  稳外贸、\n  稳外资\n丙: plain words\n  go on\n丁: >\n  稳外贸、\n  稳外资\n"
    )
    assert [place for place, _ in parse_yaml(text.encode(), "g").folded] == [("甲",), ("丁",)]


@pytest.mark.parametrize("text", ["", "\n", "# 只有说明\n", "---\n", "\ufeff"])
def test_a_file_without_content_is_an_empty_mapping(text):
    """An empty file, or one with comments only, holds nothing."""
    assert parse_yaml(text.encode(), "g").value == {}


def test_a_file_that_cannot_be_opened_is_named(tmp_path):
    """A missing file and a folder give a sentence with the path, not a traceback."""
    for path in (tmp_path / "none.yaml", tmp_path):
        with pytest.raises(GlossaryError, match=re.escape(str(path))):
            read_yaml(path)
