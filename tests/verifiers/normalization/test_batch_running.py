"""``norm.batch-running``: both frameworks' documented rules, torch, refusals and each mistake."""

from fractions import Fraction
from math import isclose

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from quizlab import verify
from quizlab_verifiers.normalization.batch_running import BatchRunning

VERIFIER = BatchRunning()
FOUR = {"values": [1, 3, 5, 7], "running_mean": 2, "running_var": 3}
"""Mean 4; squared distances 9, 1, 1, 9 add to 20; about the running mean 2 they add to 36."""


def bound(**raw: object) -> object:
    return verify.bind(VERIFIER, raw)


@pytest.mark.parametrize(
    ("case", "raw", "mean", "variance"),
    [
        (
            "torch.nn.BatchNorm1d: (1 - momentum) old + momentum new, torch.var(correction=1)",
            {**FOUR, "framework": "torch", "momentum": 0.1},
            0.9 * 2 + 0.1 * 4,
            0.9 * 3 + 0.1 * 20 / 3,
        ),
        (
            "Keras 3: moving * momentum + batch * (1 - momentum), biased",
            {**FOUR, "framework": "keras", "momentum": "0.99"},
            0.99 * 2 + 0.01 * 4,
            0.99 * 3 + 0.01 * 5,
        ),
        (
            "torch, from the initial 0 and 1",
            {"values": "1,3", "framework": "TORCH", "momentum": 0.1},
            0.2,
            0.9 + 0.1 * 2,
        ),
        ("torch, momentum 1", {"values": [1, 3], "framework": "torch", "momentum": 1}, 2, 2),
        ("Keras 3, momentum 1", {"values": [1, 3], "framework": "keras", "momentum": 1}, 0, 1),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_documented_rules_on_both_roads(case, raw, mean, variance):
    for road in (VERIFIER.compute, VERIFIER.reference):
        found = road(bound(**raw))
        assert found["running-mean"] == pytest.approx(mean, rel=1e-12), case
        assert found["running-variance"] == pytest.approx(variance, rel=1e-12)


def test_the_layer_itself_remembers_the_same():
    layer = torch.nn.BatchNorm1d(1, momentum=0.1).double()
    layer(torch.tensor([[1.0], [3.0], [5.0], [7.0]], dtype=torch.float64))
    found = VERIFIER.compute(bound(values=[1, 3, 5, 7], framework="torch", momentum=0.1))
    assert layer.running_mean.item() == pytest.approx(found["running-mean"])
    assert layer.running_var.item() == pytest.approx(found["running-variance"])


PARAMETERS = st.builds(
    BatchRunning.Parameters,
    values=st.lists(st.floats(-1000, 1000), min_size=2, max_size=64).map(tuple),
    framework=st.sampled_from(["torch", "keras"]),
    momentum=st.one_of(st.floats(0, 1), st.sampled_from([0.0, 0.1, 0.99, 1.0])),
    running_mean=st.floats(-1000, 1000),
    running_var=st.floats(0, 1e6),
)


@settings(deadline=None)
@given(v=PARAMETERS)
def test_torch_agrees_on_any_legal_batch(v):
    one, other = VERIFIER.compute(v), VERIFIER.reference(v)
    for name, value in one.items():
        assert VERIFIER.agreement.agrees(value, other[name]), name
    assert VERIFIER.explain(v)


@settings(max_examples=40, deadline=None)
@given(v=PARAMETERS)
def test_exact_fractions_agree(v):
    xs = [Fraction(x) for x in v.values]
    mean = sum(xs) / len(xs)
    torchs = v.framework == "torch"
    variance = sum((x - mean) ** 2 for x in xs) / (len(xs) - torchs)
    new = Fraction(v.momentum) if torchs else 1 - Fraction(v.momentum)
    found = VERIFIER.compute(v)
    for name, old, batch in (
        ("running-mean", v.running_mean, mean),
        ("running-variance", v.running_var, variance),
    ):
        exact = float((1 - new) * Fraction(old) + new * batch)
        assert isclose(found[name], exact, rel_tol=1e-9, abs_tol=1e-9), name


@pytest.mark.parametrize(
    ("raw", "code", "words"),
    [
        ({"values": [1, 2], "framework": "torch"}, "missing", "momentum"),
        ({"values": [1, 2], "momentum": 0.1}, "missing", "framework"),
        ({"values": [1], "framework": "torch", "momentum": 0.1}, "range", "2 to 64"),
        ({"values": [1, 2], "framework": "caffe", "momentum": 0.1}, "type", "torch, keras"),
        ({"values": [1, 2], "framework": "torch", "momentum": 1.1}, "range", "momentum"),
        (
            {**FOUR, "framework": "torch", "momentum": 0.1, "running_var": -1},
            "range",
            "running_var",
        ),
        ({"values": [1, float("nan")], "framework": "torch", "momentum": 0}, "type", "a number"),
        ({"values": [1, 1e9], "framework": "torch", "momentum": 0.1}, "range", "to 1000"),
        ({"values": [1, 2], "decay": 0.1}, "unknown-parameter", "decay"),
    ],
    ids=str,
)
def test_what_cannot_be_is_refused_with_what_can(raw, code, words):
    with pytest.raises(verify.Fault, match=words) as caught:
        bound(**raw)
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("misconception", "wrong"),
    [
        ("other-momentum", (0.1 * 2 + 0.9 * 4, 0.1 * 3 + 0.9 * 20 / 3)),
        ("other-variance", (None, 0.9 * 3 + 0.1 * 5)),
        ("other-framework", (0.1 * 2 + 0.9 * 4, 0.1 * 3 + 0.9 * 5)),
        ("batch-only", (4, 20 / 3)),
        ("standard-deviation", (None, 0.9 * 3 + 0.1 * (20 / 3) ** 0.5)),
        ("about-running-mean", (None, 0.9 * 3 + 0.1 * 36 / 3)),
    ],
)
def test_a_misconception_gives_the_numbers_that_people_really_type(misconception, wrong):
    v = bound(**FOUR, framework="torch", momentum=0.1)
    found = verify.misconception_answers(VERIFIER, v)[misconception]
    names = ("running-mean", "running-variance")
    expected = {name: x for name, x in zip(names, wrong, strict=True) if x is not None}
    assert found == pytest.approx(expected)


def test_in_keras_the_other_variance_is_the_unbiased_one():
    v = bound(**FOUR, framework="keras", momentum=0.9)
    found = verify.misconception_answers(VERIFIER, v)
    assert found["other-variance"] == pytest.approx({"running-variance": 2.7 + 0.1 * 20 / 3})
    assert found["other-framework"]["running-mean"] == pytest.approx(0.1 * 2 + 0.9 * 4)


def test_draws_remember_more_than_they_learn():
    for variant in verify.draw_distinct(VERIFIER, 7, 60):
        v = variant.params
        assert (v.momentum < 0.5) == (v.framework == "torch")
