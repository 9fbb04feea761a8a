"""Questions about ASPP: what an atrous kernel spans, and how many of its taps see the map."""

from __future__ import annotations

from quizlab.verify import AnswerPart, Count, Verifier
from quizlab_verifiers.maths import atrous
from quizlab_verifiers.segmentation.aspp_mistakes import MISTAKES
from quizlab_verifiers.segmentation.aspp_parameters import (
    CENTRE,
    CORNER,
    EDGE,
    AsppParameters,
    clash,
    half,
    room,
    taps_on_map,
)
from quizlab_verifiers.wording import article

_PLACES = {
    CENTRE: "the map's middle cell",
    EDGE: "the middle cell of the map's top edge",
    CORNER: "the map's top left cell",
}
_AXES = ("down the map", "across it")


class AsppEffectiveKernel(Verifier[AsppParameters]):
    """``aspp.effective-kernel``: span of an atrous kernel, and its taps on real cells."""

    id = "aspp.effective-kernel"
    version = 1
    title = "Reach of an ASPP branch"
    Parameters = AsppParameters
    parts = (
        AnswerPart("effective-kernel", Count(), "effective kernel"),
        AnswerPart("taps", Count(), "taps on the map"),
    )
    convention = (
        "Rate r is the distance from tap to tap; the branch is padded so that the map keeps its "
        "side; a tap on padding sees only zeros and does not count."
    )
    citation = (
        "Chen et al. 2017, Rethinking Atrous Convolution (DeepLabv3), section 3.3 and figure 4, "
        "https://arxiv.org/abs/1706.05587"
    )
    code = atrous.taps_inside
    misconceptions = MISTAKES

    def where(self, v: AsppParameters) -> str | None:
        """Say what has no middle."""
        return clash(v)

    def comfortable(self, v: AsppParameters) -> bool:
        """Hold draws to kernels of which something falls off the map, most of the time."""
        return taps_on_map(v) < v.kernel**2

    def difficulty(self, v: AsppParameters) -> int:
        """1: a 3 x 3 at the centre. 2: a larger one there, or 3 x 3 elsewhere. 3: the rest."""
        return 1 + (v.kernel > 3) + (v.cell != CENTRE)

    def compute(self, v: AsppParameters) -> dict[str, int]:
        """Count along both axes."""
        down, across = room(v)
        return {
            "effective-kernel": atrous.effective_kernel(v.kernel, v.rate),
            "taps": atrous.taps_inside(v.kernel, v.rate, *down)
            * atrous.taps_inside(v.kernel, v.rate, *across),
        }

    def reference(self, v: AsppParameters) -> dict[str, int]:
        """Run torch's layer on a map of ones; weights without a gradient see only padding."""
        import torch

        weight = torch.ones(1, 1, v.kernel, v.kernel, requires_grad=True)
        out = torch.conv2d(
            torch.ones(1, 1, v.side, v.side),
            weight,
            padding=v.rate * half(v),
            dilation=v.rate,
        )
        row = v.side // 2 if v.cell == CENTRE else 0
        column = 0 if v.cell == CORNER else v.side // 2
        (gradient,) = torch.autograd.grad(out[0, 0, row, column], weight)
        return {
            "effective-kernel": _extent(v.kernel, v.rate),
            "taps": int(gradient.count_nonzero()),
        }

    def prompt(self, v: AsppParameters, language: str = "en") -> str:
        """Describe the branch and the cell, and ask for span and taps."""
        del language
        return (
            f"A branch of ASPP runs a ${v.kernel} \\times {v.kernel}$ convolution of rate "
            f"${v.rate}$ over {article(v.side)} ${v.side} \\times {v.side}$ feature map, padded so "
            "that the map keeps its side.\n\n"
            "How many cells does the kernel span along a side, and how many of its "
            f"${v.kernel**2}$ taps lie on cells of the map, not on padding, when it is centred on "
            f"{_PLACES[v.cell]}?"
        )

    def explain(self, v: AsppParameters, language: str = "en") -> tuple[str, ...]:
        """Work the span, then the taps along each axis."""
        del language
        right, down_across = self.compute(v), room(v)
        span, taps = right["effective-kernel"], right["taps"]
        equal = down_across[0] == down_across[1]
        named = (
            [("along each axis", down_across[0])] if equal else zip(_AXES, down_across, strict=True)
        )
        axes = "\n".join(self._axis(v, name, *cells) for name, cells in named)
        remark = ""
        if taps == 1 < v.kernel:
            remark = ": it works as a $1 \\times 1$ convolution"
        elif taps == v.kernel**2:
            remark = " (all of them)"
        counts = [atrous.taps_inside(v.kernel, v.rate, *cells) for cells in down_across]
        return (
            (
                "Between $k$ taps lie $k - 1$ gaps of $r$ cells, so the kernel spans $r(k - 1) + 1$ "
                "cells. From the middle tap the others follow at $r, 2r, \\ldots$ cells to either side. "
                "With $c$ cells of map on a side, the taps there that lie on the map are\n\n"
                "$$\\min\\left(\\frac{k - 1}{2},\\ "
                "\\left\\lfloor \\frac{c}{r} \\right\\rfloor\\right)$$"
            ),
            f"The span:\n\n$$r(k - 1) + 1 = {v.rate} \\cdot {v.kernel - 1} + 1 = {span}$$",
            (
                f"Up to ${half(v)}$ {'tap' if half(v) == 1 else 'taps'} on either side of the middle "
                f"one:\n\n{axes}"
            ),
            (
                f"Multiply the axes: ${counts[0]} \\cdot {counts[1]} = {taps}$.\n\n"
                f"So the kernel spans ${span}$ cell{'s' * (span > 1)} and has ${taps}$ of its ${v.kernel**2}$ taps on "
                f"the map{remark}."
            ),
        )

    def _axis(self, v: AsppParameters, name: str, before: int, after: int) -> str:
        """Count the taps along one axis."""
        sides = " + ".join(str(min(half(v), cells // v.rate)) for cells in (before, after))
        taps = atrous.taps_inside(v.kernel, v.rate, before, after)
        return f"- {name}: ${before}$ and ${after}$ cells of map, so $1 + {sides} = {taps}$"


def _extent(kernel: int, rate: int) -> int:
    """Return how far apart the first and the last input lie that one output depends on."""
    import torch

    cells = torch.zeros(1, 1, 2 * rate * kernel + 1, requires_grad=True)
    out = torch.conv1d(cells, torch.ones(1, 1, kernel), dilation=rate)
    (gradient,) = torch.autograd.grad(out[0, 0, out.shape[2] // 2], cells)
    touched = gradient.flatten().nonzero().flatten()
    return int(touched[-1] - touched[0]) + 1
