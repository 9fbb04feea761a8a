"""Folding whole histories: any order, any merge, undo and regrade, always the same memories."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizlab.domain.events import (
    Event,
    EventKind,
    FlagPayload,
    RegradePayload,
    RetractPayload,
    SettingsPayload,
)
from quizlab.domain.memory import DayCount, Memory
from quizlab.scheduling import Folded, Timeline, changed_counts, effective, fold, start, step
from quizlab.scheduling.days import DAY, HOUR, MINUTE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

CARD = "core/adam-bias"
NOON = 20_000 * DAY + DAY // 2
POSITIONS = {1: 71, 2: 72}
KINDS = (
    *(EventKind.REVIEW,) * 12,
    EventKind.SUSPEND,
    EventKind.UNSUSPEND,
    EventKind.BURY,
    EventKind.FORGET,
    EventKind.FLAG,
    EventKind.SETTINGS,
)
# Berlin in winter and summer, Nepal, both shores of the date line: clocks that change between any
# two reviews stand for summer time and for journeys alike.
OFFSETS = st.sampled_from([0, 60, 120, 345, -600, 720, 840])
GAPS = st.one_of(
    st.integers(0, 30 * MINUTE),
    st.integers(0, 40 * HOUR),
    st.integers(0, 900).map(lambda days: days * DAY),
)
SETTINGS = st.builds(
    SettingsPayload,
    retention=st.floats(0.7, 0.99),
    learning_steps=st.sampled_from([(), (1.0,), (1.0, 10.0), (5.0, 60.0, 1440.0)]),
    relearning_steps=st.sampled_from([(), (10.0,), (10.0, 600.0)]),
    rollover=st.sampled_from([0, 4, 12]),
    maximum_interval=st.sampled_from([1, 30, 36_500]),
)


class Deed(NamedTuple):
    """Something that a learner does, before it is an event."""

    gap: int
    kind: EventKind
    grade: int
    side: int
    offset: int
    device: str
    settings: SettingsPayload
    deck: str


DEEDS = st.builds(
    Deed,
    gap=GAPS,
    kind=st.sampled_from(KINDS),
    grade=st.integers(1, 4),
    side=st.sampled_from([1, 2]),
    offset=OFFSETS,
    device=st.sampled_from(["laptop", "tower"]),
    settings=SETTINGS,
    deck=st.sampled_from(["core/adam", "core/optimisers"]),
)
# Short ones are easily understood when they fail; long ones have many undone and regraded reviews.
HISTORIES = st.one_of(st.lists(DEEDS, max_size=8), st.lists(DEEDS, min_size=20, max_size=60))


def written(deeds: Iterable[Deed], write: Callable[..., Event], at: int = NOON) -> list[Event]:
    """The events of some deeds, in order; two machines write in turn."""
    events: list[Event] = []
    numbers = {"laptop": 0, "tower": 0}
    rollover = SettingsPayload().rollover
    for deed in deeds:
        at += deed.gap
        numbers[deed.device] += 1
        payload = {
            EventKind.SETTINGS: deed.settings,
            EventKind.FLAG: FlagPayload("?"),
        }.get(deed.kind)
        if deed.kind is EventKind.SETTINGS:
            rollover = deed.settings.rollover
        events.append(
            write(
                at,
                deed.grade,
                kind=deed.kind,
                side=deed.side if deed.kind is EventKind.REVIEW else 0,
                offset=deed.offset,
                rollover=rollover,
                device=deed.device,
                seq=numbers[deed.device],
                payload=payload,
                deck=deed.deck,
            )
        )
    return sorted(events, key=lambda event: event.order)


def folded(events: Iterable[Event]) -> Folded:
    events = list(events)
    return fold("ada", CARD, POSITIONS, events, Timeline(events))


def stepped(events: Iterable[Event]) -> Folded:
    """The other road: what a session does, event by event, knowing only the settings so far."""
    memories = {side: start("ada", CARD, side, place) for side, place in POSITIONS.items()}
    in_force, counts = SettingsPayload(), []
    for event in events:
        if isinstance(event.payload, SettingsPayload):
            in_force = event.payload
        memories, count = step(memories, event, in_force, POSITIONS)
        if count is not None:
            counts.append((event.payload.deck, count))
    return Folded(memories, tuple(counts))


def retraction(of: Event, write: Callable[..., Event], at: int, seq: int = 10_000) -> Event:
    payload = RetractPayload(of.device, of.seq)
    return write(at, kind=EventKind.RETRACT, device=of.device, seq=seq, payload=payload)


def regrade(of: Event, grade: int, write: Callable[..., Event], at: int, seq: int) -> Event:
    payload = RegradePayload(of.device, of.seq, grade)
    return write(at, kind=EventKind.REGRADE, device=of.device, seq=seq, payload=payload)


@settings(max_examples=100)
@given(deeds=HISTORIES)
def test_folding_a_history_is_stepping_through_it(
    deeds: list[Deed], write: Callable[..., Event]
) -> None:
    events = written(deeds, write)
    assert folded(events) == stepped(events)


@settings(max_examples=60)
@given(deeds=HISTORIES, dice=st.randoms(use_true_random=False))
def test_two_logs_merge_by_union_in_any_order_and_more_than_once(
    deeds: list[Deed], dice: object, write: Callable[..., Event]
) -> None:
    events = written(deeds, write)
    laptop = [event for event in events if event.device == "laptop"]
    tower = [event for event in events if event.device == "tower"]
    shuffled = [*events, *events[::2]]
    dice.shuffle(shuffled)
    expected = stepped(events)
    assert folded(laptop + tower) == expected
    assert folded(tower + laptop) == expected
    assert folded(shuffled) == expected


@settings(max_examples=60)
@given(deeds=HISTORIES, undone=st.integers(1, 6))
def test_each_undo_restores_exactly_the_state_before(
    deeds: list[Deed], undone: int, write: Callable[..., Event]
) -> None:
    events = written(deeds, write)
    reviews = [event for event in events if event.kind is EventKind.REVIEW]
    log, gone = list(events), set()
    for number, review in enumerate(reversed(reviews[-undone:])):
        log.append(retraction(review, write, events[-1].at + number, 10_000 + number))
        gone.add(review.order)
        assert folded(log) == stepped([event for event in events if event.order not in gone])


@settings(max_examples=40)
@given(deeds=HISTORIES, review=DEEDS)
def test_undoing_the_newest_review_gives_back_the_very_memories_of_before(
    deeds: list[Deed], review: Deed, write: Callable[..., Event]
) -> None:
    review = review._replace(kind=EventKind.REVIEW)
    events = written([*deeds, review], write)
    before, newest = events[:-1], events[-1]
    undone = [*events, retraction(newest, write, newest.at + 1)]
    assert folded(undone) == folded(before)
    again = replace(newest, at=newest.at + 2, seq=20_000)
    assert folded([*undone, again]) == stepped([*before, again])


@settings(max_examples=60)
@given(deeds=HISTORIES, which=st.integers(0, 40), grades=st.lists(st.integers(1, 4), min_size=1))
def test_a_regrade_is_as_if_graded_so_at_first_and_the_last_one_holds(
    deeds: list[Deed], which: int, grades: list[int], write: Callable[..., Event]
) -> None:
    events = written(deeds, write)
    reviews = [event for event in events if event.kind is EventKind.REVIEW]
    if not reviews:
        return
    target = reviews[which % len(reviews)]
    late = events[-1].at
    changes = [
        regrade(target, grade, write, late + number, 10_000 + number)
        for number, grade in enumerate(grades)
    ]
    as_first = replace(target, payload=replace(target.payload, grade=grades[-1]))
    expected = stepped([as_first if event is target else event for event in events])
    assert folded([*reversed(changes), *events]) == expected


def test_taking_a_regrade_back_restores_the_grade_before(write: Callable[..., Event]) -> None:
    review = write(NOON, 3, seq=1)
    better = regrade(review, 4, write, NOON + 1, 2)
    assert folded([review, better, retraction(better, write, NOON + 2, 3)]) == folded([review])


def test_a_retraction_of_a_retraction_is_nothing(write: Callable[..., Event]) -> None:
    review = write(NOON, 3, seq=1)
    first = retraction(review, write, NOON + 1, 2)
    assert folded([review, first, retraction(first, write, NOON + 2, 3)]) == folded([])


def test_retractions_and_regrades_of_the_unknown_mean_nothing(write: Callable[..., Event]) -> None:
    review = write(NOON, 3, seq=1)
    ghost = replace(review, device="phone")
    strays = [retraction(ghost, write, NOON + 1), regrade(ghost, 1, write, NOON + 2, 5)]
    assert folded([review, *strays]) == folded([review])


def test_a_retraction_by_a_machine_whose_clock_is_slow_still_counts(
    write: Callable[..., Event],
) -> None:
    review = write(NOON, 3, seq=1)
    assert folded([review, retraction(review, write, NOON - HOUR)]) == folded([])


def test_a_regraded_review_that_is_undone_is_gone(write: Callable[..., Event]) -> None:
    review = write(NOON, 3, seq=1)
    better = regrade(review, 4, write, NOON + 1, 2)
    assert effective([review, better, retraction(review, write, NOON + 2, 3)]) == []


def test_what_counts_comes_out_in_replay_order(write: Callable[..., Event]) -> None:
    late = write(NOON + 1, 3, device="laptop", seq=1)
    tied = [
        write(NOON, 3, device=device, seq=seq) for device, seq in (("a", 2), ("a", 9), ("b", 1))
    ]
    assert effective([late, *reversed(tied)]) == [*tied, late]


@settings(max_examples=25)
@given(deeds=HISTORIES)
def test_a_side_that_is_gone_still_counts_and_has_no_memory(
    deeds: list[Deed], write: Callable[..., Event]
) -> None:
    events = written(deeds, write)
    everything = folded(events)
    one = fold("ada", CARD, {1: 71}, events, Timeline(events))
    none = fold("ada", CARD, {}, events, Timeline(events))
    assert one.counts == none.counts == everything.counts
    assert none.memories == {}
    assert one.memories == {1: everything.memories[1]}


def test_a_card_without_a_history_starts_at_its_positions() -> None:
    assert folded([]) == Folded(
        {1: Memory("ada", CARD, 1, due=71), 2: Memory("ada", CARD, 2, due=72)}, ()
    )


def test_a_card_keeps_its_history_under_a_new_name(write: Callable[..., Event]) -> None:
    events = [write(NOON + number * 9 * DAY, 4) for number in range(3)]
    renamed = fold("ada", "core/new-name", POSITIONS, events, Timeline())
    as_before = folded(events)
    assert renamed.counts == as_before.counts
    assert renamed.memories == {
        side: replace(memory, card="core/new-name") for side, memory in as_before.memories.items()
    }


@settings(max_examples=40)
@given(deeds=HISTORIES, grade=st.integers(1, 4))
def test_changed_counts_added_to_the_old_sums_give_the_new_ones(
    deeds: list[Deed], grade: int, write: Callable[..., Event]
) -> None:
    events = written(deeds, write)
    reviews = [event for event in events if event.kind is EventKind.REVIEW]
    later = [*events]
    if reviews:
        later.append(regrade(reviews[0], grade, write, events[-1].at, 10_000))
        later.append(retraction(reviews[-1], write, events[-1].at, 10_001))
    before, after = folded(events), folded(later)
    changes = changed_counts(before, after)
    assert all(count != DayCount(count.day) for _, count in changes)
    assert sums([*before.counts, *changes]) == sums(after.counts)


def sums(counts: Iterable[tuple[str, DayCount]]) -> dict[tuple[str, int], tuple[int, ...]]:
    totals: dict[tuple[str, int], tuple[int, ...]] = {}
    for deck, count in counts:
        added = (count.new, count.reviews, count.again, count.milliseconds)
        old = totals.get((deck, count.day), (0, 0, 0, 0))
        totals[deck, count.day] = tuple(map(sum, zip(old, added, strict=True)))
    return {place: total for place, total in totals.items() if any(total)}


def test_an_undo_takes_its_review_out_of_the_days_counts(write: Callable[..., Event]) -> None:
    review = write(NOON, 1, seq=1, duration=700)
    before = folded([review])
    after = folded([review, retraction(review, write, NOON + 1)])
    assert changed_counts(before, after) == (
        ("core/adam", DayCount(20_000, new=-1, reviews=-1, again=-1, milliseconds=-700)),
    )


def test_an_impossible_grade_in_the_log_is_named(write: Callable[..., Event]) -> None:
    review = write(NOON, 3, seq=1)
    with pytest.raises(ValueError, match="laptop:1 has the grade 7; possible: 1"):
        folded([review, regrade(review, 7, write, NOON + 1, 2)])
