from __future__ import annotations

from dataclasses import replace

import pytest
from toys import (
    DAY,
    LEARNER,
    answer,
    card,
    change,
    counted,
    derived,
    draft,
    file,
    fold,
    review,
    undo,
)

from quizlab.domain.events import (
    PAYLOADS,
    EmptyPayload,
    EventKind,
    FlagPayload,
    InterviewPayload,
    ProofPayload,
    RegradePayload,
    RetractPayload,
    ReviewPayload,
    SettingsPayload,
)
from quizlab.domain.memory import DayCount, Memory, Queue
from quizlab.store import StaleAnswer, Store


@pytest.fixture
def studied(store: Store) -> Store:
    store.import_pack(
        "core", [file("a.md", *(card(f"core/{name}", position=n) for n, name in enumerate("abc")))]
    )
    return store


def test_a_commit_numbers_the_event_and_gives_it_this_device(studied: Store) -> None:
    first = answer(studied, review("core/a"))
    second = answer(studied, review("core/b"))
    assert (first.device, first.seq) == (studied.device(), 1)
    assert (second.device, second.seq) == (studied.device(), 2)
    assert first == replace(review("core/a"), device=studied.device(), seq=1)
    assert studied.last_seq() == 2


PAYLOAD_EXAMPLES = {
    EventKind.REVIEW: ReviewPayload(
        deck="core/a",
        grade=2,
        duration=1234,
        typed={"side": "112", "unit": "α\n\t\"'"},
        verdict="wrong",
        misconception="used-ceil",
        told_apart=("used-ceil", "no-padding"),
        hints=1,
        verifier="conv2d.output-side",
        version=3,
        seed=2**62,
        params={"size": 224, "lr": 1e-3, "layers": [[3, 1], [2, 2]], "on": True, "none": None},
    ),
    EventKind.REGRADE: RegradePayload("d", 1, 2),
    EventKind.RETRACT: RetractPayload("d", 1, by="system", reason="disagreed"),
    EventKind.PROOF: ProofPayload("d", 1, "conv2d.output-side", 3),
    EventKind.SUSPEND: EmptyPayload(),
    EventKind.UNSUSPEND: EmptyPayload(),
    EventKind.BURY: EmptyPayload(),
    EventKind.FORGET: EmptyPayload(),
    EventKind.FLAG: FlagPayload("the sign is wrong"),
    EventKind.SETTINGS: SettingsPayload(
        parameters=(0.1 + 0.2, 3.0), deck_retention={"core/a": 0.95}, rollover=0
    ),
    EventKind.INTERVIEW: InterviewPayload({"asked": 3, "nested": {"x": [1.5]}}),
}


def test_there_is_an_example_of_every_payload() -> None:
    assert set(PAYLOAD_EXAMPLES) == set(PAYLOADS) == set(EventKind)


@pytest.mark.parametrize("kind", list(EventKind))
def test_an_event_of_each_kind_comes_back_as_it_was_appended(
    studied: Store, kind: EventKind
) -> None:
    event = studied.append(draft(kind, "core/a", PAYLOAD_EXAMPLES[kind]))
    assert studied.events_of("core/a") == (event,)
    assert list(studied.all_events()) == [event]


def test_a_stale_commit_is_refused_and_writes_nothing(studied: Store) -> None:
    fresh = studied.memory("core/a")
    answer(studied, review("core/a", 3))
    before = derived(studied)
    with pytest.raises(StaleAnswer, match="core/a"):
        studied.commit(
            review("core/a", 4), {1: fresh}, {1: replace(fresh, reviews=1)}, DayCount(1, reviews=1)
        )
    assert derived(studied) == before
    assert studied.last_seq() == 1


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("queue", Queue.LEARNING),
        ("due", 1),
        ("due_day", 1),
        ("phase", 1),
        ("step", 0),
        ("stability", 0.5),
        ("difficulty", 0.5),
        ("last_at", 0),
        ("last_day", 0),
        ("reviews", 1),
        ("lapses", 1),
        ("suspended", True),
    ],
)
def test_a_difference_in_any_field_makes_a_commit_stale(
    studied: Store, field: str, value: object
) -> None:
    wrong = replace(studied.memory("core/a"), **{field: value})
    for after in ({1: replace(wrong, reviews=2)}, {1: wrong}, {}):
        with pytest.raises(StaleAnswer):
            studied.commit(review("core/a"), {1: wrong}, after, None)
    assert studied.last_seq() == 0


def test_a_sibling_that_changed_makes_a_commit_stale(store: Store) -> None:
    store.import_pack("core", [file("a.md", card("core/a", reversed=True))])
    expected = store.memories_of("core/a")
    answer(store, review("core/a", 3, side=2))
    with pytest.raises(StaleAnswer):
        store.commit(review("core/a", 3), expected, {1: replace(expected[1], reviews=1)}, None)
    assert store.last_seq() == 1


def test_a_commit_for_a_card_without_a_memory_is_stale(studied: Store) -> None:
    nobody = Memory(LEARNER, "core/nobody")
    with pytest.raises(StaleAnswer):
        studied.commit(review("core/nobody"), {1: nobody}, {1: nobody}, None)


def test_a_side_that_was_not_expected_is_a_mistake_of_the_caller(studied: Store) -> None:
    memory = studied.memory("core/a")
    with pytest.raises(ValueError, match="expected"):
        studied.commit(review("core/a"), {}, {1: memory}, None)


def test_an_event_of_another_learner_is_a_mistake_of_the_caller(studied: Store) -> None:
    with pytest.raises(ValueError, match="bob"):
        studied.append(replace(review("core/a"), learner="bob"))
    with pytest.raises(ValueError, match="bob"):
        studied.commit(replace(review("core/a"), learner="bob"), {}, {}, None)


def test_a_cram_answer_leaves_memory_and_counts_alone(studied: Store) -> None:
    memory = studied.memory("core/a")
    studied.commit(review("core/a"), {1: memory}, {1: memory}, None)
    assert studied.memory("core/a") == memory
    assert studied.day_counts(1) == {}


def test_day_counts_add_up_by_the_deck_that_the_review_names(studied: Store) -> None:
    answer(studied, review("core/a", 1, duration=1000))
    answer(studied, review("core/a", 3, duration=500, at=DAY + 1))
    answer(studied, review("core/b", 3, duration=10, deck="core/renamed"))
    answer(studied, review("core/c", 3, duration=7, at=2 * DAY))
    assert studied.day_counts(1) == {
        "core/adam": DayCount(1, new=1, reviews=2, again=1, milliseconds=1500),
        "core/renamed": DayCount(1, new=1, reviews=1, again=0, milliseconds=10),
    }
    assert set(studied.day_counts(1, ["core/renamed"])) == {"core/renamed"}
    assert studied.day_counts(2)["core/adam"].reviews == 1
    assert studied.day_counts(3) == {}


def test_the_history_of_a_card_is_in_replay_order_whatever_the_order_of_writing(
    studied: Store,
) -> None:
    late = answer(studied, review("core/a", 3, at=5 * DAY))
    early = answer(studied, review("core/a", 3, at=2 * DAY))
    assert studied.events_of("core/a") == (early, late)
    assert studied.events_of("core/a", kinds=[EventKind.FLAG]) == ()
    assert studied.events_of("core/a", kinds={EventKind.REVIEW}) == (early, late)


def test_undo_takes_back_one_review_each_time_from_the_newest(studied: Store) -> None:
    empty = derived(studied)
    first = answer(studied, review("core/a", 3))
    after_first = derived(studied)
    second = answer(studied, review("core/a", 1, at=2 * DAY))
    assert studied.newest_review() == second
    undo(studied, at=3 * DAY)
    assert studied.is_retracted(second.device, second.seq)
    assert not studied.is_retracted(first.device, first.seq)
    assert studied.newest_review() == first
    assert {**derived(studied), "retractions": []} == {**after_first, "retractions": []}
    undo(studied, at=3 * DAY)
    assert studied.newest_review() is None
    assert undo(studied) is None
    assert {**derived(studied), "retractions": []} == {**empty, "retractions": []}
    # The log keeps everything: two reviews and two retractions.
    assert len(studied.events_of("core/a")) == 4


def test_undo_skips_events_that_are_no_reviews(studied: Store) -> None:
    reviewed = answer(studied, review("core/a", 3))
    answer(studied, draft(EventKind.SUSPEND, "core/b"))
    studied.append(draft(EventKind.FLAG, "core/b", FlagPayload("?")))
    assert studied.newest_review() == reviewed


def test_retracting_twice_is_stale_and_counts_once(studied: Store) -> None:
    event = answer(studied, review("core/a", 3))
    undo(studied)
    before = derived(studied)
    again = draft(EventKind.RETRACT, "core/a", RetractPayload(event.device, event.seq))
    with pytest.raises(StaleAnswer):
        studied.append(again, {}, [("core/adam", DayCount(1, -1, -1, 0, -1500))])
    assert derived(studied) == before
    assert studied.last_seq() == 2


def test_a_regrade_changes_memory_and_counts_by_the_difference(studied: Store) -> None:
    event = answer(studied, review("core/a", 3))
    payload = RegradePayload(event.device, event.seq, 1)
    change(studied, draft(EventKind.REGRADE, "core/a", payload, at=DAY + 1))
    assert studied.memory("core/a").queue is Queue.LEARNING
    assert studied.day_counts(1)["core/adam"] == DayCount(1, 1, 1, 1, 1500)
    before = derived(studied)
    studied.rebuild(fold)
    assert derived(studied) == before


def test_an_append_on_memories_that_changed_meanwhile_is_stale(studied: Store) -> None:
    fresh = studied.memory("core/a")
    answer(studied, review("core/a", 3))
    before = derived(studied)
    with pytest.raises(StaleAnswer):
        studied.append(
            draft(EventKind.FLAG, "core/a", FlagPayload("x")),
            {("core/a", 1): replace(fresh, due=99)},
            [("core/adam", DayCount(1, 1))],
            expected={("core/a", 1): fresh},
        )
    assert derived(studied) == before


def test_an_append_without_expectations_replaces_what_is_there(studied: Store) -> None:
    after = replace(studied.memory("core/a"), queue=Queue.REVIEW, due=5, due_day=3, reviews=1)
    studied.append(
        draft(EventKind.FLAG, "core/a", FlagPayload("x")),
        {("core/a", 1): after, ("core/nobody", 1): Memory(LEARNER, "core/nobody")},
    )
    assert studied.memory("core/a") == after
    assert studied.memory("core/nobody") is None
    assert counted(studied)[0] == counted(studied)[1]


def test_recent_reviews_are_the_last_unretracted_ones_newest_last(studied: Store) -> None:
    def asked(seed: int, key: str, verifier: str) -> ReviewPayload:
        return answer(studied, review(key, 3, at=seed * DAY, seed=seed, verifier=verifier)).payload

    one = asked(1, "core/a", "conv")
    two = asked(2, "core/b", "conv")
    asked(3, "core/b", "pool")
    four = asked(4, "core/a", "conv")
    asked(5, "core/a", "conv")
    undo(studied, at=6 * DAY)
    assert studied.recent_reviews(verifier="conv") == (one, two, four)
    assert studied.recent_reviews(verifier="conv", limit=2) == (two, four)
    assert studied.recent_reviews(card="core/a") == (one, four)
    assert studied.recent_reviews(verifier="none") == ()
    for wrong in ({}, {"verifier": "conv", "card": "core/a"}):
        with pytest.raises(ValueError, match="either"):
            studied.recent_reviews(**wrong)


def test_settings_interviews_and_flags_are_found_in_replay_order(studied: Store) -> None:
    later = studied.append(draft(EventKind.SETTINGS, "", SettingsPayload(retention=0.8), at=9))
    first = studied.append(draft(EventKind.SETTINGS, "", SettingsPayload(retention=0.7), at=3))
    talk = studied.append(draft(EventKind.INTERVIEW, "", InterviewPayload({"asked": 2}), at=4))
    flag = studied.append(draft(EventKind.FLAG, "core/a", FlagPayload("why?"), at=5))
    gone = studied.append(draft(EventKind.FLAG, "core/b", FlagPayload("oops"), at=6))
    studied.append(draft(EventKind.RETRACT, "core/b", RetractPayload(gone.device, gone.seq)))
    assert studied.settings_events() == (first, later)
    assert studied.settings_events("bob") == ()
    assert studied.interviews() == (talk,)
    assert studied.flags() == (flag,)


def test_a_review_of_a_retired_card_is_kept_but_counted_in_no_queue(studied: Store) -> None:
    expected = studied.memories_of("core/a")
    studied.import_pack("core", [file("a.md")])
    after = {1: replace(expected[1], queue=Queue.REVIEW, due=9, due_day=9, reviews=1)}
    studied.commit(review("core/a"), expected, after, DayCount(1, 1, 1, 0, 5))
    assert studied.due_counts(99) == {}
    assert studied.memory("core/a") == after[1]


def test_two_stores_over_one_place_see_each_others_answers(backend: object) -> None:
    one, two = backend.open(), backend.open()
    one.import_pack("core", [file("a.md", card("core/a"))])
    stale = two.memories_of("core/a")
    answer(one, review("core/a", 3))
    assert two.memory("core/a") == one.memory("core/a")
    with pytest.raises(StaleAnswer):
        two.commit(review("core/a", 1), stale, {1: replace(stale[1], reviews=1)}, None)
    assert answer(two, review("core/a", 3, at=9 * DAY)).seq == 2
