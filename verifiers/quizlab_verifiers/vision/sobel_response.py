"""Questions about the Sobel filter: its response at one pixel."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quizlab.verify import Agreement, AnswerPart, Real, Verifier
from quizlab_verifiers.maths import image_filters
from quizlab_verifiers.maths.image_filters import SOBEL_X, SOBEL_Y
from quizlab_verifiers.notation import GIVEN, equals, factor, matrix, number, squared
from quizlab_verifiers.vision.sobel_response_mistakes import MISTAKES
from quizlab_verifiers.vision.sobel_response_parameters import (
    SobelParameters,
    around,
    right_response,
)

if TYPE_CHECKING:
    from quizlab.verify import Answered


class SobelResponse(Verifier[SobelParameters]):
    """``sobel.response``: a derivative at one pixel, or the gradient's magnitude."""

    id = "sobel.response"
    version = 1
    title = "Sobel response at a pixel"
    Parameters = SobelParameters
    parts = (AnswerPart("response", Real(relative=0.005, floor=1e-6)),)
    convention = (
        "Cross-correlation as in OpenCV: the 3 x 3 filter is laid on without flipping and not "
        "divided by 8. x is positive where it gets brighter to the right, y where it does "
        "downwards; the magnitude is the root of the summed squares. Pixels count from 0."
    )
    citation = (
        "cv::Sobel, https://docs.opencv.org/4.x/d4/d86/group__imgproc__filter.html; Sobel & "
        "Feldman 1968, https://en.wikipedia.org/wiki/Sobel_operator"
    )
    code = image_filters.sobel
    # Grey values up to 10,000 that cancel leave rounding behind where the response is zero.
    agreement = Agreement(floor=1e-9)
    misconceptions = MISTAKES

    def where(self, v: SobelParameters) -> str | None:
        """Say which pixels lack neighbours."""
        rows, columns = len(v.values), len(v.values[0])
        for name, place, side in (("row", v.row, rows), ("column", v.column, columns)):
            if place > side - 2:
                return (
                    f"{name} {place} of values {rows} x {columns} has no neighbour behind it; "
                    f"take {name} 1{f' to {side - 2}' if side > 3 else ''}"
                )
        return None

    def comfortable(self, v: SobelParameters) -> bool:
        """Hold draws to responses that are not zero, and to magnitudes without a root left."""
        right = right_response(v)
        return right != 0 and (v.direction != "magnitude" or right == round(right))

    def difficulty(self, v: SobelParameters) -> int:
        """1: the patch alone. 2: a pixel to be found in a larger image. 3: the magnitude."""
        if v.direction == "magnitude":
            return 3
        return 1 if len(v.values) == len(v.values[0]) == 3 else 2

    def compute(self, v: SobelParameters) -> float:
        """Lay the filter on."""
        return right_response(v)

    def reference(self, v: SobelParameters) -> Answered:
        """Filter the whole image with torch, whose convolution is a cross-correlation."""
        import torch
        from torch.nn import functional

        filters = torch.tensor([[SOBEL_X], [SOBEL_Y]], dtype=torch.float64)
        with torch.inference_mode():
            image = torch.tensor([[v.values]], dtype=torch.float64)
            gradient = functional.conv2d(image, filters)[0, :, v.row - 1, v.column - 1]
            if v.direction == "magnitude":
                return float(torch.linalg.vector_norm(gradient).item())
        return float(gradient[0 if v.direction == "x" else 1].item())

    def prompt(self, v: SobelParameters, language: str = "en") -> str:
        """Show the pixels and ask for the response."""
        del language
        patch = len(v.values) == len(v.values[0]) == 3
        where = (
            "at its centre" if patch else f"at row ${v.row}$, column ${v.column}$, counted from $0$"
        )
        asked = {
            "x": "What is the Sobel derivative in $x$ (to the right)",
            "y": "What is the Sobel derivative in $y$ (downwards)",
            "magnitude": "How large is the Sobel gradient, $\\sqrt{G_x^2 + G_y^2}$,",
        }[v.direction]
        return (
            f"{'A patch' if patch else 'Part'} of an image:\n\n$$X = {matrix(v.values, GIVEN)}$$\n\n"
            f"{asked} {where}? The $3 \\times 3$ filter is laid on without flipping, as in OpenCV, "
            "and nothing is divided by $8$."
        )

    def explain(self, v: SobelParameters, language: str = "en") -> tuple[str, ...]:
        """Show the filter, lay it on, and take the magnitude where it is asked."""
        del language
        gx, gy = image_filters.sobel(v.values, v.row, v.column)
        method = (
            "Sobel takes a difference across the pixel and smooths it along the other axis with "
            "$1, 2, 1$. Each weight is multiplied with the pixel that it lies on, and all is "
            "summed:\n\n"
        )
        if v.direction == "magnitude":
            both = f"$$S_x = {matrix(SOBEL_X)} \\qquad S_y = {matrix(SOBEL_Y)}$$"
            length = "The magnitude is the length of the gradient: $|G| = \\sqrt{G_x^2 + G_y^2}$."
            steps = [f"{method}{both}\n\n{length}"]
        else:
            weights = SOBEL_X if v.direction == "x" else SOBEL_Y
            steps = [f"{method}$$S_{v.direction} = {matrix(weights)}$$"]
        if (len(v.values), len(v.values[0])) != (3, 3):
            steps.append(
                f"The pixel and its eight neighbours:\n\n$$\\text{{patch}} = {matrix(around(v))}$$"
            )
        if v.direction != "y":
            steps.append(f"Right column minus left column:\n\n{self._worked(v, 'x', gx)}")
        if v.direction != "x":
            steps.append(f"Lower row minus upper row:\n\n{self._worked(v, 'y', gy)}")
        if v.direction == "magnitude":
            steps.append(
                f"$$|G| = \\sqrt{{{squared(gx)} + {squared(gy)}}} = "
                f"\\sqrt{{{number(gx**2 + gy**2)}}} {equals(right_response(v))}$$"
            )
        return tuple(steps)

    def _worked(self, v: SobelParameters, direction: str, response: float) -> str:
        """Work one derivative: the weighted sums of both sides, then their difference."""
        (a, b, c), (d, _, f), (g, h, i) = around(v)
        plus, minus = ((c, f, i), (a, d, g)) if direction == "x" else ((g, h, i), (a, b, c))

        def weighted(side: tuple[float, float, float]) -> str:
            first, middle, last = side
            return f"({number(first)} + 2 \\cdot {factor(middle)} + {factor(last)})"

        sums = [first + 2 * middle + last for first, middle, last in (plus, minus)]
        return (
            f"$$G_{direction} = {weighted(plus)} - {weighted(minus)}$$\n\n"
            f"$$G_{direction} = {number(sums[0])} - {factor(sums[1])} {equals(response)}$$"
        )
