"""A mistake stays open until two right answers in a row where it would have shown."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from quizlab.domain.events import ReviewPayload
from quizlab.grading import open_misconceptions

ALL = ("ceil", "padding", "stride")


def review(
    verdict: str,
    shown: str | None = None,
    apart: tuple[str, ...] = ALL,
    verifier: str = "conv",
) -> ReviewPayload:
    return ReviewPayload(
        deck="d",
        grade=3 if verdict == "right" else 1,
        verdict=verdict,
        misconception=shown,
        told_apart=apart,
        verifier=verifier,
    )


def still_open(*history: ReviewPayload) -> tuple[str, ...]:
    return open_misconceptions(history, "conv")


WRONG_CEIL = review("wrong", "ceil")
RIGHT = review("right")


def test_nothing_is_open_before_a_mistake():
    assert still_open() == ()
    assert still_open(RIGHT, review("wrong"), RIGHT) == ()


def test_a_mistake_opens_and_two_right_answers_in_a_row_cure_it():
    assert still_open(WRONG_CEIL) == ("ceil",)
    assert still_open(WRONG_CEIL, RIGHT) == ("ceil",)
    assert still_open(WRONG_CEIL, RIGHT, RIGHT) == ()


def test_right_answers_that_cannot_tell_it_apart_prove_nothing():
    blind = review("right", apart=("padding",))
    assert still_open(WRONG_CEIL, blind, blind, blind) == ("ceil",)
    assert still_open(WRONG_CEIL, RIGHT, blind, RIGHT) == ()


def test_any_wrong_answer_that_could_tell_it_apart_starts_the_count_again():
    assert still_open(WRONG_CEIL, RIGHT, review("wrong"), RIGHT) == ("ceil",)
    assert still_open(WRONG_CEIL, RIGHT, review("wrong"), RIGHT, RIGHT) == ()
    assert still_open(WRONG_CEIL, RIGHT, review("wrong", apart=()), RIGHT) == ()


def test_the_newest_stands_last_and_a_repeated_one_moves_there():
    other = review("wrong", "padding")
    assert still_open(WRONG_CEIL, other) == ("ceil", "padding")
    assert still_open(WRONG_CEIL, other, WRONG_CEIL) == ("padding", "ceil")


def test_a_relapse_opens_it_again():
    assert still_open(WRONG_CEIL, RIGHT, RIGHT, WRONG_CEIL, RIGHT) == ("ceil",)


def test_reviews_of_other_verifiers_do_not_count():
    elsewhere = review("right", verifier="pool")
    assert still_open(WRONG_CEIL, elsewhere, elsewhere) == ("ceil",)
    assert still_open(review("wrong", "ceil", verifier="pool")) == ()


reviews = st.builds(
    lambda right, shown, apart: review(
        "right" if right else "wrong", None if right else shown, apart
    ),
    st.booleans(),
    st.sampled_from([None, *ALL]),
    st.lists(st.sampled_from(ALL), unique=True).map(tuple),
)


@given(st.lists(reviews, max_size=25))
def test_it_is_open_just_when_its_last_showing_was_not_followed_by_two_rights(history):
    """The definition read backwards, against the one pass forwards."""
    expected = set()
    for name in ALL:
        shown = [i for i, r in enumerate(history) if r.misconception == name]
        if not shown:
            continue
        after = [r.verdict for r in history[shown[-1] + 1 :] if name in r.told_apart]
        if not any(pair == ("right", "right") for pair in pairwise(after)):
            expected.add(name)
    found = still_open(*history)
    assert set(found) == expected
    assert len(found) == len(set(found))
