"""``aspp.effective-kernel``: published rates, torch, refusals and each misconception."""

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from quizlab import verify
from quizlab_verifiers.segmentation.aspp_effective_kernel import AsppEffectiveKernel

VERIFIER = AsppEffectiveKernel()


@pytest.mark.parametrize(
    ("branch", "raw", "expected"),
    [
        ("DeepLabv3, output stride 16, rate 6", {"rate": 6}, (13, 9)),
        ("DeepLabv3, output stride 16, rate 12", {"rate": "12"}, (25, 9)),
        ("DeepLabv3, output stride 16, rate 18", {"rate": 18}, (37, 1)),
        ("DeepLabv3, output stride 8, rate 24", {"rate": 24, "side": 65}, (49, 9)),
        ("DeepLabv3, output stride 8, rate 36", {"rate": 36, "side": 65}, (73, 1)),
        ("figure 4: a rate of the map's side sees only itself", {"rate": 65, "side": 65}, (131, 1)),
        ("the last rate that reaches the edge", {"rate": 16}, (33, 9)),
        ("a corner sees a quarter", {"rate": 12, "cell": "corner"}, (25, 4)),
        ("an edge sees two thirds", {"rate": 12, "cell": "edge"}, (25, 6)),
        ("a corner of an even map", {"rate": 15, "side": 16, "cell": "corner"}, (31, 4)),
        ("5 x 5, the outer ring is off", {"rate": 9, "kernel": 5}, (37, 9)),
        ("1 x 1", {"rate": 6, "kernel": 1}, (1, 1)),
        ("the largest", {"rate": 256, "kernel": 15, "side": 513}, (3585, 9)),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_published_branches_have_their_reach_on_both_roads(branch, raw, expected):
    v = verify.bind(VERIFIER, raw)
    answer = dict(zip(("effective-kernel", "taps"), expected, strict=True))
    assert VERIFIER.compute(v) == answer, branch
    assert VERIFIER.reference(v) == answer, branch


@settings(max_examples=60, deadline=None)
@given(
    v=st.builds(
        AsppEffectiveKernel.Parameters,
        rate=st.integers(1, 40),
        kernel=st.sampled_from([1, 3, 5, 7, 9]),
        side=st.integers(1, 48),
        cell=st.sampled_from(["centre", "edge", "corner"]),
    )
)
def test_torch_agrees_on_any_legal_branch(v):
    assume(VERIFIER.where(v) is None)
    assert VERIFIER.compute(v) == VERIFIER.reference(v)


@pytest.mark.parametrize(
    ("raw", "code", "words"),
    [
        ({}, "missing", "rate"),
        ({"rate": 0}, "range", "1 to 256"),
        ({"rate": "inf"}, "type", "rate"),
        ({"rate": 6, "kernel": 4}, "where", "kernel 4 is even and has no middle tap"),
        ({"rate": 6, "side": 32}, "where", "side 32 is even, so there is no middle cell"),
        ({"rate": 6, "cell": "middle"}, "type", "centre, edge, corner"),
        ({"rate": 6, "dilation": 2}, "unknown-parameter", "dilation"),
    ],
    ids=str,
)
def test_what_cannot_be_is_refused_by_name(raw, code, words):
    with pytest.raises(verify.Fault, match=words) as caught:
        verify.bind(VERIFIER, raw)
    assert caught.value.code == code


# Sixteen cells to each side of the middle one: two taps of 5 at rate 9 reach 9 and 18 cells.
FIVE = {"rate": 9, "kernel": 5}


@pytest.mark.parametrize(
    ("misconception", "raw", "wrong"),
    [
        ("rate-times-kernel", FIVE, {"effective-kernel": 45}),
        # Four steps of nine cells, without the cell that they start from.
        ("no-plus-one", FIVE, {"effective-kernel": 36}),
        # Five taps and four gaps of nine holes.
        ("rate-as-holes", FIVE, {"effective-kernel": 41}),
        ("not-spread", FIVE, {"effective-kernel": 5}),
        ("all-taps", FIVE, {"taps": 25}),
        ("one-axis", FIVE, {"taps": 3}),
        # 20 and 40 cells against a side of 33: the inner ring seems to fit.
        ("whole-side", {"rate": 20, "kernel": 5}, {"taps": 9}),
        ("only-the-middle", FIVE, {"taps": 1}),
        # At the corner 9 and 18 cells fit behind: 3 * 3; at the centre only 9 to each side.
        ("as-at-the-centre", {"rate": 9, "kernel": 7, "cell": "corner"}, {"taps": 9}),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_misconception_gives_the_number_that_people_really_type(misconception, raw, wrong):
    v = verify.bind(VERIFIER, raw)
    assert verify.misconception_answers(VERIFIER, v)[misconception] == wrong
    assert misconception in verify.told_apart(VERIFIER, v)


@pytest.mark.parametrize(
    ("raw", "absent"),
    [
        ({"rate": 1}, {"rate-times-kernel", "not-spread", "all-taps", "only-the-middle"}),
        ({"rate": 3}, {"rate-as-holes"}),
        ({"rate": 12}, {"all-taps", "as-at-the-centre", "whole-side"}),
        ({"rate": 18}, {"one-axis", "only-the-middle"}),
        ({"rate": 18, "cell": "corner"}, {"whole-side", "only-the-middle"}),
        (
            {"rate": 7, "kernel": 1},
            {"no-plus-one", "rate-as-holes", "not-spread", "all-taps", "one-axis"},
        ),
    ],
    ids=str,
)
def test_mistakes_that_cannot_show_are_not_claimed(raw, absent):
    found = verify.misconception_answers(VERIFIER, verify.bind(VERIFIER, raw))
    assert not absent & set(found)


def test_the_worked_steps_treat_both_axes_of_an_edge():
    steps = VERIFIER.explain(verify.bind(VERIFIER, {"rate": 12, "cell": "edge"}))
    assert "down the map: $0$ and $32$ cells of map, so $1 + 0 + 1 = 2$" in steps[2]
    assert "across it: $16$ and $16$ cells of map, so $1 + 1 + 1 = 3$" in steps[2]
    assert "has $6$ of its $9$ taps on the map" in steps[-1]
