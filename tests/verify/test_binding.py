"""From raw settings to legal parameters, and what is refused by name."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizlab.verify import (
    Fault,
    answers,
    bind,
    bind_overrides,
    by_part,
    check,
    misconception_answers,
    parameters_of,
    plain,
    plain_answers,
    texts,
    told_apart,
)


def test_defaults_fill_what_is_not_given(side):
    v = bind(side, {"size": "10"})
    assert (v.size, v.stride) == (10, 1)
    assert parameters_of(side)["size"].required
    assert parameters_of(side)["stride"].describe() == "a whole number, 1 to 64; 1 by default"


@pytest.mark.parametrize(
    ("raw", "code", "parameter", "words"),
    [
        ({}, "missing", "size", "size: missing; allowed is a whole number, 1 to 4096"),
        (
            {"size": "5", "strid": "1"},
            "unknown-parameter",
            "strid",
            "did you mean stride? It takes",
        ),
        ({"size": "x"}, "type", "size", "size: got 'x'; allowed is a whole number, 1 to 4096"),
        ({"size": True}, "type", "size", "got true"),
        ({"size": "0"}, "range", "size", "got 0"),
        ({"size": "2", "stride": "3"}, "where", "", "stride 3 exceeds size 2; at most 2"),
    ],
)
def test_illegal_parameters_are_refused_by_name(side, raw, code, parameter, words):
    with pytest.raises(Fault) as refusal:
        bind(side, raw)
    fault = refusal.value
    assert (fault.code, fault.parameter) == (code, parameter)
    assert words in fault.message
    assert str(fault) == fault.message


def test_a_name_that_would_drive_a_terminal_is_harmless(side):
    with pytest.raises(Fault) as refusal:
        bind(side, {"\x1b[31m": "1", "size": "1"})
    assert "\x1b" not in refusal.value.message


def test_parameters_made_by_a_program_are_checked(side):
    check(side, side.Parameters(9, 3))
    for made, code in [((0, 1), "range"), (("9", 1), "type"), ((2, 3), "where")]:
        with pytest.raises(Fault) as refusal:
            check(side, side.Parameters(*made))
        assert refusal.value.code == code


def test_every_type_is_read_from_text_and_from_json(stack):
    from_text = bind(
        stack,
        {
            "layers": "[[3,1],[3,2]]",
            "shape": "3x8",
            "scale": "1e-3",
            "bias": "off",
            "style": "torch",
        },
    )
    from_json = bind(
        stack,
        {
            "layers": [[3, 1], [3, 2]],
            "shape": [3, 8],
            "scale": 0.001,
            "bias": False,
            "style": "torch",
        },
    )
    assert from_text == from_json
    assert plain(stack, from_text) == {
        "layers": [[3, 1], [3, 2]],
        "shape": [3, 8],
        "scale": 0.001,
        "bias": False,
        "style": "torch",
    }
    assert texts(stack, from_text) == {
        "layers": "[[3,1],[3,2]]",
        "shape": "[3,8]",
        "scale": "0.001",
        "bias": "false",
        "style": "torch",
    }


def test_overrides_name_the_parameter_at_fault(side):
    found = bind_overrides(side, {"size": "16..18", "stride": ["1", "2"]})
    assert [list(found[name].values) for name in ("size", "stride")] == [[16, 17, 18], [1, 2]]
    with pytest.raises(Fault, match="stride: got 'x'") as refusal:
        bind_overrides(side, {"stride": ["1", "x"]})
    assert refusal.value.parameter == "stride"
    with pytest.raises(Fault) as refusal:
        bind_overrides(side, {"kernel": "3"})
    assert refusal.value.code == "unknown-parameter"


def test_answers_come_by_part(side, stack):
    assert answers(side, side.Parameters(7, 2)) == {"side": 3}
    v = bind(stack, {"layers": "3x2,3x1", "shape": "2", "scale": "2"})
    assert answers(stack, v) == {"field": 7, "scaled": 14.0, "shape": (4,)}
    assert plain_answers(side, {"side": 3}) == 3
    assert plain_answers(stack, answers(stack, v)) == {"field": 7, "scaled": 14.0, "shape": [4]}


def test_misconceptions_are_told_apart_where_their_answer_is_wrong(side, stack):
    assert misconception_answers(side, side.Parameters(7, 2)) == {
        "ceil": {"side": 4},
        "no-stride": {"side": 7},
    }
    assert told_apart(side, side.Parameters(7, 2)) == ("ceil", "no-stride")
    assert told_apart(side, side.Parameters(8, 2)) == ("no-stride",)
    assert told_apart(side, side.Parameters(8, 1)) == ()
    v = bind(stack, {"layers": "3x2,3x1", "shape": "2", "scale": "1"})
    assert told_apart(stack, v) == ("no-jump",)
    assert told_apart(stack, bind(stack, {**plain(stack, v), "scale": 2})) == (
        "no-jump",
        "unscaled",
    )


def test_an_answer_with_unknown_or_missing_parts_is_an_author_s_slip(stack):
    with pytest.raises(TypeError, match="one value for the parts field, scaled, shape"):
        by_part(stack, 3)
    with pytest.raises(TypeError, match="gave the part 'area'"):
        by_part(stack, {"area": 3})


CODES = {"missing", "unknown-parameter", "type", "range", "where"}


def bind_or_none(verifier, raw):
    """Return the parameters, None where they are refused; anything else that is raised fails a test."""
    try:
        return bind(verifier, raw)
    except Fault as fault:
        return None if fault.code in CODES else fault.code


@given(
    st.dictionaries(
        st.sampled_from(["size", "stride", "kernel", ""]),
        st.one_of(st.integers(), st.text(max_size=9), st.none(), st.booleans(), st.floats()),
    )
)
def test_any_settings_are_legal_or_a_fault(side, raw):
    v = bind_or_none(side, raw)
    if v is not None:
        check(side, v)
        assert bind(side, plain(side, v)) == bind(side, texts(side, v)) == v
