"""Questions about instance norm: one sample with a few channels, worked by hand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

from quizlab.verify import Generated, MatrixOf, Number
from quizlab_verifiers.maths import normalization
from quizlab_verifiers.normalization import norm_text
from quizlab_verifiers.normalization.channel_rows import (
    channel_pairs,
    channels_and_positions,
    rows_in_sets,
)
from quizlab_verifiers.normalization.layout import Layout, clash_of_pairs
from quizlab_verifiers.normalization.nice_values import EPS_DRAWS, nice_set, some_eps
from quizlab_verifiers.normalization.norm_mistakes import Mistake, on_layouts, regrouped
from quizlab_verifiers.normalization.normalisation import VECTOR_PARTS, Normalisation
from quizlab_verifiers.normalization.parameters import EPSILON, NUMBER, affine

if TYPE_CHECKING:
    from random import Random

    from quizlab.verify import Value


def _sample(dice: Random) -> tuple[tuple[float, ...], ...]:
    """Return one or two channels of two to four positions."""
    positions = dice.choice((2, 3, 4, 4))
    eps = some_eps(dice, positions)
    channels = dice.choice((1, 2, 2, 2, 2))
    return tuple(tuple(nice_set(dice, positions, eps)) for _ in range(channels))


@dataclass(frozen=True, slots=True)
class InstanceParameters:
    """One sample whose channels are normalised.

    Attributes:
        values: The sample; rows are channels, columns are positions.
        affine: Gamma and beta of each channel; one pair is for all, none stands for 1 and 0.
        eps: Keeps the division defined.
    """

    values: Annotated[
        tuple[tuple[float, ...], ...],
        MatrixOf(NUMBER, rows=(1, 16), columns=(2, 8), draws=Generated(_sample)),
    ]
    affine: Annotated[tuple[tuple[float, float], ...], affine(16, 0, 0, 1, 2, 2)] = ()
    eps: Annotated[float, Number(*EPSILON, draws=EPS_DRAWS)] = 1e-5


def _done(v: InstanceParameters) -> normalization.Normalised:
    gammas, betas = zip(*channel_pairs(v), strict=True)
    return normalization.instance_norm(v.values, gammas, betas, v.eps)


def _layout(v: InstanceParameters) -> Layout:
    return rows_in_sets(v, 1)


def _whole_sample(layout: Layout) -> dict[str, Value] | None:
    if len(layout.values) == layout.width:
        return None  # With one channel that is the same.
    return regrouped(layout, [0] * len(layout.values))


def _per_position(layout: Layout) -> dict[str, Value] | None:
    if len(layout.values) == layout.width:
        return None  # Nobody normalises a single number.
    return regrouped(layout, [place % layout.width for place in range(len(layout.values))])


class InstanceNorm(Normalisation[InstanceParameters]):
    """``norm.instance``: means, variances and output of an instance norm."""

    id = "norm.instance"
    version = 1
    title = "Instance normalisation"
    Parameters = InstanceParameters
    parts = VECTOR_PARTS
    convention = (
        "One sample, each channel over its positions; training and inference do the same. The "
        "variance is biased, divided by n; ε is added to it under the root (1e-5 in PyTorch)."
    )
    citation = (
        "Ulyanov, Vedaldi & Lempitsky 2016, Instance Normalization, section 2, "
        "https://arxiv.org/abs/1607.08022; torch.nn.InstanceNorm1d, "
        "https://docs.pytorch.org/docs/stable/generated/torch.nn.InstanceNorm1d.html"
    )
    code = normalization.instance_norm
    misconceptions = on_layouts(
        _layout,
        Mistake(
            "whole-sample",
            "You took one mean over all channels of the sample: that is layer norm. Instance norm "
            "gives each channel its own mean and variance.",
            _whole_sample,
        ),
        Mistake(
            "per-position",
            "You normalised each position over the channels. Instance norm goes along the rows, "
            "a channel over its positions.",
            _per_position,
        ),
    )

    def layout(self, v: InstanceParameters) -> Layout:
        """Return a set for each channel."""
        return _layout(v)

    def where(self, v: InstanceParameters) -> str | None:
        """Say which pairs do not fit, or which channel cannot be normalised."""
        return clash_of_pairs(v.affine, len(v.values), "channel") or super().where(v)

    def compute(self, v: InstanceParameters) -> dict[str, Value]:
        """Normalise the channels."""
        done = _done(v)
        return {"mean": done.means, "variance": done.variances, "output": done.y}

    def reference(self, v: InstanceParameters) -> dict[str, Value]:
        """Run torch's instance norm in float64."""
        import torch
        from torch.nn import functional

        sample = torch.tensor(v.values, dtype=torch.float64)
        gammas, betas = torch.tensor(channel_pairs(v), dtype=torch.float64).T.contiguous()
        output = functional.instance_norm(sample[None], weight=gammas, bias=betas, eps=v.eps)[0]
        variances, means = torch.var_mean(sample, dim=1, correction=0)
        return {
            "mean": tuple(means.tolist()),
            "variance": tuple(variances.tolist()),
            "output": tuple(map(tuple, output.tolist())),
        }

    def prompt(self, v: InstanceParameters, language: str = "en") -> str:
        """Show the sample and ask for its statistics and the output."""
        del language
        plural = "s" if len(v.values) > 1 else ""
        return (
            f"Instance normalisation takes a sample with {channels_and_positions(v)}:\n\n"
            f"{norm_text.table(v.values)}\n\n"
            f"{norm_text.settings(channel_pairs(v), v.eps, 'channel')}\n\n"
            f"What are the mean{plural} and the biased variance{plural} of "
            f"the channel{plural}, and what comes out?"
        )

    def explain(self, v: InstanceParameters, language: str = "en") -> tuple[str, ...]:
        """Work the channels."""
        del language
        words = norm_text.Words(
            "Instance norm looks at each channel of each sample on its own, over all its "
            "positions: the values of a row belong together.",
            "channel",
            "channel",
        )
        return norm_text.explain(_layout(v), words, _done(v))
