"""``norm.instance``: worked samples on both roads, and its mistakes."""

import pytest

from quizlab import verify
from quizlab_verifiers.normalization.instance import InstanceNorm

VERIFIER = InstanceNorm()


def bound(**raw: object) -> object:
    return verify.bind(VERIFIER, raw)


@pytest.mark.parametrize(
    ("case", "raw", "means", "variances", "output"),
    [
        (
            "Ulyanov et al., each channel on its own",
            {"values": "[[1,3],[10,30]]", "eps": 0},
            (2, 20),
            (1, 100),
            ((-1, 1), (-1, 1)),
        ),
        (
            "torch.nn.InstanceNorm1d, affine: a pair of each channel",
            {"values": [[1, 3], [10, 30]], "eps": 0, "affine": [[2, 1], [3, -1]]},
            (2, 20),
            (1, 100),
            ((-1, 3), (-4, 2)),
        ),
        (
            "one channel",
            {"values": [[-3, 1, 1, 1]], "eps": 1, "affine": [[2, 1]]},
            (0,),
            (3,),
            ((-2, 2, 2, 2),),
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_worked_samples_on_both_roads(case, raw, means, variances, output):
    for road in (VERIFIER.compute, VERIFIER.reference):
        found = road(bound(**raw))
        assert found["mean"] == pytest.approx(means), case
        assert found["variance"] == pytest.approx(variances)
        for row, expected in zip(found["output"], output, strict=True):
            assert row == pytest.approx(expected)


# Rows 0, 4 and 2, 8: means 2 and 5, variances 4 and 9, without epsilon.
SAMPLE = {"values": [[0, 4], [2, 8]], "affine": [[2, 1], [3, -1]], "eps": 0}
R = 8.75**0.5


@pytest.mark.parametrize(
    ("misconception", "part", "wrong"),
    [
        ("whole-sample", "mean", ((3.5,),)),
        ("whole-sample", "variance", ((8.75,),)),
        ("whole-sample", "output", ((-7 / R + 1, 1 / R + 1), (-4.5 / R - 1, 13.5 / R - 1))),
        ("per-position", "mean", ((1, 6),)),
        ("per-position", "variance", ((1, 4),)),
        ("per-position", "output", ((-1, -1), (2, 2))),
        ("unbiased-variance", "variance", ((8, 18),)),
        ("no-root", "output", ((0, 2), (-2, 0))),
        ("mean-kept", "output", ((1, 5), (1, 7))),
        ("no-affine", "output", ((-1, 1), (-1, 1))),
        ("gamma-beta-swapped", "output", ((1, 3), (4, 2))),
        ("shift-before-scale", "output", ((0, 4), (-6, 0))),
        ("standard-deviation", "variance", ((2, 3),)),
    ],
)
def test_a_misconception_gives_the_numbers_that_people_really_type(misconception, part, wrong):
    found = verify.misconception_answers(VERIFIER, bound(**SAMPLE))[misconception][part]
    rows = found if part == "output" else (found,)
    assert len(rows) == len(wrong)
    for row, expected in zip(rows, wrong, strict=True):
        assert row == pytest.approx(expected)


def test_one_channel_is_its_own_sample():
    found = verify.misconception_answers(VERIFIER, bound(values=[[1, 3]]))
    assert not {"whole-sample", "per-position"} & set(found)


def test_a_wrong_variance_is_carried_forward():
    v = bound(values=[[1, 3]], eps=0)
    part, earlier = VERIFIER.part("output"), {"mean": (2,), "variance": (4,)}
    assert verify.followed(VERIFIER, v, part, earlier) == ((-0.5, 0.5),)
