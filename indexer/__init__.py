"""The library and the commands: all that can be done without a browser.

Reading order: document.py (the values that flow) → build.py (the write path) → search.py (the read path).

====================  ==========================================================================================
errors, settings      what a user may meet; what may be set
document              Span, Block, Passage, Section, Document, Facts
fold, signs           the text as it is matched; what a literal is made of (the exact layer)
segment, glossary     words; the entries that people edit
readers, structure    bytes → blocks → document; facts and regions say where and when it is from
corpus, ledger        the folder of documents; the addresses that were ever published
query, engines        what was typed; what stores, finds and ranks
occurrences           where glossary terms stand; highlight marks hits; entries joins both
publish, library      atomic generations; everything opened once and checked
citation, citing      references in every style
export, cli           answers as data; the commands
====================  ==========================================================================================
"""
