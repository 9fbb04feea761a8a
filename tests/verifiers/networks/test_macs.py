"""``model.macs``: published counts at several sizes, torch's counter, mistakes, what is told."""

import pytest

from quizlab import verify
from quizlab_verifiers.networks import costs, known
from quizlab_verifiers.networks.macs import Macs
from quizlab_verifiers.networks.macs_asked import NETWORKS

VERIFIER = Macs()


def bound(network: str, size: int = 0, *, anchor: bool = False) -> Macs.Parameters:
    return verify.bind(VERIFIER, {"network": network, "size": size, "anchor": anchor})


@pytest.mark.parametrize(
    ("network", "size", "millions", "source"),
    [
        ("resnet50", 0, 4089, "torchvision, GFLOPS 4.09"),
        ("vgg16", 0, 15_470, "torchvision, GFLOPS 15.47"),
        ("mobilenet-v1", 0, 569, "MobileNets, table 7"),
        ("mobilenet-v1", 192, 418, "MobileNets, table 7"),
        ("mobilenet-v1", 160, 290, "MobileNets, table 7"),
        ("mobilenet-v1", 128, 186, "MobileNets, table 7"),
        ("yolo-v3", 320, 38_970 / 2, "Darknet, 38.97 BFLOPs"),
        ("yolo-v3", 608, 140_690 / 2, "Darknet, 140.69 BFLOPs"),
    ],
)
def test_published_counts_come_out_on_both_roads(network, size, millions, source):
    v = bound(network, size)
    assert VERIFIER.compute(v) / 1e6 == pytest.approx(millions, rel=3e-3), source
    assert VERIFIER.reference(v) == VERIFIER.compute(v)


@pytest.mark.parametrize(
    ("network", "size"), [("unet", 444), ("fcn8s", 321), ("ssd300", 377), ("deeplab-v2", 201)]
)
def test_maps_that_are_cut_or_rounded_are_counted_as_torch_counts_them(network, size):
    v = bound(network, size)
    assert VERIFIER.compute(v) == VERIFIER.reference(v)


def test_the_parts_of_every_network_add_up_to_its_count():
    for network in NETWORKS:
        found = costs.costs(network, known.usual_size(network))
        assert sum(part.macs for part in found.parts) == found.total == known.macs(network)


def test_each_mistake_is_the_wrong_count_that_it_says():
    # MobileNetV2: 300,774,272 at 224, of which fc takes 1,280 · 1,000, at 128² / 224² = 16 / 49.
    convolutions = (300_774_272 - 1_280_000) * 16 // 49
    right = convolutions + 1_280_000
    v = bound("mobilenet-v2", 128, anchor=True)
    assert VERIFIER.compute(v) == right == 99_074_048
    found = {name: one["macs"] for name, one in verify.misconception_answers(VERIFIER, v).items()}
    assert found.pop("groups-ignored") > 15 * right
    assert found == {
        "flops": 2 * right,
        "halved": right // 2,
        "usual-image": 300_774_272,
        "side-not-squared": round(300_774_272 * 4 / 7),
        "everything-scaled": round(300_774_272 * 16 / 49),
        "parameters": 3_504_872,
        "convolutions-only": convolutions,
    }


def test_ignored_groups_give_alexnets_second_fourth_and_fifth_layer_twice():
    # 48 and 192 channels seen instead of 96 and 384, on 27 × 27 and 13 × 13.
    extra = 27**2 * 256 * 48 * 25 + 13**2 * (384 + 256) * 192 * 9
    v = bound("alexnet")
    wrong = verify.misconception_answers(VERIFIER, v)["groups-ignored"]
    assert wrong == {"macs": VERIFIER.compute(v) + extra}


def test_the_first_version_of_resnet_50_is_told_apart_from_v1_5():
    v = bound("resnet50")
    assert verify.misconception_answers(VERIFIER, v)["first-version"] == {"macs": 3_857_973_248}
    assert "first-version" not in verify.misconception_answers(VERIFIER, bound("resnet50", 256))


def test_three_figures_are_enough_and_say_whether_layers_were_left_out():
    # VGG-16's fully connected layers are 124 M of 15.5 G: just enough to show.
    answer, truth = VERIFIER.parts[0].answer, VERIFIER.compute(bound("vgg16"))
    assert answer.accepts(truth, answer.parse("15.5G"))
    assert not answer.accepts(truth, answer.parse("15.3G"))
    assert "convolutions-only" in verify.told_apart(VERIFIER, bound("vgg16"))
    assert "convolutions-only" not in verify.misconception_answers(VERIFIER, bound("resnet50"))


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        (
            {"network": "vgg16", "size": 320},
            (
                "vgg16 cannot take an image of 320×320: fc6: it reads 25,088 numbers and would get "
                "51,200; give another size, or leave it out for the usual 224×224"
            ),
        ),
        (
            {"network": "resnet50", "anchor": "yes"},
            (
                "anchor tells what resnet50 takes at its usual 224×224, which size 0 asks for; give "
                "another size, or anchor=false"
            ),
        ),
        (
            {"network": "resnet5"},
            "network: got 'resnet5'; did you mean resnet50? Allowed is one of lenet5, ",
        ),
        ({"network": "faster-rcnn"}, "network: got 'faster-rcnn'; allowed is one of lenet5, "),
        ({"network": "vgg16", "size": 1025}, "size: got 1025; allowed is a whole number, 1 to"),
    ],
)
def test_what_cannot_be_asked_is_refused(raw, message):
    with pytest.raises(verify.Fault) as caught:
        verify.bind(VERIFIER, raw)
    assert caught.value.message.startswith(message)


def test_the_anchor_tells_the_usual_count_and_the_steps_scale_it():
    v = bound("resnet50", 448, anchor=True)
    assert VERIFIER.prompt(v) == (
        "ResNet-50 (v1.5, `resnet50`), built for its usual $1{,}000$ classes, takes "
        "$4{,}089{,}184{,}256$ multiply-adds (MACs) for an image of $3 \\times 224 \\times 224$."
        "\n\nHow many does it take for one image of $3 \\times 448 \\times 448$?"
    )
    *_, scaled, last = VERIFIER.explain(v)
    assert "$$(4{,}089{,}184{,}256 - 2{,}048{,}000) \\cdot \\frac{448^2}{224^2} + 2" in scaled
    total = (4_089_184_256 - 2_048_000) * 4 + 2_048_000
    assert VERIFIER.compute(v) == total
    assert last == (
        "Together $16{,}350{,}593{,}024$ multiply-adds, about 16.4 billion; as FLOPs they would "
        "count twice."
    )


def test_without_the_anchor_nothing_tells_the_count():
    prompt = VERIFIER.prompt(bound("resnet50"))
    assert prompt == (
        "ResNet-50 (v1.5, `resnet50`) is built for its usual $1{,}000$ classes.\n\nHow many "
        "multiply-adds (MACs, not FLOPs) does it take for one image of $3 \\times 224 \\times 224$?"
    )


@pytest.mark.parametrize(
    ("network", "version"),
    [
        ("unet", "Its convolutions have no padding, as in the paper."),
        ("deeplab-v3", "Its output stride is 16, and it has no auxiliary head."),
        (
            "inception-resnet-v2",
            "It is the network that the paper draws, not the larger one that was released.",
        ),
    ],
)
def test_the_version_is_told_where_a_name_means_several(network, version):
    prompt = VERIFIER.prompt(bound(network))
    assert f"classes. {version}\n\nHow many multiply-adds" in prompt


def test_the_steps_multiply_what_the_dearest_layer_is_made_of():
    dearest, table, _ = VERIFIER.explain(bound("vgg16"))[1:]
    assert "`conv1.conv1_2`" in dearest
    assert (
        "$$64 \\times 224 \\times 224 \\times 64 \\times 3 \\times 3 = 1{,}849{,}688{,}064$$"
        in dearest
    )
    assert "by the area" not in table


def test_where_maps_are_rounded_the_steps_say_what_scaling_would_give():
    rough = 150_428_424_448 * 301**2 / 572**2
    parts = VERIFIER.explain(bound("unet", 301))[2]
    assert f"by the area would give ${round(rough):,}$ instead.".replace(",", "{,}") in parts


@pytest.mark.parametrize(
    ("network", "size", "anchor", "level"),
    [
        ("resnet50", 320, True, 1),
        ("resnet50", 0, False, 2),
        ("resnet50", 320, False, 2),
        ("unet", 0, False, 2),
        ("densenet169", 320, False, 3),
        ("resnet50", 225, True, 3),
    ],
)
def test_a_question_is_harder_the_less_it_tells(network, size, anchor, level):
    assert VERIFIER.difficulty(bound(network, size, anchor=anchor)) == level
