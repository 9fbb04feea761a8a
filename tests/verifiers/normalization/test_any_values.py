"""Batch, layer, instance and group norm: torch on any legal values, and what is refused."""

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from quizlab import verify
from quizlab_verifiers.normalization.batch import BatchNorm
from quizlab_verifiers.normalization.group import GroupNorm
from quizlab_verifiers.normalization.instance import InstanceNorm
from quizlab_verifiers.normalization.layer import LayerNorm

BATCH, LAYER, INSTANCE, GROUP = BatchNorm(), LayerNorm(), InstanceNorm(), GroupNorm()

numbers = st.one_of(st.floats(-1000, 1000), st.sampled_from([0.0, 1.0, 1000.0]))
factors = st.floats(-100, 100)


def rows(columns: int, least: int) -> st.SearchStrategy:
    return st.lists(st.tuples(*[numbers] * columns), min_size=least, max_size=16)


@st.composite
def legal(draw: st.DrawFn, verifier: verify.Verifier) -> object:
    groups = {}
    if verifier is LAYER:
        values = draw(st.lists(numbers, min_size=2, max_size=64))
    elif verifier is BATCH:
        values = draw(rows(draw(st.integers(1, 8)), least=2))
    elif verifier is INSTANCE:
        values = draw(rows(draw(st.integers(2, 8)), least=1))
    else:
        values = draw(rows(draw(st.integers(1, 8)), least=1))
        fitting = [g for g in range(1, len(values) + 1) if len(values) % g == 0]
        groups = {"groups": draw(st.sampled_from(fitting))}
    scaled = len(values[0]) if verifier is BATCH else len(values)
    pairs = draw(st.sampled_from([0, 1, scaled]))
    v = verifier.Parameters(
        values=tuple(values),
        affine=tuple(draw(st.tuples(factors, factors)) for _ in range(pairs)),
        eps=draw(st.sampled_from([0.0, 1e-12, 1e-5, 1e-3, 0.5, 10.0])),
        **groups,
    )
    assume(verifier.where(v) is None)
    return v


@pytest.mark.parametrize("verifier", [BATCH, LAYER, INSTANCE, GROUP], ids=lambda one: one.id)
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_torch_agrees_on_any_legal_values(verifier, data):
    v = data.draw(legal(verifier))
    one, other = verifier.compute(v), verifier.reference(v)
    for part in verifier.parts:
        assert verifier.agreement.agrees(one[part.name], other[part.name]), part.name
        if part.builds_on:
            followed = verify.followed(verifier, v, part, one)
            assert verifier.agreement.agrees(one[part.name], followed)
    assert verify.bind(verifier, verify.plain(verifier, v)) == v
    assert verifier.explain(v)


@pytest.mark.parametrize(
    ("verifier", "raw", "code", "words"),
    [
        (BATCH, {}, "missing", "values"),
        (BATCH, {"values": [[1, 2]]}, "range", "2 to 16"),
        (BATCH, {"values": [[1, 2], [3]]}, "range", "equal length"),
        (BATCH, {"values": [[1], [float("nan")]]}, "type", "a number"),
        (BATCH, {"values": [[1], [float("inf")]]}, "type", "a number"),
        (BATCH, {"values": [[1], ["1e9"]]}, "range", "to 1000"),
        (BATCH, {"values": "[1,2]"}, "type", "rows"),
        (BATCH, {"values": [[1], [2]], "eps": -1}, "range", "eps"),
        (BATCH, {"values": [[1], [2]], "gamma": 2}, "unknown-parameter", "gamma"),
        (BATCH, {"values": [[1], [2]], "affine": [[1, 2, 3]]}, "range", "got 3 items"),
        (
            BATCH,
            {"values": [[1], [2]], "affine": [[1, 0], [1, 0]]},
            "where",
            "2 pairs .* 1 feature;",
        ),
        (BATCH, {"values": [[3], [3]], "eps": 0}, "where", "all equal.*another eps"),
        (BATCH, {"values": [[999], [999.001]]}, "where", "too little for their size"),
        (LAYER, {}, "missing", "values"),
        (LAYER, {"values": [1]}, "range", "2 to 64"),
        (LAYER, {"values": [1, float("nan")]}, "type", "a number"),
        (LAYER, {"values": [1, 1e300]}, "range", "to 1000"),
        (LAYER, {"values": [[1, 2], [3, 4]]}, "type", "a list"),
        (LAYER, {"values": [1, 2], "eps": float("inf")}, "type", "eps"),
        (LAYER, {"values": [1, 2], "groups": 2}, "unknown-parameter", "groups"),
        (
            LAYER,
            {"values": [1, 2, 3], "affine": [[1, 0], [1, 0]]},
            "where",
            "2 pairs .* 3 features",
        ),
        (LAYER, {"values": [3, 3], "eps": 0}, "where", "all equal"),
        (INSTANCE, {}, "missing", "values"),
        (INSTANCE, {"values": [[1], [2]]}, "range", "2 to 8"),
        (
            INSTANCE,
            {"values": [[1, 2]], "affine": [[1, 0], [1, 0]]},
            "where",
            "2 pairs .* 1 channel;",
        ),
        (INSTANCE, {"values": [[3, 3], [1, 2]], "eps": 0}, "where", "all equal"),
        (INSTANCE, {"values": [[1, "x"]]}, "type", "values"),
        (GROUP, {"values": [[1, 2]]}, "missing", "groups"),
        (GROUP, {"values": [[1], [2], [3]], "groups": 2}, "where", "possible are 1, 3"),
        (GROUP, {"values": [[1], [2]], "groups": 2}, "where", "single value"),
        (GROUP, {"values": [[1], [2]], "groups": 1, "affine": [[1, 0]] * 3}, "where", "3 pairs"),
        (GROUP, {"values": [[1], [1]], "groups": 1, "eps": 0}, "where", "all equal"),
        (GROUP, {"values": [[1, 2]], "groups": 0}, "range", "groups"),
        (GROUP, {"values": [[1, 2]], "groups": 1.5}, "type", "groups"),
    ],
    ids=lambda value: getattr(value, "id", str(value)),
)
def test_what_cannot_be_is_refused_with_what_can(verifier, raw, code, words):
    with pytest.raises(verify.Fault, match=words) as caught:
        verify.bind(verifier, raw)
    assert caught.value.code == code
