"""Questions about initialisation: the bound of He's uniform distribution."""

from __future__ import annotations

from math import sqrt

from quizlab.verify import Agreement, AnswerPart, Misconception, Real
from quizlab_verifiers.initialization import he, he_mistakes
from quizlab_verifiers.initialization.he import HeInitialisation, HeParameters, fan_of
from quizlab_verifiers.initialization.measuring import UNIFORM_SAMPLES, measured_bound
from quizlab_verifiers.maths import initialization


def _std(v: HeParameters) -> float:
    return sqrt(2 / ((1 + v.slope * v.slope) * fan_of(v)))


def _no_two(v: HeParameters) -> float | None:
    # With slope 1 nothing is lost and the variance is 1 / fan.
    return sqrt(3 / fan_of(v)) if v.slope != 1 else None


def _no_root(v: HeParameters) -> float:
    return 6 / ((1 + v.slope * v.slope) * fan_of(v))


class HeUniformBound(HeInitialisation):
    """``init.he-uniform-bound``: the bound that weights are drawn in."""

    id = "init.he-uniform-bound"
    version = 1
    title = "He's uniform initialisation"
    Parameters = HeParameters
    above = 6
    parts = (AnswerPart("bound", Real(relative=0.01, floor=1e-12)),)
    convention = f"Weights from U(−a, a); asked is a. {he.CONVENTION}"
    citation = he.CITATION
    code = initialization.he_uniform_bound
    agreement = Agreement(relative=1e-3, samples=UNIFORM_SAMPLES)
    misconceptions: tuple[Misconception[HeParameters], ...] = (
        Misconception(
            "std-for-bound",
            "That is the standard deviation. A uniform distribution on (−a, a) has standard "
            "deviation a / √3, so its bound is √3 times as large: 6 under the root, not 2.",
            _std,
        ),
        *he_mistakes.about_fans(6, "bound"),
        Misconception(
            "no-two-for-relu",
            "You kept the variance at 1 / fan. ReLU loses half of the mean square, so He's is "
            "2 / fan, less for a leaky ReLU; three times the variance is a².",
            _no_two,
        ),
        Misconception(
            "no-root",
            "You left out the root: that is a², three times the variance.",
            _no_root,
        ),
        *he_mistakes.about_slope(6),
    )

    def compute(self, v: HeParameters) -> float:
        """Apply the formula to the fan."""
        return initialization.he_uniform_bound(fan_of(v), v.slope)

    def reference(self, v: HeParameters) -> float:
        """Let torch draw weights and look how far they reach."""
        import torch

        return measured_bound(he.drawing(torch.nn.init.kaiming_uniform_, v))

    def prompt(self, v: HeParameters, language: str = "en") -> str:
        """Ask for the bound."""
        del language
        return he.prompt(v, "uniformly from $(-a, a)$.\n\nWhat is the bound $a$?")

    def explain(self, v: HeParameters, language: str = "en") -> tuple[str, ...]:
        """Work the formula, the fan and the root."""
        del language
        method = (
            f"{he.reason(v)}. A uniform distribution on $(-a, a)$ has variance $a^2 / 3$. Hence\n\n"
            f"{he.formula(v, 'a', 6)}\n\n{he.letters(v)}"
        )
        return he.explain(v, "a", 6, method, self.compute(v))
