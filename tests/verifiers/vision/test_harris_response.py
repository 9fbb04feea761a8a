"""``harris.response``: a published window, eigenvalues, refusals, errors carried forward."""

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from quizlab import verify
from quizlab_verifiers.maths.corners import harris_response, structure_tensor
from quizlab_verifiers.vision.harris_response import HarrisResponse

VERIFIER = HarrisResponse()

# University of Washington, CSE 455, harris_examples.pdf, first example: a tip that points up.
TIP_X = "0 -1 0 1 0  0 -1 0 1 0  -1 -1 0 1 1  -1 -1 0 1 1  -1 0 0 0 1"
TIP_Y = "0 0 -1 0 0  0 -1 0 -1 0  0 -1 0 -1 0  -1 0 0 0 -1  -1 0 0 0 -1"
TIP = [list(pair) for pair in zip(map(int, TIP_X.split()), map(int, TIP_Y.split()), strict=True)]


@pytest.mark.parametrize(
    ("case", "raw", "expected"),
    [
        ("CSE 455, Harris examples, a corner", {"gradients": TIP, "k": 0.05}, (126, 23, 99.55)),
        ("an edge: one direction only", {"gradients": [[2, 0], [3, 0]]}, (0, 13, -6.76)),
        ("a flat patch", {"gradients": "[[0,0],[0,0]]"}, (0, 0, 0)),
        ("without k the determinant", {"gradients": [[1, 0], [0, 2]], "k": 0}, (4, 5, 4)),
        (
            "the largest, along one direction",
            {"gradients": [[1020, -1020]] * 64, "k": "0.25"},
            (0, 2 * 64 * 1020**2, -((64 * 1020**2) ** 2)),
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_known_windows_come_out_on_both_roads(case, raw, expected):
    v = verify.bind(VERIFIER, raw)
    for road in (VERIFIER.compute(v), VERIFIER.reference(v)):
        assert tuple(road.values()) == pytest.approx(expected), case


PARAMETERS = st.builds(
    HarrisResponse.Parameters,
    gradients=st.lists(
        st.tuples(st.integers(-1020, 1020), st.integers(-1020, 1020)), min_size=1, max_size=9
    ).map(tuple),
    k=st.one_of(st.sampled_from([0.0, 0.04, 0.05, 0.06, 0.25]), st.floats(0, 0.25)),
)


@settings(max_examples=80, deadline=None)
@given(v=PARAMETERS)
def test_both_roads_agree_on_any_window_and_it_can_be_explained(v):
    verify.check(VERIFIER, v)
    right, other = VERIFIER.compute(v), VERIFIER.reference(v)
    assert all(VERIFIER.agreement.agrees(right[name], other[name]) for name in right)
    assert VERIFIER.follow(v, "response", right) == right["response"]
    assert VERIFIER.explain(v)
    verify.misconception_answers(VERIFIER, v)


@settings(max_examples=40, deadline=None)
@given(v=PARAMETERS)
def test_determinant_and_trace_are_those_of_the_eigenvalues(v):
    gradients = torch.tensor(v.gradients, dtype=torch.float64)
    low, high = torch.linalg.eigvalsh(gradients.T @ gradients).tolist()
    right = VERIFIER.compute(v)
    slack = 1e-9 * max(1.0, high**2)
    assert right["determinant"] == pytest.approx(low * high, abs=slack)
    assert right["trace"] == pytest.approx(low + high)
    response = low * high - v.k * (low + high) ** 2
    assert right["response"] == pytest.approx(response, abs=slack)


@pytest.mark.parametrize(
    ("changed", "code", "words"),
    [
        ({"gradients": []}, "range", "got 0 items"),
        ({"gradients": [[1, 2, 3]]}, "range", "gradients"),
        ({"gradients": [[1, 0.5]]}, "type", "gradients"),
        ({"gradients": [[1, 5000]]}, "range", "gradients"),
        ({"gradients": [[1, "nan"]]}, "type", "gradients"),
        ({"k": 0.3}, "range", "k: got 0.3"),
        ({"k": -0.04}, "range", "k"),
        ({"k": "inf"}, "type", "k"),
        ({"window": 3}, "unknown-parameter", "window"),
    ],
    ids=str,
)
def test_what_cannot_be_is_refused_with_what_can(changed, code, words):
    with pytest.raises(verify.Fault, match=words) as caught:
        verify.bind(VERIFIER, {"gradients": [[1, 2]]} | changed)
    assert caught.value.code == code


def test_the_maths_needs_a_pixel_and_takes_any_numbers():
    with pytest.raises(ValueError, match="got no gradients"):
        structure_tensor([])
    assert harris_response(6, 5, 0.04) == pytest.approx(5)


# By hand: xx = 2, yy = 14, xy = 2 − 3 = −1, so det 28 − 1 = 27, trace 16, R = 27 − 0.04 · 256.
RAW = {"gradients": [[1, 2], [-1, 3], [0, 1]]}


@pytest.mark.parametrize(
    ("misconception", "wrong"),
    [
        # Summed first: (0, 6).
        ("summed-first", {"determinant": 0, "trace": 36, "response": -51.84}),
        ("trace-not-squared", {"response": 26.36}),
        ("trace-added", {"response": 37.24}),
        ("no-k", {"response": 27 - 256}),
        ("product-added", {"determinant": 29, "trace": 16, "response": 18.76}),
        ("product-not-squared", {"determinant": 29, "trace": 16, "response": 18.76}),
        ("smaller-eigenvalue", {"response": 8 - 37**0.5}),
    ],
)
def test_a_misconception_gives_the_numbers_that_people_really_type(misconception, wrong):
    v = verify.bind(VERIFIER, RAW)
    assert tuple(VERIFIER.compute(v).values()) == pytest.approx((27, 16, 16.76))
    assert verify.misconception_answers(VERIFIER, v)[misconception] == pytest.approx(wrong)
    assert misconception in verify.told_apart(VERIFIER, v)


def test_mistakes_that_cannot_be_made_are_not_claimed():
    one = verify.misconception_answers(VERIFIER, verify.bind(VERIFIER, {"gradients": [[1, 2]]}))
    assert "summed-first" not in one
    axes = {"gradients": [[1, 0], [0, 2]], "k": 0}
    found = verify.misconception_answers(VERIFIER, verify.bind(VERIFIER, axes))
    assert not {"product-added", "product-not-squared", "trace-added"} & set(found)


def test_a_wrong_determinant_is_carried_forward():
    v = verify.bind(VERIFIER, RAW)
    part = VERIFIER.part("response")
    assert verify.followed(VERIFIER, v, part, {"determinant": 29, "trace": 16}) == pytest.approx(
        29 - 0.04 * 256
    )
    assert verify.followed(VERIFIER, v, part, {"determinant": 2.5, "trace": 16}) is None


@pytest.mark.parametrize(
    ("gradients", "words"),
    [([[1, 2], [-1, 3]], "a corner"), ([[1, 2]], "an edge"), ([[0, 0]], "a flat patch")],
)
def test_the_sign_is_explained(gradients, words):
    assert words in VERIFIER.explain(verify.bind(VERIFIER, {"gradients": gradients}))[-1]
