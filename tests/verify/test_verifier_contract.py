"""The contract of a verifier class, checked when the class is made."""

import subprocess
import sys
from dataclasses import dataclass, field
from typing import Annotated

import pytest

import quizlab.verify
from quizlab.verify import (
    Agreement,
    AnswerPart,
    Count,
    Flag,
    Misconception,
    Number,
    Verifier,
    Whole,
    nearest,
)


@dataclass(frozen=True, slots=True)
class Sides:
    size: Annotated[int, Whole(1, 9, draws=(1, 2))]


def double(v):
    return 2 * v.size


GOOD = {
    "id": "example.double",
    "version": 1,
    "title": "Twice",
    "Parameters": Sides,
    "parts": (AnswerPart("side", Count()),),
    "convention": "None.",
    "citation": "None.",
    "misconceptions": (Misconception("half", "You halved.", lambda v: v.size // 2),),
    "compute": lambda self, v: double(v),  # noqa: ARG005
    "reference": lambda self, v: v.size + v.size,  # noqa: ARG005
    "prompt": lambda self, v, language="en": "?",  # noqa: ARG005
    "explain": lambda self, v, language="en": ("!",),  # noqa: ARG005
}


def make(**changes):
    """Make a verifier class that differs from a good one."""
    body = {name: value for name, value in {**GOOD, **changes}.items() if value is not None}
    return type("Double", (Verifier,), body)


def test_a_good_class_is_made():
    verifier = make()()
    assert verifier.compute(Sides(4)) == 8
    assert list(verifier.specs) == ["size"]
    assert verifier.part().name == verifier.part("side").name == "side"
    assert verifier.where(Sides(1)) is None
    assert verifier.comfortable(Sides(1))
    assert verifier.difficulty(Sides(1)) == 2
    assert verifier.reference_many([Sides(1), Sides(2)]) == [2, 4]
    with pytest.raises(KeyError):
        verifier.part("area")


@dataclass(slots=True)
class Thawed:
    size: Annotated[int, Whole(1, 9, draws=(1,))]


@dataclass(frozen=True)
class Bare:
    size: int


@dataclass(frozen=True)
class Twice:
    size: Annotated[int, Whole(1, 9, draws=(1,)), Flag()]


@dataclass(frozen=True)
class Empty:
    pass


@dataclass(frozen=True)
class Undrawn:
    size: Annotated[int, Whole(1, 9)]


@dataclass(frozen=True)
class BadDefault:
    size: Annotated[int, Whole(1, 9)] = 10


@dataclass(frozen=True)
class Reserved:
    part: Annotated[int, Whole(1, 9)] = 1


@dataclass(frozen=True)
class Private:
    _size: Annotated[int, Whole(1, 9)] = 1


@dataclass(frozen=True)
class Keyword:
    size: Annotated[int, Whole(1, 9)] = field(default=1, kw_only=True)


@dataclass(frozen=True)
class Made:
    size: Annotated[float, Number(0, 9)] = field(default_factory=float)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"id": None}, "lacks `id`"),
        ({"id": "Example.Double"}, "lower-case words"),
        ({"id": "a..b"}, "lower-case words"),
        ({"id": "a" * 65}, "at most 64"),
        ({"id": 3}, "lower-case words"),
        ({"version": 0}, "counts from 1"),
        ({"version": True}, "counts from 1"),
        ({"version": "1"}, "counts from 1"),
        ({"title": " "}, "title"),
        ({"citation": None}, "lacks `citation`"),
        ({"convention": ""}, "convention"),
        ({"parts": ()}, "at least one AnswerPart"),
        ({"parts": [AnswerPart("side", Count())]}, "tuple"),
        ({"parts": (Count(),)}, "no AnswerPart"),
        ({"parts": (AnswerPart("side", Count),)}, "no AnswerPart"),
        ({"parts": (AnswerPart("Side", Count()),)}, "lower-case word"),
        ({"parts": (AnswerPart("a", Count()), AnswerPart("a", Count()))}, "must differ"),
        ({"misconceptions": ("half",)}, "no Misconception"),
        ({"misconceptions": (Misconception("Half", "x", double),)}, "lower-case words"),
        ({"misconceptions": (Misconception("half", " ", double),)}, "and a sentence"),
        ({"misconceptions": GOOD["misconceptions"] * 2}, "must differ"),
        ({"Parameters": Thawed}, "frozen dataclass"),
        ({"Parameters": int}, "frozen dataclass"),
        ({"Parameters": Bare}, "needs one parameter type"),
        ({"Parameters": Twice}, "needs one parameter type"),
        ({"Parameters": Empty}, "no parameters"),
        ({"Parameters": Undrawn}, "neither draws nor a default"),
        ({"Parameters": BadDefault}, "default is not legal: got 10"),
        ({"Parameters": Reserved}, "facts use that word"),
        ({"Parameters": Private}, "facts use that word"),
        ({"Parameters": Keyword}, "ordinary positional field"),
        ({"Parameters": Made}, "not factories"),
    ],
    ids=str,
)
def test_a_bad_class_is_refused_with_a_sentence(changes, message):
    with pytest.raises(TypeError, match=message):
        make(**changes)


def test_an_abstract_class_is_not_checked_and_its_children_are():
    class Shared(Verifier[Sides], abstract=True):
        version = 1

    with pytest.raises(TypeError, match="lacks `id`"):
        type("Child", (Shared,), {})


def test_a_class_without_its_methods_cannot_be_instantiated():
    with pytest.raises(TypeError, match="abstract"):
        make(compute=None)()


def test_the_code_is_a_plain_function_with_a_source(side):
    assert side.code(type("V", (), {"size": 7, "stride": 2})) == 3
    assert side.source().startswith("def _side")
    assert make()().source() == ""
    assert make(code=len)().source() == ""


def test_an_unknown_name_is_no_attribute_of_the_contract():
    with pytest.raises(AttributeError, match="no attribute 'solve'"):
        quizlab.verify.solve  # noqa: B018 - reading it is the test


def test_a_sentence_falls_back_to_english(side):
    ceil = side.misconceptions[0]
    assert ceil.said("zh") == "你向上取整了。"
    assert ceil.said("fr") == ceil.said() == "You rounded up."


@pytest.mark.parametrize(
    ("one", "other", "agree"),
    [
        (3, 3, True),
        (10**12, 10**12 + 1, False),
        (1.0, 1.0 + 1e-12, True),
        (1.0, 1.001, False),
        (3, 3.0, True),
        (0.0, 1e-13, True),
        (float("nan"), float("nan"), False),
        (float("inf"), float("inf"), False),
        ("a", "a", True),
        ("1", 1, False),
        (True, 1, False),
        ((1, 2), (1, 2), True),
        ((1, 2), (1, 2, 3), False),
        ((1, (2.0,)), (1, (2.0,)), True),
        ((1,), 1, False),
    ],
)
def test_two_roads_agree_within_their_own_tolerance(one, other, agree):
    assert Agreement().agrees(one, other) is agree


def test_a_statistical_reference_may_differ_in_whole_numbers():
    assert Agreement(relative=0.01, samples=10_000).agrees(1000, 1005)
    assert not Agreement(relative=0.01, samples=10_000).agrees(1000, 1020)


def test_the_nearest_word_is_found():
    assert nearest("strid", ["size", "stride"]) == "stride"
    assert nearest("zzz", ["size", "stride"]) == ""


def test_importing_the_contract_loads_the_standard_library_only():
    script = (
        "import sys; before = set(sys.modules); import quizlab.verify; "
        "print(*sorted({name.split('.')[0] for name in set(sys.modules) - before}))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    loaded = set(done.stdout.split())
    assert "quizlab" in loaded
    assert not {name for name in loaded - {"quizlab"} if name not in sys.stdlib_module_names}
    assert not loaded & {"shutil", "hashlib", "json", "difflib"}
