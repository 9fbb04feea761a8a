"""Questions about pooling: how large the output is, rounded down or up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quizlab.verify import AnswerPart, Count, Verifier
from quizlab_verifiers import wording
from quizlab_verifiers.maths import pooling
from quizlab_verifiers.pooling.output_side_mistakes import MISTAKES
from quizlab_verifiers.pooling.output_side_parameters import (
    OutputSideParameters,
    is_dropped,
    rounded_up,
    span,
    travel,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from quizlab.verify import Answered


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
    misconceptions = MISTAKES

    def where(self, v: OutputSideParameters) -> str | None:
        """Say which parameters torch refuses."""
        if v.padding > v.kernel // 2:
            return (
                f"padding {v.padding} is more than half of kernel {v.kernel}, which torch "
                f"refuses; take padding 0 to {v.kernel // 2}"
            )
        # With ceil even a window larger than the input counts, if less than a stride hangs over.
        if travel(v) >= 0 or (v.ceil and -travel(v) < v.stride):
            return None
        return (
            f"kernel {v.kernel} with dilation {v.dilation} spans {span(v)} cells and does not "
            f"fit into size {v.size} with padding {v.padding}, {v.size + 2 * v.padding} cells; "
            "take a larger size or padding, or a smaller kernel or dilation"
        )

    def comfortable(self, v: OutputSideParameters) -> bool:
        """Hold draws to poolings that somebody would build: no cells between the windows."""
        return v.stride <= v.kernel and span(v) <= v.size

    def difficulty(self, v: OutputSideParameters) -> int:
        """1: rounded down. 2: rounded up, or padding to be rounded. 3: dilated, or dropped."""
        if v.dilation > 1 or is_dropped(v):
            return 3
        return 2 if v.ceil or (v.padding and travel(v) % v.stride) else 1

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
            f"{wording.article(v.kernel).capitalize()} ${v.kernel} \\times {v.kernel}$ max pooling with "
            f"{wording.layer_settings(v.stride, v.padding, v.dilation)} runs over {wording.article(v.size)} "
            f"${v.size} \\times {v.size}$ input. `ceil_mode` is {mode}.\n\n"
            "What is the side of its output?"
        )

    def explain(self, v: OutputSideParameters, language: str = "en") -> tuple[str, ...]:
        """Count windows: formula, travel, rounding, and the rule for the last window."""
        del language
        left, right = ("\\lceil", "\\rceil") if v.ceil else ("\\lfloor", "\\rfloor")
        windows = rounded_up(v) if v.ceil else self.compute(v)
        rule = (
            "With `ceil_mode` a window may hang over the end, so round up; but drop the last "
            "window if it would start in the right padding."
            if v.ceil
            else "Without `ceil_mode` every window lies on the padded input, so round down."
        )
        count = (
            f"Count the windows. {rule} With {wording.layer_letters('window', v.dilation)}:\n\n"
            f"$$o = \\left{left} \\frac{{{wording.travel_formula(v.dilation)}}}{{s}} "
            f"\\right{right} + 1$$"
        )
        rounded = (
            f"Round {'up' if v.ceil else 'down'} and add the window at the start:\n\n"
            f"$$\\left{left} \\frac{{{travel(v)}}}{{{v.stride}}} \\right{right} + 1 "
            f"= {windows - 1} + 1 = {windows}$$"
        )
        steps = (count, wording.travel("window", v.size, v.kernel, v.padding, v.dilation), rounded)
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
