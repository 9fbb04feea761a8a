"""Questions about how many parameters a normalisation layer has."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from quizlab.verify import AnswerPart, Count, Misconception, OneOf, Verifier
from quizlab_verifiers.maths import normalization_counts
from quizlab_verifiers.normalization.count_parameters import (
    GROUPS,
    KIND,
    LAYER_OVER,
    SHAPE,
    clash,
    name_of,
)
from quizlab_verifiers.normalization.torch_layers import layer_of
from quizlab_verifiers.notation import shape


@dataclass(frozen=True, slots=True)
class NormParameters:
    """A normalisation layer behind a convolution.

    Attributes:
        kind: Which normalisation.
        shape: Samples, channels, height and width of its input.
        groups: Groups of channels, for kind group.
        layer_over: What layer norm is over: ``chw``, a whole sample, or ``c``, the channels of a
            position.
        counted: ``trainable``, or ``all`` with batch norm's running statistics.
    """

    kind: Annotated[str, KIND]
    shape: Annotated[tuple[int, int, int, int], SHAPE]
    groups: Annotated[int, GROUPS] = 1
    layer_over: Annotated[str, LAYER_OVER] = "chw"
    counted: Annotated[str, OneOf("trainable", "all")] = "trainable"


def _right(v: NormParameters) -> int:
    return normalization_counts.parameter_count(v.kind, v.shape, v.layer_over, v.counted)


def _one_each(v: NormParameters) -> int | None:
    # Half of all four per channel is rather the running statistics forgotten.
    return None if v.kind == "batch" and v.counted == "all" else _right(v) // 2


def _running_too(v: NormParameters) -> int | None:
    """Count running statistics where there are none to count: trainable, or no batch norm."""
    if v.kind == "batch" and v.counted == "all":
        return None
    return 2 * _right(v)


def _running_forgotten(v: NormParameters) -> int | None:
    return 2 * v.shape[1] if v.kind == "batch" and v.counted == "all" else None


def _per_cell(v: NormParameters) -> int | None:
    _, channels, height, width = v.shape
    if v.kind == "layer" or height * width == 1:
        return None
    return _right(v) // channels * channels * height * width


def _per_channel(v: NormParameters) -> int | None:
    whole = v.kind == "layer" and v.layer_over == "chw"
    return 2 * v.shape[1] if whole and v.shape[2] * v.shape[3] > 1 else None


def _cells_over_channels(v: NormParameters) -> int | None:
    _, channels, height, width = v.shape
    if v.kind != "layer" or v.layer_over != "c" or height * width == 1:
        return None
    return 2 * channels * height * width


def _per_mean(v: NormParameters) -> int | None:
    if v.kind == "batch":
        return None
    return 2 * normalization_counts.statistics_count(v.kind, v.shape, v.groups, v.layer_over)


def _per_group(v: NormParameters) -> int | None:
    return 2 * v.groups if v.kind == "group" and v.groups < v.shape[1] else None


class NormParameterCount(Verifier[NormParameters]):
    """``norm.parameters``: how many parameters a normalisation layer has."""

    id = "norm.parameters"
    version = 1
    title = "Parameters of a normalisation"
    Parameters = NormParameters
    parts = (AnswerPart("parameters", Count(magnitudes=True)),)
    convention = (
        "With scale and shift (in PyTorch instance norm has them only with affine=True). All "
        "counts batch norm's running mean and variance too, as Keras' count_params does, but not "
        "PyTorch's counter of batches."
    )
    citation = (
        "torch.nn, Normalization Layers, "
        "https://docs.pytorch.org/docs/stable/nn.html#normalization-layers; Keras 3, "
        "keras/src/layers/normalization/batch_normalization.py, "
        "https://github.com/keras-team/keras"
    )
    code = normalization_counts.parameter_count
    misconceptions: tuple[Misconception[NormParameters], ...] = (
        Misconception(
            "one-each",
            "You counted half. A scale γ comes with a shift β: two parameters each.",
            _one_each,
        ),
        Misconception(
            "running-too",
            "You counted running statistics. Only batch norm keeps any, and they are not "
            "trainable.",
            _running_too,
        ),
        Misconception(
            "running-forgotten",
            "You left out the running mean and variance. They are not trained, but they are "
            "stored, and all parameters are asked.",
            _running_forgotten,
        ),
        Misconception(
            "per-cell",
            "You counted parameters for each cell. Here all positions of a channel share one "
            "scale and one shift.",
            _per_cell,
        ),
        Misconception(
            "per-channel",
            "You counted a scale and a shift for each channel. Layer norm over C, H and W has "
            "them for each of these cells.",
            _per_channel,
        ),
        Misconception(
            "cells-over-channels",
            "You counted a scale and a shift for each cell. Layer norm over the channels alone "
            "has them for each channel.",
            _cells_over_channels,
        ),
        Misconception(
            "per-group",
            "You counted a scale and a shift for each group. A group shares its mean, but each "
            "channel has its own scale and shift.",
            _per_group,
        ),
        Misconception(
            "per-mean",
            "You counted a pair for each mean that is computed. Parameters do not depend on the "
            "batch: samples share them.",
            _per_mean,
        ),
    )

    def where(self, v: NormParameters) -> str | None:
        """Say which parameters do not go together."""
        return clash(v)

    def comfortable(self, v: NormParameters) -> bool:
        """Hold draws to groups that divide the channels into some."""
        return v.kind != "group" or 1 < v.groups < v.shape[1]

    def difficulty(self, v: NormParameters) -> int:
        """1: trainable of batch or instance norm. 2: all, or layer norm. 3: group norm."""
        if v.kind == "group":
            return 3
        return 2 if v.kind == "layer" or v.counted == "all" else 1

    def compute(self, v: NormParameters) -> int:
        """Count scales, shifts and running statistics."""
        return _right(v)

    def reference(self, v: NormParameters) -> int:
        """Build torch's layer without storage and count what it holds."""
        layer = layer_of(v)
        count = sum(weights.numel() for weights in layer.parameters())
        if v.counted == "all":
            count += sum(
                kept.numel()
                for name, kept in layer.named_buffers()
                if name != "num_batches_tracked"
            )
        return count

    def prompt(self, v: NormParameters, language: str = "en") -> str:
        """Name the layer, its input and what is counted."""
        del language
        asked = (
            "trainable parameters does it have?"
            if v.counted == "trainable"
            else "parameters does it have, running statistics included?"
        )
        return (
            f"{name_of(v)}, with scale and shift, stands behind a convolution; its input is "
            f"$N \\times C \\times H \\times W = {shape(v.shape)}$.\n\nHow many {asked}"
        )

    def explain(self, v: NormParameters, language: str = "en") -> tuple[str, ...]:
        """Say what has a scale and a shift, then count."""
        del language
        _, channels, height, width = v.shape
        cells = v.kind == "layer" and v.layer_over == "chw"
        if cells:
            has = "Layer norm over channels, height and width has a pair for each of these cells."
        elif v.kind == "layer":
            has = "Layer norm over channels has a pair for each channel, at all positions the same."
        elif v.kind == "group":
            has = "Group norm has a pair for each channel, not for each group."
        else:
            has = f"{v.kind.capitalize()} norm has a pair for each channel."
        method = (
            "A scale $\\gamma$ and a shift $\\beta$ come in pairs. How many samples the batch has "
            f"plays no role. {has} Only batch norm keeps running statistics: a mean and a variance "
            "for each channel, which are not trained."
        )
        factor, formula, worked = 2, "2 \\cdot C", str(channels)
        if cells:
            formula += " \\cdot H \\cdot W"
            worked += f" \\cdot {height} \\cdot {width}"
        if v.kind == "batch" and v.counted == "all":
            factor, formula = 4, "(2 + 2) \\cdot C"
        counted = "stored" if v.counted == "all" else "trained"
        result = f"So it has\n\n$${formula} = {factor} \\cdot {worked} = {_right(v)}$$\n\n"
        return method, f"{result}parameters that are {counted}."
