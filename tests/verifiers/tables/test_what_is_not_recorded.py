"""What the arithmetic has no layer for is refused, never recorded with other figures."""

import pytest
import torch
from torch import nn
from torch.nn import functional
from torch.nn.modules import module as running

from quizlab_verifiers.maths.networks.evaluation import DoesNotFitError, evaluate
from quizlab_verifiers.networks import measuring
from quizlab_verifiers.tables import making
from quizlab_verifiers.tables.recording import NotRecordedError, record

IMAGE = (1, 4, 8, 9)


class Applied(nn.Module):
    """A function of a module and its inputs, with modules and parameters of its own."""

    def __init__(self, function, **own):
        super().__init__()
        self.function = function
        for name, value in own.items():
            setattr(self, name, value)

    def forward(self, *inputs):
        return self.function(self, *inputs)


def parameter(*shape):
    return nn.Parameter(torch.empty(shape))


def refusal_of(function, *shapes, **own):
    with pytest.raises(NotRecordedError) as refused:
        record(Applied(function, **own).eval(), [torch.empty(shape) for shape in shapes or [IMAGE]])
    return str(refused.value)


@pytest.mark.parametrize(
    ("function", "said"),
    [
        (lambda _, x: x.cumsum(2), "the network: torch's `cumsum` is not recorded"),
        (lambda _, x: x.amax((2, 3)), "amax"),
        (lambda _, x: x.roll(1, 2), "roll"),
        (lambda _, x: x.mT, "__get__"),
        (lambda _, x: torch.einsum("nchw,nchw->nhw", x, x), "einsum"),
        (lambda _, x: functional.scaled_dot_product_attention(x, x, x), "scaled_dot_product"),
        (lambda _, x: x[:, [0, 2]], "choosing places by a list"),
        (lambda _, x: x[True], "choosing places by a list"),
        (lambda _, x: x.view(torch.int32), "a view as another type"),
        (lambda _, x: x.softmax(3), "over a side of a map"),
        (lambda _, x: functional.normalize(x, dim=-2), "over a side of a map"),
        (lambda _, x: functional.interpolate(x, scale_factor=(2.0, 3.0)), "one factor"),
        (lambda _, x: functional.interpolate(x, size=4, mode="area"), "got area"),
        (lambda _, x: functional.interpolate(x[:, 0], scale_factor=2), "only maps are resized"),
        (lambda _, x: functional.adaptive_avg_pool2d(x, (None, 3)), "bins along one side"),
        (lambda _, x: torch.cat((x, torch.zeros(1, 2, 8, 9)), 1), "fixed cells"),
        (lambda _, x: torch.zeros(5, 8) @ x, "write x @ matrix"),
        (lambda _, x: torch.matmul(torch.zeros(5, 8), x), r"write x @ matrix"),
        (lambda _, x: x @ torch.zeros(9), "a matrix times a vector"),
        (lambda _, x: functional.conv2d(x, x), "weights that are made from the input"),
    ],
)
def test_an_operation_without_a_layer(function, said):
    assert said in refusal_of(function)


def test_unpooling_to_sides_that_are_mere_numbers():
    def there(_, x):
        pooled, places = functional.max_pool2d(x, 2, return_indices=True)
        return functional.max_unpool2d(pooled, places, 2, output_size=[8, 9])

    assert "output_size=x.shape" in refusal_of(there)


def test_the_module_is_named():
    network = nn.Sequential(nn.Conv2d(4, 4, 1), nn.GroupNorm(2, 4))
    assert "one.1: torch's `group_norm`" in refusal_of(lambda self, x: self.one(x), one=network)


def test_parameters_that_no_step_uses():
    assert "no step uses the parameters weight as they are" in refusal_of(
        lambda self, x: x * torch.sigmoid(self.weight), weight=parameter(4, 1, 1)
    )
    assert "aside.weight, aside.bias" in refusal_of(lambda _, x: x, aside=nn.Linear(3, 3))
    many = nn.Sequential(nn.Linear(3, 3), nn.Linear(3, 3), nn.Linear(3, 3, bias=False))
    assert "aside.1.weight and 2 more as" in refusal_of(lambda _, x: x, aside=many)


def test_weights_of_which_two_steps_take_a_part_each():
    def halves(self, x):
        first, second = self.weight[:3], self.weight[3:]
        return functional.linear(x, first), functional.linear(x, second)

    assert "holds 48 parameters and its steps use 18" in refusal_of(
        halves, (1, 6), weight=parameter(8, 6)
    )


def test_a_tied_weight_beside_a_bias_of_its_own():
    one, other = nn.Linear(6, 6, bias=False), nn.Linear(6, 6)
    other.weight = one.weight
    assert "holds 42 parameters and its steps use 78" in refusal_of(
        lambda self, x: self.other(self.one(x)), (1, 6), one=one, other=other
    )


def test_an_error_leaves_no_hooks_and_the_network_as_it_was():
    class Box(nn.Module):
        def output_shape(self, shape):
            return shape

    boxes = nn.Sequential(Box(), Box(), nn.Conv2d(3, 4, 1))
    boxes[1].forward = own = lambda x: x
    with pytest.raises(DoesNotFitError, match="2: it reads 3 channels and would get 4"):
        record(boxes, [torch.empty(IMAGE)])
    assert "forward" not in vars(boxes[0])
    assert boxes[1].forward is own
    assert not running._global_forward_hooks
    assert not running._global_forward_pre_hooks


@pytest.mark.filterwarnings("ignore:Using padding='same' with even kernel")
@pytest.mark.parametrize(
    ("function", "own"),
    [
        (lambda s, x: s.a(x), {"a": nn.Conv2d(4, 8, 3, padding="same")}),
        (lambda s, x: s.a(x), {"a": nn.Conv2d(4, 8, (4, 3), padding="same", dilation=3)}),
        (lambda s, x: s.a(x), {"a": nn.Conv2d(4, 8, 3, padding="valid")}),
        (lambda s, x: s.a(x), {"a": nn.Conv2d(4, 8, 3, padding=(2, 1), padding_mode="reflect")}),
        (lambda s, x: s.b(s.a(x)), dict.fromkeys("ab", nn.Conv2d(4, 4, 3, padding=1))),
        (lambda s, x: s.a(x), {"a": nn.PReLU(4)}),
        (lambda s, x: s.a(x), {"a": nn.Linear(9, 7)}),
        (lambda s, x: functional.conv2d(input=x, weight=s.w), {"w": parameter(4, 4, 3, 3)}),
        (lambda s, x: x @ s.w, {"w": parameter(9, 5)}),
        (lambda s, x: s.w + x, {"w": parameter(4, 8, 9)}),
        (lambda _, x: functional.interpolate(input=x, scale_factor=2), {}),
        (lambda _, x: x.flatten(-2), {}),
        (lambda _, x: x.flatten(-3, -2), {}),
        (lambda _, x: x[..., None, 0], {}),
        (lambda _, x: x.squeeze(1), {}),
        (lambda _, x: x[:, :1].squeeze(), {}),
        (lambda _, x: x.permute(dims=(0, -1, 1, 2)), {}),
        (lambda _, x: x.view(size=(1, -1)), {}),
        (lambda _, x: torch.mean(input=x, dim=1), {}),
        (lambda _, x: x.mean(), {}),
        (lambda _, x: torch.matmul(x[:, :1], x.transpose(2, 3)), {}),
        (lambda _, x: x.new_zeros(size=(1, 3)), {}),
        (lambda _, x: {"one": x, "other": (x.relu(), [x[:, 0]])}, {}),
    ],
)
def test_ways_of_writing_that_give_the_figures_of_the_module(function, own):
    network, image = Applied(function, **own).eval().to("meta"), torch.empty(IMAGE, device="meta")
    shapes, macs = measuring.outputs_and_macs(network, [image])
    steps, outputs = record(network, [image])
    figures = evaluate(steps)
    assert tuple(figures[place].shape for place in outputs) == shapes
    assert sum(one.macs for one in figures) == macs
    assert sum(one.parameters for one in figures) == measuring.parameters(network)


def test_what_is_added_in_place_is_seen_under_every_name():
    def added(self, x):
        conv = self.conv(x)
        same = conv
        conv.add_(x)
        conv += x
        return same.relu_()

    steps, outputs = record(Applied(added, conv=nn.Conv2d(4, 4, 1)), [torch.empty(IMAGE)])
    assert [step.sources for step in steps] == [(), (0,), (1, 0), (2, 0)]
    assert outputs == [3]


@pytest.mark.parametrize(
    ("truth", "said"),
    [
        ((((1, 10),), 1), "torch counts 1 multiply-adds of lenet5-modern, its steps take"),
        ((((1, 9),), 0), r"lenet5-modern makes \(\(1, 9\),\), its steps make \(\(1, 10\),\)"),
    ],
)
def test_a_recording_that_differs_from_its_module_is_not_made(truth, said, monkeypatch):
    monkeypatch.setattr(measuring, "outputs_and_macs", lambda *_: truth)
    for make in (making.make, lambda name: making.make_at(name, (32, 32))):
        with pytest.raises(NotRecordedError, match=said):
            make("lenet5-modern")
