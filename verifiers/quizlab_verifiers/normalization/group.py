"""Questions about group norm: one sample whose channels form groups, worked by hand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

from quizlab.verify import Generated, MatrixOf, Number, Whole
from quizlab_verifiers.maths import normalization
from quizlab_verifiers.normalization import norm_text
from quizlab_verifiers.normalization.channel_rows import (
    channel_pairs,
    channels_and_positions,
    in_rows,
    rows_in_sets,
)
from quizlab_verifiers.normalization.layout import Layout, clash_of_pairs
from quizlab_verifiers.normalization.nice_values import EPS_DRAWS, nice_set, some_eps
from quizlab_verifiers.normalization.norm_mistakes import Mistake, on_layouts, regrouped
from quizlab_verifiers.normalization.normalisation import VECTOR_PARTS, Normalisation
from quizlab_verifiers.normalization.parameters import EPSILON, NUMBER, affine

if TYPE_CHECKING:
    from collections.abc import Sequence
    from random import Random

    from quizlab.verify import Value

# (channels, positions, groups), such that a group has three or four values, or two.
_SIDES = ((4, 2, 2), (4, 2, 2), (4, 2, 2), (4, 1, 2), (6, 1, 3), (6, 1, 2), (2, 2, 1), (8, 1, 2))


def _sample(dice: Random) -> tuple[tuple[float, ...], ...]:
    """Return a few channels of one or two positions, whole numbers in each group's mean."""
    channels, positions, groups = dice.choice(_SIDES)
    size = channels * positions // groups
    eps = some_eps(dice, size)
    return in_rows([x for _ in range(groups) for x in nice_set(dice, size, eps)], channels)


@dataclass(frozen=True, slots=True)
class GroupParameters:
    """One sample whose channels are normalised in groups.

    Attributes:
        values: The sample; rows are channels, columns are positions.
        groups: Number of groups of neighbouring channels.
        affine: Gamma and beta of each channel; one pair is for all, none stands for 1 and 0.
        eps: Keeps the division defined.
    """

    values: Annotated[
        tuple[tuple[float, ...], ...],
        MatrixOf(NUMBER, rows=(1, 16), columns=(1, 8), draws=Generated(_sample)),
    ]
    groups: Annotated[int, Whole(1, 16, draws=(1, 2, 2, 2, 2, 2, 2, 3))]
    affine: Annotated[tuple[tuple[float, float], ...], affine(16, 0, 0, 0, 1, 1, 4)] = ()
    eps: Annotated[float, Number(*EPSILON, draws=EPS_DRAWS)] = 1e-5


def _done(v: GroupParameters) -> normalization.Normalised:
    gammas, betas = zip(*channel_pairs(v), strict=True)
    return normalization.group_norm(v.values, v.groups, gammas, betas, v.eps)


def _layout(v: GroupParameters) -> Layout:
    return rows_in_sets(v, len(v.values) // v.groups)


def _channels(layout: Layout) -> int:
    return len(layout.values) // layout.width


def _by_channel(layout: Layout, group_of: Sequence[int]) -> dict[str, Value] | None:
    """Return the answers where each channel belongs to another group; None where none does."""
    owners = [group_of[place // layout.width] for place in range(len(layout.values))]
    return None if tuple(owners) == layout.owners else regrouped(layout, owners)


def _per_channel(layout: Layout) -> dict[str, Value] | None:
    if layout.width == 1:
        return None  # Nobody normalises a single number.
    return _by_channel(layout, range(_channels(layout)))


def _whole_sample(layout: Layout) -> dict[str, Value] | None:
    return _by_channel(layout, [0] * _channels(layout))


def _groups_as_size(layout: Layout) -> dict[str, Value] | None:
    channels, groups = _channels(layout), len(layout.sets)
    if groups * layout.width == 1:
        return None
    return _by_channel(layout, [channel // groups for channel in range(channels)])


def _interleaved(layout: Layout) -> dict[str, Value] | None:
    groups = len(layout.sets)
    return _by_channel(layout, [channel % groups for channel in range(_channels(layout))])


class GroupNorm(Normalisation[GroupParameters]):
    """``norm.group``: means, variances and output of a group norm."""

    id = "norm.group"
    version = 1
    title = "Group normalisation"
    Parameters = GroupParameters
    parts = VECTOR_PARTS
    convention = (
        "One sample; groups are of neighbouring channels, with a scale and shift per channel; "
        "training and inference do the same. The variance is biased, divided by n; ε is added to "
        "it under the root (1e-5 in PyTorch, 1e-3 in Keras)."
    )
    citation = (
        "Wu & He 2018, Group Normalization, section 3, https://arxiv.org/abs/1803.08494; "
        "torch.nn.GroupNorm, "
        "https://docs.pytorch.org/docs/stable/generated/torch.nn.GroupNorm.html"
    )
    code = normalization.group_norm
    misconceptions = on_layouts(
        _layout,
        Mistake(
            "per-channel",
            "You normalised each channel on its own: that is instance norm. Here the channels of a "
            "group share a mean and a variance.",
            _per_channel,
        ),
        Mistake(
            "whole-sample",
            "You took one mean over all channels of the sample: that is layer norm. Each group has "
            "its own mean and variance.",
            _whole_sample,
        ),
        Mistake(
            "groups-as-size",
            "You put as many channels into a group as there are groups. G groups of C channels "
            "have C / G channels each.",
            _groups_as_size,
        ),
        Mistake(
            "interleaved",
            "You dealt the channels out in turn. A group consists of neighbouring channels: with "
            "2 groups the first half and the second half.",
            _interleaved,
        ),
    )

    def layout(self, v: GroupParameters) -> Layout:
        """Return a set for each group."""
        return _layout(v)

    def where(self, v: GroupParameters) -> str | None:
        """Say what does not fit, or which group cannot be normalised."""
        channels = len(v.values)
        if channels % v.groups:
            possible = ", ".join(str(g) for g in range(1, channels + 1) if channels % g == 0)
            return f"{v.groups} groups do not divide {channels} channels; possible are {possible}"
        if channels * len(v.values[0]) == v.groups:
            return (
                f"with groups {v.groups} each group would hold a single value, of which there is no "
                "variance to speak of; take fewer groups or a larger sample"
            )
        return clash_of_pairs(v.affine, channels, "channel") or super().where(v)

    def compute(self, v: GroupParameters) -> dict[str, Value]:
        """Normalise the groups."""
        done = _done(v)
        return {"mean": done.means, "variance": done.variances, "output": done.y}

    def reference(self, v: GroupParameters) -> dict[str, Value]:
        """Run torch's group norm in float64."""
        import torch
        from torch.nn import functional

        sample = torch.tensor(v.values, dtype=torch.float64)
        gammas, betas = torch.tensor(channel_pairs(v), dtype=torch.float64).T.contiguous()
        output = functional.group_norm(sample[None], v.groups, gammas, betas, v.eps)[0]
        variances, means = torch.var_mean(sample.reshape(v.groups, -1), dim=1, correction=0)
        return {
            "mean": tuple(means.tolist()),
            "variance": tuple(variances.tolist()),
            "output": tuple(map(tuple, output.tolist())),
        }

    def prompt(self, v: GroupParameters, language: str = "en") -> str:
        """Show the sample and ask for its statistics and the output."""
        del language
        plural = "s" if v.groups > 1 else ""
        return (
            f"Group normalisation with ${v.groups}$ group{plural} takes a sample with "
            f"{channels_and_positions(v)}:\n\n"
            f"{norm_text.table(v.values)}\n\n"
            f"{norm_text.settings(channel_pairs(v), v.eps, 'channel')}\n\n"
            f"What are the mean{plural} and the biased variance{plural} of "
            f"the group{plural}, and what comes out?"
        )

    def explain(self, v: GroupParameters, language: str = "en") -> tuple[str, ...]:
        """Work the groups."""
        del language
        words = norm_text.Words(
            "Group norm divides the channels of a sample into groups of neighbours, $C / G$ "
            "channels each. It looks at each group on its own, over all its channels and "
            "positions.",
            "group",
            "channel",
        )
        return norm_text.explain(_layout(v), words, _done(v))
