"""Parameter types: one parser for fences, the command line, facts and JSON."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizlab.verify import Fault, Flag, ListOf, Number, OneOf, Whole, shown

SIDES = ListOf(Whole(1, 1000), 1, 4)
PAIRS = ListOf(ListOf(Whole(1, 9), 2, 3), 1, 5)
RATES = ListOf(Number(0, 1), 0, 3)
STYLE = OneOf("paper", "keras")

READ = [
    (Whole(0, 5000), "7", 7),
    (Whole(0, 5000), " 7 ", 7),
    (Whole(0, 5000), "010", 10),
    (Whole(0, 5000), "1e3", 1000),
    (Whole(0, 5000), "224.0", 224),
    (Whole(0, 5000), 224.0, 224),
    (Whole(0, 5000), 7, 7),
    (Whole(-5, 5), "-3", -3),
    (Whole(-5, 5), "−3", -3),
    (Number(0, 1), "1e-3", 0.001),
    (Number(0, 1), ".5", 0.5),
    (Number(0, 1), 1, 1.0),
    (Number(0, 1), "0", 0.0),
    (Flag(), "on", True),
    (Flag(), "No", False),
    (Flag(), "TRUE", True),
    (Flag(), False, False),
    (STYLE, "keras", "keras"),
    (STYLE, " Keras ", "keras"),
    (SIDES, "3x224x224", (3, 224, 224)),
    (SIDES, "3 × 224", (3, 224)),
    (SIDES, "[3, 224]", (3, 224)),
    (SIDES, "(3,)", (3,)),
    (SIDES, "3,224", (3, 224)),
    (SIDES, "5", (5,)),
    (SIDES, ["3", "224"], (3, 224)),
    (SIDES, [3, 224], (3, 224)),
    (SIDES, (3, 224), (3, 224)),
    (PAIRS, "[[3,1,1],[3,2]]", ((3, 1, 1), (3, 2))),
    (PAIRS, "[3,1],[3,2]", ((3, 1), (3, 2))),
    (PAIRS, "3x1,3x2", ((3, 1), (3, 2))),
    (PAIRS, [["3", "1"], ["3", "2"]], ((3, 1), (3, 2))),
    (PAIRS, ["3x1", "3x2"], ((3, 1), (3, 2))),
    (PAIRS, [[3, 1]], ((3, 1),)),
    (RATES, "[]", ()),
    (RATES, "1e-3,.5", (0.001, 0.5)),
]

REFUSED = [
    (Whole(0, 50), "abc", "type"),
    (Whole(0, 50), "", "type"),
    (Whole(0, 50), "3.5", "type"),
    (Whole(0, 50), 3.5, "type"),
    (Whole(0, 50), "1e-3", "type"),
    (Whole(0, 50), True, "type"),
    (Whole(0, 50), None, "type"),
    (Whole(0, 50), {}, "type"),
    (Whole(0, 50), [7], "type"),
    (Whole(0, 50), "1_0", "type"),
    (Whole(0, 50), "1,0", "type"),
    (Whole(0, 50), "0x10", "type"),
    (Whole(0, 50), "٣", "type"),
    (Whole(0, 50), "nan", "type"),
    (Whole(0, 50), math.nan, "type"),
    (Whole(0, 50), math.inf, "type"),
    (Whole(0, 50), "51", "range"),
    (Whole(0, 50), -1, "range"),
    (Whole(0, 50), "1e300", "range"),
    (Whole(0, 50), "1e999999", "range"),
    (Whole(0, 50), "9" * 10_000, "range"),
    (Whole(0, 50), 10**10_000, "range"),
    (Whole(0, 50), "x" * 10_000, "type"),
    (Number(0, 1), "1.5", "range"),
    (Number(0, 1), math.nan, "type"),
    (Number(0, 1), "inf", "type"),
    (Number(0, 1), "1/3", "type"),
    (Number(0, 1), "1:30", "type"),
    (Number(0, 1), False, "type"),
    (Number(0, 1), 10**400, "range"),
    (Number(0, 1), 1e308, "range"),
    (Number(0, 1, low_open=True), 0, "range"),
    (Number(0, 1, high_open=True), "1", "range"),
    (Flag(), "1", "type"),
    (Flag(), 1, "type"),
    (Flag(), "maybe", "type"),
    (STYLE, "torch", "type"),
    (STYLE, 3, "type"),
    (SIDES, 5, "type"),
    (SIDES, "", "type"),
    (SIDES, "[]", "range"),
    (SIDES, "1x2x3x4x5", "range"),
    (SIDES, "[1,[2]]", "type"),
    (SIDES, "[1,2", "type"),
    (SIDES, "1,2]", "type"),
    (SIDES, "[1,2)", "type"),
    (SIDES, "[1],[2]", "type"),
    (SIDES, "1,024", "type"),
    (SIDES, "1,,2", "type"),
    (SIDES, "1x0", "range"),
    (SIDES, [True], "type"),
    (SIDES, [[[[[[1]]]]]], "type"),
    (SIDES, "[" * 60_000, "type"),
    (SIDES, "[" * 30_000 + "]" * 30_000, "type"),
    (SIDES, "1," * 40_000, "type"),
    (SIDES, [1] * 20_000, "type"),
    (PAIRS, "[3,1]", "type"),
    (PAIRS, "3x1", "type"),
    (PAIRS, "[[3,1],2]", "type"),
    (PAIRS, [[3, 1], [3]], "range"),
]


@pytest.mark.parametrize(("kind", "raw", "value"), READ, ids=shown)
def test_a_raw_value_is_read(kind, raw, value):
    parsed = kind.parse(raw)
    assert parsed == value
    assert type(parsed) is type(value)
    kind.check(parsed)


@pytest.mark.parametrize(("kind", "raw", "code"), REFUSED, ids=shown)
def test_a_raw_value_is_refused_with_what_was_got_and_what_is_allowed(kind, raw, code):
    with pytest.raises(Fault) as refusal:
        kind.parse(raw)
    assert refusal.value.code == code
    assert "got" in refusal.value.message
    assert len(refusal.value.message) < 300


@pytest.mark.parametrize(
    ("kind", "raw", "values"),
    [
        (Whole(1, 99), "3", [3]),
        (Whole(1, 99), 3, [3]),
        (Whole(1, 99), "16..19", [16, 17, 18, 19]),
        (Whole(1, 99), "5..5", [5]),
        (Whole(1, 99), ["3", "5", "7"], [3, 5, 7]),
        (Whole(1, 99), "3,5,7", [3, 5, 7]),
        (Whole(1, 99), ["3", "3", "5..6"], [3, 5, 6]),
        (Whole(-9, 9), "-2..1", [-2, -1, 0, 1]),
        (Number(0, 1), "0.1..0.4", [0.1, 0.2, 0.3, 0.4]),
        (Number(0, 1), "1e-3..3e-3", [0.001, 0.002, 0.003]),
        (Number(0, 9), "1..3", [1.0, 2.0, 3.0]),
        (Number(0, 1), ["0.9", "0.99"], [0.9, 0.99]),
        (Flag(), ["on", "off"], [True, False]),
        (Flag(), "on", [True]),
        (STYLE, ["paper", "keras"], ["paper", "keras"]),
        (SIDES, ["3", "5"], [(3, 5)]),
        (SIDES, "3x5", [(3, 5)]),
        (SIDES, "7", [(7,)]),
        (SIDES, ["3x5", "7x7"], [(3, 5), (7, 7)]),
        (SIDES, [["3", "5"], ["7"]], [(3, 5), (7,)]),
        (PAIRS, [["3", "1"], ["5", "2"]], [((3, 1), (5, 2))]),
        (PAIRS, [[["3", "1"]], [["5", "2"], ["3", "1"]]], [((3, 1),), ((5, 2), (3, 1))]),
        (RATES, "[]", [()]),
    ],
    ids=ascii,
)
def test_an_override_fixes_or_leaves_a_set(kind, raw, values):
    draws = kind.candidates(raw)
    assert list(draws.values) == values
    assert draws.fixed is (len(values) == 1)
    assert len(draws) == len(values)


@pytest.mark.parametrize(
    ("kind", "raw", "code"),
    [
        (Whole(1, 99), "9..3", "range"),
        (Whole(1, 99), "0..3", "range"),
        (Whole(1, 99), "3..100", "range"),
        (Whole(1, 99), "a..b", "type"),
        (Whole(1, 99), "..", "type"),
        (Whole(1, 10**30), "1..1e30", "range"),
        (Whole(1, 10**6), ["1..1000000", "3"], "range"),
        (Whole(1, 99), [], "range"),
        (Whole(1, 99), [[3]], "type"),
        (Whole(1, 99), ["3", "x"], "type"),
        (Whole(1, 99), "3x5", "type"),
        (Whole(1, 99), "1,024", "type"),
        (Number(0, 1), "1e-300..1", "range"),
        (Number(0, 1), "0.5..0.1", "range"),
        (Flag(), "off..on", "type"),
        (STYLE, "keras..paper", "type"),
        (STYLE, ["paper", "torch"], "type"),
        (SIDES, "1..3", "type"),
        (SIDES, [[["3"]]], "type"),
    ],
    ids=ascii,
)
def test_an_override_that_leaves_nothing_legal_is_refused(kind, raw, code):
    with pytest.raises(Fault) as refusal:
        kind.candidates(raw)
    assert refusal.value.code == code


def test_a_huge_range_stays_unexpanded():
    draws = Whole(1, 10**9).candidates("1..1000000000")
    assert len(draws) == 10**9
    assert draws.values[-1] == 10**9
    assert Number(0, 1).candidates("0..1e-0").values[1] == 1.0


def test_a_type_says_what_it_allows():
    assert Whole(1, 65536).describe() == "a whole number, 1 to 65536"
    assert Number(0, 1, low_open=True).describe() == "a number above 0, at most 1"
    assert Number(0, 1, high_open=True).describe() == "a number of at least 0, below 1"
    assert Number(-1000, 0.5).describe() == "a number, -1000 to 0.5"
    assert Number(1e-8, 1, high_open=True).describe() == "a number of at least 1e-8, below 1"
    assert Flag().describe() == "true or false"
    assert STYLE.describe() == "one of paper, keras"
    assert SIDES.describe() == "a list of 1 to 4 items, each a whole number, 1 to 1000"


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: Whole(1, 5, draws=(6,)), "got 6"),
        (lambda: Whole(1, 5, draws=range(9)), "got 0"),
        (lambda: Number(0, 1, draws=(math.nan,)), "got nan"),
        (lambda: OneOf("a", "b", draws=("c",)), "got 'c'"),
        (OneOf, "words must be given"),
        (lambda: OneOf("a", "A"), "differ in more than case"),
        (lambda: OneOf("a,b"), "commas"),
        (lambda: ListOf(Whole(1, 5), 2, 1), "no range"),
        (lambda: ListOf(Whole(1, 5), 1, 2, draws=((9,),)), "got 9"),
        (lambda: ListOf(Whole(1, 5), 1, 2, draws=((1, 2, 3),)), "got 3 items"),
        (lambda: ListOf(Whole(0, 99, draws=range(99)), 1, 64), "state draws"),
    ],
)
def test_an_author_s_slip_is_found_when_the_type_is_made(make, message):
    with pytest.raises(ValueError, match=message):
        make()


def test_lists_without_draws_are_drawn_item_by_item():
    drawn = ListOf(Whole(1, 9, draws=(1, 2)), 0, 2).draws
    assert list(drawn) == [(), (1,), (2,), (1, 1), (2, 1), (1, 2), (2, 2)]
    assert drawn[-1] == (2, 2)
    assert list(drawn[1:3]) == [(1,), (2,)]
    with pytest.raises(IndexError):
        drawn[7]


NESTED = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(),
        st.floats(),
        st.text(max_size=20),
        st.text(st.sampled_from("0123456789.,-x[]()e "), max_size=20),
    ),
    lambda inner: st.lists(inner, max_size=4),
    max_leaves=12,
)
KINDS = st.sampled_from([Whole(-9, 99), Number(-1, 1e6), Flag(), STYLE, SIDES, PAIRS, RATES])


def legal(make, raw):
    """Return what `make` makes of `raw`, None where it is refused as a type or range."""
    try:
        return make(raw)
    except Fault as fault:
        return None if fault.code in {"type", "range"} else fault.code


@given(KINDS, NESTED)
def test_any_raw_value_is_legal_or_a_fault(kind, raw):
    value = legal(kind.parse, raw)
    if value is not None:
        kind.check(value)
        assert kind.parse(kind.text(value)) == value
        assert kind.parse(kind.plain(value)) == value


@given(KINDS, NESTED)
def test_any_override_leaves_legal_values_or_is_a_fault(kind, raw):
    draws = legal(kind.candidates, raw)
    if draws is not None:
        for value in draws.values[:50]:
            kind.check(value)


@given(st.lists(st.lists(st.integers(1, 9), min_size=2, max_size=3), min_size=1, max_size=5))
def test_nested_lists_survive_text_and_json(rows):
    value = tuple(map(tuple, rows))
    assert PAIRS.parse(PAIRS.text(value)) == value
    assert PAIRS.parse(PAIRS.plain(value)) == value
    assert list(PAIRS.candidates(PAIRS.text(value)).values) == [value]
    assert list(PAIRS.candidates([PAIRS.text(value)]).values) == [value]


def test_a_word_that_is_nearly_one_is_told():
    with pytest.raises(Fault, match=r"got 'resnet5'; did you mean resnet50\? Allowed is one of "):
        OneOf("resnet50", "vgg16").parse("resnet5")
    with pytest.raises(Fault, match="got 'unet'; allowed is one of resnet50, vgg16"):
        OneOf("resnet50", "vgg16").parse("unet")
