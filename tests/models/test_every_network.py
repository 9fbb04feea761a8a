"""What every network promises: its figures, its shapes, a real forward pass, and no wrong options."""

import re
from dataclasses import dataclass

import pytest
import torch

from quizlab_verifiers import models
from quizlab_verifiers.models.options import AtLeast, OneOf, WrongOptionError, allowed
from quizlab_verifiers.networks import measuring

UNITS = {"": 1, "K": 1e3, "M": 1e6, "G": 1e9}


@dataclass(frozen=True)
class Figure:
    """A printed figure: its value and what its last digit is worth."""

    value: float
    unit: float

    @classmethod
    def of(cls, text: str) -> "Figure":
        number, unit = re.fullmatch(r"([\d,]+(?:\.\d+)?) ?([KMG]?)", text).groups()
        decimals = len(number.partition(".")[2])
        scale = UNITS[unit]
        return cls(float(number.replace(",", "")) * scale, scale / 10**decimals)

    def is_met_by(self, count: int) -> bool:
        """Papers round to the nearest, and some cut off."""
        return -self.unit / 2 <= count - self.value < self.unit


def built(name, **options):
    with torch.device("meta"):
        return models.build(name, **options).eval()


def meta_inputs(name, size=None):
    with torch.device("meta"):
        return models.describe(name).example(size)


@pytest.fixture(params=models.names())
def name(request):
    return request.param


def test_the_name_leads_to_its_description(name):
    network = models.describe(name)
    assert network.name == name
    assert network.title
    assert 1980 < network.year < 2030
    assert "https://" in network.paper


def test_every_published_figure_is_met(name):
    network = models.describe(name)
    assert {one.what for one in network.published} == {"parameters", "macs"}
    for one in network.published:
        assert one.source
        module = built(name, **one.options)
        if one.what == "parameters":
            ours = measuring.parameters(module)
        else:
            ours = measuring.macs(module, meta_inputs(name, one.size))
        ours *= one.factor
        if isinstance(one.figure, int):
            assert ours == one.figure, one
            continue
        assert not one.by_hand, "a sum by hand is exact"
        printed = Figure.of(one.figure)
        if one.within:
            assert one.difference, "a figure that is not met needs the reason"
            assert not printed.is_met_by(ours), "the figure is met: leave `within` out"
            assert abs(ours - printed.value) <= one.within * printed.value, (ours, one)
        else:
            assert printed.is_met_by(ours), (ours, one)


def test_the_outputs_have_the_stated_shapes(name):
    network = models.describe(name)
    with torch.no_grad():
        outputs = built(name)(*meta_inputs(name))
    assert measuring.shapes(outputs) == network.outputs


def test_a_real_forward_pass_gives_finite_numbers(name):
    network = models.describe(name)
    torch.manual_seed(0)
    module = models.build(name).eval()
    with torch.no_grad():
        outputs = module(*network.example())
    assert measuring.shapes(outputs) == network.outputs
    flat = [outputs] if isinstance(outputs, torch.Tensor) else list(outputs)
    for output in flat:
        assert torch.isfinite(output).all()


def test_unknown_options_are_refused_with_those_that_exist(name):
    with pytest.raises(WrongOptionError, match=f"^{re.escape(name)} has no option 'wings': "):
        models.build(name, wings=2)


def test_wrong_values_are_refused_with_what_was_got_and_what_is_allowed(name):
    network = models.describe(name)
    for option, what in allowed(network.builder).items():
        for wrong in ("many", None, -1, 0.3, 1 if what.allows(True) else True):
            with pytest.raises(WrongOptionError) as refusal:
                models.build(name, **{option: wrong})
            assert repr(wrong) in str(refusal.value)
            assert str(what) in str(refusal.value)


def test_every_option_that_is_a_choice_can_be_built_and_run(name):
    network = models.describe(name)
    with torch.no_grad():
        for option, what in allowed(network.builder).items():
            values = what.values if isinstance(what, OneOf) else (what.least, what.least + 6)
            assert isinstance(what, AtLeast | OneOf)
            made = [run(name, **{option: value}) for value in values]
            assert made[0] != made[-1], f"{option} of {name} changes nothing"


def run(name, **options):
    """What can be told of a network: its modules with their settings, its cost, its outputs."""
    module, inputs = built(name, **options), meta_inputs(name)
    switches = [vars(one).get("normalised") for one in module.modules()]
    return (
        repr(module),
        switches,
        measuring.macs(module, inputs),
        measuring.shapes(module(*inputs)),
    )


def test_as_many_classes_as_asked_for_come_out(name):
    if "classes" in allowed(models.describe(name).builder):
        usual, three = run(name)[-1], run(name, classes=3)[-1]
        assert usual != three
        assert any(3 in shape for shape in three) or name.startswith(("yolo", "rcnn", "fast"))


def test_an_unknown_name_is_refused_with_near_ones():
    with pytest.raises(models.UnknownNetworkError, match="did you mean resnet50"):
        models.build("resnet-50")


def test_names_are_those_that_the_families_describe():
    described = []
    for name in models.names():
        described += [models.describe(name).name]
    assert described == list(models.names())
    assert len(set(described)) == len(described) >= 60
