"""What all five questions about initialisation draw and say of a layer."""

from random import Random

import pytest

from quizlab import verify
from quizlab_verifiers.initialization.he_normal_std import HeNormalStd
from quizlab_verifiers.initialization.he_uniform_bound import HeUniformBound
from quizlab_verifiers.initialization.torch_default_bound import TorchDefaultBound
from quizlab_verifiers.initialization.xavier_normal_std import XavierNormalStd
from quizlab_verifiers.initialization.xavier_uniform_bound import XavierUniformBound

ALL = pytest.mark.parametrize(
    "verifier",
    [
        XavierUniformBound(),
        XavierNormalStd(),
        HeUniformBound(),
        HeNormalStd(),
        TorchDefaultBound(),
    ],
    ids=lambda one: one.id,
)


@ALL
def test_the_convention_says_what_kernel_0_is(verifier):
    assert "kernel 0 means fully connected" in verifier.convention


@ALL
def test_about_a_fifth_gives_the_fans_and_half_are_convolutions(verifier):
    dice = Random(0)
    drawn = [verify.draw(verifier, dice) for _ in range(500)]
    assert 0.13 < sum(v.inputs == 0 for v in drawn) / len(drawn) < 0.25
    assert 0.35 < sum(v.kernel > 0 for v in drawn) / len(drawn) < 0.6
    assert all(map(verifier.comfortable, drawn))
