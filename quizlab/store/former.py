"""Former ids: ``{#new .was-old}`` carries the history of a card that is gone under its old name."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from quizlab.store import sql
from quizlab.store.rows import words_of, words_text

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Mapping


def present_key(connection: sqlite3.Connection, key: str) -> str:
    """Return the key that the history of `key` belongs to now."""
    row = connection.execute(sql.PRESENT, {"old": key}).fetchone()
    return key if row is None else str(row[0])


def settle(claims: Iterable[tuple[str, str]], living: Iterable[str]) -> dict[str, str]:
    """Return where the history of each former key belongs.

    Args:
        claims: Pairs (former key, key of the card that claims it); the first claim holds.
        living: Keys of cards that are in the files: they keep their own history.

    Returns:
        Former key -> the last card of the chain of renamings; rings of them are left out.
    """
    here = set(living)
    step: dict[str, str] = {}
    for old, card in claims:
        if old not in here and old != card:
            step.setdefault(old, card)
    settled: dict[str, str] = {}
    for old, heir in step.items():
        seen = {old}
        card = heir
        while card in step and card not in seen:
            seen.add(card)
            card = step[card]
        if card not in seen:
            settled[old] = card
    return settled


def resettle(connection: sqlite3.Connection) -> tuple[bool, bool]:
    """Bring the former ids in line with the cards and mark whose memories lag behind for it.

    Returns:
        Whether some card must be folded again, and whether two histories became one (or parted),
        so that only a rebuild makes the statistics right.
    """
    before: dict[str, str] = dict(connection.execute(sql.FORMER))
    rows = connection.execute(sql.CLAIMS).fetchall()
    if not rows and not before:
        return False, False
    # Cards that are in the files claim before retired ones, else the order is that of the keys.
    claims = [(f"{pack}/{old}", key) for key, pack, was, _retired in rows for old in words_of(was)]
    named = words_text(dict(claims))
    living = [key for (key,) in connection.execute(sql.LIVING, {"keys": named})]
    after = settle(claims, living)
    if after == before:
        return False, False
    connection.execute(sql.CLEAR_FORMER)
    connection.executemany(sql.ADD_FORMER, after.items())
    moved = {old for old in {*before, *after} if before.get(old) != after.get(old)}
    return _mark(connection, before, after, moved)


def _mark(
    connection: sqlite3.Connection,
    before: Mapping[str, str],
    after: Mapping[str, str],
    moved: set[str],
) -> tuple[bool, bool]:
    """Mark the cards that lose or get the history of the keys in `moved`."""
    homes = {home[old] for home in (before, after) for old in moved if old in home}
    involved = {*moved, *homes, *(old for old, card in after.items() if card in homes)}
    told = msgspec.json.encode(sorted(involved)).decode()
    with_history = {key for (key,) in connection.execute(sql.WITH_HISTORY, {"keys": told})}
    if not with_history & moved:
        return False, False
    connection.execute(sql.ADD_STALE, {"keys": told})
    sources: dict[str, int] = {}
    for home in (before, after):
        sources.clear()
        for key in with_history:
            owner = home.get(key, key)
            sources[owner] = sources.get(owner, 0) + 1
        if any(count > 1 for owner, count in sources.items() if owner in homes):
            connection.execute(sql.PUT_META, ("rebuild", "former ids joined two histories"))
            return True, True
    return True, False
