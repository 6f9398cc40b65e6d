"""Bytes to text: which encoding a Chinese file is in, whatever it says of itself.

Owns the order of belief (byte order mark, strict UTF-8, then a score) and the repair of what Python's GB18030 table
leaves in the private use area. Knows no file format: a charset that a page declares is handed in and only breaks ties.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

GB, BIG5, UTF8 = "gb18030", "big5hkscs", "utf-8"

# Longer marks first: a UTF-32 mark begins with a UTF-16 one.
_MARKS = (
    (codecs.BOM_UTF8, UTF8),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"\x84\x31\x95\x33", GB),
)
# The Encoding Standard reads every label of the GB family as GB18030, which holds them all.
_ALIASES = {
    **dict.fromkeys(("gb2312", "gbk", "gb_2312-80", "gb_2312", "x-gbk", "cp936", "csgb2312", "chinese", "gb18030"), GB),
    **dict.fromkeys(("big5", "big5-hkscs", "big5hkscs", "cn-big5", "csbig5", "x-x-big5"), BIG5),
}
# The commonest hanzi of the reports (about two thirds of all hanzi in them), and what they are in traditional script.
_COMMON = (
    "的人和业条行第政建应设定规工理管民法市十当会以区有务一国用部发全关产生作门地等化保大进机动实制者主展公施中经新二合本三在不或"
    "资体员水府安位加对提上事成为责其城项家单力物开要能改级及服年处构方重推企通出护四五高社监品可标划强代持内下个技自委准时照文"
    "依由治学同共县办所性入程省营目任场质并信防交量分得立报農實務體並國爲為當標場員動業劃質產設時會準門關縣責機經構營單開對處"
    "辦個規項應學區護條級強發資報進內監這來說們過沒還後電話請"
)
_SAMPLE = 1 << 16
_MARGIN = 0.05
_ENOUGH = 15  # characters beyond ASCII: from here on the share of common hanzi tells whether a guess was right
_GUESS = 0.2  # below this, two-byte text without a mark and without one ASCII character is not believed
# Where Python's table of GB18030 differs from what readers see: the full-width blank that browsers make of A3A0,
# the vertical forms, and the characters that GB 18030-2022 moved out of the private use area.
_PRIVATE = {
    0xE5E5: 0x3000,
    **dict(zip(range(0xE78D, 0xE797), (0xFE10, 0xFE12, 0xFE11, *range(0xFE13, 0xFE1A)), strict=True)),
    **{0xE7C7: 0x1E3F, 0xE81E: 0x9FB4, 0xE826: 0x9FB5, 0xE82B: 0x9FB6, 0xE82C: 0x9FB7, 0xE832: 0x9FB8},
    **{0xE843: 0x9FB9, 0xE854: 0x9FBA, 0xE864: 0x9FBB, 0xE816: 0x20087, 0xE817: 0x20089, 0xE818: 0x200CC},
    **{0xE831: 0x215D7, 0xE83B: 0x2298F, 0xE855: 0x241FE},
}
# What a page may declare; Python has codecs besides (idna, rot13, unicode_escape) that are no charsets.
_CHARSET = re.compile(r"utf-(?:8|16|32)|iso8859|cp\d|koi8|shift_jis|euc_|johab|mac-|ascii|tis-620|hz")
_BAD = re.compile("[\x00-\x08\x0e-\x1b\x7f\ue000-\uf8ff\ufffd]")
_THREE_BYTES = re.compile("[\u0800-\ufffc]")
_HANZI = re.compile("[\u3400-\u9fff]")
_LONG_WORD = re.compile(r"\w{200}")
_ASCII_RUN = re.compile(rb"([\x00-\x7f])[\x00-\x7f]{8,}")


@dataclass(frozen=True, slots=True)
class Decoded:
    """A decoded file.

    ``encoding`` is Python's name of it; ``replaced`` the number of U+FFFD in the text (bytes that mean nothing, or
    characters lost before the file was saved); ``translated`` how many characters were taken out of the private use
    area; ``certain`` says that a mark or strict UTF-8 decided, not a score. ``noise`` is true where no encoding makes
    Chinese or plain text of the bytes.
    """

    text: str
    encoding: str
    replaced: int = 0
    translated: int = 0
    certain: bool = True
    noise: bool = False


def decode_bytes(data: bytes, declared: str | None = None) -> Decoded:
    """The text of ``data``, by byte order mark, else strict UTF-8, else the reading that looks most like Chinese.

    ``declared`` is the charset that a page names for itself; it only decides between readings that are about equally
    good (ecosystem 3). One bad byte in UTF-8 does not change the encoding. Never raises. A file of 4 MB takes < 0.2 s.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _finish(data[len(mark) :], encoding, certain=True)
    if b"\0" not in data:
        try:
            text = data.decode(UTF8)
        except UnicodeDecodeError:
            if _is_damaged_utf8(data):
                return _finish(data, UTF8, certain=False)
        else:
            return Decoded(text, UTF8, text.count("\ufffd"), noise=_is_noise(text[:_SAMPLE]))
    return _finish(data, _best(data, canonical_name(declared)), certain=False)


def canonical_name(label: str | None) -> str | None:
    """The Python codec that a charset label stands for; None for none or one that Python does not know."""
    if not label:
        return None
    name = label.strip().lower()
    if name in _ALIASES:
        return _ALIASES[name]
    try:
        codec = codecs.lookup(name).name
    except (LookupError, ValueError):
        return None
    return codec if _CHARSET.match(codec) else None


def encoding_doubts(decoded: Decoded, declared: str | None) -> tuple[str, ...]:
    """What a reader should tell about the decoding: a declaration that was wrong, bytes that meant nothing."""
    doubts = []
    named = canonical_name(declared)
    if declared and named not in (decoded.encoding, None) and not decoded.text.isascii():
        doubts.append(f"文件声明编码为 {declared}，实际按 {decoded.encoding} 读出")
    if decoded.replaced:
        doubts.append(f"有 {decoded.replaced} 处字符在 {decoded.encoding} 下无法读出，显示为“\ufffd”")
    return tuple(doubts)


def _finish(data: bytes, encoding: str, *, certain: bool) -> Decoded:
    text, translated = _decode(data, encoding)
    noise = _is_noise(_decode(_sample(data, encoding), encoding)[0], guessed=not certain)
    return Decoded(text, encoding, text.count("\ufffd"), translated, certain, noise)


def _is_damaged_utf8(data: bytes) -> bool:
    """Whether well-formed sequences of three bytes outnumber the bad bytes two to one; they are rare in GB and Big5."""
    text = data.decode(UTF8, "replace")
    bad = text.count("\ufffd")
    return len(_THREE_BYTES.findall(text)) >= 2 * bad


def _best(data: bytes, declared: str | None) -> str:
    """The encoding whose reading of a sample scores best; earlier in the list wins where they are equal."""
    candidates = [GB, BIG5, UTF8, "utf-16-le", "utf-16-be"]
    if declared and declared not in candidates:
        candidates.append(declared)
    scores = {name: _score(_decode(_sample(data, name), name)[0]) for name in candidates}
    if b"\0" not in data:
        scores |= {name: -9.0 for name in ("utf-16-le", "utf-16-be") if scores[name] < _GUESS}
    best = max(candidates, key=lambda name: scores[name])
    if declared and scores[best] - scores[declared] < _MARGIN:
        return declared
    return best


def _sample(data: bytes, encoding: str) -> bytes:
    """The part of the bytes that tells: for the encodings that hold ASCII, without its long runs (scripts, styles)."""
    if encoding.startswith(("utf-16", "utf-32")):
        return data[:_SAMPLE]
    if len(data) <= _SAMPLE:
        return data
    return _ASCII_RUN.sub(rb"\1\n", data)[:_SAMPLE]


def _score(text: str) -> float:
    """How much a reading looks like Chinese: share of the commonest hanzi less what cannot be; 0 for plain ASCII."""
    outside, common, bad = _census(text)
    return (common - 3 * bad) / outside if outside else 0.0


def _is_noise(text: str, *, guessed: bool = False) -> bool:
    """Whether it is no text: a tenth of it cannot be, or a word of 200 letters; if guessed, hardly a common hanzi."""
    outside, common, bad = _census(text)
    if bad > 0.1 * max(outside, 1) and bad > 2:
        return True
    if guessed and outside >= _ENOUGH:
        return common < 0.1 * outside
    return _HANZI.search(text) is None and _LONG_WORD.search(text) is not None


def _census(text: str) -> tuple[int, int, int]:
    """Characters beyond ASCII (control characters with them), common hanzi, and characters that are none in a text."""
    bad = len(_BAD.findall(text))
    controls = len(re.findall("[\x00-\x08\x0e-\x1b\x7f]", text))
    outside = len(text) - len(text.encode("ascii", "ignore")) + controls
    return outside, sum(map(text.count, _COMMON)), bad


def _decode(data: bytes, encoding: str) -> tuple[str, int]:
    """The text and how many characters of it had to be taken out of the private use area (GB18030 alone)."""
    if encoding != GB:
        return data.decode(encoding, "replace"), 0
    codecs.register_error("baogao-gb", _replace_one)
    text = data.decode(GB, "baogao-gb")
    moved = len(re.findall("[\ue5e5\ue78d-\ue796\ue7c7\ue816-\ue864]", text))
    return (text.translate(_PRIVATE), moved) if moved else (text, 0)


def _replace_one(error: UnicodeError) -> tuple[str, int]:
    """Only the first byte of a bad pair is lost, as in browsers; 0x80 is the euro sign of code page 936."""
    assert isinstance(error, UnicodeDecodeError)
    return ("€" if error.object[error.start] == 0x80 else "\ufffd"), error.start + 1
