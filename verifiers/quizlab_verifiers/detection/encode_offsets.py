"""A question about training targets: the offsets that lead from an anchor to a box."""

from __future__ import annotations

from dataclasses import dataclass
from math import exp
from typing import TYPE_CHECKING, Annotated

from quizlab.verify import AnswerPart, Real, Verifier
from quizlab_verifiers.detection.encode_mistakes import MISTAKES
from quizlab_verifiers.detection.offset_parameters import (
    BOX,
    CITATION,
    LOGARITHMS,
    PLAIN,
    VARIANCES,
    Four,
    Pair,
    bisected,
    given,
    letters_said,
    line_root,
    one_each,
)
from quizlab_verifiers.maths import anchors
from quizlab_verifiers.notation import aligned, equals, factor, fraction, number, tex

if TYPE_CHECKING:
    from fractions import Fraction

_NEAR = Real(relative=0.01, floor=1e-9)
_LARGEST = 18.0
"""Above the logarithm of the largest ratio of two legal sides."""


@dataclass(frozen=True, slots=True)
class EncodeParameters:
    """An anchor and the box that it is to become.

    Attributes:
        anchor: Centre and sides ``[cx, cy, w, h]``.
        box: Centre and sides in the same units.
        variances: What the shifts and what the logarithms are divided by; SSD has 0.1 and 0.2.
    """

    anchor: Annotated[Four, BOX]
    box: Annotated[Four, BOX]
    variances: Annotated[Pair, VARIANCES] = PLAIN


class EncodeOffsets(Verifier[EncodeParameters]):
    """``box.encode-offsets``: the regression targets of an anchor."""

    id = "box.encode-offsets"
    version = 1
    title = "Encoding a box as offsets from an anchor"
    Parameters = EncodeParameters
    parts = (
        AnswerPart("tx", _NEAR, "tx"),
        AnswerPart("ty", _NEAR, "ty"),
        AnswerPart("tw", _NEAR, "tw"),
        AnswerPart("th", _NEAR, "th"),
    )
    convention = (
        "R-CNN's parametrisation: boxes are [cx, cy, w, h] with their centre; shifts in sides of "
        "the anchor, sizes by the natural logarithm; offsets are divided by the variances "
        "(torchvision's weights are their inverses)."
    )
    citation = CITATION
    code = anchors.encode
    misconceptions = MISTAKES

    def comfortable(self, v: EncodeParameters) -> bool:
        """Hold draws to shifts of at most a side, and to offsets of which none is 0."""
        (xa, ya, wa, ha), (x, y, w, h) = v.anchor, v.box
        return 0 < abs(x - xa) <= wa != w and 0 < abs(y - ya) <= ha != h

    def difficulty(self, v: EncodeParameters) -> int:
        """1: ratios are powers of two. 3: variances. 2: the rest."""
        if v.variances != PLAIN:
            return 3
        ratios = (v.box[2] / v.anchor[2], v.box[3] / v.anchor[3])
        return 1 if all(ratio in {0.25, 0.5, 1, 2, 4} for ratio in ratios) else 2

    def compute(self, v: EncodeParameters) -> dict[str, float]:
        """Apply the formulas."""
        tx, ty, tw, th = anchors.encode(v.anchor, v.box, *v.variances)
        return {"tx": tx, "ty": ty, "tw": tw, "th": th}

    def reference(self, v: EncodeParameters) -> dict[str, float]:
        """Search the offsets that decode to the box; no formula of encoding is used.

        Decoding is a straight line in a shift, so two of its points tell all, in exact
        fractions; and it rises with a size, so halving finds it.
        """
        from fractions import Fraction

        (xa, ya, wa, ha), (x, y, w, h) = v.anchor, v.box
        centre, size = v.variances

        def shift(start: float, side: float, goal: float) -> float:
            def decoded(t: Fraction) -> Fraction:
                return Fraction(start) + Fraction(side) * Fraction(centre) * t

            return line_root(decoded, goal)

        def stretch(side: float, goal: float) -> float:
            return bisected(lambda u: side * exp(u), goal, -_LARGEST, _LARGEST) / size

        return {
            "tx": shift(xa, wa, x),
            "ty": shift(ya, ha, y),
            "tw": stretch(wa, w),
            "th": stretch(ha, h),
        }

    def prompt(self, v: EncodeParameters, language: str = "en") -> str:
        """Show anchor and box."""
        del language
        return (
            "An anchor and a ground-truth box are given by centre and sides, "
            "$[c_x,\\ c_y,\\ w,\\ h]$:\n\n"
            f"{given(v.anchor, 'box', v.box, v.variances)}\n\n"
            "R-CNN's offsets $t_x$, $t_y$, $t_w$, $t_h$ are the targets of training. What are "
            f"they? {LOGARITHMS}"
        )

    def explain(self, v: EncodeParameters, language: str = "en") -> tuple[str, ...]:
        """Shift, stretch, and divide by the variances."""
        del language
        varied = v.variances != PLAIN
        (xa, ya, wa, ha), (x, y, w, h) = v.anchor, v.box
        plain = anchors.encode(v.anchor, v.box)
        now = self.compute(v)
        alpha = "\\alpha " if varied else ""
        log_w, log_h = (
            f"\\frac{{\\ln({side} / {side}_a)}}{{\\beta}}" if varied else f"\\ln({side} / {side}_a)"
            for side in "wh"
        )
        method = (
            "Measure the shift of the centre in sides of the anchor, and the size as the natural "
            f"logarithm of a ratio, box over anchor. {letters_said(with_variances=varied)}\n\n"
            f"$$t_x = \\frac{{x - x_a}}{{{alpha}w_a}} \\qquad "
            f"t_y = \\frac{{y - y_a}}{{{alpha}h_a}}$$\n\n"
            f"$$t_w = {log_w} \\qquad t_h = {log_h}$$"
        )
        shifts = aligned(
            (name, f"= {fraction(to - start, side)} {equals(found)}")
            for name, to, start, side, found in (
                ("(x - x_a) / w_a", x, xa, wa, plain[0]),
                ("(y - y_a) / h_a", y, ya, ha, plain[1]),
            )
        )
        logs = aligned(
            (
                name,
                f"= \\ln\\frac{{{tex(to)}}}{{{tex(side)}}} = \\ln {number(to / side)} {equals(found)}",
            )
            for name, to, side, found in (
                ("\\ln(w / w_a)", w, wa, plain[2]),
                ("\\ln(h / h_a)", h, ha, plain[3]),
            )
        )
        steps = [method, f"The shifts:\n\n{shifts}", f"The logarithms:\n\n{logs}"]
        if varied:
            divided = aligned(
                (f"t_{name[1]}", f"= {factor(one)} / {tex(by)} {equals(now[name])}")
                for name, one, by in zip(now, plain, one_each(v.variances), strict=True)
            )
            steps.append(f"Divide by the variances:\n\n{divided}")
        said = ", ".join(f"$t_{name[1]} = {number(value)}$" for name, value in now.items())
        return (*steps, f"So {said}.")
