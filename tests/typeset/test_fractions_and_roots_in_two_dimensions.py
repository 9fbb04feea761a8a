"""Fractions, binomials and roots as boxes.

Each picture shows every line after its bar; trailing spaces do not count.
"""

import pytest

from quizlab.typeset import block

PICTURES = [
    (
        r"\frac{a}{b}",
        r"""
        | a
        |───
        | b
        """,
    ),
    (
        r"\frac{m_t}{1-\beta_1^t}",
        r"""
        |   mₜ
        |─────────
        | 1 − β₁ᵗ
        """,
    ),
    (
        r"x + \frac{-1}{10}",
        r"""
        |     −1
        |x + ────
        |     10
        """,
    ),
    (
        r"\frac{1}{1+\frac{1}{x}}",
        r"""
        |    1
        |─────────
        |      1
        | 1 + ───
        |      x
        """,
    ),
    (
        r"\frac{a}{b}\frac{c}{d}",
        r"""
        | a   c
        |─── ───
        | b   d
        """,
    ),
    (
        r"2\frac{a}{b}x",
        r"""
        |   a
        |2 ─── x
        |   b
        """,
    ),
    (
        r"\binom{n}{k}",
        r"""
        |⎛n⎞
        |⎜ ⎟
        |⎝k⎠
        """,
    ),
    (
        r"\binom{n+1}{\frac{k}{2}}",
        r"""
        |⎛n + 1⎞
        |⎜     ⎟
        |⎜  k  ⎟
        |⎜ ─── ⎟
        |⎝  2  ⎠
        """,
    ),
    (
        r"\sqrt{x}",
        r"""
        |√x
        """,
    ),
    (
        r"\sqrt{x+1}",
        r"""
        | ▁▁▁▁▁
        |√x + 1
        """,
    ),
    (
        r"\sqrt[3]{x+1}",
        r"""
        |3▁▁▁▁▁
        |√x + 1
        """,
    ),
    (
        r"2\sqrt{\frac{a}{b}}",
        r"""
        |  ┌───
        |  │ a
        |2 │───
        | ╲│ b
        """,
    ),
    (
        r"\sqrt[n]{\frac{a}{b}}",
        r"""
        | ┌───
        | │ a
        |n│───
        |╲│ b
        """,
    ),
    (
        r"\sqrt{\sqrt{x+1}}",
        r"""
        | ┌──────
        | │ ▁▁▁▁▁
        |╲│√x + 1
        """,
    ),
    (
        r"\frac{1}{\sqrt{2\pi}}",
        r"""
        |  1
        |─────
        |  ▁▁
        | √2π
        """,
    ),
]


@pytest.mark.parametrize(("source", "picture"), PICTURES, ids=[case[0] for case in PICTURES])
def test_a_fraction_or_root_looks_as_drawn_here(source: str, picture: str) -> None:
    assert block(source) == tuple(
        row.partition("|")[2].rstrip() for row in picture.strip().splitlines()
    )
