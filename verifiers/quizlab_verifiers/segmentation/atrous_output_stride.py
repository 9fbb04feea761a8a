"""Questions about dilated backbones: output stride, feature side and rate."""

from __future__ import annotations

from math import prod
from typing import TYPE_CHECKING

from quizlab.verify import AnswerPart, Count, Verifier
from quizlab_verifiers.maths import atrous
from quizlab_verifiers.notation import number
from quizlab_verifiers.segmentation.atrous_mistakes import MISTAKES
from quizlab_verifiers.segmentation.atrous_parameters import (
    MOST_STRIDE,
    AtrousParameters,
    kept,
    removed,
)
from quizlab_verifiers.wording import listed

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from quizlab.verify import Value


class AtrousOutputStride(Verifier[AtrousParameters]):
    """``atrous.output-stride``: a backbone whose last strides are replaced by dilation."""

    id = "atrous.output-stride"
    version = 1
    title = "Output stride of a dilated backbone"
    Parameters = AtrousParameters
    parts = (
        AnswerPart("output-stride", Count(), "output stride"),
        AnswerPart("side", Count(), "feature side", builds_on=("output-stride",)),
        AnswerPart("dilation", Count(), "last dilation"),
    )
    convention = (
        "Every part strides in its first layer and has 3 × 3 convolutions behind it; padding keeps "
        "⌈size / stride⌉ cells. The last parts run at stride 1 instead, and what comes behind a "
        "removed stride is dilated so that its taps stay where they were in the image."
    )
    citation = (
        "Chen et al. 2017, Rethinking Atrous Convolution (DeepLabv3), sections 3.1 and 3.2, "
        "https://arxiv.org/abs/1706.05587; torchvision, replace_stride_with_dilation, "
        "https://github.com/pytorch/vision/blob/main/torchvision/models/resnet.py"
    )
    code = atrous.dilated_features
    misconceptions = MISTAKES

    def where(self, v: AtrousParameters) -> str | None:
        """Say which parameters clash."""
        if v.dilated > len(v.strides):
            return (
                f"dilated {v.dilated} is more than the {len(v.strides)} strides given; take 0 to "
                f"{len(v.strides)}"
            )
        if prod(v.strides) > MOST_STRIDE:
            return (
                f"strides multiply to {prod(v.strides)}; a network may shrink its input at most "
                f"{MOST_STRIDE} times"
            )
        return None

    def difficulty(self, v: AtrousParameters) -> int:
        """1: one stride removed, nothing to round. 2: one of both is harder. 3: both are."""
        rounding = v.size % prod(kept(v)) > 0
        several = sum(stride > 1 for stride in removed(v)) > 1
        return 1 + rounding + several

    def compute(self, v: AtrousParameters) -> dict[str, int]:
        """Multiply what is kept and what is removed."""
        found = atrous.dilated_features(v.size, v.strides, v.dilated)
        return {
            "output-stride": found.output_stride,
            "side": found.side,
            "dilation": found.rate,
        }

    def follow(self, v: AtrousParameters, part: str, earlier: Mapping[str, Value]) -> Value | None:
        """Divide the input by the learner's own output stride."""
        stride = earlier["output-stride"]
        if part != "side" or not isinstance(stride, int) or stride < 1:
            return None
        return -(-v.size // stride)

    def reference(self, v: AtrousParameters) -> dict[str, int]:
        """Run both networks and look where their last kernel's taps lie in the image.

        Column by column: 1 x 1 kernels stride and 3 x 3 ones follow, of which a column is enough.
        """
        import torch

        kept_strides = [*kept(v), *[1] * v.dilated]
        with torch.inference_mode():
            features, rate = torch.ones(1, 1, v.size), 1
            taps = torch.ones(1, 1, 3)
            for plain, stride in zip(v.strides, kept_strides, strict=True):
                features = torch.conv1d(features, taps, stride=stride, padding=rate, dilation=rate)
                rate *= plain // stride
                features = torch.conv1d(features, taps, padding=rate, dilation=rate)
        near, far = _taps(kept_strides, 1), _taps(v.strides, 1)
        output_stride = near[1] - near[0]
        dilation = (far[1] - far[0]) // output_stride
        if _taps(kept_strides, dilation) != far:
            raise ArithmeticError(f"dilation {dilation} does not put the taps on {far}")
        return {
            "output-stride": output_stride,
            "side": features.shape[2],
            "dilation": dilation,
        }

    def prompt(self, v: AtrousParameters, language: str = "en") -> str:
        """Give the strides, say which are replaced, and ask."""
        del language
        strides = ", ".join(map(str, v.strides))
        behind = " (behind its removed stride)" if v.dilated else ""
        if v.dilated == 0:
            dilated = "None of them is replaced by dilation."
        elif v.dilated == 1:
            dilated = "The last of them is replaced by dilation."
        else:
            dilated = f"The last {v.dilated} of them are replaced by dilation."
        return (
            f"From input to output, the parts of a segmentation backbone have the strides "
            f"${strides}$. {dilated} The input is ${v.size} \\times {v.size}$; padding keeps "
            "$\\lceil \\text{size} / \\text{stride} \\rceil$ cells at every layer.\n\n"
            "What are the output stride, the side of the last feature map, and the dilation of the "
            f"last part's $3 \\times 3$ convolutions{behind}?"
        )

    def explain(self, v: AtrousParameters, language: str = "en") -> tuple[str, ...]:
        """Multiply kept strides, divide, multiply removed strides."""
        del language
        right = atrous.dilated_features(v.size, v.strides, v.dilated)
        stride, exact = right.output_stride, v.size % right.output_stride == 0
        rounded = (
            f"= {right.side}"
            if exact
            else f"= \\lceil {number(v.size / stride)} \\rceil = {right.side}"
        )
        return (
            (
                "Only the strides that are kept shrink the image; their product is the output stride. "
                "A removed stride leaves its features denser by its factor, so everything behind it is "
                "dilated by that factor to see the same places as before. Several removed strides "
                "multiply:\n\n"
                "$$\\text{output stride} = \\prod_{\\text{kept}} s \\qquad "
                "\\text{dilation} = \\prod_{\\text{removed}} s$$"
            ),
            f"Kept {_named(kept(v))}:\n\n$$\\text{{output stride}} = {_product(kept(v))}$$",
            (
                "Layer by layer the side is rounded up, which comes to the same as rounding up once:"
                f"\n\n$$\\left\\lceil \\frac{{{v.size}}}{{{stride}}} \\right\\rceil {rounded}$$"
            ),
            (
                f"Removed {_named(removed(v))}:\n\n$$\\text{{dilation}} = {_product(removed(v))}$$\n\n"
                f"Check: ${stride} \\cdot {right.rate} = {stride * right.rate}$ is the output stride "
                "without dilation.\n\n"
                f"So output stride ${stride}$, side ${right.side}$, dilation ${right.rate}$."
            ),
        )


def _taps(strides: Sequence[int], dilation: int) -> list[int]:
    """Return the image cells under the taps of a kernel behind these strides, by its gradient."""
    import torch

    length = 2 * prod(strides) * dilation + 1
    image = torch.zeros(1, 1, length, requires_grad=True)
    features = image
    for stride in strides:
        features = torch.conv1d(features, torch.ones(1, 1, 1), stride=stride)
    out = torch.conv1d(features, torch.ones(1, 1, 3), dilation=dilation)
    (gradient,) = torch.autograd.grad(out[0, 0, 0], image)
    found: list[int] = gradient.flatten().nonzero().flatten().tolist()
    return found


def _named(strides: Sequence[int]) -> str:
    if not strides:
        return "is no stride"
    word = "is the stride" if len(strides) == 1 else "are the strides"
    return f"{word} {listed([f'${stride}$' for stride in strides])}"


def _product(strides: Sequence[int]) -> str:
    """Work a product; an empty one is 1."""
    if len(strides) < 2:
        return str(prod(strides))
    factors = " \\cdot ".join(map(str, strides))
    return f"{factors} = {prod(strides)}"
