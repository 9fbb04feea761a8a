"""Questions about average pooling: what it writes, with the padding counted or not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quizlab.verify import Agreement, AnswerPart, Vector, Verifier
from quizlab_verifiers.maths import pooled_values
from quizlab_verifiers.notation import aligned, equals, matrix
from quizlab_verifiers.pooling import windows as shared
from quizlab_verifiers.pooling.avg_pool_values_mistakes import MISTAKES
from quizlab_verifiers.pooling.avg_pool_values_parameters import AvgPoolParameters, fixed_cells
from quizlab_verifiers.pooling.windows import MOST_SHOWN

if TYPE_CHECKING:
    from quizlab.verify import Answered
    from quizlab_verifiers.maths.pooled_values import Matrix


class AvgPoolValues(Verifier[AvgPoolParameters]):
    """``avg-pool.values``: the output of an average pooling, number by number."""

    id = "avg-pool.values"
    version = 1
    title = "Average pooling by hand"
    Parameters = AvgPoolParameters
    parts = (AnswerPart("values", Vector(relative=0.01, floor=1e-6)),)
    convention = (
        "PyTorch: only windows that lie completely on the padded input count (rounded down). Cells "
        "of the padding count as zeros where count_include_pad is on, torch's default; ONNX by "
        "default and TensorFlow's SAME divide by the cells inside the input only."
    )
    citation = (
        "torch.nn.AvgPool2d, "
        "https://docs.pytorch.org/docs/stable/generated/torch.nn.AvgPool2d.html; ONNX AveragePool, "
        "https://onnx.ai/onnx/operators/onnx__AveragePool.html"
    )
    code = pooled_values.avg_pool
    # Numbers up to 10,000 that cancel leave rounding behind where the average is zero.
    agreement = Agreement(floor=1e-9)
    misconceptions = MISTAKES

    def where(self, v: AvgPoolParameters) -> str | None:
        """Say which parameters torch refuses."""
        return shared.clash(v)

    def comfortable(self, v: AvgPoolParameters) -> bool:
        """Hold draws to a handful of windows whose averages have at most two places."""
        return shared.is_comfortable(v) and all(
            abs(x * 100 - round(x * 100)) < 1e-9 for row in self.compute(v) for x in row
        )

    def difficulty(self, v: AvgPoolParameters) -> int:
        """1: windows side by side. 2: overlapping ones. 3: padding."""
        return shared.difficulty(v)

    def compute(self, v: AvgPoolParameters) -> Matrix:
        """Average each window."""
        return pooled_values.avg_pool(
            v.values, v.kernel, v.stride, v.padding, count_padding=v.count_include_pad
        )

    def reference(self, v: AvgPoolParameters) -> Answered:
        """Run torch's average pooling."""
        import torch
        from torch.nn import functional

        with torch.inference_mode():
            pooled = functional.avg_pool2d(
                torch.tensor([v.values], dtype=torch.float64),
                v.kernel,
                v.stride,
                v.padding,
                count_include_pad=v.count_include_pad,
            )
        return tuple(map(tuple, pooled[0].tolist()))

    def prompt(self, v: AvgPoolParameters, language: str = "en") -> str:
        """Show the input, say whether padding counts, and ask for the output."""
        del language
        if not v.padding:
            return shared.asked(v, "average")
        how = "counts, as zeros (`count_include_pad` is on)"
        if not v.count_include_pad:
            how = "does not count (`count_include_pad` is off)"
        return shared.asked(v, "average", f"The padding {how}. ")

    def explain(self, v: AvgPoolParameters, language: str = "en") -> tuple[str, ...]:
        """Say what pooling does, place the windows, average them."""
        del language
        pooled = self.compute(v)
        found = [
            (shared.name(i, j), numbers, pooled[i][j])
            for i, row in enumerate(shared.windows(v, v.stride, v.padding))
            for j, numbers in enumerate(row)
        ]
        lines = []
        for name, numbers, average in found[:MOST_SHOWN]:
            worked = f"\\frac{{{shared.as_sum(numbers)}}}{{{fixed_cells(v) or len(numbers)}}}"
            lines.append((name, f"= {worked} {equals(average)}"))
        more = "\n\nThe other windows are done alike." if len(found) > MOST_SHOWN else ""
        return (
            self._method(v),
            shared.placed(v, pooled),
            f"Window by window, each read row by row:\n\n{aligned(lines)}{more}",
            f"So the output is\n\n$$Y = {matrix(pooled)}$$",
        )

    def _method(self, v: AvgPoolParameters) -> str:
        method = (
            "Average pooling moves a window of $k \\times k$ cells over the input, sums the "
            "numbers under each position and divides by their number:\n\n"
            "$$Y_{ij} = \\frac{1}{n} \\sum_{\\text{window}} X_{rc}$$\n\n"
        )
        if not v.padding:
            return f"{method}Without padding $n = k^2$ everywhere."
        if v.count_include_pad:
            return f"{method}The padding counts, as zeros, so $n = k^2$ everywhere."
        return (
            f"{method}The padding does not count, so $n$ is the number of cells inside the input: "
            "$k^2$ in the middle, fewer at the edges."
        )
