"""``gaussian.kernel``: published kernels, torch, refusals and each misconception."""

from math import exp, pi, sqrt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizlab import verify
from quizlab_verifiers.vision.gaussian_kernel import GaussianKernel

VERIFIER = GaussianKernel()


def flat(value: object) -> list[float]:
    return [x for item in value for x in flat(item)] if isinstance(value, tuple) else [value]


@pytest.mark.parametrize(
    ("case", "raw", "expected"),
    [
        (
            "cv2.getGaussianKernel(3, 1)",
            {"sigma": 1, "size": 3},
            [0.27406862, 0.45186276, 0.27406862],
        ),
        (
            "cv2.getGaussianKernel(5, 1)",
            {"sigma": "1", "size": "5"},
            [0.05448868, 0.24420134, 0.40261995, 0.24420134, 0.05448868],
        ),
        (
            "MATLAB fspecial('gaussian', 3, 0.5)",
            {"sigma": 0.5, "size": 3, "dimensions": 2},
            [0.0113, 0.0838, 0.0113, 0.0838, 0.6193, 0.0838, 0.0113, 0.0838, 0.0113],
        ),
        ("one tap", {"sigma": 3, "size": 1}, [1]),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_published_kernels_come_out_on_both_roads(case, raw, expected):
    v = verify.bind(VERIFIER, raw)
    assert flat(VERIFIER.compute(v)) == pytest.approx(expected, abs=1e-4), case
    assert flat(VERIFIER.reference(v)) == pytest.approx(expected, abs=1e-4), case


PARAMETERS = st.builds(
    GaussianKernel.Parameters,
    sigma=st.floats(0.1, 100),
    size=st.integers(0, 31).map(lambda n: 2 * n + 1),
    dimensions=st.integers(1, 2),
)


@settings(max_examples=100, deadline=None)
@given(v=PARAMETERS.filter(lambda v: VERIFIER.where(v) is None))
def test_torch_agrees_on_any_legal_kernel_and_it_can_be_explained(v):
    verify.check(VERIFIER, v)
    assert VERIFIER.agreement.agrees(VERIFIER.compute(v), VERIFIER.reference(v))
    assert sum(flat(VERIFIER.compute(v))) == pytest.approx(1)
    assert VERIFIER.explain(v)
    verify.misconception_answers(VERIFIER, v)


@pytest.mark.parametrize(
    ("changed", "code", "words"),
    [
        ({"size": 4}, "where", "size 4 has no centre; take an odd size such as 5"),
        ({"size": 17, "dimensions": 2}, "where", "take a size up to 15"),
        ({"size": 65}, "range", "size"),
        ({"sigma": 0}, "range", "sigma"),
        ({"sigma": -1}, "range", "sigma"),
        ({"sigma": float("nan")}, "type", "sigma"),
        ({"sigma": "1e300"}, "range", "sigma"),
        ({"dimensions": 3}, "range", "dimensions"),
        ({"mean": 0}, "unknown-parameter", "mean"),
    ],
    ids=str,
)
def test_what_cannot_be_is_refused_with_what_can(changed, code, words):
    with pytest.raises(verify.Fault, match=words) as caught:
        verify.bind(VERIFIER, {"sigma": 1, "size": 3} | changed)
    assert caught.value.code == code


def shares(weights: list[float]) -> list[float]:
    return [w / sum(weights) for w in weights]


HEIGHT = 1 / (2 * sqrt(2 * pi))


@pytest.mark.parametrize(
    ("misconception", "wrong"),
    [
        ("not-normalised", [exp(-0.5), exp(-1 / 8), 1, exp(-1 / 8), exp(-0.5)]),
        (
            "density",
            [0.120985, 0.176033, 0.199471, 0.176033, 0.120985],
        ),
        ("sigma-not-squared", shares([exp(-1), exp(-1 / 4), 1, exp(-1 / 4), exp(-1)])),
        ("no-two", shares([exp(-1), exp(-1 / 4), 1, exp(-1 / 4), exp(-1)])),
        ("distance-not-squared", shares([exp(-1 / 4), exp(-1 / 8), 1, exp(-1 / 8), exp(-1 / 4)])),
        ("binomial", [1 / 16, 4 / 16, 6 / 16, 4 / 16, 1 / 16]),
    ],
)
def test_a_misconception_gives_the_numbers_that_people_really_type(misconception, wrong):
    v = verify.bind(VERIFIER, {"sigma": 2, "size": 5})
    found = verify.misconception_answers(VERIFIER, v)[misconception]["weights"]
    assert flat(found) == pytest.approx(wrong, rel=1e-5)
    assert misconception in verify.told_apart(VERIFIER, v)


def test_two_dimensions_multiply_a_mistake_out():
    v = verify.bind(VERIFIER, {"sigma": 2, "size": 3, "dimensions": 2})
    found = verify.misconception_answers(VERIFIER, v)
    w = exp(-1 / 8)
    square = [w * w, w, w * w, w, 1, w, w * w, w, w * w]
    assert flat(found["not-normalised"]["weights"]) == pytest.approx(square)
    assert flat(found["density"]["weights"]) == pytest.approx([HEIGHT**2 * x for x in square])


def test_mistakes_that_cannot_show_are_not_claimed():
    found = verify.misconception_answers(VERIFIER, verify.bind(VERIFIER, {"sigma": 1, "size": 3}))
    assert not {"sigma-not-squared", "distance-not-squared"} & set(found)


def test_three_places_are_enough_of_an_answer():
    v = verify.bind(VERIFIER, {"sigma": 0.5, "size": 5})
    answer = VERIFIER.part().answer
    assert answer.accepts(VERIFIER.compute(v), answer.parse("0, 0.106, 0.786, 0.106, 0"))


def test_the_sum_of_three_weights_needs_no_brackets():
    assert "1 + 2 \\cdot 0." in VERIFIER.explain(verify.bind(VERIFIER, {"sigma": 2, "size": 3}))[2]
    assert "1 + 2 (0." in VERIFIER.explain(verify.bind(VERIFIER, {"sigma": 2, "size": 5}))[2]
