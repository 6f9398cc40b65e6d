"""The opening of a document as facts are read from it: the lines of the title block and the first words of the speech.

Owns the cleaning of lines and where the speech begins if the title block came with it; reads no fact itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

#: A line of a title block is shorter; what is longer is an abstract or a news item above the report.
LONGEST_LINE = 110
_SPEECH_LENGTH = 1500
_MOST_LINES = 60
_SHORT_LINE = 60
_TRADITIONAL = re.compile("[國會議報區縣長對為們]")
_LOST = re.compile(r"(?:&(?:nbsp|emsp|ensp);|\?{2,}|\s)+")
_INVISIBLE = re.compile("[\u200b-\u200f\u2060\ufeff\ue000-\uf8ff\ufffd]")
_FULL_WIDTH = re.compile("[０-９（）：．]")
_ADDRESS = re.compile(r"(?:尊敬的)?(?:各位(?:代表|委员|主任)|同志们)")
_TAKES_FLOOR = re.compile(r"(?:现在|下面)?[，,]?我(?:现在)?(?:代表|受|谨)")
_HEADING = re.compile(r"[一二三四五六七八九十]{1,3}、|\d{4}年.{0,20}回顾$")
_FURNITURE = re.compile(
    r"^[(【\[]?(?:来源|时间|日期|发布|发表|添加|信息|作者|责任|编辑|字体|字号|浏览|阅读|点击|分享|打印|下载|当前位置|您当前|索引号|资料来源)"
    r"|记者|\S摄[)]?$|摄影|\d{1,2}:\d\d|版权|备案"
)


@dataclass(frozen=True, slots=True)
class Opening:
    """``lines`` of the title block without the furniture of pages, ``squeezed`` the same without blanks and with plain
    digits; ``captions`` what was left out (credits of photos name the speaker); ``speech`` the squeezed first words;
    ``body`` the paragraphs as they are and ``text`` all of it squeezed.
    """

    lines: tuple[str, ...]
    squeezed: tuple[str, ...]
    captions: tuple[str, ...]
    speech: str
    body: tuple[str, ...]
    text: str


def read_opening(title_lines: Iterable[str], body: Iterable[str]) -> Opening:
    """The opening, wherever the caller put the border between title block and body.

    Lines are parted at their line breaks; a title block that holds the address (各位代表) ends there, and lines of
    ``body`` before the address belong to it.
    """
    head, rest = [*_parted(title_lines)], [line for line in body if line.strip()]
    at = _speech_in(head)
    if at is not None:
        head, rest = head[:at], [*head[at:], *rest]
    else:
        first = [*_parted(rest[:_MOST_LINES])][:_MOST_LINES]
        missed = first[: _speech_in(first) or 0]
        head += missed if not head or all(len(line) <= _SHORT_LINE for line in missed) else []
    kept = [line for line in head if len(line) <= LONGEST_LINE and not _FURNITURE.search(squeeze(line))]
    captions = [squeeze(line) for line in head if _FURNITURE.search(squeeze(line))]
    speech = squeeze("".join(rest[:4])[: 2 * _SPEECH_LENGTH])[:_SPEECH_LENGTH]
    text = squeeze("".join((*head, *rest)))
    return Opening(tuple(kept), tuple(map(squeeze, kept)), tuple(captions), speech, tuple(rest), text)


def clean(line: str) -> str:
    """``line`` with invisible characters gone, entities and lost characters (???) blanks, and single blanks."""
    return _LOST.sub(" ", _INVISIBLE.sub("", line)).strip()


def squeeze(line: str) -> str:
    """``line`` as facts are read from it: cleaned, without blanks, with digits, brackets and colons half-width, simplified."""
    text = _FULL_WIDTH.sub(lambda char: chr(ord(char[0]) - 0xFEE0), _LOST.sub("", _INVISIBLE.sub("", line)))
    if _TRADITIONAL.search(text):
        from indexer.fold import fold  # loads opencc, which few documents need

        return "".join(new if "一" <= old <= "鿿" else old for old, new in zip(text, fold(text), strict=True))
    return text


def _speech_in(lines: list[str]) -> int | None:
    return next((i for i, line in enumerate(lines) if _begins_speech(squeeze(line))), None)


def _parted(lines: Iterable[str]) -> Iterator[str]:
    for line in lines:
        yield from (cleaned for part in line.split("\n") if (cleaned := clean(part)))


def _begins_speech(line: str) -> bool:
    return bool(_ADDRESS.match(line) or _TAKES_FLOOR.match(line) or _HEADING.match(line))
