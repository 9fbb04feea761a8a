"""Questions about back-propagation: the shape of a layer's delta."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

from quizlab.verify import AnswerPart, Misconception, OneOf, Shape, Verifier
from quizlab_verifiers.backprop.layer_parameters import Batch, Layer, Widths, clash, listed
from quizlab_verifiers.maths import backprop
from quizlab_verifiers.notation import shape

if TYPE_CHECKING:
    from quizlab.verify import Answered

Sides = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class DeltaShapeParameters:
    """A layer of a fully connected network, and a batch.

    Attributes:
        widths: Units of each layer, the input first.
        batch: Samples in the batch.
        layer: The layer asked about; the input is layer 0.
        samples: Whether the ``rows`` or the ``columns`` of a matrix are samples.
    """

    widths: Widths
    batch: Batch
    layer: Layer
    samples: Annotated[str, OneOf("rows", "columns", draws=("rows", "rows", "columns"))] = "rows"


def _sides(v: DeltaShapeParameters, width: int) -> Sides:
    """Return the sides of a matrix with `width` numbers for each sample."""
    return (v.batch, width) if v.samples == "rows" else (width, v.batch)


def _transposed(v: DeltaShapeParameters) -> Sides:
    return _sides(v, v.widths[v.layer])[::-1]


def _layer_before(v: DeltaShapeParameters) -> Sides:
    return _sides(v, v.widths[v.layer - 1])


def _layer_after(v: DeltaShapeParameters) -> Sides | None:
    return _sides(v, v.widths[v.layer + 1]) if v.layer + 1 < len(v.widths) else None


def _weights(v: DeltaShapeParameters) -> Sides:
    sides = v.widths[v.layer - 1 : v.layer + 1]
    return sides if v.samples == "rows" else sides[::-1]


def _no_batch(v: DeltaShapeParameters) -> Sides:
    return (v.widths[v.layer],)


class DeltaShape(Verifier[DeltaShapeParameters]):
    """``backprop.delta-shape``: the shape of the loss's derivative by a layer's Z."""

    id = "backprop.delta-shape"
    version = 1
    title = "Shape of a layer's delta"
    Parameters = DeltaShapeParameters
    parts = (AnswerPart("shape", Shape()),)
    convention = (
        "The input is layer 0. δ is the derivative of the loss by the layer's pre-activation Z. "
        "Whether rows or columns are samples is part of the question."
    )
    citation = (
        "Nielsen, Neural Networks and Deep Learning, chapter 2, "
        "http://neuralnetworksanddeeplearning.com/chap2.html; CS231n, Minimal Neural Network "
        "Case Study, https://cs231n.github.io/neural-networks-case-study/"
    )
    code = backprop.delta_shape
    misconceptions: tuple[Misconception[DeltaShapeParameters], ...] = (
        Misconception(
            "transposed",
            "You swapped the sides. With samples in rows the batch comes first, with samples in "
            "columns it comes last.",
            _transposed,
        ),
        Misconception(
            "layer-before",
            "You took the width of the layer before. The input is layer 0, and δ belongs to what "
            "the asked layer itself puts into its activation.",
            _layer_before,
        ),
        Misconception(
            "layer-after",
            "You took the width of the layer after. Its δ is what comes back; multiplied by the "
            "weights it gets the width of the asked layer.",
            _layer_after,
        ),
        Misconception(
            "shape-of-weights",
            "That is the shape of the weights. δ has a number for each sample and unit, so the "
            "batch is one of its sides.",
            _weights,
        ),
        Misconception(
            "one-sample",
            "That is δ of a single sample. Each sample of the batch has its own.",
            _no_batch,
        ),
    )

    def where(self, v: DeltaShapeParameters) -> str | None:
        """Say that the layer does not exist."""
        return clash(v.widths, v.layer)

    def comfortable(self, v: DeltaShapeParameters) -> bool:
        """Ask for networks of different widths, none of them the batch."""
        return len({v.batch, *v.widths}) == len(v.widths) + 1

    def difficulty(self, v: DeltaShapeParameters) -> int:
        """1: the output layer. 2: a hidden layer. 3: samples in columns."""
        if v.samples == "columns":
            return 3
        return 1 if v.layer + 1 == len(v.widths) else 2

    def compute(self, v: DeltaShapeParameters) -> Sides:
        """Look the width up and put the batch on its side."""
        return backprop.delta_shape(v.widths, v.batch, v.layer, rows=v.samples == "rows")

    def reference(self, v: DeltaShapeParameters) -> Answered:
        """Run a network in torch and differentiate its loss by the layer's pre-activation.

        The meta device runs everything but the arithmetic, so that the largest network costs
        nothing. SiLU is the activation that costs least there.
        """
        import torch
        from torch.nn import functional

        rows = v.samples == "rows"
        sides = _sides(v, v.widths[0])
        a = asked = torch.empty(sides, device="meta")
        for number, (n_in, n_out) in enumerate(zip(v.widths, v.widths[1:], strict=False), start=1):
            stored = (n_in, n_out) if rows else (n_out, n_in)
            weight = torch.empty(stored, device="meta", requires_grad=True)
            z = a @ weight if rows else weight @ a
            if number == v.layer:
                asked = z
            a = functional.silu(z)
        (delta,) = torch.autograd.grad(a.sum(), asked)
        return tuple(delta.shape)

    def prompt(self, v: DeltaShapeParameters, language: str = "en") -> str:
        """Show the network and ask."""
        del language
        return (
            f"A fully connected network has the widths ${listed(v.widths)}$; the input is layer "
            f"$0$. It is trained on a batch of ${v.batch}$; the **{v.samples}** of all activation "
            "matrices are samples.\n\n"
            f"What is the shape of $\\delta_{{{v.layer}}} = \\partial L / \\partial "
            f"Z_{{{v.layer}}}$, where $Z_{{{v.layer}}}$ goes into the activation of layer "
            f"${v.layer}$?"
        )

    def explain(self, v: DeltaShapeParameters, language: str = "en") -> tuple[str, ...]:
        """Reason from the single number that the loss is."""
        del language
        rows = v.samples == "rows"
        width, layer = v.widths[v.layer], v.layer
        last = v.layer + 1 == len(v.widths)
        sides = "m \\times n_l" if rows else "n_l \\times m"
        method = (
            "The loss is a single number, so a derivative of it has the shape of what it is taken "
            "by: $\\delta_l$ is shaped like $Z_l$. With $m$ samples and $n_l$ units in layer $l$, "
            f"and samples in {v.samples}, that is\n\n"
            f"$$\\delta_l: \\quad {sides}$$"
        )
        looked_up = (
            f"Count from the input, which is layer $0$: layer ${layer}$"
            f"{', the output,' if last else ''} has $n_{{{layer}}} = {width}$ {'unit' if width == 1 else 'units'}. "
            f"The batch has $m = {v.batch}$ {'sample' if v.batch == 1 else 'samples'}."
        )
        if last:
            check = "This is where the way back begins; no weights come between it and the loss."
        else:
            after = v.widths[layer + 1]
            back = (
                f"\\delta_{{{layer + 1}}} W_{{{layer + 1}}}^T: \\quad "
                f"({v.batch} \\times {after})({after} \\times {width})"
                if rows
                else f"W_{{{layer + 1}}}^T \\delta_{{{layer + 1}}}: \\quad "
                f"({width} \\times {after})({after} \\times {v.batch})"
            )
            check = f"What comes back from layer ${layer + 1}$ fits:\n\n$${back}$$"
        return (
            method,
            looked_up,
            f"{check}\n\nSo $\\delta_{{{layer}}}$ is ${shape(self.compute(v))}$.",
        )
