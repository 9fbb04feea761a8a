"""Accents, braces, arrows, frames and wide characters as boxes.

Each picture shows every line after its bar; trailing spaces do not count.
"""

import pytest

from quizlab.typeset import block

PICTURES = [
    (
        r"\Big(\frac{a}{b}\Big)",
        r"""
        |⎛ a ⎞
        |⎜───⎟
        |⎝ b ⎠
        """,
    ),
    (
        r"\hat{x} + \widehat{xy} + \overline{AB} + \vec{AB}",
        r"""
        |    ╱╲   ▁▁   ─→
        |x̂ + xy + AB + AB
        """,
    ),
    (
        r"\overline{\frac{a}{b}}",
        r"""
        |▁▁▁
        | a
        |───
        | b
        """,
    ),
    (
        r"\underbrace{a+b+c}_{\text{sum}}",
        r"""
        |a + b + c
        |╰───┬───╯
        |   sum
        """,
    ),
    (
        r"\overbrace{x_1 + x_2}^{n}",
        r"""
        |   n
        |╭──┴──╮
        |x₁ + x₂
        """,
    ),
    (
        r"\overset{\text{def}}{=}",
        r"""
        |def
        | =
        """,
    ),
    (
        r"a \xrightarrow{\text{train}} b",
        r"""
        |   train
        |a ──────→ b
        """,
    ),
    (
        r"\boxed{E = mc^2}",
        r"""
        |┌───────┐
        |│E = mc²│
        |└───────┘
        """,
    ),
    (
        r"\hat m = \frac{m}{\boxed{1-\beta_1^t}}",
        r"""
        |         m
        |m̂ = ───────────
        |     ┌───────┐
        |     │1 − β₁ᵗ│
        |     └───────┘
        """,
    ),
    (
        r"\text{准确率} = \frac{\text{正确}}{\text{全部样本}}",
        r"""
        |            正确
        |准确率 = ──────────
        |          全部样本
        """,
    ),
    (
        r"\phantom{xx} y",
        r"""
        |  y
        """,
    ),
]


@pytest.mark.parametrize(("source", "picture"), PICTURES, ids=[case[0] for case in PICTURES])
def test_a_decorated_formula_looks_as_drawn_here(source: str, picture: str) -> None:
    assert block(source) == tuple(
        row.partition("|")[2].rstrip() for row in picture.strip().splitlines()
    )
