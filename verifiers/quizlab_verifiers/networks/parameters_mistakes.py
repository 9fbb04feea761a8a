"""What people get wrong about the parameters of a network."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quizlab.verify import Count, Misconception
from quizlab_verifiers.networks import versions
from quizlab_verifiers.networks.classes import classes_of
from quizlab_verifiers.networks.parameters_asked import is_fresh, tally_of
from quizlab_verifiers.networks.tally import tally

if TYPE_CHECKING:
    from collections.abc import Callable

    from quizlab_verifiers.networks.parameters_asked import ParametersAsked

ANSWER = Count(magnitudes=True)


def _shown(
    wrong: Callable[[ParametersAsked], int | None],
) -> Callable[[ParametersAsked], int | None]:
    """Leave a mistake out where three figures do not show it: the question is good all the same."""

    def showing(v: ParametersAsked) -> int | None:
        value = wrong(v)
        if value is None or ANSWER.confusable(tally_of(v).total, value):
            return None
        return value

    return showing


@_shown
def _usual_head(v: ParametersAsked) -> int | None:
    return tally(v.network, classes_of(v.network, 0)).total if is_fresh(v) else None


@_shown
def _without_head(v: ParametersAsked) -> int:
    return tally_of(v).total - tally_of(v).head


def _head_only(v: ParametersAsked) -> int | None:
    return tally_of(v).head if is_fresh(v) else None


@_shown
def _not_connected(v: ParametersAsked) -> int | None:
    """Leave the fully connected layers out; where they are the head, that is another mistake."""
    found = tally_of(v)
    if not found.connected:
        return None
    return found.total - found.connected - (found.head if found.linears else 0)


def _macs(v: ParametersAsked) -> int:
    return tally_of(v).macs


@_shown
def _groups_ignored(v: ParametersAsked) -> int:
    return tally_of(v).total + tally_of(v).between_groups


def _bytes(v: ParametersAsked) -> int:
    return 4 * tally_of(v).total


@_shown
def _running_too(v: ParametersAsked) -> int:
    return tally_of(v).total + tally_of(v).norms


@_shown
def _weights_only(v: ParametersAsked) -> int:
    return tally_of(v).convolutions + tally_of(v).linears


@_shown
def _another_version(v: ParametersAsked) -> int | None:
    return None if is_fresh(v) else versions.other_parameters(v.network)


@_shown
def _needless_biases(v: ParametersAsked) -> int | None:
    """Add the biases; where three figures are those of the running statistics, it is that mistake."""
    found = tally_of(v)
    wrong = found.total + found.needless
    return None if ANSWER.confusable(found.total + found.norms, wrong) else wrong


MISTAKES: tuple[Misconception[ParametersAsked], ...] = (
    Misconception(
        "usual-head",
        "You kept the usual last layer. The new one has weights and a bias for each of the "
        "classes that are asked.",
        _usual_head,
    ),
    Misconception(
        "without-head",
        "You left out what scores the classes. It reads all features for each class, so it holds "
        "a weight for each pair.",
        _without_head,
    ),
    Misconception(
        "head-only",
        "You counted the new layer alone. It would be all that is trained if the rest were "
        "frozen; here the whole network is asked.",
        _head_only,
    ),
    Misconception(
        "convolutions-only",
        "You counted the convolutions; the fully connected layers hold parameters too, often "
        "most of them.",
        _not_connected,
    ),
    Misconception(
        "multiply-adds",
        "You gave the multiply-adds; a weight is one parameter, however many places of the image "
        "it is used at.",
        _macs,
    ),
    Misconception(
        "groups-ignored",
        "You let every kernel see all channels; in a grouped or depthwise convolution it sees "
        "those of its own group.",
        _groups_ignored,
    ),
    Misconception(
        "bytes",
        "You gave the bytes; a 32-bit number takes four of them, but is one parameter.",
        _bytes,
    ),
    Misconception(
        "running-statistics",
        "You counted the running means and variances of the batch norms; they are stored, but "
        "not trained.",
        _running_too,
    ),
    Misconception(
        "weights-only",
        "You counted weights alone; biases, and the scales and shifts of batch norms, are "
        "trained as well.",
        _weights_only,
    ),
    Misconception(
        "needless-biases",
        "You gave biases to convolutions in front of a batch norm; its shift makes them "
        "needless, so they have none.",
        _needless_biases,
    ),
    Misconception(
        "another-version",
        "You gave the figure of another version: one with auxiliary classifiers, or the code that "
        "was released in place of the paper's network. Neither is asked here.",
        _another_version,
    ),
)
