"""Questions about Dice: how well two masks overlap."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quizlab.verify import AnswerPart, Misconception, Real, Verifier
from quizlab_verifiers.maths import segmentation_scores
from quizlab_verifiers.notation import equals, matrix, tex
from quizlab_verifiers.segmentation.dice_parameters import DiceParameters, clash

if TYPE_CHECKING:
    from collections.abc import Callable

_WIDEST = 20
"""Columns up to which a mask is shown as a matrix."""


def _shown(
    v: DiceParameters, share: Callable[[int, int, int, float], tuple[float, float]]
) -> float | None:
    """Divide a wrong numerator by a wrong denominator; None where that is undefined."""
    above, below = share(*v.counts, v.smooth)
    return above / below if below else None


def _iou(v: DiceParameters) -> float | None:
    return _shown(v, lambda a, b, both, s: (both + s, a + b - both + s))


def _factor_missing(v: DiceParameters) -> float | None:
    return _shown(v, lambda a, b, both, s: (both + s, a + b + s))


def _union_below(v: DiceParameters) -> float | None:
    return _shown(v, lambda a, b, both, s: (2 * both + s, a + b - both + s))


def _precision(v: DiceParameters) -> float | None:
    return _shown(v, lambda _, b, both, s: (both + s, b + s))


def _recall(v: DiceParameters) -> float | None:
    return _shown(v, lambda a, _, both, s: (both + s, a + s))


def _pixel_accuracy(v: DiceParameters) -> float | None:
    pixels = len(v.truth) * len(v.truth[0])
    return _shown(v, lambda a, b, both, _: (pixels - a - b + 2 * both, pixels))


def _not_smoothed(v: DiceParameters) -> float | None:
    return _shown(v, lambda a, b, both, _: (2 * both, a + b)) if v.smooth else None


def _smoothed_below_only(v: DiceParameters) -> float | None:
    return _shown(v, lambda a, b, both, s: (2 * both, a + b + s)) if v.smooth else None


class Dice(Verifier[DiceParameters]):
    """``dice.value``: the Dice coefficient of two masks."""

    id = "dice.value"
    version = 1
    title = "Dice coefficient of two masks"
    Parameters = DiceParameters
    parts = (AnswerPart("dice", Real(relative=0.01, floor=1e-9, percent=True)),)
    convention = (
        "Masks of 0 and 1; only the object (1) is scored, not the background. A smoothing term, "
        "where given, is added above and below the fraction."
    )
    citation = (
        "Milletari, Navab & Ahmadi 2016, V-Net, section 3, https://arxiv.org/abs/1606.04797; "
        "smoothing as in MONAI's DiceLoss, https://docs.monai.io/en/stable/losses.html#diceloss"
    )
    code = segmentation_scores.dice
    misconceptions: tuple[Misconception[DiceParameters], ...] = (
        Misconception(
            "iou",
            "That is the IoU, intersection by union. Dice is twice the intersection by the sum of "
            "both areas.",
            _iou,
        ),
        Misconception(
            "factor-missing",
            "You forgot the factor 2. The areas below count the common pixels twice, so the "
            "intersection is doubled; else equal masks would score only one half.",
            _factor_missing,
        ),
        Misconception(
            "union-below",
            "You doubled the intersection but divided by the union. Divide by the sum of both "
            "areas, or take IoU without the factor 2.",
            _union_below,
        ),
        Misconception(
            "precision",
            "You divided by the predicted area only, which is precision. Dice takes both areas.",
            _precision,
        ),
        Misconception(
            "recall",
            "You divided by the true area only, which is recall. Dice takes both areas.",
            _recall,
        ),
        Misconception(
            "pixel-accuracy",
            "You counted background on which both agree as a hit. Dice looks at the object only.",
            _pixel_accuracy,
        ),
        Misconception(
            "not-smoothed",
            "You left out the smoothing term: it is added to the numerator and the denominator.",
            _not_smoothed,
        ),
        Misconception(
            "smoothed-below-only",
            "You added the smoothing term below only. It is added above too, so that two empty "
            "masks score 1.",
            _smoothed_below_only,
        ),
    )

    def where(self, v: DiceParameters) -> str | None:
        """Say why the masks cannot be compared."""
        return clash(v)

    def comfortable(self, v: DiceParameters) -> bool:
        """Hold draws to an overlap that is there, not perfect, and makes a short fraction."""
        a, b, both = v.counts
        if not 0 < both < max(a, b):
            return False
        below = round(a + b + v.smooth)
        return 20 * (2 * both + v.smooth) % below == 0 or below <= 20

    def difficulty(self, v: DiceParameters) -> int:
        """1: small masks. 2: large ones. 3: smoothed."""
        if v.smooth:
            return 3
        a, b, _ = v.counts
        return 2 if a + b > 18 else 1

    def compute(self, v: DiceParameters) -> float:
        """Divide twice the intersection by both areas."""
        return segmentation_scores.dice(v.truth, v.prediction, v.smooth)

    def reference(self, v: DiceParameters) -> float:
        """Sort torch's pixels into hits, false alarms and misses, and score as F1 does."""
        import torch

        outcomes = 2 * torch.tensor(v.truth) + torch.tensor(v.prediction)
        _, false, missed, hits = map(int, torch.bincount(outcomes.flatten(), minlength=4))
        half = v.smooth / 2
        return (hits + half) / (hits + half + (false + missed) / 2)

    def prompt(self, v: DiceParameters, language: str = "en") -> str:
        """Show both masks and ask for their Dice."""
        del language
        smooth = f", smoothed with ${tex(v.smooth)}$ above and below" if v.smooth else ""
        return (
            f"The true mask $A$ and the predicted mask $B$ of an object:\n\n{_masks(v)}\n\n"
            f"What is their Dice coefficient{smooth}?"
        )

    def explain(self, v: DiceParameters, language: str = "en") -> tuple[str, ...]:
        """Count both areas and the intersection, then divide."""
        del language
        a, b, both = v.counts
        plus, letter = (f" + {tex(v.smooth)}", " + s") if v.smooth else ("", "")
        what = (
            "Dice compares the pixels that are 1 in both masks with the areas of the two. Since "
            "those areas count the common pixels twice, the numerator does so too"
        )
        smoothing = "; the smoothing term $s$ comes above and below" if v.smooth else ""
        iou = both / (a + b - both) if a + b else 0.0
        check = (
            ""
            if v.smooth
            else f"\n\nThe IoU would be ${both} / ({a} + {b} - {both}) {equals(iou)}$, which is "
            "never more than Dice."
        )
        return (
            (
                f"{what}{smoothing}:\n\n"
                f"$$\\mathrm{{Dice}} = \\frac{{2 \\, |A \\cap B|{letter}}}{{|A| + |B|{letter}}}$$"
            ),
            (
                f"Count the ones: $|A| = {a}$ in the truth, $|B| = {b}$ in the prediction, and "
                f"$|A \\cap B| = {both}$ at places where both are 1.{check}"
            ),
            (
                "Put the counts in:\n\n"
                f"$$\\mathrm{{Dice}} = \\frac{{2 \\cdot {both}{plus}}}{{{a} + {b}{plus}}} "
                f"= \\frac{{{tex(2 * both + v.smooth)}}}{{{tex(a + b + v.smooth)}}} "
                f"{equals(self.compute(v))}$$"
            ),
        )


def _masks(v: DiceParameters) -> str:
    """Show the masks side by side where they are narrow, else one below the other.

    What is too wide for a matrix is shown as lines of digits.
    """
    if len(v.truth[0]) > _WIDEST:
        lines = [
            "\n".join("".join(map(str, row)) for row in mask) for mask in (v.truth, v.prediction)
        ]
        return f"$A$:\n\n```text\n{lines[0]}\n```\n\n$B$:\n\n```text\n{lines[1]}\n```"
    a, b = f"A = {matrix(v.truth)}", f"B = {matrix(v.prediction)}"
    return f"$${a} \\qquad {b}$$" if len(v.truth[0]) <= 9 else f"$${a}$$\n\n$${b}$$"
