"""Questions about back-propagation: the gradients of a tiny network, with numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quizlab.verify import Agreement, AnswerPart, Real, Vector, Verifier
from quizlab_verifiers.backprop import mlp_gradient_text
from quizlab_verifiers.backprop.mlp_gradient_mistakes import MISTAKES
from quizlab_verifiers.backprop.mlp_gradient_parameters import MlpGradientParameters, clash
from quizlab_verifiers.maths import backprop

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from quizlab.verify import Answered, Value

_LARGEST_Z = 9
_LARGEST_TABLED_Z = 3
_LARGEST_ERROR = 10
_REAL = Real(relative=0.01, floor=1e-6)


class MlpGradient(Verifier[MlpGradientParameters]):
    """``backprop.mlp-gradient``: both passes through a network with one hidden layer."""

    id = "backprop.mlp-gradient"
    version = 1
    title = "Gradients of a tiny network"
    Parameters = MlpGradientParameters
    parts = (
        AnswerPart("hidden", Vector(relative=0.01, floor=1e-6), "h"),
        AnswerPart("output", _REAL, "y", builds_on=("hidden",)),
        AnswerPart("delta-output", _REAL, "∂L/∂y", builds_on=("output",)),
        AnswerPart("output-weight", _REAL, "∂L/∂v", builds_on=("hidden", "delta-output")),
        AnswerPart("delta-hidden", _REAL, "δ", builds_on=("hidden", "delta-output")),
        AnswerPart("input-weight", _REAL, "∂L/∂W", builds_on=("delta-hidden",)),
    )
    convention = (
        "One sample; the output is linear; rows of W belong to hidden units, which are counted "
        "from 1 like inputs; the slope of ReLU at 0 is 0, as in PyTorch. The loss is part of the "
        "question: half of the squared error, or all of it."
    )
    citation = (
        "Rumelhart, Hinton & Williams, Learning representations by back-propagating errors, "
        "https://doi.org/10.1038/323533a0; CS231n, Minimal Neural Network Case Study, "
        "https://cs231n.github.io/neural-networks-case-study/"
    )
    code = backprop.mlp_gradient
    misconceptions = MISTAKES
    # An output of up to some ten thousands may cancel against the target, and what rounding leaves
    # of it is multiplied by a weight and an input.
    agreement = Agreement(relative=1e-9, floor=1e-8)

    def where(self, v: MlpGradientParameters) -> str | None:
        """Say which parameters clash."""
        return clash(v)

    def comfortable(self, v: MlpGradientParameters) -> bool:
        """Hold draws to small sums and to errors and gradients that are not 0."""
        right = v.worked()
        largest = _LARGEST_Z if v.activation == "relu" else _LARGEST_TABLED_Z
        return (
            max(map(abs, right.z)) <= largest
            and any(right.h)
            and 1e-3 < abs(right.delta_y) <= _LARGEST_ERROR
        )

    def difficulty(self, v: MlpGradientParameters) -> int:
        """1: ReLU with all units on. 2: ReLU with one off. 3: the sigmoid."""
        if v.activation == "sigmoid":
            return 3
        return 1 if min(v.worked().h) > 0 else 2

    def compute(self, v: MlpGradientParameters) -> Answered:
        """Go forward and backward."""
        right, unit = v.worked(), v.unit - 1
        # Adding 0 makes a negative number times 0 a plain 0 instead of -0.
        return {
            "hidden": right.h,
            "output": right.y,
            "delta-output": right.delta_y,
            "output-weight": right.grad_v[unit] + 0.0,
            "delta-hidden": right.delta_h[unit] + 0.0,
            "input-weight": right.grad_w[unit][v.source - 1] + 0.0,
        }

    def follow(
        self, v: MlpGradientParameters, part: str, earlier: Mapping[str, Value]
    ) -> Value | None:
        """Go on from the learner's own values."""
        unit = v.unit - 1
        if part == "input-weight":
            return _number(earlier["delta-hidden"]) * v.inputs[v.source - 1]
        if part == "delta-output":
            gap = _number(earlier["output"]) - v.target
            return gap if v.loss == "half-squared" else 2 * gap
        hidden = _numbers(earlier["hidden"])
        if len(hidden) != len(v.weights):
            return None
        if part == "output":
            return sum(w * h for w, h in zip(v.output_weights, hidden, strict=True)) + v.output_bias
        delta = _number(earlier["delta-output"])
        if part == "output-weight":
            return delta * hidden[unit]
        return delta * v.output_weights[unit] * backprop.slope(hidden[unit], v.activation)

    def reference(self, v: MlpGradientParameters) -> Answered:
        """Let torch differentiate the loss in float64."""
        import torch
        from torch.nn import functional

        def tensor(values: object) -> torch.Tensor:
            return torch.tensor(values, dtype=torch.float64)

        weights = tensor(v.weights).requires_grad_()
        output_weights = tensor(v.output_weights).requires_grad_()
        z = functional.linear(tensor(v.inputs), weights, tensor(v.biases))
        hidden = torch.relu(z) if v.activation == "relu" else torch.sigmoid(z)
        output = hidden @ output_weights + v.output_bias
        loss = functional.mse_loss(output, tensor(v.target), reduction="sum")
        if v.loss == "half-squared":
            loss = loss / 2
        asked = (output, output_weights, z, weights)
        by_output, by_output_weights, by_z, by_weights = torch.autograd.grad(loss, asked)
        unit = v.unit - 1
        return {
            "hidden": tuple(hidden.tolist()),
            "output": output.item(),
            "delta-output": by_output.item(),
            "output-weight": by_output_weights[unit].item(),
            "delta-hidden": by_z[unit].item(),
            "input-weight": by_weights[unit, v.source - 1].item(),
        }

    def prompt(self, v: MlpGradientParameters, language: str = "en") -> str:
        """Show the network and the sample, and ask for both passes."""
        del language
        return mlp_gradient_text.prompt(v)

    def explain(self, v: MlpGradientParameters, language: str = "en") -> tuple[str, ...]:
        """Work both passes."""
        del language
        return mlp_gradient_text.explain(v)


def _number(value: Value) -> float:
    """Return a typed or computed number.

    Raises:
        TypeError: It is none, which the types of the parts rule out.
    """
    if isinstance(value, (str, tuple)):
        raise TypeError(f"got {value!r}; a number is needed")
    return float(value)


def _numbers(value: Value) -> Sequence[float]:
    """Return typed or computed numbers row by row: a column may be typed as rows of one."""
    if not isinstance(value, tuple):
        return [_number(value)]
    return [number for item in value for number in _numbers(item)]
