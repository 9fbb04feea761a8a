"""YOLO: one look at the image, 7 × 7 cells, and each cell says which object has its centre there.

Source:
    Redmon, Divvala, Girshick & Farhadi 2015, You Only Look Once: Unified, Real-Time Object
    Detection, section 2 and figure 3, https://arxiv.org/abs/1506.02640

Variants:
    The released ``yolov1.cfg`` is another network: batch normalisation in all 24 convolutions, a
    locally connected layer of 256 channels instead of the first fully connected one, three boxes
    for each cell instead of two. Its convolutions have the same sizes.

Counted:
    24 convolutions and two fully connected layers with their biases; three quarters of all
    parameters belong to the first fully connected layer.

Deviations:
    The paper names no padding: here it keeps the size at stride 1, and halves it at stride 2,
    which leads to the sides drawn in figure 3. Two depths drawn there, 192 and 256 before the
    second and third column of layers, do not fit the layers: 64 and 192 leave them.
    The order of the 30 numbers of a cell is not in the paper: here both boxes, x, y, root of the
    width, root of the height and confidence, then the classes. The thresholds of ``detect`` are
    those of the released code.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from quizlab_verifiers.models.detection.boxes import check_image, to_corners
from quizlab_verifiers.models.detection.darknet import SLOPE, convolutions
from quizlab_verifiers.models.detection.yolo_decoding import cells, found
from quizlab_verifiers.models.network import Network, Published
from quizlab_verifiers.models.options import Classes

GRID = 7
"""Cells of the image, across and down."""

BOXES = 2
"""Boxes that each cell proposes; they share the probabilities of the classes."""


class YOLOv1(nn.Module):
    """24 convolutions in six stages, then two fully connected layers that see the whole image.

    Args:
        classes: Classes; there is none for the background.
    """

    def __init__(self, classes: int) -> None:
        super().__init__()
        self.classes = classes
        self.values = BOXES * 5 + classes
        self.stage1 = convolutions(3, (7, 64), stride=2, normalised=False)
        self.pool1 = nn.MaxPool2d(2)
        self.stage2 = convolutions(64, (3, 192), normalised=False)
        self.pool2 = nn.MaxPool2d(2)
        self.stage3 = convolutions(192, (1, 128), (3, 256), (1, 256), (3, 512), normalised=False)
        self.pool3 = nn.MaxPool2d(2)
        four_times = [(1, 256), (3, 512)] * 4
        self.stage4 = convolutions(512, *four_times, (1, 512), (3, 1024), normalised=False)
        self.pool4 = nn.MaxPool2d(2)
        twice = [(1, 512), (3, 1024)] * 2
        self.stage5 = convolutions(1024, *twice, (3, 1024), (3, 1024), stride=2, normalised=False)
        self.stage6 = convolutions(1024, (3, 1024), (3, 1024), normalised=False)
        self.fc1 = nn.Linear(1024 * GRID * GRID, 4096)
        self.dropout = nn.Dropout(0.5)
        self.fc2 = nn.Linear(4096, GRID * GRID * self.values)

    def forward(self, x: Tensor) -> Tensor:
        """Return the numbers of each cell, row by row; the last layer has no activation."""
        x = self.pool1(self.stage1(x))  # 64 × 112 × 112
        x = self.pool2(self.stage2(x))  # 192 × 56 × 56
        x = self.pool3(self.stage3(x))  # 512 × 28 × 28
        x = self.pool4(self.stage4(x))  # 1024 × 14 × 14
        x = self.stage5(x)  # 1024 × 7 × 7
        x = self.stage6(x)  # 1024 × 7 × 7
        x = F.leaky_relu(self.fc1(x.flatten(1)), SLOPE)  # 4096
        x = self.fc2(self.dropout(x))  # 7·7·values
        return x.view(-1, GRID, GRID, self.values)  # 7 × 7 × values

    def decode(self, predictions: Tensor) -> tuple[Tensor, Tensor]:
        """Turn the numbers of one image (7, 7, values) into boxes.

        The centre counts from the corner of the cell in sides of the cell; width and height are
        squared, since the network learns their roots, and count in sides of the image.

        Returns:
            Boxes as shares of the image (98, 4); for each the confidence times the probability
            of each class (98, classes).
        """
        each = predictions[..., : BOXES * 5].view(GRID, GRID, BOXES, 5)
        centre = (each[..., 0:2] + cells(GRID, GRID, predictions)[:, :, None]) / GRID
        boxes = to_corners(torch.cat((centre, each[..., 2:4] ** 2), dim=-1))
        scores = each[..., 4:5] * predictions[:, :, None, BOXES * 5 :]
        return boxes.flatten(0, 2), scores.flatten(0, 2)

    def detect(
        self, image: Tensor, *, least: float = 0.2, overlap: float = 0.4
    ) -> tuple[Tensor, Tensor, Tensor]:
        """Return what is found in one image (1, 3, 448, 448).

        Args:
            image: The image.
            least: Lower scores are no detections.
            overlap: Above it the better box of a class suppresses the other.

        Returns:
            Boxes in pixels (k, 4), classes (k) counted from 0, scores (k), best first.
        """
        check_image(image, 448)
        boxes, scores = self.decode(self(image)[0])
        return found(boxes * image.shape[-1], scores, image, least=least, overlap=overlap)


def yolo_v1(*, classes: Classes = 20) -> YOLOv1:
    """Return YOLO as in the paper, for the classes of Pascal VOC."""
    return YOLOv1(classes)


_NARROW = 512 * 256 + 9 * 256 * 512
_WIDE = 1024 * 512 + 9 * 512 * 1024
_SAME = 9 * 1024 * 1024

_WEIGHTS = (
    49 * 3 * 64,
    9 * 64 * 192,
    192 * 128 + 9 * 128 * 256 + 256 * 256 + 9 * 256 * 512,
    4 * _NARROW + 512 * 512 + 9 * 512 * 1024,
    2 * _WIDE + _SAME,
    3 * _SAME,
)
"""Weights of the convolutions of figure 3 whose results have 224, 112, 56, 28, 14 and 7 rows."""

_BIASES = (
    (64 + 192)
    + (128 + 256 + 256 + 512)
    + (4 * (256 + 512) + 512 + 1024)
    + (2 * (512 + 1024) + 4 * 1024)
)
_FULL = 7 * 7 * 1024 * 4096 + 4096 * 7 * 7 * 30

NETWORKS = (
    Network(
        name="yolo-v1",
        title="YOLO v1",
        year=2015,
        paper=(
            "Redmon, Divvala, Girshick & Farhadi 2015, You Only Look Once: Unified, Real-Time "
            "Object Detection, https://arxiv.org/abs/1506.02640"
        ),
        builder=yolo_v1,
        inputs=((3, 448, 448),),
        outputs=((7, 7, 30),),
        published=(
            Published(
                "parameters",
                sum(_WEIGHTS) + _BIASES + _FULL + 4096 + 7 * 7 * 30,
                "by hand: the layers of figure 3, with one bias for each output",
                by_hand=True,
            ),
            Published(
                "parameters",
                "271,703,550",
                "Classical to Modern Computer Vision, model index, YOLOv1, "
                "https://github.com/themnvrao76/Classical-to-Modern-Computer-Vision",
            ),
            Published(
                "macs",
                sum(w * s * s for w, s in zip(_WEIGHTS, (224, 112, 56, 28, 14, 7), strict=True))
                + _FULL,
                "by hand: every weight of a convolution once at each place of its result, and "
                "those of the fully connected layers once",
                by_hand=True,
            ),
            Published(
                "macs",
                "40.19 G",
                "Darknet, Old YOLO, FLOPS (two for each multiply-add), "
                "https://pjreddie.com/darknet/yolov2/",
                factor=2,
                within=0.01,
                difference=(
                    "counted on the released network: the same convolutions (40.15 G), then not "
                    "4096 and 1470 outputs but a locally connected layer, which Darknet leaves "
                    "out of its sum, and 7·7·256 times 1715 weights (0.04 G)"
                ),
            ),
        ),
    ),
)
