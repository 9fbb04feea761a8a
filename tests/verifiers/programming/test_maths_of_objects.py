"""Names and objects: documented programs, each construct, and what has no rule."""

import pytest

from quizlab_verifiers.maths.object_model import List, Objects, text
from quizlab_verifiers.maths.python_reader import Reader

TUTORIAL = """
def f(a, L=[]):
    L.append(a)
    return L

print(f(1))
print(f(2))
print(f(3))
"""


@pytest.mark.parametrize(
    ("source", "printed"),
    [
        ("x = []\ny = x\ny.append(10)\nprint(y, x)", "[10] [10]"),
        ("x = 5\ny = x\nx += 1\nprint(x, y)", "6 5"),
        ("A = [[0] * 2] * 3\nA[0][0] = 5\nprint(A)", "[[5, 0], [5, 0], [5, 0]]"),
        ("A = [[0] * 2 for i in range(3)]\nA[0][0] = 5\nprint(A)", "[[5, 0], [0, 0], [0, 0]]"),
        (TUTORIAL, "[1]\n[1, 2]\n[1, 2, 3]"),
        ("lists = [[]] * 3\nlists[0].append(3)\nprint(lists)", "[[3], [3], [3]]"),
        ("a = (1,)\nb = a\nb += (2,)\nprint(a, b)", "(1,) (1, 2)"),
        ("a = [1]\nb = a.copy()\na.append(2)\nprint(a, b)", "[1, 2] [1]"),
    ],
    ids=[
        "FAQ: why did changing list y also change list x",
        "FAQ: the same with a number",
        "FAQ: how do I create a multidimensional list, wrong",
        "FAQ: how do I create a multidimensional list, right",
        "tutorial 4.9.1: default argument values",
        "stdtypes, common sequence operations, note 2",
        "a tuple is made anew",
        "a list's own copy",
    ],
)
def test_documented_programs_print_what_is_documented(source, printed):
    assert Reader().run(source) == printed


def test_a_shallow_copy_has_cells_of_its_own_that_lead_to_the_same_objects():
    inner = List([1])
    old = List([inner, inner])
    copied = Objects().shallow(old)
    assert copied is not old
    assert copied.cells is not old.cells
    assert copied.cells[0] is inner


def test_a_deep_copy_keeps_what_is_shared_shared():
    inner = List([1])
    copied = Objects().deep(List([inner, inner, List([1])]), {})
    assert copied.cells[0] is not inner
    assert copied.cells[0] is copied.cells[1]
    assert copied.cells[2] is not copied.cells[0]


def test_a_deep_copy_of_a_list_in_itself_comes_to_an_end():
    old = List([1])
    old.cells.append(old)
    copied = Objects().deep(old, {})
    assert copied is not old
    assert copied.cells[1] is copied


def test_objects_are_shown_as_print_does():
    assert text(List([1, (2,), (3, 4), List([])])) == str([1, (2,), (3, 4), []])


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("a = {}", "there is no rule for '{}'"),
        ("for i in a:\n    pass", "line 1: there is no rule"),
        ("a = [1][1:]", "is no number|no rule"),
        ("a = b", "there is no rule for 'b'"),
        ("a = 1\nb = a[0]", "'a' is no list"),
        ("a = [1] + 2", r"got \[1\] \+ 2; both must be of one kind"),
        ("a = b = [1]", "line 1: there is no rule"),
        ("a.b = 1", "there is no rule for tying 'a.b'"),
        ("a = [1]\na[a] = 2", "'a' is no number"),
        ("sorted([2, 1])", "there is no rule for 'sorted"),
    ],
)
def test_what_has_no_rule_is_refused_with_what_was_said(source, words):
    with pytest.raises(ValueError, match=words):
        Reader().run(source)


def test_a_cell_that_is_not_there_is_refused():
    with pytest.raises(IndexError):
        Reader().run("a = [1]\na[1] = 2")
