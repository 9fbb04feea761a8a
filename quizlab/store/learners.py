"""Learners: each has a memory of every side of every card."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quizlab.store import sql

if TYPE_CHECKING:
    import sqlite3


def add_learner(connection: sqlite3.Connection, name: str) -> bool:
    """Add a learner with untouched memories, within the caller's transaction.

    Returns:
        False when the learner was known.
    """
    if not connection.execute(sql.ADD_LEARNER, (name,)).rowcount:
        return False
    connection.execute(sql.ADD_MEMORIES_OF_LEARNER, {"learner": name})
    connection.execute(sql.COUNT_MEMORIES_OF_LEARNER, {"learner": name})
    # Former ids and other machines may have left a history; it is folded like a merge's.
    return True
