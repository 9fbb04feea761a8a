"""What questions about networks share: batches of references, steps kept, words for all of them."""

from importlib import import_module
from random import Random

import pytest

from quizlab import verify
from quizlab_verifiers import CATALOGUE, models
from quizlab_verifiers.maths.networks import totals
from quizlab_verifiers.maths.networks.evaluation import evaluate
from quizlab_verifiers.networks import built, inside, known, weighted_layers
from quizlab_verifiers.networks.parameters import Parameters
from quizlab_verifiers.networks.parts import Part, few
from quizlab_verifiers.wording import sides, table

MODELS = tuple(id_ for id_ in CATALOGUE if id_.startswith("model."))


def verifier_of(id_):
    module, _, name = CATALOGUE[id_].partition(":")
    return getattr(import_module(module), name)()


@pytest.mark.parametrize("id_", MODELS)
def test_references_of_a_batch_come_in_the_order_that_was_asked(id_):
    verifier, dice = verifier_of(id_), Random(8)
    vs = [verify.draw(verifier, dice) for _ in range(6)]
    vs.append(vs[0])
    assert verifier.reference_many(vs) == [verifier.compute(v) for v in vs]


def test_a_batch_builds_each_network_once_however_it_is_shuffled(monkeypatch):
    taken, build = [], models.build
    monkeypatch.setattr(models, "build", lambda name: taken.append(name) or build(name))
    built.module.cache_clear()
    verifier = verifier_of("model.layer-parameters")
    layers = {name: tuple(weighted_layers.places(name))[:2] for name in known.ASKED[:12]}
    assert len(layers) > built.module.cache_parameters()["maxsize"]
    vs = [verifier.Parameters(name, layers[name][turn]) for turn in (0, 1) for name in layers]
    assert verifier.reference_many(vs) == [verifier.compute(v) for v in vs]
    assert sorted(taken) == sorted(layers)


def test_an_empty_batch_has_no_references():
    assert Parameters().reference_many([]) == []


@pytest.mark.parametrize("name", known.ASKED)
def test_steps_for_other_classes_are_those_that_the_recording_builds(name):
    for classes in (known.usual_classes(name), 3, 30):
        steps = tuple(known.known(name).built_for(classes))
        assert known.steps(name, classes) == steps
        assert known.parameters(name, classes) == totals.parameters(steps)
        shapes = tuple(one.shape for one in evaluate(steps))
        assert known.shapes(name, None, classes) == shapes
    assert sum(known.macs_by_step(name)) == totals.macs(known.steps(name))


@pytest.mark.parametrize(("name", "size"), [("unet", (444, 460)), ("fcn8s", (96, 130))])
def test_shapes_of_any_image_are_those_of_the_arithmetic(name, size):
    steps = known.steps(name)
    assert known.shapes(name, size) == tuple(one.shape for one in evaluate(steps, size))


def test_a_map_that_lends_its_size_is_not_on_the_way():
    steps, crop = known.steps("unet"), inside.modules("unet")["crop1"].last
    lender = steps[crop].sources[1]
    assert steps[lender].module.startswith("upconv1")
    assert lender not in inside.leading_to("unet", crop)
    assert lender in inside.leading_to("unet", crop, sizes=True)
    assert inside.carried(steps[crop]) == (inside.modules("unet")["down1"].last,)
    assert "crop1" not in inside.made_larger("unet")
    assert "up1" in inside.made_larger("unet")


def test_only_many_stages_are_joined_and_their_costs_add_up():
    stages = [Part(f"s{n}", f"s{n}", (8, 4 if n < 3 else 2, 4), n) for n in range(11)]
    assert few(stages[:10]) == stages[:10]
    first, last = few(stages)
    assert (first.name, first.macs) == ("`s0` to `s2`", 3)
    assert (last.name, last.macs) == ("`s3` to `s10`", 52)
    assert stages[0].name == "`s0`"


def test_counts_stand_at_the_right_of_a_table():
    assert table(("part", "MACs"), [("`fc`", "1,000")], counts=1) == (
        "| part | MACs |\n|---|--:|\n| `fc` | 1,000 |"
    )
    assert sides((3, 224, 224)) == "3×224×224"
