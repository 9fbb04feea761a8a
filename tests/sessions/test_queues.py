"""Which card comes next: limits, cram, filters, siblings, suspended and buried cards."""

import pytest
from sittings import study_of, until

from quizlab.domain.grades import Grade
from quizlab.scheduling.days import DAY
from quizlab.sessions.queues import Waiting
from quizlab.store import StaleAnswer


def test_the_other_side_of_a_reversed_card_waits_for_tomorrow(filled, clock):
    study = study_of(filled)
    question = until(study, "own/momentum")
    assert question.side == 1
    study.grade(Grade.EASY)
    sides = filled.store.memories_of("own/momentum")
    today = filled.progress.moment().day
    assert sides[2].due_day == today + 1
    clock.pass_time(DAY)
    study = study_of(filled)
    asked = study.next()
    while (asked.question.card, asked.question.side) != ("own/momentum", 2):
        study.grade(Grade.EASY)
        asked = study.next()
    assert "Momentum" not in str(asked.question.heading) + str(asked.question.prompt)


def test_a_suspended_card_is_not_asked_and_a_buried_one_not_today(filled, clock):
    study = study_of(filled)
    first = study.next().question.card
    study.suspend()
    second = study.next().question.card
    study.bury()
    seen = set()
    while (asked := study.next()) is not None and not isinstance(asked, Waiting):
        seen.add(asked.question.card)
        study.grade(Grade.EASY)
    assert not {first, second} & seen
    clock.pass_time(DAY)
    study = study_of(filled)
    seen = set()
    while (asked := study.next()) is not None and not isinstance(asked, Waiting):
        seen.add(asked.question.card)
        study.grade(Grade.EASY)
    assert second in seen
    assert first not in seen


def test_learning_steps_come_back_within_the_session_or_say_when(filled, clock, monkeypatch):
    from quizlab.scheduling import queue

    study = study_of(filled)
    study.next()
    study.grade(Grade.AGAIN)
    while study.next().question.card != "own/stride":
        study.bury()
    # A step of ten minutes may come early when nothing else is left; without that it is waited for.
    study.grade(Grade.GOOD)
    monkeypatch.setattr(queue, "LEARN_AHEAD", 0)
    waiting = study.next()
    assert isinstance(waiting, Waiting)
    assert waiting.until == filled.store.memory("own/stride", 1).due
    clock.at = waiting.until
    assert study.next().question.card == "own/stride"


def test_daily_limits_hold_over_sessions(filled):
    study = study_of(filled, new_limit=2)
    for _ in range(2):
        study.next()
        study.grade(Grade.EASY)
    assert study.next() is None
    assert study_of(filled, new_limit=2).next() is None


def test_a_session_limit_ends_the_session(filled):
    study = study_of(filled, limit=1)
    study.next()
    study.grade(Grade.EASY)
    assert study.next() is None


def test_cram_asks_everything_and_leaves_the_memory_alone(filled):
    study = study_of(filled, cram=True)
    before = {c.key: filled.store.memories_of(c.key) for c in filled.store.all_cards()}
    seen = []
    while (asked := study.next()) is not None:
        seen.append((asked.question.card, asked.question.side))
        assert not study.grade(Grade.GOOD).recorded
    assert len(seen) == 7
    assert {c.key: filled.store.memories_of(c.key) for c in filled.store.all_cards()} == before
    assert list(filled.store.all_events()) == []


def test_undo_in_a_cram_takes_back_nothing_of_another_day(filled):
    study = study_of(filled)
    study.next()
    study.grade(Grade.GOOD)
    cram = study_of(filled, cram=True)
    cram.next()
    cram.grade(Grade.AGAIN)
    assert cram.undo() is None
    assert filled.store.memory("own/stride", 1).reviews == 1


def test_a_filtered_session_holds_the_cards_with_the_tag(filled):
    study = study_of(filled, tags=("hard",))
    assert study.next().question.card == "own/side"
    study.submit({study.asked.question.parts[0].name: "16"})
    study.grade(Grade.EASY)
    assert study.next() is None


def test_the_limits_of_the_day_hold_for_a_filtered_session_as_well(filled):
    for _ in range(2):
        study = study_of(filled, tags=("first",), new_limit=2)
        while study.next() is not None:
            study.grade(Grade.EASY)
    counts = filled.store.day_counts(filled.progress.moment().day)
    assert sum(count.new for count in counts.values()) == 2


def test_a_limit_holds_for_a_cram_as_well(filled):
    study = study_of(filled, cram=True, limit=2)
    for _ in range(2):
        study.next()
        study.grade(Grade.GOOD)
    assert study.next() is None


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("Optimisation/Adam", ["a"]),
        ("optimisation/adamw", ["w"]),
        ("Optimisation", ["a", "w"]),
        ("Optimisation/", ["a", "w"]),
        ("Opt", ["a", "w"]),
        ("Convolution", []),
    ],
)
def test_a_deck_is_named_by_a_leading_part_but_not_by_half_a_word_of_another(name, found):
    from quizlab.sessions.overview import matching_decks
    from quizlab.store import DeckInfo

    known = [DeckInfo("a", "Optimisation/Adam", 1), DeckInfo("w", "Optimisation/AdamW", 1)]
    assert matching_decks(name, known) == found


def test_a_card_forgotten_eight_times_is_mentioned_as_a_leech_and_stays(filled, clock):
    study = study_of(filled)
    said = []
    for _ in range(9):
        memory = filled.store.memory("own/stride", 1)
        clock.at = max(clock.at, memory.due) + 1
        until(study, "own/stride")
        study.grade(Grade.EASY)
        memory = filled.store.memory("own/stride", 1)
        clock.at = max(clock.at, memory.due) + 1
        until(study, "own/stride")
        study.grade(Grade.AGAIN)
        said += [(filled.store.memory("own/stride", 1).lapses, note) for note in study.notes]
        study.notes.clear()
    assert [lapses for lapses, _ in said] == [8]
    assert "leech" in said[0][1]
    assert not filled.store.memory("own/stride", 1).suspended


def test_an_answer_that_was_refused_uses_up_no_limit(filled):
    one, other = study_of(filled), study_of(filled, limit=1)
    one.next()
    other.next()
    one.grade(Grade.EASY)
    with pytest.raises(StaleAnswer):
        other.grade(Grade.GOOD)
    assert other.next() is not None
