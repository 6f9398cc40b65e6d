"""The settings: one table, from which the command line, the checks and docs/settings.md are fed.

Order of precedence: argument of :func:`load`, then the environment (``BAOGAO_`` and the name in capitals), then the
default. Nothing else in the program reads the environment.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from indexer.errors import SettingsError

PREFIX = "BAOGAO_"


@dataclass(frozen=True, slots=True)
class Setting:
    """One row of the table: name, type, default and one line of help."""

    name: str
    type: type
    default: object
    help: str
    low: int | None = None
    high: int | None = None


TABLE: tuple[Setting, ...] = (
    Setting("home", Path, Path("."), "folder that holds corpus/ and glossary.yaml"),
    Setting("index_path", Path, Path("index"), "folder of the index; relative paths start at home"),
    Setting("engine", str, "whoosh", "search engine: whoosh (embedded) or memory (plain, slow, complete)"),
    Setting("base_url", str, "", "public address of the site, for permalinks and citations; empty: none is known"),
    Setting("host", str, "127.0.0.1", "address that serve listens on"),
    Setting("port", int, 8000, "port that serve listens on", 0, 65535),
    Setting("threads", int, 4, "threads of the server", 1, 64),
    Setting("page_size", int, 20, "hits on one page", 1, 500),
    Setting("max_window", int, 10_000, "last hit that paging may reach; beyond it, narrow the query", 1, 1_000_000),
    Setting(
        "max_query_length",
        int,
        1_000,
        "characters of a query that is taken literally; longer is searched as words",
        1,
        50_000,
    ),
    Setting("max_clauses", int, 50, "clauses of a query", 1, 1_000),
)


@dataclass(frozen=True, slots=True)
class Settings:
    """Checked values of the table; see TABLE for their meaning."""

    home: Path
    index_path: Path
    engine: str
    base_url: str
    host: str
    port: int
    threads: int
    page_size: int
    max_window: int
    max_query_length: int
    max_clauses: int

    @property
    def corpus_path(self) -> Path:
        """The folder of the documents."""
        return self.home / "corpus"

    @property
    def glossary_path(self) -> Path:
        """The file of the glossary entries."""
        return self.home / "glossary.yaml"


def load(environ: Mapping[str, str] | None = None, /, **given: object) -> Settings:
    """Settings from ``given`` (None means not given), ``environ`` (default: the process's) and the defaults.

    Raises SettingsError for a value of the wrong type or outside its bounds.
    """
    environ = os.environ if environ is None else environ
    unknown = set(given) - {row.name for row in TABLE}
    if unknown:
        raise SettingsError(f"没有这项设置：{'、'.join(sorted(unknown))}")
    values = {row.name: _value(row, given.get(row.name), environ.get(PREFIX + row.name.upper())) for row in TABLE}
    home = Path(str(values["home"])).expanduser()
    values["home"] = home
    values["index_path"] = home / Path(str(values["index_path"])).expanduser()
    base = str(values["base_url"])
    if base and not base.startswith(("http://", "https://")):
        raise SettingsError(f"base_url 必须以 http:// 或 https:// 开头，现为 {base!r}")
    values["base_url"] = base.rstrip("/")
    return Settings(**values)  # type: ignore[arg-type]  # the table and the class are compared by a test


def _value(row: Setting, given: object, from_environment: str | None) -> object:
    raw = given if given is not None else from_environment if from_environment else row.default
    if row.type is not int:
        return row.type(raw)
    try:
        number = int(str(raw))
    except ValueError:
        raise SettingsError(f"设置 {row.name} 必须是整数，现为 {raw!r}") from None
    if (row.low is not None and number < row.low) or (row.high is not None and number > row.high):
        raise SettingsError(f"设置 {row.name} 必须在 {row.low} 与 {row.high} 之间，现为 {number}")
    return number
