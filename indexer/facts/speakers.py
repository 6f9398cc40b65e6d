"""Who gave the report and in what office: 区人民政府代区长 罗鹏程, 龚正市长, 省长毛伟明作政府工作报告.

Owns the patterns of office and name. A name is taken only where an office or the form of the line vouches for it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from indexer.facts.dates import dates_in
from indexer.facts.opening import Opening

_OFFICE = r"(?P<office>(?:代理|代|常务副|副)?(?:省长|市长|县长|区长|州长|盟长|旗长|主席|总理|主任)(?![台团]))"
_NAME = r"(?P<name>[一-鿿]{1,12}(?:[·•・][一-鿿]{1,12}){1,3}|[一-鿿]{2,4}?)"
_AFTER = r"(?=$|[)），,。]|同志|作|代表|在|向|所作)"
_OFFICE_NAME = re.compile(rf"{_OFFICE}[:：]?{_NAME}{_AFTER}")
_NAME_OFFICE = re.compile(rf"(?:^|日|上){_NAME}(?:同志)?{_OFFICE}(?=在|作|代表|向)")
_OFFICE_ALONE = re.compile(rf"{_OFFICE}[:：]?$")
_NAME_ALONE = re.compile(rf"[(（]?{_NAME}[)）]?$")
_NAME_REPORTS = re.compile(rf"^{_NAME}(?:同志)?(?:代表.{{2,12}})?(?:在.{{2,40}}上)?(?:向大会)?(?:所?作|的)政府工作报告")
_ON_BEHALF = re.compile(rf"受.{{0,12}}?{_OFFICE}{_NAME}(?:同志)?的?委托")
# Words that stand where a name could: 主席团, 市长主持会议, 主任委员.
_NO_NAMES = re.compile(
    r"^(?:作|在|向|受|代表|全|台|团)|主持|出席|报告|政府|会议|宣布|讲话|委员|办公|工作|同志|各位|人民|大会|材料|文件|目录|附件|全文|摘要|草案|征求|讨论"
)
_SURNAMES = frozenset(
    "代王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林郑谢罗梁宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付傅方白邹孟"
    "熊秦邱江尹薛闫阎段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤常温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符"
    "舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳欧阳管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷"
    "晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师和仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝官封谈匡鞠惠荆乐冀郁胥南班储原栗燕楚鄢谌奚宿闻钮季"
)


@dataclass(frozen=True, slots=True)
class Speaker:
    """A person who gave the report; ``role`` is the office as printed, None where the text gives only the name."""

    name: str
    role: str | None = None


def read_speaker(opening: Opening) -> tuple[Speaker | None, tuple[str, ...]]:
    """The speaker as the opening names one, and doubts.

    Lines of the title block come first, then the credits of photos, then the speech. Who speaks for another
    (我受市长李鸿忠同志委托) does not say who he is himself: that is a doubt and no speaker.
    """
    named = [*_in_lines(opening.squeezed), *_in_lines(opening.captions), *_in_sentence("".join(opening.squeezed[-4:]))]
    found = next((one for one in named if one.role and one.name == named[0].name), named[0]) if named else None
    stood_in = _ON_BEHALF.search(opening.speech[:400])
    if found is None and stood_in:
        who = f"{stood_in['office']}{stood_in['name']}"
        return None, (f"报告人受{who}委托作报告，本人姓名原文未写明",)
    if found is None:
        # 市长闫继红在市十六届人大七次会议上作政府工作报告时指出
        says = next((match for match in _OFFICE_NAME.finditer(opening.speech[:200]) if _is_name(match["name"])), None)
        if says and re.match(r".{0,40}?作政府工作报告", opening.speech[says.end() :]):
            found = Speaker(says["name"], says["office"])
    return found, ()


def _in_lines(lines: tuple[str, ...]) -> Iterator[Speaker]:
    for index, line in enumerate(lines):
        yield from _in_sentence(line)
        office = _OFFICE_ALONE.search(line)
        after = _NAME_ALONE.fullmatch(lines[index + 1]) if office and index + 1 < len(lines) else None
        if office and after and _is_name(after["name"]):
            yield Speaker(after["name"], office["office"])
    for before, line in pairwise(lines):
        # 周恩来 under 在第一届全国人民代表大会第四次会议上
        alone = _NAME_ALONE.fullmatch(line)
        if alone and before.rstrip(")）").endswith("会议上") and _is_name(alone["name"]):
            yield Speaker(alone["name"])
    for line in lines:
        yield from _without_office(line)


def _in_sentence(line: str) -> Iterator[Speaker]:
    for pattern in (_OFFICE_NAME, _NAME_OFFICE):
        for match in pattern.finditer(line):
            if _is_name(match["name"]) and not _of_assembly(line, match):
                yield Speaker(match["name"], match["office"])


def _of_assembly(line: str, match: re.Match[str]) -> bool:
    """县人大常委会主任续金明 does not give the government's report, and 主任 alone may head anything."""
    before = line[: match.start("office")]
    if match["office"].endswith("主任"):
        return not before.endswith(("管委会", "管理委员会", "发展和改革委员会", "政府"))
    return before.endswith(("政协", "工会", "大会", "人大"))


def _without_office(line: str) -> Iterator[Speaker]:
    match = _NAME_REPORTS.search(line)
    if match and _is_name(match["name"]):
        yield Speaker(match["name"])
    date = next(dates_in(line), None)
    if date is not None:
        # (2011年1月12日陈全国)
        rest = _NAME_ALONE.fullmatch(line[date.end :])
        if rest and _is_name(rest["name"]):
            yield Speaker(rest["name"])


def _is_name(name: str) -> bool:
    if _NO_NAMES.search(name):
        return False
    return any(dot in name for dot in "·•・") or name[0] in _SURNAMES or len(name) == 4
