import pytest
import torch
from torch import nn

from quizlab_verifiers import models
from quizlab_verifiers.models.segmentation import fcn
from quizlab_verifiers.models.segmentation.cropping import Crop
from quizlab_verifiers.networks.measuring import parameters


class Where:
    """Pixel i of a map sits at image coordinate `step`·i + `start`."""

    def __init__(self, step=1.0, start=0.0):
        self.step, self.start = step, start

    def window(self, kernel, stride, padding=0):
        return Where(self.step * stride, self.start + self.step * ((kernel - 1) / 2 - padding))

    def upsampled(self, stride):
        step = self.step / stride
        return Where(step, self.start - step * (2 * stride - 1) / 2)

    def ahead_of(self, other):
        """How many pixels of the common step the other one starts earlier."""
        assert self.step == other.step
        return (self.start - other.start) / self.step


def places():
    found = {"image": Where()}
    x = Where().window(3, 1, padding=100)
    for number in range(1, 6):
        x = found[f"pool{number}"] = x.window(2, 2)
    found["score_fr"] = x.window(7, 1)
    return found


@pytest.mark.parametrize(
    ("which", "sources", "ups"),
    [
        ("fcn32s", ["image"], [32]),
        ("fcn16s", ["pool4", "image"], [2, 16]),
        ("fcn8s", ["pool4", "pool3", "image"], [2, 2, 8]),
    ],
)
def test_the_crops_lay_each_pixel_over_the_pixel_it_saw(which, sources, ups):
    with torch.device("meta"):
        network = models.build(which)
    offsets = [one.offset for one in network.modules() if isinstance(one, Crop)]
    where = places()
    x, expected = where["score_fr"], []
    for source, up in zip(sources, ups, strict=True):
        x = x.upsampled(up)
        other = where[source]
        # The image is what the upsampled map is cropped to; a pool is cropped to the upsampled map.
        expected += [-x.ahead_of(other) if source == "image" else x.ahead_of(other)]
    assert offsets == expected


@pytest.mark.parametrize("stride", [2, 8, 16])
def test_upsampling_is_bilinear_interpolation_away_from_the_border(stride):
    x = torch.randn(1, 3, 5, 6)
    up = fcn.BilinearUpsampling(3, stride)(x)
    assert up.shape == (1, 3, 6 * stride, 7 * stride)
    half = stride // 2
    up = up[..., half:-half, half:-half]
    known = nn.functional.interpolate(x, scale_factor=stride, mode="bilinear", align_corners=False)
    inside = (..., slice(stride, -stride), slice(stride, -stride))
    torch.testing.assert_close(up[inside], known[inside])


def test_upsampling_is_the_released_filter_whose_other_classes_are_zero():
    own = fcn.BilinearUpsampling(3, 2)
    full = torch.zeros(3, 3, 4, 4)
    for label in range(3):
        full[label, label] = own.weight[0, 0]
    x = torch.randn(1, 3, 5, 6)
    torch.testing.assert_close(own(x), nn.functional.conv_transpose2d(x, full, stride=2))
    assert own.weight[0, 0, 0].tolist() == [0.0625, 0.1875, 0.1875, 0.0625]


def test_upsampling_has_nothing_to_train():
    assert parameters(fcn.BilinearUpsampling(21, 32)) == 0


def thin():
    """FCN-8s with four channels and one convolution in front."""
    with torch.device("meta"):
        net = fcn.FCN8s(2)
    half = nn.MaxPool2d(2, ceil_mode=True)
    net.pool1 = nn.Sequential(nn.Conv2d(3, 4, 3, padding=100), half)
    net.pool2 = net.pool3 = net.pool4 = net.pool5 = half
    net.fc6, net.fc7 = nn.Conv2d(4, 4, 7), nn.Identity()
    net.score_fr, net.score_pool4, net.score_pool3 = (nn.Conv2d(4, 2, 1) for _ in range(3))
    net.upscore2, net.upscore_pool4 = (fcn.BilinearUpsampling(2, 2) for _ in range(2))
    net.upscore8 = fcn.BilinearUpsampling(2, 8)
    return net.eval()


@pytest.mark.parametrize(("height", "width"), [(64, 64), (45, 71)])
def test_the_scores_of_three_depths_are_added(height, width):
    torch.manual_seed(0)
    image, scoring = torch.randn(1, 3, height, width), ("score_fr", "score_pool4", "score_pool3")
    net, parts = thin(), []
    kept = {name: getattr(net, name) for name in scoring}
    silent = nn.Conv2d(4, 2, 1)
    nn.init.zeros_(silent.weight)
    nn.init.zeros_(silent.bias)
    with torch.no_grad():
        whole = net(image)
        for one in scoring:
            for name in scoring:
                setattr(net, name, kept[name] if name == one else silent)
            parts.append(net(image))
    assert whole.shape == (1, 2, height, width)
    torch.testing.assert_close(whole, sum(parts))
    assert all(part.abs().max() > 0 for part in parts)


def test_fc6_is_a_fully_connected_layer_slid_over_the_map():
    slid, x = fcn.as_convolution(2, 7).eval(), torch.randn(1, 2, 9, 10)
    fully_connected = nn.Linear(2 * 7 * 7, 4096)
    fully_connected.weight.data = slid[0].weight.data.flatten(1)
    fully_connected.bias.data = slid[0].bias.data
    with torch.no_grad():
        found = slid(x)
        assert found.shape == (1, 4096, 3, 4)
        for row, column in ((0, 0), (2, 3), (1, 2)):
            window = x[:, :, row : row + 7, column : column + 7].flatten(1)
            expected = fully_connected(window).relu()
            torch.testing.assert_close(found[:, :, row, column], expected)


@pytest.mark.parametrize(
    ("which", "ups", "megabytes"),
    [("fcn32s", (32,), 519), ("fcn16s", (2, 16), 514), ("fcn8s", (2, 2, 8), 513)],
)
def test_with_the_released_filters_from_all_classes_to_all_it_weighs_what_convnet_burden_says(
    which, ups, megabytes
):
    with torch.device("meta"):
        count = parameters(models.build(which))
    count += sum((21 * 2 * up) ** 2 for up in ups)
    assert round(count * 4 / 2**20) == megabytes
