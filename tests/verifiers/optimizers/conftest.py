"""What is tested of every optimiser alike; each test says only with which parameters."""

import pytest

from quizlab import verify
from quizlab.sessions.computed import graded


@pytest.fixture(scope="session")
def hold_up():
    """A function that looks at parameters from all sides: both roads, mistakes, own earlier parts."""

    def look(verifier, v):
        verify.check(verifier, v)
        proof = verify.prove(verifier, v)
        assert proof.agrees, proof.message
        for wrong in verify.misconception_answers(verifier, v).values():
            for part, value in wrong.items():
                assert not verifier.part(part).answer.fault_of(value)
        values = verify.answers(verifier, v)
        for part in verifier.parts:
            if part.builds_on:
                again = verify.followed(verifier, v, part, values)
                assert verifier.agreement.agrees(values[part.name], again)

    return look


@pytest.fixture(scope="session")
def told():
    """A function that returns what is told to whoever makes one mistake and no other."""

    def answer(verifier, raw, made):
        v = verify.bind(verifier, raw)
        typed = {**verify.answers(verifier, v), **verify.misconception_answers(verifier, v)[made]}
        return graded(verifier, raw, typed)["misconception"]

    return answer
