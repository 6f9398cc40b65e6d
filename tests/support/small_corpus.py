"""Six short documents of three years and four places beside the real report: small enough to count by hand."""

import shutil

ROWS = {
    "430100-changsha-2019-gwr": ("长沙市", "430100", "city", "2019", "一、2018年工作回顾\n做好“六稳”工作。\n二、2019年工作安排\n发展是第一要务，发展不停步。"),
    "430100-changsha-2021-gwr": (
        "长沙市", "430100", "city", "2021",
        "一、2020年工作回顾\n“六稳”“六保”都落实，高质量发展有成效，发展发展再发展。\n二、2021年工作安排\n"
        "坚持高质量发展，做好六稳工作。ＡＩ賦能，AI 不是 MAIN。\n"
        "名词解释\n1.六稳：指稳就业、稳金融、稳外贸、稳外资、稳投资、稳预期。\n2.高质量发展：指创新、协调、绿色、开放、共享的发展。",
    ),
    "430000-hunan-2021-gwr": ("湖南省", "430000", "province", "2021", "二〇二一年，小微企业、中小微企业都要发展。\n六 穩工作。"),
    "430100-changsha-2023-gwr": ("长沙市", "430100", "city", "2023", "没有那些词。"),
    "500000-chongqing-2021-gwr": ("重庆市", "500000", "province", "2021", "发展2021。\nＡＩ。"),
    "unplaced-report": (None, None, None, None, "发展。这一篇没有年份，也没有地区。"),
}  # fmt: skip
KEYS = ("region", "region_code", "level", "year")


def make_home(root, target):
    """A home in ``target`` with these documents, the real report and the glossary; no index yet."""
    shutil.copytree(root / "corpus", target / "corpus")
    shutil.copy(root / "glossary.yaml", target / "glossary.yaml")
    for document_id, (*facts, text) in ROWS.items():
        folder = target / "corpus" / document_id
        folder.mkdir()
        (folder / "source.txt").write_text(text, encoding="utf-8")
        lines = [f'{key}: "{value}"\n' for key, value in zip(KEYS, facts, strict=True) if value]
        (folder / "meta.yaml").write_text('kind: "gwr"\n' + "".join(lines), encoding="utf-8")
    return target


def open_small(root, target):
    """The library over such a home, indexed."""
    from indexer.build import build_index
    from indexer.library import open_library
    from indexer.settings import load

    settings = load({}, home=make_home(root, target))
    report = build_index(settings, today="2026-11-25")
    assert not report.failed, report.failed
    return open_library(settings)
