"""``norm.statistics-count``: the papers' sets, torch's kernels, a perturbation, each mistake."""

import pytest
import torch
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from quizlab import verify
from quizlab_verifiers.normalization.statistics_count import StatisticsCount
from quizlab_verifiers.normalization.torch_layers import layer_of

VERIFIER = StatisticsCount()
SHAPE = [32, 64, 14, 14]


def bound(**raw: object) -> object:
    return verify.bind(VERIFIER, raw)


@pytest.mark.parametrize(
    ("case", "raw", "means"),
    [
        ("Wu & He, section 3: batch norm, per channel", {"kind": "batch"}, 64),
        ("Wu & He, section 3: layer norm, per sample", {"kind": "layer"}, 32),
        ("Wu & He, section 3: instance norm, per both", {"kind": "instance"}, 2048),
        ("Wu & He, section 3: group norm, 32 groups", {"kind": "group", "groups": 32}, 1024),
        ("one group is as layer norm", {"kind": "group"}, 32),
        ("Keras' default layer norm", {"kind": "layer", "layer_over": "C"}, 32 * 14 * 14),
        ("the largest", {"kind": "instance", "shape": "65536x65536x8x8"}, 2**32),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_documented_counts_on_both_roads(case, raw, means):
    v = bound(**{"shape": SHAPE, **raw})
    assert VERIFIER.compute(v) == means, case
    assert VERIFIER.reference(v) == means


@st.composite
def legal(draw: st.DrawFn, most: int = 4096) -> object:
    side = st.integers(1, most)
    kind = draw(st.sampled_from(["batch", "layer", "instance", "group"]))
    channels = draw(side)
    groups = [g for g in range(1, channels + 1) if channels % g == 0]
    v = StatisticsCount.Parameters(
        kind=kind,
        shape=(draw(side), channels, draw(side), draw(side)),
        groups=draw(st.sampled_from(groups)) if kind == "group" else 1,
        layer_over=draw(st.sampled_from(["chw", "c"])) if kind == "layer" else "chw",
    )
    assume(VERIFIER.where(v) is None)
    return v


@settings(deadline=None)
@given(v=legal())
def test_torchs_kernels_agree_on_any_legal_layer(v):
    assert VERIFIER.compute(v) == VERIFIER.reference(v)


@settings(max_examples=30, deadline=None)
@given(v=legal(most=4))
def test_values_that_move_together_when_one_is_pushed_share_a_mean(v):
    # Count the different sets of outputs that feel an input: through its mean a value reaches
    # all that it shares it with, and nothing else.
    torch.manual_seed(0)
    layer = layer_of(v).to_empty(device="cpu").double()
    for weights in layer.parameters():
        torch.nn.init.ones_(weights)
    if v.kind == "batch":
        layer.reset_running_stats()

    def outputs(x: torch.Tensor) -> torch.Tensor:
        turned = v.layer_over == "c"
        y = layer(x.permute(0, 2, 3, 1) if turned else x)
        return y.permute(0, 3, 1, 2) if turned else y

    x = torch.randn(v.shape, dtype=torch.float64)
    # Two values of a set stay at plus and minus 1 whatever is pushed; others feel every push.
    assume(x.numel() // VERIFIER.compute(v) > 2)
    before, felt = outputs(x), set()
    for place in range(x.numel()):
        pushed = x.clone()
        pushed.view(-1)[place] += 0.5
        felt.add(tuple((outputs(pushed) != before).flatten().nonzero().flatten().tolist()))
    assert len(felt) == VERIFIER.compute(v)


@pytest.mark.parametrize(
    ("raw", "code", "words"),
    [
        ({"shape": SHAPE}, "missing", "kind"),
        ({"kind": "rms", "shape": SHAPE}, "type", "batch, layer, instance, group"),
        ({"kind": "batch", "shape": [2, 3, 4]}, "range", "4 items"),
        ({"kind": "batch", "shape": [2, 0, 4, 4]}, "range", "1 to 65536"),
        ({"kind": "batch", "shape": [2, -3, 4, 4]}, "range", "1 to 65536"),
        ({"kind": "batch", "shape": [2, 10**30, 4, 4]}, "range", "1 to 65536"),
        ({"kind": "batch", "shape": [2, 1.5, 4, 4]}, "type", "a whole number"),
        ({"kind": "batch", "shape": SHAPE, "groups": 2}, "where", "belongs to kind group"),
        ({"kind": "batch", "shape": SHAPE, "layer_over": "c"}, "where", "belongs to kind layer"),
        ({"kind": "group", "shape": SHAPE, "groups": 5}, "where", "does not divide the 64"),
        ({"kind": "batch", "shape": [1, 8, 1, 1]}, "where", "single value"),
        ({"kind": "layer", "shape": [9, 1, 4, 4], "layer_over": "c"}, "where", "single value"),
        ({"kind": "batch", "shape": [65536, 65536, 999, 1]}, "where", "at most"),
        ({"kind": "batch", "shape": SHAPE, "axis": 1}, "unknown-parameter", "axis"),
    ],
    ids=str,
)
def test_what_cannot_be_is_refused_with_what_can(raw, code, words):
    with pytest.raises(verify.Fault, match=words) as caught:
        bound(**raw)
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("raw", "wrong"),
    [
        (
            {"kind": "batch"},
            {
                "batch-as-layer": 10,
                "per-sample-and-channel": 60,
                "per-cell": 6 * 4 * 5,
                "values-each": 10 * 4 * 5,
                "with-variances": 12,
            },
        ),
        (
            {"kind": "layer"},
            {
                "batch-as-layer": 6,
                "sample-forgotten": 1,
                "per-sample-and-channel": 60,
                "other-axes": 200,
                "values-each": 120,
                "with-variances": 20,
            },
        ),
        (
            {"kind": "layer", "layer_over": "c"},
            {
                "sample-forgotten": 20,
                "per-sample-and-channel": 60,
                "other-axes": 10,
                "values-each": 6,
                "with-variances": 400,
            },
        ),
        (
            {"kind": "instance"},
            {"sample-forgotten": 6, "values-each": 20, "with-variances": 120},
        ),
        (
            {"kind": "group", "groups": 3},
            {
                "sample-forgotten": 3,
                "per-sample-and-channel": 60,
                "group-size": 20,
                "values-each": 40,
                "with-variances": 60,
            },
        ),
    ],
    ids=str,
)
def test_misconceptions_give_the_numbers_that_people_really_type(raw, wrong):
    found = verify.misconception_answers(VERIFIER, bound(shape=[10, 6, 4, 5], **raw))
    assert {name: values["means"] for name, values in found.items()} == wrong
