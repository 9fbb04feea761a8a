"""Fast R-CNN: one run of the convolutions for the whole image, one RoI pooling for each proposal.

Source:
    Girshick 2015, Fast R-CNN, sections 2.1 and 2.2, figure 1, https://arxiv.org/abs/1504.08083

Counted:
    VGG-16 (the paper's model L) up to conv5_3 once, then fc6, fc7 and the two sibling layers for
    every proposal, all with biases. RoI pooling has neither parameters nor multiply-adds.

Deviations:
    Offsets are predicted for the background too, as in the released code: 84 instead of the 80
    of K = 20 classes; nothing reads the first four. The normalisation of the offsets' targets
    belongs to training and is not undone here: released weights have it multiplied in.
    Proposals are an input, 300 instead of some 2,000, and the image has 600 × 800 pixels: the
    paper scales the shorter side to 600. The numbers of ``detect`` (overlap 0.3 for
    suppression, probability 0.05 at least, 100 detections at most) are those of released code.
    Scores come before the softmax. Truncated SVD (section 3.1) is left out.
"""

from __future__ import annotations

from torch import Tensor, nn

from quizlab_verifiers.models.detection.boxes import check_image, clip, decode, detections
from quizlab_verifiers.models.detection.roi_pooling import RoIPooling
from quizlab_verifiers.models.detection.vgg16 import (
    BIASES_BY_HAND,
    STAGES_BY_HAND,
    VGG16,
    WithBackground,
    fully_connected,
)
from quizlab_verifiers.models.network import Network, Published


class FastRCNN(nn.Module):
    """Features of the image, a 7 × 7 grid of them for each proposal, two layers, two answers.

    Args:
        classes: Classes, the background included.
    """

    def __init__(self, classes: int) -> None:
        super().__init__()
        self.classes = classes
        self.features = VGG16()
        self.roi_pool5 = RoIPooling(7, stride=16)
        self.fc6 = fully_connected(512 * 7 * 7, 4096)
        self.fc7 = fully_connected(4096, 4096)
        self.cls_score = nn.Linear(4096, classes)
        self.bbox_pred = nn.Linear(4096, 4 * classes)

    def forward(self, image: Tensor, boxes: Tensor) -> tuple[Tensor, Tensor]:
        """Return for each proposal a score and four offsets of each class.

        Args:
            image: One image (1, 3, height, width).
            boxes: Proposals in its pixels (n, 4).

        Returns:
            Scores (n, classes) before the softmax and offsets (n, 4 · classes).
        """
        x = self.features(image)  # 512 × ⌈h/16⌉ × ⌈w/16⌉
        x = self.roi_pool5(x, boxes)  # 512 × 7 × 7
        x = self.fc6(x.flatten(1))  # 4096
        x = self.fc7(x)  # 4096
        return self.cls_score(x), self.bbox_pred(x)  # classes, 4·classes

    def detect(self, image: Tensor, boxes: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Return what is found in one image.

        Returns:
            Boxes in pixels (k, 4), classes (k) counted from 0 without the background, and
            probabilities (k), best first; at most 100.
        """
        check_image(image)
        scores, offsets = self(image, boxes)
        return found_among(boxes, scores, offsets, image)


def found_among(
    proposals: Tensor, scores: Tensor, offsets: Tensor, image: Tensor
) -> tuple[Tensor, Tensor, Tensor]:
    """Move the proposals (n, 4) by the offsets of each class and keep the best boxes."""
    moved = decode(offsets.view(*scores.shape, 4), proposals[:, None])[:, 1:]
    likely = scores.softmax(dim=1)[:, 1:]
    return detections(
        clip(moved, image.shape[2], image.shape[3]), likely, least=0.05, threshold=0.3, most=100
    )


def fast_rcnn(*, classes: WithBackground = 21) -> FastRCNN:
    """Return Fast R-CNN on VGG-16; the background is one of the classes."""
    return FastRCNN(classes)


LINEAR_BY_HAND = 25088 * 4096 + 4096 * 4096 + 4096 * 21 + 4096 * 84
"""Weights of fc6, fc7 and the two sibling layers."""

MAPS_BY_HAND = (600 * 800, 300 * 400, 150 * 200, 75 * 100, 38 * 50)
"""Places of the map of each stage of VGG-16 for an image of 600 × 800."""

NETWORKS = (
    Network(
        name="fast-rcnn",
        title="Fast R-CNN (VGG-16, 300 proposals)",
        year=2015,
        paper="Girshick 2015, Fast R-CNN, https://arxiv.org/abs/1504.08083",
        builder=fast_rcnn,
        inputs=((3, 600, 800),),
        outputs=((21,), (84,)),
        proposals=300,
        published=(
            Published(
                "parameters",
                sum(STAGES_BY_HAND) + BIASES_BY_HAND + LINEAR_BY_HAND + (4096 + 4096 + 21 + 84),
                "by hand: weights and biases of the 13 convolutions, of fc6 (512 × 7 × 7 = 25,088 "
                "inputs), fc7, 21 scores and 84 offsets",
                by_hand=True,
            ),
            Published(
                "macs",
                sum(w * s for w, s in zip(STAGES_BY_HAND, MAPS_BY_HAND, strict=True))
                + 300 * LINEAR_BY_HAND,
                "by hand: every weight of a convolution once at each place of its map (600 × 800, "
                "300 × 400, 150 × 200, 75 × 100, 38 × 50), every other weight once for each of "
                "300 proposals",
                by_hand=True,
            ),
        ),
    ),
)
