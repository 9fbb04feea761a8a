"""Owners of a shared object: the counter against the list of all that hold it."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizlab_verifiers.maths.ownership import Owners
from quizlab_verifiers.programming.shared_ptr_draws import operations


def holders(owners: Owners, number: int) -> int:
    """Count by hand who holds an object."""
    held = [*owners.shared.values(), *(item for v in owners.vectors.values() for item in v)]
    return held.count(number)


@given(seed=st.integers(0, 100_000))
def test_after_every_line_the_counter_is_the_number_of_holders(seed):
    owners = Owners()
    for operation in operations(Random(seed)):
        owners.follow([operation])
        for number, counter in enumerate(owners.counters):
            assert counter == holders(owners, number)


def test_a_weak_pointer_does_not_keep_its_object():
    owners = Owners()
    owners.follow([("make", "a", "-"), ("watch", "w", "a"), ("reset", "a", "-")])
    assert owners.use_count("w") == 0
    owners.lock("b", "w")
    assert owners.owned("b") is None


def test_assigning_a_pointer_to_itself_changes_nothing():
    owners = Owners()
    owners.follow([("make", "a", "-"), ("copy", "b", "a"), ("assign", "a", "a")])
    assert owners.use_count("a") == 2


def test_a_reference_is_another_word_for_the_pointer():
    owners = Owners()
    owners.follow([("make", "a", "-"), ("alias", "r", "a"), ("make", "b", "-")])
    owners.assign("r", "b")
    assert owners.owned("a") == owners.owned("b") == 1
    assert owners.counters == [0, 2]
    owners.reset("r")
    assert owners.owned("a") is None


def test_a_parameter_by_value_is_an_owner_only_inside():
    owners = Owners()
    owners.make("a")
    assert owners.passed("a", by_value=True) == 2
    assert owners.passed("a", by_value=False) == 1
    assert owners.use_count("a") == 1


def test_an_unknown_variable_is_refused():
    with pytest.raises(KeyError):
        Owners().use_count("a")
