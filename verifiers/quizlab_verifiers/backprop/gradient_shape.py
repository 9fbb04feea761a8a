"""Questions about back-propagation: the shape of a weight matrix's gradient."""

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
class GradientShapeParameters:
    """A weight matrix of a fully connected network, and a batch.

    Attributes:
        widths: Units of each layer, the input first.
        batch: Samples in the batch; rows are samples.
        layer: The layer into which the weights lead; the input is layer 0.
        storage: ``textbook`` stores in x out, ``torch`` out x in.
    """

    widths: Widths
    batch: Batch
    layer: Layer
    storage: Annotated[str, OneOf("textbook", "torch")] = "textbook"


def _stored(v: GradientShapeParameters, n_in: int, n_out: int) -> Sides:
    return (n_in, n_out) if v.storage == "textbook" else (n_out, n_in)


def _transposed(v: GradientShapeParameters) -> Sides:
    return _stored(v, v.widths[v.layer], v.widths[v.layer - 1])


def _delta(v: GradientShapeParameters) -> Sides:
    return v.batch, v.widths[v.layer]


def _for_each_sample(v: GradientShapeParameters) -> Sides:
    return (v.batch, *_stored(v, v.widths[v.layer - 1], v.widths[v.layer]))


def _next_weights(v: GradientShapeParameters) -> Sides | None:
    if v.layer + 1 == len(v.widths):
        return None
    return _stored(v, v.widths[v.layer], v.widths[v.layer + 1])


def _bias_folded_in(v: GradientShapeParameters) -> Sides:
    return _stored(v, v.widths[v.layer - 1] + 1, v.widths[v.layer])


class GradientShape(Verifier[GradientShapeParameters]):
    """``backprop.gradient-shape``: the shape of the gradient with respect to a layer's weights."""

    id = "backprop.gradient-shape"
    version = 1
    title = "Shape of a weight gradient"
    Parameters = GradientShapeParameters
    parts = (AnswerPart("shape", Shape()),)
    convention = (
        "The input is layer 0, W of layer l leads into layer l, biases are kept apart, rows of "
        "the activations are samples. A textbook stores W as in × out, PyTorch as out × in."
    )
    citation = (
        "CS231n, Minimal Neural Network Case Study, "
        "https://cs231n.github.io/neural-networks-case-study/; torch.nn.Linear, "
        "https://docs.pytorch.org/docs/stable/generated/torch.nn.Linear.html"
    )
    code = backprop.gradient_shape
    misconceptions: tuple[Misconception[GradientShapeParameters], ...] = (
        Misconception(
            "transposed",
            "You swapped the sides. A textbook that writes A·W stores W as in × out; PyTorch "
            "stores it as out × in. The gradient has the shape of W as it is stored.",
            _transposed,
        ),
        Misconception(
            "shape-of-delta",
            "That is the shape of δ, with a row for each sample. The gradient of the weights "
            "is summed over the batch.",
            _delta,
        ),
        Misconception(
            "for-each-sample",
            "You kept a gradient for each sample. The loss is one number for the whole batch, so "
            "the product sums over the samples.",
            _for_each_sample,
        ),
        Misconception(
            "next-weights",
            "You took the weights that leave the layer. The weights of layer l lead into it; the "
            "input is layer 0.",
            _next_weights,
        ),
        Misconception(
            "bias-folded-in",
            "You counted the bias as one more input. Here biases are kept apart, and have a "
            "gradient of their own.",
            _bias_folded_in,
        ),
    )

    def where(self, v: GradientShapeParameters) -> str | None:
        """Say that the layer does not exist."""
        return clash(v.widths, v.layer)

    def comfortable(self, v: GradientShapeParameters) -> bool:
        """Ask for networks of different widths, none of them the batch."""
        return len({v.batch, *v.widths}) == len(v.widths) + 1

    def difficulty(self, v: GradientShapeParameters) -> int:
        """1: an outer layer as in textbooks. 2: an inner one, or torch's. 3: both."""
        inner = 1 < v.layer < len(v.widths) - 1
        return 1 + inner + (v.storage == "torch")

    def compute(self, v: GradientShapeParameters) -> Sides:
        """Look both widths up."""
        return backprop.gradient_shape(v.widths, v.batch, v.layer, v.storage)

    def reference(self, v: GradientShapeParameters) -> Answered:
        """Run a network in torch, differentiate its loss and look at the gradient.

        The meta device runs everything but the arithmetic, so that the largest network costs
        nothing. SiLU is the activation that costs least there. Biases would change no shape.
        """
        import torch
        from torch.nn import functional

        weights = []
        a = torch.empty(v.batch, v.widths[0], device="meta")
        for n_in, n_out in zip(v.widths, v.widths[1:], strict=False):
            sides = (n_in, n_out) if v.storage == "textbook" else (n_out, n_in)
            weights.append(torch.empty(sides, device="meta", requires_grad=True))
            z = a @ weights[-1] if v.storage == "textbook" else functional.linear(a, weights[-1])
            a = functional.silu(z)
        (gradient,) = torch.autograd.grad(a.sum(), weights[v.layer - 1])
        return tuple(gradient.shape)

    def prompt(self, v: GradientShapeParameters, language: str = "en") -> str:
        """Show the network and ask."""
        del language
        layer = v.layer
        stored = (
            f"Weights are stored as in textbooks: $Z_{{{layer}}} = A_{{{layer - 1}}} "
            f"W_{{{layer}}} + b_{{{layer}}}$."
            if v.storage == "textbook"
            else f"Weights are stored as in PyTorch's `nn.Linear`: $Z_{{{layer}}} = "
            f"A_{{{layer - 1}}} W_{{{layer}}}^T + b_{{{layer}}}$."
        )
        return (
            f"A fully connected network has the widths ${listed(v.widths)}$; the input is layer "
            f"$0$. It is trained on a batch of ${v.batch}$; rows are samples. {stored}\n\n"
            f"What is the shape of the gradient $\\partial L / \\partial W_{{{layer}}}$?"
        )

    def explain(self, v: GradientShapeParameters, language: str = "en") -> tuple[str, ...]:
        """Multiply the shapes."""
        del language
        layer, m = v.layer, v.batch
        n_in, n_out = v.widths[layer - 1], v.widths[layer]
        if v.storage == "textbook":
            letters = "A_{l-1}^T \\, \\delta_l: \\quad (n_{l-1} \\times m)(m \\times n_l)"
            worked = f"({n_in} \\times {m})({m} \\times {n_out})"
        else:
            letters = "\\delta_l^T A_{l-1}: \\quad (n_l \\times m)(m \\times n_{l-1})"
            worked = f"({n_out} \\times {m})({m} \\times {n_in})"
        method = (
            "The loss is a single number, so its gradient has the shape of the weights as they "
            "are stored. It is the product of what came in on the way forward and the $\\delta$ "
            f"that came back, summed over the $m$ samples:\n\n$${letters}$$"
        )
        counted = (
            f"Count from the input, which is layer $0$: layer ${layer - 1}$ has ${n_in}$ "
            f"{'unit' if n_in == 1 else 'units'}, "
            f"layer ${layer}$ has ${n_out}$, so $A_{{{layer - 1}}}$ is ${m} \\times {n_in}$ and "
            f"$\\delta_{{{layer}}}$ is ${m} \\times {n_out}$."
        )
        result = (
            f"Multiply; the batch of ${m}$ is summed over and drops out:\n\n"
            f"$${worked} \\;\\to\\; {shape(self.compute(v))}$$"
        )
        return method, counted, result
