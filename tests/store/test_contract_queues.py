from __future__ import annotations

from dataclasses import replace

import pytest
from toys import DAY, LEARNER, answer, card, draft, file, review

from quizlab.domain.events import EventKind
from quizlab.domain.memory import Memory, Phase, Queue
from quizlab.store import DueCounts, Store


@pytest.fixture
def two_decks(store: Store) -> Store:
    store.import_pack(
        "core",
        [
            file(
                "a.md",
                *(card(f"core/a{n}", deck="core/a", position=n) for n in range(3)),
            ),
            file(
                "b.md",
                *(card(f"core/b{n}", deck="core/b", position=10 + n) for n in range(3)),
            ),
        ],
    )
    return store


def test_new_cards_come_in_the_packs_order(two_decks: Store) -> None:
    assert two_decks.next_new((), DAY).card == "core/a0"
    assert two_decks.next_new(["core/b"], DAY).card == "core/b0"
    assert two_decks.next_new(["core/b", "core/a"], DAY).card == "core/a0"
    assert two_decks.next_new(["core/none"], DAY) is None


def test_a_buried_new_card_waits_for_its_day(two_decks: Store) -> None:
    answer(two_decks, draft(EventKind.BURY, "core/a0"))
    assert two_decks.next_new((), 2 * DAY - 1).card == "core/a1"
    assert two_decks.memory("core/a0").due == 2 * DAY
    assert two_decks.due_counts(1)["core/a"] == DueCounts(new=2)
    assert two_decks.due_counts(2)["core/a"] == DueCounts(new=3)


def test_a_suspended_card_is_in_no_queue_and_no_count(two_decks: Store) -> None:
    answer(two_decks, draft(EventKind.SUSPEND, "core/a0"))
    assert two_decks.next_new((), DAY).card == "core/a1"
    assert two_decks.due_counts(1)["core/a"] == DueCounts(new=2)
    answer(two_decks, draft(EventKind.UNSUSPEND, "core/a0"))
    assert two_decks.next_new((), DAY).card == "core/a0"
    assert two_decks.due_counts(1)["core/a"] == DueCounts(new=3)


@pytest.mark.parametrize("decks", [(), ("core/a", "core/b")])
def test_reviews_come_by_due_then_by_key_over_all_decks(
    two_decks: Store, decks: tuple[str, ...]
) -> None:
    for key, at in (("core/b0", DAY), ("core/a2", DAY), ("core/a1", DAY + 5), ("core/b1", 9 * DAY)):
        answer(two_decks, review(key, 3, at=at))
    found = []
    while (memory := two_decks.next_review(decks, 100 * DAY)) is not None:
        found.append(memory.card)
        answer(two_decks, draft(EventKind.SUSPEND, memory.card))
    assert found == ["core/a1", "core/a2", "core/b0", "core/b1"]


def test_what_is_due_later_is_not_returned(two_decks: Store) -> None:
    answer(two_decks, review("core/a0", 3, at=DAY))
    due = two_decks.memory("core/a0").due
    assert two_decks.next_review((), due - 1) is None
    assert two_decks.next_review((), due).card == "core/a0"
    assert two_decks.next_review(["core/a"], due - 1) is None
    assert two_decks.next_review(["core/a"], due).card == "core/a0"


def test_learning_is_a_queue_of_its_own_and_a_later_now_looks_ahead(two_decks: Store) -> None:
    answer(two_decks, review("core/a0", 1, at=DAY))
    assert two_decks.next_learning((), DAY) is None
    assert two_decks.next_learning((), DAY + 60_000).card == "core/a0"
    assert two_decks.next_review((), 9 * DAY) is None
    assert two_decks.due_counts(1)["core/a"] == DueCounts(new=2, learning=1)


def test_both_sides_of_a_card_wait_by_themselves(store: Store) -> None:
    store.import_pack("core", [file("a.md", card("core/a", reversed=True))])
    assert store.next_new((), 0).side == 1
    answer(store, review("core/a", 3, side=1))
    # The sibling is buried for the day.
    assert store.next_new((), DAY) is None
    assert store.next_new((), 2 * DAY).side == 2


def test_counts_of_some_decks_leave_the_others_out(two_decks: Store) -> None:
    assert two_decks.due_counts(0, ["core/b"]) == {"core/b": DueCounts(new=3)}
    assert two_decks.due_counts(0, ["core/none"]) == {}
    assert set(two_decks.due_counts(0)) == {"core/a", "core/b"}


def test_a_filtered_session_gets_every_memory_that_may_be_asked(two_decks: Store) -> None:
    two_decks.withhold("core/a1", withheld=True)
    answer(two_decks, draft(EventKind.SUSPEND, "core/a2"))
    answer(two_decks, review("core/b0", 3))
    found = [memory.card for memory in two_decks.active_memories()]
    assert found == ["core/a0", "core/b1", "core/b2", "core/b0", "core/a2"]
    assert [memory.card for memory in two_decks.active_memories(["core/a"])] == [
        "core/a0",
        "core/a2",
    ]


def test_learners_have_queues_of_their_own(backend: object) -> None:
    ada, bob = backend.open("ada"), backend.open("bob")
    ada.import_pack("core", [file("a.md", card("core/a"))])
    answer(ada, review("core/a", 3))
    assert ada.next_new((), DAY) is None
    assert bob.next_new((), DAY) == Memory("bob", "core/a")
    assert bob.day_counts(1) == {}
    assert bob.newest_review() is None
    assert bob.events_of("core/a") == ()


def test_a_memory_comes_back_with_every_field(store: Store) -> None:
    store.import_pack("core", [file("a.md", card("core/a"))])
    fresh = Memory(LEARNER, "core/a")
    full = replace(
        fresh,
        queue=Queue.SUSPENDED,
        due=1,
        due_day=2,
        phase=Phase.RELEARNING,
        step=4,
        stability=0.1 + 0.2,
        difficulty=1 / 3,
        last_at=5,
        last_day=6,
        reviews=7,
        lapses=8,
        suspended=True,
    )
    store.commit(review("core/a"), {1: fresh}, {1: full}, None)
    assert store.memory("core/a") == full
    assert store.memory("core/a").stability.hex() == (0.1 + 0.2).hex()
    assert type(store.memory("core/a").queue) is Queue


def test_a_session_over_hundreds_of_decks_is_one_statement(store: Store) -> None:
    files = [file(f"{n}.md", card(f"core/c{n}", deck=f"core/d{n}", position=n)) for n in range(600)]
    store.import_pack("core", files)
    assert store.next_new([f"core/d{n}" for n in range(599, 4, -1)], DAY).card == "core/c5"
