"""A Whoosh segment as arrays: signs, words, columns and texts in plain files, mapped into memory and shared by processes.

Nothing in the files is code; docs/index-format.md describes them to strangers. files.py reads and writes arrays, runs.py sorts
more than memory holds, lists.py keeps ascending numbers, signs.py, words.py, columns.py and texts.py are what the files hold;
searcher.py runs our queries, and codec.py with whoosh_index.py lets Whoosh's own run.
"""
