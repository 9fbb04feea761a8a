"""Questions about layer norm: one sample, worked by hand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

from quizlab.verify import Generated, ListOf, Number
from quizlab_verifiers.maths import normalization
from quizlab_verifiers.normalization import norm_text
from quizlab_verifiers.normalization.layout import Layout, clash_of_pairs, spread
from quizlab_verifiers.normalization.nice_values import EPS_DRAWS, nice_set, some_eps
from quizlab_verifiers.normalization.norm_mistakes import on_layouts
from quizlab_verifiers.normalization.normalisation import SCALAR_PARTS, Normalisation
from quizlab_verifiers.normalization.parameters import EPSILON, NUMBER, affine

if TYPE_CHECKING:
    from random import Random

    from quizlab.verify import Value


def _sample(dice: Random) -> tuple[float, ...]:
    """Return a sample with two to eight features."""
    features = dice.choice((2, 3, 4, 4, 4, 5, 6, 8))
    return tuple(nice_set(dice, features, some_eps(dice, features)))


@dataclass(frozen=True, slots=True)
class LayerParameters:
    """One sample that is normalised.

    Attributes:
        values: The features of the sample.
        affine: Gamma and beta of each feature; one pair is for all, none stands for 1 and 0.
        eps: Keeps the division defined.
    """

    values: Annotated[tuple[float, ...], ListOf(NUMBER, 2, 64, draws=Generated(_sample))]
    affine: Annotated[tuple[tuple[float, float], ...], affine(64, 0, 0, 1, 1, 4)] = ()
    eps: Annotated[float, Number(*EPSILON, draws=EPS_DRAWS)] = 1e-5


def _done(v: LayerParameters) -> normalization.Normalised:
    gammas, betas = zip(*spread(v.affine, len(v.values)), strict=True)
    return normalization.layer_norm(v.values, gammas, betas, v.eps)


def _layout(v: LayerParameters) -> Layout:
    features = len(v.values)
    return Layout(v.values, (0,) * features, spread(v.affine, features), v.eps, width=0)


class LayerNorm(Normalisation[LayerParameters]):
    """``norm.layer``: mean, variance and output of a layer norm."""

    id = "norm.layer"
    version = 1
    title = "Layer normalisation"
    Parameters = LayerParameters
    parts = SCALAR_PARTS
    convention = (
        "One sample over all the features given; training and inference do the same. The variance "
        "is biased, divided by n; ε is added to it under the root (1e-5 in PyTorch, 1e-3 in Keras)."
    )
    citation = (
        "Ba, Kiros & Hinton 2016, Layer Normalization, section 3, "
        "https://arxiv.org/abs/1607.06450; torch.nn.LayerNorm, "
        "https://docs.pytorch.org/docs/stable/generated/torch.nn.LayerNorm.html"
    )
    code = normalization.layer_norm
    misconceptions = on_layouts(_layout, scalar=True)

    def layout(self, v: LayerParameters) -> Layout:
        """Return one set."""
        return _layout(v)

    def where(self, v: LayerParameters) -> str | None:
        """Say which pairs do not fit, or why the sample cannot be normalised."""
        return clash_of_pairs(v.affine, len(v.values), "feature") or super().where(v)

    def compute(self, v: LayerParameters) -> dict[str, Value]:
        """Normalise the sample."""
        done = _done(v)
        return {"mean": done.means[0], "variance": done.variances[0], "output": done.y[0]}

    def reference(self, v: LayerParameters) -> dict[str, Value]:
        """Run torch's layer norm in float64."""
        import torch
        from torch.nn import functional

        sample = torch.tensor(v.values, dtype=torch.float64)
        gammas, betas = torch.tensor(spread(v.affine, len(sample)), dtype=torch.float64).T
        output = functional.layer_norm(sample, sample.shape, gammas, betas, v.eps)
        variance, mean = torch.var_mean(sample, dim=0, correction=0)
        return {
            "mean": mean.item(),
            "variance": variance.item(),
            "output": tuple(output.tolist()),
        }

    def prompt(self, v: LayerParameters, language: str = "en") -> str:
        """List the features and ask for their statistics and the output."""
        del language
        return (
            f"Layer normalisation takes a sample with these ${len(v.values)}$ features, and "
            "normalises over all of them:\n\n"
            f"{norm_text.given(v.values)}\n\n"
            f"{norm_text.settings(spread(v.affine, len(v.values)), v.eps, 'feature')}\n\n"
            "What are their mean and their biased variance, and what comes out?"
        )

    def explain(self, v: LayerParameters, language: str = "en") -> tuple[str, ...]:
        """Work the sample."""
        del language
        words = norm_text.Words(
            "Layer norm looks at each sample on its own, over all its features; what else is in "
            "the batch does not matter.",
            "",
            "feature",
        )
        return norm_text.explain(_layout(v), words, _done(v))
