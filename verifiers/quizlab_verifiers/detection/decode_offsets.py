"""A question about prediction: the box that offsets make of an anchor."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from math import exp, log
from typing import TYPE_CHECKING, Annotated

from quizlab.verify import Agreement, AnswerPart, Fields, Number, Place, Real, Verifier
from quizlab_verifiers.detection.decode_mistakes import MISTAKES
from quizlab_verifiers.detection.offset_parameters import (
    BOX,
    CITATION,
    LOGARITHMS,
    PLAIN,
    SSD,
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
from quizlab_verifiers.notation import aligned, equals, factor, number, row, tex

if TYPE_CHECKING:
    from fractions import Fraction

# Centres are worked exactly: a slip by 1 is to be seen. Sides hold a rounded exponential.
_CENTRE = Real(relative=0.002, floor=1e-9)
_SIDE = Real(relative=0.01, floor=1e-9)
_MOST = 10.0
"""Largest logarithm, times its variance: a factor of 22,000."""

# Logarithms of 1/2, 2/3, 3/2, 2, 3 and 4, plain and over SSD's variance of 0.2.
_FACTORS = (0.5, 2 / 3, 1.5, 2.0, 3.0, 4.0)
_PLAIN_SIZES = tuple(round(log(factor), 3) for factor in _FACTORS)
_SSD_SIZES = tuple(round(log(factor) / SSD[1], 3) for factor in _FACTORS)
_PLAIN_SHIFTS = (-1.0, -0.5, -0.2, 0.1, 0.25, 0.5, 1.0)
_SSD_SHIFTS = (-4.0, -2.0, -1.0, 0.5, 1.0, 2.0, 5.0)


@dataclass(frozen=True, slots=True, init=False)
class _Offsets(Fields):
    """Offsets, drawn as a whole: those for an anchor without variances, and those for SSD's."""

    def __init__(self) -> None:
        shift, size = Number(-100, 100), Number(-1000, 1000)
        # `super()` has no cell in a dataclass with slots, which is made anew.
        Fields.__init__(
            self, Place("tx", shift), Place("ty", shift), Place("tw", size), Place("th", size)
        )
        drawn = (
            *product(_PLAIN_SHIFTS, _PLAIN_SHIFTS, _PLAIN_SIZES, _PLAIN_SIZES),
            *product(_SSD_SHIFTS, _SSD_SHIFTS, _SSD_SIZES, _SSD_SIZES),
        )
        object.__setattr__(self, "draws", drawn)


@dataclass(frozen=True, slots=True)
class DecodeParameters:
    """An anchor and the offsets that were predicted for it.

    Attributes:
        anchor: Centre and sides ``[cx, cy, w, h]``.
        offsets: ``[tx, ty, tw, th]``.
        variances: What the shifts and what the logarithms are multiplied by; SSD has 0.1 and 0.2.
    """

    anchor: Annotated[Four, BOX]
    offsets: Annotated[Four, _Offsets()]
    variances: Annotated[Pair, VARIANCES] = PLAIN


class DecodeOffsets(Verifier[DecodeParameters]):
    """``box.decode-offsets``: the box that a network predicts."""

    id = "box.decode-offsets"
    version = 1
    title = "Decoding offsets to a box"
    Parameters = DecodeParameters
    parts = (
        AnswerPart("cx", _CENTRE, "centre x"),
        AnswerPart("cy", _CENTRE, "centre y"),
        AnswerPart("w", _SIDE, "width"),
        AnswerPart("h", _SIDE, "height"),
    )
    convention = (
        "R-CNN's parametrisation: boxes are [cx, cy, w, h] with their centre; shifts in sides of "
        "the anchor, sizes by the exponential function; offsets are multiplied by the variances "
        "(torchvision's weights are their inverses). Nothing is clipped."
    )
    citation = CITATION
    code = anchors.decode
    misconceptions = MISTAKES
    # A shift may take a centre of some thousands close to 0, where their rounding stays.
    agreement = Agreement(floor=1e-10)

    def where(self, v: DecodeParameters) -> str | None:
        """Refuse sizes that no image holds."""
        if max(map(abs, v.offsets[2:])) * v.variances[1] <= _MOST:
            return None
        for name, offset in (("tw", v.offsets[2]), ("th", v.offsets[3])):
            if abs(offset * v.variances[1]) > _MOST:
                return (
                    f"offsets: {name} {offset:g} times the variance {v.variances[1]:g} must lie "
                    f"within -{_MOST:g} and {_MOST:g}"
                )
        return None

    def comfortable(self, v: DecodeParameters) -> bool:
        """Hold draws to offsets for these variances: round factors, shifts that show."""
        tx, ty, tw, th = v.offsets
        shifts, sizes = (
            (_SSD_SHIFTS, _SSD_SIZES) if v.variances == SSD else (_PLAIN_SHIFTS, _PLAIN_SIZES)
        )
        return tw in sizes and th in sizes and tx in shifts and ty in shifts

    def difficulty(self, v: DecodeParameters) -> int:
        """1: both sides are halved, doubled or more. 3: variances. 2: the rest."""
        if v.variances != PLAIN:
            return 3
        powers = (_PLAIN_SIZES[0], _PLAIN_SIZES[3], _PLAIN_SIZES[5])
        return 1 if v.offsets[2] in powers and v.offsets[3] in powers else 2

    def compute(self, v: DecodeParameters) -> dict[str, float]:
        """Apply the formulas."""
        cx, cy, w, h = anchors.decode(v.anchor, v.offsets, *v.variances)
        return {"cx": cx, "cy": cy, "w": w, "h": h}

    def reference(self, v: DecodeParameters) -> dict[str, float]:
        """Search the box whose encoding the offsets are; no formula of decoding is used.

        Encoding is a straight line in a centre, so two of its points tell all, in exact
        fractions; and it rises with a side, so halving finds it.
        """
        from fractions import Fraction

        (xa, ya, wa, ha), (tx, ty, tw, th) = v.anchor, v.offsets
        centre, size = v.variances

        def moved(start: float, side: float, offset: float) -> float:
            def encoded(x: Fraction) -> Fraction:
                return (x - Fraction(start)) / (Fraction(side) * Fraction(centre))

            return line_root(encoded, offset)

        def stretched(side: float, offset: float) -> float:
            # The search runs in anchors, so that it is as sharp for all of them.
            return side * bisected(lambda r: log(r) / size, offset, exp(-_MOST) / 2, exp(_MOST) * 2)

        return {
            "cx": moved(xa, wa, tx),
            "cy": moved(ya, ha, ty),
            "w": stretched(wa, tw),
            "h": stretched(ha, th),
        }

    def prompt(self, v: DecodeParameters, language: str = "en") -> str:
        """Show anchor and offsets."""
        del language
        return (
            "A network predicts R-CNN's offsets $[t_x,\\ t_y,\\ t_w,\\ t_h]$ for an anchor that "
            "is given by centre and sides, $[c_x,\\ c_y,\\ w,\\ h]$:\n\n"
            f"{given(v.anchor, 'offsets', v.offsets, v.variances)}\n\n"
            f"What are centre and sides of the predicted box? {LOGARITHMS}"
        )

    def explain(self, v: DecodeParameters, language: str = "en") -> tuple[str, ...]:
        """Multiply by the variances, shift, stretch."""
        del language
        varied = v.variances != PLAIN
        (xa, ya, wa, ha), variances = v.anchor, one_each(v.variances)
        tx, ty, tw, th = (t * s for t, s in zip(v.offsets, variances, strict=True))
        now = self.compute(v)
        alpha, beta = ("\\alpha ", "\\beta ") if varied else ("", "")
        method = (
            "Move the anchor's centre by the shift, which counts in sides of the anchor, and "
            "multiply its sides by the exponential of the logarithm. "
            f"{letters_said(with_variances=varied)}\n\n"
            f"$$x = x_a + w_a {alpha}t_x \\qquad y = y_a + h_a {alpha}t_y$$\n\n"
            f"$$w = w_a \\exp({beta}t_w) \\qquad h = h_a \\exp({beta}t_h)$$"
        )
        steps = [method]
        if varied:
            multiplied = aligned(
                (f"{letter} t_{axis}", f"= {tex(by)} \\cdot {factor(t)} {equals(t * by)}")
                for letter, axis, t, by in zip(
                    ("\\alpha", "\\alpha", "\\beta", "\\beta"),
                    "xywh",
                    v.offsets,
                    variances,
                    strict=True,
                )
            )
            steps.append(f"Multiply by the variances:\n\n{multiplied}")
        shifted = aligned(
            (axis, f"= {tex(start)} + {tex(side)} \\cdot {factor(t)} {equals(now[f'c{axis}'])}")
            for axis, start, side, t in (("x", xa, wa, tx), ("y", ya, ha, ty))
        )
        stretched = aligned(
            (axis, f"= {tex(side)} \\cdot \\exp({number(t)}) \\approx {number(now[axis])}")
            for axis, side, t in (("w", wa, tw), ("h", ha, th))
        )
        factors = f"$\\exp({number(tw)}) {equals(exp(tw), 4)}$"
        if tw != th:
            factors += f" and $\\exp({number(th)}) {equals(exp(th), 4)}$"
        steps += [
            f"Move the centre:\n\n{shifted}",
            f"Stretch the sides, with {factors}:\n\n{stretched}",
        ]
        return (*steps, f"So $[c_x,\\ c_y,\\ w,\\ h] = {row(tuple(now.values()))}$.")
