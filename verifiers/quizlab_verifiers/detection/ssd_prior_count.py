"""A question about SSD: how many default boxes its six maps carry."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise, product
from typing import Annotated

from quizlab.verify import AnswerPart, Count, ListOf, Verifier, Whole
from quizlab_verifiers.detection.ssd_prior_count_mistakes import MISTAKES
from quizlab_verifiers.maths import priors
from quizlab_verifiers.notation import digits
from quizlab_verifiers.wording import listed, table

_LARGEST = 1024
_SMALLEST = 257
"""From here on conv11_2 has a cell; one pixel less leaves 2 × 2 to its 3 × 3 window."""

# The paper's own image and ratios come often; a quarter of the sizes is halved without rounding.
_SIZES = (*[300] * 8, *[320, 384, 448, 512, 576, 640] * 6, *range(260, 641, 4))
_RATIOS = (*[priors.RATIOS] * 64, *product((1, 2), repeat=len(priors.MAPS)))


@dataclass(frozen=True, slots=True)
class SsdPriorCountParameters:
    """SSD300's network on a square image.

    Attributes:
        size: Side of the image in pixels.
        ratios: Aspect ratios besides 1 : 1 on each of the six maps, from conv4_3 to conv11_2: 1
            or 2, which makes 4 or 6 boxes a cell.
    """

    size: Annotated[int, Whole(1, _LARGEST, draws=_SIZES)] = 300
    ratios: Annotated[tuple[int, ...], ListOf(Whole(1, 2), 6, 6, draws=_RATIOS)] = priors.RATIOS


class SsdPriorCount(Verifier[SsdPriorCountParameters]):
    """``ssd.prior-count``: the default boxes of all six maps together."""

    id = "ssd.prior-count"
    version = 1
    title = "Default boxes of SSD300"
    Parameters = SsdPriorCountParameters
    parts = (AnswerPart("boxes", Count()),)
    convention = (
        "SSD300 as released: VGG-16 with poolings that round up, conv10_2 and conv11_2 without "
        "padding. Default boxes (priors) that stick out of the image count too."
    )
    citation = (
        "Liu et al. 2016, SSD: Single Shot MultiBox Detector, sections 2.2 and 3.1, figure 2, "
        "https://arxiv.org/abs/1512.02325"
    )
    code = priors.count
    misconceptions = MISTAKES

    def where(self, v: SsdPriorCountParameters) -> str | None:
        """Refuse images of which too little is left for the last map."""
        try:
            priors.map_sides(v.size)
        except ValueError as error:
            return f"size {v.size} is too small: {error}; take at least {_SMALLEST}"
        return None

    def difficulty(self, v: SsdPriorCountParameters) -> int:
        """1: every halving comes out even. 2: those up to conv4_3 do. 3: they round, too."""
        if v.size % 64 == 0:
            return 1
        return 2 if v.size % 8 == 0 else 3

    def compute(self, v: SsdPriorCountParameters) -> int:
        """Follow the side of the map through the layers, multiply map by map, and add."""
        return priors.count(v.size, v.ratios)

    def reference(self, v: SsdPriorCountParameters) -> int:
        """Run the real network, see where its heads look, lay the boxes out and count them."""
        from quizlab_verifiers.models.detection.anchors import FOUR, SIX, default_boxes
        from quizlab_verifiers.networks import built

        made = built.shapes("ssd300", (v.size, v.size))
        sides = [
            shape[-1]
            for name, shape in made.items()
            if name.startswith("head") and name.endswith(".locations")
        ]
        of_maps = [FOUR if further == 1 else SIX for further in v.ratios]
        return len(default_boxes(v.size, sides, of_maps))

    def prompt(self, v: SsdPriorCountParameters, language: str = "en") -> str:
        """Name the layers that the maps come from, and the ratios."""
        del language
        made = (
            "three 2 × 2 max poolings, stride 2",
            "a fourth one, stride 2",
            "3 × 3 convolution, stride 2, padding 1",
            "3 × 3 convolution, stride 2, padding 1",
            "3 × 3 convolution, stride 1, no padding",
            "3 × 3 convolution, stride 1, no padding",
        )
        rows = [
            (f"`{name}`", layer, str(further))
            for name, layer, further in zip(priors.MAPS, made, v.ratios, strict=True)
        ]
        return (
            f"SSD300's network (`ssd300`) is given an image of ${v.size} \\times {v.size}$. Its "
            "boxes stand on six maps, each made from the one before, the first from the image. "
            "Poolings round up; layers that are not named keep the side.\n\n"
            f"{table(('map', 'made by', 'further ratios'), rows, counts=1)}\n\n"
            "Every cell carries two square default boxes and, for each further aspect ratio, a "
            "wide box and a tall one. How many default boxes (priors) are there in all?"
        )

    def explain(self, v: SsdPriorCountParameters, language: str = "en") -> tuple[str, ...]:
        """Follow the sides, then multiply map by map, and add."""
        del language
        sides = priors.map_sides(v.size)
        boxes = [priors.boxes_per_cell(further) for further in v.ratios]
        counts = [side**2 * k for side, k in zip(sides, boxes, strict=True)]
        method = (
            "Follow the side $i$ of the map through the layers. These poolings, and a "
            "3 × 3 convolution of stride 2 with padding 1, make $\\lceil i / 2 \\rceil$ of it; a "
            "3 × 3 convolution without padding makes $i - 2$. A map of side $f$ with $r$ further "
            "ratios carries\n\n$$f^2 (2 + 2r)$$\n\ndefault boxes; add up the maps."
        )
        rows = [
            (
                f"`{name}`",
                f"{side} × {side} = {side**2:,}",
                f"2 + 2 · {further} = {k}",
                f"{found:,}",
            )
            for name, side, further, k, found in zip(
                priors.MAPS, sides, v.ratios, boxes, counts, strict=True
            )
        ]
        maps = table(("map", "cells", "boxes a cell", "boxes"), rows, counts=3)
        added = " + ".join(map(digits, counts))
        return (
            method,
            _worked_sides(v.size, sides),
            f"Map by map:\n\n{maps}",
            f"Together:\n\n$${added} = {digits(sum(counts))}$$",
        )


def _worked_sides(size: int, sides: tuple[int, ...]) -> str:
    """Follow the side from the image to the last map."""
    passed = [size]
    while len(passed) < 3:
        passed.append((passed[-1] + 1) // 2)
    halved = [*passed, *sides[:4]]
    rounded = [
        f"half of ${before}$ is rounded up to ${after}$"
        for before, after in pairwise(halved)
        if before % 2
    ]
    steps = " \\to ".join(map(str, halved))
    said = f": {listed(rounded)}" if rounded else ", and every half is a whole number"
    last = " \\to ".join(map(str, sides[3:]))
    return (
        f"Three poolings lead to `conv4_3` and a fourth to `fc7`; `conv8_2` and `conv9_2` halve "
        f"again{said}.\n\n$${steps}$$\n\n"
        f"`conv10_2` and `conv11_2` take two cells off each:\n\n$${last}$$"
    )
