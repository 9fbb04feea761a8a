r"""``\boxed`` marks a blank: framed when shown, a gap when hidden, and then nowhere to be read."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizlab.typeset import block, boxed_sources, inline

ADAM = r"\hat m = \frac{m}{\boxed{1-\beta_1^t}}"
TWO = r"\boxed{a} + \frac{\boxed{b}}{c}"


def test_a_shown_blank_is_marked_in_a_line() -> None:
    assert inline(ADAM) == "m̂ = m/⟦1 − β₁ᵗ⟧"


def test_a_hidden_blank_is_a_gap_in_a_line() -> None:
    assert inline(ADAM, blanks="hide") == "m̂ = m/[1]"


def test_a_hidden_blank_is_a_gap_in_a_block() -> None:
    assert block(ADAM, blanks="hide") == ("      m", "m̂ = ─────", "     [1]")


def test_several_blanks_are_numbered() -> None:
    assert inline(TWO, blanks="hide") == "[1] + [2]/c"


def test_numbers_go_on_from_the_first_blank() -> None:
    assert inline(TWO, blanks="hide", first_blank=3) == "[3] + [4]/c"
    assert inline(ADAM, blanks="hide", first_blank=2) == "m̂ = m/[2]"


def test_a_first_blank_of_zero_counts_as_one() -> None:
    assert inline(TWO, blanks="hide", first_blank=0) == "[1] + [2]/c"


def test_a_formula_without_blanks_is_the_same_hidden_or_shown() -> None:
    assert inline(r"a_1 \ge 2", blanks="hide") == inline(r"a_1 \ge 2") == "a₁ ≥ 2"


def test_a_blank_may_be_a_script() -> None:
    assert inline(r"x_{\boxed{t-1}}", blanks="hide") == "x_[1]"
    assert inline(r"x_{\boxed{t-1}}") == "x_⟦t − 1⟧"


@pytest.mark.parametrize(
    ("source", "contents"),
    [
        ("a + b", ()),
        (ADAM, (r"1-\beta_1^t",)),
        (TWO, ("a", "b")),
        (r"\boxed {x}", ("x",)),
        (r"\boxed{a\boxed{b}}", (r"a\boxed{b}",)),
        (r"\boxed{\frac{a}{\{}}", (r"\frac{a}{\{}",)),
        (r"\\boxed{no}", ()),
        (r"\boxed{open", ("open",)),
    ],
)
def test_the_contents_of_blanks_are_listed(source: str, contents: tuple[str, ...]) -> None:
    assert boxed_sources(source) == contents


@pytest.mark.parametrize(
    "source",
    [
        r"\foo \boxed{secret}",
        r"\boxed{secret} {",
        r"\boxed{secret",
        r"\boxed{a{secret}",
        r"\boxed secret",
        r"\boxed\frac{secret}{secret}",
    ],
)
def test_a_formula_that_cannot_be_typeset_does_not_give_its_blanks_away(source: str) -> None:
    assert "secret" in inline(source)
    assert "secret" not in inline(source, blanks="hide")
    assert "secret" not in " ".join(block(source, blanks="hide"))
    assert "secret" not in " ".join(block(source, 10, blanks="hide"))


@given(st.lists(st.sampled_from([*"ab+^_{}\\ ", r"\boxed", r"\frac", "QQ"]), max_size=20))
@settings(max_examples=200, deadline=None)
def test_what_stands_only_in_a_blank_is_nowhere_when_hidden(parts: list[str]) -> None:
    source = "x" + r"\boxed{" + "".join(parts).replace("{", "").replace("}", "") + "SECRET}"
    assert "SECRET" not in inline(source, blanks="hide")
    assert "SECRET" not in "".join(block(source, blanks="hide"))


def test_blanks_are_shown_or_hidden_and_nothing_else() -> None:
    with pytest.raises(ValueError, match="'show' or 'hide'"):
        inline("x", blanks="maybe")  # type: ignore[arg-type]
