"""Questions about pooling: how large the output is, rounded down or up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

from quizlab.verify import AnswerPart, Count, Flag, Misconception, Verifier, Whole
from quizlab_verifiers.maths import pooling
from quizlab_verifiers.wording import layer_letters, layer_settings, travel, travel_formula

if TYPE_CHECKING:
    from collections.abc import Sequence

    from quizlab.verify import Answered


@dataclass(frozen=True, slots=True)
class OutputSideParameters:
    """A max pooling over a square input.

    Attributes:
        size: Input side in cells.
        kernel: Window side in taps.
        stride: Stride in cells.
        padding: Padding in cells, at each of the two ends.
        dilation: Distance from tap to tap in cells.
        ceil: Whether to round up, torch's ``ceil_mode``.
    """

    size: Annotated[int, Whole(1, 65536, draws=(*range(9, 113), 224))]
    kernel: Annotated[int, Whole(1, 4096, draws=(2, 2, 3, 3, 4, 5))]
    stride: Annotated[int, Whole(1, 4096, draws=(2, 2, 3, 3))]
    padding: Annotated[int, Whole(0, 2048, draws=(0, 1, 1, 1, 1, 2))] = 0
    dilation: Annotated[int, Whole(1, 4096, draws=(1, 1, 1, 1, 2))] = 1
    ceil: Annotated[bool, Flag(draws=(False, True, True, True))] = False


def _span(v: OutputSideParameters) -> int:
    """Return how many cells the window spans."""
    return v.dilation * (v.kernel - 1) + 1


def _travel(v: OutputSideParameters) -> int:
    """Return how many cells the window can move before it hangs over the end."""
    return v.size + 2 * v.padding - _span(v)


def _rounded_up(v: OutputSideParameters) -> int:
    """Count the windows with ceil, before the rule that may drop the last one."""
    return -(-_travel(v) // v.stride) + 1


def _count(v: OutputSideParameters, travel: int) -> int:
    """Count the windows along `travel`, which may be a wrong one."""
    if not v.ceil:
        return travel // v.stride + 1
    steps = -(-travel // v.stride)
    return steps if steps * v.stride >= v.size + v.padding else steps + 1


def _shown(v: OutputSideParameters, travel: int) -> int | None:
    """Count the windows along a wrong `travel`; None where rounding hides the mistake."""
    windows = _count(v, travel)
    return windows if 0 < windows != _count(v, _travel(v)) else None


def _dropped(v: OutputSideParameters) -> bool:
    """Whether the last window would start in the right padding, or behind the input."""
    return v.ceil and (_rounded_up(v) - 1) * v.stride >= v.size + v.padding


def _floor(v: OutputSideParameters) -> int | None:
    # Where the last window is dropped anyway, rounding down is no mistake.
    if not v.ceil or v.stride == 1 or _dropped(v):
        return None
    return _travel(v) // v.stride + 1 or None


def _window_kept(v: OutputSideParameters) -> int | None:
    return _rounded_up(v) if _dropped(v) else None


def _ceil(v: OutputSideParameters) -> int | None:
    return None if v.ceil or v.stride == 1 else _rounded_up(v)


def _no_plus_one(v: OutputSideParameters) -> int | None:
    return _count(v, _travel(v)) - 1 or None


def _padding_once(v: OutputSideParameters) -> int | None:
    return _shown(v, _travel(v) - v.padding)


def _no_padding(v: OutputSideParameters) -> int | None:
    return _shown(v, _travel(v) - 2 * v.padding)


def _no_dilation(v: OutputSideParameters) -> int | None:
    return _shown(v, v.size + 2 * v.padding - v.kernel)


def _window_as_stride(v: OutputSideParameters) -> int | None:
    padded = v.size + 2 * v.padding
    windows = -(-padded // v.kernel) if v.ceil else padded // v.kernel
    return windows if 0 < windows != _count(v, _travel(v)) else None


class OutputSide(Verifier[OutputSideParameters]):
    """``pool2d.output-side``: the side of a max pooling's output."""

    id = "pool2d.output-side"
    version = 1
    title = "Output side of a pooling"
    Parameters = OutputSideParameters
    parts = (AnswerPart("side", Count()),)
    convention = (
        "PyTorch: square input and window, padding on every side, rounded down unless "
        "ceil_mode is on; with ceil_mode a last window that would start in the right padding "
        "is dropped."
    )
    citation = (
        "torch.nn.MaxPool2d, Shape and note on ceil_mode, "
        "https://docs.pytorch.org/docs/stable/generated/torch.nn.MaxPool2d.html; Dumoulin & "
        "Visin, A guide to convolution arithmetic for deep learning, chapter 3, "
        "https://arxiv.org/abs/1603.07285"
    )
    code = pooling.output_side
    misconceptions: tuple[Misconception[OutputSideParameters], ...] = (
        Misconception(
            "floor",
            "You rounded down. With ceil_mode a window may hang over the end, as long as it "
            "starts in the input or the left padding: round up.",
            _floor,
        ),
        Misconception(
            "window-kept",
            "You rounded up and stopped there. The last window would start in the right "
            "padding, where there is nothing to pool, so PyTorch drops it.",
            _window_kept,
        ),
        Misconception(
            "ceil",
            "You rounded up. Without ceil_mode PyTorch rounds down: a window must lie completely "
            "on the padded input. (Caffe rounds up by default.)",
            _ceil,
        ),
        Misconception(
            "no-plus-one",
            "You counted the steps instead of the windows: there is one before the first step, "
            "hence the + 1.",
            _no_plus_one,
        ),
        Misconception(
            "padding-once",
            "You counted the padding once. It is added at both ends, so the input grows by 2p.",
            _padding_once,
        ),
        Misconception(
            "no-padding",
            "You left out the padding: it lengthens the input by 2p before the window starts.",
            _no_padding,
        ),
        Misconception(
            "no-dilation",
            "You left out the dilation: with taps d cells apart the window spans d(k − 1) + 1 "
            "cells, not k.",
            _no_dilation,
        ),
        Misconception(
            "window-as-stride",
            "You divided by the window's side, as if windows lay side by side. They start a "
            "stride apart, and the stride is given here.",
            _window_as_stride,
        ),
    )

    def where(self, v: OutputSideParameters) -> str | None:
        """Say which parameters torch refuses."""
        if v.padding > v.kernel // 2:
            return (
                f"padding {v.padding} is more than half of kernel {v.kernel}, which torch "
                f"refuses; take padding 0 to {v.kernel // 2}"
            )
        # With ceil even a window larger than the input counts, if less than a stride hangs over.
        if _travel(v) >= 0 or (v.ceil and -_travel(v) < v.stride):
            return None
        return (
            f"kernel {v.kernel} with dilation {v.dilation} spans {_span(v)} cells and does not "
            f"fit into size {v.size} with padding {v.padding}, {v.size + 2 * v.padding} cells; "
            "take a larger size or padding, or a smaller kernel or dilation"
        )

    def comfortable(self, v: OutputSideParameters) -> bool:
        """Hold draws to poolings that somebody would build: no cells between the windows."""
        return v.stride <= v.kernel and _span(v) <= v.size

    def difficulty(self, v: OutputSideParameters) -> int:
        """1: rounded down. 2: rounded up, or padding to be rounded. 3: dilated, or dropped."""
        if v.dilation > 1 or _dropped(v):
            return 3
        return 2 if v.ceil or (v.padding and _travel(v) % v.stride) else 1

    def compute(self, v: OutputSideParameters) -> int:
        """Apply the formula and torch's rule for the last window."""
        return pooling.output_side(v.size, v.kernel, v.stride, v.padding, v.dilation, ceil=v.ceil)

    def reference(self, v: OutputSideParameters) -> Answered:
        """Run torch's max pooling and look at what comes out."""
        return self.reference_many((v,))[0]

    def reference_many(self, vs: Sequence[OutputSideParameters]) -> list[Answered]:
        """Run torch's max pooling along the height, one column wide."""
        import torch
        from torch.nn import functional

        with torch.inference_mode():
            return [
                functional.max_pool2d(
                    torch.ones(1, 1, v.size, 1),
                    kernel_size=(v.kernel, 1),
                    stride=(v.stride, 1),
                    padding=(v.padding, 0),
                    dilation=(v.dilation, 1),
                    ceil_mode=v.ceil,
                ).shape[2]
                for v in vs
            ]

    def prompt(self, v: OutputSideParameters, language: str = "en") -> str:
        """Ask for the side in one sentence."""
        del language
        mode = "on: it rounds up" if v.ceil else "off: it rounds down"
        return (
            f"A ${v.kernel} \\times {v.kernel}$ max pooling with "
            f"{layer_settings(v.stride, v.padding, v.dilation)} runs over a "
            f"${v.size} \\times {v.size}$ input. `ceil_mode` is {mode}.\n\n"
            "What is the side of its output?"
        )

    def explain(self, v: OutputSideParameters, language: str = "en") -> tuple[str, ...]:
        """Count windows: formula, travel, rounding, and the rule for the last window."""
        del language
        left, right = ("\\lceil", "\\rceil") if v.ceil else ("\\lfloor", "\\rfloor")
        windows = _rounded_up(v) if v.ceil else self.compute(v)
        rule = (
            "With `ceil_mode` a window may hang over the end, so round up; but drop the last "
            "window if it would start in the right padding."
            if v.ceil
            else "Without `ceil_mode` every window lies on the padded input, so round down."
        )
        count = (
            f"Count the windows. {rule} With {layer_letters('window', v.dilation)}:\n\n"
            f"$$o = \\left{left} \\frac{{{travel_formula(v.dilation)}}}{{s}} "
            f"\\right{right} + 1$$"
        )
        rounded = (
            f"Round {'up' if v.ceil else 'down'} and add the window at the start:\n\n"
            f"$$\\left{left} \\frac{{{_travel(v)}}}{{{v.stride}}} \\right{right} + 1 "
            f"= {windows - 1} + 1 = {windows}$$"
        )
        steps = (count, travel("window", v.size, v.kernel, v.padding, v.dilation), rounded)
        return (*steps, self._last_window(v, windows)) if v.ceil else steps

    def _last_window(self, v: OutputSideParameters, windows: int) -> str:
        """Say whether the last window stays."""
        start, edge = (windows - 1) * v.stride, v.size + v.padding
        where = (
            "Is there input below the last window? Counted from the left end of the padding it "
            f"starts at cell $(o - 1)s = {windows - 1} \\cdot {v.stride} = {start}$, and the right "
            f"padding begins at cell $i + p = {edge}$."
            if v.padding
            else "Is there input below the last window? It starts at cell "
            f"$(o - 1)s = {windows - 1} \\cdot {v.stride} = {start}$, and the input ends before "
            f"cell $i = {edge}$."
        )
        if start < edge:
            return f"{where} Since ${start} < {edge}$ it stays:\n\n$$o = {windows}$$"
        return (
            f"{where} Since ${start} \\ge {edge}$ it is dropped:\n\n"
            f"$$o = {windows} - 1 = {windows - 1}$$"
        )
