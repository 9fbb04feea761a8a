"""Questions about initialisation: the standard deviation of Xavier's normal distribution."""

from __future__ import annotations

from math import sqrt

from quizlab.verify import Agreement, AnswerPart, Misconception, Real, Verifier
from quizlab_verifiers.initialization import xavier
from quizlab_verifiers.initialization.fan_mistakes import fan_mistakes
from quizlab_verifiers.initialization.layer import (
    COUNTED,
    clash,
    fans_of,
    has_easy_root,
    level,
    weight_shape,
    worked_fans,
)
from quizlab_verifiers.initialization.measuring import NORMAL_SAMPLES, measured_std
from quizlab_verifiers.initialization.xavier import XavierParameters
from quizlab_verifiers.maths import initialization


def _std(v: XavierParameters, n_in: int, n_out: int) -> float:
    return v.gain * sqrt(2 / (n_in + n_out))


def _bound(v: XavierParameters) -> float:
    return v.gain * sqrt(6 / sum(fans_of(v)))


def _variance(v: XavierParameters) -> float:
    return v.gain * v.gain * 2 / sum(fans_of(v))


def _he(v: XavierParameters) -> float | None:
    n_in, n_out = fans_of(v)
    return v.gain * sqrt(2 / n_in) if n_in != n_out else None


def _sum_for_mean(v: XavierParameters) -> float:
    return v.gain * sqrt(1 / sum(fans_of(v)))


def _no_gain(v: XavierParameters) -> float | None:
    return sqrt(2 / sum(fans_of(v))) if v.gain != 1 else None


class XavierNormalStd(Verifier[XavierParameters]):
    """``init.xavier-normal-std``: how much normal weights scatter."""

    id = "init.xavier-normal-std"
    version = 1
    title = "Xavier's normal initialisation"
    Parameters = XavierParameters
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
        Misconception(
            "fan-in-only",
            "You divided by the fan in alone, as He's initialisation does. Xavier's divides by "
            "the sum of both fans.",
            _he,
        ),
        *fan_mistakes(_std, root_three=True),
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
        Misconception(
            "gain-forgotten",
            "You left out the gain: it multiplies the standard deviation.",
            _no_gain,
        ),
    )

    def where(self, v: XavierParameters) -> str | None:
        """Say what is contradictory or missing."""
        return clash(v)

    def comfortable(self, v: XavierParameters) -> bool:
        """Hold draws to roots that can be taken on paper; the kernel stands outside of them."""
        return has_easy_root((v.inputs / v.groups + v.outputs or v.fan_in + v.fan_out) / 2)

    def difficulty(self, v: XavierParameters) -> int:
        """1: plain fans. 2: a kernel or a gain. 3: both, or groups."""
        return level(v, plain=v.gain == 1)

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
