"""Every verifier of the pack in turn; those that need a compiler carry a marker."""

from importlib import import_module

import pytest

from quizlab import verify
from quizlab_verifiers import CATALOGUE

NEED_A_COMPILER = {"cpp.shared-ptr-use-count"}


def load(id_: str) -> verify.Verifier:
    module, _, name = CATALOGUE[id_].partition(":")
    return getattr(import_module(module), name)()


@pytest.fixture(params=sorted(CATALOGUE))
def verifier(request: pytest.FixtureRequest) -> verify.Verifier:
    return load(request.param)


@pytest.fixture(
    params=[
        pytest.param(id_, marks=[pytest.mark.compiler] * (id_ in NEED_A_COMPILER))
        for id_ in sorted(CATALOGUE)
    ]
)
def proved_verifier(request: pytest.FixtureRequest) -> verify.Verifier:
    return load(request.param)
