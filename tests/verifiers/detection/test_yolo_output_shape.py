"""``yolo.output-shape``: published networks, refusals and each misconception."""

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizlab import verify
from quizlab_verifiers.detection.yolo_output_shape import YoloOutputShape

VERIFIER = YoloOutputShape()

V1 = {"size": 448, "stride": 64, "boxes": 2, "classes": 20, "version": "v1"}
V3 = {"size": 416, "stride": 32, "boxes": 3, "classes": 80, "version": "v3"}


@pytest.mark.parametrize(
    ("network", "raw", "expected"),
    [
        ("YOLO v1 on VOC, the paper's 7 x 7 x 30", V1, (7, 7, 30)),
        (
            "YOLO v2 on VOC, 125 filters",
            {"boxes": 5, "classes": 20, "version": "v2"},
            (13, 13, 125),
        ),
        ("YOLO v2 on COCO at 608, 425 filters", {"size": 608, "boxes": 5}, (19, 19, 425)),
        ("YOLO v3 on COCO, coarsest scale, 255 filters", V3, (13, 13, 255)),
        ("YOLO v3 on COCO, finest scale", {**V3, "stride": 8}, (52, 52, 255)),
        (
            "YOLO9000, 28269 filters",
            {"size": "544", "boxes": "3", "classes": "9418", "version": "V2"},
            (17, 17, 28269),
        ),
        ("the defaults are v3 on COCO", {}, (13, 13, 255)),
        ("a single number", {"size": 1, "stride": 1, "boxes": 1, "classes": 1}, (1, 1, 6)),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_published_networks_have_their_shape_on_both_roads(network, raw, expected):
    v = verify.bind(VERIFIER, raw)
    assert VERIFIER.compute(v) == expected, network
    assert VERIFIER.reference(v) == expected, network


@settings(max_examples=50, deadline=None)
@given(
    cells=st.integers(1, 100),
    stride=st.integers(1, 160),
    boxes=st.integers(1, 12),
    classes=st.integers(1, 100),
    version=st.sampled_from(("v1", "v2", "v3")),
)
def test_counting_agrees_on_any_legal_network(cells, stride, boxes, classes, version):
    v = YoloOutputShape.Parameters(cells * stride, stride, boxes, classes, version)
    verify.check(VERIFIER, v)
    assert VERIFIER.compute(v) == VERIFIER.reference(v)
    assert VERIFIER.compute(v)[:2] == (cells, cells)


@pytest.mark.parametrize(
    ("raw", "code", "words"),
    [
        ({"size": 417}, "where", "size 417 is no multiple of stride 32; .* 416 or 448"),
        ({"size": 16}, "where", "such as 32"),
        ({"stride": 0}, "range", "stride: got 0"),
        ({"boxes": -1}, "range", "boxes"),
        ({"classes": 10**40}, "range", "classes"),
        ({"classes": "nan"}, "type", "classes"),
        ({"size": float("inf")}, "type", "size"),
        ({"size": 416.5}, "type", "size"),
        ({"boxes": True}, "type", "boxes"),
        ({"version": "v4"}, "type", "v1, v2, v3"),
        ({"anchors": 3}, "unknown-parameter", "anchors"),
    ],
    ids=str,
)
def test_what_cannot_be_is_refused_by_name(raw, code, words):
    with pytest.raises(verify.Fault, match=words) as caught:
        verify.bind(VERIFIER, raw)
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("misconception", "raw", "wrong"),
    [
        # 15 + 80
        ("classes-once", V3, (13, 13, 95)),
        # 3 times 84, 86
        ("no-objectness", V3, (13, 13, 252)),
        ("background-class", V3, (13, 13, 258)),
        ("one-box", V3, (13, 13, 85)),
        ("stride-as-grid", V3, (32, 32, 255)),
        ("channels-first", V3, (255, 13, 13)),
        # 2 times 25
        ("classes-for-each-box", V1, (7, 7, 50)),
        # 8 + 20, 10 + 21
        ("no-objectness", V1, (7, 7, 28)),
        ("background-class", V1, (7, 7, 31)),
    ],
)
def test_a_misconception_gives_the_shape_that_people_really_type(misconception, raw, wrong):
    v = verify.bind(VERIFIER, raw)
    assert verify.misconception_answers(VERIFIER, v)[misconception] == {"shape": wrong}
    assert misconception in verify.told_apart(VERIFIER, v)


@pytest.mark.parametrize(
    ("raw", "absent"),
    [
        ({**V3, "boxes": 1}, {"classes-once", "classes-for-each-box", "one-box"}),
        ({**V1, "boxes": 1}, {"classes-once", "classes-for-each-box", "one-box"}),
        ({**V3, "size": 256, "stride": 16}, {"stride-as-grid"}),
        ({"size": 6, "stride": 1, "boxes": 1, "classes": 1}, {"channels-first"}),
    ],
    ids=str,
)
def test_mistakes_that_cannot_show_are_not_claimed(raw, absent):
    found = verify.misconception_answers(VERIFIER, verify.bind(VERIFIER, raw))
    assert not absent & set(found)


def test_only_v3_speaks_of_scales():
    assert "one of its scales" in VERIFIER.prompt(verify.bind(VERIFIER, V3))
    assert "scale" not in VERIFIER.prompt(verify.bind(VERIFIER, V1))


def test_draws_ask_about_strides_that_the_version_has():
    dice = Random(0)
    drawn = [verify.draw(VERIFIER, dice) for _ in range(300)]
    found = {(v.version, v.stride) for v in drawn if VERIFIER.comfortable(v)}
    assert found == {("v1", 64), ("v2", 32), ("v3", 8), ("v3", 16), ("v3", 32)}
    assert sum(map(VERIFIER.comfortable, drawn)) > 295
