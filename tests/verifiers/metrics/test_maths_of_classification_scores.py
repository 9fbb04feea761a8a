"""Scores of classifiers as a learner reads them: published values, and exact counting."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizlab_verifiers.maths.classification_scores import f1, precision_recall_f1, roc_auc


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        # y_true = [0,0,0,1,1,1,1,1], y_pred = [0,1,0,1,0,1,0,1]
        ((3, 1, 2), (0.75, 0.6, 2 / 3)),
        # y_true = [0,1,0,1], y_pred = [0,1,0,0]
        ((1, 0, 1), (1.0, 0.5, 2 / 3)),
        ((0, 3, 4), (0, 0, 0)),
        ((5, 0, 0), (1, 1, 1)),
    ],
    ids=["scikit-learn, confusion matrix", "scikit-learn, F-measures", "nothing found", "perfect"],
)
def test_published_scores(counts, expected):
    assert precision_recall_f1(*counts) == pytest.approx(expected)


@given(tp=st.integers(1, 50), fp=st.integers(0, 50), fn=st.integers(0, 50))
def test_f1_is_twice_the_overlap_over_both_sets(tp, fp, fn):
    expected = Fraction(2 * tp, 2 * tp + fp + fn)
    assert precision_recall_f1(tp, fp, fn).f1 == pytest.approx(float(expected))


@given(p=st.floats(0.01, 1), r=st.floats(0.01, 1))
def test_f1_lies_between_the_smaller_of_both_and_their_mean(p, r):
    assert min(p, r) - 1e-12 <= f1(p, r) <= (p + r) / 2 + 1e-12


def test_f1_of_nothing_is_nothing():
    assert f1(0, 0) == 0


CATEGORIES = (1, 1, 1, 1, 0, 1, 1, 0, 1, 0, 1, 0, 1, 0, 0, 1, 0, 0, 0, 0)
PREDICTIONS = (20, 19, 18, 17, 16, 15, 14, 13, 11.5, 11.5, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1)


@pytest.mark.parametrize(
    ("scores", "labels", "expected"),
    [
        ((0.1, 0.4, 0.35, 0.8), (0, 0, 1, 1), 0.75),
        (PREDICTIONS, CATEGORIES, 0.825),
        ((1, 1, 1), (0, 1, 0), 0.5),
        ((3, 2, 1), (1, 0, 0), 1.0),
        ((3, 2, 1), (0, 0, 1), 0.0),
    ],
    ids=[
        "scikit-learn, roc_auc_score",
        "Horton, pROC's AUC with a tie",
        "constant scores",
        "perfect",
        "perfectly wrong",
    ],
)
def test_published_areas(scores, labels, expected):
    assert roc_auc(scores, labels) == pytest.approx(expected)


samples = st.lists(st.tuples(st.integers(0, 5), st.integers(0, 1)), min_size=2, max_size=12).filter(
    lambda pairs: len({label for _, label in pairs}) == 2
)


@given(samples=samples)
def test_the_area_follows_from_the_ranks(samples):
    # Mann-Whitney: the sum of the positives' mean ranks, less what it is at least.
    scores, labels = zip(*samples, strict=True)
    ranks = [
        Fraction(sum(other < s for other in scores) * 2 + scores.count(s) + 1, 2) for s in scores
    ]
    positives = sum(labels)
    least = Fraction(positives * (positives + 1), 2)
    ranked = sum(rank for rank, label in zip(ranks, labels, strict=True) if label) - least
    expected = ranked / (positives * (len(labels) - positives))
    assert roc_auc(scores, labels) == pytest.approx(float(expected))


@given(samples=samples)
def test_only_the_order_of_the_scores_counts(samples):
    scores, labels = zip(*samples, strict=True)
    assert roc_auc([s**3 - 40 for s in scores], labels) == roc_auc(scores, labels)
    mirrored = roc_auc([-s for s in scores], labels)
    assert mirrored == pytest.approx(1 - roc_auc(scores, labels))


@pytest.mark.parametrize(
    ("call", "error", "sentence"),
    [
        (lambda: precision_recall_f1(-1, 2, 3), ValueError, "got tp=-1"),
        (lambda: precision_recall_f1(0, 0, 3), ZeroDivisionError, "division"),
        (lambda: precision_recall_f1(0, 3, 0), ZeroDivisionError, "division"),
        (lambda: roc_auc([1, 2], [1]), ValueError, "got 2 scores"),
        (lambda: roc_auc([1, 2], [1, 1]), ValueError, "both 0 and 1 must occur"),
        (lambda: roc_auc([1, 2, 3], [1, 0, 2]), ValueError, "both 0 and 1"),
    ],
    ids=["negative", "no prediction", "no positive", "lengths", "one class", "a third label"],
)
def test_what_cannot_be_is_refused_with_what_was_got(call, error, sentence):
    with pytest.raises(error, match=sentence):
        call()
