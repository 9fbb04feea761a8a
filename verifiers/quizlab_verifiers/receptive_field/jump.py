"""Questions about receptive fields: how far apart neighbouring units look."""

from __future__ import annotations

from math import prod

from quizlab.verify import AnswerPart, Count, Misconception, Verifier
from quizlab_verifiers.maths import receptive_field
from quizlab_verifiers.receptive_field.layers import (
    StridedParameters,
    seen_by_units,
    told,
    too_large,
)


def _strides(v: StridedParameters) -> list[int]:
    return [stride for _, stride, _ in v.layers]


def _shown(v: StridedParameters, jump: int) -> int | None:
    """Return a wrong jump; None where it is the right one after all."""
    return jump if jump != prod(_strides(v)) else None


def _added(v: StridedParameters) -> int | None:
    return _shown(v, sum(_strides(v)))


def _last_only(v: StridedParameters) -> int | None:
    return _shown(v, _strides(v)[-1])


def _below_last(v: StridedParameters) -> int | None:
    return _shown(v, prod(_strides(v)[:-1]))


def _dilation_too(v: StridedParameters) -> int | None:
    return _shown(v, prod(stride * dilation for _, stride, dilation in v.layers))


def _field(v: StridedParameters) -> int | None:
    return _shown(v, receptive_field.receptive_field(v.layers))


class Jump(Verifier[StridedParameters]):
    """``receptive-field.jump``: the distance in the input between neighbouring units."""

    id = "receptive-field.jump"
    version = 1
    title = "Jump of a stack of layers"
    Parameters = StridedParameters
    parts = (AnswerPart("jump", Count()),)
    convention = (
        "The jump, also called effective or output stride, is counted in input cells along one "
        "side; layers are listed from the input on."
    )
    citation = (
        "Araujo, Norris & Sim 2019, Computing Receptive Fields of Convolutional Neural Networks, "
        "Distill, https://distill.pub/2019/computing-receptive-fields/"
    )
    code = receptive_field.jump
    misconceptions: tuple[Misconception[StridedParameters], ...] = (
        Misconception(
            "strides-added",
            "You added the strides. A step in one layer is made of steps in the layer below, so "
            "strides multiply.",
            _added,
        ),
        Misconception(
            "last-stride-only",
            "You took the last layer's stride. It counts units of the layer below; in input cells "
            "all strides count.",
            _last_only,
        ),
        Misconception(
            "below-the-last",
            "You stopped below the last layer. That is the jump which widens its receptive field; "
            "its own units lie further apart by its own stride.",
            _below_last,
        ),
        Misconception(
            "dilation-too",
            "You counted dilation as a stride. It moves the taps of a kernel apart, not the "
            "windows.",
            _dilation_too,
        ),
        Misconception(
            "receptive-field",
            "You gave the receptive field. That is how much one unit sees; the jump is how far "
            "its neighbour's view is shifted.",
            _field,
        ),
    )

    def where(self, v: StridedParameters) -> str | None:
        """Say what is too large to be measured."""
        return too_large(v.layers)

    def comfortable(self, v: StridedParameters) -> bool:
        """Hold draws to stacks with strides, but no thin ones."""
        return 2 <= self.compute(v) <= 64

    def difficulty(self, v: StridedParameters) -> int:
        """1: up to three layers. 2: more. 3: dilation."""
        if any(dilation > 1 for _, _, dilation in v.layers):
            return 3
        return 2 if len(v.layers) > 3 else 1

    def compute(self, v: StridedParameters) -> int:
        """Multiply the strides."""
        return receptive_field.jump(v.layers)

    def reference(self, v: StridedParameters) -> int:
        """Ask autograd where the inputs of two neighbouring units of a real network begin."""
        (one, _), (next_one, _) = seen_by_units(v.layers, 2)
        return next_one - one

    def prompt(self, v: StridedParameters, language: str = "en") -> str:
        """List the layers and ask for the distance."""
        del language
        one = len(v.layers) == 1
        return (
            f"{'This layer is' if one else 'These layers are'} applied to an input, from the first "
            f"to the last:\n\n{told(v.layers)}\n\n"
            "By how many input cells are the receptive fields of neighbouring units of the last "
            "layer shifted against each other (the jump)?"
        )

    def explain(self, v: StridedParameters, language: str = "en") -> tuple[str, ...]:
        """Say which numbers matter and multiply them."""
        del language
        strides = _strides(v)
        method = (
            "Neighbouring units of a layer start $s$ units apart in the layer below. Each of "
            "these steps is as wide as the jump there, so on the way from the input the jump is "
            "multiplied by one stride after the other. Kernels and dilation do not matter:\n\n"
            "$$j = s_1 \\cdot s_2 \\cdots s_n$$"
        )
        counted = [stride for stride in strides if stride > 1]
        if not counted:
            return method, "All strides are $1$, so neighbours stay neighbours: $j = 1$."
        listing = ", ".join(f"${stride}$" for stride in strides)
        factors = " \\cdot ".join(map(str, counted))
        result = self.compute(v)
        worked = f"{factors} = {result}" if len(counted) > 1 else f"{result}"
        return (
            method,
            f"The strides are {listing}, from the input on. Those of $1$ change nothing."
            if len(counted) < len(strides)
            else f"The strides are {listing}, from the input on.",
            f"Multiply:\n\n$$j = {worked}$$",
        )
