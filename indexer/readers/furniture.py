"""Site furniture in plain lines: navigation, font choosers, counters, share bars, editors, footers, adverts.

Owns the patterns (data.md, fault 1) and the two regions where they may match: the head before the text begins and the
tail after it ends. A line is named only where its whole wording or its place leaves no doubt; what is doubtful stays in
the text. Knows no file format: the lines of a text file and the blocks of a page are treated alike.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

Labels = tuple[str | None, ...]

#: What data sellers put at the end or beginning of a line of the text itself.
ADVERT = re.compile(
    r"(?:(?:来自|搜索|公众号|微信公众号|来源\s*[:：]\s*(?:百度)?)\s*)马\s*克\s*数\s*据\s*网|公\s*选\s*王\s*遴\s*选\s*网\s*(?:导\s*语)?"
)

_BLANK = re.compile(r"[\s\u200b-\u200f\u2060\ufeff\xad]+")
_ADDRESS = re.compile(r"(?:各位|尊敬的各位|同志们)(?:代表|委员|主任|领导|同志)?.{0,12}[：:！!]")
_BREADCRUMB = re.compile(r"[您你]?(?:现在|当前)?(?:所在)?的?位置[:：].{0,60}")
_SEPARATOR = re.compile(r"[>＞»›|｜/·・\-—©:：]{1,3}")
_CRUMB = re.compile(r"[>＞»›]{1,3}")
_LABELS = (
    "来源|稿源|信息来源|文章来源|时间|日期|发布时间|发布日期|发表时间|发文时间|发稿时间|更新时间|添加时间|作者|编辑|责编|责任编辑|"
    "阅读|阅读量|阅读数|阅读次数|浏览|浏览量|浏览次数|点击|点击数|点击量|点击率|访问量|访问次数|评论|评论数|字体|字号|分享|分享到|"
    "索引号|信息索引号"
)
_INDEX = (
    "主题分类|发文机关|发布机构|发文字号|文号|成文日期|生成日期|公开方式|公开时限|公开范围|公开形式|责任部门|主题词|名称|标题|分类|体裁|"
    "有效性|信息分类|内容分类|公开日期|公文时效"
)
_META = re.compile(
    rf"[（(【\[]?(?:{_LABELS})[:：].{{0,70}}|添加时间.*浏览次数.*|点击查阅更多.*|[（(]点击查阅更多.*[）)]"
)
_INDEX_META = re.compile(rf"(?:{_INDEX})[:：].{{0,70}}")
_STAMP = re.compile(r"20\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}日?(?:[T\s]?\d{1,2}[:：时]\d{2}.{0,6})")
# Official Chinese dates have no leading zero; a site's do.
_SITE_DATE = re.compile(r"20\d\d年(?:0\d月\d\d日|\d\d月0\d日)")
_CHOOSER = re.compile(r"[【\[(（]?字[体号][:：]?(?:[大中小特默认加减还原A+\-\s]{0,12}[】\])）]?)")
_UI = re.compile(
    r"(?:网站)?首页|下载|打印|全屏|收藏|分享[:：]?|分享到[:：]?|加大|还原|减小|打印本[页稿文]|关闭(?:窗口|本页|页面)|返回顶部|返回|推荐朋友|"
    r"无障碍(?:浏览|阅读)?|网站无障碍|长者(?:模式|助手)|关怀版|适老版|繁[體体](?:中文|版)?|简体|EN|ENGLISH|English|A[-+]|下载[、/]?打印|"
    r"下载(?:文字|图片|PDF|WORD)版|[【\[](?:打印|关闭|收藏|返回|打印本页|关闭窗口|我要纠错|返回顶部|关闭本页)[】\]]"
)
_ANYWHERE = re.compile(
    r"扫一扫.{0,6}(?:手机|微信).{0,12}|【我要纠错】.{0,24}|.{0,24}ICP备\d+号.{0,40}|(?:政府)?网站标识码[:：]?\d+.{0,10}|"
    r"[\u4e00-\u9fff]公网安备[:：]?\d+号?|您访问的链接即将离开.{0,40}"
)
_TAIL_LINE = re.compile(
    r"[（(【\[]?(?:责任编辑|责编|编辑|校对|审核|来源|稿源|文章来源|信息来源)[:：].{0,24}|打印本页|关闭窗口|一图读懂[|｜].{0,50}|图解|下载、打印"
)
_RELATED = re.compile(
    r"(?:相关(?:报道|附件|链接|新闻|阅读|文章|稿件|文档|解读|信息|评论)|关联稿件|编辑推荐|延伸阅读|本栏推荐|栏目推荐|阅读排行|热门文章|标签云?|"
    r"[上下]一[篇条页]|友情链接|猜你喜欢)[:：>》]{0,2}.{0,40}"
)
_FOOTER = re.compile(
    r"(?:扫一扫|【我要纠错】|[（(]?责任编辑|.{0,24}ICP备\d|(?:政府)?网站标识码|.公网安备|版权所有|©|您访问的链接即将离开|分享到|打印本页|"
    r"[【\[]?(?:关闭|打印)(?:窗口|本页)|法律声明|网站地图|[【\[]?返回顶部).{0,60}"
)
# A list of links is a site's only if several of these stand in it.
_SITE_NAMES = """人民网 新华网 央视网 光明网 中国日报网 央广网 国务院部门网站 地方政府网站 新闻媒体网站 中国政府网
网站地图 网站首页 网站声明 隐私声明 使用帮助 联系我们 友情链接 关于本站 关于我们"""
_SITE_WORDS = frozenset(_SITE_NAMES.split())
_TEXTUAL = re.compile(
    r"名词|注释|附[件录表]|[\d一二三四五六七八九十]+[.．、]|[（(][一二三四五六七八九十\d]+[)）]|[\[［〔【]\d+"
)
_HEAD_LINES, _HEAD_LINE_LENGTH, _HEADER_LENGTH = 80, 80, 900
_BODY_LENGTH = 60


def label_furniture(lines: Sequence[str]) -> Labels:
    """For each line the reason why it is no part of the text, or None for one that is.

    Reasons: ``navigation``, ``metadata``, ``controls``, ``abstract``, ``related``, ``footer``, ``advert``. Lines are
    taken as they are, one paragraph each, without empty ones; the labels are as many as the lines.
    """
    bare = tuple(_BLANK.sub("", line) for line in lines)
    labels: list[str | None] = [_anywhere(line) for line in bare]
    start = _text_start(bare)
    for at, reason in (*_head(bare, start), *_tail(bare, start)):
        labels[at] = labels[at] or reason
    return tuple(labels)


def bare_text(line: str) -> str:
    """``line`` without blanks and invisible characters: what two copies of a line have in common."""
    return _BLANK.sub("", line)


def _anywhere(line: str) -> str | None:
    if ADVERT.fullmatch(line):
        return "advert"
    return "footer" if _ANYWHERE.fullmatch(line) else None


def _text_start(bare: Sequence[str]) -> int:
    """The first line of the text proper: the address to the meeting, else the first long line."""
    head = bare[:_HEAD_LINES]
    for at, line in enumerate(head):
        if _ADDRESS.match(line):
            return at
    return next((at for at, line in enumerate(head) if len(line) >= _HEAD_LINE_LENGTH), min(len(bare), 30))


def _head(bare: Sequence[str], start: int) -> list[tuple[int, str]]:
    """What is furniture before the text begins, with its reason."""
    head = bare[:start]
    found: dict[int, str] = {}
    crumbs = [at for at, line in enumerate(head) if _BREADCRUMB.fullmatch(line)]
    if crumbs and sum(map(len, head[: crumbs[-1]])) <= _HEADER_LENGTH:
        found |= dict.fromkeys(range(crumbs[-1] + 1), "navigation")
    found |= dict.fromkeys(_crumb_chain(head), "navigation")
    indexed = any(line.startswith(("索引号", "信息索引")) for line in head)
    for at, line in enumerate(head):
        if _UI.fullmatch(line) or _CHOOSER.fullmatch(line):
            found.setdefault(at, "controls")
        elif _META.fullmatch(line) or _STAMP.fullmatch(line) or (indexed and _INDEX_META.fullmatch(line)):
            found.setdefault(at, "metadata")
    found |= dict.fromkeys(_bracketed(head), "controls")
    found |= {at: found.get(at, "metadata") for at in _values(bare[: start + 1], found)}
    found |= _adjacent(head, found)
    found |= dict.fromkeys(_abstract(bare, start), "abstract")
    return list(found.items())


def _crumb_chain(head: Sequence[str]) -> list[int]:
    """Labels that stand between separators on lines of their own: 首页 / > / 政务公开 / > / 政府工作报告."""
    chain: set[int] = set()
    for at, line in enumerate(head):
        if _CRUMB.fullmatch(line):
            chain |= {near for near in (at - 1, at, at + 1) if 0 <= near < len(head) and len(head[near]) <= 15}
    return sorted(chain)


def _bracketed(head: Sequence[str]) -> list[int]:
    """Controls in brackets that are spread over lines: 【 / 字体： / 大 / 中 / 小 / 】."""
    found: list[int] = []
    opened: list[int] = []
    for at, line in enumerate(head):
        begins = line in ("【", "[", "［") or (_CHOOSER.fullmatch(line) and line[-1] not in "】])）")
        if begins and not opened:
            opened = [at]
        elif opened and len(line) <= 6 and len(opened) < 8:
            opened.append(at)
            if line[-1] in "】]］":
                found, opened = [*found, *opened], []
        else:
            opened = []
    return found


def _values(head: Sequence[str], found: dict[int, str]) -> list[int]:
    """Short lines after a label that ends in a colon: 来源： / 四川日报, 评论： / 0."""
    return [
        at + 1
        for at in sorted(found)
        if head[at][-1:] in "：:"
        and found[at] == "metadata"
        and at + 1 < len(head)
        and len(head[at + 1]) <= 20
        and not _ADDRESS.match(head[at + 1])
        and "报告" not in head[at + 1]
    ]


def _adjacent(head: Sequence[str], found: dict[int, str]) -> dict[int, str]:
    """Separators and site dates that touch furniture."""
    more: dict[int, str] = {}
    for at, line in enumerate(head):
        if at not in found and (at - 1 in found or at - 1 in more or at + 1 in found):
            if _SEPARATOR.fullmatch(line):
                more[at] = "navigation"
            elif _SITE_DATE.fullmatch(line):
                more[at] = "metadata"
    return more


def _abstract(bare: Sequence[str], start: int) -> list[int]:
    """A site's abstract, which is the opening of the text once more and ends in dots."""
    for at in range(min(start + 1, len(bare) - 1)):
        if bare[at] in ("内容摘要：", "摘要：", "内容摘要:", "导读：") and bare[at + 1].endswith(("...", "…")):
            opening = bare[at + 1].replace("?", "")[:20]
            if opening and opening in "".join(bare[at + 2 : at + 40]).replace("?", ""):
                return [at, at + 1]
    return []


def _tail(bare: Sequence[str], start: int) -> list[tuple[int, str]]:
    """What is furniture after the text has ended, with its reason."""
    last = max((at for at in range(start, len(bare)) if _is_body(bare, at)), default=start)
    found: list[tuple[int, str]] = []
    for at in range(last + 1, len(bare)):
        line = bare[at]
        opens = "related" if _RELATED.fullmatch(line) else "footer" if _FOOTER.fullmatch(line) else None
        if opens and not any(_TEXTUAL.match(rest) and "报告" not in rest for rest in bare[at + 1 :]):
            run = _link_list(bare, last, at)
            return [*found, *((line_at, "navigation") for line_at in run), *((i, opens) for i in range(at, len(bare)))]
        if opens or _TAIL_LINE.fullmatch(line):
            found.append((at, opens or "metadata"))
    return found


def _is_body(bare: Sequence[str], at: int) -> bool:
    """Whether a line is running text; an excerpt of what stood before it is not."""
    line = bare[at]
    if len(line) < _BODY_LENGTH or not re.search("[。；，]", line):
        return False
    return not (line.endswith(("...", "…")) and line.rstrip(".…")[:40] in "".join(bare[:at]))


def _link_list(bare: Sequence[str], last: int, end: int) -> range:
    """The run of short lines without punctuation that ends at ``end``, if it is a site's list of links; else empty."""
    first = end
    while first > last + 1 and len(bare[first - 1]) <= 20 and not re.search("[。，；！？、：:]", bare[first - 1]):
        first -= 1
    is_list = end - first >= 15 and sum(line in _SITE_WORDS for line in bare[first:end]) >= 3
    return range(first, end) if is_list else range(0)
