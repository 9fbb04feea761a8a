"""Every network's table, worked out from its recording, against the module itself on meta tensors."""

import pytest

from quizlab_verifiers import models
from quizlab_verifiers.maths.networks.evaluation import DoesNotFitError
from quizlab_verifiers.networks import built, known
from quizlab_verifiers.tables import shelf
from quizlab_verifiers.tables.shipped import is_fresh, recording


@pytest.fixture(params=models.names())
def name(request):
    return request.param


def test_the_recording_is_of_the_files_as_they_are(name):
    assert is_fresh(name), "run `python -m quizlab_verifiers.tables.generate`"


def test_parameters_and_multiply_adds(name):
    assert known.parameters(name) == built.parameters(name)
    assert known.macs(name) == built.macs(name)


def test_the_outputs(name):
    assert known.outputs(name) == built.outputs(name)


def test_the_shape_of_every_module(name):
    table = shelf.table(name)
    shapes = built.shapes(name)
    depth = 1 + max(row.module.count(".") for row in table.rows)
    for level in range(1, depth + 1):
        for row in table.at_depth(level):
            if row.module and row.module.count(".") == level - 1 and row.module in shapes:
                assert row.output == shapes[row.module], row.module


def test_the_parameters_of_every_module(name):
    table = shelf.table(name)
    for row in table.rows:
        if row.parameters:
            assert row.parameters == built.layer_parameters(name, row.module), row.module
    for row in table.at_depth(1):
        if row.module:
            assert row.parameters == built.layer_parameters(name, row.module), row.module


def test_other_numbers_of_classes(name):
    usual = known.usual_classes(name)
    if not usual:
        assert "classes" not in models.describe(name).builder.__kwdefaults__
        return
    for classes in (2, max(2, usual - 1)):
        assert known.parameters(name, classes) == built.parameters(name, classes)
        assert known.outputs(name, None, classes) == built.outputs(name, None, classes)


def test_another_size(name):
    """Where the recording holds for any image it gives, and refuses, what the module does."""
    if not recording(name).resizable:
        return
    height, width = known.usual_size(name)
    for size in ((height + 32, width), (height // 2 + 17, width // 2 + 17)):
        try:
            expected = known.macs(name, size), known.outputs(name, size)
        except DoesNotFitError:
            with pytest.raises((ValueError, RuntimeError)):
                built.outputs(name, size)
            continue
        assert expected == (built.macs(name, size), built.outputs(name, size))
