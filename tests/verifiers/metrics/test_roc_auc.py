"""``roc.auc-value``: published areas, the swept curve, refusals and each misconception."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizlab import verify
from quizlab_verifiers.metrics.roc_auc import RocAuc

VERIFIER = RocAuc()
HORTON = {
    "labels": [1, 1, 1, 1, 0, 1, 1, 0, 1, 0, 1, 0, 1, 0, 0, 1, 0, 0, 0, 0],
    "scores": [20, 19, 18, 17, 16, 15, 14, 13, 11.5, 11.5, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1],
}


@pytest.mark.parametrize(
    ("case", "raw", "expected"),
    [
        (
            "scikit-learn, roc_auc_score",
            {"labels": "0,0,1,1", "scores": "0.1,0.4,0.35,0.8"},
            0.75,
        ),
        ("Horton, pROC's AUC with a tie", HORTON, 0.825),
        ("constant scores", {"labels": [0, 1], "scores": [0.5, 0.5]}, 0.5),
        ("perfect", {"labels": [0, 1], "scores": [-1e6, 1e6]}, 1),
        ("perfectly wrong", {"labels": [1, 0], "scores": [-1e6, 1e6]}, 0),
        ("the longest", {"labels": [0, 1] * 50, "scores": list(range(100))}, 0.51),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_published_areas_on_both_roads(case, raw, expected):
    v = verify.bind(VERIFIER, raw)
    assert VERIFIER.compute(v) == pytest.approx(expected), case
    assert VERIFIER.reference(v) == pytest.approx(expected), case


@settings(max_examples=80, deadline=None)
@given(
    samples=st.lists(
        st.tuples(
            st.one_of(st.integers(-3, 3).map(float), st.floats(-1e6, 1e6)), st.integers(0, 1)
        ),
        min_size=2,
        max_size=40,
    ).filter(lambda pairs: len({label for _, label in pairs}) == 2)
)
def test_the_swept_curve_has_the_area_of_the_pairs(samples):
    scores, labels = zip(*samples, strict=True)
    v = RocAuc.Parameters(scores=scores, labels=labels)
    proof = verify.prove(VERIFIER, v)
    assert proof.agrees, proof.message


TIED = {"scores": [0.9, 0.6, 0.6, 0.4, 0.2], "labels": [1, 1, 0, 1, 0]}


@pytest.mark.parametrize(
    ("raw", "code", "words"),
    [
        ({"scores": [1, 2]}, "missing", "labels"),
        ({"scores": [1, 2, 3], "labels": [0, 1]}, "where", "got 3 scores and 2 labels"),
        ({"scores": [1, 2], "labels": [1, 1]}, "where", "labels are all 1"),
        ({"scores": [1, 2], "labels": [0, 0]}, "where", "labels are all 0"),
        ({"scores": [1, 2], "labels": [0, 2]}, "range", "0 to 1"),
        ({"scores": [1, 2], "labels": [0, True]}, "type", "labels"),
        ({"scores": [1, "nan"], "labels": [0, 1]}, "type", "scores"),
        ({"scores": [1, float("inf")], "labels": [0, 1]}, "type", "scores"),
        ({"scores": [1, 1e7], "labels": [0, 1]}, "range", "scores"),
        ({"scores": [1], "labels": [1]}, "range", "2 to 100"),
        (TIED | {"threshold": 0.5}, "unknown-parameter", "threshold"),
    ],
    ids=str,
)
def test_what_cannot_be_is_refused_by_name(raw, code, words):
    with pytest.raises(verify.Fault, match=words) as caught:
        verify.bind(VERIFIER, raw)
    assert caught.value.code == code


CLEAR = {"scores": [0.9, 0.8, 0.6, 0.4, 0.2], "labels": [1, 0, 1, 0, 1]}


@pytest.mark.parametrize(
    ("misconception", "raw", "wrong"),
    [
        # Points 2 + 1.5 + 1 of 6.
        ("ties-won", TIED, 5 / 6),
        ("ties-lost", TIED, 4 / 6),
        ("inverted", TIED, 0.25),
        # Points 2 + 1 + 0 of 6.
        ("inverted", CLEAR, 0.5),
        ("all-pairs", TIED, 0.45),
        ("all-pairs", CLEAR, 0.3),
        # Above 0.5: 0.9 right, 0.8 wrong, 0.6 right; below: 0.4 right, 0.2 wrong.
        ("accuracy", CLEAR, 0.6),
        # Precision 1/1, 2/3, 3/5 where the positives are found.
        ("average-precision", CLEAR, (1 + 2 / 3 + 3 / 5) / 3),
    ],
)
def test_a_misconception_gives_the_number_that_people_really_type(misconception, raw, wrong):
    v = verify.bind(VERIFIER, raw)
    found = verify.misconception_answers(VERIFIER, v)[misconception]
    assert found["auc"] == pytest.approx(wrong)


def test_every_misconception_is_told_apart_somewhere():
    told = set()
    for raw in (TIED, CLEAR | {"labels": [1, 1, 0, 1, 0]}):
        told |= set(verify.told_apart(VERIFIER, verify.bind(VERIFIER, raw)))
    assert told == {one.id for one in VERIFIER.misconceptions}


@pytest.mark.parametrize(
    ("raw", "absent"),
    [
        (CLEAR, {"ties-won", "ties-lost"}),
        ({"scores": [0.9, 0.9, 0.2], "labels": [1, 1, 0]}, {"ties-won", "average-precision"}),
        ({"scores": [3, 2, 0.4], "labels": [1, 0, 1]}, {"accuracy"}),
    ],
    ids=str,
)
def test_mistakes_that_cannot_be_made_are_not_claimed(raw, absent):
    found = verify.misconception_answers(VERIFIER, verify.bind(VERIFIER, raw))
    assert not absent & set(found)


def test_many_positives_are_summed_up_in_a_sentence():
    steps = VERIFIER.explain(verify.bind(VERIFIER, HORTON))
    assert "The $10$ positives make $82.5$ points." in steps[1]
    assert steps[-1].endswith("= 0.825$$")


def test_draws_are_worked_on_paper():
    for variant in verify.draw_distinct(VERIFIER, 11, 60):
        assert VERIFIER.comfortable(variant.params)
