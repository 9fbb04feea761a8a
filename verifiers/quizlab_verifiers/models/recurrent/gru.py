"""GRU: two gates and one state, which moves a part of the way to a new candidate.

Source:
    Cho, van Merriënboer, Gulcehre, Bahdanau, Bougares, Schwenk & Bengio 2014, Learning Phrase
    Representations using RNN Encoder-Decoder for Statistical Machine Translation, section 2.3,
    https://arxiv.org/abs/1406.1078

Variants:
    As built by default it equals ``torch.nn.GRU`` (one layer, ``batch_first=True``), and Keras'
    default: the reset gate works on what the hidden state's map gives, and each map has a bias.
    torch stacks the rows in the order r, z, n; Keras and ONNX z, r, h (their h is this n).
    ``reset_after=False`` is the paper's order, and ONNX' default: the reset gate works on the
    hidden state before the map, and one bias is enough, as in Keras.

Counted:
    3·(h·(x + h) + 2·h) parameters for x features and h hidden numbers; with one bias
    3·(h·(x + h) + h). Multiply-adds of all steps; the products of gates and states, number by
    number, are not counted.

Deviations:
    The default's reset gate, see above; the paper's equations leave out the biases.
    As in the paper, z = 1 keeps the old state: h = (1 − z)·n + z·h. Other papers have z and 1 − z
    the other way round.
    The first state is zero.
"""

from __future__ import annotations

from typing import Annotated

import torch
from torch import Tensor, nn

from quizlab_verifiers.models.network import Network, Published
from quizlab_verifiers.models.options import AtLeast, Switch

PAPER = (
    "Cho et al. 2014, Learning Phrase Representations using RNN Encoder-Decoder for Statistical "
    "Machine Translation, https://arxiv.org/abs/1406.1078"
)


class Gate(nn.Module):
    """What a gate sees: the input and the last state, each through a map of its own."""

    def __init__(self, inputs: int, hidden: int, *, two_biases: bool) -> None:
        super().__init__()
        self.hidden = hidden
        self.from_input = nn.Linear(inputs, hidden)
        self.from_hidden = nn.Linear(hidden, hidden, bias=two_biases)

    def forward(self, x: Tensor, h: Tensor) -> Tensor:
        """Return the sum of both; the sigmoid comes after."""
        return self.from_input(x) + self.from_hidden(h)  # hidden


class Candidate(nn.Module):
    """The new content, which sees of the last state only what the reset gate lets through."""

    def __init__(self, inputs: int, hidden: int, *, reset_after: bool) -> None:
        super().__init__()
        self.hidden, self.reset_after = hidden, reset_after
        self.from_input = nn.Linear(inputs, hidden)
        self.from_hidden = nn.Linear(hidden, hidden, bias=reset_after)

    def forward(self, x: Tensor, h: Tensor, r: Tensor) -> Tensor:
        """Return the sum of both; the tanh comes after."""
        if self.reset_after:
            return self.from_input(x) + r * self.from_hidden(h)  # hidden
        return self.from_input(x) + self.from_hidden(r * h)  # hidden


class GRU(nn.Module):
    """One cell, run over a sequence.

    Args:
        inputs: Features of each step.
        hidden: Numbers in the state.
        reset_after: Reset what the state's map gives, and not the state that goes into it.
    """

    def __init__(self, inputs: int, hidden: int, *, reset_after: bool) -> None:
        super().__init__()
        self.inputs, self.hidden = inputs, hidden
        self.reset_gate = Gate(inputs, hidden, two_biases=reset_after)
        self.update_gate = Gate(inputs, hidden, two_biases=reset_after)
        self.candidate = Candidate(inputs, hidden, reset_after=reset_after)

    def forward(self, x: Tensor) -> tuple[Tensor, Tensor]:
        """Return the states after all steps, and the last of them."""
        batch, steps, _ = x.shape
        h = x.new_zeros(batch, self.hidden)  # hidden
        states = [h]  # hidden: the first is where it starts, and no output
        for step in range(steps):
            x_t = x[:, step]  # inputs
            r = torch.sigmoid(self.reset_gate(x_t, h))  # hidden: how much of h the candidate sees
            z = torch.sigmoid(self.update_gate(x_t, h))  # hidden: how much of h stays
            n = torch.tanh(self.candidate(x_t, h, r))  # hidden: what would be new
            h = (1 - z) * n + z * h  # hidden
            states.append(h)
        return torch.stack(states[1:], dim=1), h  # steps × hidden, hidden


def gru(*, hidden: Annotated[int, AtLeast(1)] = 128, reset_after: Switch = True) -> GRU:
    """Return a GRU that reads 64 features at each step."""
    return GRU(64, hidden, reset_after=reset_after)


NETWORKS = (
    Network(
        name="gru",
        title="GRU",
        year=2014,
        paper=PAPER,
        builder=gru,
        inputs=((20, 64),),
        outputs=((20, 128), (128,)),
        published=(
            Published(
                "parameters",
                "247,296",
                "Keras guide, Working with RNNs, summary with GRU(256) after an embedding of 64, "
                "https://keras.io/guides/working_with_rnns/",
                options={"hidden": 256},
            ),
            Published(
                "parameters",
                3 * 128 * 64 + 3 * 128 * 128 + 3 * 128 + 3 * 128,
                "by hand: weight_ih, weight_hh, bias_ih and bias_hh with the shapes of "
                "https://docs.pytorch.org/docs/stable/generated/torch.nn.GRU.html",
                by_hand=True,
            ),
            Published(
                "parameters",
                3 * 128 * 64 + 3 * 128 * 128 + 3 * 128,
                "by hand: the same with one bias",
                by_hand=True,
                options={"reset_after": False},
            ),
            Published(
                "macs",
                20 * 3 * 128 * (64 + 128),
                "by hand: in each of 20 steps, 2 gates and the candidate look at 64 + 128 numbers "
                "for 128 outputs",
                by_hand=True,
            ),
        ),
    ),
)
