"""What is asked about the gradients of a tiny network and how it is worked, as Markdown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quizlab_verifiers.notation import (
    GIVEN,
    added,
    aligned,
    equals,
    factor,
    matrix,
    number,
    products,
    row,
    tex,
)

if TYPE_CHECKING:
    from quizlab_verifiers.backprop.mlp_gradient_parameters import MlpGradientParameters

_LOSSES = {"half-squared": "(y - t)^2 / 2", "squared": "(y - t)^2"}
_ACTIVATIONS = {
    "relu": "ReLU, $f(z) = \\max(0, z)$, with slope $0$ at $z = 0$",
    "sigmoid": "the sigmoid, $f(z) = 1 / (1 + e^{-z})$",
}
_VALUES = (
    "Of use: $f(1) \\approx 0.731059$, $f(2) \\approx 0.880797$, $f(3) \\approx 0.952574$, and "
    "$f(-z) = 1 - f(z)$.\n\n"
)


def prompt(v: MlpGradientParameters) -> str:
    """Return the question."""
    one = len(v.weights) == 1
    return (
        f"A network has one hidden layer, $h = f(Wx + b)$, and the output $y = v \\cdot h + c$. "
        f"$f$ is {_ACTIVATIONS[v.activation]}; the loss is $L = {_LOSSES[v.loss]}$.\n\n"
        f"$$W = {matrix(v.weights, GIVEN)} \\quad x = {_column(v.inputs)} \\quad "
        f"b = {_column(v.biases)}$$\n\n"
        f"$$v = {row(v.output_weights, GIVEN)} \\quad c = {tex(v.output_bias)} \\quad "
        f"t = {tex(v.target)}$$\n\n"
        f"{_VALUES if v.activation == 'sigmoid' and _is_tabled(v) else ''}"
        f"What {'is' if one else 'are'} the hidden {'activation' if one else 'activations'} $h$, "
        f"the output $y$, $\\partial L / \\partial y$, {_asked(v)}?"
    )


def _is_tabled(v: MlpGradientParameters) -> bool:
    """Whether the values that a question can offer are of any use."""
    return any(abs(z) in {1, 2, 3} for z in v.worked().z)


def _asked(v: MlpGradientParameters) -> str:
    """Name the asked derivatives at one hidden unit."""
    j, i = v.unit, v.source
    return (
        f"and at hidden unit ${j}$: $\\partial L / \\partial v_{j}$, "
        f"$\\delta_{j} = \\partial L / \\partial z_{j}$ (with $z = Wx + b$) and "
        f"$\\partial L / \\partial W_{{{j}{i}}}$ (row ${j}$, column ${i}$)"
    )


def _column(values: tuple[float, ...]) -> str:
    return matrix([(value,) for value in values], GIVEN)


def explain(v: MlpGradientParameters) -> tuple[str, ...]:
    """Return the worked steps: method, forward, output, backward."""
    return _method(v), _forward(v), _output(v), _hidden(v)


def _method(v: MlpGradientParameters) -> str:
    slope = (
        "For ReLU $f'$ is $1$ where $z > 0$, else $0$."
        if v.activation == "relu"
        else "For the sigmoid $f' = h (1 - h)$."
    )
    slope_of_loss = "y - t" if v.loss == "half-squared" else "2 (y - t)"
    return (
        "Forward, keep every activation. Backward, start at the output; each gradient is the "
        "error at the end of a weight times what came in at its start:\n\n"
        f"$$\\frac{{\\partial L}}{{\\partial y}} = {slope_of_loss} \\qquad "
        "\\frac{\\partial L}{\\partial v_j} = \\frac{\\partial L}{\\partial y} h_j$$\n\n"
        "$$\\delta_j = \\frac{\\partial L}{\\partial y} v_j f'(z_j) \\qquad "
        f"\\frac{{\\partial L}}{{\\partial W_{{ji}}}} = \\delta_j x_i$$\n\n{slope}"
    )


def _forward(v: MlpGradientParameters) -> str:
    """Work the hidden units and the output."""
    right = v.worked()
    lines = []
    for j, (weights, bias, z, h) in enumerate(
        zip(v.weights, v.biases, right.z, right.h, strict=True), start=1
    ):
        plus = f" {_signed(bias)}" if bias else ""
        total = products(zip(weights, v.inputs, strict=True))
        lines.append((f"z_{j}", f"= {total}{plus} {equals(z)}"))
        lines.append((f"h_{j}", f"= f({number(z)}) {equals(h)}"))
    plus = f" {_signed(v.output_bias)}" if v.output_bias else ""
    total = products(zip(v.output_weights, right.h, strict=True))
    return (
        f"Forward:\n\n{aligned(lines)}\n\nand the output\n\n$$y = {total}{plus} {equals(right.y)}$$"
    )


def _signed(value: float) -> str:
    """Return a number as a later summand: ``+ 1``, ``- 1``."""
    return added((0, value)).removeprefix("0 ")


def _output(v: MlpGradientParameters) -> str:
    """Work the derivatives at the output."""
    right, j = v.worked(), v.unit
    two = "" if v.loss == "half-squared" else "2 \\cdot "
    gap = f"{number(right.y)} - {factor(v.target)}"
    gap = f"{two}({gap})" if two else gap
    return (
        "Backward, at the output:\n\n"
        f"$$\\frac{{\\partial L}}{{\\partial y}} = {gap} {equals(right.delta_y)}$$\n\n"
        f"$$\\frac{{\\partial L}}{{\\partial v_{j}}} = {factor(right.delta_y)} \\cdot "
        f"{factor(right.h[j - 1])} {equals(right.grad_v[j - 1])}$$"
    )


def _hidden(v: MlpGradientParameters) -> str:
    """Work the derivatives at the hidden unit, and state every answer."""
    right, j, i = v.worked(), v.unit, v.source
    h, delta = right.h[j - 1], right.delta_h[j - 1]
    gradient = right.grad_w[j - 1][i - 1]
    if v.activation == "sigmoid":
        slope = f"{number(h)} \\cdot (1 - {number(h)})"
    else:
        slope = "1" if h > 0 else "0"
    off = " It is off, and nothing passes through it:" if slope == "0" else ""
    return (
        f"Through hidden unit ${j}$.{off}\n\n"
        f"$$\\delta_{j} = {factor(right.delta_y)} \\cdot {factor(v.output_weights[j - 1])} "
        f"\\cdot {slope} {equals(delta)}$$\n\n"
        f"$$\\frac{{\\partial L}}{{\\partial W_{{{j}{i}}}}} = {factor(delta)} \\cdot "
        f"{factor(v.inputs[i - 1])} {equals(gradient)}$$\n\n"
        f"So $h = {row(right.h)}$, $y = {number(right.y)}$, "
        f"$\\partial L / \\partial y = {number(right.delta_y)}$, "
        f"$\\partial L / \\partial v_{j} = {number(right.grad_v[j - 1])}$, "
        f"$\\delta_{j} = {number(delta)}$ and "
        f"$\\partial L / \\partial W_{{{j}{i}}} = {number(gradient)}$."
    )
