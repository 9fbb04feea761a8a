"""Versions of a network that go by one name: which is asked about, and what another one counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quizlab_verifiers.networks import known

if TYPE_CHECKING:
    from collections.abc import Collection

_ASKED = {
    "lenet5": "It is the network of 1998: C3 is sparsely connected, the sub-sampling is trained.",
    "alexnet": "It has the paper's two groups.",
    "googlenet": "It is the paper's network, with 5×5 branches and without batch norm.",
    "inception-resnet-v2": "It is the network that the paper draws, not the larger one that was "
    "released.",
    "unet": "Its convolutions have no padding, as in the paper.",
    "deeplab-v3": "Its output stride is 16, and it has no auxiliary head.",
    "deeplab-v3plus": "Its encoder is Xception, its output stride 16.",
    "yolo-v1": "It is the paper's network, without batch norm.",
    "yolo-v2": "It is the paper's network, with no 1×1 before the passthrough.",
}

_NORMED_TODAY = frozenset({"googlenet", "unet", "yolo-v1"})
"""Networks without batch norms that are mostly built with them today."""

_OTHERS = ("auxiliary=True", "released=True", "narrow=True", "improved_pooling=True")
"""Options that make a network which others mean by its name."""


def which(network: str) -> str:
    """Say in a sentence which version is asked about; "" where a name means one network."""
    return _ASKED.get(network, "")


def norms(network: str) -> str:
    """Say in a sentence that a network has no batch norms where one expects them; else ""."""
    return "It is the paper's network, without batch norm." if network in _NORMED_TODAY else ""


def other_parameters(network: str) -> int | None:
    """Return the parameters of the version that others may mean; None where there is none."""
    return _counted(network, "parameters", _OTHERS)


def first_macs(network: str) -> int | None:
    """Return the multiply-adds of the first version of a ResNet; None for other networks."""
    return _counted(network, "macs", ("v1=True",))


def _counted(network: str, what: str, versions: Collection[str]) -> int | None:
    """Return our own count of another version, which stands beside the published one."""
    counts = (
        figure.ours
        for figure in known.known(network).published
        if figure.what == what and figure.conditions in versions
    )
    return next(counts, None)
