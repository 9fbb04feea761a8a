"""Questions about receptive fields: how much of the input a unit sees."""

from __future__ import annotations

from itertools import accumulate
from math import prod

from quizlab.verify import AnswerPart, Count, Misconception, Verifier
from quizlab_verifiers.maths import receptive_field
from quizlab_verifiers.notation import aligned
from quizlab_verifiers.receptive_field.layers import (
    Layers,
    StackParameters,
    seen_by_units,
    told,
    too_large,
)


def _jumps(layers: Layers) -> list[int]:
    """Return the jump below each layer, and that above the last."""
    return list(accumulate((stride for _, stride, _ in layers), int.__mul__, initial=1))


def _shown(v: StackParameters, size: int) -> int | None:
    """Return a wrong size; None where it is the right one after all."""
    return size if size != receptive_field.receptive_field(v.layers) else None


def _no_strides(v: StackParameters) -> int | None:
    return _shown(v, 1 + sum(d * (k - 1) for k, _, d in v.layers))


def _own_stride(v: StackParameters) -> int | None:
    above = _jumps(v.layers)[1:]
    return _shown(v, 1 + sum(d * (k - 1) * j for (k, _, d), j in zip(v.layers, above, strict=True)))


def _previous_stride_only(v: StackParameters) -> int | None:
    below = (1, *(stride for _, stride, _ in v.layers[:-1]))
    return _shown(v, 1 + sum(d * (k - 1) * j for (k, _, d), j in zip(v.layers, below, strict=True)))


def _no_dilation(v: StackParameters) -> int | None:
    jumps = _jumps(v.layers)[:-1]
    return _shown(v, 1 + sum((k - 1) * j for (k, _, _), j in zip(v.layers, jumps, strict=True)))


def _whole_kernels(v: StackParameters) -> int | None:
    jumps = _jumps(v.layers)[:-1]
    spans = (d * (k - 1) + 1 for k, _, d in v.layers)
    return _shown(v, sum(span * j for span, j in zip(spans, jumps, strict=True)))


def _multiplied(v: StackParameters) -> int | None:
    return _shown(v, prod(d * (k - 1) + 1 for k, _, d in v.layers))


def _no_plus_one(v: StackParameters) -> int | None:
    return receptive_field.receptive_field(v.layers) - 1 or None


class Stack(Verifier[StackParameters]):
    """``receptive-field.stack``: the receptive field of a unit on top of a stack of layers."""

    id = "receptive-field.stack"
    version = 1
    title = "Receptive field of a stack of layers"
    Parameters = StackParameters
    parts = (AnswerPart("size", Count()),)
    convention = (
        "The theoretical receptive field along one side, from the first to the last input cell "
        "that a unit depends on, holes and padding included; layers are listed from the input on."
    )
    citation = (
        "Araujo, Norris & Sim 2019, Computing Receptive Fields of Convolutional Neural Networks, "
        "Distill, https://distill.pub/2019/computing-receptive-fields/"
    )
    code = receptive_field.receptive_field
    misconceptions: tuple[Misconception[StackParameters], ...] = (
        Misconception(
            "no-strides",
            "You left out the strides. Behind a stride of s, neighbouring units lie s times as "
            "far apart in the input, so later kernels reach s times as far.",
            _no_strides,
        ),
        Misconception(
            "own-stride",
            "You let a layer's own stride widen it. It only says where the next window starts; "
            "the layers above feel it.",
            _own_stride,
        ),
        Misconception(
            "previous-stride-only",
            "You took only the stride of the layer just below. Strides multiply: all layers "
            "below count.",
            _previous_stride_only,
        ),
        Misconception(
            "no-dilation",
            "You left out the dilation: with taps d cells apart a kernel reaches d(k − 1) cells "
            "from its first tap, not k − 1.",
            _no_dilation,
        ),
        Misconception(
            "whole-kernels",
            "You added whole kernels. The field below already has the first cell, so a layer adds "
            "one cell less than its kernel spans.",
            _whole_kernels,
        ),
        Misconception(
            "multiplied",
            "You multiplied the kernels. Windows of neighbouring units overlap, so receptive "
            "fields grow by adding: two 3 × 3 layers see 5 × 5, not 9 × 9.",
            _multiplied,
        ),
        Misconception(
            "no-plus-one",
            "You forgot the cell to start from. Without any layer a unit sees itself: begin at 1.",
            _no_plus_one,
        ),
    )

    def where(self, v: StackParameters) -> str | None:
        """Say what is too large to be measured."""
        return too_large(v.layers)

    def comfortable(self, v: StackParameters) -> bool:
        """Hold draws to what can be added up in the head."""
        return self.compute(v) <= 300

    def difficulty(self, v: StackParameters) -> int:
        """1: neither strides nor dilation. 2: either. 3: both."""
        strides = any(stride > 1 for _, stride, _ in v.layers[:-1])
        dilation = any(dilation > 1 for _, _, dilation in v.layers)
        return 1 + strides + dilation

    def compute(self, v: StackParameters) -> int:
        """Walk from the input to the output."""
        return receptive_field.receptive_field(v.layers)

    def reference(self, v: StackParameters) -> int:
        """Ask autograd on which inputs a unit of a real network depends."""
        ((first, last),) = seen_by_units(v.layers, 1)
        return last - first + 1

    def prompt(self, v: StackParameters, language: str = "en") -> str:
        """List the layers and ask for the size."""
        del language
        one = len(v.layers) == 1
        return (
            f"{'This layer is' if one else 'These layers are'} applied to an input, from the first "
            f"to the last:\n\n{told(v.layers)}\n\n"
            "How many input cells wide is the receptive field of a unit of the last layer?"
        )

    def explain(self, v: StackParameters, language: str = "en") -> tuple[str, ...]:
        """Walk from the input to the output with field and jump."""
        del language
        method = (
            "Walk from the input to the output with two numbers. The receptive field $r$ is what "
            "a unit sees; the jump $j$ is how many input cells neighbouring units lie apart. A "
            "single input cell has $r = 1$ and $j = 1$. A layer with kernel $k$, stride $s$ and "
            "dilation $d$ first widens the field by the old jump, then widens the jump:\n\n"
            "$$r \\leftarrow r + d(k - 1) \\cdot j \\qquad j \\leftarrow j \\cdot s$$"
        )
        jumps = _jumps(v.layers)
        fields = [receptive_field.receptive_field(v.layers[:n]) for n in range(len(v.layers) + 1)]
        lines = []
        for n, (kernel, _, dilation) in enumerate(v.layers):
            reach = f"{dilation} \\cdot {kernel - 1}" if dilation > 1 else f"{kernel - 1}"
            lines.append(
                (f"r_{{{n + 1}}}", f"= {fields[n]} + {reach} \\cdot {jumps[n]} = {fields[n + 1]}")
            )
        strides = (
            "No layer below the last has a stride above $1$, so the jump below each is $1$."
            if set(jumps[:-1]) == {1}
            else "Below each layer the jump is the product of all strides before it:\n\n"
            + aligned(
                (f"j_{{{n}}}", f"= {jumps[n - 1]} \\cdot {stride} = {jumps[n]}")
                for n, (_, stride, _) in enumerate(v.layers[:-1], start=1)
            )
        )
        return (
            method,
            strides,
            "Layer by layer, each with the jump below it:\n\n" + aligned(lines),
            f"A unit of the last layer sees ${fields[-1]}$ input cells along each side.",
        )
