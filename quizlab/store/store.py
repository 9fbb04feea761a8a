"""The store: one transaction per public method, records in, records out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from quizlab.store import sql
from quizlab.store.content import ContentPart
from quizlab.store.database import Database
from quizlab.store.derived import DerivedPart
from quizlab.store.errors import StoreError
from quizlab.store.exchange import ExchangePart
from quizlab.store.imports import ImportPart
from quizlab.store.learners import add_learner
from quizlab.store.log import LogPart
from quizlab.store.queues import QueuePart
from quizlab.store.restoring import restore
from quizlab.store.revisions import bring_up_to_date
from quizlab.store.upkeep import UpkeepPart, fresh_device

if TYPE_CHECKING:
    from pathlib import Path
    from types import TracebackType


class Store(ImportPart, ContentPart, QueuePart, LogPart, ExchangePart, DerivedPart, UpkeepPart):
    """Cards and progress of one learner in one SQLite file.

    Every public method is one transaction: it does all that it says or nothing. Reads see only
    what was committed. Any thread may call; two programs may have the file open, and the one that
    would overwrite the other's answer gets `StaleAnswer`.

    Every method may raise `DatabaseBusy` when another program holds the file for ten seconds,
    `DamagedDatabase` when it turns out to be damaged, and `StoreError` when the disk refuses.
    """

    @classmethod
    def open(cls, path: Path, *, learner: str, now: int) -> Self:
        """Open the database at `path`, created with its folders where it is missing.

        An older database is upgraded, after a backup beside it. An unknown learner is added.

        Args:
            path: The database file.
            learner: Whose progress.
            now: Milliseconds since 1970 UTC, for the name of a backup.

        Raises:
            NewerDatabase: A later version of quizlab wrote it; nothing was changed.
            DamagedDatabase: It is damaged or no database of ours; nothing was changed.
            StoreError: The file or its folder cannot be used.
        """
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StoreError(f"The folder {path.parent} cannot be made ({error}).") from error
        database = Database(path)
        try:
            bring_up_to_date(database, now)
            row = database.row(sql.META, {"name": "device"})
            known = database.row(sql.IS_LEARNER, {"name": learner})
            if row is None or known is None:
                with database.writing() as connection:
                    # Another program that opens it for the first time may have been quicker.
                    connection.execute(sql.ADD_META, ("device", fresh_device()))
                    add_learner(connection, learner)
                row = database.row(sql.META, {"name": "device"})
        except BaseException:
            database.close()
            raise
        return cls(database, learner, row[0])

    restore = staticmethod(restore)

    def close(self) -> None:
        """Close the file; closing twice is fine."""
        self._database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()
