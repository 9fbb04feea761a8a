"""The store: the event log, the memories derived from it and the imported cards, in SQLite.

`Store` is the whole surface: one transaction per public method, domain records in and out.
"""

from quizlab.store.errors import (
    DamagedDatabase,
    DatabaseBusy,
    NewerDatabase,
    StaleAnswer,
    StoreError,
)
from quizlab.store.records import (
    Behind,
    DeckInfo,
    Derive,
    DueCounts,
    FileRecord,
    Folded,
    ImportedFile,
    ImportReport,
    Merged,
)
from quizlab.store.store import Store

__all__ = [
    "Behind",
    "DamagedDatabase",
    "DatabaseBusy",
    "DeckInfo",
    "Derive",
    "DueCounts",
    "FileRecord",
    "Folded",
    "ImportReport",
    "ImportedFile",
    "Merged",
    "NewerDatabase",
    "StaleAnswer",
    "Store",
    "StoreError",
]
