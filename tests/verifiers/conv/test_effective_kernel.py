"""``conv2d.effective-kernel``: published kernels, autograd, counting cells, mistakes."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizlab import verify
from quizlab_verifiers.conv.effective_kernel import EffectiveKernel

VERIFIER = EffectiveKernel()


@pytest.mark.parametrize(
    ("kernel_of", "raw", "expected"),
    [
        ("Dumoulin & Visin, figure 5.1", {"kernel": 3, "dilation": 2}, 5),
        ("Yu & Koltun's context module, dilation 16", {"kernel": 3, "dilation": 16}, 33),
        ("DeepLab-v3's rate 6", {"kernel": 3, "dilation": 6}, 13),
        ("DeepLab-v3's rate 18", {"kernel": "3", "dilation": "18"}, 37),
        ("WaveNet's two taps, dilation 512", {"kernel": 2, "dilation": 512}, 513),
        ("an ordinary kernel", {"kernel": 7}, 7),
        ("a single tap has no gaps", {"kernel": 1, "dilation": 4096}, 1),
        ("the largest", {"kernel": 4096, "dilation": 4096}, 16_773_121),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_published_kernels_have_their_span_on_both_roads(kernel_of, raw, expected):
    v = verify.bind(VERIFIER, raw)
    assert VERIFIER.compute(v) == expected, kernel_of
    assert VERIFIER.reference(v) == expected, kernel_of


legal = st.builds(
    EffectiveKernel.Parameters, kernel=st.integers(1, 400), dilation=st.integers(1, 400)
)


@settings(max_examples=60, deadline=None)
@given(v=legal)
def test_autograd_agrees_on_any_legal_kernel(v):
    assert VERIFIER.compute(v) == VERIFIER.reference(v)


@given(v=legal)
def test_the_span_reaches_from_the_first_cell_with_a_tap_to_the_last(v):
    cells = [tap * v.dilation for tap in range(v.kernel)]
    assert VERIFIER.compute(v) == len(range(cells[0], cells[-1] + 1))


@pytest.mark.parametrize(
    ("raw", "code", "words"),
    [
        ({"dilation": 2}, "missing", "kernel"),
        ({"kernel": 0}, "range", "1 to 4096"),
        ({"kernel": 3, "dilation": 0}, "range", "dilation"),
        ({"kernel": 3, "dilation": -2}, "range", "dilation"),
        ({"kernel": "nan"}, "type", "kernel"),
        ({"kernel": "inf"}, "type", "kernel"),
        ({"kernel": "9" * 90}, "range", "kernel"),
        ({"kernel": True}, "type", "kernel"),
        ({"kernel": 3, "rate": 2}, "unknown-parameter", "rate"),
    ],
    ids=lambda value: str(value)[:60],
)
def test_what_cannot_be_is_refused_by_name(raw, code, words):
    with pytest.raises(verify.Fault, match=words) as caught:
        verify.bind(VERIFIER, raw)
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("misconception", "wrong"),
    [
        # Taps at 0, 3, 6, 9 and 12: 13 cells, 8 of them unused.
        ("dilation-times-kernel", 15),
        ("wider-holes", 17),
        ("no-plus-one", 12),
        ("unused-only", 8),
        ("two-gaps", 9),
    ],
)
def test_a_misconception_gives_the_number_that_people_really_type(misconception, wrong):
    v = verify.bind(VERIFIER, {"kernel": 5, "dilation": 3})
    assert verify.misconception_answers(VERIFIER, v)[misconception] == {"span": wrong}
    assert misconception in verify.told_apart(VERIFIER, v)


@pytest.mark.parametrize(
    ("raw", "made"),
    [
        ({"kernel": 1}, set()),
        ({"kernel": 5}, {"no-plus-one"}),
        (
            {"kernel": 3, "dilation": 2},
            {"dilation-times-kernel", "wider-holes", "no-plus-one", "unused-only"},
        ),
    ],
    ids=str,
)
def test_only_mistakes_that_can_show_are_claimed(raw, made):
    assert set(verify.misconception_answers(VERIFIER, verify.bind(VERIFIER, raw))) == made
