"""Lists whose places have names, rows of equal length, and values that dice make."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizlab.verify import Fault, Fields, Generated, ListOf, MatrixOf, Number, OneOf, Place, Whole

LAYER = Fields(
    Place("kernel", Whole(1, 99, draws=(1, 3, 5))),
    Place("stride", Whole(1, 9, draws=(1, 2)), 1),
    Place("dilation", Whole(1, 9, draws=(1, 2)), 1),
)
LAYERS = ListOf(LAYER, 1, 4)
GRID = MatrixOf(Number(-10, 10), (1, 3), (2, 4), draws=(((1.0, 2.0),),))


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        ("[[3, 1, 1], [3, 2, 1]]", ((3, 1, 1), (3, 2, 1))),
        ("[[3],[5,2]]", ((3, 1, 1), (5, 2, 1))),
        ("3x1x1,3x2x1", ((3, 1, 1), (3, 2, 1))),
        ([[3, 1, 2]], ((3, 1, 2),)),
        ([{"kernel": 3, "dilation": 2}, [5, 2]], ((3, 1, 2), (5, 2, 1))),
        ([{"stride": "2", "kernel": "7"}], ((7, 2, 1),)),
    ],
)
def test_layers_are_read_from_lists_text_and_objects(raw, value):
    assert LAYERS.parse(raw) == value
    assert LAYERS.parse(LAYERS.text(value)) == LAYERS.parse(LAYERS.plain(value)) == value


@pytest.mark.parametrize(
    ("raw", "code", "words"),
    [
        ([{"kernl": 3}], "type", "did you mean kernel? There are kernel, stride, dilation"),
        ([{"stride": 2}], "type", "kernel is missing"),
        ([[3, 1, 1, 1]], "range", "got 4 items"),
        ([[3, 0]], "range", "stride: got 0; allowed is a whole number, 1 to 9"),
        ([["a"]], "type", "kernel: got 'a'"),
        ([3], "type", "allowed is a list of 1 to 4 items"),
        ([[]], "type", "kernel is missing"),
        ([{"kernel": {"kernel": 3}}], "type", "kernel"),
        ([{3: 3}], "type", "got the name 3"),
        ([{"kernel": float("nan")}], "type", "kernel: got nan"),
    ],
)
def test_what_is_no_layer_is_refused_by_place(raw, code, words):
    with pytest.raises(Fault) as caught:
        LAYERS.parse(raw)
    assert caught.value.code == code
    assert words in caught.value.message


def test_an_override_tells_one_stack_from_a_set_of_stacks():
    assert LAYERS.candidates("[[3,1,1],[3,2,1]]").values == (((3, 1, 1), (3, 2, 1)),)
    two = (((3, 1, 1),), ((5, 1, 1), (3, 1, 1)))
    assert LAYERS.candidates("[[[3,1,1]],[[5,1,1],[3,1,1]]]").values == two
    assert LAYERS.candidates([[{"kernel": 3}], [{"kernel": 5}, {"kernel": 3}]]).values == two


def test_all_combinations_of_the_places_are_drawn_once():
    assert len(LAYER.draws) == 12
    assert len(set(LAYER.draws)) == 12
    for value in LAYER.draws:
        LAYER.check(value)


def test_a_place_may_be_a_word():
    move = Fields(Place("kind", OneOf("copy", "reset")), Place("target", Whole(0, 3, draws=(0,))))
    assert move.parse("[copy, 2]") == ("copy", 2)
    with pytest.raises(Fault, match="target: got 9"):
        move.check(("copy", 9))


@pytest.mark.parametrize(
    "places",
    [
        (),
        (Place("a", Whole(1, 2)), Place("a", Whole(1, 2))),
        (Place("a", Whole(1, 2), 1), Place("b", Whole(1, 2))),
    ],
)
def test_places_that_could_not_be_read_are_refused_when_made(places):
    with pytest.raises(ValueError, match="Fields"):
        Fields(*places)


@given(
    st.integers(2, 4).flatmap(
        lambda n: st.lists(
            st.lists(st.floats(-10, 10, allow_subnormal=False), min_size=n, max_size=n),
            min_size=1,
            max_size=3,
        )
    )
)
def test_any_legal_matrix_survives_text_and_json(rows):
    value = tuple(tuple(row) for row in rows)
    assert GRID.parse(GRID.text(value)) == GRID.parse(GRID.plain(value)) == value
    GRID.check(value)


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        ([[1, 2], [3, 4, 5]], "got rows of 2, 3 numbers; allowed are rows of equal length"),
        ([[1]], "got 1 items"),
        ([[1, 2]] * 4, "got 4 items"),
        ([1, 2], "rows of equal length"),
        ([[1, float("inf")]], "got inf"),
    ],
)
def test_what_is_no_matrix_is_refused(raw, words):
    with pytest.raises(Fault) as caught:
        GRID.parse(raw)
    assert words in caught.value.message


def test_rows_of_unequal_length_are_refused_when_a_program_made_them():
    with pytest.raises(Fault, match="rows of 2, 3 numbers"):
        GRID.check(((1.0, 2.0), (1.0, 2.0, 3.0)))
    with pytest.raises(Fault):
        GRID.check([[1.0, 2.0]])


def test_a_matrix_without_draws_needs_fixed_sides():
    digit = Whole(0, 9, draws=range(10))
    assert len(MatrixOf(digit, (2, 2), (2, 2)).draws) == 10**4
    with pytest.raises(ValueError, match="state draws"):
        MatrixOf(digit, (2, 2), (2, 3))


def test_equal_places_of_generated_values_hold_equal_values():
    draws = Generated(lambda dice: tuple(dice.randrange(9) for _ in range(5)))
    assert len(draws) == 1_000_000
    dice = Random(17)
    assert draws[17] == draws[17] == tuple(dice.randrange(9) for _ in range(5))
    assert len({draws[place] for place in range(500)}) > 400


def test_generated_values_that_are_not_legal_are_found_when_the_type_is_made():
    with pytest.raises(ValueError, match="got 12; allowed is a whole number, 0 to 9"):
        Whole(0, 9, draws=Generated(lambda _: 12))


def test_there_may_be_fewer_generated_values_than_are_looked_at():
    assert list(Whole(0, 9, draws=Generated(lambda _: 3, size=2)).draws) == [3, 3]
    assert not Whole(0, 9, draws=Generated(lambda _: 3, size=0)).draws


def test_a_place_with_neither_draws_nor_default_leaves_nothing_to_draw():
    assert not Fields(Place("a", Number(0, 1)), Place("b", Number(0, 1), 0.5)).draws
    assert list(Fields(Place("a", Number(0, 1), 0.25)).draws) == [(0.25,)]


BROAD = Whole(0, 10**6, draws=range(10**6))


@pytest.mark.parametrize(
    ("places", "words"),
    [
        ((Place("a", Whole(1, 3), 7),), "default of a: got 7; allowed is a whole number, 1 to 3"),
        ((Place("a", ListOf(Whole(1, 3), 1, 2)),), "a holds lists"),
        (tuple(Place(name, BROAD) for name in "abcd"), "too many combinations"),
    ],
)
def test_a_place_that_could_not_be_read_or_drawn_is_refused(places, words):
    with pytest.raises(ValueError, match=words):
        Fields(*places)


def test_a_matrix_with_draws_of_its_own_may_have_rows_beyond_counting():
    pixel = Whole(0, 255, draws=range(256))
    image = MatrixOf(pixel, (1, 16), (1, 16), draws=Generated(lambda _: ((1, 2), (3, 4))))
    assert image.draws[5] == ((1, 2), (3, 4))


@pytest.mark.parametrize("kind", [Whole(0, 9), Number(0, 9), OneOf("a", "b"), LAYER, LAYERS, GRID])
def test_what_json_nests_without_end_is_refused_in_a_few_words(kind):
    raw: object = 1
    for _ in range(900):
        raw = [raw]
    for read in (kind.parse, kind.candidates, kind.check):
        with pytest.raises(Fault) as caught:
            read(raw)
        assert len(caught.value.message) < 300


def test_an_int_beyond_the_floats_is_out_of_range():
    with pytest.raises(Fault, match="very many digits"):
        Number(0, 9).check(10**400)
