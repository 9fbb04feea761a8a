"""Questions about the softmax: the probabilities that logits stand for."""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, log
from typing import TYPE_CHECKING, Annotated

from quizlab.verify import AnswerPart, Generated, ListOf, Misconception, Number, Vector, Verifier
from quizlab_verifiers.losses.logits import LARGEST_EXPONENT, named_row, powers_of_e, worked_powers
from quizlab_verifiers.maths import losses
from quizlab_verifiers.notation import added, aligned, equals, number, row, tex

if TYPE_CHECKING:
    from collections.abc import Sequence
    from random import Random

    from quizlab.verify import Answered

Numbers = tuple[float, ...]

_SQUARES = (1, 4, 9, 16, 25, 36)
_LARGEST_POWER = 100


def _logits(dice: Random) -> Numbers:
    """Return two to four logits: logarithms of small numbers or of squares, or whole numbers."""
    count = dice.choice((2, 3, 3, 3, 4))
    kind = dice.randrange(4)
    if kind == 0:
        return tuple(float(dice.randrange(-2, 4)) for _ in range(count))
    if kind == 1:
        return tuple(log(dice.choice(_SQUARES)) for _ in range(count))
    return tuple(log(dice.randrange(1, 10)) for _ in range(count))


@dataclass(frozen=True, slots=True)
class SoftmaxParameters:
    """Logits of one sample.

    Attributes:
        logits: One for each class.
        temperature: What they are divided by; 1 is the plain softmax.
    """

    logits: Annotated[Numbers, ListOf(Number(-1000, 1000), 2, 20, draws=Generated(_logits))]
    temperature: Annotated[float, Number(0.01, 100, draws=(1.0, 1.0, 1.0, 2.0, 0.5))] = 1.0


def _scaled(v: SoftmaxParameters) -> Numbers:
    """Return the logits divided by the temperature."""
    return tuple(z / v.temperature for z in v.logits)


def _shares(values: Sequence[float]) -> Numbers | None:
    total = sum(values)
    return tuple(value / total for value in values) if abs(total) > 1e-9 else None


def _no_exponential(v: SoftmaxParameters) -> Numbers | None:
    return _shares(v.logits)


def _exponentials(v: SoftmaxParameters) -> Numbers | None:
    scaled = _scaled(v)
    return tuple(map(exp, scaled)) if max(scaled) < LARGEST_EXPONENT else None


def _base_two(v: SoftmaxParameters) -> Numbers:
    return losses.softmax([z * log(2) for z in v.logits], v.temperature)


def _sigmoids(v: SoftmaxParameters) -> Numbers:
    return tuple(map(losses.sigmoid, _scaled(v)))


def _by_the_largest(v: SoftmaxParameters) -> Numbers:
    right = losses.softmax(v.logits, v.temperature)
    largest = max(right)
    return tuple(p / largest for p in right)


def _no_temperature(v: SoftmaxParameters) -> Numbers | None:
    return losses.softmax(v.logits) if v.temperature != 1 else None


def _times_temperature(v: SoftmaxParameters) -> Numbers | None:
    return losses.softmax(v.logits, 1 / v.temperature) if v.temperature != 1 else None


class SoftmaxProbabilities(Verifier[SoftmaxParameters]):
    """``softmax.probabilities``: from logits to probabilities."""

    id = "softmax.probabilities"
    version = 1
    title = "Probabilities of a softmax"
    Parameters = SoftmaxParameters
    # Probabilities are usually written with three decimals, small ones too.
    parts = (AnswerPart("probabilities", Vector(relative=0.01, floor=5e-4)),)
    convention = (
        "Natural exponential. The temperature divides the logits; temperature 1 is the plain "
        "softmax. ln is the natural logarithm."
    )
    citation = (
        "torch.nn.Softmax, https://docs.pytorch.org/docs/stable/generated/torch.nn.Softmax.html; "
        "temperature: Hinton, Vinyals & Dean, Distilling the Knowledge in a Neural Network, "
        "https://arxiv.org/abs/1503.02531"
    )
    code = losses.softmax
    misconceptions: tuple[Misconception[SoftmaxParameters], ...] = (
        Misconception(
            "no-exponential",
            "You divided the logits by their sum. Take the exponential of each first; logits may "
            "be negative, probabilities may not.",
            _no_exponential,
        ),
        Misconception(
            "not-normalised",
            "Those are the exponentials. Divide them by their sum, so that they add up to 1.",
            _exponentials,
        ),
        Misconception(
            "base-two",
            "You took powers of 2. The softmax takes powers of e.",
            _base_two,
        ),
        Misconception(
            "sigmoid-of-each",
            "You put each logit through a sigmoid. That is for labels that do not exclude each "
            "other; the softmax shares 1 among all classes.",
            _sigmoids,
        ),
        Misconception(
            "divided-by-largest",
            "You divided by the largest exponential. Divide by the sum of all of them.",
            _by_the_largest,
        ),
        Misconception(
            "no-temperature",
            "You left out the temperature: divide each logit by it before the exponential.",
            _no_temperature,
        ),
        Misconception(
            "times-temperature",
            "You multiplied by the temperature. It divides: a high temperature evens the "
            "probabilities out.",
            _times_temperature,
        ),
    )

    def comfortable(self, v: SoftmaxParameters) -> bool:
        """Hold draws to whole exponentials, or to whole exponents; and to unequal logits."""
        scaled = _scaled(v)
        if len(set(scaled)) == 1:
            return False
        if all(z.is_integer() for z in scaled):
            return True
        return max(scaled) < log(_LARGEST_POWER) and all(
            abs(power - round(power)) < 1e-9 for power in map(exp, scaled)
        )

    def difficulty(self, v: SoftmaxParameters) -> int:
        """1: whole exponentials. 2: a temperature. 3: powers of e."""
        if any(z and z.is_integer() for z in v.logits):
            return 3
        return 1 if v.temperature == 1 else 2

    def compute(self, v: SoftmaxParameters) -> Numbers:
        """Take the exponentials, with the largest logit subtracted, and divide by their sum."""
        return losses.softmax(v.logits, v.temperature)

    def reference(self, v: SoftmaxParameters) -> Answered:
        """Run torch's softmax in float64."""
        import torch

        logits = torch.tensor(v.logits, dtype=torch.float64)
        return tuple(torch.softmax(logits / v.temperature, dim=0).tolist())

    def prompt(self, v: SoftmaxParameters, language: str = "en") -> str:
        """Show the logits and ask."""
        del language
        temperature = f" with temperature $T = {tex(v.temperature)}$" if v.temperature != 1 else ""
        return (
            f"The logits of a sample are\n\n$$z = {named_row(v.logits)}$$\n\n"
            f"{powers_of_e(_scaled(v))}What does the softmax{temperature} make of them?"
        )

    def explain(self, v: SoftmaxParameters, language: str = "en") -> tuple[str, ...]:
        """Exponentials, sum, shares."""
        del language
        warm = v.temperature != 1
        exponent = "z_k / T" if warm else "z_k"
        method = (
            f"Take the natural exponential of each logit{', divided by the temperature $T$ first' if warm else ''}, "
            "then divide by the sum of all of them:\n\n"
            f"$$p_k = \\frac{{e^{{{exponent}}}}}{{\\sum_j e^{{{exponent.replace('k', 'j')}}}}}$$"
        )
        powers, shifted = worked_powers(_scaled(v))
        listed = f"The exponentials are\n\n$${row(powers)}$$\n\nand their sum is\n\n"
        total = (
            f"$${added(powers)} {equals(sum(powers))}$$"
            if len(powers) <= 6
            else (f"$$\\sum_j {equals(sum(powers))}$$")
        )
        result = self.compute(v)
        if len(result) <= 6:
            shares = aligned(
                (
                    f"p_{k}",
                    f"= \\frac{{{number(power)}}}{{{number(sum(powers))}}} {equals(p)}",
                )
                for k, (power, p) in enumerate(zip(powers, result, strict=True))
            )
        else:
            shares = "Divide each by the sum."
        return (
            method,
            f"{shifted}{listed}{total}",
            f"{shares}\n\nSo $p = {row(result)}$.",
        )
