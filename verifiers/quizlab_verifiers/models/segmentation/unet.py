"""U-Net: what the way down saw at each size is cut to fit and laid beside what comes up.

Source:
    Ronneberger, Fischer & Brox 2015, U-Net: Convolutional Networks for Biomedical Image
    Segmentation, figure 1 and section 2, https://arxiv.org/abs/1505.04597

Variants:
    No convolution pads, so each takes 2 pixels off: 572 go in, 388 come out, and the maps of the
    way down are cropped at their centre before they are concatenated. ``padded=True`` is what most
    people build today: convolutions keep the size, nothing is cropped, 572 come out. Parameters
    are the same.

Counted:
    Convolutions have a bias. 23 convolutions: 18 of 3 × 3, 4 up-convolutions, one of 1 × 1.

Deviations:
    The text says drop-out "at the end of the contracting path" without more; here, as in the
    released network, 0.5 after the 512 and after the 1024 channels.
    The released network also puts a ReLU after each up-convolution; figure 1 shows none.
    Padded, 572 does not halve four times (143 is odd): pooling rounds down, and what comes up is
    filled with zeros at the right and the bottom to the size of what it is laid beside.
    Weights are not drawn from the paper's √(2/N).
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from quizlab_verifiers.models.network import Network, Published
from quizlab_verifiers.models.options import Classes, Switch
from quizlab_verifiers.models.segmentation.cropping import Crop

PAPER = (
    "Ronneberger, Fischer & Brox 2015, U-Net: Convolutional Networks for Biomedical Image "
    "Segmentation, https://arxiv.org/abs/1505.04597"
)


def pair(inputs: int, width: int, padding: int, *, dropout: float = 0.0) -> nn.Sequential:
    """Return two 3 × 3 convolutions, each with a ReLU."""
    layers: list[nn.Module] = [
        nn.Conv2d(inputs, width, 3, padding=padding),
        nn.ReLU(),
        nn.Conv2d(width, width, 3, padding=padding),
        nn.ReLU(),
    ]
    if dropout:
        layers.append(nn.Dropout(dropout))
    return nn.Sequential(*layers)


def fitted(x: Tensor, like: Tensor) -> Tensor:
    """Return `x` with zeros at its right and bottom, as large as `like`."""
    right, below = like.shape[-1] - x.shape[-1], like.shape[-2] - x.shape[-2]
    return F.pad(x, (0, right, 0, below))


class UNet(nn.Module):
    """Four times down and four times up again.

    Args:
        classes: Outputs for each pixel.
        padding: Of the 3 × 3 convolutions: none in the paper.
    """

    def __init__(self, classes: int, padding: int = 0) -> None:
        super().__init__()
        self.classes = classes
        self.down1 = pair(1, 64, padding)
        self.pool1 = nn.MaxPool2d(2)
        self.down2 = pair(64, 128, padding)
        self.pool2 = nn.MaxPool2d(2)
        self.down3 = pair(128, 256, padding)
        self.pool3 = nn.MaxPool2d(2)
        self.down4 = pair(256, 512, padding, dropout=0.5)
        self.pool4 = nn.MaxPool2d(2)
        self.bottom = pair(512, 1024, padding, dropout=0.5)
        self.upconv4 = nn.ConvTranspose2d(1024, 512, 2, stride=2)
        self.crop4 = Crop()
        self.up4 = pair(1024, 512, padding)
        self.upconv3 = nn.ConvTranspose2d(512, 256, 2, stride=2)
        self.crop3 = Crop()
        self.up3 = pair(512, 256, padding)
        self.upconv2 = nn.ConvTranspose2d(256, 128, 2, stride=2)
        self.crop2 = Crop()
        self.up2 = pair(256, 128, padding)
        self.upconv1 = nn.ConvTranspose2d(128, 64, 2, stride=2)
        self.crop1 = Crop()
        self.up1 = pair(128, 64, padding)
        self.output = nn.Conv2d(64, classes, 1)

    def forward(self, image: Tensor) -> Tensor:
        """Return one score for each class and each pixel that is 92 or more from the border."""
        down1 = self.down1(image)  # 64 × 568 × 568
        down2 = self.down2(self.pool1(down1))  # 128 × 280 × 280
        down3 = self.down3(self.pool2(down2))  # 256 × 136 × 136
        down4 = self.down4(self.pool3(down3))  # 512 × 64 × 64
        x = self.bottom(self.pool4(down4))  # 1024 × 28 × 28
        x = self.upconv4(x)  # 512 × 56 × 56
        x = torch.cat((self.crop4(down4, x), x), dim=1)  # 1024 × 56 × 56
        x = self.upconv3(self.up4(x))  # 256 × 104 × 104
        x = torch.cat((self.crop3(down3, x), x), dim=1)  # 512 × 104 × 104
        x = self.upconv2(self.up3(x))  # 128 × 200 × 200
        x = torch.cat((self.crop2(down2, x), x), dim=1)  # 256 × 200 × 200
        x = self.upconv1(self.up2(x))  # 64 × 392 × 392
        x = torch.cat((self.crop1(down1, x), x), dim=1)  # 128 × 392 × 392
        x = self.up1(x)  # 64 × 388 × 388
        return self.output(x)  # classes × h-184 × w-184


class PaddedUNet(UNet):
    """The same layers with padding: the output is as large as the input."""

    def __init__(self, classes: int) -> None:
        super().__init__(classes, padding=1)

    def forward(self, image: Tensor) -> Tensor:
        """Return one score for each class and pixel."""
        down1 = self.down1(image)  # 64 × h × w
        down2 = self.down2(self.pool1(down1))  # 128 × ⌊h/2⌋ × ⌊w/2⌋
        down3 = self.down3(self.pool2(down2))  # 256 × ⌊h/4⌋ × ⌊w/4⌋
        down4 = self.down4(self.pool3(down3))  # 512 × ⌊h/8⌋ × ⌊w/8⌋
        x = self.bottom(self.pool4(down4))  # 1024 × ⌊h/16⌋ × ⌊w/16⌋
        x = fitted(self.upconv4(x), down4)  # 512 × ⌊h/8⌋ × ⌊w/8⌋
        x = self.up4(torch.cat((down4, x), dim=1))  # 512 × ⌊h/8⌋ × ⌊w/8⌋
        x = fitted(self.upconv3(x), down3)  # 256 × ⌊h/4⌋ × ⌊w/4⌋
        x = self.up3(torch.cat((down3, x), dim=1))  # 256 × ⌊h/4⌋ × ⌊w/4⌋
        x = fitted(self.upconv2(x), down2)  # 128 × ⌊h/2⌋ × ⌊w/2⌋
        x = self.up2(torch.cat((down2, x), dim=1))  # 128 × ⌊h/2⌋ × ⌊w/2⌋
        x = fitted(self.upconv1(x), down1)  # 64 × h × w
        x = self.up1(torch.cat((down1, x), dim=1))  # 64 × h × w
        return self.output(x)  # classes × h × w


def unet(*, classes: Classes = 2, padded: Switch = False) -> UNet:
    """Return U-Net."""
    return PaddedUNet(classes) if padded else UNet(classes)


# By hand, from figure 1: convolutions of 3 × 3 down and up, up-convolutions of 2 × 2, a last 1 × 1.
_PARAMETERS = (
    (9 * 1 + 1) * 64
    + (9 * 64 + 1) * (64 + 128)
    + (9 * 128 + 1) * (128 + 256)
    + (9 * 256 + 1) * (256 + 512)
    + (9 * 512 + 1) * (512 + 1024)
    + (9 * 1024 + 1) * 1024
    + (4 * 1024 + 1) * 512
    + (9 * 1024 + 1) * 512
    + (9 * 512 + 1) * 512
    + (4 * 512 + 1) * 256
    + (9 * 512 + 1) * 256
    + (9 * 256 + 1) * 256
    + (4 * 256 + 1) * 128
    + (9 * 256 + 1) * 128
    + (9 * 128 + 1) * 128
    + (4 * 128 + 1) * 64
    + (9 * 128 + 1) * 64
    + (9 * 64 + 1) * 64
    + (64 + 1) * 2
)
_MACS = (
    9 * (570**2 * 1 * 64 + 568**2 * 64 * 64)
    + 9 * (282**2 * 64 * 128 + 280**2 * 128 * 128)
    + 9 * (138**2 * 128 * 256 + 136**2 * 256 * 256)
    + 9 * (66**2 * 256 * 512 + 64**2 * 512 * 512)
    + 9 * (30**2 * 512 * 1024 + 28**2 * 1024 * 1024)
    + 56**2 * 1024 * 512
    + 9 * (54**2 * 1024 * 512 + 52**2 * 512 * 512)
    + 104**2 * 512 * 256
    + 9 * (102**2 * 512 * 256 + 100**2 * 256 * 256)
    + 200**2 * 256 * 128
    + 9 * (198**2 * 256 * 128 + 196**2 * 128 * 128)
    + 392**2 * 128 * 64
    + 9 * (390**2 * 128 * 64 + 388**2 * 64 * 64)
    + 388**2 * 64 * 2
)

NETWORKS = (
    Network(
        name="unet",
        title="U-Net",
        year=2015,
        paper=PAPER,
        builder=unet,
        inputs=((1, 572, 572),),
        outputs=((2, 388, 388),),
        published=(
            Published(
                "parameters",
                _PARAMETERS,
                "by hand: figure 1, layer by layer: (k² · channels in + 1 bias) · channels out",
                by_hand=True,
            ),
            Published(
                "parameters",
                "31,030,658",
                "Chlebus, Looking under the hood of tensorflow models, parameter_count.py beside "
                "u_net.py (1 × 572 × 572 to 2 × 388 × 388), https://github.com/gchlebus/"
                "gchlebus.github.io/tree/master/code/profiling-tf-models",
            ),
            Published(
                "macs",
                _MACS,
                "by hand: figure 1, layer by layer: pixels out · k² · channels in · channels out; "
                "an up-convolution meets each output pixel once",
                by_hand=True,
            ),
        ),
    ),
)
