"""What people get wrong about the gradients of a tiny network."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quizlab.verify import Misconception
from quizlab_verifiers.maths.backprop import activated, slope

if TYPE_CHECKING:
    from collections.abc import Sequence

    from quizlab.verify import Answered
    from quizlab_verifiers.backprop.mlp_gradient_parameters import MlpGradientParameters


def _through(
    v: MlpGradientParameters, hidden: Sequence[float], slopes: Sequence[float], bias: float
) -> Answered:
    """Do everything right that follows from wrong hidden activations."""
    unit = v.unit - 1
    y = sum(w * h for w, h in zip(v.output_weights, hidden, strict=True)) + bias
    delta = (y - v.target) * (1 if v.loss == "half-squared" else 2)
    back = delta * v.output_weights[unit] * slopes[unit]
    return {
        "hidden": tuple(hidden),
        "output": y,
        "delta-output": delta,
        "output-weight": delta * hidden[unit],
        "delta-hidden": back,
        "input-weight": back * v.inputs[v.source - 1],
    }


def _no_slope(v: MlpGradientParameters) -> Answered | None:
    right = v.worked()
    unit = v.unit - 1
    if v.activation == "relu" and right.h[unit] > 0:
        return None
    back = right.delta_y * v.output_weights[unit]
    return {"delta-hidden": back, "input-weight": back * v.inputs[v.source - 1]}


def _sign(v: MlpGradientParameters) -> Answered:
    right = v.worked()
    unit, source = v.unit - 1, v.source - 1
    return {
        "delta-output": -right.delta_y,
        "output-weight": -right.grad_v[unit],
        "delta-hidden": -right.delta_h[unit],
        "input-weight": -right.grad_w[unit][source],
    }


def _other_loss(v: MlpGradientParameters) -> Answered:
    right = v.worked()
    unit, source = v.unit - 1, v.source - 1
    scale = 2 if v.loss == "half-squared" else 0.5
    return {
        "delta-output": right.delta_y * scale,
        "output-weight": right.grad_v[unit] * scale,
        "delta-hidden": right.delta_h[unit] * scale,
        "input-weight": right.grad_w[unit][source] * scale,
    }


def _no_output_weight(v: MlpGradientParameters) -> Answered | None:
    right = v.worked()
    unit = v.unit - 1
    if v.output_weights[unit] == 1:
        return None
    back = right.delta_y * slope(right.h[unit], v.activation)
    return {"delta-hidden": back, "input-weight": back * v.inputs[v.source - 1]}


def _weight_for_activation(v: MlpGradientParameters) -> Answered:
    return {"output-weight": v.worked().delta_y * v.output_weights[v.unit - 1]}


def _activation_for_input(v: MlpGradientParameters) -> Answered:
    right = v.worked()
    unit = v.unit - 1
    return {"input-weight": right.delta_h[unit] * right.h[unit]}


def _no_activation(v: MlpGradientParameters) -> Answered | None:
    z = v.worked().z
    if v.activation == "relu" and min(z) >= 0:
        return None
    return _through(v, z, [1] * len(z), v.output_bias)


def _no_biases(v: MlpGradientParameters) -> Answered | None:
    if not (any(v.biases) or v.output_bias):
        return None
    rows = (sum(w * x for w, x in zip(row, v.inputs, strict=True)) for row in v.weights)
    return _activate(v, tuple(rows), 0)


def _transposed(v: MlpGradientParameters) -> Answered | None:
    if len(v.weights) != len(v.inputs) or len(v.inputs) == 1:
        return None
    columns = zip(zip(*v.weights, strict=True), v.biases, strict=True)
    z = tuple(
        sum(w * x for w, x in zip(column, v.inputs, strict=True)) + bias for column, bias in columns
    )
    return _activate(v, z, v.output_bias)


def _activate(v: MlpGradientParameters, z: tuple[float, ...], bias: float) -> Answered:
    hidden = tuple(activated(s, v.activation) for s in z)
    return _through(v, hidden, [slope(h, v.activation) for h in hidden], bias)


def _slope_at_z(v: MlpGradientParameters) -> Answered | None:
    if v.activation == "relu":
        return None
    right = v.worked()
    unit = v.unit - 1
    z = right.z[unit]
    back = right.delta_y * v.output_weights[unit] * z * (1 - z)
    return {"delta-hidden": back, "input-weight": back * v.inputs[v.source - 1]}


MISTAKES: tuple[Misconception[MlpGradientParameters], ...] = (
    Misconception(
        "weight-for-activation",
        "You multiplied by the output weight itself. Its gradient is the error at its end times "
        "the activation at its start.",
        _weight_for_activation,
    ),
    Misconception(
        "activation-for-input",
        "You multiplied by the activation of the hidden unit. The weight starts at the input, so "
        "its gradient is the unit's δ times that input.",
        _activation_for_input,
    ),
    Misconception(
        "slope-forgotten",
        "You forgot the slope of the activation. On its way back through a hidden unit the "
        "gradient is multiplied by f′(z): ReLU's is 0 where the unit is off, the sigmoid's is "
        "h(1 − h).",
        _no_slope,
    ),
    Misconception(
        "output-weight-forgotten",
        "You forgot the output weight. The error comes back along the same weight by which the "
        "hidden unit reached the output.",
        _no_output_weight,
    ),
    Misconception(
        "slope-at-z",
        "You put z into h(1 − h). The sigmoid's slope is worked with its output h.",
        _slope_at_z,
    ),
    Misconception(
        "sign-flipped",
        "You took target minus output. The derivative of the squared error by the output is "
        "output minus target; only the update of the weights goes against it.",
        _sign,
    ),
    Misconception(
        "other-loss",
        "You differentiated the other loss: with ½(y − t)² the 2 of the derivative cancels, with "
        "(y − t)² it stays.",
        _other_loss,
    ),
    Misconception(
        "no-activation",
        "You left out the activation function: the hidden units pass on f(z), not z.",
        _no_activation,
    ),
    Misconception(
        "no-biases",
        "You left out the biases. They are added to the weighted sums.",
        _no_biases,
    ),
    Misconception(
        "weights-transposed",
        "You read the weights by columns. Each row belongs to a hidden unit and meets all inputs.",
        _transposed,
    ),
)
"""First those that show in few parts: where the numbers happen to be the same, who got the earlier
parts right is told of the step itself. Parts that a mistake leaves right are left out."""
