"""Every statement on the log, the memories and the counts, in SQLAlchemy Core.

`quizlab.store.generate` compiles them into `sql.py`; nothing else imports this module. Constants
stand as literals: a bound one would keep SQLite from using a partial index.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import (
    Integer,
    bindparam,
    delete,
    func,
    insert,
    select,
    tuple_,
    union_all,
    update,
)
from sqlalchemy.dialects.sqlite import insert as upsert

from quizlab.store.phrases import fixed, given, listed, matching, word
from quizlab.store.schema import (
    day_counts,
    due_counts,
    events,
    former,
    memories,
    retractions,
)

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, Select


# --- the log -------------------------------------------------------------------------------

_EVENT = [column for column in events.c if column.name != "verifier"]
_REPLAY = (events.c.at, events.c.device, events.c.seq)
_LAST = select(func.coalesce(func.max(events.c.seq), fixed(0))).where(
    events.c.device == given("device")
)
_retracted = (
    select(fixed(1))
    .where(retractions.c.device == events.c.device, retractions.c.seq == events.c.seq)
    .exists()
)

LAST_SEQ = _LAST
NEXT_DEVICE = select(func.min(events.c.device)).where(events.c.device > given("device"))

# The number is taken inside the write: two windows of one machine cannot take the same.
WRITE_EVENT = (
    insert(events)
    .from_select(
        [column.name for column in events.c],
        select(
            *(
                _LAST.scalar_subquery() + fixed(1) if column is events.c.seq else given(column.name)
                for column in events.c
            )
        ),
    )
    .returning(events.c.seq)
)
ADD_EVENT = upsert(events).on_conflict_do_nothing()

RETRACT = upsert(retractions).on_conflict_do_nothing()
IS_RETRACTED = select(fixed(1)).where(
    retractions.c.device == given("device"), retractions.c.seq == given("seq")
)

_own_keys = union_all(
    select(given("card")), select(former.c.old).where(former.c.card == given("card"))
)
_of_card = (events.c.learner == given("learner"), events.c.card.in_(_own_keys))
CARD_EVENTS = select(*_EVENT).where(*_of_card).order_by(*_REPLAY)
LEARNER_EVENTS = (
    select(*_EVENT)
    .where(
        events.c.learner == given("learner"),
        events.c.card == word(""),
        events.c.kind == given("kind"),
    )
    .order_by(*_REPLAY)
)
FLAG_EVENTS = (
    select(*_EVENT)
    .where(events.c.learner == given("learner"), events.c.kind == word("flag"), ~_retracted)
    .order_by(*_REPLAY)
)
NEWEST_REVIEW = (
    select(*_EVENT)
    .where(
        events.c.learner == given("learner"),
        events.c.device == given("device"),
        events.c.kind == word("review"),
        ~_retracted,
    )
    .order_by(events.c.seq.desc())
    .limit(fixed(1))
)


def _recent(*conditions: ColumnElement[bool]) -> Select[tuple[str]]:
    """Return the newest payloads of unretracted reviews, newest first."""
    return (
        select(events.c.payload)
        .where(*conditions, ~_retracted)
        .order_by(*(column.desc() for column in _REPLAY))
        .limit(bindparam("limit", type_=Integer))
    )


RECENT_BY_VERIFIER = _recent(
    events.c.learner == given("learner"), events.c.verifier == given("verifier")
)
RECENT_BY_CARD = _recent(*_of_card, events.c.kind == word("review"))

# `after` is a JSON object: device -> the newest number that the receiver knows.
_known = func.json_each(given("after")).table_valued("key", "value", name="known")
EVENTS_AFTER = (
    select(*_EVENT)
    .join_from(
        _known,
        events,
        (events.c.device == _known.c.key) & (events.c.seq > _known.c.value),
    )
    .order_by(*_REPLAY)
)

# --- memories ------------------------------------------------------------------------------

_OUTSIDE = ("deck", "active")
_MEMORY = [column for column in memories.c if column.name not in _OUTSIDE]
_STATE = [column for column in _MEMORY if not column.primary_key]
_due_order = (memories.c.due, memories.c.card, memories.c.side)


_one_memory = matching(memories, "learner", "card", "side")
_waiting = (
    memories.c.learner == given("learner"),
    memories.c.queue == given("queue"),
    memories.c.due <= given("now"),
    memories.c.active == fixed(1),
)

MEMORY = select(*_MEMORY).where(*_one_memory)
MEMORIES_OF = select(*_MEMORY).where(*matching(memories, "learner", "card"))
_active = select(*_MEMORY).where(
    memories.c.learner == given("learner"), memories.c.active == fixed(1)
)
ACTIVE_MEMORIES = _active.order_by(memories.c.queue, *_due_order)
ACTIVE_MEMORIES_OF_DECKS = ACTIVE_MEMORIES.where(
    memories.c.deck.in_(select(listed("decks").c.value))
)
MEMORY_PLACE = select(
    memories.c.deck, memories.c.active, memories.c.queue, memories.c.due_day
).where(*_one_memory)
NEXT_OF_ALL = select(*_MEMORY).where(*_waiting).order_by(*_due_order).limit(fixed(1))


def _next_of_decks() -> Select[tuple[object, ...]]:
    """Return the earliest of each deck's earliest: one seek per deck, in one statement."""
    wanted = listed("decks")
    other = memories.alias("earliest")
    first = (
        select(other.c.card, other.c.side)
        .where(
            other.c.learner == given("learner"),
            other.c.deck == wanted.c.value,
            other.c.queue == given("queue"),
            other.c.due <= given("now"),
            other.c.active == fixed(1),
        )
        .order_by(other.c.due, other.c.card, other.c.side)
        .limit(fixed(1))
        .correlate(wanted)
    )
    return (
        select(*_MEMORY)
        .join_from(
            wanted,
            memories,
            (memories.c.learner == given("learner"))
            & (tuple_(memories.c.card, memories.c.side) == first.scalar_subquery()),
        )
        .order_by(*_due_order)
        .limit(fixed(1))
    )


NEXT_OF_DECKS = _next_of_decks()

_new_state = {column.name: given(column.name) for column in _STATE}
PUT_MEMORY = update(memories).where(*_one_memory).values(_new_state)
# Compare and swap: no row comes back when another window was first.
SWAP_MEMORY = (
    PUT_MEMORY.where(
        *(column.is_not_distinct_from(given(f"old_{column.name}")) for column in _STATE)
    )
).returning(memories.c.deck, memories.c.active)

# --- kept counts ---------------------------------------------------------------------------

_one_count = matching(due_counts, "learner", "deck", "queue", "due_day")
_raised = upsert(due_counts)
COUNT_UP = _raised.on_conflict_do_update(
    index_elements=list(due_counts.primary_key),
    set_={"count": due_counts.c.count + _raised.excluded.count},
)
COUNT_DOWN = (
    update(due_counts)
    .where(*_one_count, due_counts.c.count > fixed(1))
    .values(count=due_counts.c.count - fixed(1))
)
COUNT_OUT = delete(due_counts).where(*_one_count)

_due_by_day = (due_counts.c.learner == given("learner"), due_counts.c.due_day <= given("day"))
_due_sums = select(due_counts.c.deck, due_counts.c.queue, func.sum(due_counts.c.count))
DUE_COUNTS = _due_sums.where(*_due_by_day).group_by(due_counts.c.deck, due_counts.c.queue)
DUE_COUNTS_OF_DECKS = _due_sums.where(
    *_due_by_day, due_counts.c.deck.in_(select(listed("decks").c.value))
).group_by(due_counts.c.deck, due_counts.c.queue)

_AMOUNTS = [column for column in day_counts.c if not column.primary_key]
_studied = upsert(day_counts)
DAY_ADD = _studied.on_conflict_do_update(
    index_elements=list(day_counts.primary_key),
    set_={column.name: column + _studied.excluded[column.name] for column in _AMOUNTS},
)
DAY_OUT = delete(day_counts).where(
    *matching(day_counts, "learner", "day", "deck"), *(column == fixed(0) for column in _AMOUNTS)
)
DAY_COUNTS = select(day_counts.c.deck, *_AMOUNTS).where(*matching(day_counts, "learner", "day"))
