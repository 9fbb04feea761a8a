"""What every verifier of the pack promises: two roads, rates, variety, equal answers for ever."""

import json
from collections import Counter, defaultdict
from importlib import import_module
from pathlib import Path
from random import Random

import pytest

from quizlab import verify
from quizlab_verifiers import CATALOGUE

GOLDEN = json.loads(Path(__file__).with_name("golden.json").read_text(encoding="utf-8"))


@pytest.fixture(params=sorted(CATALOGUE))
def verifier(request: pytest.FixtureRequest) -> verify.Verifier:
    module, _, name = CATALOGUE[request.param].partition(":")
    return getattr(import_module(module), name)()


def test_two_hundred_variants_are_proved_and_nothing_is_found(verifier):
    report = verify.audit(verifier, 200, seed=3)
    assert report.problems == ()
    assert report.variants == report.proved == 200
    assert min(report.rates.values()) >= 0.5


def test_every_misconception_is_met_by_learners(verifier):
    dice = Random(4)
    met = Counter()
    for _ in range(1000):
        met.update(verify.told_apart(verifier, verify.draw(verifier, dice)))
    assert min(met[one.id] for one in verifier.misconceptions) >= 5, met


def test_each_level_of_difficulty_has_five_hundred_variants(verifier):
    dice = Random(8)
    levels = defaultdict(set)
    for _ in range(40_000):
        v = verify.sample(verifier, dice)
        levels[verifier.difficulty(v)].add(v)
        if len(levels) == 3 and min(map(len, levels.values())) >= 500:
            break
    assert set(levels) == {1, 2, 3}
    assert min(map(len, levels.values())) >= 500


def test_learners_meet_every_level_of_difficulty(verifier):
    dice = Random(9)
    met = [verifier.difficulty(verify.draw(verifier, dice)) for _ in range(400)]
    assert min(met.count(level) for level in (1, 2, 3)) >= 12


def test_equal_parameters_give_equal_answers_until_the_version_is_bumped(verifier):
    key = f"{verifier.id} {verifier.version}"
    assert GOLDEN.get(key) == verify.golden_hash(verifier), (
        f"the answers of {verifier.id} changed: bump its version, then note the new hash"
    )
