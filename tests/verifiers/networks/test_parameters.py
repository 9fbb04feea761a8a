"""``model.parameters``: published figures, new last layers, mistakes by hand, refusals, texts."""

import pytest

from quizlab import verify
from quizlab_verifiers.networks import known
from quizlab_verifiers.networks.classes import classes_of
from quizlab_verifiers.networks.parameters import Parameters
from quizlab_verifiers.networks.tally import heads, tally

VERIFIER = Parameters()


def asked(network: str, classes: int = 0) -> object:
    return verify.bind(VERIFIER, {"network": network, "classes": classes})


def wrong(network: str, classes: int = 0) -> dict[str, int]:
    found = verify.misconception_answers(VERIFIER, asked(network, classes))
    return {id_: values["parameters"] for id_, values in found.items()}


@pytest.mark.parametrize(
    ("network", "published"),
    [
        ("lenet5", 60_000),
        ("alexnet", 60_965_224),
        ("vgg16", 138_357_544),
        ("inception-v3", 23_834_568),
        ("resnet50", 25_557_032),
        ("densenet121", 7_978_856),
        ("mobilenet-v2", 3_504_872),
        ("unet", 31_030_658),
    ],
)
def test_published_figures_come_out_on_both_roads(network, published):
    v = asked(network)
    assert VERIFIER.compute(v) == VERIFIER.reference(v) == published


def test_the_network_alone_means_its_usual_classes():
    v = verify.bind(VERIFIER, {"network": "resnet50"})
    assert verify.answers(VERIFIER, v) == verify.answers(VERIFIER, asked("resnet50", 1000))


@pytest.mark.parametrize(
    ("network", "classes", "before", "head"),
    [
        ("resnet50", 37, 23_508_032, 2048 * 37 + 37),
        ("vgg16", 2, 134_260_544, 4096 * 2 + 2),
        ("fcn32s", 151, 134_260_544, 4096 * 151 + 151),
        ("fast-rcnn", 81, 134_260_544, (4096 + 1) * (81 + 4 * 81)),
        ("yolo-v1", 2, 265_680_960, (4096 + 1) * 7 * 7 * (2 * 5 + 2)),
    ],
)
def test_a_new_last_layer_is_counted_on_both_roads(network, classes, before, head):
    v = asked(network, classes)
    assert VERIFIER.compute(v) == VERIFIER.reference(v) == before + head


def test_the_tally_of_every_network_is_what_the_arithmetic_says():
    for network in known.ASKED:
        for classes in (classes_of(network, 0), 5) if heads(network) else (10,):
            found = tally(network, classes)
            assert found.total == known.parameters(network, classes), network
        assert tally(network, classes_of(network, 0)).macs == known.macs(network), network


@pytest.mark.parametrize(
    ("id_", "network", "classes", "value"),
    [
        ("usual-head", "resnet50", 37, 25_557_032),
        ("without-head", "resnet50", 0, 25_557_032 - 2_049_000),
        ("head-only", "resnet50", 37, 2048 * 37 + 37),
        # VGG-16 without fc6, fc7 and fc8.
        ("convolutions-only", "vgg16", 0, 138_357_544 - 102_764_544 - 16_781_312 - 4_097_000),
        ("multiply-adds", "resnet50", 37, 4_089_184_256 - 2048 * (1000 - 37)),
        # Ungrouped, conv2, conv4 and conv5 see twice as many channels.
        ("groups-ignored", "alexnet", 0, 62_378_344),
        ("bytes", "resnet50", 0, 4 * 25_557_032),
        ("running-statistics", "densenet121", 0, 7_978_856 + 83_648),
        ("weights-only", "lenet5-modern", 37, 150 + 2400 + 48_000 + 10_080 + 84 * 37),
        # MobileNet's 27 convolutions have 10,944 output channels.
        ("needless-biases", "mobilenet-v1", 0, 4_231_976 + 10_944),
        # Two classifiers: 1 × 1 to 128, 2048 to 1024, 1024 to 1000, all with biases.
        (
            "another-version",
            "googlenet",
            0,
            6_998_552 + (512 + 528 + 2) * 128 + 2 * (2049 * 1024 + 1025 * 1000),
        ),
        ("another-version", "inception-v3", 0, 27_161_264),
        ("another-version", "inception-resnet-v2", 0, 55_843_464),
    ],
)
def test_a_mistake_leads_to_what_it_leads_to_by_hand(id_, network, classes, value):
    assert wrong(network, classes)[id_] == value


def test_mistakes_that_three_figures_do_not_show_are_left_out():
    found = wrong("vgg16")
    assert not {"usual-head", "head-only", "groups-ignored", "needless-biases"} & set(found)
    assert "weights-only" not in found
    assert "without-head" not in wrong("deeplab-v3")


def test_what_three_figures_do_not_tell_apart_is_claimed_as_one_mistake():
    # 23.9 M with running statistics as with needless biases, then 3.54 M and 3.52 M.
    assert {"running-statistics", "needless-biases"} & set(wrong("inception-v3")) == {
        "running-statistics"
    }
    assert {"running-statistics", "needless-biases"} <= set(wrong("mobilenet-v2"))


def test_another_version_is_told_apart_at_the_usual_classes_alone():
    assert "another-version" not in wrong("googlenet", 10)
    assert "another-version" not in wrong("mobilenet-v1")


@pytest.mark.parametrize(
    ("network", "classes", "message"),
    [
        (
            "lenet5",
            7,
            (
                "lenet5 holds no layer that grows with its classes: got classes 7, so leave classes "
                "out, or give its usual 10"
            ),
        ),
        (
            "ssd300",
            1,
            "ssd300 scores the background as a class of its own: got classes 1, so give at least 2",
        ),
        (
            "fcn32s",
            1,
            "fcn32s scores the background as a class of its own: got classes 1, so give at least 2",
        ),
    ],
)
def test_classes_that_a_network_cannot_have_are_refused(network, classes, message):
    with pytest.raises(verify.Fault) as caught:
        asked(network, classes)
    assert (caught.value.code, caught.value.message) == ("where", message)


@pytest.mark.parametrize("answer", ["25.6M", "25,557,032", "25557032", "2.56e7"])
def test_three_figures_are_enough(answer):
    kind = VERIFIER.part().answer
    assert kind.accepts(25_557_032, kind.parse(answer))


def test_the_question_for_a_new_last_layer_says_all_that_is_needed():
    v = asked("resnet50", 37)
    assert VERIFIER.prompt(v) == (
        f"{VERIFIER.prompt(asked('resnet50')).partition(' reads')[0]} usually reads images of "
        "$3 \\times 224 \\times 224$ and tells $1{,}000$ classes apart. Now its last layer is "
        "replaced by a new one for $37$ classes.\n\nHow many parameters does the whole network have now?"
    )
    assert VERIFIER.explain(v)[-1] == (
        "All else keeps its $23{,}508{,}032$ parameters, so together there are\n\n"
        "$$23{,}508{,}032 + 75{,}813 = 23{,}583{,}845$$\n\nparameters, about 23.6 M."
    )


def test_the_background_is_a_class_where_a_network_scores_it():
    assert "$21$ classes, the background included. The" in VERIFIER.prompt(asked("ssd300", 81))
    assert VERIFIER.prompt(asked("ssd300", 81)).count("background included") == 2
    assert "background" not in VERIFIER.prompt(asked("yolo-v1"))


@pytest.mark.parametrize(
    ("network", "version"),
    [
        ("lenet5", "It is the network of 1998: C3 is sparsely connected, the sub-sampling is"),
        ("googlenet", "It is the paper's network, with 5×5 branches and without batch norm."),
        ("yolo-v2", "It is the paper's network, with no 1×1 before the passthrough."),
    ],
)
def test_the_version_is_told_where_a_name_means_several(network, version):
    assert f" {version}" in VERIFIER.prompt(asked(network))


@pytest.mark.parametrize(
    ("network", "level"),
    [
        ("vgg16", 1),
        ("resnet50", 2),
        ("alexnet", 3),  # Groups.
        ("se-resnet50", 3),  # Gates.
        ("fast-rcnn", 3),  # Scores and offsets.
    ],
)
def test_groups_gates_and_several_heads_make_it_harder(network, level):
    assert VERIFIER.difficulty(asked(network)) == level


def test_the_last_layer_and_the_largest_one_are_worked():
    steps = VERIFIER.explain(asked("vgg16", 2))
    assert "`fc6`: $25{,}088 \\cdot 4{,}096 + 4{,}096 = 102{,}764{,}544$." in steps[1]
    assert "- `fc8`: $4{,}096 \\cdot 2 + 2 = 8{,}194$" in steps[3]


def test_many_modules_are_summed_up():
    table = VERIFIER.explain(asked("gcn"))[1]
    assert table.count("\n| ") == 11
    assert "| 11 smaller | " in table
