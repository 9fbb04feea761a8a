"""Questions and worked steps: typeset in 80 columns, and hints that do not give the answer away."""

import re
from importlib import import_module
from random import Random

import pytest

from quizlab import typeset, verify
from quizlab_verifiers import CATALOGUE

SEEDS = range(40)


@pytest.fixture(params=sorted(CATALOGUE))
def verifier(request: pytest.FixtureRequest) -> verify.Verifier:
    module, _, name = CATALOGUE[request.param].partition(":")
    return getattr(import_module(module), name)()


def texts(verifier: verify.Verifier) -> list[str]:
    dice = Random(21)
    drawn = [verify.draw(verifier, seed) for seed in SEEDS]
    drawn += [verify.sample(verifier, dice) for _ in SEEDS]
    return [text for v in drawn for text in (verifier.prompt(v), *verifier.explain(v))]


def test_every_formula_can_be_typeset_and_fits_into_80_columns(verifier):
    for text in texts(verifier):
        blocks = re.findall(r"\$\$(.+?)\$\$", text, re.DOTALL)
        for source in blocks:
            typeset.parse(source)
            assert max(typeset.cell_width(line) for line in typeset.block(source)) <= 76, source
        for source in re.findall(r"\$(.+?)\$", re.sub(r"\$\$.+?\$\$", "", text, flags=re.DOTALL)):
            typeset.parse(source)


def test_dollars_come_in_pairs_without_spaces_inside(verifier):
    for text in texts(verifier):
        bare = re.sub(r"\$\$\S(?:.*\S)?\$\$", "", text)
        bare = re.sub(r"\$[^\s$](?:[^$\n]*[^\s$])?\$", "", bare)
        assert "$" not in bare, text


def test_display_formulas_stand_alone_on_their_line(verifier):
    for text in texts(verifier):
        for line in text.split("\n"):
            if "$$" in line:
                assert line.startswith("$$")
                assert line.endswith("$$")
                assert line.count("$$") == 2


def test_the_first_hint_is_a_method_without_numbers_of_this_variant(verifier):
    first = {verifier.explain(verify.draw(verifier, seed))[0] for seed in SEEDS}
    # A handful of wordings for all variants: nothing in it depends on the numbers.
    assert len(first) <= 6


def test_only_the_last_step_states_every_answer(verifier):
    for seed in SEEDS:
        v = verify.draw(verifier, seed)
        values = verify.answers(verifier, v)
        *hints, last = verifier.explain(v)
        assert len(hints) >= 2
        for part in verifier.parts:
            shown = re.findall(r"-?\d+(?:\.\d+)?", last)
            assert any(part.answer.accepts(values[part.name], part.answer.parse(n)) for n in shown)
