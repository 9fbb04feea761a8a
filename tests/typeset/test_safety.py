"""Nothing that acts on a terminal comes out, and nothing that goes in breaks anything."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizlab.typeset import MathError, block, boxed_sources, cell_width, inline, parse
from quizlab.typeset.commands import ARGUMENT_COMMANDS
from quizlab.typeset.drawing import draw
from quizlab.typeset.symbols import COMMANDS

pieces = st.one_of(
    st.sampled_from([f"\\{name} " for name in (*COMMANDS, *ARGUMENT_COMMANDS)]),
    st.sampled_from([*"{}{}{}^_^_&'|()[]xyzij019+-=/,.!<>~%$#中é", r"\\", r"\,", r"\quad "]),
    st.sampled_from(["{x}", "{a+b}", "_i", "^{2}", "_{i=1}^n", r"\frac{a}{b}", r"\sqrt[3]{x}"]),
    st.sampled_from([r"\left(", r"\right)", r"\left.", r"\right|", r"\middle|", r"\big("]),
    st.sampled_from([r"\begin{matrix}", r"\end{matrix}", r"\begin{cases}", r"\end{cases}"]),
    st.sampled_from([r"\boxed{", r"\text{", r"\begin{aligned}", r"\end{aligned}", r"\hline "]),
)
formulas = st.lists(pieces, max_size=14).map("".join)
anything = st.text(st.characters(codec=None), max_size=60) | formulas
moderate = settings(max_examples=200, deadline=None)


def outputs(source: str, width: int) -> list[str]:
    lines = [inline(source), inline(source, blanks="hide")]
    for blanks in ("show", "hide"):
        lines += block(source, blanks=blanks)
        lines += block(source, width, blanks=blanks)
    return lines


@given(anything, st.integers(1, 60))
@moderate
def test_whatever_goes_in_no_control_character_comes_out(source: str, width: int) -> None:
    for line in outputs(source, width):
        categories = {unicodedata.category(character) for character in line}
        assert not categories & {"Cc", "Cf", "Cs", "Zl", "Zp"}


@given(anything, st.integers(2, 60))
@moderate
def test_no_line_of_a_block_is_wider_than_asked(source: str, width: int) -> None:
    assert all(cell_width(line) <= width for line in block(source, width))


@given(formulas)
@moderate
def test_all_lines_of_a_box_are_equally_wide_and_the_baseline_is_one_of_them(source: str) -> None:
    try:
        node = parse(source)
    except MathError:
        return
    for style in ("display", "text", "script"):
        box = draw(node, style)
        assert {cell_width(line) for line in box.lines} == {box.width}
        assert 0 <= box.baseline < box.height


@given(formulas)
@moderate
def test_a_fault_lies_within_the_source_and_says_so(source: str) -> None:
    try:
        parse(source)
    except MathError as fault:
        position, words = fault.position, str(fault)
    else:
        return
    assert 0 <= position <= len(source)
    assert words.endswith(f"(at character {position})")


@given(st.text("{}x", max_size=16))
@moderate
def test_braces_parse_exactly_where_they_balance(source: str) -> None:
    depths = [source[:end].count("{") - source[:end].count("}") for end in range(len(source) + 1)]
    balanced = min(depths) >= 0 and depths[-1] == 0
    try:
        parse(source)
    except MathError:
        assert not balanced
    else:
        assert balanced


@given(formulas)
@moderate
def test_what_is_typeset_keeps_no_backslash_and_what_is_not_keeps_its_source(source: str) -> None:
    try:
        parse(source)
    except MathError:
        assert inline(source) == f"${' '.join(source.split())}$"
    else:
        literal = (
            source.count(r"\backslash") + source.count(r"\lambda") + source.count(r"\setminus")
        )
        assert literal or "\\" not in inline(source)


@given(anything)
@moderate
def test_the_blanks_of_anything_can_be_listed(source: str) -> None:
    assert all(isinstance(content, str) for content in boxed_sources(source))


@pytest.mark.parametrize(
    "dangerous",
    ["\x1b]52;c;aGk=\x07", "\x1b[31m", "\x9b31m", "\u202e", "\u2066", "\u200f", "\x08", "\x7f"],
)
def test_an_escape_sequence_loses_what_makes_it_one(dangerous: str) -> None:
    for source in (f"x{dangerous}y", f"\\text{{a{dangerous}b}}", f"\\foo{dangerous}{{"):
        for line in outputs(source, 20):
            assert not set(line) & set("\x1b\x9b\x07\x08\x7f\u202e\u2066\u200f")


def test_a_tab_and_a_line_end_are_spaces_like_any_other() -> None:
    assert inline("a\t+\nb") == "a + b"
    assert inline("\\text{a\t\nb}") == "a b"


def test_half_a_surrogate_pair_is_dropped() -> None:
    assert inline("x\ud83dy") == "xy"
