"""Questions about initialisation: the standard deviation of Xavier's normal distribution."""

from __future__ import annotations

from math import sqrt

from quizlab.verify import Agreement, AnswerPart, Misconception, Real
from quizlab_verifiers.initialization import xavier, xavier_mistakes
from quizlab_verifiers.initialization.layer import COUNTED, fans_of, weight_shape, worked_fans
from quizlab_verifiers.initialization.measuring import NORMAL_SAMPLES, measured_std
from quizlab_verifiers.initialization.xavier import XavierInitialisation, XavierParameters
from quizlab_verifiers.maths import initialization


def _bound(v: XavierParameters) -> float:
    return v.gain * sqrt(6 / sum(fans_of(v)))


def _variance(v: XavierParameters) -> float:
    return v.gain * v.gain * 2 / sum(fans_of(v))


def _sum_for_mean(v: XavierParameters) -> float:
    return v.gain * sqrt(1 / sum(fans_of(v)))


class XavierNormalStd(XavierInitialisation):
    """``init.xavier-normal-std``: how much normal weights scatter."""

    id = "init.xavier-normal-std"
    version = 1
    title = "Xavier's normal initialisation"
    Parameters = XavierParameters
    above = 2
    parts = (AnswerPart("std", Real(relative=0.01, floor=1e-12)),)
    convention = (
        "Weights from a normal distribution around 0, not truncated; asked is its standard "
        f"deviation. {COUNTED}"
    )
    citation = xavier.CITATION
    together = xavier.layers(2)
    code = initialization.xavier_normal_std
    agreement = Agreement(relative=0.015, samples=NORMAL_SAMPLES)
    misconceptions: tuple[Misconception[XavierParameters], ...] = (
        Misconception(
            "variance-for-std",
            "That is the variance. The standard deviation is its root.",
            _variance,
        ),
        *xavier_mistakes.about_fans(2, root_three=True),
        Misconception(
            "bound-for-std",
            "That is the bound of the uniform form, √3 times the standard deviation. For normal "
            "weights 2 stands under the root, not 6.",
            _bound,
        ),
        Misconception(
            "sum-for-mean",
            "You took the sum of the fans for their mean. The variance is 1 over the mean, "
            "2 / (fan in + fan out).",
            _sum_for_mean,
        ),
        xavier_mistakes.gain_forgotten(2, "standard deviation"),
    )

    def compute(self, v: XavierParameters) -> float:
        """Apply the formula to the fans."""
        return initialization.xavier_normal_std(*fans_of(v), v.gain)

    def reference(self, v: XavierParameters) -> float:
        """Let torch draw weights and measure how much they scatter."""
        import torch

        weight = torch.empty(weight_shape(v), device="meta")
        return measured_std(lambda: torch.nn.init.xavier_normal_(weight, gain=v.gain))

    def prompt(self, v: XavierParameters, language: str = "en") -> str:
        """Ask for the standard deviation."""
        del language
        return xavier.prompt(
            v, "from a normal distribution around $0$.\n\nWhat is its standard deviation $\\sigma$?"
        )

    def explain(self, v: XavierParameters, language: str = "en") -> tuple[str, ...]:
        """Work the formula, the fans and the root."""
        del language
        formula = xavier.formula(v, "\\sigma", 2)
        method = (
            "Xavier's variance is one over the mean of both fans; the standard deviation is its "
            "root:\n\n"
            f"{formula}\n\n{xavier.letters(v)}"
        )
        return method, worked_fans(v), xavier.result(v, "\\sigma", 2, self.compute(v))
