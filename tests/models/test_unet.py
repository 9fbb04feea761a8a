import pytest
import torch
from torch import nn

from quizlab_verifiers import models
from quizlab_verifiers.models.segmentation import unet
from quizlab_verifiers.models.segmentation.cropping import Crop
from quizlab_verifiers.networks.measuring import parameters


def thin(padding=0):
    """U-Net with 2, 4, 8, 16, 32 channels."""
    with torch.device("meta"):
        net = unet.PaddedUNet(2) if padding else unet.UNet(2)
    channels = (1, 2, 4, 8, 16)
    for i in range(1, 5):
        setattr(net, f"down{i}", unet.pair(channels[i - 1], channels[i], padding))
        setattr(net, f"upconv{i}", nn.ConvTranspose2d(channels[i] * 2, channels[i], 2, stride=2))
        setattr(net, f"up{i}", unet.pair(channels[i] * 2, channels[i], padding))
    net.bottom, net.output = unet.pair(16, 32, padding), nn.Conv2d(2, 2, 1)
    return net.eval()


def test_a_tile_gives_what_the_whole_image_gives_there():
    # The overlap-tile strategy of figure 2 needs it; padding would break it.
    torch.manual_seed(0)
    net, image = thin(), torch.randn(1, 1, 236, 220)
    with torch.no_grad():
        whole = net(image)
        tile = net(image[:, :, 32:220, 16:204])
    assert whole.shape[-2:] == (236 - 184, 220 - 184)
    assert tile.shape[-2:] == (4, 4)
    torch.testing.assert_close(tile, whole[:, :, 32:36, 16:20])


@pytest.mark.parametrize(("height", "width"), [(64, 96), (60, 92), (37, 50)])
def test_padded_it_gives_back_the_size_whether_or_not_it_halves(height, width):
    with torch.no_grad():
        assert thin(padding=1)(torch.randn(1, 1, height, width)).shape == (1, 2, height, width)


def test_the_centre_is_cut_out_or_a_window_with_an_offset():
    seen = torch.arange(64.0).view(1, 1, 8, 8)
    like = torch.zeros(1, 5, 4, 3)
    assert torch.equal(Crop()(seen, like), seen[:, :, 2:6, 2:5])
    assert torch.equal(Crop(1)(seen, like), seen[:, :, 1:5, 1:4])
    with pytest.raises(ValueError, match="a window of 4 × 3 at 5, 5 does not fit into 8 × 8"):
        Crop(5)(seen, like)
    with pytest.raises(ValueError, match="does not fit into 4 × 3"):
        Crop()(like, seen)


def test_what_the_way_down_saw_comes_before_what_comes_up():
    network = thin(padding=0)
    seen = {}
    for name in ("crop1", "upconv1"):
        network.get_submodule(name).register_forward_hook(
            lambda _module, _inputs, made, name=name: seen.update({name: made})
        )
    network.up1.register_forward_pre_hook(lambda _module, given: seen.update(up1=given[0]))
    with torch.no_grad():
        network(torch.randn(1, 1, 236, 220))
    assert torch.equal(seen["up1"], torch.cat((seen["crop1"], seen["upconv1"]), dim=1))


def test_zeros_fill_the_right_and_the_bottom():
    filled = unet.fitted(torch.ones(1, 1, 2, 2), torch.zeros(1, 1, 3, 4))
    assert filled[0, 0].tolist() == [[1, 1, 0, 0], [1, 1, 0, 0], [0, 0, 0, 0]]


def test_it_has_23_convolutions_and_padding_changes_no_parameter():
    with torch.device("meta"):
        plain, padded = models.build("unet"), models.build("unet", padded=True)
    layers = [m for m in plain.modules() if isinstance(m, nn.Conv2d | nn.ConvTranspose2d)]
    assert len(layers) == 23
    assert parameters(plain) == parameters(padded) == 31_030_658
    assert parameters(plain.upconv4) == 2 * 2 * 1024 * 512 + 512
    assert {m.padding for m in layers} == {(0, 0)}


def test_an_upconvolution_meets_each_output_pixel_once():
    up = nn.ConvTranspose2d(1, 1, 2, stride=2, bias=False)
    x = torch.randn(1, 1, 3, 3)
    by_hand = torch.kron(x[0, 0], up.weight[0, 0])
    torch.testing.assert_close(up(x)[0, 0], by_hand)
