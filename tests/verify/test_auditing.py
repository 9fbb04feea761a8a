"""Auditing: every promise that a verifier breaks is found and said."""

from dataclasses import replace
from itertools import count

import pytest

from quizlab.verify import AnswerPart, Count, Misconception, Proof, Whole, audit, golden_hash, prove


def variant_of(verifier, **changes):
    """Return an instance of a subclass that differs from `verifier`."""
    return type("Changed", (type(verifier),), changes)()


def test_a_good_verifier_passes(side):
    done = []
    report = audit(side, 100, progress=done.append)
    assert report.ok, report.problems
    assert (report.verifier, report.version) == ("example.side", 1)
    assert report.variants == report.proved == 100
    assert not report.exhaustive
    assert report.unproved == ""
    assert set(report.rates) == {"ceil", "no-stride"}
    assert all(rate > 0.7 for rate in report.rates.values())
    assert all(share == 1 for share in report.reach.values())
    assert done[-1] == 100
    assert done == sorted(done)


def test_a_small_space_is_enumerated(side):
    report = audit(side, 1000)
    assert report.exhaustive
    assert report.variants == report.proved == 57 * 3


def test_several_parts_are_audited_and_a_useless_misconception_is_found(stack):
    report = audit(stack, 50)
    assert report.proved == report.variants
    assert {problem.kind for problem in report.problems} == {"rate"}
    assert "never is told apart in 0%" in report.problems[0].message
    assert report.reach["never"] == 0


def test_equal_seeds_audit_equal_variants(side):
    seen = []
    spy = variant_of(side, reference=lambda self, v: seen.append(v) or self.compute(v))
    audit(spy, 20, seed=4)
    first, seen[:] = list(seen), []
    audit(spy, 20, seed=4)
    assert seen == first
    assert len(set(first)) == 20


def test_a_disagreement_is_found_with_its_parameters(side):
    wrong = variant_of(side, reference=lambda self, v: self.compute(v) + (v.size == 10))
    report = audit(wrong, 1000)
    assert not report.ok
    assert report.proved == 57 * 3 - 3
    assert report.count == {"disagreement": 3}
    problem = report.problems[0]
    assert problem.message == "side: compute 10, reference 11"
    assert problem.params == {"size": 10, "stride": 1}
    assert str(problem) == "disagreement: side: compute 10, reference 11 (size=10 stride=1)"


def failing(*_):
    raise ZeroDivisionError("no")


@pytest.mark.parametrize(
    ("changes", "kind", "words"),
    [
        ({"compute": failing}, "compute", "ZeroDivisionError: no"),
        ({"compute": lambda _, v: float(v.size)}, "answer", "a Count is an int"),
        ({"compute": lambda _, v: {"area": v.size}}, "compute", "gave the part 'area'"),
        ({"compute": lambda *_: {}}, "compute", "computed nothing for side"),
        ({"reference": failing}, "reference", "ZeroDivisionError: no"),
        ({"reference": lambda *_: {"area": 1}}, "reference", "gave the part 'area'"),
        ({"reference_many": lambda *_: [1]}, "reference", "1 answers for"),
        ({"prompt": lambda *_: " "}, "prompt", "empty"),
        ({"prompt": lambda *_: "\x1b[31m"}, "prompt", "control characters"),
        ({"prompt": failing}, "prompt", "ZeroDivisionError"),
        ({"explain": lambda *_: ()}, "explain", "there is no step"),
        ({"explain": lambda *_: ("a", "")}, "explain", "empty"),
        ({"where": lambda *_: "nothing is possible"}, "parameters", "nothing is possible"),
        ({"where": failing}, "compute", "the constraint failed: ZeroDivisionError"),
        ({"misconceptions": (Misconception("x", "X.", failing),)}, "misconception", "no"),
        (
            {"misconceptions": (Misconception("x", "X.", lambda v: v.size / 7),)},
            "misconception",
            "int",
        ),
        (
            {"misconceptions": (Misconception("x", "X.", lambda v: v.size // v.stride),)},
            "rate",
            "0%",
        ),
    ],
    ids=lambda case: str(case)[:30],
)
def test_a_broken_promise_is_found(side, changes, kind, words):
    report = audit(variant_of(side, **changes), 40)
    found = [problem for problem in report.problems if problem.kind == kind]
    assert found
    assert any(words in problem.message for problem in found)
    assert len(found) <= 20


def test_a_formatted_answer_that_is_not_right_is_found(side):
    class Lossy(Count):
        def format(self, value):
            return str(value)[0]

    class Refused(Count):
        def format(self, value):
            return f"{value} cells"

    for kind, words in ((Lossy(), "not graded as right"), (Refused(), "is refused")):
        report = audit(variant_of(side, parts=(AnswerPart("side", kind),)), 40)
        assert any(
            problem.kind == "formatted" and words in problem.message for problem in report.problems
        )


def test_a_draw_that_violates_where_is_found(side):
    # A constraint that changes its mind: legal when drawn, illegal when checked.
    asked = count()
    report = audit(variant_of(side, where=lambda *_: "clash" if next(asked) > 400 else None), 300)
    assert "where" in report.count


def test_parameters_that_json_changes_are_found(side):
    class Forgetful(Whole):
        def plain(self, value):
            return min(value, 2)

    stride = replace(side.specs["stride"], type=Forgetful(1, 64, draws=(1, 2, 3)))
    report = audit(variant_of(side), 10)
    assert report.ok
    changed = variant_of(side)
    type(changed).specs = {**side.specs, "stride": stride}
    report = audit(changed, 1000)
    assert report.count == {"parameters": 57}
    assert "differ after a way through JSON" in report.problems[0].message


def test_a_failing_batch_is_run_one_by_one(side):
    report = audit(variant_of(side, reference_many=failing), 40)
    assert report.ok
    assert report.proved == 40


def test_a_missing_tool_leaves_variants_unproved_and_nothing_wrong(side):
    report = audit(variant_of(side, needs=("no-such-compiler",)), 40)
    assert report.ok
    assert report.proved == 0
    assert report.unproved == "not installed: no-such-compiler"


def test_a_missing_library_leaves_variants_unproved(side):
    def without_torch(*_):
        raise ImportError("No module named 'torch'")

    for changes in ({"reference": without_torch}, {"reference_many": without_torch}):
        report = audit(variant_of(side, **changes), 40)
        assert report.ok
        assert "No module named 'torch'" in report.unproved


def test_the_reference_may_be_left_out(side):
    report = audit(side, 40, prove=False)
    assert (report.ok, report.proved) == (True, 0)
    assert report.unproved


def test_one_variant_is_proved(side):
    v = side.Parameters(7, 2)
    assert prove(side, v) == Proof(agrees=True)
    wrong = variant_of(side, reference=lambda *_: 4)
    assert prove(wrong, v) == Proof(agrees=False, message="side: compute 3, reference 4")


def test_the_golden_hash_changes_with_answers_types_and_convention_only(side, stack):
    hashed = golden_hash(side)
    assert hashed == golden_hash(side) == golden_hash(variant_of(side, version=2))
    assert hashed == golden_hash(variant_of(side, prompt=lambda *_: "other words"))
    others = {
        golden_hash(stack),
        golden_hash(variant_of(side, compute=lambda _, v: v.size)),
        golden_hash(variant_of(side, convention="Rounded up.")),
        golden_hash(variant_of(side, parts=(AnswerPart("side", Count(magnitudes=True)),))),
        golden_hash(side, seed=2),
    }
    assert hashed not in others
    assert len(others) == 5


def test_the_golden_hash_is_the_same_on_every_machine(side, stack):
    assert golden_hash(side) == "33c6b209ee12f47bef32cc13f2eec809"
    assert golden_hash(stack) == "314bc55cbe159354ce36778806b5a43b"
