"""LSTM: a cell state that is kept, and gates that say what to forget, to write and to show.

Source:
    Hochreiter & Schmidhuber 1997, Long Short-Term Memory, Neural Computation 9(8),
    https://doi.org/10.1162/neco.1997.9.8.1735
    Gers, Schmidhuber & Cummins 2000, Learning to Forget: Continual Prediction with LSTM, Neural
    Computation 12(10), https://doi.org/10.1162/089976600300015015: the forget gate.

Variants:
    What everyone calls LSTM today: the cell with a forget gate, without peepholes. It equals
    ``torch.nn.LSTM`` (one layer, ``batch_first=True``), whose rows are stacked in the order
    i, f, g, o; Keras stacks i, f, c, o (its c is this g), ONNX i, o, f, c. ``biases=1`` leaves out
    the bias of the hidden state's map, as textbooks and Keras do: the same functions, since the
    two biases of a gate are added.

Counted:
    4·(h·(x + h) + 2·h) parameters for x features and h hidden numbers; with one bias, as in
    textbooks, 4·(h·(x + h) + h). Multiply-adds of all steps; the products of gates and states,
    number by number, are not counted.

Deviations:
    From 1997: the forget gate f (there the cell state kept its weight of 1 for ever); tanh where
    the paper has two stretched sigmoids; no memory cells that share gates; gradients flow through
    the gates to earlier steps too, where the paper cuts them off.
    The first hidden state and the first cell state are zero. Biases start as torch's do; Keras
    starts those of the forget gate at 1, so that it begins open.
"""

from __future__ import annotations

from typing import Annotated

import torch
from torch import Tensor, nn

from quizlab_verifiers.models.network import Network, Published
from quizlab_verifiers.models.options import AtLeast, OneOf

PAPER = (
    "Hochreiter & Schmidhuber 1997, Long Short-Term Memory, "
    "https://doi.org/10.1162/neco.1997.9.8.1735"
)


class Gate(nn.Module):
    """What a gate or the candidate sees: input and last hidden state, each through its own map."""

    def __init__(self, inputs: int, hidden: int, biases: int) -> None:
        super().__init__()
        self.hidden = hidden
        self.from_input = nn.Linear(inputs, hidden)
        self.from_hidden = nn.Linear(hidden, hidden, bias=biases == 2)

    def forward(self, x: Tensor, h: Tensor) -> Tensor:
        """Return the sum of both; the sigmoid or tanh comes after."""
        return self.from_input(x) + self.from_hidden(h)  # hidden


class LSTM(nn.Module):
    """One cell, run over a sequence.

    Args:
        inputs: Features of each step.
        hidden: Numbers in the hidden state, and in the cell state.
        biases: Of each gate: 2 as in torch, 1 as in textbooks.
    """

    def __init__(self, inputs: int, hidden: int, biases: int) -> None:
        super().__init__()
        self.inputs, self.hidden = inputs, hidden
        self.input_gate = Gate(inputs, hidden, biases)
        self.forget_gate = Gate(inputs, hidden, biases)
        self.candidate = Gate(inputs, hidden, biases)
        self.output_gate = Gate(inputs, hidden, biases)

    def forward(self, x: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Return the hidden states of all steps, the last of them, and the last cell state."""
        batch, steps, _ = x.shape
        h = x.new_zeros(batch, self.hidden)  # hidden: hidden state, what the cell shows
        c = torch.zeros_like(h)  # hidden: cell state, what it remembers
        states = [h]  # hidden: the first is where it starts, and no output
        for step in range(steps):
            x_t = x[:, step]  # inputs
            i = torch.sigmoid(self.input_gate(x_t, h))  # hidden: how much to write
            f = torch.sigmoid(self.forget_gate(x_t, h))  # hidden: how much to keep
            g = torch.tanh(self.candidate(x_t, h))  # hidden: what to write
            o = torch.sigmoid(self.output_gate(x_t, h))  # hidden: how much to show
            c = f * c + i * g  # hidden: a sum, so that gradients pass where f is near 1
            h = o * torch.tanh(c)  # hidden
            states.append(h)
        return torch.stack(states[1:], dim=1), h, c  # steps × hidden, hidden, hidden


def lstm(
    *, hidden: Annotated[int, AtLeast(1)] = 128, biases: Annotated[int, OneOf(2, 1)] = 2
) -> LSTM:
    """Return an LSTM that reads 64 features at each step."""
    return LSTM(64, hidden, biases)


NETWORKS = (
    Network(
        name="lstm",
        title="LSTM",
        year=1997,
        paper=PAPER,
        builder=lstm,
        inputs=((20, 64),),
        outputs=((20, 128), (128,), (128,)),
        published=(
            Published(
                "parameters",
                "98,816",
                "Keras guide, Working with RNNs, summary with LSTM(128) after an embedding of 64, "
                "https://keras.io/guides/working_with_rnns/",
                options={"biases": 1},
            ),
            Published(
                "parameters",
                4 * 128 * 64 + 4 * 128 * 128 + 4 * 128 + 4 * 128,
                "by hand: weight_ih, weight_hh, bias_ih and bias_hh with the shapes of "
                "https://docs.pytorch.org/docs/stable/generated/torch.nn.LSTM.html",
                by_hand=True,
            ),
            Published(
                "macs",
                20 * 4 * 128 * (64 + 128),
                "by hand: in each of 20 steps, 4 gates look at 64 + 128 numbers for 128 outputs",
                by_hand=True,
            ),
        ),
    ),
)
