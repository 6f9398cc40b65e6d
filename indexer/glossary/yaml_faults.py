"""What a slip of the pen in a YAML file is, in plain Chinese, with the line where a person should look.

Owns the wording; the parser's own messages are English and speak of scanners and tokens.
"""

from __future__ import annotations

import re
from typing import Any

_COLON = re.compile(r":(?:\s|$)")
_OTHER_COLONS = "：﹕︰∶"
_ADVICE = "释义里有冒号加空格时，请给整条释义加引号"
#: A piece of the parser's message, what it means, and whether the fault is where the construct began.
_KNOWN = (
    ("unexpected end of stream", "引号没有配对", True),
    ("unexpected document indicator", "引号没有配对", True),
    ("unknown escape character", "双引号里的反斜杠 \\ 有特殊含义；请改用单引号", False),
    ("expected ',' or ']'", "方括号没有配对，或缺少半角逗号", True),
    ("expected ',' or '}'", "花括号没有配对，或缺少半角逗号", True),
    ("did not find expected key", "这里多出了文字：引号之后不能再有字，缩进也要与上一行对齐", False),
    ("did not find expected '-'", "列表里混进了不以“- ”开头的行，或缩进没有对齐", False),
    ("block sequence entries are not allowed", "“- ”不能写在冒号的同一行；请另起一行，或给文字加引号", False),
    ("could not find expected ':'", "这一行缺少“半角冒号加空格”", True),
    ("maximum nesting depth", "方括号或花括号套得太深", False),
    ("expected <document start>", "缩进没有与上面的行对齐", False),
)


def explain(error: Any, text: str) -> tuple[int, str]:
    """The line, from 1, and the reason of a ``yaml.YAMLError`` that came up in ``text``."""
    problem = str(getattr(error, "problem", None) or "")
    mark, context = getattr(error, "problem_mark", None), getattr(error, "context_mark", None)
    at = mark.line if mark else 0
    begun = context.line if context else at
    lines = re.split("\r\n|\r|\n", text)
    if "mapping values are not allowed" in problem:
        return _colon_fault(lines, at)
    if "cannot start any token" in problem and mark:
        return at + 1, _odd_start(lines[at][mark.column : mark.column + 1])
    for piece, reason, where_it_began in _KNOWN:
        if piece in problem:
            line = begun if where_it_began else at
            return line + 1, _wide_colon(lines[line]) or reason if "冒号" in reason else reason
    return at + 1, f"YAML 写法有误（{problem or type(error).__name__}）"


def _colon_fault(lines: list[str], at: int) -> tuple[int, str]:
    """A second colon in a line, or a line without one before it, which YAML draws together with this one."""
    before = next((i for i in range(at - 1, -1, -1) if lines[i].strip()), None)
    if _wide_colon(lines[at]):
        return at + 1, _wide_colon(lines[at])
    if len(_COLON.findall(lines[at])) > 1:
        return at + 1, f"一行里有两处“冒号加空格”；{_ADVICE}"
    if before is not None and not _COLON.search(lines[before]):
        return before + 1, _wide_colon(lines[before]) or "这一行缺少“半角冒号加空格”"
    return at + 1, f"缩进没有与上面的行对齐，或上一条释义里有冒号；{_ADVICE}"


def _wide_colon(line: str) -> str:
    """The advice for a line in which another colon stands where the ASCII one should; else nothing."""
    head = re.match(f"[^{_OTHER_COLONS}:]*([{_OTHER_COLONS}])", line)
    return f"词条后用了全角冒号“{head[1]}”；请改成半角冒号加空格" if head else ""


def _odd_start(char: str) -> str:
    if char == "\t":
        return "缩进用了制表符（Tab）；请改用空格"
    return f"文字以 {char} 开头时要加引号"
