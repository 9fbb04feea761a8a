"""Widths of characters, and the tables of symbols, checked against other sources."""

import unicodedata

import pytest
from rich.cells import cell_len

from quizlab.typeset import cell_width, inline
from quizlab.typeset.accents import ACCENTS
from quizlab.typeset.alphabets import FONTS, styled
from quizlab.typeset.nodes import BigOperator, Operator, Symbol
from quizlab.typeset.symbols import CHARACTERS, COMMANDS
from quizlab.typeset.widths import pad


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        ("", 0),
        ("abc", 3),
        ("m̂ₜ", 2),
        ("中文", 4),
        ("x⃗", 1),
        ("ｱ", 1),
        ("Ａ", 2),
        ("𝐱̂", 1),
        ("∑", 1),
    ],
)
def test_a_text_takes_so_many_cells(text: str, cells: int) -> None:
    assert cell_width(text) == cells


def test_every_character_of_the_tables_takes_one_cell_here_and_in_the_app() -> None:
    texts = {node.text for node in COMMANDS.values() if isinstance(node, Symbol)}
    texts |= {node.symbol for node in COMMANDS.values() if isinstance(node, BigOperator)}
    texts |= set(CHARACTERS)
    for text in texts:
        assert cell_width(text) == cell_len(text) == len(text), text


def test_every_letter_in_every_alphabet_is_that_letter_to_unicode() -> None:
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
    for alphabet in set(FONTS.values()):
        for letter in letters:
            assert unicodedata.normalize("NFKC", styled(letter, alphabet)) == letter


def test_bold_greek_is_that_letter_to_unicode() -> None:
    for letter in "ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩ∇αβγδεζηθικλμνξοπρςστυφχψω∂":
        assert unicodedata.normalize("NFKC", styled(letter, "bold")) == letter


def test_every_greek_letter_has_the_name_that_unicode_gives_it() -> None:
    names = (
        "alpha beta gamma delta zeta eta theta iota kappa mu nu xi pi rho sigma tau chi psi omega"
    )
    for name in names.split():
        letter = inline(f"\\{name}")
        assert unicodedata.name(letter) == f"GREEK SMALL LETTER {name.upper()}"
        assert unicodedata.name(inline(f"\\{name.capitalize()}")).endswith(name.upper())


def test_every_script_character_is_its_letter_to_unicode() -> None:
    for sign, characters in (
        ("^", "0123456789+-=()abcdeghijklmnoprtuvwxyzABDTUW"),
        ("_", "0123aeijnx"),
    ):
        for character in characters:
            raised = inline(f"x{sign}{{{character}}}")[1:]
            plain = unicodedata.normalize("NFKC", raised)
            assert plain.replace("\N{MINUS SIGN}", "-") == character


@pytest.mark.parametrize("name", sorted(ACCENTS))
def test_every_accent_keeps_one_letter_in_one_cell(name: str) -> None:
    line = inline(rf"\{name} x")
    assert cell_width(line) == 1
    assert unicodedata.normalize("NFD", line)[0] == "x"


@pytest.mark.parametrize("name", sorted(name for name in COMMANDS if name.isalpha()))
def test_every_command_of_the_tables_is_typeset(name: str) -> None:
    node = COMMANDS[name]
    expected = node.text if isinstance(node, Symbol) else None
    if isinstance(node, BigOperator):
        expected = node.symbol
    if isinstance(node, Operator) and isinstance(node.body, Symbol):
        expected = node.body.text
    assert inline(f"\\{name}") == expected


@pytest.mark.parametrize(
    ("align", "padded"),
    [("left", "ab   "), ("right", "   ab"), ("center", " ab  "), ("middle", "  ab ")],
)
def test_a_text_is_padded_to_a_side(align: str, padded: str) -> None:
    assert pad("ab", 5, align) == padded
