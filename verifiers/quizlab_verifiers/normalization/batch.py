"""Questions about batch norm in training: a small batch, worked by hand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

from quizlab.verify import Generated, MatrixOf, Number
from quizlab_verifiers.maths import normalization
from quizlab_verifiers.normalization import norm_text
from quizlab_verifiers.normalization.layout import Layout, clash_of_pairs, spread
from quizlab_verifiers.normalization.nice_values import EPS_DRAWS, nice_set, some_eps
from quizlab_verifiers.normalization.norm_mistakes import Mistake, on_layouts, regrouped
from quizlab_verifiers.normalization.normalisation import VECTOR_PARTS, Normalisation
from quizlab_verifiers.normalization.parameters import EPSILON, NUMBER, affine

if TYPE_CHECKING:
    from random import Random

    from quizlab.verify import Value

_TINY = 1e-300
"""torch wants an epsilon above 0 in training; added to any other number this one changes nothing."""


def _batch(dice: Random) -> tuple[tuple[float, ...], ...]:
    """Return two to four samples with one or two features."""
    samples = dice.choice((2, 3, 3, 4, 4, 4))
    eps = some_eps(dice, samples)
    columns = [nice_set(dice, samples, eps) for _ in range(dice.choice((1, 2, 2, 2)))]
    return tuple(zip(*columns, strict=True))


@dataclass(frozen=True, slots=True)
class BatchParameters:
    """A batch that is normalised in training mode.

    Attributes:
        values: The batch; rows are samples, columns are features.
        affine: Gamma and beta of each feature; one pair is for all, none stands for 1 and 0.
        eps: Keeps the division defined.
    """

    values: Annotated[
        tuple[tuple[float, ...], ...],
        MatrixOf(NUMBER, rows=(2, 16), columns=(1, 8), draws=Generated(_batch)),
    ]
    affine: Annotated[tuple[tuple[float, float], ...], affine(8, 0, 0, 1, 2, 2)] = ()
    eps: Annotated[float, Number(*EPSILON, draws=EPS_DRAWS)] = 1e-5


def _pairs(v: BatchParameters) -> tuple[tuple[float, float], ...]:
    return spread(v.affine, len(v.values[0]))


def _done(v: BatchParameters) -> normalization.Normalised:
    gammas, betas = zip(*_pairs(v), strict=True)
    return normalization.batch_norm(v.values, gammas, betas, v.eps)


def _layout(v: BatchParameters) -> Layout:
    samples, features = len(v.values), len(v.values[0])
    return Layout(
        values=tuple(x for row in v.values for x in row),
        owners=tuple(range(features)) * samples,
        pairs=_pairs(v) * samples,
        eps=v.eps,
        width=features,
    )


def _per_sample(layout: Layout) -> dict[str, Value] | None:
    if layout.width == 1:
        return None  # Nobody normalises a single number.
    return regrouped(layout, [place // layout.width for place in range(len(layout.values))])


def _all_together(layout: Layout) -> dict[str, Value] | None:
    return None if layout.width == 1 else regrouped(layout, [0] * len(layout.values))


_MISTAKES = on_layouts(
    _layout,
    Mistake(
        "per-sample",
        "You normalised each row, a sample over its features: that is layer norm. Batch norm goes "
        "down the columns, a feature over the samples.",
        _per_sample,
    ),
    Mistake(
        "all-together",
        "You took one mean over the whole batch. Each feature has its own mean and variance.",
        _all_together,
    ),
)


class BatchNorm(Normalisation[BatchParameters]):
    """``norm.batch``: means, variances and output of a batch norm in training."""

    id = "norm.batch"
    version = 1
    title = "Batch normalisation"
    Parameters = BatchParameters
    parts = VECTOR_PARTS
    convention = (
        "Training mode: the batch's own statistics, per column. The variance is biased, divided by "
        "n; ε is added to it under the root (1e-5 in PyTorch, 1e-3 in Keras)."
    )
    citation = (
        "Ioffe & Szegedy 2015, Batch Normalization, Algorithm 1, "
        "https://arxiv.org/abs/1502.03167; torch.nn.BatchNorm1d, "
        "https://docs.pytorch.org/docs/stable/generated/torch.nn.BatchNorm1d.html"
    )
    code = normalization.batch_norm
    misconceptions = _MISTAKES

    def layout(self, v: BatchParameters) -> Layout:
        """Return a set for each column."""
        return _layout(v)

    def where(self, v: BatchParameters) -> str | None:
        """Say which pairs do not fit, or which feature cannot be normalised."""
        return clash_of_pairs(v.affine, len(v.values[0]), "feature") or super().where(v)

    def compute(self, v: BatchParameters) -> dict[str, Value]:
        """Normalise the columns."""
        done = _done(v)
        return {"mean": done.means, "variance": done.variances, "output": done.y}

    def reference(self, v: BatchParameters) -> dict[str, Value]:
        """Run torch's batch norm in training mode, in float64."""
        import torch
        from torch.nn import functional

        batch = torch.tensor(v.values, dtype=torch.float64)
        gammas, betas = torch.tensor(_pairs(v), dtype=torch.float64).T
        output = functional.batch_norm(
            batch, None, None, gammas, betas, training=True, eps=v.eps or _TINY
        )
        variances, means = torch.var_mean(batch, dim=0, correction=0)
        return {
            "mean": tuple(means.tolist()),
            "variance": tuple(variances.tolist()),
            "output": tuple(map(tuple, output.tolist())),
        }

    def prompt(self, v: BatchParameters, language: str = "en") -> str:
        """Show the batch and ask for its statistics and the output."""
        del language
        samples, features = len(v.values), len(v.values[0])
        plural = "s" if features > 1 else ""
        return (
            f"A batch of ${samples}$ samples (rows) with ${features}$ feature{plural} "
            f"(column{plural}) goes through batch normalisation in training mode:\n\n"
            f"{norm_text.table(v.values)}\n\n"
            f"{norm_text.settings(_pairs(v), v.eps, 'feature')}\n\n"
            f"What are the mean{plural} and the biased variance{plural} of "
            f"the feature{plural}, and what comes out?"
        )

    def explain(self, v: BatchParameters, language: str = "en") -> tuple[str, ...]:
        """Work the columns."""
        del language
        words = norm_text.Words(
            "Batch norm looks at each feature on its own, over all samples of the batch: the "
            "values of a column belong together.",
            "feature",
            "feature",
        )
        return norm_text.explain(_layout(v), words, _done(v))
