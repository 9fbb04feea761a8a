"""Receptive fields: published ones, and those that gradients through real weights show."""

from math import inf

import pytest
import torch
from torch import nn
from torch.nn import functional

from quizlab_verifiers import models
from quizlab_verifiers.maths.networks.evaluation import evaluate
from quizlab_verifiers.maths.networks.seen import WHOLE, Seen, widest
from quizlab_verifiers.networks import inside, known
from quizlab_verifiers.tables.recording import record


def last_seen(name, **options):
    """The largest field that is not the whole image, on the way to a classifier's head."""
    with torch.device("meta"):
        network = models.build(name, **options).eval()
        inputs = models.describe(name).example()
    steps, _ = record(network, inputs)
    fields = [one.view[0].field for one in evaluate(steps) if one.view]
    return max(field for field in fields if field != inf)


@pytest.mark.parametrize(
    ("name", "options", "field"),
    [
        ("alexnet", {}, 195),
        ("vgg16", {}, 212),
        ("inception-v2", {}, 699),
        ("inception-v3", {}, 1311),
        ("inception-v4", {}, 2071),
        ("inception-resnet-v2", {"released": True}, 3039),
        ("resnet50", {"v1": True}, 483),
        ("resnet101", {"v1": True}, 1027),
        ("resnet152", {"v1": True}, 1507),
        ("mobilenet-v1", {}, 315),
    ],
)
def test_fields_that_distill_publishes(name, options, field):
    # Araujo, Norris & Sim 2019, Computing Receptive Fields of Convolutional Neural Networks, table
    # of modern networks, https://distill.pub/2019/computing-receptive-fields/
    assert last_seen(name, **options) == field


@pytest.mark.parametrize(
    ("name", "stage"),
    [
        ("vgg11", "pool3"),
        ("resnet18", "conv3_x"),
        ("densenet40-cifar", "transition1"),
        ("googlenet", "inception_3b"),
        ("deeplab-v1", "conv3"),
    ],
)
def test_gradients_of_one_unit_reach_just_as_far(name, stage):
    network = models.build(name).eval()
    for module in network.modules():
        if isinstance(module, nn.Conv2d):
            nn.init.constant_(module.weight, 1 / module.weight[0].numel())
        if isinstance(module, nn.MaxPool2d):  # a maximum would pick one cell of its window
            module.forward = nn.AvgPool2d(
                module.kernel_size, module.stride, module.padding, module.ceil_mode
            ).forward
    told = known.figures(name)[inside.modules(name)[stage].last]
    field = int(told.view[0].field)
    network.get_submodule(stage).register_forward_hook(_stop)
    image = torch.ones(1, known.usual_input(name)[0], 3 * field, 32, requires_grad=True)
    with pytest.raises(ReachedError) as reached:
        network(image)
    made = reached.value.made
    made[0, :, made.shape[2] // 2, 0].sum().backward()
    rows = image.grad.abs().sum((0, 1, 3)).nonzero().flatten()
    assert int(rows.max() - rows.min()) + 1 == field


class ReachedError(Exception):
    """The stage has run; what follows is of no interest."""

    def __init__(self, made):
        super().__init__()
        self.made = made


def _stop(_module, _inputs, made):
    raise ReachedError(made)


class Applied(nn.Module):
    """A function of a module and its input, with modules of its own."""

    def __init__(self, function, **own):
        super().__init__()
        self.function = function
        for name, value in own.items():
            if isinstance(value, (nn.Conv2d, nn.ConvTranspose2d)):
                nn.init.ones_(value.weight)
            self.add_module(name, value)

    def forward(self, x):
        return self.function(self, x)


def reach(network, side=60):
    """The most pixels that gradients of one cell in the middle reach, along height and width."""
    image = torch.rand(1, 1, side, side, dtype=torch.float64, requires_grad=True)
    made = network.double()(image)
    fields = []
    for axis in (2, 3):
        lines = made.transpose(2, axis)
        middle, other = lines.shape[2] // 2, lines.shape[3] // 2
        most = 0
        for cell in range(middle - 6, middle + 6):
            (slope,) = torch.autograd.grad(lines[0, :, cell, other].sum(), image, retain_graph=True)
            reached = slope.transpose(2, axis).abs().sum((0, 1, 3)).nonzero().flatten()
            most = max(most, int(reached.max() - reached.min()) + 1)
        fields.append(most)
    return tuple(fields)


class Box(nn.Module):
    """A module that is not looked into."""

    def output_shape(self, shape):
        return shape


def conv(*settings, **more):
    return nn.Conv2d(1, 1, *settings, **more)


def printed(*settings, **more):
    return nn.ConvTranspose2d(1, 1, *settings, **more)


@pytest.mark.parametrize(
    "network",
    [
        lambda: nn.Sequential(conv(3, stride=2), nn.AvgPool2d(3, 2, ceil_mode=True), conv(2)),
        lambda: nn.Sequential(conv(3, dilation=2), conv((3, 5), dilation=(4, 1)), conv(3)),
        lambda: nn.Sequential(conv((1, 7), stride=(1, 2)), conv((5, 1)), nn.AvgPool2d((2, 1))),
        lambda: Applied(
            lambda s, x: torch.cat((s.a(x), s.b(x)), 1), a=conv(3, padding=1), b=conv(7, padding=3)
        ),
        lambda: Applied(lambda s, x: s.a(x) + x[..., ::2, ::2], a=conv(3, stride=2, padding=1)),
        lambda: nn.Sequential(conv(3, stride=2), printed(3, stride=2)),
        lambda: nn.Sequential(conv(3, stride=2), printed(4, stride=2, padding=1), conv(3)),
        lambda: printed(3, stride=2, dilation=3),
        lambda: Applied(lambda s, x: s.a(x[:, :, ::2, 1::3]), a=conv(3)),
        lambda: Applied(lambda s, x: s.a(x.transpose(2, 3)).transpose(-1, -2), a=conv((1, 5))),
        lambda: Applied(lambda s, x: s.a(x.permute(0, 2, 3, 1)[..., 0][:, None]), a=conv(3)),
        lambda: nn.Sequential(conv(3), nn.AdaptiveAvgPool2d(14)),
        lambda: nn.Sequential(
            nn.AvgPool2d(3, 3), nn.Upsample(scale_factor=3.0, mode="bicubic", align_corners=False)
        ),
    ],
)
def test_gradients_through_small_networks_reach_just_as_far(network):
    made = network()
    steps, outputs = record(made, [torch.empty(1, 1, 60, 60)])
    seen = evaluate(steps)[outputs[0]].view
    assert tuple(one.field for one in seen) == reach(made)


@pytest.mark.parametrize(
    ("function", "whole"),
    [
        (lambda _, x: x.mean((2, 3)), (True, True)),
        (lambda _, x: x.mean(2, keepdim=True), (True, False)),
        (lambda _, x: x.mean(1), (False, False)),
        (lambda _, x: x.flatten(2).mean(-1), (True, True)),
        (lambda _, x: x.flatten(1), (True, True)),
        (lambda _, x: x.flatten(), (True, True)),
        (lambda _, x: x.reshape(1, 1, 30, 120), (True, True)),
        (lambda _, x: x.reshape(1, 1, 1, 60, 60), (False, False)),
        (lambda _, x: x * x.mean((2, 3), keepdim=True), (True, True)),
    ],
)
def test_when_a_unit_sees_the_whole_image(function, whole):
    steps, outputs = record(Applied(function), [torch.empty(1, 1, 60, 60)])
    seen = evaluate(steps)[outputs[0]].view
    assert tuple(one == WHOLE or one.field == inf for one in seen) == whole


@pytest.mark.parametrize(
    ("function", "field", "jump"),
    [
        (lambda _, x: functional.adaptive_avg_pool2d(x, 6), 10, 10),
        (lambda _, x: x[:, :, ::3, ::3], 1, 3),
        (lambda _, x: functional.interpolate(functional.avg_pool2d(x, 4), scale_factor=2), 4, 2),
        (
            lambda _, x: functional.interpolate(
                functional.avg_pool2d(x, 4), size=x.shape[2:], mode="bilinear"
            ),
            8,
            1,
        ),
        (
            lambda _, x: functional.max_unpool2d(
                *functional.max_pool2d(x, 2, return_indices=True), 2
            ),
            2,
            1,
        ),
        (lambda _, x: x @ x.transpose(2, 3), inf, 0),
        (lambda s, x: s.box(x), inf, 0),
    ],
)
def test_how_far_neighbours_lie_apart(function, field, jump):
    steps, outputs = record(Applied(function, box=Box()), [torch.empty(1, 1, 60, 60)])
    assert evaluate(steps)[outputs[0]].view == (Seen(field, jump), Seen(field, jump))


def test_what_meets_is_seen_at_its_widest():
    one, other = (Seen(3, 1), Seen(3, 1)), (Seen(7, 1), Seen(1, 1))
    assert widest([one, other]) == (Seen(7, 1), Seen(3, 1))
    assert widest([one, (), (WHOLE, WHOLE)])[0].field == inf
    assert widest([()]) == ()


def test_where_paths_of_different_strides_meet_the_wider_one_counts():
    assert widest([(Seen(3, 4),), (Seen(7, 1),)]) == (Seen(7, 4),)


def test_the_whole_image_stays_the_whole_image():
    assert WHOLE.through(3, 2) == WHOLE
