"""The catalogue names verifiers without importing them, and none of them drags torch in."""

import subprocess
import sys
from importlib import import_module

from quizlab_verifiers import CATALOGUE


def run(program: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_every_id_leads_to_the_class_that_bears_it():
    for id_, place in CATALOGUE.items():
        module, _, name = place.partition(":")
        assert getattr(import_module(module), name).id == id_


def test_asking_for_names_imports_no_verifier():
    program = (
        "import sys, quizlab_verifiers as pack; list(pack.CATALOGUE); "
        "print([name for name in sys.modules if name.startswith('quizlab_verifiers.')])"
    )
    assert run(program) == "[]"


def test_a_question_costs_neither_torch_nor_numpy():
    program = """
import sys
from importlib import import_module
from quizlab import verify
from quizlab_verifiers import CATALOGUE
for place in CATALOGUE.values():
    module, _, name = place.partition(":")
    verifier = getattr(import_module(module), name)()
    v = verify.draw(verifier, 1)
    verify.answers(verifier, v), verifier.prompt(v), verifier.explain(v)
print([name for name in ("torch", "numpy") if name in sys.modules])
"""
    assert run(program) == "[]"


def test_the_maths_can_be_read_by_a_learner():
    for place in CATALOGUE.values():
        module, _, name = place.partition(":")
        source = getattr(import_module(module), name)().source()
        for section in ("Formula:", "Args:", "Returns:", "Raises:", "Source:", "https://"):
            assert section in source
        assert max(map(len, source.splitlines())) <= 100
