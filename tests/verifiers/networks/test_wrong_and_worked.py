"""Finer points of the questions about whole networks: what mistakes leave out, what steps show."""

import pytest

from quizlab import verify
from quizlab_verifiers.networks.layer_parameters import LayerParameters
from quizlab_verifiers.networks.macs import Macs
from quizlab_verifiers.networks.output_shape import OutputShape
from quizlab_verifiers.networks.parameters import Parameters

PARAMETERS, LAYER, MACS, SHAPE = Parameters(), LayerParameters(), Macs(), OutputShape()


def wrong(verifier: verify.Verifier, **raw: object) -> dict[str, object]:
    found = verify.misconception_answers(verifier, verify.bind(verifier, raw))
    return {id_: next(iter(values.values())) for id_, values in found.items()}


def steps(verifier: verify.Verifier, **raw: object) -> tuple[str, ...]:
    return verifier.explain(verify.bind(verifier, raw))


def test_shares_of_modules_are_of_all_parameters():
    assert "| `fc` | 1,281,000 | 37 % |" in steps(PARAMETERS, network="mobilenet-v2")[1]


def test_the_largest_layer_is_one_before_the_scores():
    table = steps(PARAMETERS, network="mobilenet-v2")[1]
    assert "Before the scores the largest layer is `conv2.conv`: $320 \\cdot 1{,}280" in table


def test_with_groups_there_are_no_output_channels_on_both_sides():
    assert "outputs-on-both-sides" not in wrong(LAYER, network="alexnet", layer="conv2")
    assert "outputs-on-both-sides" in wrong(LAYER, network="alexnet", layer="conv1")


@pytest.mark.parametrize(
    ("network", "layer", "said"),
    [
        ("resnet50", "conv1", "a $7 \\times 7$ convolution with stride $2$ that reads"),
        ("deeplab-v1", "fc6", "a $3 \\times 3$ convolution with dilation $12$ that reads"),
    ],
)
def test_strides_and_dilations_of_a_layer_are_told(network, layer, said):
    assert said in LAYER.prompt(verify.bind(LAYER, {"network": network, "layer": layer}))


def test_scaling_with_the_side_needs_a_square_usual_image():
    assert "side-not-squared" not in wrong(MACS, network="segnet", size=256)
    assert "side-not-squared" in wrong(MACS, network="pspnet", size=321)


def test_scaling_everything_is_a_mistake_only_where_the_rest_scales():
    assert "everything-scaled" not in wrong(MACS, network="mobilenet-v2", size=130)
    assert "everything-scaled" in wrong(MACS, network="mobilenet-v2", size=128)


def test_neighbours_that_take_next_to_nothing_are_one_part():
    table = steps(MACS, network="vgg16")[2]
    assert "| `fc6` to `fc8` | 1000 | 123,633,664 |" in table
    assert table.count("\n| `") == 6


@pytest.mark.parametrize(
    ("network", "about"),
    [("lenet5", "326 thousand"), ("mobilenet-v1", "569 million"), ("vgg16", "15.5 billion")],
)
def test_the_count_is_told_in_words_of_its_size(network, about):
    assert f"about {about}; as FLOPs" in steps(MACS, network=network)[-1]


def test_one_class_leaves_no_labels_to_choose_from():
    assert "label-map" not in wrong(SHAPE, network="unet", classes=1)


def test_features_and_uncut_scores_are_those_of_the_classes_that_are_asked():
    assert wrong(SHAPE, network="resnet50", classes=7)["features"] == (2048,)
    assert wrong(SHAPE, network="fcn32s", classes=60)["not-cut"] == (60, 544, 544)
    # The up-convolutions of a GCN have as many channels as there are classes.
    assert wrong(SHAPE, network="gcn", classes=7)["before-upsampling"] == (7, 256, 256)


def test_a_grid_of_an_image_that_its_stride_does_not_divide_is_said_to_be_rounded():
    assert (
        "rounded on the way, a side has $9$ cells" in steps(SHAPE, network="yolo-v2", size=300)[2]
    )
    assert "$416 / 32 = 13$ cells" in steps(SHAPE, network="yolo-v2")[2]


def test_many_stages_with_maps_of_one_size_are_one_row():
    table = steps(SHAPE, network="vgg16")[1]
    assert "| `pool1` to `conv2` | 128×112×112 |" in table
    assert "head" not in steps(SHAPE, network="ssd300")[1]
