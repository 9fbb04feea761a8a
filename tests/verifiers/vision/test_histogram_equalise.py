"""``histogram.equalise``: published tables, counting, refusals and each misconception."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizlab import verify
from quizlab_verifiers.maths.equalisation import equalised_levels, half_to_even
from quizlab_verifiers.vision.histogram_equalise import HistogramEqualise

VERIFIER = HistogramEqualise()

GONZALEZ = [790, 1023, 850, 656, 329, 245, 122, 81]

# Level -> (pixels as dark or darker, new level), of an 8 x 8 image.
WIKIPEDIA = {
    52: (1, 0),
    55: (4, 12),
    58: (6, 20),
    59: (9, 32),
    60: (10, 36),
    61: (14, 53),
    70: (37, 146),
    79: (48, 190),
    94: (55, 219),
    122: (61, 243),
    144: (63, 251),
    154: (64, 255),
}


def wikipedia() -> list[int]:
    """Return a histogram with these cumulative counts; levels left out add to the next."""
    histogram, before = [0] * 256, 0
    for level, (cumulative, _) in WIKIPEDIA.items():
        histogram[level], before = cumulative - before, cumulative
    return histogram


@pytest.mark.parametrize(
    ("case", "raw", "expected"),
    [
        (
            "Gonzalez & Woods, 3 bits, 64 x 64 pixels",
            {"histogram": GONZALEZ},
            (1, 3, 5, 6, 6, 7, 7, 7),
        ),
        ("halves go up", {"histogram": [1, 1]}, (1, 1)),
        ("halves go to the even level", {"histogram": [1, 1, 3], "form": "opencv"}, (0, 0, 2)),
        ("one level, classical", {"histogram": [0, 5, 0]}, (0, 2, 2)),
        ("one level, as OpenCV leaves it", {"histogram": [0, 5, 0], "form": "opencv"}, (0, 1, 2)),
        ("dark levels without pixels", {"histogram": "0,3,1", "form": "OpenCV"}, (0, 0, 2)),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_known_histograms_come_out_on_both_roads(case, raw, expected):
    v = verify.bind(VERIFIER, raw)
    assert VERIFIER.compute(v) == expected, case
    assert VERIFIER.reference(v) == expected, case


def test_wikipedias_image_comes_out_on_both_roads():
    v = verify.bind(VERIFIER, {"histogram": wikipedia(), "form": "opencv"})
    for road in (VERIFIER.compute(v), VERIFIER.reference(v)):
        assert {level: road[level] for level in WIKIPEDIA} == {
            level: new for level, (_, new) in WIKIPEDIA.items()
        }


PARAMETERS = st.builds(
    HistogramEqualise.Parameters,
    histogram=st.lists(st.sampled_from([0, 0, 1, 2, 3, 7, 10_000]), min_size=2, max_size=12).map(
        tuple
    ),
    form=st.sampled_from(["classical", "opencv"]),
)


@settings(max_examples=150, deadline=None)
@given(v=PARAMETERS.filter(lambda v: any(v.histogram)))
def test_counting_pixels_agrees_on_any_histogram_and_it_can_be_explained(v):
    verify.check(VERIFIER, v)
    new = VERIFIER.compute(v)
    assert new == VERIFIER.reference(v)
    assert all(a <= b for a, b in pairwise(new))
    assert VERIFIER.explain(v)
    verify.misconception_answers(VERIFIER, v)


@given(a=st.integers(0, 10**6), b=st.integers(1, 999))
def test_rounding_goes_to_the_nearest_and_from_halves_to_the_even(a, b):
    rounded = half_to_even(a, b)
    assert 2 * abs(rounded * b - a) <= b
    if 2 * abs(rounded * b - a) == b:
        assert rounded % 2 == 0


@pytest.mark.parametrize(
    ("changed", "code", "words"),
    [
        ({"histogram": [0, 0, 0]}, "where", "histogram has no pixel"),
        ({"histogram": [4]}, "range", "got 1 items"),
        ({"histogram": [1] * 257}, "range", "got 257 items"),
        ({"histogram": [1, -4]}, "range", "histogram"),
        ({"histogram": [1, 20_000]}, "range", "histogram"),
        ({"histogram": [1, "inf"]}, "type", "histogram"),
        ({"histogram": [1, 0.5]}, "type", "histogram"),
        ({"form": "matlab"}, "type", "classical, opencv"),
        ({"levels": 8}, "unknown-parameter", "levels"),
    ],
    ids=str,
)
def test_what_cannot_be_is_refused_with_what_can(changed, code, words):
    with pytest.raises(verify.Fault, match=words) as caught:
        verify.bind(VERIFIER, {"histogram": [1, 2, 3]} | changed)
    assert caught.value.code == code


def test_the_maths_refuses_what_it_does_not_know():
    with pytest.raises(ValueError, match="holds no pixel"):
        equalised_levels([0, 0])
    with pytest.raises(ValueError, match="got form 'clahe'"):
        equalised_levels([1, 1], "clahe")


# Cumulated 4, 6, 9, 10: shares of 3 are 1.2, 1.8, 2.7, 3; without the 4 darkest 0, 1, 2.5, 3.
# The wrong ones are rounded halves up, as people do.
COUNTS = [4, 2, 3, 1]


@pytest.mark.parametrize(
    ("misconception", "form", "wrong"),
    [
        ("truncated", "classical", (1, 1, 2, 3)),
        ("times-levels", "classical", (2, 2, 4, 4)),
        ("not-cumulated", "classical", (1, 1, 1, 0)),
        ("other-form", "classical", (0, 1, 2, 3)),
        ("below-only", "classical", (0, 1, 2, 3)),
        ("times-levels", "opencv", (0, 1, 3, 4)),
        ("not-cumulated", "opencv", (1, 1, 1, 0)),
        ("other-form", "opencv", (1, 2, 3, 3)),
        ("subtracted-once", "opencv", (0, 1, 2, 2)),
    ],
)
def test_a_misconception_gives_the_levels_that_people_really_type(misconception, form, wrong):
    v = verify.bind(VERIFIER, {"histogram": COUNTS, "form": form})
    assert verify.misconception_answers(VERIFIER, v)[misconception] == {"levels": wrong}
    assert misconception in verify.told_apart(VERIFIER, v)


def test_draws_are_not_near_a_half():
    for variant in verify.draw_distinct(VERIFIER, 6, 60):
        assert VERIFIER.comfortable(variant.params)


def test_the_convention_says_that_opencv_rounds_single_floats():
    # cv2.equalizeHist 4.14: 255 * 1 / 2 becomes 127 or 128, depending on the number of pixels.
    assert equalised_levels([1, 1, 1] + [0] * 253, "opencv")[1] == 128
    assert "exactly" in VERIFIER.convention
