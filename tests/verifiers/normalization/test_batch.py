"""``norm.batch``: worked batches on both roads, and each mistake."""

import pytest

from quizlab import verify
from quizlab_verifiers.normalization.batch import BatchNorm

VERIFIER = BatchNorm()


def bound(**raw: object) -> object:
    return verify.bind(VERIFIER, raw)


@pytest.mark.parametrize(
    ("case", "raw", "means", "variances", "output"),
    [
        (
            "Ioffe & Szegedy, Algorithm 1, without epsilon",
            {"values": "[[1,10],[3,30]]", "eps": 0},
            (2, 20),
            (1, 100),
            ((-1, -1), (1, 1)),
        ),
        (
            "Algorithm 1 with scale and shift of each feature",
            {"values": [[1, 10], [3, 30]], "eps": 0, "affine": [[2, 1], [3, -1]]},
            (2, 20),
            (1, 100),
            ((-1, -4), (3, 2)),
        ),
        (
            "torch.nn.BatchNorm1d, a pair for all features",
            {"values": [[1, 10], [3, 30]], "eps": 0, "affine": "[[2,1]]"},
            (2, 20),
            (1, 100),
            ((-1, -1), (3, 3)),
        ),
        (
            "epsilon under the root: 3 + 1 = 4",
            {"values": [[-3], [1], [1], [1]], "eps": 1, "affine": [{"gamma": 2}]},
            (0,),
            (3,),
            ((-3,), (1,), (1,), (1,)),
        ),
        (
            "a feature that is constant",
            {"values": [[7, 1], [7, 3]], "affine": [[2, 5], [1, 0]]},
            (7, 2),
            (0, 1),
            ((5, -0.999995), (5, 0.999995)),
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_worked_batches_on_both_roads(case, raw, means, variances, output):
    for road in (VERIFIER.compute, VERIFIER.reference):
        found = road(bound(**raw))
        assert found["mean"] == pytest.approx(means, abs=1e-12), case
        assert found["variance"] == pytest.approx(variances, abs=1e-12)
        for row, expected in zip(found["output"], output, strict=True):
            assert row == pytest.approx(expected, abs=1e-8)


def test_the_parts_are_means_variances_and_output():
    assert [part.name for part in VERIFIER.parts] == ["mean", "variance", "output"]


# Columns 0, 4 and 2, 8: means 2 and 5, variances 4 and 9; with eps 1 the roots of 5 and 10.
BATCH = {"values": [[0, 2], [4, 8]], "affine": [[2, 1], [3, -1]], "eps": 1}
R5, R10 = 5**0.5, 10**0.5


@pytest.mark.parametrize(
    ("misconception", "part", "wrong"),
    [
        ("per-sample", "mean", (1, 6)),
        ("per-sample", "variance", (1, 4)),
        ("per-sample", "output", ((-2 / 2**0.5 + 1, 3 / 2**0.5 - 1), (-4 / R5 + 1, 6 / R5 - 1))),
        ("all-together", "mean", (3.5,)),
        ("all-together", "variance", (8.75,)),
        ("unbiased-variance", "variance", (8, 18)),
        ("unbiased-variance", "output", ((-4 / 3 + 1, -9 / 19**0.5 - 1), (7 / 3, 9 / 19**0.5 - 1))),
        ("no-root", "output", ((1 - 4 / 5, -9 / 10 - 1), (1 + 4 / 5, 9 / 10 - 1))),
        ("mean-kept", "output", ((1, 6 / R10 - 1), (8 / R5 + 1, 24 / R10 - 1))),
        ("no-affine", "output", ((-2 / R5, -3 / R10), (2 / R5, 3 / R10))),
        ("gamma-beta-swapped", "output", ((-2 / R5 + 2, 3 / R10 + 3), (2 / R5 + 2, 3 - 3 / R10))),
        ("shift-before-scale", "output", ((2 - 4 / R5, -9 / R10 - 3), (2 + 4 / R5, 9 / R10 - 3))),
        ("eps-outside-root", "output", ((1 - 4 / 3, -9 / 4 - 1), (1 + 4 / 3, 9 / 4 - 1))),
        ("no-eps", "output", ((-1, -4), (3, 2))),
        ("standard-deviation", "variance", (2, 3)),
    ],
)
def test_a_misconception_gives_the_numbers_that_people_really_type(misconception, part, wrong):
    found = verify.misconception_answers(VERIFIER, bound(**BATCH))[misconception][part]
    if isinstance(wrong[0], tuple):
        assert len(found) == len(wrong)
        for row, expected in zip(found, wrong, strict=True):
            assert row == pytest.approx(expected)
    else:
        assert found == pytest.approx(wrong)


def test_mistakes_that_cannot_be_made_are_not_claimed():
    found = verify.misconception_answers(VERIFIER, bound(values=[[1], [3]]))
    assert set(found) == {"unbiased-variance", "no-root", "mean-kept", "standard-deviation"}


def test_mistakes_touch_only_the_parts_that_build_on_them():
    found = verify.misconception_answers(VERIFIER, bound(**BATCH))
    assert set(found["unbiased-variance"]) == {"variance", "output"}
    assert set(found["no-root"]) == {"output"}
    assert set(found["per-sample"]) == {"mean", "variance", "output"}


def follow(part: str, earlier: dict[str, object]) -> object:
    v = bound(values=[[0, 2], [4, 8]], eps=0)
    return verify.followed(VERIFIER, v, VERIFIER.part(part), earlier)


def test_a_wrong_mean_is_carried_forward():
    # About 1 instead of 2: (1 + 9) / 2.
    assert follow("variance", {"mean": (1, 5)}) == (5, 9)
    assert follow("output", {"mean": (1, 5), "variance": (4, 9)}) == ((-0.5, -1), (1.5, 1))


def test_means_may_be_typed_as_a_column():
    assert follow("variance", {"mean": ((2,), (5,))}) == (4, 9)


@pytest.mark.parametrize(
    "earlier",
    [
        {"mean": (2,), "variance": (4, 9)},
        {"mean": (2, 5), "variance": (4,)},
        {"mean": (2, 5), "variance": (0, 9)},
        {"mean": (2, 5), "variance": (-4, 9)},
    ],
)
def test_nothing_follows_from_what_cannot_be(earlier):
    assert follow("output", earlier) is None


def test_plus_and_minus_one_are_right_although_epsilon_is_not_zero():
    v = bound(values=[[1], [3]], affine=[[1, 1]])
    kind = VERIFIER.part("output").answer
    assert kind.accepts(VERIFIER.compute(v)["output"], kind.parse("0; 2"))


def test_draws_are_worked_on_paper():
    for variant in verify.draw_distinct(VERIFIER, 11, 60):
        v = variant.params
        assert VERIFIER.comfortable(v)
        assert sum(map(len, v.values)) <= 8
