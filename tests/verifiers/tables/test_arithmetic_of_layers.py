"""Each layer's shape, parameters and multiply-adds are those of torch's own layer, for any settings."""

import pytest
import torch
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from torch import nn
from torch.nn import functional

from quizlab_verifiers.maths.networks import joins, layers
from quizlab_verifiers.networks import measuring
from quizlab_verifiers.tables.recording import record

sides = st.integers(4, 24)
pairs = st.tuples(st.integers(1, 3), st.integers(1, 3))


def image(channels, height, width):
    return torch.empty(1, channels, height, width, device="meta")


def recorded(module, *inputs):
    steps, outputs = record(module, inputs)
    return steps[outputs[0]].layer


def agrees(module, *inputs):
    """Compare the layer recorded of a module with the module itself."""
    with torch.device("meta"):
        try:
            made = module(*inputs)
        except RuntimeError:
            assume(False)  # torch refuses: nothing to compare
    layer = recorded(module, *inputs)
    shapes = [tuple(one.shape) for one in inputs]
    assert layer.shape(*shapes) == tuple(made.shape)
    assert layer.parameters() == measuring.parameters(module)
    assert layer.macs(shapes[0], tuple(made.shape)) == measuring.macs(module, inputs)


@settings(deadline=None)
@given(
    kernel=pairs,
    stride=pairs,
    padding=st.tuples(st.integers(0, 2), st.integers(0, 2)),
    dilation=pairs,
    groups=st.sampled_from([1, 2, 4]),
    bias=st.booleans(),
    height=sides,
    width=sides,
)
def test_a_convolution(kernel, stride, padding, dilation, groups, bias, height, width):
    with torch.device("meta"):
        conv = nn.Conv2d(4, 8, kernel, stride, padding, dilation, groups, bias)
    agrees(conv, image(4, height, width))


@settings(deadline=None)
@given(
    kernel=pairs,
    stride=pairs,
    padding=st.tuples(st.integers(0, 1), st.integers(0, 1)),
    extra=st.integers(0, 1),
    dilation=pairs,
    groups=st.sampled_from([1, 2, 4]),
    bias=st.booleans(),
    height=sides,
    width=sides,
)
def test_a_transposed_convolution(
    kernel, stride, padding, extra, dilation, groups, bias, height, width
):
    assume(all(extra < max(s, d) for s, d in zip(stride, dilation, strict=True)))
    with torch.device("meta"):
        conv = nn.ConvTranspose2d(
            8, 4, kernel, stride, padding, extra, groups, bias, dilation=dilation
        )
    agrees(conv, image(8, height, width))


@settings(deadline=None)
@given(
    kernel=st.integers(1, 5),
    stride=st.integers(1, 4),
    padding=st.integers(0, 2),
    ceil=st.booleans(),
    average=st.booleans(),
    height=sides,
    width=sides,
)
def test_a_pooling(kernel, stride, padding, ceil, average, height, width):
    assume(padding <= kernel // 2)
    kind = nn.AvgPool2d if average else nn.MaxPool2d
    agrees(kind(kernel, stride, padding, ceil_mode=ceil), image(3, height, width))


@given(inputs=st.integers(1, 30), outputs=st.integers(1, 30), bias=st.booleans())
@settings(deadline=None)
def test_a_linear_layer_over_many_rows(inputs, outputs, bias):
    with torch.device("meta"):
        linear = nn.Linear(inputs, outputs, bias)
    agrees(linear, torch.empty(5, inputs, device="meta"))


@given(bins=st.integers(1, 6), height=sides, width=sides)
@settings(deadline=None)
def test_pooling_to_bins(bins, height, width):
    agrees(nn.AdaptiveAvgPool2d(bins), image(3, height, width))


class Applied(nn.Module):
    """A function as a module."""

    def __init__(self, function):
        super().__init__()
        self.function = function

    def forward(self, *inputs):
        return self.function(*inputs)


@pytest.mark.parametrize(
    ("function", "shapes"),
    [
        (lambda x, y: x + y, [(1, 4, 5, 6), (1, 4, 1, 1)]),
        (lambda x, y: x * y, [(1, 4, 5, 6), (1, 1, 5, 6)]),
        (lambda x, y: torch.cat((x, y), dim=1), [(1, 4, 5, 6), (1, 3, 5, 6)]),
        (lambda x, y: torch.cat((x, y), dim=-1), [(1, 4, 5), (1, 4, 2)]),
        (lambda x, y: torch.stack((x, y), dim=1), [(1, 4, 5), (1, 4, 5)]),
        (lambda x: functional.interpolate(x, scale_factor=1.5), [(1, 4, 5, 7)]),
        (lambda x: functional.interpolate(x, size=(9, 4), mode="bilinear"), [(1, 4, 5, 7)]),
        (lambda x, y: functional.interpolate(x, size=y.shape[-2:]), [(1, 4, 5, 7), (1, 2, 11, 3)]),
        (lambda x: functional.pad(x, (1, 2, 3, 0)), [(1, 4, 5, 7)]),
        (lambda x: functional.pad(x, (0, 0, 0, 0, 2, 2)), [(1, 4, 5, 7)]),
        (lambda x: functional.pad(x, (-1, -1, -2, 0)), [(1, 4, 5, 7)]),
        (lambda x: x[:, 1:3, ::2, -3:], [(1, 4, 5, 7)]),
        (lambda x: x[:, -1], [(1, 4, 5, 7)]),
        (lambda x: x[..., 2], [(1, 4, 5, 7)]),
        (lambda x: x[:, None], [(1, 4, 5, 7)]),
        (lambda x: x.flatten(1), [(1, 4, 5, 7)]),
        (lambda x: x.flatten(1, 2), [(1, 4, 5, 7)]),
        (lambda x: x.flatten(2).transpose(1, 2), [(1, 4, 5, 7)]),
        (lambda x: x.view(1, 2, -1, 7), [(1, 4, 5, 7)]),
        (lambda x: x.permute(0, 2, 3, 1).reshape(x.shape[0], -1, 2), [(1, 4, 5, 7)]),
        (lambda x: x.mean((2, 3)), [(1, 4, 5, 7)]),
        (lambda x: x.mean((2, 3), keepdim=True), [(1, 4, 5, 7)]),
        (lambda x: x.sum(1), [(1, 4, 5, 7)]),
        (lambda x: x.chunk(3, dim=1)[2], [(1, 7, 5)]),
        (lambda x: x.split((1, 3), dim=1)[1], [(1, 4, 5)]),
        (lambda x: x.unbind(1)[0], [(1, 4, 5)]),
        (lambda x: x.squeeze(2).unsqueeze(0), [(1, 4, 1)]),
        (lambda x, y: x @ y, [(2, 3, 4), (2, 4, 5)]),
        (lambda x: x @ torch.empty(4, 6, device="meta"), [(1, 3, 4)]),
        (lambda x: 1 - x, [(1, 3, 4)]),
        (lambda x: x.unsqueeze(1) - torch.empty(7, 4, device="meta"), [(1, 4)]),
    ],
)
def test_what_is_joined_cut_and_rearranged(function, shapes):
    inputs = [torch.empty(shape, device="meta") for shape in shapes]
    steps, outputs = record(Applied(function), inputs)
    made = function(*inputs)
    done = []
    for step in steps:
        done.append(step.layer.shape(*(done[source] for source in step.sources)))
    assert done[outputs[0]] == tuple(made.shape)
    assert sum(
        step.layer.macs(done[step.sources[0]], shape)
        for step, shape in zip(steps, done, strict=True)
        if step.sources
    ) == measuring.macs(Applied(function), inputs)


def test_unpooling_goes_back_to_the_size_before():
    class There(nn.Module):
        def forward(self, x):
            pooled, places = functional.max_pool2d(x, 2, return_indices=True, ceil_mode=True)
            return functional.max_unpool2d(pooled, places, 2, output_size=x.shape)

    x = torch.zeros(1, 3, 7, 9)
    steps, outputs = record(There(), [x])
    assert isinstance(steps[outputs[0]].layer, joins.Unpool)
    assert steps[outputs[0]].layer.shape((1, 3, 4, 5), (1, 3, 7, 9)) == tuple(There()(x).shape)
    assert steps[outputs[0]].layer.shape((1, 3, 4, 5)) == (1, 3, 8, 10)


@pytest.mark.parametrize(
    ("layer", "shapes", "said"),
    [
        (layers.Convolution(3, 8, (3, 3)), [(1, 4, 9, 9)], "reads 3 channels and would get 4"),
        (layers.Convolution(3, 8, (9, 9)), [(1, 3, 5, 5)], "does not fit into 5"),
        (layers.Linear(1_024, 10), [(1, 99)], "reads 1,024 numbers and would get 99"),
        (joins.Concatenation(), [(1, 4, 5, 5), (1, 4, 6, 6)], "1 × 4 × 6 × 6 side by side"),
        (joins.Pointwise(), [(1, 4, 5, 5), (1, 4, 6, 6)], "1 × 4 × 5 × 5 and 1 × 4 × 6"),
        (joins.Reshape((1, 7, -1)), [(1, 4, 5)], "cannot arrange 1 × 4 × 5"),
        (joins.Product(), [(1, 4, 5), (1, 4, 5)], "multiplies 1 × 4 × 5"),
    ],
)
def test_what_does_not_fit_is_refused(layer, shapes, said):
    with pytest.raises(ValueError, match=said):
        layer.shape(*shapes)


def test_weights_that_nobody_trains_are_no_parameters():
    x = torch.empty(1, 2, 4, 4, device="meta")
    fixed = torch.empty(2, 2, 4, 4, device="meta")
    layer = recorded(Applied(lambda x: functional.conv_transpose2d(x, fixed, stride=2)), x)
    assert layer.parameters() == 0
    assert layer.macs((1, 2, 4, 4), (1, 2, 10, 10)) == 4 * 4 * 2 * 2 * 16


def test_a_layer_that_runs_twice_holds_its_weights_once():
    class Twice(nn.Module):
        def __init__(self):
            super().__init__()
            self.conv = nn.Conv2d(3, 3, 3, padding=1)

        def forward(self, x):
            return self.conv(self.conv(x))

    steps, _ = record(Twice(), [torch.zeros(1, 3, 8, 8)])
    assert [step.again for step in steps if step.kind == "conv 3×3"] == [False, True]
