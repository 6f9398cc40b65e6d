"""The search engines: memory (the specification) and whoosh (the default). base.py has what they promise.

Owns the choice by name; an engine that is not chosen is not imported.
"""

from __future__ import annotations

import importlib
from typing import cast

from indexer.engines.base import EngineModule
from indexer.errors import EngineUnavailable

MODULES = {"memory": "indexer.engines.memory", "whoosh": "indexer.engines.whoosh_engine"}


def engine_module(name: str) -> EngineModule:
    """The module of the engine called ``name``; raises EngineUnavailable for any other name."""
    if name not in MODULES:
        raise EngineUnavailable(f"没有叫 {name} 的检索引擎；可用：{'、'.join(MODULES)}")
    return cast(EngineModule, importlib.import_module(MODULES[name]))
