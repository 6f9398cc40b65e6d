"""The glossary: entries that people edit in glossary.yaml, checked, found by any of their names.

Owns what an entry is and how its file is read; does not look into documents. To read first: entries.py (the values),
reading.py (the file), terms.py (look-up), widening.py (what a search clause stands for). The names below are what the
rest of the program uses; nothing in the package imports them from here.
"""

from indexer.glossary.entries import Entry, Sense, forms, index_letter, sort_key
from indexer.glossary.reading import load_glossary, parse_glossary
from indexer.glossary.terms import Glossary, dictionary_words, glossary_digest
from indexer.glossary.widening import Widening

__all__ = [
    "Entry",
    "Glossary",
    "Sense",
    "Widening",
    "dictionary_words",
    "forms",
    "glossary_digest",
    "index_letter",
    "load_glossary",
    "parse_glossary",
    "sort_key",
]
