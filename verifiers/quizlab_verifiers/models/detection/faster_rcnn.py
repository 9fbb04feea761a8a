"""Faster R-CNN: a small network on the same features proposes the boxes for Fast R-CNN.

Source:
    Ren, He, Girshick & Sun 2015, Faster R-CNN: Towards Real-Time Object Detection with Region
    Proposal Networks, sections 3.1 and 3.3, figure 3, https://arxiv.org/abs/1506.01497
    Proposals at test time and the names of layers: https://github.com/rbgirshick/py-faster-rcnn

Counted:
    Fast R-CNN and the region proposal network: one 3 × 3 and two 1 × 1 convolutions. Decoding,
    suppression and RoI pooling have neither parameters nor multiply-adds.

Deviations:
    There are always 300 proposals: where suppression keeps fewer, the best of the suppressed
    ones follow. The 6,000 best anchors enter it, as in the released code; the paper names no
    number. The released code also drops proposals of less than 16 pixels, here they stay.
    The image has 600 × 800 pixels: the paper scales the shorter side to 600. For the offsets of
    the background, the scores and the numbers of ``detect`` see ``fast_rcnn``, for the anchors
    ``anchors``.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from quizlab_verifiers.models.detection.anchors import grid_anchors
from quizlab_verifiers.models.detection.boxes import check_image, clip, decode, nms
from quizlab_verifiers.models.detection.fast_rcnn import (
    LINEAR_BY_HAND,
    MAPS_BY_HAND,
    found_among,
)
from quizlab_verifiers.models.detection.roi_pooling import RoIPooling
from quizlab_verifiers.models.detection.vgg16 import (
    BIASES_BY_HAND,
    STAGES_BY_HAND,
    VGG16,
    WithBackground,
    fully_connected,
)
from quizlab_verifiers.models.network import Network, Published


class Proposals(nn.Module):
    """Turns what the region proposal network says of each anchor into the best boxes.

    Args:
        count: Boxes that come out.
        candidates: Best anchors that enter the suppression.
        threshold: Overlap above which one box suppresses another.
        stride: Pixels of the image for one position, across and down.
    """

    def __init__(
        self, count: int = 300, candidates: int = 6000, threshold: float = 0.7, stride: int = 16
    ) -> None:
        super().__init__()
        self.count, self.candidates = count, candidates
        self.threshold, self.stride = threshold, stride

    def forward(self, scores: Tensor, offsets: Tensor, image: Tensor) -> Tensor:
        """Return proposals for one image.

        Args:
            scores: That each anchor is background, then that each is an object
                (1, 2 · anchors, height, width).
            offsets: Four of the first anchor, four of the next (1, anchors · 4, height, width).
            image: Only its size is looked at.

        Returns:
            Boxes in pixels (count, 4): those that suppression keeps, best first; if they are
            too few, the best of the others follow.
        """
        height, width = scores.shape[2:]
        anchors = grid_anchors(height, width, self.stride).to(offsets)  # 4
        moves = offsets.permute(0, 2, 3, 1).reshape(1, -1, 4)  # 9·h·w × 4
        boxes = clip(decode(moves, anchors), image.shape[2], image.shape[3])  # 9·h·w × 4
        likely = scores.view(1, 2, -1, height, width).softmax(dim=1)[:, 1]  # 9 × h × w
        likely = likely.permute(0, 2, 3, 1).flatten(1)  # 9·h·w
        entering = min(self.candidates, likely.shape[1])
        likely, order = likely.topk(entering)  # entering, entering: best first
        boxes = boxes[0, order[0]]  # 4
        keep = nms(boxes, likely[0], self.threshold, most=self.count)[None]  # entering
        rank = torch.where(keep, likely, likely - 2)  # entering: below all that are kept
        return boxes[rank[0].topk(self.count).indices]  # 4

    def output_shape(self, *input_shapes: tuple[int, ...]) -> tuple[int, ...]:
        """Return what comes out, whatever the shapes of the inputs."""
        del input_shapes
        return (self.count, 4)


class FasterRCNN(nn.Module):
    """Features of the image, proposals from them, and Fast R-CNN's two answers for each proposal.

    Args:
        classes: Classes, the background included.
    """

    def __init__(self, classes: int) -> None:
        super().__init__()
        self.classes, self.anchors = classes, 9
        self.features = VGG16()
        self.rpn_conv = nn.Conv2d(512, 512, 3, padding=1)
        self.rpn_cls_score = nn.Conv2d(512, 2 * self.anchors, 1)
        self.rpn_bbox_pred = nn.Conv2d(512, 4 * self.anchors, 1)
        self.proposals = Proposals()
        self.roi_pool5 = RoIPooling(7, stride=16)
        self.fc6 = fully_connected(512 * 7 * 7, 4096)
        self.fc7 = fully_connected(4096, 4096)
        self.cls_score = nn.Linear(4096, classes)
        self.bbox_pred = nn.Linear(4096, 4 * classes)

    def forward(self, image: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Return proposals with a score and four offsets of each class.

        Args:
            image: One image (1, 3, height, width).

        Returns:
            Scores (300, classes) before the softmax, offsets (300, 4 · classes) and the
            proposals in pixels (300, 4) that they belong to.
        """
        shared = self.features(image)  # 512 × ⌈h/16⌉ × ⌈w/16⌉
        x = F.relu(self.rpn_conv(shared))  # 512 × ⌈h/16⌉ × ⌈w/16⌉
        objects = self.rpn_cls_score(x)  # 2·anchors × ⌈h/16⌉ × ⌈w/16⌉
        moves = self.rpn_bbox_pred(x)  # 4·anchors × ⌈h/16⌉ × ⌈w/16⌉
        boxes = self.proposals(objects, moves, image)  # 4: left, top, right, bottom
        x = self.roi_pool5(shared, boxes)  # 512 × 7 × 7
        x = self.fc6(x.flatten(1))  # 4096
        x = self.fc7(x)  # 4096
        return self.cls_score(x), self.bbox_pred(x), boxes  # classes, 4·classes, 4

    def detect(self, image: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Return what is found in one image.

        Returns:
            Boxes in pixels (k, 4), classes (k) counted from 0 without the background, and
            probabilities (k), best first; at most 100.
        """
        check_image(image)
        scores, offsets, boxes = self(image)
        return found_among(boxes, scores, offsets, image)


def faster_rcnn(*, classes: WithBackground = 21) -> FasterRCNN:
    """Return Faster R-CNN on VGG-16; the background is one of the classes."""
    return FasterRCNN(classes)


_RPN = 9 * 512 * 512 + 512 * 18 + 512 * 36

NETWORKS = (
    Network(
        name="faster-rcnn",
        title="Faster R-CNN (VGG-16, 300 proposals)",
        year=2015,
        paper=(
            "Ren, He, Girshick & Sun 2015, Faster R-CNN: Towards Real-Time Object Detection with "
            "Region Proposal Networks, https://arxiv.org/abs/1506.01497"
        ),
        builder=faster_rcnn,
        inputs=((3, 600, 800),),
        outputs=((21,), (84,), (4,)),
        published=(
            Published(
                "parameters",
                sum(STAGES_BY_HAND)
                + BIASES_BY_HAND
                + (_RPN + 512 + 18 + 36)
                + (LINEAR_BY_HAND + 4096 + 4096 + 21 + 84),
                "by hand: the 13 convolutions, the 3 × 3 of 512 and the 1 × 1 of 18 and 36 "
                "channels, then fc6, fc7, 21 scores and 84 offsets, all with biases; at 4 bytes "
                "each the 523 MB that convnet-burden prints for faster-rcnn-vggvd-pascal, "
                "https://github.com/albanie/convnet-burden",
                by_hand=True,
            ),
            Published(
                "macs",
                sum(w * s for w, s in zip(STAGES_BY_HAND, MAPS_BY_HAND, strict=True))
                + MAPS_BY_HAND[-1] * _RPN
                + 300 * LINEAR_BY_HAND,
                "by hand: as for fast-rcnn, and every weight of the region proposal network once "
                "at each of the 38 × 50 places of conv5_3",
                by_hand=True,
            ),
        ),
    ),
)
