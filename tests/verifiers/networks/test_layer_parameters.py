"""``model.layer-parameters``: known layers on both roads, mistakes by hand, refusals, texts."""

from random import Random

import pytest

from quizlab import verify
from quizlab_verifiers.networks import known
from quizlab_verifiers.networks.layer_parameters import LayerParameters
from quizlab_verifiers.networks.weighted_layers import places

VERIFIER = LayerParameters()


def asked(network: str, layer: str) -> object:
    return verify.bind(VERIFIER, {"network": network, "layer": layer})


def wrong(network: str, layer: str) -> dict[str, int]:
    found = verify.misconception_answers(VERIFIER, asked(network, layer))
    return {id_: values["parameters"] for id_, values in found.items()}


@pytest.mark.parametrize(
    ("network", "layer", "count"),
    [
        ("alexnet", "conv2", 256 * 48 * 25 + 256),
        ("vgg16", "fc6", 102_764_544),
        ("resnet50", "conv1", 9_408),
        ("resnet50", "fc", 2_049_000),
        ("resnet18", "bn1", 128),
        ("mobilenet-v1", "block5.depthwise", 256 * 9),
        ("unet", "up1.0", 64 * 128 * 9 + 64),
        ("se-resnet50", "conv2_x.0.se.fc2", 16 * 256 + 256),
        ("segnet", "conv1.conv1_1", 64 * 27 + 64),
        ("gcn", "up5", 21 * 21 * 16),
        ("rcnn", "bounding_box", 25088 * 80),
    ],
)
def test_known_layers_come_out_on_both_roads(network, layer, count):
    v = asked(network, layer)
    assert VERIFIER.compute(v) == VERIFIER.reference(v) == count


def test_every_network_has_layers_to_ask_for():
    dice = Random(1)
    for network in known.ASKED:
        v = asked(network, dice.choice(list(places(network))))
        assert VERIFIER.compute(v) > 0
        assert VERIFIER.prompt(v)


@pytest.mark.parametrize(
    ("id_", "network", "layer", "value"),
    [
        ("needless-biases", "resnet50", "conv1", 9_408 + 64),
        ("no-bias", "alexnet", "conv2", 307_200),
        ("kernel-not-squared", "resnet50", "conv1", 64 * 3 * 7),
        ("always-square", "gcn", "score4.0.right1", 21 * 1024 * 15**2 + 21),
        ("one-kernel", "resnet50", "conv1", 3 * 49),
        ("one-kernel", "alexnet", "conv2", 48 * 25 + 1),
        ("bias-for-each-input", "vgg16", "fc8", 4096 * 1000 + 4096),
        ("input-channels-left-out", "alexnet", "conv2", 256 * 25 + 256),
        ("outputs-on-both-sides", "unet", "up1.0", 64 * 64 * 9 + 64),
        ("groups-ignored", "alexnet", "conv2", 256 * 96 * 25 + 256),
        ("both-divided", "alexnet", "conv2", 128 * 48 * 25 + 256),
        ("multiply-adds", "resnet50", "conv1", 118_013_952),
        ("running-statistics", "resnet18", "bn1", 4 * 64),
        ("one-per-channel", "resnet18", "bn1", 64),
        ("pair-per-cell", "resnet18", "bn1", 2 * 64 * 112 * 112),
    ],
)
def test_a_mistake_leads_to_what_it_leads_to_by_hand(id_, network, layer, value):
    assert wrong(network, layer)[id_] == value


def test_mistakes_that_cannot_be_made_are_left_out():
    assert set(wrong("resnet50", "fc")) == {"no-bias", "bias-for-each-input"}
    assert set(wrong("vgg16", "fc7")) == {"no-bias"}
    assert set(wrong("resnet18", "bn1")) == {
        "running-statistics",
        "one-per-channel",
        "pair-per-cell",
    }
    assert "kernel-not-squared" not in wrong("resnet50", "conv2_x.0.conv1")


@pytest.mark.parametrize(
    ("network", "layer", "message"),
    [
        (
            "resnet50",
            "conv2_x",
            (
                "conv2_x of resnet50 is a module with layers inside; name one of them, such as "
                "conv2_x.0.conv1"
            ),
        ),
        (
            "fcn8s",
            "upscore2",
            (
                "upscore2 of fcn8s is no convolution, linear layer or batch norm that is trained; "
                "take one of those, such as pool1.conv1_1"
            ),
        ),
        (
            "resnet50",
            "conv2_x.0.convv2",
            (
                "resnet50 has no layer conv2_x.0.convv2; did you mean conv2_x.0.conv2? `quizlab model "
                "resnet50` lists them"
            ),
        ),
        (
            "resnet50",
            "zzz",
            (
                "resnet50 has no layer zzz; it has conv1 and others; `quizlab model resnet50` lists "
                "them"
            ),
        ),
    ],
)
def test_what_is_no_layer_with_weights_is_refused(network, layer, message):
    with pytest.raises(verify.Fault) as caught:
        asked(network, layer)
    assert (caught.value.code, caught.value.message) == ("where", message)


def test_a_layer_is_told_with_what_it_reads_and_makes_but_not_its_bias():
    v = asked("alexnet", "conv2")
    assert VERIFIER.prompt(v) == (
        "AlexNet (`alexnet`) runs on an image of $3 \\times 227 \\times 227$. Its layer `conv2` "
        "is a $5 \\times 5$ convolution with $2$ groups that reads $96 \\times 27 \\times 27$ and "
        "makes $256 \\times 27 \\times 27$.\n\nHow many parameters does this layer have?"
    )
    assert VERIFIER.explain(v)[-1] == (
        "No batch norm follows, so each kernel has a bias:\n\n$$307{,}200 + 256 = 307{,}456$$"
    )


@pytest.mark.parametrize(
    ("network", "layer", "said"),
    [
        ("segnet", "conv1.conv1_1", "has a bias for each output channel although a batch norm"),
        ("densenet121", "dense_block1.layers.0.conv2", "has no bias although no batch norm"),
        ("rcnn", "bounding_box", "It has no bias.\n"),
    ],
)
def test_a_bias_that_cannot_be_known_is_told(network, layer, said):
    assert said in VERIFIER.prompt(asked(network, layer))


@pytest.mark.parametrize(
    ("network", "layer"),
    [("googlenet", "conv1.0"), ("unet", "down1.0"), ("yolo-v1", "stage1.conv1")],
)
def test_a_network_that_is_mostly_built_with_norms_is_said_to_have_none(network, layer):
    assert " It is the paper's network, without batch norm. Its layer" in VERIFIER.prompt(
        asked(network, layer)
    )


@pytest.mark.parametrize(
    ("network", "layer", "level"),
    [
        ("resnet18", "bn1", 1),
        ("resnet50", "fc", 1),
        ("resnet50", "conv2_x.0.conv1", 1),
        ("resnet50", "conv1", 2),
        ("alexnet", "conv2", 3),
        ("gcn", "score4.0.right1", 3),
        ("gcn", "up5", 3),
    ],
)
def test_groups_lines_and_transposed_layers_are_harder(network, layer, level):
    assert VERIFIER.difficulty(asked(network, layer)) == level


def test_what_is_too_large_for_paper_is_solved_but_not_drawn():
    assert VERIFIER.comfortable(asked("resnet50", "conv5_x.0.conv2"))
    assert not VERIFIER.comfortable(asked("vgg16", "fc6"))


def test_the_weights_of_a_kernel_are_counted_first():
    _, kernel, kernels, last = VERIFIER.explain(asked("fcn8s", "score_fr"))
    assert "$$4{,}096 \\cdot 1 \\cdot 1 = 4{,}096$$" in kernel
    assert "$$21 \\cdot 4{,}096 = 86{,}016$$" in kernels
    assert "$$86{,}016 + 21 = 86{,}037$$" in last


def test_a_depthwise_kernel_sees_one_channel():
    v = asked("mobilenet-v1", "block5.depthwise")
    assert "a depthwise $3 \\times 3$ convolution that reads" in VERIFIER.prompt(v)
    assert "$256 / 256 = 1$ input channel, which" in VERIFIER.explain(v)[1]
    assert VERIFIER.explain(v)[-1] == (
        "A batch norm follows, so there is no bias: $2{,}304$ parameters."
    )


@pytest.mark.parametrize("network", ["faster-rcnn", "yolo-v1", "resnet50"])
def test_a_layer_of_a_given_network_can_be_drawn(network):
    v = verify.draw(VERIFIER, 3, verify.bind_overrides(VERIFIER, {"network": network}))
    assert v.network == network
