"""The command line: exit codes, streams, and the list of commands. One module a command group; nothing is decided here.

A command is imported when it is called, so that ``baogao search`` does not pay for ``baogao serve``.
"""

from __future__ import annotations

import importlib
import os
import sys
import traceback

import click

from indexer import errors

COMMANDS = {
    "add": "indexer.cli.adding:add",
    "remove": "indexer.cli.adding:remove",
    "build": "indexer.cli.building:build",
    "search": "indexer.cli.searching:search",
    "count": "indexer.cli.counting:count",
    "kwic": "indexer.cli.listing:kwic",
    "export": "indexer.cli.listing:export",
    "show": "indexer.cli.reading:show",
    "glossary": "indexer.cli.terms:glossary",
    "cite": "indexer.cli.reading:cite",
    "check": "indexer.cli.building:check",
    "coverage": "indexer.cli.accounts:coverage",
    "report": "indexer.cli.accounts:report",
    "ocr": "indexer.cli.recognising:ocr",
    "serve": "webapp.command:serve",
}
#: Exit codes (ecosystem.md 10.5). The first class that fits counts.
EXIT_CODES: tuple[tuple[type[errors.CorpusError], int], ...] = (
    (errors.NotFound, 1),
    (errors.QueryError, 2),
    (errors.IndexBusy, 4),
    (errors.SourceError, 5),
    (errors.CorpusError, 3),
)
INTERNAL, INTERRUPTED, BROKEN_PIPE = 70, 130, 141


class _Group(click.Group):
    """Knows its commands by name and imports the one that is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, _, name = COMMANDS[cmd_name].partition(":")
        command: click.Command = getattr(importlib.import_module(module), name)
        return command


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"], "auto_envvar_prefix": "BAOGAO"})
@click.option("--home", metavar="DIR", help="放 corpus/ 与 glossary.yaml 的文件夹（默认：当前文件夹）")
@click.option("--quiet", is_flag=True, help="不显示进度与提示")
@click.version_option(package_name="baogao", prog_name="baogao")
@click.pass_context
def cli(context: click.Context, home: str | None, quiet: bool) -> None:
    """baogao（报告）：政府工作报告语料库——查词句、看术语、引原文。"""
    context.obj = {"home": home, "quiet": quiet}


def main(arguments: list[str] | None = None) -> int:
    """Run the command line and return its exit code; errors of users go to stderr as one sentence."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        code = cli.main(arguments, prog_name="baogao", standalone_mode=False)
        sys.stdout.flush()
        return code if isinstance(code, int) else 0
    except click.exceptions.Exit as stop:
        return stop.exit_code
    except click.ClickException as error:
        error.show()
        return 2
    except (click.Abort, KeyboardInterrupt):
        return INTERRUPTED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return BROKEN_PIPE
    except errors.CorpusError as error:
        click.echo(f"baogao：{error}", err=True)
        return next(code for kind, code in EXIT_CODES if isinstance(error, kind))
    except Exception:
        traceback.print_exc()
        click.echo("baogao：内部错误，请把以上内容报告给开发者", err=True)
        return INTERNAL
