"""The machine, its learners, and the care of the file."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from quizlab.store import sql
from quizlab.store.copies import copy_database
from quizlab.store.learners import add_learner
from quizlab.store.part import Part

if TYPE_CHECKING:
    from pathlib import Path


def fresh_device() -> str:
    """Return a device id that no other machine has."""
    return os.urandom(8).hex()


class UpkeepPart(Part):
    """Everything that is neither content nor progress."""

    def device(self) -> str:
        """Return the id of this machine: with a number it is the key of an event."""
        return self._device

    def new_device(self) -> str:
        """Take a new device id: after a backup was restored, old numbers may be in use elsewhere."""
        device = fresh_device()
        with self._database.writing() as connection:
            connection.execute(sql.PUT_META, ("device", device))
        self._device = device
        return device

    def learners(self) -> tuple[str, ...]:
        """Return the known learners, by name."""
        return tuple(name for (name,) in self._database.rows(sql.LEARNERS))

    def add_learner(self, name: str) -> None:
        """Add a learner with an untouched memory of every card; a known one is left alone."""
        with self._database.writing() as connection:
            add_learner(connection, name)

    def backup(self, target: Path) -> None:
        """Copy the whole database to `target`; others may go on writing meanwhile.

        Raises:
            StoreError: `target` exists already or cannot be written.
        """
        with self._database.lock:
            copy_database(self._database.connection, target)

    def integrity(self) -> tuple[str, ...]:
        """Return what SQLite finds wrong with the file; empty when it is sound."""
        rows = self._database.rows("PRAGMA integrity_check")
        faults = [str(fault) for (fault,) in rows if fault != "ok"]
        for table, _row, parent, _key in self._database.rows("PRAGMA foreign_key_check"):
            faults.append(f"a row of {table} points at a row of {parent} that is not there")
        return tuple(faults)

    def checkpoint(self) -> None:
        """Move the write-ahead log into the file, as far as no reader is in the way.

        It takes some milliseconds after many answers, so call it when the learner is idle.
        """
        self._database.row("PRAGMA wal_checkpoint(PASSIVE)")
