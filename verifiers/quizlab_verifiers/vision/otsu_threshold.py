"""Questions about Otsu's method: the threshold of a small histogram."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Annotated

from quizlab.verify import AnswerPart, Count, Generated, ListOf, Misconception, Verifier, Whole
from quizlab_verifiers.maths import thresholding
from quizlab_verifiers.notation import aligned, equals, fraction, number, row
from quizlab_verifiers.wording import listed

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

    from quizlab.verify import Answered

MOST_SHOWN = 8
"""Thresholds that are worked in full."""


def _drawn_histogram(dice: Random) -> tuple[int, ...]:
    """Return two peaks with something between them over a few uneven grey levels."""
    levels = dice.choice((4, 5, 5, 6, 6))
    histogram = [dice.randint(0, 6) for _ in range(levels)]
    dark = dice.randrange(levels - 2)
    bright = dice.randrange(dark + 2, levels)
    histogram[dark] += dice.randint(2, 8)
    histogram[bright] += dice.randint(2, 8)
    return tuple(histogram)


@dataclass(frozen=True, slots=True)
class OtsuParameters:
    """A grey-level histogram.

    Attributes:
        histogram: Pixels of grey level 0, 1, 2 and so on.
    """

    histogram: Annotated[
        tuple[int, ...], ListOf(Whole(0, 10**6), 2, 256, draws=Generated(_drawn_histogram))
    ]


def _best(v: OtsuParameters, score: Callable[[int], Fraction | None]) -> int | None:
    """Return the threshold with the highest score, the first of equal ones."""
    scored = [(s, -t) for t in range(len(v.histogram)) if (s := score(t)) is not None]
    return -max(scored)[1] if scored else None


def _classes(v: OtsuParameters, t: int) -> tuple[int, int, int, int]:
    """Return pixels and summed levels of class 0, then of class 1."""
    h = v.histogram
    n0, s0 = sum(h[: t + 1]), sum(level * h[level] for level in range(t + 1))
    return n0, s0, sum(h) - n0, sum(level * n for level, n in enumerate(h)) - s0


def _shown(v: OtsuParameters, wrong: int | None) -> int | None:
    """Return a wrong threshold, None where it is the right one."""
    return None if wrong == thresholding.otsu_threshold(v.histogram) else wrong


def _ties(v: OtsuParameters) -> list[int]:
    """Return all thresholds that are as good as the best."""
    scores = [Fraction(*pair) for pair in thresholding.between_class_variances(v.histogram)]
    best = max(scores)
    return [t for t, score in enumerate(scores) if score == best]


def _first_bright(v: OtsuParameters) -> int | None:
    t = thresholding.otsu_threshold(v.histogram)
    return None if t + 1 in _ties(v) else t + 1


def _middle(v: OtsuParameters) -> int | None:
    used = [level for level, n in enumerate(v.histogram) if n]
    return _shown(v, (used[0] + used[-1]) // 2)


def _unweighted(v: OtsuParameters) -> int | None:
    def gap(t: int) -> Fraction | None:
        n0, s0, n1, s1 = _classes(v, t)
        return (Fraction(s1, n1) - Fraction(s0, n0)) if n0 and n1 else None

    return _shown(v, _best(v, gap))


def _valley(v: OtsuParameters) -> int | None:
    """Take the emptiest level between the two fullest ones."""
    h = v.histogram
    first, second = sorted(sorted(range(len(h)), key=lambda level: -h[level])[:2])
    between = range(first + 1, second)
    return _shown(v, min(between, key=lambda level: h[level])) if between else None


def _halves(v: OtsuParameters) -> int | None:
    def balance(t: int) -> Fraction | None:
        n0, _, n1, _ = _classes(v, t)
        return Fraction(-abs(n0 - n1)) if n0 and n1 else None

    return _shown(v, _best(v, balance))


class OtsuThreshold(Verifier[OtsuParameters]):
    """``otsu.threshold``: the level that separates a histogram best."""

    id = "otsu.threshold"
    version = 1
    title = "Otsu's threshold"
    Parameters = OtsuParameters
    parts = (AnswerPart("threshold", Count()),)
    convention = (
        "As in OpenCV: levels up to and including t are class 0, higher ones class 1. Of equally "
        "good thresholds the first, exactly computed; OpenCV's floats may take another. Levels "
        "count from 0."
    )
    citation = (
        "Otsu 1979, A Threshold Selection Method from Gray-Level Histograms, "
        "https://doi.org/10.1109/TSMC.1979.4310076; cv::threshold with THRESH_OTSU, "
        "https://docs.opencv.org/4.x/d7/d1b/group__imgproc__misc.html"
    )
    code = thresholding.otsu_threshold
    misconceptions: tuple[Misconception[OtsuParameters], ...] = (
        Misconception(
            "first-bright-level",
            "You gave the first level of the bright class. The threshold t is the last level of "
            "the dark one: level ≤ t is class 0.",
            _first_bright,
        ),
        Misconception(
            "unweighted",
            "You maximised the distance of the means alone, which likes to split off a few "
            "pixels. Weight its square by both classes: n₀ n₁ (μ₀ − μ₁)².",
            _unweighted,
        ),
        Misconception(
            "halves",
            "You split the pixels into halves. The classes may differ in size; what counts is how "
            "far apart their means are, weighted by both sizes.",
            _halves,
        ),
        Misconception(
            "valley",
            "You took the emptiest level between the two peaks. Otsu compares variances, and the "
            "best threshold need not lie in the valley.",
            _valley,
        ),
        Misconception(
            "middle",
            "You took the middle of the grey levels in use. How many pixels each level has "
            "matters too.",
            _middle,
        ),
    )

    def where(self, v: OtsuParameters) -> str | None:
        """Say where there is nothing to separate."""
        used = sum(n > 0 for n in v.histogram)
        if used >= 2:
            return None
        what = "one grey level" if used else "no grey level"
        return f"histogram has pixels at {what}; two classes need at least two levels with pixels"

    def comfortable(self, v: OtsuParameters) -> bool:
        """Hold draws to three thresholds to try or more, one clearly better than the next."""
        values = sorted(
            Fraction(*pair) for pair in thresholding.between_class_variances(v.histogram)
        )
        return sum(map(bool, v.histogram)) > 3 and values[-1] > values[-2] * Fraction(102, 100)

    def difficulty(self, v: OtsuParameters) -> int:
        """1: four levels or fewer. 2: five. 3: more."""
        return min(3, max(1, len(v.histogram) - 3))

    def compute(self, v: OtsuParameters) -> int:
        """Maximise the variance between the classes."""
        return thresholding.otsu_threshold(v.histogram)

    def reference(self, v: OtsuParameters) -> Answered:
        """Minimise the variance within the classes, exactly, from its definition."""

        def within(levels: range) -> Fraction | None:
            """Sum the squared distances from the mean."""
            pixels = sum(v.histogram[level] for level in levels)
            if not pixels:
                return None
            mean = Fraction(sum(level * v.histogram[level] for level in levels), pixels)
            return sum(
                (v.histogram[level] * (level - mean) ** 2 for level in levels), start=Fraction(0)
            )

        best, smallest = -1, Fraction(0)
        for t in range(len(v.histogram)):
            dark, bright = within(range(t + 1)), within(range(t + 1, len(v.histogram)))
            if dark is None or bright is None:
                continue
            if best < 0 or dark + bright < smallest:
                best, smallest = t, dark + bright
        return best

    def prompt(self, v: OtsuParameters, language: str = "en") -> str:
        """Show the histogram and ask for the threshold."""
        del language
        levels = len(v.histogram)
        return (
            f"An image has ${levels}$ grey levels, $0$ to ${levels - 1}$. Its histogram, pixels by "
            f"level, is\n\n$$h = {row(v.histogram)}$$\n\n"
            "Which threshold $t$ does Otsu's method choose? Levels up to and including $t$ are one "
            "class, higher ones the other."
        )

    def explain(self, v: OtsuParameters, language: str = "en") -> tuple[str, ...]:
        """Score every threshold and take the best."""
        del language
        t = self.compute(v)
        total = sum(v.histogram)
        tried = [n for n in range(len(v.histogram)) if 0 < _classes(v, n)[0] < total]
        shown = tried if len(tried) <= MOST_SHOWN else sorted({*tried[: MOST_SHOWN - 1], t})
        means, scores = [], []
        for n in shown:
            n0, s0, n1, s1 = _classes(v, n)
            m0, m1 = s0 / n0, s1 / n1
            dark = f"n_0 = {n0}, \\ \\mu_0 = {fraction(s0, n0)} {equals(m0, 5)}"
            bright = f"n_1 = {n1}, \\ \\mu_1 = {fraction(s1, n1)} {equals(m1, 5)}"
            means.append((f"t = {n}:", f"\\quad {dark}, \\quad {bright}"))
            score = f"{n0} \\cdot {n1} \\cdot {number(abs(m0 - m1))}^2"
            scores.append((f"t = {n}:", f"\\quad {score} {equals(n0 * n1 * (m0 - m1) ** 2, 4)}"))
        method = (
            "Try every threshold that leaves pixels on both sides. With $n_0, n_1$ pixels and mean "
            "levels $\\mu_0, \\mu_1$ of the two classes, the variance between them is proportional "
            "to\n\n$$n_0 n_1 (\\mu_0 - \\mu_1)^2$$\n\nThe threshold where it is largest wins."
        )
        few = "" if len(shown) == len(tried) else " Of many thresholds these are a few."
        counted = (
            f"Count the pixels of each class and average their levels.{few}\n\n{aligned(means)}"
        )
        dark_class = "level 0" if t == 0 else f"the levels {listed([*map(str, range(t + 1))])}"
        if t >= MOST_SHOWN:
            dark_class = f"the levels 0 to {t}"
        first = ", the first of equal ones" if len(_ties(v)) > 1 else ""
        return (
            method,
            counted,
            f"Score each threshold:\n\n{aligned(scores)}",
            f"The score is largest at $t = {t}${first}. Class 0 then holds {dark_class}, class 1 the "
            "brighter ones.",
        )
