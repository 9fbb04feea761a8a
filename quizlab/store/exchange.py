"""Taking another machine's log in, and giving ours out."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import msgspec

from quizlab.domain.events import Event, EventKind, RetractPayload
from quizlab.store import sql
from quizlab.store.database import give_up
from quizlab.store.former import present_key
from quizlab.store.learners import add_learner
from quizlab.store.part import Part
from quizlab.store.records import Merged
from quizlab.store.rows import event_of, event_row

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping


class ExchangePart(Part):
    """The union of logs."""

    def last_seq(self) -> int:
        """Return the number of this device's newest event; 0 without one."""
        return int(self._database.row(sql.LAST_SEQ, {"device": self._device})[0])

    def last_seqs(self) -> dict[str, int]:
        """Return the number of the newest event of each device in the log."""
        found: dict[str, int] = {}
        with self._database.reading() as connection:
            device = ""
            while True:
                (device,) = connection.execute(sql.NEXT_DEVICE, {"device": device}).fetchone()
                if device is None:
                    return found
                (found[device],) = connection.execute(sql.LAST_SEQ, {"device": device}).fetchone()

    def all_events(self, after: Mapping[str, int] | None = None) -> Iterator[Event]:
        """Yield the events of every learner in replay order, as the log stands at the first.

        Args:
            after: The receiver's `last_seqs`: what it has already is left out.
        """
        known = after or {}
        wanted = {device: known.get(device, 0) for device in self.last_seqs()}
        path = self._database.path
        # A connection of its own: answers may be committed while the caller takes its time.
        try:
            with closing(sqlite3.connect(path, isolation_level=None)) as connection:
                given = {"after": msgspec.json.encode(wanted).decode()}
                for row in connection.execute(sql.EVENTS_AFTER, given):
                    yield event_of(row)
        except sqlite3.Error as error:
            give_up(error, path)

    def merge_events(self, events: Iterable[Event]) -> Merged:
        """Add the events that are not known yet; those that are stay as they are.

        The memories and counts lag behind until `refold` or `rebuild`; that they do is written
        down too, so that it survives the program (`behind`). Learners that came along are added.
        """
        added = 0
        touched: dict[tuple[str, str], None] = {}
        rebuild = False
        with self._database.writing() as connection:
            learners = {name for (name,) in connection.execute(sql.LEARNERS)}
            for event in events:
                if not connection.execute(sql.ADD_EVENT, event_row(event)).rowcount:
                    continue
                added += 1
                if event.learner not in learners:
                    add_learner(connection, event.learner)
                    learners.add(event.learner)
                if isinstance(event.payload, RetractPayload):
                    connection.execute(sql.RETRACT, (event.payload.device, event.payload.seq))
                if event.card:
                    connection.execute(sql.ADD_PENDING, (event.device, event.seq))
                    touched[event.learner, present_key(connection, event.card)] = None
                rebuild = rebuild or event.kind is EventKind.SETTINGS
            if rebuild:
                connection.execute(sql.PUT_META, ("rebuild", "settings came with a merge"))
        return Merged(added, tuple(touched), rebuild)
