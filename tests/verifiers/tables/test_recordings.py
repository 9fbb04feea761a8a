"""Recordings: written and read, with the classes as a variable, stale when a file changes."""

import json
import os
import py_compile
import subprocess
import sys
from zipfile import ZipFile

import pytest
import torch
from torch import nn

from quizlab import verify
from quizlab_verifiers import models
from quizlab_verifiers.maths.networks.evaluation import DoesNotFitError, evaluate
from quizlab_verifiers.models.segmentation.cropping import Crop
from quizlab_verifiers.tables import generate, making, shelf, shipped, sources, worker
from quizlab_verifiers.tables.files import plain_step, read, step_of, with_classes, written
from quizlab_verifiers.tables.making import make
from quizlab_verifiers.tables.recording import NotRecordedError, record
from quizlab_verifiers.tables.sources import are_unchanged, files_of, hashes

FAMILY = "quizlab_verifiers.models.classification.wide_resnet"


def test_what_is_written_is_read_back():
    made = make("resnet18")
    assert read(written(made)) == made
    assert written(make("resnet18")) == written(made)


def test_steps_survive_json():
    network = nn.Sequential(
        nn.Conv2d(3, 8, (3, 1), stride=2, padding=(1, 0), bias=False),
        nn.BatchNorm2d(8).eval(),
        nn.MaxPool2d(2, ceil_mode=True),
        nn.Upsample(scale_factor=2, mode="bilinear"),
        nn.Flatten(),
    )
    steps, _ = record(network, [torch.zeros(1, 3, 32, 32)])
    plain = json.loads(json.dumps([plain_step(step) for step in steps]))
    assert [step_of(one, 0) for one in plain] == steps


def test_numbers_that_grow_with_the_classes_are_sums():
    assert with_classes([7, {"a": 75}], [7, {"a": 70}], 10) == [7, {"a": "5·classes + 25"}]
    assert step_of(["fc", "linear", "Linear", {"inputs": "2·classes + 1", "outputs": 3}, [0]], 4)


def test_what_changes_otherwise_with_the_classes_is_refused():
    with pytest.raises(ValueError, match="changes with its classes: 'a' becomes 'b'"):
        with_classes(["a"], ["b"], 10)


def test_a_network_depends_on_its_file_and_on_those_it_imports():
    files = files_of(FAMILY)
    assert files[0] == FAMILY
    assert "quizlab_verifiers.models.classification.resnext" in files
    assert "quizlab_verifiers.tables.recording" in hashes(FAMILY)


def test_a_change_in_any_file_is_noticed():
    noted = hashes(FAMILY)
    assert are_unchanged(noted)
    for module in noted:
        assert not are_unchanged({**noted, module: "0" * 16})
    assert not are_unchanged({"quizlab_verifiers.models.gone": "0" * 16})


def test_a_stale_recording_is_left_to_a_worker(monkeypatch):
    monkeypatch.setattr(shelf, "is_fresh", lambda _: False)
    assert shelf.table("resnet18") is None
    assert shelf.worker("resnet18") == ("-m", "quizlab_verifiers.tables.worker", "resnet18")


def test_a_worker_prints_the_table_that_would_be_shipped(capsys):
    assert worker.main(["resnet18"]) == 0
    assert shelf.read(capsys.readouterr().out) == shelf.table("resnet18")


def test_a_worker_computes_sizes_that_the_recording_does_not_hold_for(capsys):
    assert shelf.table("dense-crf", (20, 20)) is None
    assert worker.main(list(shelf.worker("dense-crf", (20, 20))[2:])) == 0
    assert shelf.read(capsys.readouterr().out).outputs == ((21, 20, 20),)


def test_a_worker_says_what_a_network_cannot_take(capsys):
    assert worker.main(["unet", "20", "20"]) == 0
    with pytest.raises(
        verify.Fault, match=r"unet cannot take an image of 20×20: .*usual .*572×572"
    ):
        shelf.read(capsys.readouterr().out)


def test_sizes_that_a_network_cannot_take_are_refused():
    with pytest.raises(verify.Fault, match="vgg16 cannot take an image of 300×300: fc6: it reads"):
        shelf.table("vgg16", (300, 300))
    with pytest.raises(verify.Fault, match="lstm reads a sequence; it takes no size"):
        shelf.table("lstm", (300, 300))


def test_a_recording_refuses_like_the_network_itself():
    network = nn.Sequential(nn.Flatten(), nn.Linear(12, 3))
    steps, _ = record(network, [torch.zeros(1, 3, 2, 2)])
    with pytest.raises(DoesNotFitError, match="1: it reads 12 numbers and would get 27"):
        evaluate(steps, (3, 3))
    with pytest.raises(DoesNotFitError, match="1: it reads 12 numbers and would get 27"):
        record(network, [torch.zeros(1, 3, 3, 3)])


def test_recording_leaves_the_network_as_it_was():
    class Box(nn.Module):
        def output_shape(self, shape):
            return shape

        def forward(self, x):
            return x[x > 0].sum() + x

    network = nn.Sequential(nn.Conv2d(3, 3, 1), Box())
    steps, _ = record(network, [torch.zeros(1, 3, 4, 4)])
    assert [step.kind for step in steps] == ["input", "conv 1×1", "Box"]
    assert "forward" not in vars(network[1])
    assert network(torch.ones(1, 3, 4, 4)).shape == (1, 3, 4, 4)


def test_the_list_is_that_of_the_recordings():
    listed = {one.name: one for one in shelf.summaries()}
    for name in ("resnet50", "unet", "lstm"):
        assert listed[name] == shelf.table(name).summary


@pytest.fixture
def data(tmp_path, monkeypatch):
    """A copy of some of the shipped files that a test may damage."""
    for name in ("resnet18.json", "index.json"):
        text = (shipped.files("quizlab_verifiers.tables") / "data" / name).read_text("utf-8")
        (tmp_path / "data").mkdir(exist_ok=True)
        (tmp_path / "data" / name).write_text(text, encoding="utf-8")
    monkeypatch.setattr(shipped, "files", lambda _: tmp_path)
    shipped.recording.cache_clear()
    yield tmp_path / "data"
    shipped.recording.cache_clear()


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", '{"inputs": 3}', "null", "\udcff"])
def test_a_damaged_recording_is_left_to_a_worker_and_named_to_others(data, text):
    (data / "resnet18.json").write_bytes(text.encode("utf-8", "surrogateescape"))
    assert shelf.table("resnet18") is None
    assert shelf.table("resnet18", (224, 224)) is None
    with pytest.raises(shipped.DamagedDataError, match=r"resnet18.json .* reinstall quizlab"):
        shipped.recording("resnet18")


def test_a_recording_that_is_missing_is_left_to_a_worker(data):
    (data / "resnet18.json").unlink()
    assert shelf.table("resnet18") is None


@pytest.mark.parametrize("text", ["", "3", "[3]", '[{"input": []}]'])
def test_a_damaged_list_is_named(data, text):
    (data / "index.json").write_text(text, encoding="utf-8")
    with pytest.raises(shipped.DamagedDataError, match=r"index.json .* reinstall quizlab"):
        shelf.summaries()


def test_names_that_are_paths_are_no_networks():
    for name in ("../index", "index", "data/resnet18", "", "resnet18.json", "RESNET18"):
        for asked in (shelf.table, shelf.source):
            with pytest.raises(verify.Fault, match="there is no network"):
                asked(name)
        with pytest.raises(shipped.UnknownNetworkError):
            shipped.recording(name)


@pytest.mark.parametrize("size", [(1, 1), (1, 300), (300, 1), (10**9, 10**9)])
def test_sizes_at_the_edge_have_a_table(size):
    table = shelf.table("resnet18", size)
    assert table.summary.input == (3, *size)
    assert table.outputs == ((1000,),)


def test_a_size_that_is_none_is_refused():
    with pytest.raises(verify.Fault, match="resnet18 cannot take an image of 0×5: "):
        shelf.table("resnet18", (0, 5))


def test_a_usual_input_that_is_refused_is_told_as_such():
    said = shelf.refusal("unet", (1, 572, 572), None, ValueError("no"))
    assert said == "unet cannot take its usual input: no"


def test_sources_in_a_zip_are_read_and_missing_ones_cannot_have_changed(tmp_path, monkeypatch):
    with ZipFile(tmp_path / "pack.zip", "w") as pack:
        pack.writestr("zipped_network.py", "x = 1\n")
    py_compile.compile(_written(tmp_path / "bare_network.py"), tmp_path / "bare_network.pyc")
    (tmp_path / "bare_network.py").unlink()
    for place in (tmp_path, tmp_path / "pack.zip"):
        monkeypatch.syspath_prepend(str(place))
    assert sources.text_of("zipped_network") == "x = 1\n"
    assert not are_unchanged({"zipped_network": "0" * 16})
    assert are_unchanged({"bare_network": "0" * 16})
    assert not are_unchanged({"no_such_package.network": "0" * 16})
    monkeypatch.setattr(shelf, "_known", lambda _: "bare_network")
    with pytest.raises(verify.Fault, match="source of bare_network is not installed"):
        shelf.source("bare")


def _written(path):
    path.write_text("x = 1\n", encoding="utf-8")
    return path


def test_a_worker_says_what_is_not_recorded(monkeypatch, capsys):
    def refuse(_):
        raise NotRecordedError("conv1: torch's `roll` is not recorded")

    monkeypatch.setattr(making, "make", refuse)
    assert worker.main(["resnet18"]) == 1
    assert capsys.readouterr() == ("", "conv1: torch's `roll` is not recorded\n")


def test_files_of_networks_that_are_no_more_are_removed(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(generate, "_FOLDER", tmp_path)
    monkeypatch.setattr(models, "names", lambda: ("lenet5-modern",))
    (tmp_path / "gone.json").write_text("{}", encoding="utf-8")
    assert generate.main(["--check"]) == 1
    assert (tmp_path / "gone.json").exists()
    assert generate.main([]) == 0
    assert sorted(one.name for one in tmp_path.iterdir()) == ["index.json", "lenet5-modern.json"]
    assert capsys.readouterr().out.splitlines()[0].endswith("gone.json")


def test_a_worker_without_torch_says_so_in_a_line(tmp_path):
    (tmp_path / "torch").mkdir()
    (tmp_path / "torch" / "__init__.py").write_text("raise ImportError('libtorch is broken')")
    search = os.pathsep.join([str(tmp_path), *sys.path])
    ran = subprocess.run(
        [sys.executable, *shelf.worker("dense-crf", (20, 20))],
        env={**os.environ, "PYTHONPATH": search},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ran.returncode, ran.stdout) == (1, "")
    assert ran.stderr == (
        "it is computed by torch, which cannot be imported (libtorch is broken)\n"
    )


def test_generating_writes_what_differs_and_checking_says_so(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(generate, "_FOLDER", tmp_path / "data")
    assert generate.main(["lenet5-modern", "--check"]) == 1
    assert not (tmp_path / "data").exists()
    assert generate.main(["lenet5-modern"]) == 0
    assert generate.main(["lenet5-modern", "--check"]) == 0
    written_text = (tmp_path / "data" / "lenet5-modern.json").read_text(encoding="utf-8")
    assert written_text == shipped.place_of("lenet5-modern").read_text(encoding="utf-8")
    assert capsys.readouterr().out.split() == [
        *["differ:", "lenet5-modern.json"] * 2,
        *["differ:", "none"],
    ]


def test_a_crop_follows_what_it_is_cut_to():
    class Cropped(nn.Module):
        def __init__(self, offset):
            super().__init__()
            self.conv, self.crop = nn.Conv2d(3, 3, 3), Crop(offset)

        def forward(self, x):
            return self.crop(x, self.conv(self.conv(x)))

    for offset in (None, 1, 4):
        steps, outputs = record(Cropped(offset), [torch.zeros(1, 3, 32, 32)])
        assert evaluate(steps, (40, 50))[outputs[0]].shape == (1, 3, 36, 46)
        assert Cropped(offset)(torch.zeros(1, 3, 40, 50)).shape == (1, 3, 36, 46)
    with pytest.raises(DoesNotFitError, match="crop: it would cut 28 × 28 out of 32 × 32"):
        record(Cropped(5), [torch.zeros(1, 3, 32, 32)])
    with pytest.raises(ValueError, match="does not fit into 32 × 32"):
        Cropped(5)(torch.zeros(1, 3, 32, 32))
