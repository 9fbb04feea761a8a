"""Questions about integral images: a rectangle's sum from four look-ups."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quizlab.verify import AnswerPart, Count, Verifier
from quizlab_verifiers.maths import integral_image
from quizlab_verifiers.notation import GIVEN, aligned, factor, matrix
from quizlab_verifiers.vision.integral_image_sum_mistakes import MISTAKES
from quizlab_verifiers.vision.integral_image_sum_parameters import (
    IntegralImageParameters,
    look_up,
    sum_of,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from quizlab.verify import Answered, Value
    from quizlab_verifiers.vision.integral_image_sum_parameters import Sums


MOST_SHOWN = 7
"""Largest side of an integral image that is shown in full."""


class IntegralImageSum(Verifier[IntegralImageParameters]):
    """``integral-image.sum``: four look-ups and the sum over a rectangle."""

    id = "integral-image.sum"
    version = 1
    title = "Sum over a rectangle by an integral image"
    Parameters = IntegralImageParameters
    parts = (
        AnswerPart("bottom-right", Count(), "bottom right"),
        AnswerPart("top-right", Count(), "top right"),
        AnswerPart("bottom-left", Count(), "bottom left"),
        AnswerPart("top-left", Count(), "top left"),
        AnswerPart(
            "sum",
            Count(),
            "sum",
            builds_on=("bottom-right", "top-right", "bottom-left", "top-left"),
        ),
    )
    convention = (
        "As OpenCV's integral: S has a row and a column of zeros in front, S(i, j) sums the first i "
        "rows of the first j columns. The rectangle includes its first and last row and column, "
        "counted from 0."
    )
    citation = (
        "Viola & Jones 2001, Rapid Object Detection using a Boosted Cascade of Simple Features, "
        "https://doi.org/10.1109/CVPR.2001.990517; cv::integral, "
        "https://docs.opencv.org/4.x/d7/d1b/group__imgproc__misc.html"
    )
    code = integral_image.rectangle_sum
    misconceptions = MISTAKES

    def where(self, v: IntegralImageParameters) -> str | None:
        """Say which rectangles are empty or leave the image."""
        sides = (
            ("top", v.top, "bottom", v.bottom, "rows", len(v.values)),
            ("left", v.left, "right", v.right, "columns", len(v.values[0])),
        )
        for first, start, last, end, kind, side in sides:
            if end >= side:
                return (
                    f"{last} {end} is not among the {side} {kind} of values; take 0 to {side - 1}"
                )
            if start > end:
                return f"{first} {start} lies behind {last} {end}; take {first} 0 to {end}"
        return None

    def comfortable(self, v: IntegralImageParameters) -> bool:
        """Hold draws to rectangles that are neither one pixel nor the whole image."""
        height, width = v.bottom - v.top + 1, v.right - v.left + 1
        return 2 <= height * width < len(v.values) * len(v.values[0])

    def difficulty(self, v: IntegralImageParameters) -> int:
        """1: at the border, where look-ups are zero. 2: inside, two or three pixels. 3: more."""
        if v.top == 0 or v.left == 0:
            return 1
        return 2 if (v.bottom - v.top + 1) * (v.right - v.left + 1) < 4 else 3

    def compute(self, v: IntegralImageParameters) -> Sums:
        """Build the integral image, look up, combine."""
        found = look_up(v)
        found["sum"] = sum_of(found)
        return found

    def reference(self, v: IntegralImageParameters) -> Answered:
        """Sum the pixels themselves with torch."""
        import torch

        pixels = torch.tensor(v.values)

        def total(top: int, bottom: int, left: int, right: int) -> int:
            return int(pixels[top:bottom, left:right].sum().item())

        lower, last = v.bottom + 1, v.right + 1
        return {
            "bottom-right": total(0, lower, 0, last),
            "top-right": total(0, v.top, 0, last),
            "bottom-left": total(0, lower, 0, v.left),
            "top-left": total(0, v.top, 0, v.left),
            "sum": total(v.top, lower, v.left, last),
        }

    def follow(
        self, v: IntegralImageParameters, part: str, earlier: Mapping[str, Value]
    ) -> Value | None:
        """Combine the learner's own four look-ups."""
        del v, part
        corners = {name: value for name, value in earlier.items() if isinstance(value, int)}
        return sum_of(corners) if len(corners) == len(earlier) else None

    def prompt(self, v: IntegralImageParameters, language: str = "en") -> str:
        """Show image and rectangle, and ask for look-ups and sum."""
        del language
        return (
            f"The image\n\n$$X = {matrix(v.values, GIVEN)}$$\n\n"
            "has an integral image $S$ with a row and a column of zeros in front: $S(i, j)$ is the "
            "sum over the first $i$ rows of the first $j$ columns. The rectangle of rows "
            f"{self._span(v.top, v.bottom)} and columns {self._span(v.left, v.right)}, "
            "both ends included and counted from $0$, is summed by four look-ups in $S$.\n\n"
            "What do the look-ups at its four corners give, and what is the sum?"
        )

    def _span(self, first: int, last: int) -> str:
        return f"${first}$ to ${last}$"

    def explain(self, v: IntegralImageParameters, language: str = "en") -> tuple[str, ...]:
        """Say the rule, build the integral image, look up, combine."""
        del language
        found = self.compute(v)
        S = integral_image.integral_image(v.values)  # noqa: N806 - as in the prompt
        method = (
            "All that lies before the rectangle's end, without what lies above it and without what "
            "lies left of it; what lies above and left was taken away twice and is given back. For "
            "rows $t$ to $b$ and columns $l$ to $r$:\n\n"
            "$$\\text{sum} = S(b + 1, r + 1) - S(t, r + 1) - S(b + 1, l) + S(t, l)$$"
        )
        built = (
            f"Adding up from the top left gives\n\n$$S = {matrix(S)}$$"
            if max(len(S), len(S[0])) <= MOST_SHOWN
            else "Only the four corners of $S$ are needed."
        )
        lower, last = v.bottom + 1, v.right + 1
        places = {
            "bottom-right": (lower, last),
            "top-right": (v.top, last),
            "bottom-left": (lower, v.left),
            "top-left": (v.top, v.left),
        }
        lines = [
            (f"\\text{{{name.replace('-', ' ')}:}}", f"\\quad S({r}, {c}) = {found[name]}")
            for name, (r, c) in places.items()
        ]
        numbers = [factor(found[name]) for name in places]
        looked_up = (
            f"Look up the corners. Row ${lower}$ and column ${last}$ stand one behind the "
            f"rectangle's last ones:\n\n{aligned(lines)}"
        )
        combined = " ".join(
            [str(found["bottom-right"]), "-", numbers[1], "-", numbers[2], "+", numbers[3]]
        )
        result = (
            f"Bottom right ${found['bottom-right']}$, top right ${found['top-right']}$, bottom left "
            f"${found['bottom-left']}$, top left ${found['top-left']}$, so\n\n"
            f"$$\\text{{sum}} = {combined} = {found['sum']}$$"
        )
        return method, built, looked_up, result
