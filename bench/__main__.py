"""Runs the benchmarks that are named: ``python -m bench [startup] [search] [ingest] [intake]``, all four if none is.

The classes of the search benchmark can be named too (exact, ranked …). Never run unasked: ``tenfold`` (half an hour),
``segmentation`` and ``alternatives`` (some minutes; what was tried for the engine and refused). ``tables`` prints what search
and tenfold measured before.
"""

from __future__ import annotations

import importlib
import sys

from bench.search import CLASSES, tables

BENCHMARKS = ("startup", "search", "ingest", "intake")
ALONE = ("tenfold", "segmentation", "alternatives")


def main(names: list[str]) -> int:
    """Run the named benchmarks; 2 for a name that there is none of."""
    known = (*BENCHMARKS, *CLASSES, *ALONE, "tables")
    unknown = sorted(set(names) - set(known))
    if unknown:
        print(f"no benchmark {', '.join(unknown)}; there are: {', '.join(known)}", file=sys.stderr)
        return 2
    if names == ["tables"]:
        tables()
        importlib.import_module("bench.tenfold").show()
        return 0
    for name in [one for one in names if one not in CLASSES] or ([] if names else BENCHMARKS):
        importlib.import_module(f"bench.{name}").run()
    classes = [name for name in names if name in CLASSES]
    if classes:
        importlib.import_module("bench.search").run(classes)
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
