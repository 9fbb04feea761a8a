"""Mistakes that are made with several optimisers alike: what each is told, said once."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from quizlab.verify import Misconception

if TYPE_CHECKING:
    from collections.abc import Callable

P = TypeVar("P")

_SENTENCES = {
    "update-negated": (
        "The size is right. Asked is what is subtracted from the weight, which has the sign of "
        "the averaged gradient."
    ),
    "update-added": "You added the updates. A step goes against the gradient: subtract them.",
    "no-bias-correction": (
        "You forgot the bias correction. Both averages start at 0 and are too small at first; "
        "divide them by 1 − β₁ᵗ and 1 − β₂ᵗ."
    ),
    "no-root": (
        "You divided by the second moment itself. Divide by its root, so that numerator and "
        "denominator have the same unit."
    ),
    "eps-inside-root": "You put ε under the root. Adam adds it outside.",
    "other-eps-form": (
        "You added ε in the other place: the paper and PyTorch add it to the root of the corrected "
        "second moment, Keras and TensorFlow to the root of the uncorrected one."
    ),
    "corrected-moments": (
        "These are the corrected moments. Asked are the running averages themselves, before they "
        "are divided by 1 − βᵗ."
    ),
    "not-squared": (
        "You averaged the gradients in the second moment. It is the average of their squares."
    ),
    "betas-swapped": (
        "You swapped the decays: β₁ belongs to the average of the gradients, β₂ to that of their "
        "squares."
    ),
    "weights-swapped": (
        "You gave the new value the weight β. The old average is kept with β, the new value "
        "comes in with 1 − β."
    ),
}


def shared(id_: str, wrong: Callable[[P], dict[str, float] | None]) -> Misconception[P]:
    """Return a mistake under the id and with the sentence that it has everywhere."""
    return Misconception(id_, _SENTENCES[id_], wrong)
