"""A network and how many classes it is given: what is legal, what is drawn."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

from quizlab.verify import Generated, OneOf
from quizlab_verifiers.networks import fame, known
from quizlab_verifiers.networks.classes import (
    MOST_CLASSES,
    OF_DATA_SETS,
    classes_of,
    lone_background,
    task,
)
from quizlab_verifiers.networks.tally import heads, tally
from quizlab_verifiers.networks.usual import OrUsual

if TYPE_CHECKING:
    from random import Random

    from quizlab_verifiers.networks.tally import Tally


def _draw(dice: Random) -> tuple[str, int]:
    """Draw a network and its usual classes, those of a data set, or those of anybody's own data.

    Nothing is looked up here: no recording is read for what is not asked in the end.
    """
    name = fame.one_of(dice, known.ASKED)
    kind = dice.randrange(10)
    if kind < 3:
        return name, 0
    if kind < 5:
        return name, dice.choice(OF_DATA_SETS[task(name)])
    if task(name) == "classification" and kind < 8:
        return name, 10 * dice.randrange(2, 61)
    return name, dice.randrange(2, 100)


TOGETHER = Generated(_draw)


@dataclass(frozen=True, slots=True)
class ParametersAsked:
    """A network, perhaps with a new last layer.

    Attributes:
        network: Its name, as `quizlab model` lists them.
        classes: What it tells apart, the background included where the network scores it too; 0
            stands for as many as usual.
    """

    network: Annotated[str, OneOf(*known.ASKED)]
    classes: Annotated[
        int, OrUsual(0, MOST_CLASSES, (0, 2, 10, 37, 60, 81, 100, 120, 200), "as many as usual")
    ] = 0


def is_fresh(v: ParametersAsked) -> bool:
    """Say whether the network is given another last layer than usual."""
    return classes_of(v.network, v.classes) != known.usual_classes(v.network)


def tally_of(v: ParametersAsked) -> Tally:
    """Return what the parameters are made of."""
    return tally(v.network, classes_of(v.network, v.classes))


def refusal(v: ParametersAsked) -> str | None:
    """Say why a network cannot tell so many classes apart."""
    usual = known.usual_classes(v.network)
    if not is_fresh(v):
        return None
    if not heads(v.network):
        return (
            f"{v.network} holds no layer that grows with its classes: got classes {v.classes}, so "
            f"leave classes out, or give its usual {usual}"
        )
    return lone_background(v.network, v.classes)
