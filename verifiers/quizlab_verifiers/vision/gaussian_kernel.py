"""Questions about Gaussian filters: the weights of a small one."""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, pi, sqrt
from typing import TYPE_CHECKING, Annotated

from quizlab.verify import AnswerPart, Misconception, Number, Vector, Verifier, Whole
from quizlab_verifiers.maths import image_filters
from quizlab_verifiers.notation import added, aligned, equals, matrix, number, row, tex

if TYPE_CHECKING:
    from collections.abc import Callable

    from quizlab.verify import Answered, Value

MOST_LINE, MOST_SQUARE = 63, 15
"""Largest legal size of a kernel of one and of two dimensions: what an answer can hold."""


MORE = " + \\ldots"
"""Stands for the weights that are not worked in full."""


@dataclass(frozen=True, slots=True)
class GaussianParameters:
    """A sampled Gaussian.

    Attributes:
        sigma: Standard deviation in pixels.
        size: Taps in each direction, odd.
        dimensions: 1 for a line of weights, 2 for a square of them.
    """

    sigma: Annotated[float, Number(0.1, 100, draws=tuple(n / 100 for n in range(40, 321)))]
    size: Annotated[int, Whole(1, MOST_LINE, draws=(3, 3, 3, 5))]
    dimensions: Annotated[int, Whole(1, 2, draws=(1, 1, 2))] = 1


def _laid_out(v: GaussianParameters, line: tuple[float, ...]) -> Value:
    """Return the weights of a line as they are, or multiplied out to a square."""
    return line if v.dimensions == 1 else tuple(tuple(a * b for b in line) for a in line)


def _sampled(v: GaussianParameters, density: Callable[[int], float]) -> tuple[float, ...]:
    half = v.size // 2
    return tuple(density(x) for x in range(-half, half + 1))


def _normalised(v: GaussianParameters, density: Callable[[int], float]) -> Value:
    weights = _sampled(v, density)
    total = sum(weights)
    return _laid_out(v, tuple(w / total for w in weights))


def _not_normalised(v: GaussianParameters) -> Value:
    return _laid_out(v, _sampled(v, lambda x: exp(-(x**2) / (2 * v.sigma**2))))


def _by_density(v: GaussianParameters) -> Value:
    height = 1 / (v.sigma * sqrt(2 * pi))
    return _laid_out(v, _sampled(v, lambda x: height * exp(-(x**2) / (2 * v.sigma**2))))


def _sigma_not_squared(v: GaussianParameters) -> Value | None:
    return None if v.sigma == 1 else _normalised(v, lambda x: exp(-(x**2) / (2 * v.sigma)))


def _no_two(v: GaussianParameters) -> Value | None:
    return None if v.size == 1 else _normalised(v, lambda x: exp(-(x**2) / v.sigma**2))


def _not_squared(v: GaussianParameters) -> Value | None:
    # Distances 0 and 1 are their own squares.
    if v.size <= 3:
        return None
    return _normalised(v, lambda x: exp(-abs(x) / (2 * v.sigma**2)))


def _binomial(v: GaussianParameters) -> Value:
    line = [1]
    for _ in range(v.size - 1):
        line = [a + b for a, b in zip([0, *line], [*line, 0], strict=True)]
    return _laid_out(v, tuple(n / 2 ** (v.size - 1) for n in line))


class GaussianKernel(Verifier[GaussianParameters]):
    """``gaussian.kernel``: the weights of a sampled and normalised Gaussian."""

    id = "gaussian.kernel"
    version = 1
    title = "Weights of a Gaussian kernel"
    Parameters = GaussianParameters
    # Three places are enough: a weight below 0.0005 may be given as 0.
    parts = (AnswerPart("weights", Vector(relative=0.01, floor=5e-4)),)
    convention = (
        "As OpenCV's getGaussianKernel: sampled at whole distances from the centre, then divided "
        "by the sum, so that the weights sum to 1. In two dimensions sigma is that of both axes."
    )
    citation = (
        "cv::getGaussianKernel and cv::GaussianBlur, "
        "https://docs.opencv.org/4.x/d4/d86/group__imgproc__filter.html"
    )
    code = image_filters.gaussian_kernel
    misconceptions: tuple[Misconception[GaussianParameters], ...] = (
        Misconception(
            "not-normalised",
            "You did not divide by the sum. Weights that do not sum to 1 change the brightness of "
            "the image.",
            _not_normalised,
        ),
        Misconception(
            "density",
            "You took the values of the density. Its factor normalises an integral; sampled at a "
            "few pixels the weights sum to 1 only once you divide by their sum.",
            _by_density,
        ),
        Misconception(
            "sigma-not-squared",
            "You divided by 2σ. The exponent has the variance: −x²/(2σ²).",
            _sigma_not_squared,
        ),
        Misconception(
            "no-two",
            "You left out the 2 below the exponent: −x²/(2σ²).",
            _no_two,
        ),
        Misconception(
            "distance-not-squared",
            "You did not square the distance: two pixels away x² is 4.",
            _not_squared,
        ),
        Misconception(
            "binomial",
            "These are binomial weights (1, 2, 1 for three taps), which approximate one certain σ. "
            "Here σ is given.",
            _binomial,
        ),
    )

    def where(self, v: GaussianParameters) -> str | None:
        """Say which sizes have no centre, or would be too much to type."""
        if v.size % 2 == 0:
            return f"size {v.size} has no centre; take an odd size such as {v.size + 1}"
        if v.dimensions == 2 and v.size > MOST_SQUARE:
            return (
                f"with dimensions 2 a size of {v.size} has {v.size**2} weights, too many to type; "
                f"take a size up to {MOST_SQUARE}"
            )
        return None

    def comfortable(self, v: GaussianParameters) -> bool:
        """Hold draws to at most nine weights."""
        return (v.size if v.dimensions == 1 else v.size * v.size) <= 9

    def difficulty(self, v: GaussianParameters) -> int:
        """1: three weights. 2: more on a line. 3: a square."""
        if v.dimensions == 2:
            return 3
        return 1 if v.size <= 3 else 2

    def compute(self, v: GaussianParameters) -> Value:
        """Sample and normalise."""
        if v.dimensions == 1:
            return image_filters.gaussian_kernel(v.sigma, v.size)
        return image_filters.gaussian_kernel_2d(v.sigma, v.size)

    def reference(self, v: GaussianParameters) -> Answered:
        """Let torch sample the curve, lay out the square, and divide that by its sum.

        The line is what remains of the square when its rows are added up.
        """
        import torch

        with torch.inference_mode():
            samples = torch.signal.windows.gaussian(v.size, std=v.sigma, dtype=torch.float64)
            square = torch.outer(samples, samples)
            square /= square.sum()
        if v.dimensions == 1:
            return tuple(square.sum(dim=0).tolist())
        return tuple(map(tuple, square.tolist()))

    def prompt(self, v: GaussianParameters, language: str = "en") -> str:
        """Ask for the weights."""
        del language
        kind = (
            f"one-dimensional Gaussian kernel has ${v.size}$ taps"
            if v.dimensions == 1
            else f"two-dimensional Gaussian kernel has ${v.size} \\times {v.size}$ taps"
        )
        how = "from left to right" if v.dimensions == 1 else "row by row"
        return (
            f"A {kind} and $\\sigma = {tex(v.sigma)}$ pixels. It is sampled at whole pixels and "
            f"normalised to sum $1$.\n\nWhat are its weights, {how}? Three decimal places are "
            "enough."
        )

    def explain(self, v: GaussianParameters, language: str = "en") -> tuple[str, ...]:
        """Sample one half, sum, divide, and multiply out where two dimensions are asked."""
        del language
        half = v.size // 2
        samples = [exp(-(x**2) / (2 * v.sigma**2)) for x in range(half + 1)]
        line = image_filters.gaussian_kernel(v.sigma, v.size)
        total = samples[0] + 2 * sum(samples[1:])
        method = (
            "Sample the bell curve at whole distances $x$ from the centre, then divide by the sum. "
            "The factor in front of the density would cancel:\n\n"
            "$$w(x) = e^{-x^2 / (2 \\sigma^2)} \\qquad g(x) = \\frac{w(x)}{\\sum_x w(x)}$$"
        )
        if v.dimensions == 2:
            method += "\n\nIn two dimensions the weights are products: $g(x, y) = g(x) g(y)$."
        lines = [
            (f"w({x})", f"= e^{{-{x**2} / {number(2 * v.sigma**2)}}} {equals(w)}" if x else "= 1")
            for x, w in enumerate(samples[:5])
        ]
        sampled = (
            f"With $2 \\sigma^2 = 2 \\cdot {tex(v.sigma)}^2 {equals(2 * v.sigma**2)}$, for the "
            f"centre and one side:\n\n{aligned(lines)}"
        )
        summed = "There is no other tap, so the sum is $1$ already."
        if half:
            side = added(samples[1:5])
            twice = f"2 \\cdot {side}" if half == 1 else f"2 ({side}{MORE if half > 4 else ''})"
            summed = (
                f"The other side has the same:\n\n$$\\sum_x w(x) = 1 + {twice} {equals(total)}$$"
            )
        divided = f"Divide each by the sum:\n\n$$g = {row(line, 4)}$$"
        if v.dimensions == 1:
            return method, sampled, summed, divided
        square = matrix(image_filters.gaussian_kernel_2d(v.sigma, v.size), 4)
        return method, sampled, summed, divided, f"Multiply each with each:\n\n$$G = {square}$$"
