"""Deriving memories and counts from the log: of the cards that lag behind, or of all."""

from __future__ import annotations

from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING

from quizlab.domain.memory import DayCount
from quizlab.store import sql
from quizlab.store.former import present_key, resettle
from quizlab.store.memory_writes import add_day_count, put_memory
from quizlab.store.part import Part
from quizlab.store.records import Behind
from quizlab.store.rows import event_of, memory_parameters

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable, Iterator

    from quizlab.domain.events import Event
    from quizlab.store.records import Derive

_CARD = 7  # the column of `sql.LOG`


class DerivedPart(Part):
    """What can be made again from the log and the cards."""

    def positions(self, card: str, events: Iterable[Event] = ()) -> dict[int, int]:
        """Return the position of each side of `card`: what a fold starts from.

        Args:
            card: The card's present key; an unknown card has one side at 0.
            events: Its history: sides that only the log knows are among them too.
        """
        row = self._database.row(sql.PLACE, {"key": card})
        return _positions(events, (1, 0) if row is None else row[1:])

    def behind(self) -> Behind:
        """Return how far memories and counts lag behind the log since a merge or an import."""
        with self._database.reading() as connection:
            owed = connection.execute(sql.META, {"name": "rebuild"}).fetchone()
            return Behind(len(_lagging(connection)), owed is not None)

    def refold(self, derive: Derive) -> int:
        """Derive again the memories and counts that lag behind the log; all when that is owed.

        Args:
            derive: Folds one history.

        Returns:
            How many histories were folded.
        """
        with self._database.writing() as connection:
            if connection.execute(sql.META, {"name": "rebuild"}).fetchone() is not None:
                return _rebuild(connection, derive, None)
            pending = set(connection.execute(sql.PENDING))
            lagging = _lagging(connection)
            for learner, card in lagging:
                _refold(connection, derive, learner, card, pending)
            connection.execute(sql.CLEAR_PENDING)
            connection.execute(sql.CLEAR_STALE)
        return len(lagging)

    def rebuild(self, derive: Derive, progress: Callable[[int, int], None] | None = None) -> None:
        """Drop everything derived and make it again from the log and the cards.

        The log, the card texts and what is known of files and trust stay.

        Args:
            derive: Folds one history.
            progress: Called with the number of histories folded and their total, now and then.
        """
        with self._database.writing() as connection:
            _rebuild(connection, derive, progress)


def _lagging(connection: sqlite3.Connection) -> list[tuple[str, str]]:
    """Return the (learner, card) pairs whose memories lag behind the log."""
    found = set(connection.execute(sql.PENDING_CARDS)) | set(connection.execute(sql.STALE))
    return sorted(found)


def _refold(
    connection: sqlite3.Connection,
    derive: Derive,
    learner: str,
    card: str,
    pending: set[tuple[str, int]],
) -> None:
    events: tuple[Event, ...] = ()
    # What belongs to another card by now leaves this one untouched.
    if present_key(connection, card) == card:
        given = {"learner": learner, "card": card}
        events = tuple(event_of(row) for row in connection.execute(sql.CARD_EVENTS, given))
    row = connection.execute(sql.PLACE, {"key": card}).fetchone()
    positions = _positions(events, (1, 0) if row is None else row[1:])
    after = derive(learner, card, positions, events)
    for memory in after.memories.values():
        put_memory(connection, memory)
    counted = tuple(event for event in events if (event.device, event.seq) not in pending)
    if len(counted) == len(events):
        return
    before = derive(learner, card, positions, counted)
    for sign, folded in ((-1, before), (1, after)):
        for count, deck in folded.counts:
            add_day_count(connection, learner, deck, _signed(count, sign))


def _signed(count: DayCount, sign: int) -> DayCount:
    return DayCount(
        count.day,
        sign * count.new,
        sign * count.reviews,
        sign * count.again,
        sign * count.milliseconds,
    )


def _positions(events: Iterable[Event], place: tuple[int, int]) -> dict[int, int]:
    """Return the position of each side: those of the card, and those that the log knows of it.

    The latter may have no memory here (the card is unknown, or one-sided on this machine), but
    their reviews count in the statistics and act on the other side.
    """
    sides, position = place
    known = {*range(1, sides + 1), *(event.side for event in events if event.side)}
    return dict.fromkeys(sorted(known), position)


def _histories(
    connection: sqlite3.Connection, learner: str
) -> Iterator[tuple[str, tuple[Event, ...]]]:
    """Yield each card that has a history, by its present key, with its events in replay order."""
    former = dict(connection.execute(sql.FORMER))
    apart: dict[str, list[Event]] = {}
    homes = set(former.values())
    for card, rows in groupby(connection.execute(sql.LOG, {"learner": learner}), itemgetter(_CARD)):
        events = tuple(event_of(row) for row in rows)
        home = former.get(card, card)
        if home in homes:
            apart.setdefault(home, []).extend(events)
        else:
            yield card, events
    for card, gathered in sorted(apart.items()):
        yield card, tuple(sorted(gathered, key=lambda event: event.order))


def _rebuild(
    connection: sqlite3.Connection,
    derive: Derive,
    progress: Callable[[int, int], None] | None,
) -> int:
    for statement in (
        sql.CLEAR_MEMORIES,
        sql.CLEAR_DUE_COUNTS,
        sql.CLEAR_DAY_COUNTS,
        sql.CLEAR_RETRACTIONS,
        sql.CLEAR_DECKS,
        sql.RETRACT_ALL,
        sql.COUNT_DECKS,
    ):
        connection.execute(statement)
    resettle(connection)
    places = {key: (sides, place) for key, sides, place in connection.execute(sql.PLACES)}
    learners = [name for (name,) in connection.execute(sql.LEARNERS)]
    total = 0
    for learner in learners:
        given = {"learner": learner}
        connection.execute(sql.ADD_MEMORIES_OF_LEARNER, given)
        total += connection.execute(sql.COUNT_HISTORIES, given).fetchone()[0]
    done = 0
    for learner in learners:
        studied: dict[tuple[int, str], list[int]] = {}
        for card, events in _histories(connection, learner):
            positions = _positions(events, places.get(card, (1, 0)))
            folded = derive(learner, card, positions, events)
            connection.executemany(sql.PUT_MEMORY, map(memory_parameters, folded.memories.values()))
            for count, deck in folded.counts:
                sums = studied.setdefault((count.day, deck), [0, 0, 0, 0])
                for index, amount in enumerate(
                    (count.new, count.reviews, count.again, count.milliseconds)
                ):
                    sums[index] += amount
            done += 1
            if progress is not None and (done % 1000 == 0 or done == total):
                progress(done, total)
        connection.executemany(
            sql.DAY_ADD,
            ((learner, day, deck, *sums) for (day, deck), sums in studied.items() if any(sums)),
        )
    connection.execute(sql.COUNT_MEMORIES)
    for statement in (sql.CLEAR_PENDING, sql.CLEAR_STALE):
        connection.execute(statement)
    connection.execute(sql.DROP_META, {"name": "rebuild"})
    return done
