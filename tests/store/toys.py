"""A toy scheduler and makers of records: the store's tests need some scheduler, not ours."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from quizlab.domain.cards import CardText, Lesson
from quizlab.domain.events import (
    EmptyPayload,
    Event,
    EventKind,
    Payload,
    RegradePayload,
    RetractPayload,
    ReviewPayload,
)
from quizlab.domain.memory import DayCount, Memory, Phase, Queue
from quizlab.store import ImportedFile

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from quizlab.store import Store

DAY = 86_400_000
LEARNER = "ada"


@dataclass
class Backend:
    """Opens stores over one place, so that the contract can run over another backend too."""

    opener: type[Store]
    path: Path

    def __post_init__(self) -> None:
        self.opened: list[Store] = []

    def open(self, learner: str = LEARNER) -> Store:
        store = self.opener.open(self.path, learner=learner, now=0)
        self.opened.append(store)
        return store

    def close(self) -> None:
        for store in self.opened:
            store.close()


def card(key: str, *, deck: str = "core/adam", position: int = 0, **fields: object) -> CardText:
    text = CardText(
        key=key,
        deck=deck,
        deck_name=deck.title(),
        path="",
        line=1,
        position=position,
        text=f"## {key}",
    )
    return replace(text, **fields)


def file(path: str, *cards: CardText, **fields: object) -> ImportedFile:
    deck = cards[0].deck if cards else "core/adam"
    made = ImportedFile(
        path=path,
        mtime_ns=1,
        size=2,
        digest="d",
        structural=False,
        deck=deck,
        deck_name=deck.title(),
        cards=tuple(replace(one, path=path) for one in cards),
        lessons=(Lesson(deck, "Lesson", "text", 1),),
    )
    return replace(made, **fields)


def draft(
    kind: EventKind, card: str, payload: Payload | None = None, *, at: int = DAY, **fields: object
) -> Event:
    made = Event(
        device="",
        seq=0,
        learner=LEARNER,
        at=at,
        offset=60,
        day=at // DAY,
        kind=kind,
        card=card,
        side=1,
        payload=payload or EmptyPayload(),
    )
    return replace(made, **fields)


def review(card: str, grade: int = 3, *, at: int = DAY, side: int = 1, **fields: object) -> Event:
    payload = replace(ReviewPayload("core/adam", grade, 1500), **fields)
    return draft(EventKind.REVIEW, card, payload, at=at, side=side)


@dataclass(frozen=True)
class ToyFolded:
    memories: dict[int, Memory]
    counts: tuple[tuple[DayCount, str], ...]


def step(
    memories: Mapping[int, Memory], event: Event, grade: int, positions: Mapping[int, int]
) -> tuple[dict[int, Memory], DayCount | None]:
    """One event on all sides of a card."""
    after = dict(memories)
    if event.kind is EventKind.REVIEW and event.side in after:
        after[event.side] = _reviewed(after[event.side], event, grade)
        for side, other in after.items():
            if side != event.side and other.queue is Queue.NEW:
                after[side] = _buried(other, event)
        count = DayCount(
            event.day,
            new=int(memories[event.side].reviews == 0),
            reviews=1,
            again=int(grade == 1),
            milliseconds=event.payload.duration,
        )
        return after, count
    for side, memory in after.items():
        if event.kind is EventKind.SUSPEND:
            after[side] = replace(memory, queue=Queue.SUSPENDED, suspended=True)
        elif event.kind is EventKind.UNSUSPEND and memory.suspended:
            queue = Queue(min(memory.phase, Queue.REVIEW))
            after[side] = replace(memory, queue=queue, suspended=False)
        elif event.kind is EventKind.BURY and memory.queue in (Queue.NEW, Queue.REVIEW):
            after[side] = _buried(memory, event)
        elif event.kind is EventKind.FORGET:
            after[side] = Memory(memory.learner, memory.card, side, due=positions[side])
    return after, None


def _buried(memory: Memory, event: Event) -> Memory:
    return replace(memory, due=(event.day + 1) * DAY, due_day=event.day + 1)


def _reviewed(memory: Memory, event: Event, grade: int) -> Memory:
    interval = grade * (memory.reviews + 1)
    after = replace(
        memory,
        queue=Queue.REVIEW,
        due=(event.day + interval) * DAY,
        due_day=event.day + interval,
        phase=Phase.REVIEW,
        step=None,
        stability=interval * 1.1,
        difficulty=5.0 + 1 / interval,
        last_at=event.at,
        last_day=event.day,
        reviews=memory.reviews + 1,
        suspended=False,
    )
    if grade > 1:
        return after
    return replace(
        after,
        queue=Queue.LEARNING,
        due=event.at + 60_000,
        due_day=event.day,
        phase=Phase.LEARNING,
        step=0,
        lapses=memory.lapses + (memory.phase is Phase.REVIEW),
    )


def fold(
    learner: str, card: str, positions: Mapping[int, int], events: tuple[Event, ...]
) -> ToyFolded:
    """The whole history of a card: what `Store.rebuild` and `refold` are given."""
    memories = {side: Memory(learner, card, side, due=place) for side, place in positions.items()}
    retracted = {
        (event.payload.device, event.payload.seq)
        for event in events
        if isinstance(event.payload, RetractPayload)
    }
    grades = {
        (event.payload.device, event.payload.seq): event.payload.grade
        for event in events
        if isinstance(event.payload, RegradePayload)
    }
    counts = []
    for event in events:
        key = (event.device, event.seq)
        if key in retracted:
            continue
        grade = grades.get(key, getattr(event.payload, "grade", 0))
        memories, count = step(memories, event, grade, positions)
        if count is not None:
            counts.append((count, event.payload.deck))
    return ToyFolded(memories, tuple(counts))


def answer(store: Store, event: Event) -> Event:
    """Commit `event` as a session would: one step on the memories that the store holds."""
    expected = store.memories_of(event.card)
    grade = getattr(event.payload, "grade", 0)
    after, count = step(expected, event, grade, store.positions(event.card))
    return store.commit(event, expected, after, count)


def change(store: Store, event: Event) -> Event:
    """Append a retraction or regrade as a session would: fold without it and with it."""
    key = event.card
    events = store.events_of(key)
    positions = store.positions(key, events)
    before = fold(store.learner, key, positions, events)
    after = fold(store.learner, key, positions, (*events, event))
    sums: Counter[tuple[str, int, str]] = Counter()
    for sign, folded in ((-1, before), (1, after)):
        for count, deck in folded.counts:
            for name in ("new", "reviews", "again", "milliseconds"):
                sums[deck, count.day, name] += sign * getattr(count, name)
    days = {(deck, day) for deck, day, _ in sums}
    counts = [
        (
            deck,
            DayCount(
                day,
                **{
                    name: sums[deck, day, name]
                    for name in ("new", "reviews", "again", "milliseconds")
                },
            ),
        )
        for deck, day in sorted(days)
    ]
    return store.append(
        event,
        {(key, side): memory for side, memory in after.memories.items()},
        counts,
        expected={(key, side): memory for side, memory in store.memories_of(key).items()},
    )


def undo(store: Store, *, at: int = DAY) -> Event | None:
    newest = store.newest_review()
    if newest is None:
        return None
    payload = RetractPayload(newest.device, newest.seq)
    key = store.present_key(newest.card)
    return change(store, draft(EventKind.RETRACT, key, payload, at=at))


def derived(store: Store) -> dict[str, list[tuple[object, ...]]]:
    """Every row that a rebuild makes, table by table."""
    tables = ("memories", "due_counts", "day_counts", "retractions", "former", "decks")
    return {
        table: sorted(store._database.rows(f"SELECT * FROM {table}"), key=repr)  # noqa: S608
        for table in tables
    }


def counted(store: Store) -> tuple[list[tuple[object, ...]], list[tuple[object, ...]]]:
    """The due counts as they are kept, and as the memories themselves give them."""
    kept = store._database.rows("SELECT learner, deck, queue, due_day, count FROM due_counts")
    rows = store._database.rows(
        "SELECT learner, deck, queue, due_day FROM memories WHERE active = 1 AND queue < 3"
    )
    return sorted(kept), sorted((*place, count) for place, count in Counter(rows).items())
