"""``norm.group``: worked samples on both roads, and its mistakes."""

import pytest

from quizlab import verify
from quizlab_verifiers.normalization.group import GroupNorm

VERIFIER = GroupNorm()


def bound(**raw: object) -> object:
    return verify.bind(VERIFIER, raw)


@pytest.mark.parametrize(
    ("case", "raw", "means", "variances", "output"),
    [
        (
            "Wu & He, section 3: neighbouring channels",
            {"values": [[1], [3], [10], [30]], "groups": 2, "eps": 0},
            (2, 20),
            (1, 100),
            ((-1,), (1,), (-1,), (1,)),
        ),
        (
            "torch.nn.GroupNorm: scale and shift per channel",
            {
                "values": [[1], [3], [10], [30]],
                "groups": 2,
                "eps": 0,
                "affine": [[1, 0], [2, 0], [3, 0], [4, 1]],
            },
            (2, 20),
            (1, 100),
            ((-1,), (2,), (-3,), (5,)),
        ),
        (
            "Wu & He: one group has layer norm's statistics",
            {"values": [[2, 4, 4, 4], [5, 5, 7, 9]], "groups": 1, "eps": 0},
            (5,),
            (4,),
            ((-1.5, -0.5, -0.5, -0.5), (0, 0, 1, 2)),
        ),
        (
            "Wu & He: a group per channel is instance norm",
            {"values": [[1, 3], [10, 30]], "groups": 2, "eps": 0},
            (2, 20),
            (1, 100),
            ((-1, 1), (-1, 1)),
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


# Groups 0, 4, 2, 2 and 1, 1, 7, 3: means 2 and 3, variances 2 and 6. Whole: 2.5 and 4.25.
SAMPLE = {"values": [[0, 4], [2, 2], [1, 1], [7, 3]], "groups": 2, "eps": 0.25}


@pytest.mark.parametrize(
    ("misconception", "means", "variances"),
    [
        ("per-channel", (2, 2, 1, 5), (4, 0, 0, 4)),
        ("whole-sample", (2.5,), (4.25,)),
        # Channels 1 and 3, 2 and 4.
        ("interleaved", (1.5, 3.5), (2.25, 4.25)),
    ],
)
def test_other_sets_have_other_statistics(misconception, means, variances):
    found = verify.misconception_answers(VERIFIER, bound(**SAMPLE))[misconception]
    assert found["mean"] == pytest.approx(means)
    assert found["variance"] == pytest.approx(variances)
    # The first value is 0 and belongs to the first set: it is -mean over the root.
    assert found["output"][0][0] == pytest.approx(-means[0] / (variances[0] + 0.25) ** 0.5)


def test_three_channels_in_a_group_are_not_three_groups():
    v = bound(values=[[0], [2], [4], [8], [9], [13]], groups=3)
    found = verify.misconception_answers(VERIFIER, v)
    assert found["groups-as-size"]["mean"] == pytest.approx((2, 10))
    assert VERIFIER.compute(v)["mean"] == (1, 6, 11)


@pytest.mark.parametrize(
    ("raw", "absent"),
    [
        (SAMPLE, {"groups-as-size", "no-affine"}),
        ({"values": [[1, 3], [4, 8]], "groups": 2}, {"per-channel", "interleaved"}),
        ({"values": [[1, 3], [4, 8]], "groups": 1}, {"whole-sample", "interleaved"}),
        ({"values": [[1], [3]], "groups": 1}, {"per-channel", "groups-as-size"}),
    ],
    ids=str,
)
def test_mistakes_that_would_not_show_are_not_claimed(raw, absent):
    assert not absent & set(verify.misconception_answers(VERIFIER, bound(**raw)))


def test_common_mistakes_keep_the_right_groups():
    # By hand, for the first channel: root of 2 / 0.75 + 0.25 and of 2 + 0.25.
    found = verify.misconception_answers(VERIFIER, bound(**SAMPLE))
    assert found["unbiased-variance"]["variance"] == pytest.approx((8 / 3, 8))
    assert found["no-root"]["output"][0] == pytest.approx((-2 / 2.25, 2 / 2.25))
    assert found["mean-kept"]["output"][0] == pytest.approx((0, 4 / 1.5))
    assert found["standard-deviation"]["variance"] == pytest.approx((2**0.5, 6**0.5))


def test_a_wrong_mean_is_carried_forward():
    v = bound(values=[[1], [3], [10], [30]], groups=2, eps=0)
    assert verify.followed(VERIFIER, v, VERIFIER.part("variance"), {"mean": (1, 20)}) == (2, 100)
