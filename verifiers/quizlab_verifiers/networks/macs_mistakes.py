"""What people get wrong about the multiply-adds of a network."""

from __future__ import annotations

from fractions import Fraction
from math import prod
from typing import TYPE_CHECKING

from quizlab.verify import Misconception
from quizlab_verifiers.networks import known, versions
from quizlab_verifiers.networks.image_asked import size_of
from quizlab_verifiers.networks.macs_asked import (
    ANSWER,
    costs_of,
    is_usual_image,
    shrinks_evenly,
    usual_costs,
)

if TYPE_CHECKING:
    from quizlab_verifiers.networks.macs_asked import MacsAsked


def _shown(v: MacsAsked, wrong: Fraction | int) -> int | None:
    """Return a wrong count as a whole number; None where three figures do not show the mistake."""
    count = round(wrong)
    return None if ANSWER.confusable(costs_of(v).total, count) else count


def _area(v: MacsAsked) -> Fraction:
    """Return how many times larger the image is than usual."""
    return Fraction(prod(size_of(v.network, v.size)), prod(known.usual_size(v.network)))


def _flops(v: MacsAsked) -> int:
    return 2 * costs_of(v).total


def _halved(v: MacsAsked) -> int:
    return costs_of(v).total // 2


def _usual_image(v: MacsAsked) -> int | None:
    return None if is_usual_image(v) else _shown(v, usual_costs(v).total)


def _side_not_squared(v: MacsAsked) -> int | None:
    size, usual = size_of(v.network, v.size), known.usual_size(v.network)
    if is_usual_image(v) or usual[0] != usual[1]:
        return None
    return _shown(v, usual_costs(v).total * Fraction(size[0], usual[0]))


def _all_scaled(v: MacsAsked) -> int | None:
    if is_usual_image(v) or not shrinks_evenly(v.network, v.size):
        return None
    return _shown(v, usual_costs(v).total * _area(v))


def _parameters(v: MacsAsked) -> int:
    return known.parameters(v.network)


def _groups_ignored(v: MacsAsked) -> int | None:
    found = costs_of(v)
    return None if found.ungrouped == found.total else _shown(v, found.ungrouped)


def _convolutions_only(v: MacsAsked) -> int | None:
    found = costs_of(v)
    return _shown(v, found.total - found.linear) if found.linear else None


def _first_version(v: MacsAsked) -> int | None:
    """Return the count of ResNet v1, which its recording holds beside the published figure."""
    count = versions.first_macs(v.network) if is_usual_image(v) else None
    return None if count is None else _shown(v, count)


MISTAKES: tuple[Misconception[MacsAsked], ...] = (
    Misconception(
        "flops",
        "You counted multiplications and additions apart; those are FLOPs. A multiply-add is one "
        "of each, so there are half as many.",
        _flops,
    ),
    Misconception(
        "halved",
        "You halved the count; it already is one of multiply-adds. Papers such as ResNet's call "
        "them FLOPs, but do not count them twice.",
        _halved,
    ),
    Misconception(
        "usual-image",
        "You gave the count at the network's usual image; every map of this one has another size, "
        "and each of its cells costs the same as before.",
        _usual_image,
    ),
    Misconception(
        "side-not-squared",
        "You scaled with the side of the image; a map has height times width cells, so multiply-adds "
        "grow with the area.",
        _side_not_squared,
    ),
    Misconception(
        "everything-scaled",
        "You scaled the whole count with the area; layers behind the global pooling see one vector "
        "whatever the image, so their share stays as it is.",
        _all_scaled,
    ),
    Misconception(
        "parameters",
        "You gave the number of parameters; a convolution uses each of its weights again in every "
        "cell of its output.",
        _parameters,
    ),
    Misconception(
        "groups-ignored",
        "You let every kernel see all channels; in grouped and depthwise convolutions it sees only "
        "those of its own group.",
        _groups_ignored,
    ),
    Misconception(
        "convolutions-only",
        "You counted the convolutions only; fully connected layers take a multiply-add for each "
        "weight too, and here this shows.",
        _convolutions_only,
    ),
    Misconception(
        "first-version",
        "You gave the figure of the paper's first version, where the first 1×1 of a block strides; "
        "in v1.5 the 3×3 does, so that 1×1 still works on the large map.",
        _first_version,
    ),
)
