"""Counts that Ctrl-F confirms: how often strings stand in the corpus, by year, region, level, part or kind.

Owns what a number means (docs/counts.md). To read first: terms.py (what is counted), groups.py (by what), places.py (where
a term stands), words.py (the same in words), table.py (the numbers), sheet.py (the numbers as data and text).
"""

from indexer.counting.groups import DIMENSIONS
from indexer.counting.table import Policy, Table, count
from indexer.counting.terms import Term, read_terms

__all__ = ["DIMENSIONS", "Policy", "Table", "Term", "count", "read_terms"]
