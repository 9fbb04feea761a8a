"""``receptive-field.stack``: published networks, autograd, cells traced by hand, mistakes."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizlab import verify
from quizlab_verifiers.maths.receptive_field import receptive_field
from quizlab_verifiers.receptive_field.stack import Stack

VERIFIER = Stack()

# Convolutions as (kernel, stride); a VGG block ends in a pooling.
VGG_16 = [layer for convs in (2, 2, 3, 3, 3) for layer in ([[3, 1]] * convs + [[2, 2]])]
ALEXNET = [[11, 4], [3, 2], [5], [3, 2], [3], [3], [3], [3, 2]]
MOBILENET = [[3, s] for s in (2, 1, 2, 1, 2, 1, 2, 1, 1, 1, 1, 1, 2, 1)]


def resnet(*blocks: int, stride_in_first: bool) -> list[list[int]]:
    """The longest path: every bottleneck is 1x1, 3x3, 1x1; the first of a stage may stride."""
    layers = [[7, 2], [3, 2]]
    for stage, number in enumerate(blocks):
        for block in range(number):
            stride = 2 if stage and not block else 1
            layers += (
                [[1, stride], [3, 1], [1, 1]] if stride_in_first else [[1, 1], [3, stride], [1, 1]]
            )
    return layers


@pytest.mark.parametrize(
    ("network", "layers", "expected"),
    [
        ("two 3x3, Simonyan & Zisserman", [[3], [3]], 5),
        ("three 3x3, Simonyan & Zisserman", "[[3],[3],[3]]", 7),
        ("AlexNet up to pool5, google-research/receptive_field", ALEXNET, 195),
        ("VGG-16 up to pool5, google-research/receptive_field", VGG_16, 212),
        ("MobileNet, google-research/receptive_field", MOBILENET, 315),
        (
            "ResNet-50 of the paper, google-research/receptive_field",
            resnet(3, 4, 6, 3, stride_in_first=True),
            483,
        ),
        (
            "ResNet-152 of the paper, google-research/receptive_field",
            resnet(3, 8, 36, 3, stride_in_first=True),
            1507,
        ),
        (
            "ResNet-200 of the paper, google-research/receptive_field",
            resnet(3, 24, 36, 3, stride_in_first=True),
            1763,
        ),
        ("ResNet-50 of torchvision", resnet(3, 4, 6, 3, stride_in_first=False), 427),
        (
            "Yu & Koltun's context module, table 1",
            [{"kernel": 3, "dilation": d} for d in (1, 1, 2, 4, 8, 16, 1)] + [{"kernel": 1}],
            67,
        ),
        ("WaveNet's dilations 1 to 512", [[2, 1, 2**n] for n in range(10)], 1024),
        ("holes between windows count", [{"kernel": 1, "stride": 5}, {"kernel": 2}], 6),
        ("one cell", [[1, 128, 4096]], 1),
        ("the widest kernel", [[64, 1, 260]], 16381),
        ("the most layers", [[3, 1, 27]] * 300, 16201),
        ("the most taps", [[64]] * 160, 10081),
        ("many layers of wide kernels", [[64]] * 110, 6931),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_published_networks_have_their_published_field_on_both_roads(network, layers, expected):
    v = verify.bind(VERIFIER, {"layers": layers})
    assert VERIFIER.compute(v) == expected, network
    assert VERIFIER.reference(v) == expected, network


def stacks(most: int) -> st.SearchStrategy:
    layer = st.tuples(st.integers(1, most), st.integers(1, 5), st.integers(1, most))
    return st.lists(layer, min_size=1, max_size=6).map(tuple)


@settings(max_examples=60, deadline=None)
@given(layers=stacks(12))
def test_autograd_agrees_on_any_legal_stack(layers):
    v = Stack.Parameters(layers)
    if VERIFIER.where(v) is None:
        assert VERIFIER.compute(v) == VERIFIER.reference(v)


@given(layers=stacks(6))
def test_cells_traced_from_the_top_span_the_field(layers):
    ends = {0}
    for k, s, d in reversed(layers):
        ends = {min(ends) * s, max(ends) * s + d * (k - 1)}
    assert receptive_field(layers) == max(ends) - min(ends) + 1


def test_no_layer_sees_one_cell():
    assert receptive_field(()) == 1


@pytest.mark.parametrize("layer", [(0, 1, 1), (3, 0, 1), (3, 1, 0)])
def test_impossible_layers_are_refused_with_what_was_got(layer):
    with pytest.raises(ValueError, match="all numbers must be at least 1"):
        receptive_field([(3, 1, 1), layer])


@pytest.mark.parametrize(
    ("layers", "code", "words"),
    [
        ([], "range", "0 items"),
        ([[3]] * 301, "range", "301 items"),
        ([[64]] * 160 + [[1]], "where", "10241 taps along one side; up to 10240"),
        ([[3, 128]] * 160, "where", r"see over 10\^335 cells; up to 16384"),
        ([[1, 128]] * 160, "where", r"product is over 10\^337; up to 16384"),
        ([[64, 1, 261]], "where", "see 16444 cells; up to 16384"),
        ([[3, 128]] * 5, "where", "take fewer layers"),
        ([[1, 128]] * 3, "where", "product is 2097152"),
        ([[3, 1, 1, 1]], "range", "4 items"),
        ([[0]], "range", "kernel"),
        ([[3, -1]], "range", "stride"),
        ([[3, 1, "nan"]], "type", "dilation"),
        ([[3, float("inf")]], "type", "stride"),
        ([[10**90]], "range", "kernel"),
        ([{"kernel": 3, "padding": 1}], "type", "padding"),
        ([{"stride": 2}], "type", "kernel is missing"),
        (3, "type", "layers"),
        ([3, 3], "type", "layers"),
        ("vgg", "type", "layers"),
    ],
    ids=lambda value: str(value)[:60],
)
def test_what_cannot_be_is_refused_by_name(layers, code, words):
    with pytest.raises(verify.Fault, match=words) as caught:
        verify.bind(VERIFIER, {"layers": layers})
    assert caught.value.code == code


@pytest.mark.parametrize("raw", [{}, {"layers": [[3]], "size": 8}], ids=str)
def test_layers_are_all_it_takes(raw):
    with pytest.raises(verify.Fault, match=r"missing|no parameter"):
        verify.bind(VERIFIER, raw)


# 1, + 4 * 1 = 5, + 2 * 2 * 2 = 13, + 2 * 6 = 25
LAYERS = [[5, 2, 1], [3, 3, 2], [3, 4, 1]]


@pytest.mark.parametrize(
    ("misconception", "wrong"),
    [
        ("no-strides", 1 + 4 + 4 + 2),
        ("own-stride", 1 + 4 * 2 + 4 * 6 + 2 * 24),
        ("previous-stride-only", 1 + 4 + 4 * 2 + 2 * 3),
        ("no-dilation", 1 + 4 + 2 * 2 + 2 * 6),
        ("whole-kernels", 5 + 5 * 2 + 3 * 6),
        ("multiplied", 5 * 5 * 3),
        ("no-plus-one", 24),
    ],
)
def test_a_misconception_gives_the_number_that_people_really_type(misconception, wrong):
    v = verify.bind(VERIFIER, {"layers": LAYERS})
    assert VERIFIER.compute(v) == 25
    assert verify.misconception_answers(VERIFIER, v)[misconception] == {"size": wrong}
    assert misconception in verify.told_apart(VERIFIER, v)


def test_mistakes_that_cannot_show_are_not_claimed():
    v = verify.bind(VERIFIER, {"layers": [[3, 2]]})
    assert set(verify.misconception_answers(VERIFIER, v)) == {"own-stride", "no-plus-one"}


def test_the_question_lists_the_layers_in_order():
    prompt = VERIFIER.prompt(verify.bind(VERIFIER, {"layers": LAYERS}))
    assert "1. $5 \\times 5$ with stride $2$\n2. $3 \\times 3$ with stride $3$ and" in prompt
    assert "These layers are" in prompt
    assert "This layer is" in VERIFIER.prompt(verify.bind(VERIFIER, {"layers": [[3]]}))
