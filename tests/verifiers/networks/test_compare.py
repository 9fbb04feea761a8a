"""``model.compare``: published counts beside each other, each misconception, and refusals."""

from random import Random

import pytest

from quizlab import verify
from quizlab.sessions.computed import graded
from quizlab_verifiers.networks import known
from quizlab_verifiers.networks.compare import Compare
from quizlab_verifiers.networks.compare_mistakes import depth, without_linear

VERIFIER = Compare()


def between(first, second):
    return verify.bind(VERIFIER, {"first": first, "second": second})


@pytest.mark.parametrize(
    ("first", "second", "fewer", "factor"),
    [
        # The millions are those that the papers, torchvision and Keras print.
        ("vgg16", "resnet50", "second", 138.36 / 25.56),
        ("alexnet", "googlenet", "second", 60.97 / 6.999),
        ("resnet50", "resnet152", "first", 60.19 / 25.56),
        ("mobilenet-v2", "mobilenet-v1", "first", 4.232 / 3.505),
        ("densenet121", "vgg19", "first", 143.67 / 7.979),
        ("wrn-28-10", "resnet110-cifar", "second", 36.5 / 1.7),
        ("lenet5", "lenet5-modern", "first", 61_706 / 60_000),
        ("unet", "segnet", "second", 31.03 / 29.45),
        ("ssd300", "faster-rcnn", "first", 137.1 / 26.29),
        ("inception-v3", "googlenet", "second", 23.83 / 6.999),
    ],
)
def test_published_counts_are_compared_on_both_roads(first, second, fewer, factor):
    v = between(first, second)
    computed, proved = VERIFIER.compute(v), VERIFIER.reference(v)
    assert computed == proved
    assert computed["fewer"] == fewer
    assert computed["factor"] == pytest.approx(factor, rel=0.02)


def test_the_other_way_round_the_other_one_has_fewer():
    assert VERIFIER.compute(between("resnet50", "vgg16")) == {
        "fewer": "first",
        "factor": VERIFIER.compute(between("vgg16", "resnet50"))["factor"],
    }


@pytest.mark.parametrize(
    ("first", "second", "misconception", "wrong"),
    [
        # 4.09 G against 0.71 G, although AlexNet has 61 M of parameters
        ("alexnet", "resnet50", "by-multiply-adds", {"fewer": "first", "factor": 5.64}),
        # 152 layers against 16
        ("vgg16", "resnet152", "by-depth", {"fewer": "first", "factor": 9.5}),
        # 23,508,032 against 14,714,688
        ("vgg16", "resnet50", "without-linear-layers", {"fewer": "first", "factor": 1.5976}),
        # 138.4 M against 25.6 M is 5.41
        ("vgg16", "resnet50", "upside-down", {"factor": 0.18472}),
        ("vgg16", "resnet50", "how-many-more", {"factor": 4.4137}),
        ("vgg16", "resnet50", "percent-more", {"factor": 441.37}),
        ("vgg16", "resnet50", "difference", {"factor": 112.8}),
        ("vgg16", "resnet50", "other-one", {"fewer": "first"}),
    ],
)
def test_a_misconception_gives_what_people_really_say(first, second, misconception, wrong):
    v = between(first, second)
    found = verify.misconception_answers(VERIFIER, v)[misconception]
    assert found == {
        name: pytest.approx(value, rel=1e-3) if name == "factor" else value
        for name, value in wrong.items()
    }
    assert misconception in verify.told_apart(VERIFIER, v)


@pytest.mark.parametrize(
    ("fewer", "factor", "expected"),
    [
        ("second", "5.4", None),
        # Who names the wrong one has not said by what.
        ("first", "5.4", "other-one"),
        ("first", "2", "other-one"),
        # 15.47 G multiply-adds against 4.09 G, and 50 layers against 16.
        ("second", "3.78", "by-multiply-adds"),
        ("first", "3.1", "by-depth"),
        ("first", "1.6", "without-linear-layers"),
        ("second", "0.185", "upside-down"),
    ],
)
def test_what_people_type_is_matched_with_what_they_did(fewer, factor, expected):
    params = {"first": "vgg16", "second": "resnet50"}
    verdict = graded(VERIFIER, params, {"fewer": fewer, "factor": factor})
    assert verdict["verdict"] == ("wrong" if expected else "right")
    assert verdict["misconception"] == expected


@pytest.mark.parametrize(
    ("first", "second", "absent"),
    [
        # No fully connected layer in either.
        ("unet", "segnet", {"without-linear-layers"}),
        # Equally deep, and so wide that the last layer hardly counts.
        ("resnet50", "wide-resnet50-2", {"by-depth"}),
        # 1.001 or 1 / 1.001: within the tolerance.
        ("vgg11", "vgg13", {"upside-down"}),
    ],
)
def test_mistakes_that_cannot_show_are_not_claimed(first, second, absent):
    assert not absent & set(verify.misconception_answers(VERIFIER, between(first, second)))


@pytest.mark.parametrize(
    ("name", "layers"),
    [
        ("alexnet", 8),
        ("vgg16", 16),
        ("vgg19", 19),
        ("googlenet", 22),
        ("resnet18", 18),
        ("resnet50", 50),
        ("resnet152", 152),
        ("densenet121", 121),
        ("mobilenet-v1", 28),
    ],
)
def test_depth_is_that_of_the_longest_path(name, layers):
    assert depth(name) == layers


def test_without_its_linear_layers_vgg_is_small():
    assert without_linear("vgg16") == 14_714_688
    assert without_linear("fcn32s") == known.parameters("fcn32s")


@pytest.mark.parametrize(
    ("raw", "code", "words"),
    [
        ({"first": "vgg16"}, "missing", "second"),
        ({"first": "vgg16", "second": "vgg16"}, "where", "both vgg16; name two different"),
        ({"first": "vgg16", "second": "resnet51"}, "type", "second: got 'resnet51'"),
        ({"first": "lstm", "second": "vgg16"}, "type", "first: got 'lstm'"),
        ({"first": 16, "second": "vgg16"}, "type", "first: "),
    ],
    ids=str,
)
def test_what_cannot_be_is_refused_by_name(raw, code, words):
    with pytest.raises(verify.Fault, match=words) as caught:
        verify.bind(VERIFIER, raw)
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("first", "second", "level"),
    [
        ("vgg16", "resnet50", 1),
        ("resnet18", "resnet34", 2),
        # 17% apart.
        ("resnet50", "resnet34", 3),
        # AlexNet has more parameters and fewer multiply-adds.
        ("alexnet", "resnet50", 3),
    ],
)
def test_near_counts_and_misleading_costs_are_harder(first, second, level):
    assert VERIFIER.difficulty(between(first, second)) == level


def test_equal_counts_are_refused(monkeypatch):
    monkeypatch.setattr(known, "parameters", lambda _: 1_234)
    with pytest.raises(verify.Fault, match="vgg11 and vgg13 both have 1,234 parameters"):
        between("vgg11", "vgg13")


def test_learners_compare_networks_for_like_images_that_clearly_differ():
    dice = Random(5)
    drawn = [verify.draw(VERIFIER, dice) for _ in range(100)]
    assert sum(map(VERIFIER.comfortable, drawn)) >= 95


def test_the_question_names_both_networks_and_the_last_step_answers_it():
    v = between("vgg16", "resnet50")
    assert VERIFIER.prompt(v) == (
        "Two networks, each for its usual image and number of classes:\n\n"
        "- **first**: VGG-16 (`vgg16`), $3 \\times 224 \\times 224$, $1{,}000$ classes\n"
        "- **second**: ResNet-50 (v1.5, `resnet50`), $3 \\times 224 \\times 224$, $1{,}000$ classes\n\n"
        "Which of them has fewer parameters, and how many times as many has the other?"
    )
    *_, heaviest, last = VERIFIER.explain(v)
    assert "`fc6` has $25088 \\cdot 4096 + 4096 = 102{,}764{,}544$, 74.3% of all" in heaviest
    assert last.startswith("Divide:\n\n$$\\frac{138{,}357{,}544}{25{,}557{,}032} \\approx 5.414$$")
    assert last.endswith(
        "The **second**, ResNet-50 (v1.5), has fewer parameters; VGG-16 has $5.414$ times as many."
    )
