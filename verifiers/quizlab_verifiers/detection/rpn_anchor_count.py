"""A question about Faster R-CNN: how many anchors its region proposal network has."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from quizlab.verify import AnswerPart, Count, OneOf, Together, Verifier, Whole
from quizlab_verifiers.detection.rpn_anchor_count_mistakes import MISTAKES
from quizlab_verifiers.maths import proposal_anchors
from quizlab_verifiers.notation import digits

# Faster R-CNN brings the shorter side to 600. Other images are those of data sets and cameras, of
# which the multiples of 16 come out even.
_LONGER = (600, 700, 720, 750, 800, 850, 896, 900, 960, 1000)
_OTHERS = (
    *((480, 640), (512, 512), (448, 448), (640, 960), (640, 640), (768, 1024), (720, 1280)),
    *((320, 480), (800, 1280), (400, 640), (512, 1024), (480, 800), (576, 768), (832, 1024)),
    *((375, 500), (333, 500), (427, 640), (540, 960), (500, 500), (800, 1333), (300, 400)),
)
_IMAGES = (*((600, longer) for longer in _LONGER), *_OTHERS)
_SIDE = Whole(16, 2048, draws=tuple(sorted({side for image in _IMAGES for side in image})))
_NUMBER = Whole(1, 8, draws=(1, 2, 3, 3, 3, 3, 4, 5))


@dataclass(frozen=True, slots=True)
class RpnAnchorCountParameters:
    """An image, and the anchors at each position of the map that is made of it.

    Attributes:
        height: Of the image, in pixels.
        width: Of the image, in pixels.
        scales: How many sizes anchors have.
        ratios: How many aspect ratios each size comes in.
        backbone: ``vgg16-caffe`` has poolings that round up, as in the released Faster R-CNN,
            ``vgg16-torch`` has PyTorch's, which round down.
    """

    height: Annotated[int, _SIDE]
    width: Annotated[int, _SIDE]
    scales: Annotated[int, _NUMBER] = 3
    ratios: Annotated[int, _NUMBER] = 3
    backbone: Annotated[
        str,
        OneOf("vgg16-caffe", "vgg16-torch", draws=("vgg16-caffe", "vgg16-caffe", "vgg16-torch")),
    ] = "vgg16-caffe"


class RpnAnchorCount(Verifier[RpnAnchorCountParameters]):
    """``rpn.anchor-count``: positions of conv5_3 times anchors at each."""

    id = "rpn.anchor-count"
    version = 1
    title = "Anchors of a region proposal network"
    Parameters = RpnAnchorCountParameters
    parts = (AnswerPart("anchors", Count()),)
    convention = (
        "Faster R-CNN on VGG-16: anchors stand on every position of conv5_3, four poolings below "
        "the image. All of them count, those too that stick out of the image."
    )
    citation = (
        "Ren, He, Girshick & Sun 2015, Faster R-CNN: Towards Real-Time Object Detection with "
        "Region Proposal Networks, section 3.1.1, https://arxiv.org/abs/1506.01497"
    )
    code = proposal_anchors.count
    together = Together(("height", "width"), (*_IMAGES, *(image[::-1] for image in _IMAGES)))
    misconceptions = MISTAKES

    def difficulty(self, v: RpnAnchorCountParameters) -> int:
        """1: both sides come out even. 2: one is rounded. 3: both are."""
        return 1 + bool(v.height % 16) + bool(v.width % 16)

    def compute(self, v: RpnAnchorCountParameters) -> int:
        """Halve both sides four times and multiply."""
        up = v.backbone == "vgg16-caffe"
        return proposal_anchors.count(v.height, v.width, v.scales, v.ratios, up=up)

    def reference(self, v: RpnAnchorCountParameters) -> int:
        """Run the real VGG-16, lay the anchors out on what it makes, and count them."""
        import torch

        from quizlab_verifiers.models.detection.anchors import grid_anchors
        from quizlab_verifiers.models.detection.vgg16 import VGG16

        with torch.device("meta"), torch.no_grad():
            network = VGG16()
            for layer in network.modules():
                if isinstance(layer, torch.nn.MaxPool2d):
                    layer.ceil_mode = v.backbone == "vgg16-caffe"
            features = network(torch.empty(1, 3, v.height, v.width))
        _, _, down, across = features.shape
        sides = [128 * 2**number for number in range(v.scales)]
        ratios = [2.0 ** (number - v.ratios // 2) for number in range(v.ratios)]
        return len(grid_anchors(down, across, sides=sides, ratios=ratios))

    def prompt(self, v: RpnAnchorCountParameters, language: str = "en") -> str:
        """Say where the network looks, how poolings round, and what stands at a position."""
        del language
        rounding = (
            "round up, as in Caffe"
            if v.backbone == "vgg16-caffe"
            else "round down, as in PyTorch by default"
        )
        scales = f"${v.scales}$ scale{'s' if v.scales > 1 else ''}"
        ratios = f"${v.ratios}$ aspect ratio{'s' if v.ratios > 1 else ''}"
        return (
            f"Faster R-CNN on VGG-16 is given an image of ${v.height} \\times {v.width}$ pixels "
            "(height × width). Its region proposal network slides over `conv5_3`, which stands "
            f"behind four 2 × 2 max poolings of stride 2; they {rounding}. All convolutions keep "
            "the side.\n\n"
            f"Anchors come in {scales}{' and' if v.scales == 1 else ', each in'} {ratios}. How many anchors are there in all, those "
            "included that stick out of the image?"
        )

    def explain(self, v: RpnAnchorCountParameters, language: str = "en") -> tuple[str, ...]:
        """Halve both sides four times, then multiply by the anchors of a position."""
        del language
        up = v.backbone == "vgg16-caffe"
        down, across = (proposal_anchors.map_side(side, up=up) for side in (v.height, v.width))
        each, places = v.scales * v.ratios, down * across
        method = (
            "Anchors stand on the positions of the map, not on pixels. Each of the four poolings "
            f"halves both sides and rounds {'up' if up else 'down'}. Every position carries one "
            "anchor for each pair of a scale and a ratio; with a map of $h \\times w$ that makes"
            "\n\n$$h \\cdot w \\cdot (\\text{scales} \\cdot \\text{ratios})$$"
        )
        sides = (
            f"Height and width become\n\n$${_halved(v.height, up=up)}$$\n\n"
            f"$${_halved(v.width, up=up)}$$\n\n"
            f"so the map has ${down} \\cdot {across} = {digits(places)}$ positions."
        )
        total = f"{digits(places)} \\cdot {each} = {digits(places * each)}"
        position = f"Each carries ${v.scales} \\cdot {v.ratios} = {each}$ anchors."
        return method, sides, position, f"Together:\n\n$${total}$$"


def _halved(side: int, *, up: bool) -> str:
    """Follow a side through the poolings."""
    sides = [side]
    for _pooling in range(proposal_anchors.POOLINGS):
        sides.append((sides[-1] + up) // 2)
    return " \\to ".join(map(str, sides))
