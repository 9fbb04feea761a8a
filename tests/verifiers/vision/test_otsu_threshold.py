"""``otsu.threshold``: a published histogram, the within-class road, refusals, misconceptions."""

import re
from math import floor, log10

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizlab import verify
from quizlab_verifiers.maths.thresholding import between_class_variances, otsu_threshold
from quizlab_verifiers.vision.otsu_threshold import OtsuThreshold

VERIFIER = OtsuThreshold()


@pytest.mark.parametrize(
    ("case", "histogram", "expected"),
    [
        # The page counts levels below 3 as background.
        ("labbookpages.co.uk, Otsu thresholding, 6 x 6 image", [8, 7, 2, 6, 9, 4], 2),
        ("two levels", [3, 5], 0),
        ("OpenCV takes the first of equally good thresholds", [4, 0, 0, 4], 0),
        ("empty ends change nothing", [0, 0, 3, 1, 4, 0], 3),
        ("a tie by symmetry: the lower one", [2, 3, 2], 0),
        ("the largest", [10**6] * 256, 127),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_known_histograms_are_split_on_both_roads(case, histogram, expected):
    v = verify.bind(VERIFIER, {"histogram": histogram})
    assert VERIFIER.compute(v) == expected, case
    assert VERIFIER.reference(v) == expected, case


def test_the_published_variance_between_the_classes():
    # labbookpages.co.uk gives 2.6287 for the best threshold.
    above, below = between_class_variances([8, 7, 2, 6, 9, 4])[2]
    assert above / below / 36**2 == pytest.approx(2.6287, abs=2e-4)


HISTOGRAMS = st.one_of(
    st.lists(st.integers(0, 3), min_size=2, max_size=8),
    st.lists(st.sampled_from([0, 0, 1, 10**6]), min_size=2, max_size=20),
)


@settings(max_examples=150, deadline=None)
@given(histogram=HISTOGRAMS.filter(lambda h: sum(n > 0 for n in h) > 1))
def test_least_within_is_most_between_with_the_same_first_of_ties(histogram):
    v = verify.bind(VERIFIER, {"histogram": histogram})
    assert VERIFIER.compute(v) == VERIFIER.reference(v)
    assert VERIFIER.explain(v)
    verify.misconception_answers(VERIFIER, v)


@settings(max_examples=50)
@given(histogram=HISTOGRAMS.filter(lambda h: sum(n > 0 for n in h) > 1), times=st.integers(2, 9))
def test_more_pixels_of_the_same_shares_change_nothing(histogram, times):
    assert otsu_threshold(histogram) == otsu_threshold([times * n for n in histogram])


@pytest.mark.parametrize(
    ("raw", "code", "words"),
    [
        ({"histogram": [0, 5, 0]}, "where", "histogram has pixels at one grey level"),
        ({"histogram": [0, 0]}, "where", "at no grey level"),
        ({"histogram": [5]}, "range", "got 1 items"),
        ({"histogram": [5, -1]}, "range", "histogram"),
        ({"histogram": [5, 1.5]}, "type", "histogram"),
        ({"histogram": [5, "nan"]}, "type", "histogram"),
        ({"histogram": [5, 10**9]}, "range", "histogram"),
        ({}, "missing", "histogram: missing"),
        ({"histogram": [1, 2], "levels": 4}, "unknown-parameter", "levels"),
    ],
    ids=str,
)
def test_what_cannot_be_is_refused_with_what_can(raw, code, words):
    with pytest.raises(verify.Fault, match=words) as caught:
        verify.bind(VERIFIER, raw)
    assert caught.value.code == code


def test_the_maths_refuses_what_has_no_two_classes():
    with pytest.raises(ValueError, match="one grey level"):
        otsu_threshold([0, 7, 0])
    with pytest.raises(ValueError, match="holds no pixel"):
        otsu_threshold([0, 0])


@pytest.mark.parametrize(
    ("misconception", "histogram", "right", "wrong"),
    [
        ("first-bright-level", [8, 7, 2, 6, 9, 4], 2, 3),
        # The means lie 1.25, 1.79 and 2.2 apart; weighted these make 75, 89.3 and 72.6.
        ("unweighted", [4, 10, 1, 1], 1, 2),
        # 10 against 7 pixels at t = 0, but the scores are 516 and 558.
        ("halves", [10, 1, 0, 6], 1, 0),
        # Level 2 is the emptiest; the scores are 541, 735 and 700.
        ("valley", [9, 6, 1, 7], 1, 2),
        ("middle", [9, 1, 1, 1, 1, 1], 1, 2),
    ],
)
def test_a_misconception_gives_the_number_that_people_really_type(
    misconception, histogram, right, wrong
):
    v = verify.bind(VERIFIER, {"histogram": histogram})
    assert VERIFIER.compute(v) == right
    assert verify.misconception_answers(VERIFIER, v)[misconception] == {"threshold": wrong}


def test_mistakes_that_do_not_show_are_not_claimed():
    v = verify.bind(VERIFIER, {"histogram": [3, 5]})
    assert set(verify.misconception_answers(VERIFIER, v)) == {"first-bright-level"}


def test_an_equally_good_threshold_is_no_mistake_and_is_mentioned():
    v = verify.bind(VERIFIER, {"histogram": [4, 0, 0, 4]})
    assert not verify.misconception_answers(VERIFIER, v)  # The middle is 1, too.
    assert "the first of equal ones" in VERIFIER.explain(v)[-1]
    clear = verify.bind(VERIFIER, {"histogram": [8, 7, 2, 6, 9, 4]})
    assert "equal" not in VERIFIER.explain(clear)[-1]


def test_the_scores_that_are_shown_follow_from_the_numbers_that_are_shown():
    for variant in verify.draw_distinct(VERIFIER, 4, 60):
        shown = re.findall(
            r"quad (\d+) \\cdot (\d+) \\cdot ([\d.]+)\^2 \S+ ([\d.]+)",
            VERIFIER.explain(variant.params)[2],
        )
        assert len(shown) >= 3
        for n0, n1, gap, score in shown:
            again = int(n0) * int(n1) * float(gap) ** 2
            last_place = 10 ** (floor(log10(again)) - 3)
            assert again == pytest.approx(float(score), abs=0.55 * last_place)


def test_draws_have_one_best_threshold_of_three_or_more():
    for variant in verify.draw_distinct(VERIFIER, 4, 100):
        scores = sorted(a / b for a, b in between_class_variances(variant.params.histogram))
        assert scores[-1] > scores[-2]
        assert sum(map(bool, scores)) >= 3


def test_draws_often_tell_the_valley_from_the_threshold():
    drawn = verify.draw_distinct(VERIFIER, 6, 400)
    told = [d for d in drawn if "valley" in verify.told_apart(VERIFIER, d.params)]
    assert len(told) >= 40
