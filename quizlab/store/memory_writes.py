"""Writing memories and the counts kept beside them, within the caller's transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quizlab.domain.memory import Memory, Queue
from quizlab.store import sql
from quizlab.store.former import present_key
from quizlab.store.rows import memory_of, memory_parameters, swap_parameters

if TYPE_CHECKING:
    import sqlite3

    from quizlab.domain.memory import DayCount


def swap_memory(connection: sqlite3.Connection, expected: Memory, after: Memory) -> str | None:
    """Replace a memory by `after` if it still is as `expected`.

    Returns:
        The deck of the card; or None when the row differs or is not there, or when the history of
        the card belongs to its new key by now: then the caller rolls back.
    """
    if after == expected:
        place = {"learner": after.learner, "card": after.card, "side": after.side}
        row = connection.execute(sql.MEMORY, place).fetchone()
        if row is None or memory_of(row) != expected:
            return None
        deck, active, _queue, _due_day = connection.execute(sql.MEMORY_PLACE, place).fetchone()
    else:
        rows = connection.execute(sql.SWAP_MEMORY, swap_parameters(expected, after)).fetchall()
        if not rows:
            return None
        deck, active = rows[0]
    if active:
        _move_count(connection, deck, after, expected.queue, expected.due_day)
    elif present_key(connection, after.card) != after.card:
        # Only a card that is not asked can have been renamed: the check costs the others nothing.
        return None
    return str(deck)


def put_memory(connection: sqlite3.Connection, after: Memory) -> bool:
    """Replace a memory by `after` whatever it was.

    Returns:
        False when there is no such memory (its card is not known here): nothing is written.
    """
    parameters = memory_parameters(after)
    place = {"learner": after.learner, "card": after.card, "side": after.side}
    row = connection.execute(sql.MEMORY_PLACE, place).fetchone()
    if row is None:
        return False
    deck, active, queue, due_day = row
    connection.execute(sql.PUT_MEMORY, parameters)
    if active:
        _move_count(connection, deck, after, queue, due_day)
    return True


def _move_count(
    connection: sqlite3.Connection, deck: str, after: Memory, queue: int, due_day: int
) -> None:
    """Count a memory where it now waits and no more where it did."""
    if after.queue == queue and after.due_day == due_day:
        return
    if queue != Queue.SUSPENDED:
        here = {"learner": after.learner, "deck": deck, "queue": int(queue), "due_day": due_day}
        # The row of the last one goes: a rebuild would not make it either.
        if connection.execute(sql.COUNT_DOWN, here).rowcount == 0:
            connection.execute(sql.COUNT_OUT, here)
    if after.queue is not Queue.SUSPENDED:
        connection.execute(sql.COUNT_UP, (after.learner, deck, after.queue.value, after.due_day, 1))


def add_day_count(connection: sqlite3.Connection, learner: str, deck: str, count: DayCount) -> None:
    """Add `count`, whose numbers may be negative, to the statistics of its learner-day."""
    connection.execute(
        sql.DAY_ADD,
        (learner, count.day, deck, count.new, count.reviews, count.again, count.milliseconds),
    )
    if min(count.new, count.reviews, count.again, count.milliseconds) < 0:
        connection.execute(sql.DAY_OUT, {"learner": learner, "day": count.day, "deck": deck})
