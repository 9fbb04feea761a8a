"""R-CNN: cut every proposal out of the image, warp it to one size and classify it by a network.

Source:
    Girshick, Donahue, Darrell & Malik 2013, Rich feature hierarchies for accurate object detection
    and semantic segmentation (tech report v5), sections 2 and 3.3, appendices A to C,
    https://arxiv.org/abs/1311.2524

Counted:
    VGG-16 (the paper's O-Net) up to fc7, once for every proposal; the 21 scores on fc7 and the
    80 box offsets on pool5. Everything but the offsets has biases.

Deviations:
    No SVM is trained here. The scores are those of the 21-way layer of the fine-tuned network,
    which appendix B compares with one linear SVM for each class: on VOC 2007 mAP falls from 54.2
    to 50.9 %. The box regressors have no bias, as in appendix C; the released code adds one.
    Selective search is no part of the network: proposals are an input, 8 instead of some 2,000.
    The image has 375 × 500 pixels, a usual size in VOC; the cost does not depend on it.
    The image is expected with its mean subtracted, so that 0 stands for the mean with which the
    paper fills what lies outside. The paper calls the overlap for suppression learned; 0.3,
    and the other numbers of ``detect``, are those of released code.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from quizlab_verifiers.models.detection.boxes import (
    check_image,
    clip,
    decode,
    detections,
    to_centres,
    to_corners,
)
from quizlab_verifiers.models.detection.vgg16 import (
    BIASES_BY_HAND,
    STAGES_BY_HAND,
    VGG16,
    WithBackground,
    fully_connected,
)
from quizlab_verifiers.models.network import Network, Published


class Warp(nn.Module):
    """Cuts boxes out of an image and stretches each to one size, whatever its shape.

    Args:
        side: Of what comes out, in pixels.
        context: Pixels of surroundings on each side, measured in what comes out.
    """

    def __init__(self, side: int = 224, context: int = 16) -> None:
        super().__init__()
        self.side, self.context = side, context

    def forward(self, image: Tensor, boxes: Tensor) -> Tensor:
        """Return the warped regions.

        Args:
            image: One image (1, 3, height, width).
            boxes: Boxes in its pixels (n, 4).

        Returns:
            One region for each box (n, 3, side, side), 0 where it lies outside of the image.
        """
        places = self.places(boxes, *image.shape[2:])  # side × side × 2
        images = image.expand(len(boxes), -1, -1, -1)  # 3 × h × w
        return F.grid_sample(images, places, align_corners=False)  # 3 × side × side

    def places(self, boxes: Tensor, height: int, width: int) -> Tensor:
        """Return where each pixel looks, across and down, from −1 to 1 over the image."""
        centres = to_centres(boxes)
        growth = self.side / (self.side - 2 * self.context)
        wide = to_corners(torch.cat((centres[:, :2], centres[:, 2:] * growth), dim=1))
        step = (torch.arange(self.side, device=boxes.device) + 0.5) / self.side
        x = wide[:, 0:1] + step * (wide[:, 2:3] - wide[:, 0:1])
        y = wide[:, 1:2] + step * (wide[:, 3:4] - wide[:, 1:2])
        across = (2 * x / width - 1)[:, None, :].expand(-1, self.side, -1)
        down = (2 * y / height - 1)[:, :, None].expand(-1, -1, self.side)
        return torch.stack((across, down), dim=-1)

    def output_shape(self, *input_shapes: tuple[int, ...]) -> tuple[int, ...]:
        """Return what comes out of an image and boxes of these shapes."""
        image, boxes = input_shapes
        return (boxes[0], image[1], self.side, self.side)


class RCNN(nn.Module):
    """Warps each proposal and runs all of VGG-16 on it; the box is corrected from pool5.

    Args:
        classes: Classes, the background included.
    """

    def __init__(self, classes: int) -> None:
        super().__init__()
        self.classes, self.objects = classes, classes - 1
        self.warp = Warp()
        self.features = VGG16()
        self.pool5 = nn.MaxPool2d(2, stride=2)
        self.bounding_box = nn.Linear(512 * 7 * 7, 4 * self.objects, bias=False)
        self.fc6 = fully_connected(512 * 7 * 7, 4096)
        self.fc7 = fully_connected(4096, 4096)
        self.score = nn.Linear(4096, classes)

    def forward(self, image: Tensor, boxes: Tensor) -> tuple[Tensor, Tensor]:
        """Return for each proposal the scores of all classes and offsets for all but the background.

        Args:
            image: One image (1, 3, height, width).
            boxes: Proposals in its pixels (n, 4).

        Returns:
            Scores (n, classes) before the softmax and offsets (n, 4 · objects).
        """
        x = self.warp(image, boxes)  # 3 × 224 × 224
        x = self.features(x)  # 512 × 14 × 14
        x = self.pool5(x).flatten(1)  # 25088
        offsets = self.bounding_box(x)  # 4·objects
        x = self.fc6(x)  # 4096
        x = self.fc7(x)  # 4096
        return self.score(x), offsets  # classes, 4·objects

    def detect(self, image: Tensor, boxes: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Return what is found in one image.

        Returns:
            Boxes in pixels (k, 4), classes (k) counted from 0 without the background, and
            probabilities (k), best first; at most 100.
        """
        check_image(image)
        scores, offsets = self(image, boxes)
        moved = decode(offsets.view(len(boxes), self.objects, 4), boxes[:, None])
        likely = scores.softmax(dim=1)[:, 1:]
        return detections(
            clip(moved, image.shape[2], image.shape[3]), likely, least=0.05, threshold=0.3, most=100
        )


def rcnn(*, classes: WithBackground = 21) -> RCNN:
    """Return R-CNN on VGG-16; the background is one of the classes."""
    return RCNN(classes)


_LINEAR = 25088 * 4096 + 4096 * 4096 + 4096 * 21 + 25088 * 80
_SIDES = (224, 112, 56, 28, 14)

NETWORKS = (
    Network(
        name="rcnn",
        title="R-CNN (VGG-16, 8 proposals)",
        year=2013,
        paper=(
            "Girshick, Donahue, Darrell & Malik 2013, Rich feature hierarchies for accurate "
            "object detection and semantic segmentation, https://arxiv.org/abs/1311.2524"
        ),
        builder=rcnn,
        inputs=((3, 375, 500),),
        outputs=((21,), (80,)),
        proposals=8,
        published=(
            Published(
                "parameters",
                sum(STAGES_BY_HAND) + BIASES_BY_HAND + _LINEAR + (4096 + 4096 + 21),
                "by hand: weights and biases of the 13 convolutions, of fc6, fc7 and 21 scores on "
                "fc7; weights of 4 × 20 offsets on pool5 (512 × 7 × 7 = 25,088)",
                by_hand=True,
            ),
            Published(
                "macs",
                8 * (sum(w * s**2 for w, s in zip(STAGES_BY_HAND, _SIDES, strict=True)) + _LINEAR),
                "by hand: for each of 8 proposals every weight of a convolution once at each "
                "place of its map (224, 112, 56, 28, 14 a side), every other weight once",
                by_hand=True,
            ),
        ),
    ),
)
