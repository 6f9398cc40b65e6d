"""A query read back: one plain line for each node, so that nobody wonders what was searched."""

import pytest

from indexer.query import Literal, Term, read_query
from indexer.query.explain import explain


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("", ""), ("六稳", "含“六稳”"), ("“六稳” 就业", "含“六稳”；含“就业”"), ("就业 -农村", "含“就业”；不含“农村”"),
        ("六稳 或 六保 就业", "（含“六稳”，或含“六保”）；含“就业”"),
        ("-(六稳 六保)", "排除（含“六稳”且含“六保”）"), ("-(六稳 或 六保)", "排除（含“六稳”，或含“六保”）"),
        ("六稳 ~10 六保", "“六稳”与“六保”相距不超过 10 字"),
        ("(六稳 或 六保) ~3 就业", "（“六稳”或“六保”）与“就业”相距不超过 3 字"), ("甲 ~3 乙 ~5 丙", "“甲”与“乙”相距不超过 3 字，后者与“丙”相距不超过 5 字"),
        ("同句(六稳 -六保)", "同一句里（含“六稳”且不含“六保”）"), ("同句(六稳)", "同一句里含“六稳”"), ("-同句(甲 乙)", "排除同一句里（含“甲”且含“乙”）"),
        ("三…新", "含“三……新”（依次在同一句里）"),
        ("年:2021", "年份为2021"), ("年:2016..2020", "年份为2016至2020"), ("年:2016..", "年份为2016及以后"),
        ("年:2019|2021 地区:湖南", "年份为2019或2021；地区为湖南"),
        ("部分:正文", "部分为正文"), ("部分:(正文|附录)", "部分为正文或附录"), ("级别:县 文种:政府工作报告", "级别为县区；文种为政府工作报告"),
        ("标题:六稳", "标题含“六稳”"),
        ("-标题:六稳", "标题不含“六稳”"), ("-年:2021", "年份不为2021"), ("(年:2020 甲) 或 乙", "（含“甲”且年份为2020，或含“乙”）"),
        ("术语:六稳", "含术语“六稳”（“六稳”、“六个稳”）"), ("-三…新", "不含“三……新”（依次在同一句里）"),
    ],
)  # fmt: skip
def test_every_operator_is_read_back(text, line):
    """The line says what must hold, as a person would."""
    term = Term("六稳", (Literal("六稳", "六稳"), Literal("六个稳", "六个稳")))
    assert explain(read_query(text, naming=lambda name: (term,))) == line


def test_strict_and_long_texts_are_said_so():
    """What changes the meaning of all literals stands in the line."""
    assert explain(read_query("六稳", strict=True)).startswith("含“六稳”（逐字符比较")
    assert explain(read_query("稳" * 1001)).startswith("按词语查找")
