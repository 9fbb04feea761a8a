"""Questions about how many means a normalisation computes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from quizlab.verify import AnswerPart, Count, Misconception, Verifier
from quizlab_verifiers.maths import normalization_counts
from quizlab_verifiers.normalization.count_parameters import (
    GROUPS,
    KIND,
    LAYER_OVER,
    SHAPE,
    clash,
    name_of,
    values_of,
)
from quizlab_verifiers.normalization.torch_layers import means_computed
from quizlab_verifiers.notation import shape


@dataclass(frozen=True, slots=True)
class StatisticsParameters:
    """A normalisation over the activations of a convolution.

    Attributes:
        kind: Which normalisation.
        shape: Samples, channels, height and width.
        groups: Groups of channels, for kind group.
        layer_over: What layer norm is over: ``chw``, a whole sample, or ``c``, the channels of a
            position.
    """

    kind: Annotated[str, KIND]
    shape: Annotated[tuple[int, int, int, int], SHAPE]
    groups: Annotated[int, GROUPS] = 1
    layer_over: Annotated[str, LAYER_OVER] = "chw"


def _means(v: StatisticsParameters) -> int:
    return normalization_counts.statistics_count(v.kind, v.shape, v.groups, v.layer_over)


def _batch_as_layer(v: StatisticsParameters) -> int | None:
    if v.layer_over == "c":
        return None
    return {"batch": v.shape[0], "layer": v.shape[1]}.get(v.kind)


def _sample_forgotten(v: StatisticsParameters) -> int | None:
    return None if v.kind == "batch" or v.shape[0] == 1 else _means(v) // v.shape[0]


def _per_sample_and_channel(v: StatisticsParameters) -> int | None:
    if v.kind == "instance" or (v.kind == "batch" and v.shape[0] == 1):
        return None
    return v.shape[0] * v.shape[1]


def _group_size(v: StatisticsParameters) -> int | None:
    return v.shape[0] * v.shape[1] // v.groups if v.kind == "group" else None


def _per_cell(v: StatisticsParameters) -> int | None:
    _, channels, height, width = v.shape
    return channels * height * width if v.kind == "batch" else None


def _other_axes(v: StatisticsParameters) -> int | None:
    if v.kind != "layer":
        return None
    samples, _, height, width = v.shape
    return samples if v.layer_over == "c" else samples * height * width


def _values_each(v: StatisticsParameters) -> int:
    return values_of(v) // _means(v)


def _with_variances(v: StatisticsParameters) -> int:
    return 2 * _means(v)


class StatisticsCount(Verifier[StatisticsParameters]):
    """``norm.statistics-count``: how many means a normalisation computes."""

    id = "norm.statistics-count"
    version = 1
    title = "Means of a normalisation"
    Parameters = StatisticsParameters
    parts = (AnswerPart("means", Count()),)
    convention = (
        "Input N × C × H × W in training. Only means are counted, there are as many variances. "
        "Layer norm is over C, H and W, or over C alone where that is said."
    )
    citation = "Wu & He 2018, Group Normalization, section 3, https://arxiv.org/abs/1803.08494"
    code = normalization_counts.statistics_count
    misconceptions: tuple[Misconception[StatisticsParameters], ...] = (
        Misconception(
            "batch-as-layer",
            "You took batch norm for layer norm or the other way round: batch norm has a mean per "
            "channel, over the batch; layer norm has one per sample.",
            _batch_as_layer,
        ),
        Misconception(
            "sample-forgotten",
            "You counted the means of a single sample. Each sample of the batch has its own: "
            "multiply by N.",
            _sample_forgotten,
        ),
        Misconception(
            "per-sample-and-channel",
            "You counted a mean for each sample and each channel: that is instance norm.",
            _per_sample_and_channel,
        ),
        Misconception(
            "group-size",
            "You multiplied by the channels in a group. A sample has a mean per group: N · G.",
            _group_size,
        ),
        Misconception(
            "per-cell",
            "You counted a mean for each cell of a feature map. After a convolution all positions "
            "of a channel share one.",
            _per_cell,
        ),
        Misconception(
            "other-axes",
            "You took the other layer norm. Over C, H and W a sample has one mean; over C alone "
            "each position of each sample has one.",
            _other_axes,
        ),
        Misconception(
            "values-each",
            "You counted the values that share a mean. Asked is how many means there are.",
            _values_each,
        ),
        Misconception(
            "with-variances",
            "You counted the variances too. Only the means are asked.",
            _with_variances,
        ),
    )

    def where(self, v: StatisticsParameters) -> str | None:
        """Say what does not fit, or that a mean would be of a single value."""
        fault = clash(v)
        if fault is None and _values_each(v) < 2:
            sides = "x".join(map(str, v.shape))
            return (
                f"with shape {sides} each mean would be of a single value, which cannot be "
                "normalised; take a larger shape or fewer groups"
            )
        return fault

    def comfortable(self, v: StatisticsParameters) -> bool:
        """Hold draws to groups that divide the channels into some."""
        return v.kind != "group" or 1 < v.groups < v.shape[1]

    def difficulty(self, v: StatisticsParameters) -> int:
        """1: batch, or layer over a sample. 2: instance, or layer over channels. 3: group."""
        if v.kind == "group":
            return 3
        return 2 if v.kind == "instance" or v.layer_over == "c" else 1

    def compute(self, v: StatisticsParameters) -> int:
        """Count the sets that share a mean."""
        return _means(v)

    def reference(self, v: StatisticsParameters) -> int:
        """Run torch's layer on a tensor without storage and watch what its kernel returns."""
        return means_computed(v)

    def prompt(self, v: StatisticsParameters, language: str = "en") -> str:
        """Name the layer and its input."""
        del language
        return (
            f"{name_of(v)} runs in training over a batch of activations "
            f"$N \\times C \\times H \\times W = {shape(v.shape)}$.\n\n"
            "How many means does it compute?"
        )

    def explain(self, v: StatisticsParameters, language: str = "en") -> tuple[str, ...]:
        """Say which values share a mean, then count."""
        del language
        shared, formula, worked = _steps(v)
        method = (
            f"Ask which values share a mean. {shared} So the number of means is\n\n$${formula}$$"
        )
        check = (
            f"Here that is\n\n$${formula} = {worked}{_means(v)}$$\n\n"
            f"Each of these means is of ${_values_each(v)}$ values."
        )
        return method, check


def _steps(v: StatisticsParameters) -> tuple[str, str, str]:
    """Return which values share a mean, the formula, and the formula with numbers."""
    samples, channels, height, width = v.shape
    if v.kind == "batch":
        shared = "In batch norm all values of a channel do, over all samples and all positions."
        return shared, "C", ""
    if v.kind == "instance":
        shared = "In instance norm the positions of a channel do, for each sample on its own."
        return shared, "N \\cdot C", f"{samples} \\cdot {channels} = "
    if v.kind == "group":
        shared = (
            "In group norm the channels of a group do, with all their positions, for each sample "
            "on its own."
        )
        return shared, "N \\cdot G", f"{samples} \\cdot {v.groups} = "
    if v.layer_over == "chw":
        shared = "In this layer norm all values of a sample do: its channels at all positions."
        return shared, "N", ""
    shared = "In this layer norm the channels of one position do, for each position of each sample."
    return shared, "N \\cdot H \\cdot W", f"{samples} \\cdot {height} \\cdot {width} = "
