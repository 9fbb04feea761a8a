"""Questions about initialisation: the bound of Xavier's uniform distribution."""

from __future__ import annotations

from math import sqrt

from quizlab.verify import Agreement, AnswerPart, Misconception, Real
from quizlab_verifiers.initialization import xavier, xavier_mistakes
from quizlab_verifiers.initialization.layer import COUNTED, fans_of, weight_shape, worked_fans
from quizlab_verifiers.initialization.measuring import UNIFORM_SAMPLES, measured_bound
from quizlab_verifiers.initialization.xavier import XavierInitialisation, XavierParameters
from quizlab_verifiers.maths import initialization


def _std(v: XavierParameters) -> float:
    return v.gain * sqrt(2 / sum(fans_of(v)))


def _sum_for_mean(v: XavierParameters) -> float:
    return v.gain * sqrt(3 / sum(fans_of(v)))


def _no_root(v: XavierParameters) -> float:
    return v.gain * 6 / sum(fans_of(v))


class XavierUniformBound(XavierInitialisation):
    """``init.xavier-uniform-bound``: the bound that weights are drawn in."""

    id = "init.xavier-uniform-bound"
    version = 1
    title = "Xavier's uniform initialisation"
    Parameters = XavierParameters
    above = 6
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
        *xavier_mistakes.about_fans(6),
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
        xavier_mistakes.gain_forgotten(6, "bound"),
    )

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
