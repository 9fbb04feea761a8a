"""Making a recording: what it holds for is found out on the network itself, and what differs refused."""

import pytest
import torch
from torch import nn
from torch.nn import functional

from quizlab_verifiers import models
from quizlab_verifiers.maths.networks.evaluation import Step, evaluate
from quizlab_verifiers.maths.networks.joins import Input
from quizlab_verifiers.models.network import Network
from quizlab_verifiers.models.options import Classes
from quizlab_verifiers.tables import making, shelf
from quizlab_verifiers.tables.recording import record
from quizlab_verifiers.tables.rows import rows_of, table_of


class Small(nn.Module):
    """A convolution, what a test makes of its map, a mean, and a layer with a width of its own."""

    def __init__(self, between=lambda x: x, width=10):
        super().__init__()
        self.conv = nn.Conv2d(3, 4, 3, padding=1)
        self.fc = nn.Linear(4, width)
        self.between = between

    def forward(self, x):
        return self.fc(self.between(self.conv(x)).mean((2, 3)))


@pytest.fixture
def made(monkeypatch):
    """Make a recording of a network that a builder makes."""

    def make(builder):
        builder.__annotations__ = {"classes": Classes}
        network = Network("small", "Small", 2020, "paper", builder, ((3, 32, 32),), ((10,),), ())
        monkeypatch.setattr(models, "describe", lambda _: network)
        monkeypatch.setattr(models, "build", lambda _, **options: builder(**options))
        family = "quizlab_verifiers.models.classification.lenet"
        monkeypatch.setattr(models, "family_of", lambda _: family)
        return making.make("small")

    return make


def test_steps_that_hold_for_any_image(made):
    recording = made(lambda: Small(lambda x: functional.interpolate(x, scale_factor=2)))
    assert recording.resizable
    assert table_of(recording, (40, 50)).summary.macs == 40 * 50 * 4 * 27 + 40


@pytest.mark.parametrize(
    "between",
    [
        lambda x: functional.interpolate(x, size=(64, 64)) if x.shape[2] > 64 else x,
        lambda x: x[:, :, : x.shape[2] // 2],
        lambda x: x if x.shape[2] < 96 else x.relu() + x,
    ],
)
def test_sums_with_the_size_hold_for_the_usual_image_only(made, between):
    assert not made(lambda: Small(between)).resizable


def test_classes_are_a_variable(made):
    recording = made(lambda *, classes=10: Small(width=3 * classes + 2))
    assert recording.steps[-1][3]["outputs"] == "3·classes + 2"
    assert recording.built_for(7)[-1].layer.outputs == 23


def test_what_does_not_grow_evenly_with_its_classes_is_refused(made):
    with pytest.raises(ValueError, match="small does not grow evenly with its classes"):
        made(lambda *, classes=10: Small(width=max(classes, 8)))


def test_a_size_changes_images_only():
    steps = [Step("", "input", Input(shape)) for shape in ((1, 3, 8, 8), (1, 5, 6), (7, 4))]
    shapes = [one.shape for one in evaluate(steps, (9, 10))]
    assert shapes == [(1, 3, 9, 10), (1, 5, 6), (7, 4)]


def test_multiply_adds_of_others_are_shown_at_the_usual_image_only():
    assert {one.what for one in shelf.table("resnet50").published} == {"parameters", "macs"}
    larger = shelf.table("resnet50", (288, 288))
    assert {one.what for one in larger.published} == {"parameters"}


def test_the_usual_image_needs_no_worker_where_others_do():
    assert shelf.table("dense-crf", (24, 32)) == shelf.table("dense-crf")
    assert shelf.table("dense-crf", (20, 20)) is None


def test_what_sees_the_whole_image_has_no_stride():
    rows = {row.module: row for row in shelf.table("resnet18").rows}
    assert rows["fc"].receptive_field == (float("inf"),) * 2
    assert rows["fc"].stride == ()
    assert rows["conv1"].stride == (2, 2)


def test_what_a_module_does_is_told_in_at_most_three_kinds():
    kinds = (
        lambda x: x + x,
        lambda x: x[:, :1],  # only arranges
        lambda x: functional.max_pool2d(x, 2),
        lambda x: x * x,
        lambda x: x.mean((2, 3)),
    )

    class Many(nn.Module):
        def __init__(self, count):
            super().__init__()
            self.count = count

        def forward(self, x):
            return [kind(x) for kind in kinds[: self.count]]

    def told(count):
        steps, _ = record(nn.Sequential(Many(count)), [torch.empty(1, 3, 8, 8)])
        return rows_of(steps, evaluate(steps))[-1].kind

    assert told(1) == told(2) == "add"
    assert told(3) == "add, then max pool 2×2, stride 2"
    assert told(4) == "add, then max pool 2×2, stride 2, then multiply"
    assert told(5) == "5 steps"
