"""A study session: asked, judged, stored before anything else, taken back, put aside."""

import pytest
from sittings import reviews, study_of, until

from quizlab.domain.events import EventKind, ReviewPayload
from quizlab.domain.grades import Grade, Outcome
from quizlab.domain.questions import Entry
from quizlab.scheduling.days import DAY, MINUTE
from quizlab.sessions.choices import label
from quizlab.sessions.queues import Waiting
from quizlab.store import StaleAnswer


def test_a_self_graded_card_is_stored_at_its_grade_and_not_before(filled):
    study = study_of(filled)
    assert study.next().question.card == "own/stride"
    assert reviews(filled, "own/stride") == []
    stored = study.grade(Grade.GOOD)
    assert (stored.recorded, stored.number) == (True, 1)
    assert [e.payload.grade for e in reviews(filled, "own/stride")] == [3]


def test_a_computed_answer_is_judged_with_the_mistake_behind_it(filled):
    study = study_of(filled)
    question = until(study, "own/side")
    assert question.convention
    wrong = study.submit({question.parts[0].name: "15"})
    verdict = wrong.verdicts[question.parts[0].name]
    assert verdict.outcome is Outcome.WRONG
    assert wrong.grade is Grade.AGAIN
    payload = reviews(filled, "own/side")[0].payload
    assert payload.params["size"] == 32
    assert payload.typed == {question.parts[0].name: "15"}
    assert payload.misconception == verdict.misconception is not None
    assert verdict.misconception in payload.told_apart


def test_invalid_is_asked_again_and_recorded_nowhere(filled):
    study = study_of(filled)
    question = until(study, "own/side")
    again = study.submit({question.parts[0].name: "abc"})
    assert not again.recorded
    assert reviews(filled, "own/side") == []
    assert study.submit({question.parts[0].name: "16"}).grade is Grade.GOOD


def test_right_after_a_hint_is_hard(filled):
    study = study_of(filled)
    question = until(study, "own/side")
    assert study.hint()
    assert study.submit({question.parts[0].name: "16"}).grade is Grade.HARD


def test_hints_end_before_the_answer(filled):
    study = study_of(filled)
    until(study, "own/side")
    hints = []
    while (hint := study.hint()) is not None:
        hints.append(hint)
    assert len(hints) >= 1
    assert "16" not in str(hints[0])


def test_all_blanks_of_a_cloze_make_one_review_and_the_worst_grades(filled):
    study = study_of(filled)
    question = until(study, "own/decay")
    assert [part.name for part in question.parts] == ["1", "2"]
    submitted = study.submit({"1": "0.90", "2": "first"})
    assert [v.outcome for v in submitted.verdicts.values()] == [Outcome.RIGHT, Outcome.WRONG]
    assert submitted.grade is Grade.AGAIN
    assert len(reviews(filled, "own/decay")) == 1


def test_shown_letters_are_stored_as_keys_in_file_order(filled):
    study = study_of(filled)
    question = until(study, "own/halve")
    (part,) = question.parts
    assert part.entry is Entry.CHOICE
    assert part.many
    shown = {choice.key: label(place) for place, choice in enumerate(part.choices)}
    submitted = study.submit({part.name: f"{shown['a']}{shown['c']}"})
    assert submitted.grade is Grade.GOOD
    assert sorted(reviews(filled, "own/halve")[0].payload.typed[part.name].split()) == ["a", "c"]


def test_an_order_is_given_by_its_letters(filled):
    study = study_of(filled)
    question = until(study, "own/step-order")
    (part,) = question.parts
    shown = {choice.key: label(place) for place, choice in enumerate(part.choices)}
    assert study.submit({part.name: " ".join(shown[k] for k in "abc")}).grade is Grade.GOOD


def test_a_letter_that_is_not_shown_is_invalid_and_not_wrong(filled):
    study = study_of(filled)
    question = until(study, "own/halve")
    assert not study.submit({question.parts[0].name: "z"}).recorded


def test_undo_takes_back_one_review_each_as_often_as_wanted(filled):
    study = study_of(filled)
    before = []
    for _ in range(3):
        asked = study.next()
        before.append(filled.store.memories_of(asked.question.card))
        study.grade(Grade.EASY)
    for memories in reversed(before):
        undone = study.undo()
        assert filled.store.memories_of(undone.card) == memories
        assert study.next().question.card == undone.card
    assert study.undo() is None
    assert study.done == 0


def test_two_answers_to_one_card_taken_back_ask_it_once(filled, clock):
    study = study_of(filled)
    before = filled.store.memories_of(study.next().question.card)
    for _ in range(2):
        study.grade(Grade.AGAIN)
        clock.pass_time(MINUTE)
        assert study.next().question.card == "own/stride"
    study.undo()
    study.undo()
    assert filled.store.memories_of("own/stride") == before
    assert study.next().question.card == "own/stride"
    assert study.grade(Grade.EASY).recorded
    assert study.next().question.card != "own/stride"


def test_a_card_that_was_suspended_after_its_answer_is_not_asked_by_undo(filled):
    study = study_of(filled)
    study.next()
    study.grade(Grade.GOOD)
    study.suspend()
    assert study.undo().card == "own/stride"
    assert study.next().question.card != "own/stride"


def test_reviews_of_an_older_version_with_other_parameters_do_not_stand_in_the_way(filled):
    payload = ReviewPayload(
        deck="own/basics", grade=4, verifier="conv2d.output-side", params={"width": 32}
    )
    filled.progress.review(filled.store.memory("own/halve", 1), payload)
    study = study_of(filled)
    until(study, "own/side")
    assert study.notes == []


def test_a_verifier_that_fails_withholds_its_card_and_the_session_goes_on(filled, monkeypatch):
    from quizlab_verifiers.conv.output_side import OutputSide

    def fails(*_):
        raise ZeroDivisionError("by zero")

    monkeypatch.setattr(OutputSide, "compute", fails)
    study = study_of(filled)
    seen = []
    while (asked := study.next()) is not None and not isinstance(asked, Waiting):
        seen.append(asked.question.card)
        study.grade(Grade.EASY)
    assert "own/side" not in seen
    assert "own/momentum" in seen
    (note,) = study.notes
    assert "own/side is withheld" in note
    assert "by zero" in note


def test_an_overruled_grade_is_appended_and_counts_as_if_given_at_first(filled):
    study = study_of(filled)
    until(study, "own/stride")
    study.grade(Grade.AGAIN)
    study.grade(Grade.EASY)
    memory = filled.store.memory("own/stride", 1)
    kinds = [e.kind for e in filled.store.events_of("own/stride")]
    assert kinds == [EventKind.REVIEW, EventKind.REGRADE]
    study.undo()
    until(study, "own/stride")
    study.grade(Grade.EASY)
    again = filled.store.memory("own/stride", 1)
    assert again.stability == memory.stability
    assert again.reviews == 1


def test_two_windows_on_one_card_store_one_answer_and_say_so(filled):
    one, other = study_of(filled), study_of(filled)
    assert one.next().question.card == other.next().question.card
    one.grade(Grade.GOOD)
    with pytest.raises(StaleAnswer):
        other.grade(Grade.AGAIN)
    assert len(reviews(filled, "own/stride")) == 1


def test_a_flag_keeps_its_note(filled):
    study = study_of(filled)
    study.next()
    study.flag("the step is not between windows")
    assert [f.payload.note for f in filled.store.flags()] == ["the step is not between windows"]


def test_the_same_misconception_is_open_until_two_right_answers(filled, clock):
    study = study_of(filled)
    question = until(study, "own/side")
    name = question.parts[0].name
    study.submit({name: "15"})
    history = filled.store.recent_reviews(verifier="conv2d.output-side")
    from quizlab.grading import open_misconceptions

    assert len(open_misconceptions(history, "conv2d.output-side")) == 1
    for _ in range(2):
        clock.pass_time(DAY * 30)
        study = study_of(filled)
        until(study, "own/side")
        study.submit({name: "16"})
    history = filled.store.recent_reviews(verifier="conv2d.output-side")
    assert open_misconceptions(history, "conv2d.output-side") == ()


def test_rebuild_from_the_log_changes_nothing(filled):
    from quizlab.sessions.deriving import rebuild

    study = study_of(filled)
    for grade in (1, 3, 4, 2, 1):
        study.next()
        study.grade(Grade(grade))
    study.undo()
    study.next()
    study.suspend()
    cards = [c.key for c in filled.store.all_cards()]
    day = filled.progress.moment().day
    before = [filled.store.memories_of(card) for card in cards], filled.store.day_counts(day)
    rebuild(filled.store)
    assert (
        [filled.store.memories_of(card) for card in cards],
        filled.store.day_counts(day),
    ) == before


def test_a_clock_that_went_back_does_not_break_the_order_of_the_log(filled, clock):
    from quizlab.sessions.deriving import rebuild

    study = study_of(filled)
    study.next()
    study.grade(Grade.GOOD)
    clock.pass_time(-3 * DAY)
    memory = filled.store.memory("own/stride", 1)
    filled.progress.review(memory, ReviewPayload(deck="own/basics", grade=3))
    live = filled.store.memories_of("own/stride")
    rebuild(filled.store)
    assert filled.store.memories_of("own/stride") == live


def test_a_verifier_that_fails_on_ones_own_earlier_part_costs_no_answer(
    workspace, write, monkeypatch
):
    from quizlab_verifiers.optimizers.adam_step import AdamStep

    def fails(*_):
        raise TypeError("a float is no index")

    monkeypatch.setattr(AdamStep, "follow", fails)
    write("## Adam {#adam}\n\n```{compute} adam.step\nsteps: 1\n```\n", "adam.md")
    workspace.library.sync()
    study = study_of(workspace)
    until(study, "own/adam")
    typed = {"first-moment": "77", "second-moment": "77", "update": "77", "weight": "77"}
    submission = study.submit(typed)
    assert submission.recorded
    assert submission.grade is Grade.AGAIN
    assert len(reviews(workspace, "own/adam")) == 1
