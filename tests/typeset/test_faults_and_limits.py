"""What cannot be typeset is refused with a place, and shown as its source."""

import pytest

from quizlab.typeset import MathError, block, inline, parse

FAULTS = [
    (r"\frac{a", 7, "close"),
    (r"{a", 2, "close"),
    (r"a}", 1, "stray }"),
    (r"a & {b & c}", 7, "stray &"),
    (r"x + \notacommand y", 4, r"unknown command \notacommand"),
    (r"\begin{tikzpicture}x\end{tikzpicture}", 0, "unknown environment tikzpicture"),
    (r"\begin{matrix}x\end{pmatrix}", 19, "ended by"),
    (r"\begin{matrix}x", 15, "expected"),
    (r"\left( x", 8, r"\right"),
    (r"\left x \right)", 6, "no delimiter"),
    (r"\right)", 0, "without"),
    (r"x^a^b", 3, "a second ^"),
    (r"x_a_b", 3, "a second _"),
    (r"x^", 2, "argument"),
    (r"\frac{a}", 8, "too early"),
    (r"\sqrt[3{x}", 10, "close"),
    (r"\boxed x", 0, "needs braces"),
    (r"\not{ab}", 0, "one symbol"),
    (r"\text{a \foo}", 0, "escape"),
    (r"\text{a", 5, "never closed"),
    (r"\begin{array}{c@r}a\end{array}", 13, "'@'"),
    ("x\\", 1, "unknown command"),
    ("{" * 60 + "x" + "}" * 60, 48, "deeper"),
    (r"\hat" * 60 + " x", 196, "deeper"),
    ("x" * 4001, 4000, "4001 characters"),
    ("&" * 2001, 2001, "cells"),
]


@pytest.mark.parametrize(("source", "position", "words"), FAULTS, ids=[c[0][:30] for c in FAULTS])
def test_a_fault_is_reported_with_its_place(source: str, position: int, words: str) -> None:
    with pytest.raises(MathError) as caught:
        parse(source)
    assert words in caught.value.message
    assert caught.value.position == position


@pytest.mark.parametrize("source", [case[0] for case in FAULTS], ids=[c[0][:30] for c in FAULTS])
def test_a_formula_with_a_fault_is_shown_as_its_source(source: str) -> None:
    assert inline(source) == f"${source}$"
    assert block(source) == (source,)


def test_the_source_of_several_lines_keeps_them_in_a_block_and_loses_them_in_a_line() -> None:
    source = "\\foo\n  a + b\n"
    assert block(source) == (r"\foo", "a + b")
    assert inline(source) == r"$\foo a + b$"


def test_a_formula_of_four_thousand_characters_is_still_typeset() -> None:
    assert inline("x" * 4000) == "x" * 4000


def test_twenty_fractions_within_each_other_are_typeset_in_place() -> None:
    source = r"\frac{1}{" * 20 + "x" + "}" * 20
    assert inline(source) == "1/(" * 19 + "1/x" + ")" * 19
    assert len(block(source)) == 41


def test_an_empty_formula_is_an_empty_line() -> None:
    assert inline("") == ""
    assert block("") == ("",)


@pytest.mark.parametrize("width", [0, -3])
def test_a_width_that_holds_nothing_is_refused(width: int) -> None:
    with pytest.raises(ValueError, match="at least 1"):
        block("x", width)
