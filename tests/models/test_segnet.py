import pytest
import torch
from torch import nn

from quizlab_verifiers import models
from quizlab_verifiers.models.segmentation import segnet
from quizlab_verifiers.networks.measuring import macs, parameters


def on_meta(**options):
    with torch.device("meta"):
        return models.build("segnet", **options).eval()


def test_unpooling_puts_each_maximum_back_and_leaves_zeros():
    x = torch.randperm(5 * 6).float().view(1, 1, 5, 6) + 1
    values, places = segnet.pool()(x)
    assert values.shape[-2:] == (3, 3)
    back = nn.MaxUnpool2d(2)(values, places, x.shape[-2:])
    for row in range(5):
        for column in range(6):
            top, left = row // 2 * 2, column // 2 * 2
            largest = x[0, 0, top : top + 2, left : left + 2].max()
            expected = x[0, 0, row, column] if x[0, 0, row, column] == largest else 0
            assert back[0, 0, row, column] == expected


def test_each_decoder_gets_the_places_of_its_own_encoder():
    net, places, used = on_meta(), {}, {}
    for i in range(1, 6):
        net.get_submodule(f"pool{i}").register_forward_hook(
            lambda _, __, out, i=i: places.update({i: out[1]})
        )
        net.get_submodule(f"upsample{i}").register_forward_hook(
            lambda _, given, __, i=i: used.update({i: given[1]})
        )
    with torch.device("meta"):
        net(*models.describe("segnet").example())
    assert sorted(used) == [1, 2, 3, 4, 5]
    assert all(used[i] is places[i] for i in used)


def test_encoder_and_decoder_have_13_convolutions_each():
    layers = [(n, m) for n, m in on_meta().named_modules() if isinstance(m, nn.Conv2d)]
    down = [(m.in_channels, m.out_channels) for n, m in layers if "_D" not in n]
    up = [(m.out_channels, m.in_channels) for n, m in layers if "_D" in n]
    assert len(down) == len(up) == 13
    # The decoder is the encoder's mirror image, but for the image's 3 channels and the classes.
    assert down[1:] == up[::-1][1:]
    assert (down[0], up[-1]) == ((3, 64), (11, 64))
    assert {m.kernel_size for _, m in layers} == {(3, 3)}


def test_all_convolutions_but_the_last_are_normalised():
    net = on_meta()
    assert sum(isinstance(m, nn.BatchNorm2d) for m in net.modules()) == 25
    assert isinstance(net.conv1_1_D, nn.Conv2d)


def test_upsampling_has_nothing_to_train_but_the_decoders_do():
    net = on_meta()
    assert all(parameters(net.get_submodule(f"upsample{i}")) == 0 for i in range(1, 6))
    layer = 9 * 512 * 512 + 512 + 2 * 512
    assert parameters(net.conv5_D) == 3 * layer
    assert parameters(net.conv4_D) == 2 * layer + 9 * 512 * 256 + 256 + 2 * 256
    assert parameters(net.conv1_1_D) == 9 * 64 * 11 + 11


def test_the_encoder_is_vgg16_without_its_last_layers():
    net = on_meta()
    encoder = sum(parameters(net.get_submodule(f"conv{i}")) for i in range(1, 6))
    scales_and_shifts = 2 * (2 * 64 + 2 * 128 + 3 * 256 + 6 * 512)
    classifier = (25088 + 1) * 4096 + (4096 + 1) * 4096 + (4096 + 1) * 1000
    assert encoder - scales_and_shifts == 138_357_544 - classifier


@pytest.mark.parametrize(("height", "width"), [(32, 32), (36, 50), (33, 47)])
def test_any_size_comes_back(height, width):
    with torch.device("meta"):
        assert on_meta()(torch.empty(1, 3, height, width)).shape == (1, 11, height, width)


def test_the_operations_of_the_enet_paper_round_down_and_count_biases_and_relus():
    """286.03 G at 640 × 360, two for each multiply-add; 20 outputs."""
    net, more = on_meta(classes=20), []
    net.pool4.ceil_mode = net.pool5.ceil_mode = False
    for module in net.modules():
        if isinstance(module, nn.Conv2d | nn.ReLU):
            module.register_forward_hook(lambda _, __, out: more.append(out.numel()))
    with torch.device("meta"):
        example = models.describe("segnet").example((360, 640))
        twice = 2 * macs(net, example)
        more.clear()
        net(*example)
    assert round(twice / 1e9, 2) == 285.82
    assert round((twice + sum(more)) / 1e9, 2) == 286.03
