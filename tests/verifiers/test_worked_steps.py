"""Questions and worked steps: typeset in 80 columns, and hints that do not give the answer away."""

import re
from random import Random

from quizlab import typeset, verify

SEEDS = range(40)


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


def stated(text: str) -> list[str]:
    """Return the numbers of a text as they would be typed: ``1.2 \\cdot 10^{-5}`` is 1.2e-5."""
    text = re.sub(r" ?\\cdot 10\^\{?(-?\d+)\}?", r"e\1", text.replace("−", "-"))
    text = re.sub(r"(?<![\d.])10\^\{(-?\d+)\}", r"1e\1", text)
    return re.findall(r"-?\d+(?:\.\d+)?(?:e-?\d+)?", text.replace("{,}", "").replace("\\ ", " "))


def flat(value: verify.Value) -> list[verify.Value]:
    return [n for item in value for n in flat(item)] if isinstance(value, tuple) else [value]


def test_the_last_step_states_every_answer(verifier):
    for seed in SEEDS:
        v = verify.draw(verifier, seed)
        values = verify.answers(verifier, v)
        *hints, last = verifier.explain(v)
        assert hints
        shown = stated(last)
        for part in verifier.parts:
            near = verify.Real(
                getattr(part.answer, "relative", 0), getattr(part.answer, "floor", 0)
            )
            for item in flat(values[part.name]):
                if isinstance(item, str):
                    assert item in last
                else:
                    assert any(near.accepts(item, near.parse(n)) for n in shown), (item, last)
