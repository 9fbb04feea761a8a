"""YOLOv2: anchors at every cell, no fully connected layer, and finer features passed through.

Source:
    Redmon & Farhadi 2016, YOLO9000: Better, Faster, Stronger, section 2, section 3 (training for
    detection) and table 6, https://arxiv.org/abs/1612.08242

Variants:
    The released ``yolov2.cfg`` (``narrow=True``) takes a 1 × 1 to 64 channels before the
    passthrough, so that 256 channels join the 1024 instead of 2048.

Counted:
    Convolutions have no bias, since batch normalisation follows; its scale and shift count as
    parameters. Only the last 1 × 1 has biases and neither normalisation nor activation.

Deviations:
    The classes are those of COCO and the anchors those of its released configuration; the paper
    describes 125 outputs for the 20 classes of Pascal VOC and prints no anchors.
    The passthrough puts each 2 × 2 of neighbours into four groups of channels, as the paper
    says. The released code reads the map as if it had a quarter of the channels and twice the
    sides, so what it stacks are not neighbours. The order of the joined channels, passthrough
    first, and the thresholds of ``detect`` are those of the released code.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn

from quizlab_verifiers.models.detection.boxes import check_image
from quizlab_verifiers.models.detection.darknet import convolutions
from quizlab_verifiers.models.detection.yolo_decoding import decode, found
from quizlab_verifiers.models.network import Network, Published
from quizlab_verifiers.models.options import Classes, Switch

STRIDE = 32
"""Pixels from one cell to the next."""

ANCHORS = (
    (0.57273, 0.677385),
    (1.87446, 2.06253),
    (3.33843, 5.47434),
    (7.88282, 3.52778),
    (9.77052, 9.16828),
)
"""Width and height of the clusters of COCO's boxes, in cells."""


class Passthrough(nn.Module):
    """Halves the sides and loses nothing: each 2 × 2 of neighbours becomes four channels."""

    def forward(self, x: Tensor) -> Tensor:
        """Return the four corners of every 2 × 2, one group of channels after the other."""
        top = torch.cat((x[:, :, 0::2, 0::2], x[:, :, 0::2, 1::2]), dim=1)  # 2·c × h/2 × w/2
        bottom = torch.cat((x[:, :, 1::2, 0::2], x[:, :, 1::2, 1::2]), dim=1)  # 2·c × h/2 × w/2
        return torch.cat((top, bottom), dim=1)  # 4·c × h/2 × w/2


class YOLOv2(nn.Module):
    """Darknet-19 without its last convolution, three 3 × 3 of 1024 channels, and a 1 × 1.

    Args:
        classes: Classes; there is none for the background.
        narrow: Leave 64 channels of the finer features before they are passed through.
    """

    def __init__(self, classes: int, *, narrow: bool) -> None:
        super().__init__()
        self.classes = classes
        self.values = len(ANCHORS) * (5 + classes)
        self.passed = 64 if narrow else 512
        self.stage1 = convolutions(3, (3, 32))
        self.pool1 = nn.MaxPool2d(2)
        self.stage2 = convolutions(32, (3, 64))
        self.pool2 = nn.MaxPool2d(2)
        self.stage3 = convolutions(64, (3, 128), (1, 64), (3, 128))
        self.pool3 = nn.MaxPool2d(2)
        self.stage4 = convolutions(128, (3, 256), (1, 128), (3, 256))
        self.pool4 = nn.MaxPool2d(2)
        self.stage5 = convolutions(256, (3, 512), (1, 256), (3, 512), (1, 256), (3, 512))
        self.pool5 = nn.MaxPool2d(2)
        self.stage6 = convolutions(512, (3, 1024), (1, 512), (3, 1024), (1, 512), (3, 1024))
        self.stage7 = convolutions(1024, (3, 1024), (3, 1024))
        self.narrow = convolutions(512, (1, 64)) if narrow else nn.Identity()
        self.passthrough = Passthrough()
        self.stage8 = convolutions(4 * self.passed + 1024, (3, 1024))
        self.predictions = nn.Conv2d(1024, self.values, 1)

    def forward(self, x: Tensor) -> Tensor:
        """Return for each cell, anchor by anchor, four offsets, objectness and class scores."""
        x = self.pool1(self.stage1(x))  # 32 × 208 × 208
        x = self.pool2(self.stage2(x))  # 64 × 104 × 104
        x = self.pool3(self.stage3(x))  # 128 × 52 × 52
        x = self.pool4(self.stage4(x))  # 256 × 26 × 26
        fine = self.stage5(x)  # 512 × 26 × 26
        x = self.stage6(self.pool5(fine))  # 1024 × 13 × 13
        x = self.stage7(x)  # 1024 × 13 × 13
        fine = self.passthrough(self.narrow(fine))  # 4·passed × 13 × 13
        x = torch.cat((fine, x), dim=1)  # 4·passed + 1024 × 13 × 13
        x = self.stage8(x)  # 1024 × 13 × 13
        return self.predictions(x)  # values × 13 × 13

    def decode(self, predictions: Tensor) -> tuple[Tensor, Tensor]:
        """Turn the predictions for one image (values, height, width) into boxes.

        Returns:
            Boxes in pixels (n, 4); for each the probability of an object times that of each
            class, which exclude one another (n, classes).
        """
        anchors = [(width * STRIDE, height * STRIDE) for width, height in ANCHORS]
        boxes, objectness, classes = decode(predictions, anchors, STRIDE)
        return boxes, objectness[:, None] * classes.softmax(dim=1)

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
        boxes, scores = self.decode(self(image)[0])
        return found(boxes, scores, image, least=least, overlap=overlap)


def yolo_v2(*, classes: Classes = 80, narrow: Switch = False) -> YOLOv2:
    """Return YOLOv2 for images of 416 × 416, or any other multiple of 32."""
    return YOLOv2(classes, narrow=narrow)


_THREES = 9 * (3 * 32 + 32 * 64 + 2 * 64 * 128 + 2 * 128 * 256 + 3 * 256 * 512 + 3 * 512 * 1024)
_ONES = 128 * 64 + 256 * 128 + 2 * 512 * 256 + 2 * 1024 * 512
_CHANNELS = 32 + 64 + (2 * 128 + 64) + (2 * 256 + 128) + (3 * 512 + 2 * 256) + (3 * 1024 + 2 * 512)
_BACKBONE = _THREES + _ONES + 2 * _CHANNELS

_DARKNET = "Darknet, {}, FLOPS (two for each multiply-add), https://pjreddie.com/darknet/yolov2/"

NETWORKS = (
    Network(
        name="yolo-v2",
        title="YOLO v2",
        year=2016,
        paper=(
            "Redmon & Farhadi 2016, YOLO9000: Better, Faster, Stronger, "
            "https://arxiv.org/abs/1612.08242"
        ),
        builder=yolo_v2,
        inputs=((3, 416, 416),),
        outputs=((425, 13, 13),),
        published=(
            Published(
                "parameters",
                _BACKBONE + 9 * 1024 * (1024 + 1024 + 3072) + 3 * 2 * 1024 + 1025 * 425,
                "by hand: the first 18 convolutions of table 6 and three of 1024 channels, the "
                "last of them on 2048 + 1024, with two numbers for each normalised channel, and "
                "425 outputs with biases",
                by_hand=True,
            ),
            Published(
                "parameters",
                "51.0 M",
                "Lucid, YOLOv2 (Darknet-19), Params, https://huggingface.co/lucid-dl/yolo-v2",
                options={"narrow": True},
            ),
            Published(
                "macs",
                "34.90 G",
                _DARKNET.format("YOLOv2 for VOC at 416 × 416"),
                options={"classes": 20},
                factor=2,
            ),
            Published(
                "macs",
                "59.68 G",
                _DARKNET.format("YOLOv2 for VOC at 544 × 544"),
                options={"classes": 20},
                size=(544, 544),
                factor=2,
            ),
            Published(
                "macs",
                "62.94 G",
                _DARKNET.format("YOLOv2 for COCO at 608 × 608"),
                options={"narrow": True},
                size=(608, 608),
                factor=2,
            ),
        ),
    ),
)
