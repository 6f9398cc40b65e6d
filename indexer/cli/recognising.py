"""``baogao ocr``."""

from __future__ import annotations

import logging
from pathlib import Path

import click

from indexer.cli.context import write


@click.command()
@click.argument("path", metavar="FILE.pdf", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def ocr(path: Path) -> int:
    """识别扫描件：把没有文字层的 PDF 识别成文本，输出到标准输出。需要可选件：pip install 'baogao[ocr]'。

    存成 .txt 后可用 baogao add 收入；识别稿会注明存疑，引用前须与图片核对。
    """
    from indexer.recognition import recognise

    logging.disable(logging.WARNING)  # RapidOCR tells of each model that it loads
    for page in recognise(path.read_bytes(), path.name):
        write(page + "\n")
    return 0
