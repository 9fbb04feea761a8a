"""`quizlab model`: the list, a table, a source, two side by side; what cannot be is said."""

import json

import pytest

from quizlab.sessions import networks as sessions


def test_the_list_names_each_network_with_its_figures(quizlab):
    ran = quizlab("model")
    assert ran.code == 0
    head, *lines = ran.lines
    assert head.split() == ["network", "parameters", "MACs", "input", "year", "paper"]
    assert len(lines) >= 60
    (line,) = [line for line in lines if line.startswith("resnet50 ")]
    assert line.split()[1:7] == ["25.6", "M", "4.09", "G", "3×224×224", "2015"]
    assert "He, Zhang, Ren & Sun 2015, Deep Residual Learning" in line


def test_the_list_as_json_lines(quizlab):
    listed = {one["name"]: one for one in quizlab("model", "--json").all_json}
    assert listed["resnet50"] == {
        "name": "resnet50",
        "title": "ResNet-50 (v1.5)",
        "year": 2015,
        "paper": listed["resnet101"]["paper"],
        "input": [3, 224, 224],
        "parameters": 25_557_032,
        "macs": 4_089_184_256,
    }


def test_a_network_is_told_layer_by_layer(quizlab):
    ran = quizlab("model", "resnet50")
    assert ran.code == 0
    assert ran.lines[0] == "ResNet-50 (v1.5)  (resnet50, 2015)"
    assert "parameters  25,557,032 (25.6 M)" in ran.lines
    assert "MACs        4,089,184,256 (4.09 G)" in ran.lines
    rows = [line.split() for line in ran.lines]
    first = "conv1 64×112×112 9,408 118 M 7 2 conv 7×7, stride 2"
    last = "conv5_x.2.conv2 512×7×7 2,359,296 116 M 427 32 conv 3×3"
    assert first.split() in rows
    assert last.split() in rows
    assert ["fc", "1000", "2,049,000", "2.05", "M", "whole", "linear"] in rows


def test_figures_of_others_stand_below(quizlab):
    text = " ".join(quizlab("model", "resnet50", "--depth", "1").out.split())
    assert "published 3.8 G MACs (v1=True, ours is 3,857,973,248): the paper, table 1" in text


def test_a_depth_sums_up(quizlab):
    full = quizlab("model", "resnet50", "--json").json
    stages = quizlab("model", "resnet50", "--json", "--depth", "1").json
    for what in ("parameters", "macs"):
        total = sum(row[what] for row in full["layers"])
        assert total == full[what] == stages[what]
        assert total == sum(row[what] for row in stages["layers"])
    named = {row["module"]: row for row in stages["layers"]}
    assert named["conv4_x"] == {
        "module": "conv4_x",
        "kind": named["conv4_x"]["kind"],
        "output": [1024, 14, 14],
        "parameters": 7_098_368,
        "macs": named["conv4_x"]["macs"],
        "receptive_field": [267, 267],
        "stride": [16, 16],
    }
    assert named["average"]["receptive_field"] == "whole image"
    assert named["average"]["stride"] is None


def test_json_has_the_fields_of_the_contract(quizlab):
    found = quizlab("model", "lstm", "--json").json
    assert {"name", "input", "output", "parameters", "macs", "layers"} <= found.keys()
    assert found["input"] == [20, 64]
    assert found["layers"][0]["receptive_field"] is None
    assert json.loads(json.dumps(found)) == found


@pytest.mark.parametrize("size", ["256", "256x256", "256×256"])
def test_another_size(quizlab, size):
    found = quizlab("model", "resnet50", "--size", size, "--json").json
    assert found["input"] == [3, 256, 256]
    # All but the last layer's 2,048,000 grow with the area.
    assert found["macs"] == (4_089_184_256 - 2_048_000) * 256**2 // 224**2 + 2_048_000
    assert found["parameters"] == 25_557_032
    assert all(figure["what"] == "parameters" for figure in found["published"])


def test_a_size_that_needs_a_worker_says_that_it_is_busy(quizlab, monkeypatch):
    monkeypatch.setattr(sessions, "_LOOK_AGAIN", 0.05)
    ran = quizlab("model", "dense-crf", "--size", "20", "--json")
    assert ran.json["output"] == [21, 20, 20]
    assert ran.err == "computing dense-crf…\n"


def test_a_network_that_cuts_its_maps_holds_at_any_size(quizlab):
    assert quizlab("model", "unet", "--size", "604", "--json").json["output"] == [2, 420, 420]


def test_the_source_is_the_file_in_which_it_is_written(quizlab):
    ran = quizlab("model", "resnet50", "--source")
    assert ran.code == 0
    assert ran.out.startswith('"""ResNet: blocks that learn what to add to their input.')
    assert "x = self.pool(x)  # 64 × 56 × 56" in ran.out


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("ResNet-50", "resnet50"),
        ("VGG-16", "vgg16"),
        ("yolov3", "yolo-v3"),
        ("U-Net", "unet"),
        ("DeepLabV3+", "deeplab-v3plus"),
        ("WRN-28-10", "wrn-28-10"),
    ],
)
def test_names_are_taken_as_people_write_them(quizlab, typed, name):
    assert quizlab("model", typed, "--json").json["name"] == name


def test_options_are_told(quizlab):
    ran = quizlab("model", "resnet50", "--depth", "1")
    assert "options     classes: a whole number from 1 to 100000; v1: True or False" in ran.lines


def test_operations_are_called_so_where_a_figure_counts_them(quizlab):
    text = " ".join(quizlab("model", "yolo-v3", "--depth", "1").out.split())
    assert "published 65.86 G FLOPs: " in text


def test_what_a_sequence_repeats_is_one_row(quizlab):
    rows = quizlab("model", "lstm", "--json", "--depth", "1").json["layers"]
    assert len(rows) < 15
    assert sum(row["macs"] for row in rows) == 1_966_080


def test_two_side_by_side(quizlab):
    ran = quizlab("model", "--compare", "resnet50", "vgg16")
    rows = [line.split() for line in ran.lines]
    assert ["resnet50", "vgg16", "vgg16", "/", "resnet50"] in rows
    assert ["parameters", "25,557,032", "138,357,544", "5.41×"] in rows
    assert any("fc6" in row and "conv1" not in row for row in rows)
    one, other = quizlab("model", "--compare", "resnet50", "vgg16", "--json").all_json
    assert (one["name"], other["name"]) == ("resnet50", "vgg16")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["resnet55"], "no network is called 'resnet55'; did you mean resnet50? `quizlab model`"),
        (
            ["resnet"],
            "there are resnet18, resnet34, resnet50, resnet101, resnet152, resnet20-cifar",
        ),
        (["vgg"], "there are vgg11, vgg13, vgg16, vgg19; `quizlab model` lists them"),
        (["qwertz"], "no network is called 'qwertz'; `quizlab model` lists them"),
        (["vgg16", "--size", "300"], "vgg16 cannot take an image of 300×300: fc6: it reads 25,088"),
        (["resnet50", "--size", "0"], "sides are 1 to 10000 pixels; got '0'"),
        (["resnet50", "--size", "3x4x5"], "a size is a side such as 300, or 360x480; got '3x4x5'"),
        (["resnet50", "--size", "²"], "a size is a side such as 300"),
        (["lstm", "--size", "30"], "lstm reads a sequence; it takes no size"),
        (["resnet50", "--depth", "0"], "'--depth'"),
        (["--depth", "1"], "say which network: quizlab model NAME"),
        (["resnet50", "--compare", "vgg16", "vgg19"], "--compare takes its two networks itself"),
        (["resnet50", "--source", "--json"], "--source prints a file; it goes with no other"),
        (["--compare", "vgg16", "vgg61"], "no network is called 'vgg61'; did you mean vgg19?"),
    ],
)
def test_what_cannot_be_is_said(quizlab, arguments, said):
    ran = quizlab("model", *arguments)
    assert ran.code == 2
    assert said in " ".join(ran.err.split())
    assert ran.out == ""


def test_a_hostile_name_does_nothing_to_the_terminal(quizlab):
    ran = quizlab("model", "\x1b[31mred")
    assert ran.code == 2
    assert "\x1b" not in ran.err
