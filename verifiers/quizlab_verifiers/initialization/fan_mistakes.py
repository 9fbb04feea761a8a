"""What people get wrong when they count the fans of a convolution, for any formula."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from quizlab.verify import Misconception
from quizlab_verifiers.initialization.layer import Layer, fans_of

if TYPE_CHECKING:
    from collections.abc import Callable

    # (parameters, fan in, fan out) -> answer
    Formula = Callable[["V", int, int], float]
    Fans = tuple[int, int]

V = TypeVar("V", bound=Layer)


def _kernel_forgotten(v: Layer) -> Fans | None:
    return (v.inputs // v.groups, v.outputs) if v.kernel > 1 else None


def _kernel_not_squared(v: Layer) -> Fans | None:
    if v.kernel < 2:
        return None
    return v.inputs // v.groups * v.kernel, v.outputs * v.kernel


def _groups_forgotten(v: Layer) -> Fans | None:
    area = v.kernel * v.kernel
    return (v.inputs * area, v.outputs * area) if v.groups > 1 else None


def _both_divided(v: Layer) -> Fans | None:
    n_in, n_out = fans_of(v)
    return (n_in, n_out // v.groups) if v.groups > 1 else None


_WRONG_FANS: dict[str, Callable[[Layer], Fans | None]] = {
    "kernel-forgotten": _kernel_forgotten,
    "kernel-not-squared": _kernel_not_squared,
    "groups-forgotten": _groups_forgotten,
    "fan-out-divided": _both_divided,
}

_SENTENCES = {
    "kernel-forgotten": (
        "You counted channels only. An output of a convolution adds up k² cells of each channel, "
        "so the fans are channels times k²."
    ),
    "kernel-not-squared": (
        "You multiplied by k once. The kernel has two sides: channels times k²."
    ),
    "groups-forgotten": (
        "You let every output see all input channels. In a grouped convolution it sees only those "
        "of its own group: divide the fan in by the groups."
    ),
    "fan-out-divided": (
        "You divided the fan out by the groups too. That is how far an input really reaches, but "
        "PyTorch reads the fans from the weight's shape and takes all output channels."
    ),
}


def fan_mistakes(
    formula: Formula[V], *, uses_out: bool = True, root_three: bool = False
) -> tuple[Misconception[V], ...]:
    """Return the mistakes in counting that can change the answer of `formula`.

    Args:
        formula: From the parameters and both fans to the answer.
        uses_out: Whether the fan out has any part in it.
        root_three: Whether another mistake gives √3 times the answer. A kernel of side 3 that is
            not squared does too, and is then not claimed.
    """

    def not_squared(v: Layer) -> Fans | None:
        return None if root_three and v.kernel == 3 else _kernel_not_squared(v)

    counted = {**_WRONG_FANS, "kernel-not-squared": not_squared}
    if not uses_out:
        del counted["fan-out-divided"]
    return tuple(
        Misconception(id_, _SENTENCES[id_], _answer(formula, wrong_fans))
        for id_, wrong_fans in counted.items()
    )


def _answer(
    formula: Formula[V], wrong_fans: Callable[[Layer], Fans | None]
) -> Callable[[V], float | None]:
    def wrong(v: V) -> float | None:
        fans = wrong_fans(v)
        if fans is None:
            return None
        answer = formula(v, *fans)
        # A formula may use the other fan only.
        return answer if answer != formula(v, *fans_of(v)) else None

    return wrong
