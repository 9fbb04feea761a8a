"""Questions about Otsu's method: the threshold of a small histogram."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from quizlab.verify import AnswerPart, Count, Verifier
from quizlab_verifiers.maths import thresholding
from quizlab_verifiers.notation import aligned, equals, fraction, number, row
from quizlab_verifiers.vision.otsu_threshold_mistakes import MISTAKES
from quizlab_verifiers.vision.otsu_threshold_parameters import OtsuParameters, classes, ties
from quizlab_verifiers.wording import listed

if TYPE_CHECKING:
    from quizlab.verify import Answered

MOST_SHOWN = 8
"""Thresholds that are worked in full."""


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
    misconceptions = MISTAKES

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
        tried = [n for n in range(len(v.histogram)) if 0 < classes(v, n)[0] < total]
        shown = tried if len(tried) <= MOST_SHOWN else sorted({*tried[: MOST_SHOWN - 1], t})
        means, scores = [], []
        for n in shown:
            n0, s0, n1, s1 = classes(v, n)
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
        first = ", the first of equal ones" if len(ties(v)) > 1 else ""
        result = (
            f"The score is largest at $t = {t}${first}. Class 0 then holds {dark_class}, class 1 the "
            "brighter ones."
        )
        return method, counted, f"Score each threshold:\n\n{aligned(scores)}", result
