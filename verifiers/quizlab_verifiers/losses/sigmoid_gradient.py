"""Questions about the sigmoid: what it passes back."""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, log
from typing import TYPE_CHECKING, Annotated

from quizlab.verify import AnswerPart, Misconception, Number, OneOf, Real, Verifier
from quizlab_verifiers.losses.logits import named, whole_exponential
from quizlab_verifiers.maths import losses
from quizlab_verifiers.notation import equals, factor, number, tex

if TYPE_CHECKING:
    from quizlab.verify import Answered

_OUTPUTS = tuple(hundredths / 100 for hundredths in range(1, 100))
_LOGARITHMS = tuple(sign * log(whole) for whole in (*range(2, 16), 19, 24) for sign in (1, -1))
_INPUTS = tuple(tenths / 10 for tenths in range(-30, 31))


@dataclass(frozen=True, slots=True)
class SigmoidGradientParameters:
    """A sigmoid on the way back.

    Attributes:
        value: The input or the output of the sigmoid.
        given: Which of both ``value`` is.
        upstream: Derivative of the loss by the output.
    """

    value: Annotated[
        float, Number(-700, 700, draws=(*_OUTPUTS, *_LOGARITHMS, *_LOGARITHMS, *_INPUTS))
    ]
    given: Annotated[str, OneOf("input", "output")] = "input"
    upstream: Annotated[
        float,
        Number(
            -1000, 1000, draws=(1.0, 1.0, 2.0, -1.0, 3.0, -2.0, 0.5, 4.0, -4.0, 5.0, 10.0, -0.5)
        ),
    ] = 1.0


def _output(v: SigmoidGradientParameters) -> float:
    return losses.sigmoid(v.value) if v.given == "input" else v.value


def _only_the_output(v: SigmoidGradientParameters) -> float | None:
    return v.upstream * losses.sigmoid(v.value) if v.given == "input" else None


def _with_the_input(v: SigmoidGradientParameters) -> float | None:
    return v.upstream * v.value * (1 - v.value) if v.given == "input" else None


def _sigmoid_again(v: SigmoidGradientParameters) -> float | None:
    return losses.sigmoid_gradient(v.value, "input", v.upstream) if v.given == "output" else None


def _rest(v: SigmoidGradientParameters) -> float:
    return v.upstream * (1 - _output(v))


def _hyperbolic_tangent(v: SigmoidGradientParameters) -> float:
    return v.upstream * (1 - _output(v) ** 2)


def _no_upstream(v: SigmoidGradientParameters) -> float | None:
    return losses.sigmoid_gradient(v.value, v.given) if v.upstream != 1 else None


class SigmoidGradient(Verifier[SigmoidGradientParameters]):
    """``sigmoid.gradient``: the derivative of the loss by the sigmoid's input."""

    id = "sigmoid.gradient"
    version = 1
    title = "Gradient through a sigmoid"
    Parameters = SigmoidGradientParameters
    parts = (AnswerPart("gradient", Real(relative=0.01, floor=1e-9)),)
    convention = (
        "The derivative by the input z of a = 1/(1 + e^−z), times the derivative that comes back "
        "from above. ln is the natural logarithm."
    )
    citation = (
        "CS231n, Backpropagation, Intuitions, Modularity: Sigmoid example, "
        "https://cs231n.github.io/optimization-2/#sigmoid; torch.sigmoid, "
        "https://docs.pytorch.org/docs/stable/generated/torch.sigmoid.html"
    )
    code = losses.sigmoid_gradient
    misconceptions: tuple[Misconception[SigmoidGradientParameters], ...] = (
        Misconception(
            "only-the-output",
            "You stopped at the output a of the sigmoid. Its slope is a(1 − a).",
            _only_the_output,
        ),
        Misconception(
            "with-the-input",
            "You put the input into a(1 − a). Work the output first: a = 1/(1 + e^−z).",
            _with_the_input,
        ),
        Misconception(
            "sigmoid-again",
            "You put the value through the sigmoid once more. It is the output already.",
            _sigmoid_again,
        ),
        Misconception(
            "only-the-rest",
            "You took 1 − a. The slope is the product a(1 − a).",
            _rest,
        ),
        Misconception(
            "hyperbolic-tangent",
            "You took 1 − a², the slope of tanh. The sigmoid's is a(1 − a).",
            _hyperbolic_tangent,
        ),
        Misconception(
            "no-upstream",
            "You stopped at the slope of the sigmoid. The chain rule multiplies it by what comes "
            "back from above.",
            _no_upstream,
        ),
    )

    def where(self, v: SigmoidGradientParameters) -> str | None:
        """Say that a value is no output of a sigmoid."""
        if v.given == "input" or 0 <= v.value <= 1:
            return None
        return (
            f"value {v.value:g} is no output of a sigmoid, which lies between 0 and 1; take such "
            "a value, or given=input"
        )

    def comfortable(self, v: SigmoidGradientParameters) -> bool:
        """Hold draws to logarithms, tenths up to 3, and outputs."""
        return v.given == "output" or v.value <= 0 or v.value >= 1 or (v.value * 10).is_integer()

    def difficulty(self, v: SigmoidGradientParameters) -> int:
        """1: the output is given. 2: the exponential is a whole number. 3: it is none."""
        if v.given == "output":
            return 1
        return 2 if whole_exponential(abs(v.value)) else 3

    def compute(self, v: SigmoidGradientParameters) -> float:
        """Multiply output, rest and what comes from above."""
        # Adding 0 makes a negative number times 0 a plain 0 instead of -0.
        return losses.sigmoid_gradient(v.value, v.given, v.upstream) + 0.0

    def reference(self, v: SigmoidGradientParameters) -> Answered:
        """Let torch differentiate its sigmoid in float64.

        From an output the input is found by its inverse, except at the ends, where it is
        infinite.
        """
        import torch

        z = torch.tensor(v.value, dtype=torch.float64)
        if v.given == "output":
            z = torch.logit(z)
        z.requires_grad_()
        (gradient,) = torch.autograd.grad(v.upstream * torch.sigmoid(z), z)
        return float(gradient)

    def prompt(self, v: SigmoidGradientParameters, language: str = "en") -> str:
        """Show one end of the sigmoid and what comes back, and ask."""
        del language
        seen = f"input $z = {_named(v)}$" if v.given == "input" else f"output $a = {tex(v.value)}$"
        above = (
            "What is the slope of the sigmoid there, $da / dz$?"
            if v.upstream == 1
            else "The derivative of the loss by its output is "
            f"$\\partial L / \\partial a = {tex(v.upstream)}$.\n\n"
            "What is $\\partial L / \\partial z$, the derivative by its input?"
        )
        return f"A sigmoid $a = \\sigma(z)$ has the {seen}. {above}"

    def explain(self, v: SigmoidGradientParameters, language: str = "en") -> tuple[str, ...]:
        """Output, slope, chain rule."""
        del language
        chain = v.upstream != 1
        formula = (
            "$$\\frac{\\partial L}{\\partial z} = \\frac{\\partial L}{\\partial a} a (1 - a)$$"
            if chain
            else "$$\\frac{da}{dz} = a (1 - a)$$"
        )
        first = "" if v.given == "output" else "Work the output $a = 1 / (1 + e^{-z})$ first. "
        method = (
            f"{first}The slope of the sigmoid needs only its output"
            f"{', and the chain rule multiplies by what comes back' if chain else ''}:\n\n{formula}"
        )
        a = _output(v)
        gradient = self.compute(v)
        rest = losses.sigmoid(-v.value) if v.given == "input" else 1 - a
        slope = a * rest
        steps = [method]
        if v.given == "input":
            steps.append(_worked_output(v, a))
        product = f"{number(a)} \\cdot {number(rest)}"
        if chain:
            steps.append(
                f"The slope is\n\n$$a (1 - a) = {product} {equals(slope)}$$\n\nand with what comes "
                "back\n\n$$\\frac{\\partial L}{\\partial z} = "
                f"{factor(v.upstream)} \\cdot {factor(slope)} {equals(gradient)}$$"
            )
        else:
            steps.append(f"$$\\frac{{da}}{{dz}} = {product} {equals(gradient)}$$")
        return tuple(steps)


def _named(v: SigmoidGradientParameters) -> str:
    r"""Return the input as LaTeX: ``-\ln 3`` where it is a logarithm."""
    return f"-{named(-v.value)}" if v.value < 0 and whole_exponential(-v.value) else named(v.value)


def _worked_output(v: SigmoidGradientParameters, a: float) -> str:
    """Work the output from the input; an exponential that overflows is turned round."""
    if abs(v.value) > 20:
        return (
            f"So far out the sigmoid is nearly flat: $a = {number(a)}$ and "
            f"$1 - a = {number(losses.sigmoid(-v.value))}$."
        )
    power = exp(-v.value)
    sign = "" if _named(v).startswith("-") else "-"
    exponent = f"{sign}{_named(v)}" if sign else _named(v).removeprefix("-")
    return (
        f"Here $e^{{{exponent}}} {equals(power)}$, so\n\n"
        f"$$a = \\frac{{1}}{{1 + {number(power)}}} {equals(a)}$$"
    )
