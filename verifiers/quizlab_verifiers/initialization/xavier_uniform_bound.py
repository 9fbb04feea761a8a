"""Questions about initialisation: the bound of Xavier's uniform distribution."""

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
from quizlab_verifiers.initialization.measuring import UNIFORM_SAMPLES, measured_bound
from quizlab_verifiers.initialization.xavier import XavierParameters
from quizlab_verifiers.maths import initialization


def _bound(v: XavierParameters, n_in: int, n_out: int) -> float:
    return v.gain * sqrt(6 / (n_in + n_out))


def _std(v: XavierParameters) -> float:
    return v.gain * sqrt(2 / sum(fans_of(v)))


def _he(v: XavierParameters) -> float | None:
    n_in, n_out = fans_of(v)
    # With equal fans this is the answer of whoever takes the mean for the sum.
    return v.gain * sqrt(6 / n_in) if n_in != n_out else None


def _sum_for_mean(v: XavierParameters) -> float:
    return v.gain * sqrt(3 / sum(fans_of(v)))


def _no_root(v: XavierParameters) -> float:
    return v.gain * 6 / sum(fans_of(v))


def _no_gain(v: XavierParameters) -> float | None:
    return sqrt(6 / sum(fans_of(v))) if v.gain != 1 else None


class XavierUniformBound(Verifier[XavierParameters]):
    """``init.xavier-uniform-bound``: the bound that weights are drawn in."""

    id = "init.xavier-uniform-bound"
    version = 1
    title = "Xavier's uniform initialisation"
    Parameters = XavierParameters
    parts = (AnswerPart("bound", Real(relative=0.01, floor=1e-12)),)
    convention = f"Weights from U(−a, a); asked is a. {COUNTED}"
    citation = xavier.CITATION
    together = xavier.layers(6)
    code = initialization.xavier_uniform_bound
    agreement = Agreement(relative=1e-3, samples=UNIFORM_SAMPLES)
    misconceptions: tuple[Misconception[XavierParameters], ...] = (
        Misconception(
            "std-for-bound",
            "That is the standard deviation. A uniform distribution on (−a, a) has standard "
            "deviation a / √3, so its bound is √3 times as large: 6 under the root, not 2.",
            _std,
        ),
        Misconception(
            "fan-in-only",
            "You divided by the fan in alone, as He's initialisation does. Xavier's divides by "
            "the sum of both fans.",
            _he,
        ),
        *fan_mistakes(_bound),
        Misconception(
            "sum-for-mean",
            "You took the sum of the fans for their mean. The variance is 1 over the mean, "
            "2 / (fan in + fan out), and three times that is a².",
            _sum_for_mean,
        ),
        Misconception(
            "no-root",
            "You left out the root: 6 / (fan in + fan out) is a², three times the variance.",
            _no_root,
        ),
        Misconception(
            "gain-forgotten",
            "You left out the gain: it multiplies the bound.",
            _no_gain,
        ),
    )

    def where(self, v: XavierParameters) -> str | None:
        """Say what is contradictory or missing."""
        return clash(v)

    def comfortable(self, v: XavierParameters) -> bool:
        """Hold draws to roots that can be taken on paper; the kernel stands outside of them."""
        return has_easy_root((v.inputs / v.groups + v.outputs or v.fan_in + v.fan_out) / 6)

    def difficulty(self, v: XavierParameters) -> int:
        """1: plain fans. 2: a kernel or a gain. 3: both, or groups."""
        return level(v, plain=v.gain == 1)

    def compute(self, v: XavierParameters) -> float:
        """Apply the formula to the fans."""
        return initialization.xavier_uniform_bound(*fans_of(v), v.gain)

    def reference(self, v: XavierParameters) -> float:
        """Let torch draw weights and look how far they reach."""
        import torch

        weight = torch.empty(weight_shape(v), device="meta")
        return measured_bound(lambda: torch.nn.init.xavier_uniform_(weight, gain=v.gain))

    def prompt(self, v: XavierParameters, language: str = "en") -> str:
        """Ask for the bound."""
        del language
        return xavier.prompt(v, "uniformly from $(-a, a)$.\n\nWhat is the bound $a$?")

    def explain(self, v: XavierParameters, language: str = "en") -> tuple[str, ...]:
        """Work the formula, the fans and the root."""
        del language
        method = (
            "Xavier's variance is one over the mean of both fans, and a uniform distribution on "
            "$(-a, a)$ has variance $a^2 / 3$. Hence\n\n"
            f"{xavier.formula(v, 'a', 6)}\n\n{xavier.letters(v)}"
        )
        return method, worked_fans(v), xavier.result(v, "a", 6, self.compute(v))
