"""Parts that build on earlier ones: declared, followed, audited."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Annotated

import pytest

from quizlab.verify import (
    AnswerPart,
    Count,
    Misconception,
    Real,
    Typed,
    Vector,
    Verifier,
    Whole,
    audit,
    followed,
)


@dataclass(frozen=True, slots=True)
class Pair:
    first: Annotated[int, Whole(1, 999, draws=range(2, 99))]
    second: Annotated[int, Whole(1, 999, draws=range(2, 99))]


class Mean(Verifier[Pair]):
    """The sum of two numbers, and the reciprocal of it."""

    id = "example.reciprocal"
    version = 1
    title = "Reciprocal of a sum"
    Parameters = Pair
    parts = (AnswerPart("sum", Count()), AnswerPart("reciprocal", Real(), builds_on=("sum",)))
    convention = "None."
    citation = "None."
    misconceptions = (
        Misconception("product", "Add them.", lambda v: {"sum": v.first * v.second}),
        Misconception("no-reciprocal", "Invert it.", lambda v: {"reciprocal": v.first + v.second}),
    )

    def compute(self, v):
        return {"sum": v.first + v.second, "reciprocal": 1 / (v.first + v.second)}

    def reference(self, v):
        total = len("x" * v.first + "x" * v.second)
        return {"sum": total, "reciprocal": float(Fraction(1, total))}

    def follow(self, v, part, earlier):
        del v
        assert part == "reciprocal"
        return 1 / earlier["sum"]

    def prompt(self, v, language="en"):
        del language
        return f"What are the sum of {v.first} and {v.second} and its reciprocal?"

    def explain(self, v, language="en"):
        del language
        return ("Add, then invert.", f"{self.compute(v)}")


class Slipped(Mean):
    """One whose `follow` does not do what `compute` does."""

    id = "example.slipped"

    def follow(self, v, part, earlier):
        del v, part
        return 1 / (earlier["sum"] + 1)


def test_what_follows_is_computed_from_what_was_typed():
    verifier = Mean()
    part = verifier.part("reciprocal")
    assert followed(verifier, Pair(1, 3), part, {"sum": Typed(5)}) == 0.2
    assert followed(verifier, Pair(1, 3), part, {"sum": Typed("2.5"), "other": 1}) == 0.4


def test_nothing_follows_from_a_division_by_zero():
    verifier = Mean()
    assert followed(verifier, Pair(1, 3), verifier.part("reciprocal"), {"sum": Typed(0)}) is None


def seen_by_follow(typed, truth=((3, 0.5), (2.5, 1)), raises=None):
    """Return what `follow` is given for a typed first part, and what comes of it."""
    seen = []

    class Watching(Mean):
        id = "example.watching"
        parts = (
            AnswerPart("sum", Vector()),
            AnswerPart("reciprocal", Real(), builds_on=("sum",)),
        )

        def compute(self, v):
            del v
            return {"sum": truth, "reciprocal": 1.0}

        def follow(self, v, part, earlier):
            del v, part
            seen.append(earlier["sum"])
            if raises:
                raise raises
            return 2.0

    verifier = Watching()
    part = verifier.part("reciprocal")
    return seen, followed(verifier, Pair(1, 3), part, {"sum": typed})


@pytest.mark.parametrize(
    "typed",
    [
        ((Typed(3), Typed("0.5")), (Typed("2.5"), Typed(1))),
        (Typed(3), Typed("0.5"), Typed("2.5"), Typed(1)),
    ],
    ids=["nested", "row by row"],
)
def test_typed_numbers_arrive_as_a_program_has_them(typed):
    seen, value = seen_by_follow(typed)
    assert (seen, value) == ([((3, 0.5), (2.5, 1))], 2.0)
    assert [type(x) for row in seen[0] for x in row] == [int, float, float, int]


def test_nothing_follows_from_a_list_of_another_length():
    assert seen_by_follow((Typed(3), Typed(1))) == ([], None)


@pytest.mark.parametrize("error", [OverflowError(), ZeroDivisionError(), ValueError("domain")])
def test_nothing_follows_where_arithmetic_fails(error):
    assert seen_by_follow((1, 2, 3, 4), raises=error)[1] is None


def test_another_failure_of_follow_is_not_hidden():
    with pytest.raises(TypeError):
        seen_by_follow((1, 2, 3, 4), raises=TypeError())


def test_the_audit_follows_the_right_parts_to_the_right_answer():
    assert audit(Mean(), 100).problems == ()
    report = audit(Slipped(), 100)
    assert report.count["follow"] == 100
    assert "from the right earlier parts follows" in report.problems[0].message


@pytest.mark.parametrize(
    ("parts", "words"),
    [
        (
            (AnswerPart("a", Count(), builds_on=("b",)), AnswerPart("b", Count())),
            "part a builds on 'b', which is no earlier part",
        ),
        ((AnswerPart("a", Count(), builds_on=("a",)),), "no earlier part"),
        (
            (AnswerPart("a", Count()), AnswerPart("b", Count(), builds_on=("a",))),
            "`follow` is needed",
        ),
    ],
)
def test_a_class_that_could_not_follow_is_refused(parts, words):
    body = {name: getattr(Mean, name) for name in ("id", "version", "title", "convention")}
    body |= {"citation": "None.", "Parameters": Pair, "parts": parts}
    with pytest.raises(TypeError, match=words):
        type("Broken", (Verifier,), body)


class Brittle(Mean):
    """One whose `follow` fails on what a wrong formula leads to."""

    id = "example.brittle"

    def follow(self, v, part, earlier):
        if earlier["sum"] != v.first + v.second:
            raise KeyError(part)
        return 1 / earlier["sum"]


def test_the_audit_follows_wrong_parts_too_since_a_session_would_pass_a_failure_over():
    report = audit(Brittle(), 20)
    assert report.count["follow"] >= 20
    assert "follow failed: KeyError" in report.problems[0].message
