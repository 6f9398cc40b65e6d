"""Runs the benchmark that is named, or all: ``python -m bench [startup] [ingest] [intake]``."""

from __future__ import annotations

import importlib
import sys

BENCHMARKS = ("startup", "ingest", "intake")


def main(names: list[str]) -> int:
    """Run the named benchmarks; 2 for a name that there is none of."""
    unknown = sorted(set(names) - set(BENCHMARKS))
    if unknown:
        print(f"no benchmark {', '.join(unknown)}; there are: {', '.join(BENCHMARKS)}", file=sys.stderr)
        return 2
    for name in names or BENCHMARKS:
        importlib.import_module(f"bench.{name}").run()
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
