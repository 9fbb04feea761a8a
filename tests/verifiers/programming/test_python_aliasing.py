"""``python.aliasing``: all patterns run for real, refusals and each misconception."""

import subprocess
import sys
from itertools import product

import pytest

from quizlab import verify
from quizlab_verifiers.programming.python_aliasing import PythonAliasing
from quizlab_verifiers.programming.python_programs import PATTERNS, program

VERIFIER = PythonAliasing()


def bound(**raw: object) -> object:
    return verify.bind(VERIFIER, raw)


def every_program() -> list[object]:
    """Return each pattern with each way, length and index, and the outermost numbers."""
    ways = product(PATTERNS, ("append", "augment", "item"), range(2, 5), range(4))
    ends = ((0, 0), (1, 1), (900, 999))
    made = [VERIFIER.Parameters(*way, *numbers) for way in ways for numbers in ends]
    return [v for v in made if VERIFIER.where(v) is None]


def test_python_itself_prints_what_the_arrows_lead_to_for_every_pattern():
    vs = every_program()
    assert len(vs) > 1000
    printed = VERIFIER.reference_many(vs)
    assert [VERIFIER.compute(v) for v in vs] == printed


def test_every_program_is_short_and_narrow():
    for v in every_program():
        lines = program(v).split("\n")
        assert len(lines) <= 12
        assert max(map(len, lines)) <= 70


@pytest.mark.parametrize(
    ("case", "raw", "printed"),
    [
        # Shapes of the FAQ's and the copy module's examples.
        ("FAQ: two names, one list", {"pattern": "name"}, "[1, 2, 3, 99] [1, 2, 3, 99]"),
        ("a slice is a copy", {"pattern": "slice"}, "[1, 2, 3] [1, 2, 3, 99]"),
        (
            "tutorial: defaults accumulate",
            {"pattern": "default", "length": "2"},
            "[1, 99] [1, 99]",
        ),
        (
            "FAQ: rows are one list",
            {"pattern": "repeat", "change": "item", "start": 0, "value": 5},
            "[[5, 1], [5, 1], [5, 1]]",
        ),
        (
            "copy module: deepcopy keeps a memo",
            {"pattern": "deepcopy-shared", "length": 2},
            "[[1, 2], [1, 2]] [[1, 2, 99], [1, 2, 99]]",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_documented_cases_print_what_is_documented_on_both_roads(case, raw, printed):
    v = bound(**raw)
    assert VERIFIER.compute(v) == printed, case
    assert VERIFIER.reference(v) == printed, case


def test_programs_of_a_batch_share_no_names():
    first, second = bound(pattern="nested-copy"), bound(pattern="deepcopy", index=1)
    together = VERIFIER.reference_many([first, second, first])
    assert together == [VERIFIER.reference(v) for v in (first, second, first)]


def test_a_question_starts_no_other_program():
    script = (
        "import subprocess, sys\n"
        "def refuse(*a, **k): raise AssertionError('started')\n"
        "subprocess.run = subprocess.Popen = refuse\n"
        "from quizlab import verify\n"
        "from quizlab_verifiers.programming.python_aliasing import PythonAliasing\n"
        "it = PythonAliasing(); v = verify.draw(it, 1)\n"
        "verify.answers(it, v), it.prompt(v), it.explain(v)\n"
    )
    subprocess.run([sys.executable, "-c", script], check=True)


@pytest.mark.parametrize(
    ("raw", "code", "words"),
    [
        ({}, "missing", "pattern"),
        ({"pattern": "alias"}, "type", "pattern"),
        ({"pattern": "name", "length": 3, "index": 3}, "where", "index 3 is out of reach"),
        ({"pattern": "tuple", "change": "append"}, "where", "a tuple has no append"),
        ({"pattern": "default", "change": "item"}, "where", "empty and has no item"),
        ({"pattern": "name", "length": 5}, "range", "2 to 4"),
        ({"pattern": "name", "value": -1}, "range", "value"),
        ({"pattern": "name", "value": "nan"}, "type", "value"),
        ({"pattern": "name", "start": 10**40}, "range", "start"),
        ({"pattern": "name", "rows": 2}, "unknown-parameter", "rows"),
    ],
    ids=str,
)
def test_what_cannot_be_is_refused_by_name(raw, code, words):
    with pytest.raises(verify.Fault, match=words) as caught:
        bound(**raw)
    assert caught.value.code == code


TWO = {"length": 2, "value": 9}


@pytest.mark.parametrize(
    ("misconception", "raw", "wrong"),
    [
        ("assignment-copies", {"pattern": "name"}, "[1, 2] [1, 2, 9]"),
        ("assignment-copies", {"pattern": "element"}, "[[1, 2], [3, 4]] [1, 2, 9]"),
        ("copy-is-view", {"pattern": "slice"}, "[1, 2, 9] [1, 2, 9]"),
        ("copy-is-view", {"pattern": "nested-list"}, "[[1, 2, 9], [10]] [[1, 2, 9], [10]]"),
        ("copy-is-deep", {"pattern": "nested-slice"}, "[[1, 2], [3, 4]] [[1, 2, 9], [10]]"),
        ("deepcopy-shares", {"pattern": "deepcopy"}, "[[1, 2, 9], [3, 4]] [[1, 2, 9], [10]]"),
        (
            "deepcopy-unshares",
            {"pattern": "deepcopy-shared"},
            "[[1, 2], [1, 2]] [[1, 2, 9], [1, 2]]",
        ),
        ("repeat-copies", {"pattern": "repeat"}, "[[1, 2, 9], [1, 2]]"),
        (
            "repeat-copies",
            {"pattern": "repeat-replaced", "length": 3},
            "[[1, 2, 9], [10], [1, 2]]",
        ),
        ("comprehension-shares", {"pattern": "comprehension"}, "[[1, 2, 9], [1, 2, 9]]"),
        ("default-at-call", {"pattern": "default"}, "[1] [9]"),
        ("default-at-call", {"pattern": "default-mixed", "length": 3}, "[1] [2] [9]"),
        ("augmented-makes-new", {"pattern": "name", "change": "augment"}, "[1, 2] [1, 2, 9]"),
        ("plus-in-place", {"pattern": "plus"}, "[1, 2, 10, 9] [1, 2, 10, 9]"),
        ("tuple-in-place", {"pattern": "tuple", "change": "augment"}, "(1, 2, 9) (1, 2, 9)"),
        ("arguments-copied", {"pattern": "argument"}, "[1, 2]"),
        ("rebinding-reaches-caller", {"pattern": "argument"}, "[10]"),
        ("rebinding-reaches-caller", {"pattern": "argument-rebound"}, "[10, 9]"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_misconception_prints_what_people_really_type(misconception, raw, wrong):
    v = bound(**TWO | raw)
    assert verify.misconception_answers(VERIFIER, v)[misconception] == {"printed": wrong}
    assert misconception in verify.told_apart(VERIFIER, v)


@pytest.mark.parametrize(
    ("raw", "absent"),
    [
        ({"pattern": "slice"}, {"copy-is-deep", "assignment-copies"}),
        ({"pattern": "name", "change": "augment"}, {"assignment-copies"}),
        # The item that comes in is the one that is there.
        ({"pattern": "name", "change": "item", "start": 9}, {"assignment-copies"}),
        ({"pattern": "default-mixed"}, {"default-at-call"}),
    ],
    ids=str,
)
def test_mistakes_that_cannot_show_are_not_claimed(raw, absent):
    found = verify.misconception_answers(VERIFIER, bound(**TWO | raw))
    assert not absent & set(found)


def test_spaces_do_not_matter_but_brackets_do():
    part, truth = VERIFIER.part(), VERIFIER.compute(bound(pattern="slice", **TWO))
    assert part.answer.accepts(truth, part.answer.parse("[1,2][1,2,9]"))
    assert not part.answer.accepts(truth, part.answer.parse("[1, 2, 1, 2, 9]"))


def test_the_worked_steps_follow_the_arrows_line_by_line():
    steps = VERIFIER.explain(bound(pattern="nested-copy", **TWO))
    assert "- `a = [[1, 2], [3, 4]]`: a → L1, L1 = [L2, L3], L2 = [1, 2], L3 = [3, 4]" in steps[2]
    assert "- `b = copy.copy(a)`: b → L4, L4 = [L2, L3]" in steps[2]
    assert "- `b[0].append(9)`: L2 = [1, 2, 9]" in steps[2]
    assert "- `b[1] = [10]`: L4 = [L2, L5], L5 = [10]" in steps[2]
    assert "[[1, 2, 9], [3, 4]] [[1, 2, 9], [10]]" in steps[-1]


def test_the_worked_steps_show_where_a_default_is_kept():
    steps = VERIFIER.explain(bound(pattern="default", **TWO))
    assert "- `def add(x, box=[])`: add.box → L1, L1 = []" in steps[2]
    assert "- `b = add(9)`: b → L1, L1 = [1, 9]" in steps[2]


def test_draws_meet_every_pattern():
    drawn = verify.draw_distinct(VERIFIER, 3, 400)
    assert {variant.params.pattern for variant in drawn} == set(PATTERNS)
