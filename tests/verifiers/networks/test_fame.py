"""Which networks questions are about: famous ones more often, every one sometimes."""

from collections import Counter
from random import Random

from quizlab_verifiers.networks import fame, known


def test_famous_networks_are_drawn_three_times_as_often_and_all_are_met():
    dice = Random(5)
    met = Counter(fame.one_of(dice, known.ASKED) for _ in range(10_000))
    assert set(met) == set(known.ASKED)
    famous = sum(met[name] for name in fame.FAMOUS) / len(fame.FAMOUS)
    others = [name for name in known.ASKED if name not in fame.FAMOUS]
    assert 2.5 < famous / (sum(met[name] for name in others) / len(others)) < 3.5


def test_every_famous_name_is_a_network():
    assert set(known.ASKED) >= fame.FAMOUS
