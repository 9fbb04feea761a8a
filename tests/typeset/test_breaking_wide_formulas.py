"""Formulas wider than the screen are broken where one may, else shown as wrapped source."""

import pytest

from quizlab.typeset import block, cell_width, inline


def drawn(source: str, width: int) -> str:
    return "\n" + "\n".join(block(source, width))


def test_a_formula_that_fits_is_not_broken() -> None:
    assert drawn("a = b + c", 9) == "\na = b + c"


def test_a_line_is_broken_before_an_operator_and_goes_on_indented() -> None:
    assert drawn("y = aaa + bbb - ccc", 12) == (
        """
y = aaa
  + bbb
  − ccc"""
    )


def test_a_line_is_rather_broken_before_a_relation_than_before_a_sum() -> None:
    assert drawn("a = -b + c - d = -e + f", 10) == (
        """
a = −b + c
  − d
  = −e + f"""
    )


def test_the_left_side_does_not_stand_alone() -> None:
    assert drawn("yyyy = a + b", 9) == (
        """
yyyy = a
  + b"""
    )


def test_a_sign_is_no_place_to_break() -> None:
    assert drawn("aaaa = -bbbb", 9) == (
        """
aaaa
  = −bbbb"""
    )


def test_high_lines_are_kept_apart() -> None:
    assert drawn(r"y = \frac{a}{b} + \frac{c}{d}", 9) == (
        """
     a
y = ───
     b

     c
  + ───
     d"""
    )


def test_clauses_apart_by_a_quad_get_lines_of_their_own() -> None:
    assert drawn(r"x = a + b, \quad y = c", 12) == (
        """
x = a + b,
y = c"""
    )


def test_aligned_lines_that_are_too_wide_are_broken_one_by_one_and_kept_apart() -> None:
    source = r"\begin{aligned} a &= b+c+d+e \\ &= x+y \end{aligned}"
    assert drawn(source, 12) == (
        """
a = b + c
  + d + e

= x + y"""
    )


def test_a_piece_without_a_place_to_break_is_shown_as_source_within_the_width() -> None:
    source = r"\left(aaaaaaaaaaaa + bbbbbbbbbbbbbbbbbbb\right)"
    lines = block(source, 20)
    assert "".join(lines).replace(" ", "") == source.replace(" ", "")
    assert all(cell_width(line) <= 20 for line in lines)


def test_source_is_wrapped_at_spaces_where_there_are_any() -> None:
    assert block(r"\foo aaa bbb ccc", 9) == (r"\foo aaa", "bbb ccc")


def test_wide_characters_count_double_when_source_is_wrapped() -> None:
    assert block(r"\foo 中文中文", 6) == (r"\foo", "中文中", "文")


@pytest.mark.parametrize("width", [6, 8, 11, 15, 20, 30])
def test_broken_lines_hold_all_of_the_formula_in_order(width: int) -> None:
    source = "y = a + bb - c + dd = -e + f - gg = h"
    joined = " ".join(" ".join(block(source, width)).split())
    assert joined == inline(source)
