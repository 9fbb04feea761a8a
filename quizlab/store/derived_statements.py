"""Every statement that makes derived rows again from the log and the cards, in SQLAlchemy Core.

`quizlab.store.generate` compiles them into `sql.py`; nothing else imports this module.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import case, delete, func, insert, select, tuple_, union_all, update
from sqlalchemy.dialects.sqlite import insert as upsert

from quizlab.store.phrases import fixed, given, listed, word
from quizlab.store.schema import (
    cards,
    day_counts,
    due_counts,
    events,
    former,
    learners,
    memories,
    pending,
    retractions,
    stale,
)

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, Select

# --- memories from cards ---------------------------------------------------------------------

_keys = listed("keys")
_may_be_asked = (
    (cards.c.retired == fixed(0))
    & (cards.c.withheld == fixed(0))
    & (memories.c.side <= fixed(1) + cards.c.reversed)
)
# A memory without a review waits at its card's place; bury gives it a day instead.
_at_its_place = (memories.c.phase == fixed(0)) & (memories.c.due_day == fixed(0))
_due = case((_at_its_place, cards.c.position), else_=memories.c.due)
_active = case((_may_be_asked, fixed(1)), else_=fixed(0))

_sides = union_all(select(fixed(1).label("side")), select(fixed(2).label("side"))).subquery("sides")
_columns = (
    "learner",
    "card",
    "side",
    "deck",
    "queue",
    "due",
    "due_day",
    "phase",
    "reviews",
    "lapses",
    "suspended",
    "active",
)


def _fresh(learner: ColumnElement[str]) -> Select[Any]:
    """Return an untouched memory of `learner` for each side that each card ever had."""
    zero = fixed(0)
    askable = (
        (cards.c.retired == zero)
        & (cards.c.withheld == zero)
        & (_sides.c.side <= fixed(1) + cards.c.reversed)
    )
    return select(
        learner,
        cards.c.key,
        _sides.c.side,
        cards.c.deck,
        zero,
        cards.c.position,
        zero,
        zero,
        zero,
        zero,
        zero,
        case((askable, fixed(1)), else_=zero),
    ).where(_sides.c.side <= cards.c.sides)


ADD_MEMORIES_OF_LEARNER = (
    upsert(memories).from_select(_columns, _fresh(given("learner"))).on_conflict_do_nothing()
)
ADD_MEMORIES_OF_CARDS = (
    upsert(memories)
    .from_select(
        _columns,
        _fresh(learners.c.name).where(cards.c.key == _keys.c.value),
    )
    .on_conflict_do_nothing()
)
# IN and not joins: the planner then seeks each memory by its key, whatever it guesses of sizes.
_learners = select(learners.c.name)
SYNC_MEMORIES = (
    update(memories)
    .values(deck=cards.c.deck, due=_due, active=_active)
    .where(
        memories.c.learner.in_(_learners),
        memories.c.card.in_(select(_keys.c.value)),
        cards.c.key == memories.c.card,
        # Rows that stay as they are cost no write.
        (memories.c.deck != cards.c.deck)
        | (memories.c.due != _due)
        | (memories.c.active != _active),
    )
)
CLEAR_MEMORIES = delete(memories)

# --- counts from memories --------------------------------------------------------------------

_given_decks = select(listed("decks").c.value)
_count_columns = [column.name for column in due_counts.c]
_place = (memories.c.learner, memories.c.deck, memories.c.queue, memories.c.due_day)
_counted = (
    select(*_place, func.count())
    .where(memories.c.active == fixed(1), memories.c.queue < fixed(3))
    .group_by(*_place)
)
COUNT_MEMORIES = insert(due_counts).from_select(_count_columns, _counted)
COUNT_MEMORIES_OF_LEARNER = insert(due_counts).from_select(
    _count_columns, _counted.where(memories.c.learner == given("learner"))
)
COUNT_MEMORIES_OF_DECKS = insert(due_counts).from_select(
    _count_columns,
    _counted.where(memories.c.learner.in_(_learners), memories.c.deck.in_(_given_decks)),
)
DROP_DUE_COUNTS = delete(due_counts).where(
    due_counts.c.learner.in_(_learners), due_counts.c.deck.in_(_given_decks)
)
CLEAR_DUE_COUNTS = delete(due_counts)
CLEAR_DAY_COUNTS = delete(day_counts)

# --- what lags behind the log ----------------------------------------------------------------

CLEAR_RETRACTIONS = delete(retractions)
RETRACT_ALL = (
    upsert(retractions)
    .from_select(
        ["device", "seq"],
        select(
            func.json_extract(events.c.payload, word("$.device")),
            func.json_extract(events.c.payload, word("$.seq")),
        ).where(events.c.kind == word("retract")),
    )
    .on_conflict_do_nothing()
)
ADD_PENDING = upsert(pending).on_conflict_do_nothing()
CLEAR_PENDING = delete(pending)
PENDING = select(pending.c.device, pending.c.seq)
# The key that the history belongs to now.
PENDING_CARDS = (
    select(events.c.learner, func.coalesce(former.c.card, events.c.card))
    .outerjoin_from(events, former, former.c.old == events.c.card)
    .where(
        tuple_(events.c.device, events.c.seq).in_(select(pending.c.device, pending.c.seq)),
        events.c.card != word(""),
    )
    .distinct()
)
STALE = select(stale.c.learner, stale.c.card)
CLEAR_STALE = delete(stale)
# Cards whose history in the log an import has just made theirs.
ADD_STALE = (
    upsert(stale)
    .from_select(
        ["learner", "card"],
        select(learners.c.name, _keys.c.value)
        .select_from(_keys)
        .join(learners, fixed(1) == fixed(1)),
    )
    .on_conflict_do_nothing()
)
WITH_HISTORY = select(_keys.c.value).where(
    select(fixed(1))
    .where(events.c.learner.in_(_learners), events.c.card == _keys.c.value)
    .correlate(_keys)
    .exists()
)
COUNT_HISTORIES = select(func.count(events.c.card.distinct())).where(
    events.c.learner == given("learner"), events.c.card != word("")
)
LOG = (
    select(*(column for column in events.c if column.name != "verifier"))
    .where(events.c.learner == given("learner"), events.c.card != word(""))
    .order_by(events.c.card, events.c.at, events.c.device, events.c.seq)
)
