"""YOLOv3: Darknet-53 with shortcuts, and predictions at three scales, coarse ones first.

Source:
    Redmon & Farhadi 2018, YOLOv3: An Incremental Improvement, sections 2.1 to 2.4 and table 1,
    https://arxiv.org/abs/1804.02767

Counted:
    Convolutions have no bias, since batch normalisation follows; its scale and shift count as
    parameters. Only the last 1 × 1 of each scale has biases and neither normalisation nor
    activation.

Deviations:
    The paper draws only Darknet-53. How many convolutions follow it at each scale, how wide they
    are, where a scale branches off to the next, and that the finer features come second in the
    concatenation, is in the released ``yolov3.cfg`` only, and so are the thresholds of
    ``detect``. Of the nine anchors of section 2.3 the three largest belong to the coarsest map.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from quizlab_verifiers.models.detection.boxes import check_image
from quizlab_verifiers.models.detection.darknet import convolutions, residual_stage
from quizlab_verifiers.models.detection.yolo_decoding import decode, found
from quizlab_verifiers.models.network import Network, Published
from quizlab_verifiers.models.options import Classes

SCALES = (
    (32, ((116, 90), (156, 198), (373, 326))),
    (16, ((30, 61), (62, 45), (59, 119))),
    (8, ((10, 13), (16, 30), (33, 23))),
)
"""Pixels from cell to cell, and width and height of the anchors in pixels, coarsest map first."""


class YOLOv3(nn.Module):
    """Darknet-53 without its classifier, and three heads, each fed by the one before it too.

    Args:
        classes: Classes; there is none for the background.
    """

    def __init__(self, classes: int) -> None:
        super().__init__()
        self.classes = classes
        self.values = 3 * (5 + classes)
        self.conv1 = convolutions(3, (3, 32))
        self.stage1 = residual_stage(32, 64, 1)
        self.stage2 = residual_stage(64, 128, 2)
        self.stage3 = residual_stage(128, 256, 8)
        self.stage4 = residual_stage(256, 512, 8)
        self.stage5 = residual_stage(512, 1024, 4)
        self.coarse = five(1024, 512)
        self.coarse_predictions = last_two(512, self.values)
        self.to_middle = convolutions(512, (1, 256))
        self.middle = five(256 + 512, 256)
        self.middle_predictions = last_two(256, self.values)
        self.to_fine = convolutions(256, (1, 128))
        self.fine = five(128 + 256, 128)
        self.fine_predictions = last_two(128, self.values)

    def forward(self, x: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Return for each cell of each scale, anchor by anchor, offsets, objectness and scores."""
        x = self.conv1(x)  # 32 × 416 × 416
        x = self.stage1(x)  # 64 × 208 × 208
        x = self.stage2(x)  # 128 × 104 × 104
        third = self.stage3(x)  # 256 × 52 × 52
        fourth = self.stage4(third)  # 512 × 26 × 26
        x = self.stage5(fourth)  # 1024 × 13 × 13
        x = self.coarse(x)  # 512 × 13 × 13
        coarse = self.coarse_predictions(x)  # values × 13 × 13
        x = F.interpolate(self.to_middle(x), scale_factor=2)  # 256 × 26 × 26
        x = torch.cat((x, fourth), dim=1)  # 768 × 26 × 26
        x = self.middle(x)  # 256 × 26 × 26
        middle = self.middle_predictions(x)  # values × 26 × 26
        x = F.interpolate(self.to_fine(x), scale_factor=2)  # 128 × 52 × 52
        x = torch.cat((x, third), dim=1)  # 384 × 52 × 52
        x = self.fine(x)  # 128 × 52 × 52
        fine = self.fine_predictions(x)  # values × 52 × 52
        return coarse, middle, fine  # values × 13 × 13, values × 26 × 26, values × 52 × 52

    def decode(self, *predictions: Tensor) -> tuple[Tensor, Tensor]:
        """Turn the predictions for one image (values, height, width) at each scale into boxes.

        Returns:
            Boxes in pixels (n, 4), coarse ones first; for each the probability of an object times
            that of each class, which do not exclude one another (n, classes).
        """
        all_boxes, all_scores = [], []
        for one, (stride, anchors) in zip(predictions, SCALES, strict=True):
            boxes, objectness, classes = decode(one, anchors, stride)
            all_boxes.append(boxes)
            all_scores.append(objectness[:, None] * classes.sigmoid())
        return torch.cat(all_boxes), torch.cat(all_scores)

    def detect(
        self, image: Tensor, *, least: float = 0.5, overlap: float = 0.45
    ) -> tuple[Tensor, Tensor, Tensor]:
        """Return what is found in one image, whose sides are multiples of 32.

        Args:
            image: The image (1, 3, height, width).
            least: Lower scores are no detections.
            overlap: Above it the better box of a class suppresses the other.

        Returns:
            Boxes in pixels (k, 4), classes (k) counted from 0, scores (k), best first.
        """
        check_image(image)
        boxes, scores = self.decode(*(one[0] for one in self(image)))
        return found(boxes, scores, image, least=least, overlap=overlap)


def five(inputs: int, width: int) -> nn.Sequential:
    """Return 1 × 1 to the width and 3 × 3 to twice the width in turn, 1 × 1 at both ends."""
    narrow, wide = (1, width), (3, 2 * width)
    return convolutions(inputs, narrow, wide, narrow, wide, narrow)


def last_two(width: int, values: int) -> nn.Sequential:
    """Return a 3 × 3 to twice the width, and the 1 × 1 that predicts."""
    return nn.Sequential(convolutions(width, (3, 2 * width)), nn.Conv2d(2 * width, values, 1))


def yolo_v3(*, classes: Classes = 80) -> YOLOv3:
    """Return YOLOv3 for images of 416 × 416, or any other multiple of 32."""
    return YOLOv3(classes)


_BACKBONE = (27 * 32 + 2 * 32) + sum(
    (9 * c * c // 2 + 2 * c) + blocks * ((1 + 9) * c * c // 2 + 3 * c)
    for c, blocks in ((64, 1), (128, 2), (256, 8), (512, 8), (1024, 4))
)
_HEADS = sum(
    (inputs * c + 2 * 2 * c * c + 3 * 18 * c * c + 2 * (3 * c + 3 * 2 * c)) + (2 * c + 1) * 255
    for inputs, c in ((1024, 512), (768, 256), (384, 128))
)
_BRANCHES = (512 * 256 + 2 * 256) + (256 * 128 + 2 * 128)

_DARKNET = "Darknet, YOLOv3-{}, FLOPS (two for each multiply-add), {}"
_SITE = "https://pjreddie.com/darknet/yolo/"

NETWORKS = (
    Network(
        name="yolo-v3",
        title="YOLO v3",
        year=2018,
        paper=(
            "Redmon & Farhadi 2018, YOLOv3: An Incremental Improvement, "
            "https://arxiv.org/abs/1804.02767"
        ),
        builder=yolo_v3,
        inputs=((3, 416, 416),),
        outputs=((255, 13, 13), (255, 26, 26), (255, 52, 52)),
        published=(
            Published(
                "parameters",
                _BACKBONE + _HEADS + _BRANCHES,
                "by hand: the 52 convolutions of table 1, then at each scale three 1 × 1 to half "
                "and three 3 × 3 to the full width, with two numbers for each normalised channel, "
                "255 outputs with biases, and the 1 × 1 of 256 and 128 channels between the scales",
                by_hand=True,
            ),
            Published(
                "parameters",
                "61.95 M",
                "yolov3-pytorch, YOLOv3, Num. Params, https://github.com/yakhyo/yolov3-pytorch",
            ),
            Published("macs", "65.86 G", _DARKNET.format(416, _SITE), factor=2),
            Published("macs", "38.97 G", _DARKNET.format(320, _SITE), size=(320, 320), factor=2),
            Published("macs", "140.69 G", _DARKNET.format(608, _SITE), size=(608, 608), factor=2),
        ),
    ),
)
