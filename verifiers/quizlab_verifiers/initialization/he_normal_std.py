"""Questions about initialisation: the standard deviation of He's normal distribution."""

from __future__ import annotations

from math import sqrt

from quizlab.verify import Agreement, AnswerPart, Misconception, Real, Verifier
from quizlab_verifiers.initialization import he
from quizlab_verifiers.initialization.fan_mistakes import fan_mistakes
from quizlab_verifiers.initialization.he import HeParameters, fan_of
from quizlab_verifiers.initialization.layer import fans_of, has_easy_root, level, weight_shape
from quizlab_verifiers.initialization.measuring import NORMAL_SAMPLES, measured_std
from quizlab_verifiers.maths import initialization


def _std(v: HeParameters, n_in: int, n_out: int) -> float:
    return sqrt(2 / ((1 + v.slope * v.slope) * (n_in if v.mode == "fan_in" else n_out)))


def _variance(v: HeParameters) -> float:
    return 2 / ((1 + v.slope * v.slope) * fan_of(v))


def _xavier(v: HeParameters) -> float | None:
    n_in, n_out = fans_of(v)
    return sqrt(2 / (n_in + n_out)) if n_in and n_out else None


def _other_fan(v: HeParameters) -> float | None:
    n_in, n_out = fans_of(v)
    return _std(v, n_out, n_in) if n_in and n_out and n_in != n_out else None


def _no_two(v: HeParameters) -> float | None:
    # With slope 1 nothing is lost and the variance is 1 / fan.
    return sqrt(1 / fan_of(v)) if v.slope != 1 else None


def _bound(v: HeParameters) -> float:
    return sqrt(6 / ((1 + v.slope * v.slope) * fan_of(v)))


def _no_slope(v: HeParameters) -> float | None:
    return sqrt(2 / fan_of(v)) if v.slope else None


def _slope_not_squared(v: HeParameters) -> float | None:
    return sqrt(2 / ((1 + v.slope) * fan_of(v))) if v.slope not in {0, 1} else None


class HeNormalStd(Verifier[HeParameters]):
    """``init.he-normal-std``: how much normal weights scatter."""

    id = "init.he-normal-std"
    version = 1
    title = "He's normal initialisation"
    Parameters = HeParameters
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
        Misconception(
            "xavier",
            "That is Xavier's standard deviation, with the sum of both fans. He's uses one fan "
            "only and makes up for the half that ReLU sets to 0.",
            _xavier,
        ),
        *fan_mistakes(_std, root_three=True),
        Misconception(
            "other-fan",
            "You took the other fan: mode fan_in counts what one output adds up, fan_out what one "
            "input reaches.",
            _other_fan,
        ),
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
        Misconception(
            "slope-forgotten",
            "You left out the slope. A leaky ReLU keeps (1 + slope²) / 2 of the mean square, so "
            "the weights start smaller than for ReLU.",
            _no_slope,
        ),
        Misconception(
            "slope-not-squared",
            "You added the slope itself. Mean squares are compared, so it enters squared: "
            "1 + slope².",
            _slope_not_squared,
        ),
    )

    def where(self, v: HeParameters) -> str | None:
        """Say what is contradictory or missing."""
        return he.refused(v)

    def comfortable(self, v: HeParameters) -> bool:
        """Hold draws to roots that can be taken on paper; the kernel stands outside of them."""
        return has_easy_root(he.small_fan(v) / 2)

    def difficulty(self, v: HeParameters) -> int:
        """1: a plain fan. 2: a kernel or a slope. 3: both, or groups."""
        return level(v, plain=not v.slope)

    def compute(self, v: HeParameters) -> float:
        """Apply the formula to the fan."""
        return initialization.he_normal_std(fan_of(v), v.slope)

    def reference(self, v: HeParameters) -> float:
        """Let torch draw weights and measure how much they scatter."""
        import torch

        weight = torch.empty(weight_shape(v), device="meta")
        return measured_std(
            lambda: torch.nn.init.kaiming_normal_(
                weight,
                a=v.slope,
                mode=v.mode,  # type: ignore[arg-type]  # one of the two words
                nonlinearity="leaky_relu",
            )
        )

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
