"""What people get wrong about the shape that a network returns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quizlab.verify import Misconception
from quizlab_verifiers.networks.classes import classes_of, task, with_background
from quizlab_verifiers.networks.image_asked import size_of
from quizlab_verifiers.networks.output_shape_asked import OutputAsked, traced
from quizlab_verifiers.networks.output_shape_box_mistakes import BOX_MISTAKES, shown

if TYPE_CHECKING:
    from quizlab_verifiers.maths.networks.layers import Shape


def _is_map(v: OutputAsked) -> bool:
    """Say whether channels, height and width are returned, in this order."""
    return len(traced(v).output) == 3 and v.network != "yolo-v1"


def _batch_axis(v: OutputAsked) -> Shape:
    return (1, *traced(v).output)


def _channels_last(v: OutputAsked) -> Shape | None:
    if not _is_map(v):
        return None
    channels, *sides = traced(v).output
    return shown(v, (*sides, channels))


def _usual_image(v: OutputAsked) -> Shape | None:
    return shown(v, traced(v, usual_image=True).output)


def _usual_classes(v: OutputAsked) -> Shape | None:
    return shown(v, traced(OutputAsked(v.network, v.size)).output)


def _background_added(v: OutputAsked) -> Shape | None:
    if with_background(v.network) or v.network == "unet":
        return None
    return traced(v, more=1).output


def _background_left_out(v: OutputAsked) -> Shape | None:
    return traced(v, more=-1).output if with_background(v.network) else None


def _features(v: OutputAsked) -> Shape | None:
    return shown(v, traced(v).features) if task(v.network) == "classification" else None


def _cells_kept(v: OutputAsked) -> Shape | None:
    return (*traced(v).output, 1, 1) if task(v.network) == "classification" else None


def _spread_over_pixels(v: OutputAsked) -> Shape | None:
    if task(v.network) != "classification":
        return None
    return (classes_of(v.network, v.classes), *size_of(v.network, v.size))


def _before_upsampling(v: OutputAsked) -> Shape | None:
    below = traced(v).below
    if task(v.network) != "segmentation" or not below:
        return None
    return shown(v, (classes_of(v.network, v.classes), *below[1:]))


def _not_cut(v: OutputAsked) -> Shape | None:
    above = traced(v).above
    if not v.network.startswith("fcn"):
        return None
    return shown(v, (classes_of(v.network, v.classes), *above[1:]))


def _as_large_as_input(v: OutputAsked) -> Shape | None:
    if task(v.network) != "segmentation":
        return None
    return shown(v, (classes_of(v.network, v.classes), *size_of(v.network, v.size)))


def _label_map(v: OutputAsked) -> Shape | None:
    if task(v.network) != "segmentation" or classes_of(v.network, v.classes) == 1:
        return None
    return traced(v).output[1:]


MISTAKES: tuple[Misconception[OutputAsked], ...] = (
    Misconception(
        "batch-axis",
        "You put the batch axis in front; the shape is asked for without it.",
        _batch_axis,
    ),
    Misconception(
        "channels-last",
        "You put the channels last, as TensorFlow does; in PyTorch they stand in front of height "
        "and width.",
        _channels_last,
    ),
    Misconception(
        "usual-image",
        "You gave the shape for the usual image; nothing but a global pooling or a fully connected "
        "layer makes the output's sides independent of the input's.",
        _usual_image,
    ),
    Misconception(
        "usual-classes",
        "You gave the shape for the usual number of classes; the last layer has its outputs for "
        "each class that is told apart here.",
        _usual_classes,
    ),
    Misconception(
        "background-added",
        "You added a class for the background; this network scores the classes that were told and "
        "no other. YOLO, for one, says by its objectness that there is nothing.",
        _background_added,
    ),
    Misconception(
        "background-left-out",
        "You left out the background; this network scores it like any other class, and the number "
        "of classes that was told counts it.",
        _background_left_out,
    ),
    Misconception(
        "features",
        "You gave what enters the last layer; that layer turns these features into one score for "
        "each class.",
        _features,
    ),
    Misconception(
        "cells-kept",
        "You kept height and width of one cell; what enters the last layer is flat, so its scores are "
        "a vector.",
        _cells_kept,
    ),
    Misconception(
        "scores-for-pixels",
        "You gave scores for every pixel, as a segmentation network does; a classifier has one "
        "score a class for the image as a whole.",
        _spread_over_pixels,
    ),
    Misconception(
        "before-upsampling",
        "You stopped before the last upsampling; the network brings its scores back to finer cells "
        "before it returns them.",
        _before_upsampling,
    ),
    Misconception(
        "not-cut",
        "You kept all that the last upsampling makes; FCN pads the image by 100 cells, so its scores "
        "come out too large, and are cut to the image at the end.",
        _not_cut,
    ),
    Misconception(
        "as-large-as-input",
        "You took the output to be as large as the image; U-Net's convolutions have no padding, "
        "and each 3×3 takes two cells off.",
        _as_large_as_input,
    ),
    Misconception(
        "label-map",
        "You gave one label for each pixel; that is what comes after the argmax. The network "
        "returns a score for each class.",
        _label_map,
    ),
    *BOX_MISTAKES,
)
