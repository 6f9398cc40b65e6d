"""The errors that a user may meet. Each says what happened, to what, and what to do.

Owns the exception types; knows nothing of HTTP statuses or exit codes.
"""


class CorpusError(Exception):
    """Any fault that is not a bug of ours: its text is shown to the user as it is."""


class SourceError(CorpusError):
    """A source file or its meta.yaml cannot be read: the text names the file, the fault and, where known, the line."""


class GlossaryError(CorpusError):
    """glossary.yaml is not as it should be: the text names the file, the line and the fault."""


class QueryError(CorpusError):
    """A query is beyond a bound (length, clauses, depth, window): the text names the bound."""


class NotFound(CorpusError):
    """A document, passage or glossary entry that was asked for is not there and never was."""


class Gone(NotFound):
    """A document or passage that was once published and is no more."""


class IndexMissing(CorpusError):
    """There is no index yet: the text names the command to run."""


class IndexOutdated(CorpusError):
    """The index was made by another version of the program: the text names the part and the command."""


class IndexDamaged(CorpusError):
    """No generation of the index passes its checksums: the text names the file and the command."""


class IndexBusy(CorpusError):
    """Another process is building the index."""


class EngineUnavailable(CorpusError):
    """The engine of the settings does not exist or does not answer: the text gives name and reason."""


class SettingsError(CorpusError):
    """A setting has a value it cannot have: the text names setting, value and what is allowed."""
