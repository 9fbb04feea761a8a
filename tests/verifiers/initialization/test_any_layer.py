"""He's and Xavier's initialisation: torch on any legal layer, refusals, what mistakes give."""

from math import inf, nan, sqrt

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from quizlab import verify
from quizlab_verifiers.initialization.he_normal_std import HeNormalStd
from quizlab_verifiers.initialization.he_uniform_bound import HeUniformBound
from quizlab_verifiers.initialization.xavier_normal_std import XavierNormalStd
from quizlab_verifiers.initialization.xavier_uniform_bound import XavierUniformBound

HE_UNIFORM, HE_NORMAL = HeUniformBound(), HeNormalStd()
XAVIER_UNIFORM, XAVIER_NORMAL = XavierUniformBound(), XavierNormalStd()
BY = {"he": (HE_UNIFORM, HE_NORMAL), "xavier": (XAVIER_UNIFORM, XAVIER_NORMAL)}

sizes = st.integers(1, 3000)
activations = {
    "he": {
        "mode": st.sampled_from(["fan_in", "fan_out"]),
        "slope": st.sampled_from([0.0, 0.01, 0.5, 1.0, 10.0]),
    },
    "xavier": {"gain": st.sampled_from([1.0, 0.001, 5 / 3, 1000.0])},
}


@st.composite
def legal(draw: st.DrawFn, author: str) -> object:
    if draw(st.booleans()):
        layer = {"fan_in": draw(sizes), "fan_out": draw(st.integers(0, 3000))}
    else:
        groups = draw(st.sampled_from([1, 1, 2, 7]))
        layer = {
            "inputs": groups * draw(sizes),
            "outputs": groups * draw(sizes),
            "kernel": draw(st.sampled_from([0, 1, 2, 3, 11])),
            "groups": groups,
        }
    verifier = BY[author][0]
    v = verifier.Parameters(**layer, **draw(st.fixed_dictionaries(activations[author])))
    assume(verifier.where(v) is None)
    return v


@pytest.mark.parametrize("author", BY)
@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_torch_draws_as_far_as_computed_from_any_legal_layer(author, data):
    v = data.draw(legal(author))
    for verifier in BY[author]:
        assert verifier.agreement.agrees(verifier.compute(v), verifier.reference(v))


@pytest.mark.parametrize(
    ("author", "raw", "code", "words"),
    [
        ("he", {}, "where", "fan_in must be at least 1"),
        ("he", {"fan_in": 4, "mode": "fan_out"}, "where", "fan_out must be at least 1"),
        ("he", {"inputs": 4, "kernel": 3}, "where", "outputs 0"),
        ("he", {"fan_in": 4, "inputs": 4, "outputs": 2}, "where", "either the fans or the layer"),
        ("he", {"fan_in": 4, "mode": "fan_avg"}, "type", "fan_in, fan_out"),
        ("he", {"fan_in": 4, "slope": -0.1}, "range", "slope"),
        ("he", {"fan_in": 4, "slope": nan}, "type", "slope"),
        ("he", {"fan_in": 4, "slope": "1e300"}, "range", "slope"),
        ("he", {"fan_in": "four"}, "type", "fan_in"),
        ("he", {"fan_in": 4, "gain": 2}, "unknown-parameter", "gain"),
        ("xavier", {}, "where", "fan_in and fan_out must be at least 1; or leave the fans out"),
        ("xavier", {"fan_in": 4}, "where", "fan_out must be at least 1"),
        ("xavier", {"inputs": 4}, "where", "got inputs 4, outputs 0"),
        ("xavier", {"fan_in": 4, "fan_out": 4, "kernel": 3}, "where", "fans go without a layer"),
        (
            "xavier",
            {"fan_in": 4, "inputs": 4, "outputs": 4},
            "where",
            "either the fans or the layer",
        ),
        (
            "xavier",
            {"inputs": 4, "outputs": 4, "groups": 2},
            "where",
            "groups 2 need a convolution",
        ),
        (
            "xavier",
            {"inputs": 4, "outputs": 6, "kernel": 3, "groups": 4},
            "where",
            "groups 4 must divide both inputs 4 and outputs 6",
        ),
        ("xavier", {"fan_in": 4, "fan_out": 4, "gain": 0}, "range", "gain"),
        ("xavier", {"fan_in": 4, "fan_out": 4, "gain": nan}, "type", "gain"),
        ("xavier", {"fan_in": 4, "fan_out": 4, "gain": "inf"}, "type", "gain"),
        ("xavier", {"fan_in": inf, "fan_out": 4}, "type", "fan_in"),
        ("xavier", {"fan_in": -4, "fan_out": 4}, "range", "fan_in"),
        ("xavier", {"fan_in": 10**30, "fan_out": 4}, "range", "fan_in"),
        ("xavier", {"fan_in": 4.5, "fan_out": 4}, "type", "fan_in"),
        ("xavier", {"fan_in": True, "fan_out": 4}, "type", "fan_in"),
        ("xavier", {"inputs": 4, "outputs": 4, "kernel": 256}, "range", "kernel"),
        ("xavier", {"fanin": 4}, "unknown-parameter", "fan_in"),
    ],
    ids=str,
)
def test_what_cannot_be_is_refused_by_name(author, raw, code, words):
    for verifier in BY[author]:
        with pytest.raises(verify.Fault, match=words) as caught:
            verify.bind(verifier, raw)
        assert caught.value.code == code


GROUPED = {
    # Fans: 8 / 2 * 16 = 64 and 10 * 16 = 160; the slope makes 1.25 * 64 = 80.
    "he": {"inputs": 8, "outputs": 10, "kernel": 4, "groups": 2, "slope": 0.5},
    # Fans: 4 * 4 = 16 and 20 * 4 = 80, together 96.
    "xavier": {"inputs": 8, "outputs": 20, "kernel": 2, "groups": 2, "gain": 2},
}


@pytest.mark.parametrize(
    ("verifier", "misconception", "wrong"),
    [
        (HE_UNIFORM, "std-for-bound", sqrt(2 / 80)),
        (HE_UNIFORM, "xavier", sqrt(6 / 224)),
        (HE_UNIFORM, "kernel-forgotten", sqrt(6 / 5)),
        (HE_UNIFORM, "kernel-not-squared", sqrt(6 / 20)),
        (HE_UNIFORM, "groups-forgotten", sqrt(6 / 160)),
        (HE_UNIFORM, "other-fan", sqrt(6 / 200)),
        (HE_UNIFORM, "no-two-for-relu", sqrt(3 / 64)),
        (HE_UNIFORM, "no-root", 0.075),
        (HE_UNIFORM, "slope-forgotten", sqrt(6 / 64)),
        (HE_UNIFORM, "slope-not-squared", 0.25),
        (HE_NORMAL, "variance-for-std", 0.025),
        (HE_NORMAL, "xavier", sqrt(2 / 224)),
        (HE_NORMAL, "kernel-forgotten", sqrt(2 / 5)),
        (HE_NORMAL, "kernel-not-squared", sqrt(2 / 20)),
        (HE_NORMAL, "groups-forgotten", sqrt(2 / 160)),
        (HE_NORMAL, "other-fan", 0.1),
        (HE_NORMAL, "no-two-for-relu", 0.125),
        (HE_NORMAL, "bound-for-std", sqrt(6 / 80)),
        (HE_NORMAL, "slope-forgotten", sqrt(2 / 64)),
        (HE_NORMAL, "slope-not-squared", sqrt(2 / 96)),
        (XAVIER_UNIFORM, "std-for-bound", 2 * sqrt(2 / 96)),
        (XAVIER_UNIFORM, "fan-in-only", 2 * sqrt(6 / 16)),
        (XAVIER_UNIFORM, "kernel-forgotten", 1.0),  # 4 + 20 = 24
        (XAVIER_UNIFORM, "kernel-not-squared", 2 * sqrt(6 / 48)),
        (XAVIER_UNIFORM, "groups-forgotten", 2 * sqrt(6 / 112)),
        (XAVIER_UNIFORM, "fan-out-divided", 2 * sqrt(6 / 56)),
        (XAVIER_UNIFORM, "sum-for-mean", 2 * sqrt(3 / 96)),
        (XAVIER_UNIFORM, "no-root", 0.125),
        (XAVIER_UNIFORM, "gain-forgotten", 0.25),
        (XAVIER_NORMAL, "variance-for-std", 4 * 2 / 96),
        (XAVIER_NORMAL, "fan-in-only", 2 * sqrt(2 / 16)),
        (XAVIER_NORMAL, "kernel-forgotten", 2 * sqrt(2 / 24)),
        (XAVIER_NORMAL, "kernel-not-squared", 2 * sqrt(2 / 48)),
        (XAVIER_NORMAL, "groups-forgotten", 2 * sqrt(2 / 112)),
        (XAVIER_NORMAL, "fan-out-divided", 2 * sqrt(2 / 56)),
        (XAVIER_NORMAL, "bound-for-std", 0.5),
        (XAVIER_NORMAL, "sum-for-mean", 2 * sqrt(1 / 96)),
        (XAVIER_NORMAL, "gain-forgotten", sqrt(2 / 96)),
    ],
    ids=lambda value: getattr(value, "id", str(value)),
)
def test_a_misconception_gives_the_number_that_people_really_type(verifier, misconception, wrong):
    v = verify.bind(verifier, GROUPED["he" if verifier in BY["he"] else "xavier"])
    found = verify.misconception_answers(verifier, v)[misconception]
    assert found == {verifier.parts[0].name: pytest.approx(wrong)}
    assert misconception in verify.told_apart(verifier, v)
