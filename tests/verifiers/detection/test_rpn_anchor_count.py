"""``rpn.anchor-count``: the paper's example, both roundings, refusals and each misconception."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizlab import verify
from quizlab_verifiers.detection.rpn_anchor_count import RpnAnchorCount

VERIFIER = RpnAnchorCount()
PAPER = {"height": 600, "width": 1000}


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        # "For a 1000 × 600 image, there will be roughly 20000 (≈ 60 × 40 × 9) anchors in total":
        # 38 · 63 · 9 in Caffe, 37 · 62 · 9 in PyTorch.
        (PAPER, 21_546),
        ({**PAPER, "backbone": "vgg16-torch"}, 20_646),
        ({"height": 600, "width": 800}, 17_100),
        ({"height": 224, "width": 224, "scales": 1, "ratios": 1}, 196),
        ({"height": 16, "width": 16}, 9),
        ({"height": 17, "width": 16}, 18),
        ({"height": 17, "width": 16, "backbone": "VGG16-torch"}, 9),
        ({"height": 2048, "width": "2048", "scales": 8, "ratios": 8}, 1_048_576),
    ],
    ids=str,
)
def test_anchors_are_counted_on_both_roads(raw, expected):
    v = verify.bind(VERIFIER, raw)
    assert VERIFIER.compute(v) == expected
    assert VERIFIER.reference(v) == expected


@settings(max_examples=25, deadline=None)
@given(
    height=st.integers(16, 1200),
    width=st.integers(16, 1200),
    scales=st.integers(1, 8),
    ratios=st.integers(1, 8),
    backbone=st.sampled_from(("vgg16-caffe", "vgg16-torch")),
)
def test_both_roads_agree_on_any_legal_image(height, width, scales, ratios, backbone):
    v = RpnAnchorCount.Parameters(height, width, scales, ratios, backbone)
    verify.check(VERIFIER, v)
    assert VERIFIER.compute(v) == VERIFIER.reference(v)


@pytest.mark.parametrize(
    ("raw", "code", "words"),
    [
        ({"height": 600}, "missing", "width"),
        ({"height": 15, "width": 600}, "range", "height: got 15; allowed is a whole number, 16"),
        ({"height": 600, "width": 4000}, "range", "width: got 4000"),
        ({**PAPER, "scales": 0}, "range", "scales: got 0"),
        ({**PAPER, "ratios": 1.5}, "type", "ratios"),
        ({**PAPER, "backbone": "resnet50"}, "type", "vgg16-caffe, vgg16-torch"),
        ({**PAPER, "stride": 16}, "unknown-parameter", "stride"),
    ],
    ids=str,
)
def test_what_cannot_be_is_refused_by_name(raw, code, words):
    with pytest.raises(verify.Fault, match=words) as caught:
        verify.bind(VERIFIER, raw)
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("misconception", "more", "wrong"),
    [
        ("other-rounding", {}, 20_646),
        # 38 · 63 positions
        ("scales-plus-ratios", {}, 14_364),
        ("one-per-position", {}, 2394),
        ("nine-always", {"scales": 4}, 21_546),
        # 19 · 32 · 9, and 18 · 31 · 9
        ("fifth-pooling", {}, 5472),
        ("fifth-pooling", {"backbone": "vgg16-torch"}, 5022),
        # 37.5 · 62.5 · 9 = 21,093.75
        ("rounded-at-the-end", {}, 21_094),
        ("on-every-pixel", {}, 5_400_000),
        ("two-scores", {}, 43_092),
        ("four-offsets", {}, 86_184),
        ("proposals", {}, 300),
    ],
)
def test_a_misconception_gives_the_number_that_people_really_type(misconception, more, wrong):
    v = verify.bind(VERIFIER, {**PAPER, **more})
    assert verify.misconception_answers(VERIFIER, v)[misconception] == {"anchors": wrong}
    assert misconception in verify.told_apart(VERIFIER, v)


@pytest.mark.parametrize(
    ("raw", "absent"),
    [
        ({"height": 640, "width": 480}, {"other-rounding", "rounded-at-the-end", "nine-always"}),
        ({**PAPER, "scales": 2, "ratios": 2}, {"scales-plus-ratios"}),
        ({**PAPER, "scales": 1, "ratios": 1}, {"one-per-position"}),
        ({"height": 16, "width": 16, "backbone": "vgg16-torch"}, {"fifth-pooling"}),
        # 10 · 10 · 3
        ({"height": 160, "width": 160, "scales": 3, "ratios": 1}, {"proposals"}),
    ],
    ids=str,
)
def test_mistakes_that_cannot_show_are_not_claimed(raw, absent):
    assert not absent & set(verify.misconception_answers(VERIFIER, verify.bind(VERIFIER, raw)))


@pytest.mark.parametrize(
    ("height", "width", "level"), [(640, 480, 1), (600, 800, 2), (800, 600, 2), (600, 1000, 3)]
)
def test_each_side_that_is_rounded_is_harder(height, width, level):
    assert VERIFIER.difficulty(verify.bind(VERIFIER, {"height": height, "width": width})) == level


def test_learners_see_images_as_data_sets_and_cameras_make_them():
    drawn = {(v.height, v.width) for v in (verify.draw(VERIFIER, seed) for seed in range(60))}
    assert len(drawn) > 15
    assert all(max(image) <= 2.2 * min(image) for image in drawn)


def test_the_question_says_how_poolings_round():
    caffe = VERIFIER.prompt(verify.bind(VERIFIER, PAPER))
    assert "an image of $600 \\times 1000$ pixels (height × width)" in caffe
    assert "they round up, as in Caffe." in caffe
    assert "Anchors come in $3$ scales, each in $3$ aspect ratios." in caffe
    one = {**PAPER, "scales": 1, "ratios": 1, "backbone": "vgg16-torch"}
    torch = VERIFIER.prompt(verify.bind(VERIFIER, one))
    assert "they round down, as in PyTorch by default." in torch
    assert "Anchors come in $1$ scale and $1$ aspect ratio." in torch


def test_the_steps_follow_both_sides():
    _, sides, position, last = VERIFIER.explain(verify.bind(VERIFIER, PAPER))
    assert "$$600 \\to 300 \\to 150 \\to 75 \\to 38$$" in sides
    assert "$$1000 \\to 500 \\to 250 \\to 125 \\to 63$$" in sides
    assert position == "Each carries $3 \\cdot 3 = 9$ anchors."
    assert last == "Together:\n\n$$2{,}394 \\cdot 9 = 21{,}546$$"
