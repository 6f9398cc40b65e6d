"""What the commands share: settings from the options, the open library, the output format, messages to people."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from indexer.settings import Settings, load

if TYPE_CHECKING:
    from indexer.library import Library

format_option = click.option(
    "--format",
    "form",
    type=click.Choice(("text", "json", "jsonl", "csv")),
    default="text",
    help="输出格式（默认 text）",
)


def settings_of(context: click.Context, **given: object) -> Settings:
    """The settings of this call: options of the group first."""
    return load(None, home=context.find_root().obj["home"], **given)


def library_of(context: click.Context) -> Library:
    """The library, opened; what readers should know of it is said on stderr."""
    from indexer.library import open_library

    library = open_library(settings_of(context))
    for note in library.notes:
        say(context, f"提示：{note}")
    return library


def say(context: click.Context, message: str) -> None:
    """A message to the person, on stderr; nothing with --quiet."""
    if not context.find_root().obj["quiet"]:
        click.echo(message, err=True)


def write(text: str) -> None:
    """Data on stdout, without an added line end."""
    click.echo(text, nl=False)
