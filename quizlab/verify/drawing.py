"""Drawing a variant: fresh parameters that are legal, comfortable and instructive."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from math import prod
from random import Random
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from quizlab.verify.assessing import assess
from quizlab.verify.faults import Fault

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from quizlab.verify.draws import Draws
    from quizlab.verify.verifier import Verifier

P = TypeVar("P")

FEW = 64
"""Up to so many combinations all are looked at where something is preferred or avoided."""

MANY = 20_000
"""Up to so many combinations are searched when sampling finds nothing legal."""

_LEGAL_TRIES = 8
_PREFERRED_TRIES = 64
_SAMPLES = 10_000
_SAMPLES_AFTER_FIRST = 400

_NOTHING: Mapping[str, Draws[Any]] = {}


@dataclass(frozen=True, slots=True)
class Variant(Generic[P]):
    """A drawn question.

    Attributes:
        verifier: Id of the verifier.
        version: The verifier's version.
        seed: What `draw` replays it from, with the same overrides and preferences.
        params: The drawn parameters: the record.
    """

    verifier: str
    version: int
    seed: int
    params: P


def pools(
    verifier: Verifier[P], overrides: Mapping[str, Draws[Any]] = _NOTHING
) -> list[Sequence[Any]]:
    """Return what each parameter is drawn from, in the order of the parameters."""
    return [
        overrides[name].values if name in overrides else spec.pool
        for name, spec in verifier.specs.items()
    ]


def legal_space(
    verifier: Verifier[P], overrides: Mapping[str, Draws[Any]] = _NOTHING, most: int = MANY
) -> list[P] | None:
    """Return all legal parameters that can be drawn, None where there are more than `most` to try."""
    choices = pools(verifier, overrides)
    if prod(map(len, choices)) > most:
        return None
    made = (verifier.Parameters(*values) for values in product(*choices))
    return [v for v in dict.fromkeys(made) if verifier.where(v) is None]


def draw(
    verifier: Verifier[P],
    dice: Random | int,
    overrides: Mapping[str, Draws[Any]] = _NOTHING,
    prefer: Collection[str] = (),
    avoid: Collection[P] = (),
) -> P:
    """Draw legal parameters.

    A draw prefers, in this order: arithmetic within head and paper; telling the preferred
    misconceptions apart; what is not to be avoided; telling all misconceptions that can be made
    apart, from the truth and then from each other. All of these yield where they must; `where`
    never does. Beyond that the author's own weights hold: the first draw that is good enough is taken.

    Args:
        verifier: Whose question.
        dice: A generator, or a seed for one. Equal seeds give equal draws.
        overrides: What `bind_overrides` left to draw from.
        prefer: Misconceptions that should be told apart.
        avoid: Parameters that were asked lately.

    Raises:
        Fault: ``no-draws`` when nothing legal is found.
    """
    if not isinstance(dice, Random):
        dice = Random(dice)  # noqa: S311 - questions, not secrets
    choices = pools(verifier, overrides)
    best: P | None = None
    best_score: tuple[int, ...] = ()
    hard: list[P] = []
    most = _PREFERRED_TRIES if prefer else _LEGAL_TRIES
    for v in _tries(verifier, dice, choices, most, thorough=bool(prefer or avoid)):
        if not verifier.comfortable(v):
            hard.append(v)
            continue
        score = _score(verifier, v, prefer, avoid)
        if best is None or score > best_score:
            best, best_score = v, score
        if score >= (len(prefer), 1, 0, 0):
            break
    if best is None and hard:
        best = max(hard, key=lambda v: _score(verifier, v, prefer, avoid))
    if best is None:
        raise _nothing(verifier, overrides)
    return best


def draw_variant(
    verifier: Verifier[P],
    seed: int,
    overrides: Mapping[str, Draws[Any]] = _NOTHING,
    prefer: Collection[str] = (),
    avoid: Collection[P] = (),
) -> Variant[P]:
    """Draw a variant with all that its record needs."""
    params = draw(verifier, seed, overrides, prefer, avoid)
    return Variant(verifier.id, verifier.version, seed, params)


def draw_distinct(
    verifier: Verifier[P],
    seed: int,
    count: int,
    overrides: Mapping[str, Draws[Any]] = _NOTHING,
) -> Iterator[Variant[P]]:
    """Yield up to `count` different variants, fewer where the space holds no more.

    The whole row replays from `seed`, which is the first variant's own. A later one replays alone
    from its seed too, unless it had to make way for an equal one before it.

    Raises:
        Fault: ``no-draws`` when nothing legal is found.
    """
    dice = Random(seed)  # noqa: S311 - questions, not secrets
    seen: set[P] = set()
    misses = 0
    while len(seen) < count and misses < 50 + len(seen):
        variant = draw_variant(verifier, seed, overrides)
        if variant.params in seen:
            variant = draw_variant(verifier, seed, overrides, avoid=seen)
        if variant.params in seen:
            misses += 1
        else:
            seen.add(variant.params)
            yield variant
        seed = dice.getrandbits(48)


def sample(
    verifier: Verifier[P], dice: Random, overrides: Mapping[str, Draws[Any]] = _NOTHING
) -> P:
    """Draw legal parameters without any preference.

    Raises:
        Fault: ``no-draws`` when nothing legal is found.
    """
    v = next(_tries(verifier, dice, pools(verifier, overrides), 1), None)
    if v is None:
        raise _nothing(verifier, overrides)
    return v


def _tries(
    verifier: Verifier[P],
    dice: Random,
    choices: Sequence[Sequence[Any]],
    most: int,
    *,
    thorough: bool = False,
) -> Iterator[P]:
    """Yield legal parameters: `most` samples, or all in random order where that is asked for."""
    size = prod(map(len, choices))
    make, where = verifier.Parameters, verifier.where
    found = 0
    if size > most:
        random = dice.random
        sized = [(values, len(values)) for values in choices]
        for tried in range(_SAMPLES):
            if found and tried > _SAMPLES_AFTER_FIRST:
                break
            v = make(*[values[int(random() * length)] for values, length in sized])
            if where(v) is None:
                yield v
                found += 1
                if found == most:
                    break
    if size <= (MANY if not found else FEW if thorough else most):
        legal = [v for v in (make(*values) for values in product(*choices)) if where(v) is None]
        dice.shuffle(legal)
        yield from legal


def _score(
    verifier: Verifier[P], v: P, prefer: Collection[str], avoid: Collection[P]
) -> tuple[int, ...]:
    """Return how good a draw is: the best is (all that are preferred, 1, 0, 0)."""
    fresh = int(v not in avoid) if avoid else 1
    if not verifier.misconceptions:
        return (len(prefer), fresh, 0, 0)
    found = assess(verifier, v)
    wanted = sum(1 for name in prefer if name in found.apart) if prefer else 0
    return (wanted, fresh, -found.confused, -found.clashes)


def _nothing(verifier: Verifier[P], overrides: Mapping[str, Draws[Any]]) -> Fault:
    """Say why nothing could be drawn, with one try as an example."""
    choices = pools(verifier, overrides)
    example = verifier.Parameters(*[values[0] for values in choices])
    clash = verifier.where(example) or "the constraints leave too little to be found by sampling"
    shown_values = ", ".join(
        f"{name}={spec.type.text(getattr(example, name))}" for name, spec in verifier.specs.items()
    )
    message = f"{verifier.id}: no legal parameters were found; such as {shown_values}: {clash}"
    return Fault("no-draws", next(iter(overrides), "") if len(overrides) == 1 else "", message)
