"""Own fuzz: within its bounds, seeded, the same everywhere."""

from __future__ import annotations

import hashlib
import os
import random
import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizlab.scheduling.fuzz import fuzz_bounds, fuzz_key, fuzzed

KEYS = st.builds(
    fuzz_key, st.text(max_size=5), st.text(max_size=5), st.integers(1, 2), st.integers(0, 2**42)
)


@pytest.mark.parametrize(
    ("interval", "bounds"),
    [
        (1, (1, 1)),
        (2, (2, 2)),
        (3, (2, 4)),  # 3 ± 1.075
        (7, (5, 9)),  # 7 ± 1.675
        (20, (17, 23)),  # 20 ± 2.975
        (100, (93, 107)),  # 100 ± 6.975
    ],
)
def test_bounds_widen_with_the_interval(interval: int, bounds: tuple[int, int]) -> None:
    assert fuzz_bounds(interval, 36_500) == bounds


@settings(max_examples=100)
@given(interval=st.integers(1, 36_500), maximum=st.integers(1, 36_500), key=KEYS)
def test_a_fuzzed_interval_stays_within_its_bounds_and_the_maximum(
    interval: int, maximum: int, key: str
) -> None:
    interval = min(interval, maximum)
    shortest, longest = fuzz_bounds(interval, maximum)
    assert 1 <= shortest <= interval <= longest <= maximum
    assert shortest <= fuzzed(interval, maximum, key) <= longest


@settings(max_examples=50)
@given(interval=st.integers(3, 5000), key=KEYS)
def test_longer_intervals_are_never_fuzzed_below_shorter_ones_of_the_same_review(
    interval: int, key: str
) -> None:
    assert fuzzed(interval, 36_500, key) <= fuzzed(interval + 1, 36_500, key)


@settings(max_examples=50)
@given(interval=st.integers(3, 5000), key=KEYS)
def test_the_dice_are_those_of_the_keys_digest(interval: int, key: str) -> None:
    raw = key.encode()
    seed = int.from_bytes(raw + hashlib.sha512(raw).digest(), "big")
    share = random.Random(seed).random()
    shortest, longest = fuzz_bounds(interval, 36_500)
    expected = [*range(shortest, longest + 1)][int(share * (longest - shortest + 1))]
    assert fuzzed(interval, 36_500, key) == expected


def test_every_day_within_the_bounds_comes_up_about_equally_often() -> None:
    days = [fuzzed(10, 36_500, fuzz_key("ada", "core/x", 1, at)) for at in range(5000)]
    shortest, longest = fuzz_bounds(10, 36_500)
    share = 5000 / (longest - shortest + 1)
    for day in range(shortest, longest + 1):
        # Five standard deviations of a binomial count with about 714 expected.
        assert abs(days.count(day) - share) < 5 * share**0.5


def test_another_process_with_another_hash_seed_fuzzes_alike() -> None:
    program = (
        "from quizlab.scheduling.fuzz import fuzz_key, fuzzed;"
        "print([fuzzed(50, 36500, fuzz_key('ada', 'core/x', 1, at)) for at in range(20)])"
    )
    here = [fuzzed(50, 36_500, fuzz_key("ada", "core/x", 1, at)) for at in range(20)]
    for seed in ("1", "2"):
        done = subprocess.run(
            [sys.executable, "-c", program],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        )
        assert done.stdout.strip() == str(here)


def test_the_global_dice_are_left_alone() -> None:
    state = random.getstate()
    fuzzed(50, 36_500, "any")
    assert random.getstate() == state
