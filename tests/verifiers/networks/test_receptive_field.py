"""``model.receptive-field``: published fields, torch's graph for every layer, mistakes."""

import pytest
import torch

from quizlab import verify
from quizlab_verifiers.maths.networks import totals
from quizlab_verifiers.networks import built, inside, known, looking_back
from quizlab_verifiers.networks.receptive_field import ReceptiveField
from quizlab_verifiers.networks.receptive_field_parameters import (
    NETWORKS,
    drawn_layers,
    refused,
    seen,
)
from quizlab_verifiers.networks.receptive_field_way import field, widest

VERIFIER = ReceptiveField()


def asked(network, layer):
    return verify.bind(VERIFIER, {"network": network, "layer": layer})


@pytest.mark.parametrize(
    ("network", "layer", "expected"),
    [
        # The table of google-research/receptive_field, README.md; its ResNets have their strides
        # where our pre-activation ones have them.
        ("alexnet", "pool5", 195),
        ("vgg16", "pool5", 212),
        ("mobilenet-v1", "block13", 315),
        ("preresnet50", "conv5_x", 483),
        ("preresnet101", "conv5_x", 1027),
        ("inception-v2", "inception_5b", 699),
        ("inception-v3", "mixed_7c", 1311),
        ("inception-v4", "inception_c", 2071),
        # Strides in the 3 × 3 widen the field one layer later.
        ("resnet50", "conv5_x", 427),
        # Long et al. 2014: fc7 of FCN-32s sees 404 pixels.
        ("fcn32s", "fc7", 404),
    ],
)
def test_published_networks_see_as_much_as_published_on_both_roads(network, layer, expected):
    v = asked(network, layer)
    assert VERIFIER.compute(v) == expected
    assert VERIFIER.reference(v) == expected
    shown = totals.view(known.steps(network), inside.modules(network)[layer].last)
    assert [axis.field for axis in shown] == [expected, expected]


def outputs_of_all_modules(name):
    """Run a network once and return its image and what each of its modules made."""
    network, caught = built.module(name), {}
    for layer, module in network.named_modules():
        module.register_forward_hook(
            lambda _module, _inputs, made, layer=layer: caught.setdefault(layer, []).append(made)
        )
    try:
        with torch.enable_grad():
            image, *others = built.example(name)
            image.requires_grad_()
            network(image, *others)
    finally:
        for module in network.modules():
            module._forward_hooks.clear()
    return image, caught


@pytest.mark.parametrize("network", NETWORKS)
def test_torch_s_graph_leads_every_stage_and_block_back_to_as_many_pixels(network):
    image, made = outputs_of_all_modules(network)
    layers = [one for one in inside.modules(network) if one.count(".") < 2]
    legal = [one for one in layers if refused(network, one) is None]
    assert legal
    for layer in legal:
        output = made[layer][-1]
        output = output[0] if isinstance(output, tuple) else output
        # One forward pass for all layers, where `looking_back.receptive_field` runs one for each.
        there = looking_back._seen(output, image, 0, 1_000_000)
        assert VERIFIER.compute(VERIFIER.Parameters(network, layer)) == there, layer


@pytest.mark.parametrize("network", NETWORKS)
def test_the_widest_way_adds_up_to_what_a_layer_of_any_depth_sees(network):
    for layer, own in inside.modules(network).items():
        if refused(network, layer) is None:
            assert field(widest(network, own.last)) == seen(network, layer)[0].field, layer


@pytest.mark.parametrize(
    ("network", "layer", "words"),
    [
        ("resnet50", "conv4", "no layer 'conv4'; did you mean conv4_x"),
        ("resnet50", "nothing-like-it", "layer: got"),
        ("resnet50", "average", "a unit of average of ResNet-50 .* sees the whole image"),
        ("se-resnet50", "conv3_x", "sees the whole image"),
        ("unet", "up4", "after an upsampling"),
        ("unet", "output", "after an upsampling"),
        ("ssd300", "head7", "returns 2 tensors"),
        ("alexnet-torchvision", "average", "no map whose units look through windows"),
        ("lenet5", "F6", "no map whose units look through windows"),
        ("inception-v3", "mixed_6b.branch_7x7.1", "sees 159 × 255 pixels, no square"),
        ("yolo-v2", "passthrough", "neighbouring cells side by side"),
    ],
)
def test_what_cannot_be_asked_is_refused_by_name(network, layer, words):
    with pytest.raises(verify.Fault, match=words):
        asked(network, layer)


@pytest.mark.parametrize(
    ("misconception", "wrong"),
    [
        # 7 s2, 3 s2, three of 3, then 3 s2 and three of 3.
        ("strides-ignored", 1 + 6 + 2 + 3 * 2 + 4 * 2),
        ("shortcut", 1 + 6 + 2 * 2),
        ("own-stride-first", 1 + 6 * 2 + 2 * 4 + 3 * 2 * 4 + 4 * 2 * 8),
        ("stride-elsewhere", 1 + 6 + 2 * 2 + 3 * 2 * 4 + 4 * 2 * 8),
        ("jump", 8),
        ("pooling-ignored", 91 - 2 * 2),
        ("kernels-added", 7 + 3 + 3 * 3 + 4 * 3),
        ("before-the-layer", 35),
        ("layer-after", 267),
    ],
)
def test_a_misconception_gives_the_number_that_people_really_type(misconception, wrong):
    v = asked("resnet50", "conv3_x")
    assert VERIFIER.compute(v) == 91
    assert verify.misconception_answers(VERIFIER, v)[misconception] == {"field": wrong}
    assert misconception in verify.told_apart(VERIFIER, v)


@pytest.mark.parametrize(
    ("network", "layer", "misconception", "right", "wrong"),
    [
        ("resnet50", "conv5_x", "clipped", 427, 224),
        # v1 has its strides in the 1 × 1, v1.5 in the 3 × 3.
        ("resnet50", "conv5_x", "stride-elsewhere", 427, 483),
        ("preresnet50", "conv5_x", "stride-elsewhere", 483, 427),
        # From 115 on at jump 8: three of 3, two poolings of 3, and 3 again.
        ("deeplab-v1", "fc6", "dilation-ignored", 435, 115 + 6 * 2 * 8),
    ],
)
def test_mistakes_show_where_a_network_allows_them(network, layer, misconception, right, wrong):
    v = asked(network, layer)
    assert VERIFIER.compute(v) == right
    assert verify.misconception_answers(VERIFIER, v)[misconception] == {"field": wrong}


def test_mistakes_that_cannot_show_are_not_claimed():
    v = asked("vgg16", "conv1")
    assert VERIFIER.compute(v) == 5
    assert set(verify.misconception_answers(VERIFIER, v)) == {"kernels-added", "layer-after"}


def test_the_question_lists_the_windows_up_to_the_layer():
    assert VERIFIER.prompt(asked("resnet34", "conv3_x.3")) == (
        "ResNet-34 (`resnet34`) looks at an image through these windows, those of all branches "
        "and shortcuts, stage by stage up to `conv3_x.3`:\n\n- `conv1`: conv 7×7 (stride 2)\n- `pool`: max pool 3×3 (stride 2)\n"
        "- `conv2_x`: 6 conv 3×3\n"
        "- `conv3_x.0`: conv 3×3 (stride 2), conv 3×3, conv 1×1 (stride 2)\n"
        "- `conv3_x.1` to `conv3_x.3`, each: 2 conv 3×3\n\n"
        "How many pixels along each side does a unit see in what leaves `conv3_x.3` (its "
        "receptive field)?"
    )


@pytest.mark.parametrize(
    ("network", "layer", "level"),
    [
        # 6 and 9 windows, then 16 and 17; and few windows with a dilation.
        ("vgg16", "pool2", 1),
        ("vgg16", "conv3", 2),
        ("resnet34", "conv3_x", 2),
        ("vgg16", "conv5", 3),
        ("deeplab-v1", "conv5.0", 3),
    ],
)
def test_many_windows_or_dilation_are_harder(network, layer, level):
    assert VERIFIER.difficulty(asked(network, layer)) == level


def test_a_stride_is_moved_within_a_block_only():
    # The 1 × 1 before a depthwise convolution of stride 2 belongs to the block before.
    v = asked("mobilenet-v1", "block5")
    assert "stride-elsewhere" not in verify.misconception_answers(VERIFIER, v)


def test_layers_that_a_single_window_leads_to_are_not_drawn():
    stages, blocks = drawn_layers("resnet50")
    assert stages == ("pool", "conv2_x", "conv3_x", "conv4_x", "conv5_x")
    assert "conv2_x.0" in blocks


def test_long_sums_are_broken_into_lines():
    *_, last = VERIFIER.explain(asked("refinenet", "refinenet_4"))
    assert "+ 4 \\cdot 32 \\\\  &+ 3 \\cdot 2 \\cdot 32 = 1859" in last


def test_a_chain_has_no_branches_to_tell():
    assert "through these windows, stage by stage up to `conv2`" in VERIFIER.prompt(
        asked("vgg16", "conv2")
    )


def test_the_steps_go_along_the_widest_way_then_work_the_layer():
    _, way, last = VERIFIER.explain(asked("resnet34", "conv4_x"))
    assert "| `conv3_x` | conv 3×3 (stride 2), 7 conv 3×3 | 179 | 8 |" in way
    assert "$$r' = 179 + 2 \\cdot 8 + 11 \\cdot 2 \\cdot 16 = 547$$" in last
    assert "So a unit sees $547$ pixels along each side. That is more than the usual" in last


def test_a_layer_without_windows_sees_what_enters_it():
    *_, last = VERIFIER.explain(asked("fcn32s", "fc7"))
    assert last.startswith("`fc7` has no window wider than a cell on this way")
