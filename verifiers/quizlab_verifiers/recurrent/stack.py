"""What both questions about the parameters of recurrent layers share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

from quizlab.verify import Flag, Misconception, OneOf, Verifier, Whole

if TYPE_CHECKING:
    from collections.abc import Callable

    import torch

_SIZES = (4, 5, 6, 8, 10, 12, 15, 16, 20, 24, 25, 30, 32, 40, 50, 60, 64, 80, 100, 128)


@dataclass(frozen=True, slots=True)
class Stack:
    """Recurrent layers on top of each other.

    Attributes:
        input_size: Features of one step of the sequence.
        hidden_size: Features of the hidden state.
        layers: Number of layers.
        bidirectional: Whether a second set of weights reads the sequence backwards.
        biases: ``torch`` has two bias vectors for each gate, ``textbook`` one.
    """

    input_size: Annotated[int, Whole(1, 65536, draws=_SIZES)]
    hidden_size: Annotated[int, Whole(1, 65536, draws=_SIZES)]
    layers: Annotated[int, Whole(1, 64, draws=(1, 1, 1, 1, 2, 2, 3))] = 1
    bidirectional: Annotated[bool, Flag(draws=(False, False, True))] = False
    biases: Annotated[str, OneOf("torch", "textbook")] = "torch"


class StackParameterCount(Verifier[Stack], abstract=True):
    """Asks for the parameters of a stack of one kind of layers."""

    def comfortable(self, v: Stack) -> bool:
        """Hold draws to products for paper."""
        return v.input_size + v.hidden_size <= 130

    def difficulty(self, v: Stack) -> int:
        """1: one layer, one direction. 2: one of them more. 3: both."""
        return 1 + (v.layers > 1) + v.bidirectional


def directions(v: Stack) -> int:
    """Return in how many directions the sequence is read."""
    return 2 if v.bidirectional else 1


def biases(v: Stack) -> int:
    """Return how many bias vectors a gate has."""
    return 2 if v.biases == "torch" else 1


def counts(v: Stack) -> tuple[int, int, int, int]:
    """Return what the formulas start with: input size, hidden size, layers, directions."""
    return v.input_size, v.hidden_size, v.layers, directions(v)


def numel(stack: Callable[..., torch.nn.Module], v: Stack) -> int:
    """Build the layers in torch, without memory for them, and count what they hold."""
    layers = stack(
        v.input_size,
        v.hidden_size,
        num_layers=v.layers,
        bidirectional=v.bidirectional,
        device="meta",
    )
    return sum(
        parameter.numel()
        for name, parameter in layers.named_parameters()
        if v.biases == "torch" or not name.startswith("bias_hh")
    )


def _count(v: Stack, sets: int, own: int, below: int) -> int:
    """Count with `own` numbers beside the input for each output, and `below` from a lower layer."""
    return sets * v.hidden_size * (v.input_size + own + (v.layers - 1) * (below + own))


def mistakes(gates: int, other: str, plain: str) -> tuple[Misconception[Stack], ...]:
    """Return what people get wrong.

    Args:
        gates: Gates and candidates together.
        other: What to say to who counts the other layer's gates.
        plain: What to say to who counts one set of weights.
    """

    def with_sets(v: Stack, sets: int) -> int:
        ways, own = directions(v), v.hidden_size + biases(v)
        return _count(v, ways * sets, own, ways * v.hidden_size)

    def with_own(v: Stack, own: int) -> int:
        ways = directions(v)
        return _count(v, ways * gates, own, ways * v.hidden_size)

    def all_alike(v: Stack) -> int | None:
        ways, own = directions(v), v.hidden_size + biases(v)
        if v.layers == 1 or v.input_size == ways * v.hidden_size:
            return None
        return _count(v, ways * gates, own, v.input_size)

    def one_direction(v: Stack) -> int | None:
        if not v.bidirectional:
            return None
        return _count(v, gates, v.hidden_size + biases(v), v.hidden_size)

    def narrow_below(v: Stack) -> int | None:
        if not v.bidirectional or v.layers == 1:
            return None
        return _count(v, 2 * gates, v.hidden_size + biases(v), v.hidden_size)

    return (
        Misconception(
            "other-biases",
            "Mind the biases: PyTorch keeps two vectors for each gate, one beside each matrix; "
            "the textbook has one.",
            lambda v: with_own(v, v.hidden_size + 3 - biases(v)),
        ),
        Misconception("other-gates", other, lambda v: with_sets(v, 7 - gates)),
        Misconception("one-set-of-weights", plain, lambda v: with_sets(v, 1)),
        Misconception(
            "no-recurrent-weights",
            "You left out the weights of the hidden state: every gate sees the input and the "
            "hidden state of the step before.",
            lambda v: with_own(v, biases(v)),
        ),
        Misconception(
            "no-biases",
            "You left out the biases: h for each vector and gate.",
            lambda v: with_own(v, v.hidden_size),
        ),
        Misconception(
            "all-layers-alike",
            "You gave every layer the input size of the first. Layers above it read the hidden "
            "states of the layer below.",
            all_alike,
        ),
        Misconception(
            "one-direction",
            "You counted one direction. A bidirectional layer has a second set of weights, which "
            "reads backwards.",
            one_direction,
        ),
        Misconception(
            "upper-layers-too-narrow",
            "You gave the upper layers h inputs. Both directions of the layer below are "
            "concatenated, so they read 2h.",
            narrow_below,
        ),
    )


def prompt(v: Stack, name: str) -> str:
    """Ask for the parameters of ``LSTM`` or ``GRU``."""
    way = "A bidirectional" if v.bidirectional else "An" if name == "LSTM" else "A"
    layers = f" of ${v.layers}$ layers" if v.layers > 1 else ""
    vectors = "two bias vectors, as in PyTorch" if biases(v) == 2 else "one bias vector"
    return (
        f"{way} {name}{layers} has input size ${v.input_size}$ and hidden size "
        f"${v.hidden_size}$. Each gate, and likewise the candidate, has {vectors}.\n\n"
        "How many parameters does it have?"
    )


def explain(v: Stack, gates: int, parts: str) -> tuple[str, ...]:
    """Work the first layer, a layer above it and the sum.

    Args:
        v: The layers.
        gates: Gates and candidates together.
        parts: What they are called.
    """
    i, h, ways = v.input_size, v.hidden_size, directions(v)
    letters, bias = ("2h", f"2 \\cdot {h}") if biases(v) == 2 else ("h", f"{h}")
    method = (
        f"{parts} are alike: each has a matrix for the input of size $i$, one for the hidden state "
        f"of size $h$, and biases. So a layer has\n\n$${gates} \\, (h i + h^2 + {letters})$$\n\n"
        "All steps share them, so the length of the sequence does not count."
    )
    first = gates * h * (i + h + biases(v))
    which = "The first layer" if v.layers > 1 else "The layer"
    worked = (
        f"{which}{', in one direction' if ways == 2 else ''}:\n\n"
        f"$${gates} \\, ({h} \\cdot {i} + {h}^2 + {bias}) "
        f"= {gates} \\cdot {first // gates} = {first}$$"
    )
    twice = "Each direction has weights of its own"
    if v.layers == 1:
        if ways == 1:
            return method, worked
        return method, worked, f"{twice}:\n\n$$2 \\cdot {first} = {2 * first}$$"
    below = ways * h
    later = gates * h * (below + h + biases(v))
    which = "Each layer above reads" if v.layers > 2 else "The layer above reads"
    states = (
        f"the hidden states of both directions below, $2 \\cdot {h} = {below}$ numbers"
        if ways == 2
        else f"the hidden state below, ${below}$ numbers"
    )
    upper = (
        f"{which} {states}:\n\n"
        f"$${gates} \\, ({h} \\cdot {below} + {h}^2 + {bias}) "
        f"= {gates} \\cdot {later // gates} = {later}$$"
    )
    times = f"{v.layers - 1} \\cdot " if v.layers > 2 else ""
    summed = f"{first} + {times}{later}"
    total = ways * (first + (v.layers - 1) * later)
    if ways == 1:
        return method, worked, upper, f"Together:\n\n$${summed} = {total}$$"
    return method, worked, upper, f"{twice}:\n\n$$2 \\cdot ({summed}) = {total}$$"
