"""``model.layer-output-shape``: published tables, the built networks, mistakes."""

import math
import re
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizlab import verify
from quizlab_verifiers.maths.networks import totals
from quizlab_verifiers.networks import inside, known
from quizlab_verifiers.networks.fame import FAMOUS
from quizlab_verifiers.networks.layer_output_shape import LayerOutputShape
from quizlab_verifiers.networks.layer_output_shape_parameters import NETWORKS, drawn_stages

VERIFIER = LayerOutputShape()


def asked(network, stage, size=0):
    return verify.bind(VERIFIER, {"network": network, "stage": stage, "size": size})


@pytest.mark.parametrize(
    ("source", "network", "stage", "expected"),
    [
        ("He et al. 2015, table 1", "resnet34", "conv3_x", (128, 28, 28)),
        ("He et al. 2015, table 1", "resnet152", "conv5_x", (2048, 7, 7)),
        ("Szegedy et al. 2014, table 1", "googlenet", "inception_4e", (832, 14, 14)),
        ("Szegedy et al. 2015, table 1", "inception-v3", "mixed_7c", (2048, 8, 8)),
        ("Szegedy et al. 2016, figure 9", "inception-v4", "stem", (384, 35, 35)),
        ("Krizhevsky et al. 2012, section 3.5", "alexnet", "pool5", (256, 6, 6)),
        ("Huang et al. 2016, table 1", "densenet121", "transition2", (256, 14, 14)),
        ("Sandler et al. 2018, table 2", "mobilenet-v2", "bottleneck6", (160, 7, 7)),
        ("Ronneberger et al. 2015, figure 1", "unet", "bottom", (1024, 28, 28)),
        ("Ronneberger et al. 2015, figure 1", "unet", "up1", (64, 388, 388)),
        ("Liu et al. 2015, figure 2", "ssd300", "conv4", (512, 38, 38)),
        ("Badrinarayanan et al. 2015, at 360 × 480", "segnet", "pool3", (256, 45, 60)),
    ],
)
def test_published_tables_hold_on_both_roads(source, network, stage, expected):
    v = asked(network, stage)
    assert VERIFIER.compute(v) == expected, source
    assert VERIFIER.reference(v) == expected, source
    last = inside.modules(network)[stage].last
    assert totals.output_shape(known.steps(network), last) == (1, *expected)


@pytest.mark.parametrize(
    "network", ["resnet18", "googlenet", "alexnet", "segnet", "ssd300", "unet", "fcn8s"]
)
@settings(max_examples=15, deadline=None)
@given(size=st.integers(1, 400))
def test_the_built_network_makes_the_same_of_any_size_that_is_not_refused(network, size):
    for stage in inside.stages(network):
        v = VERIFIER.Parameters(network, stage, size)
        if VERIFIER.where(v) is None:
            assert VERIFIER.compute(v) == VERIFIER.reference(v)


@pytest.mark.parametrize("network", NETWORKS)
def test_every_stage_is_asked_or_refused_with_a_reason(network):
    refused = [
        VERIFIER.where(VERIFIER.Parameters(network, stage)) for stage in inside.stages(network)
    ]
    assert None in refused
    assert all(one is None or "; take a stage" in one for one in refused)


@pytest.mark.parametrize(
    ("network", "stage", "size", "words"),
    [
        ("resnet50", "conv4", 0, "no stage 'conv4' .* did you mean conv4_x"),
        ("resnet50", "conv4_x.0", 0, "right inside of it"),
        ("vgg16", "pool4", 288, "cannot take an image of 288×288: fc6: it reads 25,088 numbers"),
        ("inception-v3", "mixed_7a", 20, "pool_5a: a window spanning 3 cells does not fit"),
        ("ssd300", "head7", 0, "returns 2 tensors; take a stage that returns one"),
        ("fast-rcnn", "roi_pool5", 0, "works on many regions at once"),
    ],
)
def test_what_cannot_be_is_refused_by_name(network, stage, size, words):
    with pytest.raises(verify.Fault, match=words) as caught:
        asked(network, stage, size)
    assert caught.value.code == "where"


def test_what_a_crop_is_given_is_cut_to_what_it_is_joined_with():
    # Down 596, 294, 143, 67 and 29; up again twice as many, four fewer: 54, 104, 204, then 408.
    assert VERIFIER.compute(asked("unet", "crop1", 600)) == (64, 408, 408)
    assert VERIFIER.reference(asked("unet", "crop1", 600)) == (64, 408, 408)
    _, way, *_ = VERIFIER.explain(asked("unet", "crop1", 600))
    assert way.endswith(
        "| `down1` | 64 × 596 × 596 |\n\nSo `crop1` is given $64 \\times 596 \\times 596$."
    )


def test_the_usual_image_may_be_named_by_its_size():
    assert VERIFIER.compute(asked("unet", "up3", 572)) == VERIFIER.compute(asked("unet", "up3"))
    # SegNet's usual image is no square, so 360 is another one.
    assert VERIFIER.compute(asked("segnet", "pool5", 360)) == (512, 12, 12)
    assert VERIFIER.compute(asked("segnet", "pool5")) == (512, 12, 15)


@pytest.mark.parametrize(
    ("misconception", "wrong"),
    [
        ("stage-before", (512, 36, 36)),
        ("stage-after", (2048, 9, 9)),
        ("sides-kept", (1024, 36, 36)),
        ("halved-once-too-often", (1024, 9, 9)),
        ("usual-size", (1024, 14, 14)),
        # 288 -> 145 -> 73 -> 73 -> 37 -> 19
        ("rounded-the-other-way", (1024, 19, 19)),
        ("inner-width", (256, 18, 18)),
        ("channels-last", (18, 18, 1024)),
        ("batch-axis", (1, 1024, 18, 18)),
    ],
)
def test_a_misconception_gives_the_shape_that_people_really_type(misconception, wrong):
    v = asked("resnet50", "conv4_x", 288)
    assert VERIFIER.compute(v) == (1024, 18, 18)
    assert verify.misconception_answers(VERIFIER, v)[misconception] == {"shape": wrong}
    assert misconception in verify.told_apart(VERIFIER, v)


@pytest.mark.parametrize(
    ("network", "stage", "misconception", "right", "wrong"),
    [
        # 128 + 12 * 32, of which the last layer makes 32.
        ("densenet121", "dense_block2", "growth-only", (512, 28, 28), (32, 28, 28)),
        # 64 + 128 + 32 + 32
        ("googlenet", "inception_3a", "widest-branch", (256, 28, 28), (128, 28, 28)),
        # Its last 1 × 1 reads 6 * 160 channels.
        ("mobilenet-v2", "bottleneck7", "inner-width", (320, 7, 7), (960, 7, 7)),
        # Caffe rounds up: 75 / 2, and down it would be 37.
        ("ssd300", "pool3", "rounded-the-other-way", (256, 38, 38), (256, 37, 37)),
    ],
)
def test_channels_and_rounding_are_mistaken_where_a_network_has_them(
    network, stage, misconception, right, wrong
):
    v = asked(network, stage)
    assert VERIFIER.compute(v) == right
    assert verify.misconception_answers(VERIFIER, v)[misconception] == {"shape": wrong}


def test_mistakes_that_cannot_show_are_not_claimed():
    v = asked("resnet50", "fc")
    assert VERIFIER.compute(v) == (1000,)
    assert verify.misconception_answers(VERIFIER, v) == {}


@pytest.mark.parametrize(
    ("network", "stage", "claimed", "absent"),
    [
        # A pooling changes nothing but the sides: keeping them is to give what enters.
        ("vgg16", "pool3", "stage-before", "sides-kept"),
        # Halved once more is what leaves pool3.
        ("vgg16", "conv3", "stage-after", "halved-once-too-often"),
        # Its sixteen maps of one channel are no branches.
        ("lenet5", "C3", "stage-before", "widest-branch"),
    ],
)
def test_equal_mistakes_are_claimed_once(network, stage, claimed, absent):
    found = verify.misconception_answers(VERIFIER, asked(network, stage))
    assert claimed in found
    assert absent not in found


def test_learners_meet_the_networks_that_everybody_knows():
    dice = Random(6)
    drawn = [verify.draw(VERIFIER, dice).network for _ in range(300)]
    assert {"vgg16", "resnet50", "alexnet", "googlenet", "lenet5-modern"} <= set(drawn)
    assert sum(name in FAMOUS for name in drawn) > 150
    assert len(set(drawn)) > 40


@pytest.mark.parametrize("network", NETWORKS)
def test_worked_sides_come_out_as_they_are_written(network):
    for stage in inside.stages(network):
        v = VERIFIER.Parameters(network, stage)
        worked = VERIFIER.explain(v)[2] if VERIFIER.where(v) is None else ""
        for left, right in re.findall(r"\$([^$]*?) = (\d+)\$", worked):
            python = left.replace("\\cdot", "*").replace("\\lceil", "-math.floor(-1 * ")
            python = python.replace("\\lfloor", "math.floor(")
            python = python.replace("\\rceil", ")").replace("\\rfloor", ")")
            assert eval(python, {"math": math}) == int(right), (stage, left)  # noqa: S307


@pytest.mark.parametrize(
    ("network", "stage", "size", "level"),
    [
        ("resnet50", "conv4_x", 0, 1),
        ("resnet50", "conv4_x", 224, 1),
        ("resnet50", "conv4_x", 288, 2),
        ("resnet50", "conv4_x", 300, 3),
        # Small images are halved three times at most.
        ("resnet20-cifar", "conv3_x", 40, 2),
        ("resnet20-cifar", "conv3_x", 42, 3),
    ],
)
def test_images_that_are_halved_with_a_rest_are_harder(network, stage, size, level):
    assert VERIFIER.difficulty(asked(network, stage, size)) == level


def test_norms_and_numbers_are_no_question_to_draw():
    assert drawn_stages("resnet50") == ("conv1", "pool", "conv2_x", "conv3_x", "conv4_x", "conv5_x")


def test_widths_of_branches_are_told_since_few_know_them():
    words = "The branches that it concatenates have 64, 128, 32 and 32 channels."
    assert words in VERIFIER.prompt(asked("googlenet", "inception_3a"))
    for network, stage in (("lenet5", "C3"), ("densenet121", "dense_block1")):
        assert "branches" not in VERIFIER.prompt(asked(network, stage))


def test_the_question_names_network_image_stages_and_what_the_stage_holds():
    assert VERIFIER.prompt(asked("resnet50", "conv4_x", 288)) == (
        "An image of $3 \\times 288 \\times 288$ runs through ResNet-50 (v1.5, `resnet50`), stage "
        "by stage: `conv1`, `bn1`, `pool`, `conv2_x`, `conv3_x`, `conv4_x`, `conv5_x`, `average`, "
        "`fc`.\n\nIn `conv4_x` there is: 13 conv 1×1, 6 conv 3×3, 6 add.\n\n"
        "What is the shape of what leaves `conv4_x`, as channels × height × width?"
    )


def test_the_steps_lead_to_the_stage_then_work_its_sides_and_channels():
    _, way, sides, last = VERIFIER.explain(asked("resnet50", "conv4_x", 288))
    assert "| `conv1`, `bn1` | 64 × 144 × 144 |" in way
    assert way.endswith("So `conv4_x` is given $512 \\times 36 \\times 36$.")
    assert "`conv4_x.0.conv2`, conv 3×3, stride 2, padding 1: " in sides
    assert "$\\lfloor (36 + 2 \\cdot 1 - 3) / 2 \\rfloor + 1 = 18$" in sides
    assert last == (
        "`conv4_x.5.conv3`, conv 1×1, makes $1024$ channels; adding the shortcut keeps them. So "
        "what leaves `conv4_x` is\n\n$$1024 \\times 18 \\times 18$$"
    )


@pytest.mark.parametrize(
    ("network", "stage", "step", "words"),
    [
        ("unet", "upconv3", 2, "$(52 - 1) \\cdot 2 + 2 = 104$"),
        ("segnet", "upsample5", 2, "height $12 \\to 23$, width $15 \\to 30$"),
        ("ssd300", "pool3", 2, "rounded up: $\\lceil (75 - 2) / 2 \\rceil + 1 = 38$"),
        ("vgg16", "conv3", 2, "No layer of it changes height or width"),
        ("googlenet", "inception_3a", 3, "$64 + 128 + 32 + 32 = 256$"),
        ("densenet121", "dense_block1", 3, "its $6$ layers adds $32$: $64 + 6 \\cdot 32 = 256$"),
        ("lenet5", "C3", 3, "It makes $16$ maps one by one"),
        ("yolo-v2", "passthrough", 2, "slice: height $26 \\to 13$\n"),
        ("yolo-v2", "passthrough", 3, "$512 + 512 + 512 + 512 = 2048$"),
        ("unet", "up1", 1, "| `down1` | 64 × 568 × 568 |\n| … | … |\n| `down4` |"),
        ("pspnet", "pyramid", 2, "\n- … 3 more like these\n- `pyramid`, bilinear resize: $6"),
        ("resnet50", "pool", 3, "Nothing in it changes the $64$ channels"),
        ("resnet50", "fc", 3, "The last layer, linear, makes $1000$ numbers"),
        ("lenet5", "C1", 1, "`C1` comes first and is given the image"),
    ],
)
def test_steps_say_what_a_stage_does(network, stage, step, words):
    assert words in VERIFIER.explain(asked(network, stage))[step]
