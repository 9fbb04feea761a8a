"""``cross-entropy.value``: published losses, torch, refusals and each misconception."""

from math import e, isclose, log

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from quizlab import verify
from quizlab_verifiers.losses.cross_entropy_value import CrossEntropyValue

VERIFIER = CrossEntropyValue()


@pytest.mark.parametrize(
    ("case", "raw", "expected", "within"),
    [
        ("CS231n, SVM vs. softmax", {"values": "-2.85,0.86,0.28", "target": 2}, 1.04, 5e-3),
        ("CS231n, initial loss on CIFAR-10", {"values": [0] * 10, "target": 3}, 2.302, 1e-3),
        (
            "a probability of one half is one bit",
            {"values": [0.5, 0.25, 0.25], "target": 0, "given": "probabilities"},
            log(2),
            1e-12,
        ),
        ("certain", {"values": [0, 1], "target": 1, "given": "probabilities"}, 0, 0),
        ("certainly wrong", {"values": [1000, -1000], "target": 1}, 2000, 0),
        (
            "all smoothed away",
            {"values": [0.5, 0.5], "target": 1, "given": "probabilities", "label_smoothing": 1},
            log(2),
            1e-12,
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_published_losses_on_both_roads(case, raw, expected, within):
    v = verify.bind(VERIFIER, raw)
    assert isclose(VERIFIER.compute(v), expected, abs_tol=within), case
    assert isclose(VERIFIER.reference(v), expected, abs_tol=within), case


@st.composite
def legal(draw: st.DrawFn) -> object:
    classes = draw(st.integers(2, 8))
    given_as = draw(st.sampled_from(["logits", "probabilities"]))
    if given_as == "logits":
        values = [draw(st.floats(-1000, 1000)) for _ in range(classes)]
    else:
        weights = [draw(st.integers(0, 50)) for _ in range(classes)]
        assume(sum(weights))
        values = [weight / sum(weights) for weight in weights]
    v = CrossEntropyValue.Parameters(
        values=tuple(values),
        target=draw(st.integers(0, classes - 1)),
        given=given_as,
        label_smoothing=draw(st.sampled_from([0.0, 0.1, 0.9, 1.0])),
    )
    assume(VERIFIER.where(v) is None)
    return v


@settings(max_examples=80, deadline=None)
@given(v=legal())
def test_torch_agrees_on_any_legal_sample(v):
    proof = verify.prove(VERIFIER, v)
    assert proof.agrees, proof.message


def test_rounded_probabilities_are_taken_as_they_are():
    raw = {"values": [0.333, 0.333, 0.333], "target": 0, "given": "probabilities"}
    v = verify.bind(VERIFIER, raw)
    assert VERIFIER.compute(v) == pytest.approx(-log(0.333))
    assert verify.prove(VERIFIER, v).agrees


@pytest.mark.parametrize(
    ("raw", "code", "words"),
    [
        ({"values": [1, 2]}, "missing", "target"),
        ({"values": [1, 2], "target": 2}, "where", "it can be 0 to 1"),
        ({"values": [1, 2], "target": -1}, "range", "target"),
        ({"values": [0.5, 0.6], "target": 0, "given": "probabilities"}, "where", "add up to 1"),
        ({"values": [1.5, -0.5], "target": 0, "given": "probabilities"}, "where", "given=logits"),
        ({"values": [0, 1], "target": 0, "given": "probabilities"}, "where", "infinite"),
        (
            {"values": [0, 1], "target": 1, "given": "probabilities", "label_smoothing": 0.1},
            "where",
            "infinite",
        ),
        ({"values": [1, float("nan")], "target": 0}, "type", "values"),
        ({"values": [1, "-inf"], "target": 0}, "type", "values"),
        ({"values": [1, 1e6], "target": 0}, "range", "values.* 1000"),
        ({"values": [1, 2], "target": 0, "label_smoothing": 1.1}, "range", "label_smoothing"),
        ({"values": [1, 2], "target": 0, "given": "scores"}, "type", "logits, probabilities"),
        ({"values": [1, 2], "target": 0, "base": 2}, "unknown-parameter", "base"),
    ],
    ids=str,
)
def test_what_cannot_be_is_refused_by_name(raw, code, words):
    with pytest.raises(verify.Fault, match=words) as caught:
        verify.bind(VERIFIER, raw)
    assert caught.value.code == code


QUARTER = {"values": [0.5, 0.25, 0.25], "target": 1, "given": "probabilities"}
LOGITS = {"values": [1, 3, 0], "target": 1}
P_OF_LOGITS = e**3 / (e + e**3 + 1)


@pytest.mark.parametrize(
    ("misconception", "raw", "wrong"),
    [
        ("binary-logarithm", QUARTER, 2),
        ("common-logarithm", QUARTER, 0.60206),
        ("no-minus", QUARTER, -1.386294),
        ("counted-from-one", QUARTER, log(2)),
        # -ln 1/4 - ln 1/2 - ln 3/4
        ("binary-over-all", QUARTER, log(4) + log(2) + log(4 / 3)),
        ("no-softmax", LOGITS, -3),
        # A second softmax on 1/2, 1/4, 1/4.
        ("softmax-twice", QUARTER, log(e**0.25 + 2)),
        ("mean-over-classes", QUARTER, log(4) / 3),
        ("mean-over-classes", LOGITS, -log(P_OF_LOGITS) / 3),
    ],
)
def test_a_misconception_gives_the_number_that_people_really_type(misconception, raw, wrong):
    v = verify.bind(VERIFIER, raw)
    found = verify.misconception_answers(VERIFIER, v)[misconception]
    assert found["loss"] == pytest.approx(wrong, rel=1e-5)
    assert misconception in verify.told_apart(VERIFIER, v)


def test_mistakes_about_smoothing():
    # -ln p = (ln 2, 2 ln 2, 2 ln 2), eps 0.3: q = (0.8, 0.1, 0.1), wrongly (0.7, 0.15, 0.15).
    raw = {"values": [0.5, 0.25, 0.25], "target": 0, "given": "probabilities"}
    v = verify.bind(VERIFIER, raw | {"label_smoothing": 0.3})
    assert VERIFIER.compute(v) == pytest.approx(1.2 * log(2))
    found = verify.misconception_answers(VERIFIER, v)
    assert found["no-smoothing"]["loss"] == pytest.approx(log(2))
    assert found["smoothed-over-the-others"]["loss"] == pytest.approx(1.3 * log(2))


@pytest.mark.parametrize(
    ("raw", "absent"),
    [
        (QUARTER, {"no-softmax", "no-smoothing", "smoothed-over-the-others"}),
        (QUARTER | {"target": 0}, {"counted-from-one"}),
        (QUARTER | {"target": 2}, {"counted-from-one"}),
        (LOGITS | {"label_smoothing": 1}, {"smoothed-over-the-others", "no-softmax"}),
        ({"values": [0, 1], "target": 1, "given": "probabilities"}, {"counted-from-one"}),
        ({"values": [1000, -1000], "target": 1}, {"binary-over-all"}),
    ],
    ids=str,
)
def test_mistakes_that_cannot_be_made_are_not_claimed(raw, absent):
    found = verify.misconception_answers(VERIFIER, verify.bind(VERIFIER, raw))
    assert not absent & set(found)


def test_a_probability_too_small_to_be_written_still_has_a_loss():
    steps = VERIFIER.explain(verify.bind(VERIFIER, {"values": [1000, 0], "target": 1}))
    assert "L = 1000" in steps[-1]


def test_draws_need_no_other_logarithms_than_those_offered():
    for variant in verify.draw_distinct(VERIFIER, 11, 60):
        assert VERIFIER.comfortable(variant.params)


@pytest.mark.parametrize("raw", [{"target": 0}, {"target": 1, "label_smoothing": 0.1}], ids=str)
def test_small_probabilities_are_no_comfort_and_no_endless_work(raw):
    v = verify.bind(VERIFIER, {"values": [0.01, 0.99], "given": "probabilities"} | raw)
    assert not VERIFIER.comfortable(v)


def test_given_probabilities_are_shown_as_given():
    raw = {"values": [0.12345678, 0.87654322], "target": 0, "given": "probabilities"}
    assert "[0.12345678,\\ 0.87654322]" in VERIFIER.prompt(verify.bind(VERIFIER, raw))
