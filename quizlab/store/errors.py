"""What can go wrong between quizlab and its database, in words for a person."""


class StoreError(Exception):
    """The database could not do what was asked; the message says what to do."""


class StaleAnswer(StoreError):  # noqa: N818 (says what happened)
    """Another window changed the memory first; nothing was written."""


class DatabaseBusy(StoreError):  # noqa: N818 (says what happened)
    """Another program held the database for longer than we wait; nothing was written."""


class DamagedDatabase(StoreError):  # noqa: N818 (says what happened)
    """The file is damaged, or is no quizlab database at all."""


class NewerDatabase(StoreError):  # noqa: N818 (says what happened)
    """A later version of quizlab wrote this database."""
