"""What a question about the gradients of a tiny network varies, and which of it is legal."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

from quizlab.verify import Generated, ListOf, MatrixOf, Number, OneOf, Whole
from quizlab_verifiers.maths import backprop

if TYPE_CHECKING:
    from random import Random

    Matrix = tuple[tuple[float, ...], ...]

_INPUTS = tuple((float(a), float(b)) for a in (-2, -1, 1, 2) for b in (-1, 1, 2, 3))
_OUTPUT_WEIGHTS = tuple((float(a), float(b)) for a in (-2, -1, 1, 2, 3) for b in (-2, -1, 1, 2, 3))
_BIASES = ((), *((float(a), float(b)) for a in (-1, 0, 1, 2) for b in (-1, 0, 1)))

AT_THE_KINK = 1e-9
"""So near to 0 a pre-activation that is not worked exactly may lie on either side of it."""


def _weights(dice: Random) -> Matrix:
    """Return the weights of two hidden units with two inputs, small whole numbers."""
    sizes = (-2.0, -1.0, 1.0, 1.0, 2.0)
    return tuple((dice.choice(sizes), dice.choice(sizes)) for _ in range(2))


@dataclass(frozen=True, slots=True)
class MlpGradientParameters:
    """A network with one hidden layer and one linear output, and one sample.

    Attributes:
        inputs: The sample.
        weights: Weights of the hidden layer, a row for each hidden unit.
        output_weights: One for each hidden unit.
        target: What the output should be.
        biases: One for each hidden unit; none at all stands for zeros.
        output_bias: Bias of the output.
        activation: Of the hidden units; the output has none.
        loss: ``half-squared`` is half of the squared error, ``squared`` the squared error.
        unit: The hidden unit whose weights are asked about, counted from 1.
        source: The input from which the asked weight leads, counted from 1.
    """

    inputs: Annotated[tuple[float, ...], ListOf(Number(-10, 10), 1, 4, draws=_INPUTS)]
    weights: Annotated[
        tuple[tuple[float, ...], ...],
        MatrixOf(Number(-10, 10), (1, 4), (1, 4), draws=Generated(_weights)),
    ]
    output_weights: Annotated[
        tuple[float, ...], ListOf(Number(-10, 10), 1, 4, draws=_OUTPUT_WEIGHTS)
    ]
    target: Annotated[float, Number(-100, 100, draws=(-2.0, -1.0, 0.0, 1.0, 2.0, 3.0, 4.0, 5.0))]
    biases: Annotated[tuple[float, ...], ListOf(Number(-10, 10), 0, 4, draws=_BIASES)] = ()
    output_bias: Annotated[float, Number(-10, 10, draws=(0.0, 0.0, 1.0, -1.0, 2.0))] = 0.0
    activation: Annotated[str, OneOf("relu", "sigmoid", draws=("relu", "relu", "sigmoid"))] = "relu"
    loss: Annotated[
        str, OneOf("half-squared", "squared", draws=("half-squared", "half-squared", "squared"))
    ] = "half-squared"
    unit: Annotated[int, Whole(1, 4, draws=(1, 2))] = 1
    source: Annotated[int, Whole(1, 4, draws=(1, 2))] = 1

    def __post_init__(self) -> None:
        if not self.biases:
            object.__setattr__(self, "biases", (0.0,) * len(self.weights))

    def worked(self) -> backprop.Gradients:
        """Return everything that the two passes work out."""
        return backprop.mlp_gradient(
            self.inputs,
            self.weights,
            self.biases,
            self.output_weights,
            self.output_bias,
            t=self.target,
            activation=self.activation,
            loss=self.loss,
        )


def clash(v: MlpGradientParameters) -> str | None:
    """Return which parameters cannot go together and what is possible, None where all can."""
    units, inputs = len(v.weights), len(v.inputs)
    if len(v.weights[0]) != inputs:
        return (
            f"weights have {len(v.weights[0])} numbers a row for {inputs} inputs; each row is a "
            "hidden unit and needs one for each input"
        )
    if len(v.output_weights) != units or len(v.biases) != units:
        return (
            f"got {units} rows of weights, {len(v.output_weights)} output_weights and "
            f"{len(v.biases)} biases; each hidden unit needs one of each, but biases may be left out"
        )
    if v.unit > units or v.source > inputs:
        return (
            f"unit {v.unit} and source {v.source} name no weight; unit can be 1 to {units}, "
            f"source 1 to {inputs}"
        )
    return _kink(v) if v.activation == "relu" else None


def _kink(v: MlpGradientParameters) -> str | None:
    """Refuse what rounding puts on either side of ReLU's kink; whole numbers are exact."""
    for unit, (row, bias) in enumerate(zip(v.weights, v.biases, strict=True), start=1):
        z = sum(w * x for w, x in zip(row, v.inputs, strict=True)) + bias
        exact = all(float(number).is_integer() for number in (*row, *v.inputs, bias))
        if abs(z) < AT_THE_KINK and not exact:
            return (
                f"hidden unit {unit} gets 0 within rounding, where the slope of ReLU jumps; "
                "take other weights, inputs or biases, or whole numbers"
            )
    return None
