"""Questions about the Harris corner detector: its response in a small window."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from quizlab.verify import AnswerPart, Count, Real, Verifier, exact
from quizlab_verifiers.maths import corners
from quizlab_verifiers.notation import equals, factor, matrix, number, squared, tex
from quizlab_verifiers.vision.harris_response_mistakes import MISTAKES
from quizlab_verifiers.vision.harris_response_parameters import (
    HarrisParameters,
    answers,
    right_answers,
    tensor,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from quizlab.verify import Answered, Value
    from quizlab_verifiers.vision.harris_response_parameters import Answers


MOST_SHOWN = 8
"""Pixels whose products are worked in full."""


class HarrisResponse(Verifier[HarrisParameters]):
    """``harris.response``: determinant, trace and response of a window."""

    id = "harris.response"
    version = 1
    title = "Harris corner response"
    Parameters = HarrisParameters
    parts = (
        AnswerPart("determinant", Count(), "det M"),
        AnswerPart("trace", Count(), "trace M"),
        AnswerPart(
            "response", Real(relative=0.01, floor=1e-6), "R", builds_on=("determinant", "trace")
        ),
    )
    convention = (
        "Harris & Stephens: R = det M − k (trace M)². M sums the gradients' products over the "
        "window, every pixel with weight 1."
    )
    citation = (
        "Harris & Stephens 1988, A Combined Corner and Edge Detector, "
        "https://doi.org/10.5244/C.2.23; cv::cornerHarris, "
        "https://docs.opencv.org/4.x/dd/d1a/group__imgproc__feature.html"
    )
    code = corners.harris_response
    misconceptions = MISTAKES

    def comfortable(self, v: HarrisParameters) -> bool:
        """Hold draws to windows with a mixed term, and to responses that are not near zero."""
        m = tensor(v)
        return m.xy != 0 and m.xx != m.yy and abs(right_answers(v)["response"]) > 1

    def difficulty(self, v: HarrisParameters) -> int:
        """1: two pixels or one. 2: three. 3: more."""
        return min(3, max(1, len(v.gradients) - 1))

    def compute(self, v: HarrisParameters) -> Answers:
        """Sum the products, then take determinant, trace and response."""
        return right_answers(v)

    def reference(self, v: HarrisParameters) -> Answered:
        """Go round M, exactly: by parallelograms, lengths, and the eigenvalues' squares.

        By Lagrange's identity the determinant sums the squared areas that all pairs of gradients
        span. The trace sums their squared lengths. With the eigenvalues a and b of M, R is
        (1 − 2k) ab − k (a² + b²), and a² + b² sums the squared scalar products of all pairs.
        """
        import torch

        x, y = torch.tensor(v.gradients).T
        areas = x[:, None] * y[None, :] - y[:, None] * x[None, :]
        scalars = x[:, None] * x[None, :] + y[:, None] * y[None, :]
        determinant = int((areas**2).sum().item()) // 2
        k = exact(v.k)
        squares = Fraction(int((scalars**2).sum().item()))
        return {
            "determinant": determinant,
            "trace": int(scalars.diagonal().sum().item()),
            "response": float((1 - 2 * k) * determinant - k * squares),
        }

    def follow(self, v: HarrisParameters, part: str, earlier: Mapping[str, Value]) -> Value | None:
        """Combine the learner's own determinant and trace."""
        del part
        determinant, trace = earlier["determinant"], earlier["trace"]
        if not isinstance(determinant, int) or not isinstance(trace, int):
            return None
        return answers(determinant, trace, v.k)["response"]

    def prompt(self, v: HarrisParameters, language: str = "en") -> str:
        """List the gradients and ask for the three numbers."""
        del language
        pixels = len(v.gradients)
        lead = (
            "one pixel has the gradient" if pixels == 1 else f"{pixels} pixels have the gradients"
        )
        listed = ", ".join(f"$({tex(x)}, {tex(y)})$" for x, y in v.gradients)
        return (
            f"In a window {lead} $(I_x, I_y)$:\n\n{listed}\n\n"
            f"Each has weight $1$. What are the determinant and the trace of the structure tensor "
            f"$M$, and what is the Harris response with $k = {tex(v.k)}$?"
        )

    def explain(self, v: HarrisParameters, language: str = "en") -> tuple[str, ...]:
        """Sum the products, take determinant and trace, combine."""
        del language
        m, right = tensor(v), right_answers(v)
        determinant, trace, response = right["determinant"], right["trace"], right["response"]
        method = (
            "Multiply at each pixel, sum over the window, and weigh the determinant against the "
            "trace:\n\n"
            "$$M = \\begin{bmatrix} \\sum I_x^2 & \\sum I_x I_y \\\\ \\sum I_x I_y & \\sum I_y^2 "
            "\\end{bmatrix} \\qquad R = \\det M - k (\\text{trace} M)^2$$"
        )
        shown = v.gradients[:MOST_SHOWN]
        more = " + \\ldots" if len(v.gradients) > MOST_SHOWN else ""
        xx = " + ".join(squared(x) for x, _ in shown)
        yy = " + ".join(squared(y) for _, y in shown)
        xy = " + ".join(f"{factor(x)} \\cdot {factor(y)}" for x, y in shown)
        summed = (
            f"The sums of products:\n\n$$\\sum I_x^2 = {xx}{more} = {m.xx}$$\n\n"
            f"$$\\sum I_y^2 = {yy}{more} = {m.yy}$$\n\n$$\\sum I_x I_y = {xy}{more} = {m.xy}$$\n\n"
            f"so that\n\n$$M = {matrix(((m.xx, m.xy), (m.xy, m.yy)))}$$"
        )
        kind = "a corner" if response > 0 else "an edge" if response < 0 else "a flat patch"
        result = (
            f"$$\\det M = {m.xx} \\cdot {m.yy} - {squared(m.xy)} = {determinant}$$\n\n"
            f"$$\\text{{trace}} M = {m.xx} + {m.yy} = {trace}$$\n\n"
            f"$$R = {determinant} - {tex(v.k)} \\cdot {number(trace)}^2 {equals(response)}$$\n\n"
            f"The sign is that of {kind}."
        )
        return method, summed, result
