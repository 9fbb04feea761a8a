"""SSD: one network that scores fixed boxes on six maps, large objects on coarse ones.

Source:
    Liu, Anguelov, Erhan, Szegedy, Reed, Fu & Berg 2015, SSD: Single Shot MultiBox Detector,
    figure 2 and sections 2.1 and 3, https://arxiv.org/abs/1512.02325

Counted:
    VGG-16 up to conv5_3 with its biases, fc6 and fc7 as convolutions, four further stages, the
    512 scales of conv4_3, and for every map two 3 × 3 convolutions: boxes and scores. The
    default boxes are fixed and no parameters.

Deviations:
    That pool3 rounds 37.5 up to 38 follows from figure 2; the dilation 6 of fc6 and the factors
    0.1 and 0.2 of the offsets stand in the released model only. A default box sits at the middle
    of its share of the image, as the text says; the released model puts the centres 8, 16, 32,
    64, 100 and 300 pixels apart, and so up to 19 pixels further right and down (at 10 × 10, where
    30 would fit). For the scales of the boxes see ``anchors``. The scores are given before the
    softmax.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from quizlab_verifiers.models.detection.anchors import default_boxes
from quizlab_verifiers.models.detection.boxes import check_image, clip, decode, detections
from quizlab_verifiers.models.detection.vgg16 import WithBackground, convolutions, halving
from quizlab_verifiers.models.network import Network, Published

OFFSET_SCALES = (0.1, 0.1, 0.2, 0.2)


class ChannelNorm(nn.Module):
    """Scales the features of each position to length 1, then each channel by a learned factor.

    The features of conv4_3 are larger than those of the later maps; the factors start at 20.
    """

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.scale = nn.Parameter(torch.full((channels,), 20.0))

    def forward(self, x: Tensor) -> Tensor:
        """Return the scaled features."""
        x = F.normalize(x, dim=1)  # c × h × w
        return x * self.scale.view(1, -1, 1, 1)  # c × h × w


class Head(nn.Module):
    """Four offsets and the scores of all classes for each default box of one map.

    Args:
        inputs: Channels of the map.
        boxes: Default boxes at each position.
        classes: Classes, the background included.
    """

    def __init__(self, inputs: int, boxes: int, classes: int) -> None:
        super().__init__()
        self.boxes, self.classes = boxes, classes
        self.locations = nn.Conv2d(inputs, boxes * 4, 3, padding=1)
        self.scores = nn.Conv2d(inputs, boxes * classes, 3, padding=1)

    def forward(self, x: Tensor) -> tuple[Tensor, Tensor]:
        """Return offsets and scores, one row for each box, position by position."""
        locations = self.locations(x).permute(0, 2, 3, 1)  # h × w × boxes·4
        scores = self.scores(x).permute(0, 2, 3, 1)  # h × w × boxes·classes
        locations = locations.reshape(len(x), -1, 4)  # h·w·boxes × 4
        scores = scores.reshape(len(x), -1, self.classes)  # h·w·boxes × classes
        return locations, scores  # h·w·boxes × 4, h·w·boxes × classes


class SSD300(nn.Module):
    """VGG-16 without its classifier, four smaller and smaller stages, and a head on six maps.

    Args:
        classes: Classes, the background included.
    """

    default_boxes: Tensor

    def __init__(self, classes: int) -> None:
        super().__init__()
        self.classes = classes
        self.conv1 = convolutions(1, 3, 64, 2)
        self.pool1 = halving()
        self.conv2 = convolutions(2, 64, 128, 2)
        self.pool2 = halving()
        self.conv3 = convolutions(3, 128, 256, 3)
        self.pool3 = halving()
        self.conv4 = convolutions(4, 256, 512, 3)
        self.norm4_3 = ChannelNorm(512)
        self.head4_3 = Head(512, 4, classes)
        self.pool4 = halving()
        self.conv5 = convolutions(5, 512, 512, 3)
        self.pool5 = nn.MaxPool2d(3, stride=1, padding=1)
        self.fc6 = nn.Conv2d(512, 1024, 3, padding=6, dilation=6)
        self.fc7 = nn.Conv2d(1024, 1024, 1)
        self.head7 = Head(1024, 6, classes)
        self.conv8 = narrow_then_wide(1024, 512, stride=2, padding=1)
        self.head8_2 = Head(512, 6, classes)
        self.conv9 = narrow_then_wide(512, 256, stride=2, padding=1)
        self.head9_2 = Head(256, 6, classes)
        self.conv10 = narrow_then_wide(256, 256, stride=1, padding=0)
        self.head10_2 = Head(256, 4, classes)
        self.conv11 = narrow_then_wide(256, 256, stride=1, padding=0)
        self.head11_2 = Head(256, 4, classes)
        self.register_buffer("default_boxes", default_boxes(), persistent=False)

    def forward(self, x: Tensor) -> tuple[Tensor, Tensor]:
        """Return the offsets of each default box and its score for each class."""
        x = self.pool1(self.conv1(x))  # 64 × 150 × 150
        x = self.pool2(self.conv2(x))  # 128 × 75 × 75
        x = self.pool3(self.conv3(x))  # 256 × 38 × 38
        x = self.conv4(x)  # 512 × 38 × 38: conv4_3
        found4 = self.head4_3(self.norm4_3(x))  # 5776 × 4, 5776 × classes
        x = self.conv5(self.pool4(x))  # 512 × 19 × 19
        x = F.relu(self.fc6(self.pool5(x)))  # 1024 × 19 × 19
        x = F.relu(self.fc7(x))  # 1024 × 19 × 19
        found7 = self.head7(x)  # 2166 × 4, 2166 × classes
        x = self.conv8(x)  # 512 × 10 × 10
        found8 = self.head8_2(x)  # 600 × 4, 600 × classes
        x = self.conv9(x)  # 256 × 5 × 5
        found9 = self.head9_2(x)  # 150 × 4, 150 × classes
        x = self.conv10(x)  # 256 × 3 × 3
        found10 = self.head10_2(x)  # 36 × 4, 36 × classes
        x = self.conv11(x)  # 256 × 1 × 1
        found11 = self.head11_2(x)  # 4 × 4, 4 × classes
        found = (found4, found7, found8, found9, found10, found11)
        locations = torch.cat([offsets for offsets, _ in found], dim=1)  # 8732 × 4
        scores = torch.cat([scores for _, scores in found], dim=1)  # 8732 × classes
        return locations, scores  # 8732 × 4, 8732 × classes

    def detect(self, image: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Return what is found in one image (1, 3, 300, 300).

        Returns:
            Boxes in pixels (k, 4), classes (k) counted from 0 without the background, and
            probabilities (k), best first; at most 200.
        """
        check_image(image, 300)
        locations, scores = self(image)
        boxes = clip(decode(locations[0], self.default_boxes, OFFSET_SCALES), 300, 300)
        likely = scores[0].softmax(dim=1)[:, 1:]
        return detections(boxes[:, None], likely, least=0.01, threshold=0.45, most=200)


def narrow_then_wide(inputs: int, width: int, *, stride: int, padding: int) -> nn.Sequential:
    """Return a 1 × 1 to half the width, then a 3 × 3 that makes the map smaller."""
    return nn.Sequential(
        nn.Conv2d(inputs, width // 2, 1),
        nn.ReLU(),
        nn.Conv2d(width // 2, width, 3, stride, padding),
        nn.ReLU(),
    )


def ssd300(*, classes: WithBackground = 21) -> SSD300:
    """Return SSD for images of 300 × 300; the background is one of the classes."""
    return SSD300(classes)


_OPEN_MODEL_ZOO = (
    "Open Model Zoo, ssd300, https://docs.openvino.ai/2022.2/omz_models_model_ssd300.html"
)
_TORCHVISION = (
    "torchvision, ssd300_vgg16, {}, "
    "https://docs.pytorch.org/vision/stable/_modules/torchvision/models/detection/ssd.html"
)

NETWORKS = (
    Network(
        name="ssd300",
        title="SSD300",
        year=2015,
        paper=(
            "Liu, Anguelov, Erhan, Szegedy, Reed, Fu & Berg 2015, SSD: Single Shot MultiBox "
            "Detector, https://arxiv.org/abs/1512.02325"
        ),
        builder=ssd300,
        inputs=((3, 300, 300),),
        outputs=((8732, 4), (8732, 21)),
        published=(
            Published("parameters", "26.285 M", f"{_OPEN_MODEL_ZOO}, MParams"),
            Published(
                "parameters",
                "35,641,826",
                _TORCHVISION.format("num_params with 91 classes"),
                options={"classes": 91},
            ),
            Published(
                "macs",
                "34.858 G",
                _TORCHVISION.format("_ops with 91 classes"),
                options={"classes": 91},
            ),
            Published(
                "macs",
                "31 G",
                "Albanie, convnet-burden, object detection, ssd-pascal-vggvd-300 (a multiply-add "
                "is one operation there), https://github.com/albanie/convnet-burden",
            ),
        ),
    ),
)
