"""Questions about convolutions: the shape of the output."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

from quizlab.verify import AnswerPart, Generated, Misconception, Shape, Verifier, Whole
from quizlab_verifiers import wording
from quizlab_verifiers.conv import shapes, sliding_sentences
from quizlab_verifiers.conv.shapes import Sides  # noqa: TC001 - the annotations need it
from quizlab_verifiers.maths import convolution
from quizlab_verifiers.notation import shape as shape_tex

if TYPE_CHECKING:
    from random import Random

_CHANNELS = (1, 3, 3, 3, 16, 32, 64)


def _shape(dice: Random) -> Sides:
    """Draw a shape; every third is square."""
    height = dice.randrange(12, 97)
    width = height if dice.random() < 1 / 3 else dice.randrange(12, 97)
    return dice.choice(_CHANNELS), height, width


@dataclass(frozen=True, slots=True)
class OutputShapeParameters:
    """A convolution over an input with channels.

    Attributes:
        shape: Channels, height and width of the input; no batch axis.
        out_channels: Output channels, the number of kernels.
        kernel: Kernel side in taps.
        stride: Stride in cells.
        padding: Padding in cells, at each of the four sides.
        dilation: Distance from tap to tap in cells.
    """

    shape: Annotated[Sides, shapes.shape_type(Generated(_shape))]
    out_channels: Annotated[int, Whole(1, 65536, draws=(8, 16, 24, 32, 48, 64, 96, 128))]
    kernel: Annotated[int, Whole(1, 4096, draws=(3, 3, 3, 5, 5, 7))]
    stride: Annotated[int, Whole(1, 4096, draws=(1, 1, 2, 2, 3))] = 1
    padding: Annotated[int, Whole(0, 4096, draws=(0, 1, 1, 1, 2, 3))] = 0
    dilation: Annotated[int, Whole(1, 4096, draws=(1, 1, 1, 1, 2, 3))] = 1


def _with_sides(v: OutputShapeParameters, height: int, width: int) -> Sides | None:
    """Return a wrong shape; None where no cell is left, or rounding hides the mistake."""
    sides = v.out_channels, height, width
    return sides if height > 0 < width and sides != _right(v) else None


def _right(v: OutputShapeParameters) -> Sides:
    return (
        v.out_channels,
        _side(v, shapes.travel(v, v.shape[1])),
        _side(v, shapes.travel(v, v.shape[2])),
    )


def _side(v: OutputShapeParameters, travel: int) -> int:
    return travel // v.stride + 1


def _input_channels(v: OutputShapeParameters) -> Sides | None:
    right = _right(v)
    return None if v.shape[0] == v.out_channels else (v.shape[0], *right[1:])


def _channels_multiplied(v: OutputShapeParameters) -> Sides | None:
    right = _right(v)
    return None if v.shape[0] == 1 else (v.shape[0] * v.out_channels, *right[1:])


def _channels_last(v: OutputShapeParameters) -> Sides | None:
    channels, height, width = _right(v)
    return (height, width, channels) if not channels == height == width else None


def _ceil(v: OutputShapeParameters) -> Sides | None:
    height, width = (-(-shapes.travel(v, side) // v.stride) + 1 for side in v.shape[1:])
    return _with_sides(v, height, width)


def _no_plus_one(v: OutputShapeParameters) -> Sides | None:
    _, height, width = _right(v)
    return _with_sides(v, height - 1, width - 1)


def _padding_once(v: OutputShapeParameters) -> Sides | None:
    height, width = (_side(v, shapes.travel(v, side) - v.padding) for side in v.shape[1:])
    return _with_sides(v, height, width)


def _no_dilation(v: OutputShapeParameters) -> Sides | None:
    height, width = (_side(v, side + 2 * v.padding - v.kernel) for side in v.shape[1:])
    return _with_sides(v, height, width)


class OutputShape(Verifier[OutputShapeParameters]):
    """``conv2d.output-shape``: the shape of a convolution's output."""

    id = "conv2d.output-shape"
    version = 1
    title = "Output shape of a convolution"
    Parameters = OutputShapeParameters
    parts = (AnswerPart("shape", Shape()),)
    convention = (
        "PyTorch: shapes are channels x height x width, without the batch axis; the kernel is "
        "square, padding is added on every side, rounded down; dilation 1 is an ordinary kernel."
    )
    citation = (
        "torch.nn.Conv2d, Shape, "
        "https://docs.pytorch.org/docs/stable/generated/torch.nn.Conv2d.html"
    )
    code = convolution.output_shape
    misconceptions: tuple[Misconception[OutputShapeParameters], ...] = (
        Misconception(
            "input-channels",
            "You kept the channels of the input. Each kernel makes one output channel, so the "
            "output has as many channels as there are kernels.",
            _input_channels,
        ),
        Misconception(
            "channels-multiplied",
            "You gave every kernel one map for each input channel. A kernel adds up what it finds "
            "in all input channels: one map for each kernel.",
            _channels_multiplied,
        ),
        Misconception(
            "channels-last",
            "You put the channels last, as TensorFlow does by default. Here the order is "
            "channels, height, width.",
            _channels_last,
        ),
        Misconception(
            "ceil",
            sliding_sentences.CEIL,
            _ceil,
        ),
        Misconception(
            "no-plus-one",
            sliding_sentences.NO_PLUS_ONE,
            _no_plus_one,
        ),
        Misconception(
            "padding-once",
            "You counted the padding once. It is added at both ends of an axis, so each side "
            "grows by 2p.",
            _padding_once,
        ),
        Misconception(
            "no-dilation",
            sliding_sentences.NO_DILATION,
            _no_dilation,
        ),
    )

    def where(self, v: OutputShapeParameters) -> str | None:
        """Say which axis leaves the kernel no place to stand."""
        return shapes.too_small(v)

    def comfortable(self, v: OutputShapeParameters) -> bool:
        """Hold draws to layers that somebody would build."""
        return shapes.is_usual(v)

    def difficulty(self, v: OutputShapeParameters) -> int:
        """1: stride 1 without dilation. 2: a stride. 3: dilation."""
        if v.dilation > 1:
            return 3
        return 2 if v.stride > 1 else 1

    def compute(self, v: OutputShapeParameters) -> Sides:
        """Apply the formula to height and width."""
        return convolution.output_shape(
            v.shape, v.out_channels, v.kernel, s=v.stride, p=v.padding, d=v.dilation
        )

    def reference(self, v: OutputShapeParameters) -> Sides:
        """Send an input through a torch layer and look at what comes out.

        On the meta device torch goes through all steps of a layer but the arithmetic, so that
        the largest legal layers need no memory either.
        """
        import torch

        with torch.inference_mode():
            layer = torch.nn.Conv2d(
                v.shape[0],
                v.out_channels,
                v.kernel,
                stride=v.stride,
                padding=v.padding,
                dilation=v.dilation,
                device="meta",
            )
            _, channels, height, width = layer(torch.empty(1, *v.shape, device="meta")).shape
        return channels, height, width

    def prompt(self, v: OutputShapeParameters, language: str = "en") -> str:
        """Ask for the shape in one sentence."""
        del language
        kernels = "kernel" if v.out_channels == 1 else "kernels"
        return (
            f"A convolution with ${v.out_channels}$ {kernels} of "
            f"${v.kernel} \\times {v.kernel}$, "
            f"{wording.layer_settings(v.stride, v.padding, v.dilation)} runs over "
            f"{wording.article(v.shape[0])} {shapes.over(v)}.\n\n"
            "What is the shape of its output, in the same order?"
        )

    def explain(self, v: OutputShapeParameters, language: str = "en") -> tuple[str, ...]:
        """Say where the channels come from, then work height and width."""
        del language
        result = self.compute(v)
        method = (
            "Every kernel reaches through all input channels, adds them up and makes one output "
            "channel. So the output has as many channels as there are kernels. Height and width "
            f"each follow the formula; with {wording.layer_letters('kernel', v.dilation)}:\n\n"
            f"$${shapes.side_formula(v.dilation)}$$"
        )
        channels = (
            f"${v.out_channels}$ kernels make ${v.out_channels}$ channels. The ${v.shape[0]}$ of "
            "the input do not show in the output."
        )
        return (
            method,
            channels,
            shapes.worked_sides(v),
            f"Channels first, then height and width:\n\n$${shape_tex(result)}$$",
        )
