"""Questions about histogram equalisation: the new grey levels."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quizlab.verify import AnswerPart, Vector, Verifier
from quizlab_verifiers.maths import equalisation
from quizlab_verifiers.notation import aligned, equals, row
from quizlab_verifiers.vision.histogram_equalise_mistakes import MISTAKES
from quizlab_verifiers.vision.histogram_equalise_parameters import (
    EqualiseParameters,
    new_levels,
    terms,
)

if TYPE_CHECKING:
    from quizlab.verify import Answered


MOST_SHOWN = 8
"""Levels that are worked in full."""


def _nearest(top: int, above: int, below: int, *, even: bool) -> int:
    """Search the level nearest to a fraction; of two the even or the higher one."""
    return min(range(top + 1), key=lambda n: (abs(n * below - above), n % 2 if even else -n))


class HistogramEqualise(Verifier[EqualiseParameters]):
    """``histogram.equalise``: the new grey level of each old one."""

    id = "histogram.equalise"
    version = 1
    title = "Histogram equalisation"
    Parameters = EqualiseParameters
    parts = (AnswerPart("levels", Vector(relative=0)),)
    convention = (
        "L levels from 0. classical: (L − 1) C(v)/N, rounded to the nearest level, halves up. "
        "opencv: (L − 1)(C(v) − C₀)/(N − C₀) with the pixels C₀ of the darkest level in use, "
        "halves to the even level; an image of one level stays as it is. Both are computed "
        "exactly; OpenCV's single-precision floats may round a value at a half the other way."
    )
    citation = (
        "Gonzalez & Woods, Digital Image Processing, section 3.3; with C₀: "
        "https://en.wikipedia.org/wiki/Histogram_equalization and cv::equalizeHist, "
        "https://github.com/opencv/opencv/blob/4.x/modules/imgproc/src/histogram.cpp"
    )
    code = equalisation.equalised_levels
    misconceptions = MISTAKES

    def where(self, v: EqualiseParameters) -> str | None:
        """Say where there is no pixel."""
        if any(v.histogram):
            return None
        return "histogram has no pixel; at least one level needs some"

    def comfortable(self, v: EqualiseParameters) -> bool:
        """Hold draws to values that are not near a half, where a slip of rounding would matter."""
        cumulative, darkest, span = terms(v)
        top = len(v.histogram) - 1
        return span > 0 and all(
            abs(2 * top * (c - darkest) % (2 * span) - span) * 20 > span for c in cumulative
        )

    def difficulty(self, v: EqualiseParameters) -> int:
        """1: up to five levels. 2: more. 3: OpenCV's formula."""
        if v.form == "opencv":
            return 3
        return 1 if len(v.histogram) <= 5 else 2

    def compute(self, v: EqualiseParameters) -> tuple[int, ...]:
        """Cumulate, scale and round."""
        return new_levels(v)

    def reference(self, v: EqualiseParameters) -> Answered:
        """Sort real pixels, count those up to each level, and search the nearest new level."""
        import torch

        top = len(v.histogram) - 1
        levels = torch.arange(top + 1)
        pixels = torch.repeat_interleave(levels, torch.tensor(v.histogram))
        at_most = torch.searchsorted(pixels, levels, right=True).tolist()
        total = len(pixels)
        if v.form == "classical":
            return tuple(_nearest(top, top * c, total, even=False) for c in at_most)
        darkest = int((pixels == pixels[0]).sum().item())
        if darkest == total:
            return tuple(levels.tolist())
        return tuple(
            _nearest(top, top * (c - darkest), total - darkest, even=True) for c in at_most
        )

    def prompt(self, v: EqualiseParameters, language: str = "en") -> str:
        """Show the histogram, name the formula, and ask for the new levels."""
        del language
        levels = len(v.histogram)
        if v.form == "classical":
            formula = (
                "Equalise it with $(L - 1) \\cdot C(v) / N$, where $C$ is the cumulative histogram."
            )
        else:
            formula = (
                "Equalise it as OpenCV does, so that the darkest level in use becomes $0$ and the "
                f"brightest ${levels - 1}$."
            )
        return (
            f"An image has $L = {levels}$ grey levels, $0$ to ${levels - 1}$. Its histogram, pixels "
            f"by level, is\n\n$$h = {row(v.histogram)}$$\n\n"
            f"{formula} Round to the nearest level.\n\n"
            "Which new level does each old one get, from dark to bright?"
        )

    def explain(self, v: EqualiseParameters, language: str = "en") -> tuple[str, ...]:
        """Cumulate, then scale and round level by level."""
        del language
        cumulative, darkest, span = terms(v)
        top, new = len(v.histogram) - 1, new_levels(v)
        if v.form == "classical":
            method = (
                "Cumulate the histogram: $C(v)$ counts the pixels of level $v$ or darker, and the "
                "share $C(v) / N$ says how far up the scale the level belongs:\n\n"
                "$$v' = \\text{round}\\left( (L - 1) \\frac{C(v)}{N} \\right)$$"
            )
        else:
            method = (
                "Cumulate the histogram: $C(v)$ counts the pixels of level $v$ or darker. OpenCV "
                "takes off the $C_0$ pixels of the darkest level in use, above and below the line, "
                "so that this level becomes $0$:\n\n"
                "$$v' = \\text{round}\\left( (L - 1) \\frac{C(v) - C_0}{N - C_0} \\right)$$"
            )
        counted = (
            f"Add up from the dark end:\n\n$$C = {row(cumulative)}$$\n\n"
            f"So $N = {cumulative[-1]}$"
            + (f" and $C_0 = {darkest}$." if v.form == "opencv" else " pixels in all.")
        )
        result = f"So the new levels are\n\n$$v' = {row(new)}$$"
        if not span:
            flat = "All pixels have one level, so that OpenCV leaves the image as it is."
            return method, f"{counted}\n\n{flat}", result
        lines = []
        for level, c in list(enumerate(cumulative))[:MOST_SHOWN]:
            share = top * max(0, c - darkest) / span
            above = f"{c} - {darkest}" if darkest else str(c)
            worked = f"{top} \\cdot \\frac{{{above}}}{{{span}}} {equals(share, 4)}"
            lines.append((str(level), f"\\to {worked}, \\quad v' = {new[level]}"))
        more = "\n\nThe other levels are done alike." if len(new) > MOST_SHOWN else ""
        return method, counted, f"Level by level:\n\n{aligned(lines)}{more}", result
