"""Questions about LSTMs: a step of a cell, by hand."""

from __future__ import annotations

from functools import partial
from math import tanh
from typing import TYPE_CHECKING, cast

from quizlab.verify import AnswerPart, Real, Verifier
from quizlab_verifiers.maths import lstm_cell
from quizlab_verifiers.notation import GIVEN, aligned, equals, factor, number, row, tex
from quizlab_verifiers.recurrent.cell_mistakes import MISTAKES
from quizlab_verifiers.recurrent.cell_parameters import (
    CellParameters,
    has_biases,
    has_memory,
    pre_activations,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from quizlab.verify import Value

_NEAR = Real(relative=0.01, floor=1e-9)
# Larger than any legal pre-activation, so that a gate with it on top is open or shut.
_PROBE = 1e4
_PROBES = ((0, 0, 0), (0, 0, 1), (-1, 0, 0), (1, 0, 0), (-1, 1, 0))


def _step(v: CellParameters) -> lstm_cell.Step:
    return lstm_cell.lstm_step(v.x, v.h, v.c, w=v.input_weights, u=v.recurrent_weights, b=v.biases)


class LstmCellStep(Verifier[CellParameters]):
    """``lstm.cell-step``: gates, cell state and hidden state after a step."""

    id = "lstm.cell-step"
    version = 1
    title = "A step of an LSTM cell"
    Parameters = CellParameters
    parts = (
        AnswerPart("input-gate", _NEAR, "input gate i"),
        AnswerPart("forget-gate", _NEAR, "forget gate f"),
        AnswerPart("candidate", _NEAR, "candidate g"),
        AnswerPart("output-gate", _NEAR, "output gate o"),
        AnswerPart(
            "cell",
            _NEAR,
            "new cell state",
            builds_on=("input-gate", "forget-gate", "candidate"),
        ),
        AnswerPart("hidden", _NEAR, "new hidden state", builds_on=("output-gate", "cell")),
    )
    convention = (
        "Weights and biases in PyTorch's order i, f, g, o; Keras has the same, ONNX i, o, f, g. "
        "No peepholes."
    )
    citation = (
        "torch.nn.LSTMCell, "
        "https://docs.pytorch.org/docs/stable/generated/torch.nn.LSTMCell.html; Gers, Schmidhuber "
        "& Cummins 2000, Learning to Forget, https://doi.org/10.1162/089976600300015015"
    )
    code = lstm_cell.lstm_step
    misconceptions = MISTAKES

    def comfortable(self, v: CellParameters) -> bool:
        """Hold draws to moderate gates, something to let in, and states that are not near zero."""
        z = pre_activations(v)
        return z[2] != 0 and max(z) <= 3 and min(z) >= -3 and abs(_step(v).c) > 0.05

    def difficulty(self, v: CellParameters) -> int:
        """1: the input alone. 2: with the hidden state or biases. 3: with both."""
        return 1 + has_memory(v) + has_biases(v)

    def compute(self, v: CellParameters) -> dict[str, float]:
        """Take the step."""
        step = _step(v)
        return {
            "input-gate": step.i,
            "forget-gate": step.f,
            "candidate": step.g,
            "output-gate": step.o,
            "cell": step.c,
            "hidden": step.h,
        }

    def follow(self, v: CellParameters, part: str, earlier: Mapping[str, Value]) -> Value | None:
        """Compute a state from the learner's own gates."""
        own = cast("Mapping[str, float]", earlier)
        if part == "cell":
            return own["forget-gate"] * v.c + own["input-gate"] * own["candidate"]
        return own["output-gate"] * tanh(own["cell"])

    def reference(self, v: CellParameters) -> dict[str, float]:
        """Run torch's cell; probes at three more inputs open or shut gates to show the others."""
        import torch

        exact = partial(torch.tensor, dtype=torch.float64)
        cell = torch.nn.LSTMCell(4, 1, dtype=torch.float64)
        weights = torch.cat((exact(v.input_weights)[:, None], _PROBE * torch.eye(4, 3)), dim=1)
        # Inputs: x and the probes of i, f and g. Without memory and with g open the new cell state
        # is i; with i open it is g. With i shut and c = 1 it is f. Where a huge c is kept, tanh is
        # 1 and the new hidden state is o.
        inputs = exact([[v.x, *probes] for probes in _PROBES])
        before = exact([[v.c], [0.0], [1.0], [0.0], [1000.0]])
        with torch.no_grad():
            cell.weight_ih.copy_(weights)
            cell.weight_hh.copy_(exact(v.recurrent_weights)[:, None])
            cell.bias_ih.copy_(exact(v.biases))
            cell.bias_hh.zero_()
            hidden, after = cell(inputs, (torch.full_like(before, v.h), before))
        return {
            "input-gate": after[1].item(),
            "forget-gate": after[2].item(),
            "candidate": after[3].item(),
            "output-gate": hidden[4].item(),
            "cell": after[0].item(),
            "hidden": hidden[0].item(),
        }

    def prompt(self, v: CellParameters, language: str = "en") -> str:
        """Ask for gates and states."""
        del language
        lines = [f"- input $x = {tex(v.x)}$, weights $w = {row(v.input_weights, GIVEN)}$"]
        if has_memory(v):
            lines.append(
                f"- hidden state $h = {tex(v.h)}$, weights $u = {row(v.recurrent_weights, GIVEN)}$"
            )
        if has_biases(v):
            lines.append(f"- biases $b = {row(v.biases, GIVEN)}$")
        said = ""
        if not has_memory(v):
            said = (
                f" The recurrent weights are $0$, so the hidden state $h = {tex(v.h)}$ does not count."
                if v.h
                else " Before it the hidden state is $0$."
            )
        if not has_biases(v):
            said += " There are no biases."
        return (
            "An LSTM cell of hidden size $1$ takes a step; its lists are in PyTorch's order "
            f"$i, f, g, o$.{said}\n\n" + "\n".join(lines) + f"\n- cell state $c = {tex(v.c)}$\n\n"
            "What are the gates and the candidate, the new cell state and the new hidden state?"
        )

    def explain(self, v: CellParameters, language: str = "en") -> tuple[str, ...]:
        """Work the sums, the gates and the states."""
        del language
        step, z = _step(v), pre_activations(v)
        squashed = [
            f"= {function}({_sum(v, place)}) = {function}({number(z[place])}) {equals(step[place])}"
            for place, function in enumerate(("\\sigma", "\\sigma", "\\tanh", "\\sigma"))
        ]
        gates = aligned(zip("ifgo", squashed, strict=True))
        states = (
            f"$$c' = {factor(step.f)} \\cdot {factor(v.c)} + {factor(step.i)} \\cdot "
            f"{factor(step.g)} {equals(step.c)}$$\n\n"
            f"$$h' = {factor(step.o)} \\cdot \\tanh({number(step.c)}) {equals(step.h)}$$"
        )
        result = (
            "Keep a part of the memory, add a part of the candidate, and show a part of the result:"
            f"\n\n{states}\n\n"
            f"So $i = {number(step.i)}$, $f = {number(step.f)}$, $g = {number(step.g)}$, "
            f"$o = {number(step.o)}$, $c' = {number(step.c)}$, $h' = {number(step.h)}$."
        )
        return _METHOD, f"The gates and the candidate:\n\n{gates}", result


_METHOD = (
    "Each gate, and likewise the candidate, has its own weights for the sum $z = w x + u h + b$. "
    "A sigmoid, $\\sigma(z) = 1 / (1 + e^{-z})$, makes a gate of it, $\\tanh$ the candidate $g$:\n\n"
    "$$i, f, o = \\sigma(z) \\qquad g = \\tanh(z)$$\n\n"
    "The forget gate keeps a part of the memory, the input gate lets in a part of the candidate, "
    "and the output gate shows a part of the result:\n\n"
    "$$c' = f c + i g \\qquad h' = o \\tanh(c')$$"
)


def _sum(v: CellParameters, place: int) -> str:
    """Return the summands of a gate, unworked; those that are 0 for all gates are left out."""
    parts = [f"{factor(v.input_weights[place], GIVEN)} \\cdot {factor(v.x, GIVEN)}"]
    if has_memory(v):
        parts.append(f"{factor(v.recurrent_weights[place], GIVEN)} \\cdot {factor(v.h, GIVEN)}")
    if has_biases(v):
        parts.append(factor(v.biases[place], GIVEN))
    return " + ".join(parts)
