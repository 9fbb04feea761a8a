"""``model.output-shape``: shapes of the papers, what torch returns, mistakes, what is told."""

import pytest

from quizlab import verify
from quizlab_verifiers.networks.output_shape import OutputShape

VERIFIER = OutputShape()


def bound(network: str, size: int = 0, classes: int = 0) -> OutputShape.Parameters:
    return verify.bind(VERIFIER, {"network": network, "size": size, "classes": classes})


@pytest.mark.parametrize(
    ("network", "size", "classes", "shape"),
    [
        ("resnet50", 0, 0, (1000,)),
        ("resnet50", 320, 37, (37,)),
        ("unet", 0, 0, (2, 388, 388)),  # Figure 1 of the paper.
        ("unet", 700, 5, (5, 516, 516)),
        ("unet", 701, 5, (5, 516, 516)),  # The odd row is lost in the first pooling.
        ("unet", 188, 0, (2, 4, 4)),
        ("fcn32s", 0, 0, (21, 500, 500)),
        ("fcn16s", 333, 60, (60, 333, 333)),
        ("fcn8s", 64, 2, (2, 64, 64)),
        ("segnet", 0, 0, (11, 360, 480)),
        ("deeplab-v3", 321, 19, (19, 321, 321)),
        ("pspnet", 713, 19, (19, 713, 713)),
        ("yolo-v1", 0, 0, (7, 7, 30)),  # Section 2 of the paper.
        ("yolo-v2", 416, 20, (125, 13, 13)),  # 5 boxes with 5 coordinates and 20 classes.
        ("yolo-v3", 608, 0, (255, 19, 19)),
        ("ssd300", 0, 0, (8732, 21)),  # Section 3 of the paper.
    ],
)
def test_shapes_come_out_on_both_roads(network, size, classes, shape):
    v = bound(network, size, classes)
    assert VERIFIER.compute(v) == shape
    assert VERIFIER.reference(v) == shape


def wrong(v: OutputShape.Parameters) -> dict[str, object]:
    return {name: one["shape"] for name, one in verify.misconception_answers(VERIFIER, v).items()}


def test_mistakes_about_a_classifier():
    assert wrong(bound("resnet50", 320, 37)) == {
        "batch-axis": (1, 37),
        "usual-classes": (1000,),
        "background-added": (38,),
        "features": (2048,),
        "cells-kept": (37, 1, 1),
        "scores-for-pixels": (37, 320, 320),
    }


def test_mistakes_about_a_segmentation_network():
    # Stride 16: 321 becomes 161, 81, 41, 21.
    assert wrong(bound("deeplab-v3", 321, 19)) == {
        "batch-axis": (1, 19, 321, 321),
        "channels-last": (321, 321, 19),
        "usual-image": (19, 513, 513),
        "usual-classes": (21, 321, 321),
        "background-left-out": (18, 321, 321),
        "before-upsampling": (19, 21, 21),
        "label-map": (321, 321),
    }


def test_fcn_is_cut_to_the_image_in_the_end():
    # Padded by 100, 333 becomes 531, 266, 133, 67, 34, 17 and behind fc6 11: 10 · 32 + 64 = 384.
    v = bound("fcn32s", 333)
    assert wrong(v)["not-cut"] == (21, 384, 384)
    assert VERIFIER.explain(v)[-2] == (
        "The last upsampling turns $11 \\times 11$ cells into $384 \\times 384$: more than the image "
        "has, since it was padded by $100$ cells. They are cut to $333 \\times 333$."
    )
    assert "not-cut" not in wrong(bound("unet"))


def test_the_method_of_segmentation_does_not_give_the_answer_away():
    steps = VERIFIER.explain(bound("pspnet", 473))
    assert "size of the image" not in steps[0]
    assert steps[-2] == (
        "The last upsampling turns $60 \\times 60$ cells into $473 \\times 473$, as many as the "
        "image has."
    )


def test_the_steps_show_what_leads_to_the_output_that_is_asked_for():
    table = VERIFIER.explain(bound("yolo-v3"))[1]
    assert "| `coarse` | 512×13×13 |" in table
    assert "fine" not in table


@pytest.mark.parametrize(
    ("network", "level"),
    [("resnet50", 1), ("fcn8s", 2), ("unet", 3), ("yolo-v2", 3), ("ssd300", 3)],
)
def test_grids_default_boxes_and_u_net_are_harder(network, level):
    assert VERIFIER.difficulty(bound(network)) == level


def test_mistakes_about_u_net():
    assert wrong(bound("unet")) == {
        "batch-axis": (1, 2, 388, 388),
        "channels-last": (388, 388, 2),
        "before-upsampling": (2, 196, 196),
        "as-large-as-input": (2, 572, 572),
        "label-map": (388, 388),
    }


def test_mistakes_about_a_grid():
    # 3 anchors with 4 + 1 + 20 numbers; 608 / 32 = 19.
    assert wrong(bound("yolo-v3", 608, 20)) == {
        "batch-axis": (1, 75, 19, 19),
        "channels-last": (19, 19, 75),
        "usual-image": (75, 13, 13),
        "usual-classes": (255, 19, 19),
        "background-added": (78, 19, 19),
        "stride-for-grid": (75, 32, 32),
        "one-anchor": (25, 19, 19),
        "no-objectness": (72, 19, 19),
        "anchors-apart": (3, 25, 19, 19),
        "finest-map": (75, 76, 76),
    }
    assert "finest-map" not in wrong(bound("yolo-v2", 608, 20))


def test_mistakes_about_default_boxes_and_shared_classes():
    assert wrong(bound("ssd300")) == {
        "batch-axis": (1, 8732, 21),
        "background-left-out": (8732, 20),
        "offsets": (8732, 4),
        "offsets-too": (8732, 25),
    }
    # Two boxes with five numbers each and 20 classes make 30.
    assert wrong(bound("yolo-v1")) == {
        "batch-axis": (1, 7, 7, 30),
        "background-added": (7, 7, 31),
        "one-anchor": (7, 7, 25),
        "no-objectness": (7, 7, 28),
        "classes-for-each-box": (7, 7, 50),
    }


def test_a_stride_that_equals_the_grid_is_no_mistake():
    # 1024 / 32 = 32.
    assert "stride-for-grid" not in wrong(bound("yolo-v2", 1024))


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        (
            {"network": "yolo-v3", "size": 330},
            (
                "yolo-v3 cannot take an image of 330×330: the network: it puts 1 × 256 × 22 × 22 and "
                "1 × 512 × 21 × 21 side by side; give another size, or leave it out for the usual "
                "416×416"
            ),
        ),
        ({"network": "unet", "size": 100}, "unet cannot take an image of 100×100: bottom.0: "),
        (
            {"network": "ssd300", "classes": 1},
            "ssd300 scores the background as a class of its own: got classes 1, so give at least 2",
        ),
        ({"network": "rcnn"}, "network: got 'rcnn'; allowed is one of lenet5-modern, alexnet, "),
        ({"network": "unet", "classes": -1}, "classes: got -1; allowed is a whole number, 1 to"),
    ],
)
def test_what_cannot_be_asked_is_refused(raw, message):
    with pytest.raises(verify.Fault) as caught:
        verify.bind(VERIFIER, raw)
    assert caught.value.message.startswith(message)


def test_the_question_says_which_output_and_whether_the_background_counts():
    assert VERIFIER.prompt(bound("ssd300", 0, 81)) == (
        "SSD300 (`ssd300`) is built for $81$ classes, the background included, and given one "
        "image of $3 \\times 300 \\times 300$.\n\nIt returns offsets and class scores of all "
        "default boxes. What shape do the class scores have, without the batch axis?"
    )


def test_the_default_boxes_are_added_up_map_by_map():
    *_, maps, added, last = VERIFIER.explain(bound("ssd300"))
    assert maps.count("\n- ") == 6
    assert "- $38 \\times 38 \\times 4 = 5{,}776$" in maps
    assert "$$5{,}776 + 2{,}166 + 600 + 150 + 36 + 4 = 8{,}732$$" in added
    assert last == "So the shape is $8732 \\times 21$."


def test_u_net_says_what_its_convolutions_take_off():
    lost = VERIFIER.explain(bound("unet", 701))[-2]
    assert lost == (
        "In all, a side loses $185$ cells, more than $184$, since a pooling rounds down: "
        "$701 - 185 = 516$."
    )
