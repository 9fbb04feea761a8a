"""Drawing: legal, replayable, comfortable, instructive."""

from dataclasses import dataclass
from random import Random
from typing import Annotated

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizlab.verify import (
    AnswerPart,
    Count,
    Fault,
    Misconception,
    Together,
    Verifier,
    Whole,
    bind_overrides,
    check,
    draw,
    draw_distinct,
    draw_variant,
    legal_space,
    sample,
    told_apart,
)
from quizlab.verify.assessing import assess

SEEDS = st.integers(0, 2**53)


@dataclass(frozen=True, slots=True)
class PairParameters:
    a: Annotated[int, Whole(1, 1000, draws=range(1, 1001))]
    b: Annotated[int, Whole(1, 1000, draws=range(1, 1001))]


class Rare(Verifier[PairParameters]):
    """Almost nothing is legal: only equal numbers."""

    id = "example.rare"
    version = 1
    title = "Rare"
    Parameters = PairParameters
    parts = (AnswerPart("sum", Count()),)
    convention = "None."
    citation = "None."
    misconceptions = (
        Misconception("even-only", "Only even.", lambda v: 1 if v.a % 16 == 0 else v.a + v.b),
    )

    def where(self, v):
        return None if v.a == v.b else "a and b must be equal"

    def compute(self, v):
        return v.a + v.b

    def reference(self, v):
        return sum((v.a, v.b))

    def prompt(self, v, language="en"):
        return f"{language} {v.a} + {v.b}"

    def explain(self, v, language="en"):
        return (f"{language} {v.a + v.b}",)


@given(SEEDS)
def test_a_draw_is_legal_and_its_seed_replays_it(side, stack, seed):
    for verifier in (side, stack):
        v = draw(verifier, seed)
        check(verifier, v)
        assert draw(verifier, seed) == draw(verifier, Random(seed)) == v


@given(SEEDS, st.integers(1, 64), st.integers(1, 64))
def test_a_draw_keeps_to_its_overrides(side, seed, low, more):
    overrides = bind_overrides(side, {"size": f"{low}..{low + more}", "stride": "1,2,5"})
    v = draw(side, seed, overrides)
    assert low <= v.size <= low + more
    assert v.stride in {1, 2, 5}
    assert v.stride <= v.size


def test_overrides_may_leave_the_author_s_draws(side):
    v = draw(side, 1, bind_overrides(side, {"size": "4000", "stride": "64"}))
    assert (v.size, v.stride) == (4000, 64)


def test_nothing_legal_is_a_fault_that_says_what_clashes(side):
    overrides = bind_overrides(side, {"size": "1..3", "stride": "9"})
    with pytest.raises(Fault, match="stride 9 exceeds size 1") as refusal:
        draw(side, 1, overrides)
    assert refusal.value.code == "no-draws"
    with pytest.raises(Fault):
        sample(side, Random(1), overrides)


def test_a_rare_legal_variant_is_found_by_searching():
    overrides = bind_overrides(Rare(), {"a": "1..100", "b": "100..200"})
    v = draw(Rare(), 7, overrides)
    assert (v.a, v.b) == (100, 100)


def test_a_hopeless_space_gives_up():
    overrides = bind_overrides(Rare(), {"a": "1..500", "b": "501..1000"})
    with pytest.raises(Fault, match="a and b must be equal"):
        draw(Rare(), 7, overrides)


def test_draws_are_comfortable_where_they_can_be(side):
    assert all(draw(side, seed).size % 2 == 0 for seed in range(60))
    odd = bind_overrides(side, {"size": "9", "stride": "2"})
    assert draw(side, 1, odd).size == 9


def test_draws_tell_misconceptions_apart_more_often_than_chance(side):
    dice = Random(5)
    drawn = sum(assess(side, draw(side, dice)).clear for _ in range(200))
    chance = sum(assess(side, sample(side, dice)).clear for _ in range(200))
    assert drawn > 1.8 * chance


def test_a_preferred_misconception_is_told_apart_where_it_can_be():
    rare = Rare()
    overrides = bind_overrides(rare, {"a": "1..16", "b": "1..16"})
    told = [told_apart(rare, draw(rare, seed, overrides, ["even-only"])) for seed in range(30)]
    assert told.count(("even-only",)) == 30
    # One that does not exist hinders nothing.
    assert draw(rare, 3, overrides, ["unheard-of"])


def test_a_preferred_misconception_comes_before_freshness(side):
    overrides = bind_overrides(side, {"size": "8,9", "stride": "2"})
    nine = side.Parameters(9, 2)
    assert (
        draw(side, 1, bind_overrides(side, {"size": "9", "stride": "2"}), ["ceil"], [nine]) == nine
    )
    # Comfort comes first of all: 8 is even.
    assert draw(side, 1, overrides, ["ceil"]) == side.Parameters(8, 2)


@given(SEEDS)
def test_what_was_asked_lately_is_avoided_where_it_can_be(side, seed):
    overrides = bind_overrides(side, {"size": "10,12,14", "stride": "4"})
    recent = [side.Parameters(10, 4), side.Parameters(14, 4)]
    assert draw(side, seed, overrides, avoid=recent) == side.Parameters(12, 4)
    assert draw(side, seed, overrides, avoid=[*recent, side.Parameters(12, 4)])


def test_a_variant_records_what_it_was_drawn_from(side):
    variant = draw_variant(side, 11)
    assert (variant.verifier, variant.version, variant.seed) == ("example.side", 1, 11)
    assert variant.params == draw(side, 11)


def test_distinct_variants_replay_and_begin_with_their_seed(side):
    variants = list(draw_distinct(side, 3, 40))
    assert len({variant.params for variant in variants}) == 40
    assert variants[0] == draw_variant(side, 3)
    assert variants == list(draw_distinct(side, 3, 40))
    assert variants != list(draw_distinct(side, 4, 40))


def test_a_small_space_is_given_out_whole(side):
    overrides = bind_overrides(side, {"size": "8..13", "stride": "1,2"})
    variants = list(draw_distinct(side, 3, 100, overrides))
    assert {variant.params for variant in variants} == set(legal_space(side, overrides) or ())
    assert len(variants) == 12


def test_a_space_is_enumerated_only_where_it_is_small(side):
    assert len(legal_space(side) or ()) == 57 * 3
    assert legal_space(side, most=100) is None
    assert legal_space(Rare()) is None


def test_samples_follow_the_author_s_weights(side):
    overrides = bind_overrides(side, {"size": "64"})
    dice = Random(1)
    strides = [sample(side, dice, overrides).stride for _ in range(600)]
    assert all(150 < strides.count(stride) < 250 for stride in (1, 2, 3))


def test_an_assessment_counts_what_is_confused_and_what_clashes(side, stack):
    found = assess(side, side.Parameters(8, 2))
    assert (found.apart, found.confused, found.clashes, found.clear) == (["no-stride"], 1, 0, False)
    # 3 by 2: ceil gives 2, the forgotten stride 3.
    assert assess(side, side.Parameters(3, 2)).clear
    # 2 by 1 tells nothing apart.
    assert assess(side, side.Parameters(2, 1)).confused == 2
    v = draw(stack, 1)
    found = assess(stack, v)
    assert tuple(found.apart) == told_apart(stack, v)


class Clashing(Rare):
    id = "example.clashing"
    misconceptions = (
        Misconception("one", "One.", lambda v: v.a),
        Misconception("two", "Two.", lambda v: {"sum": v.b}),
    )


def test_wrong_answers_that_equal_each_other_clash():
    found = assess(Clashing(), PairParameters(4, 4))
    assert (found.apart, found.clashes) == (["one", "two"], 1)


class Plain(Rare):
    id = "example.plain"
    misconceptions = ()


class Sometimes(Rare):
    id = "example.sometimes"
    misconceptions = (Misconception("odd", "Odd.", lambda v: v.a if v.a % 2 else None),)


def test_a_verifier_without_misconceptions_is_drawn_fresh():
    overrides = bind_overrides(Plain(), {"a": "1..4", "b": "1..4"})
    recent = [PairParameters(n, n) for n in (1, 2, 4)]
    assert draw(Plain(), 1, overrides, avoid=recent) == PairParameters(3, 3)


def test_a_mistake_that_cannot_be_made_confuses_nobody():
    assert assess(Sometimes(), PairParameters(2, 2)).clear
    assert assess(Sometimes(), PairParameters(2, 2)).apart == []


class Paired(Rare):
    """The same, with equal numbers drawn together."""

    id = "example.together"
    together = Together(("a", "b"), tuple((n, n) for n in range(1, 58)))


def test_parameters_that_belong_together_are_drawn_together():
    verifier = Paired()
    assert len({draw(verifier, seed).a for seed in range(200)}) > 40
    assert len(legal_space(verifier)) == 57
    assert sample(verifier, Random(1)).a <= 57


def test_each_is_drawn_alone_where_one_is_overridden():
    verifier = Paired()
    overrides = bind_overrides(verifier, {"b": "900"})
    v = draw(verifier, 1, overrides)
    assert (v.a, v.b) == (900, 900)


@pytest.mark.parametrize(
    "together",
    [
        Together(("a", "c"), ((1, 1),)),
        Together(("a", "a"), ((1, 1),)),
        Together(("a", "b"), ()),
        Together(("a", "b"), ((1,),)),
        Together(("a", "b"), ((1, 1), (1,))),
        Together(("a", "b"), ((1, 1), (1, 0))),
    ],
)
def test_what_cannot_be_drawn_together_is_refused(together):
    with pytest.raises(TypeError, match="together"):
        type("Broken", (Rare,), {"id": "example.broken", "together": together})
