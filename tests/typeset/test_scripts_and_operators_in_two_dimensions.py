"""Scripts, sums, integrals and named operators as boxes.

Each picture shows every line after its bar; trailing spaces do not count.
"""

import pytest

from quizlab.typeset import block

PICTURES = [
    (
        r"x^2 + y_i",
        r"""
        |x² + yᵢ
        """,
    ),
    (
        r"W_Q",
        r"""
        |W
        | Q
        """,
    ),
    (
        r"W_Q^K",
        r"""
        | K
        |W
        | Q
        """,
    ),
    (
        r"\sigma_B^2",
        r"""
        | 2
        |σ
        | B
        """,
    ),
    (
        r"e^{-\frac{x^2}{2}}",
        r"""
        | −x²/2
        |e
        """,
    ),
    (
        r"x^{x^{x^x}}",
        r"""
        |  xˣ
        | x
        |x
        """,
    ),
    (
        r"\left(\frac{a}{b}\right)^2",
        r"""
        |⎛ a ⎞²
        |⎜───⎟
        |⎝ b ⎠
        """,
    ),
    (
        r"\left\|\frac{x}{y}\right\|_2^2",
        r"""
        |║ x ║²
        |║───║
        |║ y ║₂
        """,
    ),
    (
        r"\pi_{\theta_{\text{old}}}",
        r"""
        |π
        | θ
        |  old
        """,
    ),
    (
        r"\sum_{i=1}^n x_i",
        r"""
        | n
        | ∑  xᵢ
        |i=1
        """,
    ),
    (
        r"\sum_{i=1}^n \frac{1}{i}",
        r"""
        | n
        |╲‾‾  1
        | >  ───
        |╱__  i
        |i=1
        """,
    ),
    (
        r"\sum_{i=1}^{n}\sum_{j=1}^{m} a_{ij}",
        r"""
        | n   m
        | ∑   ∑  aᵢⱼ
        |i=1 j=1
        """,
    ),
    (
        r"\prod_{k=1}^{n} \frac{k}{k+1}",
        r"""
        | n
        |┬─┬    k
        |│ │ ───────
        |┴ ┴  k + 1
        |k=1
        """,
    ),
    (
        r"\prod_i p_i",
        r"""
        |∏ pᵢ
        |i
        """,
    ),
    (
        r"\int_0^1 f(x)\,dx",
        r"""
        |∫₀¹ f(x) dx
        """,
    ),
    (
        r"\int_0^1 \frac{dx}{x}",
        r"""
        |⌠¹  dx
        |⎮  ────
        |⌡₀  x
        """,
    ),
    (
        r"\int_{-\infty}^{\infty} f(x)\,dx",
        r"""
        |⌠∞
        |⎮   f(x) dx
        |⌡−∞
        """,
    ),
    (
        r"\int\limits_0^1 x",
        r"""
        |1
        |∫ x
        |0
        """,
    ),
    (
        r"\sum\nolimits_{i=1}^n x_i",
        r"""
        |∑ᵢ₌₁ⁿ xᵢ
        """,
    ),
    (
        r"\bigcup_{i} A_i",
        r"""
        |⋃ Aᵢ
        |i
        """,
    ),
    (
        r"\lim_{n\to\infty} a_n",
        r"""
        |lim aₙ
        |n→∞
        """,
    ),
    (
        r"\operatorname*{arg\,max}_\theta L(\theta)",
        r"""
        |arg max L(θ)
        |   θ
        """,
    ),
    (
        r"\frac{\sum_{i=1}^n x_i}{n}",
        r"""
        | ∑ᵢ₌₁ⁿ xᵢ
        |──────────
        |    n
        """,
    ),
    (
        r"\frac{e^{z_i}}{\sum_j e^{z_j}}",
        r"""
        |   zᵢ
        |  e
        |────────
        |     zⱼ
        | ∑ⱼ e
        """,
    ),
]


@pytest.mark.parametrize(("source", "picture"), PICTURES, ids=[case[0] for case in PICTURES])
def test_a_script_or_operator_looks_as_drawn_here(source: str, picture: str) -> None:
    assert block(source) == tuple(
        row.partition("|")[2].rstrip() for row in picture.strip().splitlines()
    )
