"""The search benchmark: ours beside its peers over the same texts and tokens, on 422 reports and on 3,249 documents.

``python -m bench search`` runs all classes; their names run them one by one, and ``tables`` prints again what was measured
before. What is built or measured is kept under BAOGAO_BENCH; BAOGAO_BENCH_CORPUS names one corpus.
"""

from __future__ import annotations

import gc
import importlib
import os
import sys
import time
from collections.abc import Iterable

from bench import corpora, machine, results
from bench.classes import staged
from bench.figures import Table, printed

CLASSES = ("exact", "ranked", "facets", "size", "building", "pages")


def run(classes: Iterable[str] = CLASSES, names: Iterable[str] | None = None) -> dict[str, Table]:
    """Measure, print the table of each class, and return them."""
    print(machine.facts())
    modules = {name: importlib.import_module(f"bench.classes.{name}") for name in classes}
    only = os.environ.get("BAOGAO_BENCH_CORPUS")
    for corpus in names or ([only] if only else corpora.names()):
        stage = staged(corpus)
        about = ", ".join(f"{count:,} {what}" for what, count in corpora.described(stage.library).items())
        label = corpus if corpora.is_whole() else f"first of the {corpus}"
        print(f"- {label}: {about}", flush=True)
        for name, module in modules.items():
            gc.collect()
            gc.freeze()
            started = time.perf_counter()
            results.keep(name, label, module.measure(stage))
            print(f"{label}: {name} in {time.perf_counter() - started:.0f} s", file=sys.stderr, flush=True)
        stage.library.engine.close()
        gc.unfreeze()
    return tables(modules)


def tables(classes: Iterable[str] = CLASSES) -> dict[str, Table]:
    """Print what is kept of each class, and return it."""
    found = {name: importlib.import_module(f"bench.classes.{name}").table() for name in classes}
    for name, table in found.items():
        results.fill(name, table)
        print(f"\n{printed(table)}\n{results.moments(name)}\n", flush=True)
    return found
