"""``cpp.shared-ptr-use-count``: documented programs, g++, refusals and each misconception."""

from random import Random

import pytest

from quizlab import verify
from quizlab_verifiers.programming.shared_ptr_parameters import NAMES, VERBS
from quizlab_verifiers.programming.shared_ptr_text import program
from quizlab_verifiers.programming.shared_ptr_use_count import SharedPtrUseCount

VERIFIER = SharedPtrUseCount()


def bound(lines: str, **rest: object) -> object:
    """Return parameters from lines such as ``make a; copy b a; {; }``."""
    braces = {"{": "open", "}": "close"}
    said = [braces.get(line.strip(), line.strip()).split() for line in lines.split(";")]
    return verify.bind(VERIFIER, {"operations": said} | rest)


CASES = [
    ("cppreference, use_count: in main", "make a", {}, 1),
    ("cppreference, use_count: in fun()", "make a", {"call": "value"}, 2),
    ("cppreference, weak_ptr::use_count: alive", "make a; watch w a", {"ask": "w"}, 1),
    ("cppreference, weak_ptr::use_count: expired", "make a; watch w a; reset a", {"ask": "w"}, 0),
    ("a copy", "make a; copy b a", {}, 2),
    ("a move leaves the source empty", "make a; move b a", {}, 0),
    ("a move keeps the counter", "make a; copy b a; move c b", {}, 2),
    ("a scope ends", "make a; {; copy b a; copy c a; }", {}, 1),
    ("a reset of another", "make a; copy b a; copy c a; reset b", {}, 2),
    ("by reference", "make a; copy b a", {"call": "reference"}, 2),
    ("by value, of an empty pointer", "make a; reset a", {"call": "value"}, 0),
    ("a locked pointer owns", "make a; watch w a; lock b w", {}, 2),
    ("what expired cannot be locked", "make a; watch w a; reset a; lock b w", {"ask": "b"}, 0),
    ("a reference resets its pointer", "make a; copy b a; alias r a; reset r", {"ask": "b"}, 1),
    ("a reference is not tied anew", "make a; make b; alias r a; assign r b", {"ask": "b"}, 2),
    ("a raw pointer does not count", "make a; raw p a", {}, 1),
    ("a vector holds two", "make a; store v a", {}, 3),
    ("a vector in a scope", "make a; {; store v a; }", {}, 1),
    ("an assignment lets go", "make a; copy b a; make c; assign a c", {"ask": "b"}, 1),
    ("an assignment to itself", "make a; assign a a", {}, 1),
    ("a name may come again", "make a; {; copy b a; }; {; copy b a; move c b; }", {}, 1),
]


@pytest.mark.parametrize(("case", "lines", "rest", "count"), CASES, ids=[one[0] for one in CASES])
def test_documented_programs_print_what_is_documented(case, lines, rest, count):
    assert VERIFIER.compute(bound(lines, **rest)) == count, case


@pytest.mark.compiler
def test_the_compiled_programs_print_the_same():
    counts = VERIFIER.reference_many([bound(lines, **rest) for _, lines, rest, _ in CASES])
    assert counts == [count for *_, count in CASES]


def random_program(dice: Random) -> object | None:
    """Return any legal program, also such as nobody would draw; None where it is not legal."""
    lines: list[tuple[str, str, str]] = [("make", "a", "-")]
    params = SharedPtrUseCount.Parameters
    for _ in range(60):
        verb = dice.choice((*VERBS, "open", "close"))
        names = [dice.choice(NAMES), dice.choice(NAMES)]
        if verb in {"open", "close"}:
            names = ["-", "-"]
        elif verb in {"make", "reset"}:
            names[1] = "-"
        grown = (*lines, (verb, *names))
        clash = VERIFIER.where(params(grown)) or ""
        if len(grown) <= 14 and "line" not in clash:
            lines = list(grown)
    depth = sum({"open": 1, "close": -1}.get(verb, 0) for verb, *_ in lines)
    lines += [("close", "-", "-")] * depth
    v = params(tuple(lines), dice.choice("abcw"), dice.choice(("direct", "value", "reference")))
    return v if len(lines) <= 16 and VERIFIER.where(v) is None else None


@pytest.mark.compiler
def test_the_compiler_agrees_on_any_legal_program():
    dice = Random(17)
    vs = [v for _ in range(240) if (v := random_program(dice)) is not None]
    assert len(vs) > 50
    assert {verb for v in vs for verb, *_ in v.operations} == {*VERBS, "open", "close"}
    assert [VERIFIER.compute(v) for v in vs] == VERIFIER.reference_many(vs)


@pytest.mark.parametrize(
    ("raw", "code", "words"),
    [
        ({}, "missing", "operations"),
        ({"operations": []}, "range", "1 to 16"),
        ({"operations": [["make", "a"]] * 17}, "range", "1 to 16"),
        ({"operations": [["new", "a"]]}, "type", "verb"),
        ({"operations": [["make"]]}, "where", "make needs the name of a variable"),
        ({"operations": [["make", "a"], ["copy", "b", "c"]]}, "where", "c is no shared_ptr here"),
        ({"operations": [["make", "a"], ["copy", "b"]]}, "where", "needs a variable on the right"),
        ({"operations": [["make", "a"], ["make", "a"]]}, "where", "line 2 .* already taken"),
        ({"operations": [["make", "a", "b"]]}, "where", "make has no variable on the right"),
        ({"operations": [["make", "a"], ["lock", "b", "a"]]}, "where", "a is no weak_ptr here"),
        ({"operations": [["make", "a"], ["raw", "p", "a"], ["reset", "p"]]}, "where", "take a"),
        ({"operations": [["make", "a"], ["close"]]}, "where", "there is no open scope"),
        ({"operations": [["make", "a"], ["open"]]}, "where", "do not close it"),
        ({"operations": [["make", "a"], ["open", "a"]]}, "where", "a brace has no variables"),
        ({"operations": [["make", "b"]]}, "where", "ask a is no shared_ptr or weak_ptr at the end"),
        (
            {"operations": [["make", "a"], ["watch", "w", "a"]], "ask": "w", "call": "value"},
            "where",
            "take call direct",
        ),
        ({"operations": [["make", "a"]], "ask": "k"}, "type", "ask"),
        ({"operations": [["make", float("nan")]]}, "type", "name"),
        ({"operations": [["make", "a"]], "name": "a"}, "unknown-parameter", "name"),
    ],
    ids=str,
)
def test_what_cannot_be_is_refused_by_name(raw, code, words):
    with pytest.raises(verify.Fault, match=words) as caught:
        verify.bind(VERIFIER, raw)
    assert caught.value.code == code


def test_a_pointer_of_an_inner_scope_is_gone_behind_it():
    with pytest.raises(verify.Fault, match=r"line 5 .* b is no shared_ptr here; take a"):
        bound("make a; {; copy b a; }; copy c b")


def test_operations_are_read_from_text_and_from_objects():
    text = verify.bind(VERIFIER, {"operations": "[[make,a],[copy,b,a]]"})
    objects = verify.bind(
        VERIFIER,
        {
            "operations": [
                {"verb": "make", "name": "a"},
                {"verb": "copy", "name": "b", "other": "a"},
            ]
        },
    )
    assert text == objects == bound("make a; copy b a")


@pytest.mark.parametrize(
    ("misconception", "lines", "rest", "wrong"),
    [
        ("move-copies", "make a; copy b a; move c b", {}, 3),
        ("moved-from-keeps", "make a; copy b a; move c a", {}, 2),
        ("weak-owns", "make a; watch w a", {}, 2),
        ("weak-owns", "make a; watch w a; reset a", {"ask": "w"}, 1),
        ("scope-keeps", "make a; {; copy b a; copy c a; }", {}, 3),
        ("reference-owns", "make a; alias r a", {}, 2),
        ("raw-owns", "make a; raw p a", {}, 2),
        ("reset-empties-all", "make a; copy b a; copy c a; reset b", {}, 0),
        ("reset-not-counted", "make a; copy b a; copy c a; reset b", {}, 3),
        ("assignment-keeps-old", "make a; copy b a; make c; assign a c", {"ask": "b"}, 2),
        ("lock-watches", "make a; watch w a; lock b w", {}, 1),
        ("vector-once", "make a; store v a", {}, 2),
        ("value-shares", "make a; copy b a", {"call": "value"}, 2),
        ("reference-parameter-owns", "make a; copy b a", {"call": "reference"}, 3),
    ],
    ids=str,
)
def test_a_misconception_gives_the_number_that_people_really_type(
    misconception, lines, rest, wrong
):
    v = bound(lines, **rest)
    assert verify.misconception_answers(VERIFIER, v)[misconception] == {"use-count": wrong}
    assert misconception in verify.told_apart(VERIFIER, v)


@pytest.mark.parametrize(
    ("lines", "rest", "absent"),
    [
        ("make a; copy b a", {}, {"move-copies", "weak-owns", "value-shares"}),
        # The pointer that was moved from has got an object since, or was reset.
        ("make a; move b a; assign a b", {}, {"moved-from-keeps"}),
        ("make a; move b a; reset a", {}, {"moved-from-keeps"}),
        ("make a; {; alias r a; }", {}, {"reference-owns"}),
        ("make a; {; watch w a; }", {}, {"weak-owns"}),
    ],
    ids=str,
)
def test_mistakes_that_cannot_show_are_not_claimed(lines, rest, absent):
    found = verify.misconception_answers(VERIFIER, bound(lines, **rest))
    assert not absent & set(found)


def test_the_program_is_shown_with_its_scopes_and_its_function():
    shown = program(bound("make a; {; copy b a; }", call="reference"))
    assert "long owners(const std::shared_ptr<int>& p) {" in shown
    assert "\n    {\n        auto b = a;\n    }\n    std::cout << owners(a)" in shown
    assert "owners" not in program(bound("make a"))


def test_every_drawn_program_is_short_and_narrow():
    for variant in verify.draw_distinct(VERIFIER, 5, 200):
        lines = program(variant.params).split("\n")
        assert len(lines) <= 24
        assert max(map(len, lines)) <= 70


@pytest.mark.parametrize(
    ("lines", "rest", "words"),
    [
        ("make a; copy b a; reset b", {}, "`b.reset();` → counter 1 (a)"),
        ("make a; reset a", {}, "counter 0 (destroyed)"),
        ("make a; make b; assign a b", {}, "object 1: 0 (destroyed); object 2: 2 (a, b)"),
        ("make a; store v a", {}, "counter 3 (a, v[0], v[1])"),
        ("make a; move b a", {}, "`a` is empty at the end"),
        ("make a", {"call": "value"}, "$1 + 1 = 2$"),
        ("make a", {"call": "reference"}, "nothing is copied and the counter stays"),
        ("make a; watch w a", {"ask": "w"}, "A weak_ptr shows the counter"),
    ],
    ids=str,
)
def test_the_worked_steps_say_who_owns(lines, rest, words):
    assert words in "\n".join(VERIFIER.explain(bound(lines, **rest)))
