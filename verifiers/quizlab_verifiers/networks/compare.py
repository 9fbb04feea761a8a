"""A question about two networks: which has fewer parameters, and by what factor."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

from quizlab.verify import AnswerPart, ChoiceOf, OneOf, Real
from quizlab_verifiers.maths.networks import totals
from quizlab_verifiers.networks import fame, known
from quizlab_verifiers.networks.about_networks import AboutNetworks
from quizlab_verifiers.networks.classes import counted
from quizlab_verifiers.networks.compare_mistakes import MISTAKES, TOLERANCE, fewer_and_factor
from quizlab_verifiers.networks.compare_text import by_kind, heaviest
from quizlab_verifiers.networks.naming import named
from quizlab_verifiers.notation import digits, shape

if TYPE_CHECKING:
    from quizlab.verify import Answered

_LEAST_FACTOR, _MOST_FACTOR = 1.1, 60.0
_DRAWS = fame.weighted(known.ASKED)
_SMALL = 32
"""Side of the images of CIFAR-10 and of LeNet."""


@dataclass(frozen=True, slots=True)
class CompareParameters:
    """Two different networks.

    Attributes:
        first: Name of a network, as `quizlab model` lists it.
        second: Name of another one.
    """

    first: Annotated[str, OneOf(*known.ASKED, draws=_DRAWS)]
    second: Annotated[str, OneOf(*known.ASKED, draws=_DRAWS)]


class Compare(AboutNetworks[CompareParameters]):
    """``model.compare``: which network has fewer parameters, and by what factor."""

    id = "model.compare"
    version = 1
    title = "Which network has fewer parameters"
    Parameters = CompareParameters
    parts = (
        AnswerPart("fewer", ChoiceOf(("first", "second"))),
        AnswerPart("factor", Real(TOLERANCE)),
    )
    convention = (
        "All trained numbers, those of batch norms included, for each network's usual image and "
        "number of classes. The factor is the larger count divided by the smaller one, so above 1."
    )
    citation = (
        "The networks' papers, `quizlab model NAME` names them; the sums are those of "
        "torch.nn.Module.parameters, "
        "https://docs.pytorch.org/docs/stable/generated/torch.nn.Module.html"
    )
    code = totals.parameters
    misconceptions = MISTAKES

    def where(self, v: CompareParameters) -> str | None:
        """Refuse a network beside itself, and two of which neither has fewer."""
        if v.first == v.second:
            return f"first and second are both {v.first}; name two different networks"
        one, other = known.parameters(v.first), known.parameters(v.second)
        if one == other:
            return (
                f"{v.first} and {v.second} both have {one:,} parameters, so that neither has "
                "fewer; name another one"
            )
        return None

    def comfortable(self, v: CompareParameters) -> bool:
        """Hold draws to networks for like images that clearly differ in size."""
        _, factor = self._answers(v)
        return _kind(v.first) == _kind(v.second) and _LEAST_FACTOR <= factor <= _MOST_FACTOR

    def difficulty(self, v: CompareParameters) -> int:
        """3: multiply-adds mislead, or both are near. 1: one is 4 times as large. 2: the rest."""
        fewer, factor = self._answers(v)
        cheaper, _ = fewer_and_factor(known.macs(v.first), known.macs(v.second))
        if cheaper != fewer or factor < 1.25:
            return 3
        return 1 if factor > 4 else 2

    def compute(self, v: CompareParameters) -> Answered:
        """Add up each network's layers, and divide."""
        fewer, factor = self._answers(v)
        return {"fewer": fewer, "factor": factor}

    def reference(self, v: CompareParameters) -> Answered:
        """Build both networks in torch, without memory for their weights, and count these."""
        from quizlab_verifiers.networks import built

        first, second = built.parameters(v.first), built.parameters(v.second)
        most, least = max(first, second), min(first, second)
        return {"fewer": "first" if first == least else "second", "factor": most / least}

    def prompt(self, v: CompareParameters, language: str = "en") -> str:
        """Name both networks and what they tell apart."""
        del language
        return (
            "Two networks, each for its usual image and number of classes:\n\n"
            f"- **first**: {named(v.first)}, {_usual(v.first)}\n"
            f"- **second**: {named(v.second)}, {_usual(v.second)}\n\n"
            "Which of them has fewer parameters, and how many times as many has the other?"
        )

    def explain(self, v: CompareParameters, language: str = "en") -> tuple[str, ...]:
        """Say where parameters sit, find them in both, and divide."""
        del language
        first, second = known.parameters(v.first), known.parameters(v.second)
        fewer, factor = self._answers(v)
        small, large = (v.first, v.second) if fewer == "first" else (v.second, v.first)
        method = (
            "Parameters sit where many channels meet many channels: a convolution has "
            "$K \\cdot (C / g) \\cdot k^2$ weights, a fully connected layer in · out. Neither "
            "depth nor multiply-adds tell: a layer's weights count once, however many positions "
            "use them. So look for the widest layers, above all for fully connected ones behind "
            "a map that was not pooled away, and divide the larger sum by the smaller."
        )
        together = (
            f"Divide:\n\n$$\\frac{{{digits(max(first, second))}}}{{{digits(min(first, second))}}} "
            f"\\approx {factor:.4g}$$\n\n"
            f"The **{fewer}**, {known.title(small)}, has fewer parameters; {known.title(large)} "
            f"has ${factor:.4g}$ times as many."
        )
        return (
            method,
            f"Kind by kind:\n\n{by_kind(v.first, v.second)}",
            f"The heaviest layer of each:\n\n- {heaviest(v.first)}\n- {heaviest(v.second)}",
            together,
        )

    def _answers(self, v: CompareParameters) -> tuple[str, float]:
        return fewer_and_factor(known.parameters(v.first), known.parameters(v.second))


def _kind(name: str) -> str:
    """Return what a network is for, by its usual image and classes."""
    if max(known.usual_size(name)) <= _SMALL:
        return "small images"
    return "ImageNet" if known.usual_classes(name) == 1000 else "objects or pixels"


def _usual(name: str) -> str:
    return f"${shape(known.usual_input(name))}$, {counted(known.usual_classes(name))}"
