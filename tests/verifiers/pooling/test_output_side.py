"""``pool2d.output-side``: published layers, torch, refusals and each misconception."""

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from quizlab import verify
from quizlab_verifiers.pooling.output_side import OutputSide

VERIFIER = OutputSide()


@pytest.mark.parametrize(
    ("layer", "raw", "expected"),
    [
        ("AlexNet", {"size": 55, "kernel": 3, "stride": 2}, 27),
        ("VGG", {"size": 224, "kernel": 2, "stride": 2}, 112),
        ("ResNet stem", {"size": 112, "kernel": 3, "stride": 2, "padding": 1}, 56),
        ("GoogLeNet pool1", {"size": 112, "kernel": 3, "stride": 2, "ceil": "true"}, 56),
        ("GoogLeNet pool4", {"size": 14, "kernel": 3, "stride": 2, "ceil": True}, 7),
        ("dropped", {"size": 9, "kernel": 2, "stride": 2, "padding": 1, "ceil": True}, 5),
        ("larger than the input", {"size": 2, "kernel": 3, "stride": 2, "ceil": True}, 1),
        ("the largest", {"size": 65536, "kernel": 1024, "stride": 1, "padding": 512}, 65537),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_published_layers_have_their_published_side_on_both_roads(layer, raw, expected):
    v = verify.bind(VERIFIER, raw)
    assert VERIFIER.compute(v) == expected, layer
    assert VERIFIER.reference(v) == expected, layer


PARAMETERS = st.builds(
    OutputSide.Parameters,
    size=st.integers(1, 80),
    kernel=st.integers(1, 20),
    stride=st.integers(1, 24),
    padding=st.integers(0, 11),
    dilation=st.integers(1, 5),
    ceil=st.booleans(),
)


@settings(deadline=None)
@given(v=PARAMETERS.filter(lambda v: VERIFIER.where(v) is None))
def test_torch_agrees_on_any_legal_layer(v):
    assert VERIFIER.compute(v) == VERIFIER.reference(v)


@settings(max_examples=25, deadline=None)
@given(v=PARAMETERS.filter(lambda v: VERIFIER.where(v) is None))
def test_a_square_runs_as_the_column_does(v):
    with torch.inference_mode():
        out = torch.nn.functional.max_pool2d(
            torch.ones(1, 1, v.size, v.size),
            v.kernel,
            stride=v.stride,
            padding=v.padding,
            dilation=v.dilation,
            ceil_mode=v.ceil,
        )
    assert out.shape[2:] == (VERIFIER.compute(v),) * 2


@settings(deadline=None)
@given(v=PARAMETERS)
def test_where_refuses_just_what_torch_documents(v):
    # torch's documentation allows padding up to half of the kernel; its code lets a dilated
    # kernel have more, depending on the version. We hold to the documentation.
    try:
        VERIFIER.reference(v)
        runs = v.padding <= v.kernel // 2
    except RuntimeError:
        runs = False
    assert (VERIFIER.where(v) is None) == runs


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        ({"size": 9, "kernel": 3, "stride": 2, "padding": 2}, "take padding 0 to 1"),
        ({"size": 4, "kernel": 9, "stride": 2}, "spans 9 cells and does not fit into size 4"),
    ],
    ids=str,
)
def test_what_torch_refuses_is_refused_with_what_is_possible(raw, words):
    with pytest.raises(verify.Fault, match=words) as caught:
        verify.bind(VERIFIER, raw)
    assert caught.value.code == "where"


@pytest.mark.parametrize(
    ("misconception", "raw", "wrong"),
    [
        # 112 - 3 = 109 cells of travel, 54.5 steps
        ("floor", {"size": 112, "kernel": 3, "stride": 2, "ceil": True}, 55),
        ("ceil", {"size": 112, "kernel": 3, "stride": 2}, 56),
        ("window-kept", {"size": 9, "kernel": 2, "stride": 2, "padding": 1, "ceil": True}, 6),
        ("no-plus-one", {"size": 112, "kernel": 3, "stride": 2}, 54),
        # 111 - 3 + 1 = 109 cells once, 110 as it should be
        ("padding-once", {"size": 111, "kernel": 3, "stride": 2, "padding": 1}, 55),
        ("no-padding", {"size": 112, "kernel": 3, "stride": 2, "padding": 1}, 55),
        ("no-dilation", {"size": 20, "kernel": 3, "stride": 2, "dilation": 3}, 9),
        ("window-as-stride", {"size": 112, "kernel": 3, "stride": 2}, 37),
    ],
)
def test_a_misconception_gives_the_number_that_people_really_type(misconception, raw, wrong):
    v = verify.bind(VERIFIER, raw)
    assert verify.misconception_answers(VERIFIER, v)[misconception] == {"side": wrong}
    assert misconception in verify.told_apart(VERIFIER, v)


def test_rounding_down_is_no_mistake_where_the_last_window_is_dropped():
    raw = {"size": 9, "kernel": 2, "stride": 2, "padding": 1, "ceil": True}
    v = verify.bind(VERIFIER, raw)
    assert "floor" not in verify.misconception_answers(VERIFIER, v)
    down = verify.bind(VERIFIER, raw | {"ceil": False})
    assert VERIFIER.compute(v) == VERIFIER.compute(down)


def test_draws_often_meet_the_dropped_window():
    drawn = list(verify.draw_distinct(VERIFIER, 5, 400))
    dropped = [d for d in drawn if "window-kept" in verify.told_apart(VERIFIER, d.params)]
    assert len(dropped) >= 40


def test_the_worked_steps_say_whether_the_last_window_stays():
    raw = {"size": 9, "kernel": 2, "stride": 2, "padding": 1, "ceil": True}
    last = VERIFIER.explain(verify.bind(VERIFIER, raw))[-1]
    assert "$10 \\ge 10$ it is dropped" in last
    raw = {"size": 112, "kernel": 3, "stride": 2, "ceil": True}
    last = VERIFIER.explain(verify.bind(VERIFIER, raw))[-1]
    assert "$110 < 112$ it stays" in last


def test_windows_that_do_lie_side_by_side_are_no_mistake():
    v = verify.bind(VERIFIER, {"size": 53, "kernel": 3, "stride": 3, "padding": 1, "ceil": True})
    found = verify.misconception_answers(VERIFIER, v)
    assert found["window-kept"] == {"side": 19}
    assert "window-as-stride" not in found


@pytest.mark.parametrize(
    ("size", "ceil", "one_short"),
    [(112, True, "floor"), (111, True, "no-plus-one"), (112, False, "no-plus-one")],
)
def test_one_window_too_few_has_one_explanation(size, ceil, one_short):
    v = verify.bind(VERIFIER, {"size": size, "kernel": 3, "stride": 2, "ceil": ceil})
    assert {"floor", "no-plus-one"} & set(verify.told_apart(VERIFIER, v)) == {one_short}
