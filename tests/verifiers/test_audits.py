"""What every verifier of the pack promises: two roads, rates, variety, equal answers for ever."""

import json
from collections import Counter, defaultdict
from pathlib import Path
from random import Random

from quizlab import verify

GOLDEN = json.loads(Path(__file__).with_name("golden.json").read_text(encoding="utf-8"))


def test_a_hundred_variants_are_proved_and_nothing_is_found(proved_verifier):
    report = verify.audit(proved_verifier, 100, seed=3)
    assert report.problems == ()
    assert report.unproved == ""
    assert report.variants == report.proved == 100
    assert min(report.rates.values()) >= 0.5


def test_there_are_at_least_two_misconceptions(verifier):
    assert len(verifier.misconceptions) >= 2


def test_every_misconception_is_met_by_learners(verifier):
    dice = Random(4)
    met = Counter()
    for _ in range(400):
        met.update(verify.told_apart(verifier, verify.draw(verifier, dice)))
    assert min(met[one.id] for one in verifier.misconceptions) >= 3, met


def test_each_level_of_difficulty_has_two_hundred_variants(verifier):
    dice = Random(8)
    levels = defaultdict(set)
    for _ in range(20_000):
        v = verify.sample(verifier, dice)
        levels[verifier.difficulty(v)].add(v)
        if len(levels) == 3 and min(map(len, levels.values())) >= 200:
            break
    assert set(levels) == {1, 2, 3}
    assert min(map(len, levels.values())) >= 200


def test_learners_meet_every_level_of_difficulty(verifier):
    dice = Random(9)
    met = [verifier.difficulty(verify.draw(verifier, dice)) for _ in range(200)]
    assert min(met.count(level) for level in (1, 2, 3)) >= 6


def test_equal_parameters_give_equal_answers_until_the_version_is_bumped(verifier):
    key = f"{verifier.id} {verifier.version}"
    assert GOLDEN.get(key) == verify.golden_hash(verifier), (
        f"the answers of {verifier.id} changed: bump its version, then note the new hash"
    )
