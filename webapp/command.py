"""``baogao serve``."""

from __future__ import annotations

import click

from indexer.cli.context import say, settings_of


@click.command()
@click.option("--host", default=None, help="监听地址（默认 127.0.0.1）")
@click.option("--port", type=int, default=None, help="端口（默认 8000）")
@click.pass_context
def serve(context: click.Context, host: str | None, port: int | None) -> int:
    """开网站：查词句、读报告、看术语、引原文。按 Ctrl-C 结束。"""
    from webapp.server import run

    settings = settings_of(context, host=host, port=port)
    run(settings, lambda address: say(context, f"网站已就绪：{address}（按 Ctrl-C 结束）"))
    return 0
