"""Matrices, cases, aligned lines and growing delimiters as boxes.

Each picture shows every line after its bar; trailing spaces do not count.
"""

import pytest

from quizlab.typeset import block

PICTURES = [
    (
        r"\begin{bmatrix} 1 & -2 \\ 3 & 4 \end{bmatrix}",
        r"""
        |⎡1  −2⎤
        |⎣3   4⎦
        """,
    ),
    (
        r"\begin{pmatrix} a \\ b \\ c \end{pmatrix}",
        r"""
        |⎛a⎞
        |⎜b⎟
        |⎝c⎠
        """,
    ),
    (
        r"\begin{vmatrix} a & b \\ c & d \end{vmatrix}",
        r"""
        |│a  b│
        |│c  d│
        """,
    ),
    (
        r"\begin{Vmatrix} a \\ b \end{Vmatrix}",
        r"""
        |║a║
        |║b║
        """,
    ),
    (
        r"\left(\begin{smallmatrix} 0 & 1 \\ 1 & 0 \end{smallmatrix}\right)",
        r"""
        |⎛0  1⎞
        |⎝1  0⎠
        """,
    ),
    (
        r"\begin{pmatrix} \frac12 & 0 \\ 0 & 1 \end{pmatrix}",
        r"""
        |⎛ 1    ⎞
        |⎜───  0⎟
        |⎜ 2    ⎟
        |⎜      ⎟
        |⎝ 0   1⎠
        """,
    ),
    (
        r"\left[\begin{array}{cc|c} 1 & 0 & 5 \\ 0 & 1 & 6 \end{array}\right]",
        r"""
        |⎡1  0 │ 5⎤
        |⎣0  1 │ 6⎦
        """,
    ),
    (
        r"\begin{array}{l|r} a & bb \\ \hline ccc & d \end{array}",
        r"""
        |a   │ bb
        |────┼───
        |ccc │  d
        """,
    ),
    (
        r"f(x) = \begin{cases} x & x > 0 \\ 0 & x \le 0 \end{cases}",
        r"""
        |       ⎧ x  x > 0
        |f(x) = ⎨
        |       ⎩ 0  x ≤ 0
        """,
    ),
    (
        r"\begin{cases} a \\ b \\ c \end{cases}",
        r"""
        |⎧ a
        |⎨ b
        |⎩ c
        """,
    ),
    (
        r"\begin{aligned} a &= b + c \\ &= d \end{aligned}",
        r"""
        |a = b + c
        |  = d
        """,
    ),
    (
        r"\begin{aligned} y &= \frac{a}{b} \\ z &= c \end{aligned}",
        r"""
        |     a
        |y = ───
        |     b
        |
        |z = c
        """,
    ),
    (
        r"\begin{aligned} a &= b & c &= d \\ e &= f & g &= h \end{aligned}",
        r"""
        |a = b    c = d
        |e = f    g = h
        """,
    ),
    (
        r"\begin{gathered} a + b \\ c \end{gathered}",
        r"""
        |a + b
        |  c
        """,
    ),
    (
        r"\left\lfloor\frac{n}{2}\right\rfloor + \left\lceil\frac{n}{2}\right\rceil",
        r"""
        |⎢ n ⎥   ⎡ n ⎤
        |⎢───⎥ + ⎢───⎥
        |⎣ 2 ⎦   ⎢ 2 ⎥
        """,
    ),
    (
        r"\left\langle\frac{a}{b}\right\rangle",
        r"""
        | ╱ a ╲
        |⟨ ─── ⟩
        | ╲ b ╱
        """,
    ),
    (
        r"\left\{x \,\middle|\, \frac{x}{2} > 1\right\}",
        r"""
        |⎧  │  x     ⎫
        |⎨x │ ─── > 1⎬
        |⎩  │  2     ⎭
        """,
    ),
    (
        r"\left.\frac{df}{dx}\right|_{x=0}",
        r"""
        | df │
        |────│
        | dx │ₓ₌₀
        """,
    ),
    (
        r"\left\{\begin{aligned} a &= b \\ c &= d \end{aligned}\right.",
        r"""
        |⎰a = b
        |⎱c = d
        """,
    ),
    (
        r"\begin{pmatrix} a_{11} & \cdots & a_{1n} \\ \vdots & \ddots & \vdots \\ a_{m1} & \cdots & a_{mn} \end{pmatrix}",
        r"""
        |⎛a₁₁  ⋯  a₁ₙ⎞
        |⎜ ⋮   ⋱   ⋮ ⎟
        |⎝aₘ₁  ⋯  aₘₙ⎠
        """,
    ),
    (
        r"\text{Attention}(Q, K, V) = \text{softmax}\left(\frac{QK^\top}{\sqrt{d_k}}\right)V",
        r"""
        |                            ⎛ QKᵀ ⎞
        |Attention(Q, K, V) = softmax⎜─────⎟V
        |                            ⎜  ▁▁ ⎟
        |                            ⎝ √dₖ ⎠
        """,
    ),
    (
        r"o = \left\lfloor \frac{n + 2p - k}{s} \right\rfloor + 1",
        r"""
        |    ⎢ n + 2p − k ⎥
        |o = ⎢────────────⎥ + 1
        |    ⎣     s      ⎦
        """,
    ),
]


@pytest.mark.parametrize(("source", "picture"), PICTURES, ids=[case[0] for case in PICTURES])
def test_a_grid_or_delimiter_looks_as_drawn_here(source: str, picture: str) -> None:
    assert block(source) == tuple(
        row.partition("|")[2].rstrip() for row in picture.strip().splitlines()
    )
