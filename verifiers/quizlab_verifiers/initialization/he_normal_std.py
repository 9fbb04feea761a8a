"""Questions about initialisation: the standard deviation of He's normal distribution."""

from __future__ import annotations

from math import sqrt

from quizlab.verify import Agreement, AnswerPart, Misconception, Real
from quizlab_verifiers.initialization import he, he_mistakes
from quizlab_verifiers.initialization.he import HeInitialisation, HeParameters, fan_of
from quizlab_verifiers.initialization.measuring import NORMAL_SAMPLES, measured_std
from quizlab_verifiers.maths import initialization


def _variance(v: HeParameters) -> float:
    return 2 / ((1 + v.slope * v.slope) * fan_of(v))


def _no_two(v: HeParameters) -> float | None:
    # With slope 1 nothing is lost and the variance is 1 / fan.
    return sqrt(1 / fan_of(v)) if v.slope != 1 else None


def _bound(v: HeParameters) -> float:
    return sqrt(6 / ((1 + v.slope * v.slope) * fan_of(v)))


class HeNormalStd(HeInitialisation):
    """``init.he-normal-std``: how much normal weights scatter."""

    id = "init.he-normal-std"
    version = 1
    title = "He's normal initialisation"
    Parameters = HeParameters
    above = 2
    parts = (AnswerPart("std", Real(relative=0.01, floor=1e-12)),)
    convention = (
        "Weights from a normal distribution around 0, not truncated; asked is its standard "
        f"deviation. {he.CONVENTION}"
    )
    citation = he.CITATION
    code = initialization.he_normal_std
    agreement = Agreement(relative=0.015, samples=NORMAL_SAMPLES)
    misconceptions: tuple[Misconception[HeParameters], ...] = (
        Misconception(
            "variance-for-std",
            "That is the variance. The standard deviation is its root.",
            _variance,
        ),
        *he_mistakes.about_fans(2, "standard deviation", root_three=True),
        Misconception(
            "no-two-for-relu",
            "You kept the variance at 1 / fan. ReLU loses half of the mean square, so He's is "
            "2 / fan, less for a leaky ReLU.",
            _no_two,
        ),
        Misconception(
            "bound-for-std",
            "That is the bound of the uniform form, √3 times the standard deviation. For normal "
            "weights 2 stands under the root, not 6.",
            _bound,
        ),
        *he_mistakes.about_slope(2),
    )

    def compute(self, v: HeParameters) -> float:
        """Apply the formula to the fan."""
        return initialization.he_normal_std(fan_of(v), v.slope)

    def reference(self, v: HeParameters) -> float:
        """Let torch draw weights and measure how much they scatter."""
        import torch

        return measured_std(he.drawing(torch.nn.init.kaiming_normal_, v))

    def prompt(self, v: HeParameters, language: str = "en") -> str:
        """Ask for the standard deviation."""
        del language
        return he.prompt(
            v, "from a normal distribution around $0$.\n\nWhat is its standard deviation $\\sigma$?"
        )

    def explain(self, v: HeParameters, language: str = "en") -> tuple[str, ...]:
        """Work the formula, the fan and the root."""
        del language
        formula = he.formula(v, "\\sigma", 2)
        method = (
            f"{he.reason(v)}. The standard deviation is its root:\n\n{formula}\n\n{he.letters(v)}"
        )
        return he.explain(v, "\\sigma", 2, method, self.compute(v))
