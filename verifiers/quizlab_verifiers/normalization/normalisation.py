"""What the questions about batch, layer, instance and group norm share."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING, TypeVar

from quizlab.verify import Agreement, AnswerPart, Real, Vector, Verifier
from quizlab_verifiers.normalization.layout import clash_of_spread, flat, is_affine
from quizlab_verifiers.normalization.nice_values import is_round
from quizlab_verifiers.normalization.norm_mistakes import NEGLIGIBLE_EPS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from quizlab.verify import Value
    from quizlab_verifiers.normalization.layout import Layout

P = TypeVar("P")

# What a small epsilon leaves of a cancelled sum, such as 1 - 0.999999, counts as the 0 that
# everybody writes.
OUTPUT = AnswerPart(
    "output", Vector(relative=0.01, floor=0.005), "output", builds_on=("mean", "variance")
)

VECTOR_PARTS = (
    AnswerPart("mean", Vector(relative=0.01, floor=1e-9), "means"),
    AnswerPart("variance", Vector(relative=0.01, floor=1e-9), "variances", builds_on=("mean",)),
    OUTPUT,
)
"""Where several sets are normalised."""

SCALAR_PARTS = (
    AnswerPart("mean", Real(relative=0.01, floor=1e-9), "mean"),
    AnswerPart("variance", Real(relative=0.01, floor=1e-9), "variance", builds_on=("mean",)),
    OUTPUT,
)
"""Where one set is."""


class Normalisation(Verifier[P], abstract=True):
    """Normalises values in sets that a subclass lays out."""

    # Outputs have the size of gamma, up to 100, of which floats hold this much where values lie
    # as near together as is legal.
    agreement = Agreement(relative=1e-9, floor=1e-7)

    @abstractmethod
    def layout(self, v: P) -> Layout:
        """Return which values share a mean."""

    def where(self, v: P) -> str | None:
        """Say which values cannot be normalised; subclasses look at what does not fit first."""
        return clash_of_spread(self.layout(v))

    def comfortable(self, v: P) -> bool:
        """Hold draws to whole or nearly whole roots."""
        layout = self.layout(v)
        return all(is_round(variance, layout.eps) for variance in layout.statistics()[1])

    def difficulty(self, v: P) -> int:
        """1: normalise only. 2: with scale and shift, or an epsilon that matters. 3: both."""
        layout = self.layout(v)
        return 1 + is_affine(layout.pairs) + (layout.eps > NEGLIGIBLE_EPS)

    def follow(self, v: P, part: str, earlier: Mapping[str, Value]) -> Value | None:
        """Return what follows from the learner's own means, and variances for the output."""
        layout = self.layout(v)
        sets = layout.sets
        means = flat(earlier["mean"])
        if len(means) != len(sets):
            return None
        if part == "variance":
            about = tuple(
                sum((x - mean) ** 2 for x in members) / len(members)
                for members, mean in zip(sets, means, strict=True)
            )
            return about if isinstance(earlier["mean"], tuple) else about[0]
        variances = flat(earlier["variance"])
        return layout.output(means, variances) if len(variances) == len(sets) else None
