"""``norm.layer``: worked samples on both roads, and each mistake."""

import pytest

from quizlab import verify
from quizlab_verifiers.normalization.layer import LayerNorm

VERIFIER = LayerNorm()


def bound(**raw: object) -> object:
    return verify.bind(VERIFIER, raw)


@pytest.mark.parametrize(
    ("case", "raw", "mean", "variance", "output"),
    [
        (
            "Wikipedia, Standard deviation, basic example",
            {"values": "[2,4,4,4,5,5,7,9]", "eps": 0},
            5,
            4,
            (-1.5, -0.5, -0.5, -0.5, 0, 0, 1, 2),
        ),
        (
            "torch.nn.LayerNorm: a scale and a shift of each element",
            {"values": "1,3", "eps": 0, "affine": [[2, 1], [3, -1]]},
            2,
            1,
            (-1, 2),
        ),
        (
            "epsilon under the root",
            {"values": [-4, 0, 0, 4], "eps": 1},
            0,
            8,
            (-4 / 3, 0, 0, 4 / 3),
        ),
        ("a constant sample", {"values": [7, 7, 7], "affine": [[2, 5]]}, 7, 0, (5, 5, 5)),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_worked_samples_on_both_roads(case, raw, mean, variance, output):
    for road in (VERIFIER.compute, VERIFIER.reference):
        found = road(bound(**raw))
        assert found["mean"] == pytest.approx(mean, abs=1e-12), case
        assert found["variance"] == pytest.approx(variance, abs=1e-12)
        assert found["output"] == pytest.approx(output, abs=1e-9)


# 1, 5, 9, 5: mean 5, variance 8, with eps 1 a root of 3.
SAMPLE = {"values": [1, 5, 9, 5], "affine": [[2, -1]], "eps": 1}


@pytest.mark.parametrize(
    ("misconception", "part", "wrong"),
    [
        ("unbiased-variance", "variance", 32 / 3),
        ("no-root", "output", (-8 / 9 - 1, -1, 8 / 9 - 1, -1)),
        ("mean-kept", "output", (2 / 3 - 1, 10 / 3 - 1, 5, 10 / 3 - 1)),
        ("no-affine", "output", (-4 / 3, 0, 4 / 3, 0)),
        ("gamma-beta-swapped", "output", (4 / 3 + 2, 2, -4 / 3 + 2, 2)),
        ("shift-before-scale", "output", (-8 / 3 - 2, -2, 8 / 3 - 2, -2)),
        ("eps-outside-root", "output", (-8 / (8**0.5 + 1) - 1, -1, 8 / (8**0.5 + 1) - 1, -1)),
        ("no-eps", "output", (-(8**0.5) - 1, -1, 8**0.5 - 1, -1)),
        ("standard-deviation", "variance", 8**0.5),
    ],
)
def test_a_misconception_gives_the_numbers_that_people_really_type(misconception, part, wrong):
    found = verify.misconception_answers(VERIFIER, bound(**SAMPLE))[misconception]
    assert found[part] == pytest.approx(wrong)


def test_a_wrong_mean_and_variance_are_carried_forward():
    v = bound(values=[1, 3], eps=0)
    assert verify.followed(VERIFIER, v, VERIFIER.part("variance"), {"mean": 1}) == 2
    earlier = {"mean": 1, "variance": 4}
    assert verify.followed(VERIFIER, v, VERIFIER.part("output"), earlier) == (0, 1)
    earlier = {"mean": 1, "variance": -4}
    assert verify.followed(VERIFIER, v, VERIFIER.part("output"), earlier) is None


def test_long_samples_are_explained_without_long_lines():
    v = bound(values=[0.5 + i / 8 for i in range(64)])
    assert max(len(line) for line in VERIFIER.explain(v)[2].split("\n")) < 200
